"""Votes as a graph: who votes how much in which company, after own shares and agreements."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.ownership.agreements import OFFICE, Agreements, work_out
from graph.ownership.holdings import Holdings, Mark
from graph.ownership.policy import TOLERANCE, WHOLE, BoolArray, ControlPolicy, IntArray


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
    disclosed
        Votes known of each party, own shares left out, voters or not.
    own, delegated
        Votes of shares that the holder votes, and of shares that another holds.
    offices
        Executive partner and partnership.
    agreements
        Agreements as worked out, to be reported.
    """

    size: int
    base: IntArray
    disclosed: IntArray
    own: VoteEdges
    delegated: VoteEdges
    offices: tuple[tuple[int, int], ...]
    offices_left_out: tuple[tuple[int, int], ...]
    agreements: Agreements

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
    voter, kept = voters(holdings, agreements)
    moved = voter != holdings.holder
    offices, left_out = _offices(holdings, policy)
    return VotingGraph(
        size=len(holdings.ids),
        base=base,
        disclosed=disclosed,
        own=_merged(voter, holdings, kept & ~moved),
        delegated=_merged(voter, holdings, kept & moved),
        offices=offices,
        offices_left_out=left_out,
        agreements=agreements,
    )


def voters(holdings: Holdings, agreements: Agreements) -> tuple[IntArray, BoolArray]:
    """Who votes each holding, and which holdings can give control.

    A share that would be voted by its own company stays with its holder.
    """
    receiver = np.arange(len(holdings.ids), dtype=np.int64)
    for giver, last in agreements.voter_of.items():
        receiver[giver] = last
    voter = receiver[holdings.holder]
    voter = np.where(voter == holdings.company, holdings.holder, voter)
    into_organ = (holdings.marks[holdings.company] & Mark.ORGAN) != 0
    return voter, holdings.voter & ~holdings.own_shares & ~into_organ


def voting_base(holdings: Holdings, policy: ControlPolicy) -> IntArray:
    """Voting shares of each party, in units: the whole less its own shares."""
    base = np.full(len(holdings.ids), WHOLE, dtype=np.int64)
    if not policy.exclude_own_shares or not holdings.own_shares.any():
        return base
    stated = np.zeros(len(holdings.ids), dtype=np.bool_)
    stated[holdings.company[holdings.votes_stated & ~holdings.own_shares]] = True
    taken = holdings.own_shares & (holdings.votes_stated | ~stated[holdings.company])
    np.subtract.at(base, holdings.company[taken], holdings.low[taken])
    return base


def _merged(voter: IntArray, holdings: Holdings, which: BoolArray) -> VoteEdges:
    """Votes added up by voter and company, sorted by voter."""
    size = max(len(holdings.ids), 1)
    keys, where = np.unique(voter[which] * size + holdings.company[which], return_inverse=True)
    votes = np.zeros(len(keys), dtype=np.int64)
    np.add.at(votes, where, holdings.low[which])
    return VoteEdges(keys // size, keys % size, votes)


def _offices(
    holdings: Holdings, policy: ControlPolicy
) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    if not policy.executive_partners:
        return (), ()
    pairs = {(source, target) for type_, source, target in holdings.links if type_ == OFFICE}
    good = {pair for pair in pairs if holdings.marks[pair[1]] & Mark.PARTNERSHIP and pair[0] != pair[1]}
    return tuple(sorted(good)), tuple(sorted(pairs - good))
