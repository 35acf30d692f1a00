"""Control read as columns, computed and written back, against the raw driver that only reads and writes.

The yardstick runs the very statements of a derivation of control, reads and writes, and knows nothing: no
closure, no comparison with what is stored. Shown beside it, on 10,000 companies of the same store: control
as a loop in Cypher, which asks the store again until no pair is added.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

import neo4j

from benchmarks.city import entities_in, load_city
from benchmarks.derivation import erase_control, raw_session
from benchmarks.recording import Call, Reader, Recorder, write_bare
from benchmarks.timing import Comparison, seconds
from graph.days import OPEN_SEQ
from graph.ownership import derive_control
from graph.store import Store, core
from graph.store.testing import EngineServer

COMPANIES: Final = 10_000
_FIRST: Final = "MATCH (c:Entity) WITH c.entity_id AS id ORDER BY id LIMIT $most RETURN collect(id) AS ids"
_HELD: Final = f"edge.seq_to = {OPEN_SEQ} AND edge.valid_from <= $day AND edge.valid_to > $day"
_DIRECT: Final = f"""
UNWIND $ids AS id
MATCH (c:Entity {{entity_id: id}})<-[edge:HOLDS]-(holder) WHERE {_HELD}
WITH c, holder, sum(coalesce(edge.vote_pct, edge.equity_pct, 0.0)) AS votes WHERE votes > 50
RETURN collect([coalesce(holder.person_id, holder.entity_id), c.entity_id]) AS pairs
"""
_AGAIN: Final = f"""
UNWIND $pairs AS pair
WITH pair[0] AS root, collect(pair[1]) AS inside
UNWIND inside + root AS through
MATCH (:Entity {{entity_id: through}})-[edge:HOLDS]->(c:Entity) WHERE {_HELD}
WITH root, inside, c, sum(coalesce(edge.vote_pct, edge.equity_pct, 0.0)) AS votes
WHERE votes > 50 AND NOT c.entity_id IN inside AND c.entity_id <> root
RETURN collect([root, c.entity_id]) AS pairs
"""


def run(
    server: EngineServer, *, entities: int, rounds: int, standing: Path | None = None
) -> list[Comparison]:
    """Control of all from nothing, as often as there are rounds; it stands at the end."""
    measured, bare = [], []
    with TemporaryDirectory() as scratch, server.open() as store, raw_session(server) as session:
        day = load_city(store, Path(scratch), entities, standing).today
        for _ in range(rounds):
            erase_control(store)
            reader = Reader(store)
            recorder = Recorder(cast(Store, reader), ("open_controls",))
            measured.append(seconds(lambda: derive_control(cast(Store, recorder), day)))  # noqa: B023
            erase_control(store)
            bare.append(seconds(lambda: _bare(session, reader.reads, recorder.batches)))  # noqa: B023
        erase_control(store)
        report = derive_control(store, day)
        notes = {
            "entities": entities_in(store),
            "holdings": report.holdings,
            "pairs": report.pairs,
            "beside": _loop(session, day),
        }
    yardstick = "the same statements, reads and writes, by the raw driver"
    return [
        Comparison("control-in-store", "control of all, read, computed and written back", yardstick, 2.0,
                   tuple(measured), tuple(bare), notes)
    ]  # fmt: skip


def _bare(session: neo4j.Session, reads: list[Call], batches: list[list[Call]]) -> None:
    for query, params in reads:
        found = core.find_query(query, reading=True)
        list(session.run(found.cypher, core.bind(found, params, seq=OPEN_SEQ - 1)))
    write_bare(session, batches)


def _loop(session: neo4j.Session, day: str) -> dict[str, Any]:
    """Control of some companies as a loop in Cypher: what holders and their firms hold, no agreements."""
    [first] = session.run(_FIRST, {"most": COMPANIES})
    pairs: list[list[str]] = []
    rounds = 0

    def loop() -> None:
        nonlocal rounds
        [found] = session.run(_DIRECT, {"ids": first["ids"], "day": day})
        while found["pairs"]:
            rounds += 1
            pairs.extend(found["pairs"])
            [found] = session.run(_AGAIN, {"pairs": pairs, "day": day})

    taken = seconds(loop)
    return {
        "cypher_loop": {
            "companies": len(first["ids"]),
            "rounds": rounds,
            "pairs": len(pairs),
            "seconds": round(taken, 2),
        }
    }
