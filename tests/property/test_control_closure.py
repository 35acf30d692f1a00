"""Control and integrated ownership against slow, independent work on random registers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.ownership.closure import control_pairs
from graph.ownership.holdings import HoldingRow, Holdings, PartyLink
from graph.ownership.integrated import integrated_shares

COMPANIES = "abcdefg"
PERSONS = "xyz"
PARTIES = COMPANIES + PERSONS
TENTHS = st.sampled_from([1, 50, 100, 166, 167, 200, 250, 255, 300, 400, 490, 500, 501, 600, 900, 1000])
STAKES = st.lists(st.tuples(st.sampled_from(PARTIES), st.sampled_from(COMPANIES), TENTHS), max_size=22)
PARTNERS = st.lists(st.tuples(st.sampled_from(PARTIES), st.sampled_from("fg")), max_size=2)

Stakes = list[tuple[str, str, int]]


def _rows(stakes: Stakes) -> list[HoldingRow]:
    return [
        HoldingRow(holder, company, "ORG", holder in PERSONS, tenths / 10)
        for holder, company, tenths in stakes
    ]


def _slow(stakes: Stakes, partners: list[tuple[str, str]]) -> dict[tuple[str, str], tuple[Fraction, str]]:
    """The definition itself, in fractions, for each party until nothing changes."""
    found: dict[tuple[str, str], tuple[Fraction, str]] = {}
    own_shares = {c: sum(t for h, d, t in stakes if h == d == c) for c in COMPANIES}
    for root in PARTIES:
        inside = {root}
        while True:
            added = set()
            for company in COMPANIES:
                voting = 1000 - own_shares[company]
                votes = sum(t for h, d, t in stakes if d == company != h and h in inside)
                office = any(p in inside and d == company != p for p, d in partners)
                if company not in inside and ((voting > 0 and 2 * votes > voting) or office):
                    added.add(company)
            if not added:
                break
            inside |= added
        for company in inside - {root}:
            voting = 1000 - own_shares[company]
            votes = sum(t for h, d, t in stakes if d == company != h and h in inside)
            own = sum(t for h, d, t in stakes if d == company != h == root)
            if (voting > 0 and 2 * own > voting) or (root, company) in partners:
                kind = "DIRECT"
            else:
                kind = "JOINT" if own else "INDIRECT"
            percent = Fraction(100 * votes, voting) if voting > 0 else Fraction(0)
            found[root, company] = (percent, kind)
    return found


@settings(max_examples=400, deadline=None)
@given(STAKES, PARTNERS)
def test_the_closure_is_the_slow_fixed_point(stakes: Stakes, partners: list[tuple[str, str]]) -> None:
    links = [PartyLink("EXECUTIVE_PARTNER_OF", party, company) for party, company in partners]
    holdings = Holdings.of(_rows(stakes), links, marks={"f": 2, "g": 2})
    found = {(one.controller, one.controlled): one for one in control_pairs(holdings).rows()}
    expected = _slow(stakes, partners)
    assert found.keys() == expected.keys()
    assert len(found) == len(control_pairs(holdings))
    for pair, (percent, kind) in expected.items():
        assert found[pair].voting_pct == pytest.approx(float(percent), abs=1e-9)
        assert found[pair].kind == kind


@settings(max_examples=300, deadline=None)
@given(STAKES, PARTNERS, st.integers(0, 3))
def test_many_at_once_and_one_by_one_give_the_same(
    stakes: Stakes, partners: list[tuple[str, str]], waves: int
) -> None:
    links = [PartyLink("EXECUTIVE_PARTNER_OF", party, company) for party, company in partners]
    holdings = Holdings.of(_rows(stakes), links, marks={"f": 2, "g": 2})
    pairs = list(control_pairs(holdings).rows())
    assert sorted(pairs) == sorted(control_pairs(holdings, waves=waves).rows())


@settings(max_examples=200, deadline=None)
@given(STAKES, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(stakes: Stakes, rng: object) -> None:
    shuffled = list(stakes)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert set(control_pairs(Holdings.of(_rows(stakes))).rows()) == set(
        control_pairs(Holdings.of(_rows(shuffled))).rows()
    )


def _at_most_the_whole(stakes: Stakes) -> Stakes:
    """Scale nothing, drop what would go beyond 95 %, so that every ring loses something."""
    left = dict.fromkeys(COMPANIES, 950)
    kept = []
    for holder, company, tenths in stakes:
        if tenths <= left[company]:
            left[company] -= tenths
            kept.append((holder, company, tenths))
    return kept


@settings(max_examples=300, deadline=None)
@given(STAKES, st.sampled_from(PARTIES))
def test_integrated_ownership_is_the_dense_inverse(stakes: Stakes, root: str) -> None:
    stakes = _at_most_the_whole(stakes)
    holdings = Holdings.of(_rows(stakes))
    size = len(PARTIES)
    direct = np.zeros((size, size))
    for holder, company, tenths in stakes:
        direct[PARTIES.index(holder), PARTIES.index(company)] += tenths / 1000
    full = direct @ np.linalg.inv(np.eye(size) - direct) * 100
    if root not in holdings.position:
        return
    found = {
        holdings.ids[one.owned]: one for one in integrated_shares(holdings, root=holdings.position[root])
    }
    for party in PARTIES:
        expected = full[PARTIES.index(root), PARTIES.index(party)]
        if party == root or expected == 0:
            assert party not in found
            continue
        share = found[party]
        assert share.integrated_pct == pytest.approx(expected, abs=1e-8)
        assert share.direct_pct == pytest.approx(direct[PARTIES.index(root), PARTIES.index(party)] * 100)
