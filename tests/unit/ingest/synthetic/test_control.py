"""Control as the answer key sees it, on companies small enough to see it oneself."""

from __future__ import annotations

from ingest.synthetic.control import control_pairs
from ingest.synthetic.model import UNITS, Org, Person, Stake


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
