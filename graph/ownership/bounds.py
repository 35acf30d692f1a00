"""What is not known and could decide: who might control if ranges lie at their upper bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.ownership.agreements import DELEGATING, OFFICE
from graph.ownership.ceilings import Ceilings
from graph.ownership.closure import Follower
from graph.ownership.holdings import Holdings, Mark
from graph.ownership.policy import is_majority, percents_of
from graph.ownership.votes import VotingGraph

RANGE: Final = "RANGE"
UNDISCLOSED: Final = "UNDISCLOSED"
PARTNER_UNKNOWN: Final = "PARTNER_UNKNOWN"
OWNERS_UNKNOWN: Final = "OWNERS_UNKNOWN"
UNCLEAR: Final = "UNCLEAR_AGREEMENTS"
CUT_SHORT: Final = "CUT_SHORT"
#: An organ has no controller, the owners of a listed company are many, and an account holds for others.
_NO_ONE_S: Final = Mark.ORGAN | Mark.LISTED | Mark.ACCOUNT


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

    Each is tried alone and with whom it, or what it could control, acts in concert (see `Ceilings`).
    """
    if not (holdings.high > holdings.low).any():
        return ()
    ceilings = Ceilings(holdings, graph)
    known = {entity, *sure}
    found: list[Possible] = []
    for one in ceilings.parties():
        side = ceilings.side((one,), entity) if one not in known else None
        if side is None or entity not in side.inside or not side.leads_to(one, entity):
            continue
        low, high, base = side.inside[entity]
        bases = np.array([graph.base[entity], base], dtype=np.int64)
        low_pct, high_pct = percents_of(np.array([low, high], dtype=np.int64), bases).tolist()
        found.append(Possible(holdings.ids[one], low_pct, high_pct))
    return tuple(sorted(found, key=lambda one: (-one.max_pct, one.id)))
