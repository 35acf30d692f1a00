"""What a document that names a person does for a rule: confirm, clear, or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.liability.anchors import CONTROL, at_violation, control_on_file, is_former, measure_day
from graph.liability.bans import cites_basis, same_role
from graph.liability.contract import GroundContext, NamedPerson, Outcome
from graph.liability.matching import Applicable
from graph.liability.rulebook import Rule
from graph.liability.terms import has_stated_term
from graph.liability.withdraw import overturned

CONFIRMS: Final = "CONFIRMS"
CLEARS: Final = "CLEARS"
LEADS: Final = "LEADS"
DISMISSES: Final = "DISMISSES"
NOTHING: Final = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The document that counts for one person and rule, and what it does."""

    named: NamedPerson
    effect: str
    outcome: str = ""


def document_order(one: NamedPerson) -> tuple[str, ...]:
    """Total order of documents, the one that counts most last; it never follows from the order of arrival.

    What the authority itself has decided and handed in stands above what one of its officers decided in a
    case, whichever of the two is older or came first; within each kind the later decision counts, then the
    larger number, then what the papers say. Internal ids come last: they only make the order total.
    """
    return (
        str(not one.by_officer), one.decided_on, one.doc_no, one.mode, one.person_name, one.role,
        one.authority_code, one.from_day, one.until_day, str(one.at_violation), one.fault_doc,
        str(one.verified), str(one.from_ban), one.scope, one.capacity, str(one.dismisses), one.rule_id,
        "|".join(one.articles), one.person_id, one.source, one.fact_id,
    )  # fmt: skip


def read_documents(
    applicable: Applicable, siblings: tuple[Applicable, ...], context: GroundContext
) -> tuple[dict[str, Reading], list[Outcome]]:
    """For each person whom documents name in the rule's role, what they do.

    Of several that say something the last in `document_order` decides: an authority may correct itself. One
    that an objection has overturned decides only where no other is left, so that the cause is told.

    Parameters
    ----------
    siblings
        All rules that the ground meets.
    """
    rule = applicable.rule
    by_person: dict[str, list[Reading]] = defaultdict(list)
    outcomes = []
    wrong = overturned(context)
    for one in sorted(context.named, key=document_order):
        if not _is_meant(rule, siblings, context, one):
            continue
        if not _this_rule(rule, siblings, context, one.person_id):
            continue
        reading = _read(rule, context, one)
        if reading.effect == CLEARS and one.fact_id in wrong:
            continue
        if reading.outcome:
            outcomes.append(Outcome(reading.outcome, rule.ref, rule.role, one.person_id, one.doc_no))
        if reading.effect:
            by_person[one.person_id].append(reading)
    return {person_id: _last(readings, wrong) for person_id, readings in by_person.items()}, outcomes


def _last(readings: Sequence[Reading], wrong: Mapping[str, str]) -> Reading:
    """The last that stands; where all were overturned, the last of those that stood the longest."""
    standing = [one for one in readings if one.named.fact_id not in wrong]
    fell = max((wrong[one.named.fact_id] for one in readings if one.named.fact_id in wrong), default="")
    return (standing or [one for one in readings if wrong[one.named.fact_id] == fell])[-1]


def _is_meant(rule: Rule, siblings: tuple[Applicable, ...], context: GroundContext, one: NamedPerson) -> bool:
    """Whether the paper speaks of the rule's role and consequence; a ban only by the article it cites."""
    if one.mode not in ("", rule.mode) or one.rule_id not in ("", rule.id):
        return False
    if not one.from_ban:
        return one.role == rule.role
    if rule.mode != "BAN" or not cites_basis(rule, one):
        return False
    offices = frozenset(held.role for held in context.tenures if held.person_id == one.person_id)
    return same_role(rule, [other.rule for other in siblings], one, offices)


def _this_rule(rule: Rule, siblings: tuple[Applicable, ...], context: GroundContext, person_id: str) -> bool:
    """Of the rows for holders and for former holders a document means one: registers tell which."""
    anchors = {one.rule.anchor for one in siblings if one.rule.role == rule.role}
    if not {"AT_MEASURE", "CONTINUING"} <= anchors:
        return True
    own = [one for one in context.tenures if one.person_id == person_id]
    former = is_former(own, rule.role, measure_day(context.ground))
    return former == (rule.anchor == "CONTINUING")


def _read(rule: Rule, context: GroundContext, one: NamedPerson) -> Reading:
    ground = context.ground
    if not one.authority_code or one.authority_code != ground.authority_code:
        return Reading(one, NOTHING, "AUTHORITY_MISMATCH")
    if rule.anchor == "AT_VIOLATION" and one.at_violation is False:
        return Reading(one, CLEARS, "NOT_AT_VIOLATION")
    if not one.doc_no or not one.decided_on:
        return Reading(one, NOTHING, "DOCUMENT_INCOMPLETE")
    if one.by_officer and not officer_may_confirm(rule):
        return Reading(one, NOTHING, "OFFICER_MAY_NOT")
    if one.dismisses:
        return Reading(one, DISMISSES)
    if rule.capacity and one.capacity and one.capacity not in rule.capacity:
        return Reading(one, NOTHING, "CAPACITY_NOT_COVERED")
    if rule.mode == "LEAD":
        return Reading(one, LEADS)  # for the superior unit or its discipline organ; nobody confirms a lead
    if rule.confirmable_by == "NOBODY":
        return Reading(one, NOTHING, "NOT_CONFIRMABLE")
    if rule.confirm_needs == "FAULT_FINDING":
        if not one.fault_doc and not one.from_ban:  # a ban on him is itself a finding of his own fault
            return Reading(one, NOTHING, "FAULT_NOT_FOUND")
        if _registers_contradict(rule, context, one):
            return Reading(one, NOTHING, "NOT_AT_VIOLATION")
    if rule.general and rule.measures:
        # The decision's own measures count, and no table hands them in: a right to measures is none yet.
        return Reading(one, NOTHING, "MEASURE_NOT_NAMED")
    if not has_stated_term(rule, one.until_day or ground.until_day):
        return Reading(one, NOTHING, "TERM_NOT_STATED")
    by_officer = rule.confirmable_by == "AUTHORITY_OFFICER"
    if rule.role == CONTROL and by_officer and not control_on_file(context, rule, one.person_id):
        return Reading(one, NOTHING, "CONTROL_NOT_ON_FILE")
    return Reading(one, CONFIRMS)


def officer_may_confirm(rule: Rule) -> bool:
    """Whether an officer may decide by this row at all: its wording was read, and no document is needed.

    `matching` has already turned a general row into one by document where the list asks for documents.
    """
    return rule.confirmable_by == "AUTHORITY_OFFICER" and rule.verified


def _registers_contradict(rule: Rule, context: GroundContext, one: NamedPerson) -> bool:
    """Whether registers know the person in the office, only not at the violation, and nobody says otherwise.

    A fault paper about somebody who was appointed afterwards does not make him answer by his office.
    """
    if rule.anchor != "AT_VIOLATION" or one.at_violation is True:
        return False
    own = [held for held in context.tenures if held.person_id == one.person_id and held.role == rule.role]
    return bool(own) and all(at_violation(context.ground, held) is None for held in own)
