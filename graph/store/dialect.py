"""Everything in which the two engines differ; no other file asks which engine it is.

Measured in docs/explanation (engines): full-text DDL, waiting for indexes, planning after a bulk load, and
who keeps write transactions in a row.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from graph.errors import ModelError, StoreError
from graph.store.gate import FileGate, gate_for

#: Runs one statement outside any write transaction and returns its rows.
Runner = Callable[[str], list[dict[str, Any]]]

_NAME: Final = re.compile(r"^[A-Za-z][A-Za-z0-9_]*$")
_INDEX_SECONDS: Final = 600
_FEW_ROWS: Final = 50  # a load of less than a fiftieth of the graph changes no plan


class Dialect(Protocol):
    """What a store asks of its engine's own ways."""

    @property
    def engine(self) -> str:
        """``neo4j`` or ``arcadedb``."""

    @property
    def default_database(self) -> str:
        """The database that is meant when a URL names none."""

    def write_gate(self) -> FileGate | None:
        """What keeps write transactions in a row, if the engine's own locks do not."""

    def create_fulltext(self, run: Runner, indexes: Iterable[tuple[str, str]]) -> None:
        """Make full-text indexes, named ``Label[property]`` on both engines."""

    def after_bulk_load(self, run: Runner, rows: int | None = None) -> None:
        """Wait for indexes, and drop plans that were made for a much emptier graph (``rows`` fewer)."""


def index_name(label: str, prop: str) -> str:
    """What a full-text index is called, on both engines.

    Examples
    --------
    >>> index_name("EntityState", "search_name")
    'EntityState[search_name]'
    """
    if not (_NAME.match(label) and _NAME.match(prop)):
        raise ModelError(f"全文索引的名称不合规范：{label}.{prop}")
    return f"{label}[{prop}]"


@dataclass(frozen=True)
class Neo4jDialect:
    """Neo4j 5.26: its lock on the counter keeps writers in a row."""

    engine: str = "neo4j"
    default_database: str = "neo4j"

    def write_gate(self) -> FileGate | None:
        """None: the counter's lock queues the writers."""
        return None

    def create_fulltext(self, run: Runner, indexes: Iterable[tuple[str, str]]) -> None:
        """By Cypher DDL; the analyser splits Chinese into pairs of characters."""
        for label, prop in indexes:
            run(
                f"CREATE FULLTEXT INDEX `{index_name(label, prop)}` IF NOT EXISTS "
                f"FOR (node:{label}) ON EACH [node.{prop}] "
                "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}"
            )
        self._await_indexes(run)

    def after_bulk_load(self, run: Runner, rows: int | None = None) -> None:
        """Right after a load a plan can be a hundred times too slow, until it is made again.

        All plans are dropped with it, and each costs its next user some 20 ms: a small package into a big
        graph changes none, and the engine itself makes those anew whose figures drift.
        """
        self._await_indexes(run)
        if rows is None or rows * _FEW_ROWS >= self._nodes(run):
            run("CALL db.prepareForReplanning()")

    @staticmethod
    def _nodes(run: Runner) -> int:
        """How many nodes there are, as the engine counts along."""
        return int(run("MATCH (node) RETURN count(node) AS nodes")[0]["nodes"])

    def _await_indexes(self, run: Runner) -> None:
        run(f"CALL db.awaitIndexes({_INDEX_SECONDS})")


@dataclass(frozen=True)
class ArcadeDialect:
    """ArcadeDB over Bolt: writers need a gate, full-text indexes need its SQL.

    Parameters
    ----------
    gate_folder
        Data folder of an embedded store; a server elsewhere gets a gate for this user and machine.
    http
        Address of its HTTP port, for SQL.
    """

    url: str
    database: str
    user: str = ""
    password: str = field(default="", repr=False)
    http: str = ""
    gate_folder: Path | None = None
    engine: str = "arcadedb"
    default_database: str = "creditgraph"

    def write_gate(self) -> FileGate | None:
        """One write transaction at a time: beside two small writers a bulk batch never got through."""
        return gate_for(self.gate_folder or _gate_folder_of(self.url))

    def create_fulltext(self, run: Runner, indexes: Iterable[tuple[str, str]]) -> None:
        """By SQL: the Cypher DDL for it is refused."""
        del run
        wanted = {index_name(label, prop): (label, prop) for label, prop in indexes}
        there = {row["name"] for row in self._sql("SELECT name FROM schema:indexes")}
        for name, (label, prop) in wanted.items():
            if name in there:
                continue
            self._sql(f"CREATE VERTEX TYPE {label} IF NOT EXISTS")
            self._sql(f"CREATE PROPERTY {label}.{prop} IF NOT EXISTS STRING")
            self._sql(
                f"CREATE INDEX IF NOT EXISTS ON {label} ({prop}) FULL_TEXT "
                'METADATA {"analyzer": "org.apache.lucene.analysis.cjk.CJKAnalyzer"}'
            )

    def after_bulk_load(self, run: Runner, rows: int | None = None) -> None:
        """Nothing: it plans anew each time and its indexes are never behind."""
        del run, rows

    def _sql(self, command: str) -> list[dict[str, Any]]:
        if not self.http:
            raise StoreError(
                "不知道 ArcadeDB 的 HTTP 地址，无法建立全文索引",
                where=self.url,
                todo="设置环境变量 CREDITGRAPH_STORE_HTTP，例如 http://127.0.0.1:2480",
            )
        token = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        request = urllib.request.Request(  # noqa: S310 - scheme is checked below
            f"{self.http}/api/v1/command/{self.database}",
            data=json.dumps({"language": "sql", "command": command}).encode(),
            headers={"Authorization": f"Basic {token}", "Content-Type": "application/json"},
        )
        if request.type not in ("http", "https"):
            raise StoreError("ArcadeDB 的 HTTP 地址应以 http:// 或 https:// 开头", where=self.http)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=_INDEX_SECONDS) as answer:
                rows: list[dict[str, Any]] = json.load(answer).get("result", [])
                return rows
        except urllib.error.HTTPError as error:
            with error:
                raise StoreError(f"ArcadeDB 没有接受结构语句（HTTP {error.code}）", where=command) from error
        except OSError as error:
            raise StoreError("ArcadeDB 的 HTTP 端口没有应答", where=self.http) from error


def _gate_folder_of(url: str) -> Path:
    """A private folder for the gate of a server that is not ours to put files beside."""
    digest = hashlib.sha256(url.encode()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"creditgraph-{os.getuid()}" / digest
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def is_arcadedb(agent: str) -> bool:
    """Whether a server's own name says that it is ArcadeDB.

    Examples
    --------
    >>> is_arcadedb("Neo4j/5.26.0 compatible (ArcadeDB 26.10.2)"), is_arcadedb("Neo4j/5.26.31")
    (True, False)
    """
    return "arcadedb" in agent.lower()


def version_of(agent: str) -> str:
    """The engine's own version.

    Examples
    --------
    >>> version_of("Neo4j/5.26.0 compatible (ArcadeDB 26.10.2)"), version_of("Neo4j/5.26.31")
    ('26.10.2', '5.26.31')
    """
    found = re.search(r"ArcadeDB ([\w.\-]+)", agent) or re.search(r"/([\w.\-]+)", agent)
    return found.group(1) if found else agent
