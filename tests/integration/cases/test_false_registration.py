"""T42, 撤销登记 as false: the agent whom the registry names is barred, the registered man is not."""

from __future__ import annotations

from typing import Any

import pytest

from api.services.check import check
from api.services.desk import Desk
from graph.identity.numbers import citizen_id_check_digit
from graph.registers.accountability.contract import OPEN
from ingest.synthetic.codes import body_of, uscc

AUTHORITY = "1141130000598765XE"
FIRM = uscc("91", "411300", body_of("MA", 42))
AGENT_BAN = "L18_false_registration.reg_direct@1"
ENTITY = {
    "uscc": FIRM, "name": "宛城测试咨询有限公司", "subject_type": "法人", "legal_form": "有限责任公司",
    "status": "撤销", "status_on": "2025-05-01", "status_reason": "虚假登记",
    "status_authority_code": AUTHORITY, "status_doc": "宛市监撤〔2025〕1号", "violation_from": "2024-10-01",
    "violation_to": "2024-12-31", "established_on": "2024-10-01",
}  # fmt: skip
PAPER = {
    "ground_kind": "REVOCATION", "ground_id": f"{FIRM}|2025-05-01|撤销", "role": "REG_DIRECT",
    "decided_on": "2025-05-01", "doc_no": "宛市监认〔2025〕1号", "authority_code": AUTHORITY,
}  # fmt: skip


def found(world: Any) -> dict[str, dict[str, Any]]:
    """Findings on the firm, by rule."""
    rows = world.store.read("read/answers/findings_page", after="", limit=1000)[0]["rows"]
    return {
        row["finding"]["rule"]: dict(row["finding"])
        for row in rows
        if row["finding"]["ground_id"] == PAPER["ground_id"]
    }


def decided(world: Any, person_id: str) -> str | None:
    desk = Desk(world.store, world.keys, world.today, "test", world.rules)
    answer: str | None = check(desk, person_id, purpose="REGISTRATION_APPLICATION")["decision"]
    return answer


@pytest.fixture
def cancelled(world: Any) -> Any:
    """The register names V as representative; he says that his identity was stolen."""
    world.hand_in(
        {
            "entities": [ENTITY],
            "positions": [
                {"uscc": FIRM, "role": "LEGAL_REP", "person": "V", "valid_from": "2024-10-01"},
                {"uscc": FIRM, "role": "SUPERVISOR", "person": "G", "valid_from": "2024-10-01"},
            ],
            "objections": [
                {"objection_id": "O-42", "uscc": FIRM, "role": "LEGAL_REP", "person": "V",
                 "ground": "冒名登记", "raised_on": "2025-05-10"},
            ],
        }
    )  # fmt: skip
    return world


def person_id(world: Any, person: str) -> str:
    hmacs = world.keys.hmac_candidates("01", number(person))
    ids = world.store.read("read/ingest/persons_by_number", hmacs=list(hmacs))[0]["person_ids"]
    return str(ids[0])


def number(person: str) -> str:
    """As the world makes them."""
    body = f"41130219800101{ord(person):03d}"
    return body + citizen_id_check_digit(body)


def test_neither_office_nor_suspicion_makes_a_case_and_a_paper_without_fault_none_either(
    cancelled: Any,
) -> None:
    assert found(cancelled) == {}
    cancelled.hand_in({"liable_persons": [{**PAPER, "person": "G"}]})
    assert found(cancelled) == {}
    # Another department's word on fault is not the registry's.
    stranger = {"authority_code": "11320100MB1886843H", "fault_doc": "外单位〔2025〕1号"}
    cancelled.hand_in({"liable_persons": [{**PAPER, "person": "G", **stranger}]})
    assert found(cancelled) == {}
    assert decided(cancelled, person_id(cancelled, "V")) == "PASS"


def test_the_agent_named_by_the_registry_is_barred_for_three_years_and_nobody_else(cancelled: Any) -> None:
    cancelled.hand_in({"liable_persons": [{**PAPER, "person": "G", "fault_doc": "宛市监责〔2025〕1号"}]})
    assert found(cancelled).keys() == {AGENT_BAN}, "neither the representative nor L16"
    ban = found(cancelled)[AGENT_BAN]
    assert (ban["mode"], ban["base_state"], ban["person_name"]) == ("BAN", "CONFIRMED", "G测试")
    assert (ban["valid_from"], ban["valid_to"]) == ("2025-05-01", "2028-05-01")
    assert decided(cancelled, ban["person_id"]) == "RESTRICT"
    assert decided(cancelled, person_id(cancelled, "V")) == "PASS"
    (entry,) = cancelled.records("PersonCreditEntry", "finding_id", ban["finding_id"])
    assert (entry["standing"], entry["ends_on"], entry["mode"]) == (OPEN, "2028-05-01", "BAN")
    assert cancelled.records("PersonCreditEntry", "person_id", person_id(cancelled, "V")) == []
    # The registry has decided: a case is for what follows, and cites the paper.
    case_id = cancelled.opened(ban["finding_id"])
    (case,) = cancelled.records("AccountabilityCase", "record_id", case_id)
    (step,) = cancelled.records("CaseStep", "case_id", case_id)
    assert (case["state"], case["due_step"], step["doc_no"]) == (
        "CONFIRMED",
        "enforce",
        "宛市监认〔2025〕1号",
    )
    cancelled.take(case_id, "enforce", measures=ban["measures"])
    assert len(cancelled.records("Sanction", "case_id", case_id)) == len(ban["measures"])


def test_what_the_registry_takes_back_ends_the_ban_and_the_entry(cancelled: Any) -> None:
    paper = {**PAPER, "person": "G", "fault_doc": "宛市监责〔2025〕1号"}
    cancelled.hand_in({"liable_persons": [paper]})
    cancelled.hand_in({"liable_persons": [{**paper, "op": "RETRACT"}]})
    ban = found(cancelled)[AGENT_BAN]
    assert (ban["withdrawn_because"], ban["withdrawn_at"]) == ("FACT_CORRECTED", cancelled.today)
    (entry,) = cancelled.records("PersonCreditEntry", "finding_id", ban["finding_id"])
    assert (entry["standing"], entry["ended_because"]) == ("ENDED", "FACT_CORRECTED")
    assert decided(cancelled, ban["person_id"]) == "PASS"
