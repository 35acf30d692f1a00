"""The client's side of an embedded store: find its server, or start it under the lock."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from graph.errors import StoreBusyError, StoreUnavailableError
from graph.store.embedded_server import BUSY_STATUS, HEAP, IDLE_SECONDS
from graph.store.folder import StoreFolder
from graph.store.runtime import Runtime, process_is, read_runtime, tail, write_private

START_SECONDS: Final = 90.0
STOP_SECONDS: Final = 60.0
IDLE_VARIABLE: Final = "CREDITGRAPH_STORE_IDLE_SECONDS"
HEAP_VARIABLE: Final = "CREDITGRAPH_STORE_HEAP"


def running(path: Path) -> Runtime | None:
    """The server that serves this folder now, if any; a stale runtime file does not count."""
    runtime = read_runtime(StoreFolder(path).runtime_file)
    if runtime is None or not runtime.is_alive() or not runtime.answers():
        return None
    return runtime


def ensure_server(path: Path, *, persistent: bool = False) -> Runtime:
    """Find the folder's server or start it.

    Parameters
    ----------
    path
        Data folder.
    persistent
        Keep the server when it is idle (``creditgraph up``).

    Raises
    ------
    StoreUnavailableError
        It does not start, or it runs and does not answer.
    """
    folder = StoreFolder(path)
    runtime = running(path)
    if runtime is None:
        folder.prepare()
        lock = FileLock(folder.start_lock, thread_local=False, mode=0o600)
        try:
            with lock.acquire(timeout=START_SECONDS, poll_interval=0.05):
                runtime = running(path) or _start(folder)
        except Timeout as error:
            raise StoreUnavailableError(
                "等待另一个进程启动内嵌图数据库超时",
                where=str(path),
                todo="稍后重试，或执行 creditgraph doctor",
            ) from error
    if persistent:
        write_private(folder.persistent_file, str(runtime.pid))
    return runtime


def _start(folder: StoreFolder) -> Runtime:
    """Start a server, or find the one that came before ours.

    A client that is killed while it starts a server loses its lock; the server goes on, and may take the
    folder before ours does. Ours then ends at once, and that one serves as well.
    """
    _wait_for_the_last_one(folder)
    folder.runtime_file.unlink(missing_ok=True)
    process = _launch(folder)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        runtime = read_runtime(folder.runtime_file)
        if runtime is not None and runtime.pid == process.pid:
            # It outlives us; if it ends first, somebody has to take its exit status.
            threading.Thread(target=process.wait, daemon=True).start()
            return runtime
        status = process.poll()
        if status == BUSY_STATUS:
            if (other := running(folder.path)) is not None:
                return other
            if not folder.is_held():
                process = _launch(folder)
        elif status is not None:
            raise _not_started(folder, status)
        time.sleep(0.03)
    process.terminate()
    raise _not_started(folder, process.poll())


def _launch(folder: StoreFolder) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "graph.store.embedded_server",
        "--folder",
        str(folder.path),
        "--idle-seconds",
        os.environ.get(IDLE_VARIABLE, "") or str(IDLE_SECONDS),
        "--heap",
        os.environ.get(HEAP_VARIABLE, "") or HEAP,
    ]
    handle = os.open(folder.log_file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        return subprocess.Popen(  # noqa: S603 - our own module, no shell
            command, stdin=subprocess.DEVNULL, stdout=handle, stderr=handle, start_new_session=True
        )
    finally:
        os.close(handle)


def _wait_for_the_last_one(folder: StoreFolder) -> None:
    """A server that is just ending may still hold the folder; one that hangs is named."""
    deadline = time.monotonic() + STOP_SECONDS / 2
    while folder.is_held():
        if time.monotonic() > deadline:
            raise StoreUnavailableError(
                f"内嵌图数据库在运行但没有应答：{folder.describe_holder()}",
                where=str(folder.path),
                todo="执行 creditgraph down 结束它，再重试",
            )
        time.sleep(0.1)


def _not_started(folder: StoreFolder, status: int | None) -> StoreUnavailableError | StoreBusyError:
    if status == BUSY_STATUS:
        return StoreBusyError(
            f"数据目录正被另一个进程使用：{folder.describe_holder()}",
            where=str(folder.path),
            todo="稍后重试，或先执行 creditgraph down",
        )
    last = tail(folder.log_file, 3)
    how = "启动超时" if status is None else f"退出状态 {status}"
    return StoreUnavailableError(
        f"内嵌图数据库未能启动（{how}）。日志末尾：{last}",
        where=str(folder.log_file),
        todo="检查磁盘空间与内存，执行 creditgraph doctor",
    )


def stop_server(path: Path, *, timeout: float = STOP_SECONDS) -> bool:
    """End the folder's server cleanly; False if none runs.

    Raises
    ------
    StoreUnavailableError
        It does not end in time; it is not killed, so that nothing is cut short.
    """
    folder = StoreFolder(path)
    folder.persistent_file.unlink(missing_ok=True)
    found = folder.holder()
    if found is None:
        return False
    pid, started = found
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + timeout
    while process_is(pid, started):
        if time.monotonic() > deadline:
            raise StoreUnavailableError(
                f"内嵌图数据库没有按时结束：{folder.describe_holder()}",
                where=str(path),
                todo=f"查看 {folder.log_file}；仍不结束时由管理员结束该进程，已确认的写入不会丢失",
            )
        time.sleep(0.05)
    return True
