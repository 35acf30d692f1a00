"""What is not known and could decide: who might control if ranges lie at their upper bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.ownership.agreements import DELEGATING, OFFICE
from graph.ownership.closure import Follower
from graph.ownership.holdings import Holdings, Mark
from graph.ownership.policy import NEVER, is_majority, percents_of
from graph.ownership.votes import VotingGraph

RANGE: Final = "RANGE"
UNDISCLOSED: Final = "UNDISCLOSED"
PARTNER_UNKNOWN: Final = "PARTNER_UNKNOWN"
OWNERS_UNKNOWN: Final = "OWNERS_UNKNOWN"
UNCLEAR: Final = "UNCLEAR_AGREEMENTS"
CUT_SHORT: Final = "CUT_SHORT"
#: An organ has no controller, the owners of a listed company are many, and an account holds for others.
_NO_ONE_S: Final = Mark.ORGAN | Mark.LISTED | Mark.ACCOUNT
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
    follower = Follower(graph)
    if complete and at in follower.follow(unresolved_at(holdings, at, _NO_ONE_S)).state:
        reasons.append(OWNERS_UNKNOWN)
    if any(at in follower.follow(pair).state for pair in _either_way(holdings, graph)):
        reasons.append(UNCLEAR)
    if not complete:
        reasons.append(CUT_SHORT)
    return tuple(reasons)


def _partner_unknown(holdings: Holdings, graph: VotingGraph, at: int) -> bool:
    is_partnership = bool(holdings.marks[at] & Mark.PARTNERSHIP)
    return is_partnership and all(partnership != at for _, partnership in graph.offices)


def _mostly_undisclosed(holdings: Holdings, graph: VotingGraph, at: int) -> bool:
    """Whether votes that nobody tells of could be a majority; ranges of the known may be all of them."""
    base = int(graph.base[at])
    known = (holdings.company == at) & ~holdings.own_shares
    ranged = bool((known & (holdings.high > holdings.low)).any())
    explained = ranged and int(holdings.high[known].sum()) >= base
    listed = bool(holdings.marks[at] & Mark.LISTED)
    return not explained and not listed and is_majority(base - int(graph.disclosed[at]), base)


def unresolved_at(holdings: Holdings, entity: int, closed: Mark = Mark.ORGAN) -> tuple[int, ...]:
    """Entities above one, of whose holders nothing is known, but for those with a mark of `closed`."""
    held = np.zeros(len(holdings.ids), dtype=np.bool_)
    held[holdings.company] = True
    held[[to for type_, _, to in holdings.links if type_ == OFFICE]] = True
    marked = (holdings.marks & int(closed)) != 0
    held[entity] = True
    return tuple(np.flatnonzero(~held & ~marked & ~holdings.is_person).tolist())


def _either_way(holdings: Holdings, graph: VotingGraph) -> Iterator[tuple[int, int]]:
    """Who gives his votes away by agreements that contradict each other, with each who may have them."""
    unclear = set(graph.agreements.unclear)
    for type_, giver, receiver in holdings.links:
        if giver in unclear and giver != receiver and type_ in DELEGATING:
            yield giver, receiver


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
    found: dict[int, Possible] = {}
    for roots, named in _sides({*out, *offices}, out, offices, graph):
        bounds = _upper_closure(roots, out, offices, graph).get(entity)
        if bounds is None or entity in roots:
            continue
        low, high, base = bounds
        bases = np.array([graph.base[entity], base], dtype=np.int64)
        low_pct, high_pct = percents_of(np.array([low, high], dtype=np.int64), bases).tolist()
        for root in named:
            if root not in known and (root not in found or found[root].max_pct < high_pct):
                found[root] = Possible(holdings.ids[root], low_pct, high_pct)
    return tuple(sorted(found.values(), key=lambda one: (-one.max_pct, one.id)))


def _sides(
    parties: set[int], out: Mapping[int, list[Stake]], offices: Mapping[int, list[int]], graph: VotingGraph
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Who votes together, and of whom that is said: groups, others, and whoever may control a member."""
    group_of = {member: group for group in graph.agreements.groups for member in group}
    for group in graph.agreements.groups:
        yield group, group
    for one in sorted(parties - group_of.keys()):
        yield (one,), (one,)
        inside = _upper_closure((one,), out, offices, graph) if group_of else {}
        if members := {member for party in inside for member in group_of.get(party, ())}:
            yield (one, *sorted(members)), (one,)


def _upper_closure(
    roots: tuple[int, ...],
    out: Mapping[int, list[Stake]],
    offices: Mapping[int, list[int]],
    graph: VotingGraph,
) -> dict[int, tuple[int, int, int]]:
    """What the roots could control: company to votes at least, at most, and of how many then."""
    low: dict[int, int] = {}
    high: dict[int, int] = {}
    inside: dict[int, tuple[int, int, int]] = {}
    waiting = list(roots)
    while waiting:
        party = waiting.pop()
        for partnership in offices.get(party, ()):
            if partnership not in inside and partnership not in roots:
                base = int(graph.base[partnership])
                inside[partnership] = (low.get(partnership, 0), high.get(partnership, 0), base)
                waiting.append(partnership)
        for company, least, most in out.get(party, ()):
            low[company] = low.get(company, 0) + least
            high[company] = high.get(company, 0) + most
            at_most, base = _at_most(company, low[company], high[company], graph)
            shut = int(graph.need[company]) == NEVER and int(graph.least_base[company]) > 0
            if company in inside or (not shut and is_majority(at_most, base)):
                if company not in inside and company not in roots:
                    waiting.append(company)
                inside[company] = (low[company], at_most, base)
    return inside


def _at_most(company: int, low: int, high: int, graph: VotingGraph) -> tuple[int, int]:
    """The most votes that the others leave, and of how many: own shares as large as leaves room for these."""
    others = int(graph.disclosed[company]) - low
    base = min(max(high + others, int(graph.least_base[company])), int(graph.base[company]))
    return min(high, max(base - others, low)), base
