"""Who answers for an entity, what a person answers for, and what follows for a decision."""

from __future__ import annotations

from typing import Any

from api.services.desk import Desk
from api.services.findings import findings_of, liability_of, sort_key
from api.services.subjects import Subject
from graph import queries
from graph.liability.decision import Decision, EffectiveFinding, OwnEntry, decide, own_measures
from graph.liability.facts import list_type_of
from graph.ownership.parties import label_ids

_ID_KEYS = {"ENTITY": ("Entity", "entity_id"), "PERSON": ("Person", "person_id")}
_RECORDS = (("Listing", "LISTED_BY"), ("CourtRecord", "BOUND_BY"))


def check(
    desk: Desk,
    subject: Subject,
    *,
    purpose: str | None = None,
    measure: str | None = None,
    as_of: str | None = None,
    known_at: str | None = None,
) -> dict[str, Any]:
    """The document of ``check --json``.

    Parameters
    ----------
    purpose, measure
        What is asked for; without both there is no decision.
    as_of
        The day in the world; today by default.
    known_at
        As the platform knew it: a day, a time or ``seq:N``.
    """
    day, seq = as_of or desk.today, desk.seq(known_at)
    rows = [
        row for row in findings_of(desk, subject.kind, subject.id, seq) if row["finding"]["valid_from"] <= day
    ]
    liabilities = _liabilities(desk, subject, rows, day, seq)
    own = own_entries(desk, subject, day, seq)
    decision = _decision(desk, subject, rows, liabilities, own, purpose, measure, seq)
    return {
        "subject": {"kind": subject.kind, "code": subject.code, "name": subject.name},
        "as_of": day,
        "known_at": known_at or f"seq:{seq}",
        "data_version": desk.data_version(seq),
        "purpose": purpose,
        "measure": measure,
        "decision": decision.decision,
        "complete": decision.complete,
        "reasons": list(decision.reasons),
        "liabilities": liabilities,
        "own": own,
    }


def _liabilities(
    desk: Desk, subject: Subject, rows: list[dict[str, Any]], day: str, seq: int
) -> list[dict[str, Any]]:
    ids = {row["finding"]["entity_id"] for row in rows if row["finding"]["entity_id"]} | {subject.id}
    labels = label_ids(desk.store, ids, day, seq=seq)
    return sorted((liability_of(row, day, labels.codes, labels.names) for row in rows), key=sort_key)


def _decision(
    desk: Desk,
    subject: Subject,
    rows: list[dict[str, Any]],
    liabilities: list[dict[str, Any]],
    own: list[dict[str, Any]],
    purpose: str | None,
    measure: str | None,
    seq: int,
) -> Decision:
    """A person is decided by findings on him, an entity by its own entries (section 2)."""
    waiting = desk.store.read("read/answers/is_pending", subject=subject.id, seq=seq)[0]["waiting"]
    is_person = subject.kind == "PERSON"
    return decide(
        findings=[_effective(row, one) for row, one in _paired(rows, liabilities)] if is_person else [],
        own=[]
        if is_person
        else [OwnEntry(one["ground_id"], one["list_type"], one["disputed"]) for one in own],
        purpose=purpose,
        measure=measure,
        pending=bool(waiting),
        ruleset=desk.ruleset,
    )


def _paired(
    rows: list[dict[str, Any]], liabilities: list[dict[str, Any]]
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    by_id = {row["finding"]["finding_id"]: row["finding"] for row in rows}
    return [(by_id[one["finding_id"]], one) for one in liabilities]


def _effective(finding: dict[str, Any], shown: dict[str, Any]) -> EffectiveFinding:
    return EffectiveFinding(
        shown["finding_id"],
        shown["state"],
        finding["base_state"],
        shown["mode"],
        tuple(shown["measures"]),
        tuple(shown["scope"]),
    )


def own_entries(desk: Desk, subject: Subject, day: str, seq: int) -> list[dict[str, Any]]:
    """The subject's own listings and court records that live on `day`, with their measures."""
    label, key = _ID_KEYS[subject.kind]
    found = []
    for fact_label, link in _RECORDS:
        query = queries.get("read/answers/own_records", label=fact_label, link=link, subject=label, id=key)
        for row in desk.store.read(query, subject=subject.id, seq=seq)[0]["rows"]:
            entry = _own_entry(row, fact_label, day, desk)
            if entry is not None:
                found.append(entry)
    return sorted(found, key=lambda one: (one["valid_from"], one["ground_id"]))


def _own_entry(row: dict[str, Any], label: str, day: str, desk: Desk) -> dict[str, Any] | None:
    fact = row["fact"]
    list_type = list_type_of(fact, label)
    ended = fact.get("removed_on") or fact.get("ended_on") or fact["valid_to"]
    if not list_type or fact["valid_from"] > day or ended <= day:
        return None
    measures, purposes, verified = own_measures(list_type, desk.ruleset.vocabulary)
    open_dispute = any(begin and begin <= day and not (end and end <= day) for begin, end in row["disputes"])
    return {
        "ground_kind": fact["ground_kind"],
        "ground_id": fact["ground_id"],
        "list_type": list_type,
        "measures": list(measures),
        "purposes": sorted(purposes),
        "verified": verified,
        "disputed": open_dispute,
        "valid_from": fact["valid_from"],
        "valid_to": ended,
    }
