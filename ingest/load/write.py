"""Write one decided batch: source records, versions, grounds and the change for derivation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from graph import queries
from graph.contested_roles import contest_roles, named_roles
from graph.days import OPEN_SEQ
from graph.ids import new_id
from graph.model import NODE_TYPES
from graph.registers.accountability.suspended import stop_contested
from graph.store import WriteTransaction
from ingest.load.carrying import carry_objections
from ingest.load.corrections import date_contents
from ingest.load.decide import Decision, Support
from ingest.load.drafts import CONTROL_FACTS, ID_KEYS, Payload
from ingest.load.known import FirstLoad
from ingest.load.roles import roles_to_contest

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
_SELDOM: Final = frozenset({"extra", "record_id"})
DECISION_LABELS = ("Listing", "CourtRecord", "Penalty", "EntityState", "TaxGrade", "Arrears")
TARGET_LABELS = {
    "LISTING": "Listing",
    "COURT_ORDER": "CourtRecord",
    "PENALTY": "Penalty",
    "REVOCATION": "EntityState",
    "TAX_GRADE": "TaxGrade",
    "ARREARS": "Arrears",
}


@dataclass(frozen=True)
class Writes:
    """What a decision writes, made ready: in the open transaction little is left but sending it.

    Parameters
    ----------
    records
        New source records, without their empty properties: each costs the store a write.
    opens
        Queries that open versions, each with its rows.
    opened
        Fact ids of those by record key.
    contested, contested_facts
        Grounds by label, and facts, that an objection contests or may contest.
    roles
        The same of offices.
    change
        Word for derivation of what is touched; None when nothing is.
    """

    records: list[dict[str, Any]]
    opens: list[tuple[queries.Query, list[dict[str, Any]]]]
    opened: dict[str, str]
    contested: dict[str, list[str]]
    contested_facts: list[str]
    roles: list[dict[str, str]]
    change: dict[str, Any] | None


def made_ready(decision: Decision, first: FirstLoad | None = None) -> Writes:
    """What `write_decision` is to write; asks the store nothing, so it may run ahead of the transaction.

    Parameters
    ----------
    first
        What a first load has written so far; without it everything is looked up.
    """
    first = first or FirstLoad(None)
    opens, opened = _versions(decision.opens)
    payloads = [payload for _, payload, _ in decision.opens]
    contested, facts = _contested(payloads, first)
    return Writes(
        [_without_empty(row) for row in decision.new_records.values()],
        opens,
        opened,
        contested,
        facts,
        roles_to_contest(payloads, first),
        _change([*(one[1] for one in decision.closes), *payloads]),
    )


def _without_empty(row: dict[str, Any]) -> dict[str, Any]:
    """A source record without what it seldom has, and what nothing compares."""
    return {name: value for name, value in row.items() if value != "" or name not in _SELDOM}


def write_decision(tx: WriteTransaction, decision: Decision, ready: Writes) -> None:
    """Write everything that `decision` says, in the open transaction; `ready` is the same, made ready."""
    if decision.closed_records:
        tx.send("write/ingest/close_source_records", ids=decision.closed_records)
    if ready.records:
        tx.send("write/ingest/create_source_records", rows=ready.records, open_seq=OPEN_SEQ)
    if decision.marks_closed or decision.marks_opened:
        tx.run(
            "write/ingest/mark_conflicts",
            closed=decision.marks_closed,
            opened=decision.marks_opened,
            open_seq=OPEN_SEQ,
        )
    closed = _close_versions(tx, decision.closes)
    for query, rows in ready.opens:
        tx.send(query, rows=rows, open_seq=OPEN_SEQ)
    contested = carry_objections(tx, decision, closed, ready.opened)
    found, refs = _contest(tx, ready)
    found |= _said_again(tx, decision.confirmed)
    refs |= date_contents(tx, contested | found, decision.precedence)
    refs |= _let_go(tx, decision.closes)
    stop_contested(tx, [key for key, payload, _ in decision.opens if payload.fact_type == "Objection"])
    change = ready.change or (_word([], [], [], control=False) if refs else None)
    if change is not None:
        touched = sorted({*change["ground_refs"], *refs})
        tx.send("write/ingest/queue_change", change={**change, "ground_refs": touched})


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


def _versions(
    opens: list[tuple[str, Payload, Support]],
) -> tuple[list[tuple[queries.Query, list[dict[str, Any]]]], dict[str, str]]:
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
    return [(_open_query(*kinds), rows) for kinds, rows in groups.items()], opened


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


def _contested(payloads: list[Payload], first: FirstLoad) -> tuple[dict[str, list[str]], list[str]]:
    """Grounds by label, and facts, that these rows contest or that may be contested already."""
    first.note(
        one.properties["target_ref"]
        for one in payloads
        if one.fact_type in ("Objection", "Attribution") and "target_ref" in one.properties
    )
    refs: dict[str, set[str]] = defaultdict(set)
    fact_ids: set[str] = set()
    for payload in payloads:
        properties = payload.properties
        if payload.fact_type in DECISION_LABELS and properties.get("ground_ref"):
            refs[payload.fact_type].add(properties["ground_ref"])
        if payload.fact_type in ("Objection", "Attribution"):
            label = TARGET_LABELS.get(properties.get("target_kind", ""))
            if label:
                refs[label].add(properties["target_ref"])
        if payload.fact_type == "Objection" and properties.get("target_fact_id"):
            fact_ids.add(properties["target_fact_id"])
    wanted = {label: first.perhaps_known(sorted(found)) for label, found in refs.items()}
    return wanted, sorted(fact_ids)


def _contest(tx: WriteTransaction, ready: Writes) -> tuple[set[str], set[str]]:
    """Objections and what they contest find each other, whichever came first (A7).

    Returns
    -------
    grounds : set of str
        Keys of the grounds that are contested.
    refs : set of str
        Records that rest on a fact contested by its id, or on a decision that another cites: nothing else in
        the row tells them.
    """
    found: list[dict[str, Any]] = []
    for label, refs in ready.contested.items():
        if refs:
            query = queries.get("write/grounds/contest_records", label=label)
            found += tx.run(query, refs=refs, open_seq=OPEN_SEQ)
    of_roles = contest_roles(tx, [*ready.roles, *named_roles(tx, ready.contested)])
    if ready.contested_facts:
        found += tx.run("write/grounds/contest_facts", fact_ids=ready.contested_facts, open_seq=OPEN_SEQ)
        for label in (*DECISION_LABELS, "Attribution", "Ban"):
            query = queries.get("write/grounds/contest_versions", label=label)
            found += tx.run(query, fact_ids=ready.contested_facts, open_seq=OPEN_SEQ)
        for label in DECISION_LABELS:
            # Who asks what became of a record asks by its number, whichever way it was contested.
            query = queries.get("write/grounds/name_contested", label=label)
            tx.send(query, fact_ids=ready.contested_facts)
    grounds = {key for row in found for key in row["grounds"]} | of_roles
    return grounds, {ref for row in found for ref in row["refs"] if ref}


def _said_again(tx: WriteTransaction, keys: list[str]) -> set[str]:
    """Grounds of facts that several sources tell alike, where one is said to be corrected."""
    if not keys:
        return set()
    found = tx.run("read/ingest/corrected_grounds", keys=sorted(set(keys)), open_seq=OPEN_SEQ)
    return {ground for row in found for ground in row["grounds"]}


def _let_go(tx: WriteTransaction, closes: list[tuple[str, Payload]]) -> set[str]:
    """Records that rest on what an objection contested and may contest no more, cited decisions too."""
    keys = [key for key, payload in closes if payload.fact_type == "Objection"]
    if not keys:
        return set()
    found = tx.run("read/ingest/contested_before", keys=keys, open_seq=OPEN_SEQ)
    return {ref for row in found for ref in row["refs"] if ref}


def _change(payloads: list[Payload]) -> dict[str, Any] | None:
    """Word for derivation of what these facts touch; None when they touch nothing."""
    entities: set[str] = set()
    persons: set[str] = set()
    refs: set[str] = set()
    for payload in payloads:
        entities |= payload.touched("Entity")
        persons |= payload.touched("Person")
        refs |= payload.ground_refs()
    if not payloads:
        return None
    control = any(payload.fact_type in CONTROL_FACTS for payload in payloads)
    return _word(entities, persons, refs, control=control)


def _word(
    entities: Iterable[str], persons: Iterable[str], refs: Iterable[str], *, control: bool
) -> dict[str, Any]:
    return {
        "change_id": new_id("c"),
        "entities": sorted(entities),
        "persons": sorted(persons),
        "ground_refs": sorted(refs),
        "control": control,
    }
