"""Who controls whom, worked out the slow and plain way: one holder at a time, whole numbers.

The engine computes control as a closure over arrays. This is a work list over dictionaries, per
holder, so that a shared mistake is unlikely.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ingest.synthetic.model import HALF, Agreement, Org, Person, Stake

Holder = Person | Org
VOTES, LENT, OFFICE, CONCERT = (
    "COMPUTED",
    "COMPUTED_BY_AGREEMENT",
    "COMPUTED_AS_PARTNER",
    "COMPUTED_IN_CONCERT",
)


class ControlPair(NamedTuple):
    """A controller, what it controls, and the votes it and its own companies hold there."""

    controller: Holder
    controlled: Org
    units: int
    own_units: int
    state: str = VOTES
    in_office: bool = False

    @property
    def kind(self) -> str:
        """DIRECT, JOINT or INDIRECT, by how far own votes, or the own office of a partner, carry."""
        if self.in_office or (self.own_units > HALF and self.state != CONCERT):
            return "DIRECT"
        return "JOINT" if self.own_units else "INDIRECT"


class _Register:
    """Who votes what today, himself or for another, and who runs which partnership."""

    def __init__(self, orgs: Iterable[Org], agreements: Iterable[Agreement]) -> None:
        self.groups: list[tuple[Holder, ...]] = []
        receiver: dict[Holder, Holder] = {}
        for one in agreements:
            if one.kind == "ACTS_IN_CONCERT":
                self.groups.append((one.first, one.second))
            else:
                receiver[one.first] = one.second
        self.held: dict[Holder, list[tuple[Org, Stake]]] = {}
        self.lent: dict[Holder, list[tuple[Org, Stake]]] = {}
        self.run: dict[Holder, list[Org]] = {}
        for org in orgs:
            for stake in org.stakes:
                if not stake.end and not stake.treasury:
                    voter = receiver.get(stake.holder, stake.holder)
                    votes = self.held if voter is stake.holder else self.lent
                    votes.setdefault(voter, []).append((org, stake))
            for post in org.posts:
                if post.role == "EXECUTIVE_PARTNER" and not post.end and "合伙" in org.form:
                    self.run.setdefault(post.company or post.person, []).append(org)

    def is_plain(self, holder: Holder) -> bool:
        """Whether the holder has one stake, in what holds nothing itself, and nothing else."""
        stakes = self.held.get(holder, [])
        if len(stakes) != 1 or holder in self.lent or holder in self.run:
            return False
        below = stakes[0][0]
        stops = below not in self.held and below not in self.run and below not in self.lent
        return stops and "合伙" not in below.form


def control_pairs(orgs: Iterable[Org], agreements: Iterable[Agreement] = ()) -> Iterator[ControlPair]:
    """All pairs in which the controller and what it controls have more than half the votes, or run it.

    Parameters
    ----------
    orgs
        Organisations with all their stakes and offices; nobody outside may hold in them.
    agreements
        Who votes for whom, and pairs that act in concert; each party is in one agreement of a kind at most.
    """
    register = _Register(orgs, agreements)
    for holder in dict.fromkeys([*register.held, *register.lent, *register.run]):
        if register.is_plain(holder):
            org, stake = register.held[holder][0]
            if stake.units > HALF:
                yield ControlPair(holder, org, stake.units, stake.units)
            continue
        yield from _controlled_by([holder], register)
    for group in register.groups:
        alone = {pair.controlled for one in group for pair in _controlled_by([one], register)}
        for pair in _controlled_by(list(group), register):
            if pair.controlled not in alone:
                yield from _as_member(pair, group, register)


def _as_member(pair: ControlPair, group: tuple[Holder, ...], register: _Register) -> Iterator[ControlPair]:
    """What a group controls together, for each member with votes of its own in it."""
    for member in group:
        own = sum(
            stake.units
            for votes in (register.held, register.lent)
            for org, stake in votes.get(member, ())
            if org is pair.controlled
        )
        if own:
            yield ControlPair(member, pair.controlled, pair.units, own, CONCERT)


def _controlled_by(roots: list[Holder], register: _Register) -> Iterator[ControlPair]:
    """By votes of one's own first, with lent ones next, as partner last: each by the least that it needs."""
    state: dict[Org, str] = {}

    def inside() -> list[Holder]:
        return [*roots, *state]

    def add_voted(voted: list[dict[Holder, list[tuple[Org, Stake]]]], why: str) -> None:
        before = -1
        while before != len(state):
            before = len(state)
            for org, (units, _) in _votes(roots, inside(), voted).items():
                if units > HALF and "合伙" not in org.form and org not in state and org not in roots:
                    state[org] = why

    both = [register.held, register.lent]
    add_voted([register.held], VOTES)
    add_voted(both, LENT)
    before = -1
    while before != len(state):
        before = len(state)
        for holder in inside():
            for org in register.run.get(holder, ()):
                if org not in roots:
                    state.setdefault(org, OFFICE)
        add_voted(both, OFFICE)
    votes = _votes(roots, inside(), both)
    for org, why in state.items():
        units, own = votes.get(org, (0, 0))
        in_office = any(org in register.run.get(one, ()) for one in roots)
        yield ControlPair(roots[0], org, units, own, why, in_office)


def _votes(
    roots: list[Holder], inside: list[Holder], voted: list[dict[Holder, list[tuple[Org, Stake]]]]
) -> dict[Org, tuple[int, int]]:
    """Votes of all inside in each company, and of the roots themselves."""
    found: dict[Org, tuple[int, int]] = {}
    for votes in voted:
        for holder in inside:
            for org, stake in votes.get(holder, ()):
                units, own = found.get(org, (0, 0))
                found[org] = units + stake.units, own + (stake.units if holder in roots else 0)
    return found


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
