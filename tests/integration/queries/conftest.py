"""Golden graphs: small YAML graphs in ``tests/graphs``, each with the rows that queries must return.

One file a folder of ``cypher/read``; how it is written stands in ``tests/graphs/README.md``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby, product
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph import queries
from graph.days import FIRST_DAY, OPEN_DAY, OPEN_SEQ
from graph.model import EDGE_TYPES, NODE_TYPES
from graph.store import Store, WriteTransaction
from graph.store.testing import empty

GRAPHS = Path(__file__).parents[2] / "graphs"

NODE = """// name: write/test/node
// summary: Nodes of one label by their key; the store's own counter is there already.
// params: rows: list
// returns: made: int
UNWIND $rows AS row
MERGE (node:{label} {{{key}: row.key}})
SET node += row.properties
RETURN count(node) AS made"""

EDGE = """// name: write/test/edge
// summary: Edges of one type between nodes of two labels.
// params: rows: list
// returns: made: int
UNWIND $rows AS row
MATCH (source:{source} {{{source_key}: row.source}})
MATCH (target:{target} {{{target_key}: row.target}})
CREATE (source)-[edge:{type}]->(target)
SET edge += row.properties
RETURN count(edge) AS made"""


class _DaysAreText(yaml.SafeLoader):
    """Leaves a day as it is written: the store keeps days as text."""


_DaysAreText.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith(":timestamp")]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class Node:
    """A node as it is stored; `key` is the value of its label's first unique property."""

    label: str
    key: Any
    properties: dict[str, Any]


@dataclass(frozen=True)
class Edge:
    """An edge as it is stored."""

    type: str
    source: Node
    target: Node
    properties: dict[str, Any]


@dataclass
class Graph:
    """One file's graph, every default written out."""

    name: str
    head: int
    nodes: dict[Any, Node] = field(default_factory=dict)
    edges: dict[str, Edge] = field(default_factory=dict)

    def filled(self, expected: Any) -> Any:
        """An expected value with ``{$node: name}`` and ``{$edge: id}`` replaced by all their properties."""
        if isinstance(expected, list):
            return [self.filled(one) for one in expected]
        if not isinstance(expected, dict):
            return expected
        if set(expected) == {"$node"}:
            return self.nodes[expected["$node"]].properties
        if set(expected) == {"$edge"}:
            return self.edges[expected["$edge"]].properties
        return {name: self.filled(value) for name, value in expected.items()}


@dataclass(frozen=True)
class Case:
    """One question to a graph, with the rows that must come."""

    graph: str
    query: str
    why: str
    slots: dict[str, Any] = field(default_factory=dict)
    params: dict[str, Any] = field(default_factory=dict)
    rows: list[dict[str, Any]] | None = None
    columns: list[dict[str, Any]] | None = None
    known_at: list[int] = field(default_factory=list)
    on_days: list[str] = field(default_factory=list)
    ordered: bool = False
    wrong: str = ""

    def asked(self) -> Iterator[dict[str, Any]]:
        """The parameters of each time at which these rows must come: commits, and days in the world."""
        seqs = [{"seq": one} for one in self.known_at] or [{}]
        days = [{"day": one} for one in self.on_days] or [{}]
        for seq, day in product(seqs, days):
            yield {**self.params, **seq, **day}


def _spread(written: dict[str, Any], declared: set[str]) -> dict[str, Any]:
    """``seq`` and ``days`` as the properties that they stand for; a change's ``seq`` is its own."""
    properties = dict(written)
    for short, first, last, end in (
        ("seq", "seq_from", "seq_to", OPEN_SEQ),
        ("days", "valid_from", "valid_to", OPEN_DAY),
    ):
        if short in written and short not in declared:
            span = properties.pop(short)
            begin, until = span if isinstance(span, list) else (span, end)
            properties |= {first: begin, last: until}
    return properties


def _checked(kind: str, properties: dict[str, Any], declared: set[str], undeclared: set[str]) -> None:
    unknown = properties.keys() - declared - undeclared
    assert not unknown, f"{kind} has no {sorted(unknown)}"


def _node(name: Any, written: dict[str, Any]) -> Node:
    label = written["label"]
    kind = NODE_TYPES[label]
    declared = {one.name for one in kind.properties}
    properties = _spread({one: value for one, value in written.items() if one != "label"}, declared)
    key = kind.unique[0]
    properties.setdefault(key, name)
    if label == "Change":
        properties.setdefault("done_seq", OPEN_SEQ)
    if kind.fact:
        properties = {"valid_from": FIRST_DAY, "valid_to": OPEN_DAY, **properties}
        properties.setdefault("record_key", name)
    # The model's rule: only the current version bears the key that must be unique.
    stable = properties.get("finding_key" if label == "Finding" else "record_key")
    if "current_key" in kind.unique and properties["seq_to"] == OPEN_SEQ and stable:
        properties["current_key"] = stable
    _checked(label, properties, declared, {"token"} if label == "Commit" else set())
    return Node(label, properties[key], properties)


def _edge(written: dict[str, Any], nodes: dict[Any, Node]) -> Edge:
    kind = EDGE_TYPES[written["type"]]
    source, target = nodes[written["from"]], nodes[written["to"]]
    sentence = f"{source.label} {kind.type} {target.label}"
    assert source.label in kind.sources and target.label in kind.targets, sentence
    rest = {one: value for one, value in written.items() if one not in ("type", "from", "to", "id")}
    declared = {one.name for one in kind.properties}
    properties = _spread(rest, declared)
    if kind.fact:
        properties = {"valid_from": FIRST_DAY, "valid_to": OPEN_DAY, **properties, "fact_id": written["id"]}
        properties.setdefault("record_key", written["id"])
        if properties["seq_to"] == OPEN_SEQ:
            properties["current_key"] = properties["record_key"]
    _checked(kind.type, properties, declared, set())
    return Edge(kind.type, source, target, properties)


