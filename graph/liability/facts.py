"""From stored facts to the plain data of an evaluation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.days import FIRST_DAY, OPEN_DAY, add_days
from graph.liability.citations import cited_articles
from graph.liability.contract import EntityKind, GroundFacts, LaterFirm, NamedPerson, RepairDecision, Tenure
from graph.model.codelists import codelist

Row = Mapping[str, Any]

_ROLE_OF_EDGE = {
    "LEGAL_REP_OF": "LEGAL_REP",
    "PRINCIPAL_OF": "PRINCIPAL",
    "EXECUTIVE_PARTNER_OF": "PRINCIPAL",
    "DECLARED_CONTROLLER_OF": "ACTUAL_CONTROLLER",
}
_ARREARS_LISTS = {"TAX": "L07", "SME": "L21"}
_STATE_OWNED = frozenset({"国有独资", "国有控股"})
_PLATFORM = frozenset(
    {
        "fact_id", "record_key", "current_key", "valid_from", "valid_to", "seq_from", "seq_to", "truth",
        "source_record_id", "source", "payload_digest", "ground_kind", "ground_ref", "ground_id", "entity_id",
        "person_id", "search_name", "decision_ref",
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
    if label == "Arrears":
        return _ARREARS_LISTS.get(_text(row, "arrears_kind"), "")
    return {"EntityState": "L16", "TaxGrade": "L06"}.get(label, "")


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


@dataclass(frozen=True, slots=True)
class Beside:
    """What other facts say of a decision.

    Parameters
    ----------
    persons
        What is known of persons, by id.
    penalties
        Penalties whose number a revocation cites.
    bans
        Bans that bear the decision's own number.
    states
        Dated attributes of the entity.
    grades
        All tax grades of the entity.
    """

    persons: Mapping[str, Row] = field(default_factory=dict)
    penalties: Sequence[Row] = ()
    bans: Sequence[Row] = ()
    states: Sequence[Row] = ()
    grades: Sequence[Row] = ()


def ground_facts(row: Row, label: str, beside: Beside) -> GroundFacts:
    """One decision as a ground.

    Parameters
    ----------
    row
        Properties of the decision's current version.
    label
        Listing, CourtRecord, Penalty, EntityState (a revocation), TaxGrade or Arrears.
    """
    common = _common(row, label)
    person = beside.persons.get(common["person_id"], {})
    common["person_name"] = _text(row, "subject_name") or _text(person, "name")
    common["person_verified"] = bool(person.get("verified"))
    if label == "EntityState":
        return _revocation(row, common, beside)
    fields = {name: value for name, value in row.items() if name not in _PLATFORM and value is not None}
    if label == "CourtRecord":
        return _court_record(row, common, fields)
    if label == "Penalty":
        return _penalty(row, common, fields)
    if label == "TaxGrade":
        return _tax_grade(row, common, fields, beside.grades)
    if label == "Arrears":
        return _arrears(row, common, fields, beside.states)
    return _listing(row, common, fields)


def _listing(row: Row, common: dict[str, Any], fields: dict[str, Any]) -> GroundFacts:
    over = _text(row, "valid_to")
    over = "" if over == OPEN_DAY else over
    if row.get("basis_article"):
        fields["basis_articles"] = cited_articles(_text(row, "basis_article"))
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
        removed_on=_text(row, "removed_on"),
        removal_kind=_text(row, "removal_kind"),
        # Its own term is over, or a snapshot no longer has the entry and nobody says why. Whoever takes it
        # off later, repairs or annuls it, does so after that end.
        ended_on=over,
        end_reason="期满" if over else "",
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
        violation_from=_text(row, "violation_from"),
        violation_to=_text(row, "violation_to"),
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
        # A unit's own ban ends with the unit's term; a person's is what his own paper states (T34).
        until_day=_text(row, "ban_until") if row.get("person_id") else "",
        removed_on=_text(row, "annulled_on"),
        removal_kind="ANNULLED" if row.get("annulled_on") else "",
    )


def _tax_grade(
    row: Row, common: dict[str, Any], fields: dict[str, Any], grades: Sequence[Row]
) -> GroundFacts:
    """A grade; it holds until its authority ends it, or gives another one for a later period."""
    ended_on, end_reason = _text(row, "ended_on"), _text(row, "end_reason")
    replaced_on = min((_text(one, "decided_on") for one in grades if _replaces(one, row)), default="")
    if replaced_on and (not ended_on or replaced_on < ended_on):
        ended_on, end_reason = replaced_on, "期满"
    return GroundFacts(
        **common,
        situation=_text(row, "situation") or "GRADE_D",
        fields=fields,
        violation_from=_text(row, "violation_from"),
        violation_to=_text(row, "violation_to"),
        decided_on=_text(row, "decided_on"),
        measure_from=_text(row, "measure_from"),
        authority_code=_text(row, "authority_code"),
        doc_no=_text(row, "doc_no"),
        removed_on=_text(row, "annulled_on"),
        removal_kind="ANNULLED" if row.get("annulled_on") else "",
        ended_on=ended_on,
        end_reason=end_reason,
    )


def _replaces(one: Row, row: Row) -> bool:
    """Whether a grade for a later period, decided later, says something else: who is D again stays so."""
    return (
        _text(one, "scheme") == _text(row, "scheme")
        and _text(one, "grade") != _text(row, "grade")
        and not one.get("annulled_on")
        and _text(one, "period") > _text(row, "period")
        and _text(one, "decided_on") > _text(row, "decided_on")
    )


def _arrears(row: Row, common: dict[str, Any], fields: dict[str, Any], states: Sequence[Row]) -> GroundFacts:
    """A sum owed: by its notice, until it is paid."""
    paid_on, notice_on = _text(row, "paid_on"), _text(row, "notice_on") or _text(row, "decided_on")
    first, last = _overdue(row, notice_on)
    owed_by = debtor_class(states, last or first or notice_on)
    if owed_by:
        fields["debtor_class"] = owed_by
    return GroundFacts(
        **common,
        fields=fields,
        violation_from=first,
        violation_to=last,
        decided_on=notice_on,
        measure_from=_text(row, "measure_from"),
        authority_code=_text(row, "authority_code"),
        doc_no=_text(row, "doc_no"),
        ended_on=paid_on,
        end_reason="履行完毕" if paid_on else "",
    )


def _overdue(row: Row, notice_on: str) -> tuple[str, str]:
    """The violation's days: as the row gives them, else from the day after it was due while it was owed.

    What was still owed on the day of the notice was owed up to it; what came after is not said.
    """
    first, last = _text(row, "violation_from"), _text(row, "violation_to")
    if first or last or not row.get("due_on"):
        return first, last
    first = add_days(_text(row, "due_on"), 1)
    paid_on = _text(row, "paid_on")
    last = min((one for one in (paid_on and add_days(paid_on, -1), notice_on) if one), default="")
    return (first, last) if not last or first <= last else ("", "")


def debtor_class(states: Sequence[Row], day: str) -> str:
    """What kind of debtor the entity was on `day`; empty where its size or owner is not known."""
    state = state_on(states, day)
    if state is None:
        return ""
    owner, subject_type = _text(state, "state_capital_class"), _text(state, "subject_type")
    if subject_type == "机关" or owner == "机关":
        return "GOV"
    if subject_type == "事业单位":
        return "INSTITUTION"
    if _text(state, "sme_class") != "大" or not owner:
        return ""
    return "SOE_LARGE" if owner in _STATE_OWNED else "PRIVATE_LARGE"


def _revocation(row: Row, common: dict[str, Any], beside: Beside) -> GroundFacts:
    """A licence revoked, a closure ordered, a registration cancelled; the cited penalty supplies its days.

    What it cites is said by that penalty, and by bans that bear its own number.
    """
    status = codelist("entity_statuses").find(_text(row, "status"))
    kind = status.attributes["revocation_kind"] if status else ""
    form = codelist("legal_forms").find(_text(row, "legal_form"))
    fields: dict[str, Any] = {"kind": kind, "doc_no": _text(row, "status_doc")}
    if row.get("status_reason"):
        fields["reason"] = row["status_reason"]
    if form is not None:
        fields["entity_form"] = form.attributes["entity_form"]
    same = next((one for one in beside.penalties if one.get("entity_id") == row.get("entity_id")), {})
    cited = [*cited_articles(_text(same, "basis"))]
    cited += [name for ban in beside.bans for name in cited_articles(_text(ban, "basis_article"))]
    fields["basis_articles"] = tuple(dict.fromkeys(cited))
    if same.get("serious") is not None:
        fields["serious"] = same["serious"]
    return GroundFacts(
        **common,
        # The decision that took the licence is the penalty itself: annulled, it took nothing.
        removed_on=_text(same, "annulled_on"),
        removal_kind="ANNULLED" if same.get("annulled_on") else "",
        situation="CANCELLED" if kind == "撤销登记" else "REVOKED",
        fields=fields,
        violation_from=_text(row, "violation_from") or _text(same, "violation_from"),
        violation_to=_text(row, "violation_to") or _text(same, "violation_to"),
        decided_on=_text(row, "status_on"),
        cites=(same["fact_id"],) if same.get("fact_id") else (),
        authority_code=_text(row, "status_authority_code") or _text(same, "authority_code"),
        doc_no=_text(row, "status_doc"),
    )


def state_on(states: Sequence[Row], day: str) -> Row | None:
    """The attributes that held on `day`; the earliest that are known where nothing is known of that day."""
    ordered = sorted(states, key=lambda one: one["valid_from"] or FIRST_DAY)
    held = [one for one in ordered if (one["valid_from"] or FIRST_DAY) <= day]
    found = held[-1:] or ordered[:1]
    return found[0] if found else None


def entity_kind(states: Sequence[Row], entity_id: str, day: str) -> EntityKind | None:
    """What the entity was on `day`."""
    row = state_on(states, day)
    if row is None:
        return None
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


def repair_decision(row: Row) -> RepairDecision:
    """One decision on a repair."""
    return RepairDecision(row["repair_id"], _text(row, "result"), _text(row, "decided_on"), row["fact_id"])


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
        by_officer=_text(row, "decided_by") == "OFFICER",
        dismisses=_text(row, "effect") == "DISMISS",
        rule_id=_text(row, "rule_id"),
    )


def banned_person(row: Row, persons: Mapping[str, Row]) -> NamedPerson:
    """A row of the table of bans as a document that names a person."""
    scope = codelist("ban_scopes").find(_text(row, "scope"))
    return NamedPerson(
        fact_id=row["fact_id"],
        person_id=row["person_id"],
        person_name=_text(row, "person_name") or _text(persons.get(row["person_id"], {}), "name"),
        verified=bool(persons.get(row["person_id"], {}).get("verified")),
        role=_text(row, "role"),
        decided_on=_text(row, "decided_on") or _text(row, "from_day"),
        doc_no=_text(row, "doc_no"),
        authority_code=_text(row, "authority_code"),
        from_day=_text(row, "from_day"),
        until_day=_text(row, "until_day"),
        source=_text(row, "source_record_id"),
        from_ban=True,
        scope=scope.code if scope else _text(row, "scope"),
        articles=cited_articles(_text(row, "basis_article")),
        capacity=_text(row, "capacity"),
    )


def later_firm(row: Row, states: Sequence[Row]) -> LaterFirm:
    """An office elsewhere, with the earliest day that anybody gives for the founding of that firm."""
    edge = row["edge"]
    founded = [_text(one, "established_on") for one in states if one.get("established_on")]
    return LaterFirm(
        person_id=row["person_id"],
        entity_id=row["entity_id"],
        role=_ROLE_OF_EDGE[row["type"]],
        since=_text(edge, "valid_from"),
        until=_text(edge, "valid_to") or OPEN_DAY,
        established_on=min(founded, default=""),
        fact_id=edge["fact_id"],
    )
