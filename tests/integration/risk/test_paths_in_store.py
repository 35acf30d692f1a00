"""Dated chains of relations and neighbourhoods, on both engines."""

from __future__ import annotations

import random
from itertools import combinations, pairwise
from typing import Any

import pytest

from graph.errors import NotFoundError, UsageError
from graph.ownership import label_ids
from graph.risk import (
    PathAnswer,
    PathBounds,
    find_links,
    find_paths,
    frontier,
    neighbourhood,
    surroundings,
)
from graph.risk.paths import SHORTEST, STRONGEST
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
    assert {"from", "to", "complete", "bounds", "paths"} <= set(document)
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


def test_dated_chains_of_one_and_of_many_are_those_of_a_plain_search(
    store: Store, world: World, every_chain: Any
) -> None:
    rng = random.Random(7)
    names = [f"n{at:02d}" for at in range(40)]
    for name in names:
        world.entity(name)
    dated = []
    for _ in range(75):
        source, target = rng.sample(names, 2)
        first = rng.choice(["2020-01-01", "2023-01-01"])
        last = rng.choice(["2024-01-01", "9999-12-31"])
        pct = rng.choice([None, 5.0, 40.0, 100.0])
        if rng.random() < 0.5:
            fact = world.link("GUARANTEES", source, target, valid_from=first, valid_to=last)
            pct = 100.0
        else:
            fact = world.hold(source, target, pct, valid_from=first, valid_to=last)
        dated.append(((fact, source, target), first, last, -1.0 if pct is None else pct))
    world.save()
    for _ in range(12):
        ends = rng.sample(names, 4)
        day, least = rng.choice(["2022-06-01", "2023-06-01", DAY]), rng.choice([0.0, 40.0])
        edges = [
            one for one, first, last, pct in dated if first <= day < last and (not least or pct >= least)
        ]
        left_out = rng.choice([one for one in names if one not in ends])
        limits = PathBounds(max_length=5, hub_degree=7, min_pct=least, excluded=(left_out,))
        pairs = list(combinations(ends, 2))
        for (start, end), found in zip(pairs, find_links(store, pairs, day, limits=limits), strict=True):
            expected = every_chain(edges, start, end, 5, hub=7, left_out={left_out}, nearest=True)
            assert sorted(chains(found)) == sorted(expected), (start, end, day)
            assert found.complete
        limits = PathBounds(max_length=4, hub_degree=7, mode=STRONGEST)
        (start, end), edges = pairs[0], [one for one, first, last, _ in dated if first <= day < last]
        found = find_paths(store, start, end, day, limits=limits)
        assert sorted(chains(found)) == sorted(every_chain(edges, start, end, 4, hub=7))
        assert list(found.strengths) == sorted(found.strengths, reverse=True)


def chains(found: PathAnswer) -> list[tuple[tuple[str, str], ...]]:
    return [tuple((hop.fact_id, hop.to_id) for hop in path) for path in found.paths]


def test_the_strongest_chain_need_not_be_the_shortest(store: Store, world: World) -> None:
    entities(world, "abcd")
    world.person("p")
    world.link("GUARANTEES", "a", "d")
    world.hold("a", "b", 100.0)
    world.hold("b", "d", 90.0)
    world.hold("c", "d", None)
    world.link("LEGAL_REP_OF", "p", "a")
    world.link("LEGAL_REP_OF", "p", "c")
    world.save()
    found = find_paths(store, "a", "d", DAY, limits=PathBounds(mode=STRONGEST))
    assert walked(found) == ["abd", "ad", "apcd"]
    assert [len(path) for path in found.paths] == [2, 1, 3]
    assert list(found.strengths) == pytest.approx([0.9, 0.5, 0.9 * 0.9 * 0.1])
    assert (found.complete, found.searched_length) == (True, 6)
    two = find_paths(store, "a", "d", DAY, limits=PathBounds(mode=STRONGEST, max_paths=2))
    assert walked(two) == ["abd", "ad"]
    document = found.to_json()
    assert document["bounds"]["strengths"]
    assert document["paths"][0]["hops"][1]["pct"] == 90.0
    assert walked(find_paths(store, "a", "d", DAY, limits=PathBounds(mode=SHORTEST))) == ["ad"]
    with pytest.raises(UsageError):
        find_paths(store, "a", "d", DAY, limits=PathBounds(mode="BEST"))
    late = find_paths(store, "a", "d", DAY, limits=PathBounds(mode=STRONGEST, time_limit=-1.0))
    assert (late.complete, late.cut_short) == (False, "TIME")


def test_conditions_on_share_and_parties_lead_round(store: Store, world: World) -> None:
    entities(world, "abcde")
    world.hold("a", "b", 4.0)
    world.hold("b", "e", 60.0)
    world.hold("a", "c", 5.0)
    world.hold("c", "d", 50.0)
    world.hold("d", "e", None, equity_min_pct=10.0)
    world.save()
    assert walked(find_paths(store, "a", "e", DAY)) == ["abe"]
    assert walked(find_paths(store, "a", "e", DAY, limits=PathBounds(min_pct=5.0))) == ["acde"]
    assert walked(find_paths(store, "a", "e", DAY, limits=PathBounds(min_pct=10.1))) == []
    assert walked(find_paths(store, "a", "e", DAY, limits=PathBounds(excluded=("b",)))) == ["acde"]
    with pytest.raises(UsageError):
        find_paths(store, "a", "e", DAY, limits=PathBounds(excluded=("a",)))


