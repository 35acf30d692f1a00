"""Notices: issued by an officer with a number, sent through the outbox, corrected when their ground falls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph.audit import record_change
from graph.errors import AnswerRefusedError, NotFoundError, RegisterConflictError, UsageError
from graph.liability.disputes import suspended_in
from graph.liability.states import CONFIRMED
from graph.outbox import enqueue
from graph.registers.accountability.book import (
    CASE,
    NOTICE,
    TASK,
    ending,
    new_record,
    open_records,
    records,
    replace_records,
)
from graph.registers.accountability.contract import ENDED, OPEN, Actor, Row, check_day, check_texts
from graph.registers.accountability.duties import duties_of, kinds, portals
from graph.registers.accountability.findings import finding_in
from graph.registers.accountability.machine import machine_of
from graph.registers.accountability.steps import refuse_other_authority
from graph.store import WriteTransaction

INTERNAL: Final = "INTERNAL"
PUBLIC: Final = "PUBLIC"
CORRECTION: Final = "CORRECTION"
SENT: Final = "NOTICE_SENT"
TAKEN_BACK: Final = "NOTICE_CORRECTED"


@dataclass(frozen=True)
class Asked:
    """A notice that an officer wants to issue.

    Parameters
    ----------
    recipient
        Where registers do not say who it is, or another organ of the same kind.
    """

    kind: str
    request_id: str
    doc_no: str
    doc_on: str
    note: str = ""
    recipient: str = ""

    def check(self, today: str) -> None:
        """Refuse what cannot be sent.

        Raises
        ------
        UsageError
            It names the field.
        """
        texts = {"request_id": self.request_id, "doc_no": self.doc_no, "note": self.note}
        check_texts({**texts, "case_no": self.recipient})
        check_day(self.doc_on, "doc_on")
        if self.kind not in kinds():
            raise UsageError("没有这种通报", where="kind", todo="可用：" + "、".join(kinds()))
        if not self.doc_no.strip() or not self.doc_on:
            raise UsageError("缺少通报文号或日期", where="doc_no", todo="填写通报的文号和日期")
        if self.doc_on > today:
            raise UsageError("通报日期晚于今天", where="doc_on", todo="核对日期")
        if any(one in self.recipient for one in portals()):
            raise UsageError(
                "通报只走内部渠道，不得发往网站", where="recipient", todo="填写应当接收通报的单位"
            )


def issue(tx: WriteTransaction, actor: Actor, about: Row, asked: Asked, *, today: str) -> Row:
    """Issue a notice that a case or a ground asks for; the same twice is one.

    Raises
    ------
    AnswerRefusedError
        Nobody has to be told this way, or not by this officer, or nothing is decided that could be told.
    UsageError
        Number, day or recipient is missing.
    RegisterConflictError
        It was issued already.
    """
    where = about["case_id"] or about["ground_id"]
    actor.require_authority(about["authority_code"], where)
    asked.check(today)
    sent = [one for one in _sent(tx, about) if (one["doc_no"], one["kind"]) == (asked.doc_no, asked.kind)]
    if sent and asked.recipient in ("", sent[0]["recipient"]):
        return sent[0]
    _refuse_undecided(tx, about, asked.kind, today)
    due = [one for one in duties_of(tx.run, about, today) if one.kind == asked.kind]
    if not due:
        raise AnswerRefusedError("该案无须作此通报", where=where, todo="案件页列出应当通报的单位")
    left = [one for one in due if not one.notice_id]
    if not left:
        raise RegisterConflictError("该通报已发出", where=where, todo="刷新案件页")
    duty = next((one for one in left if one.recipient == asked.recipient), left[0])
    name = asked.recipient.strip() or duty.recipient
    if not name:
        organ = kinds()[asked.kind]["organ"]
        raise UsageError("不知道接收单位", where="recipient", todo=f"填写{organ}的名称")
    row = new_record(
        "u", about, asked.doc_on, kind=asked.kind, channel=INTERNAL, recipient=name,
        recipient_code=duty.recipient_code if name == duty.recipient else "", doc_no=asked.doc_no.strip(),
        basis="", note=asked.note.strip(), follows="", received_on="", feedback="",
    )  # fmt: skip
    open_records(tx, NOTICE, [row])
    send(tx, SENT, row)
    _note(tx, actor, "ISSUE_NOTICE", row, asked.kind)
    return row


def _refuse_undecided(tx: WriteTransaction, about: Row, kind: str, today: str) -> None:
    """Refuse to tell anybody of a suspicion, a case that is over, or what does not stand or is contested.

    Raises
    ------
    AnswerRefusedError
        It is one of these; or staff are told of outside a case.
    """
    case_id = about["case_id"]
    if not case_id:
        if kinds()[kind]["of"] == "STAFF":
            raise AnswerRefusedError(
                "工作人员的通报只能在其案件中发出", where=about["ground_id"], todo="在案件页发出通报"
            )
        said = tx.run("read/liability/objections_to_facts", fact_ids=[about["fact_id"]])[0]["rows"]
        if suspended_in(said, today):
            raise AnswerRefusedError(
                "该决定正在异议中或者待更正，不得通报",
                where=about["ground_id"],
                todo="异议办结之后再发出通报",
            )
        return
    case = records(tx.run, CASE, "record_id", [case_id])[0]
    if case["standing"] == ENDED:
        raise AnswerRefusedError("案件已办结，不再发出通报", where=case_id, todo="刷新案件页查看结果")
    if not machine_of(case["kind"]).is_decided(case["state"]):
        raise AnswerRefusedError("案件尚未认定，不得通报", where=case_id, todo="认定之后再发出通报")
    if not case["finding_id"]:
        return
    finding, state = finding_in(tx.run, case["finding_id"], today)
    refuse_other_authority(case, finding["authority_code"])
    if state != CONFIRMED:
        raise AnswerRefusedError(
            "认定未生效、已暂停或者已终止，不得通报", where=case_id, todo="刷新案件页查看责任状态"
        )


def _sent(tx: WriteTransaction, about: Row) -> list[Row]:
    key, one = ("case_id", about["case_id"]) if about["case_id"] else ("ground_ref", about["ground_ref"])
    return [row for row in records(tx.run, NOTICE, key, [one]) if row["case_id"] == about["case_id"]]


def send(tx: WriteTransaction, kind: str, row: Row) -> None:
    """Leave the message of a notice; which channel it may take stands in it."""
    names = (
        "record_id", "case_id", "kind", "channel", "recipient", "recipient_code", "doc_no", "basis", "note",
        "authority_code", "ground_kind", "ground_id", "entity_id", "person_id", "opened_on", "follows",
        "ended_because",
    )  # fmt: skip
    content = {name: row[name] for name in names}
    enqueue(tx, kind, content, message_id=f"{kind.lower()}-{row['record_id']}")


def correct(tx: WriteTransaction, found: Sequence[Row], day: str, because: str) -> None:
    """End notices whose ground has fallen, and tell each recipient so by a notice that follows."""
    live = [one for one in found if one["standing"] == OPEN and one["kind"] != CORRECTION]
    for one in replace_records(tx, NOTICE, [(row, ending(day, because)) for row in live]):
        follow = new_record(
            "u", one, day, kind=CORRECTION, channel=one["channel"], recipient=one["recipient"],
            recipient_code=one["recipient_code"], doc_no="", basis="",
            note="所依据的事项已终止，原通报不再使用", follows=one["record_id"], received_on="", feedback="",
        )  # fmt: skip
        open_records(tx, NOTICE, [{**follow, "ended_because": because}])
        send(tx, TAKEN_BACK, {**follow, "ended_because": because})


def acknowledge(
    tx: WriteTransaction, actor: Actor, notice_id: str, *, day: str, feedback: str, today: str
) -> Row:
    """Note receipt and answer of a notice; the same twice changes nothing.

    Raises
    ------
    NotFoundError
        There is no such notice.
    RegisterConflictError
        Another receipt stands.
    """
    found = records(tx.run, NOTICE, "record_id", [notice_id])
    if not found:
        raise NotFoundError("没有这个通报编号", where=notice_id, todo="从案件页选择")
    one = found[0]
    actor.require_authority(one["authority_code"], notice_id)
    if (one["received_on"], one["feedback"]) == (day, feedback):
        return one
    if one["received_on"]:
        raise RegisterConflictError("该通报已有回执", where=notice_id, todo="刷新案件页")
    if not one["opened_on"] <= day <= today:
        raise UsageError("回执日期不对", where="received_on", todo="不早于通报日期，不晚于今天")
    written = replace_records(tx, NOTICE, [(one, {"received_on": day, "feedback": feedback})])[0]
    _note(tx, actor, "ACKNOWLEDGE_NOTICE", written, one["kind"])
    return written


def settle_task(tx: WriteTransaction, actor: Actor, task_id: str, *, answer: str, today: str) -> Row:
    """Note how a task was settled; the same twice changes nothing.

    Raises
    ------
    NotFoundError
        There is no such task.
    UsageError
        The answer is missing.
    RegisterConflictError
        Somebody settled it otherwise.
    """
    found = records(tx.run, TASK, "record_id", [task_id])
    if not found:
        raise NotFoundError("没有这个待办事项", where=task_id, todo="从待办清单中选择")
    one = found[0]
    actor.require_authority(one["authority_code"], task_id)
    if not answer.strip():
        raise UsageError("缺少办理结果", where="answer", todo="写明查到的单位或无法查明的原因")
    if one["standing"] == ENDED:
        if one["answer"] == answer:
            return one
        raise RegisterConflictError("该事项已办结", where=task_id, todo="刷新待办清单")
    changes = {**ending(today, "SETTLED"), "answer": answer, "done_by": actor.account}
    written = replace_records(tx, TASK, [(one, changes)])[0]
    _note(tx, actor, "SETTLE_TASK", written, one["kind"])
    return written


def _note(tx: WriteTransaction, actor: Actor, action: str, row: Row, kind: str) -> None:
    record_change(
        tx,
        actor=actor.account,
        role=actor.role,
        action=action,
        target=row["record_id"],
        detail={"kind": kind},
    )
