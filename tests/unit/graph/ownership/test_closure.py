"""Who controls whom, on registers small enough to see it oneself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from graph.ownership.closure import control_pairs
from graph.ownership.holdings import HoldingRow, Holdings, Mark, PartyLink
from graph.ownership.policy import ControlPolicy, to_units
from graph.ownership.votes import voting_graph

Pairs = dict[tuple[str, str], tuple[str, float, str]]


def person(holder: str, company: str, percent: float | None, **more: object) -> HoldingRow:
    return HoldingRow(holder, company, "PERSON", True, percent, **more)  # type: ignore[arg-type]


def org(holder: str, company: str, percent: float | None, **more: object) -> HoldingRow:
    return HoldingRow(holder, company, "ORG", False, percent, **more)  # type: ignore[arg-type]


def found(
    rows: Sequence[HoldingRow],
    links: Sequence[PartyLink] = (),
    marks: dict[str, int] | None = None,
    day: str | None = None,
    policy: ControlPolicy | None = None,
) -> Pairs:
    holdings = Holdings.of(rows, links, marks=marks, day=day)
    pairs = control_pairs(holdings, policy or ControlPolicy())
    return {(one.controller, one.controlled): (one.kind, one.voting_pct, one.state) for one in pairs.rows()}


def kinds(pairs: Pairs) -> dict[tuple[str, str], str]:
    return {pair: kind for pair, (kind, _, _) in pairs.items()}


def test_nothing_held_is_nothing_controlled() -> None:
    assert found([]) == {}


def test_a_pyramid_is_controlled_from_its_top_although_the_product_is_small() -> None:
    rows = [person("p", "a", 51), org("a", "b", 51), org("b", "c", 51)]
    assert kinds(found(rows)) == {
        ("p", "a"): "DIRECT",
        ("p", "b"): "INDIRECT",
        ("p", "c"): "INDIRECT",
        ("a", "b"): "DIRECT",
        ("a", "c"): "INDIRECT",
        ("b", "c"): "DIRECT",
    }


def test_exactly_half_is_not_control() -> None:
    assert found([person("p", "a", 50), person("q", "a", 50)]) == {}
    assert found([person("p", "a", 50.0001)]) == {("p", "a"): ("DIRECT", 50.0001, "COMPUTED")}


@pytest.mark.parametrize(
    "parts", [(16.7, 16.6, 16.7), (100 / 6,) * 3, (0.1,) * 500, (12.5,) * 4, (7.1, 42.9)]
)
def test_floating_noise_does_not_make_more_than_half_of_a_half(parts: tuple[float, ...]) -> None:
    vehicles = [f"v{at}" for at in range(len(parts))]
    rows = [person("p", vehicle, 100) for vehicle in vehicles]
    rows += [org(vehicle, "t", part) for vehicle, part in zip(vehicles, parts, strict=True)]
    assert ("p", "t") not in found(rows)
    rows.append(person("p", "t", 0.000001))
    assert found(rows)["p", "t"][0] == "JOINT"


def test_own_and_controlled_votes_join() -> None:
    rows = [person("p", "v", 80), person("p", "t", 30), org("v", "t", 25)]
    assert found(rows)["p", "t"] == ("JOINT", 55.0, "COMPUTED")


def test_two_share_classes_of_one_holder_are_added() -> None:
    assert found([person("p", "a", 30), person("p", "a", 25)])["p", "a"] == ("DIRECT", 55.0, "COMPUTED")


def test_a_ring_without_anybody_above_controls_itself_mutually() -> None:
    rows = [org("a", "b", 60), org("b", "c", 55), org("c", "a", 51)]
    assert set(found(rows)) == {(x, y) for x in "abc" for y in "abc" if x != y}


def test_a_ring_of_minorities_lifts_nobody() -> None:
    assert found([org("a", "b", 40), org("b", "a", 40), person("p", "a", 20), person("p", "b", 20)]) == {}


def test_votes_held_inside_count_for_the_owner() -> None:
    rows = [person("p", "a", 51), org("b", "a", 30), org("a", "b", 30), person("p", "b", 25)]
    pairs = found(rows)
    assert pairs["p", "a"] == ("DIRECT", 81.0, "COMPUTED")
    assert pairs["p", "b"] == ("JOINT", 55.0, "COMPUTED")


def test_votes_differ_from_equity() -> None:
    rows = [person("p", "a", 30, vote_pct=60.0), person("q", "a", 70, vote_pct=40.0)]
    assert set(found(rows)) == {("p", "a")}


def test_own_shares_do_not_vote_and_leave_the_count() -> None:
    rows = [org("a", "a", 10, treasury=True), person("p", "a", 46)]
    assert found(rows)["p", "a"] == ("DIRECT", pytest.approx(46 / 0.9), "COMPUTED")
    assert found(rows, policy=ControlPolicy(exclude_own_shares=False)) == {}


def test_own_shares_leave_the_count_though_a_register_says_that_they_have_no_votes() -> None:
    rows = [org("a", "a", 10, treasury=True, vote_pct=0.0), person("p", "a", 48), person("q", "a", 42)]
    assert found(rows)["p", "a"] == ("DIRECT", pytest.approx(48 / 0.9), "COMPUTED")
    stated = [rows[0], person("p", "a", 44, vote_pct=49.0), person("q", "a", 46, vote_pct=51.0)]
    assert set(found(stated)) == {("q", "a")}


def test_a_company_never_controls_itself_by_its_own_shares() -> None:
    assert found([org("a", "a", 60), person("p", "a", 15)]) == {}
    assert set(found([org("a", "a", 60), person("p", "a", 21)])) == {("p", "a")}


def test_a_company_all_of_whose_shares_are_its_own_has_no_controller() -> None:
    assert found([org("a", "a", 100), person("p", "a", 1)]) == {}


def test_votes_that_a_source_states_are_of_the_voting_shares_already() -> None:
    rows = [org("a", "a", 10, treasury=True), person("p", "a", 43, vote_pct=48.0)]
    assert found(rows) == {}


def test_more_than_the_whole_is_reported_and_counted_as_it_stands() -> None:
    holdings = Holdings.of([person("p", "a", 60), person("q", "a", 70)])
    pairs = control_pairs(holdings)
    assert [holdings.ids[at] for at in pairs.over_the_whole] == ["a"]
    assert sorted(pairs.voting_pct.tolist()) == [60.0, 70.0]


def test_votes_beyond_what_doubles_add_up_exactly_are_still_exact() -> None:
    odd = 100 - 1e-12
    rows = [person(f"p{number}", "a", odd) for number in range(99)] + [person("q", "a", odd, treasury=True)]
    graph = voting_graph(Holdings.of(rows), ControlPolicy())
    assert graph.disclosed[0] == 99 * int(to_units(np.array([odd]))[0])
    assert graph.disclosed[0] > 2**53


def test_a_range_counts_with_its_lower_bound() -> None:
    assert found([person("p", "a", None, equity_min_pct=45.0, equity_max_pct=55.0)]) == {}
    assert set(found([person("p", "a", None, equity_min_pct=50.5, equity_max_pct=75.0)])) == {("p", "a")}


def test_unnamed_holders_never_control() -> None:
    assert found([HoldingRow("rest", "a", "OTHER", False, 90.0)]) == {}


def test_the_state_controls_as_an_entity_and_no_person_above_it() -> None:
    rows = [
        HoldingRow("organ", "group", "STATE", False, 100.0),
        org("group", "firm", 60),
        person("p", "organ", 100),
    ]
    expected = {("organ", "group"), ("organ", "firm"), ("group", "firm")}
    assert set(found(rows)) == expected
    rows[0] = org("organ", "group", 100)
    assert set(found(rows, marks={"organ": Mark.ORGAN})) == expected


def test_a_person_marked_as_state_is_no_controller() -> None:
    assert found([HoldingRow("p", "a", "STATE", True, 90.0)]) == {}


def test_the_executive_partner_controls_the_partnership_and_what_it_holds() -> None:
    rows = [person("p", "gp", 80), org("gp", "fund", 1), person("lp", "fund", 99), org("fund", "firm", 70)]
    office = [PartyLink("EXECUTIVE_PARTNER_OF", "gp", "fund")]
    pairs = found(rows, office, {"fund": Mark.PARTNERSHIP})
    assert pairs["gp", "fund"] == ("DIRECT", 1.0, "COMPUTED_AS_PARTNER")
    assert pairs["p", "firm"] == ("INDIRECT", 70.0, "COMPUTED_AS_PARTNER")
    assert ("lp", "fund") not in pairs
    assert ("gp", "fund") not in found(rows, office)
    assert ("gp", "fund") not in found(
        rows, office, {"fund": Mark.PARTNERSHIP}, policy=ControlPolicy(executive_partners=False)
    )


def test_shares_in_a_partnership_are_votes_only_where_the_policy_says_so() -> None:
    rows, marks = [person("lp", "fund", 99), org("fund", "firm", 70)], {"fund": Mark.PARTNERSHIP}
    assert set(found(rows, marks=marks)) == {("fund", "firm")}
    pairs = found(rows, marks=marks, policy=ControlPolicy(partnership_votes=True))
    assert pairs["lp", "firm"] == ("INDIRECT", 70.0, "COMPUTED")


def test_an_account_that_holds_for_many_never_controls() -> None:
    rows = [org("clearing", "listed", 60), org("x", "listed", 40), org("listed", "firm", 80)]
    assert set(found(rows, marks={"clearing": Mark.ACCOUNT})) == {("listed", "firm")}
    rows[0] = HoldingRow("clearing", "listed", "ACCOUNT", False, 60.0)
    assert set(found(rows)) == {("listed", "firm")}


def test_an_office_in_what_is_no_partnership_is_reported() -> None:
    holdings = Holdings.of([], [PartyLink("EXECUTIVE_PARTNER_OF", "p", "a", True)])
    left_out = control_pairs(holdings).partners_left_out
    assert [(holdings.ids[x], holdings.ids[y]) for x, y in left_out] == [("p", "a")]


@pytest.mark.parametrize("type_", ["NOMINEE_FOR", "VOTES_FOR"])
def test_the_votes_go_to_whom_they_are_lent(type_: str) -> None:
    rows = [person("front", "a", 40), person("behind", "a", 20), org("a", "b", 60)]
    link = [PartyLink(type_, "front", "behind", True, True)]
    pairs = found(rows, link)
    assert pairs["behind", "a"] == ("DIRECT", 60.0, "COMPUTED_BY_AGREEMENT")
    assert pairs["behind", "b"] == ("INDIRECT", 60.0, "COMPUTED_BY_AGREEMENT")
    assert ("behind", "a") not in found(rows, link, policy=ControlPolicy(agreements=False))


def test_a_nominee_controls_nothing_by_what_he_holds_for_another() -> None:
    assert set(found([person("n", "a", 90)], [PartyLink("NOMINEE_FOR", "n", "b", True, True)])) == {
        ("b", "a")
    }


def test_a_chain_of_agreements_is_followed_to_its_end() -> None:
    links = [PartyLink("NOMINEE_FOR", "n", "b", True, True), PartyLink("VOTES_FOR", "b", "c", True, True)]
    assert set(found([person("n", "a", 90)], links)) == {("c", "a")}


@pytest.mark.parametrize("second", [("n", "c"), ("b", "n")])
def test_contradictory_agreements_move_nothing_and_are_reported(second: tuple[str, str]) -> None:
    links = [PartyLink("VOTES_FOR", "n", "b", True, True), PartyLink("VOTES_FOR", *second, True, True)]
    holdings = Holdings.of([person("n", "a", 90)], links)
    pairs = control_pairs(holdings)
    assert [(one.controller, one.controlled) for one in pairs.rows()] == [("n", "a")]
    assert "n" in [holdings.ids[at] for at in pairs.unclear]


def test_parties_in_concert_control_as_a_group_only_what_nobody_controls_alone() -> None:
    rows = [
        person("m", "a", 30),
        person("n", "a", 25),
        org("a", "b", 100),
        person("m", "private", 100),
        person("idle", "elsewhere", 1),
    ]
    links = [
        PartyLink("ACTS_IN_CONCERT", "m", "n", True, True),
        PartyLink("ACTS_IN_CONCERT", "n", "idle", True, True),
    ]
    pairs = found(rows, links)
    assert pairs["m", "a"] == ("JOINT", 55.0, "COMPUTED_IN_CONCERT")
    assert pairs["n", "b"] == ("INDIRECT", 100.0, "COMPUTED_IN_CONCERT")
    assert pairs["m", "private"] == ("DIRECT", 100.0, "COMPUTED")
    assert set(pairs) == {("m", "a"), ("m", "b"), ("n", "a"), ("n", "b"), ("a", "b"), ("m", "private")}


def test_a_group_below_a_majority_controls_nothing() -> None:
    rows = [person("m", "a", 15), person("n", "a", 10), person("o", "a", 10)]
    links = [
        PartyLink("ACTS_IN_CONCERT", "m", "n", True, True),
        PartyLink("VOTES_FOR", "o", "m", True, True),
    ]
    assert found(rows, links) == {}


def test_only_what_holds_on_the_day_counts() -> None:
    rows = [
        person("old", "a", 80, valid_from="2020-01-01", valid_to="2022-01-01"),
        person("new", "a", 80, valid_from="2022-01-01"),
    ]
    assert set(found(rows, day="2021-12-31")) == {("old", "a")}
    assert set(found(rows, day="2022-01-01")) == {("new", "a")}


def test_a_partner_controls_directly_what_its_companies_votes_control_too() -> None:
    rows = [person("x", "c", 50.1), org("c", "g", 50.1)]
    links = [PartyLink("EXECUTIVE_PARTNER_OF", "x", "g", True)]
    pairs = found(rows, links, {"g": Mark.PARTNERSHIP}, policy=ControlPolicy(partnership_votes=True))
    assert kinds(pairs) == {("x", "c"): "DIRECT", ("c", "g"): "DIRECT", ("x", "g"): "DIRECT"}
