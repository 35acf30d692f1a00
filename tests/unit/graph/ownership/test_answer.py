"""The answer for one entity: ultimate controllers, evidence, and what is not derivable."""

from __future__ import annotations

from itertools import pairwise

import pytest

from graph.ownership.answer import ControlAnswer, answer
from graph.ownership.holdings import HoldingRow, Holdings, Mark, PartyLink
from graph.ownership.read import Upward


def person(holder: str, company: str, percent: float | None, **more: object) -> HoldingRow:
    return HoldingRow(holder, company, "PERSON", True, percent, **more)  # type: ignore[arg-type]


def org(holder: str, company: str, percent: float | None, **more: object) -> HoldingRow:
    return HoldingRow(holder, company, "ORG", False, percent, **more)  # type: ignore[arg-type]


def asked(
    rows: list[HoldingRow],
    links: list[PartyLink] | None = None,
    marks: dict[str, int] | None = None,
    complete: bool = True,
) -> ControlAnswer:
    holdings = Holdings.of(rows, links or [], marks=marks)
    return answer(Upward("t", "2025-06-01", 7, holdings, 3, complete))


def test_every_share_that_counts_is_one_path() -> None:
    rows = [
        person("p", "v", 80),
        person("p", "t", 30, source="SAMR"),
        org("v", "t", 25),
        person("q", "t", 45),
    ]
    found = asked(rows)
    (controller,) = found.controllers
    assert [[hop.from_id for hop in path.hops] for path in controller.paths] == [["p"], ["p", "v"]]
    assert controller.paths[0].hops[0].source == "SAMR"
    assert found.ids() == {"p", "v", "t"}


def test_a_nominee_stands_between_in_the_evidence() -> None:
    rows = [person("n", "t", 90)]
    links = [PartyLink("VOTES_FOR", "n", "m", True, True), PartyLink("NOMINEE_FOR", "m", "p", True, True)]
    (controller,) = asked(rows, links).controllers
    (path,) = controller.paths
    assert [(hop.from_id, hop.to_id, hop.type) for hop in path.hops] == [
        ("p", "m", "NOMINEE_FOR"),
        ("m", "n", "VOTES_FOR"),
        ("n", "t", "HOLDS"),
    ]
    assert controller.state == "COMPUTED_BY_AGREEMENT"


def test_each_member_of_a_group_shows_the_others_votes() -> None:
    rows = [person("m", "t", 30), person("n", "v", 90), org("v", "t", 25)]
    found = asked(rows, [PartyLink("ACTS_IN_CONCERT", "m", "n", True, True)])
    assert [one.id for one in found.controllers] == ["m", "n"]
    chains = [[hop.type for hop in path.hops] for path in found.controllers[0].paths]
    assert chains == [["HOLDS"], ["ACTS_IN_CONCERT", "HOLDS", "HOLDS"]]


def test_an_intermediate_company_is_no_ultimate_controller() -> None:
    found = asked([person("p", "a", 60), org("a", "t", 60), org("x", "y", 60)])
    assert [one.id for one in found.controllers] == ["p"]
    assert found.unresolved == ("x",)


def test_a_foreign_holder_of_whom_nothing_is_known_is_the_top() -> None:
    found = asked([org("abroad", "t", 60), person("p", "t", 40)])
    assert [(one.id, one.controller_kind) for one in found.controllers] == [("abroad", "ENTITY")]
    assert found.unresolved == ("abroad",)


def test_an_unknown_percentage_may_be_everything_that_others_leave() -> None:
    found = asked([person("p", "t", None), person("q", "t", 40)])
    assert (found.result, found.reasons) == ("NOT_DERIVABLE", ("RANGE",))
    assert [(one.id, one.min_pct, one.max_pct) for one in found.possible] == [("p", 0.0, 60.0)]
    assert (
        asked([person("p", "t", None), person("q", "t", 50), person("r", "t", 10)]).result == "NO_CONTROLLER"
    )


def test_ranges_of_a_vehicle_reach_the_company_below() -> None:
    rows = [person("p", "v", None, equity_min_pct=40.0, equity_max_pct=60.0), person("q", "v", 40)]
    rows += [org("v", "t", 50), person("p", "t", 10), person("r", "t", 40)]
    found = asked(rows)
    assert (found.result, [one.id for one in found.possible]) == ("NOT_DERIVABLE", ["p"])


