"""Full derivation, against reading the same facts as columns and writing the same findings, raw driver.

The yardstick knows no rule, no day and no version: it fetches what a derivation rests on, one statement a
kind of fact, and writes the edges of control and the findings that a derivation wrote, in the same
transactions.
Shown beside it, on the same data: a traversal at question time in naive Cypher, and networkx.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

import neo4j
import networkx

from benchmarks.city import entities_in, load_city
from benchmarks.recording import Call, Recorder, write_bare
from benchmarks.timing import Comparison, seconds
from graph import queries
from graph.days import OPEN_SEQ
from graph.derivation import DeriveReport, derive
from graph.liability.load import GROUND_LABELS
from graph.ownership.read import entity_ranges, nominee_accounts
from graph.store import Store
from graph.store.testing import EngineServer

ASKED: Final = 200
WRITTEN: Final = ("open_controls", "open_findings", "link_entities", "rest_on")
_COLUMNS: Final = (
    "fact_id", "record_key", "ground_ref", "ground_id", "ground_kind", "entity_id", "person_id", "list_type",
    "authority_code", "doc_no", "decided_on", "violation_from", "violation_to", "removed_on", "removal_kind",
    "valid_from", "valid_to", "source_record_id",
)  # fmt: skip
_HELD: Final = (
    "(entity)<-[edge:LEGAL_REP_OF|PRINCIPAL_OF|EXECUTIVE_PARTNER_OF|DECLARED_CONTROLLER_OF]-(person)"
)
_SUBJECTS: Final = "MATCH (entity:Entity) WHERE EXISTS { (entity)-[:LISTED_BY|BOUND_BY|PENALISED_BY]->() }"
_CONTROL: Final = "MATCH ()-[edge:CONTROLS]->() WITH edge LIMIT 20000 DELETE edge RETURN count(*) AS erased"
_CLEAR: Final = (
    "MATCH (n:Finding) WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS erased",
    _CONTROL,
    "MATCH ()-[edge:LIABLE_FOR]->() WITH edge LIMIT 20000 DELETE edge RETURN count(*) AS erased",
    "MATCH (n:Meta {name: 'derived_rules'}) DELETE n RETURN 0 AS erased",
)
_NAIVE: Final = f"""
MATCH (entity:Entity {{entity_id: $id}})-[:LISTED_BY]->(listing:Listing)
MATCH {_HELD}
WHERE edge.valid_from <= coalesce(listing.violation_from, listing.decided_on)
  AND edge.valid_to > coalesce(listing.violation_from, listing.decided_on)
