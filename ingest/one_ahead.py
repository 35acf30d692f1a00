"""Make the next item while the last one is being used."""

from __future__ import annotations

import gc
import sys
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, TypeVar

T = TypeVar("T")
_MADE_BETWEEN: Final = 200_000
"""Objects; a batch makes some ten thousands."""


@contextmanager
def _brisk_turns() -> Iterator[None]:
    """Threads take turns ten times as often: each answer of the store waits for one (measured: a tenth)."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(usual / 10)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Look for cycles of garbage once in some batches, not dozens of times in each (measured: a fifth).

    Rows and drafts form no cycles, so nothing is kept longer for it but now and then an exception.
    """
    usual = gc.get_threshold()
    gc.set_threshold(_MADE_BETWEEN, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def one_ahead(items: Iterator[T]) -> Generator[T, None, None]:
    """The same items; each is made in a thread of its own while the caller works on the one before.

    One item is ahead at most, so memory stays that of two. An error comes where its item would have;
    a caller that stops early waits for the item in the making, and for no other.
    """
    with _brisk_turns(), _seldom_collected(), ThreadPoolExecutor(1, "one-ahead") as thread:
        coming = thread.submit(lambda: [next(items)])
        while True:
            try:
                [item] = coming.result()
            except StopIteration:
                return
            coming = thread.submit(lambda: [next(items)])
            yield item
