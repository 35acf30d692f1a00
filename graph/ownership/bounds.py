"""What is not known and could decide: who might control if ranges lie at their upper bounds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from graph.ownership.agreements import OFFICE
from graph.ownership.ceilings import Ceilings
from graph.ownership.closure import ControlPairs
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


class Above:
    """What stands above an entity, asked for its bounds; they are worked out once, and only if they matter.

    `pairs` say whom somebody surely controls.
    """

    def __init__(self, holdings: Holdings, graph: VotingGraph, pairs: ControlPairs) -> None:
        self.holdings, self.graph, self._pairs = holdings, graph, pairs

    @cached_property
    def ceilings(self) -> Ceilings:
        """Both bounds of all votes."""
        return Ceilings(self.holdings, self.graph)

    @cached_property
    def controlled(self) -> set[int]:
        """Parties whom somebody surely controls."""
        return set(self._pairs.controlled.tolist())


def reasons_for(above: Above, at: int, possible: tuple[Possible, ...], complete: bool) -> tuple[str, ...]:
    """Why nobody's control of the party at position `at` can be derived; empty where nobody has it."""
    holdings, graph = above.holdings, above.graph
    if holdings.marks[at] & Mark.ORGAN:
        return ()
    ceilings = above.ceilings
    named = {one.id for one in possible}
    others = [one for one in ceilings.parties() if one != at and holdings.ids[one] not in named]
    reasons = [RANGE] if possible else []
    if _partner_unknown(holdings, graph, at):
        reasons.append(PARTNER_UNKNOWN)
    elif is_majority(int(ceilings.unnamed[at]), int(graph.base[at])):
        reasons.append(UNDISCLOSED)
    elif complete:
        reasons += _of_unknown_owners(holdings, ceilings, at, above.controlled, others)
    if ceilings.givers and any(_by_unclear_votes(ceilings, one, at) for one in {*others, *ceilings.givers}):
        reasons.append(UNCLEAR)
    if not complete:
        reasons.append(CUT_SHORT)
    return tuple(reasons)


def _partner_unknown(holdings: Holdings, graph: VotingGraph, at: int) -> bool:
    is_partnership = bool(holdings.marks[at] & Mark.PARTNERSHIP)
    return is_partnership and all(partnership != at for _, partnership in graph.offices)


def _by_unclear_votes(ceilings: Ceilings, one: int, at: int) -> bool:
    """Whether a party could control another with all votes that may have been given to it or its allies."""
    return at in ceilings.side((one,), at, unclear=True).inside


def _of_unknown_owners(
    holdings: Holdings, ceilings: Ceilings, at: int, controlled: Collection[int], others: Collection[int]
) -> tuple[str, ...]:
    """Whether one owner, of whom we do not know that he is, could control the party; and of what.

    He may own every holder of whose control nothing is known, and the votes that are nobody's that we know;
    and he may be one of the `others`, who hold something openly. Of listed companies he is not: who has
    several holders there must say so (上市公司收购管理办法 12, 83).
    """
    roots = _open_to_all(holdings, ceilings, at, controlled)
    openly = () if holdings.marks[at] & Mark.LISTED else others
    if not _one_could(ceilings, at, roots, openly, unnamed=True):
        return ()
    if _one_could(ceilings, at, roots, openly, unnamed=False):
        return (OWNERS_UNKNOWN,)
    if _one_could(ceilings, at, set(), openly, unnamed=True):
        return (UNDISCLOSED,)
    return (UNDISCLOSED, OWNERS_UNKNOWN)


def _open_to_all(holdings: Holdings, ceilings: Ceilings, at: int, controlled: Collection[int]) -> set[int]:
    """Entities above one whom anybody may control: nothing, no partner, or no half of whom is known."""
    graph = ceilings.graph
    closed = (holdings.marks & int(_NO_ONE_S)) != 0
    closed |= holdings.is_person
    closed[list(controlled)] = True
    closed[at] = True
    open_ = 2 * ceilings.unnamed > graph.base
    partnerships = (holdings.marks & int(Mark.PARTNERSHIP)) != 0
    partnerships[graph.office_columns[:, 1]] = False
    found = np.flatnonzero((open_ | partnerships) & ~closed).tolist()
    return {*found, *unresolved_at(holdings, at, _NO_ONE_S)}


def _one_could(
    ceilings: Ceilings, at: int, roots: set[int], openly: Collection[int], *, unnamed: bool
) -> bool:
    """Whether the roots together, with one other party where he may hold `openly`, reach a majority."""
    unknown = ceilings.side(roots, at, unnamed=unnamed)
    if at in unknown.inside:
        return True
    if not roots and not (unnamed and ceilings.unnamed.any()):
        return False
    others = (one for one in openly if one not in unknown.followed)
    return any(at in ceilings.side((one,), at, after=unknown).inside for one in others)


def unresolved_at(holdings: Holdings, entity: int, closed: Mark = Mark.ORGAN) -> tuple[int, ...]:
    """Entities above one, of whose holders nothing is known, but for those with a mark of `closed`."""
    held = np.zeros(len(holdings.ids), dtype=np.bool_)
    held[holdings.company] = True
    held[[to for type_, _, to in holdings.links if type_ == OFFICE]] = True
    marked = (holdings.marks & int(closed)) != 0
    held[entity] = True
    return tuple(np.flatnonzero(~held & ~marked & ~holdings.is_person).tolist())


def possible_controllers(above: Above, entity: int, sure: Iterable[int] = ()) -> tuple[Possible, ...]:
    """Who could reach a majority of `entity` if ranges are at their upper bounds, beside those who surely do.

    Each is tried alone and with whom it, or what it could control, acts in concert (see `Ceilings`).
    """
    holdings, graph = above.holdings, above.graph
    if not (holdings.high > holdings.low).any():
        return ()
    ceilings = above.ceilings
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
