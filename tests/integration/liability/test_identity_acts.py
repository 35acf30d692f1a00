"""One person or two: judged by somebody, followed by what rests on it, taken back without a trace of it."""

from __future__ import annotations

from typing import Any

import pytest

from api.services.check import check
from api.services.detail import detail_plan
from api.services.subjects import find_person_by_number, find_subject
from graph.audit import read_changes
from graph.errors import AnswerRefusedError, NotFoundError, UsageError
from graph.identity_acts import Judge, judgements, merge_persons, split_person

A, B = "91411300MA00000077", "91411302MA3X00010W"
ONE, TWO = "41130219800101001X", "411381197512311245"
JUDGE = Judge("account:r1", "REVIEWER", "核对档案与照片，确为同一人", "核查表1号")


@pytest.fixture
def namesakes(register: Any, rows: Any) -> Any:
    """A man known by number in B; in A the register has his name only, and A is listed."""
    nameless = {**rows.rep(A, ONE), "id_type": "", "id_no": ""}
    register.event(
        entities=[rows.entity(A), rows.entity(B)],
        positions=[nameless, rows.rep(B, ONE)],
        listings=[rows.listing("W-1"), rows.listing("W-2", B)],
    )
    return register


def persons(register: Any) -> tuple[str, str]:
    """(without number, with number)."""
    by_ground = {one["ground_id"]: one["person_id"] for one in register.findings()}
    return by_ground["W-1"], by_ground["W-2"]


def live(register: Any) -> set[tuple[str, str, str]]:
    return {
        (one["ground_id"], one["person_id"], one["state"])
        for one in register.findings()
        if one["state"] != "WITHDRAWN"
    }


def test_a_merge_carries_over_what_rests_on_the_role_and_a_split_takes_it_back(namesakes: Any) -> None:
    nameless, known = persons(namesakes)
    assert nameless != known
    before = live(namesakes)
    assert before == {("W-1", nameless, "LEAD"), ("W-2", known, "PROPOSED")}

    merge_persons(namesakes.store, nameless, known, JUDGE)
    namesakes.derive()
    assert live(namesakes) == {("W-1", known, "PROPOSED"), ("W-2", known, "PROPOSED")}
    (fallen,) = namesakes.findings(state="WITHDRAWN")
    assert (fallen["person_id"], fallen["withdrawn_because"]) == (nameless, "IDENTITY_MERGED")
    assert namesakes.derive(full=True).keys() <= {"same"}
    # Whoever asks for the one is answered for the other, by name and id.
    answer = check(namesakes.desk(), nameless)
    assert answer["subject"]["code"] == known
    assert {one["ground_id"] for one in answer["liabilities"]} == {"W-1", "W-2"}

    split_person(namesakes.store, nameless, Judge("account:r2", "REVIEWER", "照片不符"))
    namesakes.derive()
    assert live(namesakes) == before
    (fallen,) = namesakes.findings(withdrawn_because="IDENTITY_SPLIT")
    assert (fallen["person_id"], fallen["ground_id"]) == (known, "W-1")
    assert namesakes.derive(full=True).keys() <= {"same"}
    assert check(namesakes.desk(), nameless)["subject"]["code"] == nameless

    told = judgements(namesakes.store, nameless)
    assert [(one["surviving"], one["link"]["ended_because"]) for one in told] == [(known, "照片不符")]
    actions = [one["action"] for one in read_changes(namesakes.store).events]
    assert actions == ["SPLIT_PERSON", "MERGE_PERSONS"]
    # And once more: nothing of the first time stands in the way.
    merge_persons(namesakes.store, nameless, known, JUDGE)
    namesakes.derive()
    assert ("W-1", known, "PROPOSED") in live(namesakes)


def test_what_comes_later_follows_the_judgement_too(namesakes: Any, rows: Any) -> None:
    nameless, known = persons(namesakes)
    merge_persons(namesakes.store, nameless, known, JUDGE)
    namesakes.derive()
    namesakes.event(listings=[rows.listing("W-3")])
    assert ("W-3", known, "PROPOSED") in live(namesakes)
    namesakes.event(person_status=[rows.person(ONE, status="DECEASED", since="2026-08-01")])
    assert live(namesakes) == set()
    causes = {one["withdrawn_because"] for one in namesakes.findings(person_id=known)}
    assert causes <= {"DEATH", "FACT_CORRECTED"} and namesakes.derive(full=True).keys() <= {"same"}


@pytest.mark.parametrize("namesake_there", [False, True])
def test_a_judgement_outlives_a_merger_unless_somebody_of_the_name_was_there_already(
    namesakes: Any, rows: Any, namesake_there: bool
) -> None:
    """Rows of two nameless men that a merger joins, nobody has judged: then it is a lead again."""
    third = "91411303MA0000009Q"
    nameless, known = persons(namesakes)
    merge_persons(namesakes.store, nameless, known, JUDGE)
    earlier = {**rows.rep(third, ONE, "2014-01-01", "2014-06-01"), "id_type": "", "id_no": ""}
    there = [earlier] if namesake_there else []
    namesakes.event(entities=[rows.entity(third)], positions=there)
    assert ("W-1", known, "PROPOSED") in live(namesakes)
    merger = {
        "uscc_old": A,
        "uscc_new": third,
        "kind": "MERGED",
        "decided_on": "2026-11-01",
        "doc_no": "并1号",
    }
    namesakes.event(identifiers=[merger])
    states = {(one, state) for ground, one, state in live(namesakes) if ground == "W-1"}
    if namesake_there:
        ((person, state),) = states
        assert state == "LEAD" and person not in (nameless, known)
    else:
        assert states == {(known, "PROPOSED")}
    assert namesakes.derive(full=True).keys() <= {"same"}


