"""Votes as a graph: who votes how much in which company, after own shares and agreements."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import scipy.sparse as sparse

from graph.ownership.agreements import OFFICE, Agreements, work_out
from graph.ownership.holdings import Holdings, Mark
from graph.ownership.policy import NEVER, TOLERANCE, WHOLE, BoolArray, ControlPolicy, IntArray

_FEW: Final = 20
"""Among so many parties for each entry it is quicker to sort the entries than to count by party."""


@dataclass(frozen=True, eq=False)
class VoteEdges:
    """Votes of voters in companies, one entry a pair, sorted by voter."""

    voter: IntArray
    company: IntArray
    votes: IntArray


@dataclass(frozen=True, eq=False)
class VotingGraph:
    """What the closure runs over.

    Parameters
    ----------
    size
        How many parties there are.
    base
        Voting shares of each party, in units.
    need
        Votes that are a majority of each party; NEVER where votes give no control.
    voter, kept
        Who votes each holding, and whether it counts for control.
    disclosed
        Votes known of each party, own shares left out, voters or not.
    least_base
        The same if all own shares lie at their upper bounds: `base` where they are known.
    own, delegated
        Votes of shares that the holder votes, and of shares that another holds.
    office_columns
        Executive partner and partnership.
    agreements
        Agreements as worked out, to be reported.
    """

    size: int
    base: IntArray
    least_base: IntArray
    need: IntArray
    voter: IntArray
    kept: BoolArray
    disclosed: IntArray
    own: VoteEdges
    delegated: VoteEdges
    office_columns: IntArray
    offices_left_out: tuple[tuple[int, int], ...]
    agreements: Agreements

    @cached_property
    def offices(self) -> tuple[tuple[int, int], ...]:
        """Executive partner and partnership, pair by pair."""
        return tuple((partner, partnership) for partner, partnership in self.office_columns.tolist())

    def over_the_whole(self) -> IntArray:
        """Companies whose known votes are more than there are."""
        return np.flatnonzero(self.disclosed - self.base > TOLERANCE)


_NO_AGREEMENTS = Agreements({}, (), ())


def voting_graph(holdings: Holdings, policy: ControlPolicy) -> VotingGraph:
    """The voting graph of these holdings at their lower bounds."""
    agreements = work_out(holdings) if policy.agreements else _NO_AGREEMENTS
    voting = ~holdings.own_shares
    base = voting_base(holdings, policy)
    disclosed = np.zeros(len(holdings.ids), dtype=np.int64)
    np.add.at(disclosed, holdings.company[voting], holdings.low[voting])
    voter, kept = _voters(holdings, agreements)
    moved = voter != holdings.holder
    offices, left_out = _offices(holdings, policy)
    return VotingGraph(
        size=len(holdings.ids),
        base=base,
        least_base=_least_base(holdings, policy, base),
        need=_majorities(base, holdings, policy),
        voter=voter,
        kept=kept,
        disclosed=disclosed,
        own=_merged(voter, holdings, kept & ~moved),
        delegated=_merged(voter, holdings, kept & moved),
        office_columns=offices,
        offices_left_out=left_out,
        agreements=agreements,
    )


def _voters(holdings: Holdings, agreements: Agreements) -> tuple[IntArray, BoolArray]:
    """Who votes each holding, and which holdings can give control.

    A share that would be voted by its own company stays with its holder. Nothing gives control of an organ.
    """
    receiver = np.arange(len(holdings.ids), dtype=np.int64)
    for giver, last in agreements.voter_of.items():
        receiver[giver] = last
    voter = receiver[holdings.holder]
    voter = np.where(voter == holdings.company, holdings.holder, voter)
    into_organ = (holdings.marks[holdings.company] & Mark.ORGAN) != 0
    return voter, holdings.voter & ~holdings.own_shares & ~into_organ


def voting_base(holdings: Holdings, policy: ControlPolicy, *, most: bool = False) -> IntArray:
    """Voting shares of each party, in units: the whole less its own shares, at least or at `most`."""
    base = np.full(len(holdings.ids), WHOLE, dtype=np.int64)
    if not policy.exclude_own_shares or not holdings.own_shares.any():
        return base
    stated = np.zeros(len(holdings.ids), dtype=np.bool_)
    stated[holdings.company[holdings.votes_stated & ~holdings.own_shares]] = True
    taken = holdings.own_shares & (holdings.votes_stated | ~stated[holdings.company])
    own = holdings.high if most else holdings.low
    np.subtract.at(base, holdings.company[taken], own[taken])
    return np.maximum(base, 0)


def _least_base(holdings: Holdings, policy: ControlPolicy, base: IntArray) -> IntArray:
    ranged = (holdings.high[holdings.own_shares] > holdings.low[holdings.own_shares]).any()
    return voting_base(holdings, policy, most=True) if ranged else base


def _majorities(base: IntArray, holdings: Holdings, policy: ControlPolicy) -> IntArray:
    """The least votes that are more than half of each party (see `is_majority`)."""
    shut = base <= 0
    if not policy.partnership_votes:
        shut |= (holdings.marks & Mark.PARTNERSHIP) != 0
    return np.where(shut, NEVER, (base + (2 * TOLERANCE + 1)) >> 1)


def _merged(voter: IntArray, holdings: Holdings, which: BoolArray) -> VoteEdges:
    """Votes added up by voter and company, sorted by voter; whole numbers, so that nothing is rounded."""
    size, number = len(holdings.ids), int(np.count_nonzero(which))
    if number * _FEW < size:
        keys, place = np.unique(voter[which] * size + holdings.company[which], return_inverse=True)
        added = np.zeros(len(keys), dtype=np.int64)
        np.add.at(added, place, holdings.low[which])
        return VoteEdges(keys // size, keys % size, added)
    triples = (holdings.low[which], (voter[which], holdings.company[which]))
    votes = sparse.coo_array(triples, shape=(size, size)).tocsr()
    votes.sum_duplicates()
    voters = np.repeat(np.arange(size, dtype=np.int64), np.diff(votes.indptr))
    return VoteEdges(voters, votes.indices.astype(np.int64), votes.data)


def _offices(holdings: Holdings, policy: ControlPolicy) -> tuple[IntArray, tuple[tuple[int, int], ...]]:
    """Executive partners and partnerships, and such pairs that are left out."""
    nothing = np.zeros((0, 2), dtype=np.int64)
    if not policy.executive_partners:
        return nothing, ()
    size = len(holdings.ids)
    told = [source * size + target for type_, source, target in holdings.links if type_ == OFFICE]
    if not told:
        return nothing, ()
    pairs = np.stack(np.divmod(np.unique(np.array(told, dtype=np.int64)), size), axis=1)
    good = ((holdings.marks[pairs[:, 1]] & int(Mark.PARTNERSHIP)) != 0) & (pairs[:, 0] != pairs[:, 1])
    return pairs[good], tuple((first, second) for first, second in pairs[~good].tolist())
