"""Engines for tests and benchmarks: servers of our own, in temporary folders, emptied between tests.

Only a server that `start_engine` made can be emptied: a test never wipes a database that somebody named.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from graph.errors import UsageError
from graph.store import embedded, neo4j_local
from graph.store.address import PASSWORD_VARIABLE, USER_VARIABLE, Credentials
from graph.store.folder import StoreFolder
from graph.store.retry import StoreSettings
from graph.store.sync_store import Store, open_store

ENGINES: Final = ("arcadedb", "neo4j")
JARS: Final = Path(__file__).resolve().parents[2] / "build" / "neo4j"
_SCHEMA_STAYS: Final = "WHERE NOT node:Meta OR node.name <> 'schema'"
_ERASE: Final = (
    f"MATCH (node) {_SCHEMA_STAYS} WITH node LIMIT 5000 DETACH DELETE node RETURN count(*) AS erased"
)
_made: Final[set[str]] = set()


@dataclass(frozen=True)
class EngineServer:
    """A running server that this process made."""

    engine: str
    version: str
    url: str
    folder: Path
    environment: dict[str, str]
    credentials: Credentials | None = field(repr=False)
    stop: Callable[[], bool] = field(repr=False)

    def open(self, settings: StoreSettings | None = None) -> Store:
        """A new connection to it."""
        return open_store(self.url, credentials=self.credentials, settings=settings)


def why_unavailable(engine: str) -> str:
    """Why this machine cannot run the engine; empty if it can."""
    if engine == "neo4j":
        missing = neo4j_local.what_is_missing()
        return f"本机缺少 {missing}" if missing else ""
    return ""


def start_engine(engine: str, folder: Path, *, heap: str = "1g") -> EngineServer:
    """Start a server of our own in a folder that does not exist yet, its schema applied.

    Raises
    ------
    UsageError
        The folder exists, so its content may be somebody's.
    """
    if folder.exists():
        raise UsageError("测试用的数据目录已经存在", where=str(folder), todo="换一个还不存在的目录")
    if engine == "neo4j":
        runtime = neo4j_local.start(folder, heap=heap, cache=JARS)
        password_file = str(neo4j_local.secret_file(folder))
        server = EngineServer(
            engine="neo4j",
            version=runtime.version,
            url=neo4j_local.url_of(runtime),
            folder=folder,
            environment={USER_VARIABLE: runtime.user, PASSWORD_VARIABLE: password_file},
            credentials=neo4j_local.credentials_of(runtime),
            stop=lambda: neo4j_local.stop(folder),
        )
    else:
        embedded.ensure_server(folder)
        server = EngineServer(
            engine="arcadedb",
            version="",
            url=f"embedded://{folder.resolve()}",
            folder=folder,
            environment={},
            credentials=None,
            stop=lambda: embedded.stop_server(folder),
        )
    _made.add(server.url)
    with server.open() as store:
        store.apply_schema()
        return EngineServer(**{**vars(server), "version": store.version})


def empty(store: Store) -> None:
    """Delete every node of a server that this process made; constraints and indexes stay.

    Raises
    ------
    UsageError
        Somebody else's database.
    """
    if store.url not in _made:
        raise UsageError("拒绝清空：这个数据库不是本次测试建立的", where=store.url)
    while store._run_schema(_ERASE)[0]["erased"]:
        pass


def kill_embedded(folder: Path) -> int:
    """End an embedded server as a power cut would (SIGKILL); returns its pid."""
    found = StoreFolder(folder).holder()
    if found is None:
        raise UsageError("没有正在运行的内嵌图数据库", where=str(folder))
    pid, _ = found
    os.kill(pid, 9)
    while StoreFolder(folder).holder() is not None:
        time.sleep(0.01)
    return pid
