"""Clues that were handed over to a department, as it reads them, and its answer or their return."""

from __future__ import annotations

from typing import Any, Final

from api.auth.principal import Principal
from api.services.clues import actor_of, clue_detail_of_own, clues_where
from api.services.desk import Desk
from api.services.warning import day_figures, event_rows, newest_first
from graph.errors import NotFoundError
from graph.registers.clues import known_to, load_machine, shown_to, take_step
from graph.registers.records import Record, record_of
from graph.risk.warning import Scope, Signal, load_settings, scope_events

Row = dict[str, Any]
_STATES: Final = ("HANDED_OVER", "ANSWERED", "CLOSED")


def handed_page(desk: Desk, by: Principal, *, open_only: bool, before: str, limit: int) -> Row:
    """A page of the clues handed over to the asker's authority, newest first."""
    states = list(_STATES[:1] if open_only else _STATES)
    taken, cursor = clues_where(desk, lambda one: _is_his(by, one), states=states, before=before, limit=limit)
    rows = [clue_detail_of_own(desk, one["record_id"]) for one in taken]
    return {"rows": rows, "cursor": cursor}


def _is_his(by: Principal, clue: Record) -> bool:
    return bool(clue["department"]) and clue["department"] in by.authorities and clue["state"] in _STATES


def _handed(desk: Desk, by: Principal, clue_id: str, *, seq: int | None = None) -> Record:
    clue = record_of(desk.store, "Clue", clue_id, seq=seq)
    if not _is_his(by, clue):
        # Whether there is such a clue is nobody else's business.
        raise NotFoundError("没有移交给本部门的这条线索", where=clue_id, todo="核对线索编号")
    return clue


def handed_clue(
    desk: Desk, by: Principal, clue_id: str, *, seq: int | None = None, start: int = 0, limit: int = 200
) -> Row:
    """One of them, with a page of the records behind its signal as of the clue's last day, or its end.

    Parameters
    ----------
    seq
        The commit that all pages of the records are of; the newest unless given.
    start
        How many the pages before have told.

    Raises
    ------
    NotFoundError
        None of that id was handed over to the asker's authority, now or at that commit.
    """
    _handed(desk, by, clue_id)
    seq = desk.seq() if seq is None else seq
    # A clue goes on while its pages are read: the day of the records is the one of the first page.
    then = _handed(desk, by, clue_id, seq=seq)
    return {
        **clue_detail_of_own(desk, clue_id),
        **_records(desk, then, seq, start, limit),
        "outcomes": dict(load_machine().outcomes),
    }


def _records(desk: Desk, clue: Record, seq: int, start: int, limit: int) -> Row:
    """Asked by the id under which the scope is kept: who has no code that day has records all the same."""
    if not clue["signal"]:
        return {"records": [], "number": 0, "cursor": None}
    signal, scope = Signal(clue["signal"]), Scope(clue["scope_kind"])
    # What came after its end is no business of the department any more.
    day, seq = shown_to(clue), known_to(clue, seq)
    found = day_figures(desk, day, seq, (signal,))
    window = load_settings().signals[signal].window_days
    events = newest_first(scope_events(found, signal, scope, clue["scope_id"], window))
    end = start + limit
    return {
        "records": event_rows(desk, events[start:end], day, seq),
        "number": len(events),
        "cursor": str(end) if end < len(events) else None,
    }


def answer_clue(desk: Desk, by: Principal, clue_id: str, *, version: int, outcome: str, words: str) -> Row:
    """What the department found; whoever handed the clue over closes it."""
    _handed(desk, by, clue_id)
    given = {"outcome": outcome, "words": words}
    take_step(desk.store, clue_id, "answer", given, version=version, actor=actor_of(by))
    return clue_detail_of_own(desk, clue_id)


def return_clue(desk: Desk, by: Principal, clue_id: str, *, version: int, words: str) -> Row:
    """Back to whoever handed it over, with the reason: the department reads it no more."""
    _handed(desk, by, clue_id)
    take_step(desk.store, clue_id, "return", {"words": words}, version=version, actor=actor_of(by))
    return clue_detail_of_own(desk, clue_id)
