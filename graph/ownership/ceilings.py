"""What a side could control if the percentages that are not known lie at their upper bounds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple, Self

import numpy as np

from graph.ownership.agreements import DELEGATING
from graph.ownership.holdings import Holdings, Mark
from graph.ownership.policy import NEVER, UNITS_PER_PERCENT, WHOLE, IntArray, is_majority
from graph.ownership.votes import VotingGraph

_ROUNDED: Final = UNITS_PER_PERCENT // 10


class Reached(NamedTuple):
    """Votes that a side has in a company at least and at most, and of how many then."""

    low: int
    high: int
    base: int


class Ceilings:
    """The voting graph as lists with both bounds, to spread one side after the other.

    Nobody is given more than the lower bounds of the others leave.
    """

    def __init__(self, holdings: Holdings, graph: VotingGraph) -> None:
        self.graph = graph
        self.stakes: dict[int, list[tuple[int, int, int]]] = {}
        kept = graph.kept
        columns = (graph.voter[kept], holdings.company[kept], holdings.low[kept], holdings.high[kept])
        for who, company, low, high in zip(*(column.tolist() for column in columns), strict=True):
            self.stakes.setdefault(who, []).append((company, low, high))
        self.offices: dict[int, list[int]] = {}
        for partner, partnership in graph.offices:
            self.offices.setdefault(partner, []).append(partnership)
        self.group_of = {member: group for group in graph.agreements.groups for member in group}
        self.givers = _givers(holdings, graph)
        self.unnamed = _unnamed(holdings, graph)

    def parties(self) -> list[int]:
        """Who votes or is executive partner anywhere."""
        return sorted({*self.stakes, *self.offices})

    def side(
        self,
        roots: Iterable[int],
        entity: int,
        *,
        after: Spread | None = None,
        unnamed: bool = False,
        unclear: bool = False,
    ) -> Spread:
        """All that the roots could control with whom they, or what they control, act in concert.

        Who acts in concert with the entity itself is left out: a group has no control of its members.

        Parameters
        ----------
        after
            A side to which the roots are added; it stays as it is.
        unnamed
            The votes that are nobody's that we know are this side's too.
        unclear
            Whoever may have given his votes to one of the side has.
        """
        found = after.copy() if after else Spread(self, unnamed)
        found.take(roots)
        while allies := self._allies(found, entity, unclear):
            found.take(allies)
        return found

    def _allies(self, side: Spread, entity: int, unclear: bool) -> set[int]:
        met = side.followed | side.inside.keys()
        groups = {self.group_of[one] for one in met if one in self.group_of}
        allies = {one for group in groups if entity not in group for one in group}
        if unclear:
            allies.update(giver for one in met for giver in self.givers.get(one, ()))
        return allies - side.followed


def _givers(holdings: Holdings, graph: VotingGraph) -> dict[int, list[int]]:
    """By who may have their votes, at a chain's end too, those whose agreements contradict each other."""
    unclear, voter_of = set(graph.agreements.unclear), graph.agreements.voter_of
    found: dict[int, list[int]] = {}
    for type_, giver, receiver in holdings.links:
        if giver in unclear and giver != receiver and type_ in DELEGATING:
            for one in {receiver, voter_of.get(receiver, receiver)}:
                found.setdefault(one, []).append(giver)
    return found


def _unnamed(holdings: Holdings, graph: VotingGraph) -> IntArray:
    """Votes of each party that are nobody's that we know.

    Where ranges are wide enough, they are those of the known; the holders of a listed company whom nobody
    names are many; and what rounded percentages leave is no vote.
    """
    most, wider = np.zeros(len(graph.base), dtype=np.int64), np.zeros(len(graph.base), dtype=np.int64)
    np.add.at(most, holdings.company, holdings.high)
    np.add.at(wider, holdings.company, holdings.high - holdings.low)
    left = np.maximum(graph.base - graph.disclosed, 0)
    explained = (wider > 0) & (most >= WHOLE)
    listed = (holdings.marks & int(Mark.LISTED)) != 0
    return np.where(explained | listed | (left < _ROUNDED), 0, left)


class Spread:
    """What one side could control, as far as it has been followed."""

    def __init__(self, ceilings: Ceilings, unnamed: bool = False) -> None:
        self._ceilings = ceilings
        self._unnamed = unnamed
        self._low: dict[int, int] = {}
        self._high: dict[int, int] = {}
        self.inside: dict[int, Reached] = {}
        self.followed: set[int] = set()

    def copy(self) -> Self:
        """The same, to be followed further apart from this one."""
        other = type(self)(self._ceilings, self._unnamed)
        other._low, other._high = self._low.copy(), self._high.copy()
        other.inside, other.followed = self.inside.copy(), self.followed.copy()
        return other

    def take(self, parties: Iterable[int]) -> None:
        """Add parties, and all that the side could control then."""
        waiting = list(parties)
        while waiting:
            party = waiting.pop()
            if party in self.followed:
                continue
            self.followed.add(party)
            for partnership in self._ceilings.offices.get(party, ()):
                if partnership not in self.inside:
                    self.inside[partnership] = self.votes_in(partnership)
                    waiting.append(partnership)
            for company, least, most in self._ceilings.stakes.get(party, ()):
                self._low[company] = self._low.get(company, 0) + least
                self._high[company] = self._high.get(company, 0) + most
                reached = self.votes_in(company)
                if company in self.inside or self._is_enough(company, reached):
                    self.inside[company] = reached
                    waiting.append(company)

    def votes_in(self, company: int) -> Reached:
        """The most votes that the others leave; own shares are as large as leaves room for these."""
        graph = self._ceilings.graph
        low, high = self._low.get(company, 0), self._high.get(company, 0)
        others = int(graph.disclosed[company]) - low
        high += int(self._ceilings.unnamed[company]) if self._unnamed else 0
        base = min(max(high + others, int(graph.least_base[company])), int(graph.base[company]))
        return Reached(low, min(high, max(base - others, low)), base)

    def _is_enough(self, company: int, reached: Reached) -> bool:
        graph = self._ceilings.graph
        shut = int(graph.need[company]) == NEVER and int(graph.least_base[company]) > 0
        return not shut and is_majority(reached.high, reached.base)

    def leads_to(self, root: int, entity: int) -> bool:
        """Whether the root itself votes in the entity, directly or through what the side could control."""
        waiting, seen = [root], {root}
        while waiting:
            party = waiting.pop()
            below = [company for company, _, _ in self._ceilings.stakes.get(party, ())]
            for company in (*below, *self._ceilings.offices.get(party, ())):
                if company == entity:
                    return True
                if company in self.inside and company not in seen:
                    seen.add(company)
                    waiting.append(company)
        return False
