"""Segment files: who read what, on disk before the answer leaves.

One process writes one file at a time and nobody else writes it. Many callers append; one thread writes and
syncs what has gathered meanwhile, so that the cost of the disk is shared. When the disk fails, every waiting
caller is told: an answer that cannot be audited is not given.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from graph.audit import lines
from graph.audit.segment_file import SegmentFile, SegmentState, open_segment
from graph.days import SHANGHAI
from graph.errors import CreditGraphError
from graph.store import moments

__all__ = ["AuditUnavailableError", "ReadEntry", "SegmentState", "SegmentWriter"]
_BATCH: Final = 1024
_GATHER: Final = 0.01
"""Seconds that entries for which nobody waits are gathered before they are written."""


class AuditUnavailableError(CreditGraphError):
    """What was to be audited could not be written down, so it is refused."""

    http_status = 503
    title = "审计记录不可用"


@dataclass(frozen=True)
class ReadEntry:
    """One reading of personal data.

    Parameters
    ----------
    at
        When it was asked, UTC, as `graph.store.moments.now_text` gives it.
    actor, role
        Who asked (``account:<id>`` and so on), in which role.
    subjects
        Opaque ids of whom it was about; never numbers.
    purpose, reason
        For what, and why in the asker's own words.
    fields
        Names of the fields shown.
    outcome
        What came of it: ``OK``, ``DENIED`` …
    seq
        Commit number at which was read.
    answer
        Id under which the answer is kept, or empty.
    """

    at: str
    actor: str
    role: str
    action: str
    subjects: tuple[str, ...] = ()
    purpose: str = ""
    reason: str = ""
    fields: tuple[str, ...] = ()
    request_id: str = ""
    outcome: str = "OK"
    seq: int = 0
    answer: str = ""

    def body(self) -> str:
        """Canonical JSON of what may be kept.

        Raises
        ------
        UsageError
            Actor or subject looks like a person's number.
        """
        found = dict(vars(self))
        found["actor"] = lines.opaque(self.actor, "actor")
        found["subjects"] = [lines.opaque(one, "subjects") for one in self.subjects]
        found["fields"] = [lines.clean(one) for one in self.fields]
        for name in ("at", "role", "action", "purpose", "reason", "request_id", "outcome", "answer"):
            found[name] = lines.clean(found[name])
        return lines.canonical(found)


@dataclass(frozen=True)
class _Waiting:
    kind: str
    body: str
    done: Future[None] | None


class SegmentWriter:
    """Writes the segment files of one process; threads and tasks may share it.

    Parameters
    ----------
    folder
        Where segment files are; made with mode 0700.
    process
        Name of the process, part of the files' names.
    max_bytes
        A new file is begun beyond this size, and on each new day.
    queue_size
        So many entries wait at most.
    patience
        Seconds that a caller waits for a place in the queue, and then for the disk.
    """

    def __init__(
        self,
        folder: Path,
        process: str,
        *,
        max_bytes: int = 64 << 20,
        queue_size: int = 8192,
        patience: float = 15.0,
        clock: Callable[[], str] = moments.now_text,
    ) -> None:
        self._folder, self._process = folder, process
        self._max_bytes, self._queue_size, self._patience = max_bytes, queue_size, patience
        self._clock = clock
        self._pid = os.getpid()
        self._queue: deque[_Waiting] = deque()
        self._changed = threading.Condition()
        self._closing = False
        self._awaited_for = 0
        self._failed = False
        self._file: SegmentFile | None = None
        self._before: SegmentState | None = None
        self._closed: list[SegmentState] = []
        self._thread = threading.Thread(target=self._work, name="audit-segments", daemon=True)
        self._thread.start()

    # -- appending

    def append(self, entry: ReadEntry) -> None:
        """Write one entry; returns when it is on disk.

        Raises
        ------
        AuditUnavailableError
            It is not; the caller must not answer.
        UsageError
            The entry names a person by number.
        """
        self._wait(self._offered(lines.READ, entry.body()))

    async def append_async(self, entry: ReadEntry) -> None:
        """As `append`, awaited."""
        await self._awaited(lines.READ, entry.body())

    async def append_soon(self, entry: ReadEntry) -> None:
        """Have one entry written within moments; returns when it has a place in the queue.

        After a failure, and while there is no place, as `append_async`: until the disk takes entries again.

        Raises
        ------
        AuditUnavailableError
            It is not written; the caller must not answer.
        UsageError
            The entry names a person by number.
        """
        body = entry.body()
        if self._failed or not self._offer_soon(body):
            await self._awaited(lines.READ, body)

    def note_events(self, number: int, digest: str) -> None:
        """Write down where the chain of change events stands, so that its end cannot be cut off unseen."""
        self._wait(self._offered(lines.EVENTS, lines.canonical({"digest": digest, "number": number})))

    async def note_events_async(self, number: int, digest: str) -> None:
        """As `note_events`, awaited."""
        await self._awaited(lines.EVENTS, lines.canonical({"digest": digest, "number": number}))

    def _offered(self, kind: str, body: str) -> Future[None]:
        until = time.monotonic() + self._patience
        while (done := self._offer(kind, body)) is None:
            if time.monotonic() > until:
                raise self._crowded()
            time.sleep(0.002)
        return done

    async def _awaited(self, kind: str, body: str) -> None:
        until = time.monotonic() + self._patience
        while (done := self._offer(kind, body)) is None:
            if time.monotonic() > until:
                raise self._crowded()
            await asyncio.sleep(0.002)
        try:
            # Shielded: one who goes away does not take back what the thread is writing.
            await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(done)), self._patience)
        except TimeoutError as error:
            raise self._slow() from error

    def _wait(self, done: Future[None]) -> None:
        try:
            done.result(self._patience)
        except TimeoutError as error:
            raise self._slow() from error

    def _offer(self, kind: str, body: str) -> Future[None] | None:
        """A place in the queue, or None while it is full."""
        with self._changed:
            if not self._has_place():
                return None
            done: Future[None] = Future()
            self._queue.append(_Waiting(kind, body, done))
            self._awaited_for += 1
            self._changed.notify()
            return done

    def _offer_soon(self, body: str) -> bool:
        """Whether there was a place in the queue; the writer is woken for the first entry only."""
        with self._changed:
            if not self._has_place():
                return False
            self._queue.append(_Waiting(lines.READ, body, None))
            if len(self._queue) == 1:
                self._changed.notify()
            return True

    def _has_place(self) -> bool:
        if os.getpid() != self._pid:
            raise AuditUnavailableError("审计段文件属于另一个进程", todo="每个进程各自建立 SegmentWriter")
        if self._closing:
            raise AuditUnavailableError("审计记录已经关闭", todo="服务正在停止，请稍后重试")
        return len(self._queue) < self._queue_size

    def _crowded(self) -> AuditUnavailableError:
        return AuditUnavailableError(
            "等待写入审计记录的请求太多", todo="稍后重试；检查审计文件夹所在磁盘的速度"
        )

    def _slow(self) -> AuditUnavailableError:
        return AuditUnavailableError("审计记录迟迟没有写入磁盘", todo="稍后重试；检查审计文件夹所在磁盘")

    # -- where the files stand

    def states(self) -> tuple[SegmentState, ...]:
        """Closed files that were not forgotten yet, then the open one: what is to be anchored."""
        with self._changed:
            current = (self._file.state,) if self._file else ()
            return (*self._closed, *current)

    @property
    def is_open(self) -> bool:
        """Whether a file is open; it is then the last of `states`."""
        return self._file is not None and not self._closing

    def forget(self, segment: str) -> None:
        """A closed file's last anchor is in the store."""
        with self._changed:
            self._closed = [one for one in self._closed if one.segment != segment]

    def close(self) -> None:
        """Write what waits, end the file; nothing is taken any more."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        if os.getpid() == self._pid:
            self._thread.join()

    # -- the writing thread

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._queue and not self._closing:
                    self._changed.wait()
                self._changed.wait_for(lambda: self._awaited_for or self._closing, _GATHER)
                batch = [self._queue.popleft() for _ in range(min(len(self._queue), _BATCH))]
                self._awaited_for -= sum(one.done is not None for one in batch)
            if not batch:
                self._end(whole=True)
                return
            try:
                self._commit(batch)
            except Exception as error:  # whatever it was, each one waiting is told
                self._abandon()
                told = _explained(error, self._folder)
                self._failed = True
                for one in batch:
                    _settle(one.done, told)
            else:
                self._failed = False
                for one in batch:
                    _settle(one.done, None)

    def _commit(self, batch: list[_Waiting]) -> None:
        now = self._clock()
        if self._file and (self._file.state.size >= self._max_bytes or _day(now) != self._file.day):
            self._end(whole=True)
        if self._file is None:
            opened = open_segment(self._folder, self._process, now, _day(now), self._before)
            with self._changed:
                self._file = opened
        self._file.write([(one.kind, one.body) for one in batch], now)

    def _abandon(self) -> None:
        """After a failure nobody knows what the disk has: take back what was not acknowledged, and leave."""
        if self._file is not None:
            self._end(whole=self._file.take_back())

    def _end(self, *, whole: bool) -> None:
        if self._file is None:
            return
        state = self._file.end(whole=whole)
        with self._changed:
            self._closed.append(state)
            self._before, self._file = state, None


def _settle(done: Future[None] | None, error: Exception | None) -> None:
    if done is None or not done.set_running_or_notify_cancel():
        return
    if error is None:
        done.set_result(None)
    else:
        done.set_exception(error)


def _explained(error: Exception, folder: Path) -> AuditUnavailableError:
    why = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    told = AuditUnavailableError(
        f"审计记录没有写成（{why}），因此不作答复", where=str(folder), todo="检查审计文件夹的权限与磁盘空间"
    )
    told.__cause__ = error
    return told


def _day(now: str) -> str:
    return datetime.fromisoformat(now).astimezone(SHANGHAI).date().isoformat()