def test_who_agrees_with_the_company_itself_may_still_control_it_alone() -> None:
    ranged = person("x", "t", None, equity_min_pct=40.0, equity_max_pct=80.0)
    rows = [ranged, person("q", "t", 20)]
    found = asked(rows, [PartyLink("ACTS_IN_CONCERT", "x", "t", True)])
    assert (found.result, found.reasons) == ("NOT_DERIVABLE", ("RANGE",))
    assert [(one.id, one.min_pct, one.max_pct) for one in found.possible] == [("x", 40.0, 80.0)]


def test_a_chain_that_may_go_on_with_an_ally_of_its_end_says_so() -> None:
    rows = [org("d", "t", 60), person("x", "d", None, equity_min_pct=40.0, equity_max_pct=100.0)]
    (one,) = asked(rows, [PartyLink("ACTS_IN_CONCERT", "x", "d", True)]).controllers
    assert (one.id, one.stop, one.confidence) == ("d", "NOT_DERIVABLE", "MEDIUM")
    assert "RANGE" in one.above


def test_concert_is_followed_to_its_end_where_percentages_are_ranges() -> None:
    rows = [person("x", "m", None, equity_min_pct=20.0, equity_max_pct=30.0), person("y", "m", 30)]
    rows += [person("z", "m", 40), org("m", "t", 30), org("n", "t", 30), person("q", "t", 40)]
    agreed = [PartyLink("ACTS_IN_CONCERT", "x", "y", True, True), PartyLink("ACTS_IN_CONCERT", "m", "n")]
    found = asked(rows, agreed)
    assert (found.result, [one.id for one in found.controllers]) == ("CONTROLLED", ["m", "n"])
    assert {one.id for one in found.possible} == {"x", "y"}, "both control m together, and m acts with n"


def test_an_ally_without_votes_of_its_own_is_not_named() -> None:
    rows = [person("x", "t", None, equity_min_pct=40.0, equity_max_pct=80.0), person("y", "v", 60)]
    found = asked(rows, [PartyLink("ACTS_IN_CONCERT", "x", "y", True, True)])
    assert [one.id for one in found.possible] == ["x"]


def test_a_range_beside_a_sure_majority_changes_nothing() -> None:
    found = asked([person("p", "t", 60), person("q", "t", None, equity_min_pct=5.0, equity_max_pct=10.0)])
    assert (found.result, found.reasons, found.possible) == ("CONTROLLED", (), ())


def test_unnamed_holders_with_most_votes_leave_no_controller() -> None:
    rows = [HoldingRow("rest", "t", "OTHER", False, 70.0), person("p", "t", 30)]
    assert asked(rows).result == "NO_CONTROLLER"


@pytest.mark.parametrize(
    ("least", "most", "reasons"),
    [(1.0, 5.0, ("UNDISCLOSED",)), (1.0, 60.0, ("RANGE", "UNDISCLOSED")), (45.0, 50.0, ("UNDISCLOSED",))],
)
def test_a_range_explains_no_more_than_it_can_reach(
    least: float, most: float, reasons: tuple[str, ...]
) -> None:
    found = asked([person("p", "t", None, equity_min_pct=least, equity_max_pct=most)])
    assert (found.result, found.reasons) == ("NOT_DERIVABLE", reasons)
    halves = [person(one, "t", None, equity_min_pct=1.0, equity_max_pct=50.0) for one in "pq"]
    assert asked(halves).result == "NO_CONTROLLER"


def test_holders_whose_owners_are_unknown_may_be_one_owners() -> None:
    halves = [org("m", "t", 50), org("n", "t", 50)]
    found = asked(halves)
    assert (found.result, found.reasons) == ("NOT_DERIVABLE", ("OWNERS_UNKNOWN",))
    known = [person(one, company, 50) for one, company in ("pm", "qm", "un", "vn")]
    assert asked([*halves, *known]).result == "NO_CONTROLLER"
    apart = [org("m", "t", 29), org("n", "t", 29), *(person(one, "t", 14) for one in "pqr")]
    assert asked(apart).reasons == ("OWNERS_UNKNOWN",)
    for mark in (Mark.ORGAN, Mark.LISTED):
        assert asked(apart, marks={"m": mark}).reasons == ("OWNERS_UNKNOWN",), "m itself may own n"
    assert asked(halves, marks={"m": Mark.ACCOUNT}).result == "NO_CONTROLLER"


