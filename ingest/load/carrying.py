"""What becomes of objections when the fact that they contest is told anew, moves to another key or returns.

An objection given by the id of a version contests what the row says, not the version: neither a start that is
moved by a day, nor another code of the company, nor a row that is taken back and handed in again ends it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from graph import queries
from graph.days import OPEN_SEQ
from graph.model import NODE_TYPES
from graph.store import WriteTransaction
from ingest.load.decide import Decision
from ingest.load.drafts import ID_KEYS, Payload


def carry_objections(
    tx: WriteTransaction, decision: Decision, closed: Mapping[str, str], opened: Mapping[str, str]
) -> set[str]:
    """Close the grounds of closed versions, and let what contests them contest what goes on in their place.

    Parameters
    ----------
    closed, opened
        Fact ids by record key of the versions that the open transaction has closed and opened.

    Returns
    -------
    set of str
        Keys of the grounds that are contested.
    """
    goes_on = {
        former: decision.moved[former]
        for former in closed
        if former not in opened and former in decision.moved
    }
    present = {**_present(tx, decision, set(goes_on.values()) - {*opened}), **opened}
    rows = [
        {
            "former_key": former,
            "record_key": goes_on.get(former, former),
            "old_fact_id": fact_id,
            "new_fact_id": present.get(goes_on.get(former, former)),
            "rekeyed": former in goes_on,
        }
        for former, fact_id in closed.items()
    ]
    contested: set[str] = set()
    moved = [row for row in rows if row["rekeyed"]]
    if moved:
        tx.send("write/grounds/name_successors", rows=moved, open_seq=OPEN_SEQ)
        tx.send("write/grounds/pass_on_successors", rows=moved)
    if rows:
        contested |= _grounds(tx.run("write/grounds/move_grounds", rows=rows, open_seq=OPEN_SEQ))
    again = [*_back(decision, opened), *_beside(decision, closed, opened)]
    if again:
        contested |= _grounds(tx.run("write/grounds/contest_again", rows=again, open_seq=OPEN_SEQ))
    return contested


def _grounds(found: Iterable[Mapping[str, Any]]) -> set[str]:
    return {ground for row in found for ground in row["grounds"]}


def _back(decision: Decision, opened: Mapping[str, str]) -> list[dict[str, str]]:
    """Facts that were there before, and ended."""
    return [{"former_key": key, "record_key": key, "new_fact_id": opened[key]} for key in decision.again]


def _beside(decision: Decision, closed: Mapping[str, str], opened: Mapping[str, str]) -> list[dict[str, str]]:
    """Facts to which a row has moved while another source still tells the former one."""
    return [
        {"former_key": former, "record_key": key, "new_fact_id": opened[key]}
        for former, key in decision.moved.items()
        if former not in closed and key in opened
    ]


def _present(tx: WriteTransaction, decision: Decision, keys: set[str]) -> dict[str, str]:
    """By key the current version of facts that were there already, and to which a row has moved."""
    nodes: dict[str, list[str]] = defaultdict(list)
    edges: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for record in decision.new_records.values():
        if record["record_key"] not in keys:
            continue
        payload = Payload.from_json(record["payload"])
        if payload.fact_type in NODE_TYPES:
            nodes[payload.fact_type].append(payload.record_key)
        elif payload.target is not None:
            row = {"record_key": payload.record_key, "to_id": payload.target[1]}
            edges[payload.fact_type, payload.target[0]].append(row)
    found: list[dict[str, Any]] = []
    for label, wanted in nodes.items():
        found += tx.run(queries.get("read/ingest/current_nodes", label=label), keys=wanted)[0]["rows"]
    for (type_, label), rows in edges.items():
        query = queries.get("read/ingest/current_edges", type=type_, target=label, target_key=ID_KEYS[label])
        found += tx.run(query, rows=rows)[0]["rows"]
    return {row["record_key"]: row["fact_id"] for row in found}
