"""An officer's decision in the evaluation, and what a request may hold: no store."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.errors import AnswerRefusedError, UsageError
from graph.liability.contract import EntityKind, GroundContext, GroundFacts, NamedPerson, Tenure
from graph.liability.evaluate import evaluate
from graph.liability.rulebook import load_rules
from graph.registers.accountability.arrears import soe_machine
from graph.registers.accountability.contract import Actor, Request
from graph.registers.accountability.decision import rule_for_officer

AUTHORITY = "1141130000598765XE"
WAGES = "L03_wage_arrears.legal_rep"
GROUND = GroundFacts(
    "F-1", "Listing", "LISTING", "LISTING:w-1", "W-1", "L03", entity_id="e1", fields={"list_type": "L03"},
    violation_from="2024-01-01", violation_to="2024-03-31", decided_on="2024-06-01",
    authority_code=AUTHORITY, doc_no="宛人社列〔2024〕1号",
)  # fmt: skip
REP = Tenure("LEGAL_REP", "LEGAL_REP_OF", "p1", "甲", True, "2015-01-01", "9999-12-31", "T-1")
PAPER = NamedPerson(
    "N-1", "p1", "甲", True, "LEGAL_REP", "LISTED_SELF", "2026-11-20", "宛认〔2026〕1号", AUTHORITY,
    by_officer=True, rule_id=WAGES,
)  # fmt: skip


def states(ground: GroundFacts = GROUND, tenures: Any = (REP,), named: Any = (PAPER,)) -> dict[str, str]:
    context = GroundContext(ground, EntityKind("e1", has_legal_rep=True), tuple(tenures), tuple(named))
    found = evaluate(context, load_rules(), "2026-11-23").findings
    return {one.rule.partition("@")[0]: one.base_state for one in found}


def test_a_decision_raises_what_registers_propose() -> None:
    assert states(named=()) == {WAGES: "PROPOSED"}
    assert states() == {WAGES: "CONFIRMED"}
    assert states(named=[replace(PAPER, dismisses=True)]) == {WAGES: "DISMISSED"}


def test_without_a_proposal_it_stands_on_nothing() -> None:
    assert states(tenures=()) == {}
    assert states(tenures=[replace(REP, valid_to="2023-12-31")]) == {}
    assert states(tenures=[replace(REP, verified=False)]) == {WAGES: "LEAD"}
    assert states(ground=replace(GROUND, violation_from="", violation_to="")) == {WAGES: "LEAD"}
    # A document of the authority that was handed in is evidence by itself.
    assert states(tenures=(), named=[replace(PAPER, by_officer=False)]) == {WAGES: "CONFIRMED"}


def test_it_is_about_one_rule_and_one_authority() -> None:
    assert states(named=[replace(PAPER, rule_id="L04_work_safety.other")]) == {WAGES: "PROPOSED"}
    assert states(named=[replace(PAPER, authority_code="11320100MB1886843H")]) == {WAGES: "PROPOSED"}


def test_the_later_decision_counts() -> None:
    dismissed = replace(PAPER, fact_id="N-2", dismisses=True, decided_on="2026-11-21")
    assert states(named=[PAPER, dismissed]) == {WAGES: "DISMISSED"}
    assert states(named=[replace(PAPER, decided_on="2026-11-22"), dismissed]) == {WAGES: "CONFIRMED"}


@pytest.mark.parametrize(
    "rule", [one for one in load_rules().rules if one.mode != "NONE"], ids=lambda one: one.ref
)
def test_no_row_lets_an_officer_decide_that_courts_taxes_or_unread_words_decide(rule: Any) -> None:
    listed = load_rules().vocabulary.lists.get(rule.list, {})
    closed = listed.get("document_only") or not rule.verified or rule.confirmable_by != "AUTHORITY_OFFICER"
    finding = {"rule": rule.ref, "list_type": rule.list}
    if closed:
        with pytest.raises(AnswerRefusedError):
            rule_for_officer(finding, load_rules())
    else:
        assert rule_for_officer(finding, load_rules()) is not None


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"request_id": " "}, "request_id"),
        ({"doc_on": "2026-02-30"}, "doc_on"),
        ({"doc_on": "20260220"}, "doc_on"),
        ({"heard": "PERHAPS"}, "heard"),
        ({"note": "长" * 2001}, "note"),
        ({"note": "当事人号码 11010519491231002X"}, "note"),
    ],
)
def test_a_request_that_makes_no_sense_names_its_field(given: dict[str, str], where: str) -> None:
    with pytest.raises(UsageError) as refused:
        Request("notify", **{"request_id": "r1", "seen": 0, **given}).checked()  # type: ignore[arg-type]
    assert refused.value.where == where
    assert "11010519491231002X" not in str(refused.value)


def test_an_unknown_authority_is_nobodys() -> None:
    with pytest.raises(AnswerRefusedError):
        Actor("account:1", "OFFICER", authorities=("",)).require_authority("", "k1")


def test_a_public_notice_is_decided_by_another_than_who_named_the_persons() -> None:
    machine = soe_machine()
    proposed = {"open", "notify", "hear", "notify_persons", "hear_persons"}
    for step in ("decide", "publish"):
        assert set(machine.transitions[step].not_by) == proposed
        assert machine.transitions[step].role == "REVIEWER"
    assert machine.transitions["publish"].role == "REVIEWER"
    assert machine.next_steps("DECIDED") == ("publish", "finish")
