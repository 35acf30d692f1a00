"""Arrears of a state enterprise (FR-55-06): 恶意 by a paper, persons by a decision, public only by law."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from graph import queries
from graph.errors import AnswerRefusedError, NotFoundError, RegisterConflictError, UsageError
from graph.registers.accountability import duties, notices
from graph.registers.accountability.book import CASE, NOTICE, LookUp, new_record, open_records, records
from graph.registers.accountability.contract import (
    ARREARS_CASE,
    Actor,
    Request,
    Row,
    check_texts,
)
from graph.registers.accountability.machine import OPENING, Machine, machine_of
from graph.registers.accountability.public import BASES, OVERTURNED, Basis, bases_of, contested, responsible
from graph.registers.accountability.service import Done, refuse_unheard
from graph.registers.accountability.steps import (
    Standing,
    check_paper,
    check_service,
    refuse_other_authority,
    refuse_stale,
    repeated,
    standing_of,
    write_step,
)
from graph.store import Store, WriteTransaction

SITE: Final = "信用南阳"
_STATE_OWNED: Final = frozenset({"国有独资", "国有控股"})
_CREDITORS: Final = frozenset({"SME", "WAGE"})


def soe_machine() -> Machine:
    """The steps of such a case."""
    return machine_of(ARREARS_CASE)


def owed_in(look_up: LookUp, ground_ref: str, **params: Any) -> Row:
    """The sum owed that a case is about.

    Raises
    ------
    NotFoundError
        Nothing of that key is owed.
    """
    query = queries.get("read/liability/grounds", label="Arrears")
    rows = look_up(query, refs=[ground_ref], **params)[0]["rows"]
    if not rows:
        raise NotFoundError("没有这笔拖欠账款", where="ground_id", todo="核对账款编号；先归集拖欠账款数据")
    return dict(rows[0])


class ArrearsService:
    """Cases on arrears of state enterprises."""

    def __init__(self, store: Store, today: str) -> None:
        self._store = store
        self._today = today
        self._machine = soe_machine()

    def open(
        self, actor: Actor, ground_ref: str, *, request_id: str, case_no: str = "", note: str = ""
    ) -> Done:
        """Receive a complaint or an overdue sum as a case.

        Raises
        ------
        AnswerRefusedError
            Not a state enterprise, not such a debt, paid, or another authority's.
        RegisterConflictError
            There is an open case on it.
        """
        check_texts({"request_id": request_id, "case_no": case_no, "note": note})
        asked = Request(OPENING, request_id, 0, note=note, basis=case_no)
        key = f"{ground_ref}|{request_id}"

        def work(tx: WriteTransaction) -> Done:
            before = repeated(tx, key, asked.digest)
            if before is not None:
                case = standing_of(tx.run, before["case_id"]).case
                actor.require_opening(case["authority_code"], str(case["ground_id"]))
                return Done(case, repeated=True)
            owed = owed_in(tx.run, ground_ref)
            self._refuse_opening(tx, actor, owed)
            about = {**owed, "person_id": "", "finding_id": ""}
            case = new_record("k", about, self._today, kind=ARREARS_CASE, case_no=case_no.strip(), fact_id="")
            listed = "L21" if owed.get("arrears_kind") == "SME" else ""
            case |= {"list_type": listed, "role": "", "mode": "", "rule": "", "case_id": case["record_id"]}
            case["open_key"] = f"{ARREARS_CASE}|{ground_ref}"
            begun = Standing(case, ())
            return Done(write_step(tx, self._machine, begun, asked, actor, self._today, key=key, changes={}))

        return self._store.write(work, by=actor.account, why="open arrears case")

    def _refuse_opening(self, tx: WriteTransaction, actor: Actor, owed: Row) -> None:
        where = str(owed["ground_id"])
        actor.require_opening(str(owed.get("authority_code") or ""), where)
        body = duties.body_on(tx.run, owed["entity_id"], self._today)
        if (body or {}).get("state_capital_class") not in _STATE_OWNED:
            raise AnswerRefusedError("债务人不是国有企业", where=where, todo="按其他程序处理")
        if owed.get("arrears_kind") not in _CREDITORS:
            raise AnswerRefusedError("不是对中小企业或农民工的欠款", where=where, todo="按其他程序处理")
        if owed.get("paid_on"):
            raise AnswerRefusedError("该账款已付清", where=where, todo="无须立案")
        _refuse_contested(tx.run, owed, where, self._today)
        taken = records(tx.run, CASE, "ground_ref", [owed["ground_ref"]])
        if any(one.get("open_key") for one in taken):
            raise RegisterConflictError("该账款已有在办案件", where=where, todo="在原案件中继续办理")

    def take(self, actor: Actor, case_id: str, request: Request) -> Done:
        """Take the next step of such a case.

        Raises
        ------
        UsageError, AnswerRefusedError, RegisterConflictError
            As with cases on persons.
        """
        request = request.checked()
        key = f"{case_id}|{request.request_id}"

        def work(tx: WriteTransaction) -> Done:
            standing = standing_of(tx.run, case_id)
            case = standing.case
            actor.require_authority(case["authority_code"], case_id)
            if repeated(tx, key, request.digest) is not None:
                return Done(case, repeated=True)
            refuse_stale(standing, request.seen)
            self._machine.take(
                case["state"], request.step, role=actor.role, actor=actor.account, taken_by=standing.taken_by,
                doc_no=request.doc_no, decided_on=request.doc_on,
            )  # fmt: skip
            check_paper(request, standing, self._today)
            check_service(self._machine, request, standing, self._today)
            self._act(tx, standing, request)
            return Done(
                write_step(tx, self._machine, standing, request, actor, self._today, key=key, changes={})
            )

        return self._store.write(work, by=actor.account, why=f"arrears case: {request.step}")

    def _act(self, tx: WriteTransaction, standing: Standing, request: Request) -> None:
        case = standing.case
        owed = owed_in(tx.run, case["ground_ref"])
        refuse_other_authority(case, str(owed.get("authority_code") or ""))
        if owed.get("paid_on"):
            raise AnswerRefusedError("该账款已付清", where=case["record_id"], todo="案件将自动终结")
        _refuse_contested(tx.run, owed, case["record_id"], self._today)
        if hears := self._machine.hears(request.step):
            refuse_unheard(standing, request, self._today, hears)
        elif request.step == "notify_persons":
            _refuse_strangers(tx.run, owed, request.persons, self._today)
        elif request.step == "decide":
            _refuse_untold(standing, request.persons)
            _refuse_strangers(tx.run, owed, request.persons, self._today)
        elif request.step == "publish":
            self._publish(tx, standing, owed, request)
        elif request.step in ("archive", "finish", "spare"):
            duties.refuse_undone(tx.run, case, self._today)

    def _publish(self, tx: WriteTransaction, standing: Standing, owed: Row, request: Request) -> None:
        """Write the public notice: names with masked numbers, on the basis that the law gives."""
        bases = [one for one in bases_of(tx.run, owed, self._today) if one.code == request.basis]
        if not bases:
            raise AnswerRefusedError(
                "没有公开公示的法定依据", where="basis",
                todo="拖欠工资须列入欠薪名单，拖欠中小企业账款须有不良后果（情节严重）文书；否则选择不公示办结",
            )  # fmt: skip
        decided = standing.step("decide")
        basis, persons = self._to_name(tx, owed, bases, decided["persons"] if decided else ())
        row = new_record(
            "u", {**standing.case, "case_id": standing.case["record_id"]}, request.doc_on,
            kind=notices.PUBLIC,
            channel=notices.PUBLIC, recipient=SITE, recipient_code="", doc_no=request.doc_no.strip(),
            basis=BASES[basis.code], note=_named(tx, persons), follows="", received_on="", feedback="",
            persons=list(persons), basis_ref=basis.ref,
        )  # fmt: skip
        open_records(tx, NOTICE, [row])
        notices.send(tx, notices.SENT, row)

    def _to_name(
        self, tx: WriteTransaction, owed: Row, bases: Sequence[Basis], decided: Sequence[str]
    ) -> tuple[Basis, list[str]]:
        """Whom of those decided on a basis lets be named: not who came after its days, nor who is contested.

        Raises
        ------
        AnswerRefusedError
            The office of one of them no longer stands, or the basis reaches none of them.
        """
        _refuse_strangers(tx.run, owed, decided, self._today)
        for basis in bases:
            held = {person for person, _, _ in responsible(tx.run, owed, self._today, basis)}
            if named := [one for one in decided if one in held]:
                return basis, named
        raise AnswerRefusedError(
            "公示依据不及于所决定的责任人", where="basis",
            todo="核对名单所列违法期间的任职；不能公示的，选择不公示办结",
        )  # fmt: skip


def _refuse_contested(look_up: LookUp, owed: Row, where: str, day: str) -> None:
    """Refuse every step while an objection to the sum itself is open, or after one was upheld.

    Raises
    ------
    AnswerRefusedError
        It is contested.
    """
    why = contested(look_up, [owed["fact_id"]], day).get(owed["fact_id"])
    if why == OVERTURNED:
        raise AnswerRefusedError("该账款经异议不成立", where=where, todo="案件不再办理")
    if why:
        raise AnswerRefusedError("该账款有异议未决，案件暂停办理", where=where, todo="待异议办结")


def _refuse_untold(standing: Standing, persons: Sequence[str]) -> None:
    """Refuse a decision on somebody who was not told in writing beforehand.

    Raises
    ------
    AnswerRefusedError
        One was not.
    """
    told = standing.step("notify_persons")
    if set(persons) - set(told["persons"] if told else ()):
        raise AnswerRefusedError(
            "所选人员未经书面告知，不得作出决定",
            where="persons",
            todo="只能从已告知并听取陈述申辩的责任人中选择",
        )


def _refuse_strangers(look_up: LookUp, owed: Row, persons: Sequence[str], day: str) -> None:
    """Refuse a decision on nobody, or on somebody whom registers do not show in office while it was owed.

    Raises
    ------
    UsageError
        No person is named.
    AnswerRefusedError
        One was not in office then, is not known for certain, is dead, or his office is contested.
    """
    if not persons:
        raise UsageError("缺少责任人", where="persons", todo="从责任人清单中选择拖欠期间在任的责任人")
    held = {person for person, _, _ in responsible(look_up, owed, day)}
    if set(persons) - held:
        raise AnswerRefusedError(
            "所选人员在拖欠期间没有登记的职务，或身份未核验、职务有异议、已死亡", where="persons",
            todo="核对责任人清单；有异议的待异议办结",
        )  # fmt: skip


def _named(tx: WriteTransaction, persons: Sequence[str]) -> str:
    """Names with masked numbers (first 6, last 4)."""
    names = tx.run("read/ownership/person_names", person_ids=list(persons))[0]
    rows = tx.run("read/answers/persons_masked", ids=list(persons))[0]["rows"]
    masked = {one["id"]: one["masked"] for one in rows}
    told = zip(names["person"], names["name"], strict=True)
    return "、".join(f"{name}（{masked.get(person, '号码不详')}）" for person, name in told)
