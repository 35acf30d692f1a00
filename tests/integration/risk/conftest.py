"""Small registers in the store, written as the loader writes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from graph import queries
from graph.days import FIRST_DAY, OPEN_DAY, OPEN_SEQ
from graph.store import Store

NODE = """// name: write/test/node
// summary: A node and, for an entity, its code and state.
// params: rows: list; seq: int; open_seq: int
// returns: made: int
UNWIND $rows AS row
CREATE (node:{label} {{{key}: row.id}})
SET node += row.properties
WITH node, row
WHERE row.code IS NOT NULL
CREATE (identifier:Identifier {{identifier_key: 'USCC:' + row.code, scheme: 'USCC', value: row.code}})
CREATE (node)-[:IDENTIFIED_BY {{valid_from: '0001-01-01', valid_to: '9999-12-31', seq_from: $seq,
  seq_to: $open_seq}}]->(identifier)
WITH node, row
WHERE row.state IS NOT NULL
CREATE (node)-[:HAS_STATE]->(state:EntityState)
SET state += row.state, state.entity_id = row.id, state.seq_from = $seq, state.seq_to = $open_seq
RETURN count(state) AS made"""

EDGE = """// name: write/test/edge
// summary: Edges of one type between nodes of two labels.
// params: rows: list; seq: int; open_seq: int
// returns: made: int
UNWIND $rows AS row
MATCH (source:{source} {{{source_key}: row.source}})
MATCH (target:{target} {{{target_key}: row.target}})
CREATE (source)-[edge:{type}]->(target)
SET edge += row.properties, edge.seq_from = $seq, edge.seq_to = $open_seq
RETURN count(edge) AS made"""

END = """// name: write/test/end
// summary: Close edges by fact id.
// params: fact_ids: list; seq: int
// returns: ended: int
UNWIND $fact_ids AS fact_id
MATCH ()-[edge:{type}]->()
WHERE edge.fact_id = fact_id
SET edge.seq_to = $seq
REMOVE edge.current_key
RETURN count(edge) AS ended"""

RECORDS = ("CourtRecord", "EntityState", "Listing", "Objection", "Penalty", "RepairCase", "TenderBid")
KEYS = {
    "Person": "person_id",
    "Entity": "entity_id",
    "Ground": "ground_key",
    **dict.fromkeys(RECORDS, "fact_id"),
}
LINKS = {
    "CourtRecord": "BOUND_BY",
    "EntityState": "HAS_STATE",
    "Listing": "LISTED_BY",
    "Penalty": "PENALISED_BY",
    "TenderBid": "BIDS_BY",
}


@dataclass
class World:
    """Collects parties and relations, then writes them in one commit."""

    store: Store
    labels: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    edges: dict[tuple[str, str, str], list[dict[str, Any]]] = field(default_factory=dict)
    count: int = 0

    def entity(self, id_: str, **state: Any) -> str:
        """An entity with a code and one state; `stub=True` leaves the state out."""
        self.labels[id_] = "Entity"
        stub = state.pop("stub", False)
        full = {
            "name": f"{id_}公司",
            "valid_from": FIRST_DAY,
            "valid_to": OPEN_DAY,
            "fact_id": f"s-{id_}",
            **state,
        }
        row = {"id": id_, "code": f"91{id_.upper()}", "state": None if stub else full, "properties": {}}
        self.nodes.setdefault("Entity", []).append(row)
        return id_

    def state(self, entity: str, *, valid_from: str, **state: Any) -> None:
        """A later state of an entity."""
        self.record("EntityState", valid_from, entity, name=f"{entity}公司", **state)

    def person(self, id_: str) -> str:
        """A natural person."""
        self.labels[id_] = "Person"
        row = {"id": id_, "code": None, "state": None, "properties": {"name": f"{id_}某"}}
        self.nodes.setdefault("Person", []).append(row)
        return id_

    def listed(self, entity: str, decided_on: str, **properties: Any) -> str:
        """The entity was entered in a list that day and, unless told, has stood there since."""
        return self.record("Listing", decided_on, entity, **{"list_type": "L08", **properties})

    def record(self, label: str, day: str, entity: str = "", **properties: Any) -> str:
        """A record of a day, on an entity where one is named; returns its id."""
        self.count += 1
        id_ = f"r{self.count}"
        self.labels[id_] = label
        known = {"valid_from": day, "valid_to": OPEN_DAY, "seq_from": 0, "seq_to": OPEN_SEQ}
        about = {"entity_id": entity} if entity else {}
        row = {"id": id_, "code": None, "state": None, "properties": {**known, **about, **properties}}
        self.nodes.setdefault(label, []).append(row)
        if entity:
            self.link(LINKS[label], entity, id_)
        return id_

    def objected(self, ref: str, result: str, decided_on: str) -> None:
        """An objection to the record of that number was decided."""
        raised = {"target_ref": ref, "raised_on": "2024-11-01", "decided_on": decided_on, "result": result}
        objection = self.record("Objection", "2024-11-01", **raised)
        self.link("CONTESTS", objection, self.record("Ground", "2024-11-01", ground_ref=ref))

    def link(self, type_: str, source: str, target: str, /, **properties: Any) -> str:
        """A fact between two parties; returns its id."""
        self.count += 1
        fact_id = f"f{self.count}"
        full = {
            "fact_id": fact_id,
            "record_key": fact_id,
            "current_key": fact_id,
            "valid_from": FIRST_DAY,
            "valid_to": OPEN_DAY,
            "source": "TEST",
            **properties,
        }
        key = (type_, self.labels[source], self.labels[target])
        self.edges.setdefault(key, []).append({"source": source, "target": target, "properties": full})
        return fact_id

    def hold(self, holder: str, company: str, percent: float | None, **properties: Any) -> str:
        """A holding."""
        kind = "PERSON" if self.labels[holder] == "Person" else "ORG"
        share = {} if percent is None else {"equity_pct": percent}
        return self.link("HOLDS", holder, company, **{"holder_kind": kind, **share, **properties})

    def save(self) -> int:
        """Write what was collected; returns the commit number."""

        def work(tx: Any) -> int:
            for label, rows in self.nodes.items():
                text = NODE.format(label=label, key=KEYS[label])
                tx.run(queries.parse("write/test/node", text), rows=rows)
            for (type_, source, target), rows in self.edges.items():
                text = EDGE.format(
                    type=type_,
                    source=source,
                    target=target,
                    source_key=KEYS[source],
                    target_key=KEYS[target],
                )
                tx.run(queries.parse("write/test/edge", text), rows=rows)
            return int(tx.seq)

        seq = self.store.write(work, by="test", why="world")
        self.nodes, self.edges = {}, {}
        return seq

    def end(self, type_: str, *fact_ids: str) -> int:
        """The platform learns that these facts were wrong; returns the commit number."""
        query = queries.parse("write/test/end", END.format(type=type_))

        def work(tx: Any) -> int:
            assert tx.run(query, fact_ids=list(fact_ids))[0]["ended"] == len(fact_ids)
            return int(tx.seq)

        return self.store.write(work, by="test", why="end")


@pytest.fixture
def world(store: Store) -> World:
    """An empty world in an empty store."""
    return World(store)
