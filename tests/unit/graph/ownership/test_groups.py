"""Groups under one ultimate controller, and what changed between two days, without a store."""

from __future__ import annotations

from graph.ownership.changes import compare
from graph.ownership.closure import control_pairs
from graph.ownership.groups import ControlGroup, count_districts, edges_within, families
from graph.ownership.holdings import HoldingRow, Holdings


def person(holder: str, company: str, percent: float) -> HoldingRow:
    return HoldingRow(holder, company, "PERSON", True, percent)


def org(holder: str, company: str, percent: float) -> HoldingRow:
    return HoldingRow(holder, company, "ORG", False, percent)


def grouped(rows: list[HoldingRow], smallest: int = 2) -> list[ControlGroup]:
    holdings = Holdings.of(rows)
    pairs = [(one.controller, one.controlled) for one in control_pairs(holdings).rows()]
    return families(pairs, {one for one in holdings.ids if one.startswith("p")}, smallest=smallest)


def test_a_person_heads_all_below_and_the_one_that_controls_most_is_its_core() -> None:
    rows = [person("p", "a", 60), org("a", "b", 60), org("a", "c", 60), person("p", "d", 100)]
    assert grouped(rows) == [ControlGroup(("p",), True, ("a", "b", "c", "d"), "a")]


def test_a_company_on_top_is_a_member_of_its_own_group() -> None:
    assert grouped([org("x", "y", 60)]) == [ControlGroup(("x",), False, ("x", "y"), "x")]


def test_a_ring_without_anybody_above_is_one_group() -> None:
    (group,) = grouped([org("a", "b", 60), org("b", "c", 60), org("c", "a", 60), org("c", "d", 60)])
    assert (group.heads, group.members) == (("a", "b", "c"), ("a", "b", "c", "d"))


def test_a_ring_under_a_person_is_in_his_group_only() -> None:
    (group,) = grouped([person("p", "a", 60), org("a", "b", 60), org("b", "a", 40)])
    assert (group.heads, group.members) == (("p",), ("a", "b"))


def test_the_largest_group_comes_first_and_single_companies_are_left_out() -> None:
    rows = [
        person("p1", "a", 60),
        person("p2", "b", 60),
        org("b", "c", 60),
        person("p3", "d", 60),
        org("d", "e", 60),
    ]
    rows.append(org("e", "f", 60))
    assert [one.head for one in grouped(rows)] == ["p3", "p2"]
    assert [one.head for one in grouped(rows, smallest=1)] == ["p3", "p2", "p1"]


def test_districts_are_counted_and_holdings_inside_are_shown() -> None:
    group = ControlGroup(("p",), True, ("a", "b", "c"), "a")
    assert count_districts(group, {"a": "411302", "b": "411302"}) == [
        {"region_code": "411302", "entities": 2},
        {"region_code": "", "entities": 1},
    ]
    holdings = Holdings.of(
        [org("a", "b", 60), org("x", "a", 10), HoldingRow("a", "c", "ORG", False, None, 10, 20)]
    )
    shown = [
        (one.holder, one.company, one.equity_pct, one.max_pct)
        for one in edges_within(holdings, {"a", "b", "c"})
    ]
    assert shown == [("a", "b", 60.0, None), ("a", "c", 10.0, 20.0)]


def test_gained_lost_and_changed_between_two_days() -> None:
    def side(rows: list[HoldingRow]) -> tuple[dict[tuple[str, str], object], set[str]]:
        pairs = {(one.controller, one.controlled): one for one in control_pairs(Holdings.of(rows)).rows()}
        return dict(pairs), {"p", "q"}

    before = side([person("p", "a", 60), person("q", "b", 60), org("x", "y", 60)])
    after = side([person("q", "a", 60), person("q", "b", 70), org("x", "y", 60)])
    found = compare(before, after)  # type: ignore[arg-type]
    assert [(one.change, one.controller, one.controlled, one.before_pct, one.after_pct) for one in found] == [
        ("LOST", "p", "a", 60.0, None),
        ("GAINED", "q", "a", None, 60.0),
        ("CHANGED", "q", "b", 60.0, 70.0),
    ]
    assert all(one.is_person for one in found)
