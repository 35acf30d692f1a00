"""What a store certainly does not hold yet: spares a first load the look-ups of what cannot be there.

A Bloom filter (Bloom 1970): it never forgets a key, and takes at most one in a thousand unknown keys
for a known one, which then costs a look-up and nothing else.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping
from itertools import compress
from typing import Final

import numpy as np
import numpy.typing as npt

_BITS: Final = 1 << 27
_STEPS: Final = np.arange(4, dtype=np.uint64)
_BYTE: Final = np.uint64(3)
_IN_BYTE: Final = np.uint64(7)
_MOST_KEPT: Final = 100_000


class NeedsStore(Exception):
    """What was to be decided without the store cannot be."""


class SeenKeys:
    """Keys added so far, in 16 MiB however many they are.

    Ten million keys still leave fewer than one false hit in two hundred. Places come from Python's own
    hash of a string (SipHash), by double hashing (Kirsch and Mitzenmacher 2006), many keys at a time.
    """

    def __init__(self) -> None:
        self._bits = np.zeros(_BITS // 8, dtype=np.uint8)
        self._one_adds = threading.Lock()

    @staticmethod
    def _places(keys: Collection[str]) -> npt.NDArray[np.uint64]:
        """Bit numbers, shape (keys, 4)."""
        hashes = np.fromiter(map(hash, keys), dtype=np.int64, count=len(keys)).view(np.uint64)
        step = (hashes >> np.uint64(32)) | np.uint64(1)
        places: npt.NDArray[np.uint64] = (hashes[:, None] + step[:, None] * _STEPS) & np.uint64(_BITS - 1)
        return places

    def add(self, keys: Collection[str]) -> None:
        """Note keys."""
        places = self._places(keys)
        bits = np.uint8(1) << (places & _IN_BYTE).astype(np.uint8)
        with self._one_adds:  # a lost bit would let a known key pass for new
            np.bitwise_or.at(self._bits, places >> _BYTE, bits)

    def among(self, keys: Collection[str]) -> list[str]:
        """Those of the keys that were perhaps added, in their order."""
        places = self._places(keys)
        bits = self._bits[places >> _BYTE] >> (places & _IN_BYTE).astype(np.uint8)
        return list(compress(keys, (bits & 1).all(axis=1)))


class FirstLoad:
    """Whether keys can be in the store at all, while a load of an empty store is the only writer.

    It holds only as long as every commit since the store was empty is this load's own: the first
    commit of somebody else ends it, and every key counts as perhaps known from then on.
    """

    def __init__(self, empty_at: int | None) -> None:
        self._next = None if empty_at is None else empty_at + 1
        self._seen = SeenKeys() if empty_at is not None else None
        self._ids: dict[str, str] = {}
        self._met: dict[str, str] = {}

    @property
    def holds(self) -> bool:
        """Whether nobody else has written since the store was empty."""
        return self._seen is not None

    def begin(self, seq: int) -> None:
        """A transaction of this load begins; it may be the same one again after a retry."""
        self._met = {}
        if self._next is not None and seq > self._next:
            self._seen = self._next = None
            self._ids.clear()

    def end(self, seq: int) -> None:
        """The transaction is in."""
        if self._next is not None:
            self._next = seq + 1
            self.keep(self._met)

    def keep(self, ids: Mapping[str, str]) -> None:
        """Which parties keys name, known from now on: theirs are settled, whatever a retry does.

        Kept up to a bound, so that memory stays flat.
        """
        if self._seen is not None:
            if len(self._ids) + len(ids) > _MOST_KEPT:
                self._ids.clear()
            self._ids.update(ids)

    def perhaps_known(self, keys: Collection[str]) -> list[str]:
        """Those of the keys that have to be looked up."""
        if self._seen is None:
            return list(keys)
        return self._seen.among(keys)

    def certainly_new(self, keys: Collection[str]) -> list[str]:
        """Those of the keys that the store cannot hold; none of them when it is not known."""
        seen = self._seen
        if seen is None:
            return []
        perhaps = set(seen.among(keys))
        return [key for key in keys if key not in perhaps]

    def ids(self, keys: Iterable[str]) -> dict[str, str]:
        """Ids of parties that this load has met lately; nothing once another writer is there."""
        if self._seen is None:
            return {}
        return {key: found for key in keys if (found := self._ids.get(key))}

    def note_ids(self, ids: Mapping[str, str]) -> None:
        """Which parties keys name: known from the commit on, for a transaction may be run again."""
        if self._seen is not None:
            self._met.update(ids)

    def forget_ids(self) -> None:
        """Keys have moved from one party to another."""
        self._ids.clear()
        self._met.clear()

    def note(self, keys: Iterable[str]) -> None:
        """The keys are written, or about to be."""
        if self._seen is not None:
            self._seen.add(list(keys))
