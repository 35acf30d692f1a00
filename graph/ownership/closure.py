"""The control closure: everybody whom the votes make a controller, with rings, at one day.

Most holders are simple: what they have a majority in holds nothing itself, so a comparison of whole
columns answers for all of them at once. Most others are followed together, a wave a level (`waves`).
What is left, deep chains and whoever has agreements or partnerships below, is followed one at a time by
a work list over flat lists: votes first, agreements next, partnerships last, so that each pair shows the
least on which it rests.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple, TypeVar

import numpy as np

from graph.ownership.columns import among
from graph.ownership.holdings import Holdings
from graph.ownership.partners import PartnerPairs, idle_partners, split_offices
from graph.ownership.policy import (
    DEFAULT_POLICY,
    NEVER,
    ByteArray,
    ControlKind,
    ControlPolicy,
    ControlState,
    FloatArray,
    IntArray,
    percents_of,
)
from graph.ownership.votes import VoteEdges, VotingGraph, voting_graph
from graph.ownership.waves import WAVES, WavePairs, follow_in_waves, untouched_by_agreements

Column = TypeVar("Column", IntArray, ByteArray)


class ControlPair(NamedTuple):
    """One controller and what it controls."""

    controller: str
    controlled: str
    voting_pct: float
    kind: str
    state: str


@dataclass(frozen=True, eq=False)
class ControlPairs:
    """All pairs as columns; parties are positions in `ids`.

    `over_the_whole` are companies with more than all votes; `unclear` are parties whose agreements contradict
    each other; `allies` are those with whom a controller in concert acts; `partners_left_out` are offices in
    what is not known to be a partnership.
    """

    ids: list[str]
    controller: IntArray
    controlled: IntArray
    voting_pct: FloatArray
    kind: ByteArray
    state: ByteArray
    over_the_whole: IntArray
    allies: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    unclear: tuple[int, ...] = ()
    partners_left_out: tuple[tuple[int, int], ...] = ()

    def __len__(self) -> int:
        return len(self.controller)

    def rows(self) -> Iterator[ControlPair]:
        """The pairs by id."""
        columns = (self.controller, self.controlled, self.voting_pct, self.kind, self.state)
        for controller, controlled, percent, kind, state in zip(
            *(column.tolist() for column in columns), strict=True
        ):
            yield ControlPair(
                self.ids[controller],
                self.ids[controlled],
                percent,
                ControlKind(kind).name,
                ControlState(state).name,
            )


@dataclass
class _Found:
    controller: list[int] = field(default_factory=list)
    controlled: list[int] = field(default_factory=list)
    votes: list[int] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)
    state: list[int] = field(default_factory=list)

    def add(self, controller: int, controlled: int, votes: int, kind: int, state: int) -> None:
        self.controller.append(controller)
        self.controlled.append(controlled)
        self.votes.append(votes)
        self.kind.append(kind)
        self.state.append(state)

    def pairs(self) -> tuple[IntArray, IntArray]:
        """Controllers and what they control, as columns."""
        return np.array(self.controller, dtype=np.int64), np.array(self.controlled, dtype=np.int64)

    def extend(self, other: _Found) -> None:
        """Add all pairs of another one."""
        for row in zip(other.controller, other.controlled, other.votes, other.kind, other.state, strict=True):
            self.add(*row)


@dataclass
class Closure:
    """What one holder, or one group, controls: votes, own votes and state by company."""

    roots: tuple[int, ...]
    votes: dict[int, int]
    own: dict[int, int]
    state: dict[int, int]


class Follower:
    """The voting graph as flat lists, to follow one holder after the other."""

    def __init__(self, graph: VotingGraph) -> None:
        self.graph = graph
        self._need = graph.need
        self._layers: list[_Lists | _FewLists] = [_Lists(graph.own, graph.size)]
        if len(graph.delegated.voter):
            self._layers.append(_FewLists(graph.delegated))
        # Sorted by partner; lists of each would be many, and few are asked for.
        self._partners: list[int] = graph.office_columns[:, 0].tolist()
        self._partnerships: list[int] = graph.office_columns[:, 1].tolist()

    def follow(self, roots: tuple[int, ...]) -> Closure:
        """Everything that the roots control together."""
        found = Closure(roots, {}, {}, {})
        for number in range(len(self._layers)):
            state = ControlState.COMPUTED_BY_AGREEMENT if number else ControlState.COMPUTED
            pending = [(one, number) for one in (*roots, *found.state)]
            self._run(found, pending, number, int(state))
        if self._partners:
            self._take_offices(found)
        return found

    def _run(self, found: Closure, pending: list[tuple[int, int]], top: int, state: int) -> None:
        """Count the votes of each pending party from its first layer up to `top`, and of what it adds."""
        votes, controlled, need, roots = found.votes, found.state, self._need, found.roots
        while pending:
            party, first = pending.pop()
            for number in range(first, top + 1):
                for company, given in self._layers[number].of(party):
                    total = votes.get(company, 0) + given
                    votes[company] = total
                    if party in roots:
                        found.own[company] = found.own.get(company, 0) + given
                    if total >= need[company] and company not in controlled and company not in roots:
                        controlled[company] = state
                        pending.append((company, 0))

    def _take_offices(self, found: Closure) -> None:
        """Add the partnerships of everybody inside, and what follows from them."""
        waiting = [*found.roots, *found.state]
        state = int(ControlState.COMPUTED_AS_PARTNER)
        while waiting:
            for partnership in self._offices(waiting.pop()):
                if partnership in found.state or partnership in found.roots:
                    continue
                known = len(found.state)
                found.state[partnership] = state
                self._run(found, [(partnership, 0)], len(self._layers) - 1, state)
                waiting.extend(islice(found.state, known, None))

    def reach(self, party: int) -> list[int]:
        """Companies in which the party votes or is executive partner."""
        reached = self._offices(party)
        for layer in self._layers:
            reached += [company for company, _ in layer.of(party)]
        return reached

    def is_partner(self, party: int, company: int) -> bool:
        """Whether the party is itself executive partner of the company."""
        return company in self._offices(party)

    def _offices(self, party: int) -> list[int]:
        first = bisect_left(self._partners, party)
        return self._partnerships[first : bisect_right(self._partners, party, first)]


class _Lists:
    """What each party votes, taken out of the columns when it is asked for: few are, in most registers."""

    def __init__(self, edges: VoteEdges, size: int) -> None:
        self._edges, self._starts = edges, edges.counted(size)

    def of(self, party: int) -> Iterable[tuple[int, int]]:
        """Companies and votes."""
        part = slice(int(self._starts[party]), int(self._starts[party + 1]))
        return zip(self._edges.company[part].tolist(), self._edges.votes[part].tolist(), strict=True)


class _FewLists:
    """The same of few entries: a place for each party would be the longer way."""

    def __init__(self, edges: VoteEdges) -> None:
        self._voters: list[int] = edges.voter.tolist()
        self._given = list(zip(edges.company.tolist(), edges.votes.tolist(), strict=True))

    def of(self, party: int) -> Iterable[tuple[int, int]]:
        """Companies and votes."""
        first = bisect_left(self._voters, party)
        return self._given[first : bisect_right(self._voters, party, first)]


def control_pairs(
    holdings: Holdings,
    policy: ControlPolicy = DEFAULT_POLICY,
    *,
    graph: VotingGraph | None = None,
    waves: int = WAVES,
) -> ControlPairs:
    """Who controls whom: all pairs, persons and entities.

    Parameters
    ----------
    holdings
        All holdings of one day.
    policy
        How votes are counted.
    graph
        The voting graph, if it is at hand.
    waves
        Levels that are followed for many holders at once before the work list takes over.

    Returns
    -------
    ControlPairs
        Nobody is listed as its own controller; a party that nobody holds a majority in is in no pair.
    """
    graph = graph or voting_graph(holdings, policy)
    live, idle = split_offices(graph)
    simple, complex_ = _split(graph, live)
    alike = untouched_by_agreements(graph, complex_, live)
    found = follow_in_waves(graph, complex_[alike], waves=waves)
    apart, allies = _Found(), dict[int, tuple[int, ...]]()
    single = np.concatenate([complex_[~alike], found.left])
    partners = idle_partners(graph, idle, simple, found, single)
    if len(single) or graph.agreements.groups:
        follower = Follower(graph)
        for root in single.tolist():
            _take(apart, follower, root)
        allies = _take_groups(apart, follower, _Acting(graph, simple, found, apart))
    return _columns(holdings, graph, simple, found, partners, apart, allies)


def _split(graph: VotingGraph, live: IntArray) -> tuple[VoteEdges, IntArray]:
    """Own majorities of simple holders, and the holders that must be followed."""
    own = graph.own
    holds = np.zeros(graph.size, dtype=np.bool_)
    holds[own.voter] = True
    holds[graph.delegated.voter] = True
    follow = np.zeros(graph.size, dtype=np.bool_)
    holds[live[:, 0]] = True
    follow[live[:, 0]] = True
    follow[graph.delegated.voter] = True
    majorities = own.take(np.flatnonzero(own.votes >= graph.need[own.company]))
    follow[majorities.voter[holds[majorities.company]]] = True
    return majorities.take(np.flatnonzero(~follow[majorities.voter])), np.flatnonzero(follow)


def _take(found: _Found, follower: Follower, root: int) -> None:
    closure = follower.follow((root,))
    for company, state in closure.state.items():
        found.add(root, company, closure.votes.get(company, 0), kind_in(closure, follower, company), state)


def kind_in(closure: Closure, follower: Follower, company: int) -> int:
    """Whether own votes suffice, help, or are none; the partner's own office counts as sufficient."""
    own = closure.own.get(company, 0)
    if own >= int(follower.graph.need[company]):
        return ControlKind.DIRECT
    if any(follower.is_partner(root, company) for root in closure.roots):
        return ControlKind.DIRECT
    return ControlKind.JOINT if own else ControlKind.INDIRECT


