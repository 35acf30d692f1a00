"""Checks and screenings in-process, against their own raw query on the same connection."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from api.services.check import check
from api.services.desk import Desk, open_desk
from api.services.screen import screen
from benchmarks.timing import Comparison, interleave
from graph import queries
from graph.days import OPEN_SEQ
from graph.derivation import derive
from graph.identity.codes import classify_code
from graph.identity.keys import load_or_create_keys
from graph.store import Store
from graph.store.testing import EngineServer, empty
from ingest.pipeline import ingest_paths
from ingest.synthetic import generate_city

CHECKS = 300
SCREENED = 10_000


def _codes(desk: Desk) -> list[str]:
    """Codes of entities of the city, listed ones and others."""
    found: list[str] = []
    after = ""
    while len(found) < 4 * SCREENED:
        rows = desk.store.read("read/answers/entity_codes", after=after, limit=1000)[0]["rows"]
        if not rows:
            break
        found += [key.partition(":")[2] for row in rows for key in row["keys"] if key.startswith("USCC:")]
        after = rows[-1]["id"]
    return [code for code in found if classify_code(code).valid]


def _raw(store: Store, keys: Sequence[str], *, done_after: int | None, seq: int | None) -> object:
    """The same statement and nothing else: no classification, no states, no decision, no assembly."""
    query = queries.get("read/answers/dossiers_of_codes")
    with store._session("READ") as session:
        return list(session.run(query.cypher, {"keys": list(keys), "done_after": done_after, "seq": seq}))


def run(server: EngineServer, *, entities: int, rounds: int) -> list[Comparison]:
    """Both comparisons on one loaded city."""
    with TemporaryDirectory() as scratch, server.open() as store:
        folder = Path(scratch)
        keys = load_or_create_keys(folder / "keys")
        generate_city(folder / "city", entities=entities, seed=1, today="2026-11-23")
        empty(store)
        ingest_paths(store, keys, [folder / "city"])
        desk = open_desk(store, keys)
        derive(store, today=desk.today)
        store.after_bulk_load()
        known = _codes(desk)
        chosen = random.Random(7).sample(known, CHECKS)
        listed = random.Random(8).sample(known, min(SCREENED, len(known)))
        return [_checks(desk, chosen, entities, rounds), _screening(desk, listed, entities, rounds)]


def _checks(desk: Desk, codes: Sequence[str], entities: int, rounds: int) -> Comparison:
    identifiers = [classify_code(code).key for code in codes]
    run_all: Callable[[], object] = lambda: [check(desk, code) for code in codes]  # noqa: E731
    raw_all: Callable[[], object] = lambda: [  # noqa: E731
        _raw(desk.store, [key], done_after=None, seq=None) for key in identifiers
    ]
    run_all(), raw_all()
    measured, yardstick = interleave(run_all, raw_all, rounds=rounds)
    notes = {
        "entities": entities,
        "checks": len(codes),
        "ms_each": round(1000 * min(measured) / len(codes), 2),
    }
    return Comparison(
        "check", "check in-process", "its raw query, one statement each", 2.0, measured, yardstick, notes
    )


def _screening(desk: Desk, codes: Sequence[str], entities: int, rounds: int) -> Comparison:
    identifiers = [classify_code(code).key for code in codes]
    seq = desk.seq()
    run_all: Callable[[], object] = lambda: list(screen(desk, codes))  # noqa: E731
    raw_all: Callable[[], object] = lambda: _raw(  # noqa: E731
        desk.store, identifiers, done_after=OPEN_SEQ, seq=seq
    )
    run_all(), raw_all()
    measured, yardstick = interleave(run_all, raw_all, rounds=rounds)
    notes = {"entities": entities, "codes": len(codes)}
    return Comparison(
        "screen",
        "screening of 10,000 codes",
        "one raw UNWIND of the same keys",
        1.5,
        measured,
        yardstick,
        notes,
    )
