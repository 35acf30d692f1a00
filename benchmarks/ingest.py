"""Ingest with validation, versions and provenance, against the bare writing of the same batches.

The yardstick replays, through the same Cypher files and in the same transactions, what an ingest of the
same packages wrote as entities, persons and facts: every row prepared beforehand, nothing looked up,
no source record, no quarantine, no change queue, no progress.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, cast

from benchmarks.memory import Memory
from benchmarks.recording import Call, Recorder
from benchmarks.timing import Comparison, interleave
from graph.identity.keys import load_or_create_keys
from graph.store import Store, WriteTransaction
from graph.store.testing import EngineServer, empty
from ingest.pipeline import ingest_paths
from ingest.synthetic import generate_city

BARE: Final = ("create_entities", "create_persons", "open_edge", "open_node", "attach_identifiers")


def _replay(store: Store, batches: list[list[Call]]) -> None:
    for calls in batches:

        def work(tx: WriteTransaction, calls: list[Call] = calls) -> None:
            for query, params in calls:
                tx.send(query, **params)

        store.write(work, by="benchmark", why="bare batches")
    store.after_bulk_load()


def run(server: EngineServer, *, entities: int, rounds: int) -> list[Comparison]:
    """Rates on one engine, and how far memory grew with ten times the rows."""
    with TemporaryDirectory() as scratch, server.open() as store:
        folder = Path(scratch)
        keys = load_or_create_keys(folder / "keys")
        cities = {}
        for size in (entities // 10, entities):
            cities[size] = folder / f"city{size}"
            generate_city(cities[size], entities=size, seed=1, today="2026-11-23")
        recorder = Recorder(store, BARE)
        empty(store)
        report = ingest_paths(cast(Store, recorder), keys, [cities[entities]])
        rows = sum(one.rows for one in report.packages[0].files.values())
        peaks = {}
        for size, city in cities.items():
            empty(store)
            with Memory(java=False) as memory:
                ingest_paths(store, keys, [city])
            peaks[size] = round(memory.largest / 2**20)
        measured, yardstick = interleave(
            lambda: ingest_paths(store, keys, [cities[entities]]),
            lambda: _replay(store, recorder.batches),
            rounds=rounds,
            before=lambda: empty(store),
        )
    notes = {
        "engine": f"{server.engine} {server.version}",
        "entities": entities,
        "rows": rows,
        "rows_per_second": [round(rows / one) for one in measured],
        "bare_rows_per_second": [round(rows / one) for one in yardstick],
        "peak_mib_by_entities": peaks,
    }
    what = "ingest with validation, versions and provenance"
    bare = "the same prepared batches through the same Cypher files"
    flat = Comparison(
        "ingest-memory",
        "largest resident size of an ingest, its processes together",
        "the same of a tenth of the rows",
        1.3,
        (peaks[entities],),
        (peaks[entities // 10],),
        notes,
        unit="MiB",
    )
    return [Comparison("ingest", what, bare, 2.0, measured, yardstick, notes), flat]
