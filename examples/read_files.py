"""Read exported subgraphs with other libraries: Parquet with pyarrow, GraphML with networkx, CSV with csv.

    creditgraph export subgraph CODE -o out/parquet --form parquet
    creditgraph export subgraph CODE -o out/csv --form csv
    creditgraph export subgraph CODE -o out/around.graphml --form graphml
    python examples/read_files.py out

Prints, as JSON, how many parties and relations each form holds: the same.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import networkx as nx
import pyarrow.parquet as pq


def main(folder: Path) -> None:
    """Count and print."""
    graph = nx.read_graphml(folder / "around.graphml", force_multigraph=True)
    counts = {
        "graphml": [graph.number_of_nodes(), graph.number_of_edges()],
        "parquet": [
            pq.read_table(folder / "parquet" / f"{name}.parquet").num_rows for name in ("parties", "ties")
        ],
        "csv": [_rows(folder / "csv" / f"{name}.csv") for name in ("parties", "ties")],
    }
    print(json.dumps(counts))


def _rows(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
