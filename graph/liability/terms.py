"""From when to when a finding has effect, and what makes it fall (semantics: term, end)."""

from __future__ import annotations

from collections.abc import Iterable

from graph.days import OPEN_DAY, add_years
from graph.liability.contract import GroundContext, GroundFacts
from graph.liability.rulebook import Rule


def term_start(rule: Rule, ground: GroundFacts) -> str:
    """The day from which the rule's term runs."""
    if rule.term_start == "PUBLICATION_DATE":
        return ground.published_on or ground.decided_on
    if rule.term_start in ("ORDER_DATE", "DECISION_DATE"):
        return ground.measure_from or ground.decided_on
    return ground.decided_on


def _after(start: str, term: int | str | None) -> str:
    return add_years(start, term) if isinstance(term, int) else OPEN_DAY


def term_of(rule: Rule, ground: GroundFacts, stated_from: str, stated_until: str) -> tuple[str, str]:
    """First day of effect, and first day after it; a document's own days win inside the rule's range."""
    start = stated_from or term_start(rule, ground)
    statutory = _after(start, rule.term)
    if not stated_until or stated_until <= start:
        return start, statutory
    if rule.term_range is not None:
        latest = _after(start, rule.term_range.max)
        earliest = _after(start, rule.term_range.min)
        return start, min(max(stated_until, earliest), latest)
    return start, min(stated_until, statutory)


def cut_by_expiry(rule: Rule, ground: GroundFacts, valid_to: str) -> str:
    """The ground's own term is over: what follows it ends with it, a ban runs on."""
    if rule.mode == "BAN" or ground.removal_kind != "EXPIRED" or not ground.removed_on:
        return valid_to
    return min(valid_to, ground.removed_on)


def withdrawal(
    rule: Rule, context: GroundContext, person_id: str, base_state: str, rests_on: Iterable[str]
) -> tuple[str, str]:
    """(day, cause) of the first thing that takes the finding back; empty when nothing does."""
    causes = [
        *_ground_causes(rule, context, base_state),
        *_objection_causes(context, set(rests_on)),
        *_person_causes(context, person_id),
    ]
    return min(causes) if causes else ("", "")


def _repaired(rule: Rule, context: GroundContext, base_state: str) -> str:
    entry = rule.mode == "LISTED_SELF" and base_state == "CONFIRMED"
    return "ENTITY_REPAIRED" if entry and context.ground.subject_kind == "ENTITY" else "REPAIRED"


def _ground_causes(rule: Rule, context: GroundContext, base_state: str) -> Iterable[tuple[str, str]]:
    ground = context.ground
    own_entry = ground.subject_kind == "PERSON" and rule.mode != "BAN"
    lifts = rule.lifted_by_entity_repair or own_entry
    if ground.removed_on and ground.removal_kind in ("REVOKED", "ANNULLED"):
        yield ground.removed_on, ground.removal_kind
    if ground.removed_on and ground.removal_kind == "REPAIRED" and lifts:
        yield ground.removed_on, _repaired(rule, context, base_state)
    if ground.ended_on and ground.ground_kind == "COURT_ORDER":
        yield ground.ended_on, "REVOKED" if ground.end_reason == "纠正" else "RELEASED"
    if lifts:
        repaired = _repaired_on(context)
        if repaired:
            yield repaired, _repaired(rule, context, base_state)


def _repaired_on(context: GroundContext) -> str:
    """The day of an approved repair that was not revoked afterwards."""
    decided = sorted(
        (one for one in context.repairs if one.decided_on and one.result in ("APPROVED", "REVOKED")),
        key=lambda one: (one.decided_on, one.repair_id),
    )
    if not decided or decided[-1].result == "REVOKED":
        return ""
    last_revoked = max((one.decided_on for one in decided if one.result == "REVOKED"), default="")
    return min(
        one.decided_on for one in decided if one.result == "APPROVED" and one.decided_on >= last_revoked
    )


def _objection_causes(context: GroundContext, rests_on: set[str]) -> Iterable[tuple[str, str]]:
    for one in context.objections:
        if one.result == "UPHELD" and one.decided_on and one.fact_id in rests_on:
            yield one.decided_on, "OBJECTION_UPHELD"


def _person_causes(context: GroundContext, person_id: str) -> Iterable[tuple[str, str]]:
    spans = [one for one in context.statuses if one.person_id == person_id]
    deaths = [one.since for one in spans if one.status == "DECEASED"]
    if deaths:
        yield min(deaths), "DEATH"
    restored = max((one.since for one in spans if one.status == "RESTORED"), default="")
    incapable = [one.since for one in spans if one.status == "INCAPABLE" and one.since > restored]
    if incapable:
        yield min(incapable), "INCAPACITY"
