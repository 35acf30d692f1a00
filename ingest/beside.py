"""Make items in a process of its own, so that the other core has something to do."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Final, TypeVar

T = TypeVar("T")
_FIRST_OWN: Final = 3
"""Descriptors below are input, output and messages."""


class MakerLostError(Exception):
    """The other process ended before the last item; whoever goes on by himself meets the cause."""


def can_fork() -> bool:
    """Whether a process may be forked here; only there keys need not leave the memory of this one."""
    return sys.platform == "linux"


@contextmanager
def made_beside(make: Callable[[], Iterator[T]]) -> Iterator[Iterator[T]]:
    """The items of `make`, made by a fork of this process and handed over through a pipe.

    The fork knows what this process knows now, secrets too; nothing that it learns comes back but the
    items. It waits while nobody takes one, and ends when nobody ever will, even if this process is killed.

    Raises
    ------
    MakerLostError
        From the iterator: the fork failed. Its error stays there.
    """
    forking = multiprocessing.get_context("fork")
    taking, handing = forking.Pipe(duplex=False)
    maker = forking.Process(target=_make, args=(make, handing), name="maker", daemon=True)
    maker.start()
    handing.close()
    try:
        yield _taken(taking)
    finally:
        taking.close()
        maker.join()
        maker.close()


def _taken(taking: Connection) -> Iterator[T]:
    while True:
        try:
            content = taking.recv_bytes()
        except (EOFError, OSError) as error:
            raise MakerLostError from error
        if not content:
            return
        yield pickle.loads(content)  # noqa: S301 - what our own fork wrote


def _make(make: Callable[[], Iterator[T]], handing: Connection) -> None:
    """What the fork does; it keeps no connection or lock of its parent open."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.closerange(_FIRST_OWN, handing.fileno())
    os.closerange(handing.fileno() + 1, os.sysconf("SC_OPEN_MAX"))
    try:
        for item in make():
            handing.send_bytes(pickle.dumps(item, protocol=pickle.HIGHEST_PROTOCOL))
        handing.send_bytes(b"")
    except BaseException:
        # Not printed: the parent goes on where this ended, and meets the same error where it is told well.
        os._exit(1)
    os._exit(0)
