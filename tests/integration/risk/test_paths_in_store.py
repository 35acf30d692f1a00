"""Dated chains of relations and neighbourhoods, on both engines."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest

from graph.errors import NotFoundError, UsageError
from graph.ownership import label_ids
from graph.risk import PathAnswer, PathBounds, find_paths, neighbourhood, surroundings
from graph.store import Store

DAY = "2025-06-01"
World = Any


def walked(found: PathAnswer) -> list[str]:
    return sorted(
        "".join([path[0].from_id, *(hop.to_id for hop in path)]) if path else "" for path in found.paths
    )


def entities(world: World, names: str) -> None:
    for one in names:
        world.entity(one)


def test_a_chain_is_found_with_types_days_and_directions(store: Store, world: World) -> None:
    world.person("p")
    entities(world, "ab")
    world.link("LEGAL_REP_OF", "p", "a", valid_from="2020-01-01", source="SAMR")
    world.hold("b", "a", 60.0, valid_from="2021-01-01")
    world.save()
    found = find_paths(store, "p", "b", DAY)
    assert found.complete
    labels = label_ids(store, found.ids(), DAY)
    document = found.to_json(labels.codes, labels.names)
    assert set(document) == {"from", "to", "complete", "bounds", "paths"}
    (path,) = document["paths"]
    assert path["length"] == 2
    assert [
        (hop["from"], hop["to"], hop["type"], hop["forward"], hop["valid_from"]) for hop in path["hops"]
    ] == [
        ("p", "91A", "LEGAL_REP_OF", True, "2020-01-01"),
        ("91A", "91B", "HOLDS", False, "2021-01-01"),
    ]
    assert path["hops"][0]["source"] == "SAMR"


def test_where_the_shortest_has_expired_the_longer_one_holds(store: Store, world: World) -> None:
    entities(world, "abcdx")
    world.link("GUARANTEES", "a", "x", valid_to="2024-01-01")
    world.link("GUARANTEES", "x", "d", valid_to="2024-01-01")
    for source, target in ("ab", "bc", "cd"):
        world.link("GUARANTEES", source, target, valid_from="2023-01-01")
    world.save()
    assert walked(find_paths(store, "a", "d", DAY)) == ["abcd"]
    assert walked(find_paths(store, "a", "d", "2023-06-01")) == ["axd"]
    assert walked(find_paths(store, "a", "d", "2022-06-01")) == ["axd"]


def test_what_was_not_known_is_not_walked(store: Store, world: World) -> None:
    entities(world, "ab")
    fact = world.link("GUARANTEES", "a", "b")
    before = world.save()
    world.end("GUARANTEES", fact)
    assert walked(find_paths(store, "a", "b", DAY)) == []
    assert walked(find_paths(store, "a", "b", DAY, seq=before)) == ["ab"]
    assert walked(find_paths(store, "a", "b", DAY, seq=before - 1)) == []


def test_parallel_relations_are_paths_of_their_own(store: Store, world: World) -> None:
    entities(world, "abc")
    world.link("GUARANTEES", "a", "b")
    world.hold("a", "b", 10.0)
    world.link("GUARANTEES", "b", "c")
    world.link("GUARANTEES", "c", "b")
    world.save()
    found = find_paths(store, "a", "c", DAY)
    assert walked(found) == ["abc"] * 4
    assert {(path[0].type, path[1].forward) for path in found.paths} == {
        ("GUARANTEES", True),
        ("GUARANTEES", False),
        ("HOLDS", True),
        ("HOLDS", False),
    }


def test_only_asked_types_are_followed_and_only_those_of_the_whitelist(store: Store, world: World) -> None:
    entities(world, "ab")
    world.link("GUARANTEES", "a", "b")
    world.save()
    assert find_paths(store, "a", "b", DAY, types=["HOLDS"]).paths == ()
    with pytest.raises(UsageError):
        find_paths(store, "a", "b", DAY, types=["EMPLOYED_BY"])
    with pytest.raises(UsageError):
        find_paths(store, "a", "b", DAY, types=[])
    with pytest.raises(NotFoundError):
        find_paths(store, "a", "nobody", DAY)


def test_a_hub_links_nobody_but_is_named(store: Store, world: World) -> None:
    world.person("agent")
    entities(world, "abcdefgh")
    for one in "abcdefgh":
        world.link("LEGAL_REP_OF", "agent", one)
    world.link("GUARANTEES", "a", "c")
    world.link("GUARANTEES", "c", "d")
    world.link("GUARANTEES", "d", "b")
    world.save()
    bounds = PathBounds(hub_degree=5)
    found = find_paths(store, "a", "b", DAY, limits=bounds)
    assert walked(found) == ["acdb"]
    assert (found.blocked, found.touched_by_both) == ({"agent": "HUB"}, ("agent",))
    assert walked(find_paths(store, "a", "b", DAY)) == ["aagentb"]
    assert walked(find_paths(store, "agent", "b", DAY, limits=bounds)) == ["agentb"]
    lonely = find_paths(store, "e", "f", DAY, limits=bounds)
    assert (lonely.paths, lonely.complete, lonely.touched_by_both) == ((), True, ("agent",))


def test_two_firms_of_one_organ_are_not_linked_by_it(store: Store, world: World) -> None:
    world.entity("o", subject_type="机关")
    world.entity("s", stub=True)
    entities(world, "abcd")
    for one in "ab":
        world.hold("o", one, 100.0)
    for one in "cd":
        world.hold("s", one, 100.0, holder_kind="STATE")
    world.save()
    found = find_paths(store, "a", "b", DAY)
    assert (found.paths, found.complete, found.blocked) == ((), True, {"o": "STATE_ORGAN"})
    assert find_paths(store, "c", "d", DAY).blocked == {"s": "STATE_ORGAN"}
    assert walked(find_paths(store, "o", "b", DAY)) == ["ob"]


def test_no_link_within_the_bounds_differs_from_cut_short(store: Store, world: World) -> None:
    names = "abcdefghij"
    entities(world, names + "xyz")
    for source, target in pairwise(names):
        world.link("GUARANTEES", source, target)
    world.link("GUARANTEES", "x", "y")
    world.save()
    near = find_paths(store, "a", "j", DAY, limits=PathBounds(max_length=8))
    assert (near.paths, near.complete, near.searched_length) == ((), True, 8)
    assert walked(find_paths(store, "a", "j", DAY, limits=PathBounds(max_length=9))) == [names]
    apart = find_paths(store, "a", "x", DAY)
    assert (apart.paths, apart.complete, apart.searched_length) == ((), True, 6)
    late = find_paths(store, "a", "j", DAY, limits=PathBounds(max_length=9, time_limit=-1.0))
    assert (late.paths, late.complete, late.cut_short, late.searched_length) == ((), False, "TIME", 0)
    assert walked(find_paths(store, "z", "z", DAY)) == [""]


def test_a_wide_end_is_reached_from_the_other_and_two_wide_ends_are_cut_short(
    store: Store, world: World
) -> None:
    for one in ("u", "v"):
        world.entity(one)
        for at in range(12):
            world.entity(f"{one}{at}")
            world.link("GUARANTEES", one, f"{one}{at}")
    world.entity("m")
    world.link("GUARANTEES", "m", "u3")
    world.link("GUARANTEES", "u3", "v3")
    world.save()
    bounds = PathBounds(max_width=10)
    found = find_paths(store, "u", "m", DAY, limits=bounds)
    assert (walked(found), found.complete) == (["uu3m"], True)
    both = find_paths(store, "u", "v", DAY, limits=bounds)
    assert (both.paths, both.complete, both.cut_short) == ((), False, "WIDTH")
    assert walked(find_paths(store, "u", "v", DAY)) == ["uu3v3v"]


def test_more_paths_than_asked_for_are_cut_short(store: Store, world: World) -> None:
    entities(world, "abcdez")
    for one in "bcde":
        world.link("GUARANTEES", "a", one)
        world.link("GUARANTEES", one, "z")
    world.save()
    found = find_paths(store, "a", "z", DAY, limits=PathBounds(max_paths=3))
    assert (len(found.paths), found.complete, found.cut_short) == (3, False, "PATHS")


def test_dated_paths_are_those_of_a_plain_search(store: Store, world: World) -> None:
    rng = random.Random(7)
    names = [f"n{at:02d}" for at in range(40)]
    for name in names:
        world.entity(name)
    relations = []
    for _ in range(75):
        source, target = rng.sample(names, 2)
        first = rng.choice(["2020-01-01", "2023-01-01"])
        last = rng.choice(["2024-01-01", "9999-12-31"])
        relations.append((source, target, first, last))
        world.link("GUARANTEES", source, target, valid_from=first, valid_to=last)
    world.save()
    hub = 7
    for _ in range(25):
        start, end = rng.sample(names, 2)
        day = rng.choice(["2022-06-01", "2023-06-01", DAY])
        found = find_paths(store, start, end, day, limits=PathBounds(max_length=6, hub_degree=hub))
        chains = [[path[0].from_id, *(hop.to_id for hop in path)] for path in found.paths]
        assert sorted(chains) == sorted(plain_search(relations, start, end, day, hub, 6)), (start, end, day)
        assert found.complete


def plain_search(
    relations: list[tuple[str, str, str, str]], start: str, end: str, day: str, hub: int, most: int
) -> list[list[str]]:
    """All shortest walks, one relation after the other, by trying everything level by level."""
    live = [(one, two) for one, two, first, last in relations if first <= day < last]
    beside: dict[str, list[str]] = {}
    for one, two in live:
        beside.setdefault(one, []).append(two)
        beside.setdefault(two, []).append(one)
    walks = [[start]]
    for _ in range(most):
        walks = [
            [*walk, other]
            for walk in walks
            if walk[-1] == start or len(beside.get(walk[-1], [])) <= hub
            for other in beside.get(walk[-1], [])
            if other not in walk
        ]
        if found := [walk for walk in walks if walk[-1] == end]:
            return found
    return []


def test_a_neighbourhood_counts_first_and_lists_what_is_not_too_much(store: Store, world: World) -> None:
    world.person("p")
    entities(world, "abcdefgh")
    for one in "abcdef":
        world.link("LEGAL_REP_OF", "p", one)
    world.hold("p", "g", 60.0)
    world.hold("p", "h", 60.0, valid_to="2024-01-01")
    world.save()
    found = neighbourhood(store, "p", DAY, hub_degree=4)
    assert [tuple(one) for one in found.counts] == [
        ("HOLDS", True, 1, False),
        ("LEGAL_REP_OF", True, 6, True),
    ]
    assert [(one.id, one.type) for one in found.neighbours] == [("g", "HOLDS")]
    assert not found.complete
    first = neighbourhood(store, "p", DAY, types=["LEGAL_REP_OF"], hub_degree=4, page_size=4)
    second = neighbourhood(
        store, "p", DAY, types=["LEGAL_REP_OF"], hub_degree=4, page_size=4, after=first.following
    )
    assert [one.id for one in (*first.neighbours, *second.neighbours)] == list("abcdef")
    assert (len(first.neighbours), second.following) == (4, {})
    assert neighbourhood(store, "p", DAY, after={}).neighbours == ()
    assert neighbourhood(store, "p", DAY).complete
    labels = label_ids(store, found.ids(), DAY)
    assert found.to_json(labels.codes, labels.names)["neighbours"][0]["id"] == "91G"


def test_surroundings_stop_at_hubs_and_say_when_they_are_clipped(store: Store, world: World) -> None:
    entities(world, "abcdefgh")
    for source, target in ("ab", "bc", "ch", "cd", "ce", "cf", "cg"):
        world.link("GUARANTEES", source, target)
    world.save()
    found = surroundings(store, "a", DAY, depth=3, hub_degree=4)
    assert (found.distance, found.blocked, found.complete) == ({"a": 0, "b": 1, "c": 2}, {"c": "HUB"}, True)
    whole = surroundings(store, "a", DAY, depth=3)
    assert (len(whole.distance), len(whole.edges), whole.complete) == (8, 7, True)
    clipped = surroundings(store, "c", DAY, depth=2, max_parties=3)
    assert not clipped.complete
    assert found.to_json()["relations"][0] == {
        "from": "a",
        "to": "b",
        "type": "GUARANTEES",
        "valid_from": "0001-01-01",
        "source": "TEST",
    }
