"""Likely control, stated controllers, confidence and stops: what stands beside the computed controllers."""

from __future__ import annotations

from typing import Any

import pytest

from graph.ownership.answer import ControlAnswer, answer
from graph.ownership.beneficial import beneficial_owners
from graph.ownership.declared import Declared
from graph.ownership.holdings import HoldingRow, Holdings, Mark, PartyLink
from graph.ownership.likely import Board
from graph.ownership.policy import ControlPolicy
from graph.ownership.read import Upward


def person(holder: str, company: str, percent: float | None, **more: Any) -> HoldingRow:
    return HoldingRow(holder, company, "PERSON", True, percent, **more)


def org(holder: str, company: str, percent: float | None, **more: Any) -> HoldingRow:
    return HoldingRow(holder, company, "ORG", False, percent, **more)


def rest(company: str, percent: float) -> HoldingRow:
    return HoldingRow("rest", company, "OTHER", False, percent)


def upward(
    rows: list[HoldingRow],
    links: list[PartyLink] | None = None,
    marks: dict[str, int] | None = None,
    **more: Any,
) -> Upward:
    return Upward("t", "2025-06-01", 7, Holdings.of(rows, links or [], marks=marks), 3, True, **more)


def asked(
    rows: list[HoldingRow], *args: Any, policy: ControlPolicy | None = None, **more: Any
) -> ControlAnswer:
    return answer(upward(rows, *args, **more), policy or ControlPolicy())


def likely(found: ControlAnswer) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(one.ids, one.basis) for one in found.likely]


def test_clearly_the_most_votes_is_likely_control_and_no_control() -> None:
    found = asked([person("p", "t", 35), person("q", "t", 20), rest("t", 45)])
    assert (found.result, found.controllers) == ("NO_CONTROLLER", ())
    assert likely(found) == [(("p",), ("VOTES",))]
    (one,) = found.to_json()["likely"]
    assert (one["state"], one["voting_pct"], one["next_pct"]) == ("CONTROL_LIKELY", 35.0, 20.0)


@pytest.mark.parametrize(
    "rows",
    [
        [person("p", "t", 30), rest("t", 70)],
        [person("p", "t", 35), person("q", "t", 26), rest("t", 39)],
        [
            person("p", "t", 35),
            person("q", "t", None, equity_min_pct=5.0, equity_max_pct=30.0),
            rest("t", 40),
        ],
        [person("p", "t", 35), person("q", "t", 20)],
    ],
    ids=["thirty", "not clearly", "the next may have more", "the rest is nobody's that we know"],
)
def test_no_likely_control_without_distance_or_beyond_what_is_known(rows: list[HoldingRow]) -> None:
    assert likely(asked(rows)) == []


def test_the_distance_is_ten_points_and_may_be_set() -> None:
    rows = [person("p", "t", 35), person("q", "t", 25), rest("t", 40)]
    assert likely(asked(rows)) == [(("p",), ("VOTES",))]
    assert likely(asked(rows, policy=ControlPolicy(likely_gap_pct=10.5))) == []


def test_small_holders_of_a_listed_company_are_taken_to_be_many() -> None:
    assert likely(asked([person("p", "t", 35)], marks={"t": Mark.LISTED})) == [(("p",), ("VOTES",))]


def test_votes_through_companies_and_in_concert_count_together() -> None:
    rows = [person("p", "v", 60), org("v", "t", 20), person("q", "t", 15), rest("t", 65)]
    links = [PartyLink("ACTS_IN_CONCERT", "p", "q", True, True)]
    assert likely(asked(rows, links)) == [(("p", "q"), ("VOTES",))]
    assert likely(asked(rows)) == []


def test_nobody_is_likely_where_somebody_controls() -> None:
    assert asked([person("p", "t", 51), person("q", "t", 49)]).likely == ()


def test_most_of_the_board_is_likely_control_of_a_holder() -> None:
    rows = [org("v", "t", 20), person("p", "t", 20), rest("t", 60)]
    offices = {"x": frozenset({"v", "t"}), "y": frozenset({"v"}), "z": frozenset({"t"})}
    found = asked(rows, board=Board(("x", "y", "z"), offices))
    assert [(one.ids, one.basis, one.seats, one.board) for one in found.likely] == [
        (("v",), ("BOARD",), 2, 3)
    ]
    assert likely(asked(rows, board=Board(("x", "y"), offices))) == []
    assert likely(asked(rows[1:], board=Board(("x", "y", "z"), offices))) == []


def test_a_holder_and_who_votes_for_him_sit_on_the_board() -> None:
    rows = [person("p", "t", 20), person("n", "t", 5), rest("t", 75)]
    links = [PartyLink("NOMINEE_FOR", "n", "p", True, True)]
    found = asked(rows, links, board=Board(("n", "p", "z")))
    assert likely(found) == [(("p",), ("BOARD",))]


