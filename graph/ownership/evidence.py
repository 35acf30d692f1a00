"""The evidence of control: through which holdings, offices and agreements a controller's votes come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph.ownership.agreements import CONCERT, DELEGATING, OFFICE
from graph.ownership.closure import ControlPairs
from graph.ownership.holdings import Evidence, Holdings
from graph.ownership.policy import UNITS_PER_PERCENT, ControlState
from graph.ownership.votes import VotingGraph

_NO_EVIDENCE: Final = Evidence("", "")


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


Step = tuple[int, tuple[PowerHop, ...]]


def power_paths(
    holdings: Holdings,
    graph: VotingGraph,
    pairs: ControlPairs,
    controller: str,
    controlled: str,
    *,
    limit: int,
) -> tuple[PowerPath, ...]:
    """One shortest path for each holding whose votes count, at most `limit`.

    Enumerating all paths would be exponential; each share that counts is shown once.
    """
    position = holdings.position
    root, entity = position[controller], position[controlled]
    inside = {root, *pairs.controlled[pairs.controller == root].tolist()}
    steps = _steps(holdings, graph)
    chains: dict[int, tuple[PowerHop, ...]] = {root: ()}
    if _in_concert(pairs, root, entity):
        for member, hop in _partners_in_concert(holdings, graph, root):
            chains[member] = (hop,)
            inside.update(pairs.controlled[pairs.controller == member].tolist())
    waiting = list(chains)
    for party in waiting:
        for company, hops in steps.get(party, ()):
            if company in inside and company != entity and company not in chains:
                chains[company] = (*chains[party], *hops)
                waiting.append(company)
    found = [
        PowerPath((*chains[party], *hops))
        for party in waiting
        for company, hops in steps.get(party, ())
        if company == entity
    ]
    return tuple(sorted(found, key=lambda path: len(path.hops))[:limit])


def _steps(holdings: Holdings, graph: VotingGraph) -> dict[int, list[Step]]:
    """By party what it votes, with the hops that show it."""
    voter, kept = graph.voter, graph.kept
    agreements = _evidence_of(holdings, DELEGATING)
    ids = holdings.ids
    steps: dict[int, list[Step]] = {}
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
        if type_ in types
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


def _partners_in_concert(holdings: Holdings, graph: VotingGraph, root: int) -> Iterator[tuple[int, PowerHop]]:
    agreements = _evidence_of(holdings, (CONCERT,))
    for group in graph.agreements.groups:
        for member in group if root in group else ():
            if member != root:
                found = agreements.get((root, member)) or agreements.get((member, root))
                type_, seen = found or (CONCERT, _NO_EVIDENCE)
                yield member, PowerHop(holdings.ids[root], holdings.ids[member], type_, None, *seen)
