"""Firms founded later by a person named for a ground: one lead each, and nothing follows from it (L06).

The platform never grades a firm. Its lead tells the tax authority that somebody whom that authority named
as directly responsible runs a firm which was founded after the event; what becomes of it the authority says.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Final

from graph.liability.contract import FindingDraft, GroundContext, GroundFacts, Hop, LaterFirm, Outcome
from graph.liability.withdraw import over_since

FOUNDING_DAY_UNKNOWN: Final = "FOUNDING_DAY_UNKNOWN"
_RUNS_IT: Final = {"LEGAL_REP": "LEGAL_REP_OF", "PRINCIPAL": "PRINCIPAL_OF"}


def leads_to_later_firms(
    base: FindingDraft, context: GroundContext
) -> tuple[list[FindingDraft], list[Outcome]]:
    """One lead for each firm founded after the event that the person of `base` runs.

    A firm that he founded, or came to run, when the ground had ended is none: nothing was left to tell.

    Parameters
    ----------
    base
        What the ground says about the person, with the paper that names him.
    """
    ground, over = context.ground, over_since(context)
    by_firm: dict[str, list[LaterFirm]] = defaultdict(list)
    notes = []
    for one in sorted(context.later, key=_order):
        if one.person_id != base.person_id or not _runs_after(one, ground):
            continue
        if max(one.since, one.established_on) >= over:
            continue
        if not one.established_on:
            notes.append(Outcome(FOUNDING_DAY_UNKNOWN, base.rule, base.role, base.person_id, one.entity_id))
        elif one.established_on > ground.decided_on:
            by_firm[one.entity_id].append(one)
    leads = [_lead(base, offices) for _, offices in sorted(by_firm.items())]
    return [one for one in leads if one.valid_from < min(one.valid_to, over)], notes


def _order(one: LaterFirm) -> tuple[str, ...]:
    return one.established_on, one.since, one.until, one.role, one.entity_id, one.fact_id, one.person_id


def _runs_after(one: LaterFirm, ground: GroundFacts) -> bool:
    """Whether he runs another firm after the event: an office that he had left before it is none."""
    elsewhere = one.entity_id != ground.entity_id
    return elsewhere and one.role in _RUNS_IT and bool(ground.decided_on) and one.until > ground.decided_on


def _lead(base: FindingDraft, offices: list[LaterFirm]) -> FindingDraft:
    """The lead on one firm: while he runs it, and no longer than the ground lasts."""
    since = max(base.valid_from, offices[0].established_on, min(one.since for one in offices))
    until = max(since, min(base.valid_to, max(one.until for one in offices)))
    hops = [
        Hop(one.person_id, one.entity_id, _RUNS_IT[one.role], one.since, one.until, one.fact_id)
        for one in offices
    ]
    facts = [*base.rests_on, *(one.fact_id for one in offices)]
    return replace(
        base,
        entity_id=offices[0].entity_id,
        valid_from=since,
        valid_to=until,
        rests_on=tuple(dict.fromkeys(facts)),
        path=(*hops, *base.path),
    )
