"""Hubs at their bound, and what only the state links: one less and as many still link, one more does not.

国家控股的企业之间不仅因为同受国家控股而具有关联关系 (公司法 265(4)): each negative here has a positive beside
it in which a private party stands where the state stood.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from api.auth.masking import SHOWN
from api.services.desk import open_desk
from api.services.hints import entity_hint
from graph.days import add_days
from graph.risk.hints import city_hints, derive_hints, explain, explain_hint, parameters
from graph.risk.hints.backtest import against
from graph.risk.patterns import run_pattern
from graph.store import Store

DAY = "2025-06-01"
LISTED, FOUNDED = "2024-06-01", "2024-09-01"
HUB = 3
BOUND = pytest.mark.parametrize(("degree", "found"), [(HUB - 1, True), (HUB, True), (HUB + 1, False)])
World = Any


def matched(store: Store, name: str, **given: Any) -> list[set[str]]:
    """The parties of each match."""
    run = run_pattern(store, name, DAY, parameters=given)
    return [{one.id for one in found.members} for found in run.matches]


def entities(world: World, *names: str, **state: Any) -> None:
    for one in names:
        world.entity(one, subject_type="法人", **state)


# -- rings


@BOUND
@pytest.mark.parametrize("kind", ["HOLDS", "GUARANTEES"])
def test_a_ring_through_a_firm_at_the_bound_of_a_hub(
    store: Store, world: World, kind: str, degree: int, found: bool
) -> None:
    entities(world, "a", "b", *(f"x{at}" for at in range(degree)))
    pairs = [("a", "b"), ("b", "a"), *(("a", f"x{at}") for at in range(degree - 2))]
    for source, target in pairs:
        if kind == "HOLDS":
            world.hold(source, target, 20.0)
        else:
            world.link(kind, source, target)
    world.save()
    name = "cross_holding_ring" if kind == "HOLDS" else "guarantee_ring"
    assert matched(store, name, hub_degree=HUB) == ([{"a", "b"}] if found else [])


@pytest.mark.parametrize(
    ("organ", "holder_kind", "found"),
    [("法人", "ORG", True), ("机关", "ORG", False), ("法人", "STATE", False)],
)
def test_no_ring_leads_through_the_state(
    store: Store, world: World, organ: str, holder_kind: str, found: bool
) -> None:
    world.entity("s", subject_type=organ)
    entities(world, "a", "b", state_capital_class="国有控股")
    world.hold("s", "a", 60.0, holder_kind=holder_kind)
    world.hold("a", "b", 60.0)
    world.hold("b", "s", 60.0)
    world.save()
    assert matched(store, "cross_holding_ring") == ([{"s", "a", "b"}] if found else [])


def test_firms_of_the_state_that_hold_each_other_are_a_ring_by_their_own_shares(
    store: Store, world: World
) -> None:
    """They are not linked by the same owner only: each has shares in the other."""
    world.entity("s", subject_type="机关")
    entities(world, "a", "b", "c", state_capital_class="国有控股")
    for one in "abc":
        world.hold("s", one, 60.0)
    world.hold("a", "b", 10.0)
    world.hold("b", "a", 10.0)
    world.save()
    assert matched(store, "cross_holding_ring") == [{"a", "b"}]


# -- successors


def successors(world: World, *, sharing: int) -> None:
    """A listed firm and a new one with one person and one telephone; the person sits in `sharing` firms."""
    world.entity("old", subject_type="法人", established_on="2015-01-01", phone_hmac="t")
    world.entity("new", subject_type="法人", established_on=FOUNDED, phone_hmac="t")
    world.listed("old", LISTED)
    world.person("p")
    others = [f"x{at}" for at in range(sharing - 2)]
    entities(world, *others, established_on="2010-01-01")
    for one in ("old", "new", *others):
        world.link("DIRECTOR_OF", "p", one)


@BOUND
def test_a_successor_by_a_person_at_the_bound_of_a_hub(
    store: Store, world: World, degree: int, found: bool
) -> None:
    successors(world, sharing=degree)
    world.save()
    assert matched(store, "successor_shell", hub_degree=HUB) == ([{"old", "new"}] if found else [])


@BOUND
def test_a_successor_by_an_address_at_the_bound_of_a_hub(
    store: Store, world: World, degree: int, found: bool
) -> None:
    for name, day in (("old", "2015-01-01"), ("new", FOUNDED)):
        world.entity(name, subject_type="法人", established_on=day, address="一号", phone_hmac="t")
    entities(world, *(f"x{at}" for at in range(degree - 2)), established_on="2010-01-01", address="一号")
    world.listed("old", LISTED)
    world.save()
    assert matched(store, "successor_shell", hub_degree=HUB) == ([{"old", "new"}] if found else [])


def shell_that_moves(world: World, *, old_left: str, new_left: str) -> None:
    """Both at one address with one telephone, until one or the other moves."""
    for name, day, left in (("old", "2015-01-01", old_left), ("new", FOUNDED, new_left)):
        kept = {"subject_type": "法人", "established_on": day}
        ends = {"valid_to": left} if left else {}
        world.entity(name, valid_from=day, address="一号", phone_hmac="t", **ends, **kept)
        if left:
            world.state(name, valid_from=left, address=f"{name} 二号", phone_hmac=f"{name}2", **kept)
    world.listed("old", LISTED)


@pytest.mark.parametrize(
    ("old_left", "new_left", "found"),
    [
        ("", add_days(FOUNDED, 30), True),
        (add_days(LISTED, 30), add_days(FOUNDED, 30), True),
        (add_days(LISTED, -364), "", True),
        (add_days(LISTED, -365), "", False),
    ],
)
def test_a_successor_that_moves_away_stays_one(
    store: Store, world: World, old_left: str, new_left: str, found: bool
) -> None:
    """But what the listed firm gave up long before its listing links nobody."""
    shell_that_moves(world, old_left=old_left, new_left=new_left)
    world.save()
    assert matched(store, "successor_shell") == ([{"old", "new"}] if found else [])


@BOUND
def test_an_address_that_too_many_firms_have_had_makes_no_successor(
    store: Store, world: World, degree: int, found: bool
) -> None:
    shell_that_moves(world, old_left="", new_left=add_days(FOUNDED, 30))
    for at in range(degree - 2):
        world.entity(f"x{at}", valid_to="2024-01-01", established_on="2010-01-01", address="一号")
        world.state(f"x{at}", valid_from="2024-01-01", established_on="2010-01-01", address=f"九{at}号")
    world.save()
    assert matched(store, "successor_shell", hub_degree=HUB) == ([{"old", "new"}] if found else [])


def named(world: World, old: str, new: str) -> None:
    """A listed firm and a new one with one telephone, under these names."""
    world.entity("old", name=old, subject_type="法人", established_on="2015-01-01", phone_hmac="t")
    world.entity("new", name=new, subject_type="法人", established_on=FOUNDED, phone_hmac="t")
    world.listed("old", LISTED)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("南阳宛城区鸿达建筑工程有限公司", "南阳市卧龙区鸿达餐饮店", True),
        ("南阳宛城区鸿达建筑工程有限公司", "南阳宛城区鸿远建筑工程有限公司", False),
        ("南阳建筑工程有限公司", "南阳市建筑工程有限责任公司", False),
    ],
)
def test_a_successor_by_its_trade_name_in_another_district_and_trade(
    store: Store, world: World, old: str, new: str, found: bool
) -> None:
    named(world, old, new)
    world.save()
    assert matched(store, "successor_shell") == ([{"old", "new"}] if found else [])
    (run,) = run_pattern(store, "successor_shell", DAY, parameters={"minimum": 1}).matches
    assert run.facts["aspects"] == (["PHONE", "TRADE_NAME"] if found else ["PHONE"])


@BOUND
@pytest.mark.parametrize(("district", "always"), [("卧龙区", False), ("宛城区", True)])
def test_a_trade_name_that_too_many_have_links_only_with_its_district_and_trade(
    store: Store, world: World, district: str, always: bool, degree: int, found: bool
) -> None:
    named(world, "南阳宛城区鸿达商贸有限公司", f"南阳{district}鸿达商贸有限责任公司")
    for at in range(degree - 2):
        world.entity(f"x{at}", name=("南阳鸿达印刷厂", "鸿达食品店")[at], established_on="2010-01-01")
    world.save()
    linked = found or always
    assert matched(store, "successor_shell", hub_degree=HUB) == ([{"old", "new"}] if linked else [])


@pytest.mark.parametrize(("holder", "found"), [("person", True), ("organ", False), ("STATE", False)])
def test_the_same_state_holder_makes_no_successor(
    store: Store, world: World, holder: str, found: bool
) -> None:
    for name, day in (("old", "2015-01-01"), ("new", FOUNDED)):
        world.entity(
            name, subject_type="法人", established_on=day, phone_hmac="t", state_capital_class="国有独资"
        )
    world.listed("old", LISTED)
    if holder == "person":
        world.person("s")
    else:
        world.entity("s", subject_type="机关" if holder == "organ" else "法人")
    for one in ("old", "new"):
        world.hold("s", one, 100.0, **({"holder_kind": "STATE"} if holder == "STATE" else {}))
    world.save()
    # One telephone is one thing in common; the holder would be the second.
    assert matched(store, "successor_shell") == ([{"old", "new"}] if found else [])


@pytest.mark.parametrize(
    ("of", "till", "found"),
    [
        ("", "", True),
        ("other", "", True),
        ("old", "", False),
        ("old", "2025-01-01", False),
        ("parent", "", False),
    ],
)
def test_a_branch_of_the_listed_firm_is_not_its_successor(
    store: Store, world: World, of: str, till: str, found: bool
) -> None:
    """Nor is another branch of the same firm; a branch of somebody else is as new as any firm."""
    named(world, "南阳鸿达商贸有限公司", "南阳鸿达商贸有限公司唐河分公司")
    entities(world, "parent", "other", established_on="2010-01-01")
    if of:
        world.link("BRANCH_OF", "new", of, valid_from=FOUNDED, valid_to=till or "9999-12-31")
    if of == "parent":
        world.link("BRANCH_OF", "old", "parent")
    world.save()
    assert matched(store, "successor_shell") == ([{"old", "new"}] if found else [])


def test_the_firm_of_a_listed_branch_is_not_its_successor(store: Store, world: World) -> None:
    named(world, "南阳鸿达商贸有限公司唐河分公司", "南阳鸿达商贸有限公司")
    world.link("BRANCH_OF", "old", "new", valid_from=FOUNDED)
    world.save()
    assert matched(store, "successor_shell") == []


# -- hints


def hint_of(store: Store, entity: str) -> float:
    """One entity's hint: of all at once and of itself, which have to agree."""
    found = city_hints(store, DAY)
    value = float(found.values[found.ids.index(entity)])
    assert explain_hint(store, entity, DAY).value == pytest.approx(value, abs=1e-9)
    return value


