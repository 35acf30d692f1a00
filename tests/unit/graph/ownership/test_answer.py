"""The answer for one entity: ultimate controllers, evidence, and what is not derivable."""

from __future__ import annotations

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
    assert asked([person("p", "t", None), person("q", "t", 50), org("r", "t", 10)]).result == "NO_CONTROLLER"


def test_ranges_of_a_vehicle_reach_the_company_below() -> None:
    rows = [person("p", "v", None, equity_min_pct=40.0, equity_max_pct=60.0), person("q", "v", 40)]
    rows += [org("v", "t", 50), person("p", "t", 10), person("r", "t", 40)]
    found = asked(rows)
    assert (found.result, [one.id for one in found.possible]) == ("NOT_DERIVABLE", ["p"])


def test_a_range_beside_a_sure_majority_changes_nothing() -> None:
    found = asked([person("p", "t", 60), person("q", "t", None, equity_min_pct=5.0, equity_max_pct=10.0)])
    assert (found.result, found.reasons, found.possible) == ("CONTROLLED", (), ())


def test_unnamed_holders_with_most_votes_leave_no_controller() -> None:
    rows = [HoldingRow("rest", "t", "OTHER", False, 70.0), person("p", "t", 30)]
    assert asked(rows).result == "NO_CONTROLLER"


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
