"""One bulk writer at a time: a lease in the store, renewed with every batch."""

from __future__ import annotations

import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import psutil

from graph.errors import StoreBusyError
from graph.store import Store, WriteTransaction

BULK: Final = "bulk"
_LASTS: Final = timedelta(seconds=120)
_RENEWED_EVERY: Final = 10.0


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class BulkLease:
    """The right to load in bulk, held by this process."""

    store: Store
    holder: str
    started_at: str
    renewed: float = float("-inf")

    def renew(self, tx: WriteTransaction) -> None:
        """Renew it in a batch's own transaction, or learn that somebody else took it.

        One that was renewed a moment ago cannot have lapsed, and only a lapsed one can be taken.
        """
        if time.monotonic() - self.renewed < _RENEWED_EVERY:
            return
        expires_at = (_now() + _LASTS).isoformat()
        renewed = tx.run("write/ingest/renew_lease", name=BULK, holder=self.holder, expires_at=expires_at)
        if not renewed[0]["renewed"]:
            held = tx.run("read/ingest/lease", name=BULK)
            raise _busy(held[0])
        self.renewed = time.monotonic()

    def _write(self, tx: WriteTransaction) -> None:
        tx.run(
            "write/ingest/take_lease",
            name=BULK,
            holder=self.holder,
            host=socket.gethostname(),
            pid=os.getpid(),
            started_at=self.started_at,
            expires_at=(_now() + _LASTS).isoformat(),
        )

    def take(self, tx: WriteTransaction) -> None:
        """Take it, if nobody alive holds it."""
        held = tx.run("read/ingest/lease", name=BULK)
        if held and held[0]["holder"] != self.holder and _is_held(held[0]):
            raise _busy(held[0])
        self._write(tx)


def _is_held(row: dict[str, object]) -> bool:
    if str(row["expires_at"]) <= _now().isoformat():
        return False
    if row["host"] != socket.gethostname():
        return True
    try:
        started = datetime.fromtimestamp(psutil.Process(int(str(row["pid"]))).create_time(), UTC)
    except psutil.NoSuchProcess:
        return False  # killed: its batches are whole, its lease is void
    return started <= datetime.fromisoformat(str(row["started_at"])) + timedelta(seconds=1)


def _busy(row: dict[str, object]) -> StoreBusyError:
    return StoreBusyError(
        f"另一个归集进程正在写入（进程 {row['pid']}，主机 {row['host']}，开始于 {row['started_at']}）",
        todo="等它结束后再试",
    )


@contextmanager
def bulk_lease(store: Store) -> Iterator[BulkLease]:
    """Hold the bulk lease for the length of a block.

    Raises
    ------
    StoreBusyError
        Somebody else holds it; pid and start time are in the message.
    """
    lease = BulkLease(store, secrets.token_hex(8), _now().isoformat())
    store.write(lease.take, by="ingest", why="take the bulk lease")
    try:
        yield lease
    finally:
        store.write(
            lambda tx: tx.run(
                "write/ingest/end_lease", name=BULK, holder=lease.holder, now=_now().isoformat()
            ),
            by="ingest",
            why="end the bulk lease",
        )
