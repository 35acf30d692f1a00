"""What early warning computed last is kept; one computation at a time, and none goes on for ever."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any, Final, Protocol, TypeVar, cast

from graph.errors import AnswerBusyError
from graph.store import Store

Key = TypeVar("Key")
Kept = TypeVar("Kept")
#: Seconds that one request computes, that it waits for another's computation, and between two looks.
SECONDS: Final = 45.0
PATIENCE: Final = 50.0
_PAUSE: Final = 0.25
_MOMENT: Final = 0.05
_COMPUTING: Final = threading.Lock()


class Computes(Protocol):
    """Whoever asks, and has a thread to compute on."""

    async def compute(self, work: Callable[..., Kept], *args: Any, **named: Any) -> Kept:
        """The answer of work, off the event loop."""
        ...


class TimedStore:
    """A store that is read until a moment; then the computation that reads it ends."""

    def __init__(self, store: Store, seconds: float) -> None:
        self._store, self._deadline = store, time.monotonic() + seconds

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def read(self, query: Any, **params: Any) -> list[dict[str, Any]]:
        """As `Store.read`."""
        self._check()
        return self._store.read(query, **params)

    def read_columns(self, query: Any, **params: Any) -> dict[str, list[Any]]:
        """As `Store.read_columns`."""
        self._check()
        return self._store.read_columns(query, **params)

    def _check(self) -> None:
        if time.monotonic() >= self._deadline:
            raise AnswerBusyError(
                "监测预警的计算超过了时限", where="warnings", todo="缩短天数，或只看一个信号，稍后再试"
            )


def timed(store: Store, seconds: float) -> Store:
    """A store that ends what reads it after so many seconds.

    Raises
    ------
    AnswerBusyError
        By its reads, once the time is over.
    """
    return cast(Store, TimedStore(store, seconds))


def kept(memory: dict[Key, Kept], most: int, key: Key, compute: Callable[[], Kept]) -> Kept:
    """What is kept under a key; else it is computed, by one thread at a time; the oldest go.

    Raises
    ------
    AnswerBusyError
        Somebody else is computing: whoever asks again finds it done, and held no thread meanwhile.
    """
    found = memory.get(key)
    if found is not None:
        return found
    if not _COMPUTING.acquire(timeout=_MOMENT):
        raise AnswerBusyError("监测预警正在计算", where="warnings", todo="稍后再试", passing=True)
    try:
        found = memory.get(key)
        if found is None:
            found = compute()
            while len(memory) >= most:
                memory.pop(next(iter(memory)), None)
            memory[key] = found
        return found
    finally:
        _COMPUTING.release()


async def patiently(asker: Computes, work: Callable[..., Kept], *args: Any, **named: Any) -> Kept:
    """The answer of work that computes figures; while somebody else does, it waits without a thread.

    Raises
    ------
    AnswerBusyError
        It took too long.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return await asker.compute(work, *args, **named)
        except AnswerBusyError as error:
            if not error.passing or time.monotonic() >= until:
                raise
        await asyncio.sleep(_PAUSE)
