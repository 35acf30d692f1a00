"""Rings, chains and tops over columns agree with a slow search over every sequence of firms."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.risk.patterns.rings import longest_chains, rings
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
