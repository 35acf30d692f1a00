"""Rings, chains and tops over columns agree with a slow search over every sequence of firms."""

from __future__ import annotations

from itertools import pairwise, permutations
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.risk.patterns.pages import Walk, WornOutError
from graph.risk.patterns.rings import longest_chains, rings
from graph.risk.patterns.run import _left_out
from graph.risk.patterns.tops import _walks

SIZE = 6
EDGES = st.sets(st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)), max_size=14)


def columns(edges: set[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    kept = sorted(one for one in edges if one[0] != one[1])
    pairs = np.array(kept, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


@given(EDGES, st.integers(2, 3), st.integers(3, 6))
@settings(max_examples=200, deadline=None)
def test_every_ring_is_found_once_and_nothing_else(
    edges: set[tuple[int, int]], minimum: int, most: int
) -> None:
    source, target = columns(edges)
    found = [tuple(one) for one in rings(source, target, SIZE, minimum=minimum, max_length=most)]
    expected = {
        path
        for length in range(minimum, most + 1)
        for path in permutations(range(SIZE), length)
        if path[0] == min(path)
        and all((a, b) in edges for a, b in zip(path, (*path[1:], path[0]), strict=True))
    }
    assert len(found) == len(set(found))
    assert set(found) == expected


@given(
    st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=10, max_size=45),
    st.integers(2, 4),
    st.integers(2, 8),
)
@settings(max_examples=200, deadline=None)
def test_rings_of_denser_graphs_are_those_of_a_search_without_bounds_on_the_way(
    edges: set[tuple[int, int]], minimum: int, most: int
) -> None:
    source, target = columns(edges)
    found = sorted(rings(source, target, 10, minimum=minimum, max_length=most))
    graph = nx.DiGraph(zip(source.tolist(), target.tolist(), strict=True))
    every = (ring[(at := ring.index(min(ring))) :] + ring[:at] for ring in nx.simple_cycles(graph))
    assert found == sorted(one for one in every if minimum <= len(one) <= most)


def layers(number: int, width: int) -> set[tuple[int, int]]:
    """Firms in layers, each leading to all of the next, the last ones to the first."""
    places = [[layer * width + one for one in range(width)] for layer in range(number)]
    return {(a, b) for at in range(number) for a in places[at] for b in places[(at + 1) % number]}


@pytest.mark.parametrize("width", [8, 25])
def test_a_ring_that_cannot_be_closed_in_time_is_not_begun(width: int) -> None:
    looks: list[int] = []
    source, target = columns(layers(9, width))
    found = rings(source, target, 9 * width, minimum=2, max_length=8, spend=looks.append)
    assert list(found) == []
    assert sum(looks) < 2 * 9 * width * len(source)


def test_a_search_that_looks_at_too_much_stops_and_says_so() -> None:
    class Empty:
        def read_columns(self, _query: str) -> dict[str, list[str]]:
            return {"entity_ids": []}

        def read(self, _query: str, **_params: Any) -> list[Any]:
            return []

    beats: list[tuple[int, int]] = []
    store: Any = Empty()
    walk = Walk(store, "2026-06-30", 1, lambda done, of: beats.append((done, of)), most_work=1_000_000)
    source, target = columns(layers(8, 8))
    number = sum(1 for _ in rings(source, target, 64, minimum=2, max_length=8, spend=walk.spend))
    assert 0 < number < 8**8 and walk.worn_out
    assert len(beats) >= 9, "it says that it goes on"
    assert "步的上限" in _left_out(walk, 0)


def test_a_search_for_chains_stops_at_its_bound_too_and_keeps_what_it_has() -> None:
    looks: list[int] = []
    source, target = columns({(200, 201), *((a, b) for a in range(100) for b in range(100))})
    every = [*longest_chains(source, target, 300, minimum=1, spend=looks.append)]
    assert len(every) == 2 and sum(looks) > 1_000_000, "a dense ring is measured from each of its members"

    def spend(number: int) -> None:
        looks.append(number)
        if sum(looks) > 500_000:
            raise WornOutError

    looks.clear()
    source, target = columns({(0, 1), *((a, b) for a in range(100, 200) for b in range(100, 200))})
    assert [*longest_chains(source, target, 300, minimum=1, spend=spend)] == [[0, 1]]


@given(EDGES)
@settings(max_examples=200, deadline=None)
def test_without_rings_each_chain_is_the_longest_from_its_start(edges: set[tuple[int, int]]) -> None:
    forward = {(a, b) for a, b in edges if a < b}
    source, target = columns(forward)
    found = {one[0]: one for one in longest_chains(source, target, SIZE, minimum=1)}
    starts = {a for a, _ in forward} - {b for _, b in forward}
    assert set(found) == starts
    for start in starts:
        best = max(
            length - 1
            for length in range(2, SIZE + 1)
            for path in permutations(range(SIZE), length)
            if path[0] == start and all(step in forward for step in pairwise(path))
        )
        chain = found[start]
        assert len(chain) - 1 == best
        assert all(step in forward for step in pairwise(chain))


def _reach(edges: set[tuple[int, int]], one: int) -> set[int]:
    found = {one}
    while more := {b for a, b in edges if a in found} - found:
        found |= more
    return found


def _passes_by_shortest_ways(
    path: tuple[int, ...], edges: set[tuple[int, int]], ring: dict[int, frozenset[int]]
) -> bool:
    """Whether each stretch of a path that stays in one ring is a shortest way in it."""
    at = 0
    while at < len(path):
        end = at
        while end + 1 < len(path) and ring[path[end + 1]] == ring[path[at]]:
            end += 1
        inside = {(a, b) for a, b in edges if ring[a] == ring[b] == ring[path[at]]}
        near, steps = {path[at]}, 0
        while path[end] not in near:
            near |= {b for a, b in inside if a in near}
            steps += 1
        if steps != end - at:
            return False
        at = end + 1
    return True


@given(EDGES)
@settings(max_examples=300, deadline=None)
def test_a_chain_goes_along_relations_and_past_rings_by_the_shortest_way(edges: set[tuple[int, int]]) -> None:
    real = {one for one in edges if one[0] != one[1]}
    reach = {one: _reach(real, one) for one in range(SIZE)}
    ring = {one: frozenset(two for two in reach[one] if one in reach[two]) for one in reach}
    first = {ring[a] for a, _ in real if not any(ring[x] != ring[a] == ring[y] for x, y in real)}
    best = {
        begin: max(
            length - 1
            for length in range(1, SIZE + 1)
            for path in permutations(range(SIZE), length)
            if path[0] in begin
            and all(step in real for step in pairwise(path))
            and _passes_by_shortest_ways(path, real, ring)
        )
        for begin in first
    }
    found = {ring[one[0]]: one for one in longest_chains(*columns(real), SIZE, minimum=1)}
    assert {begin: len(one) - 1 for begin, one in found.items()} == {b: n for b, n in best.items() if n}
    for chain in found.values():
        assert len(set(chain)) == len(chain)
        assert all(step in real for step in pairwise(chain))


def test_a_chain_through_a_ring_of_guarantees_is_one_that_there_is() -> None:
    through = {(0, 2), (1, 2), (2, 1), (1, 3)}
    assert [*longest_chains(*columns(through), SIZE, minimum=1)] == [[0, 2, 1, 3]]


@given(st.lists(st.integers(-2, SIZE - 1), min_size=SIZE, max_size=SIZE))
@settings(max_examples=200, deadline=None)
def test_a_majority_ends_where_following_it_step_by_step_ends(above: list[int]) -> None:
    rings_, ends = _walks(np.array(above, dtype=np.int64))
    members: set[int] = set()
    for start in range(SIZE):
        path = [start]
        while above[path[-1]] >= 0 and above[path[-1]] != path[-1] and above[path[-1]] not in path:
            path.append(above[path[-1]])
        top = path[-1]
        if above[top] >= 0 and above[top] != top:
            ring = path[path.index(above[top]) :]
            members |= set(ring)
            assert ends[start] == -1
            assert sorted(rings_[min(ring)]) == sorted(ring)
        else:
            assert ends[start] == top
    assert members == {one for ring in rings_.values() for one in ring}
