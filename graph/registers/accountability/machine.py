"""The steps of a case, read from data; what may follow what, by whom, on which paper."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import AnswerRefusedError, RuleDefinitionError, UsageError
from graph.registers.accountability.contract import ARREARS_CASE

STEPS_FILE: Final = Path(__file__).parent / "steps.yaml"
SOE_STEPS: Final = Path(__file__).parent / "soe_steps.yaml"
OPENING: Final = "open"


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class State(_Data):
    """Where a case can stand."""

    zh: str = Field(min_length=1)
    final: bool


class Transition(_Data):
    """One step: from where to where, by which role, and who may not be the one to take it.

    Parameters
    ----------
    not_by
        Earlier steps, the opening among them: whoever took one of them does not take this one, whatever his
        role is by now.
    served
        The time for what follows runs from the day on which the paper was served, not from the paper's own.
    hears
        The step whose paper those heard here were told by; empty of a step that hears nobody.
    """

    zh: str = Field(min_length=1)
    from_state: str = Field(alias="from")
    to_state: str = Field(alias="to")
    role: Literal["OFFICER", "REVIEWER"]
    document: bool
    not_by: tuple[str, ...] = ()
    served: bool = False
    hears: str = ""
    answer_working_days: int | None = Field(default=None, ge=1, le=250)


def _refuse_person(
    found: Transition, step: str, *, role: str, actor: str, taken_by: Mapping[str, str]
) -> None:
    if role != found.role:
        raise AnswerRefusedError("该角色不得办理此步骤", where=step, todo="由有权的经办人或复核人办理")
    before = [taken_by.get(one) for one in found.not_by]
    if not all(before) or actor in before:
        raise AnswerRefusedError(
            "拟定与认定须由不同的人办理", where=step, todo="由没有经办过本案的另一名复核人办理"
        )


class Machine(_Data):
    """All states and steps of a case.

    Parameters
    ----------
    begin_working_days
        Working days from the opening to the first step.
    fallen
        State of a case whose ground fell away before it was over; no step leads there.
    decided
        From this state on others may be told: what is only suspected is nobody's business.
    by_document
        Where a case begins whose finding a document of the authority has confirmed; empty: nowhere.
    """

    states: dict[str, State]
    initial: str
    begin_working_days: int = Field(ge=1, le=250)
    fallen: str
    decided: str
    by_document: str = ""
    success: tuple[str, ...]
    transitions: dict[str, Transition]

    def next_steps(self, state: str) -> tuple[str, ...]:
        """Steps that lead on from a state, the usual one first."""
        return tuple(step for step, one in self.transitions.items() if one.from_state == state)

    def is_decided(self, state: str) -> bool:
        """Whether a case there has come to its decision, and was not dismissed."""
        return state in self.success[self.success.index(self.decided) :]

    def hears(self, step: str) -> str:
        """By which step those were told whom this one hears; empty when it hears nobody."""
        found = self.transitions.get(step)
        return found.hears if found else ""

    def take(
        self,
        state: str,
        step: str,
        *,
        role: str,
        actor: str,
        taken_by: Mapping[str, str],
        doc_no: str = "",
        decided_on: str = "",
    ) -> Transition:
        """The step, when it may be taken now by this person.

        Parameters
        ----------
        state, step
            Where the case stands, and the transition asked for.
        role, actor
            Role and account of the person who acts.
        taken_by
            Who took each earlier step.
        doc_no, decided_on
            Number and day of the document that the step rests on.

        Raises
        ------
        UsageError
            The step is unknown, not the next one, or lacks its document.
        AnswerRefusedError
            Not this role's step, or the same person took the one it checks.
        """
        found = self.transitions.get(step)
        if found is None or state not in self.states:
            raise UsageError("没有这个办理步骤", where=step, todo="从案件页列出的步骤中选择")
        if found.from_state != state:
            raise UsageError(
                f"案件现处于“{self.states[state].zh}”环节，不能直接“{found.zh}”",
                where=step,
                todo="按顺序逐步办理，不得跳过环节",
            )
        _refuse_person(found, step, role=role, actor=actor, taken_by=taken_by)
        if found.document and not (doc_no.strip() and decided_on.strip()):
            raise UsageError("缺少文号或文书日期", where=step, todo="填写文书的文号和日期")
        return found


def _refuse(what: str, field: str) -> RuleDefinitionError:
    return RuleDefinitionError(what, where=f"{STEPS_FILE.name} {field}", todo="改正步骤定义后重新启动")


def _check(machine: Machine) -> Machine:
    named = {machine.initial, machine.fallen, *machine.success}
    for step, transition in machine.transitions.items():
        named |= {transition.from_state, transition.to_state}
        if transition.from_state in machine.states and machine.states[transition.from_state].final:
            raise _refuse("办结的案件不能再有步骤", f"transitions.{step}.from")
        if not set(transition.not_by) <= {OPENING, *machine.transitions}:
            raise _refuse("回避所指的步骤不存在", f"transitions.{step}.not_by")
        told = machine.transitions.get(transition.hears)
        if transition.hears and (told is None or not told.served):
            raise _refuse("陈述申辩所指的告知步骤不存在", f"transitions.{step}.hears")
    if unknown := sorted(named - set(machine.states)):
        raise _refuse("指向了不存在的环节", unknown[0])
    ranks = {state: rank for rank, state in enumerate(machine.success)}
    if machine.success[:1] != (machine.initial,) or not machine.states[machine.success[-1]].final:
        raise _refuse("办理顺序须从首个环节到办结环节", "success")
    if machine.by_document not in ("", machine.decided):
        raise _refuse("文书已认定的案件须从认定环节开始", "by_document")
    if machine.decided not in ranks:
        raise _refuse("认定环节须在办理顺序中", "decided")
    for step, transition in machine.transitions.items():
        if transition.from_state not in ranks:
            raise _refuse("步骤的起点不在办理顺序中", f"transitions.{step}.from")
        goes_on = ranks.get(transition.to_state) == ranks[transition.from_state] + 1
        closes = transition.to_state not in ranks and machine.states[transition.to_state].final
        if not goes_on and not closes:
            raise _refuse("步骤跳过了环节", f"transitions.{step}.to")
    if machine.fallen in machine.states and not machine.states[machine.fallen].final:
        raise _refuse("依据消失后的环节须为办结环节", "fallen")
    led_to = {transition.to_state for transition in machine.transitions.values()}
    led_to |= {machine.initial, machine.fallen}
    if unreached := sorted(set(machine.states) - led_to):
        raise _refuse("环节无法到达", f"states.{unreached[0]}")
    confirming = [step for step in machine.transitions.values() if step.role == "REVIEWER"]
    if not confirming or any(OPENING not in step.not_by for step in confirming):
        raise _refuse("复核步骤须指明不得由立案的人和经办的人办理", "transitions")
    return machine


def machine_from(data: Any) -> Machine:
    """Build the machine from parsed data, or refuse it with the field that is wrong."""
    try:
        return _check(Machine.model_validate(data))
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        raise _refuse("步骤定义的字段有误", ".".join(str(part) for part in first["loc"])) from error


@cache
def load_machine(path: Path = STEPS_FILE) -> Machine:
    """A machine that ships with the platform; that of cases on persons unless another is named."""
    return machine_from(yaml.safe_load(path.read_text(encoding="utf-8")))


def machine_of(kind: str) -> Machine:
    """The steps of a kind of case."""
    return load_machine(SOE_STEPS if kind == ARREARS_CASE else STEPS_FILE)
