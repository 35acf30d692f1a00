"""Processes and health, as data: what runs, what is wrong and what to do."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from api.auth.first_account import PASSWORD_FILE
from creditgraph import supervise
from creditgraph.settings import Settings
from graph.errors import CreditGraphError
from graph.store import Credentials, Store, ensure_schema, neo4j_local, open_store
from graph.store.address import parse_url
from graph.store.embedded import ensure_server, running, stop_server
from graph.store.folder import StoreFolder
from ingest.lease import BULK

Answer = dict[str, Any]


def _folder(settings: Settings) -> Path | None:
    return parse_url(settings.store).folder


def neo4j_home(settings: Settings) -> Path:
    """Where a local Neo4j started by the demo lives."""
    return settings.home / "neo4j"


def credentials_for(settings: Settings) -> Credentials | None:
    """Those of the local Neo4j that the demo started, if it is the store in use; else the environment's."""
    found = neo4j_local.running(neo4j_home(settings))
    if found is not None and neo4j_local.url_of(found) == settings.store:
        return neo4j_local.credentials_of(found)
    return None


def up(settings: Settings, *, store_only: bool = False) -> Answer:
    """Start the store for good, or see that another one answers; then API, worker and dashboard."""
    folder = _folder(settings)
    if folder is not None:
        ensure_server(folder, persistent=True)
    with open_store(settings.store, credentials=credentials_for(settings)) as store:
        ensure_schema(store, settings.home)
    if not store_only:
        supervise.start_all(settings, supervise.Ports.load())
    return status(settings)


def down(settings: Settings) -> Answer:
    """Stop what this installation started."""
    stopped = supervise.stop_all(settings)
    folder = _folder(settings)
    if folder is not None and stop_server(folder):
        stopped.append("arcadedb")
    if neo4j_local.running(neo4j_home(settings)) is not None:
        neo4j_local.stop(neo4j_home(settings))
        stopped.append("neo4j")
    (settings.home / "store-url").unlink(missing_ok=True)
    return {"stopped": stopped}


def status(settings: Settings) -> Answer:
    """Processes, places and counts; no secret is shown, only the files that hold them."""
    answer: Answer = {"home": str(settings.home), "store": settings.store, "keys": str(settings.keys)}
    password = settings.home / PASSWORD_FILE
    answer |= {
        "first_password_file": str(password) if password.is_file() else "",
        "processes": supervise.describe(settings),
    }
    folder = _folder(settings)
    if folder is not None:
        found = running(folder)
        answer |= {"running": found is not None, "pid": found.pid if found else None}
        answer |= {"port": found.port if found else None, "secret_file": str(folder / "store.secret")}
        if found is None:
            return answer
    try:
        answer |= _of_store(settings)
    except CreditGraphError as error:
        answer |= {"running": False, "problem": str(error)}
    return answer


def _of_store(settings: Settings) -> Answer:
    from api.services.desk import open_desk
    from api.services.summary import summary

    with open_store(settings.store, credentials=credentials_for(settings)) as store:
        return {
            "running": True,
            "engine": store.engine,
            "version": store.version,
            **summary(open_desk(store)),
        }


def _finding(what: str, ok: bool, detail: str, todo: str = "") -> Answer:
    return {"what": what, "ok": ok, "detail": detail, "todo": "" if ok else todo}


def doctor(settings: Settings) -> list[Answer]:
    """Every check with its result and the remedy."""
    version = sys.version_info
    free = shutil.disk_usage(_existing(settings.home)).free / 2**30
    found = [
        _finding(
            "Python", version >= (3, 11), f"{version.major}.{version.minor}", "安装 Python 3.11 或更新版本"
        ),
        _finding("磁盘空间", free > 1, f"可用 {free:.1f} GiB", "清理磁盘，至少留 1 GiB"),
        _finding(
            "数据文件夹", _writable(settings.home), str(settings.home), "更改权限或设置 CREDITGRAPH_HOME"
        ),
        _java_finding(),
        *_key_findings(settings),
    ]
    try:
        found += _store_findings(settings)
    except CreditGraphError as error:
        found.append(_finding("图数据库", False, error.what, error.todo or "运行 creditgraph up"))
    return found


def _existing(path: Path) -> Path:
    while not path.exists():
        path = path.parent
    return path


def _writable(path: Path) -> bool:
    return os.access(_existing(path), os.W_OK)


def _key_findings(settings: Settings) -> list[Answer]:
    from graph.identity.keys import load_keys

    if not settings.keys.exists():
        return [_finding("身份密钥", True, "尚未生成，首次归集时生成")]
    try:
        load_keys(settings.keys)
    except CreditGraphError as error:
        return [_finding("身份密钥", False, error.what, error.todo)]
    return [_finding("身份密钥", True, str(settings.keys))]


def bulk_holder(store: Store) -> str:
    """Who loads in bulk at this moment, in words; empty when nobody does."""
    held = store.read("read/ingest/lease", name=BULK)
    if not held or held[0]["expires_at"] <= datetime.now(UTC).isoformat():
        return ""
    row = held[0]
    if row["host"] == socket.gethostname() and not psutil.pid_exists(row["pid"]):
        return ""
    return f"进程 {row['pid']}（主机 {row['host']}，开始于 {row['started_at']}）"


def _of_idle_folder(folder: StoreFolder) -> Answer:
    """Nothing answers for this folder: either nothing runs, or what holds it hangs or is just starting."""
    if folder.path.exists() and folder.is_held():
        detail = f"数据目录被占用但没有应答：{folder.describe_holder()}"
        return _finding("图数据库", False, detail, "稍候再试；仍不应答时运行 creditgraph down")
    if folder.path.exists() and not os.access(folder.path, os.R_OK | os.W_OK | os.X_OK):
        return _finding("图数据库", False, f"无权读写 {folder.path}", "检查数据目录的属主和权限")
    return _finding("图数据库", True, "未运行；任何命令都会启动它")


def _java_finding() -> Answer:
    java = neo4j_local.java_major()
    if java is None:
        return _finding("Java（仅 Neo4j 需要）", True, "未安装；使用内嵌数据库时不需要")
    todo = "使用 Neo4j 时安装 Java 17：apt-get install openjdk-17-jre-headless"
    return _finding("Java（仅 Neo4j 需要）", java >= 17, str(java), todo)


def _store_findings(settings: Settings) -> list[Answer]:
    from api.services.desk import open_desk
    from api.services.summary import summary

    folder = _folder(settings)
    if folder is not None and running(folder) is None:
        return [_of_idle_folder(StoreFolder(folder))]
    with open_store(settings.store, credentials=credentials_for(settings)) as store:
        found = [_finding("图数据库", True, f"{store.engine} {store.version}")]
        if not store.schema_is_current():
            todo = "运行 creditgraph up，建立或更新约束与索引"
            return [*found, _finding("库结构", False, "与本版本不一致", todo)]
        holder = bulk_holder(store)
        pending = summary(open_desk(store))["pending_changes"]
        return [
            *found,
            _finding("库结构", True, "与本版本一致"),
            _finding("批量写入", True, holder or "没有进程占用"),
            _finding("待推导的变动", pending == 0, str(pending), "运行 creditgraph derive"),
        ]
