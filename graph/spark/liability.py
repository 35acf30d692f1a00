"""Liability on Spark: grounds spread over the partitions, each evaluated by the code of one machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from graph.liability.contract import Evaluation, GroundContext
from graph.liability.evaluate import evaluate
from graph.liability.rulebook import RuleSet

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def evaluate_all(
    spark: SparkSession, contexts: Sequence[GroundContext], rules: RuleSet, today: str
) -> list[Evaluation]:
    """Who answers for each context's ground, in the order of the contexts.

    One ground's findings rest on its own context and on nothing else, so no partition needs another.
    """
    if not contexts:
        return []
    shared = spark.sparkContext.broadcast(rules)

    def of_partition(part: Iterable[GroundContext]) -> Iterator[Evaluation]:
        return (evaluate(context, shared.value, today) for context in part)

    try:
        spread = spark.sparkContext.parallelize(list(contexts))
        return list(spread.mapPartitions(of_partition).collect())
    finally:
        shared.unpersist()
