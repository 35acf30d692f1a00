"""An objection follows what it contests: to another key, to another code of the unit, and back again."""

from __future__ import annotations

from typing import Any

import pytest

from api.services.check import check
from api.services.detail import detail_plan
from api.services.disputes import disputes_plan
from api.services.subjects import find_subject

A, B = "91411300MA00000077", "91411302MA3X00010W"
ONE = "41130219800101001X"
SETTLED = {"decided_on": "2026-11-10", "result": "CORRECTED"}
UPHELD = {"decided_on": "2026-11-10", "result": "UPHELD"}
CHANGED = {"uscc_old": A, "uscc_new": B, "kind": "MERGED", "decided_on": "2026-11-12"}
OVER = "WITHDRAWN OBJECTION_UPHELD"


def to_fact(fact_id: str, **more: Any) -> dict[str, Any]:
    return {"objection_id": "O-1", "fact_id": fact_id, "raised_on": "2026-11-01", **more}


def office(register: Any) -> str:
    """The version of the representative's office at A that findings rest on."""
    hops = [hop for one in check(register.desk(), A)["liabilities"] for hop in one["path"]]
    return str(next(hop["source"] for hop in hops if hop["type"] == "LEGAL_REP_OF"))


def state(register: Any, ground: str = "W-1") -> str:
    return str(register.states()[ground, "甲某某"])


def settled_for_good(register: Any) -> bool:
    return register.derive(full=True).keys() <= {"same"}  # type: ignore[no-any-return]


@pytest.fixture
def both(register: Any, rows: Any) -> Any:
    """Both codes of what is one company have the same representative, as registers have it."""
    register.event(
        entities=[rows.entity(A), rows.entity(B)], positions=[rows.rep(A, ONE), rows.rep(B, ONE)],
        listings=[rows.listing("W-1")], liable_persons=[rows.named("W-1", ONE)],
    )  # fmt: skip
    return register


@pytest.mark.parametrize(
    ("decided", "stays"), [({}, "SUSPENDED"), (SETTLED, "SUSPENDED"), (UPHELD, OVER)], ids=["", "C", "U"]
)
@pytest.mark.parametrize("objection_first", [True, False])
def test_an_office_that_the_other_code_has_too(
    both: Any, decided: dict[str, str], stays: str, objection_first: bool
) -> None:
    events = [{"objections": [to_fact(office(both), **decided)]}, {"identifiers": [CHANGED]}]
    for tables in events if objection_first else events[::-1]:
        both.event(**tables)
    assert state(both) == stays and settled_for_good(both)


def test_a_decision_contested_by_its_former_id_after_its_unit_has_another_code(both: Any) -> None:
    desk, seq = both.desk(), both.store.head_seq()
    shown = both.store.ask(detail_plan(desk, find_subject(desk, A), both.today, seq))
    (fact,) = [one["fact_id"] for one in shown["records"] if one["label"] == "Listing"]
    both.event(identifiers=[CHANGED])
    both.event(objections=[to_fact(fact)])
    assert state(both) == "SUSPENDED" and settled_for_good(both)


@pytest.mark.parametrize(("decided", "stays"), [({}, "SUSPENDED"), (UPHELD, OVER)], ids=["", "U"])
def test_an_office_whose_start_its_own_row_moves(
    register: Any, rows: Any, decided: dict[str, str], stays: str
) -> None:
    register.event(
        entities=[rows.entity(A)], positions=[rows.rep(A, ONE, record_id="P-1")],
        listings=[rows.listing("W-1"), rows.listing("W-2")], liable_persons=[rows.named("W-1", ONE)],
    )  # fmt: skip
    register.event(objections=[to_fact(office(register), **decided)])
    for start in ("2015-01-02", "2015-01-03", "2015-01-01"):
        register.event(positions=[rows.rep(A, ONE, start, record_id="P-1")])
        assert [state(register, one) for one in ("W-1", "W-2")] == [stays, stays]
    assert settled_for_good(register)


def test_an_objection_to_a_former_start_finds_the_row_that_comes_back(register: Any, rows: Any) -> None:
    """Raised while the row was away: nothing that stood could be contested."""
    register.event(
        entities=[rows.entity(A)], positions=[rows.rep(A, ONE, record_id="P-1")],
        listings=[rows.listing("W-1")],
    )  # fmt: skip
    former, moved = office(register), rows.rep(A, ONE, "2015-01-02", record_id="P-1")
    register.event(positions=[moved])
    register.event(positions=[{**moved, "op": "RETRACT"}])
    register.event(objections=[to_fact(former)])
    register.event(positions=[moved])
    assert state(register) == "SUSPENDED" and settled_for_good(register)