class _Acting:
    """By party its groups, and those of which it controls a member: it agreed to what that did."""

    def __init__(self, graph: VotingGraph, simple: VoteEdges, found: WavePairs, apart: _Found) -> None:
        self.group_of = {member: group for group in graph.agreements.groups for member in group}
        self.through: dict[int, set[int]] = {}
        self._is_member = np.zeros(graph.size, dtype=np.bool_)
        self._is_member[list(self.group_of)] = True
        self.add(simple.voter, simple.company)
        self.add(found.root, found.company)
        self.add(*apart.pairs())

    def add(self, controller: IntArray, controlled: IntArray) -> bool:
        """Take note of pairs; whether somebody controls a member of whom that was not known."""
        before = sum(map(len, self.through.values()))
        hit = np.flatnonzero(self._is_member[controlled])
        for party, member in zip(controller[hit].tolist(), controlled[hit].tolist(), strict=True):
            self.through.setdefault(party, set()).add(member)
        return sum(map(len, self.through.values())) > before

    def groups(self) -> dict[int, set[tuple[int, ...]]]:
        """The groups in which each party acts, itself or through a member."""
        acting = {member: {group} for member, group in self.group_of.items()}
        for party, members in self.through.items():
            acting.setdefault(party, set()).update(self.group_of[one] for one in members)
        return acting