@pytest.mark.parametrize("beyond", [-1, 0, 1])
def test_a_hint_through_a_person_at_the_bound_of_a_hub(store: Store, world: World, beyond: int) -> None:
    degree = parameters().hub_degree + beyond
    world.person("p")
    names = [f"x{at:02d}" for at in range(degree)]
    entities(world, *names)
    for one in names:
        world.link("LEGAL_REP_OF", "p", one)
    world.listed("x00", LISTED)
    world.save()
    value = hint_of(store, "x01")
    assert (value > 0.1) if beyond <= 0 else (value == 0)
    assert explain_hint(store, "x00", DAY).own == 1.0


def test_a_person_has_paths_the_shortest_first_and_no_value(store: Store, world: World) -> None:
    world.person("p")
    entities(world, "a", "b", "c", "d")
    world.link("LEGAL_REP_OF", "p", "a")
    for source, target in (("a", "b"), ("b", "c"), ("c", "d")):
        world.link("GUARANTEES", source, target)
    for one in ("b", "c", "d"):
        world.listed(one, LISTED)
    world.save()
    found = explain_hint(store, "p", DAY, is_person=True)
    assert [one.parties for one in found.contributions] == [("p", "a", "b"), ("p", "a", "b", "c")]
    assert (found.scored, found.value, found.paths) == (False, 0.0, 2)
    assert all(one.decisions for one in found.contributions)


