"""A subgraph as py2neo knows graphs, for notebooks and programs that still use it.

py2neo has come to its end of life (2021.2.4 is its last version), so it is an extra,
``pip install 'creditgraph[py2neo]'``, and nothing of the platform rests on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.errors import SettingsError
from graph.interop.subgraph import PERSON, Subgraph

if TYPE_CHECKING:
    import py2neo


def to_py2neo(subgraph: Subgraph) -> py2neo.Subgraph:
    """Nodes ``Entity`` and ``Person``, relationships of the model's types; nothing is written anywhere.

    `merge_into` writes it, for example into a Neo4j of an investigator's own; py2neo's own ``graph.merge(…)``
    makes one of several holdings between the same two. Nodes have ``entity_id`` or ``person_id`` as their
    primary key.

    Raises
    ------
    SettingsError
        py2neo is not installed.
    """
    try:
        import py2neo
    except ImportError as error:
        raise SettingsError(
            "没有安装 py2neo", where="to_py2neo", todo="安装附加组件：pip install 'creditgraph[py2neo]'"
        ) from error
    nodes: dict[str, Any] = {}
    for party in subgraph.parties:
        label, key = ("Person", "person_id") if party.kind == PERSON else ("Entity", "entity_id")
        node = py2neo.Node(label, **{key: party.id, "code": party.code, "name": party.name})
        node.__primarylabel__, node.__primarykey__ = label, key
        nodes[party.id] = node
    ties = [
        py2neo.Relationship(
            nodes[tie.source],
            tie.type,
            nodes[tie.target],
            fact_id=tie.fact_id,
            valid_from=tie.valid_from,
            valid_to=tie.valid_to,
            origin=tie.origin,
            truth=tie.truth,
            **tie.more,
        )
        for tie in subgraph.ties
    ]
    return py2neo.Subgraph(nodes.values(), ties)


def merge_into(target: py2neo.Graph, copy: py2neo.Subgraph) -> None:
    """Write a copy of `to_py2neo` into a Neo4j; what is there already by id or fact is not written twice.

    Several facts of one type between the same two parties, as of two share classes, stay apart.
    """
    from py2neo.bulk import merge_nodes, merge_relationships

    nodes: dict[str, list[Any]] = {}
    for node in copy.nodes:
        nodes.setdefault(node.__primarylabel__, []).append(node)
    for label, some in nodes.items():
        key = some[0].__primarykey__
        merge_nodes(target.auto(), [dict(node) for node in some], (label, key))
    ties: dict[tuple[str, str, str], list[Any]] = {}
    for tie in copy.relationships:
        ends = tie.start_node.__primarylabel__, tie.end_node.__primarylabel__
        ties.setdefault((type(tie).__name__, *ends), []).append(tie)
    for (type_, source, end), some in ties.items():
        start_key = source, some[0].start_node.__primarykey__
        end_key = end, some[0].end_node.__primarykey__
        rows = [(tie.start_node[start_key[1]], dict(tie), tie.end_node[end_key[1]]) for tie in some]
        merge_relationships(target.auto(), rows, (type_, "fact_id"), start_key, end_key)
