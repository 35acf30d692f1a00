"""A gate that lets one write transaction through at a time, across threads and processes.

Two file locks: whoever waits for the gate holds the queue lock meanwhile, so a process that writes batch
after batch cannot overtake one that waits, which polling on one lock would let it do.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from graph.errors import StoreBusyError

GATE_SECONDS: Final = 300.0
_POLL_SECONDS: Final = 0.002

_gates: dict[Path, FileGate] = {}
_registry: Final = threading.Lock()


class FileGate:
    """The gate of one data folder; get it by `gate_for`, so that a process has one of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._threads = threading.Lock()
        self._queue = FileLock(folder / "write.queue.lock", thread_local=False, mode=0o600)
        self._gate = FileLock(folder / "write.lock", thread_local=False, mode=0o600)

    def acquire(self, timeout: float = GATE_SECONDS) -> None:
        """Wait for the gate.

        Raises
        ------
        StoreBusyError
            It did not open in time.
        """
        deadline = time.monotonic() + timeout
        if not self._threads.acquire(timeout=timeout):
            raise self._busy()
        try:
            with self._queue.acquire(timeout=deadline - time.monotonic(), poll_interval=_POLL_SECONDS):
                self._gate.acquire(timeout=max(0.0, deadline - time.monotonic()), poll_interval=_POLL_SECONDS)
        except BaseException as error:
            self._threads.release()
            if isinstance(error, Timeout):
                raise self._busy() from error
            raise

    def release(self) -> None:
        """Let the next one through; any thread may do it for the one that waited."""
        self._gate.release()
        self._threads.release()

    def _busy(self) -> StoreBusyError:
        return StoreBusyError(
            "等待写入次序超时：另一个写入者长时间没有结束",
            where=str(self._folder),
            todo="用 creditgraph status 查看正在写入的进程，稍后重试",
        )


def gate_for(folder: Path) -> FileGate:
    """The gate of that folder."""
    with _registry:
        found = _gates.get(folder)
        if found is None:
            found = _gates[folder] = FileGate(folder)
        return found