def _take_groups(found: _Found, follower: Follower, acting: _Acting) -> dict[int, tuple[int, ...]]:
    """Pairs in concert: what a party and its groups control together, and no member does alone.

    Whoever controls a member acts through it: his own votes come to those of its group, for him alone. He may
    control it in concert too, so this goes on until nobody is found who controls another member.

    Returns
    -------
    dict
        With whom each of these parties acts.
    """
    followed: dict[tuple[int, ...], Closure] = {}

    def follow(roots: tuple[int, ...]) -> Closure:
        if roots not in followed:
            followed[roots] = follower.follow(roots)
        return followed[roots]

    single = {
        group: {company for member in group for company in follow((member,)).state}
        for group in follower.graph.agreements.groups
    }
    allies: dict[int, tuple[int, ...]] = {}
    known_before: set[tuple[int, int]] = set()
    while True:
        concert = _Found()
        for party, groups in sorted(acting.groups().items()):
            allies[party] = tuple(sorted({one for group in groups for one in group}))
            roots = tuple(sorted({party, *allies[party]}))
            alone, pool = follow((party,)), follow(roots)
            known = {party, *alone.state}.union(*(single[group] for group in groups))
            pooled = [company for company in pool.state if company not in known]
            for company in attributed(follower, alone, pooled, acting.through.get(party, ())):
                if (party, company) in known_before:
                    continue
                kind = ControlKind.JOINT if alone.own.get(company) else ControlKind.INDIRECT
                votes, state = pool.votes.get(company, 0), ControlState.COMPUTED_IN_CONCERT
                concert.add(party, company, votes, kind, state)
        found.extend(concert)
        known_before.update(zip(concert.controller, concert.controlled, strict=True))
        if not acting.add(*concert.pairs()):
            return allies


