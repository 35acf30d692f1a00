"""Rings and chains among firms: over whole columns, inside strong components only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from graph.risk.patterns.matches import Match, Member, match
from graph.risk.patterns.pages import (
    IntArray,
    Relations,
    States,
    Walk,
    WornOutError,
    read_holdings,
    read_relations,
    read_states,
)

Graph = Mapping[int, Sequence[int]]
Spend = Callable[[int], None]
"""Told how many relations a search looks at; see `Walk.spend`."""


def _freely(_looks: int) -> None:
    """Nobody counts."""


def links_between(
    relations: Relations, states: States, *, hub_degree: int, min_pct: float = -1.0
) -> tuple[IntArray, IntArray]:
    """Ends of the relations between firms: no organs of the state, no shares in oneself, no hubs."""
    kept = (relations.source >= 0) & (relations.source != relations.target) & ~relations.state_holder
    kept &= relations.pct >= min_pct if min_pct > 0 else np.ones(len(kept), dtype=np.bool_)
    source, target = relations.source[kept], relations.target[kept]
    lawful = ~states.organ[source] & ~states.organ[target]
    pairs = np.unique(np.stack([source[lawful], target[lawful]]), axis=1)
    degree = np.bincount(pairs.ravel(), minlength=len(states.organ))
    narrow = (degree[pairs[0]] <= hub_degree) & (degree[pairs[1]] <= hub_degree)
    return pairs[0][narrow], pairs[1][narrow]


def components(source: IntArray, target: IntArray, size: int) -> IntArray:
    """Number of the strong component of each firm."""
    matrix = coo_array((np.ones(len(source), dtype=np.int8), (source, target)), shape=(size, size))
    _, labels = connected_components(matrix.tocsr(), directed=True, connection="strong")
    return np.asarray(labels, dtype=np.int64)


def rings(
    source: IntArray, target: IntArray, size: int, *, minimum: int, max_length: int, spend: Spend = _freely
) -> Iterator[list[int]]:
    """Every simple ring of at most `max_length` firms, each once, from its smallest number on.

    From each firm first the ways back to it are measured, then only steps are taken from which the ring can
    still be closed in time.

    Parameters
    ----------
    spend
        Told how many relations are looked at; it ends the search with `WornOutError`.
    """
    labels = components(source, target, size)
    inside = labels[source] == labels[target]
    following: dict[int, list[int]] = defaultdict(list)
    preceding: dict[int, list[int]] = defaultdict(list)
    for first, second in zip(source[inside].tolist(), target[inside].tolist(), strict=True):
        following[first].append(second)
        preceding[second].append(first)
    try:
        for start in sorted(following):
            back = _ways_back(start, preceding, max_length, spend)
            yield from _rings_from(start, following, back, minimum, max_length, spend)
    except WornOutError:
        return


def _ways_back(start: int, preceding: Graph, max_length: int, spend: Spend) -> dict[int, int]:
    """Relations of the shortest way back to `start`, over firms of larger numbers, of those near enough."""
    back, level = {start: 0}, [start]
    for distance in range(1, max_length):
        found: list[int] = []
        for firm in level:
            spend(len(preceding.get(firm, ())))
            for one in preceding.get(firm, ()):
                if one > start and one not in back:
                    back[one] = distance
                    found.append(one)
        level = found
    return back


def _rings_from(
    start: int, following: Graph, back: Mapping[int, int], minimum: int, max_length: int, spend: Spend
) -> Iterator[list[int]]:
    """Rings whose smallest member is `start`, depth first, never farther out than the way back allows."""
    path, on_path = [start], {start}
    spend(len(following.get(start, ())))
    waiting = [iter(following.get(start, ()))]
    while waiting:
        step = next(waiting[-1], None)
        if step is None:
            waiting.pop()
            on_path.discard(path.pop())
        elif step == start:
            if len(path) >= minimum:
                yield list(path)
        elif step not in on_path and len(path) + back.get(step, max_length) <= max_length:
            path.append(step)
            on_path.add(step)
            spend(len(following.get(step, ())))
            waiting.append(iter(following.get(step, ())))


def longest_chains(
    source: IntArray, target: IntArray, size: int, *, minimum: int, spend: Spend = _freely
) -> Iterator[list[int]]:
    """From each firm that nobody leads to, the longest chain of at least `minimum` relations.

    Where rings are on the way a chain passes each by the shortest way between two of its members, or ends at
    the one that is farthest: the longest way through a ring would take exponential time. A ring that nobody
    leads into begins one chain, at that member from which it is longest. Each step is a relation, no firm
    stands twice.

    Parameters
    ----------
    spend
        Told how many relations and firms of a way are looked at; it ends the search with `WornOutError`.
    """
    labels = components(source, target, size).tolist()
    following: dict[int, list[int]] = defaultdict(list)
    entered, members = set(), defaultdict[int, set[int]](set)
    for first, second in zip(source.tolist(), target.tolist(), strict=True):
        following[first].append(second)
        members[labels[first]].add(first)
        if labels[first] != labels[second]:
            entered.add(labels[second])
    chains = _Chains({one: sorted(found) for one, found in following.items()}, labels, spend)
    try:
        for _, inside in sorted((min(some), some) for label, some in members.items() if label not in entered):
            start = max(sorted(inside), key=chains.length)
            if chains.length(start) >= minimum:
                yield chains.along(start)
    except WornOutError:
        return


class _Chains:
    """The longest chains of a graph, by the firm at which each begins or enters a ring."""

    def __init__(self, following: Graph, labels: Sequence[int], spend: Spend) -> None:
        self._following, self._labels, self._spend = following, labels, spend
        self._best: dict[int, tuple[int, list[int], int]] = {}

    def length(self, start: int) -> int:
        """Relations of the longest chain; what it needs first is found first."""
        waiting = [start]
        while waiting:
            if waiting[-1] in self._best:
                waiting.pop()
                continue
            ways = self._ways(waiting[-1])
            missing = [exit_ for path in ways for exit_ in self._exits(path[-1]) if exit_ not in self._best]
            if missing:
                waiting += missing
            else:
                self._best[waiting.pop()] = self._longest(ways)
        return self._best[start][0]

    def along(self, start: int) -> list[int]:
        """The firms of that chain."""
        chain: list[int] = []
        while start >= 0:
            _, path, start = self._best[start]
            chain += path
        return chain

    def _longest(self, ways: Sequence[list[int]]) -> tuple[int, list[int], int]:
        """Its length, the way inside the ring, and where it goes on outside (-1: nowhere)."""
        found = [(len(path) - 1, path, -1) for path in ways]
        found += [
            (len(path) + self._best[exit_][0], path, exit_)
            for path in ways
            for exit_ in self._exits(path[-1])
        ]
        return max(found, key=lambda one: one[0])

    def _exits(self, firm: int) -> list[int]:
        return [one for one in self._following.get(firm, ()) if self._labels[one] != self._labels[firm]]

    def _ways(self, start: int) -> list[list[int]]:
        """The shortest way inside its ring to each member; just itself if it is in none."""
        found, before = [start], {start: -1}
        for firm in found:
            self._spend(len(self._following.get(firm, ())))
            for one in self._following.get(firm, ()):
                if one not in before and self._labels[one] == self._labels[start]:
                    before[one] = firm
                    found.append(one)
        ways = dict[int, list[int]]()
        for firm in found:
            ways[firm] = [*ways.get(before[firm], ()), firm]
            self._spend(len(ways[firm]))
        return list(ways.values())


def _firms(walk: Walk, numbers: Sequence[int]) -> list[Member]:
    return [Member(walk.entity_ids[one], False, "MEMBER") for one in numbers]


def _order(walk: Walk, ring: Sequence[int]) -> str:
    """Two rings among the same firms differ by their order."""
    return ">".join(walk.entity_ids[one] for one in ring)


def cross_holding_rings(
    walk: Walk, *, max_length: int, min_pct: float, minimum: int, hub_degree: int
) -> Iterator[Match]:
    """Rings of shares."""
    states, relations = read_states(walk, contacts=False), read_holdings(walk)
    source, target = links_between(relations, states, hub_degree=hub_degree, min_pct=min_pct)
    size = len(walk.entity_ids)
    for ring in rings(source, target, size, minimum=minimum, max_length=max_length, spend=walk.spend):
        yield match("cross_holding_ring", _firms(walk, ring), apart=_order(walk, ring), kind="HOLDS")


def guarantee_rings(walk: Walk, *, max_length: int, minimum: int, hub_degree: int) -> Iterator[Match]:
    """Rings of guarantees."""
    states, relations = read_states(walk, contacts=False), read_relations(walk, "GUARANTEES")
    source, target = links_between(relations, states, hub_degree=hub_degree)
    size = len(walk.entity_ids)
    for ring in rings(source, target, size, minimum=minimum, max_length=max_length, spend=walk.spend):
        yield match("guarantee_ring", _firms(walk, ring), apart=_order(walk, ring), kind="GUARANTEES")


def guarantee_chains(walk: Walk, *, minimum: int, hub_degree: int) -> Iterator[Match]:
    """Chains of guarantees."""
    states, relations = read_states(walk, contacts=False), read_relations(walk, "GUARANTEES")
    source, target = links_between(relations, states, hub_degree=hub_degree)
    size = len(walk.entity_ids)
    for chain in longest_chains(source, target, size, minimum=minimum, spend=walk.spend):
        yield match("guarantee_chain", _firms(walk, chain), kind="GUARANTEES", relations=len(chain) - 1)
