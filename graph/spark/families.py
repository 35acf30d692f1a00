"""Connected families of parties: first within each partition, then across them, in one place.

Whatever holds something is connected with it. All holdings of a company stand in one partition, so a holder
of one company, and there are hardly others in a register, is settled where it stands; so are the companies
of one partition. Only parties that stand in several partitions tie their parts together, and those ties, a
small remainder, are settled by the driver (the reduction of Gulino, Ceri, Gottlob, Sallinger and
Bellomarini, *Distributed Company Control in Company Shareholding Graphs*, ICDE 2021).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import scipy.sparse as sparse
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_LABELS: Final = "party string, label string"


def families(ties: DataFrame) -> DataFrame:
    """The family of each party.

    Parameters
    ----------
    ties
        Columns ``a, b``: two parties that belong together.

    Returns
    -------
    DataFrame
        Columns ``party, family``: each party once; a family is named after its least member of some part.
    """
    from pyspark.sql import functions as f

    labels = ties.repartition("b").mapInArrow(_within, _LABELS).persist()
    several = labels.groupBy("party").agg(
        f.min("label").alias("first"), f.collect_set("label").alias("labels")
    )
    across = several.where(f.size("labels") > 1).select("first", f.explode("labels").alias("label"))
    joined = _joined(across.where("first <> label").distinct().toArrow())
    named = ties.sparkSession.createDataFrame(joined)
    settled = labels.join(named, "label", "left").select(
        "party", f.coalesce("joined", "label").alias("family")
    )
    return settled.distinct()


def _within(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The parties of one partition, each labelled by the least party that it is connected with there."""
    ties = [*batches]
    if not ties:
        return
    table = pa.Table.from_batches(ties)
    yield from _labelled(table["a"], table["b"], ("party", "label")).to_batches()


def _joined(pairs: pa.Table) -> pa.Table:
    """Labels that belong together, each with the least of them."""
    return _labelled(pairs["first"], pairs["label"], ("label", "joined"))


def _labelled(first: Any, second: Any, names: tuple[str, str]) -> pa.Table:
    """Each node of some ties, and the least that it is connected with."""
    ends = pa.chunked_array([*first.chunks, *second.chunks], pa.string()).to_numpy(zero_copy_only=False)
    nodes, at = np.unique(ends.astype(str), return_inverse=True)
    least = _least(len(nodes), at[: len(first)], at[len(first) :])
    columns = (pa.array(one.tolist(), pa.string()) for one in (nodes, nodes[least]))
    return pa.table(dict(zip(names, columns, strict=True)))


def _least(size: int, first: Any, second: Any) -> Any:
    """Of each node the least that it is connected with; nodes are numbered in order."""
    if not size:
        return np.zeros(0, dtype=np.int64)
    ones = np.ones(len(first), dtype=np.int8)
    graph = sparse.coo_array((ones, (first, second)), shape=(size, size))
    number, part = connected_components(graph, directed=False)
    least = np.full(number, size, dtype=np.int64)
    np.minimum.at(least, part, np.arange(size, dtype=np.int64))
    return least[part]