def holding(number: str, percent: int, **more: Any) -> dict[str, Any]:
    name = {ONE: "甲某某", TWO: "乙某某"}[number]
    return {
        "uscc": A, "holder_kind": "PERSON", "holder_name": name, "holder_id_type": "01",
        "holder_id_no": number, "equity_pct": percent, "vote_pct": percent,
        "valid_from": "2015-01-01", **more,
    }  # fmt: skip


def test_votes_of_two_judged_to_be_one_make_a_controller_and_his_split_unmakes_him(
    register: Any, rows: Any
) -> None:
    """Neither half of the votes names anybody; judged to be one man's, they do (L04, elected)."""
    elected = rows.listing(
        "S-1",
        list_type="L04",
        situation="ACCIDENT_MAJOR",
        henan35_elected=1,
        henan35_doc_no="南应急失信〔2026〕6号",
    )
    register.event(
        entities=[rows.entity(A)],
        holdings=[
            holding(ONE, 30),
            holding(ONE, 30, holder_id_type="", holder_id_no=""),
            holding(TWO, 40),
        ],
        listings=[elected],
    )
    assert live(register) == set()
    holders = register.store.read_columns(
        "read/ownership/holdings_range", first="", last="~", account_names=[], day="2026-01-01"
    )
    pct = dict(zip(holders["holder"], holders["vote_pct"], strict=True))
    thirty = {one for one, percent in pct.items() if percent == 30}
    verified = {
        row["person_id"]: row["verified"]
        for row in register.store.read("read/liability/persons", ids=sorted(thirty))[0]["rows"]
    }
    (known,), (nameless,) = (
        [one for one, is_verified in verified.items() if bool(is_verified) is wanted]
        for wanted in (True, False)
    )

    merge_persons(register.store, nameless, known, JUDGE)
    register.derive()
    assert live(register) == {("S-1", known, "PROPOSED")}
    assert {one["role"] for one in register.findings()} == {"ACTUAL_CONTROLLER"}
    assert register.derive(full=True).keys() <= {"same"}

    split_person(register.store, nameless, Judge("account:r2", "REVIEWER", "照片不符"))
    register.derive()
    assert live(register) == set()
    fallen = register.findings()
    assert {(one["person_id"], one["withdrawn_because"]) for one in fallen} == {(known, "IDENTITY_SPLIT")}
    assert register.derive(full=True).keys() <= {"same"}


def test_own_entries_and_offices_of_the_absorbed_stand_under_the_surviving_one(
    register: Any, rows: Any
) -> None:
    """TWO is listed himself and runs A; ONE runs B. Judged to be one man, ONE is asked for all of it."""
    own = rows.listing("W-9", "", situation="ILLEGAL_SUBCONTRACT") | rows.person(TWO)
    register.event(
        entities=[rows.entity(A), rows.entity(B)],
        positions=[rows.rep(A, TWO), rows.rep(B, ONE)],
        listings=[own],
    )
    one, two = (
        register.store.ask(find_person_by_number(register.desk(), number)).id for number in (ONE, TWO)
    )

    def told(person: str) -> tuple[list[str], str | None, bool]:
        answer = check(register.desk(), person, purpose="TENDER")
        return [entry["ground_id"] for entry in answer["own"]], answer["decision"], answer["complete"]

    def page(person: str) -> tuple[list[str], set[tuple[str, str]], set[tuple[str, str]]]:
        desk, seq = register.desk(), register.store.head_seq()
        found = register.store.ask(
            detail_plan(desk, find_subject(desk, person, seq=seq), register.today, seq)
        )
        return (
            [other["code"] for other in found["also"]],
            {(tie["other"], tie["recorded_as"]) for tie in found["ties"] if tie["live"]},
            {(record["label"], record["recorded_as"]) for record in found["records"]},
        )

    before = (told(one), told(two), page(one), page(two))
    (_, decided, _) = told(two)
    assert told(one) == ([], "PASS", True) and told(two)[0] == ["W-9"] and decided != "PASS"
    assert page(one) == ([], {(B, "")}, set())

    merge_persons(register.store, two, one, JUDGE)
    assert told(one)[0] == ["W-9"] and not told(one)[2]  # what the judgement turns is not derived yet
    register.derive()
    assert told(one) == told(two) == (["W-9"], decided, True)
    assert page(one) == ([two], {(A, two), (B, one)}, {("Listing", two)})
    # What is handed in of the absorbed one waits for both until it is derived.
    register.hand_in(positions=[rows.rep(B, TWO, "2020-01-01")])
    assert not told(one)[2] and not told(two)[2]
    register.hand_in(positions=[{**rows.rep(B, TWO, "2020-01-01"), "op": "RETRACT"}])
    register.derive()

    split_person(register.store, two, Judge("account:r2", "REVIEWER", "照片不符"))
    register.derive()
    assert (told(one), told(two), page(one), page(two)) == before


def test_judgements_that_make_no_sense_are_refused_and_change_nothing(namesakes: Any) -> None:
    nameless, known = persons(namesakes)
    store, before = namesakes.store, live(namesakes)
    with pytest.raises(UsageError):
        merge_persons(store, known, known, JUDGE)
    with pytest.raises(UsageError):
        merge_persons(store, nameless, known, Judge("account:r1", "REVIEWER", " "))
    with pytest.raises(NotFoundError):
        merge_persons(store, nameless, "p0000000000000000", JUDGE)
    with pytest.raises(NotFoundError):
        split_person(store, nameless, JUDGE)
    merge_persons(store, nameless, known, JUDGE)
    for pair in ((nameless, known), (known, nameless)):
        with pytest.raises(AnswerRefusedError):
            merge_persons(store, *pair, JUDGE)
    split_person(store, nameless, JUDGE)
    namesakes.derive()
    assert live(namesakes) == before
