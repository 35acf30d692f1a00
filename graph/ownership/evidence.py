"""The evidence of control: through which holdings, offices and agreements a controller's votes come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import Any, Final

import numpy as np

from graph.ownership.agreements import CONCERT, DELEGATING, OFFICE
from graph.ownership.closure import ControlPairs
from graph.ownership.holdings import Evidence, Holdings
from graph.ownership.policy import UNITS_PER_PERCENT, ControlState
from graph.ownership.votes import VotingGraph

_NO_EVIDENCE: Final = Evidence("", "")
_MOST_STEPS: Final = 5_000


@dataclass(frozen=True)
class PowerHop:
    """One step of power, walked downwards; an agreement is walked from who votes to whose shares they are.

    `pct` is the lower bound, `max_pct` the upper one where there is a range.
    """

    from_id: str
    to_id: str
    type: str
    pct: float | None
    valid_from: str
    source: str
    max_pct: float | None = None


@dataclass(frozen=True)
class PowerPath:
    """One way in which votes in the entity come to the controller."""

    hops: tuple[PowerHop, ...]

    def to_json(self, codes: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
        """As ``control --json`` shows it."""
        return {
            "length": len(self.hops),
            "hops": [
                {
                    "from": codes.get(hop.from_id, hop.from_id),
                    "from_name": names.get(hop.from_id, ""),
                    "to": codes.get(hop.to_id, hop.to_id),
                    "to_name": names.get(hop.to_id, ""),
                    "type": hop.type,
                    "pct": hop.pct,
                    "max_pct": hop.max_pct,
                    "valid_from": hop.valid_from,
                    "source": hop.source,
                }
                for hop in self.hops
            ],
        }


@dataclass(frozen=True)
class Power:
    """What makes one party a controller.

    Parameters
    ----------
    paths
        Ways in which votes come to the controller, the shortest first.
    complete
        These are all ways.
    hops
        Every step of every way, each once, those nearest to the controller first: complete always.
    """

    paths: tuple[PowerPath, ...]
    complete: bool
    hops: tuple[PowerHop, ...]


Step = tuple[int, tuple[PowerHop, ...]]
Ways = dict[int, list[Step]]


def power_of(
    holdings: Holdings,
    graph: VotingGraph,
    pairs: ControlPairs,
    controller: str,
    controlled: str,
    *,
    limit: int,
) -> Power:
    """All steps on which control of one party by another rests, and at most `limit` ways along them.

    A step counts when the controller, whoever acts in concert with it, or what either controls takes it, and
    the controlled party is reached by it. Ways can be exponentially many, steps cannot.
    """
    position = holdings.position
    root, entity = position[controller], position[controlled]
    ways = _between(_ways(holdings, graph, pairs, root, entity), root, entity)
    found, complete = _shortest(ways, root, entity, limit)
    hops = dict.fromkeys(hop for steps in ways.values() for _, step in steps for hop in step)
    return Power(tuple(PowerPath(one) for one in found), complete, tuple(hops))


def _ways(holdings: Holdings, graph: VotingGraph, pairs: ControlPairs, root: int, entity: int) -> Ways:
    """Steps of the controller's side: of all that it controls, and in concert of its allies' sides too."""
    side = [root]
    if _in_concert(pairs, root, entity):
        side += [one for one in pairs.allies.get(root, ()) if one != entity]
    inside = {*side, *pairs.controlled[np.isin(pairs.controller, side)].tolist()} | {entity}
    steps = _steps(holdings, graph)
    ways = {
        party: [step for step in steps.get(party, ()) if step[0] in inside and step[0] != root]
        for party in inside - {entity}
    }
    if len(side) > 1:
        for party, ally, hop in _agreed(holdings, set(inside)):
            if party != entity and ally not in (root, entity):
                ways[party].append((ally, (hop,)))
    return ways


def _between(ways: Ways, root: int, entity: int) -> Ways:
    """Those steps that lead from the root to the entity, in the order in which they are met."""
    back: dict[int, set[int]] = {}
    for party, steps in ways.items():
        for target, _ in steps:
            back.setdefault(target, set()).add(party)
    leads, waiting = {entity}, [entity]
    for one in waiting:
        new = back.get(one, set()) - leads
        leads |= new
        waiting += sorted(new)
    found: Ways = {}
    waiting = [root]
    for party in waiting:
        if party not in found and party != entity:
            found[party] = [step for step in ways.get(party, ()) if step[0] in leads]
            waiting += [target for target, _ in found[party]]
    return found


def _shortest(ways: Ways, root: int, entity: int, limit: int) -> tuple[list[tuple[PowerHop, ...]], bool]:
    """At most so many ways without a turn in them, the shortest first; whether they are all."""
    far = _distances(ways, entity)
    found: list[tuple[PowerHop, ...]] = []
    tie = count()
    # Of equally long ones the farthest first: a wide pyramid is not kept whole before one way is done.
    heap: list[tuple[int, int, int, int, frozenset[int], tuple[PowerHop, ...]]] = []
    if root in far:
        heap.append((far[root], 0, next(tie), root, frozenset({root}), ()))
    for _ in range(_MOST_STEPS):
        if not heap or len(found) >= limit:
            break
        _, _, _, party, met, hops = heappop(heap)
        if party == entity:
            found.append(hops)
            continue
        for target, step in ways.get(party, ()):
            if target not in met and target in far:
                chain = (*hops, *step)
                length = len(chain) + far[target]
                heappush(heap, (length, -len(chain), next(tie), target, met | {target}, chain))
    return found, not heap


def _distances(ways: Ways, entity: int) -> dict[int, int]:
    """Hops from each party to the entity, at least."""
    into: dict[int, list[tuple[int, int]]] = {}
    for party, steps in ways.items():
        for target, step in steps:
            into.setdefault(target, []).append((party, len(step)))
    far: dict[int, int] = {}
    heap = [(0, entity)]
    while heap:
        length, party = heappop(heap)
        if party not in far:
            far[party] = length
            for before, hops in into.get(party, ()):
                heappush(heap, (length + hops, before))
    return far


def _steps(holdings: Holdings, graph: VotingGraph) -> Ways:
    """By party what it votes, with the hops that show it."""
    voter, kept = graph.voter, graph.kept
    agreements = _evidence_of(holdings, DELEGATING)
    ids = holdings.ids
    steps: Ways = {}
    for at in kept.nonzero()[0].tolist():
        who, holder, company = int(voter[at]), int(holdings.holder[at]), int(holdings.company[at])
        seen = holdings.evidence[at] if holdings.evidence else _NO_EVIDENCE
        percent = int(holdings.low[at]) / UNITS_PER_PERCENT
        most = int(holdings.high[at]) / UNITS_PER_PERCENT if holdings.high[at] > holdings.low[at] else None
        hops: tuple[PowerHop, ...] = (PowerHop(ids[holder], ids[company], "HOLDS", percent, *seen, most),)
        if who != holder:
            hops = (*_lent(holdings, agreements, holder, who), *hops)
        steps.setdefault(who, []).append((company, hops))
    offices = _evidence_of(holdings, (OFFICE,))
    for partner, partnership in graph.offices:
        type_, seen = offices[partner, partnership]
        hop = PowerHop(ids[partner], ids[partnership], type_, None, *seen)
        steps.setdefault(partner, []).append((partnership, (hop,)))
    return steps


def _evidence_of(holdings: Holdings, types: tuple[str, ...]) -> dict[tuple[int, int], tuple[str, Evidence]]:
    seen = holdings.link_evidence or [_NO_EVIDENCE] * len(holdings.links)
    return {
        (source, target): (type_, where)
        for (type_, source, target), where in zip(holdings.links, seen, strict=True)
        if type_ in types and source != target
    }


def _lent(
    holdings: Holdings,
    agreements: Mapping[tuple[int, int], tuple[str, Evidence]],
    holder: int,
    voter: int,
) -> tuple[PowerHop, ...]:
    """Hops from who votes to whose shares they are, along the chain of agreements."""
    following = dict(agreements.keys())
    hops: list[PowerHop] = []
    giver = holder
    while giver != voter:
        taker = following[giver]
        type_, seen = agreements[giver, taker]
        hops.append(PowerHop(holdings.ids[taker], holdings.ids[giver], type_, None, *seen))
        giver = taker
    return tuple(reversed(hops))


def _in_concert(pairs: ControlPairs, root: int, entity: int) -> bool:
    rows = (pairs.controller == root) & (pairs.controlled == entity)
    return bool((pairs.state[rows] == ControlState.COMPUTED_IN_CONCERT).any())


def _agreed(holdings: Holdings, among: set[int]) -> Iterator[tuple[int, int, PowerHop]]:
    """Who of these agreed with whom, both ways."""
    for (source, target), (type_, seen) in _evidence_of(holdings, (CONCERT,)).items():
        if source in among and target in among:
            for one, other in ((source, target), (target, source)):
                yield one, other, PowerHop(holdings.ids[one], holdings.ids[other], type_, None, *seen)
