"""Holdings in the store: two classes of shares are two of them, and a wrong percentage is one wrong row."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from graph import queries
from graph.store import Store
from ingest.normalise import table as normalise_table
from ingest.normalise.builders import BUILDERS, holdings
from ingest.normalise.built import Built
from ingest.normalise.reading import ReadRow

A, B = "91411300MA00000077", "91320100748204660Q"
Rows = list[dict[str, Any]]
HandIn = Callable[..., Any]


@pytest.fixture
def hand_in(hand_in_table: Callable[..., Any]) -> Callable[..., Any]:
    return partial(hand_in_table, "holdings")


def held(share_class: str = "", **more: Any) -> dict[str, Any]:
    return {
        "uscc": A, "holder_kind": "ORG", "holder_code": B, "valid_from": "2020-01-01",
        "share_class": share_class, **more,
    }  # fmt: skip


def kept(store: Store) -> list[tuple[str, float | None, str]]:
    """Class, share and end of every current holding."""
    entity = str(store.read("read/ingest/entities_by_code", keys=[f"USCC:{A}"])[0]["entity_ids"][0])
    query = queries.get("read/answers/fact_edges", type="HOLDS", target="Entity", id="entity_id")
    edges = [row["edge"] for row in store.read(query, ids=[entity])[0]["rows"]]
    return sorted((one.get("share_class", ""), one.get("equity_pct"), one["valid_to"]) for one in edges)


OPEN = "9999-12-31"


def test_a_range_of_votes_and_bounds_the_wrong_way_round_go_to_quarantine_and_the_rest_is_taken(
    store: Store, hand_in: HandIn
) -> None:
    votes = held(equity_pct="60", vote_pct="10-20", valid_from="2020-01-02")
    bounds = held(equity_min_pct="60", equity_max_pct="40", valid_from="2020-01-03")
    assert hand_in([votes, bounds, held(equity_pct="30")]).taken == {"new": 1}
    rows = store.read("read/ingest/quarantined", after="", limit=10)[0]["rows"]
    assert sorted((one["line"], one["rule"]) for one in rows) == [(2, "BAD_NUMBER"), (3, "BAD_NUMBER")]
    assert kept(store) == [("", 30.0, OPEN)]


def test_two_classes_since_one_day_are_two_holdings_that_end_apart(store: Store, hand_in: HandIn) -> None:
    rows = [held("A类", equity_pct="20"), held("B类", equity_pct="15"), held(equity_pct="5")]
    assert hand_in(rows).taken == {"new": 3}
    assert kept(store) == [("", 5.0, OPEN), ("A类", 20.0, OPEN), ("B类", 15.0, OPEN)]
    assert hand_in(rows).taken == {"same": 3}
    hand_in([held("B类", op="END", valid_to="2024-02-01")])
    assert kept(store) == [("", 5.0, OPEN), ("A类", 20.0, OPEN), ("B类", 15.0, "2024-02-01")]


def test_an_end_by_number_that_leaves_out_the_class_ends_that_holding(store: Store, hand_in: HandIn) -> None:
    hand_in([held("A类", equity_pct="20", record_id="7"), held("B类", equity_pct="15", record_id="8")])
    hand_in([held(op="END", valid_to="2024-02-01", record_id="7")])
    assert kept(store) == [("A类", 20.0, "2024-02-01"), ("B类", 15.0, OPEN)]


def _without_class(row: ReadRow) -> Built:
    built = holdings(row)
    built.key = built.key[:2]
    return built


@pytest.mark.parametrize("mode", ["delta", "snapshot"])
def test_a_class_kept_before_it_was_part_of_the_key_is_not_doubled_when_it_comes_again(
    store: Store, hand_in: HandIn, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    rows = [held("A类", equity_pct="20"), held("B类", equity_pct="15")]
    with monkeypatch.context() as before:
        before.setattr(normalise_table, "KEYED_WHEN_GIVEN", {})
        before.setitem(BUILDERS, "holdings", _without_class)
        hand_in([*rows, held(equity_pct="5", valid_from="2019-01-01")], produced_at="2024-01-01")
    assert len(kept(store)) == 2
    covers = {"covers": ["holdings"]} if mode == "snapshot" else {}
    again = [*rows, held(equity_pct="5", valid_from="2019-01-01")]
    found = hand_in(again, mode=mode, produced_at="2024-03-01", **covers)
    assert (found.taken["same"], found.ended_by_snapshot) == (1, 0)
    assert kept(store) == [("", 5.0, OPEN), ("A类", 20.0, OPEN), ("B类", 15.0, OPEN)]
    later = hand_in(again, mode=mode, produced_at="2024-04-01", **covers)
    assert (later.taken, later.ended_by_snapshot) == ({"same": 3}, 0)
