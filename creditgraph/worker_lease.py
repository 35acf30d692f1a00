"""One worker at a time: its lease, renewed beside the work."""

from __future__ import annotations

import os
import secrets
import socket
import threading
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Final, Self

from graph.errors import CreditGraphError, StoreBusyError
from graph.outbox import WORKER_LEASE, is_held
from graph.store import Store, WriteTransaction

# A killed worker of this host is known by its process at once; the length counts for other hosts only.
LASTS: Final = timedelta(minutes=10)
_RENEWED_EVERY: Final = 180.0


def _now() -> datetime:
    return datetime.now(UTC)


class WorkerLease:
    """The right to be the worker, for the length of a block.

    Raises
    ------
    StoreBusyError
        On entering: another worker holds it; its process is in the message.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._holder = secrets.token_hex(8)
        self._started_at = _now().isoformat()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="worker-lease", daemon=True)
        self.lost: CreditGraphError | None = None

    def __enter__(self) -> Self:
        self._store.write(self._take, by="worker", why="take the worker lease")
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        if not isinstance(error, CreditGraphError):  # a store that is gone cannot be told
            self._store.write(self._end, by="worker", why="end the worker lease")

    def check(self) -> None:
        """Raise what kept the lease from being renewed, if anything did."""
        if self.lost is not None:
            raise self.lost

    def _keep(self) -> None:
        while not self._over.wait(_RENEWED_EVERY):
            try:
                self._store.write(self._take, by="worker", why="renew the worker lease")
            except StoreBusyError as error:
                self.lost = error
                return
            except CreditGraphError:
                continue  # the work itself will say that the store is away

    def _take(self, tx: WriteTransaction) -> None:
        held = tx.run("read/ingest/lease", name=WORKER_LEASE)
        if held and held[0]["holder"] != self._holder and is_held(held[0]):
            row = held[0]
            raise StoreBusyError(
                f"另一个后台进程在工作（进程 {row['pid']}，主机 {row['host']}，开始于 {row['started_at']}）",
                todo="等它结束后再启动，或加 --wait 等待",
            )
        tx.run(
            "write/ingest/take_lease",
            name=WORKER_LEASE,
            holder=self._holder,
            host=socket.gethostname(),
            pid=os.getpid(),
            started_at=self._started_at,
            expires_at=(_now() + LASTS).isoformat(),
        )

    def _end(self, tx: WriteTransaction) -> None:
        tx.run("write/ingest/end_lease", name=WORKER_LEASE, holder=self._holder, now=_now().isoformat())