def test_who_was_filed_stands_beside_who_was_computed() -> None:
    filed = (
        Declared("p", "CONFIRMED", "某局", "2024-01-01", "SAMR"),
        Declared("q", "FILED", "t", "2024-01-01", "SAMR"),
    )
    found = asked([person("p", "t", 60), person("r", "t", 40)], declared=filed)
    (controller,) = found.controllers
    assert controller.standing == "CONFIRMED"
    assert found.to_json()["differences"] == {"agreed": ["p"], "only_declared": ["q"], "only_computed": []}
    assert {"q", "r"} & found.ids() == {"q"}


def test_a_computed_person_is_suspected_and_a_statement_of_another_is_a_doubt() -> None:
    filed = (Declared("q", "FILED", "t", "2024-01-01", "SAMR"),)
    (controller,) = asked([person("p", "t", 60)], declared=filed).controllers
    assert (controller.standing, controller.confidence, controller.doubts) == (
        "SUSPECTED",
        "MEDIUM",
        ("DECLARED_OTHERWISE",),
    )
    (controller,) = asked([person("p", "t", 60)]).controllers
    assert (controller.standing, controller.confidence, controller.doubts) == ("SUSPECTED", "HIGH", ())


@pytest.mark.parametrize(
    ("rows", "links", "confidence", "doubts"),
    [
        ([person("p", "t", 60), person("q", "t", 60)], [], "LOW", ("OVER_THE_WHOLE",)),
        ([person("p", "t", None, equity_min_pct=51.0, equity_max_pct=60.0)], [], "MEDIUM", ("RANGE",)),
        (
            [person("n", "t", 60)],
            [PartyLink("NOMINEE_FOR", "n", "p", True, True)],
            "MEDIUM",
            ("BY_AGREEMENT",),
        ),
        (
            [person("p", "t", 60)],
            [PartyLink("VOTES_FOR", "p", "q", True, True), PartyLink("VOTES_FOR", "p", "r", True, True)],
            "LOW",
            ("UNCLEAR_AGREEMENTS",),
        ),
    ],
)
def test_confidence_says_what_weakens_it(
    rows: list[HoldingRow], links: list[PartyLink], confidence: str, doubts: tuple[str, ...]
) -> None:
    one = next(one for one in asked(rows, links).controllers if one.id == "p")
    assert (one.confidence, one.doubts) == (confidence, doubts)


def test_each_chain_says_why_it_ends() -> None:
    def stop(rows: list[HoldingRow], marks: dict[str, int] | None = None) -> set[str]:
        return {one.stop for one in asked(rows, None, marks).controllers}

    above = [org("x", "t", 60), person("p", "x", 50), person("q", "x", 50)]
    assert stop([person("p", "t", 60)]) == {"PERSON"}
    assert stop(above) == {"NO_MAJORITY"}
    assert stop(above, {"x": Mark.LISTED}) == {"NO_MAJORITY"}
    dispersed = [org("x", "t", 60), person("p", "x", 20), person("q", "x", 15)]
    assert stop(dispersed, {"x": Mark.LISTED}) == {"LISTED_DISPERSED"}
    assert stop(above, {"x": Mark.ORGAN}) == {"STATE"}
    assert stop(above[:1]) == {"UNRESOLVED"}
    assert stop([org("x", "t", 60), org("t", "y", 60), org("y", "x", 60)]) == {"RING"}


def test_a_partnership_without_a_known_executive_partner_is_not_derivable() -> None:
    rows, marks = [person("lp", "t", 99), org("gp", "t", 1)], {"t": Mark.PARTNERSHIP}
    found = asked(rows, None, marks)
    assert (found.result, found.reasons) == ("NOT_DERIVABLE", ("PARTNER_UNKNOWN",))
    office = [PartyLink("EXECUTIVE_PARTNER_OF", "gp", "t")]
    assert [one.id for one in asked(rows, office, marks).controllers] == ["gp"]


def test_who_could_control_beyond_a_sure_controller_is_shown() -> None:
    rows = [org("a", "t", 60), person("p", "a", None, equity_min_pct=40.0, equity_max_pct=60.0)]
    found = asked([*rows, person("q", "a", 40)])
    assert [one.id for one in found.controllers] == ["a"]
    assert [one.id for one in found.possible] == ["p"]


def test_a_group_s_own_controller_is_no_rival_of_it() -> None:
    rows = [person("p", "a", 100), org("a", "t", 35), org("b", "t", 6)]
    rows += [person("r", "t", 20), person("s", "t", 19), person("u", "t", 20)]
    found = asked(rows, [PartyLink("ACTS_IN_CONCERT", "a", "b")])
    assert (("a", "b"), ("VOTES",)) in likely(found)


