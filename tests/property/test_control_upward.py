"""What stands above one entity suffices to say who controls it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.ownership.answer import answer
from graph.ownership.closure import ControlPair, control_pairs
from graph.ownership.holdings import HoldingRow, Holdings, PartyLink
from graph.ownership.read import Upward

COMPANIES = "abcdefg"
PARTIES = COMPANIES + "xyz"
STAKES = st.lists(
    st.tuples(
        st.sampled_from(PARTIES),
        st.sampled_from(COMPANIES),
        st.sampled_from([10, 20, 25, 26, 30, 50, 51, 60, 90]),
    ),
    max_size=18,
)
LINKS = st.lists(
    st.tuples(
        st.sampled_from(["VOTES_FOR", "NOMINEE_FOR", "ACTS_IN_CONCERT", "EXECUTIVE_PARTNER_OF"]),
        st.sampled_from(PARTIES),
        st.sampled_from(PARTIES),
    ),
    max_size=4,
)
MARKS = {"f": 2, "g": 2, "e": 1}


def _above(
    entity: str, rows: list[HoldingRow], links: list[PartyLink]
) -> tuple[list[HoldingRow], list[PartyLink]]:
    """Everything above, by walking until nothing is added."""
    known = {entity}
    kept: list[PartyLink] = []
    while True:
        found = {row.holder for row in rows if row.company in known}
        kept = []
        for link in links:
            if link.type == "EXECUTIVE_PARTNER_OF":
                if link.to_id in known:
                    kept.append(link)
                    found.add(link.from_id)
            elif link.type == "ACTS_IN_CONCERT":
                if {link.from_id, link.to_id} & known:
                    kept.append(link)
                    found |= {link.from_id, link.to_id}
            elif link.from_id in known or link.to_id in known:
                kept.append(link)
                if link.from_id in known:
                    found.add(link.to_id)
        if found <= known:
            return [row for row in rows if row.company in known], kept
        known |= found


@settings(max_examples=500, deadline=None)
@given(STAKES, LINKS, st.sampled_from(COMPANIES))
def test_the_holdings_above_give_the_same_controllers_as_all(
    stakes: list[tuple[str, str, int]], agreements: list[tuple[str, str, str]], entity: str
) -> None:
    rows = [HoldingRow(h, c, "PERSON" if h in "xyz" else "ORG", h in "xyz", float(p)) for h, c, p in stakes]
    links = [
        PartyLink(kind, one, two, one in "xyz", two in "xyz")
        for kind, one, two in agreements
        if not (kind == "EXECUTIVE_PARTNER_OF" and two in "xyz")
    ]
    whole = Holdings.of(rows, links, marks=MARKS)
    every = {pair for pair in control_pairs(whole).rows() if pair.controlled == entity}
    part = Holdings.of(*_above(entity, rows, links), marks=MARKS)
    assert {pair for pair in control_pairs(part).rows() if pair.controlled == entity} == every
    found = answer(Upward(entity, "2025-01-01", 1, part, 1, True))
    named = {(one.id, one.voting_pct, one.kind, one.state) for one in found.controllers}
    assert named <= {(one.controller, one.voting_pct, one.kind, one.state) for one in every}
    assert (found.result == "CONTROLLED") == bool(every)
    _check_paths(every, found.controllers)
    for controller in found.controllers:
        shown = {(hop.from_id, hop.to_id) for hop in controller.hops if hop.type == "HOLDS"}
        enough = [row for row in rows if (row.holder, row.company) in shown or row.holder == row.company]
        alone = control_pairs(Holdings.of(enough, links, marks=MARKS)).rows()
        assert (controller.id, entity) in {pair[:2] for pair in alone}, "a holding that decides is not shown"


def _check_paths(every: set[ControlPair], controllers: tuple[object, ...]) -> None:
    for one in controllers:
        for path in one.paths:  # type: ignore[attr-defined]
            assert path.hops[0].from_id == one.id  # type: ignore[attr-defined]
            assert [hop.from_id for hop in path.hops[1:]] == [hop.to_id for hop in path.hops[:-1]]
            assert path.hops[-1].to_id == next(iter(every)).controlled
        assert one.paths  # type: ignore[attr-defined]
