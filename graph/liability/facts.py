"""From stored facts to the plain data of an evaluation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.days import FIRST_DAY, OPEN_DAY
from graph.liability.citations import cited_articles
from graph.liability.contract import EntityKind, GroundFacts, NamedPerson, Tenure
from graph.model.codelists import codelist

Row = Mapping[str, Any]

_ROLE_OF_EDGE = {
    "LEGAL_REP_OF": "LEGAL_REP",
    "PRINCIPAL_OF": "PRINCIPAL",
    "EXECUTIVE_PARTNER_OF": "PRINCIPAL",
    "DECLARED_CONTROLLER_OF": "ACTUAL_CONTROLLER",
}
_PLATFORM = frozenset(
    {
        "fact_id", "record_key", "current_key", "valid_from", "valid_to", "seq_from", "seq_to", "truth",
        "source_record_id", "source", "payload_digest", "ground_kind", "ground_ref", "ground_id", "entity_id",
        "person_id", "search_name",
    }
)  # fmt: skip


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def list_type_of(row: Row, label: str) -> str:
    """Which list a decision belongs to; empty where that follows from the rules which it meets."""
    if label == "Listing":
        return _text(row, "list_type")
    if label == "CourtRecord":
        value = codelist("court_kinds").find(_text(row, "court_kind"))
        return value.attributes["list_type"] if value else ""
    return "L16" if label == "EntityState" else ""


def _common(row: Row, label: str) -> dict[str, Any]:
    return {
        "fact_id": row["fact_id"],
        "fact_type": label,
        "ground_kind": row["ground_kind"],
        "ground_ref": row["ground_ref"],
        "ground_id": row["ground_id"],
        "list_type": list_type_of(row, label),
        "subject_kind": "PERSON" if row.get("person_id") else "ENTITY",
        "entity_id": "" if row.get("person_id") else _text(row, "entity_id"),
        "person_id": _text(row, "person_id"),
        "source": _text(row, "source_record_id"),
    }


def ground_facts(
    row: Row, label: str, persons: Mapping[str, Row], penalties: Sequence[Row] = ()
) -> GroundFacts:
    """One decision as a ground.

    Parameters
    ----------
    row
        Properties of the decision's current version.
    label
        Listing, CourtRecord, Penalty or EntityState (a revocation).
    persons
        What is known of the persons named, by id.
    penalties
        Penalties whose number a revocation cites.
    """
    common = _common(row, label)
    person = persons.get(common["person_id"], {})
    common["person_name"] = _text(row, "subject_name") or _text(person, "name")
    common["person_verified"] = bool(person.get("verified"))
    if label == "EntityState":
        return _revocation(row, common, penalties)
    fields = {name: value for name, value in row.items() if name not in _PLATFORM and value is not None}
    if label == "CourtRecord":
        return _court_record(row, common, fields)
    if label == "Penalty":
        return _penalty(row, common, fields)
    removed_on, removal_kind = _text(row, "removed_on"), _text(row, "removal_kind")
    if not removed_on and _text(row, "valid_to") not in ("", OPEN_DAY):
        # A snapshot no longer has the entry, and nobody says why: over, without a cause of its own.
        removed_on, removal_kind = _text(row, "valid_to"), "EXPIRED"
    return GroundFacts(
        **common,
        situation=_text(row, "situation"),
        fields=fields,
        violation_from=_text(row, "violation_from"),
        violation_to=_text(row, "violation_to"),
        decided_on=_text(row, "decided_on"),
        measure_from=_text(row, "measure_from"),
        authority_code=_text(row, "authority_code"),
        doc_no=_text(row, "doc_no"),
        removed_on=removed_on,
        removal_kind=removal_kind,
        henan35_elected=bool(row.get("henan35_elected")),
    )


def _court_record(row: Row, common: dict[str, Any], fields: dict[str, Any]) -> GroundFacts:
    kind = _text(row, "court_kind")
    usual = {"限制消费": "SPENDING", "限制出境": "EXIT_BAN"}
    fields["kind"] = kind
    if "is_final" in fields:
        fields["final"] = fields["is_final"]
    return GroundFacts(
        **common,
        situation=_text(row, "situation") or usual.get(kind, ""),
        fields=fields,
        decided_on=_text(row, "decided_on"),
        measure_from=_text(row, "measure_from"),
        authority_code=_text(row, "authority_code"),
        doc_no=_text(row, "case_no"),
        until_day=_text(row, "until_day"),
        ended_on=_text(row, "ended_on"),
        end_reason=_text(row, "end_reason"),
    )


def _penalty(row: Row, common: dict[str, Any], fields: dict[str, Any]) -> GroundFacts:
    """A penalty: what it cites and states decides which rules it meets."""
    fields["basis_articles"] = cited_articles(_text(row, "basis"))
    return GroundFacts(
        **common,
        fields=fields,
        violation_from=_text(row, "violation_from"),
        violation_to=_text(row, "violation_to"),
        decided_on=_text(row, "decided_on"),
        authority_code=_text(row, "authority_code"),
        doc_no=_text(row, "doc_no"),
        until_day=_text(row, "ban_until"),
        removed_on=_text(row, "annulled_on"),
        removal_kind="ANNULLED" if row.get("annulled_on") else "",
    )


def _revocation(row: Row, common: dict[str, Any], penalties: Sequence[Row]) -> GroundFacts:
    """A licence revoked, a closure ordered, a registration cancelled; the cited penalty supplies its days."""
    status = codelist("entity_statuses").find(_text(row, "status"))
    kind = status.attributes["revocation_kind"] if status else ""
    form = codelist("legal_forms").find(_text(row, "legal_form"))
    fields: dict[str, Any] = {"kind": kind, "doc_no": _text(row, "status_doc")}
    if row.get("status_reason"):
        fields["reason"] = row["status_reason"]
    if form is not None:
        fields["entity_form"] = form.attributes["entity_form"]
    same = next((one for one in penalties if one.get("entity_id") == row.get("entity_id")), {})
    fields["basis_articles"] = cited_articles(_text(same, "basis"))
    if same.get("serious") is not None:
        fields["serious"] = same["serious"]
    return GroundFacts(
        **common,
        situation="CANCELLED" if kind == "撤销登记" else "REVOKED",
        fields=fields,
        violation_from=_text(row, "violation_from") or _text(same, "violation_from"),
        violation_to=_text(row, "violation_to") or _text(same, "violation_to"),
        decided_on=_text(row, "status_on"),
        authority_code=_text(row, "status_authority_code") or _text(same, "authority_code"),
        doc_no=_text(row, "status_doc"),
    )


def entity_kind(states: Sequence[Row], entity_id: str, day: str) -> EntityKind | None:
    """What the entity was on `day`; the earliest that is known where nothing is known of that day."""
    if not states:
        return None
    ordered = sorted(states, key=lambda one: one["valid_from"] or FIRST_DAY)
    state = [one for one in ordered if (one["valid_from"] or FIRST_DAY) <= day][-1:] or ordered[:1]
    row = state[0]
    form = codelist("legal_forms").find(_text(row, "legal_form"))
    has_legal_rep: bool | None = None
    if form is not None and form.attributes["has_legal_rep"]:
        has_legal_rep = form.attributes["has_legal_rep"] == "1"
    elif _text(row, "subject_type") == "个体工商户":
        has_legal_rep = False
    return EntityKind(
        entity_id,
        name=_text(row, "name"),
        subject_type=_text(row, "subject_type"),
        legal_form=_text(row, "legal_form"),
        state_capital_class=_text(row, "state_capital_class"),
        has_legal_rep=has_legal_rep,
    )


def tenure(row: Row) -> Tenure:
    """One office held."""
    edge = row["edge"]
    return Tenure(
        role=_ROLE_OF_EDGE[row["type"]],
        edge_type=row["type"],
        person_id=row["person_id"],
        person_name=_text(edge, "person_name"),
        verified=bool(row["verified"]),
        valid_from=_text(edge, "valid_from"),
        valid_to=_text(edge, "valid_to") or OPEN_DAY,
        fact_id=edge["fact_id"],
        source=_text(edge, "source_record_id"),
        known_held_to=_text(edge, "known_held_to"),
        control_state=_text(edge, "control_state"),
    )


def named_person(row: Row, persons: Mapping[str, Row]) -> NamedPerson:
    """One person whom a document names."""
    return NamedPerson(
        fact_id=row["fact_id"],
        person_id=row["person_id"],
        person_name=_text(row, "person_name"),
        verified=bool(persons.get(row["person_id"], {}).get("verified")),
        role=_text(row, "role"),
        mode=_text(row, "mode"),
        decided_on=_text(row, "decided_on"),
        doc_no=_text(row, "doc_no"),
        authority_code=_text(row, "authority_code"),
        from_day=_text(row, "from_day"),
        until_day=_text(row, "until_day"),
        at_violation=row.get("at_violation"),
        fault_doc=_text(row, "fault_doc"),
        capacity=_text(row, "capacity"),
        source=_text(row, "source_record_id"),
    )
