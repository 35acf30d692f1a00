"""Changes between two days, groups and ownership trees, read from the store on both engines."""

from __future__ import annotations

import random
from typing import Any

import pytest

from graph.ownership import derive_control
from graph.ownership.changes import control_changes
from graph.ownership.groups import districts_of, group_under, groups_of, stored_groups
from graph.ownership.read import organs_among
from graph.ownership.tree import ownership_tree
from graph.risk.warning.groups import group_heads
from graph.store import Store

DAY = "2025-06-01"
World = Any


@pytest.fixture
def family(world: World) -> World:
    """p holds a, a holds b and c; until 2024 q held b; c holds a little of a."""
    world.person("p"), world.person("q")
    for one in ("a", "b", "c"):
        world.entity(one, region_code="411302" if one != "c" else "411303")
    world.hold("p", "a", 60.0)
    world.hold("a", "b", 60.0, valid_from="2024-01-01")
    world.hold("q", "b", 60.0, valid_to="2024-01-01")
    world.hold("a", "c", 80.0)
    world.hold("c", "a", 10.0)
    world.hold("q", "c", None, equity_min_pct=5.0, equity_max_pct=20.0)
    world.save()
    return world


def test_who_gained_and_lost_between_two_days(store: Store, family: World) -> None:
    found = control_changes(store, "2023-12-31", DAY)
    assert [(one.change, one.controller, one.controlled) for one in found] == [
        ("GAINED", "a", "b"),
        ("GAINED", "p", "b"),
        ("LOST", "q", "b"),
    ]
    assert control_changes(store, "2023-12-31", DAY, subject="b") == found
    of_q = control_changes(store, "2023-12-31", DAY, subject="q", is_person=True)
    assert [(one.change, one.controlled, one.before_pct) for one in of_q] == [("LOST", "b", 60.0)]
    assert control_changes(store, "2024-01-01", DAY) == []


def test_groups_are_those_of_stored_control_and_of_any_day(store: Store, family: World) -> None:
    derive_control(store, DAY)
    (group,) = stored_groups(store)
    assert (group.heads, group.members, group.core) == (("p",), ("a", "b", "c"), "a")
    assert districts_of(store, group.members, DAY, store.head_seq()) == {
        "a": "411302",
        "b": "411302",
        "c": "411303",
    }
    tree = group_under(store, "p", DAY, is_person=True)
    assert tree is not None
    assert (tree.group, tree.kind, tree.voting_pct["b"]) == (group, "PERSON", 60.0)
    assert [(one.holder, one.company, one.equity_pct) for one in tree.edges] == [
        ("a", "b", 60.0),
        ("a", "c", 80.0),
        ("c", "a", 10.0),
        ("p", "a", 60.0),
    ]
    then = group_under(store, "p", "2023-12-31", is_person=True)
    assert then is not None
    assert then.group.members == ("a", "c")
    assert group_under(store, "a", DAY, is_person=False) is None


def test_two_share_classes_of_one_holder_are_one_step_with_both_shares(store: Store, world: World) -> None:
    world.person("p")
    world.entity("a")
    world.hold("p", "a", 30.0)
    world.hold("p", "a", 25.0, share_class="B类")
    world.save()
    derive_control(store, DAY)
    tree = ownership_tree(store, "a", DAY, is_person=False, up=1, down=0)
    assert [(one.holder, one.equity_pct, one.vote_pct, one.max_pct) for one in tree.edges] == [
        ("p", 55.0, 55.0, None)
    ]
    assert {one.id: one.integrated_pct for one in tree.nodes}["p"] == pytest.approx(55.0)


