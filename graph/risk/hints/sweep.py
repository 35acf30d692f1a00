"""The sum over all paths of at most three hops, in a few sparse sweeps; and the same paths one by one.

A path goes from a party to one with a record of its own and meets nobody twice. Walks are cheap to sum
(one product of matrix and vector a hop) but turn back; what turns back is subtracted exactly, by the
sums over A-B-A, A-B-C-B, A-B-A-C and triangles. So the bulk pass and the explanation agree to rounding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

FloatArray = npt.NDArray[np.float64]
#: Below this a sum is what rounding left over.
_ROUNDING: Final = 1e-12


class Path(NamedTuple):
    """One path from a party to a seed: the parties met, the seed last, and what it contributes."""

    parties: tuple[int, ...]
    amount: float


def path_sums(weights: csr_array, seeds: FloatArray, decay: float) -> FloatArray:
    """Of each party the sum of what all its paths contribute, its own record left out.

    Parameters
    ----------
    weights
        Symmetric, without a diagonal; rows of those who link nobody are empty.
    seeds
        What each party's own record weighs.
    decay
        What each hop after the first leaves.
    """
    first, cubes = _from_seeds(weights, seeds)
    turns = _squares(weights) @ np.ones(weights.shape[1])
    turned = turns * seeds
    twice = weights @ first
    second = twice - turned
    third = weights @ second - turns * first + cubes
    third -= _triangles(weights, seeds)
    total = first + decay * second + decay**2 * third
    return np.asarray(np.where(total > _ROUNDING, total, 0.0))


def _from_seeds(weights: csr_array, seeds: FloatArray) -> tuple[FloatArray, FloatArray]:
    """What one step carries from the seeds, by weight and by its cube; their rows say it: they are few."""
    rows = np.flatnonzero(seeds)
    own = csr_array(weights[rows])
    carried = own.data * np.repeat(seeds[rows], np.diff(own.indptr))
    size = weights.shape[0]
    first = np.bincount(own.indices, carried, minlength=size)
    cubes = np.bincount(own.indices, carried * own.data * own.data, minlength=size)
    return first.astype(np.float64, copy=False), cubes.astype(np.float64, copy=False)


def _squares(weights: csr_array) -> csr_array:
    """The same places, shared, with the squares of what stands there."""
    other: csr_array = copy(weights)  # the constructor would look at every index again
    other.data = weights.data * weights.data
    return other


def _triangles(weights: csr_array, seeds: FloatArray) -> FloatArray:
    """What would come back to a seed round a triangle: the steps of each seed's neighbours are followed.

    Who has one relation only stands in no triangle, and most have one.
    """
    found = np.zeros(len(seeds))
    degrees = np.diff(weights.indptr)
    rows = np.flatnonzero((seeds != 0) & (degrees > 1))
    if not len(rows):
        return found
    own = csr_array(weights[rows])
    own.sort_indices()
    size = np.int64(weights.shape[1])
    row_of = np.repeat(np.arange(len(rows), dtype=np.int64), np.diff(own.indptr))
    keys = row_of * size + own.indices
    through = np.flatnonzero(degrees[own.indices] > 1)
    middle = own.indices[through]
    steps = degrees[middle]
    ends = np.cumsum(steps)
    at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(weights.indptr[middle] - (ends - steps), steps)
    wanted = np.repeat(row_of[through], steps) * size + weights.indices[at]
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    closed = np.flatnonzero(keys[place] == wanted)
    entry = np.repeat(through, steps)[closed]
    amount = own.data[entry] * weights.data[at[closed]] * own.data[place[closed]]
    found[rows] = np.bincount(row_of[entry], amount, minlength=len(rows)) * seeds[rows]
    return found


def value_of(total: float) -> float:
    """A sum as a hint between 0 and 1.

    Examples
    --------
    >>> value_of(0.0), round(value_of(0.5), 4)
    (0.0, 0.3935)
    """
    # Zero is added because the negative of no sum at all would be shown as -0.
    return float(-np.expm1(-total)) + 0.0


@dataclass(frozen=True)
class Pairs:
    """Weights as the explanation walks them: by party its neighbours and what each carries over."""

    near: Mapping[int, Mapping[int, float]]

    def paths(self, start: int, seeds: Sequence[float], decay: float) -> list[Path]:
        """All paths from `start` of at most three hops that end at somebody else's record, largest first."""
        found: list[Path] = []
        for first, one in self.near.get(start, {}).items():
            found.append(Path((start, first), one * seeds[first]))
            for second, two in self.near.get(first, {}).items():
                if second == start:
                    continue
                found.append(Path((start, first, second), one * two * seeds[second] * decay))
                found += [
                    Path((start, first, second, third), one * two * three * seeds[third] * decay**2)
                    for third, three in self.near.get(second, {}).items()
                    if third not in (start, first)
                ]
        return sorted((one for one in found if one.amount > 0), key=lambda one: (-one.amount, one.parties))
