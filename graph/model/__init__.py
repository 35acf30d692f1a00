"""The domain model, declared once; constraints, indexes, docs, readers and checks come from it."""

from __future__ import annotations

from graph.errors import ModelError
from graph.model.edges import EDGES
from graph.model.kinds import EdgeType, NodeType
from graph.model.nodes import NODES
from graph.model.nodes_cases import CASE_KEYS, CASE_NODES
from graph.model.nodes_watch import RECORD_LABELS

NODE_TYPES: dict[str, NodeType] = {one.label: one for one in NODES}
EDGE_TYPES: dict[str, EdgeType] = {one.type: one for one in EDGES}


def traversable_edge_types() -> tuple[str, ...]:
    """The whitelist of relationship types that paths and networks follow (A15)."""
    return tuple(one.type for one in EDGES if one.traversable)


def fulltext_indexes() -> tuple[tuple[str, str], ...]:
    """(label, property) of every full-text index."""
    return tuple((one.label, one.fulltext) for one in NODES if one.fulltext)


def slot_values(kind: str) -> frozenset[str]:
    """What may stand in a Cypher file's slot of that kind.

    Parameters
    ----------
    kind
        ``node_label``, ``edge_type``, ``fact_node``, ``fact_edge``, ``record``, ``event_day``, ``case_node``,
        ``case_key`` or ``party``.

    Raises
    ------
    ModelError
        There is no such kind.
    """
    kinds = {
        "node_label": frozenset(NODE_TYPES),
        "edge_type": frozenset(EDGE_TYPES),
        "fact_node": frozenset(one.label for one in NODES if one.fact),
        "fact_edge": frozenset(one.type for one in EDGES if one.fact),
        "fact_link": frozenset(_FACT_LINKS),
        "record": RECORD_LABELS,
        "event_day": frozenset({"decided_on", "received_on", "assessed_on"}),
        "case_node": frozenset(one.label for one in CASE_NODES),
        "case_key": frozenset(CASE_KEYS),
        "party": frozenset({"Person", "Entity"}),
        "edge_target": frozenset({"Person", "Entity", "Identifier"}),
        "id_property": frozenset({"person_id", "entity_id", "identifier_key"}),
    }
    if kind not in kinds:
        raise ModelError(f"查询文件使用了未知的占位种类：{kind}")
    return kinds[kind]


_FACT_LINKS = (
    "HAS_STATE",
    "HAS_CHANGE",
    "HAS_CODE_CHANGE",
    "HAS_STATUS",
    "PENALISED_BY",
    "BOUND_BY",
    "LISTED_BY",
    "NAMED_BY",
    "GRADED_BY",
    "OWES_IN",
    "BARRED_BY",
    "EVALUATED_BY",
    "LICENSED_BY",
    "ACTED_ON_BY",
    "COMPLAINED_OF_IN",
    "PROMISED_IN",
    "BIDS_BY",
)

__all__ = [
    "EDGE_TYPES",
    "NODE_TYPES",
    "EdgeType",
    "NodeType",
    "fulltext_indexes",
    "slot_values",
    "traversable_edge_types",
]
