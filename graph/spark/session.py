"""One Spark session: on this machine (``local[*]``) or at a master's address."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from graph.errors import SettingsError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL: Final = "local[*]"
PANDAS_WARNING: Final = "PySpark does not yet fully support pandas"
_INSTALL: Final = "安装 Java 17 和附加组件：pip install 'creditgraph[spark]'；或去掉 --engine spark"


def why_unavailable() -> str:
    """Why this machine cannot run Spark; empty if it can."""
    from graph.store.neo4j_local import java_major

    try:
        import pyspark  # noqa: F401
    except ImportError:
        return "没有安装 pyspark"
    java = java_major()
    if java is None or java < 17:
        return "没有 Java 17"
    return ""


@contextmanager
def spark_session(
    master: str = LOCAL, *, memory: str = "2g", partitions: int | None = None
) -> Iterator[SparkSession]:
    """A session that ends with the block.

    Parameters
    ----------
    master
        ``local[N]`` or a cluster's address (``spark://``, ``yarn``, ``k8s://``), whose workers need
        this package on their path.
    memory
        Of the driver, which also holds what the store gives and takes.
    partitions
        Into how many parts work is split; Spark's own choice without.

    Raises
    ------
    SettingsError
        Spark or Java is missing.
    """
    if reason := why_unavailable():
        raise SettingsError(f"不能使用 Spark：{reason}", where="engine", todo=_INSTALL)
    with warnings.catch_warnings():
        # Rows travel as Arrow and never become pandas' own, whose third version Spark warns of.
        warnings.filterwarnings("ignore", PANDAS_WARNING, FutureWarning)
        session = _builder(master, memory, partitions).getOrCreate()
        try:
            yield session
        finally:
            session.stop()


def _builder(master: str, memory: str, partitions: int | None) -> SparkSession.Builder:
    from pyspark.sql import SparkSession

    local = master.startswith("local")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    if local:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = (
        SparkSession.builder.master(master)
        .appName("creditgraph")
        .config("spark.driver.memory", memory)
        .config("spark.driver.maxResultSize", "0")
        .config("spark.sql.execution.arrow.pyspark.enabled", "true")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.log.level", "ERROR")
    )
    if local:
        builder = builder.config("spark.driver.host", "127.0.0.1").config(
            "spark.driver.bindAddress", "127.0.0.1"
        )
    if partitions:
        builder = builder.config("spark.sql.shuffle.partitions", str(partitions))
    return builder
