"""Copy what stands around a company into a Neo4j of one's own with py2neo.

    pip install 'creditgraph[py2neo]'
    TARGET_PASSWORD=… python examples/to_py2neo.py CODE bolt://127.0.0.1:7687 [user]

The target is an investigator's own database, never the platform's store: the copy has no versions.
"""

from __future__ import annotations

import os
import sys

import py2neo

from api.services.subgraph import subgraph
from creditgraph.cli.common import desk_for
from graph.interop.py2neo_graph import merge_into, to_py2neo


def main(code: str, target: str, user: str = "neo4j") -> None:
    """Copy and say how much."""
    with desk_for(None) as desk:
        found = subgraph(desk, [code], depth=2)
    copy = to_py2neo(found)
    merge_into(py2neo.Graph(target, auth=(user, os.environ["TARGET_PASSWORD"])), copy)
    print(f"已复制 {len(copy.nodes)} 个主体、{len(copy.relationships)} 条关系")


if __name__ == "__main__":
    main(*sys.argv[1:])