def test_an_organ_is_one_by_register_or_by_anything_that_it_holds_as_such(store: Store, world: World) -> None:
    for one in ("x", "y", "z", "a", "b", "c"):
        world.entity(one, **({"subject_type": "机关"} if one == "y" else {}))
    world.hold("x", "a", 60.0, holder_kind="STATE")
    world.hold("y", "b", 60.0)
    world.hold("z", "c", 60.0, holder_kind="STATE", valid_to=DAY)
    world.save()
    seq = store.head_seq()
    assert organs_among(store, ["x", "y", "z"], DAY, seq=seq) == {"x", "y"}
    assert organs_among(store, ["x", "y", "z"], "2025-05-31", seq=seq) == {"x", "y", "z"}
    assert organs_among(store, [], DAY, seq=seq) == set()


def test_a_tree_shows_both_ways_with_shares_along_all_chains(store: Store, family: World) -> None:
    tree = ownership_tree(store, "a", DAY, is_person=False)
    shown = {one.id: (one.level, one.is_person, one.integrated_pct) for one in tree.nodes}
    assert shown["a"] == (0, False, None)
    assert shown["b"][0] == 1
    assert shown["p"][:2] == (-1, True)
    assert shown["p"][2] == pytest.approx(60 / 0.92)
    assert tree.complete
    edge = next(one for one in tree.edges if (one.holder, one.company) == ("q", "c"))
    assert (edge.equity_pct, edge.max_pct) == (5.0, 20.0)
    past = ownership_tree(store, "b", "2023-12-31", is_person=False)
    assert {one.id for one in past.nodes} == {"b", "q"}


def test_a_tree_says_what_it_leaves_out(store: Store, family: World) -> None:
    tree = ownership_tree(store, "b", DAY, is_person=False, up=1, down=0)
    assert {one.id: one.more for one in tree.nodes} == {"b": 0, "a": 2}
    assert not tree.complete
    few = ownership_tree(store, "p", DAY, is_person=True, most=2)
    assert {one.id: one.more for one in few.nodes} == {"p": 0, "a": 2}


def test_groups_of_some_are_those_of_all_that_they_are_in(store: Store, world: World) -> None:
    """Persons, companies on top, rings, two together on top: read around a few, and of all stored."""
    rng = random.Random(5)
    persons = [f"p{at}" for at in range(8)]
    firms = [f"e{at:02d}" for at in range(30)]
    apart = ["r0", "r1", "r2", "c0", "c1"]
    for one in persons:
        world.person(one)
    for one in (*firms, *apart):
        world.entity(one)
    for at, firm in enumerate(firms):
        others = firms[:at] if rng.random() < 0.9 else firms
        for share in rng.choice([(60.0,), (60.0, 40.0), (51.0, 20.0), (30.0, 30.0)]):
            holder = rng.choice(persons) if rng.random() < 0.35 or not others else rng.choice(others)
            if holder != firm:
                world.hold(holder, firm, share)
    # A ring with a firm below it, and a firm that nobody controls with one below.
    for first, second in (("r0", "r1"), ("r1", "r0"), ("r1", "r2"), ("c0", "c1")):
        world.hold(first, second, 60.0)
    world.link("ACTS_IN_CONCERT", "p0", "p1")
    world.save()
    derive_control(store, DAY)
    every = stored_groups(store)
    assert len(every) > 4 and any(len(one.heads) > 1 for one in every)
    assert any(one.is_person for one in every) and any(not one.is_person for one in every)
    seq = store.head_seq()
    for asked in ([], ["e00"], ["e29"], ["r2"], ["c0"], ["c1"], rng.sample(firms, 5), [*firms, *apart]):
        assert groups_of(store, asked, seq) == [one for one in every if set(asked) & set(one.members)]


def test_figures_of_a_ring_stand_in_one_group_named_by_a_company(store: Store, world: World) -> None:
    for one in "abcd":
        world.entity(one)
    world.person("p")
    for source, target in ("ab", "ba"):
        world.hold(source, target, 60.0)
    world.hold("p", "c", 60.0)
    world.hold("c", "d", 60.0)
    world.save()
    derive_control(store, DAY)
    # A group under a person goes by the company that controls the most others.
    heads = group_heads(store, "abcd", store.head_seq())
    assert heads == {"a": ("a",), "b": ("a",), "c": ("c",), "d": ("c",)}
