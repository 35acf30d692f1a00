"""What ends a finding before its term: removal, release, repair, an upheld objection, death.

The earliest cause wins. A ban keeps its own term when the record that it follows from is repaired or served
out, the company's or the person's own; when the ground is annulled or revoked as wrong, everything of it
ends, bans too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from graph.days import OPEN_DAY
from graph.liability.contract import FindingDraft, GroundContext, RepairDecision, StatusSpan
from graph.liability.rulebook import Rule

_WRONG: Final = frozenset({"ANNULLED", "REVOKED"})
# On one day the heavier cause is named.
_WEIGHT: Final = (
    "ANNULLED", "REVOKED", "DEATH", "INCAPACITY", "OBJECTION_UPHELD", "RELEASED", "REPAIRED",
    "ENTITY_REPAIRED",
)  # fmt: skip


def stopped_since(person_id: str, statuses: Sequence[StatusSpan], today: str) -> tuple[str, str] | None:
    """Since when, and why, nothing may be held against the person; an unknown day of death is "always"."""
    own = [one for one in statuses if one.person_id == person_id]
    deaths = [one.since for one in own if one.status == "DECEASED"]
    if deaths:
        return min(deaths), "DEATH"
    spans = sorted(
        (one.since, one.status == "INCAPABLE")
        for one in own
        if one.status in ("INCAPABLE", "RESTORED") and (one.status == "INCAPABLE" or one.since <= today)
    )
    if not spans or not spans[-1][1]:
        return None
    since = ""
    for day, incapable in reversed(spans):
        if not incapable:
            break
        since = day
    return since, "INCAPACITY"


def repaired_on(repairs: Sequence[RepairDecision]) -> str:
    """Day of the repair that stands; a repair revoked later never was one."""
    decided = sorted(
        (one.decided_on, one.result == "APPROVED", one.repair_id)
        for one in repairs
        if one.decided_on and one.result in ("APPROVED", "REVOKED")
    )
    standing = ""
    for day, approved, _ in decided:
        standing = (standing or day) if approved else ""
    return standing


def overturned(context: GroundContext) -> dict[str, str]:
    """By fact that an objection has overturned: since which day."""
    found: dict[str, str] = {}
    for one in context.objections:
        if one.result == "UPHELD":
            day = one.decided_on or one.raised_on
            found[one.fact_id] = min(day, found.get(one.fact_id, day))
    return found


def over_since(context: GroundContext) -> str:
    """First day on which the ground stands no longer, whatever ended it; `OPEN_DAY` while it stands.

    Who comes from then on comes after it: he is no case of a finding that was withdrawn.
    """
    ground = context.ground
    wrong = overturned(context)
    ends = [ground.ended_on, ground.removed_on, repaired_on(context.repairs)]
    ends += [wrong.get(fact_id, "") for fact_id in (ground.fact_id, *ground.cites)]
    return min((day for day in ends if day), default=OPEN_DAY)


def close(
    draft: FindingDraft, rule: Rule, context: GroundContext, stop: tuple[str, str] | None
) -> FindingDraft:
    """The draft with its withdrawal, or with the end that an expired ground gives it.

    Parameters
    ----------
    stop
        Death or incapacity of the person, as `stopped_since` says.
    """
    ground = context.ground
    own_entry = ground.subject_kind == "PERSON" and rule.mode != "BAN"
    follows = rule.lifted_by_entity_repair or own_entry or rule.term == "WHILE_GROUND"
    over = _expired_on(context) if follows else ""
    if over:
        draft = replace(draft, valid_to=max(draft.valid_from, min(draft.valid_to, over)))
    causes = list(_causes(draft, context, follows))
    if stop is not None:
        causes.append(stop)
    if not causes:
        return draft
    day, cause = min(causes, key=lambda one: (one[0], _WEIGHT.index(one[1])))
    return replace(draft, withdrawn_at=day, withdrawn_because=cause)


def _expired_on(context: GroundContext) -> str:
    """End of a ground that simply ran out, or left its list without a reason given."""
    ground = context.ground
    ends = []
    if ground.removed_on and ground.removal_kind in ("EXPIRED", ""):
        ends.append(ground.removed_on)
    if ground.ended_on and ground.end_reason == "期满":
        ends.append(ground.ended_on)
    return min(ends, default="")


def _causes(draft: FindingDraft, context: GroundContext, follows: bool) -> Iterator[tuple[str, str]]:
    ground = context.ground
    named_entry = draft.mode == "LISTED_SELF" and draft.base_state == "CONFIRMED"
    repaired = "ENTITY_REPAIRED" if named_entry and ground.subject_kind == "ENTITY" else "REPAIRED"
    if ground.removed_on and ground.removal_kind in _WRONG:
        yield ground.removed_on, ground.removal_kind
    if ground.removed_on and ground.removal_kind == "REPAIRED" and follows:
        yield ground.removed_on, repaired
    if ground.ended_on and ground.end_reason == "纠正":
        yield ground.ended_on, "REVOKED"
    elif ground.ended_on and ground.end_reason != "期满" and follows:
        yield ground.ended_on, "RELEASED"
    repair = repaired_on(context.repairs)
    if repair and follows:
        yield repair, repaired
    grounds = set(draft.rests_on)
    for one in context.objections:
        if one.fact_id in grounds and one.result == "UPHELD":
            yield one.decided_on or one.raised_on, "OBJECTION_UPHELD"
