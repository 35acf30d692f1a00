"""The engine that `derive --engine spark` uses: the store is read and written by the driver."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.liability.contract import Evaluation, GroundContext
from graph.liability.rulebook import RuleSet
from graph.ownership.compute import ControlFound, ControlRow, HoldingColumns
from graph.ownership.policy import ControlPolicy
from graph.spark.liability import evaluate_all
from graph.spark.ownership import OVER, PAIR, UNCLEAR, OwnershipFrames, control_frame
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

    def control(self, columns: HoldingColumns, policy: ControlPolicy) -> ControlFound:
        """Control of all, of one day's holdings."""
        frames = OwnershipFrames.of(self.session, columns.columns, columns.links, columns.marks)
        found = control_frame(frames, policy).toArrow().to_pylist()
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
