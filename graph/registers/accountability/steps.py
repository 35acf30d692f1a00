"""Taking one step: the same request twice changes nothing, who comes second is told, no document lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.audit import record_change
from graph.errors import AnswerRefusedError, NotFoundError, RegisterConflictError, UsageError
from graph.registers.accountability.book import (
    CASE,
    STEP,
    LookUp,
    ending,
    open_records,
    open_steps,
    records,
    replace_records,
)
from graph.registers.accountability.contract import ENDED, Actor, Request, Row
from graph.registers.accountability.machine import OPENING, Machine
from graph.registers.accountability.terms import begins_on, term_after
from graph.store import WriteTransaction


@dataclass(frozen=True)
class Adopted:
    """A document of the authority that has confirmed a finding, and where a case on it begins."""

    state: str
    doc_no: str
    doc_on: str

    @property
    def paper(self) -> Row:
        """What the opening cites."""
        return {"doc_no": self.doc_no, "doc_on": self.doc_on}


@dataclass(frozen=True)
class Standing:
    """A case as it stands in a transaction: its current version and the steps taken."""

    case: Row
    steps: Sequence[Row]

    @property
    def taken_by(self) -> Mapping[str, str]:
        """Who took each step."""
        return {one["step"]: one["acted_by"] for one in self.steps}

    def step(self, name: str) -> Row | None:
        """A step taken earlier, or None."""
        return next((one for one in self.steps if one["step"] == name), None)


def standing_of(look_up: LookUp, case_id: str, **params: Any) -> Standing:
    """A case and its steps.

    Raises
    ------
    NotFoundError
        There is no such case.
    """
    found = records(look_up, CASE, "record_id", [case_id], **params)
    if not found:
        raise NotFoundError("没有这个案件编号", where=case_id, todo="从待办清单中选择案件")
    return Standing(found[0], records(look_up, STEP, "case_id", [case_id], **params))


def repeated(tx: WriteTransaction, key: str, digest: str) -> Row | None:
    """The step that the same request took before, or None.

    Raises
    ------
    RegisterConflictError
        The id was used for something else.
    """
    found = records(tx.run, STEP, "request_key", [key])
    if not found:
        return None
    if found[0]["request_digest"] != digest:
        raise RegisterConflictError(
            "这个请求编号已用于另一次办理", where="request_id", todo="换一个新的请求编号后重试"
        )
    return found[0]


def refuse_stale(standing: Standing, seen: int) -> None:
    """Refuse who has not seen the newest step.

    Raises
    ------
    RegisterConflictError
        Somebody else went on, or the case is over.
    """
    case = standing.case
    if case["standing"] == ENDED:
        raise RegisterConflictError("案件已办结", where=case["record_id"], todo="刷新案件页查看结果")
    if seen != case["number"]:
        last = standing.steps[-1]["acted_name"] if standing.steps else ""
        raise RegisterConflictError(
            f"案件已由{last or '他人'}办理到下一步，本次办理未生效",
            where=case["record_id"],
            todo="刷新案件页，按现在的环节办理",
        )


def refuse_other_authority(case: Row, authority: str) -> None:
    """Refuse every step in the name of an authority whose decision the ground no longer is.

    Raises
    ------
    AnswerRefusedError
        The ground was corrected to be another authority's since the case was opened.
    """
    if case["authority_code"] != authority:
        raise AnswerRefusedError(
            "所依据决定的机关已更正，原机关不得再办理本案", where=case["record_id"],
            todo="移送更正后的机关，由其另行立案",
        )  # fmt: skip


def check_paper(request: Request, standing: Standing, today: str, *, since: str = "") -> None:
    """Refuse a document from the future, or one older than the step before or than what it rests on.

    Parameters
    ----------
    since
        Day of the ground's own notice or decision: nobody is told of a responsibility for it before.

    Raises
    ------
    UsageError
        It is either.
    """
    if not request.doc_on:
        return
    if request.doc_on > today:
        raise UsageError("文书日期晚于今天", where="doc_on", todo="核对文书日期")
    if request.doc_on < since:
        raise UsageError(
            f"文书日期早于所依据决定的日期 {since}", where="doc_on", todo="核对文书日期；不得倒签"
        )
    earlier = max((one["doc_on"] for one in standing.steps if one["doc_on"]), default="")
    if request.doc_on < earlier:
        raise UsageError(
            f"文书日期早于上一步文书的日期 {earlier}", where="doc_on", todo="核对文书日期；不得倒签"
        )


def check_service(machine: Machine, request: Request, standing: Standing, today: str) -> None:
    """Refuse a day of service that cannot be: before its paper, after today, or not the one told before.

    Raises
    ------
    UsageError
        It is one of these, or the step serves nothing.
    """
    if not request.served_on:
        return
    where, step = "served_on", machine.transitions[request.step]
    notified, told = standing.step(step.hears), step.served
    if not told and notified is None:
        raise UsageError("此步骤没有需要送达的文书", where=where, todo="在告知或陈述申辩环节填写送达日期")
    paper_on = request.doc_on if told or notified is None else notified["doc_on"]
    if not paper_on <= request.served_on <= today:
        raise UsageError("送达日期不对", where=where, todo="不早于告知书日期，不晚于今天；以送达回证为准")
    before = "" if told or notified is None else notified.get("served_on") or ""
    if before and before != request.served_on:
        raise UsageError(
            f"告知时登记的送达日期是 {before}", where=where, todo="核对送达回证；以登记的日期为准"
        )


def write_step(
    tx: WriteTransaction,
    machine: Machine,
    standing: Standing,
    request: Request,
    actor: Actor,
    today: str,
    *,
    key: str,
    changes: Row,
    adopted: Adopted | None = None,
) -> Row:
    """Write a step, the case's next version and the audit event; returns that version.

    An opening may adopt the document by which the finding stands confirmed.
    """
    case = standing.case
    first = request.step == OPENING
    begins_at = adopted.state if adopted else machine.initial
    to_state = begins_at if first else machine.transitions[request.step].to_state
    term = term_after(machine, request.step, begins_on(machine, request, today), begins_at=begins_at)
    end = term.end()
    due = {"due_on": end.day, "due_provisional": end.provisional}
    step = {
        "case_id": case["record_id"], "number": 0 if first else case["number"] + 1,
        "step": request.step, "from_state": "" if first else case["state"], "to_state": to_state,
        "doc_no": request.doc_no.strip(), "doc_on": request.doc_on, "note": request.note.strip(),
        "served_on": request.served_on, "heard": request.heard,
        "fault_doc": request.fault_doc.strip(), "basis": request.basis.strip(),
        "persons": list(request.persons), **due, "term_from": term.began_on,
        "term_days": term.working_days, "acted_by": actor.account, "acted_name": actor.name,
        "acted_role": actor.role, "at": tx.at, "request_key": key,
        "request_digest": request.digest, **(adopted.paper if adopted else {}),
    }  # fmt: skip
    moved = {
        "state": to_state, "number": step["number"], "due_step": term.step, **due, **changes,
    }  # fmt: skip
    if machine.states[to_state].final:
        moved |= ending(today, to_state)
    open_steps(tx, [step])
    if first:
        written = {**case, **moved}
        open_records(tx, CASE, [written])
    else:
        written = replace_records(tx, CASE, [(case, moved)])[0]
    record_change(
        tx, actor=actor.account, role=actor.role, action=f"CASE_{request.step.upper()}",
        target=case["record_id"], detail={"doc_no": step["doc_no"], "state": to_state},
    )  # fmt: skip
    return written
