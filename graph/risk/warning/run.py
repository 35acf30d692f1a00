"""A day's figures computed in bulk and stored: versioned, with the run and the data version."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from graph.clock import calendar_edition
from graph.days import OPEN_SEQ, add_days
from graph.ids import new_id
from graph.risk.warning.changes import last_change
from graph.risk.warning.events import Event, Known, Span, newest_places, read_events
from graph.risk.warning.figures import Figure, Places, figures_of_day
from graph.risk.warning.groups import group_heads
from graph.risk.warning.settings import Scope, Signal, WarningSettings, load_settings
from graph.store import Store, WriteTransaction

WARNING_DAY: Final = "warning_day"
"""Name of the stored day up to which figures are computed."""
_BATCH: Final = 1_000
#: Version that closes (or empty), and the row that opens (or nothing).
_Turn = tuple[str, dict[str, Any] | None]
_COMPARED: Final = ("on_day", "value", "late", "baseline", "level", "region_code")


@dataclass(frozen=True)
class DayFigures:
    """Figures of one day, and the events behind them."""

    day: str
    seq: int
    data_version: str
    figures: tuple[Figure, ...]
    events: Mapping[Signal, Sequence[Event]]
    places: Places


@dataclass(frozen=True)
class WarningReport:
    """What one run did."""

    run_id: str
    day: str
    seq: int
    data_version: str
    events: int
    figures: int
    opened: int
    closed: int
    beyond: tuple[Figure, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Plain data, without the figures."""
        names = ("run_id", "day", "seq", "data_version", "events", "figures", "opened", "closed")
        return {**{name: getattr(self, name) for name in names}, "beyond": len(self.beyond)}


Finish = Callable[[WarningReport, DayFigures, WriteTransaction], object]
"""More to write in the transaction that ends a run."""


def data_version(seq: int, settings: WarningSettings) -> str:
    """What figures depend on: facts, settings and calendar."""
    return f"{seq}/{settings.edition}/{calendar_edition()}"


def compute_day(
    store: Store,
    day: str,
    *,
    today: str,
    seq: int | None = None,
    settings: WarningSettings | None = None,
    signals: Sequence[Signal] = tuple(Signal),
) -> DayFigures:
    """All figures of one day, as known at a commit; nothing is written.

    Parameters
    ----------
    day
        The day asked: nothing after it counts.
    today
        The store's own today: before it nothing was known later.
    seq
        The commit up to which facts count; the newest unless given.
    signals
        Only these.
    """
    settings = settings or load_settings()
    seq = store.head_seq() if seq is None else seq
    known = Known(store, today)
    events: dict[Signal, Sequence[Event]] = {}
    for signal in signals:
        first = add_days(day, 1 - settings.signals[signal].days_read)
        events[signal] = read_events(store, signal, Span(first, day, seq), settings, known=known)
    places = places_of(store, {one.entity for some in events.values() for one in some}, day, seq)
    figures = tuple(
        one for signal in signals for one in figures_of_day(events[signal], signal, day, settings, places)
    )
    return DayFigures(day, seq, data_version(seq, settings), figures, events, places)


def places_of(store: Store, entities: set[str], day: str, seq: int) -> Places:
    """Where entities stand on a day, and in which groups."""
    groups = group_heads(store, entities, seq)
    heads = {one for some in groups.values() for one in some}
    return Places(newest_places(store, entities | heads, day, seq), groups)


def run_day(
    store: Store,
    day: str,
    *,
    today: str,
    by: str = "warning",
    settings: WarningSettings | None = None,
    told: bool = False,
    finish: Finish | None = None,
) -> WarningReport:
    """Compute a day's figures and bring the stored ones in line: what differs is closed and opened anew.

    A run that is killed is completed by the next one; a second run on the same facts writes no figure.

    Parameters
    ----------
    told
        Whether subscribers are told with it: a later day is compared with the newest that was told.
    finish
        What follows from the figures, written in the transaction that ends the run.
    """
    settings = settings or load_settings()
    found = compute_day(store, day, today=today, settings=settings)
    run_id = new_id("w", 8)
    wanted = {one.key: _row(one, run_id) for one in found.figures}
    stored = {one["value_key"]: one for one in stored_figures(store, day, found.seq)}
    turns = [
        (stored[key]["value_id"] if key in stored else "", wanted.get(key))
        for key in sorted(wanted.keys() | stored.keys())
        if not _alike(stored.get(key), wanted.get(key))
    ]
    events = sum(len(some) for some in found.events.values())
    run = {
        "run_id": run_id,
        "day": day,
        "known_seq": found.seq,
        "data_version": found.data_version,
        "figures": len(wanted),
        "events": events,
        "told": told,
    }
    beyond = tuple(one for one in found.figures if one.level != "NORMAL")
    opened, closed = sum(row is not None for _, row in turns), sum(bool(old) for old, _ in turns)
    report = WarningReport(
        run_id, day, found.seq, found.data_version, events, len(wanted), opened, closed, beyond
    )
    _write(store, run, turns, by=by, finish=partial(finish, report, found) if finish else None)
    return report


