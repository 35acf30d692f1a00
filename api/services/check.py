"""Who answers for an entity, what a person answers for, and what follows for a decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.services.desk import Desk
from api.services.dossier import Dossier, dossier_of
from api.services.findings import liability_of, sort_key
from graph.liability.decision import Decision, EffectiveFinding, OwnEntry, asked, decide, own_measures
from graph.liability.disputes import is_suspended, upheld_on
from graph.liability.facts import list_type_of
from graph.store import Plan, seq_plan


def check(
    desk: Desk,
    code: str,
    *,
    purpose: str | None = None,
    measure: str | None = None,
    as_of: str | None = None,
    known_at: str | None = None,
) -> dict[str, Any]:
    """The document of ``check --json``; see `check_plan`."""
    plan = check_plan(desk, code, purpose=purpose, measure=measure, as_of=as_of, known_at=known_at)
    return desk.store.ask(plan)


def check_plan(
    desk: Desk,
    code: str,
    *,
    purpose: str | None = None,
    measure: str | None = None,
    as_of: str | None = None,
    known_at: str | None = None,
) -> Plan[dict[str, Any]]:
    """Check one subject.

    Parameters
    ----------
    code
        A code, or a person's id.
    purpose, measure
        What is asked for; without both there is no decision.
    as_of
        The day in the world; today by default.
    known_at
        As the platform knew it: a day, a time or ``seq:N``.
    """
    seq = yield from seq_plan(known_at)
    desk = yield from desk.then(known_at, seq)
    asked(purpose, measure, desk.ruleset.vocabulary, desk.catalogue)
    day = as_of or desk.today
    dossier = yield from dossier_of(desk, code, day, seq)
    return check_dossier(desk, dossier, day, purpose=purpose, measure=measure, known_at=known_at)


def check_dossier(
    desk: Desk,
    dossier: Dossier,
    day: str,
    *,
    purpose: str | None = None,
    measure: str | None = None,
    known_at: str | None = None,
    states: frozenset[str] | None = None,
) -> dict[str, Any]:
    """The answer on a subject that was read already.

    Parameters
    ----------
    states
        States of findings that the asker may see; all by default. What he may not see is not counted
        either, but it never was part of a decision.
    """
    subject = dossier.subject
    rows = [row for row in dossier.findings if row["finding"]["valid_from"] <= day]
    shown = [liability_of(row, day, dossier.codes, dossier.names) for row in rows]
    own = own_entries(desk, dossier.records, day)
    decision = decide_dossier(desk, dossier, rows, shown, own, purpose, measure)
    liabilities = sorted((one for one in shown if states is None or one["state"] in states), key=sort_key)
    return {
        "subject": {"kind": subject.kind, "code": subject.code, "name": subject.name},
        "as_of": day,
        "known_at": known_at or f"seq:{dossier.seq}",
        "data_version": desk.data_version(dossier.seq),
        "purpose": purpose,
        "measure": measure,
        "decision": decision.decision,
        "complete": decision.complete,
        "reasons": list(decision.reasons),
        "liabilities": liabilities,
        "own": own,
    }


def decide_dossier(
    desk: Desk,
    dossier: Dossier,
    rows: Sequence[dict[str, Any]],
    shown: Sequence[dict[str, Any]],
    own: Sequence[dict[str, Any]],
    purpose: str | None,
    measure: str | None,
) -> Decision:
    """A person is decided by findings on him, an entity by its own entries (section 2)."""
    is_person = dossier.subject.kind == "PERSON"
    findings = [_effective(row["finding"], one) for row, one in zip(rows, shown, strict=True)]
    entries = [OwnEntry(one["ground_id"], one["list_type"], one["disputed"]) for one in own]
    return decide(
        findings=findings if is_person else [],
        own=[] if is_person else entries,
        purpose=purpose,
        measure=measure,
        pending=dossier.waiting,
        identity_candidates=dossier.candidates,
        ruleset=desk.ruleset,
        catalogue=desk.catalogue,
    )


def _effective(finding: dict[str, Any], shown: dict[str, Any]) -> EffectiveFinding:
    return EffectiveFinding(
        shown["finding_id"],
        shown["state"],
        finding["base_state"],
        shown["mode"],
        tuple(shown["measures"]),
        tuple(shown["scope"]),
    )


def own_entries(desk: Desk, records: Sequence[dict[str, Any]], day: str) -> list[dict[str, Any]]:
    """The subject's own listings and court records that live on `day`, with their measures."""
    found = (_own_entry(row, day, desk) for row in records)
    return sorted(
        (one for one in found if one is not None), key=lambda one: (one["valid_from"], one["ground_id"])
    )


def _own_entry(row: dict[str, Any], day: str, desk: Desk) -> dict[str, Any] | None:
    fact = row["fact"]
    list_type = list_type_of(fact, row["label"])
    ends = (
        fact.get("removed_on"), fact.get("ended_on"), row.get("repaired_on"), upheld_on(row["disputes"]),
        fact["valid_to"],
    )  # fmt: skip
    ended = min(one for one in ends if one)
    if not list_type or fact["valid_from"] > day or ended <= day:
        return None
    measures, purposes, verified = own_measures(list_type, desk.ruleset.vocabulary, desk.catalogue)
    return {
        "ground_kind": fact["ground_kind"],
        "ground_id": fact["ground_id"],
        "list_type": list_type,
        "measures": list(measures),
        "purposes": sorted(purposes),
        "verified": verified,
        "disputed": is_suspended(row["disputes"], day),
        "valid_from": fact["valid_from"],
        "valid_to": ended,
    }
