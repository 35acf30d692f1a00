"""冒名登记: a disputed role suspends at once all that rests on it, across listings, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from api.services.check import check
from api.services.disputes import disputes_plan, suspended_plan
from api.services.subjects import find_person_by_number
from graph.identity_acts import Judge, merge_persons, split_person

A, B = "91411300MA00000077", "91411302MA3X00010W"
ONE, TWO = "41130219800101001X", "411381197512311245"
JUDGE = Judge("account:r1", "REVIEWER", "核对档案与照片，确为同一人", "核查表1号")


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
    report = two_firms.hand_in(objections=[rows.contested_role()])
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

    two_firms.event(objections=[rows.contested_role(decided_on="2026-11-15", result="UPHELD")])
    states = two_firms.states()
    assert {states[one, "甲某某"] for one in ("W-1", "W-2", "W-4")} == {"WITHDRAWN OBJECTION_UPHELD"}
    assert states["W-3", "甲某某"] == before["W-3", "甲某某"] and states["W-3", "乙某某"] == "PROPOSED"
    assert two_firms.derive(full=True).keys() <= {"same"}


def test_an_objection_that_comes_before_the_role_finds_it(register: Any, rows: Any) -> None:
    register.event(objections=[rows.contested_role()])
    register.event(entities=[rows.entity(A)], positions=[rows.rep(A, ONE)], listings=[rows.listing("W-1")])
    assert register.states() == {("W-1", "甲某某"): "SUSPENDED"}
    register.event(objections=[rows.contested_role(decided_on="2026-11-15", result="DISMISSED")])
    assert register.states() == {("W-1", "甲某某"): "PROPOSED"}


def test_a_fact_contested_by_its_id_is_derived_at_once_too(listed: Any, rows: Any) -> None:
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
            rows.contested_role(role=""),
            rows.contested_role(objection_id="O-7", name="", id_type="", id_no=""),
        ]
    )
    assert report.total("quarantined") == 2
    assert "SUSPENDED" not in listed.states().values()


@pytest.fixture
def two_of_one(register: Any, rows: Any) -> tuple[Any, str, str]:
    """A man known by number in A, by name alone in B; both are listed; the ids of (nameless, known)."""
    nameless = {**rows.rep(B, ONE), "id_type": "", "id_no": ""}
    register.event(
        entities=[rows.entity(A), rows.entity(B)],
        positions=[rows.rep(A, ONE), nameless],
        listings=[rows.listing("W-1"), rows.listing("W-2", B), rows.listing("W-3", B)],
    )
    by_ground = {one["ground_id"]: one["person_id"] for one in register.findings()}
    return register, by_ground["W-2"], by_ground["W-1"]


OF_B = {("W-1", "PROPOSED"), ("W-2", "SUSPENDED"), ("W-3", "SUSPENDED")}
APART = {("W-1", "PROPOSED"), ("W-2", "LEAD"), ("W-3", "LEAD")}


def live(register: Any) -> set[tuple[str, str]]:
    return {(one["ground_id"], one["state"]) for one in register.findings() if one["state"] != "WITHDRAWN"}


def test_an_objection_by_the_surviving_reaches_the_role_of_the_absorbed(two_of_one: Any, rows: Any) -> None:
    register, nameless, known = two_of_one
    merge_persons(register.store, nameless, known, JUDGE)
    register.derive()
    register.hand_in(objections=[rows.contested_role(uscc=B)])
    assert live(register) == OF_B  # before any derivation
    register.derive()
    assert live(register) == OF_B
    register.event(objections=[rows.contested_role(uscc=B, decided_on="2026-11-15", result="UPHELD")])
    assert live(register) == {("W-1", "PROPOSED")}
    assert register.derive(full=True).keys() <= {"same"}


def test_an_objection_raised_before_the_merge_reaches_the_other_role_until_the_split(
    two_of_one: Any, rows: Any
) -> None:
    register, nameless, known = two_of_one
    register.event(objections=[rows.contested_role(uscc=B)])
    assert live(register) == APART  # nobody has said yet that the nameless one is he
    apart = register.store.head_seq()
    merge_persons(register.store, nameless, known, JUDGE)
    assert {one for one in live(register) if one[0] != "W-1"} == {("W-2", "SUSPENDED"), ("W-3", "SUSPENDED")}
    register.derive()
    assert live(register) == OF_B and suspended(register) == [("W-2", "SUSPENDED"), ("W-3", "SUSPENDED")]
    # What was known before the judgement stays what it was.
    assert {
        one["state"] for one in check(register.desk(), nameless, known_at=f"seq:{apart}")["liabilities"]
    } == {"LEAD"}
    split_person(register.store, nameless, JUDGE)
    register.derive()
    assert live(register) == APART
    assert register.derive(full=True).keys() <= {"same"}


def test_an_objection_in_the_absorbed_name_reaches_the_role_under_the_surviving_number(
    two_of_one: Any, rows: Any
) -> None:
    """He objects at A by his name alone: nobody knows for certain who is meant, until it is judged."""
    register, _, known = two_of_one
    raised = {**rows.contested_role(), "id_type": "", "id_no": ""}
    register.event(objections=[raised])
    assert live(register) == APART
    rows_of = register.store.read("read/disputes/open_ones", day=register.today, after="", limit=9)[0]["rows"]
    named = rows_of[0]["objection"]["person_id"]
    assert named != known
    merge_persons(register.store, named, known, JUDGE)
    assert live(register) == {("W-1", "SUSPENDED"), ("W-2", "LEAD"), ("W-3", "LEAD")}
    # An office that comes later is contested too, and so it stays through both directions of the merge.
    register.event(positions=[rows.rep(A, ONE, "2015-01-01", "2026-10-01")])
    assert ("W-1", "SUSPENDED") in live(register)
    assert register.derive(full=True).keys() <= {"same"}


def test_two_absorbed_into_one_are_all_one(register: Any, rows: Any) -> None:
    """The objector and the registered each count as a third: the objection still finds the office."""
    nameless = {**rows.rep(A, ONE), "id_type": "", "id_no": ""}
    register.event(
        entities=[rows.entity(A), rows.entity(B)],
        positions=[nameless, rows.rep(B, ONE), rows.rep(B, TWO)],
        listings=[rows.listing("W-1"), rows.listing("W-2", B)],
    )
    registered = register.findings(ground_id="W-1")[0]["person_id"]
    objector, third = (
        register.store.ask(find_person_by_number(register.desk(), number)).id for number in (ONE, TWO)
    )
    assert len({registered, objector, third}) == 3
    merge_persons(register.store, registered, third, JUDGE)
    merge_persons(register.store, objector, third, JUDGE)
    register.event(objections=[rows.contested_role()])
    found = {(one["ground_id"], one["person_id"], one["state"]) for one in register.findings()}
    assert ("W-1", third, "SUSPENDED") in found and ("W-2", third, "PROPOSED") in found
    split_person(register.store, objector, JUDGE)
    register.derive()
    assert ("W-1", third, "PROPOSED") in {
        (one["ground_id"], one["person_id"], one["state"]) for one in register.findings()
    }
    assert register.derive(full=True).keys() <= {"same"}
