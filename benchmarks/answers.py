"""Checks and screenings in-process, against their own raw query on the same connection."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from api.services.check import check
from api.services.desk import Desk
from api.services.screen import screen
from benchmarks.city import entities_in, entity_codes, load_city
from benchmarks.timing import Comparison, interleave
from graph import queries
from graph.days import OPEN_SEQ
from graph.identity.codes import classify_code
from graph.store import Store
from graph.store.testing import EngineServer

CHECKS = 300
SCREENED = 10_000


def _raw(store: Store, keys: Sequence[str], *, done_after: int | None, seq: int | None) -> object:
    """The same statement and nothing else: no classification, no states, no decision, no assembly."""
    query = queries.get("read/answers/dossiers_of_codes")
    with store._session("READ") as session:
        return list(session.run(query.cypher, {"keys": list(keys), "done_after": done_after, "seq": seq}))


def run(
    server: EngineServer, *, entities: int, rounds: int, standing: Path | None = None
) -> list[Comparison]:
    """Both comparisons on one loaded city."""
    with TemporaryDirectory() as scratch, server.open() as store:
        desk = load_city(store, Path(scratch), entities, standing)
        entities = entities_in(store)
        known = entity_codes(store, 4 * SCREENED)
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
