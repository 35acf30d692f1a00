"""The way out of what stands against a subject: the document of ``exit --json``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from api.services.check import own_entries
from api.services.desk import Desk
from api.services.dossier import Dossier, dossier_of
from api.services.findings import state_on
from api.services.kept import relied_entries, relied_on
from graph import queries
from graph.answers import Relied
from graph.days import OPEN_DAY
from graph.liability.exits.answer import Exit, document_of, exit_of
from graph.liability.exits.book import ExitBook, load_exits
from graph.liability.exits.standing import (
    OWN,
    Standing,
    finding_standing,
    is_repaired,
    latest_of,
    severity_of,
)
from graph.liability.exits.words import sections_of
from graph.liability.explanation.parts import reasons
from graph.liability.load import LABEL_OF_KIND
from graph.store import Plan, ask, seq_plan

Row = dict[str, Any]
#: Newest penalties of one organisation that are looked at; older ones are published no longer.
_MOST_PENALTIES: Final = 500
_DECIDED: Final = frozenset({"CONFIRMED", "SUSPENDED"})
_LIVE: Final = frozenset({"CONFIRMED", "SUSPENDED", "PROPOSED", "LEAD"})


def exit_answer(
    desk: Desk, code: str, *, as_of: str | None = None, known_at: str | None = None
) -> dict[str, Any]:
    """The document of ``exit --json``; see `exit_plan`."""
    return desk.store.ask(exit_plan(desk, code, as_of=as_of, known_at=known_at))


def exit_plan(
    desk: Desk, code: str, *, as_of: str | None = None, known_at: str | None = None
) -> Plan[dict[str, Any]]:
    """The way out for one subject.

    Parameters
    ----------
    code
        A code, or a person's id.
    """
    day = as_of or desk.today
    dossier = yield from dossier_of(desk, code, day, (yield from seq_plan(known_at)))
    return (yield from exit_dossier(desk, dossier, day, known_at=known_at))


def exit_dossier(
    desk: Desk, dossier: Dossier, day: str, *, known_at: str | None = None
) -> Plan[dict[str, Any]]:
    """The way out for a subject that was read already; what the asker may not see is not in the dossier."""
    subject, seq = dossier.subject, dossier.seq
    live = [
        (row["finding"], state)
        for row in dossier.findings
        if row["finding"]["valid_from"] <= day and (state := state_on(row, day)) in _LIVE
    ]
    refs = {finding["ground_ref"] for finding, _ in live} | {
        row["fact"]["ground_ref"] for row in dossier.records
    }
    penalties: list[Row] = []
    if subject.kind == "ENTITY":
        asked = ask("read/exits/penalties_of_entity", entity_id=subject.id, seq=seq, limit=_MOST_PENALTIES)
        penalties = (yield from asked)[0]["rows"]
        refs |= {one["ground_ref"] for one in penalties}
    facts = yield from _decisions(refs, seq)
    repairs = yield from _repairs(refs, seq)
    decided = [
        finding_standing(
            finding, state, desk.ruleset, facts.get(finding["ground_ref"], {}),
            repairs.get(finding["ground_ref"], ()), entity=dossier.codes.get(finding["entity_id"], ""),
            entity_name=dossier.names.get(finding["entity_id"], ""),
        )
        for finding, state in live
        if finding["base_state"] == "CONFIRMED" and state in _DECIDED
    ]  # fmt: skip
    own = _own(desk, dossier, day, facts, repairs) + _published(penalties, day, repairs)
    of_person = subject.kind == "PERSON"
    held = {one.ground_ref for one in decided}
    found = exit_of(
        [*decided, *(one for one in own if one.ground_ref not in held)] if of_person else own, day
    )
    document = {
        "subject": {"kind": subject.kind, "code": subject.code, "name": subject.name},
        "as_of": day,
        "known_at": known_at or f"seq:{seq}",
        "data_version": desk.data_version(seq),
        "edition": found.book.edition,
        "complete": not dossier.waiting,
        **document_of(found),
        "not_yet": [_not_yet(one, state, dossier) for one, state in live if one["base_state"] != "CONFIRMED"],
        "others": [] if of_person else _others(decided, live, found),
    }
    return {**document, "sections": sections_of(document)}


def _decisions(refs: set[str], seq: int) -> Plan[dict[str, Row]]:
    """The current version of each decision; of a revocation, which stands in every later state, the first."""
    by_label: dict[str, list[str]] = defaultdict(list)
    for ref in sorted(refs):
        label = LABEL_OF_KIND.get(ref.partition(":")[0])
        if label:
            by_label[label].append(ref)
    kept: dict[str, Row] = {}
    for label, wanted in sorted(by_label.items()):
        rows = (yield from ask(queries.get("read/liability/grounds", label=label), refs=wanted, seq=seq))[0]
        for row in sorted(rows["rows"], key=lambda one: (one.get("valid_from") or "", one["record_key"])):
            kept.setdefault(row["ground_ref"], row)
    return kept


def _repairs(refs: set[str], seq: int) -> Plan[dict[str, list[Row]]]:
    query = queries.get("read/liability/facts_about", label="RepairCase")
    rows = (yield from ask(query, refs=sorted(refs), seq=seq))[0]["rows"]
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["target_ref"]].append(row)
    return found


def _own(
    desk: Desk, dossier: Dossier, day: str, facts: dict[str, Row], repairs: dict[str, list[Row]]
) -> list[Standing]:
    """Own listings and court papers that are live on the day and not repaired."""
    refs = {row["fact"]["ground_id"]: row["fact"]["ground_ref"] for row in dossier.records}
    subject = dossier.subject.kind
    made = [
        Standing(
            id=f"own:{one['ground_kind']}:{one['ground_id']}", of=OWN, ground_kind=one["ground_kind"],
            ground_ref=refs[one["ground_id"]], ground_id=one["ground_id"], list_type=one["list_type"],
            subject=subject, valid_from=one["valid_from"], valid_to=one["valid_to"],
            state="SUSPENDED" if one["disputed"] else "CONFIRMED", measures=tuple(one["measures"]),
            facts=facts.get(refs[one["ground_id"]], {}),
            repairs=tuple(repairs.get(refs[one["ground_id"]], ())),
        )
        for one in own_entries(desk, dossier.records, day)
    ]  # fmt: skip
    return [one for one in made if not is_repaired(one, day)]


def _published(penalties: Sequence[Row], day: str, repairs: dict[str, list[Row]]) -> list[Standing]:
    """Own penalties that are still published: not annulled, not repaired, within their longest time."""
    book, kept = load_exits(), []
    for row in penalties:
        one = Standing(
            id=f"own:PENALTY:{row['ground_id']}", of=OWN, ground_kind="PENALTY", list_type="",
            ground_ref=row["ground_ref"], ground_id=row["ground_id"], subject="ENTITY",
            valid_from=row.get("decided_on") or row["valid_from"], valid_to=OPEN_DAY, facts=row,
            repairs=tuple(repairs.get(row["ground_ref"], ())),
        )  # fmt: skip
        if _is_published(one, day, book):
            kept.append(one)
    return kept


def _is_published(one: Standing, day: str, book: ExitBook) -> bool:
    annulled = one.fact("annulled_on")
    if (annulled and annulled <= day) or one.valid_from > day or is_repaired(one, day):
        return False
    if severity_of(one, book) == "轻微" and not one.fact("publish_until"):
        return False  # not published as a rule
    return latest_of(one, book).day > day


def _not_yet(finding: Row, state: str, dossier: Dossier) -> Row:
    return {
        "id": finding["finding_id"],
        "of": "FINDING",
        "ground_kind": finding["ground_kind"],
        "ground_id": finding["ground_id"],
        "list_type": finding["list_type"],
        "entity": dossier.codes.get(finding["entity_id"], ""),
        "entity_name": dossier.names.get(finding["entity_id"], ""),
        "person": finding["person_id"],
        "person_name": finding["person_name"],
        "role": finding["role"],
        "mode": finding["mode"],
        "state": state,
        "rule": finding["rule"],
        "reason": finding["reason"],
        "reason_zh": reasons(finding),
    }


def _others(decided: Sequence[Standing], live: Sequence[tuple[Row, str]], found: Exit) -> list[Row]:
    """Persons who answer for the organisation: what ends with its records, and what runs on."""
    persons = {finding["finding_id"]: finding for finding, _ in live}
    rows = []
    for one in decided:
        latest, finding = found.latest(one), persons[one.id]
        ended_by = [
            option.key
            for option in found.options
            if one.follows and any(own.ground_ref == one.ground_ref for own in option.ends)
        ]
        rows.append(
            {
                "finding_id": one.id, "person": finding["person_id"],
                "person_name": finding["person_name"], "role": one.role, "mode": one.mode,
                "list_type": one.list_type, "ground_id": one.ground_id, "state": one.state,
                "rule": one.rule, "latest": latest.day or None, "latest_because": latest.because,
                "ended_by": ended_by,
            }
        )  # fmt: skip
    return sorted(rows, key=lambda row: (row["ground_id"], row["person_name"], row["finding_id"]))


def relied_in(desk: Desk, dossier: Dossier, day: str) -> tuple[Relied, ...]:
    """On what an answer on the way out rests: findings that began by the day, and own entries."""
    begun = (row for row in dossier.findings if row["finding"]["valid_from"] <= day)
    findings = relied_on({**row["finding"], "state": state_on(row, day)} for row in begun)
    own = own_entries(desk, dossier.records, day)
    return (*findings, *relied_entries(dossier.subject, dossier.records, own))
