"""The sweeps sum what a slow walk over all paths adds up, one by one."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from graph.risk.hints.sweep import Pairs, path_sums

SIZE = 6
WEIGHTS = st.lists(st.sampled_from([0.0, 0.0, 0.0, 0.3, 0.6]), min_size=SIZE * SIZE, max_size=SIZE * SIZE)
SEEDS = st.lists(st.sampled_from([0.0, 0.0, 0.5, 1.0]), min_size=SIZE, max_size=SIZE)


def symmetric(given_: list[float]) -> np.ndarray:
    square = np.triu(np.array(given_).reshape(SIZE, SIZE), 1)
    return square + square.T


def slowly(weights: np.ndarray, seeds: list[float], decay: float) -> list[float]:
    """Every sequence of two to four different parties, tried."""
    sums = [0.0] * SIZE
    for length in (2, 3, 4):
        for path in permutations(range(SIZE), length):
            amount = seeds[path[-1]] * decay ** (length - 2)
            for first, second in pairwise(path):
                amount *= weights[first, second]
            sums[path[0]] += amount
    return sums


@given(WEIGHTS, SEEDS, st.sampled_from([0.5, 1.0]))
@settings(max_examples=200, deadline=None)
def test_the_sweeps_and_the_paths_agree_with_a_slow_walk(
    given_: list[float], seeds: list[float], decay: float
) -> None:
    weights = symmetric(given_)
    expected = slowly(weights, seeds, decay)
    swept = path_sums(csr_array(weights), np.array(seeds), decay)
    np.testing.assert_allclose(swept, expected, atol=1e-9)
    near = {
        first: {second: weights[first, second] for second in range(SIZE) if weights[first, second]}
        for first in range(SIZE)
    }
    for party in range(SIZE):
        paths = Pairs(near).paths(party, seeds, decay)
        assert abs(sum(one.amount for one in paths) - expected[party]) < 1e-9
        assert all(len({*one.parties}) == len(one.parties) for one in paths)
