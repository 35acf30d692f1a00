"""Control and integrated ownership on Spark: whole families to a partition, the local code on each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from graph.ownership.compute import control_of
from graph.ownership.holdings import HOLDING_COLUMNS, LINK_COLUMNS, Holdings, PartyLink
from graph.ownership.integrated import integrated_shares
from graph.ownership.policy import DEFAULT_POLICY, ControlPolicy, Loops
from graph.spark.families import families

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

PAIR: Final = "PAIR"
OVER: Final = "OVER"
UNCLEAR: Final = "UNCLEAR"
HELD: Final = tuple(name for name in HOLDING_COLUMNS if not name.startswith(("valid_", "source")))
LINKED: Final = tuple(name for name in LINK_COLUMNS if not name.startswith(("valid_", "source")))
_ABSENT: Final = -1.0
_SPARK_TYPES: Final = {
    "string": "string",
    "double": "double",
    "bool": "boolean",
    "list<item: string>": "array<string>",
}
_STRINGS: Final = frozenset({"holder", "company", "holder_kind", "type", "from_id", "to_id"})
_FLAGS: Final = frozenset({"is_person", "treasury", "from_is_person", "to_is_person"})
_CONTROL_COLUMNS: Final = {
    "what": pa.string(),
    "a": pa.string(),
    "b": pa.string(),
    "is_person": pa.bool_(),
    "voting_pct": pa.float64(),
    "kind": pa.string(),
    "state": pa.string(),
    "via": pa.list_(pa.string()),
}
_OWNED_COLUMNS: Final = {
    "owner": pa.string(),
    "owned": pa.string(),
    "direct_pct": pa.float64(),
    "integrated_pct": pa.float64(),
}


@dataclass(frozen=True)
class OwnershipFrames:
    """The holdings of one day, spread out.

    Parameters
    ----------
    holdings, links
        Columns as `HoldingRow` and `PartyLink` have them, without days and source; an absent percentage
        is negative.
    marks
        Columns ``party, mark``.
    """

    holdings: DataFrame
    links: DataFrame
    marks: DataFrame

    @classmethod
    def of(
        cls,
        spark: SparkSession,
        columns: Mapping[str, Sequence[Any]],
        links: Sequence[PartyLink] = (),
        marks: Mapping[str, int] | None = None,
    ) -> OwnershipFrames:
        """From the columns that one machine computes on (`Holdings.from_columns`)."""
        return cls(*map(spark.createDataFrame, tables_of(columns, links, marks).values()))

    @classmethod
    def read(cls, spark: SparkSession, folder: str) -> OwnershipFrames:
        """From the Parquet files that `write` made: ``holdings``, ``links`` and ``marks`` below a folder."""
        return cls(*(spark.read.parquet(f"{folder}/{name}") for name in ("holdings", "links", "marks")))

    def write(self, folder: str) -> None:
        """Keep the columns as Parquet, so that a cluster reads them without the store."""
        for name in ("holdings", "links", "marks"):
            getattr(self, name).write.mode("overwrite").parquet(f"{folder}/{name}")

    def by_family(self) -> DataFrame:
        """All rows as one frame with their family; all rows of a family are in one partition."""
        from pyspark.sql import functions as f

        held = self.holdings.select(f.col("holder").alias("a"), f.col("company").alias("b"))
        linked = self.links.select(f.col("from_id").alias("a"), f.col("to_id").alias("b"))
        found = families(held.unionByName(linked)).persist()

        def placed(frame: DataFrame, by: str, what: str) -> DataFrame:
            joined = frame.join(found, frame[by] == found["party"]).drop(found["party"])
            return joined.withColumn("what", f.lit(what))

        rows = placed(self.holdings, "company", "HOLDING")
        rows = rows.unionByName(placed(self.links, "from_id", "LINK"), allowMissingColumns=True)
        marks = self.marks.withColumnRenamed("party", "marked")
        rows = rows.unionByName(placed(marks, "marked", "MARK"), allowMissingColumns=True)
        return rows.repartition("family").drop("family")


def tables_of(
    columns: Mapping[str, Sequence[Any]],
    links: Sequence[PartyLink] = (),
    marks: Mapping[str, int] | None = None,
) -> dict[str, pa.Table]:
    """The columns that one machine computes on as tables: ``holdings``, ``links`` and ``marks``."""
    held = {name: pa.array(_filled(name, columns[name]), _type(name)) for name in HELD}
    linked = {name: pa.array([getattr(one, name) for one in links], _type(name)) for name in LINKED}
    given = marks or {}
    marked = {
        "party": pa.array(list(given), pa.string()),
        "mark": pa.array(list(given.values()), pa.int64()),
    }
    return {"holdings": pa.table(held), "links": pa.table(linked), "marks": pa.table(marked)}


def _type(name: str) -> pa.DataType:
    if name in _STRINGS:
        return pa.string()
    return pa.bool_() if name in _FLAGS else pa.float64()


def _filled(name: str, values: Sequence[Any]) -> Sequence[Any]:
    if name in _STRINGS or name in _FLAGS:
        return values
    return [_ABSENT if value is None else value for value in values]


def control_frame(frames: OwnershipFrames, policy: ControlPolicy = DEFAULT_POLICY) -> DataFrame:
    """Everybody whom the votes make a controller, as `control_of` finds them.

    Returns
    -------
    DataFrame
        Columns ``what, a, b, is_person, voting_pct, kind, state, via``: PAIR is controller and controlled;
        OVER a company with more than all votes, UNCLEAR a party whose agreements contradict each other.
    """
    return frames.by_family().mapInArrow(
        _per_partition(partial(_control, policy=policy)), _ddl(_CONTROL_COLUMNS)
    )


def ownership_frame(
    frames: OwnershipFrames, *, min_pct: float = 0.0, loops: Loops = Loops.GEOMETRIC
) -> DataFrame:
    """Direct and integrated shares of all owners, as `integrated_shares` finds them.

    Returns
    -------
    DataFrame
        Columns ``owner, owned, direct_pct, integrated_pct``; the last is null where a closed ring has no
        answer.
    """
    found = partial(_integrated, min_pct=min_pct, loops=loops)
    return frames.by_family().mapInArrow(_per_partition(found), _ddl(_OWNED_COLUMNS))


def _ddl(columns: Mapping[str, pa.DataType]) -> str:
    return ", ".join(f"{name} {_SPARK_TYPES[str(type_)]}" for name, type_ in columns.items())


Compute = Callable[[Holdings], "pa.Table"]


def _per_partition(compute: Compute) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        rows = [*batches]
        if rows:
            yield from compute(_holdings(pa.Table.from_batches(rows))).to_batches()

    return run


def _holdings(rows: pa.Table) -> Holdings:
    """The families of one partition as one machine has them; in an order that does not depend on Spark."""

    def of(what: str, columns: Sequence[str]) -> pa.Table:
        some = rows.filter(pc.equal(rows["what"], what)).select(list(columns))
        return some.sort_by([(name, "ascending") for name in columns])

    held, marked = of("HOLDING", HELD).to_pydict(), of("MARK", ("marked", "mark")).to_pydict()
    links = [PartyLink(**one) for one in of("LINK", LINKED).to_pylist()]
    return Holdings.from_columns(held, links, marks=dict(zip(marked["marked"], marked["mark"], strict=True)))


def _control(holdings: Holdings, *, policy: ControlPolicy) -> pa.Table:
    found = control_of(holdings, policy)
    rows: list[tuple[Any, ...]] = [
        (PAIR, one.controller, one.controlled, one.is_person, one.voting_pct, one.kind, one.state, one.via)
        for one in found.rows
    ]
    rows += [(OVER, party, "", False, 0.0, "", "", ()) for party in found.over_the_whole]
    rows += [(UNCLEAR, party, "", False, 0.0, "", "", ()) for party in found.unclear]
    return _table(rows, _CONTROL_COLUMNS)


def _integrated(holdings: Holdings, *, min_pct: float, loops: Loops) -> pa.Table:
    ids = holdings.ids
    rows = [
        (ids[one.owner], ids[one.owned], one.direct_pct, one.integrated_pct)
        for one in integrated_shares(holdings, min_pct=min_pct, loops=loops)
    ]
    return _table(rows, _OWNED_COLUMNS)


def _table(rows: Sequence[tuple[Any, ...]], schema: Mapping[str, pa.DataType]) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ([] for _ in schema)
    return pa.table(
        {name: pa.array(values, type_) for (name, type_), values in zip(schema.items(), columns, strict=True)}
    )