def test_who_holds_openly_may_own_a_holder_of_whom_nothing_is_known() -> None:
    found = asked([org("h", "t", 40), person("p", "t", 30), person("q", "t", 30)])
    assert (found.result, found.reasons, found.possible) == ("NOT_DERIVABLE", ("OWNERS_UNKNOWN",), ())
    few = [org("h", "t", 10), *(person(one, "t", 30) for one in "pqr")]
    assert asked(few).result == "NO_CONTROLLER"
    assert asked([org("h", "t", 40), *(person(one, "t", 30) for one in "pq")], marks={"t": 4}).result == (
        "NO_CONTROLLER"
    ), "of a listed company he must say so"


_TWENTY = [person("p", "t", 20), person("q", "t", 20)]
_FORTY = [org("h1", "t", 40), org("h2", "t", 20), *_TWENTY]


@pytest.mark.parametrize(
    ("rows", "marks", "reasons"),
    [
        ([*_FORTY, person("x", "h1", 1), person("y", "h2", 1)], {}, ("OWNERS_UNKNOWN",)),
        ([*_FORTY, person("x", "h1", 99), person("y", "h2", 99)], {"h1": 2, "h2": 2}, ("OWNERS_UNKNOWN",)),
        ([org("h", "t", 30), person("p", "t", 15), person("q", "t", 15)], {}, ("UNDISCLOSED",)),
        (
            [org("h1", "t", 20), org("h2", "t", 20), *(person(one, "t", 8) for one in "pqrsu")],
            {},
            ("UNDISCLOSED", "OWNERS_UNKNOWN"),
        ),
        (
            [
                org("h1", "t", None, equity_min_pct=30.0, equity_max_pct=45.0),
                org("h2", "t", None, equity_min_pct=10.0, equity_max_pct=20.0),
                person("q", "t", 40),
            ],
            {},
            ("OWNERS_UNKNOWN",),
        ),
        ([person("p", "t", 50), person("q", "t", 20)], {}, ("UNDISCLOSED",)),
        ([person("p", "t", 50), person("q", "t", 49.95)], {}, ()),
        (
            [*_FORTY, *(person(one, "h1", 50) for one in "xy"), *(person(one, "h2", 50) for one in "uv")],
            {},
            (),
        ),
    ],
)
def test_one_owner_of_all_that_is_unknown_may_have_most_votes(
    rows: list[HoldingRow], marks: dict[str, int], reasons: tuple[str, ...]
) -> None:
    found = asked(rows, marks=marks)
    assert found.reasons == reasons
    assert found.result == ("NOT_DERIVABLE" if reasons else "NO_CONTROLLER")


def test_agreements_that_contradict_each_other_may_give_somebody_most_votes() -> None:
    rows = [person("p", "t", 30), person("q", "t", 30), person("v", "t", 40)]
    links = [PartyLink("VOTES_FOR", "v", "p", True, True), PartyLink("NOMINEE_FOR", "v", "q", True, True)]
    found = asked(rows, links)
    assert (found.result, found.reasons) == ("NOT_DERIVABLE", ("UNCLEAR_AGREEMENTS",))
    assert found.likely == (), "who gave his votes away is not offered"
    few = [person("p", "t", 20), person("q", "t", 20), person("v", "t", 20), person("w", "t", 40)]
    assert asked(few, links).result == "NO_CONTROLLER"


_A_TO_Q_OR_R = [PartyLink("VOTES_FOR", "a", one, True, True) for one in "qr"]


@pytest.mark.parametrize(
    ("rows", "links"),
    [
        (
            [person("q", "t", 25), person("a", "t", 15), person("b", "t", 15)],
            [*_A_TO_Q_OR_R, *(PartyLink("VOTES_FOR", "b", one, True, True) for one in "qr")],
        ),
        (
            [person("q", "t", 25), person("a", "t", 15), person("b", "t", 15)],
            [*_A_TO_Q_OR_R, PartyLink("ACTS_IN_CONCERT", "q", "b", True, True)],
        ),
        (
            [person("a", "t", 30), person("b", "t", 25)],
            [PartyLink("VOTES_FOR", giver, one, True, True) for giver in "ab" for one in "qr"],
        ),
        ([HoldingRow("q", "t", "PERSON", True, None, 20.0, 40.0), person("a", "t", 15)], _A_TO_Q_OR_R),
        (
            [person("q", "t", 40), person("a", "t", 15)],
            [PartyLink("VOTES_FOR", "a", one, True, True) for one in "mr"]
            + [PartyLink("NOMINEE_FOR", "m", "q", True, True)],
        ),
        (
            [person("x", "t", 40), person("x", "q", 60), person("a", "t", 15)],
            [PartyLink("VOTES_FOR", "a", one, True, one == "r") for one in "qr"],
        ),
    ],
)
def test_unclear_votes_are_counted_together_with_all_that_may_join_them(
    rows: list[HoldingRow], links: list[PartyLink]
) -> None:
    left = 100 - sum(row.equity_pct or 40 for row in rows if row.company == "t")
    few = [person(f"s{at}", "t", left / 5) for at in range(5)]
    found = asked([*rows, *few], links)
    assert (found.result, found.reasons) == ("NOT_DERIVABLE", ("UNCLEAR_AGREEMENTS",))
    assert "UNCLEAR_AGREEMENTS" not in asked([*rows, *few]).reasons


