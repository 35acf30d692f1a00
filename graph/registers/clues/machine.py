"""The steps of a clue, read from data: what may follow what, by whom, and what it needs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import AnswerRefusedError, RuleDefinitionError, UsageError

STEPS_FILE: Final = Path(__file__).parent / "steps.yaml"
Need = Literal["assignee", "department", "doc_no", "outcome", "words"]
_NEED_NAMES: Final[dict[str, str]] = {
    "assignee": "承办人",
    "department": "移交部门",
    "doc_no": "移交文号",
    "outcome": "办理结果",
    "words": "说明",
}


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class State(_Data):
    """Where a clue can stand."""

    zh: str = Field(min_length=1)
    final: bool


Kind = Literal["", "CLUE_HANDED_OVER", "CLUE_TAKEN_BACK"]
By = Literal["ANYBODY", "ASSIGNEE", "DEPARTMENT", "HANDER"]
_REFUSED: Final[dict[By, tuple[str, str]]] = {
    "ASSIGNEE": ("只有承办人可以办理此步骤", "由承办人办理，或先改派"),
    "DEPARTMENT": ("只有接收移交的部门可以办理此步骤", "由该部门以自己的密钥或账户办理"),
    "HANDER": ("接收移交的部门不能收回线索", "由移交的一方收回；不属本部门办理的，由本部门退回"),
}


class Step(_Data):
    """From where to where, what it needs and what it takes off the clue; by some alone, where it says so.

    `tells` is the kind of the message that the department of the clue is sent.
    """

    zh: str = Field(min_length=1)
    from_states: tuple[str, ...] = Field(alias="from", min_length=1)
    to_state: str = Field(alias="to")
    by: By = "ANYBODY"
    needs: tuple[Need, ...]
    clears: tuple[Literal["department", "doc_no", "outcome"], ...] = ()
    tells: Kind = ""

    def is_for(self, *, actor: str, assignee: str, for_department: bool) -> bool:
        """Whether somebody may take it: its assignee, who acts for the department, or any other colleague.

        Not the assignee alone takes back what was handed over: when he has left, somebody must.
        """
        if self.by == "HANDER":
            return actor == assignee or not for_department
        return {"ASSIGNEE": actor == assignee, "DEPARTMENT": for_department}.get(self.by, True)


class ClueMachine(_Data):
    """All states, steps and outcomes of a clue."""

    states: dict[str, State]
    initial: str
    outcomes: dict[str, str] = Field(min_length=1)
    steps: dict[str, Step]

    @property
    def open_states(self) -> tuple[str, ...]:
        """States in which a clue is still worked on."""
        return tuple(name for name, one in self.states.items() if not one.final)

    def steps_from(self, state: str) -> tuple[str, ...]:
        """Steps that may be taken next."""
        return tuple(name for name, one in self.steps.items() if state in one.from_states)

    def take(
        self,
        state: str,
        step: str,
        given: Mapping[str, str],
        *,
        actor: str,
        assignee: str,
        for_department: bool = False,
    ) -> Step:
        """The step, when it may be taken now.

        Parameters
        ----------
        for_department
            Whoever takes it acts for the department that the clue was handed over to.

        Raises
        ------
        AnswerRefusedError
            It is for the clue's assignee, the department, or whoever handed it over, to take.
        UsageError
            It is unknown, not possible from here, or lacks something.
        """
        found = self.steps.get(step)
        if found is None or state not in self.states:
            raise UsageError("没有这个办理步骤", where="step", todo="从线索页列出的步骤中选择")
        if state not in found.from_states:
            raise UsageError(
                f"线索现为“{self.states[state].zh}”，不能“{found.zh}”",
                where="step",
                todo="刷新后查看可办的步骤",
            )
        if not found.is_for(actor=actor, assignee=assignee, for_department=for_department):
            what, todo = _REFUSED[found.by]
            raise AnswerRefusedError(what, where="step", todo=todo)
        for need in found.needs:
            if not given.get(need, "").strip():
                raise UsageError(f"缺少{_NEED_NAMES[need]}", where=need, todo="填写后重试")
        if "outcome" in found.needs and given["outcome"] not in self.outcomes:
            known = "、".join(f"{code}（{name}）" for code, name in self.outcomes.items())
            raise UsageError("没有这种办理结果", where="outcome", todo=f"可用：{known}")
        return found


def _refuse(what: str, field: str) -> RuleDefinitionError:
    return RuleDefinitionError(what, where=f"{STEPS_FILE.name}#{field}", todo="改正步骤定义后重新启动")


def _check(machine: ClueMachine) -> ClueMachine:
    known = set(machine.states)
    if machine.initial not in known:
        raise _refuse("首个状态不存在", "initial")
    reached = {machine.initial}
    for name, step in machine.steps.items():
        for state in step.from_states:
            if state not in known:
                raise _refuse("指向了不存在的状态", f"steps.{name}.from")
            if machine.states[state].final:
                raise _refuse("办结的线索不能再有步骤", f"steps.{name}.from")
        if set(step.needs) & set(step.clears):
            raise _refuse("同一步骤不能既填写又清除", f"steps.{name}.clears")
        if step.to_state not in known:
            raise _refuse("指向了不存在的状态", f"steps.{name}.to")
    for _ in machine.states:
        reached |= {one.to_state for one in machine.steps.values() if reached & set(one.from_states)}
    if lost := sorted(known - reached):
        raise _refuse("状态无法到达", f"states.{lost[0]}")
    for name, stands in machine.states.items():
        if not stands.final and not machine.steps_from(name):
            raise _refuse("状态没有出路", f"states.{name}")
    return machine


def machine_from(data: Any) -> ClueMachine:
    """The machine from parsed data.

    Raises
    ------
    RuleDefinitionError
        Names the field that is wrong.
    """
    try:
        return _check(ClueMachine.model_validate(data))
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        raise _refuse("步骤定义的字段有误", ".".join(str(part) for part in first["loc"])) from error


@cache
def load_machine() -> ClueMachine:
    """The machine that ships with the platform."""
    return machine_from(yaml.safe_load(STEPS_FILE.read_text(encoding="utf-8")))
