"""Control and integrated ownership on Spark: each partition runs the code of one machine on its pieces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from graph.ownership.compute import control_of, shares_of
from graph.ownership.holdings import PartyLink
from graph.ownership.policy import DEFAULT_POLICY, ControlPolicy, Loops
from graph.spark.pieces import HELD, LINKED, MOST, Piece, in_pieces, per_piece

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

PAIR: Final = "PAIR"
OVER: Final = "OVER"
UNCLEAR: Final = "UNCLEAR"
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


def control_frame(
    frames: OwnershipFrames, policy: ControlPolicy = DEFAULT_POLICY, *, most: int = MOST
) -> DataFrame:
    """Everybody whom the votes make a controller, as `control_of` finds them.

    Parameters
    ----------
    frames, policy
        The holdings of a day; how votes count.
    most
        Parties of a family from which on it is cut (`pieces`).

    Returns
    -------
    DataFrame
        Columns ``what, a, b, is_person, voting_pct, kind, state, via``: PAIR is controller and controlled;
        OVER a company with more than all votes, UNCLEAR a party whose agreements contradict each other.
    """
    rows = in_pieces(frames.holdings, frames.links, frames.marks, most=most)
    return rows.mapInArrow(per_piece(partial(_control, policy=policy)), _ddl(_CONTROL_COLUMNS))


def ownership_frame(
    frames: OwnershipFrames,
    *,
    min_pct: float = 0.0,
    loops: Loops = Loops.GEOMETRIC,
    upper: bool = False,
    most: int = MOST,
) -> DataFrame:
    """Direct and integrated shares of all owners, as `integrated_shares` finds them.

    Parameters
    ----------
    frames
        The holdings of a day.
    min_pct, loops, upper
        As `integrated_shares` takes them.
    most
        Parties of a family from which on it is cut (`pieces`).

    Returns
    -------
    DataFrame
        Columns ``owner, owned, direct_pct, integrated_pct``; the last is null where a closed ring has no
        answer.
    """
    found = partial(_integrated, min_pct=min_pct, loops=loops, upper=upper)
    rows = in_pieces(frames.holdings, frames.links, frames.marks, most=most)
    return rows.mapInArrow(per_piece(found), _ddl(_OWNED_COLUMNS))


def _ddl(columns: Mapping[str, pa.DataType]) -> str:
    return ", ".join(f"{name} {_SPARK_TYPES[str(type_)]}" for name, type_ in columns.items())


def _control(piece: Piece, *, policy: ControlPolicy) -> pa.Table:
    found = control_of(piece.holdings, policy)
    rows: list[tuple[Any, ...]] = [
        (PAIR, one.controller, one.controlled, one.is_person, one.voting_pct, one.kind, one.state, one.via)
        for one in found.rows
        if piece.tells(one.controlled)
    ]
    rows += [(OVER, one, "", False, 0.0, "", "", ()) for one in found.over_the_whole if piece.tells(one)]
    rows += [(UNCLEAR, one, "", False, 0.0, "", "", ()) for one in found.unclear if piece.tells(one)]
    return _table(rows, _CONTROL_COLUMNS)


def _integrated(piece: Piece, *, min_pct: float, loops: Loops, upper: bool) -> pa.Table:
    shares = shares_of(piece.holdings, min_pct=min_pct, loops=loops, upper=upper)
    return _table([one for one in shares if piece.tells(one.owned)], _OWNED_COLUMNS)


def _table(rows: Sequence[tuple[Any, ...]], schema: Mapping[str, pa.DataType]) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ([] for _ in schema)
    return pa.table(
        {name: pa.array(values, type_) for (name, type_), values in zip(schema.items(), columns, strict=True)}
    )
