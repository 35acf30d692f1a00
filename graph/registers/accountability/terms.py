"""Terms of a case in working days: counted when a step is taken, and again when the calendar changes.

A term that runs into a year whose holidays were not announced is provisional. Once they are, the last day may
be another one, and with it the day from which a person may be said to have let his time pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final

from graph import queries
from graph.audit import record_change
from graph.clock import Calendar, ComputedDay, add_working_days, default_calendar
from graph.days import SHANGHAI
from graph.registers.accountability.book import CASE, STEP, LookUp, records, replace_records, replace_steps
from graph.registers.accountability.contract import OPEN, Request, Row
from graph.registers.accountability.machine import OPENING, Machine, machine_of
from graph.store import Store, WriteTransaction

TERMS_EDITION: Final = "terms_edition"
"""Name of the stored edition of the calendar by which the terms of all open cases are counted."""
MOVED: Final = "CASE_TERM_MOVED"
_BATCH: Final = 500
_WHY: Final = "terms counted by another calendar"
_NONE: Final = ComputedDay("", False)
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Term:
    """So many working days from a day, which itself does not count.

    Parameters
    ----------
    step
        What is due.
    working_days
        Nothing when no time is set for it.
    """

    step: str
    began_on: str
    working_days: int

    def end(self, calendar: Calendar | None = None) -> ComputedDay:
        """The last day; no day where no time is set."""
        if not self.working_days or not self.began_on:
            return _NONE
        return add_working_days(self.began_on, self.working_days, calendar)


def term_after(machine: Machine, step: str, day: str, *, begins_at: str = "") -> Term:
    """What is due after a step that was taken on `day`, and within which time.

    Parameters
    ----------
    day
        Of a paper that has to be served, the day of service; without it the time has not begun.
    begins_at
        Of an opening, where the case begins if not at the first state.
    """
    if step == OPENING:
        state, days = begins_at or machine.initial, machine.begin_working_days
    else:
        state = machine.transitions[step].to_state
        days = machine.transitions[step].answer_working_days or 0
    following = machine.next_steps(state)
    if not following or not days:
        return Term(following[0] if following else "", "", 0)
    return Term(following[0], day, days)


def begins_on(machine: Machine, request: Request, today: str) -> str:
    """The day from which the term that a step sets is counted; empty while nobody knows it."""
    if request.step != OPENING and machine.transitions[request.step].served:
        return request.served_on
    return request.doc_on or today


def term_of(case: Row, step: Row) -> Term:
    """The term that a step set: as written with it, whatever the steps of today say.

    Steps of older versions did not write it down; theirs is worked out.
    """
    if step.get("term_from") or step.get("term_days"):
        return Term(case["due_step"], step.get("term_from") or "", int(step["term_days"]))
    if step["doc_on"]:
        began_on = step["doc_on"]
    elif step["step"] == OPENING:
        began_on = case["opened_on"]
    else:
        at = datetime.fromisoformat(step["at"])
        began_on = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(SHANGHAI).date().isoformat()
    return term_after(machine_of(case["kind"]), step["step"], began_on)


def recount_terms(
    store: Store, *, by: str = "worker", progress: Progress = lambda _done, _of: None, batch: int = _BATCH
) -> int:
    """Count the terms of open cases again if the calendar changed since; how many were moved.

    Only the step that a case stands at is counted: what was due before is done. It may be killed at any
    point: the edition is noted last, and what is moved already is not moved again.

    Parameters
    ----------
    progress
        Called between two batches; it may end the work by raising.
    """
    calendar = default_calendar()
    noted = store.read("read/meta/value", name=TERMS_EDITION)
    if noted and noted[0]["value"] == calendar.edition:
        return 0
    moved = 0
    for cases in _pages(store, batch):
        if _changed(store.read, cases, calendar):
            ids = [one["record_id"] for one in cases]
            moved += store.write(partial(_move, ids=ids, calendar=calendar, by=by), by=by, why=_WHY)
        progress(moved, 0)
    store.write(
        lambda tx: tx.run("write/meta/put_value", name=TERMS_EDITION, value=calendar.edition),
        by=by,
        why=_WHY,
    )
    return moved


def _pages(store: Store, limit: int) -> Iterator[list[Row]]:
    query, after = queries.get("read/cases/page", label=CASE), ""
    while True:
        rows: list[Row] = store.read(
            query, authorities=[], every=True, standings=[OPEN], after=after, limit=limit
        )[0]["rows"]
        if rows:
            yield rows
        if len(rows) < limit:
            return
        after = rows[-1]["record_id"]


def _changed(look_up: LookUp, cases: Sequence[Row], calendar: Calendar) -> list[tuple[Row, Row, ComputedDay]]:
    """Cases whose last day is another one now, each with the step that set it and the day."""
    waiting = {one["record_id"]: one for one in cases if one["standing"] == OPEN and one["due_on"]}
    found = []
    for step in records(look_up, STEP, "case_id", waiting):
        case = waiting[step["case_id"]]
        if step["number"] != case["number"]:
            continue
        end = term_of(case, step).end(calendar)
        told = {(one["due_on"], bool(one["due_provisional"])) for one in (case, step)}
        if end.day and told != {tuple(end)}:
            found.append((case, step, end))
    return found


def _move(tx: WriteTransaction, *, ids: Sequence[str], calendar: Calendar, by: str) -> int:
    """Write the next versions; what somebody did since the cases were read counts."""
    changed = _changed(tx.run, records(tx.run, CASE, "record_id", ids), calendar)
    new = [{"due_on": end.day, "due_provisional": end.provisional} for _, _, end in changed]
    replace_records(tx, CASE, [(case, one) for (case, _, _), one in zip(changed, new, strict=True)])
    replace_steps(tx, [(step, one) for (_, step, _), one in zip(changed, new, strict=True)])
    for (case, _, _), one in zip(changed, new, strict=True):
        record_change(
            tx, actor=by, role="SYSTEM", action=MOVED, target=case["record_id"],
            detail={"calendar": calendar.edition, "before": case["due_on"], **one},
        )  # fmt: skip
    return len(changed)
