"""Take what stands around a company into networkx, and ask it something that the platform does not.

    python examples/to_networkx.py CODE [CODE …]

Prints, as JSON, how many parties and relations there are, and the parties that hold the most together
(betweenness). For investigators; it says nothing about liability.
"""

from __future__ import annotations

import json
import sys

import networkx as nx

from api.services.subgraph import subgraph
from creditgraph.cli.common import desk_for
from graph.interop.networkx_graph import to_networkx


def main(codes: list[str]) -> None:
    """Ask and print."""
    with desk_for(None) as desk:
        found = subgraph(desk, codes, depth=2)
    graph = to_networkx(found)
    between = nx.betweenness_centrality(nx.Graph(graph.to_undirected()))
    bridges = sorted(
        (one for one in between if graph.nodes[one]["kind"] == "ENTITY"), key=lambda one: -between[one]
    )
    print(
        json.dumps(
            {
                "as_of": graph.graph["as_of"],
                "complete": graph.graph["complete"],
                "parties": graph.number_of_nodes(),
                "relations": graph.number_of_edges(),
                "bridges": [graph.nodes[one]["name"] for one in bridges[:3]],
            },
            ensure_ascii=False,
        )
    )


if __name__ == "__main__":
    main(sys.argv[1:])
