"""Votes as a graph: who votes how much in which company, after own shares and agreements."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import scipy.sparse as sparse

from graph.ownership.agreements import OFFICE, Agreements, work_out
from graph.ownership.holdings import Holdings, Mark
from graph.ownership.policy import (
    NEVER,
    TOLERANCE,
    WHOLE,
    BoolArray,
    ControlPolicy,
    IndexArray,
    IntArray,
    to_units,
)

_EXACT: Final = float(2**53)
_FEW: Final = 20
"""Among so many parties for each entry it is quicker to sort the entries than to count by party."""


@dataclass(frozen=True, eq=False)
class VoteEdges:
    """Votes of voters in companies, one entry a pair, sorted by voter.

    `starts` has by party where its entries begin, and one number more; None for few entries.
    """

    voter: IntArray
    company: IntArray
    votes: IntArray
    starts: IndexArray | None = None

    def counted(self, size: int) -> IndexArray:
        """`starts`, counted if they are not known; `size` is how many parties there are."""
        if self.starts is not None:
            return self.starts
        starts = np.zeros(size + 1, dtype=np.int64)
        np.cumsum(np.bincount(self.voter, minlength=size), out=starts[1:])
        return starts

    def take(self, which: IntArray | BoolArray) -> VoteEdges:
        """Some of the entries."""
        return VoteEdges(self.voter[which], self.company[which], self.votes[which])


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
        return np.flatnonzero(self.disclosed > self.base + TOLERANCE)


_NO_AGREEMENTS = Agreements({}, (), ())


def voting_graph(holdings: Holdings, policy: ControlPolicy) -> VotingGraph:
    """The voting graph of these holdings at their lower bounds."""
    agreements = work_out(holdings) if policy.agreements else _NO_AGREEMENTS
    base = voting_base(holdings, policy)
    voter, kept, moved = _voters(holdings, agreements)
    offices, left_out = _offices(holdings, policy)
    return VotingGraph(
        size=len(holdings.ids),
        base=base,
        least_base=_least_base(holdings, policy, base),
        need=_majorities(base, holdings, policy),
        voter=voter,
        kept=kept,
        disclosed=_disclosed(holdings),
        own=_merged(voter, holdings, kept & ~moved),
        delegated=_merged(voter, holdings, kept & moved),
        office_columns=offices,
        offices_left_out=left_out,
        agreements=agreements,
    )


def _disclosed(holdings: Holdings) -> IntArray:
    """Votes known of each party, own shares left out."""
    found = np.zeros(len(holdings.ids), dtype=np.int64)
    # Sums of doubles are quick, and exact for whole numbers below 2**53: 90 times all votes there are.
    added = np.bincount(holdings.company, weights=holdings.low)
    if added.max(initial=0.0) < _EXACT:
        found[: len(added)] = added
    else:
        np.add.at(found, holdings.company, holdings.low)
    own = np.flatnonzero(holdings.own_shares)
    np.subtract.at(found, holdings.company[own], holdings.low[own])
    return found


def _voters(holdings: Holdings, agreements: Agreements) -> tuple[IntArray, BoolArray, BoolArray]:
    """Who votes each holding, which holdings can give control, and which another votes than the holder.

    A share that would be voted by its own company stays with its holder. Nothing gives control of an organ.
    """
    voter, moved = holdings.holder, np.zeros(len(holdings.holder), dtype=np.bool_)
    if agreements.voter_of:
        gives = np.zeros(len(holdings.ids), dtype=np.bool_)
        gives[list(agreements.voter_of)] = True
        given = np.flatnonzero(gives[holdings.holder])
        receiver = np.fromiter(
            map(agreements.voter_of.__getitem__, holdings.holder[given].tolist()), np.int64, len(given)
        )
        other = receiver != holdings.company[given]
        voter = voter.copy()
        voter[given[other]] = receiver[other]
        moved[given] = voter[given] != holdings.holder[given]
    kept = holdings.voter & ~holdings.own_shares
    organs = (holdings.marks & int(Mark.ORGAN)) != 0
    if organs.any():
        kept &= ~organs[holdings.company]
    return voter, kept, moved


def voting_base(holdings: Holdings, policy: ControlPolicy, *, most: bool = False) -> IntArray:
    """Voting shares of each party, in units: the whole less its own shares, at least or at `most`.

    Of own shares their equity counts, whatever votes a register gives them: they have none (公司法 116). Only
    where others' votes are stated, of the votes that there are, own shares count as theirs are stated.
    """
    base = np.full(len(holdings.ids), WHOLE, dtype=np.int64)
    own = np.flatnonzero(holdings.own_shares)
    if not policy.exclude_own_shares or not len(own):
        return base
    stated = np.zeros(len(holdings.ids), dtype=np.bool_)
    stated[holdings.company[holdings.votes_stated & ~holdings.own_shares]] = True
    taken = own[holdings.votes_stated[own] | ~stated[holdings.company[own]]]
    company = holdings.company[taken]
    equity = to_units(np.nan_to_num((holdings.equity_high if most else holdings.equity)[taken]))
    votes = (holdings.high if most else holdings.low)[taken]
    np.subtract.at(base, company, np.where(stated[company], votes, np.maximum(votes, equity)))
    base[company] = np.maximum(base[company], 0)
    return base


def _least_base(holdings: Holdings, policy: ControlPolicy, base: IntArray) -> IntArray:
    own = np.flatnonzero(holdings.own_shares)
    ranged = (holdings.high[own] > holdings.low[own]).any()
    return voting_base(holdings, policy, most=True) if ranged else base


def _majorities(base: IntArray, holdings: Holdings, policy: ControlPolicy) -> IntArray:
    """The least votes that are more than half of each party (see `is_majority`)."""
    need = np.full(len(base), (WHOLE + 2 * TOLERANCE + 1) >> 1, dtype=np.int64)
    less = holdings.company[
        holdings.own_shares
    ]  # whoever has own shares: of all others the base is the whole
    need[less] = np.where(base[less] > 0, (base[less] + (2 * TOLERANCE + 1)) >> 1, NEVER)
    if not policy.partnership_votes:
        need[(holdings.marks & int(Mark.PARTNERSHIP)) != 0] = NEVER
    return need


def _merged(voter: IntArray, holdings: Holdings, which: BoolArray) -> VoteEdges:
    """Votes added up by voter and company, sorted by voter; whole numbers, so that nothing is rounded."""
    size, number = len(holdings.ids), int(np.count_nonzero(which))
    if number * _FEW < size:
        keys, place = np.unique(voter[which] * size + holdings.company[which], return_inverse=True)
        added = np.zeros(len(keys), dtype=np.int64)
        np.add.at(added, place, holdings.low[which])
        return VoteEdges(keys // size, keys % size, added)
    # Half as wide, positions are sorted in half the time; there are fewer than 2**31 parties.
    at = np.flatnonzero(which)
    places = voter.astype(np.int32)[at], holdings.company.astype(np.int32)[at]
    votes = sparse.coo_array((holdings.low[at], places), shape=(size, size)).tocsr()
    votes.sum_duplicates()
    voters = np.repeat(np.arange(size, dtype=np.int64), np.diff(votes.indptr))
    return VoteEdges(voters, votes.indices.astype(np.int64), votes.data, votes.indptr)


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
