"""One Spark session for the tests that need it, and what computes in each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from graph.engines import LOCAL, Engine
from graph.spark.engine import SparkEngine, spark_engine
from graph.spark.session import why_unavailable


@pytest.fixture(scope="session")
def spark(leave_out_part: Callable[[str, str], None]) -> Iterator[SparkEngine]:
    """An engine on two threads of this machine, work split in four."""
    if reason := why_unavailable():
        leave_out_part("spark", reason)
    with spark_engine("local[2]", memory="1g", partitions=4) as engine:
        yield engine


@pytest.fixture(scope="session", params=["local", "spark", "spark-cut"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn; the last cuts every family of more than five parties."""
    if request.param == "local":
        return LOCAL
    found: SparkEngine = request.getfixturevalue("spark")
    return found if request.param == "spark" else replace(found, most=5)
