"""Early warning over the whole city: a day and a trend of each signal, against reading the city once."""

from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.city import load_city
from benchmarks.timing import Comparison, interleave
from graph.days import add_days
from graph.risk.patterns.pages import Walk, read_states
from graph.risk.warning import Known, Signal, Span, compute_day, load_settings, read_events
from graph.store import Store
from graph.store.testing import EngineServer

#: As of a pattern: so many times one pass over the states at most.
PASSES = 12.0
#: Days of a trend, as the page asks for them.
DAYS = 60


def run(
    server: EngineServer, *, entities: int, rounds: int, standing: Path | None = None
) -> list[Comparison]:
    """All comparisons on one loaded city."""
    with TemporaryDirectory() as scratch, server.open() as store:
        desk = load_city(store, Path(scratch), entities, standing)
        seq = store.head_seq()
        pairs = ((_a_day, "day"), (_a_trend, "trend"))
        return [
            _compare(store, signal, what, work(store, signal, desk.today, seq), desk.today, rounds)
            for signal in Signal
            for work, what in pairs
        ]


def _a_day(store: Store, signal: Signal, day: str, seq: int) -> Callable[[], int]:
    """All figures of a day; how many events lie behind them."""
    return lambda: len(compute_day(store, day, today=day, seq=seq, signals=(signal,)).events[signal])


def _a_trend(store: Store, signal: Signal, day: str, seq: int) -> Callable[[], int]:
    """The events behind sixty days."""
    settings, first = load_settings(), add_days(day, 1 - DAYS)
    span = Span(add_days(first, 1 - settings.signals[signal].days_read), day, seq)

    def read() -> int:
        known = Known(store, day)
        return len(read_events(store, signal, span, settings, known=known, standing_on=first))

    return read


def _compare(
    store: Store, signal: Signal, what: str, work: Callable[[], int], day: str, rounds: int
) -> Comparison:
    seq, events = store.head_seq(), work()
    once: Callable[[], object] = lambda: read_states(Walk(store, day, seq))  # noqa: E731
    measured, yardstick = interleave(work, once, rounds=max(1, rounds // 2))
    notes = {
        "events": events,
        "seconds": round(min(measured), 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    name = f"warning {what} {signal.value}"
    return Comparison(name, name, "reading the states of all once", PASSES, measured, yardstick, notes)
