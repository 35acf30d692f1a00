"""Integrated ownership on cases with a known answer."""

from __future__ import annotations

import pytest

from graph.ownership import order
from graph.ownership.holdings import HoldingRow, Holdings
from graph.ownership.integrated import integrated_shares, upper_equity
from graph.ownership.policy import Loops

Shares = dict[str, tuple[float, float | None]]


def shares(
    rows: list[tuple[str, str, float]], root: str, min_pct: float = 0.0, loops: Loops = Loops.GEOMETRIC
) -> Shares:
    holdings = Holdings.of([HoldingRow(holder, company, "ORG", False, pct) for holder, company, pct in rows])
    found = integrated_shares(holdings, root=holdings.position[root], min_pct=min_pct, loops=loops)
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


RING = [
    ("p", "a", 40.0),
    ("d", "a", 50.0),
    ("a", "b", 60.0),
    ("b", "c", 70.0),
    ("c", "d", 80.0),
    ("q", "d", 20.0),
    ("x", "a", 10.0),
    ("x", "b", 40.0),
    ("x", "c", 30.0),
]
"""Four companies in a ring, as docs/explanation/ownership.md works them out."""
ROUND = 0.6 * 0.7 * 0.8 * 0.5


def test_a_ring_of_four_is_counted_to_the_end_or_until_it_comes_back() -> None:
    """One round brings back 0.168: geometrically every round counts, else only what was not yet through A."""
    geometric = shares(RING, "a")
    assert geometric["d"][1] == pytest.approx(100 * 0.6 * 0.7 * 0.8 / (1 - ROUND), abs=1e-10)
    once = shares(RING, "a", loops=Loops.OWNER_ONCE)
    assert once["d"][1] == pytest.approx(33.6, abs=1e-10)
    assert once["b"][1] == pytest.approx(60.0, abs=1e-10)


def test_both_ways_agree_for_whoever_stands_outside_the_ring() -> None:
    found = {loops: shares(RING, "p", loops=loops) for loops in Loops}
    assert found[Loops.GEOMETRIC] == found[Loops.OWNER_ONCE]
    assert found[Loops.GEOMETRIC]["a"][1] == pytest.approx(40 / (1 - ROUND), abs=1e-10)
    for company in "abcd":
        assert sum(shares(RING, owner)[company][1] or 0.0 for owner in "pqx") == pytest.approx(100.0)


def test_a_closed_ring_has_an_answer_once_it_does_not_come_back() -> None:
    rows = [("a", "b", 100.0), ("b", "a", 100.0)]
    assert shares(rows, "a") == {"b": (100.0, None)}
    assert shares(rows, "a", loops=Loops.OWNER_ONCE) == {"b": (100.0, 100.0)}


def test_treasury_shares_belong_to_the_company_whoever_is_named() -> None:
    rows = [
        HoldingRow("agent", "t", "ORG", False, 20.0, treasury=True),
        HoldingRow("p", "t", "PERSON", True, 80.0),
    ]
    holdings = Holdings.of(rows)
    (share,) = integrated_shares(holdings, root=holdings.position["p"])
    assert share.integrated_pct == pytest.approx(100.0)


def test_unknown_shares_reach_as_far_as_the_others_leave_room() -> None:
    rows = [
        HoldingRow("p", "t", "PERSON", True, None),
        HoldingRow("q", "t", "PERSON", True, None, 10.0, 30.0),
        HoldingRow("r", "t", "PERSON", True, 45.0),
    ]
    assert upper_equity(Holdings.of(rows)).tolist() == [45.0, 30.0, 45.0]


def test_what_is_over_the_whole_is_not_scaled() -> None:
    found = shares([("p", "a", 70.0), ("q", "a", 60.0)], "p")
    assert found["a"] == (70.0, 70.0)


def test_a_dense_ring_is_solved_with_a_sparse_solver_when_it_is_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [(f"c{at}", f"c{(at + step) % 40}", 9.0 * step) for at in range(40) for step in (1, 3, 5)]
    rows.append(("p", "c0", 10.0))
    expected = shares(rows, "p")
    monkeypatch.setattr(order, "_DENSE", 5)
    assert shares(rows, "p") == {
        owned: (direct, pytest.approx(integrated)) for owned, (direct, integrated) in expected.items()
    }
    monkeypatch.undo()
    closed = [(f"c{at}", f"c{(at + 1) % 40}", 100.0) for at in range(40)] + [("p", "c0", 10.0)]
    monkeypatch.setattr(order, "_DENSE", 5)
    assert {share for _, share in shares(closed, "p").values()} == {None}
