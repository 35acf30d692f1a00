"""Through whom control runs: for each pair the parties whose own votes in the company count.

Stored beside each pair, they make the stored pairs a net of paths: a party through which control runs is the
controller itself, or controlled by it or by who acts in concert with it, and has such a pair of its own.
"""

from __future__ import annotations

import numpy as np

from graph.ownership.closure import ControlPairs
from graph.ownership.columns import among, stretches
from graph.ownership.policy import ControlState, IntArray
from graph.ownership.votes import VotingGraph

RULES = {
    ControlState.COMPUTED.name: "control.votes@1",
    ControlState.COMPUTED_BY_AGREEMENT.name: "control.agreement@1",
    ControlState.COMPUTED_AS_PARTNER.name: "control.partner@1",
    ControlState.COMPUTED_IN_CONCERT.name: "control.concert@1",
}
"""The rule by which each state of a pair follows (see `policy`)."""


def parties_between(graph: VotingGraph, pairs: ControlPairs) -> list[tuple[str, ...]]:
    """For each pair the ids of those whose votes, or whose office, in the company count, sorted."""
    voter, starts = _into(graph)
    controlled, controller = pairs.controlled, pairs.controller
    counts = starts[controlled + 1] - starts[controlled]
    at = stretches(starts[controlled], counts)
    pair = np.repeat(np.arange(len(controller), dtype=np.int64), counts)
    who = voter[at]
    known = np.sort(controller * graph.size + controlled)
    inside = who == controller[pair]
    for ally in _allies(pairs, pair):
        acting = ally >= 0
        inside |= acting & ((who == ally) | among(ally * graph.size + who, known))
    found: list[list[str]] = [[] for _ in range(len(controller))]
    for one, party in zip(pair[inside].tolist(), who[inside].tolist(), strict=True):
        found[one].append(pairs.ids[party])
    return [tuple(sorted(one)) for one in found]


def _into(graph: VotingGraph) -> tuple[IntArray, IntArray]:
    """Voters and executive partners of each company, by company."""
    offices = graph.office_columns
    voter = np.concatenate([graph.own.voter, graph.delegated.voter, offices[:, 0]])
    company = np.concatenate([graph.own.company, graph.delegated.company, offices[:, 1]])
    key = np.unique(company * graph.size + voter)
    starts = np.zeros(graph.size + 1, dtype=np.int64)
    np.cumsum(np.bincount(key // graph.size, minlength=graph.size), out=starts[1:])
    return key % graph.size, starts


def _allies(pairs: ControlPairs, pair: IntArray) -> list[IntArray]:
    """The controller of each entry; where the pair rests on a group its members too, one column each."""
    columns = [pairs.controller[pair]]
    concert = pairs.state == ControlState.COMPUTED_IN_CONCERT
    if not concert.any():
        return columns
    for number in range(max(map(len, pairs.allies.values()), default=0)):
        member = np.full(len(pairs.controller), -1, dtype=np.int64)
        for at in np.flatnonzero(concert).tolist():
            group = pairs.allies[int(pairs.controller[at])]
            if number < len(group):
                member[at] = group[number]
        columns.append(member[pair])
    return columns
