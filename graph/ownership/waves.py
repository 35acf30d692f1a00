"""Many holders followed at once: one wave of columns a level, instead of one holder after the other.

Real registers are shallow, so most holders are done after two or three waves and leave the columns. What is
still growing after the last wave (long chains) is left to the work list, which does not mind depth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.ownership.columns import stretches
from graph.ownership.policy import BoolArray, IndexArray, IntArray
from graph.ownership.votes import VoteEdges, VotingGraph

WAVES: Final = 24


@dataclass(frozen=True, eq=False)
class WavePairs:
    """Pairs found, as columns, and the roots that were not finished."""

    root: IntArray
    company: IntArray
    votes: IntArray
    own: IntArray
    left: IntArray


@dataclass(eq=False)
class _Counted:
    """Votes counted so far, one entry a root and company, sorted by key (root number * size + company)."""

    key: IntArray
    votes: IntArray
    own: IntArray
    inside: BoolArray

    def add(self, key: IntArray, votes: IntArray, own: IntArray) -> _Counted:
        """With more votes."""
        if not len(key):
            return self
        keys = np.concatenate([self.key, key])
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
        inside = np.concatenate([self.inside, np.zeros(len(key), dtype=np.bool_)])
        return _Counted(
            keys[first],
            np.add.reduceat(np.concatenate([self.votes, votes])[order], first),
            np.add.reduceat(np.concatenate([self.own, own])[order], first),
            np.logical_or.reduceat(inside[order], first),
        )

    def take(self, which: BoolArray) -> _Counted:
        """Some of the entries."""
        return _Counted(self.key[which], self.votes[which], self.own[which], self.inside[which])


def untouched_by_agreements(graph: VotingGraph, roots: IntArray, offices: IntArray) -> BoolArray:
    """Which roots have no receiver of lent votes and no executive partner of these offices below them.

    In doubt, when chains are very long, none: the work list is right for all, only slower.
    """
    touched = np.zeros(graph.size, dtype=np.bool_)
    touched[graph.delegated.voter] = True
    touched[offices[:, 0]] = True
    if not touched.any():
        return np.ones(len(roots), dtype=np.bool_)
    for _ in range(WAVES):
        above = graph.own.voter[touched[graph.own.company]]
        if touched[above].all():
            found: BoolArray = ~touched[roots]
            return found
        touched[above] = True
    return np.zeros(len(roots), dtype=np.bool_)


def follow_in_waves(graph: VotingGraph, roots: IntArray, *, waves: int = WAVES) -> WavePairs:
    """What each root controls by votes alone.

    Parameters
    ----------
    graph
        The voting graph.
    roots
        Holders without agreements or partnerships that hold something below them.
    waves
        How many levels at most.
    """
    starts = graph.own.counted(graph.size)
    nothing = np.zeros(0, dtype=np.int64)
    counted = _Counted(nothing, nothing, nothing, np.zeros(0, dtype=np.bool_))
    number, party = np.arange(len(roots), dtype=np.int64), roots
    done: list[_Counted] = []
    for wave in range(waves):
        if not len(number):
            break
        key, votes = _votes_of(graph.own, starts, number, party, roots, graph.size)
        counted = counted.add(key, votes, votes if wave == 0 else np.zeros_like(votes))
        fresh = (counted.votes >= graph.need[counted.key % graph.size]) & ~counted.inside
        counted.inside |= fresh
        number, party = counted.key[fresh] // graph.size, counted.key[fresh] % graph.size
        holds = starts[party + 1] > starts[party]
        number, party = number[holds], party[holds]
        growing = np.zeros(len(roots), dtype=np.bool_)
        growing[number] = True
        still = growing[counted.key // graph.size]
        done.append(counted.take(~still & counted.inside))
        counted = counted.take(still)
    key = np.concatenate([nothing, *(one.key for one in done)])
    return WavePairs(
        root=roots[key // graph.size],
        company=key % graph.size,
        votes=np.concatenate([nothing, *(one.votes for one in done)]),
        own=np.concatenate([nothing, *(one.own for one in done)]),
        left=roots[np.unique(number)],
    )


def _votes_of(
    edges: VoteEdges, starts: IndexArray, number: IntArray, party: IntArray, roots: IntArray, size: int
) -> tuple[IntArray, IntArray]:
    """Votes of the parties for their roots, as key and votes; a root's own company is left out."""
    counts = starts[party + 1] - starts[party]
    at = stretches(starts[party].astype(np.int64), counts)
    whose = np.repeat(number, counts)
    company = edges.company[at]
    other = company != roots[whose]
    return whose[other] * size + company[other], edges.votes[at][other]
