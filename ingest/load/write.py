"""Write one decided batch: source records, versions, grounds and the change for derivation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from graph import queries
from graph.days import OPEN_SEQ
from graph.ids import new_id
from graph.model import NODE_TYPES
from graph.store import WriteTransaction
from ingest.load.decide import Decision, Support
from ingest.load.drafts import CONTROL_FACTS, Payload
from ingest.load.known import FirstLoad
from ingest.load.roles import contest_roles

NODE_LINKS = {
    "EntityState": "HAS_STATE",
    "EntityChange": "HAS_CHANGE",
    "CodeChange": "HAS_CODE_CHANGE",
    "PersonStatus": "HAS_STATUS",
    "Penalty": "PENALISED_BY",
    "CourtRecord": "BOUND_BY",
    "Listing": "LISTED_BY",
    "TaxGrade": "GRADED_BY",
    "Arrears": "OWES_IN",
    "Ban": "BARRED_BY",
    "Evaluation": "EVALUATED_BY",
    "Licence": "LICENSED_BY",
    "AdminAct": "ACTED_ON_BY",
    "TenderBid": "BIDS_BY",
    "Attribution": "NAMED_BY",
    "Complaint": "COMPLAINED_OF_IN",
    "Commitment": "PROMISED_IN",
}
ID_KEYS = {"Person": "person_id", "Entity": "entity_id"}
DECISION_LABELS = ("Listing", "CourtRecord", "Penalty", "EntityState", "TaxGrade", "Arrears")
TARGET_LABELS = {
    "LISTING": "Listing",
    "COURT_ORDER": "CourtRecord",
    "PENALTY": "Penalty",
    "REVOCATION": "EntityState",
    "TAX_GRADE": "TaxGrade",
    "ARREARS": "Arrears",
}


def write_decision(tx: WriteTransaction, decision: Decision, first: FirstLoad | None = None) -> None:
    """Write everything that `decision` says, in the open transaction.

    Parameters
    ----------
    first
        What a first load has written so far; without it everything is looked up.
    """
    if decision.closed_records:
        tx.send("write/ingest/close_source_records", ids=decision.closed_records)
    if decision.new_records:
        rows = list(decision.new_records.values())
        tx.send("write/ingest/create_source_records", rows=rows, open_seq=OPEN_SEQ)
    if decision.marks_closed or decision.marks_opened:
        tx.run(
            "write/ingest/mark_conflicts",
            closed=decision.marks_closed,
            opened=decision.marks_opened,
            open_seq=OPEN_SEQ,
        )
    closed = _close_versions(tx, decision.closes)
    opened = _open_versions(tx, decision.opens)
    if closed:
        rows = [
            {"old_fact_id": fact_id, "new_fact_id": opened.get(record_key)}
            for record_key, fact_id in closed.items()
        ]
        tx.run("write/grounds/move_grounds", rows=rows, open_seq=OPEN_SEQ)
    refs = _contest(tx, [payload for _, payload, _ in decision.opens], first or FirstLoad(None))
    queue_change(tx, [*(one[1] for one in decision.closes), *(one[1] for one in decision.opens)], refs)


def _close_versions(tx: WriteTransaction, closes: list[tuple[str, Payload]]) -> dict[str, str]:
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for record_key, payload in closes:
        label = payload.target[0] if payload.target and payload.fact_type not in NODE_TYPES else ""
        row = {"record_key": record_key, "to_id": payload.target[1] if payload.target else None}
        groups[payload.fact_type, label].append(row)
    closed: dict[str, str] = {}
    for (fact_type, label), rows in groups.items():
        if fact_type in NODE_TYPES:
            found = tx.run(queries.get("write/ingest/close_node", label=fact_type), rows=rows)
        else:
            query = queries.get(
                "write/ingest/close_edge", type=fact_type, target=label, target_key=ID_KEYS[label]
            )
            found = tx.run(query, rows=rows, open_seq=OPEN_SEQ)
        closed.update((row["record_key"], row["fact_id"]) for row in found)
    return closed


def _version(record_key: str, payload: Payload, support: Support) -> dict[str, Any]:
    return {
        **payload.properties,
        "fact_id": new_id("f"),
        "record_key": record_key,
        "current_key": record_key,
        "truth": "ASSERTED",
        "source_record_id": support.source_record_id,
        "source": support.source,
        "payload_digest": support.payload_digest,
    }


def _open_versions(tx: WriteTransaction, opens: list[tuple[str, Payload, Support]]) -> dict[str, str]:
    groups: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    opened: dict[str, str] = {}
    for record_key, payload, support in opens:
        properties = _version(record_key, payload, support)
        opened[record_key] = properties["fact_id"]
        row = {
            "from_id": payload.source[1] if payload.source else None,
            "to_id": payload.target[1] if payload.target else None,
            "properties": properties,
        }
        source = payload.source[0] if payload.source else ""
        target = payload.target[0] if payload.target else ""
        groups[payload.fact_type, source, target].append(row)
    for (fact_type, source, target), rows in groups.items():
        tx.send(_open_query(fact_type, source, target), rows=rows, open_seq=OPEN_SEQ)
    return opened


def _open_query(fact_type: str, source: str, target: str) -> queries.Query:
    if fact_type not in NODE_TYPES:
        return queries.get(
            "write/ingest/open_edge",
            type=fact_type,
            source=source,
            target=target,
            source_key=ID_KEYS[source],
            target_key=ID_KEYS[target],
        )
    if not source:
        return queries.get("write/ingest/open_node_alone", label=fact_type)
    return queries.get(
        "write/ingest/open_node",
        label=fact_type,
        link=NODE_LINKS[fact_type],
        subject=source,
        subject_key=ID_KEYS[source],
    )


def _contest(tx: WriteTransaction, payloads: list[Payload], first: FirstLoad) -> set[str]:
    """Objections and what they contest find each other, whichever came first (A7).

    Returns
    -------
    set of str
        Grounds that rest on a fact contested by its id: nothing else in the row tells them.
    """
    first.note(
        one.properties["target_ref"]
        for one in payloads
        if one.fact_type == "Objection" and "target_ref" in one.properties
    )
    refs: dict[str, set[str]] = defaultdict(set)
    fact_ids: set[str] = set()
    for payload in payloads:
        properties = payload.properties
        if payload.fact_type in DECISION_LABELS and properties.get("ground_ref"):
            refs[payload.fact_type].add(properties["ground_ref"])
        if payload.fact_type == "Objection":
            label = TARGET_LABELS.get(properties.get("target_kind", ""))
            if label:
                refs[label].add(properties["target_ref"])
            if properties.get("target_fact_id"):
                fact_ids.add(properties["target_fact_id"])
    for label, wanted in refs.items():
        query = queries.get("write/grounds/contest_records", label=label)
        if contested := first.perhaps_known(sorted(wanted)):
            tx.run(query, refs=contested, open_seq=OPEN_SEQ)
    contest_roles(tx, payloads, first)
    if not fact_ids:
        return set()
    found = tx.run("write/grounds/contest_facts", fact_ids=sorted(fact_ids), open_seq=OPEN_SEQ)
    return {ref for row in found for ref in row["refs"] if ref}


def queue_change(tx: WriteTransaction, payloads: list[Payload], refs: Iterable[str] = ()) -> None:
    """Leave word for derivation of what these facts touch; nothing when they touch nothing.

    Parameters
    ----------
    refs
        Grounds that are touched beside those that the facts name.
    """
    entities: set[str] = set()
    persons: set[str] = set()
    refs = set(refs)
    for payload in payloads:
        entities |= payload.touched("Entity")
        persons |= payload.touched("Person")
        refs |= payload.ground_refs()
    if not payloads:
        return
    change = {
        "change_id": new_id("c"),
        "entities": sorted(entities),
        "persons": sorted(persons),
        "ground_refs": sorted(refs),
        "control": any(payload.fact_type in CONTROL_FACTS for payload in payloads),
    }
    tx.send("write/ingest/queue_change", change=change)