@cache
def _content(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(
        (GRAPHS / f"{name}.yaml").read_text(encoding="utf-8"), Loader=_DaysAreText
    )
    return content


@cache
def read_graph(name: str) -> Graph:
    """The graph of one file."""
    content = _content(name)
    graph = Graph(name, content["head"])
    for key, written in content["nodes"].items():
        graph.nodes[key] = _node(key, written)
    for counter, seq in (("commit", content.get("taken", graph.head)), ("head", graph.head)):
        properties = {"name": counter, "seq": seq, "at": content.get("at", "")}
        graph.nodes.setdefault(counter, Node("Counter", counter, properties))
    for number, written in enumerate(content.get("edges", [])):
        edge = _edge(written, graph.nodes)
        name_of_edge = written.get("id", f"#{number}")
        assert name_of_edge not in graph.edges, f"two edges {name_of_edge}"
        graph.edges[name_of_edge] = edge
    return graph


def read_cases() -> Iterator[Case]:
    """Every case; a file without a graph of its own names the file whose graph it asks."""
    for path in sorted(GRAPHS.glob("*.yaml")):
        content = _content(path.stem)
        for written in content["cases"]:
            name = written["query"]
            query = f"read/{name}" if "/" in name else f"read/{path.stem}/{name}"
            rest = {name: value for name, value in written.items() if name != "query"}
            yield Case(graph=content.get("graph", path.stem), query=query, **rest)


def load_graph(store: Store, graph: Graph) -> None:
    """Write a graph into an empty store; its own commit numbers stand, and the newest is its head."""

    def work(tx: WriteTransaction) -> None:
        nodes = sorted(graph.nodes.values(), key=lambda one: one.label)
        for label, some in groupby(nodes, key=lambda one: one.label):
            text = NODE.format(label=label, key=NODE_TYPES[label].unique[0])
            rows = [{"key": one.key, "properties": one.properties} for one in some]
            assert tx.run(queries.parse("write/test/node", text), rows=rows)[0]["made"] == len(rows)
        edges = sorted(graph.edges.values(), key=_ends)
        for (type_, source, target), joined in groupby(edges, key=_ends):
            text = EDGE.format(
                type=type_,
                source=source,
                target=target,
                source_key=NODE_TYPES[source].unique[0],
                target_key=NODE_TYPES[target].unique[0],
            )
            rows = [
                {"source": one.source.key, "target": one.target.key, "properties": one.properties}
                for one in joined
            ]
            assert tx.run(queries.parse("write/test/edge", text), rows=rows)[0]["made"] == len(rows)

    empty(store)
    store.write(work, by="test", why="graph")


def _ends(edge: Edge) -> tuple[str, str, str]:
    return edge.type, edge.source.label, edge.target.label


def plain(value: Any, *, ordered: int = 0) -> Any:
    """A value to compare by: a list in a list is a tuple, other lists below `ordered` levels are sorted."""
    if isinstance(value, dict):
        return {name: plain(one, ordered=ordered) for name, one in sorted(value.items())}
    if isinstance(value, list):
        items = [
            one if isinstance(one, list) and ordered < 1 else plain(one, ordered=ordered - 1) for one in value
        ]
        return items if ordered > 0 else sorted(items, key=as_text)
    return value


def as_text(value: Any) -> str:
    """Tells 1, 1.0 and true apart, which == does not."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def zipped(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The one row of columns as the rows that it stands for."""
    assert len(rows) == 1, "columns come in one row"
    names, columns = list(rows[0]), list(rows[0].values())
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


@pytest.fixture(scope="module")
def golden(request: pytest.FixtureRequest, engine_store: Store) -> Iterator[tuple[Graph, Store]]:
    """The named graph, written once for all its cases: reads change nothing."""
    graph = read_graph(request.param)
    load_graph(engine_store, graph)
    yield graph, engine_store
    empty(engine_store)


@pytest.fixture(scope="session")
def golden_cases() -> list[Case]:
    """Every case of every file."""
    return list(read_cases())


@pytest.fixture(scope="session")
def lines_of() -> Callable[..., list[str]]:
    """Rows as sorted lines, or in the order in which they came."""

    def lines(rows: list[dict[str, Any]], *, ordered: bool) -> list[str]:
        return [as_text(one) for one in plain(rows, ordered=2 if ordered else 0)]

    return lines


@pytest.fixture(scope="session")
def rows_of_columns() -> Callable[[list[dict[str, Any]]], list[dict[str, Any]]]:
    """Turns columns into rows."""
    return zipped


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Hand every case, with its graph, to the tests that ask for one."""
    if "golden_case" not in metafunc.fixturenames:
        return
    cases = sorted(read_cases(), key=lambda one: one.graph)
    marked = [
        pytest.param(
            one.graph,
            one,
            id=f"{one.query.removeprefix('read/')}: {one.why}",
            marks=[pytest.mark.xfail(reason=one.wrong, strict=True)] if one.wrong else [],
        )
        for one in cases
    ]
    metafunc.parametrize(("golden", "golden_case"), marked, indirect=["golden"], scope="module")
