"""A part of the ownership graph in an order to work it out in: rings as one, the rest in line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import splu

from graph.ownership.policy import FloatArray, IntArray

_SLACK: Final = 1e-9
_DENSE: Final = 3_000


@dataclass(frozen=True, eq=False)
class Block:
    """Some parties and the shares among them.

    Parameters
    ----------
    nodes
        Positions of the parties in the whole, sorted.
    shares
        Fractions among them, by place in `nodes`; from a party to what its own row is added to.
    """

    nodes: IntArray
    shares: sparse.csr_array

    @classmethod
    def reached(cls, matrix: sparse.csr_array, start: int, *, cut: bool = False) -> Block:
        """What is reached from `start`; with `cut` nothing passes through `start` again."""
        seen = np.zeros(matrix.shape[0], dtype=np.bool_)
        frontier = matrix.indices[matrix.indptr[start] : matrix.indptr[start + 1]].astype(np.int64)
        found = [frontier]
        seen[frontier] = True
        while len(frontier):
            if cut:
                frontier = frontier[frontier != start]
            following = matrix.indices[_spans(matrix.indptr, frontier)].astype(np.int64)
            frontier = np.unique(following[~seen[following]])
            seen[frontier] = True
            found.append(frontier)
        nodes = np.sort(np.concatenate(found))
        return cls.of(matrix, nodes, without=start if cut else None)

    @classmethod
    def of(cls, matrix: sparse.csr_array, nodes: IntArray, *, without: int | None = None) -> Block:
        """The shares among `nodes`; `without` leaves out what one of them owns."""
        counts = np.diff(matrix.indptr)[nodes]
        if without is not None:
            counts = np.where(nodes == without, 0, counts)
        at = _spans(matrix.indptr, nodes if without is None else nodes[nodes != without])
        rows = np.repeat(np.arange(len(nodes)), counts)
        place = np.searchsorted(nodes, matrix.indices[at])
        inside = place < len(nodes)
        inside[inside] = nodes[place[inside]] == matrix.indices[at][inside]
        triples = (matrix.data[at][inside], (rows[inside], place[inside]))
        return cls(nodes, sparse.coo_array(triples, shape=(len(nodes), len(nodes))).tocsr())

    def forward(self, where: IntArray, known: FloatArray) -> FloatArray:
        """Solve x = known + x A: what arrives at each party along all chains.

        Parameters
        ----------
        where, known
            Positions in the whole, and what arrives there directly.

        Returns
        -------
        FloatArray
            By place in `nodes`; NaN where a closed ring has no answer, and below it.
        """
        found = np.zeros(len(self.nodes))
        found[np.searchsorted(self.nodes, where)] = known
        for level in self._levels:
            found[level.single] /= level.left
            for knot in level.knots:
                found[knot] = self._solved(knot, found[knot])
            if len(level.to):
                found += np.bincount(
                    level.to, weights=found[level.source] * level.share, minlength=len(found)
                )
        return found

    def returns(self) -> FloatArray:
        """Diagonal of (I - A)^-1, by place in `nodes`: one, and what comes back to each through rings."""
        found = np.ones(len(self.nodes))
        for level in self._levels:
            found[level.single] = 1 / level.left
            for knot in level.knots:
                size = len(knot)
                found[knot] = np.diag(solve_within(self._within(knot), np.eye(size)))
        return found

    def parts_upwards(self) -> Iterator[IntArray]:
        """Rings and single parties by place, each after everything that it owns."""
        for level in reversed(self._levels):
            yield from level.single[:, None]
            yield from level.knots

    def has_loop(self, place: int) -> bool:
        """Whether the party owns shares in itself."""
        return bool(self._loop[place] > 0)

    def _solved(self, knot: IntArray, known: FloatArray) -> FloatArray:
        if len(knot) <= _DENSE:
            return solve_within(self._within(knot).T, known)
        if not np.isfinite(known).all():
            return np.full_like(known, np.nan)
        turned = self.shares[knot][:, knot].T.tocsc()
        try:
            factors = splu(sparse.eye_array(len(knot), format="csc") - turned)
        except RuntimeError:
            return np.full_like(known, np.nan)
        return _sound(factors.solve(known), turned, known)

    def _within(self, knot: IntArray) -> FloatArray:
        found: FloatArray = self.shares[knot][:, knot].toarray()
        return found

    @cached_property
    def _loop(self) -> FloatArray:
        found: FloatArray = self.shares.diagonal()
        return found

    @cached_property
    def _levels(self) -> list[_Level]:
        """Parties by level: nothing on a level rests on anything at or below it but its own ring."""
        if not len(self.nodes):
            return []
        number, part = connected_components(self.shares, connection="strong")
        edges = self.shares.tocoo()
        source, to = edges.coords
        apart = part[source] != part[to]
        source, to, share = source[apart], to[apart], edges.data[apart]
        level_of = _level_of_parts(number, part[source], part[to])[part]
        ringed = np.bincount(part, minlength=number)[part] > 1
        order = np.argsort(level_of[source], kind="stable")
        source, to, share = source[order], to[order], share[order]
        by_level = np.argsort(level_of, kind="stable")
        last = int(level_of.max())
        bounds = np.searchsorted(level_of[by_level], np.arange(last + 2))
        cuts = np.searchsorted(level_of[source], np.arange(last + 2))
        levels = []
        for at in range(last + 1):
            members = by_level[bounds[at] : bounds[at + 1]]
            single = members[~ringed[members]]
            with np.errstate(divide="ignore", invalid="ignore"):
                left = np.where(self._loop[single] < 1 - _SLACK, 1 - self._loop[single], np.nan)
            edge = slice(cuts[at], cuts[at + 1])
            levels.append(
                _Level(
                    single,
                    left,
                    _grouped(members[ringed[members]], part),
                    source[edge],
                    to[edge],
                    share[edge],
                )
            )
        return levels


@dataclass(frozen=True, eq=False)
class _Level:
    """Single parties with what their own shares leave, rings, and the shares that lead out."""

    single: IntArray
    left: FloatArray
    knots: list[IntArray]
    source: IntArray
    to: IntArray
    share: FloatArray


def _level_of_parts(number: int, source: IntArray, to: IntArray) -> IntArray:
    """The longest way to each part from one that rests on nothing; the parts have no rings among them."""
    matrix = sparse.coo_array(
        (np.ones(len(source), dtype=np.int64), (source, to)), shape=(number, number)
    ).tocsr()
    waiting = np.bincount(matrix.indices, weights=matrix.data, minlength=number).astype(np.int64)
    level = np.zeros(number, dtype=np.int64)
    frontier = np.flatnonzero(waiting == 0)
    at = 0
    while len(frontier):
        level[frontier] = at
        spans = _spans(matrix.indptr, frontier)
        reached = matrix.indices[spans]
        np.subtract.at(waiting, reached, matrix.data[spans])
        candidates = np.unique(reached)
        frontier = candidates[waiting[candidates] == 0]
        at += 1
    return level


def _grouped(members: IntArray, part: npt.NDArray[np.signedinteger[Any]]) -> list[IntArray]:
    if not len(members):
        return []
    ordered = members[np.argsort(part[members], kind="stable")]
    return np.split(ordered, np.flatnonzero(np.diff(part[ordered])) + 1)


def _spans(starts: npt.NDArray[np.signedinteger[Any]], rows: IntArray) -> IntArray:
    """Places of all entries of these rows."""
    counts = starts[rows + 1] - starts[rows]
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    found: IntArray = np.arange(total, dtype=np.int64) + np.repeat(starts[rows] - (ends - counts), counts)
    return found


def solve_within(knot: FloatArray, known: FloatArray) -> FloatArray:
    """Solve x = known + knot x; NaN where the ring owns itself entirely or more.

    A ring is irreducible, so a solution without negative parts is there exactly if its rounds die away
    (Perron and Frobenius).
    """
    nothing = np.full_like(known, np.nan)
    if not np.isfinite(known).all():
        finite = np.isfinite(known).all(axis=0) if known.ndim == 2 else np.zeros(0, dtype=np.bool_)
        if known.ndim == 1 or not finite.any():
            return nothing
        nothing[:, finite] = solve_within(knot, known[:, finite])
        return nothing
    try:
        found = np.asarray(np.linalg.solve(np.eye(len(knot)) - knot, known), dtype=np.float64)
    except np.linalg.LinAlgError:
        return nothing
    return _sound(found, knot, known)


def _sound(found: FloatArray, knot: FloatArray | sparse.csc_array, known: FloatArray) -> FloatArray:
    """The solution, or NaN where it is none."""
    if np.isfinite(found).all() and not (found < -_SLACK).any():
        residual = np.abs(found - knot @ found - known).max(initial=0.0)
        if residual <= _SLACK * max(1.0, found.max(initial=0.0)):
            return np.maximum(found, 0.0)
    return np.full_like(found, np.nan)
