"""Partnerships that hold nothing: whoever controls the executive partner controls them, and there it ends.

Nearly all partnerships of a register are such. No votes come from them, so nobody has to be followed for
their sake: their pairs follow from the pairs of their partners, over whole columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.ownership.columns import among, stretches
from graph.ownership.policy import BoolArray, ByteArray, ControlKind, IntArray
from graph.ownership.votes import VoteEdges, VotingGraph
from graph.ownership.waves import WavePairs


@dataclass(frozen=True, eq=False)
class PartnerPairs:
    """Controllers of partnerships that hold nothing, as columns."""

    root: IntArray
    partnership: IntArray
    votes: IntArray
    kind: ByteArray


def split_offices(graph: VotingGraph) -> tuple[IntArray, IntArray]:
    """Executive partners and partnerships: of such as hold, vote or agree on something; and of the others."""
    offices = graph.office_columns
    acts = np.zeros(graph.size, dtype=np.bool_)
    acts[graph.own.voter] = True
    acts[graph.delegated.voter] = True
    acts[graph.delegated.company] = True
    acts[offices[:, 0]] = True
    acts[[member for group in graph.agreements.groups for member in group]] = True
    live = acts[offices[:, 1]]
    return offices[live], offices[~live]


def idle_partners(
    graph: VotingGraph, idle: IntArray, simple: VoteEdges, found: WavePairs, apart: IntArray
) -> PartnerPairs:
    """Pairs of those partnerships: the partner, and whoever controls it by votes.

    Parameters
    ----------
    idle
        Partners and partnerships, as `split_offices` gives them.
    simple, found
        Entries of own majorities, and the pairs of the waves.
    apart
        Roots that are followed one at a time, offices and all: theirs are found there.
    """
    own, size = graph.own, graph.size
    given = own.take(_marked(size, idle[:, 1])[own.company])
    matter = _marked(size, idle.ravel(), given.voter)
    first, second = matter[simple.company], matter[found.company]
    controller = np.concatenate([simple.voter[first], found.root[second]])
    controlled = np.concatenate([simple.company[first], found.company[second]])
    order = np.argsort(controlled, kind="stable")
    above, below = controller[order], controlled[order]
    begin = np.searchsorted(below, idle[:, 0], side="left")
    counts = np.searchsorted(below, idle[:, 0], side="right") - begin
    root = np.concatenate([idle[:, 0], above[stretches(begin, counts)]])
    partnership = np.concatenate([idle[:, 1], np.repeat(idle[:, 1], counts)])
    followed = _marked(size, apart)
    keys = np.unique((root * size + partnership)[~followed[root] & (root != partnership)])
    known = np.sort(controller * size + controlled)
    keys = keys[~among(keys, known)]
    votes, direct = _votes(given, keys, known, size)
    root, partnership = keys // size, keys % size
    is_partner = among(keys, np.sort(idle[:, 0] * size + idle[:, 1]))
    kind = np.where(direct > 0, int(ControlKind.JOINT), int(ControlKind.INDIRECT))
    kind[is_partner | (direct >= graph.need[partnership])] = int(ControlKind.DIRECT)
    return PartnerPairs(root, partnership, votes, kind.astype(np.uint8))


def _marked(size: int, *parties: IntArray) -> BoolArray:
    """Which of all parties are among these."""
    found = np.zeros(size, dtype=np.bool_)
    for some in parties:
        found[some] = True
    return found


def _votes(edges: VoteEdges, keys: IntArray, known: IntArray, size: int) -> tuple[IntArray, IntArray]:
    """Votes in each partnership of its controller's side, and of the controller itself."""
    order = np.argsort(edges.company, kind="stable")
    voter, company = edges.voter[order], edges.company[order]
    first = np.searchsorted(company, keys % size, side="left")
    counts = np.searchsorted(company, keys % size, side="right") - first
    at, pair = stretches(first, counts), np.repeat(np.arange(len(keys), dtype=np.int64), counts)
    root = keys[pair] // size
    itself = voter[at] == root
    inside = itself | among(root * size + voter[at], known)
    given = edges.votes[order][at]
    votes, direct = np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=np.int64)
    np.add.at(votes, pair[inside], given[inside])
    np.add.at(direct, pair[itself], given[itself])
    return votes, direct