def test_a_hub_with_a_record_of_its_own_is_nobodys_neighbour(store: Store, world: World) -> None:
    degree = parameters().hub_degree
    names = [f"x{at:02d}" for at in range(degree)]
    entities(world, "h", "g", *names, "y")
    for one in names:
        world.link("GUARANTEES", "h", one)
        world.link("GUARANTEES", "g", one)
    world.link("GUARANTEES", "g", "y")
    world.listed("g", LISTED)
    world.listed("h", LISTED)
    world.save()
    found = city_hints(store, DAY)
    # Of h, which is at the bound, the neighbours have a hint; of g, one beyond it, nobody has.
    assert found.blocked == 1
    assert hint_of(store, "y") == 0
    (one,) = explain_hint(store, "x00", DAY).contributions
    assert one.parties == ("x00", "h")
    assert int(np.count_nonzero(found.values)) == degree


@pytest.mark.parametrize(
    ("owner", "kind", "firms", "found"),
    [
        ("法人", "ORG", "", True),
        ("机关", "ORG", "", False),
        ("法人", "STATE", "", False),
        ("法人", "ORG", "国有独资", False),
    ],
    ids=["private", "organ", "state-holder", "state-group"],
)
def test_firms_of_one_owner_have_hints_unless_it_is_the_state(
    store: Store, world: World, owner: str, kind: str, firms: str, found: bool
) -> None:
    world.entity("s", subject_type=owner, state_capital_class=firms)
    entities(world, "a", "b", state_capital_class=firms)
    for one in "ab":
        world.hold("s", one, 100.0, holder_kind=kind)
    world.listed("b", LISTED)
    world.save()
    value = hint_of(store, "a")
    assert (value > 0.1) if found else (value == 0)


