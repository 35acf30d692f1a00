"""Keeps answers in files: written before the answer leaves, on the disk a moment later.

A small answer is shortened, sealed and written where it is offered, which costs less than waking a thread
for it; a large one by a thread, while the audit trail waits for the disk. What is written survives the end
of the process, however it ends; the disk is told every fifth of a second, so that a power cut can cost that
much, and the audit trail still says who received what.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from graph.answers.kept import Kept, Relied, digest_of, file_of, line_of
from graph.errors import CreditGraphError
from graph.identity.numbers import IdentityKeys
from graph.store import moments

_MOST_BYTES: Final = 64 << 20
_SYNC_SECONDS: Final = 0.2
_BATCH: Final = 256
_sync: Final = getattr(os, "fdatasync", os.fsync)


class AnswerNotKeptError(CreditGraphError):
    """An answer could not be kept, so it is not given."""

    http_status = 503
    title = "答复无法保存"


@dataclass(frozen=True, slots=True)
class Given:
    """An answer on its way: what is to be kept of it.

    Parameters
    ----------
    document
        As it goes out.
    without
        Makes of it what may be kept: without names and numbers of persons.
    large
        It has thousands of rows: whoever offers it does not write it himself.
    """

    kind: str
    holder: str
    asked: dict[str, Any]
    data_version: str
    relied: tuple[Relied, ...]
    document: Any
    without: Callable[[Any], Any]
    large: bool = False


@dataclass(frozen=True, slots=True)
class Indexed:
    """What one kept answer relied on, for the index of who is to be told."""

    token: str
    number: int
    answer_id: str
    holder: str
    relied: tuple[Relied, ...]


class AnswerWriter:
    """Writes the answer files of one process; tasks and threads may share it.

    Parameters
    ----------
    folder
        Made on first use; only its owner may read it.
    most_bytes
        A new file is begun beyond this size.
    """

    def __init__(
        self,
        folder: Path,
        keys: IdentityKeys,
        *,
        most_bytes: int = _MOST_BYTES,
        clock: Callable[[], str] = moments.now_text,
    ) -> None:
        self._folder, self._keys, self._most_bytes, self._clock = folder, keys, most_bytes, clock
        self._queue: deque[tuple[str, int, Given, Future[None]]] = deque()
        self._unindexed: deque[Indexed] = deque()
        self._changed = threading.Condition()
        self._token, self._number = "", 0
        self._closing = self._busy = False
        self._descriptor, self._open_token, self._size = -1, "", 0
        self._synced_at, self._dirty = 0.0, False
        self._thread = threading.Thread(target=self._work, name="answers", daemon=True)
        self._thread.start()

    def offer(self, given: Given) -> tuple[str, Future[None]]:
        """Take an answer; its id at once, and the future of its being written.

        Raises
        ------
        AnswerNotKeptError
            The writer is closed.
        """
        done: Future[None] = Future()
        with self._changed:
            if self._closing:
                raise AnswerNotKeptError("答复保存已经关闭", todo="服务正在停止，请稍后重试")
            if not self._token or self._size >= self._most_bytes:
                self._token, self._number, self._size = secrets.token_hex(6) + "g", 0, 0
            self._number += 1
            answer_id = f"a{self._token}-{self._number}"
            waiting = (self._token, self._number, given, done)
            if given.large or self._queue or self._busy:  # lines stand in the order of their numbers
                self._queue.append(waiting)
                self._changed.notify()
            else:
                clean = not self._dirty
                self._write([waiting])
                if clean and self._dirty:
                    self._changed.notify()
        return answer_id, done

    async def kept(self, done: Future[None], patience: float = 15.0) -> None:
        """Wait until an offered answer is written.

        Raises
        ------
        AnswerNotKeptError
            It is not; the answer must not leave.
        """
        if not done.done():
            try:
                await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(done)), patience)
            except TimeoutError as error:
                raise AnswerNotKeptError(
                    "答复迟迟没有写入磁盘", todo="稍后重试；检查数据文件夹所在磁盘"
                ) from error
        done.result()

    def take_indexed(self, most: int = 1000) -> list[Indexed]:
        """Kept answers that rely on findings and are not in the index yet, oldest first."""
        with self._changed:
            return [self._unindexed.popleft() for _ in range(min(most, len(self._unindexed)))]

    def give_back(self, items: list[Indexed]) -> None:
        """They could not be indexed: later."""
        with self._changed:
            self._unindexed.extendleft(reversed(items))

    def close(self) -> None:
        """Write what waits, and end."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join()

    # -- the writing thread

    def _work(self) -> None:
        while True:
            with self._changed:
                self._busy = False
                if not self._queue and not self._closing:
                    self._changed.wait(_SYNC_SECONDS if self._dirty else None)
                batch = [self._queue.popleft() for _ in range(min(len(self._queue), _BATCH))]
                self._busy = bool(batch)
                ending = self._closing and not batch
            if batch:
                self._write(batch)
            if self._dirty and (ending or time.monotonic() - self._synced_at >= _SYNC_SECONDS):
                self._sync()
            if ending:
                self._shut()
                return

    def _write(self, batch: list[tuple[str, int, Given, Future[None]]]) -> None:
        for token, number, given, done in batch:
            try:
                self._write_one(token, number, given)
            except Exception as error:  # whatever it was, the one waiting is told
                self._abandon(token)
                told = AnswerNotKeptError(
                    f"答复没有写成（{type(error).__name__}），因此不作答复",
                    where=str(self._folder),
                    todo="检查数据文件夹的权限与磁盘空间",
                )
                told.__cause__ = error
                done.set_exception(told)
            else:
                done.set_result(None)

    def _write_one(self, token: str, number: int, given: Given) -> None:
        answer_id = f"a{token}-{number}"
        kept = Kept(
            answer_id,
            self._clock(),
            given.kind,
            given.holder,
            given.asked,
            given.data_version,
            given.relied,
            given.without(given.document),
            digest_of(self._keys, given.document),
        )
        line = line_of(kept, self._keys)
        if token != self._open_token:
            if self._dirty:
                self._sync()
            self._shut()
            self._open(token)
        view = memoryview(line)
        while view:
            view = view[os.write(self._descriptor, view) :]
        self._dirty = True
        with self._changed:
            if token == self._token:
                self._size += len(line)
            if given.relied:
                self._unindexed.append(Indexed(token, number, answer_id, given.holder, given.relied))

    def _open(self, token: str) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
        self._descriptor = os.open(file_of(self._folder, token), flags, 0o600)
        # Held while the process lives: whoever gets it knows that nobody writes here any more.
        fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._open_token = token

    def _sync(self) -> None:
        with self._changed:  # whoever writes meanwhile may go over to another file
            if self._descriptor < 0:
                return
            self._synced_at, self._dirty = time.monotonic(), False
            token, descriptor = self._open_token, os.dup(self._descriptor)
        try:
            _sync(descriptor)
        except OSError:
            self._abandon(token)
        finally:
            os.close(descriptor)

    def _abandon(self, token: str) -> None:
        """After a failure nobody knows what the file has: go on in another one."""
        with self._changed:
            if self._open_token in ("", token):
                self._shut()
            if self._token == token:
                self._token = ""

    def _shut(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor, self._open_token, self._dirty = -1, "", False
