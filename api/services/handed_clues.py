"""Clues that were handed over to a department, as it reads them, and its answer."""

from __future__ import annotations

from typing import Any, Final

from api.auth.principal import Principal
from api.services.clues import actor_of, clue_detail_of_own, clues_where
from api.services.desk import Desk
from api.services.warning import events_answer
from graph.errors import NotFoundError
from graph.registers.clues import load_machine, take_step
from graph.registers.records import Record, record_of

Row = dict[str, Any]
_STATES: Final = ("HANDED_OVER", "ANSWERED", "CLOSED")
_MOST_RECORDS: Final = 200


def handed_page(desk: Desk, by: Principal, *, open_only: bool, before: str, limit: int) -> Row:
    """A page of the clues handed over to the asker's authority, newest first."""
    states = list(_STATES[:1] if open_only else _STATES)
    taken, cursor = clues_where(desk, lambda one: _is_his(by, one), states=states, before=before, limit=limit)
    rows = [clue_detail_of_own(desk, one["record_id"]) for one in taken]
    return {"rows": rows, "cursor": cursor}


def _is_his(by: Principal, clue: Record) -> bool:
    return bool(clue["department"]) and clue["department"] in by.authorities and clue["state"] in _STATES


def _handed(desk: Desk, by: Principal, clue_id: str) -> Record:
    clue = record_of(desk.store, "Clue", clue_id)
    if not _is_his(by, clue):
        # Whether there is such a clue is nobody else's business.
        raise NotFoundError("没有移交给本部门的这条线索", where=clue_id, todo="核对线索编号")
    return clue


def handed_clue(desk: Desk, by: Principal, clue_id: str) -> Row:
    """One of them, with the records behind its signal as of the clue's last day.

    Raises
    ------
    NotFoundError
        None of that id was handed over to the asker's authority.
    """
    clue = _handed(desk, by, clue_id)
    shown = clue_detail_of_own(desk, clue_id)
    return {**shown, "records": _records(desk, clue, shown), "outcomes": dict(load_machine().outcomes)}


def _records(desk: Desk, clue: Record, shown: Row) -> list[Row]:
    if not clue["signal"]:
        return []
    try:
        found = events_answer(
            desk,
            clue["last_day"],
            signal=clue["signal"],
            scope=clue["scope_kind"],
            scope_id=shown["scope_id"],
            limit=_MOST_RECORDS,
        )
    except NotFoundError:
        # A group that a person heads is asked about by no code.
        return []
    rows: list[Row] = found["rows"]
    return rows


def answer_clue(desk: Desk, by: Principal, clue_id: str, *, version: int, outcome: str, words: str) -> Row:
    """What the department found; whoever handed the clue over closes it."""
    _handed(desk, by, clue_id)
    given = {"outcome": outcome, "words": words}
    take_step(desk.store, clue_id, "answer", given, version=version, actor=actor_of(by))
    return clue_detail_of_own(desk, clue_id)
