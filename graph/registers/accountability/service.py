"""Opening cases on persons and taking their steps; each in one commit, with its audit event."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, Final

from graph import queries
from graph.errors import AnswerRefusedError, RegisterConflictError, UsageError
from graph.ids import new_id
from graph.liability.catalogue.stored import catalogue_plan
from graph.liability.reading import LABEL_OF_KIND
from graph.liability.rulebook import RuleSet
from graph.liability.states import CONFIRMED, LEAD, PROPOSED, SUSPENDED
from graph.registers.accountability import decision, duties, sanctions
from graph.registers.accountability.book import CASE, NOTICE, SANCTION, LookUp, new_record, records
from graph.registers.accountability.contract import ENDED, PERSON_CASE, Actor, Request, Row, check_texts
from graph.registers.accountability.findings import finding_in
from graph.registers.accountability.machine import OPENING, Machine, load_machine
from graph.registers.accountability.steps import (
    Adopted,
    Standing,
    check_paper,
    check_service,
    refuse_other_authority,
    refuse_stale,
    repeated,
    standing_of,
    write_step,
)
from graph.registers.accountability.terms import term_of
from graph.store import Store, WriteTransaction

DECIDING: Final = frozenset(decision.EFFECTS)
_ON_FACTS: Final = DECIDING | {"enforce"}
"""What is not done while a change of what it rests on is not derived yet."""
_STATE_ZH: Final = {
    "SUSPENDED": "因异议暂停", "WITHDRAWN": "已撤回", "EXPIRED": "已到期",
    "DISMISSED": "已决定不予认定",
}  # fmt: skip


@dataclass(frozen=True)
class Done:
    """A case after a request.

    Parameters
    ----------
    repeated
        The same request had been carried out before; nothing was written.
    decided
        The finding has to be derived anew.
    """

    case: Row
    repeated: bool = False
    decided: bool = False


class CaseService:
    """Cases on persons, at one store under one set of rules.

    Parameters
    ----------
    today
        The day that counts as today.
    """

    def __init__(self, store: Store, ruleset: RuleSet, today: str, machine: Machine | None = None) -> None:
        self._store = store
        self._rules = ruleset
        self._today = today
        self._machine = machine or load_machine()

    def open(
        self, actor: Actor, finding_id: str, *, request_id: str, case_no: str = "", note: str = ""
    ) -> Done:
        """Open a case on a lead or a proposed finding, or on one that the authority's document confirmed.

        Raises
        ------
        AnswerRefusedError
            Not an officer of the ground's own authority, a finding that nobody may confirm here, or one on
            which a case decided already.
        RegisterConflictError
            There is an open case on it already.
        """
        check_texts({"request_id": request_id, "case_no": case_no, "note": note})
        asked = Request(OPENING, request_id, 0, note=note, basis=case_no)
        key = f"{finding_id}|{request_id}"

        def work(tx: WriteTransaction) -> Done:
            before = repeated(tx, key, asked.digest)
            if before is not None:
                case = standing_of(tx.run, before["case_id"]).case
                actor.require_opening(case["authority_code"], finding_id)
                return Done(case, repeated=True)
            finding, state = finding_in(tx.run, finding_id, self._today)
            adopted = self._refuse_opening(tx, actor, finding, state)
            about = {**finding, "finding_id": finding_id}
            case = new_record("k", about, self._today, kind=PERSON_CASE, case_no=case_no.strip(), fact_id="")
            case |= {name: finding[name] for name in ("list_type", "role", "mode", "rule")}
            case |= {"case_id": case["record_id"], "open_key": f"{PERSON_CASE}|{finding_id}"}
            begun = Standing(case, ())
            request = Request(OPENING, request_id, 0, note=note, basis=case_no)
            written = write_step(
                tx, self._machine, begun, request, actor, self._today, key=key, changes={}, adopted=adopted
            )
            return Done(written)

        return self._store.write(work, by=actor.account, why="open accountability case")

    def _refuse_opening(self, tx: WriteTransaction, actor: Actor, finding: Row, state: str) -> Adopted | None:
        """Refuse what no case is opened on; the document, if one has confirmed the finding already."""
        where = str(finding["finding_id"])
        actor.require_opening(finding["authority_code"], where)
        if state not in (LEAD, PROPOSED, CONFIRMED):
            raise AnswerRefusedError(
                f"该责任{_STATE_ZH.get(state, state)}，不能立案", where=where, todo="从线索和拟认定清单中选择"
            )
        before = records(tx.run, CASE, "finding_id", [where])
        if open_cases := [one for one in before if one.get("open_key")]:
            raise RegisterConflictError(
                "该责任已有在办案件", where=open_cases[0]["record_id"], todo="在原案件中继续办理"
            )
        if state == CONFIRMED:
            return self._adopted(tx, finding, before)
        decision.rule_for_officer(finding, self._rules)
        return None

    def _adopted(self, tx: WriteTransaction, finding: Row, before: list[Row]) -> Adopted:
        """The authority's document by which a finding stands confirmed; it stands for 告知 to 认定.

        Raises
        ------
        AnswerRefusedError
            What followed from it was put away already, and has not fallen since.
        """
        used = {hop["fact_id"] for hop in json.loads(finding["path"])}
        about = queries.get("read/liability/facts_about", label="Attribution")
        named = [
            one
            for one in tx.run(about, refs=[finding["ground_ref"]])[0]["rows"]
            if one["person_id"] == finding["person_id"] and one["fact_id"] in used
        ]
        if done := self._done(tx, finding, named, before):
            raise AnswerRefusedError(
                "该责任已在案件中认定或执行完毕，不重复立案", where=done, todo="查看原案件"
            )
        grounds = self._grounds(tx.run, finding)
        papers = [(str(one.get("doc_no") or ""), str(one.get("decided_on") or "")) for one in named]
        number, day = max((one for one in papers if one[0]), key=lambda one: one[1], default=("", ""))
        if not number:
            number, day = _number(grounds), _decided_on(grounds)
        return Adopted(self._machine.by_document, number, day)

    def _done(self, tx: WriteTransaction, finding: Row, named: list[Row], before: list[Row]) -> str:
        """The case in which all was done that follows from the finding; empty when something is left to do.

        Where the ground fell its case was closed and the measures ended; the decision counts again when the
        ground stands again, but nothing follows from it unless another case takes it up.
        """
        where = str(finding["finding_id"])
        own = [str(one.get("case_id") or where) for one in named if one.get("decided_by") == decision.OFFICER]
        cases = [*before, *records(tx.run, CASE, "record_id", own)]
        fallen = {
            one["record_id"]
            for one in cases
            if one["state"] == self._machine.fallen or _has_fallen(tx, one["record_id"], finding)
        }
        put_away = [one["record_id"] for one in before if one["state"] == self._machine.success[-1]]
        return next((one for one in (*put_away, *own) if one not in fallen), "")

    def take(self, actor: Actor, case_id: str, request: Request) -> Done:
        """Take the next step of a case.

        Raises
        ------
        UsageError
            The step is not the next one, or lacks what it needs.
        AnswerRefusedError
            Not his to take, or a decision that the law gives no effect.
        RegisterConflictError
            Somebody else was quicker.
        """
        request = request.checked()
        key = f"{case_id}|{request.request_id}"
        book = self._store.ask(catalogue_plan())
        version = self._tried(actor, case_id, request, key) if request.step in DECIDING else ""

        def work(tx: WriteTransaction) -> Done:
            standing = standing_of(tx.run, case_id)
            # Who may not see the case learns nothing of it, not even that a request was sent before.
            actor.require_authority(standing.case["authority_code"], case_id)
            if repeated(tx, key, request.digest) is not None:
                return Done(standing.case, repeated=True)
            finding = self._allowed(tx, actor, standing, request)
            moved = version and finding["version_id"] != version
            if moved or (request.step in _ON_FACTS and self._pending(tx.run, finding, request.step)):
                raise RegisterConflictError(
                    "所依据的事实刚有变动，尚未推导完成", where=case_id, todo="稍候刷新案件页后重试"
                )
            changes: Row = {}
            if request.step in DECIDING:
                changes["fact_id"] = decision.write_decision(tx, finding, case_id, request, actor)
            elif request.step == "enforce":
                sanctions.impose(tx, standing.case, finding, request, book)
                duties.note_missing(tx, standing.case, self._today)
            case = write_step(
                tx, self._machine, standing, request, actor, self._today, key=key, changes=changes
            )
            return Done(case, decided=request.step in DECIDING)

        return self._store.write(work, by=actor.account, why=f"accountability case: {request.step}")

    def _tried(self, actor: Actor, case_id: str, request: Request, key: str) -> str:
        """Try a decision on the facts of now; the version of the finding on which it was tried."""
        seq = self._store.head_seq()
        if records(self._store.read, "CaseStep", "request_key", [key], seq=seq):
            return ""
        standing = standing_of(self._store.read, case_id, seq=seq)
        actor.require_authority(standing.case["authority_code"], case_id)
        finding = self._allowed(self._store.read, actor, standing, request, seq=seq)
        if self._pending(self._store.read, finding, request.step, seq=seq):
            raise RegisterConflictError(
                "所依据的事实刚有变动，尚未推导完成", where=case_id, todo="稍候刷新案件页后重试"
            )
        decision.refuse_without_effect(self._store, self._rules, finding, request, self._today, seq)
        return str(finding["version_id"])

    @staticmethod
    def _pending(look_up: LookUp, finding: Row, step: str, **params: Any) -> bool:
        """Whether something that touches the finding waits.

        For measures only what came after its version: the decision on which they rest waits itself, for a
        worker who will find nothing to do.
        """
        after = 0 if step in DECIDING else int(finding["seq_from"])
        ids = [one for one in (finding["entity_id"], finding["person_id"]) if one]
        return bool(look_up("read/answers/pending_among", ids=ids, after=after, **params)[0]["ids"])

    def _allowed(self, source: Any, actor: Actor, standing: Standing, request: Request, **params: Any) -> Row:
        """The finding, when this step may be taken now by this person on this paper."""
        look_up: LookUp = source.run if isinstance(source, WriteTransaction) else source
        case = standing.case
        refuse_stale(standing, request.seen)
        self._machine.take(
            case["state"],
            request.step,
            role=actor.role,
            actor=actor.account,
            taken_by=standing.taken_by,
            doc_no=request.doc_no,
            decided_on=request.doc_on,
        )
        finding, state = finding_in(look_up, case["finding_id"], self._today, **params)
        refuse_other_authority(case, finding["authority_code"])
        grounds = self._grounds(look_up, finding, **params)
        check_paper(request, standing, self._today, since=_first_day(grounds))
        check_service(self._machine, request, standing, self._today)
        if state == SUSPENDED:
            raise AnswerRefusedError(
                "依据有异议未决，案件暂停办理", where=case["record_id"], todo="待异议办结"
            )
        if state in ("WITHDRAWN", "EXPIRED"):
            raise AnswerRefusedError(
                f"该责任{_STATE_ZH[state]}，案件不再办理", where=case["record_id"], todo="刷新案件页"
            )
        self._refuse_step(look_up, standing, request, finding, state, grounds, **params)
        return finding

    def _refuse_step(
        self,
        look_up: LookUp,
        standing: Standing,
        request: Request,
        finding: Row,
        state: str,
        grounds: list[Row],
        **params: Any,
    ) -> None:
        case = standing.case
        if hears := self._machine.hears(request.step):
            refuse_unheard(standing, request, self._today, hears)
        elif request.step in DECIDING:
            rule = decision.rule_for_officer(finding, self._rules)
            if request.step == "confirm":
                decision.refuse_unready(finding, rule, request, _number(grounds))
        elif request.step == "enforce" and state != "CONFIRMED":
            raise RegisterConflictError("认定尚未推导生效", where=case["record_id"], todo="稍候刷新后重试")
        elif request.step == "report":
            sanctions.refuse_unacknowledged(look_up, case, **params)
        elif request.step == "archive":
            duties.refuse_undone(look_up, case, self._today, **params)

    @staticmethod
    def _grounds(look_up: LookUp, finding: Row, **params: Any) -> list[Row]:
        query = queries.get("read/liability/grounds", label=LABEL_OF_KIND[finding["ground_kind"]])
        found: list[Row] = look_up(query, refs=[finding["ground_ref"]], **params)[0]["rows"]
        return found


def _has_fallen(tx: WriteTransaction, case_id: str, finding: Row) -> bool:
    """Whether a case's measures or notices ended with a ground that stands again."""
    measures = records(tx.run, SANCTION, "case_id", [case_id])
    early = [one for one in measures if one["ends_on"] < sanctions.ends_on(one, finding)]
    told = records(tx.run, NOTICE, "case_id", [case_id])
    return any(one["standing"] == ENDED for one in (*early, *told))


