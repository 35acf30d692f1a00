"""Integrated ownership: what reaches an owner along all chains, rings included, without walking chains.

With A the matrix of direct shares, the integrated share of i in j is entry (i, j) of A (I - A)^-1: the sum
over all chains of the products (Brioschi, Buzzacchi and Colombo 1989). Nothing is inverted as a whole:
what is in no ring follows in order, each party after those that it rests on, and only within a ring (a
strongly connected part) is a system solved, exactly. A company's own shares stay in A as a ring of one,
which gives them to the others.

What comes back to the owner through a ring is counted as `Loops` says. GEOMETRIC counts every round.
OWNER_ONCE leaves out chains that pass through the owner again (Baldone, Brioschi and Paleari 1997), which
divides the owner's row by the i-th diagonal entry of (I - A)^-1. They differ only for owners who are
themselves in a ring, never for natural persons. docs/explanation/ownership.md works both out on a ring of
four.

Where a closed ring owns itself entirely there is no answer, and NaN says so here, None in shares.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
import scipy.sparse as sparse

from graph.ownership.holdings import Holdings
from graph.ownership.order import Block, solve_within
from graph.ownership.policy import FloatArray, IntArray, Loops

_NOTHING: Final = (np.zeros(0, dtype=np.int64), np.zeros(0))
Row = tuple[IntArray, FloatArray]
"""Parties and fractions."""


class OwnershipShare(NamedTuple):
    """Direct and integrated share of an owner, in percent; parties are positions."""

    owner: int
    owned: int
    direct_pct: float
    integrated_pct: float | None


class OwnershipMatrix:
    """Direct shares, ready to be asked for owners one after another.

    Parameters
    ----------
    holdings
        All holdings of one day.
    upper
        Take the upper bounds of what is unknown or a range, each as far as the others' lower bounds leave
        room, instead of the lower ones.
    loops
        How rings are counted.
    """

    def __init__(self, holdings: Holdings, *, upper: bool = False, loops: Loops = Loops.GEOMETRIC) -> None:
        self.size = len(holdings.ids)
        self._loops = loops
        percent = upper_equity(holdings) if upper else holdings.equity
        known = percent > 0
        owner = np.where(holdings.own_shares, holdings.company, holdings.holder)[known]
        triples = (percent[known] / 100, (owner, holdings.company[known]))
        self.direct = sparse.coo_array(triples, shape=(self.size, self.size)).tocsr()
        self.direct.sum_duplicates()
        self._backward: sparse.csr_array | None = None

    def owned_by(self, owner: int) -> Row:
        """Everything the owner has an integrated share in, as positions and fractions, itself included."""
        block = Block.reached(self.direct, owner, cut=self._loops is Loops.OWNER_ONCE)
        return block.nodes, block.forward(*_entries(self.direct, owner))

    def owners_of(self, owned: int) -> Row:
        """Everybody who has an integrated share in a company, as positions and fractions."""
        if self._backward is None:
            self._backward = self.direct.T.tocsr()
        block = Block.reached(self._backward, owned)
        shares = block.forward(*_entries(self._backward, owned))
        if self._loops is Loops.OWNER_ONCE:
            shares = shares / block.returns()
        return block.nodes, shares

    def all_rows(self) -> Iterator[tuple[int, Row]]:
        """Each owner with everything that it has an integrated share in, owners in order."""
        rows = self._rows_of_holding_companies()
        for owner in np.flatnonzero(np.diff(self.direct.indptr)).tolist():
            row = rows.get(owner)
            yield owner, self._combined(owner, rows) if row is None else self._counted_once(owner, row)

    def _counted_once(self, owner: int, row: Row) -> Row:
        if self._loops is Loops.GEOMETRIC:
            return row
        back = row[1][row[0] == owner]
        if not len(back):
            return row
        return self.owned_by(owner) if np.isnan(back[0]) else (row[0], row[1] / (1 + back[0]))

    def _rows_of_holding_companies(self) -> dict[int, Row]:
        """Rows of whatever is owned and owns, from the bottom upwards."""
        owns = np.diff(self.direct.indptr) > 0
        is_owned = np.bincount(self.direct.indices, minlength=self.size) > 0
        between = np.flatnonzero(owns & is_owned)
        block = Block.of(self.direct, between)
        rows: dict[int, Row] = {}
        for nodes in block.parts_upwards():
            if len(nodes) == 1 and not block.has_loop(nodes[0]):
                owner = int(between[nodes[0]])
                rows[owner] = self._combined(owner, rows)
                continue
            owners = between[nodes]
            knot, columns, known = self._open_ends(owners, rows)
            solved = solve_within(knot, known)
            for owner, shares in zip(owners.tolist(), solved, strict=True):
                there = shares != 0
                rows[owner] = columns[there], shares[there]
        return rows

    def _open_ends(self, owners: IntArray, rows: dict[int, Row]) -> tuple[FloatArray, IntArray, FloatArray]:
        """Of a ring: shares within it, parties that it reaches, and what it has there before any round."""
        inside = set(owners.tolist())
        place = {owner: at for at, owner in enumerate(owners.tolist())}
        knot = np.zeros((len(owners), len(owners)))
        parts: list[tuple[int, IntArray, FloatArray]] = []
        for at, owner in enumerate(owners.tolist()):
            owned, shares = _entries(self.direct, owner)
            parts.append((at, owned, shares))
            for company, share in zip(owned.tolist(), shares.tolist(), strict=True):
                if company in inside:
                    knot[at, place[company]] = share
                elif company in rows:
                    below, fractions = rows[company]
                    parts.append((at, below, fractions * share))
        columns = np.unique(np.concatenate([where for _, where, _ in parts]))
        known = np.zeros((len(owners), len(columns)))
        for at, where, shares in parts:
            known[at, np.searchsorted(columns, where)] += shares
        return knot, columns, known

    def _combined(self, owner: int, rows: dict[int, Row]) -> Row:
        """Own shares, and those that come through what is owned."""
        owned, shares = _entries(self.direct, owner)
        below = [(share, rows[one]) for one, share in zip(owned.tolist(), shares, strict=True) if one in rows]
        if not below:
            return owned, shares
        where = np.concatenate([owned, *(row[0] for _, row in below)])
        values = np.concatenate([shares, *(row[1] * share for share, row in below)])
        order = np.argsort(where, kind="stable")
        where, values = where[order], values[order]
        first = np.flatnonzero(np.concatenate([[True], where[1:] != where[:-1]]))
        return where[first], np.add.reduceat(values, first)


def _entries(matrix: sparse.csr_array, row: int) -> Row:
    first, last = matrix.indptr[row], matrix.indptr[row + 1]
    return matrix.indices[first:last].astype(np.int64), matrix.data[first:last]


def upper_equity(holdings: Holdings) -> FloatArray:
    """Upper bounds of equity, each at most what the lower bounds of the other holders leave."""
    sums = np.zeros(len(holdings.ids))
    np.add.at(sums, holdings.company, holdings.equity)
    left = 100 - (sums[holdings.company] - holdings.equity)
    found: FloatArray = np.maximum(np.minimum(holdings.equity_high, left), holdings.equity)
    return found


def integrated_shares(
    holdings: Holdings,
    *,
    root: int | None = None,
    min_pct: float = 0.0,
    loops: Loops = Loops.GEOMETRIC,
    upper: bool = False,
) -> Iterator[OwnershipShare]:
    """Direct and integrated shares of one owner, or of all, the owner's in itself left out.

    Parameters
    ----------
    holdings
        All holdings of one day.
    root
        Position of the one owner asked for.
    min_pct
        Leave out smaller integrated shares; what has no answer is never left out.
    loops
        How rings are counted.
    upper
        At the upper bounds of ranges and unknown shares instead of the lower ones.
    """
    matrix = OwnershipMatrix(holdings, upper=upper, loops=loops)
    rows = matrix.all_rows() if root is None else iter([(root, matrix.owned_by(root))])
    for owner, (owned, fractions) in rows:
        order = np.argsort(owned, kind="stable")
        direct = dict(zip(*(column.tolist() for column in _entries(matrix.direct, owner)), strict=True))
        for company, share in zip(owned[order].tolist(), (fractions[order] * 100).tolist(), strict=True):
            unknown = math.isnan(share)
            if company != owner and (unknown or (share > 0 and share >= min_pct)):
                yield OwnershipShare(
                    owner, company, direct.get(company, 0.0) * 100, None if unknown else share
                )
