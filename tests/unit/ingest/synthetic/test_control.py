"""Control as the answer key sees it, on companies small enough to see it oneself."""

from __future__ import annotations

from ingest.synthetic.control import control_pairs
from ingest.synthetic.model import UNITS, Agreement, Org, Person, Post, Stake


def _org(name: str) -> Org:
    return Org(name, name, "有限责任公司", "法人", 0, 0, "2020-01-01", 1)


def _hold(org: Org, holder: Org | Person, percent: float) -> None:
    org.stakes.append(Stake(holder, round(percent * UNITS), "2020-01-01"))


def _found(*orgs: Org) -> dict[tuple[str, str], tuple[str, float]]:
    return {
        (pair.controller.name, pair.controlled.name): (pair.kind, pair.units / UNITS)
        for pair in control_pairs(orgs)
    }


def test_half_is_not_control_and_a_hair_more_is() -> None:
    owner, half, more = Person("甲", "1"), _org("half"), _org("more")
    _hold(half, owner, 50)
    _hold(more, owner, 50.0001)
    assert _found(half, more) == {("甲", "more"): ("DIRECT", 50.0001)}


def test_own_and_controlled_votes_join() -> None:
    owner, vehicle, target = Person("甲", "1"), _org("vehicle"), _org("target")
    _hold(vehicle, owner, 80)
    _hold(target, owner, 30)
    _hold(target, vehicle, 25)
    assert _found(vehicle, target) == {
        ("甲", "vehicle"): ("DIRECT", 80),
        ("甲", "target"): ("JOINT", 55),
    }


def test_controlled_votes_alone_are_indirect_control() -> None:
    owner, first, second, target = Person("甲", "1"), _org("first"), _org("second"), _org("target")
    for vehicle in (first, second):
        _hold(vehicle, owner, 60)
        _hold(target, vehicle, 26)
    assert _found(first, second, target)[("甲", "target")] == ("INDIRECT", 52)


def test_a_ring_controls_itself_through_the_others_but_nobody_controls_himself() -> None:
    first, second, third = _org("a"), _org("b"), _org("c")
    _hold(second, first, 60)
    _hold(third, second, 60)
    _hold(first, third, 60)
    found = _found(first, second, third)
    assert set(found) == {(x, y) for x in "abc" for y in "abc" if x != y}


def test_votes_of_a_controlled_company_count_in_its_own_controller() -> None:
    owner, first, second = Person("甲", "1"), _org("first"), _org("second")
    _hold(first, owner, 51)
    _hold(first, second, 30)
    _hold(second, first, 30)
    _hold(second, owner, 25)
    found = _found(first, second)
    assert found[("甲", "first")] == ("DIRECT", 81)
    assert found[("甲", "second")] == ("JOINT", 55)


def test_ended_and_treasury_shares_do_not_vote() -> None:
    org = _org("a")
    _hold(org, Person("甲", "1"), 90)
    org.stakes[0].end = "2021-01-01"
    _hold(org, org, 60)
    org.stakes[1].treasury = True
    assert _found(org) == {}


def _states(orgs: list[Org], *agreements: Agreement) -> dict[tuple[str, str], tuple[str, str, float]]:
    return {
        (pair.controller.name, pair.controlled.name): (pair.kind, pair.state, pair.units / UNITS)
        for pair in control_pairs(orgs, agreements)
    }


def test_whoever_is_behind_a_nominee_controls_and_the_nominee_does_not() -> None:
    org, front, behind = _org("a"), Person("甲", "1"), Person("乙", "2")
    _hold(org, front, 55)
    assert _states([org], Agreement("NOMINEE_FOR", front, behind)) == {
        ("乙", "a"): ("DIRECT", "COMPUTED_BY_AGREEMENT", 55)
    }


def test_a_group_in_concert_controls_what_no_member_controls_alone() -> None:
    org, alone = _org("a"), _org("b")
    first, second, third = Person("甲", "1"), Person("乙", "2"), Person("丙", "3")
    for holder, percent in ((first, 25), (second, 20), (third, 10)):
        _hold(org, holder, percent)
    _hold(alone, first, 60)
    agreed = [Agreement("ACTS_IN_CONCERT", first, second), Agreement("VOTES_FOR", third, first)]
    assert _states([org, alone], *agreed) == {
        ("甲", "a"): ("JOINT", "COMPUTED_IN_CONCERT", 55),
        ("乙", "a"): ("JOINT", "COMPUTED_IN_CONCERT", 55),
        ("甲", "b"): ("DIRECT", "COMPUTED", 60),
    }


def test_the_executive_partner_runs_a_partnership_whatever_the_shares() -> None:
    fund, manager, below = _org("fund"), _org("manager"), _org("below")
    fund.form = "有限合伙企业"
    owner, rich = Person("甲", "1"), Person("乙", "2")
    _hold(manager, owner, 100)
    _hold(fund, manager, 1)
    _hold(fund, rich, 99)
    _hold(below, fund, 80)
    fund.posts.append(Post(Person("manager", ""), "EXECUTIVE_PARTNER", "2020-01-01", company=manager))
    assert _states([fund, manager, below]) == {
        ("甲", "manager"): ("DIRECT", "COMPUTED", 100),
        ("甲", "fund"): ("INDIRECT", "COMPUTED_AS_PARTNER", 1),
        ("甲", "below"): ("INDIRECT", "COMPUTED_AS_PARTNER", 80),
        ("manager", "fund"): ("DIRECT", "COMPUTED_AS_PARTNER", 1),
        ("manager", "below"): ("INDIRECT", "COMPUTED_AS_PARTNER", 80),
        ("fund", "below"): ("DIRECT", "COMPUTED", 80),
    }
