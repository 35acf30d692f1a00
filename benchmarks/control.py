"""Control read as columns, computed and written back, against the raw driver that only reads and writes.

The yardstick runs the very statements of a derivation of control, reads and writes, and knows nothing: no
closure, no comparison with what is stored. Shown beside it, on the holdings of the same 10,000 companies of
the store: control as a loop in Cypher, which asks the store again until no pair is added, as the usual script
with networkx, and as the closure computes it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

import neo4j

from benchmarks.city import entities_in, load_city
from benchmarks.derivation import erase_control, raw_session
from benchmarks.ownership import control_with_networkx
from benchmarks.recording import Call, Reader, Recorder, write_bare
from benchmarks.timing import Comparison, seconds
from graph.days import OPEN_SEQ
from graph.ownership import HoldingRow, Holdings, control_pairs, derive_control
from graph.store import Store, core
from graph.store.testing import EngineServer

COMPANIES: Final = 10_000
_FIRST: Final = "MATCH (c:Entity) WITH c.entity_id AS id ORDER BY id LIMIT $most RETURN collect(id) AS ids"
_HELD: Final = f"edge.seq_to = {OPEN_SEQ} AND edge.valid_from <= $day AND edge.valid_to > $day"
_EDGES: Final = f"""
UNWIND $ids AS id
MATCH (c:Entity {{entity_id: id}})<-[edge:HOLDS]-(holder) WHERE {_HELD}
RETURN coalesce(holder.person_id, holder.entity_id) AS holder, id AS company,
       coalesce(edge.vote_pct, edge.equity_pct, 0.0) AS votes
"""
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
CALL {{
  WITH through
  MATCH (:Entity {{entity_id: through}})-[edge:HOLDS]->(c:Entity) WHERE {_HELD} RETURN c, edge
  UNION ALL
  WITH through
  MATCH (:Person {{person_id: through}})-[edge:HOLDS]->(c:Entity) WHERE {_HELD} RETURN c, edge
}}
WITH root, inside, c, edge WHERE c.entity_id <= $last
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
            "beside": _beside(session, day),
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


def _beside(session: neo4j.Session, day: str) -> dict[str, Any]:
    """Control inside some companies, of votes alone: seconds, reading included, and pairs of each way."""
    [first] = session.run(_FIRST, {"most": COMPANIES})
    ids: list[str] = first["ids"]

    def edges() -> list[tuple[str, str, float]]:
        return [
            (row["holder"], row["company"], row["votes"]) for row in session.run(_EDGES, ids=ids, day=day)
        ]

    def closure() -> int:
        rows = [HoldingRow(holder, company, equity_pct=votes) for holder, company, votes in edges()]
        return len(control_pairs(Holdings.of(rows)))

    ways: dict[str, Callable[[], int]] = {
        "cypher_loop": lambda: _loop(session, ids, day),
        "networkx": lambda: control_with_networkx(edges()),
        "closure": closure,
    }
    found: dict[str, Any] = {"companies": len(ids)}
    for name, way in ways.items():
        begin = time.perf_counter()
        pairs = way()
        found[name] = {"seconds": round(time.perf_counter() - begin, 2), "pairs": pairs}
    return found


def _loop(session: neo4j.Session, ids: list[str], day: str) -> int:
    """Control as a loop in Cypher: what holders hold, and what their firms among these companies hold."""
    pairs: list[list[str]] = []
    [found] = session.run(_DIRECT, {"ids": ids, "day": day})
    while found["pairs"]:
        pairs.extend(found["pairs"])
        [found] = session.run(_AGAIN, {"pairs": pairs, "last": max(ids), "day": day})
    return len(pairs)
