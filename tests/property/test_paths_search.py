"""The search from several ends against a plain one, on random dated relations, without a database."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations
from types import SimpleNamespace
from typing import Any, NamedTuple, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.queries import Query
from graph.risk import PathAnswer, PathBounds, find_links, find_paths, frontier, search, surroundings
from graph.risk.paths import ALL_SHORTEST, SHORTEST, STRONGEST
from graph.risk.strongest import LEAST_PCT, strengths
from graph.same_person import JUDGED
from graph.store import Store

NODES = "abcdefghij"
ORGAN = "j"
TYPES = ["GUARANTEES", "HOLDS"]
DAYS = ["2020-01-01", "2021-01-01", "2022-01-01", "2023-01-01"]
Chain = tuple[tuple[str, str], ...]
EveryChain = Callable[..., list[Chain]]


class Relation(NamedTuple):
    fact_id: str
    source: str
    target: str
    type: str
    valid_from: str
    valid_to: str
    pct: float


def relations(most: int = 26) -> st.SearchStrategy[list[Relation]]:
    one = st.tuples(
        st.sampled_from(NODES),
        st.sampled_from(NODES),
        st.sampled_from(TYPES),
        st.sampled_from(DAYS[:3]),
        st.sampled_from(DAYS[1:]),
        st.sampled_from([-1.0, 0.0, 5.0, 30.0, 51.0, 100.0]),
    )
    return st.lists(one, max_size=most).map(
        lambda drawn: [Relation(f"f{at:02d}", *row) for at, row in enumerate(drawn) if row[0] != row[1]]
    )


class FakeStore:
    """Answers a frontier query from a list, as the engines do."""

    def __init__(self, edges: list[Relation]) -> None:
        self.edges, self.asked = edges, 0

    def head_seq(self) -> int:
        return 1

    def read(self, query: str, **params: Any) -> list[dict[str, Any]]:
        assert (query, params) == ("read/meta/value", {"name": JUDGED})
        return []  # nobody was judged to be another one

    def read_columns(self, query: str | Query, **params: Any) -> dict[str, list[Any]]:
        name = query if isinstance(query, str) else query.name
        if name == "read/network/party_kind":
            return {"persons": [], "entities": list(params["ids"])}
        assert name == "read/network/frontier"
        self.asked += 1
        followed = re.findall(r"\[edge:([A-Z_|]+)\]", cast(Query, query).text)[0].split("|")
        columns: dict[str, list[Any]] = {one: [] for one in cast(Query, query).returns}
        for node in params["entity_ids"]:
            seen = [
                (edge, edge.source == node)
                for edge in self.edges
                if node in (edge.source, edge.target)
                and edge.type in followed
                and edge.valid_from <= params["day"] < edge.valid_to
                and (params["min_pct"] <= 0 or edge.type != "HOLDS" or edge.pct >= params["min_pct"])
            ]
            for edge, outward in seen[: params["cap"]]:
                other = edge.target if outward else edge.source
                at = (edge.fact_id, edge.valid_from, "")
                row = (node, node == ORGAN, other, False, edge.type, outward, *at, edge.pct, -1.0)
                for column, value in zip(columns, row, strict=True):
                    columns[column].append(value)
        return columns


def store(edges: list[Relation]) -> Store:
    return cast(Store, FakeStore(edges))


def live(edges: list[Relation], day: str, min_pct: float = 0.0) -> list[tuple[str, str, str]]:
    return [
        (edge.fact_id, edge.source, edge.target)
        for edge in edges
        if edge.valid_from <= day < edge.valid_to
        and (min_pct <= 0 or edge.type != "HOLDS" or edge.pct >= min_pct)
    ]


def walked(found: PathAnswer) -> list[Chain]:
    return [tuple((hop.fact_id, hop.to_id) for hop in path) for path in found.paths]


@settings(max_examples=200, deadline=None)
@given(
    relations(),
    st.lists(st.sampled_from(NODES), min_size=2, max_size=4, unique=True),
    st.sampled_from(DAYS),
    st.integers(2, 7),
    st.integers(1, 5),
    st.sampled_from([0.0, 5.0, 50.0]),
    st.sets(st.sampled_from(NODES), max_size=2),
)
def test_the_search_among_many_finds_exactly_the_shortest_chains_of_each_pair(
    every_chain: EveryChain,
    edges: list[Relation],
    ends: list[str],
    day: str,
    hub: int,
    most: int,
    min_pct: float,
    left_out: set[str],
) -> None:
    limits = PathBounds(
        max_length=most,
        hub_degree=hub,
        max_paths=10_000,
        min_pct=min_pct,
        excluded=tuple(left_out - set(ends)),
    )
    pairs = list(combinations(ends, 2))
    found = find_links(store(edges), pairs, day, limits=limits)
    for (start, end), answer in zip(pairs, found, strict=True):
        expected = every_chain(
            live(edges, day, min_pct),
            start,
            end,
            most,
            hub=hub,
            organs={ORGAN},
            left_out=limits.excluded,
            nearest=True,
        )
        assert sorted(walked(answer)) == sorted(expected), (start, end)
        assert answer.complete
        alone = find_paths(store(edges), start, end, day, limits=limits)
        assert sorted(walked(alone)) == sorted(walked(answer))
        # Searched among many, an end may have been followed farther for another pair, and meet more hubs.
        assert {*alone.touched_by_both} <= {*answer.touched_by_both} or answer.paths
    for path in found[0].paths:
        assert [hop.from_id for hop in path[1:]] == [hop.to_id for hop in path[:-1]]
        for hop in path:
            edge = next(one for one in edges if one.fact_id == hop.fact_id)
            ends_of = (edge.source, edge.target) if hop.forward else (edge.target, edge.source)
            assert (hop.from_id, hop.to_id, hop.type) == (*ends_of, edge.type)


@settings(max_examples=200, deadline=None)
@given(relations(16), st.permutations(NODES), st.integers(2, 7), st.integers(1, 5), st.integers(1, 6))
def test_the_strongest_chains_are_those_of_all_chains(
    every_chain: EveryChain, edges: list[Relation], nodes: list[str], hub: int, most: int, number: int
) -> None:
    start, end = nodes[0], nodes[1]
    limits = PathBounds(max_length=most, hub_degree=hub, max_paths=number, mode=STRONGEST)
    found = find_paths(store(edges), start, end, DAYS[1], limits=limits)
    chains = every_chain(live(edges, DAYS[1]), start, end, most, hub=hub, organs={ORGAN})
    table, by_id = strengths(), {edge.fact_id: edge for edge in edges}

    def strength(chain: Chain) -> float:
        product = 1.0
        for fact_id, _ in chain:
            edge = by_id[fact_id]
            share = table.unknown_pct if edge.pct < 0 else max(edge.pct, LEAST_PCT)
            product *= table.types[edge.type].weight * (share / 100 if edge.type == "HOLDS" else 1.0)
        return product

    expected = sorted((strength(chain) for chain in chains), reverse=True)[:number]
    assert found.complete
    assert len(found.paths) == len(expected)
    assert {*walked(found)} <= {*chains}
    assert len({*walked(found)}) == len(found.paths)
    for told, chain, best in zip(found.strengths, walked(found), expected, strict=True):
        assert abs(told - strength(chain)) <= 1e-9 * told
        assert abs(told - best) <= 1e-9 * best


@settings(max_examples=200, deadline=None)
@given(relations(), st.permutations(NODES), st.integers(1, 3))
def test_a_narrow_search_never_lies(
    every_chain: EveryChain, edges: list[Relation], nodes: list[str], width: int
) -> None:
    """What it calls complete is what the plain search finds; a shorter or another chain never hides."""
    start, end = nodes[0], nodes[1]
    limits = PathBounds(max_length=5, max_width=width, max_paths=10_000)
    found = find_paths(store(edges), start, end, DAYS[1], limits=limits)
    expected = every_chain(live(edges, DAYS[1]), start, end, 5, organs={ORGAN}, nearest=True)
    if found.complete:
        assert sorted(walked(found)) == sorted(expected)
    else:
        assert {*walked(found)} <= {*expected}


@settings(max_examples=300, deadline=None)
@given(
    relations(),
    st.permutations(NODES),
    st.integers(2, 7),
    st.integers(1, 12),
    st.integers(0, 12),
    st.sampled_from([ALL_SHORTEST, STRONGEST]),
)
def test_a_search_that_runs_out_of_time_within_a_level_never_lies(
    every_chain: EveryChain,
    edges: list[Relation],
    nodes: list[str],
    hub: int,
    rows: int,
    left: int,
    mode: str,
) -> None:
    """Each query takes a second and tells of few parties; what is called complete is all there is."""
    start, end = nodes[0], nodes[1]
    fake = FakeStore(edges)
    clock = SimpleNamespace(monotonic=lambda: float(fake.asked))
    limits = PathBounds(max_length=5, hub_degree=hub, max_paths=10_000, time_limit=left, mode=mode)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frontier, "ROWS", rows)
        for one in (frontier, search):
            patch.setattr(one, "time", clock)
        found = find_paths(cast(Store, fake), start, end, DAYS[1], limits=limits)
    nearest = mode == ALL_SHORTEST
    expected = every_chain(live(edges, DAYS[1]), start, end, 5, hub=hub, organs={ORGAN}, nearest=nearest)
    if found.complete:
        assert sorted(walked(found)) == sorted(expected)
    else:
        assert found.cut_short == "TIME" and {*walked(found)} <= {*expected}
    # What was begun is ended: a query for a level and one for where the ends met, and to look once.
    assert fake.asked <= left + 4


def test_no_answer_holds_more_relations_than_one_may(monkeypatch: pytest.MonkeyPatch) -> None:
    dated = ("GUARANTEES", DAYS[0], DAYS[3], -1.0)
    edges = [Relation(f"f{one}", "a", one, *dated) for one in NODES[1:]]
    asked: list[int] = []

    class Counting(FakeStore):
        def read_columns(self, query: str | Query, **params: Any) -> dict[str, list[Any]]:
            if "cap" in params:
                asked.append(len(params["entity_ids"]) * params["cap"])
            return super().read_columns(query, **params)

    monkeypatch.setattr(frontier, "ROWS", 44)
    counting = cast(Store, Counting(edges))
    every = frontier.Conditions(DAYS[0], 1, ("GUARANTEES",), hub_degree=10)
    level = frontier.read_level(counting, NODES, set(), every)
    assert asked == [44, 44, 22] and len(level.edges["a"]) == 9 and not level.unread
    asked.clear()
    wide = frontier.Conditions(DAYS[0], 1, ("GUARANTEES",), hub_degree=100)
    level = frontier.read_level(counting, NODES, set(), wide, until=0.0)
    assert asked == [101] and level.unread == {*NODES[1:]} and [*level.edges] == ["a"]


def test_one_level_of_many_pairs_is_one_query() -> None:
    chain = [Relation(f"f{at}", *NODES[at : at + 2], "GUARANTEES", DAYS[0], DAYS[3], -1.0) for at in range(8)]
    fake = FakeStore(chain)
    found = find_links(
        cast(Store, fake), list(combinations("aeg", 2)), DAYS[0], limits=PathBounds(mode=SHORTEST)
    )
    assert [len(one.paths[0]) for one in found] == [4, 6, 2]
    assert fake.asked <= 6


@settings(max_examples=200, deadline=None)
@given(relations(), st.sampled_from(NODES), st.integers(1, 3), st.integers(2, 7), st.integers(1, 4))
def test_pages_of_surroundings_together_are_all_of_them(
    edges: list[Relation], centre: str, depth: int, hub: int, page_size: int
) -> None:
    whole = surroundings(store(edges), centre, DAYS[1], depth=depth, hub_degree=hub)
    parties: dict[str, int] = {}
    facts: list[str] = []
    following = ""
    while True:
        page = surroundings(
            store(edges),
            centre,
            DAYS[1],
            depth=depth,
            hub_degree=hub,
            page_size=page_size,
            following=following,
        )
        assert not parties.keys() & page.distance.keys()
        assert len(page.distance) <= page_size + (not parties)
        parties.update(page.distance)
        facts += [edge.fact_id for edge in page.edges]
        following = page.following
        if not following:
            break
        assert page.cut == "PAGE"
        assert not page.complete
    assert parties == dict(whole.distance)
    assert sorted(facts) == sorted(edge.fact_id for edge in whole.edges)
    degree = {node: sum(node in one[1:] for one in live(edges, DAYS[1])) for node in NODES}
    for party, distance in whole.distance.items():
        may = party == centre or (degree[party] <= hub and party != ORGAN)
        if may and distance < depth:
            beside = {a if b == party else b for _, a, b in live(edges, DAYS[1]) if party in (a, b)}
            assert all(whole.distance[other] <= distance + 1 for other in beside)