def test_a_hub_is_one_relation_more_than_the_threshold(store: Store, world: World) -> None:
    entities(world, "abuvw")
    world.person("p")
    for one in "abu":
        world.link("LEGAL_REP_OF", "p", one)
    world.hold("p", "v", 1.0)
    world.link("LEGAL_REP_OF", "p", "w", valid_to="2024-01-01")
    world.save()
    at, below = PathBounds(hub_degree=4), PathBounds(hub_degree=3)
    assert walked(find_paths(store, "a", "b", DAY, limits=at)) == ["apb"]
    refused = find_paths(store, "a", "b", DAY, limits=below)
    assert (refused.paths, refused.complete, refused.touched_by_both) == ((), True, ("p",))
    assert walked(find_paths(store, "a", "b", DAY, types=["LEGAL_REP_OF"], limits=below)) == ["apb"]
    early = find_paths(store, "a", "b", "2023-12-31", limits=at)
    assert early.blocked == {"p": "HUB"}, "the fifth relation held on that day"
    assert not [one for one in neighbourhood(store, "p", DAY, hub_degree=3).counts if one.summarised]
    (cut,) = neighbourhood(store, "p", DAY, hub_degree=2).cut
    assert cut == ("LEGAL_REP_OF", "HUB", 3, 0)
    assert surroundings(store, "a", DAY, depth=2, hub_degree=4).distance == {
        "a": 0, "p": 1, "b": 2, "u": 2, "v": 2,
    }  # fmt: skip
    assert surroundings(store, "a", DAY, depth=2, hub_degree=3).blocked == {"p": "HUB"}


def test_an_end_of_one_pair_is_a_link_of_another_unless_it_is_a_hub(store: Store, world: World) -> None:
    entities(world, "abcdefg")
    for one in "abcdefg"[1:]:
        world.link("GUARANTEES", "a", one)
    world.save()
    pairs = [("a", "b"), ("b", "c")]
    found = find_links(store, pairs, DAY)
    assert [walked(one) for one in found] == [["ab"], ["bac"]]
    strict = find_links(store, pairs, DAY, limits=PathBounds(hub_degree=5))
    assert [walked(one) for one in strict] == [["ab"], []]
    assert (strict[1].complete, strict[1].touched_by_both) == (True, ("a",))


def test_a_party_with_very_many_relations_is_counted_and_each_type_read_by_itself(
    store: Store, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.risk.network.AT_ONCE", 4)
    world.person("p")
    entities(world, "abcdefgh")
    for one in "abcdef":
        world.link("LEGAL_REP_OF", "p", one)
    world.hold("p", "g", 60.0)
    world.hold("p", "h", 4.0)
    world.save()
    found = neighbourhood(store, "p", DAY, min_pct=5.0, page_size=4)
    assert [tuple(one) for one in found.counts] == [
        ("HOLDS", True, 1, False),
        ("LEGAL_REP_OF", True, 6, False),
    ]
    assert [one.id for one in found.neighbours] == ["g", *"abcd"]
    assert found.cut == (("LEGAL_REP_OF", "PAGE", 6, 4),)
    rest = neighbourhood(store, "p", DAY, min_pct=5.0, page_size=4, after=found.following)
    assert [one.id for one in rest.neighbours] == ["e", "f"]


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
    labels = label_ids(store, {found.subject, *found.entity_ids(), *found.person_ids()}, DAY)
    assert found.to_json(labels.codes, labels.names)["neighbours"][0]["id"] == "91G"


def test_surroundings_that_could_not_be_read_in_time_say_so(
    store: Store, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    entities(world, "abcdef")
    for source, target in ("ab", "ac", "bd", "ce", "ef"):
        world.link("GUARANTEES", source, target)
    world.save()
    monkeypatch.setattr(frontier, "BATCH", 1)
    whole = surroundings(store, "a", DAY, depth=3, time_limit=60.0)
    assert (len(whole.distance), whole.cut, whole.complete) == (6, "", True)
    late = surroundings(store, "a", DAY, depth=3, page_size=2, time_limit=-1.0)
    assert (late.cut, late.following, late.complete) == ("TIME", "", False)
    assert late.distance == {"a": 0, "b": 1, "c": 1}
    late = surroundings(store, "a", DAY, depth=3, time_limit=-1.0)
    assert late.distance == {"a": 0, "b": 1, "c": 1, "d": 2}, "of c nothing was read"
    assert (late.cut, late.complete) == ("TIME", False)


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
        "pct": None,
        "max_pct": None,
    }
    assert [(one.distance, one.parties) for one in found.levels] == [(1, 1), (2, 1)]


def test_shares_are_exact_ranges_or_unknown_wherever_relations_are_listed(store: Store, world: World) -> None:
    entities(world, "abcdef")
    world.hold("a", "b", 60.0, equity_max_pct=70.0)
    world.hold("a", "c", None, equity_min_pct=10.0, equity_max_pct=20.0)
    world.hold("a", "d", None, equity_min_pct=25.0)
    world.hold("a", "e", None, equity_max_pct=30.0)
    world.hold("a", "f", None)
    world.save()
    known = {"b": (60.0, None), "c": (10.0, 20.0), "d": (25.0, 100.0), "e": (None, 30.0), "f": (None, None)}
    around = surroundings(store, "a", DAY, depth=1).to_json()["relations"]
    assert {one["to"]: (one["pct"], one["max_pct"]) for one in around} == known
    beside = neighbourhood(store, "a", DAY).to_json()["neighbours"]
    assert {one["id"]: (one["pct"], one["max_pct"]) for one in beside} == known
    page = neighbourhood(store, "a", DAY, types=["HOLDS"], after={"HOLDS": ""}).to_json()["neighbours"]
    assert {one["id"]: (one["pct"], one["max_pct"]) for one in page} == known
    chains = find_links(store, [("a", other) for other in known], DAY)
    hops = [chain.to_json()["paths"][0]["hops"][0] for chain in chains]
    assert {one["to"]: (one["pct"], one["max_pct"]) for one in hops} == known
