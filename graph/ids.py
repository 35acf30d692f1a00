"""Opaque random ids, made in bulk: one call of the system for thousands of them, not one for each."""

from __future__ import annotations

import os
import threading
from typing import Final

_POOL_BYTES: Final = 1 << 15


class _Pool(threading.local):
    """Random bytes of one thread that no id has used yet."""

    rest: bytes = b""
    at: int = 0


_pool = _Pool()


def _forget() -> None:
    """A forked process must not hand out the ids of its parent."""
    _pool.rest = b""


os.register_at_fork(after_in_child=_forget)


def new_id(prefix: str, size: int = 12) -> str:
    """`prefix` and `size` random bytes in hexadecimal digits.

    For ids, which need to be unique and say nothing: 96 bits by default. Keys and nonces take their
    bytes from the system each time.
    """
    start = _pool.at
    end = start + size
    if end > len(_pool.rest):
        _pool.rest = os.urandom(max(size, _POOL_BYTES))
        start, end = 0, size
    _pool.at = end
    return prefix + _pool.rest[start:end].hex()
