"""The engine that `derive --engine spark` uses: the store is read and written by the driver."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.liability.contract import Evaluation, GroundContext
from graph.liability.rulebook import RuleSet
from graph.ownership.compute import ControlFound, ControlRow, HoldingColumns, OwnedRow
from graph.ownership.policy import ControlPolicy, Loops
from graph.spark.liability import evaluate_all
from graph.spark.ownership import OVER, PAIR, UNCLEAR, OwnershipFrames, control_frame, ownership_frame
from graph.spark.pieces import MOST
from graph.spark.session import LOCAL, spark_session

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

#: Contexts of so many grounds are in the driver's memory at once.
_GROUNDS: Final = 10_000


@dataclass(frozen=True)
class SparkEngine:
    """Computes on a Spark session."""

    session: SparkSession
    grounds_at_once: int = _GROUNDS
    most: int = MOST
    """Parties of a family from which on it is cut."""

    def control(self, columns: HoldingColumns, policy: ControlPolicy) -> ControlFound:
        """Control of all, of one day's holdings."""
        found = control_frame(self._frames(columns), policy, most=self.most).toArrow().to_pylist()
        return ControlFound(
            [
                ControlRow(
                    one["a"],
                    one["b"],
                    one["is_person"],
                    one["voting_pct"],
                    one["kind"],
                    one["state"],
                    tuple(one["via"]),
                )
                for one in found
                if one["what"] == PAIR
            ],
            tuple(sorted(one["a"] for one in found if one["what"] == OVER)),
            tuple(sorted(one["a"] for one in found if one["what"] == UNCLEAR)),
        )

    def shares(
        self, columns: HoldingColumns, *, min_pct: float, loops: Loops, upper: bool
    ) -> Iterator[OwnedRow]:
        """Direct and integrated shares of all, by owner and owned; a partition at a time comes here."""
        frame = ownership_frame(
            self._frames(columns), min_pct=min_pct, loops=loops, upper=upper, most=self.most
        )
        for row in frame.orderBy("owner", "owned").toLocalIterator():
            yield OwnedRow(row["owner"], row["owned"], row["direct_pct"], row["integrated_pct"])

    def _frames(self, columns: HoldingColumns) -> OwnershipFrames:
        return OwnershipFrames.of(self.session, columns.columns, columns.links, columns.marks)

    def evaluate(self, contexts: Sequence[GroundContext], rules: RuleSet, today: str) -> Sequence[Evaluation]:
        """Who answers for each context's ground, in the order of the contexts."""
        return evaluate_all(self.session, contexts, rules, today)


@contextmanager
def spark_engine(
    master: str = LOCAL, *, memory: str = "2g", partitions: int | None = None
) -> Iterator[SparkEngine]:
    """An engine with a session of its own.

    Raises
    ------
    SettingsError
        Spark or Java is missing.
    """
    with spark_session(master, memory=memory, partitions=partitions) as session:
        yield SparkEngine(session)
