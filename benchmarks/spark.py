"""Control on Spark at growing sizes, for the sizing note of docs/how-to/use-spark.md.

A city's holdings stand in Parquet once, twice and five times: each copy has parties of its own, as another
city of a province would. Measured is `control_frame` from those files to the last row, session and reading
included, and the memory of the driver, its Java and the Python workers together.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.memory import Memory
from benchmarks.ownership import city_columns
from benchmarks.timing import seconds
from graph.ownership.compute import HoldingColumns, control_of
from graph.ownership.policy import DEFAULT_POLICY
from graph.spark.ownership import PAIR, OwnershipFrames, control_frame, tables_of
from graph.spark.session import spark_session

COPIES: Final = (1, 2, 5)
_PARTIES: Final = {"holdings": ("holder", "company"), "links": ("from_id", "to_id"), "marks": ("party",)}
_CORES: Final = len(os.sched_getaffinity(0))


def run(*, entities: int, city: Path | None = None, memory: str = "6g") -> list[dict[str, Any]]:
    """Seconds and memory by size.

    Parameters
    ----------
    city
        A folder with that city, if it was generated before.
    memory
        Of Spark's driver.
    """
    with TemporaryDirectory() as scratch:
        columns = city_columns(city or Path(scratch) / "city", entities)
        local = seconds(lambda: control_of(columns.holdings(), DEFAULT_POLICY))
        return [
            {
                **_measured(columns, copies, Path(scratch) / str(copies), memory),
                "entities": entities * copies,
                **({"local_seconds": round(local, 1)} if copies == 1 else {}),
            }
            for copies in COPIES
        ]


def _measured(columns: HoldingColumns, copies: int, folder: Path, memory: str) -> dict[str, Any]:
    rows = _write(columns, copies, folder)
    begin = time.perf_counter()
    with (
        Memory(java=True) as taken,
        spark_session(f"local[{_CORES}]", memory=memory, partitions=16 * copies) as session,
    ):
        found = control_frame(OwnershipFrames.read(session, str(folder)))
        pairs = found.filter(found["what"] == PAIR).count()
    return {
        "holdings": rows,
        "pairs": pairs,
        "cores": _CORES,
        "seconds": round(time.perf_counter() - begin, 1),
        "peak_mib": round(taken.largest / 2**20),
    }


def _write(columns: HoldingColumns, copies: int, folder: Path) -> int:
    """The Parquet files that `OwnershipFrames.write` makes, of so many copies; how many holdings."""
    tables = tables_of(columns.columns, columns.links, columns.marks)
    for name, table in tables.items():
        (folder / name).mkdir(parents=True)
        for copy in range(copies):
            pq.write_table(_renamed(table, _PARTIES[name], copy), folder / f"{name}/{copy}.parquet")
    return int(tables["holdings"].num_rows) * copies


def _renamed(table: pa.Table, names: Sequence[str], copy: int) -> pa.Table:
    for name in names:
        column = pc.binary_join_element_wise(table[name], f"{copy}", "#")
        table = table.set_column(table.schema.get_field_index(name), name, column)
    return table