def test_who_lends_his_name_owns_nothing() -> None:
    rows = [person("n", "t", 60), person("q", "t", 40)]
    found = beneficial_owners(upward(rows, [PartyLink("NOMINEE_FOR", "n", "p", True, True)]))
    assert {one.id: one.equity_pct for one in found.owners} == {"p": 60.0, "q": 40.0}
    lent = beneficial_owners(upward(rows, [PartyLink("VOTES_FOR", "n", "p", True, True)]))
    assert {one.id: one.equity_pct for one in lent.owners}["n"] == 60.0


def test_parties_in_concert_are_possible_together() -> None:
    rows = [
        person("p", "t", None, equity_min_pct=20.0, equity_max_pct=40.0),
        person("q", "t", 20),
        org("x", "t", 40),
    ]
    links = [PartyLink("ACTS_IN_CONCERT", "p", "q", True, True)]
    assert [one.id for one in asked(rows, links).possible] == ["p", "q"]
    assert asked(rows).possible == ()


def test_an_executive_partner_above_a_range_is_possible() -> None:
    rows = [org("fund", "t", None, equity_min_pct=40.0, equity_max_pct=60.0), person("q", "t", 40)]
    links = [PartyLink("EXECUTIVE_PARTNER_OF", "gp", "fund")]
    found = asked(rows, links, {"fund": Mark.PARTNERSHIP})
    assert {one.id for one in found.possible} == {"fund", "gp"}


def test_beneficial_owners_from_twenty_five_percent_along_all_chains() -> None:
    rows = [person("p", "v", 50), org("v", "t", 50), person("q", "t", 24.9), person("r", "t", 25.1)]
    assert not beneficial_owners(upward(rows)).complete, "the other half of v may be one person's"
    rows += [person(one, "v", 25) for one in "su"]
    found = beneficial_owners(upward(rows))
    assert [(one.id, one.basis) for one in found.owners] == [("r", ("EQUITY", "VOTES")), ("p", ("EQUITY",))]
    assert found.owners[1].equity_pct == pytest.approx(25.0)
    assert (found.possible, found.fallback, found.complete) == ((), "", True)


def test_votes_and_control_make_beneficial_owners_too() -> None:
    rows = [person("p", "t", 10, vote_pct=60.0), person("q", "t", 90, vote_pct=40.0)]
    assert {one.id: one.basis for one in beneficial_owners(upward(rows)).owners} == {
        "q": ("EQUITY", "VOTES"),
        "p": ("VOTES", "CONTROL"),
    }


def test_unknown_equity_makes_a_possible_beneficial_owner() -> None:
    found = beneficial_owners(upward([person("p", "t", None), person("q", "t", 70)]))
    assert [(one.id, one.max_pct) for one in found.possible] == [("p", 30.0)]
    assert not found.complete


def test_nobody_behind_it_leaves_the_management() -> None:
    found = beneficial_owners(upward([person(one, "t", 20) for one in "pqrsu"]))
    assert (found.owners, found.fallback) == ((), "MANAGEMENT")
    assert beneficial_owners(Upward("t", "2025-06-01", 7, Holdings.of([]), 1, True)).fallback == "UNKNOWN"


@pytest.mark.parametrize(
    ("rows", "marks", "fallback"),
    [
        ([org("abroad", "t", 60), person("p", "t", 20), person("q", "t", 20)], {}, "UNKNOWN"),
        ([person("p", "t", 20), person("q", "t", 20)], {}, "UNKNOWN"),
        ([org("a", "t", 25), *(person(one, "t", 15) for one in "pqrsu")], {}, "UNKNOWN"),
        ([org("a", "t", 24), *(person(one, "t", 19) for one in "pqrs")], {}, "MANAGEMENT"),
        ([org("a", "t", 100)], {"a": Mark.ORGAN}, "MANAGEMENT"),
        ([org("a", "t", 100), person("p", "a", 10)], {"a": Mark.LISTED}, "MANAGEMENT"),
        ([org("a", "t", 60), org("t", "a", 30), person("p", "a", 20), person("q", "t", 20)], {}, "UNKNOWN"),
        (
            [HoldingRow("a", "t", "ACCOUNT", False, 60), *(person(one, "t", 20) for one in "pq")],
            {},
            "MANAGEMENT",
        ),
    ],
)
def test_managers_stand_in_only_where_it_is_known_that_nobody_owns(
    rows: list[HoldingRow], marks: dict[str, int], fallback: str
) -> None:
    found = beneficial_owners(upward(rows, marks=marks))
    assert (found.owners, found.fallback, found.complete) == ((), fallback, fallback == "MANAGEMENT")


def test_votes_within_a_range_make_a_possible_beneficial_owner() -> None:
    rows = [org("v", "t", 30), person("p", "v", None, equity_min_pct=45.0, equity_max_pct=60.0)]
    rows += [person("z", "v", 40), *(person(one, "t", 17.5) for one in "rsuw")]
    found = beneficial_owners(upward(rows))
    assert [(one.id, one.max_pct < 25, one.max_voting_pct) for one in found.possible] == [("p", True, 30.0)]
    assert (found.fallback, found.complete) == ("UNKNOWN", False)
