"""A case on a finding that a document of the authority has confirmed: without an engine."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graph.days import OPEN_SEQ
from graph.errors import AnswerRefusedError, RegisterConflictError
from graph.liability.rulebook import load_rules
from graph.registers.accountability.book import CASE, SANCTION, STEP, new_record, open_records
from graph.registers.accountability.contract import Actor, Request
from graph.registers.accountability.follow import follow_day, follow_findings
from graph.registers.accountability.machine import load_machine
from graph.registers.accountability.service import CaseService
from graph.registers.accountability.steps import Standing

TODAY, AUTHORITY = "2026-11-23", "1141130000598765XE"
OFFICER = Actor("account:o1", "OFFICER", "甲", (AUTHORITY,))
HOP = {"type": "NAMED_BY", "fact_id": "N-1", "note": "宛税失信〔2024〕1号"}
FINDING = {
    "finding_id": "f1", "ground_ref": "LISTING:x-1", "ground_kind": "LISTING", "ground_id": "X-1",
    "authority_code": AUTHORITY, "entity_id": "e1", "person_id": "p1", "person_name": "甲",
    "list_type": "L05", "role": "LEGAL_REP", "mode": "INFO_LABEL", "rule": "L05_major_tax.legal_rep@1",
    "base_state": "CONFIRMED", "valid_from": "2024-06-01", "valid_to": "9999-12-31", "withdrawn_at": "",
    "path": json.dumps([HOP]), "seq_from": 1,
}  # fmt: skip
PAPER = {
    "fact_id": "N-1", "person_id": "p1", "target_ref": "LISTING:x-1", "doc_no": "宛税失信〔2024〕1号",
    "decided_on": "2024-06-01",
}  # fmt: skip


@pytest.fixture
def confirmed(memory: Any) -> Any:
    """A finding of the tax authority, by its own paper that names the person."""
    memory.finding, memory.disputes, memory.paper = dict(FINDING), [], dict(PAPER)
    ground = {"ground_ref": "LISTING:x-1", "doc_no": "宛税〔2024〕9号", "decided_on": "2024-05-20"}
    memory.facts |= {
        "read/answers/finding_by_id": lambda _: [
            {"rows": [{"finding": memory.finding, "disputes": memory.disputes}]}
        ],
        "read/liability/facts_about": lambda _: [{"rows": [memory.paper]}],
        "read/liability/grounds": [{"rows": [ground]}],
    }
    return memory


def _open(memory: Any, request: str = "r1", actor: Actor = OFFICER) -> Any:
    return CaseService(memory, load_rules(), TODAY).open(actor, "f1", request_id=request)


def test_it_begins_at_the_decision_and_cites_the_document(confirmed: Any) -> None:
    case = _open(confirmed).case
    assert (case["state"], case["due_step"]) == ("CONFIRMED", "enforce")
    (step,) = confirmed.kept[STEP]
    assert (step["step"], step["to_state"], step["doc_no"], step["doc_on"]) == (
        "open", "CONFIRMED", "宛税失信〔2024〕1号", "2024-06-01"
    )  # fmt: skip
    assert _open(confirmed).repeated
    assert load_machine().next_steps("CONFIRMED") == ("enforce",)


def test_where_the_ground_itself_names_the_person_its_own_number_is_cited(confirmed: Any) -> None:
    confirmed.finding |= {"role": "SELF", "path": "[]"}
    _open(confirmed)
    assert confirmed.kept[STEP][0]["doc_no"] == "宛税〔2024〕9号"


@pytest.mark.parametrize(
    ("change", "disputes", "why"),
    [
        ({"withdrawn_at": "2026-01-01"}, [], "已撤回"),
        ({"valid_to": "2026-01-01"}, [], "已到期"),
        ({"base_state": "DISMISSED"}, [], "不予认定"),
        ({}, [["2026-11-20", "", ""]], "因异议暂停"),
    ],
)
def test_what_does_not_stand_gets_no_case(confirmed: Any, change: Any, disputes: Any, why: str) -> None:
    confirmed.finding |= change
    confirmed.disputes = disputes
    with pytest.raises(AnswerRefusedError, match=why):
        _open(confirmed)


def test_the_ground_s_own_authority_opens_it(confirmed: Any) -> None:
    with pytest.raises(AnswerRefusedError, match="原决定"):
        _open(confirmed, actor=Actor("account:o2", "OFFICER", "外", ("11320100MB1886843H",)))


OTHER = "11320100MB1886843H"


def test_no_step_is_taken_in_the_name_of_an_authority_whose_ground_it_is_not(confirmed: Any) -> None:
    case = _open(confirmed).case
    confirmed.finding["authority_code"] = OTHER
    standing = Standing(case, ())
    request = Request("enforce", "r2", 0, doc_no="宛执1号", doc_on=TODAY)
    with pytest.raises(AnswerRefusedError, match="机关已更正"):
        CaseService(confirmed, load_rules(), TODAY)._allowed(confirmed.read, OFFICER, standing, request)
    # Nor does it stand in the way of the right one, whenever it was opened.
    confirmed.write(lambda tx: follow_day(tx, TODAY), by="t", why="t")
    right = Actor("account:o2", "OFFICER", "外", (OTHER,))
    assert _open(confirmed, "r3", right).case["authority_code"] == OTHER


def test_what_another_authority_began_ends_though_the_finding_stands(confirmed: Any) -> None:
    case = _open(confirmed).case
    measure = new_record("n", case, TODAY, case_id=case["record_id"], measure="M01", suspended_on="")
    confirmed.write(lambda tx: open_records(tx, SANCTION, [measure]), by="t", why="t")
    moved = {**confirmed.finding, "authority_code": OTHER}
    confirmed.write(lambda tx: follow_findings(tx, [moved], ["f1"], {}, TODAY), by="t", why="t")
    now = {
        label: [one for one in confirmed.kept[label] if one["seq_to"] == OPEN_SEQ]
        for label in (CASE, SANCTION)
    }
    assert {one["ended_because"] for rows in now.values() for one in rows} == {"AUTHORITY_CHANGED"}
    assert [kind for kind, _ in confirmed.sent] == ["SANCTION_ENDED"]


def test_what_a_case_decided_or_put_away_is_not_opened_again(confirmed: Any) -> None:
    confirmed.paper["decided_by"] = "OFFICER"
    with pytest.raises(AnswerRefusedError, match="不重复立案"):
        _open(confirmed)
    confirmed.paper["decided_by"] = ""
    closed = new_record("k", FINDING, TODAY, kind="PERSON", state="CLOSED") | {"standing": "ENDED"}
    confirmed.write(lambda tx: open_records(tx, CASE, [closed]), by="t", why="t")
    over = new_record("k", FINDING, TODAY, kind="PERSON", state="ARCHIVED") | {"standing": "ENDED"}
    confirmed.write(lambda tx: open_records(tx, CASE, [over]), by="t", why="t")
    with pytest.raises(AnswerRefusedError, match="不重复立案"):
        _open(confirmed)


def test_an_officers_decision_is_taken_up_when_the_case_that_took_it_was_closed(confirmed: Any) -> None:
    case = new_record("k", FINDING, TODAY, kind="PERSON", state="CLOSED") | {"standing": "ENDED"}
    confirmed.write(lambda tx: open_records(tx, CASE, [case]), by="t", why="t")
    confirmed.paper |= {"decided_by": "OFFICER", "case_id": case["record_id"]}
    assert _open(confirmed).case["state"] == "CONFIRMED"
    (step,) = confirmed.kept[STEP]
    assert (step["doc_no"], step["doc_on"]) == ("宛税失信〔2024〕1号", "2024-06-01")
    with pytest.raises(RegisterConflictError, match="在办案件"):
        _open(confirmed, "r2")
