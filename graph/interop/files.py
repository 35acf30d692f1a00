"""A subgraph as files: CSV, Parquet, GraphML."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from graph.errors import UsageError
from graph.interop.networkx_graph import to_networkx
from graph.interop.subgraph import Subgraph

PARTIES: Final = ("id", "kind", "code", "name", "distance", "blocked")
_TIES: Final = ("source", "target", "type", "fact_id", "valid_from", "valid_to", "origin", "truth")

_NOT_IN_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no character of XML 1.0, production 2."""


def write_subgraph(subgraph: Subgraph, target: Path, form: str) -> list[Path]:
    """Write the files of one form.

    Parameters
    ----------
    target
        A folder for ``csv`` and ``parquet`` (``parties`` and ``ties``), a file for ``graphml``.
    form
        ``csv``, ``parquet`` or ``graphml``.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    UsageError
        There is no such form.
    """
    if form not in _WRITERS:
        raise UsageError(
            f"不能导出为这种格式：{form}", where="form", todo=f"可用的格式：{'、'.join(_WRITERS)}"
        )
    return _WRITERS[form](subgraph, target)


def _tables(subgraph: Subgraph) -> dict[str, tuple[Sequence[str], list[dict[str, Any]]]]:
    parties = [{**vars(one), "blocked": subgraph.blocked.get(one.id, "")} for one in subgraph.parties]
    more = sorted({name for tie in subgraph.ties for name in tie.more})
    ties = [{**{name: getattr(tie, name) for name in _TIES}, **tie.more} for tie in subgraph.ties]
    return {"parties": (PARTIES, parties), "ties": ((*_TIES, *more), ties)}


def _write_csv(subgraph: Subgraph, folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, (columns, rows) in _tables(subgraph).items():
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
        written.append(path)
    return written


def _write_parquet(subgraph: Subgraph, folder: Path) -> list[Path]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    about = {"as_of": subgraph.as_of, "seq": str(subgraph.seq), "complete": str(subgraph.complete).lower()}
    for name, (columns, rows) in _tables(subgraph).items():
        table = pa.table({column: _column([row.get(column) for row in rows]) for column in columns})
        path = folder / f"{name}.parquet"
        pq.write_table(table.replace_schema_metadata(about), path)
        written.append(path)
    return written


def _column(values: list[Any]) -> Any:
    import pyarrow as pa

    return pa.array(values) if any(value is not None for value in values) else pa.array(values, pa.string())


def _write_graphml(subgraph: Subgraph, path: Path) -> list[Path]:
    import networkx as nx

    path.parent.mkdir(parents=True, exist_ok=True)
    made = to_networkx(subgraph)
    for _, given in made.nodes(data=True):
        given.update(_clean(given))
    for _, _, given in made.edges(data=True):
        given.update(_clean(given))
    nx.write_graphml(made, path, named_key_ids=True)
    return [path]


def _clean(given: Mapping[str, Any]) -> dict[str, Any]:
    """XML has no place for most control characters, which a name of a source may hold; all else stays."""
    return {name: _NOT_IN_XML.sub("", value) for name, value in given.items() if isinstance(value, str)}


_WRITERS: Final[dict[str, Callable[[Subgraph, Path], list[Path]]]] = {
    "csv": _write_csv,
    "parquet": _write_parquet,
    "graphml": _write_graphml,
}
