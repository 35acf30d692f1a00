"""冒名登记: a disputed role suspends at once all that rests on it, across listings, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from api.services.disputes import disputes_plan, suspended_plan

A, B = "91411300MA00000077", "91411302MA3X00010W"
ONE, TWO = "41130219800101001X", "411381197512311245"


def objection(rows: Any, number: str = ONE, **more: Any) -> dict[str, Any]:
    return {
        "objection_id": "O-9", "uscc": A, "role": "LEGAL_REP", **rows.person(number), "ground": "冒名登记",
        "raised_on": "2026-11-01", **more,
    }  # fmt: skip


def suspended(register: Any, objection_id: str = "O-9") -> list[tuple[str, str]]:
    desk = register.desk()
    plan = suspended_plan(
        desk, objection_id, register.today, register.store.head_seq(), allowed=lambda *_: True
    )
    found = register.store.ask(plan)
    return sorted((one["ground_id"], one["state"]) for one in found["rows"])


@pytest.fixture
def two_firms(listed: Any, rows: Any) -> Any:
    """B is listed too, and a namesake role elsewhere rests on another office."""
    listed.event(positions=[rep_of_b := rows.rep(B, ONE, "2015-01-01")], listings=[rows.listing("W-3", B)])
    assert rep_of_b["role"] == "LEGAL_REP"
    return listed


def test_a_disputed_role_suspends_across_listings_before_any_derivation(two_firms: Any, rows: Any) -> None:
    before = two_firms.states()
    assert before["W-1", "甲某某"] == "CONFIRMED" and before["W-2", "甲某某"] == "PROPOSED"
    report = two_firms.hand_in(objections=[objection(rows)])
    assert report.total("quarantined") == 0
    changed = {**before, ("W-1", "甲某某"): "SUSPENDED", ("W-2", "甲某某"): "SUSPENDED"}
    assert two_firms.states() == changed
    assert suspended(two_firms) == [("W-1", "SUSPENDED"), ("W-2", "SUSPENDED")]
    plan = disputes_plan(two_firms.desk(), two_firms.today, two_firms.store.head_seq(), after="", limit=9)
    (dispute,) = two_firms.store.ask(plan)["rows"]
    assert (dispute["objection_id"], dispute["ground"]) == ("O-9", "冒名登记")
    assert (dispute["findings"], dispute["grounds"]) == (2, 2)
    two_firms.derive()
    assert two_firms.states() == changed

    # What is derived later on the same role is suspended as well, and a corrected row stays contested.
    two_firms.event(listings=[rows.listing("W-4")])
    two_firms.event(positions=[rows.rep(A, ONE, "2015-01-01", "2026-10-01")])
    assert [ground for ground, state in suspended(two_firms) if state == "SUSPENDED"] == ["W-1", "W-2", "W-4"]

    two_firms.event(objections=[objection(rows, decided_on="2026-11-15", result="UPHELD")])
    states = two_firms.states()
    assert {states[one, "甲某某"] for one in ("W-1", "W-2", "W-4")} == {"WITHDRAWN OBJECTION_UPHELD"}
    assert states["W-3", "甲某某"] == before["W-3", "甲某某"] and states["W-3", "乙某某"] == "PROPOSED"
    assert two_firms.derive(full=True).keys() <= {"same"}


def test_an_objection_that_comes_before_the_role_finds_it(register: Any, rows: Any) -> None:
    register.event(objections=[objection(rows)])
    register.event(entities=[rows.entity(A)], positions=[rows.rep(A, ONE)], listings=[rows.listing("W-1")])
    assert register.states() == {("W-1", "甲某某"): "SUSPENDED"}
    register.event(objections=[objection(rows, decided_on="2026-11-15", result="DISMISSED")])
    assert register.states() == {("W-1", "甲某某"): "PROPOSED"}


def test_a_fact_contested_by_its_id_is_derived_at_once_too(listed: Any, rows: Any) -> None:
    from api.services.check import check

    answer = check(listed.desk(), A)
    hops = [hop for one in answer["liabilities"] for hop in one["path"] if hop["type"] == "LEGAL_REP_OF"]
    fact_id = hops[0]["source"]
    raised = {"objection_id": "O-8", "fact_id": fact_id, "raised_on": "2026-11-01", "ground": "冒名登记"}
    listed.event(objections=[raised])
    assert set(listed.states().values()) == {"SUSPENDED"}
    listed.event(objections=[{**raised, "decided_on": "2026-11-10", "result": "UPHELD"}])
    assert set(listed.states().values()) == {"WITHDRAWN OBJECTION_UPHELD"}
    assert listed.derive(full=True).keys() <= {"same"}


def test_a_role_that_is_not_written_out_is_refused(listed: Any, rows: Any) -> None:
    report = listed.hand_in(
        objections=[
            objection(rows, role=""),
            objection(rows, objection_id="O-7", name="", id_type="", id_no=""),
        ]
    )
    assert report.total("quarantined") == 2
    assert "SUSPENDED" not in listed.states().values()
