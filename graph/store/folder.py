"""Where an embedded store keeps its things, inside its one data folder."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from graph.errors import SettingsError, StoreBusyError
from graph.store.runtime import describe_time, process_is, process_start, write_private


@dataclass(frozen=True)
class StoreFolder:
    """The paths of one data folder."""

    path: Path

    @property
    def server_lock(self) -> Path:
        """Held by the server for its whole life."""
        return self.path / "store.lock"

    @property
    def holder_file(self) -> Path:
        """Who holds the server lock."""
        return self.path / "store.holder"

    @property
    def start_lock(self) -> Path:
        """Held by a client while it starts the server."""
        return self.path / "start.lock"

    @property
    def runtime_file(self) -> Path:
        """Who runs, on which port."""
        return self.path / "store.runtime.json"

    @property
    def persistent_file(self) -> Path:
        """Holds the pid of a server that `up` wants to stay."""
        return self.path / "store.persistent"

    @property
    def secret_file(self) -> Path:
        """Password of the database's own user."""
        return self.path / "store.secret"

    @property
    def data(self) -> Path:
        """The database itself."""
        return self.path / "arcadedb"

    @property
    def log_file(self) -> Path:
        """What the server prints."""
        return self.path / "store.log"

    def prepare(self) -> None:
        """Make the folder, for this user only.

        Raises
        ------
        SettingsError
            It cannot be made or written.
        """
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.data.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise SettingsError(
                f"无法建立数据目录（{error.strerror}）",
                where=str(self.path),
                todo="检查上级目录的权限和剩余空间，或换一个目录",
            ) from error
        if not os.access(self.path, os.W_OK | os.X_OK):
            raise SettingsError("数据目录不可写", where=str(self.path), todo="检查目录的属主和权限")

    def hold(self) -> FileLock:
        """Take the server lock for this process, or say who has it.

        Raises
        ------
        StoreBusyError
            Another process has the folder open; its pid and start time are in the message.
        """
        lock = FileLock(self.server_lock, thread_local=False, mode=0o600)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise StoreBusyError(
                f"数据目录正被另一个进程使用：{self.describe_holder()}",
                where=str(self.path),
                todo="连接正在运行的服务即可；确需独占时先执行 creditgraph down",
            ) from error
        pid = os.getpid()
        write_private(self.holder_file, json.dumps({"pid": pid, "started": process_start(pid)}))
        return lock

    def holder(self) -> tuple[int, float] | None:
        """Pid and start of the living process that holds the server lock, if any."""
        try:
            found = json.loads(self.holder_file.read_text(encoding="utf-8"))
            pid, started = int(found["pid"]), float(found["started"])
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return (pid, started) if process_is(pid, started) else None

    def describe_holder(self) -> str:
        """Who holds the folder, for people."""
        found = self.holder()
        if found is None:
            return "进程号未知"
        return f"进程号 {found[0]}，启动于 {describe_time(found[1])}"

    def is_held(self) -> bool:
        """Whether some process has the folder open now."""
        if not self.server_lock.exists():
            return False
        lock = FileLock(self.server_lock, thread_local=False, mode=0o600)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return True
        lock.release()
        return False