OPTIONAL MATCH (entity)<-[:HOLDS*1..6]-(holder:Person)
RETURN collect(DISTINCT person.person_id) AS named, collect(DISTINCT holder.person_id) AS holders
"""


def _columns(match: str, names: Sequence[str], of: str) -> str:
    told = ", ".join(f"collect(coalesce({of}.{name}, '')) AS {name}" for name in names)
    return f"{match} RETURN {told}"


def _statements() -> Iterator[str]:
    """One for each kind of fact that a derivation reads, all current versions."""
    for label in (*GROUND_LABELS, "Attribution", "RepairCase", "Objection", "PersonStatus"):
        yield _columns(f"MATCH (fact:{label}) WHERE fact.seq_to = {OPEN_SEQ}", _COLUMNS, "fact")
    held = ("fact_id", "record_key", "valid_from", "valid_to", "source_record_id")
    tenures = _columns(f"{_SUBJECTS} MATCH {_HELD} WHERE edge.seq_to = {OPEN_SEQ}", held, "edge")
    yield (
        f"{tenures}, collect(type(edge)) AS type, collect(entity.entity_id) AS entity,"
        " collect(person.person_id) AS person, collect(person.verified) AS verified"
    )
    states = ("valid_from", "subject_type", "legal_form", "status", "state_capital_class")
    yield _columns(
        f"{_SUBJECTS} MATCH (entity)-[:HAS_STATE]->(fact) WHERE fact.seq_to = {OPEN_SEQ}", states, "fact"
    )


@contextmanager
def raw_session(server: EngineServer) -> Iterator[neo4j.Session]:
    """A session of the driver itself."""
    assert server.credentials is not None
    auth = (server.credentials.user, server.credentials.password)
    with (
        neo4j.GraphDatabase.driver(server.url, auth=auth, notifications_min_severity="OFF") as driver,
        driver.session(database="neo4j") as session,
    ):
        yield session


def _bare(
    session: neo4j.Session, ranges: Sequence[tuple[str, str]], day: str, batches: list[list[Call]]
) -> None:
    for text in _statements():
        list(session.run(text))
    holdings = queries.get("read/ownership/holdings_range").cypher
    always = {"day": day, "seq": OPEN_SEQ - 1, "account_names": list(nominee_accounts())}
    for first, last in ranges:
        list(session.run(holdings, {"first": first, "last": last, **always}))
    write_bare(session, batches)


def _clear(store: Store) -> None:
    for text in _CLEAR:
        _erase(store, text)


def _erase(store: Store, text: str) -> None:
    while store._run_schema(text) not in ([], [{"erased": 0}]):
        pass


def erase_control(store: Store) -> None:
    """Take all stored control away, as if none had been derived."""
    _erase(store, _CONTROL)


def run(
    server: EngineServer, *, entities: int, rounds: int, standing: Path | None = None
) -> list[Comparison]:
    """Everything derived from nothing, as often as there are rounds; what stands is derived at the end."""
    measured, bare = [], []
    with TemporaryDirectory() as scratch, server.open() as store, raw_session(server) as session:
        desk = load_city(store, Path(scratch), entities, standing)
        ranges = entity_ranges(store)
        for _ in range(rounds):
            _clear(store)
            recorder = Recorder(store, WRITTEN)
            reports: list[DeriveReport] = []
            measured.append(
                seconds(lambda: reports.append(derive(cast(Store, recorder), today=desk.today, full=True)))  # noqa: B023
            )
            beside = _beside(session, desk.today)
            _clear(store)
            bare.append(seconds(lambda: _bare(session, ranges, desk.today, recorder.batches)))  # noqa: B023
        _clear(store)
        report = derive(store, today=desk.today, full=True)
        notes = {
            "entities": entities_in(store),
            "grounds": report.grounds,
            "findings": report.findings,
            "control": report.control,
            "beside": beside,
        }
    what = "full derivation: control, findings, withdrawals"
    yardstick = "the same facts read as columns, the same findings written, raw driver"
    return [Comparison("derivation", what, yardstick, 3.0, tuple(measured), tuple(bare), notes)]


def _beside(session: neo4j.Session, day: str) -> dict[str, Any]:
    """How long others take on the same data; neither knows rules, days of the law, grounds or withdrawal."""
    listed = "MATCH (entity:Entity)-[:LISTED_BY]->() WITH DISTINCT entity.entity_id AS id ORDER BY id"
    [found] = session.run(f"{listed} LIMIT {ASKED} RETURN collect(id) AS ids")
    ids = found["ids"]
    taken = []
    for one in ids:
        begin = time.perf_counter()
        list(session.run(_NAIVE, {"id": one}))
        taken.append(1000 * (time.perf_counter() - begin))
    begin = time.perf_counter()
    [edges] = session.run(
        "MATCH (entity:Entity)<-[edge:HOLDS|LEGAL_REP_OF|PRINCIPAL_OF]-(party)"
        f" WHERE edge.seq_to = {OPEN_SEQ} AND edge.valid_from <= $day AND edge.valid_to > $day"
        " RETURN collect(coalesce(party.person_id, party.entity_id)) AS source,"
        " collect(entity.entity_id) AS target",
        {"day": day},
    )
    graph = networkx.DiGraph(zip(edges["source"], edges["target"], strict=True))
    read = time.perf_counter() - begin
    begin = time.perf_counter()
    for one in ids:
        if one in graph:
            networkx.ancestors(graph, one)
    return {
        "naive_cypher_ms": {
            "asked": len(ids),
            "median": round(statistics.median(taken), 2),
            "largest": round(max(taken), 1),
        },
        "networkx": {
            "read_and_build_seconds": round(read, 1),
            "edges": graph.number_of_edges(),
            "ancestors_ms_each": round(1000 * (time.perf_counter() - begin) / max(len(ids), 1), 3),
        },
    }
