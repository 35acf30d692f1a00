"""How far the worker is behind, for everybody who has to say so."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import psutil

from graph.store import Store

WORKER_LEASE: Final = "worker"
_DERIVED_DAY: Final = "derived_day"


@dataclass(frozen=True)
class WorkerLag:
    """How far the worker is behind.

    Parameters
    ----------
    pending
        Changes that are not derived yet.
    oldest_seconds
        Since when the oldest of them waits; 0 when none does.
    last_pass_day
        The day up to which all that a day turns is derived; empty before the first derivation.
    running
        Whether a worker holds its lease.
    messages, dead_messages
        Outgoing messages that wait, and those that nobody tries any more.
    """

    pending: int
    oldest_seconds: float
    last_pass_day: str
    running: bool
    messages: int = 0
    dead_messages: int = 0


def worker_lag(store: Store) -> WorkerLag:
    """How far the worker is behind, now."""
    seq = store.head_seq()
    row = store.read("read/worker/pending", seq=seq)[0]
    waiting = store.read("read/worker/commit_time", number=row["oldest"]) if row["pending"] else []
    day = store.read("read/meta/value", name=_DERIVED_DAY)
    lease = store.read("read/ingest/lease", name=WORKER_LEASE)
    counts = {
        state: int(store.read("read/worker/messages_in_state", state=state, seq=seq)[0]["messages"])
        for state in ("PENDING", "DEAD")
    }
    return WorkerLag(
        pending=int(row["pending"]),
        oldest_seconds=_seconds_since(waiting[0]["at"]) if waiting else 0.0,
        last_pass_day=str(day[0]["value"]) if day else "",
        running=bool(lease) and is_held(lease[0]),
        messages=counts["PENDING"],
        dead_messages=counts["DEAD"],
    )


def _seconds_since(at: str) -> float:
    then = datetime.fromisoformat(at)
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (datetime.now(UTC) - then).total_seconds())


def is_held(row: Mapping[str, Any]) -> bool:
    """Whether the holder of a lease is still there: on this host by its process, elsewhere by the time."""
    if str(row["expires_at"]) <= datetime.now(UTC).isoformat():
        return False
    if row["host"] != socket.gethostname():
        return True
    try:
        process = psutil.Process(int(row["pid"]))
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        started = datetime.fromtimestamp(process.create_time(), UTC)
    except psutil.NoSuchProcess:
        return False
    return started <= datetime.fromisoformat(str(row["started_at"])) + timedelta(seconds=1)
