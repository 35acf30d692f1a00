"""The case's steps: none skipped, two people, a document each, and no nonsense in the file."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml

from graph.errors import AnswerRefusedError, RuleDefinitionError, UsageError
from graph.registers.accountability.machine import STEPS_FILE, load_machine, machine_from

PAPER = {"doc_no": "宛信告〔2026〕1号", "decided_on": "2026-03-02"}


def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(STEPS_FILE.read_text(encoding="utf-8"))
    return copy.deepcopy(data)


def test_a_case_goes_from_lead_to_archive_step_by_step() -> None:
    machine, state = load_machine(), "LEAD"
    taken = {"open": "OFFICER"}
    for step in ("notify", "hear", "confirm", "enforce", "report", "archive"):
        role = machine.transitions[step].role
        state = machine.take(state, step, role=role, actor=role, taken_by=taken, **PAPER).to_state
        taken[step] = role
    assert state == "ARCHIVED"


@pytest.mark.parametrize("step", ["hear", "confirm", "dismiss", "enforce", "report", "archive", "leap"])
def test_no_step_is_skipped(step: str) -> None:
    with pytest.raises(UsageError):
        load_machine().take("LEAD", step, role="OFFICER", actor="a", taken_by={}, **PAPER)


@pytest.mark.parametrize("state", ["ARCHIVED", "DISMISSED"])
def test_nothing_follows_a_closed_case(state: str) -> None:
    for step, transition in load_machine().transitions.items():
        with pytest.raises(UsageError):
            load_machine().take(state, step, role=transition.role, actor="b", taken_by={"hear": "a"}, **PAPER)


@pytest.mark.parametrize(
    "taken",
    [
        {"open": "o", "notify": "o", "hear": "a"},
        {"open": "a", "notify": "o", "hear": "o"},
        {"open": "o", "notify": "a", "hear": "o"},
        {"hear": "o"},
        {},
    ],
)
@pytest.mark.parametrize("step", ["confirm", "dismiss"])
def test_who_opened_told_or_proposed_does_not_decide(step: str, taken: dict[str, str]) -> None:
    with pytest.raises(AnswerRefusedError, match="不同的人"):
        load_machine().take("HEARD", step, role="REVIEWER", actor="a", taken_by=taken, **PAPER)


@pytest.mark.parametrize("role", ["OFFICER", "ADMINISTRATOR", "LEADER", "AUDITOR", "PUBLIC"])
def test_only_a_reviewer_decides(role: str) -> None:
    with pytest.raises(AnswerRefusedError, match="角色"):
        load_machine().take("HEARD", "confirm", role=role, actor="b", taken_by={"hear": "a"}, **PAPER)


@pytest.mark.parametrize("gone", ["doc_no", "decided_on"])
def test_a_step_without_its_document_is_refused(gone: str) -> None:
    with pytest.raises(UsageError, match="文号"):
        load_machine().take("LEAD", "notify", role="OFFICER", actor="a", taken_by={}, **{**PAPER, gone: " "})


@pytest.mark.parametrize(
    ("step", "field", "value"),
    [
        ("notify", "to", "CONFIRMED"),
        ("notify", "to", "NOWHERE"),
        ("notify", "role", "ADMINISTRATOR"),
        ("notify", "answer_working_days", 0),
        ("notify", "from", "ARCHIVED"),
        ("report", "to", "LEAD"),
        ("confirm", "not_by", []),
        ("confirm", "not_by", ["hear"]),
        ("confirm", "not_by", ["open", "nobody"]),
        ("archive", "typo", 1),
    ],
)
def test_a_file_that_makes_no_sense_is_refused(step: str, field: str, value: object) -> None:
    data = _data()
    data["transitions"][step][field] = value
    with pytest.raises(RuleDefinitionError, match=r"steps\.yaml"):
        machine_from(data)
