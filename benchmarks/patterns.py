"""Every pattern against reading the city once, and the hints of all entities against raw sparse sweeps.

On a store that is there already: ``python -m benchmarks.patterns --store bolt://HOST:7687 --day 2026-11-23``.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.city import load_city
from benchmarks.timing import Comparison, interleave
from graph.risk.hints.city import city_hints, read_graph
from graph.risk.hints.parameters import parameters
from graph.risk.hints.sweep import path_sums
from graph.risk.patterns import PATTERNS, run_pattern
from graph.risk.patterns.pages import Walk, read_states
from graph.store import Store, open_store
from graph.store.testing import EngineServer

#: A pattern reads states, relations or decisions: so many times one pass over the states at most.
PASSES = 12.0
SWEEPS = 10.0


def run(
    server: EngineServer, *, entities: int, rounds: int, standing: Path | None = None
) -> list[Comparison]:
    """All comparisons on one loaded city."""
    with TemporaryDirectory() as scratch, server.open() as store:
        desk = load_city(store, Path(scratch), entities, standing)
        return compare(store, desk.today, rounds)


def hints(
    server: EngineServer, *, entities: int, rounds: int, standing: Path | None = None
) -> list[Comparison]:
    """The hints alone."""
    with TemporaryDirectory() as scratch, server.open() as store:
        desk = load_city(store, Path(scratch), entities, standing)
        return [_sweeps(store, desk.today, rounds)]


def compare(store: Store, day: str, rounds: int) -> list[Comparison]:
    """The comparisons on a store that holds a city."""
    return [_sweeps(store, day, rounds), *(_pattern(store, name, day, rounds) for name in PATTERNS)]


def _sweeps(store: Store, day: str, rounds: int) -> Comparison:
    """The hints' own sums against one product of the same matrix and vector; ten are allowed."""
    chosen = parameters()
    graph = read_graph(Walk(store, day, store.head_seq()), chosen)
    sums: Callable[[], object] = lambda: path_sums(graph.weights, graph.seeds, chosen.decay)  # noqa: E731
    once: Callable[[], object] = lambda: [graph.weights @ graph.seeds for _ in range(10)]  # noqa: E731
    sums(), once()
    measured, tenfold = interleave(sums, once, rounds=rounds)
    whole = city_hints(store, day)
    notes = {
        "entities": graph.entities,
        "relations": int(graph.weights.nnz // 2),
        "seeds": int(np.count_nonzero(graph.seeds)),
        "hinted": int(np.count_nonzero(whole.values > 0)),
        "seconds": {name: round(value, 2) for name, value in whole.seconds.items()},
    }
    yardstick = tuple(one / 10 for one in tenfold)
    return Comparison(
        "hints", "hints of all entities", "one sparse sweep", SWEEPS, measured, yardstick, notes
    )


def _pattern(store: Store, name: str, day: str, rounds: int) -> Comparison:
    seq = store.head_seq()
    found = run_pattern(store, name, day, seq=seq)
    search: Callable[[], object] = lambda: run_pattern(store, name, day, seq=seq)  # noqa: E731
    once: Callable[[], object] = lambda: read_states(Walk(store, day, seq))  # noqa: E731
    measured, yardstick = interleave(search, once, rounds=max(1, rounds // 2))
    notes = {
        "matches": len(found.matches),
        "complete": found.complete,
        "seconds": round(min(measured), 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    return Comparison(
        f"pattern {name}", name, "reading the states of all once", PASSES, measured, yardstick, notes
    )


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", required=True, help="URL of a store that holds a city")
    parser.add_argument("--day", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with open_store(options.store) as store:
        started = time.monotonic()
        for one in compare(store, options.day, options.rounds):
            print(*one.row(), one.notes, sep=" | ", flush=True)
        print(f"{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    _main()