def attributed(
    follower: Follower, closure: Closure, pooled: Iterable[int], through: Iterable[int] = ()
) -> list[int]:
    """Which pooled companies a member's own side has votes in, by itself or through such companies.

    Parameters
    ----------
    through
        Members of groups that it controls, in concert too: they are of its side.
    """
    left = dict.fromkeys(pooled)
    taken: list[int] = []
    side = [*closure.roots, *closure.state, *through]
    while side and left:
        for company in follower.reach(side.pop()):
            if company in left:
                del left[company]
                taken.append(company)
                side.append(company)
    return taken


def _columns(
    holdings: Holdings,
    graph: VotingGraph,
    simple: VoteEdges,
    found: WavePairs,
    partners: PartnerPairs,
    apart: _Found,
    allies: Mapping[int, tuple[int, ...]],
) -> ControlPairs:
    wave_kind = _kinds(found, graph)
    zeros = np.zeros(len(simple.voter), dtype=np.uint8)

    def column(first: Column, second: Column, third: Column, fourth: list[int]) -> Column:
        return np.concatenate([first, second, third, np.array(fourth, dtype=first.dtype)])

    controlled = column(simple.company, found.company, partners.partnership, apart.controlled)
    votes = column(simple.votes, found.votes, partners.votes, apart.votes)
    as_partner = np.full(len(partners.root), int(ControlState.COMPUTED_AS_PARTNER), dtype=np.uint8)
    return ControlPairs(
        ids=holdings.ids,
        controller=column(simple.voter, found.root, partners.root, apart.controller),
        controlled=controlled,
        voting_pct=percents_of(votes, graph.base[controlled]),
        kind=column(zeros, wave_kind, partners.kind, apart.kind),
        state=column(zeros, np.zeros_like(wave_kind), as_partner, apart.state),
        over_the_whole=graph.over_the_whole(),
        allies=allies,
        unclear=graph.agreements.unclear,
        partners_left_out=graph.offices_left_out,
    )


def _kinds(found: WavePairs, graph: VotingGraph) -> ByteArray:
    suffices = found.own >= graph.need[found.company]
    offices = graph.office_columns[graph.need[graph.office_columns[:, 1]] != NEVER]
    if len(offices):  # by its office a partner controls directly a partnership that votes control too
        keys = np.sort(offices[:, 0] * graph.size + offices[:, 1])
        suffices |= among(found.root * graph.size + found.company, keys)
    helps = np.where(found.own > 0, int(ControlKind.JOINT), int(ControlKind.INDIRECT))
    return np.where(suffices, int(ControlKind.DIRECT), helps).astype(np.uint8)