def test_an_office_that_was_left_out_makes_the_named_one_doubtful() -> None:
    rows = [person("lp", "t", 99), org("gp", "t", 1)]
    (one,) = asked(rows, [PartyLink("EXECUTIVE_PARTNER_OF", "gp", "t")]).controllers
    assert (one.id, one.confidence, one.doubts) == ("lp", "LOW", ("OFFICE_LEFT_OUT",))


def test_an_office_of_who_lends_his_name_makes_him_a_doubtful_controller() -> None:
    rows = [org("f", "t", 60), person("lp", "f", 99), person("n", "f", 1), person("p", "t", 40)]
    office = PartyLink("EXECUTIVE_PARTNER_OF", "n", "f", True)
    for type_, confidence in (("NOMINEE_FOR", "LOW"), ("VOTES_FOR", "MEDIUM")):
        (one,) = asked(rows, [office, PartyLink(type_, "n", "boss", True, True)], {"f": 2}).controllers
        assert (one.id, one.confidence) == ("n", confidence), "a voting proxy carries no office"
        assert ("NOMINEE_OFFICE" in one.doubts) is (type_ == "NOMINEE_FOR")


def test_who_controls_a_member_in_concert_is_named_above_the_group() -> None:
    rows = [person("a", "m", 30), person("b", "m", 30), person("x", "m", 40)]
    rows += [person("c", "n", 30), person("d", "n", 30), person("y", "n", 40)]
    rows += [org("m", "t", 30), org("n", "t", 30), person("z", "t", 40)]
    pairs = [("a", "b", True), ("c", "d", True), ("m", "n", False)]
    links = [PartyLink("ACTS_IN_CONCERT", one, other, who, who) for one, other, who in pairs]
    found = asked(rows, links)
    assert {(one.id, one.state) for one in found.controllers} == {
        (one, "COMPUTED_IN_CONCERT") for one in "abcd"
    }
    for one in found.controllers:
        assert one.paths and all(path.hops[-1].to_id == "t" for path in one.paths)


def test_a_search_that_was_cut_short_is_not_derivable() -> None:
    found = asked([org("a", "t", 50), org("b", "t", 50)], complete=False)
    assert (found.result, found.reasons) == ("NOT_DERIVABLE", ("CUT_SHORT",))


def test_an_organ_has_no_controller() -> None:
    assert asked([org("a", "t", 100)], marks={"t": Mark.ORGAN}).result == "NO_CONTROLLER"


def test_the_document_states_bounds_and_policy() -> None:
    document = asked([person("p", "t", 60), person("q", "t", 60)]).to_json({"p": "P-1"}, {"p": "张三"})
    assert document["bounds"]["over_the_whole"] == ["t"]
    assert document["bounds"]["policy"]["majority"] == "> 50"
    assert document["controllers"][0]["name"] == "张三"
    assert document["controllers"][0]["paths"][0]["hops"][0]["from"] == "P-1"


def test_every_holding_that_decides_is_shown_and_none_is_hidden_above() -> None:
    found = asked([person("p", "b", 100), person("p", "a", 30), org("b", "a", 25), org("a", "t", 100)])
    (one,) = found.controllers
    assert [[hop.from_id for hop in path.hops] for path in one.paths] == [["p", "a"], ["p", "b", "a"]]
    assert (one.paths_complete, one.confidence) == (True, "HIGH")
    ranged = HoldingRow("b", "a", "ORG", False, None, 25.0, 30.0)
    (one,) = asked([person("p", "b", 100), person("p", "a", 30), ranged, org("a", "t", 100)]).controllers
    assert (one.confidence, one.doubts) == ("MEDIUM", ("RANGE",))