def _alike(stored: Mapping[str, Any] | None, wanted: Mapping[str, Any] | None) -> bool:
    """Whether a stored figure says what the computed one does."""
    if stored is None or wanted is None:
        return False
    return all(stored.get(name) == wanted[name] for name in _COMPARED)


def last_figures(store: Store, day: str, seq: int, *, within: int) -> list[dict[str, Any]]:
    """Figures of the newest day before this one, at most so many days back, that subscribers were told.

    They are given as stored when they were told: a run that filled in the day afterwards told nobody.
    """
    span = {"first": add_days(day, -within), "last": add_days(day, -1)}
    told = store.read("read/warning/last_told", **span, seq=seq)
    return stored_figures(store, str(told[0]["day"]), int(told[0]["told_seq"])) if told else []


def stored_figures(store: Store, day: str, seq: int) -> list[dict[str, Any]]:
    """Figures of a day as stored at a commit."""
    return list(store.read("read/warning/values_of_day", day=day, seq=seq)[0]["rows"])


def run_known_at(store: Store, day: str, seq: int) -> str:
    """The run whose stored figures are a day's as known at a commit; empty where they have to be computed.

    No fact has changed since the commit that it counted up to, and it counted by the present settings.
    """
    found = store.read("read/warning/run_of_day", day=day, seq=seq)
    if not found:
        return ""
    run, known = found[0]["run"], int(found[0]["run"]["known_seq"])
    if run["data_version"] != data_version(known, load_settings()):
        return ""
    return str(run["run_id"]) if last_change(store, known) == last_change(store, seq) else ""


def read_figures(store: Store, day: str, seq: int) -> tuple[Figure, ...]:
    """Figures of a day as stored at a commit, as they were computed."""
    return tuple(
        Figure(
            Signal(row["signal"]),
            Scope(row["scope_kind"]),
            row["scope_id"],
            row["day"],
            row["on_day"],
            row["value"],
            row["late"],
            row["baseline"],
            row["level"],
            row["region_code"],
        )
        for row in stored_figures(store, day, seq)
    )


def _row(one: Figure, run_id: str) -> dict[str, Any]:
    return {
        "value_id": new_id("v"),
        "value_key": one.key,
        "signal": one.signal.value,
        "scope_kind": one.scope.value,
        "scope_id": one.scope_id,
        "day": one.day,
        "region_code": one.region,
        "on_day": one.on_day,
        "value": one.value,
        "late": one.late,
        "baseline": one.baseline,
        "level": one.level,
        "run_id": run_id,
    }


def _write(
    store: Store,
    run: dict[str, Any],
    turns: list[_Turn],
    *,
    by: str,
    finish: Callable[[WriteTransaction], object] | None,
) -> None:
    """What changed is closed and opened in one transaction: no reader sees a gap. The run comes last."""
    for start in range(0, len(turns), _BATCH):
        store.write(partial(_turn, turns=turns[start : start + _BATCH]), by=by, why="warning figures")
    store.write(partial(_end, run=run, finish=finish), by=by, why="warning run")


def _turn(tx: WriteTransaction, *, turns: list[_Turn]) -> None:
    stale = [old for old, _ in turns if old]
    fresh = [row for _, row in turns if row is not None]
    if stale:
        tx.run("derive/warning/close_values", ids=stale, open_seq=OPEN_SEQ)
    if fresh:
        tx.run("derive/warning/open_values", rows=fresh, open_seq=OPEN_SEQ)


def _end(
    tx: WriteTransaction, *, run: dict[str, Any], finish: Callable[[WriteTransaction], object] | None
) -> None:
    tx.run("derive/warning/open_run", run={**run, "at": tx.at}, open_seq=OPEN_SEQ)
    if finish is not None:
        finish(tx)


def scope_events(found: DayFigures, signal: Signal, scope: Scope, scope_id: str, window: int) -> list[Event]:
    """The events behind one figure: those of its window in its scope."""
    first = add_days(found.day, 1 - window)
    return [
        one
        for one in found.events[signal]
        if first <= one.day <= found.day and scope_id in found.places.ids(scope, one)
    ]
