"""Evaluate one ground: who answers, by which rule, in which state, from when to when.

Pure: the same context gives the same evaluation, in any order of its parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graph.liability.anchors import Candidate, computed_candidates, measure_day
from graph.liability.contract import (
    Evaluation,
    FindingDraft,
    GroundContext,
    Hop,
    NamedPerson,
    Outcome,
)
from graph.liability.matching import Matched, matching_rules
from graph.liability.rulebook import Rule, RuleSet
from graph.liability.terms import cut_by_expiry, term_of, withdrawal

_ORDER = {"LEAD": 0, "PROPOSED": 1, "CONFIRMED": 2}


def evaluate(context: GroundContext, ruleset: RuleSet, today: str) -> Evaluation:
    """Findings of one ground.

    Parameters
    ----------
    today
        Up to which day successors in office count.

    Returns
    -------
    Evaluation
        Findings in a stable order, and why others were not reached.
    """
    matched = matching_rules(context, ruleset, today)
    outcomes = list(matched.outcomes)
    found: dict[tuple[str, ...], FindingDraft] = {}
    for rule in matched.rules:
        for draft in _findings_of(rule, context, today, matched, outcomes):
            known = found.get(draft.finding_key)
            found[draft.finding_key] = draft if known is None else _stronger(known, draft)
    _unmatched_documents(context, matched, outcomes)
    ordered = sorted(
        found.values(), key=lambda one: (one.role, one.rule, one.person_name, one.valid_from, one.person_id)
    )
    unique = sorted(set(outcomes), key=lambda one: (one.code, one.rule, one.role, one.person_id, one.detail))
    return Evaluation(tuple(ordered), tuple(unique))


def _stronger(one: FindingDraft, other: FindingDraft) -> FindingDraft:
    """Of two ways to the same finding the stronger one, resting on what both say."""
    first, second = sorted((one, other), key=lambda x: (-_ORDER[x.base_state], x.reason, x.rests_on))
    rests = (*first.rests_on, *(fact for fact in second.rests_on if fact not in first.rests_on))
    return replace(first, rests_on=rests) if first.base_state == second.base_state else first


def _findings_of(
    rule: Rule, context: GroundContext, today: str, matched: Matched, outcomes: list[Outcome]
) -> Iterator[FindingDraft]:
    if rule.role == "SELF":
        yield from _own_entry(rule, context, outcomes)
        return
    for named in context.named:
        if named.role == rule.role:
            yield from _by_document(rule, context, named, outcomes)
    if rule.computed_max == "NONE":
        return
    for candidate in computed_candidates(rule, context, today):
        state = _computed_state(rule, candidate, rule.ref in matched.leads_only)
        reason = _computed_reason(rule, candidate)
        yield from _draft(rule, context, candidate, state, reason, outcomes)


def _computed_state(rule: Rule, candidate: Candidate, leads_only: bool) -> str:
    weak = not candidate.certain or not candidate.verified or not rule.verified or leads_only
    return "LEAD" if weak or rule.computed_max == "LEAD" else "PROPOSED"


def _computed_reason(rule: Rule, candidate: Candidate) -> str:
    reasons = [candidate.reason]
    if not candidate.verified:
        reasons.append("IDENTITY_UNVERIFIED")
    if not rule.verified:
        reasons.append("BASIS_UNVERIFIED")
    if rule.computed_max == "LEAD" and rule.confirmable_by == "DOCUMENT":
        reasons.append("DOCUMENT_ONLY")
    return ",".join(reasons)


def _own_entry(rule: Rule, context: GroundContext, outcomes: list[Outcome]) -> Iterator[FindingDraft]:
    """The ground names the person himself: it is its own document."""
    ground = context.ground
    hop = Hop(ground.person_id, ground.ground_id, "NAMED_IN_GROUND", ground.decided_on, "", ground.fact_id)
    reason = "OWN_ENTRY" if ground.person_verified else "OWN_ENTRY,IDENTITY_UNVERIFIED"
    candidate = Candidate(
        ground.person_id, ground.person_name, ground.person_verified, True, reason, (), (hop,)
    )
    state = "CONFIRMED" if ground.person_verified else "LEAD"
    yield from _draft(rule, context, candidate, state, reason, outcomes, until=ground.until_day)


def _by_document(
    rule: Rule, context: GroundContext, named: NamedPerson, outcomes: list[Outcome]
) -> Iterator[FindingDraft]:
    """An authority's document names the person: CONFIRMED if it is the ground's own and complete."""
    refusal = _refusal(rule, context, named)
    if refusal:
        outcomes.append(Outcome(refusal, rule.ref, named.role, named.person_id))
        return
    if not _capacity_fits(rule, context, named):
        return
    hop = Hop(named.person_id, context.ground.ground_id, "NAMED_BY", named.decided_on, "", named.fact_id)
    reason = "NAMED_BY_DOCUMENT"
    state = "CONFIRMED"
    if not named.verified:
        state, reason = "LEAD", "NAMED_BY_DOCUMENT,IDENTITY_UNVERIFIED"
    if rule.term_source == "DECISION" and not named.until_day:
        state, reason = "LEAD", "NAMED_BY_DOCUMENT,TERM_NOT_STATED"
    candidate = Candidate(
        named.person_id, named.person_name, named.verified, True, reason, (named.fact_id,), (hop,)
    )
    yield from _draft(
        rule, context, candidate, state, reason, outcomes, begin=named.from_day, until=named.until_day
    )


def _refusal(rule: Rule, context: GroundContext, named: NamedPerson) -> str:
    """Why a document does not carry a finding by this rule; empty when it does."""
    ground = context.ground
    if not named.authority_code or named.authority_code != ground.authority_code:
        return "AUTHORITY_MISMATCH"
    if not named.doc_no or not named.decided_on:
        return "DOCUMENT_INCOMPLETE"
    if named.mode and named.mode != rule.mode:
        return "MODE_MISMATCH"
    if rule.anchor == "AT_VIOLATION" and named.at_violation is False:
        return "NOT_AT_VIOLATION"
    if rule.confirm_needs == "FAULT_FINDING" and not named.fault_doc:
        return "FAULT_PAPER_MISSING"
    if rule.confirmable_by == "NOBODY":
        return "NOT_CONFIRMABLE"
    return ""


def _capacity_fits(rule: Rule, context: GroundContext, named: NamedPerson) -> bool:
    """Rows for present and former holders of one office: the register says which one a document means."""
    if rule.ground.subject != "ENTITY" or rule.role not in ("LEGAL_REP", "PRINCIPAL"):
        return True
    day = measure_day(context)
    own = [one for one in context.tenures if one.person_id == named.person_id and one.role == rule.role]
    left = bool(own) and all(one.valid_to <= day for one in own)
    if rule.capacity is not None:
        return left
    has_twin = rule.anchor == "AT_MEASURE" and rule.mode == "MEASURE_ONLY" and rule.list == "L02"
    return not (left and has_twin and "SPENDING" in rule.scope)


def _unmatched_documents(context: GroundContext, matched: Matched, outcomes: list[Outcome]) -> None:
    roles = {rule.role for rule in matched.rules}
    for named in context.named:
        if named.role not in roles:
            outcomes.append(Outcome("DOCUMENT_ROLE_NOT_IN_RULES", role=named.role, person_id=named.person_id))


def _draft(
    rule: Rule,
    context: GroundContext,
    candidate: Candidate,
    state: str,
    reason: str,
    outcomes: list[Outcome],
    *,
    begin: str = "",
    until: str = "",
) -> Iterator[FindingDraft]:
    ground = context.ground
    valid_from, valid_to = term_of(rule, ground, begin, until)
    rests_on = (ground.fact_id, *candidate.fact_ids)
    withdrawn_at, because = withdrawal(rule, context, candidate.person_id, state, rests_on)
    if because in ("DEATH", "INCAPACITY") and withdrawn_at <= valid_from:
        outcomes.append(Outcome(because, rule.ref, rule.role, candidate.person_id))
        return
    yield FindingDraft(
        ground_ref=ground.ground_ref,
        ground_kind=ground.ground_kind,
        ground_id=ground.ground_id,
        list_type=ground.list_type,
        entity_id=ground.entity_id,
        person_id=candidate.person_id,
        person_name=candidate.person_name,
        role=rule.role,
        mode=rule.mode,
        rule=rule.ref,
        base_state=state,
        reason=reason,
        valid_from=valid_from,
        valid_to=cut_by_expiry(rule, ground, valid_to),
        withdrawn_at=withdrawn_at,
        withdrawn_because=because,
        measures=rule.measures,
        scope=rule.scope,
        basis=tuple(one.model_dump(mode="json") for one in rule.basis),
        basis_unverified=not rule.verified and state == "CONFIRMED",
        rests_on=rests_on,
        path=_path(candidate, context),
    )


def _path(candidate: Candidate, context: GroundContext) -> tuple[Hop, ...]:
    """From the person over the entity to the ground."""
    ground = context.ground
    hops = tuple(replace(hop, target=ground.entity_id) if not hop.target else hop for hop in candidate.path)
    if not ground.entity_id or any(hop.target == ground.ground_id for hop in hops):
        return hops
    listed = Hop(
        ground.entity_id, ground.ground_id, ground.ground_kind, ground.decided_on, "", ground.fact_id
    )
    return (*hops, listed)
