"""A subgraph as networkx knows graphs, for the algorithms that it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.interop.subgraph import Subgraph

if TYPE_CHECKING:
    import networkx as nx


def to_networkx(subgraph: Subgraph) -> nx.MultiDiGraph[Any]:
    """A directed graph with parallel edges: nodes by internal id, edges keyed by fact.

    Nodes carry ``kind, code, name, distance``; edges ``type, valid_from, valid_to, origin, truth`` and what
    their type says beyond (``equity_pct`` …). The graph carries ``as_of, seq, complete``.
    """
    import networkx as nx

    made: nx.MultiDiGraph[Any] = nx.MultiDiGraph(
        as_of=subgraph.as_of, seq=subgraph.seq, complete=subgraph.complete
    )
    for party in subgraph.parties:
        made.add_node(party.id, kind=party.kind, code=party.code, name=party.name, distance=party.distance)
    for number, tie in enumerate(subgraph.ties):
        made.add_edge(
            tie.source,
            tie.target,
            key=tie.fact_id or f"derived-{number}",
            type=tie.type,
            valid_from=tie.valid_from,
            valid_to=tie.valid_to,
            origin=tie.origin,
            truth=tie.truth,
            **tie.more,
        )
    return made
