"""Anchors: the store notes where each segment file stands, so that a file's end cannot be cut off unseen.

In return the files note where the store's chain of change events stands: neither can be shortened alone.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from graph.audit.scan import SegmentScan, scan_segment
from graph.audit.segment_file import SUFFIX, SegmentState, is_being_written
from graph.audit.segments import SegmentWriter
from graph.errors import CreditGraphError
from graph.store import AsyncStore, AsyncWriteTransaction, Store, WriteTransaction, moments

_LOG = logging.getLogger(__name__)
_PAGE: Final = 1000
Anchors = dict[str, list[SegmentState]]


class Anchorer:
    """Anchors the files of one writer, from a sync or an async store.

    Parameters
    ----------
    writer
        Whose files.
    every_entries, every_seconds
        An anchor is due after so many entries, or after so long if there is any new one.
    """

    def __init__(
        self, writer: SegmentWriter, *, every_entries: int = 5000, every_seconds: float = 60.0
    ) -> None:
        self._writer = writer
        self._every_entries, self._every_seconds = every_entries, every_seconds
        self._anchored: dict[str, SegmentState] = {}
        self._noted = 0
        self._last = 0.0

    def due(self) -> bool:
        """Whether it is time: a file was begun or ended, many entries came, or the last anchor is old."""
        waiting = self._waiting()
        if not waiting:
            return False
        if any(one.closed or one.segment not in self._anchored for one in waiting):
            return True
        new = sum(one.entries - self._anchored[one.segment].entries for one in waiting)
        return new >= self._every_entries or time.monotonic() - self._last >= self._every_seconds

    def anchor(self, store: Store) -> int:
        """Anchor what is new; returns how many anchors that were.

        Raises
        ------
        StoreError
            The store does not take them; the next call tries again.
        """
        if self._waiting():
            for number, digest in _head(store.read("read/audit/last_number"), store):
                if number > self._noted and self._writer.is_open:
                    self._writer.note_events(number, digest)
                    self._noted = number
        waiting = self._waiting()
        if waiting:
            store.write(lambda tx: _write(tx, waiting), by="creditgraph", why="audit anchor")
            self._done(waiting)
        return len(waiting)

    async def anchor_async(self, store: AsyncStore) -> int:
        """As `anchor`, awaited."""
        if self._waiting():
            found = await store.read("read/audit/last_number")
            if found and found[0]["number"] > self._noted and self._writer.is_open:
                number = int(found[0]["number"])
                rows = await store.read("read/audit/events_between", first=number, last=number, limit=1)
                for row in rows:
                    await self._writer.note_events_async(number, row["event"]["digest"])
                    self._noted = number
        waiting = self._waiting()
        if waiting:
            await store.write(lambda tx: _write_async(tx, waiting), by="creditgraph", why="audit anchor")
            self._done(waiting)
        return len(waiting)

    async def run(self, store: AsyncStore, stop: asyncio.Event, *, tick: float = 1.0) -> None:
        """Anchor whenever it is due until `stop` is set; a store that is away is tried again."""
        while not stop.is_set():
            try:
                if self.due():
                    await self.anchor_async(store)
            except CreditGraphError as error:
                _LOG.warning("audit anchor not written: %s", error.title)
            try:
                await asyncio.wait_for(stop.wait(), tick)
            except TimeoutError:
                continue

    def _waiting(self) -> tuple[SegmentState, ...]:
        return tuple(one for one in self._writer.states() if self._anchored.get(one.segment) != one)

    def _done(self, written: Iterable[SegmentState]) -> None:
        for one in written:
            self._anchored[one.segment] = one
            if one.ended:
                self._writer.forget(one.segment)
                del self._anchored[one.segment]
        self._last = time.monotonic()


def _head(found: list[dict[str, Any]], store: Store) -> list[tuple[int, str]]:
    """Number and digest of the last change event."""
    if not found:
        return []
    number = int(found[0]["number"])
    rows = store.read("read/audit/events_between", first=number, last=number, limit=1)
    return [(number, str(row["event"]["digest"])) for row in rows]


def _rows(states: Iterable[SegmentState]) -> list[dict[str, Any]]:
    return [
        {
            "anchor_key": f"{one.segment}|{one.entries}" + ("|closed" if one.closed else ""),
            "segment": one.segment, "entries": one.entries, "size": one.size, "chain": one.chain,
            "at": moments.now_text(), "closed": one.closed,
        }
        for one in states
    ]  # fmt: skip


def _write(tx: WriteTransaction, states: Iterable[SegmentState]) -> None:
    tx.run("write/audit/record_anchors", rows=_rows(states))


async def _write_async(tx: AsyncWriteTransaction, states: Iterable[SegmentState]) -> None:
    await tx.run("write/audit/record_anchors", rows=_rows(states))


# -- what is anchored


def load_anchors(store: Store) -> Anchors:
    """All anchors by segment file, in the order of its entries."""
    found: Anchors = defaultdict(list)
    after = ""
    while names := store.read("read/audit/anchored_segments", after=after, limit=_PAGE):
        for row in names:
            after = row["segment"]
            found[after] = _states(after, store.read_columns("read/audit/anchors_of", segment=after))
    return dict(found)


def _states(segment: str, columns: dict[str, list[Any]]) -> list[SegmentState]:
    states = [
        SegmentState(segment, entries, chain, size, closed)
        for entries, chain, size, closed in zip(
            columns["entries"], columns["chain"], columns["size"], columns["closed"], strict=True
        )
    ]
    return sorted(states, key=lambda one: (one.entries, one.closed))


# -- files whose process is gone


def seal_abandoned(folder: Path, store: Store) -> int:
    """Anchor for good the files that killed processes left; returns how many.

    Call it when a process starts. A file that contradicts its anchors is left for `verify` to show.
    """
    states = _abandoned(folder, load_anchors(store)) if folder.is_dir() else []
    if states:
        store.write(lambda tx: _write(tx, states), by="creditgraph", why="audit seal")
    return len(states)


def _abandoned(folder: Path, anchors: Anchors) -> list[SegmentState]:
    found = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        known = anchors.get(path.name, [])
        if any(one.closed for one in known) or is_being_written(path):
            continue
        scan = scan_segment(path)
        if scan.marks and not scan.faults and all(_agrees(scan, one) for one in known):
            last = scan.marks[-1]
            found.append(SegmentState(path.name, last.n, last.digest, scan.whole_size, closed=True))
    return found


def _agrees(scan: SegmentScan, anchor: SegmentState) -> bool:
    """Whether a sound file is, up to the anchor, the one that was anchored."""
    return anchor.entries <= scan.entries and scan.marks[anchor.entries].digest == anchor.chain
