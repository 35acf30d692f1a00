"""The search from both ends against a plain one, on random dated relations, without a database."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.queries import Query
from graph.risk import PathBounds, find_paths
from graph.store import Store

NODES = "abcdefghij"
ORGAN = "j"
DAYS = ["2020-01-01", "2021-01-01", "2022-01-01", "2023-01-01"]


class Relation(NamedTuple):
    fact_id: str
    source: str
    target: str
    type: str
    valid_from: str
    valid_to: str


@st.composite
def relations(draw: st.DrawFn) -> list[Relation]:
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from(NODES),
                st.sampled_from(NODES),
                st.sampled_from(["GUARANTEES", "HOLDS"]),
                st.sampled_from(DAYS[:3]),
                st.sampled_from(DAYS[1:]),
            ),
            max_size=26,
        )
    )
    return [Relation(f"f{at}", *one) for at, one in enumerate(drawn) if one[0] != one[1]]


class FakeStore:
    """Answers a frontier query from a list, as the engines do."""

    def __init__(self, edges: list[Relation]) -> None:
        self.edges = edges

    def head_seq(self) -> int:
        return 1

    def read_columns(self, query: str | Query, **params: Any) -> dict[str, list[Any]]:
        name = query if isinstance(query, str) else query.name
        if name == "read/network/party_kind":
            return {"persons": [], "entities": list(params["ids"])}
        assert name == "read/network/frontier"
        text = cast(Query, query).text
        columns: dict[str, list[Any]] = {one: [] for one in cast(Query, query).returns}
        for node in params["entity_ids"]:
            seen = [
                (edge, edge.source == node)
                for edge in self.edges
                if node in (edge.source, edge.target)
                and edge.type in text
                and edge.valid_from <= params["day"] < edge.valid_to
            ]
            for edge, outward in seen[: params["cap"]]:
                other = edge.target if outward else edge.source
                row = (
                    node,
                    node == ORGAN,
                    other,
                    False,
                    edge.type,
                    outward,
                    edge.fact_id,
                    edge.valid_from,
                    "",
                )
                for column, value in zip(columns, row, strict=True):
                    columns[column].append(value)
        return columns


def plain(
    edges: list[Relation], start: str, end: str, day: str, hub: int, most: int
) -> list[tuple[tuple[str, str], ...]]:
    """All shortest walks as (relation, party reached), by trying everything from one end."""
    live = [edge for edge in edges if edge.valid_from <= day < edge.valid_to]
    degree = {node: sum(node in (edge.source, edge.target) for edge in live) for node in NODES}
    walks: list[tuple[tuple[str, str], ...]] = [(("", start),)]
    for _ in range(most):
        longer = []
        for walk in walks:
            last = walk[-1][1]
            if last != start and (degree[last] > hub or last == ORGAN):
                continue
            for edge in live:
                if last in (edge.source, edge.target):
                    other = edge.target if edge.source == last else edge.source
                    if other not in [party for _, party in walk]:
                        longer.append((*walk, (edge.fact_id, other)))
        walks = longer
        if found := [walk for walk in walks if walk[-1][1] == end]:
            return found
    return []


@settings(max_examples=600, deadline=None)
@given(
    relations(),
    st.sampled_from(NODES),
    st.sampled_from(NODES),
    st.sampled_from(DAYS),
    st.integers(2, 7),
    st.integers(1, 7),
)
def test_the_search_finds_exactly_the_shortest_walks(
    edges: list[Relation], start: str, end: str, day: str, hub: int, most: int
) -> None:
    if start == end:
        return
    limits = PathBounds(max_length=most, hub_degree=hub, max_paths=10_000)
    found = find_paths(cast(Store, FakeStore(edges)), start, end, day, limits=limits)
    expected = plain(edges, start, end, day, hub, most)
    walks = [(("", start), *((hop.fact_id, hop.to_id) for hop in path)) for path in found.paths]
    assert sorted(walks) == sorted(expected)
    assert len(walks) == len(set(walks))
    assert found.complete
    for path in found.paths:
        assert [hop.from_id for hop in path[1:]] == [hop.to_id for hop in path[:-1]]
        for hop in path:
            edge = next(one for one in edges if one.fact_id == hop.fact_id)
            ends = (edge.source, edge.target) if hop.forward else (edge.target, edge.source)
            assert (hop.from_id, hop.to_id, hop.type) == (*ends, edge.type)


@settings(max_examples=300, deadline=None)
@given(relations(), st.sampled_from(NODES), st.sampled_from(NODES), st.integers(1, 3))
def test_a_narrow_search_never_lies(edges: list[Relation], start: str, end: str, width: int) -> None:
    """What it calls complete is what the plain search finds; a shorter or another walk never hides."""
    if start == end:
        return
    limits = PathBounds(max_length=6, max_width=width, max_paths=10_000)
    found = find_paths(cast(Store, FakeStore(edges)), start, end, DAYS[1], limits=limits)
    expected = plain(edges, start, end, DAYS[1], 200, 6)
    walks = [(("", start), *((hop.fact_id, hop.to_id) for hop in path)) for path in found.paths]
    if found.complete:
        assert sorted(walks) == sorted(expected)
    else:
        assert set(walks) <= set(expected)
