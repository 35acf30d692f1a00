"""Who controls whom, worked out the slow and plain way: one holder at a time, whole numbers.

The engine computes control as a closure over arrays. This is a work list over dictionaries, per
holder, so that a shared mistake is unlikely.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ingest.synthetic.model import HALF, Org, Person, Stake

Holder = Person | Org


class ControlPair(NamedTuple):
    """A controller, what it controls, and the votes it and its own companies hold there."""

    controller: Holder
    controlled: Org
    units: int
    own_units: int

    @property
    def kind(self) -> str:
        """DIRECT, JOINT or INDIRECT, by how far own votes carry."""
        if self.own_units > HALF:
            return "DIRECT"
        return "JOINT" if self.own_units else "INDIRECT"


def _voting_stakes(orgs: Iterable[Org]) -> dict[Holder, list[tuple[Org, Stake]]]:
    outgoing: dict[Holder, list[tuple[Org, Stake]]] = {}
    for org in orgs:
        for stake in org.stakes:
            if not stake.end and not stake.treasury:
                outgoing.setdefault(stake.holder, []).append((org, stake))
    return outgoing


def control_pairs(orgs: Iterable[Org]) -> Iterator[ControlPair]:
    """All pairs in which the controller and what it controls hold more than half the votes.

    Parameters
    ----------
    orgs
        Organisations with all their stakes; nobody outside may hold in them.
    """
    outgoing = _voting_stakes(orgs)
    for holder, stakes in outgoing.items():
        if len(stakes) == 1 and stakes[0][0] not in outgoing:
            org, stake = stakes[0]
            if stake.units > HALF:
                yield ControlPair(holder, org, stake.units, stake.units)
            continue
        yield from _controlled_by(holder, outgoing)


def _controlled_by(root: Holder, outgoing: dict[Holder, list[tuple[Org, Stake]]]) -> Iterator[ControlPair]:
    votes: dict[Org, int] = {}
    own: dict[Org, int] = {}
    controlled: dict[Org, None] = {}
    waiting: list[Holder] = [root]
    while waiting:
        holder = waiting.pop()
        for org, stake in outgoing.get(holder, ()):
            if org is root:
                continue
            votes[org] = votes.get(org, 0) + stake.units
            if holder is root:
                own[org] = own.get(org, 0) + stake.units
            if votes[org] > HALF and org not in controlled:
                controlled[org] = None
                waiting.append(org)
    for org in controlled:
        yield ControlPair(root, org, votes[org], own.get(org, 0))


def settled_since(org: Org, seen: set[Org] | None = None) -> str:
    """The last day on which anything in the ownership above `org` changed."""
    seen = set() if seen is None else seen
    if org in seen:
        return ""
    seen.add(org)
    last = ""
    for stake in org.stakes:
        last = max(last, stake.start, stake.end)
        if isinstance(stake.holder, Org):
            last = max(last, settled_since(stake.holder, seen))
    return last
