"""An objection decided as corrected suspends until the record that it contests says something else."""

from __future__ import annotations

from typing import Any

import pytest

from api.services.check import check
from api.services.detail import detail_plan
from api.services.disputes import disputes_plan
from api.services.fingerprint import fingerprint
from api.services.subjects import find_subject

A, B = "91411300MA00000077", "91411302MA3X00010W"
ONE = "41130219800101001X"
SETTLED = {"decided_on": "2026-11-10", "result": "CORRECTED"}


def objection(**more: Any) -> dict[str, Any]:
    return {
        "objection_id": "O-1", "target_kind": "LISTING", "target_key": "W-1", "raised_on": "2026-11-01",
        **more,
    }  # fmt: skip


def state(register: Any) -> str:
    return str(register.states()["W-1", "甲某某"])


def open_ones(register: Any, day: str = "") -> list[tuple[str, bool, int]]:
    plan = disputes_plan(register.desk(), day or register.today, register.store.head_seq(), after="", limit=9)
    rows = register.store.ask(plan)["rows"]
    return [(one["objection_id"], one["awaits_correction"], one["findings"]) for one in rows]


@pytest.fixture
def dated(register: Any, rows: Any) -> Any:
    """Company A listed in June, as its source told in July; its representative is named."""
    register.event(
        "2026-07-01", entities=[rows.entity(A)], positions=[rows.rep(A, ONE)], listings=[rows.listing("W-1")],
        liable_persons=[rows.named("W-1", ONE)],
    )  # fmt: skip
    return register


def test_it_suspends_until_the_corrected_record_is_there(dated: Any, rows: Any) -> None:
    dated.event("2026-11-01", objections=[objection()])
    dated.event("2026-11-10", objections=[objection(**SETTLED)])
    assert state(dated) == "SUSPENDED" and open_ones(dated) == [("O-1", True, 1)]
    (liability,) = check(dated.desk(), A)["liabilities"]
    assert liability["state"] == "SUSPENDED"
    assert open_ones(dated, "2026-11-09") == [("O-1", False, 1)]

    # The same row again, and one that its source told before, correct nothing.
    dated.event("2026-11-12", listings=[rows.listing("W-1")])
    dated.event("2026-06-20", listings=[rows.listing("W-1", violation_from="2025-12-01")])
    assert state(dated) == "SUSPENDED"

    dated.event("2026-11-15", listings=[rows.listing("W-1", violation_from="2026-02-01")])
    assert state(dated) == "CONFIRMED" and open_ones(dated) == []
    assert dated.derive(full=True).keys() <= {"same"}


def test_the_record_may_be_corrected_before_it_is_decided(dated: Any, rows: Any) -> None:
    dated.event("2026-11-01", objections=[objection()])
    dated.event("2026-11-05", listings=[rows.listing("W-1", violation_from="2026-02-01")])
    assert state(dated) == "SUSPENDED"
    dated.event("2026-11-10", objections=[objection(**SETTLED)])
    assert state(dated) == "CONFIRMED" and open_ones(dated) == []


def test_what_its_source_said_before_the_objection_is_no_correction(dated: Any, rows: Any) -> None:
    dated.event("2026-10-01", listings=[rows.listing("W-1", violation_from="2026-02-01")])
    dated.event("2026-11-10", objections=[objection(**SETTLED)])
    assert state(dated) == "SUSPENDED"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (2, 0, 1)])
def test_the_order_of_arrival_does_not_matter(dated: Any, rows: Any, order: tuple[int, ...]) -> None:
    events: list[tuple[str, dict[str, Any]]] = [
        ("2026-10-01", {"listings": [rows.listing("W-1", violation_from="2026-02-01")]}),
        ("2026-11-10", {"objections": [objection(**SETTLED)]}),
        ("2026-11-15", {"listings": [rows.listing("W-1", violation_from="2026-03-01")]}),
    ]
    for place in order:
        day, tables = events[place]
        dated.event(day, **tables)
    assert state(dated) == "CONFIRMED"
    mark = fingerprint(dated.desk())
    dated.derive(full=True)
    assert fingerprint(dated.desk()) == mark


def test_sources_without_dates_are_taken_in_the_order_of_their_packages(listed: Any, rows: Any) -> None:
    listed.event(objections=[objection(**SETTLED)])
    assert state(listed) == "SUSPENDED"
    listed.event(listings=[rows.listing("W-1", violation_from="2026-02-01")])
    assert state(listed) == "CONFIRMED"


def test_a_row_taken_back_and_handed_in_anew_is_the_correction_without_dates_too(
    listed: Any, rows: Any
) -> None:
    listed.event(objections=[objection(**SETTLED)])
    listed.event(listings=[rows.listing("W-1", op="RETRACT")])
    listed.event(listings=[rows.listing("W-1", violation_from="2026-02-01")])
    assert state(listed) == "CONFIRMED"