def test_a_row_that_names_somebody_else_takes_no_objection_along(register: Any, rows: Any) -> None:
    register.event(
        entities=[rows.entity(A)], positions=[rows.rep(A, ONE, record_id="P-1")],
        listings=[rows.listing("W-1")],
    )  # fmt: skip
    register.event(objections=[to_fact(office(register), **UPHELD)])
    other = "411381197512311245"
    register.event(positions=[rows.rep(A, other, record_id="P-1")])
    assert register.states()["W-1", "乙某某"] == "PROPOSED" and settled_for_good(register)


@pytest.mark.parametrize(("decided", "stays"), [({}, "SUSPENDED"), (UPHELD, OVER)], ids=["", "U"])
def test_an_office_that_is_taken_back_and_handed_in_again(
    register: Any, rows: Any, decided: dict[str, str], stays: str
) -> None:
    register.event(
        entities=[rows.entity(A)], positions=[rows.rep(A, ONE)], listings=[rows.listing("W-1")],
    )  # fmt: skip
    register.event(objections=[to_fact(office(register), **decided)])
    register.event(positions=[{**rows.rep(A, ONE), "op": "RETRACT"}])
    register.event(positions=[rows.rep(A, ONE)])
    assert state(register) == stays and settled_for_good(register)


@pytest.mark.parametrize(
    ("decided", "stays", "after"),
    [({}, "SUSPENDED", "SUSPENDED"), (UPHELD, OVER, OVER), (SETTLED, "SUSPENDED", "CONFIRMED")],
    ids=["", "U", "C"],
)
def test_a_paper_alone_does_not_hold_whom_the_register_wrongly_named(
    register: Any, rows: Any, decided: dict[str, str], stays: str, after: str
) -> None:
    """To take the office off the register is to carry out the decision; a corrected office settles it."""
    register.event(
        "2026-07-01", entities=[rows.entity(A)], positions=[rows.rep(A, ONE)],
        listings=[rows.listing("W-1")], liable_persons=[rows.named("W-1", ONE)],
    )  # fmt: skip
    register.event("2026-11-10", objections=[rows.contested_role(**decided)])
    assert state(register) == stays
    register.event("2026-11-12", positions=[{**rows.rep(A, ONE), "op": "RETRACT"}])
    assert state(register) == after and settled_for_good(register)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
def test_a_paper_is_contested_in_whatever_order_it_comes(
    register: Any, rows: Any, order: tuple[int, ...]
) -> None:
    events = [
        {"listings": [rows.listing("W-1")]},
        {"liable_persons": [rows.named("W-1", ONE)]},
        {"objections": [rows.contested_role()]},
    ]
    register.event(entities=[rows.entity(A)])
    for place in order:
        register.hand_in(**events[place])
    register.derive()
    assert state(register) == "SUSPENDED"
    register.event(objections=[rows.contested_role(decided_on="2026-11-10", result="DISMISSED")])
    assert state(register) == "CONFIRMED"


def test_a_paper_on_another_role_or_firm_is_not_contested(register: Any, rows: Any) -> None:
    register.event(
        entities=[rows.entity(A), rows.entity(B)], listings=[rows.listing("W-1"), rows.listing("W-2", B)],
        liable_persons=[rows.named("W-1", ONE, "DIRECT_OTHER", fault_doc="责1"), rows.named("W-2", ONE)],
    )  # fmt: skip
    before = register.states()
    register.event(objections=[rows.contested_role()])
    assert register.states() == before and "CONFIRMED" in before.values()


def test_a_paper_that_turns_to_another_role_takes_no_objection_along(register: Any, rows: Any) -> None:
    wrong = rows.named("W-1", ONE, record_id="R-1")
    register.event(entities=[rows.entity(A)], listings=[rows.listing("W-1")], liable_persons=[wrong])
    register.event(objections=[rows.contested_role(**UPHELD)])
    assert state(register) == OVER
    right = rows.named("W-1", ONE, "DIRECT_OTHER", fault_doc="责1", record_id="R-1")
    register.event(liable_persons=[right])
    live = {(one["role"], one["state"]) for one in register.findings() if one["state"] != "WITHDRAWN"}
    assert live == {("DIRECT_OTHER", "CONFIRMED")} and settled_for_good(register)


@pytest.mark.parametrize("own_id", [True, False])
def test_a_start_that_is_corrected_settles_the_role_without_dates_too(
    register: Any, rows: Any, own_id: bool
) -> None:
    more = {"record_id": "P-1"} if own_id else {}
    first, right = rows.rep(A, ONE, **more), rows.rep(A, ONE, "2016-01-01", **more)
    register.event(entities=[rows.entity(A)], positions=[first], listings=[rows.listing("W-1")])
    register.event(objections=[rows.contested_role()])
    register.event(objections=[rows.contested_role(**SETTLED)])
    assert state(register) == "SUSPENDED"
    register.event(positions=[right] if own_id else [{**first, "op": "RETRACT"}, right])
    assert state(register) == "PROPOSED"
    plan = disputes_plan(register.desk(), register.today, register.store.head_seq(), after="", limit=9)
    assert register.store.ask(plan)["rows"] == []
