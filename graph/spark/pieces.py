"""What each partition gets: whole families, and pieces of a family that is too large for one.

Who controls a company, and who owns what of it, depends on what stands above it alone. So a family can be cut
below its core: whatever holds something or agreed on something. The core goes to every piece of its family,
and each piece has some of the companies below it. A piece answers for its own companies, the first one for
the core too. Registers are shallow, so the core is small (`families` names the source of this reduction).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from graph.ownership.holdings import HOLDING_COLUMNS, LINK_COLUMNS, Holdings, Mark, PartyLink
from graph.spark.families import families

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

HELD: Final = tuple(name for name in HOLDING_COLUMNS if not name.startswith(("valid_", "source")))
LINKED: Final = tuple(name for name in LINK_COLUMNS if not name.startswith(("valid_", "source")))
MOST: Final = 500_000
"""Parties of a family from which on it is cut: about a gibibyte of a worker."""


@dataclass(frozen=True)
class Piece:
    """Holdings that are worked on together.

    Parameters
    ----------
    holdings
        Whole families, or a core and what hangs from it here.
    answers
        Companies for which this piece answers; None where it answers for all that it has.
    """

    holdings: Holdings
    answers: frozenset[str] | None = None

    def tells(self, company: str) -> bool:
        """Whether what concerns the company is told by this piece."""
        return self.answers is None or company in self.answers


Compute = Callable[[Piece], pa.Table]


def in_pieces(holdings: DataFrame, links: DataFrame, marks: DataFrame, *, most: int = MOST) -> DataFrame:
    """All rows as one frame, those of a piece in one partition.

    Parameters
    ----------
    holdings, links, marks
        As `OwnershipFrames` has them.
    most
        Parties of a family from which on it is cut.
    """
    from pyspark.sql import functions as f

    held = holdings.select(f.col("holder").alias("a"), f.col("company").alias("b"))
    linked = links.select(f.col("from_id").alias("a"), f.col("to_id").alias("b"))
    found = families(held.unionByName(linked)).persist()
    rows = None
    for frame, key, what in (
        (holdings, "company", "HOLDING"),
        (links, "from_id", "LINK"),
        (_with_organs(holdings, marks), "marked", "MARK"),
    ):
        keyed = frame.withColumn("key", f.col(key)).withColumn("what", f.lit(what))
        rows = keyed if rows is None else rows.unionByName(keyed, allowMissingColumns=True)
    assert rows is not None
    rows = rows.join(found.withColumnRenamed("party", "key"), "key")
    sizes = found.groupBy("family").count().where(f.col("count") > most)
    large = [(one["family"], -(-one["count"] // most)) for one in sizes.collect()]
    if not large:
        rows = rows.withColumn("piece", f.lit(0)).withColumn("own", f.lit(True))
        return rows.repartition("family").drop("family", "key")
    cut = holdings.sparkSession.createDataFrame(large, "family string, pieces int")
    core = held.select("a").unionByName(linked.select("a")).unionByName(linked.select(f.col("b").alias("a")))
    core = core.distinct().select(f.col("a").alias("key"), f.lit(True).alias("core"))
    rows = rows.join(f.broadcast(cut), "family", "left").join(core, "key", "left")
    rows = rows.withColumn("piece", f.explode(_pieces_of_row()))
    rows = rows.withColumn("own", f.col("core").isNull() | (f.col("piece") <= 1))
    return rows.repartition("family", "piece").drop("key", "pieces", "core")


def _pieces_of_row() -> Column:
    """0 for a family that is whole, else from 1 on: all of them for the core, one for what hangs below."""
    from pyspark.sql import functions as f

    whole = f.when(f.col("pieces").isNull(), f.array(f.lit(0)))
    everywhere = whole.when(f.col("core").isNotNull(), f.sequence(f.lit(1), f.col("pieces")))
    return everywhere.otherwise(f.array((f.pmod(f.hash("key"), f.col("pieces")) + 1).cast("int")))


def _with_organs(holdings: DataFrame, marks: DataFrame) -> DataFrame:
    """The marks, with organs that are told by what they hold: a piece may lack that holding."""
    from pyspark.sql import functions as f

    told = holdings.where((f.col("holder_kind") == "STATE") & ~f.col("is_person"))
    organs = told.select(f.col("holder").alias("party"), f.lit(int(Mark.ORGAN)).cast("bigint").alias("mark"))
    both = marks.select("party", "mark").unionByName(organs.distinct())
    return both.groupBy(f.col("party").alias("marked")).agg(f.bit_or("mark").alias("mark"))


def per_piece(compute: Compute) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Run over all that a partition has: whole families together, pieces one by one."""

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        rows = [*batches]
        if rows:
            for piece in _pieces(pa.Table.from_batches(rows)):
                yield from compute(piece).to_batches()

    return run


def _pieces(rows: pa.Table) -> Iterator[Piece]:
    whole = rows.filter(pc.equal(rows["piece"], 0))
    if len(whole):
        yield Piece(_holdings(whole))
    if len(whole) == len(rows):
        return
    cut = rows.filter(pc.greater(rows["piece"], 0))
    for one in cut.group_by(["family", "piece"]).aggregate([]).sort_by("piece").to_pylist():
        same = pc.and_(pc.equal(cut["family"], one["family"]), pc.equal(cut["piece"], one["piece"]))
        some = cut.filter(same)
        own = some.filter(pc.and_(pc.equal(some["what"], "HOLDING"), some["own"]))
        answers = None if one["piece"] == 1 else frozenset(own["company"].to_pylist())
        yield Piece(_holdings(some), answers)


def _holdings(rows: pa.Table) -> Holdings:
    """These rows as one machine has them; in an order that does not depend on Spark."""

    def of(what: str, columns: Sequence[str]) -> pa.Table:
        some = rows.filter(pc.equal(rows["what"], what)).select(list(columns))
        return some.sort_by([(name, "ascending") for name in columns])

    held, marked = of("HOLDING", HELD).to_pydict(), of("MARK", ("marked", "mark")).to_pydict()
    links = [PartyLink(**one) for one in of("LINK", LINKED).to_pylist()]
    return Holdings.from_columns(held, links, marks=dict(zip(marked["marked"], marked["mark"], strict=True)))
