"""Arrears of a state enterprise: 恶意 by a paper, persons of that time, public only with a lawful basis."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph import queries
from graph.errors import AnswerRefusedError, RegisterConflictError, UsageError
from graph.registers.accountability.arrears import ArrearsService
from graph.registers.accountability.follow import follow_day

REF = "ARREARS:a-1"
OWED = {"arrears_id": "A-1", "arrears_kind": "SME", "debtor_code": "91411300MA00000077",
        "creditor_name": "测试小厂", "creditor_kind": "中小微", "amount_cny": 500000, "due_on": "2026-03-01",
        "notice_on": "2026-06-01", "authority": "南阳市测试局", "authority_code": "1141130000598765XE",
        "doc_no": "宛投〔2026〕1号"}  # fmt: skip
WAGES = {**OWED, "arrears_id": "A-3", "arrears_kind": "WAGE", "due_on": "2024-01-01",
         "notice_on": "2024-05-01", "doc_no": "宛人社欠〔2024〕1号"}  # fmt: skip
WAGES_REF = "ARREARS:a-3"
LISTED = {"listing_id": "W-1", "list_type": "L03", "list_scope": "国家", "uscc": "91411300MA00000077",
          "violation_from": "2024-01-01", "violation_to": "2024-03-31", "decided_on": "2024-06-01",
          "authority": "南阳市测试局", "authority_code": "1141130000598765XE",
          "doc_no": "宛人社列〔2024〕1号"}  # fmt: skip
LIST_OFF = {**LISTED, "removed_on": "2026-11-01", "removal_kind": "REPAIRED"}


def _decided(world: Any, service: ArrearsService, ref: str = REF, person: str = "") -> str:
    """A case in which 恶意 was found and a decision names a person, the representative if nobody else."""
    case_id = str(service.open(world.officer, ref, request_id="soe").case["record_id"])
    person = person or world.finding("L03_wage_arrears.legal_rep@1", "A")["person_id"]
    for step, actor, more in (
        ("notify", world.officer, {}),
        ("hear", world.officer, {"heard": "WAIVED"}),
        ("find", world.reviewer, {}),
        ("notify_persons", world.officer, {"persons": (person,)}),
        ("hear_persons", world.officer, {"heard": "WAIVED"}),
        ("decide", world.reviewer, {"persons": (person,)}),
    ):
        service.take(actor, case_id, world.request(case_id, step, **more))
    return case_id


def test_a_state_enterprise_is_named_in_public_only_on_a_lawful_basis(world: Any) -> None:
    service = ArrearsService(world.store, world.today)
    world.hand_in({"arrears": [WAGES]})
    case_id = _decided(world, service, WAGES_REF)
    with pytest.raises(AnswerRefusedError, match="没有公开公示的法定依据"):
        service.take(world.reviewer, case_id, world.request(case_id, "publish", basis="L21"))
    with pytest.raises(AnswerRefusedError, match="角色"):
        service.take(world.officer, case_id, world.request(case_id, "publish", basis="L03"))
    service.take(world.reviewer, case_id, world.request(case_id, "publish", basis="L03"))
    (sent,) = world.messages("NOTICE_SENT")
    assert (sent["channel"], sent["recipient"], sent["basis"]) == (
        "PUBLIC", "信用南阳", "列入拖欠农民工工资失信联合惩戒对象名单"
    )  # fmt: skip
    assert "A测试（411302********" in sent["note"]
    # Paid: the notice is taken back and the case closes, without anybody doing it.
    world.hand_in({"arrears": [{**WAGES, "paid_on": "2026-11-20"}]})
    (case,) = world.records("AccountabilityCase", "record_id", case_id)
    assert (case["state"], case["ended_because"]) == ("CLOSED", "GROUND_ENDED")
    assert [one["recipient"] for one in world.messages("NOTICE_CORRECTED")] == ["信用南阳"]


def test_the_wage_list_is_no_basis_for_a_debt_to_a_small_firm(world: Any) -> None:
    service = ArrearsService(world.store, world.today)
    case_id = _decided(world, service)
    with pytest.raises(AnswerRefusedError, match="没有公开公示的法定依据"):
        service.take(world.reviewer, case_id, world.request(case_id, "publish", basis="L03"))


@pytest.mark.parametrize("what", ["objections", "listings"])
def test_what_is_public_is_taken_back_when_the_role_is_contested_or_the_listing_ends(
    world: Any, what: str
) -> None:
    service = ArrearsService(world.store, world.today)
    world.hand_in({"arrears": [WAGES]})
    case_id = _decided(world, service, WAGES_REF)
    service.take(world.reviewer, case_id, world.request(case_id, "publish", basis="L03"))
    stolen = {"objection_id": "O-1", "uscc": "91411300MA00000077",
              "role": "LEGAL_REP", "person": "A", "raised_on": world.today}  # fmt: skip
    # An objection works in the transaction that brings it in, before anything is derived.
    world.hand_in({what: [stolen if what == "objections" else LIST_OFF]}, derived=what == "listings")
    (back,) = world.messages("NOTICE_CORRECTED")
    assert back["ended_because"] == ("OBJECTION_RAISED" if what == "objections" else "BASIS_ENDED")


def test_an_office_contested_by_its_id_takes_it_back_at_once_though_no_finding_rests_on_it(
    world: Any,
) -> None:
    service = ArrearsService(world.store, world.today)
    # He came after the days of the listing: nothing but the public notice rests on his office.
    office = {"uscc": OWED["debtor_code"], "role": "PRINCIPAL", "person": "Q", "valid_from": "2025-01-01"}
    world.hand_in({"positions": [office], "arrears": [{**OWED, "consequence_doc": "宛投严〔2026〕1号"}]})
    (owed,) = world.store.read(queries.get("read/liability/grounds", label="Arrears"), refs=[REF])[0]["rows"]
    tenures = world.store.read("read/liability/tenures", ids=[owed["entity_id"]])[0]["rows"]
    (his,) = [one for one in tenures if one["type"] == "PRINCIPAL_OF"]
    case_id = _decided(world, service, person=his["person_id"])
    service.take(world.reviewer, case_id, world.request(case_id, "publish", basis="L21"))
    stolen = {"objection_id": "O-1", "fact_id": his["edge"]["fact_id"], "raised_on": world.today}
    world.hand_in({"objections": [stolen]}, derived=False)
    (back,) = world.messages("NOTICE_CORRECTED")
    assert back["ended_because"] == "OBJECTION_RAISED"


def test_what_is_public_ends_with_the_term_of_its_listing(world: Any) -> None:
    service = ArrearsService(world.store, world.today)
    world.hand_in({"arrears": [WAGES], "listings": [{**LISTED, "publish_until": "2026-11-30"}]})
    case_id = _decided(world, service, WAGES_REF)
    service.take(world.reviewer, case_id, world.request(case_id, "publish", basis="L03"))
    for day, back in (("2026-11-30", 0), ("2026-12-01", 1), ("2026-12-02", 1)):
        world.store.write(lambda tx, day=day: follow_day(tx, day), by="test", why="day")
        assert len(world.messages("NOTICE_CORRECTED")) == back
    (told,) = world.messages("NOTICE_CORRECTED")
    assert (told["ended_because"], told["opened_on"]) == ("BASIS_ENDED", "2026-12-01")


def test_a_case_ends_when_the_sum_turns_out_to_be_another_authoritys(world: Any) -> None:
    service = ArrearsService(world.store, world.today)
    case_id = _decided(world, service)
    other = "11320100MB1886843H"
    world.hand_in({"arrears": [{**OWED, "authority": "测试另一局", "authority_code": other}]})
    (case,) = world.records("AccountabilityCase", "record_id", case_id)
    assert (case["state"], case["ended_because"]) == ("CLOSED", "AUTHORITY_CHANGED")
    right = replace(world.officer, authorities=(other,))
    assert service.open(right, REF, request_id="right").case["authority_code"] == other


def test_without_a_basis_the_case_ends_unpublished(world: Any) -> None:
    world.hand_in({"listings": [LIST_OFF]})
    service = ArrearsService(world.store, world.today)
    person = world.finding("L03_wage_arrears.legal_rep@1", "A")["person_id"]
    case_id = str(service.open(world.officer, REF, request_id="soe").case["record_id"])
    service.take(world.officer, case_id, world.request(case_id, "notify"))
    with pytest.raises(UsageError, match="不能直接"):
        service.take(world.reviewer, case_id, world.request(case_id, "find"))
    service.take(world.officer, case_id, world.request(case_id, "hear", heard="WAIVED"))
    service.take(world.reviewer, case_id, world.request(case_id, "find"))
    with pytest.raises(UsageError, match="缺少责任人"):
        service.take(world.officer, case_id, world.request(case_id, "notify_persons"))
    stranger = world.finding("L16_licence_revoked.legal_rep@1", "R")["person_id"]
    with pytest.raises(AnswerRefusedError, match="没有登记的职务"):
        service.take(world.officer, case_id, world.request(case_id, "notify_persons", persons=(stranger,)))
    for step, actor, more in (
        ("notify_persons", world.officer, {"persons": (person,)}),
        ("hear_persons", world.officer, {"heard": "WAIVED"}),
        ("decide", world.reviewer, {"persons": (person,)}),
    ):
        service.take(actor, case_id, world.request(case_id, step, **more))
    with pytest.raises(AnswerRefusedError, match="法定依据"):
        service.take(world.reviewer, case_id, world.request(case_id, "publish", basis="L03"))
    with pytest.raises(AnswerRefusedError, match="通报上级主管单位"):
        service.take(world.officer, case_id, world.request(case_id, "finish", doc_no="", doc_on=""))
    (case,) = world.records("AccountabilityCase", "record_id", case_id)
    for kind in ("SUPERIOR", "AUDIT"):
        world.notify(case, kind)
    service.take(world.officer, case_id, world.request(case_id, "finish", doc_no="", doc_on=""))
    (case,) = world.records("AccountabilityCase", "record_id", case_id)
    assert case["state"] == "UNPUBLISHED"
    # Nobody is put on a list or into a record for it: the law knows a disciplinary sanction only.
    assert world.records("PersonCreditEntry", "person_id", person) == []


def test_only_an_unpaid_debt_of_a_state_enterprise_is_such_a_case_and_only_once(world: Any) -> None:
    service = ArrearsService(world.store, world.today)
    with pytest.raises(AnswerRefusedError, match="不是国有企业"):
        service.open(world.officer, "ARREARS:a-2", request_id="other")
    first = service.open(world.officer, REF, request_id="soe")
    assert service.open(world.officer, REF, request_id="soe").repeated
    with pytest.raises(AnswerRefusedError, match="立案"):
        service.open(world.reviewer, REF, request_id="soe")
    with pytest.raises(RegisterConflictError, match="在办案件"):
        service.open(world.officer, REF, request_id="again")
    assert first.case["kind"] == "SOE_ARREARS"
