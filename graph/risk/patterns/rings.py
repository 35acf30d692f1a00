"""Rings and chains among firms: over whole columns, inside strong components only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from graph.risk.patterns.matches import Match, Member, match
from graph.risk.patterns.pages import IntArray, Relations, States, Walk, read_relations, read_states

Graph = Mapping[int, Sequence[int]]


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
    source: IntArray, target: IntArray, size: int, *, minimum: int, max_length: int
) -> Iterator[list[int]]:
    """Every simple ring of at most `max_length` firms, each once, from its smallest number on."""
    labels = components(source, target, size)
    inside = labels[source] == labels[target]
    following: dict[int, list[int]] = defaultdict(list)
    for first, second in zip(source[inside].tolist(), target[inside].tolist(), strict=True):
        following[first].append(second)
    for start in sorted(following):
        yield from _rings_from(start, following, minimum, max_length)


def _rings_from(start: int, following: Graph, minimum: int, max_length: int) -> Iterator[list[int]]:
    """Rings whose smallest member is `start`, depth first; the bound on the length bounds the work."""
    path, on_path = [start], {start}
    waiting = [iter(following.get(start, ()))]
    while waiting:
        step = next(waiting[-1], None)
        if step is None:
            waiting.pop()
            on_path.discard(path.pop())
        elif step == start:
            if len(path) >= minimum:
                yield list(path)
        elif step > start and step not in on_path and len(path) < max_length:
            path.append(step)
            on_path.add(step)
            waiting.append(iter(following.get(step, ())))


def longest_chains(source: IntArray, target: IntArray, size: int, *, minimum: int) -> Iterator[list[int]]:
    """From each firm that nobody leads to, the longest chain of at least `minimum` relations.

    Rings are contracted first: a chain passes a ring at its smallest member, so it is a path and ends.
    """
    labels = components(source, target, size)
    between = labels[source] != labels[target]
    ways: dict[int, list[int]] = defaultdict(list)
    entered = set()
    head: dict[int, int] = {}
    for end in (*source.tolist(), *target.tolist()):
        label = int(labels[end])
        head[label] = min(end, head.get(label, end))
    for first, second in zip(labels[source[between]].tolist(), labels[target[between]].tolist(), strict=True):
        ways[first].append(second)
        entered.add(second)
    best = _lengths(ways)
    for start in sorted(set(ways) - entered, key=lambda one: head[one]):
        if best[start] >= minimum:
            chain = [start]
            while ways.get(chain[-1]):
                chain.append(min(ways[chain[-1]], key=lambda one: (-best.get(one, 0), head[one])))
            yield [head[one] for one in chain]


def _lengths(ways: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Longest chain from each node of a graph without rings, children first."""
    best: dict[int, int] = {}
    for root in ways:
        stack = [(root, False)]
        while stack:
            node, ready = stack.pop()
            if node in best:
                continue
            if ready:
                best[node] = max((best[one] + 1 for one in ways.get(node, ())), default=0)
            else:
                stack.append((node, True))
                stack.extend((one, False) for one in ways.get(node, ()) if one not in best)
    return best


def _firms(walk: Walk, numbers: Sequence[int]) -> list[Member]:
    return [Member(walk.entity_ids[one], False, "MEMBER") for one in numbers]


def _order(walk: Walk, ring: Sequence[int]) -> str:
    """Two rings among the same firms differ by their order."""
    return ">".join(walk.entity_ids[one] for one in ring)


def cross_holding_rings(
    walk: Walk, *, max_length: int, min_pct: float, minimum: int, hub_degree: int
) -> Iterator[Match]:
    """Rings of shares."""
    states, relations = read_states(walk, contacts=False), read_relations(walk, "HOLDS")
    source, target = links_between(relations, states, hub_degree=hub_degree, min_pct=min_pct)
    for ring in rings(source, target, len(walk.entity_ids), minimum=minimum, max_length=max_length):
        yield match("cross_holding_ring", _firms(walk, ring), apart=_order(walk, ring), kind="HOLDS")


def guarantee_rings(walk: Walk, *, max_length: int, minimum: int, hub_degree: int) -> Iterator[Match]:
    """Rings of guarantees."""
    states, relations = read_states(walk, contacts=False), read_relations(walk, "GUARANTEES")
    source, target = links_between(relations, states, hub_degree=hub_degree)
    for ring in rings(source, target, len(walk.entity_ids), minimum=minimum, max_length=max_length):
        yield match("guarantee_ring", _firms(walk, ring), apart=_order(walk, ring), kind="GUARANTEES")


def guarantee_chains(walk: Walk, *, minimum: int, hub_degree: int) -> Iterator[Match]:
    """Chains of guarantees."""
    states, relations = read_states(walk, contacts=False), read_relations(walk, "GUARANTEES")
    source, target = links_between(relations, states, hub_degree=hub_degree)
    for chain in longest_chains(source, target, len(walk.entity_ids), minimum=minimum):
        yield match("guarantee_chain", _firms(walk, chain), kind="GUARANTEES", relations=len(chain) - 1)