def _number(grounds: list[Row]) -> str:
    """The number of the ground's decision."""
    return next((str(one[name]) for one in grounds for name in ("doc_no", "status_doc") if one.get(name)), "")


def _decided_on(grounds: list[Row]) -> str:
    """The day of the ground's decision."""
    days = [one.get(name) for one in grounds for name in ("decided_on", "status_on", "notice_on")]
    return next((str(one) for one in days if one), "")


def _first_day(grounds: list[Row]) -> str:
    """When the unit was first told of the ground, or it was decided."""
    days = [one.get(name) for one in grounds for name in ("notice_on", "decided_on", "status_on")]
    return min((str(one) for one in days if one), default="")


def refuse_unheard(standing: Standing, request: Request, today: str, told_by: str = "notify") -> None:
    """Refuse to go on before the person was heard, gave it up, or let the time pass.

    Parameters
    ----------
    told_by
        The step by which he was told.

    Raises
    ------
    UsageError
        It is not said which, or what he stated, or his time is not over.
    """
    if not request.heard:
        raise UsageError("缺少陈述申辩情况", where="heard", todo="选择：已陈述申辩、书面放弃、逾期未陈述申辩")
    if request.heard == "STATED" and not request.note.strip():
        raise UsageError("缺少陈述申辩的要点和采纳情况", where="note", todo="写明当事人的意见和是否采纳")
    notified = standing.step(told_by)
    if request.heard == "NO_ANSWER" and notified:
        _refuse_early(standing.case, notified, request.served_on, min(request.doc_on, today))


