"""What the sync and the async store share: where to connect, and what is sent."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import neo4j

from graph import queries
from graph.days import OPEN_SEQ
from graph.errors import QueryDefinitionError, UsageError
from graph.queries import Query
from graph.store.address import (
    HTTP_VARIABLE,
    Credentials,
    StoreAddress,
    credentials_from_environment,
    parse_url,
)
from graph.store.dialect import ArcadeDialect, Dialect, Neo4jDialect, is_arcadedb
from graph.store.retry import StoreSettings

_writing: ContextVar[bool] = ContextVar("creditgraph_writing", default=False)
SCHEMA_META: Final = "schema"
# A commit is published at once; what is not by then was left by a writer that died (ADR 0012).
PUBLISHED_WITHIN: Final = 0.25


@dataclass(frozen=True)
class Endpoint:
    """Where a store answers now; an embedded one may answer elsewhere after a restart."""

    bolt_url: str
    credentials: Credentials | None
    http: str
    gate_folder: Path | None
    database: str

    @property
    def auth(self) -> tuple[str, str] | None:
        """As the driver takes it."""
        return (self.credentials.user, self.credentials.password) if self.credentials else None

    def dialect(self, agent: str) -> Dialect:
        """The ways of the engine that calls itself `agent`."""
        if not is_arcadedb(agent):
            return Neo4jDialect()
        return ArcadeDialect(
            url=self.bolt_url,
            database=self.database or "creditgraph",
            user=self.credentials.user if self.credentials else "",
            password=self.credentials.password if self.credentials else "",
            http=self.http,
            gate_folder=self.gate_folder,
        )


def checked(url: str, credentials: Credentials | None) -> tuple[StoreAddress, Credentials | None]:
    """The address and, for a server that is not ours, the credentials."""
    address = parse_url(url)
    if address.folder is None and credentials is None:
        credentials = credentials_from_environment()
    return address, credentials


def resolve(address: StoreAddress, credentials: Credentials | None) -> Endpoint:
    """Find the server, starting that of an embedded store if need be."""
    if address.folder is None:
        return Endpoint(
            bolt_url=address.bolt_url,
            credentials=credentials,
            http=os.environ.get(HTTP_VARIABLE, ""),
            gate_folder=None,
            database=address.database,
        )
    from graph.store.embedded import ensure_server
    from graph.store.embedded_server import DATABASE

    runtime = ensure_server(address.folder)
    return Endpoint(
        bolt_url=f"bolt://127.0.0.1:{runtime.port}",
        credentials=Credentials(runtime.user, runtime.password),
        http=f"http://127.0.0.1:{runtime.http_port}",
        gate_folder=address.folder,
        database=DATABASE,
    )


def driver_options(settings: StoreSettings) -> dict[str, Any]:
    """Options of the driver, the same for both stores."""
    return {
        "telemetry_disabled": True,
        "connection_timeout": settings.connect_timeout,
        "connection_acquisition_timeout": max(settings.retry_seconds, settings.connect_timeout),
        "max_connection_pool_size": settings.pool_size,
        "liveness_check_timeout": 30.0,
        "notifications_min_severity": "OFF",
        "user_agent": "creditgraph",
    }


def find_query(query: str | Query, *, reading: bool) -> Query:
    """The query meant, fit for a read or a write.

    Raises
    ------
    QueryDefinitionError
        It is not in ``read/`` although it is to be read with.
    """
    found = queries.get(query) if isinstance(query, str) else query
    if reading and found.mode != "read":
        raise QueryDefinitionError("读取操作只能使用 read/ 下的查询", where=found.name)
    return found


class _Quiet(list[Any]):
    """A list that prints as its length.

    The driver prints every parameter of every query for its debug log, whether or not anybody logs
    (measured: as long as packing them); and what is in a list of rows is nobody's to log.
    """

    def __repr__(self) -> str:
        return f"<{len(self)} rows>"


def bind(query: Query, params: Mapping[str, Any], *, seq: int | None) -> dict[str, Any]:
    """The parameters to send: those given, and the constants that every query may name.

    Raises
    ------
    QueryDefinitionError
        A parameter is missing or not declared.
    """
    values = {name: _Quiet(value) if type(value) is list else value for name, value in params.items()}
    if "seq" in query.params and values.get("seq") is None:
        values["seq"] = seq
    if "open_seq" in query.params:
        values.setdefault("open_seq", OPEN_SEQ)
    if values.keys() != query.params.keys():
        missing = sorted(query.params.keys() - values.keys())
        extra = sorted(values.keys() - query.params.keys())
        raise QueryDefinitionError(f"查询参数不符：缺少 {missing}，多出 {extra}", where=query.name)
    return values


def needs_head(query: Query, params: Mapping[str, Any]) -> bool:
    """Whether the newest commit number has to be read first; a query with ``seq: int?`` finds it itself."""
    return query.params.get("seq") == "int" and params.get("seq") is None


def left_behind(rows: list[dict[str, Any]], taken: int = 0) -> int:
    """The newest commit, if readers do not see it yet, nor the one `taken` before; else 0."""
    for row in rows:
        if row["seq"] < (taken or row["taken"]):
            return int(row["taken"])
    return 0


def driver_query(query: Query, timeout: float) -> neo4j.Query:
    """Text with a timeout and the file's name, so that the engine's own lists show which file runs."""
    return neo4j.Query(query.cypher, metadata={"query": query.name}, timeout=timeout)


def rows_of(records: list[neo4j.Record]) -> list[dict[str, Any]]:
    """Rows as plain dictionaries."""
    return [dict(zip(record.keys(), record.values(), strict=True)) for record in records]


def columns_of(query: Query, records: list[neo4j.Record]) -> dict[str, list[Any]]:
    """The one row of a query that returns columns.

    Raises
    ------
    QueryDefinitionError
        It returned no row, or several.
    """
    if len(records) != 1:
        raise QueryDefinitionError(f"按列读取的查询应恰好返回一行，实际 {len(records)} 行", where=query.name)
    return rows_of(records)[0]


@contextmanager
def alone() -> Iterator[None]:
    """Refuse a write inside a write: it would wait for itself.

    Raises
    ------
    UsageError
        This thread or task is already writing.
    """
    if _writing.get():
        raise UsageError("不能在一次写入之中再开始另一次写入", todo="把两步放进同一个写入事务")
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def fulltext_indexes() -> tuple[tuple[str, str], ...]:
    """(label, property) pairs that the model wants searched as text."""
    from graph.model import fulltext_indexes as declared

    return tuple(declared())


@cache
def schema_digest() -> str:
    """Changes when a constraint, an index or a full-text index does."""
    content = [queries.get(name).text for name in queries.names("schema/")]
    content += [f"{label}.{prop}" for label, prop in fulltext_indexes()]
    return hashlib.sha256("\n".join(content).encode()).hexdigest()
