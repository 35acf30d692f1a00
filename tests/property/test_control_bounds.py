"""Whatever is true within the bounds, the answer has not denied it."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.ownership.answer import ControlAnswer, answer
from graph.ownership.closure import control_pairs
from graph.ownership.holdings import HoldingRow, Holdings, PartyLink
from graph.ownership.read import Upward

COMPANIES = "abcde"
PERSONS = "xyz"
PARTIES = COMPANIES + PERSONS
MARKS = {"d": 2}
LEAST = [0, 5, 10, 20, 26, 30, 40, 45, 50, 51, 60]
STAKES = st.lists(
    st.tuples(
        st.sampled_from(PARTIES),
        st.sampled_from(COMPANIES),
        st.sampled_from(LEAST),
        st.sampled_from([0, 0, 0, 5, 10, 20, 50, 100]),
        st.sampled_from([False] * 6 + [True]),
    ),
    min_size=2,
    max_size=10,
)
AGREED = st.lists(
    st.tuples(
        st.sampled_from(["VOTES_FOR", "NOMINEE_FOR", "ACTS_IN_CONCERT", "ACTS_IN_CONCERT"]),
        st.sampled_from(PARTIES),
        st.sampled_from(PARTIES),
    ),
    max_size=4,
)
PARTNER = st.sampled_from(["", *"abcexyz"])
Agreed = list[tuple[str, str, str]]


def _register(stakes: list[tuple[str, str, int, int, bool]]) -> list[HoldingRow]:
    """Holdings with both bounds; what the lower bounds would bring above the whole is dropped."""
    known = dict.fromkeys(COMPANIES, 0)
    rows = []
    for holder, company, least, more, own in stakes:
        if known[company] + least > 100:
            continue
        known[company] += least
        kind = "PERSON" if holder in PERSONS else "ORG"
        most = float(min(100, least + more))
        rows.append(HoldingRow(holder, company, kind, holder in PERSONS, None, float(least), most, None, own))
    return rows


def _realised(rows: list[HoldingRow], rng: random.Random) -> list[HoldingRow]:
    """One register within the bounds: some holdings as high as their companies have room, others less."""
    room = dict.fromkeys(COMPANIES, 100.0)
    for row in rows:
        room[row.company] -= row.equity_min_pct or 0.0
    exact = list(rows)
    eager = rng.choice([0.3, 0.9])
    for at in rng.sample(range(len(rows)), len(rows)):
        least, most = rows[at].equity_min_pct or 0.0, rows[at].equity_max_pct or 0.0
        added = min(most - least, room[rows[at].company])
        added = added if rng.random() < eager else rng.choice([0.0, added / 2])
        room[rows[at].company] -= added
        exact[at] = rows[at]._replace(equity_pct=least + added)
    return exact


def _links(agreed: Agreed, partner: str) -> list[PartyLink]:
    links = [PartyLink(kind, a, b, a in PERSONS, b in PERSONS) for kind, a, b in agreed]
    office = [PartyLink("EXECUTIVE_PARTNER_OF", partner, "d", partner in PERSONS)] if partner else []
    return links + office


def _controlled_by(rows: list[HoldingRow], links: list[PartyLink]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {one: set() for one in COMPANIES}
    for pair in control_pairs(Holdings.of(rows, links, marks=MARKS)).rows():
        found[pair.controlled].add(pair.controller)
    return found


def _answers(holdings: Holdings) -> dict[str, ControlAnswer]:
    return {
        one: answer(Upward(one, "2025-01-01", 1, holdings, 3, True))
        for one in COMPANIES
        if one in holdings.position
    }


@settings(max_examples=250, deadline=None)
@given(STAKES, AGREED, PARTNER, st.integers(0, 10**6))
def test_nothing_within_the_bounds_contradicts_the_answer(
    stakes: list[tuple[str, str, int, int, bool]], agreed: Agreed, partner: str, seed: int
) -> None:
    """Who truly controls is known for sure or named as possible, and no end of a chain hides him."""
    rows, links = _register(stakes), _links(agreed, partner)
    answers = _answers(Holdings.of(rows, links, marks=MARKS))
    sure = _controlled_by(rows, links)
    rng = random.Random(seed)
    for _ in range(6):
        exact = _realised(rows, rng)
        truth = _controlled_by(exact, links)
        for entity, found in answers.items():
            seen = (entity, truth[entity], [row[:6] for row in exact])
            assert found.result != "NO_CONTROLLER" or not truth[entity], seen
            assert truth[entity] - sure[entity] <= {one.id for one in found.possible}, seen
            for top in found.controllers:
                above = truth[top.id] - sure[top.id] if top.id in COMPANIES else set()
                hidden = {one for one in above if top.id not in truth.get(one, ())}
                # A ring in concert ends where one member has the majority alone: said of the ring, not here.
                assert not hidden or top.stop in ("NOT_DERIVABLE", "RING"), (top.id, top.stop, hidden, *seen)


def _one_receiver_each(links: list[PartyLink], rng: random.Random) -> list[PartyLink]:
    """The links if each giver had agreed with one receiver only."""
    chosen: dict[str, list[PartyLink]] = {}
    for link in links:
        if link.type in ("VOTES_FOR", "NOMINEE_FOR"):
            chosen.setdefault(link.from_id, []).append(link)
    kept = {rng.choice(some) for some in chosen.values()}
    return [link for link in links if link.type not in ("VOTES_FOR", "NOMINEE_FOR") or link in kept]


@settings(max_examples=120, deadline=None)
@given(STAKES, AGREED, st.tuples(st.sampled_from(PARTIES), st.sampled_from(PARTIES)), st.integers(0, 10**6))
def test_no_way_to_read_contradicting_agreements_contradicts_the_answer(
    stakes: list[tuple[str, str, int, int, bool]], agreed: Agreed, doubled: tuple[str, str], seed: int
) -> None:
    rows = _register(stakes)
    links = _links([*agreed, *(("VOTES_FOR", giver, doubled[1]) for _, giver, _ in agreed)], "")
    answers = _answers(Holdings.of(rows, links, marks=MARKS))
    rng = random.Random(seed)
    for _ in range(6):
        exact, read = _realised(rows, rng), _one_receiver_each(links, rng)
        truth = _controlled_by(exact, read)
        for entity, found in answers.items():
            seen = (entity, truth[entity], [link[:3] for link in read], [row[:6] for row in exact])
            assert found.result != "NO_CONTROLLER" or not truth[entity], seen


@settings(max_examples=100, deadline=None)
@given(STAKES, AGREED, PARTNER, st.sampled_from([*PARTIES, "unheard"]), st.integers(0, 10**6))
def test_no_owner_of_all_that_is_unknown_contradicts_the_answer(
    stakes: list[tuple[str, str, int, int, bool]], agreed: Agreed, partner: str, owner: str, seed: int
) -> None:
    """One owner, who may hold openly too, of each company of which no holder is known."""
    rows, links = _register(stakes), _links(agreed, partner)
    answers = _answers(Holdings.of(rows, links, marks=MARKS))
    open_ = {*COMPANIES} - {row.company for row in rows} - {owner, *MARKS}
    person = owner not in COMPANIES
    owned = [HoldingRow(owner, one, "PERSON" if person else "ORG", person, 60.0) for one in sorted(open_)]
    rng = random.Random(seed)
    for _ in range(4):
        exact = _realised(rows, rng)
        truth = _controlled_by([*exact, *owned], links)
        for entity, found in answers.items():
            seen = (entity, truth[entity], sorted(open_), [row[:6] for row in exact])
            assert found.result != "NO_CONTROLLER" or not truth[entity], seen
