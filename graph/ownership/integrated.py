"""Integrated ownership: what reaches an owner along all chains, rings included.

With A the matrix of direct shares, the integrated share of i in j is entry (i, j) of A (I - A)^-1: the
sum over all chains of the products. For one owner only what it reaches matters, so a small system is
solved, exactly, instead of walking paths. A company's own shares stay in A as a ring of one, which gives
them to the others. Where a closed ring owns itself entirely there is no answer, and None says so.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import scipy.sparse as sparse
from scipy.sparse.linalg import MatrixRankWarning, spsolve

from graph.ownership.holdings import Holdings
from graph.ownership.policy import FloatArray

_RESIDUAL = 1e-9


class OwnershipShare(NamedTuple):
    """Direct and integrated share of an owner, in percent; parties are positions."""

    owner: int
    owned: int
    direct_pct: float
    integrated_pct: float | None


class OwnershipMatrix:
    """Direct shares, ready to be asked for one owner after another."""

    def __init__(self, holdings: Holdings) -> None:
        size = len(holdings.ids)
        known = holdings.equity > 0
        triples = (holdings.equity[known], (holdings.holder[known], holdings.company[known]))
        matrix = sparse.coo_array(triples, shape=(size, size)).tocsr()
        matrix.sum_duplicates()
        self._starts: list[int] = matrix.indptr.tolist()
        self._owned: list[int] = matrix.indices.tolist()
        self._percent: list[float] = matrix.data.tolist()
        self.owners: list[int] = np.flatnonzero(np.diff(matrix.indptr)).tolist()

    def direct(self, owner: int) -> dict[int, float]:
        """What the owner holds itself, in percent."""
        first, last = self._starts[owner], self._starts[owner + 1]
        return dict(zip(self._owned[first:last], self._percent[first:last], strict=True))

    def shares_of(self, owner: int, *, min_pct: float = 0.0) -> Iterator[OwnershipShare]:
        """Everything the owner has a share in, itself left out.

        Parameters
        ----------
        owner
            Position of the owner.
        min_pct
            Leave out smaller integrated shares; what has no answer is never left out.
        """
        direct = self.direct(owner)
        order = self._reached(direct)
        solved = self._along(direct, order) if order is not None else self._solved(direct)
        for owned, percent in sorted(solved.items()):
            if owned != owner and (percent is None or percent >= min_pct):
                yield OwnershipShare(owner, owned, direct.get(owned, 0.0), percent)

    def _reached(self, direct: dict[int, float]) -> list[int] | None:
        """What is reached, each before what it owns; None if there is a ring."""
        done: dict[int, bool] = {}
        order: list[int] = []
        for start in direct:
            if start in done:
                continue
            stack = [(start, iter(self.direct(start)))]
            done[start] = False
            while stack:
                at, owned = stack[-1]
                following = next((one for one in owned if done.get(one) is not True), None)
                if following is None:
                    done[at] = True
                    order.append(at)
                    stack.pop()
                elif following in done:
                    return None
                else:
                    done[following] = False
                    stack.append((following, iter(self.direct(following))))
        order.reverse()
        return order

    def _along(self, direct: dict[int, float], order: list[int]) -> dict[int, float | None]:
        share = {one: direct.get(one, 0.0) for one in order}
        for at in order:
            for owned, percent in self.direct(at).items():
                share[owned] += share[at] * percent / 100
        return dict(share)

    def _solved(self, direct: dict[int, float]) -> dict[int, float | None]:
        reached = dict.fromkeys(direct)
        waiting = list(direct)
        while waiting:
            for owned in self.direct(waiting.pop()):
                if owned not in reached:
                    reached[owned] = None
                    waiting.append(owned)
        return _solve(list(reached), direct, self)


def _solve(reached: list[int], direct: dict[int, float], matrix: OwnershipMatrix) -> dict[int, float | None]:
    place = {one: at for at, one in enumerate(reached)}
    rows, columns, values = [], [], []
    for at, owner in enumerate(reached):
        for owned, percent in matrix.direct(owner).items():
            rows.append(place[owned])
            columns.append(at)
            values.append(percent / 100)
    size = len(reached)
    transposed = sparse.coo_array((values, (rows, columns)), shape=(size, size))
    wanted = np.array([direct.get(one, 0.0) for one in reached], dtype=np.float64)
    system = sparse.csc_array(sparse.eye_array(size) - transposed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MatrixRankWarning)
        found: FloatArray = np.atleast_1d(spsolve(system, wanted))
    sound = bool(np.isfinite(found).all()) and bool((found >= -_RESIDUAL).all())
    if sound:
        sound = float(np.abs(system @ found - wanted).max(initial=0.0)) <= _RESIDUAL * max(1.0, found.max())
    if not sound:
        return dict.fromkeys(reached)
    return dict(zip(reached, found.tolist(), strict=True))


def integrated_shares(
    holdings: Holdings, *, root: int | None = None, min_pct: float = 0.0
) -> Iterator[OwnershipShare]:
    """Direct and integrated shares of one owner, or of all.

    Parameters
    ----------
    holdings
        All holdings of one day.
    root
        Position of the one owner asked for.
    min_pct
        Leave out smaller integrated shares.
    """
    matrix = OwnershipMatrix(holdings)
    for owner in matrix.owners if root is None else [root]:
        yield from matrix.shares_of(owner, min_pct=min_pct)
