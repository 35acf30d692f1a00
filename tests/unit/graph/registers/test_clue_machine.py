"""A clue's steps as data: nonsense is refused, every walk stays on the map, closed clues stay closed."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import AnswerRefusedError, CreditGraphError, RuleDefinitionError, UsageError
from graph.registers.clues.machine import STEPS_FILE, load_machine, machine_from
from graph.registers.records import words

MACHINE = load_machine()
ALL = {"assignee": "a", "department": "113", "doc_no": "1号", "outcome": "VERIFIED", "words": "说明"}


@pytest.fixture
def data() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(STEPS_FILE.read_text(encoding="utf-8"))
    return copy.deepcopy(found)


@pytest.mark.parametrize(
    ("place", "value", "named"),
    [
        (("initial",), "NOWHERE", "initial"),
        (("steps", "begin", "to"), "NOWHERE", "steps.begin.to"),
        (("steps", "begin", "from"), ["CLOSED"], "steps.begin.from"),
        (("steps", "begin", "from"), ["NOWHERE"], "steps.begin.from"),
        (("steps", "begin", "needs"), ["luck"], "steps.begin.needs.0"),
        (("steps", "hand_over", "to"), "CHECKING", "states.ANSWERED"),
        (("states", "LOST"), {"zh": "遗失", "final": False}, "states.LOST"),
        (("outcomes",), {}, "outcomes"),
        (("steps", "answer", "clears"), ["outcome"], "steps.answer.clears"),
    ],
)
def test_a_map_that_leads_nowhere_is_refused(
    data: dict[str, Any], place: tuple[str, ...], value: Any, named: str
) -> None:
    at = data
    for part in place[:-1]:
        at = at[part]
    at[place[-1]] = value
    with pytest.raises(RuleDefinitionError) as refused:
        machine_from(data)
    assert refused.value.where == f"steps.yaml#{named}"


@given(st.lists(st.tuples(st.sampled_from(sorted(MACHINE.steps)), st.sampled_from(["a", "b"]))))
def test_every_walk_stays_on_the_map(walk: list[tuple[str, str]]) -> None:
    state, assignee = MACHINE.initial, ""
    for step, actor in walk:
        before = state
        try:
            taken = MACHINE.take(state, step, ALL, actor=actor, assignee=assignee)
        except CreditGraphError:
            assert state == before
            wanted = MACHINE.steps[step]
            assert (
                state not in wanted.from_states
                or (wanted.by == "ASSIGNEE" and actor != assignee)
                or wanted.by == "DEPARTMENT"
            )
            continue
        assert before in taken.from_states and not MACHINE.states[before].final
        state = taken.to_state
        if "assignee" in taken.needs:
            assignee = ALL["assignee"]
    if MACHINE.states[state].final:
        assert MACHINE.steps_from(state) == ()


@pytest.mark.parametrize("step", sorted(MACHINE.steps))
def test_each_need_is_asked_for(step: str) -> None:
    found = MACHINE.steps[step]
    for need in found.needs:
        given = {**ALL, need: " "}
        with pytest.raises(UsageError) as refused:
            MACHINE.take(found.from_states[0], step, given, actor="a", assignee="a", for_department=True)
        assert refused.value.where == need


def test_only_the_assignee_hands_over_and_only_known_outcomes_close() -> None:
    with pytest.raises(AnswerRefusedError):
        MACHINE.take("CHECKING", "hand_over", ALL, actor="b", assignee="a")
    with pytest.raises(UsageError, match="没有这种办理结果"):
        MACHINE.take("CHECKING", "close", {**ALL, "outcome": "WON"}, actor="a", assignee="a")


def test_only_the_department_that_received_a_clue_answers_it() -> None:
    with pytest.raises(AnswerRefusedError, match="接收移交的部门"):
        MACHINE.take("HANDED_OVER", "answer", ALL, actor="a", assignee="a")
    taken = MACHINE.take("HANDED_OVER", "answer", ALL, actor="", assignee="a", for_department=True)
    assert taken.to_state == "ANSWERED" and "close" in MACHINE.steps_from("ANSWERED")


@given(st.text())
def test_free_text_keeps_no_control_character_and_no_number(text: str) -> None:
    kept = words(text + "41130219800101001X", "words", most=10_000)
    assert not [one for one in kept if one not in "\n\t" and not one.isprintable() and not one.isspace()]
    assert "41130219800101001X" not in kept
    assert words(kept, "words", most=10_000) == kept


def test_markup_stays_as_it_was_written_and_a_flood_is_refused() -> None:
    assert words("<script>alert(1)</script>", "words", most=100) == "<script>alert(1)</script>"
    with pytest.raises(UsageError) as refused:
        words("字" * 101, "words", most=100)
    assert refused.value.where == "words"
    with pytest.raises(UsageError):
        words("\x00\x07", "words", most=100, least=1)


def test_the_department_returns_a_clue_and_the_other_side_takes_it_back() -> None:
    with pytest.raises(AnswerRefusedError, match="接收移交的部门"):
        MACHINE.take("HANDED_OVER", "return", ALL, actor="a", assignee="a")
    with pytest.raises(AnswerRefusedError, match="不能收回"):
        MACHINE.take("HANDED_OVER", "take_back", ALL, actor="b", assignee="a", for_department=True)
    with pytest.raises(UsageError):
        MACHINE.take("ANSWERED", "return", ALL, actor="", assignee="a", for_department=True)
    for step, actor, own in (("return", "", True), ("take_back", "a", True), ("take_back", "c", False)):
        taken = MACHINE.take("HANDED_OVER", step, ALL, actor=actor, assignee="a", for_department=own)
        assert (taken.to_state, taken.clears) == ("CHECKING", ("department", "doc_no", "outcome"))


@pytest.mark.parametrize("step", [name for name, one in MACHINE.steps.items() if one.to_state == "DISMISSED"])
def test_what_is_dismissed_has_no_outcome(step: str) -> None:
    assert "outcome" in MACHINE.steps[step].clears
