"""What computing over whole columns needs in more than one place."""

from __future__ import annotations

import numpy as np

from graph.ownership.policy import BoolArray, IntArray


def stretches(first: IntArray, counts: IntArray) -> IntArray:
    """The positions of several stretches, one after the other.

    Examples
    --------
    >>> stretches(np.array([7, 2]), np.array([2, 3])).tolist()
    [7, 8, 2, 3, 4]
    """
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    found: IntArray = np.arange(total, dtype=np.int64) + np.repeat(first - (ends - counts), counts)
    return found


def among(keys: IntArray, known: IntArray) -> BoolArray:
    """Which keys stand among sorted ones.

    Examples
    --------
    >>> among(np.array([3, 4]), np.array([1, 3])).tolist()
    [True, False]
    """
    if not len(known):
        return np.zeros(len(keys), dtype=np.bool_)
    place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    found: BoolArray = known[place] == keys
    return found
