"""The runtime file of a detached server: who runs, since when, on which port, with which secret."""

from __future__ import annotations

import json
import os
import secrets
import socket
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

import psutil

from graph.days import SHANGHAI

_SAME_START_SECONDS = 1.0


@dataclass(frozen=True)
class Runtime:
    """One running server.

    Parameters
    ----------
    started
        When its process began, as the kernel says: tells a reused pid from the same process.
    """

    pid: int
    started: float
    port: int
    http_port: int
    user: str
    password: str = field(repr=False)
    engine: str = ""
    version: str = ""

    @property
    def started_at(self) -> str:
        """When it began, for people."""
        return describe_time(self.started)

    def is_alive(self) -> bool:
        """Whether that very process still runs (not another one that got its pid)."""
        return process_is(self.pid, self.started)

    def answers(self, timeout: float = 2.0) -> bool:
        """Whether its port takes a connection."""
        return port_answers(self.port, timeout)


def describe_time(moment: float) -> str:
    """A moment as people here read it."""
    return datetime.fromtimestamp(moment, SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


def process_start(pid: int) -> float | None:
    """When a process began, or None if there is none (a zombie does not count)."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return float(process.create_time())
    except (psutil.NoSuchProcess, ValueError):
        return None
    except psutil.AccessDenied:
        return 0.0


def process_is(pid: int, started: float) -> bool:
    """Whether `pid` runs and began at `started`."""
    now = process_start(pid)
    return now is not None and abs(now - started) < _SAME_START_SECONDS


def port_answers(port: int, timeout: float = 2.0) -> bool:
    """Whether something takes a connection on that loopback port."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=timeout):
            return True
    except OSError:
        return False


def free_port() -> int:
    """A loopback port that nothing uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def write_private(path: Path, text: str) -> None:
    """Write a 0600 file whole: a reader sees the old content or the new, never half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def secret_once(path: Path) -> str:
    """The secret in that file, made on first use and never changed.

    ArcadeDB keeps the first root password of a folder, so a second one would lock us out.
    """
    if not path.exists():
        write_private(path, secrets.token_urlsafe(32))
    return path.read_text(encoding="utf-8").strip()


def write_runtime(path: Path, runtime: Runtime) -> None:
    """Publish a running server."""
    write_private(path, json.dumps(asdict(runtime)))


def read_runtime(path: Path) -> Runtime | None:
    """What the runtime file says; None if it is missing or damaged."""
    try:
        return Runtime(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def tail(path: Path, lines: int = 12) -> str:
    """The end of a log, for an error message."""
    try:
        with path.open("rb") as stream:
            stream.seek(max(0, path.stat().st_size - 8192))
            text = stream.read().decode("utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])
