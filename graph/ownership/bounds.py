"""What is not known and could decide: who might control if ranges lie at their upper bounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.ownership.holdings import Holdings, Mark
from graph.ownership.policy import is_majority, percents_of
from graph.ownership.votes import VotingGraph

RANGE: Final = "RANGE"
UNDISCLOSED: Final = "UNDISCLOSED"
PARTNER_UNKNOWN: Final = "PARTNER_UNKNOWN"
CUT_SHORT: Final = "CUT_SHORT"
Stake = tuple[int, int, int]
"""Company, votes at least, votes at most."""


@dataclass(frozen=True)
class Possible:
    """Who might control the entity if unknown percentages are at their upper bounds."""

    id: str
    min_pct: float
    max_pct: float


def reasons_for(
    holdings: Holdings, graph: VotingGraph, at: int, possible: tuple[Possible, ...], complete: bool
) -> tuple[str, ...]:
    """Why nobody's control of the party at position `at` can be derived; empty where nobody has it."""
    if holdings.marks[at] & Mark.ORGAN:
        return ()
    reasons = []
    if possible:
        reasons.append(RANGE)
    if _partner_unknown(holdings, graph, at):
        reasons.append(PARTNER_UNKNOWN)
    elif _mostly_undisclosed(holdings, graph, at):
        reasons.append(UNDISCLOSED)
    if not complete:
        reasons.append(CUT_SHORT)
    return tuple(reasons)


def _partner_unknown(holdings: Holdings, graph: VotingGraph, at: int) -> bool:
    is_partnership = bool(holdings.marks[at] & Mark.PARTNERSHIP)
    return is_partnership and all(partnership != at for _, partnership in graph.offices)


def _mostly_undisclosed(holdings: Holdings, graph: VotingGraph, at: int) -> bool:
    base = int(graph.base[at])
    ranged = bool(((holdings.company == at) & (holdings.high > holdings.low)).any())
    listed = bool(holdings.marks[at] & Mark.LISTED)
    return not ranged and not listed and is_majority(base - int(graph.disclosed[at]), base)


def possible_controllers(
    holdings: Holdings, graph: VotingGraph, entity: int, sure: Iterable[int] = ()
) -> tuple[Possible, ...]:
    """Who could reach a majority of `entity` if ranges are at their upper bounds, beside those who surely do.

    Nobody is given more than the lower bounds of the others leave.
    """
    if not (holdings.high > holdings.low).any():
        return ()
    out: dict[int, list[Stake]] = {}
    kept = graph.kept
    columns = (graph.voter[kept], holdings.company[kept], holdings.low[kept], holdings.high[kept])
    for who, company, low, high in zip(*(column.tolist() for column in columns), strict=True):
        out.setdefault(who, []).append((company, low, high))
    offices: dict[int, list[int]] = {}
    for partner, partnership in graph.offices:
        offices.setdefault(partner, []).append(partnership)
    known = {entity, *sure}
    grouped = {member for group in graph.agreements.groups for member in group}
    alone = [(one,) for one in {*out, *offices} - grouped]
    found: dict[int, Possible] = {}
    for roots in (*alone, *graph.agreements.groups):
        bounds = _upper_closure(roots, out, offices, graph).get(entity)
        if bounds is None or entity in roots:
            continue
        low_pct, high_pct = percents_of(np.array(bounds, dtype=np.int64), graph.base[[entity] * 2]).tolist()
        for root in roots:
            if root not in known:
                found[root] = Possible(holdings.ids[root], low_pct, high_pct)
    return tuple(sorted(found.values(), key=lambda one: (-one.max_pct, one.id)))


def _upper_closure(
    roots: tuple[int, ...],
    out: Mapping[int, list[Stake]],
    offices: Mapping[int, list[int]],
    graph: VotingGraph,
) -> dict[int, tuple[int, int]]:
    """What the roots could control: company to votes at least and at most."""
    low: dict[int, int] = {}
    high: dict[int, int] = {}
    inside: dict[int, tuple[int, int]] = {}
    waiting = list(roots)
    while waiting:
        party = waiting.pop()
        for partnership in offices.get(party, ()):
            if partnership not in inside and partnership not in roots:
                inside[partnership] = (low.get(partnership, 0), high.get(partnership, 0))
                waiting.append(partnership)
        for company, least, most in out.get(party, ()):
            low[company] = low.get(company, 0) + least
            high[company] = high.get(company, 0) + most
            left = int(graph.base[company]) - (int(graph.disclosed[company]) - low[company])
            at_most = min(high[company], max(left, low[company]))
            if company in inside or at_most >= int(graph.need[company]):
                if company not in inside and company not in roots:
                    waiting.append(company)
                inside[company] = (low[company], at_most)
    return inside