def test_firms_of_the_state_are_linked_by_what_is_not_the_state(store: Store, world: World) -> None:
    entities(world, "a", "b", "c", state_capital_class="国有控股")
    world.person("p")
    for one in "ab":
        world.link("DIRECTOR_OF", "p", one)
    world.link("GUARANTEES", "c", "b")
    world.listed("b", LISTED)
    world.save()
    assert hint_of(store, "a") > 0 and hint_of(store, "c") > 0


# -- a natural person's business


@pytest.mark.parametrize("kind", ["法人", "非法人组织", "个体工商户"])
def test_a_trader_has_facts_and_paths_and_no_number_or_rank(store: Store, world: World, kind: str) -> None:
    """A 个体工商户 is in effect a natural person; a 个人独资企业 (非法人组织) is one beside him."""
    world.entity("x", subject_type=kind)
    entities(world, "near", "far", "new", "y")
    world.person("p")
    for one in ("x", "near", "new"):
        world.link("PRINCIPAL_OF" if one == "x" else "DIRECTOR_OF", "p", one)
    world.link("GUARANTEES", "near", "far")
    world.link("GUARANTEES", "x", "y")
    world.listed("near", "2024-06-01")
    world.record("Penalty", "2025-03-01", "new", severity="严重")
    world.listed("far", "2025-05-01")
    world.record("Penalty", "2025-01-01", "x", severity="严重")
    world.save()
    scored = kind != "个体工商户"
    found = city_hints(store, DAY)
    assert bool(found.scored[found.ids.index("x")]) is scored
    assert (hint_of(store, "x") > 0) is scored
    # Others are told what it is to them: they have a value by its record.
    assert hint_of(store, "y") > 0
    derive_hints(store, DAY, by="test")
    ranked = [row["entity"] for row in store.read("read/hints/page", below=1.0, after="", limit=50)]
    assert ("x" in ranked) is scored and "y" in ranked
    assert against(found, {"x"}).cases == 0
    shown, persons = entity_hint(open_desk(store), "x", masking=SHOWN, as_of=DAY)
    assert persons == ("p",) and shown["scored"] is scored and len(shown["own_decisions"]) == 1
    ends = [one["parties"][-1]["name"] for one in shown["contributions"]]
    numbers = [shown["value"], shown["own"], *(one["share"] for one in shown["contributions"])]
    numbers += [one["amount"] for one in shown["contributions"]]
    numbers += [each["weight"] for one in shown["contributions"] for each in one["decisions"]]
    if scored:
        assert None not in numbers and ends[0] == "near公司"
    else:
        # The shortest first, and of those the newest record, however much weaker it is.
        assert set(numbers) == {None} and ends == ["new公司", "near公司", "far公司"]


@pytest.mark.parametrize("kind", ["法人", "个体工商户"])
def test_the_first_paths_are_told_and_all_are_counted(
    store: Store, world: World, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.entity("x", subject_type=kind)
    entities(world, *(f"y{at}" for at in range(4)), "z")
    for at in range(4):
        world.link("GUARANTEES", "x", f"y{at}")
        world.link("GUARANTEES", f"y{at}", "x")
        world.link("GUARANTEES", f"y{at}", "z")
        world.listed(f"y{at}", f"2024-0{at + 1}-01")
    world.listed("z", LISTED)
    world.save()
    whole, some = explain_hint(store, "x", DAY), explain_hint(store, "x", DAY, most=3)
    assert whole.paths == some.paths == len(whole.contributions) > 3
    assert some.contributions == whole.contributions[:3]
    assert (some.value, some.total, some.own) == (whole.value, whole.total, whole.own)
    assert sum(one.amount for one in whole.contributions) == pytest.approx(whole.total)
    built: list[object] = []
    make = explain._hop

    def counted(found: Any) -> explain.Hop:
        built.append(found)
        return make(found)

    monkeypatch.setattr(explain, "_hop", counted)
    shown, _ = entity_hint(open_desk(store), "x", masking=SHOWN, as_of=DAY, limit=2)
    assert (shown["paths"], len(shown["contributions"])) == (whole.paths, 2)
    assert len(built) == sum(len(one["hops"]) for one in shown["contributions"])


def test_who_becomes_a_trader_loses_the_stored_value(store: Store, world: World) -> None:
    entities(world, "x", "y")
    world.link("GUARANTEES", "x", "y")
    world.listed("y", LISTED)
    world.record("EntityState", "2025-05-01", "x", subject_type="个体工商户", name="x")
    world.save()
    assert derive_hints(store, "2025-04-30", by="test").hinted == 1
    report = derive_hints(store, DAY, by="test")
    assert (report.hinted, report.closed) == (0, 1)
