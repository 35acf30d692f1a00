"""Changes that come by whole registers: who is missing from the next one left on some day in between."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from graph.risk.patterns import run_pattern
from graph.risk.warning.control import controller_changes
from graph.store import Store
from graph.store.testing import empty

A, B = "91411300MA00000077", "91411302MA3X00010W"
PERSONS = {"甲某某": "41130219800101001X", "乙某某": "411381197512311245", "丙某某": "411302198203040022"}
DAY = "2024-12-31"
HandIn = Callable[..., Any]
Rows = list[dict[str, Any]]
KINDS = {"positions": "rep_changed_before_decision", "holdings": "holder_changed_before_decision"}
KIND = pytest.mark.parametrize("table", KINDS)


@pytest.fixture(autouse=True)
def _clean(store: Store) -> None:
    empty(store)


def row(table: str, company: str, name: str, start: str) -> dict[str, Any]:
    """The representative, or the only holder, of a company."""
    given = {"uscc": company, "valid_from": start}
    if table == "positions":
        return {**given, "role": "LEGAL_REP", "name": name, "id_type": "01", "id_no": PERSONS[name]}
    held = {"holder_kind": "PERSON", "holder_name": name, "equity_pct": "100"}
    return {**given, **held, "holder_id_type": "01", "holder_id_no": PERSONS[name]}


def decided(hand_in: HandIn, company: str, day: str) -> None:
    entry = {
        "listing_id": f"L-{company[-4:]}", "list_type": "L08", "uscc": company, "decided_on": day,
        "violation_from": "2024-01-01", "violation_to": "2024-02-01", "doc_no": "1号",
        "authority_code": "11411300MB0000000X",
    }  # fmt: skip
    hand_in("listings", [entry])


def snapshots(hand_in: HandIn, table: str, first: Rows, second: Rows) -> None:
    """Two whole registers; each has enough in it besides that none is refused for what it lacks."""
    others = [row(table, B, "甲某某", f"2020-01-{day:02d}") for day in range(1, 20)]
    for day, some in (("2024-05-01", first), ("2024-07-01", second)):
        hand_in(table, [*others, *some], mode="snapshot", produced_at=day, covers=[table])


@KIND
def test_the_next_one_says_on_which_day_the_one_before_left(
    store: Store, hand_in_table: HandIn, table: str
) -> None:
    before, after = row(table, A, "甲某某", "2020-01-01"), row(table, A, "乙某某", "2024-05-20")
    snapshots(hand_in_table, table, [before], [after])
    decided(hand_in_table, A, "2024-06-01")
    run = run_pattern(store, KINDS[table], DAY)
    assert [one.facts["changed_on"] for one in run.matches] == [["2024-05-20"]]
    assert [one.part for one in run.matches[0].members] == ["ENTITY", "FORMER", "SUCCESSOR"]
    assert run.complete and run.left_out == ""
    # Twelve days before the decision, whatever the day of the snapshot.
    assert len(run_pattern(store, KINDS[table], DAY, parameters={"window": 12}).matches) == 1
    assert run_pattern(store, KINDS[table], DAY, parameters={"window": 11}).matches == ()


@KIND
def test_where_nobody_began_in_between_the_run_says_that_it_could_not_judge(
    store: Store, hand_in_table: HandIn, table: str
) -> None:
    snapshots(hand_in_table, table, [row(table, A, "甲某某", "2020-01-01")], [])
    decided(hand_in_table, A, "2024-06-01")
    run = run_pattern(store, KINDS[table], DAY)
    assert run.matches == () and not run.complete
    assert run.left_out.startswith("有 1 个主体的前任只知在两次全量报送之间离开")


@KIND
@pytest.mark.parametrize("day", ["2024-05-01", "2024-12-30"])
def test_a_decision_outside_the_days_in_between_is_judged(
    store: Store, hand_in_table: HandIn, table: str, day: str
) -> None:
    """By the last day on which he was known nothing had changed, and half a year after it is too late."""
    snapshots(hand_in_table, table, [row(table, A, "甲某某", "2020-01-01")], [])
    decided(hand_in_table, A, day)
    run = run_pattern(store, KINDS[table], DAY)
    assert run.matches == () and run.complete


# -- controllers


def turned(store: Store, first: str, last: str) -> list[str]:
    """Days on which A's controllers changed."""
    return [one.day for one in controller_changes(store, first, last, store.head_seq())]


def test_a_transfer_that_comes_by_snapshots_is_one_change_of_controllers(
    store: Store, hand_in_table: HandIn
) -> None:
    before, after = row("holdings", A, "甲某某", "2020-01-01"), row("holdings", A, "乙某某", "2024-05-20")
    snapshots(hand_in_table, "holdings", [before], [after])
    assert turned(store, "2024-05-01", "2024-12-31") == ["2024-05-20"]
    assert turned(store, "2024-05-21", "2024-12-31") == [], "not again on the day of the snapshot"
    assert turned(store, "2024-05-20", "2024-05-20") == ["2024-05-20"]


def test_who_was_followed_by_two_halves_controls_no_longer_from_their_day_on(
    store: Store, hand_in_table: HandIn
) -> None:
    """Were his shares counted until the snapshot, nothing would change on the day of the transfer."""
    before = row("holdings", A, "甲某某", "2020-01-01")
    halves = [{**row("holdings", A, name, "2024-05-20"), "equity_pct": "50"} for name in ("乙某某", "丙某某")]
    snapshots(hand_in_table, "holdings", [before], halves)
    assert turned(store, "2024-05-01", "2024-12-31") == ["2024-05-20"]


def test_whom_nobody_followed_left_on_the_day_of_the_snapshot(store: Store, hand_in_table: HandIn) -> None:
    before = row("holdings", A, "甲某某", "2020-01-01")
    early = row("holdings", A, "乙某某", "2024-05-01")
    snapshots(
        hand_in_table, "holdings", [before, {**early, "equity_pct": "10"}], [{**early, "equity_pct": "10"}]
    )
    assert turned(store, "2024-05-02", "2024-12-31") == ["2024-07-01"]