def _refuse_early(case: Row, notified: Row, served_on: str, day: str) -> None:
    """Refuse while his time has not begun, while it runs, or while nobody can say when it ends.

    It runs from the day on which the notice was served; that of the notice itself says nothing. The calendar
    of this moment counts: a year may have been announced since the worker last looked.
    """
    told = str(notified.get("served_on") or "")
    term = term_of(case, notified)
    if not term.working_days:
        return
    if not (served_on or told):
        raise UsageError(
            "没有告知书的送达日期，陈述申辩期限尚未起算", where="served_on", todo="按送达回证填写送达日期"
        )
    end = replace(term, began_on=served_on or told).end()
    last = max(end.day, notified["due_on"]) if told else end.day
    if day <= last:
        raise UsageError(
            f"陈述申辩期限到 {last}{'（暂定）' if end.provisional else ' '}才届满",
            where="heard",
            todo="期满后再办理，或附当事人的书面放弃",
        )
    if end.provisional:
        raise UsageError(
            f"陈述申辩期限暂定到 {last}，当年放假安排尚未载入，不能确定已经届满",
            where="heard",
            todo="由管理员载入当年的工作日历后再办理，或附当事人的书面放弃",
        )


def request_id() -> str:
    """A fresh id for one request."""
    return new_id("r")
