"""Arrears of a state enterprise, step by step, without an engine."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.days import OPEN_SEQ
from graph.errors import AnswerRefusedError, RegisterConflictError, UsageError
from graph.registers.accountability.arrears import ArrearsService
from graph.registers.accountability.book import CASE, NOTICE
from graph.registers.accountability.contract import Actor, Request
from graph.registers.accountability.follow import follow_day, follow_grounds, told_of
from graph.registers.accountability.notices import Asked, issue
from graph.registers.accountability.public import responsible
from graph.registers.accountability.suspended import stop_contested

TODAY, AUTHORITY, REF = "2026-11-23", "1141130000598765XE", "ARREARS:a-1"
OFFICER = Actor("account:o1", "OFFICER", "甲", (AUTHORITY,))
REVIEWER = Actor("account:r1", "REVIEWER", "乙", (AUTHORITY,))
OWED = {
    "fact_id": "F-1", "ground_kind": "ARREARS", "ground_ref": REF, "ground_id": "A-1", "entity_id": "e1",
    "authority_code": AUTHORITY, "arrears_kind": "WAGE", "due_on": "2026-03-01", "notice_on": "2026-06-01",
}  # fmt: skip
WAGE_LIST = {
    "fact_id": "f-w-1", "ground_kind": "LISTING", "ground_ref": "LISTING:w-1", "ground_id": "W-1",
    "list_type": "L03", "entity_id": "e1", "violation_from": "2026-03-02", "violation_to": "2026-04-30",
    "decided_on": "2026-06-10", "authority_code": AUTHORITY,
}  # fmt: skip


def _tenure(person: str, start: str, end: str, *, verified: bool = True, control: str = "") -> dict[str, Any]:
    edge = {"person_name": person, "valid_from": start, "valid_to": end, "fact_id": f"T-{person}",
            "control_state": control}  # fmt: skip
    kind = "DECLARED_CONTROLLER_OF" if control else "LEGAL_REP_OF"
    return {"type": kind, "person_id": person, "verified": verified, "edge": edge}


@pytest.fixture
def soe(memory: Any) -> Any:
    """A state enterprise that owes, with a representative then, one since, and one unverified."""
    body = {"entity_id": "e1", "valid_from": "2015-01-01", "name": "国企", "subject_type": "法人",
            "state_capital_class": "国有控股", "supervisor_code": "S1", "region_code": ""}  # fmt: skip
    memory.owed, memory.listed = dict(OWED), [dict(WAGE_LIST)]

    def grounds(params: dict[str, Any]) -> list[dict[str, Any]]:
        known = [memory.owed, *memory.listed]
        return [{"rows": [one for one in known if one["ground_ref"] in params["refs"]]}]

    memory.facts |= {
        "read/liability/grounds": grounds,
        "read/liability/ground_refs_of_entities": lambda _: [
            {"refs": [REF, *(one["ground_ref"] for one in memory.listed)]}
        ],
        "read/cases/bodies": lambda asked: [{"rows": [body] if "e1" in asked["ids"] else []}],
        "read/ingest/entities_by_code": [{"keys": [], "entity_ids": []}],
        "read/liability/tenures": [
            {"rows": [_tenure("p1", "2015-01-01", "2026-05-01"), _tenure("p2", "2026-07-01", "9999-12-31"),
                      _tenure("p3", "2015-01-01", "9999-12-31", verified=False),
                      _tenure("p4", "2015-01-01", "9999-12-31", control="SUSPECTED"),
                      _tenure("p5", "2026-05-01", "2026-07-01")]}
        ],
        "read/ownership/person_names": lambda asked: [
            {"person": asked["person_ids"], "name": ["张三" for _ in asked["person_ids"]]}
        ],
        "read/answers/persons_masked": lambda asked: [
            {"rows": [{"id": one, "masked": "411302********0011"} for one in asked["ids"]]}
        ],
    }  # fmt: skip
    return memory


def _people(stopped: dict[str, tuple[str, str]]) -> Any:
    def answer(asked: dict[str, Any]) -> list[dict[str, Any]]:
        known = {one: stopped.get(one, (None, None)) for one in asked["ids"]}
        return [{"rows": [{"person_id": one, "name": one, "verified": one != "p3", "status": status,
                           "since": since} for one, (status, since) in known.items()]}]  # fmt: skip

    return answer


def _objections(results: dict[str, str]) -> Any:
    def answer(asked: dict[str, Any]) -> list[dict[str, Any]]:
        rows = [
            {"fact_id": fact, "objection_id": "O", "raised_on": "2026-11-01",
             "decided_on": TODAY if result else "", "result": result}
            for fact, result in results.items() if fact in asked["fact_ids"]
        ]  # fmt: skip
        return [{"rows": rows}]

    return answer


def _published(soe: Any) -> None:
    service = ArrearsService(soe, TODAY)
    case_id = _until_decided(service)
    service.take(REVIEWER, case_id, _ask("publish", 6, basis="L03"))


def _ask(step: str, seen: int, **more: Any) -> Request:
    return Request(step, f"r-{step}-{seen}", seen, doc_no=f"宛{step}1号", doc_on=TODAY, **more)


def _until_decided(service: ArrearsService) -> str:
    case_id = str(service.open(OFFICER, REF, request_id="r-open").case["record_id"])
    service.take(OFFICER, case_id, _ask("notify", 0))
    service.take(OFFICER, case_id, _ask("hear", 1, heard="WAIVED"))
    service.take(REVIEWER, case_id, _ask("find", 2))
    service.take(OFFICER, case_id, _ask("notify_persons", 3, persons=("p1", "p5")))
    service.take(OFFICER, case_id, _ask("hear_persons", 4, heard="WAIVED"))
    service.take(REVIEWER, case_id, _ask("decide", 5, persons=("p1", "p5")))
    return case_id


def test_those_in_office_while_it_was_owed_and_known_for_certain_are_responsible(soe: Any) -> None:
    found = [("p1", "p1", "LEGAL_REP"), ("p5", "p5", "LEGAL_REP")]
    assert responsible(soe.read, OWED, TODAY) == found  # and no suspected controller
    soe.facts["read/identity/same_persons"] = [{"rows": [{"absorbed": "p5", "surviving": "p9"}]}]
    soe.facts["read/liability/persons"] = _people({"p9": ("DECEASED", "2026-10-01")})
    assert responsible(soe.read, OWED, TODAY) == found[:1]  # whoever he counts as is dead
    soe.facts["read/liability/objections_to_facts"] = _objections({"T-p1": ""})
    assert responsible(soe.read, OWED, TODAY) == []  # his identity was stolen, he says
    soe.facts["read/liability/objections_to_facts"] = _objections({"T-p1": "DISMISSED"})
    assert responsible(soe.read, OWED, TODAY) == found[:1]


def test_it_is_published_on_a_lawful_basis_with_a_masked_number_and_taken_back_when_paid(soe: Any) -> None:
    service = ArrearsService(soe, TODAY)
    case_id = _until_decided(service)
    with pytest.raises(AnswerRefusedError, match="法定依据"):
        service.take(REVIEWER, case_id, _ask("publish", 6, basis="L21"))
    overturned = {
        "fact_id": "f-w-1", "objection_id": "O", "raised_on": "2026-01-01", "decided_on": TODAY,
        "result": "UPHELD",
    }  # fmt: skip
    soe.facts["read/liability/objections_to_facts"] = [{"rows": [overturned]}]
    with pytest.raises(AnswerRefusedError, match="法定依据"):  # the listing was found wrong
        service.take(REVIEWER, case_id, _ask("publish", 6, basis="L03"))
    soe.facts["read/liability/objections_to_facts"] = [{"rows": [{**overturned, "result": "DISMISSED"}]}]
    service.take(REVIEWER, case_id, _ask("publish", 6, basis="L03"))
    assert service.take(REVIEWER, case_id, _ask("publish", 6, basis="L03")).repeated
    (kind, sent), *more = soe.sent
    assert not more
    assert (kind, sent["channel"], sent["recipient"], sent["note"]) == (
        "NOTICE_SENT", "PUBLIC", "信用南阳", "张三（411302********0011）"
    )  # fmt: skip
    assert told_of(soe.read, [REF])
    soe.write(lambda tx: follow_grounds(tx, [REF], TODAY), by="t", why="t")
    assert [kind for kind, _ in soe.sent] == ["NOTICE_SENT", "NOTICE_CORRECTED"]
    assert not told_of(soe.read, [REF])
    (case,) = [one for one in soe.kept[CASE] if one["seq_to"] > 10**9]
    assert (case["state"], case["standing"], "open_key" in case) == ("CLOSED", "ENDED", False)


def test_without_a_basis_it_ends_unpublished_once_superior_and_audit_are_told(soe: Any) -> None:
    service, soe.listed = ArrearsService(soe, TODAY), []
    case_id = _until_decided(service)
    with pytest.raises(AnswerRefusedError, match="法定依据"):
        service.take(REVIEWER, case_id, _ask("publish", 6, basis="L03"))
    finish = Request("finish", "r-finish", 6)
    with pytest.raises(AnswerRefusedError, match="应办未办"):
        service.take(OFFICER, case_id, finish)
    (case,) = [one for one in soe.kept[CASE] if one["seq_to"] > 10**9]
    for kind in ("SUPERIOR", "AUDIT"):
        asked = Asked(kind, f"r-{kind}", f"宛通{kind}号", TODAY)
        for _ in range(2):
            soe.write(lambda tx, asked=asked: issue(tx, OFFICER, case, asked, today=TODAY), by="t", why="t")
    assert len(soe.kept[NOTICE]) == 2
    assert service.take(OFFICER, case_id, finish).case["state"] == "UNPUBLISHED"


def test_strangers_are_not_named_and_nobody_is_skipped(soe: Any) -> None:
    service = ArrearsService(soe, TODAY)
    case_id = str(service.open(OFFICER, REF, request_id="r-open").case["record_id"])
    with pytest.raises(UsageError, match="不能直接"):
        service.take(REVIEWER, case_id, _ask("find", 0))
    service.take(OFFICER, case_id, _ask("notify", 0))
    with pytest.raises(RegisterConflictError, match="未生效"):
        service.take(OFFICER, case_id, _ask("hear", 0, heard="WAIVED"))
    service.take(OFFICER, case_id, _ask("hear", 1, heard="WAIVED"))
    with pytest.raises(AnswerRefusedError, match="不同的人"):
        service.take(replace(OFFICER, role="REVIEWER"), case_id, _ask("find", 2))
    service.take(REVIEWER, case_id, _ask("find", 2))
    for persons, why in (((), "缺少责任人"), (("p2",), "没有登记的职务"), (("p3",), "没有登记的职务")):
        with pytest.raises((UsageError, AnswerRefusedError), match=why):
            service.take(OFFICER, case_id, _ask("notify_persons", 3, persons=persons))


def test_who_is_named_was_told_and_heard_and_another_person_decides(soe: Any) -> None:
    service = ArrearsService(soe, TODAY)
    case_id = str(service.open(OFFICER, REF, request_id="r-open").case["record_id"])
    service.take(OFFICER, case_id, _ask("notify", 0))
    service.take(OFFICER, case_id, _ask("hear", 1, heard="WAIVED"))
    service.take(REVIEWER, case_id, _ask("find", 2))
    with pytest.raises(UsageError, match="不能直接"):
        service.take(REVIEWER, case_id, _ask("decide", 3, persons=("p1",)))
    with pytest.raises(AnswerRefusedError, match="角色"):
        service.take(REVIEWER, case_id, _ask("notify_persons", 3, persons=("p1",)))
    service.take(OFFICER, case_id, _ask("notify_persons", 3, persons=("p1",)))
    with pytest.raises(UsageError, match="缺少陈述申辩"):
        service.take(OFFICER, case_id, _ask("hear_persons", 4))
    with pytest.raises(UsageError, match="送达日期"):  # his time has not begun
        service.take(OFFICER, case_id, _ask("hear_persons", 4, heard="NO_ANSWER"))
    with pytest.raises(UsageError, match="才届满"):
        service.take(OFFICER, case_id, _ask("hear_persons", 4, heard="NO_ANSWER", served_on=TODAY))
    service.take(OFFICER, case_id, _ask("hear_persons", 4, heard="STATED", note="称不知情"))
    with pytest.raises(AnswerRefusedError, match="角色"):
        service.take(OFFICER, case_id, _ask("decide", 5, persons=("p1",)))
    with pytest.raises(AnswerRefusedError, match="不同的人"):
        service.take(replace(OFFICER, role="REVIEWER"), case_id, _ask("decide", 5, persons=("p1",)))
    with pytest.raises(AnswerRefusedError, match="未经书面告知"):
        service.take(REVIEWER, case_id, _ask("decide", 5, persons=("p1", "p5")))
    assert service.take(REVIEWER, case_id, _ask("decide", 5, persons=("p1",))).case["state"] == "DECIDED"


def _fall(soe: Any, what: str) -> None:
    if what == "death":
        soe.facts["read/liability/persons"] = _people({"p1": ("DECEASED", "2026-11-20")})
    elif what == "retracted":
        soe.facts["read/liability/tenures"] = [{"rows": []}]
    elif what in ("T-p1", "F-1", "f-w-1"):
        soe.facts["read/liability/objections_to_facts"] = _objections({what: ""})
    else:
        soe.listed[0] |= {"removed_on": "2026-11-20", "removal_kind": what}


@pytest.mark.parametrize(
    ("what", "cause"),
    [
        ("death", "DEATH"),
        ("retracted", "FACT_CORRECTED"),
        ("T-p1", "OBJECTION_RAISED"),
        ("F-1", "OBJECTION_RAISED"),
        ("f-w-1", "BASIS_ENDED"),
        ("ANNULLED", "BASIS_ENDED"),
        ("REPAIRED", "BASIS_ENDED"),
    ],
)
def test_a_public_notice_is_taken_back_when_anything_falls_that_it_rests_on(
    soe: Any, what: str, cause: str
) -> None:
    _published(soe)
    refs, ended = [REF], []
    assert not told_of(soe.read, [], refs, TODAY)
    _fall(soe, what)
    if what in ("ANNULLED", "REPAIRED"):
        refs = ended = ["LISTING:w-1"]
    assert told_of(soe.read, ended, refs, TODAY)
    soe.write(lambda tx: follow_grounds(tx, ended, TODAY, refs), by="t", why="t")
    (kind, told) = soe.sent[-1]
    assert (kind, told["channel"], told["ended_because"]) == ("NOTICE_CORRECTED", "PUBLIC", cause)
    assert not told_of(soe.read, ended, refs, TODAY)


def test_a_public_notice_is_taken_back_on_the_day_on_which_its_listing_runs_out(soe: Any) -> None:
    soe.listed[0]["valid_to"] = "2026-12-01"
    _published(soe)
    soe.write(lambda tx: follow_day(tx, "2026-11-30"), by="t", why="t")
    assert [kind for kind, _ in soe.sent] == ["NOTICE_SENT"]
    for _ in range(2):
        soe.write(lambda tx: follow_day(tx, "2026-12-01"), by="t", why="t")
    assert [kind for kind, _ in soe.sent] == ["NOTICE_SENT", "NOTICE_CORRECTED"]
    assert (soe.sent[-1][1]["ended_because"], soe.sent[-1][1]["opened_on"]) == ("BASIS_ENDED", "2026-12-01")


OTHER = "11320100MB1886843H"


def test_a_case_ends_when_the_sum_turns_out_to_be_another_authoritys(soe: Any) -> None:
    case_id = _until_decided(ArrearsService(soe, TODAY))
    soe.owed["authority_code"] = OTHER
    with pytest.raises(AnswerRefusedError, match="机关已更正"):
        ArrearsService(soe, TODAY).take(REVIEWER, case_id, _ask("publish", 6, basis="L03"))
    assert told_of(soe.read, [], [REF], TODAY)
    soe.write(lambda tx: follow_grounds(tx, [], TODAY, [REF]), by="t", why="t")
    assert not told_of(soe.read, [], [REF], TODAY)
    case = next(one for one in soe.kept[CASE] if one["seq_to"] == OPEN_SEQ)
    assert (case["state"], case["ended_because"]) == ("CLOSED", "AUTHORITY_CHANGED")
    right = Actor("account:o2", "OFFICER", "外", (OTHER,))
    assert ArrearsService(soe, TODAY).open(right, REF, request_id="r-2").case["authority_code"] == OTHER
    with pytest.raises(AnswerRefusedError, match="原决定"):
        ArrearsService(soe, TODAY).open(OFFICER, REF, request_id="r-3")


def test_what_the_wrong_authority_published_is_taken_back(soe: Any) -> None:
    _published(soe)
    soe.owed["authority_code"] = OTHER
    soe.write(lambda tx: follow_grounds(tx, [], TODAY, [REF]), by="t", why="t")
    assert [kind for kind, _ in soe.sent] == ["NOTICE_SENT", "NOTICE_CORRECTED"]
    assert soe.sent[-1][1]["ended_because"] == "AUTHORITY_CHANGED"


def test_nobody_is_named_in_public_on_a_listing_whose_own_term_is_over(soe: Any) -> None:
    case_id = _until_decided(ArrearsService(soe, TODAY))
    soe.listed[0]["valid_to"] = TODAY
    with pytest.raises(AnswerRefusedError, match="法定依据"):
        ArrearsService(soe, TODAY).take(REVIEWER, case_id, _ask("publish", 6, basis="L03"))


def test_an_objection_to_a_role_takes_the_public_notice_back_in_the_moment_it_comes_in(soe: Any) -> None:
    _published(soe)
    soe.facts["read/cases/contested_sanctions"] = [{"rows": []}]
    soe.facts["read/cases/contested_grounds"] = [
        {"rows": [{"ground_ref": "", "entity_id": "e1", "raised_on": TODAY}]}
    ]
    soe.facts["read/liability/objections_to_facts"] = _objections({"T-p1": ""})
    soe.write(lambda tx: stop_contested(tx, ["o1"]), by="t", why="t")
    assert [kind for kind, _ in soe.sent] == ["NOTICE_SENT", "NOTICE_CORRECTED"]


def test_the_wage_list_is_no_basis_for_a_debt_to_a_small_firm_nor_for_who_came_later(soe: Any) -> None:
    service = ArrearsService(soe, TODAY)
    case_id = _until_decided(service)
    soe.owed["arrears_kind"] = "SME"
    with pytest.raises(AnswerRefusedError, match="法定依据"):
        service.take(REVIEWER, case_id, _ask("publish", 6, basis="L03"))
    soe.owed |= {"arrears_kind": "WAGE", "consequence_doc": "宛1号"}
    with pytest.raises(AnswerRefusedError, match="法定依据"):
        service.take(REVIEWER, case_id, _ask("publish", 6, basis="L21"))
    service.take(REVIEWER, case_id, _ask("publish", 6, basis="L03"))
    (notice,) = soe.kept[NOTICE]
    assert (notice["persons"], notice["basis_ref"]) == (["p1"], "LISTING:w-1")


def test_while_the_sum_itself_is_contested_the_case_rests(soe: Any) -> None:
    soe.facts["read/liability/objections_to_facts"] = _objections({"F-1": ""})
    with pytest.raises(AnswerRefusedError, match="异议未决"):
        ArrearsService(soe, TODAY).open(OFFICER, REF, request_id="r-open")
    soe.facts["read/liability/objections_to_facts"] = _objections({})
    case_id = str(ArrearsService(soe, TODAY).open(OFFICER, REF, request_id="r-open").case["record_id"])
    soe.facts["read/liability/objections_to_facts"] = _objections({"F-1": "UPHELD"})
    with pytest.raises(AnswerRefusedError, match="异议不成立"):
        ArrearsService(soe, TODAY).take(OFFICER, case_id, _ask("notify", 0))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"paid_on": "2026-11-01"}, "已付清"),
        ({"arrears_kind": "TAX"}, "不是对"),
        ({"authority_code": ""}, "原决定"),
    ],
)
def test_only_an_unpaid_debt_to_small_firms_or_workers_is_received(
    soe: Any, change: dict[str, str], why: str
) -> None:
    soe.owed |= change
    with pytest.raises(AnswerRefusedError, match=why):
        ArrearsService(soe, TODAY).open(OFFICER, REF, request_id="r-open")
    assert soe.kept == {} and soe.sent == []
