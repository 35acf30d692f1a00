"""Who answers for one ground: pure, deterministic, deny by default (A11, A12, A13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from graph.days import OPEN_DAY
from graph.liability.anchors import CONTROL, SUCCESSOR, Candidate, candidates
from graph.liability.bans import ban_scope
from graph.liability.contract import (
    Evaluation,
    FindingDraft,
    GroundContext,
    GroundFacts,
    Hop,
    NamedPerson,
    Outcome,
)
from graph.liability.derived import leads_to_later_firms
from graph.liability.documents import CLEARS, CONFIRMS, DISMISSES, LEADS, Reading, read_documents
from graph.liability.matching import ANCHOR_UNCERTAIN, VERSION_UNCERTAIN, Applicable, applicable_rules
from graph.liability.rulebook import Rule, RuleSet
from graph.liability.states import CONFIRMED, DISMISSED, LEAD, PROPOSED
from graph.liability.terms import has_stated_term, term_end, term_start
from graph.liability.withdraw import close, stopped_since

IDENTITY_UNVERIFIED: Final = "IDENTITY_UNVERIFIED"
BASIS_UNVERIFIED: Final = "BASIS_UNVERIFIED"
DOCUMENT_ONLY: Final = "DOCUMENT_ONLY"
AMOUNT_NOT_LARGE: Final = "AMOUNT_NOT_LARGE"
_SUBJECT_LINK: Final = {"Listing": "LISTED_BY", "CourtRecord": "BOUND_BY", "Penalty": "PENALISED_BY"}


def evaluate(context: GroundContext, ruleset: RuleSet, today: str) -> Evaluation:
    """Who answers for the context's ground, by which rule, in which state and until when.

    Parameters
    ----------
    context
        Everything that the findings of one ground can rest on.
    ruleset
        The rules in use.
    today
        Day of the evaluation; only successors appointed up to it, and rules chosen by the day of the act,
        depend on it.
    """
    applicable, outcomes = applicable_rules(context, ruleset, today)
    findings: list[FindingDraft] = []
    notes = list(outcomes)
    for one in applicable:
        if not term_start(one.rule, context.ground):
            notes.append(Outcome("DECISION_DAY_UNKNOWN", one.rule.ref, one.rule.role))
            continue
        drafts, more = _by_rule(one, applicable, context, today, ruleset.vocabulary.settings)
        findings += drafts
        notes += more
    return Evaluation(
        tuple(sorted(_that_rest_on_entries(findings, applicable), key=_finding_order)), _in_order(notes)
    )


def _that_rest_on_entries(
    findings: Sequence[FindingDraft], applicable: Sequence[Applicable]
) -> list[FindingDraft]:
    """What follows from a person's own entry (L23): only while a rule makes the listing his entry."""
    need = {one.rule.ref for one in applicable if "entry_state" in one.rule.ground.when}
    until = [
        one.valid_to
        for one in findings
        if one.role == "SELF" and one.mode == "LISTED_SELF" and one.base_state == CONFIRMED
    ]
    kept = [one for one in findings if one.rule not in need]
    if not until:
        return kept
    follow = [one for one in findings if one.rule in need]
    return kept + [replace(one, valid_to=min(one.valid_to, max(until))) for one in follow]


def _finding_order(one: FindingDraft) -> tuple[str, ...]:
    return one.role, one.rule, one.mode, one.person_name, one.valid_from, one.base_state, one.person_id


