"""Events that are wrong, early, late or twice: refused or parked, and never a wrong finding."""

from __future__ import annotations

from itertools import permutations
from typing import Any

from api.services.fingerprint import fingerprint
from graph.store.testing import empty

A, B = "91411300MA00000077", "91411302MA3X00010W"
ONE, TWO, THREE = "41130219800101001X", "411381197512311245", "411302198203040022"


def test_a_listing_of_an_unknown_company_waits_for_it(register: Any, rows: Any) -> None:
    report = register.hand_in(listings=[rows.listing("W-1")])
    register.derive()
    assert report.parked == 1 and register.findings() == []
    register.event(entities=[rows.entity(A)], positions=[rows.rep(A, ONE)])
    assert register.states() == {("W-1", "甲某某"): "PROPOSED"}


def test_one_name_under_two_numbers_is_two_persons_and_one_row_with_two_is_refused(
    register: Any, rows: Any
) -> None:
    other = {**rows.rep(A, TWO, "2026-04-01"), "name": "甲某某"}
    register.event(
        entities=[rows.entity(A)], positions=[rows.rep(A, ONE, "2015-01-01", "2026-04-01"), other],
        listings=[rows.listing("W-1")],
    )  # fmt: skip
    (found,) = register.findings()
    assert (found["person_name"], found["state"]) == ("甲某某", "PROPOSED")
    assert found["id_no"] == ONE
    wrong = {**rows.rep(B, THREE), "id_no": f"{ONE}、{TWO}"}
    report = register.hand_in(entities=[rows.entity(B)], positions=[wrong])
    assert report.total("quarantined") == 1


def test_a_repair_that_comes_before_its_listing_ends_it_when_it_comes(listed: Any, rows: Any) -> None:
    before = listed.states()
    repair = {
        "repair_id": "R-1", "target_kind": "LISTING", "target_key": "W-9", "decided_on": "2026-10-01",
        "applied_on": "2026-09-01", "result": "APPROVED",
    }  # fmt: skip
    listed.event(repairs=[repair])
    assert listed.states() == before
    listed.event(listings=[rows.listing("W-9")])
    assert listed.states() == {**before, ("W-9", "甲某某"): "WITHDRAWN REPAIRED"}


def test_an_objection_to_what_is_withdrawn_changes_nothing_of_it(listed: Any, rows: Any) -> None:
    listed.event(listings=[rows.listing("W-1", removed_on="2026-10-01", removal_kind="ANNULLED")])
    before = listed.states()
    assert before["W-1", "甲某某"] == "WITHDRAWN ANNULLED"
    raised = {
        "objection_id": "O-1", "target_kind": "LISTING", "target_key": "W-1", "raised_on": "2026-11-01",
    }  # fmt: skip
    for more in ({}, {"decided_on": "2026-11-10", "result": "UPHELD"}):
        listed.event(objections=[{**raised, **more}])
        assert listed.states() == before
    unknown = {**raised, "objection_id": "O-2", "target_key": "W-99"}
    listed.event(objections=[unknown])
    assert listed.states() == before


def test_events_in_any_order_and_twice_end_where_they_end(register: Any, rows: Any) -> None:
    removed = rows.listing("W-1", removed_on="2026-10-01", removal_kind="REPAIRED")
    raised = {
        "objection_id": "O-1", "uscc": A, "role": "LEGAL_REP", **rows.person(ONE), "raised_on": "2026-11-01",
        "ground": "冒名登记",
    }  # fmt: skip
    events: list[dict[str, Any]] = [
        {"entities": [rows.entity(A)], "positions": [rows.rep(A, ONE)]},
        {"listings": [removed, rows.listing("W-2")]},
        {"objections": [raised]},
    ]
    prints = set()
    for order in permutations(events):
        empty(register.store)
        for event in (*order, order[0]):
            register.hand_in(**event)
            register.derive()
        prints.add(fingerprint(register.desk()))
        assert register.states() == {
            ("W-1", "甲某某"): "WITHDRAWN REPAIRED",
            ("W-2", "甲某某"): "SUSPENDED",
        }
    assert len(prints) == 1