def test_another_source_that_said_it_before_makes_it_no_correction_whenever_it_comes(
    dated: Any, rows: Any
) -> None:
    said = rows.listing("W-1", violation_from="2026-02-01")
    dated.event("2026-11-05", listings=[said])
    dated.event("2026-11-10", objections=[objection(**SETTLED)])
    assert state(dated) == "CONFIRMED"
    dated.hand_in("2026-10-01", "U", listings=[said])
    assert state(dated) == "SUSPENDED"
    assert dated.derive().keys() <= {"same"} and state(dated) == "SUSPENDED"


@pytest.mark.parametrize(
    ("what", "result"),
    [
        ("role", ""),
        ("role", "UPHELD"),
        ("office", "CORRECTED"),
        ("office", "UPHELD"),
        ("number", "CORRECTED"),
    ],
)
def test_a_code_that_becomes_another_units_loses_no_objection(
    listed: Any, rows: Any, what: str, result: str
) -> None:
    said: dict[str, Any] = {
        "role": rows.contested_role(),
        "office": objection(target_kind="", target_key="", fact_id=facts_of(listed)["office"]),
        "number": objection(),
    }[what]
    listed.event(objections=[said | ({"decided_on": "2026-11-10", "result": result} if result else {})])
    before = state(listed)
    assert before == ("WITHDRAWN OBJECTION_UPHELD" if result == "UPHELD" else "SUSPENDED")
    changed = {"uscc_old": A, "uscc_new": B, "kind": "MERGED", "decided_on": "2026-11-12"}
    listed.event(identifiers=[changed])
    assert listed.states()["W-1", "甲某某"] == before
    assert listed.derive(full=True).keys() <= {"same"}


def test_an_objection_to_an_office_by_its_id_finds_what_replaced_it(dated: Any, rows: Any) -> None:
    fact_id = facts_of(dated)["office"]
    dated.event("2026-10-05", positions=[rows.rep(A, ONE, "2015-01-01", "2026-09-01")])
    dated.event("2026-11-01", objections=[objection(target_kind="", target_key="", fact_id=fact_id)])
    assert state(dated) == "SUSPENDED"


def test_a_role_that_is_to_be_corrected_suspends_until_it_is(dated: Any, rows: Any) -> None:
    dated.event("2026-11-10", objections=[rows.contested_role(**SETTLED)])
    assert state(dated) == "SUSPENDED" and open_ones(dated) == [("O-9", True, 1)]
    # Corrected: he left before; nothing in his name is left to wait for.
    ended = rows.rep(A, ONE, "2015-01-01", "2026-05-01")
    dated.event("2026-11-20", positions=[ended])
    assert state(dated) == "CONFIRMED" and open_ones(dated) == []


def test_what_replaced_a_contested_version_falls_with_the_objection(dated: Any, rows: Any) -> None:
    for name, fact_id in facts_of(dated).items():
        raised = objection(objection_id=f"O-{name}", target_kind="", target_key="", fact_id=fact_id)
        dated.event("2026-11-01", objections=[raised])
        assert state(dated) == "SUSPENDED"
        if name == "listing":
            dated.event("2026-11-05", listings=[rows.listing("W-1", violation_from="2026-02-01")])
        else:
            dated.event("2026-11-05", positions=[rows.rep(A, ONE, "2015-01-01", "2026-09-01")])
        dated.event("2026-11-10", objections=[{**raised, "decided_on": "2026-11-10", "result": "UPHELD"}])
        assert state(dated) == "WITHDRAWN OBJECTION_UPHELD"
        dated.event("2026-11-11", objections=[{**raised, "op": "RETRACT"}])
        assert state(dated) == "CONFIRMED"


def test_an_objection_to_a_version_that_was_replaced_contests_the_record_of_today(
    dated: Any, rows: Any
) -> None:
    fact_id = facts_of(dated)["listing"]
    dated.event("2026-10-05", listings=[rows.listing("W-1", violation_from="2026-02-01")])
    dated.event("2026-11-01", objections=[objection(target_kind="", target_key="", fact_id=fact_id)])
    assert state(dated) == "SUSPENDED"


def facts_of(register: Any) -> dict[str, str]:
    """Ids of the listing, and of the office by which it reaches him."""
    answer = check(register.desk(), A)
    hops = [hop for one in answer["liabilities"] for hop in one["path"]]
    office = next(hop["source"] for hop in hops if hop["type"] == "LEGAL_REP_OF")
    desk, seq = register.desk(), register.store.head_seq()
    shown = register.store.ask(detail_plan(desk, find_subject(desk, A), register.today, seq))
    listing = next(
        one["fact_id"]
        for one in shown["records"]
        if one["label"] == "Listing" and "W-1" in one["fields"].values()
    )
    return {"listing": listing, "office": office}