def _in_order(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    unique = set(outcomes)
    return tuple(sorted(unique, key=lambda one: (one.role, one.rule, one.code, one.detail, one.person_id)))


def _by_rule(
    applicable: Applicable,
    siblings: tuple[Applicable, ...],
    context: GroundContext,
    today: str,
    settings: Mapping[str, Any],
) -> tuple[list[FindingDraft], list[Outcome]]:
    """Findings that one rule yields; each person once, from registers, documents or both."""
    rule = applicable.rule
    if rule.role == "SELF" or context.ground.subject_kind == "PERSON":
        drafts = [_own_entry(applicable, context, settings)]
        notes: list[Outcome] = []
    elif rule.mode == "DERIVED_ENTITY":
        drafts, notes = _later_firms(applicable, siblings, context)
    else:
        documents, notes = read_documents(applicable, siblings, context)
        shown = {one.person_id: one for one in candidates(rule, context, today)}
        found = [
            _person(applicable, context, shown.get(person_id), documents.get(person_id))
            for person_id in sorted({*shown, *documents})
        ]
        drafts = [draft for draft in found if draft is not None]
    kept = []
    for draft in drafts:
        stop = stopped_since(draft.person_id, context.statuses, today)
        if stop is not None and stop[0] <= draft.valid_from:
            code = "DEAD" if stop[1] == "DEATH" else "INCAPABLE"
            notes.append(Outcome(code, rule.ref, rule.role, draft.person_id))
            continue
        kept.append(close(draft, rule, context, stop))
    return kept, notes


def _later_firms(
    applicable: Applicable, siblings: tuple[Applicable, ...], context: GroundContext
) -> tuple[list[FindingDraft], list[Outcome]]:
    """Leads on firms that persons founded after the ground that names them."""
    rule = applicable.rule
    documents, notes = read_documents(applicable, siblings, context)
    drafts: list[FindingDraft] = []
    for person_id, reading in sorted(documents.items()):
        if reading.effect != CONFIRMS or not reading.named.verified:
            continue  # who is not known by number has no other firm
        base = _draft(rule, context, person_id, reading.named.person_name, LEAD, DOCUMENT_ONLY)
        more, unknown = leads_to_later_firms(_on_evidence(base, context, None, reading.named), context)
        drafts += more
        notes += unknown
    return drafts, notes


def _person(
    applicable: Applicable, context: GroundContext, shown: Candidate | None, reading: Reading | None
) -> FindingDraft | None:
    """The finding on one person, or None when neither registers nor documents carry one."""
    if reading is not None and reading.effect == CLEARS:
        return None
    by_officer = reading is not None and reading.named.by_officer
    if reading is not None and reading.effect in (CONFIRMS, LEADS) and not by_officer:
        return _named(applicable, context, shown, reading.named)
    if shown is None or applicable.rule.computed_max == "NONE":
        return None
    state, reason = _computed_state(applicable, shown)
    if reading is not None and reading.effect == DISMISSES:
        state, reason = DISMISSED, ""
    elif reading is not None and reading.effect == CONFIRMS and state == PROPOSED:
        # An officer raises what registers propose; once they do not, his decision has nothing to stand on.
        return _named(applicable, context, shown, reading.named)
    draft = _draft(applicable.rule, context, shown.person_id, shown.person_name, state, reason)
    draft = _on_evidence(draft, context, shown, reading.named if state == DISMISSED and reading else None)
    if shown.reason == SUCCESSOR:
        # He is no holder before he was appointed, nor a successor once he has left.
        draft = replace(draft, valid_from=shown.starts, valid_to=min(draft.valid_to, shown.ends))
    return draft


def _computed_state(applicable: Applicable, shown: Candidate) -> tuple[str, str]:
    """The highest state that registers and computing alone may reach, and what holds it down."""
    rule = applicable.rule
    by_document = rule.confirmable_by == "DOCUMENT"
    reasons = (
        applicable.uncertain,
        shown.reason,
        "" if shown.verified else IDENTITY_UNVERIFIED,
        "" if rule.verified else BASIS_UNVERIFIED,
        DOCUMENT_ONLY if rule.computed_max == LEAD or (rule.role == CONTROL and by_document) else "",
    )
    reason = next((one for one in reasons if one), "")
    return (LEAD, reason) if reason else (PROPOSED, "")


def _named(
    applicable: Applicable, context: GroundContext, shown: Candidate | None, named: NamedPerson
) -> FindingDraft:
    """The finding on a person whom a document of the ground's own authority names."""
    rule = applicable.rule
    state, reason, unverified = _named_state(applicable, context, named)
    draft = _draft(rule, context, named.person_id, named.person_name, state, reason)
    until = named.until_day or context.ground.until_day
    term_from = named.from_day or draft.valid_from
    end = term_end(rule, term_from, until)
    # Nothing works on a person before the paper that names him; the term runs from the day of the law.
    start = named.from_day or min(max(term_from, named.decided_on), end)
    draft = replace(
        draft,
        valid_from=start,
        valid_to=end,
        scope=ban_scope(rule, named),
        basis_unverified=unverified,
    )
    return _on_evidence(draft, context, shown, named)


def _named_state(applicable: Applicable, context: GroundContext, named: NamedPerson) -> tuple[str, str, bool]:
    """State, reason and whether the basis is unverified, for a person whom a document names."""
    ground, rule = context.ground, applicable.rule
    if not named.verified:
        return LEAD, IDENTITY_UNVERIFIED, False
    if rule.mode == "LEAD":
        return LEAD, DOCUMENT_ONLY, False
    days_unknown = not (ground.violation_from or ground.violation_to)
    anchor_unknown = rule.anchor == "AT_VIOLATION" and days_unknown and named.at_violation is not True
    if anchor_unknown:
        return LEAD, ANCHOR_UNCERTAIN, False
    if applicable.uncertain:
        # That he held it at the violation says neither which edition that was nor whether there was one.
        return LEAD, _which_edition(applicable), False
    return CONFIRMED, "", not rule.verified


def _which_edition(applicable: Applicable) -> str:
    """Why nothing can be held against a person for certain by a rule of which nobody knows if it applied."""
    return VERSION_UNCERTAIN if applicable.uncertain == ANCHOR_UNCERTAIN else applicable.uncertain


def _own_entry(applicable: Applicable, context: GroundContext, settings: Mapping[str, Any]) -> FindingDraft:
    """The ground names the person himself: it is its own document."""
    ground, rule = context.ground, applicable.rule
    # Most sentences are handed in without the days of the deed: the court has seen to the law of that time
    # (T38); where it gives them, they decide which edition applies, as for every other ground.
    sentenced = ground.ground_kind == "COURT_ORDER" and applicable.uncertain == ANCHOR_UNCERTAIN
    state, reason = CONFIRMED, ""
    if not ground.person_verified:
        state, reason = LEAD, IDENTITY_UNVERIFIED
    elif not has_stated_term(rule, ground.until_day):
        state, reason = LEAD, "TERM_NOT_STATED"
    elif not _large_enough(rule, ground, settings):
        state, reason = LEAD, AMOUNT_NOT_LARGE
    elif rule.role != "SELF" and ground.ground_kind == "COURT_ORDER":
        # A sentence says what he did, not which office he held.
        state, reason = LEAD, DOCUMENT_ONLY
    elif applicable.uncertain and not sentenced:
        state, reason = LEAD, _which_edition(applicable)
    draft = _draft(rule, context, ground.person_id, ground.person_name, state, reason)
    unverified = state == CONFIRMED and (not rule.verified or sentenced)
    hop = _ground_hop(context, ground.person_id)
    return replace(draft, basis_unverified=unverified, rests_on=(ground.fact_id, *ground.cites), path=(hop,))


def _large_enough(rule: Rule, ground: GroundFacts, settings: Mapping[str, Any]) -> bool:
    """Whether a debt is a larger one: as the paper says, or by a figure that somebody has set."""
    if rule.threshold is None or ground.fields.get(rule.threshold.stated):
        return True
    figure, amount = settings.get(rule.threshold.setting), ground.fields.get(rule.threshold.amount)
    return figure is not None and amount is not None and float(amount) >= float(figure)


def _draft(
    rule: Rule, context: GroundContext, person_id: str, person_name: str, state: str, reason: str
) -> FindingDraft:
    ground = context.ground
    start = term_start(rule, ground)
    return FindingDraft(
        ground_ref=ground.ground_ref,
        ground_kind=ground.ground_kind,
        ground_id=ground.ground_id,
        authority_code=ground.authority_code,
        list_type=ground.list_type or rule.list,
        entity_id=ground.entity_id,
        person_id=person_id,
        person_name=person_name,
        role=rule.role,
        mode=rule.mode,
        rule=rule.ref,
        base_state=state,
        reason=reason,
        valid_from=start,
        valid_to=term_end(rule, start, ground.until_day),
        measures=rule.measures,
        scope=rule.scope,
        basis=tuple(_provision(one) for one in rule.basis),
    )


def _provision(basis: Any) -> dict[str, Any]:
    return {name: value for name, value in basis.model_dump(mode="json").items() if value is not None}


def _on_evidence(
    draft: FindingDraft, context: GroundContext, shown: Candidate | None, named: NamedPerson | None
) -> FindingDraft:
    """The draft with the facts that it rests on and the way from the person to the ground."""
    ground = context.ground
    facts = [ground.fact_id, *ground.cites]
    hops: list[Hop] = []
    if named is not None:
        facts.append(named.fact_id)
        until = named.until_day or OPEN_DAY
        hops.append(
            Hop(named.person_id, ground.ground_ref, "NAMED_BY", named.decided_on, until, named.fact_id,
                named.doc_no)
        )  # fmt: skip
    if shown is not None:
        facts += [one.fact_id for one in shown.tenures]
        hops += [
            Hop(one.person_id, ground.entity_id, one.edge_type, one.valid_from, one.valid_to, one.fact_id,
                one.control_state)
            for one in shown.tenures
        ]  # fmt: skip
        if shown.control is not None:
            facts += shown.control.fact_ids
            hops += [_control_hop(one) for one in shown.control.path]
    hops.append(_ground_hop(context, ground.entity_id))
    return replace(draft, rests_on=tuple(dict.fromkeys(facts)), path=tuple(hops))


def _control_hop(step: dict[str, str]) -> Hop:
    return Hop(
        step.get("source", ""),
        step.get("target", ""),
        step.get("type", "HOLDS"),
        step.get("valid_from", ""),
        step.get("valid_to", OPEN_DAY),
        step.get("fact_id", ""),
        step.get("note", ""),
    )


def _ground_hop(context: GroundContext, subject_id: str) -> Hop:
    ground = context.ground
    kind = _SUBJECT_LINK.get(ground.fact_type, "HAS_STATE")
    since = ground.measure_from or ground.decided_on
    until = ground.removed_on or ground.ended_on or OPEN_DAY
    return Hop(subject_id, ground.ground_ref, kind, since, until, ground.fact_id, ground.doc_no)
