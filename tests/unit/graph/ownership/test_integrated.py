"""Integrated ownership on cases with a known answer."""

from __future__ import annotations

import pytest

from graph.ownership.holdings import HoldingRow, Holdings
from graph.ownership.integrated import integrated_shares

Shares = dict[str, tuple[float, float | None]]


def shares(rows: list[tuple[str, str, float]], root: str, min_pct: float = 0.0) -> Shares:
    holdings = Holdings.of([HoldingRow(holder, company, "ORG", False, pct) for holder, company, pct in rows])
    found = integrated_shares(holdings, root=holdings.position[root], min_pct=min_pct)
    return {holdings.ids[one.owned]: (one.direct_pct, one.integrated_pct) for one in found}


def test_a_chain_multiplies_and_parallel_chains_add() -> None:
    rows = [("p", "a", 50.0), ("p", "b", 20.0), ("a", "c", 40.0), ("b", "c", 50.0), ("p", "c", 10.0)]
    found = shares(rows, "p")
    assert found["c"] == (10.0, pytest.approx(40.0))
    assert found["a"] == (50.0, 50.0)


def test_a_ring_is_summed_to_the_end() -> None:
    found = shares([("p", "a", 50.0), ("a", "b", 80.0), ("b", "a", 20.0)], "p")
    assert found["a"] == (50.0, pytest.approx(50 / 0.84, abs=1e-10))
    assert found["b"] == (0.0, pytest.approx(40 / 0.84, abs=1e-10))


def test_own_shares_belong_to_the_others() -> None:
    assert shares([("a", "a", 10.0), ("p", "a", 45.0)], "p")["a"] == (45.0, pytest.approx(50.0))


def test_a_ring_that_owns_itself_has_no_answer() -> None:
    rows = [("p", "a", 10.0), ("a", "b", 100.0), ("b", "a", 100.0)]
    assert shares(rows, "p") == {"a": (10.0, None), "b": (0.0, None)}


def test_small_shares_can_be_left_out() -> None:
    rows = [("p", "a", 50.0), ("a", "b", 10.0)]
    assert set(shares(rows, "p", min_pct=6.0)) == {"a"}


def test_a_long_chain_needs_no_recursion() -> None:
    rows = [("p", "c0", 100.0)] + [(f"c{at}", f"c{at + 1}", 100.0) for at in range(3000)]
    assert shares(rows, "p")["c3000"] == (0.0, pytest.approx(100.0))