def test_more_ways_than_are_shown_are_said_and_all_their_steps_kept() -> None:
    rows = [person("p", f"v{at}", 100) for at in range(30)] + [org(f"v{at}", "t", 3) for at in range(30)]
    (one,) = asked(rows).controllers
    assert (len(one.paths), one.paths_complete, len(one.hops)) == (20, False, 60)


def test_a_pyramid_with_exponentially_many_ways_ends() -> None:
    layers = [[f"{level}-{at}" for at in range(8)] for level in range(9)]
    rows = [person("p", one, 100) for one in layers[0]]
    rows += [
        org(above, below, 12.5) for upper, lower in pairwise(layers) for above in upper for below in lower
    ]
    rows += [org(one, "t", 12.5) for one in layers[-1]]
    (one,) = asked(rows).controllers
    assert (one.id, len(one.paths), one.paths_complete) == ("p", 20, False)
    assert len(one.hops) == len(rows)


def test_an_agreement_with_oneself_does_not_go_round() -> None:
    links = [
        PartyLink("NOMINEE_FOR", "p", "q", True, True),
        PartyLink("NOMINEE_FOR", "p", "p", True, True),
    ]
    (one,) = asked([person("p", "t", 90)], links).controllers
    assert one.id == "q"


def test_who_controls_a_company_that_acts_in_concert_is_named_not_the_company() -> None:
    rows = [person("p", "m", 100), person("q", "n", 100), org("m", "t", 30), org("n", "t", 25)]
    links = [PartyLink("ACTS_IN_CONCERT", "m", "n")]
    found = asked([*rows, person("o", "t", 45)], links)
    assert [(one.id, one.state) for one in found.controllers] == [
        ("p", "COMPUTED_IN_CONCERT"),
        ("q", "COMPUTED_IN_CONCERT"),
    ]


@pytest.mark.parametrize(
    ("rows", "marks", "stop", "above"),
    [
        ([("lp", 99.0, 99.0)], {"a": 2}, "NOT_DERIVABLE", ("PARTNER_UNKNOWN",)),
        ([("x", 10.0, 10.0)], {}, "NOT_DERIVABLE", ("UNDISCLOSED",)),
        ([("p", 40.0, 60.0), ("q", 40.0, 40.0)], {}, "NOT_DERIVABLE", ("RANGE",)),
        ([("p", 45.0, 45.0)], {"a": 4}, "LIKELY_ABOVE", ()),
        ([("p", 35.0, 35.0), ("q", 30.0, 30.0)], {"a": 4}, "NO_MAJORITY", ()),
        ([("p", 20.0, 20.0)], {"a": 4}, "LISTED_DISPERSED", ()),
        ([("p", 50.0, 50.0), ("q", 50.0, 50.0)], {}, "NO_MAJORITY", ()),
    ],
)
def test_the_chain_s_end_says_what_is_not_known_above_it(
    rows: list[tuple[str, float, float]], marks: dict[str, int], stop: str, above: tuple[str, ...]
) -> None:
    held = [HoldingRow(who, "a", "PERSON", True, None, low, high) for who, low, high in rows]
    found = asked([org("a", "t", 100), *held], marks=marks)
    (one,) = found.controllers
    assert (one.id, one.stop, one.above) == ("a", stop, above)
    assert ("NOT_DERIVABLE" in one.doubts) is bool(above)
    assert bool(one.likely_above) is (stop == "LIKELY_ABOVE")


@pytest.mark.parametrize(
    ("least", "most", "more"), [(None, None, ()), (5.0, 12.0, ("UNDISCLOSED",)), (5.0, 14.0, ())]
)
def test_own_shares_of_unknown_size_can_decide(
    least: float | None, most: float | None, more: tuple[str, ...]
) -> None:
    own = HoldingRow("t", "t", "ORG", False, None, least, most, None, True)
    found = asked([own, person("p", "t", 46), person("q", "t", 40)])
    assert (found.result, found.reasons) == ("NOT_DERIVABLE", ("RANGE", *more))
    assert [one.id for one in found.possible] == ["p"]
    known = HoldingRow("t", "t", "ORG", False, 2.0, None, None, None, True)
    rest = [person("q", "t", 40), person("r", "t", 12)]
    assert asked([known, person("p", "t", 46), *rest]).result == "NO_CONTROLLER"
