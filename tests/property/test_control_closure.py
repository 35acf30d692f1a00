"""Control and integrated ownership against slow, independent work on random registers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.ownership.closure import control_pairs
from graph.ownership.holdings import HoldingRow, Holdings, PartyLink
from graph.ownership.integrated import OwnershipMatrix, integrated_shares
from graph.ownership.policy import ControlPolicy, FloatArray, Loops

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


def _slow(
    stakes: Stakes, partners: list[tuple[str, str]], silent: str
) -> dict[tuple[str, str], tuple[Fraction, str]]:
    """The definition itself, in fractions, until nothing changes; shares in `silent` do not vote."""
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
                majority = company not in silent and voting > 0 and 2 * votes > voting
                if company not in inside and (majority or office):
                    added.add(company)
            if not added:
                break
            inside |= added
        for company in inside - {root}:
            voting = 1000 - own_shares[company]
            votes = sum(t for h, d, t in stakes if d == company != h and h in inside)
            own = sum(t for h, d, t in stakes if d == company != h == root)
            alone = company not in silent and voting > 0 and 2 * own > voting
            direct = alone or (root, company) in partners
            kind = "DIRECT" if direct else "JOINT" if own else "INDIRECT"
            percent = Fraction(100 * votes, voting) if voting > 0 else Fraction(0)
            found[root, company] = (percent, kind)
    return found


@settings(max_examples=300, deadline=None)
@given(STAKES, PARTNERS, st.booleans())
@example([("x", "c", 501), ("c", "g", 501)], [("x", "g")], True)
def test_the_closure_is_the_slow_fixed_point(
    stakes: Stakes, partners: list[tuple[str, str]], partnership_votes: bool
) -> None:
    links = [PartyLink("EXECUTIVE_PARTNER_OF", party, company) for party, company in partners]
    holdings = Holdings.of(_rows(stakes), links, marks={"f": 2, "g": 2})
    pairs = control_pairs(holdings, ControlPolicy(partnership_votes=partnership_votes))
    found = {(one.controller, one.controlled): one for one in pairs.rows()}
    expected = _slow(stakes, partners, silent="" if partnership_votes else "fg")
    assert found.keys() == expected.keys()
    assert len(found) == len(pairs)
    for pair, (percent, kind) in expected.items():
        assert found[pair].voting_pct == pytest.approx(float(percent), abs=1e-9)
        assert found[pair].kind == kind


LENT = st.lists(st.tuples(st.sampled_from(PARTIES), st.sampled_from(PARTIES)), max_size=4)
TREASURY = st.lists(st.booleans(), min_size=22, max_size=22)


def _last(giver: str, receivers: dict[str, set[str]]) -> str:
    """Who votes in the end what the giver holds; himself where that is not clear."""
    seen, at = {giver}, giver
    while at in receivers:
        if len(receivers[at]) > 1:
            return at
        [at] = receivers[at]
        if at in seen:
            return giver
        seen.add(at)
    return at


def _inside(root: str, votes: list[tuple[str, str, int]], base: dict[str, int]) -> set[str]:
    inside = {root}
    while added := {
        c
        for c in COMPANIES
        if c not in inside
        and base[c] > 0
        and 2 * sum(t for v, d, t in votes if d == c and v in inside) > base[c]
    }:
        inside |= added
    return inside - {root}


@settings(max_examples=300, deadline=None)
@given(STAKES, TREASURY, LENT, st.sampled_from(["VOTES_FOR", "NOMINEE_FOR"]))
def test_lent_votes_and_own_shares_are_the_slow_fixed_point(
    stakes: Stakes, treasury: list[bool], lent: list[tuple[str, str]], type_: str
) -> None:
    rows = [row._replace(treasury=own) for row, own in zip(_rows(stakes), treasury, strict=False)]
    links = [PartyLink(type_, a, b, a in PERSONS, b in PERSONS) for a, b in lent]
    found = {(one.controller, one.controlled): one for one in control_pairs(Holdings.of(rows, links)).rows()}

    receivers: dict[str, set[str]] = {}
    for a, b in lent:
        if a != b:
            receivers.setdefault(a, set()).add(b)
    base = dict.fromkeys(COMPANIES, 1000)
    kept: list[tuple[str, str, int]] = []
    all_votes: list[tuple[str, str, int]] = []
    for (holder, company, tenths), own in zip(stakes, treasury, strict=False):
        if own or holder == company:
            base[company] -= tenths
            continue
        voter = _last(holder, receivers)
        voter = holder if voter == company else voter
        all_votes.append((voter, company, tenths))
        if voter == holder:
            kept.append((voter, company, tenths))
    expected = {}
    for root in PARTIES:
        alone, inside = _inside(root, kept, base), _inside(root, all_votes, base)
        for company in inside:
            votes = sum(t for v, c, t in all_votes if c == company and v in inside | {root})
            own_votes = sum(t for v, c, t in all_votes if c == company and v == root)
            kind = "DIRECT" if 2 * own_votes > base[company] else "JOINT" if own_votes else "INDIRECT"
            state = "COMPUTED" if company in alone else "COMPUTED_BY_AGREEMENT"
            expected[root, company] = (100 * votes / base[company], kind, state)
    assert found.keys() == expected.keys()
    for pair, (percent, kind, state) in expected.items():
        assert (found[pair].kind, found[pair].state) == (kind, state), pair
        assert found[pair].voting_pct == pytest.approx(percent, abs=1e-9)


CONCERTS = st.lists(st.tuples(st.sampled_from(PARTIES), st.sampled_from(PARTIES)), min_size=1, max_size=3)


def _follow(stakes: Stakes, roots: set[str]) -> set[str]:
    """What these parties control by votes together."""
    own_shares = {c: sum(t for h, d, t in stakes if h == d == c) for c in COMPANIES}
    inside = set(roots)
    while added := {
        c
        for c in COMPANIES
        if c not in inside
        and own_shares[c] < 1000
        and 2 * sum(t for h, d, t in stakes if d == c != h and h in inside) > 1000 - own_shares[c]
    }:
        inside |= added
    return inside - roots


def _groups(pairs: list[tuple[str, str]]) -> list[set[str]]:
    groups: list[set[str]] = []
    for a, b in pairs:
        if a != b:
            touched = [one for one in groups if {a, b} & one]
            groups = [one for one in groups if one not in touched] + [{a, b}.union(*touched)]
    return groups


def _in_concert(
    stakes: Stakes, agreed: list[tuple[str, str]], party: str, known: set[tuple[str, str]]
) -> set[tuple[str, str]]:
    """What one party controls together with others, as far as is known who controls whom with others."""
    alone = _follow(stakes, {party})
    through = {company for who, company in known if who == party}
    joined = [one for one in _groups(agreed) if one & {party, *alone, *through}]
    if not joined:
        return set()
    members = set().union(*joined)
    single = set().union(*(_follow(stakes, {one}) for one in members))
    left = _follow(stakes, {party, *members}) - single - alone - {party}
    side = {party, *alone, *(through & members)}
    while more := {c for h, c, t in stakes if h in side and c in left and h != c} - side:
        side |= more
    return {(party, one) for one in side & left}


@settings(max_examples=300, deadline=None)
@given(STAKES, CONCERTS)
def test_who_controls_a_member_acts_in_concert_through_it(
    stakes: Stakes, agreed: list[tuple[str, str]]
) -> None:
    links = [PartyLink("ACTS_IN_CONCERT", a, b, a in PERSONS, b in PERSONS) for a, b in agreed]
    pairs = list(control_pairs(Holdings.of(_rows(stakes), links)).rows())
    assert len({one[:2] for one in pairs}) == len(pairs)
    found = {one[:2] for one in pairs if one.state == "COMPUTED_IN_CONCERT"}
    expected: set[tuple[str, str]] = set()
    while (
        more := {one for party in PARTIES for one in _in_concert(stakes, agreed, party, expected)} - expected
    ):
        expected |= more
    assert found == expected


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


def _dense(stakes: Stakes, loops: Loops) -> FloatArray:
    """The whole inverse; for OWNER_ONCE each row with what the owner owns cut off from its way back."""
    size = len(PARTIES)
    direct = np.zeros((size, size))
    for holder, company, tenths in stakes:
        direct[PARTIES.index(holder), PARTIES.index(company)] += tenths / 1000
    if loops is Loops.GEOMETRIC:
        return np.asarray(direct @ np.linalg.inv(np.eye(size) - direct) * 100)
    full = np.zeros((size, size))
    for owner in range(size):
        cut = direct.copy()
        cut[owner] = 0
        full[owner] = direct[owner] @ np.linalg.inv(np.eye(size) - cut) * 100
    return full


@settings(max_examples=300, deadline=None)
@given(STAKES, st.sampled_from(PARTIES), st.sampled_from(Loops))
def test_integrated_ownership_is_the_dense_inverse(stakes: Stakes, root: str, loops: Loops) -> None:
    stakes = _at_most_the_whole(stakes)
    holdings = Holdings.of(_rows(stakes))
    full = _dense(stakes, loops)
    direct = dict.fromkeys(PARTIES, 0.0)
    for holder, company, tenths in stakes:
        direct[company] += tenths / 10 * (holder == root)
    if root not in holdings.position:
        return
    found = {
        holdings.ids[one.owned]: one
        for one in integrated_shares(holdings, root=holdings.position[root], loops=loops)
    }
    for party in PARTIES:
        expected = full[PARTIES.index(root), PARTIES.index(party)]
        if party == root or expected == 0:
            assert party not in found
            continue
        assert found[party].integrated_pct == pytest.approx(expected, abs=1e-8)
        assert found[party].direct_pct == pytest.approx(direct[party])


@settings(max_examples=120, deadline=None)
@given(STAKES, st.sampled_from(Loops))
def test_all_owners_and_all_owned_are_what_one_is_told(stakes: Stakes, loops: Loops) -> None:
    """Rings that own themselves entirely included: both ways say that there is no answer."""
    holdings = Holdings.of(_rows(stakes))
    every = {(one.owner, one.owned): one for one in integrated_shares(holdings, loops=loops)}
    single = {
        (one.owner, one.owned): one
        for root in range(len(holdings.ids))
        for one in integrated_shares(holdings, root=root, loops=loops)
    }
    assert every.keys() == single.keys()
    for pair, one in single.items():
        share = every[pair].integrated_pct
        assert (share is None) == (one.integrated_pct is None)
        assert share is None or share == pytest.approx(one.integrated_pct, rel=1e-9)
    matrix = OwnershipMatrix(holdings, loops=loops)
    for owned in range(len(holdings.ids)):
        owners, shares = matrix.owners_of(owned)
        for owner, share in zip(owners.tolist(), shares.tolist(), strict=True):
            known = single[owner, owned].integrated_pct if owner != owned else None
            if known is not None and not np.isnan(share):
                assert share * 100 == pytest.approx(known, rel=1e-9)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(PARTIES), st.sampled_from(COMPANIES), st.integers(0, 9), st.integers(0, 9)),
        max_size=14,
    ),
    st.data(),
)
def test_whatever_lies_within_the_bounds_is_within_the_answer(
    stakes: list[tuple[str, str, int, int]], data: st.DataObject
) -> None:
    ranged = [
        HoldingRow(h, c, "ORG", h in PERSONS, None, float(min(x, y)), float(max(x, y)))
        for h, c, x, y in stakes
    ]
    exact = [
        row._replace(
            equity_pct=float(
                data.draw(st.integers(int(row.equity_min_pct or 0), int(row.equity_max_pct or 0)))
            )
        )
        for row in ranged
    ]
    holdings = Holdings.of(ranged)
    low, high = OwnershipMatrix(holdings), OwnershipMatrix(holdings, upper=True)
    truth = OwnershipMatrix(Holdings.of(exact))
    for owner in range(len(holdings.ids)):
        least, most, true = (dict(zip(*one.owned_by(owner), strict=True)) for one in (low, high, truth))
        for owned, share in true.items():
            if owned != owner:
                assert least.get(owned, 0.0) <= share + 1e-12 <= most[owned] + 2e-12
