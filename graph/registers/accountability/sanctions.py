"""Measures imposed in a case: one of the catalogue on one ground each, and what their executors are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from graph.audit import record_change
from graph.days import OPEN_DAY, add_years
from graph.errors import AnswerRefusedError, NotFoundError, RegisterConflictError, UsageError
from graph.liability.catalogue import Catalogue, Measure, require_covered
from graph.outbox import enqueue
from graph.registers.accountability.book import (
    SANCTION,
    LookUp,
    ending,
    new_record,
    open_records,
    records,
    replace_records,
)
from graph.registers.accountability.contract import ENDED, OPEN, Actor, Request, Row
from graph.store import WriteTransaction

BEGUN: Final = "SANCTION_BEGUN"
OVER: Final = "SANCTION_ENDED"


def impose(tx: WriteTransaction, case: Row, finding: Row, request: Request, book: Catalogue) -> list[Row]:
    """Impose the measures of an enforcement and tell their executors.

    Parameters
    ----------
    book
        The catalogue in use: one measure of it on one ground.

    Raises
    ------
    UsageError
        A measure is named twice, or none although the finding gives some.
    AnswerRefusedError
        One lies outside the catalogue, is not given by the finding, or has lasted as long as it may.
    """
    wanted = [one.measure for one in request.measures]
    if len(set(wanted)) != len(wanted):
        raise UsageError("同一措施写了两次", where="measures", todo="每项措施只写一次")
    if finding["measures"] and not wanted:
        raise UsageError(
            "没有选择措施", where="measures", todo="从认定给出的措施中选择：" + "、".join(finding["measures"])
        )
    before = records(tx.run, SANCTION, "finding_id", [finding["finding_id"]])
    begins, rows = max(request.doc_on, finding["valid_from"]), []
    for one in request.measures:
        measure = require_covered(
            one.measure,
            finding["measures"],
            listed=finding["ground_kind"] == "LISTING",
            target="PERSON_ROLE",
            catalogue=book,
        )
        latest = _latest(measure, begins, before)
        rows.append(
            new_record(
                "n", case, begins, ends_on=min(last_day(finding), latest), latest_on=latest,
                case_id=case["record_id"], measure=measure.code, edition=book.edition,
                executor=one.executor.strip() or measure.department, doc_no=request.doc_no.strip(),
                acknowledged_on="", feedback="", suspended_on="",
            )
        )  # fmt: skip
    open_records(tx, SANCTION, rows)
    tell(tx, BEGUN, rows)
    return rows


def _latest(measure: Measure, begins: str, before: Sequence[Row]) -> str:
    """The first day after the longest term of a measure; it runs from when the finding first brought it.

    Raises
    ------
    AnswerRefusedError
        That day has come.
    """
    if measure.max_term_years is None:
        return OPEN_DAY
    first = min([begins, *(one["opened_on"] for one in before if one["measure"] == measure.code)])
    latest = add_years(first, measure.max_term_years)
    if latest <= begins:
        raise AnswerRefusedError(
            f"这项措施自 {first} 起已满最长期限 {measure.max_term_years} 年", where=f"措施 {measure.code}",
            todo="改用其他措施",
        )  # fmt: skip
    return latest


def ends_on(sanction: Row, finding: Row) -> str:
    """The day on which a measure ends as its finding stands: with it, or when its longest term is over."""
    return min(last_day(finding), str(sanction.get("latest_on") or OPEN_DAY))


def last_day(finding: Row) -> str:
    """The day on which the finding ends: its term, or its withdrawal when that is earlier."""
    return min(finding["valid_to"] or OPEN_DAY, finding["withdrawn_at"] or OPEN_DAY)


def tell(tx: WriteTransaction, kind: str, rows: Sequence[Row], *, again: str = "") -> None:
    """Leave a message for each executor; the person stands in it by his opaque id alone.

    Parameters
    ----------
    again
        What sets apart messages of a kind that a measure may give rise to more than once.
    """
    for one in rows:
        content = {
            name: one.get(name, "")
            for name in (
                "record_id", "case_id", "finding_id", "measure", "edition", "executor", "doc_no",
                "authority_code", "ground_kind", "ground_id", "person_id", "opened_on", "ends_on",
                "ended_because", "suspended_on",
            )
        }  # fmt: skip
        message_id = f"{kind.lower()}-{one['record_id']}{again}"
        enqueue(tx, kind, {"channel": "INTERNAL", **content}, message_id=message_id)


def end(tx: WriteTransaction, found: Sequence[Row], day: str, because: str) -> None:
    """End measures and tell those who carry them out."""
    live = [one for one in found if one["standing"] == OPEN]
    ended = replace_records(tx, SANCTION, [(one, ending(day, because)) for one in live])
    tell(tx, OVER, ended)


def acknowledge(
    tx: WriteTransaction, actor: Actor, sanction_id: str, *, day: str, feedback: str, today: str
) -> Row:
    """Note that an executor has confirmed a measure; the same twice changes nothing.

    Raises
    ------
    NotFoundError
        There is no such measure.
    RegisterConflictError
        It is over, suspended, or was acknowledged with another answer.
    """
    found = records(tx.run, SANCTION, "record_id", [sanction_id])
    if not found:
        raise NotFoundError("没有这个措施编号", where=sanction_id, todo="从案件页选择")
    one = found[0]
    actor.require_authority(one["authority_code"], sanction_id)
    if (one["acknowledged_on"], one["feedback"]) == (day, feedback):
        return one
    if one.get("suspended_on"):
        raise RegisterConflictError(
            "依据有异议未决，该措施暂停执行", where=sanction_id, todo="待异议办结、恢复执行后再登记签收"
        )
    if one["standing"] == ENDED or one["acknowledged_on"]:
        raise RegisterConflictError("该措施已签收或已终止", where=sanction_id, todo="刷新案件页")
    if not one["opened_on"] <= day <= max(today, one["opened_on"]):
        raise UsageError("签收日期不对", where="received_on", todo="不早于措施起始日，不晚于今天")
    changed = {"acknowledged_on": day, "feedback": feedback}
    written = replace_records(tx, SANCTION, [(one, changed)])[0]
    record_change(tx, actor=actor.account, role=actor.role, action="ACKNOWLEDGE_SANCTION", target=sanction_id)
    return written


def refuse_unacknowledged(look_up: LookUp, case: Row, **params: Any) -> None:
    """Refuse to report results before every executor has confirmed his measure.

    Raises
    ------
    AnswerRefusedError
        One has not.
    """
    found = records(look_up, SANCTION, "case_id", [case["record_id"]], **params)
    waiting = [one for one in found if one["standing"] == OPEN and not one["acknowledged_on"]]
    if waiting:
        names = "、".join(f"{one['measure']} {one['executor']}" for one in waiting)
        raise AnswerRefusedError(
            f"尚有措施未签收：{names}", where=case["record_id"], todo="先登记执行部门的签收和反馈"
        )
