"""Who was told what of which finding: the index from kept answers, written in batches off their path."""

from __future__ import annotations

import asyncio
import fcntl
import logging
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from graph.answers.kept import PREFIX, SUFFIX, lines_of, relied_of, token_of
from graph.answers.writer import AnswerWriter, Indexed
from graph.errors import CreditGraphError
from graph.store import AsyncStore, AsyncWriteTransaction, Store, WriteTransaction

_LOG: Final = logging.getLogger(__name__)
_BATCH: Final = 1000
_REMEMBERED: Final = 200_000
Row = dict[str, Any]


def rows_of(items: Iterable[Indexed]) -> list[Row]:
    """One row for each holder and finding or own entry: what he was told last."""
    rows = {}
    for one in items:
        for relied in one.relied:
            about = (relied.finding_id, relied.subject_id) if relied.subject_id else (relied.finding_id,)
            key = "|".join((*about, one.holder))
            rows[key] = {
                "reliance_key": key,
                "finding_id": relied.finding_id,
                "subject_id": relied.subject_id,
                "holder": one.holder,
                "answer_id": one.answer_id,
                "told": relied.state,
                "until": relied.until,
            }
    return list(rows.values())


class ReliancePump:
    """Brings what answers of this process relied on into the index, a moment after they left.

    What a holder is told again and again is written once: asking changes nothing, so it costs no commits.
    """

    def __init__(self, writer: AnswerWriter) -> None:
        self._writer = writer
        self._told: OrderedDict[str, tuple[str, str]] = OrderedDict()

    async def run(self, store: AsyncStore, stop: asyncio.Event, *, tick: float = 1.0) -> None:
        """Work until `stop` is set; a store that is away is tried again."""
        while not stop.is_set():
            try:
                while await self.pump(store):
                    pass
            except CreditGraphError as error:
                _LOG.warning("reliance not written: %s", error.title)
            try:
                await asyncio.wait_for(stop.wait(), tick)
            except TimeoutError:
                continue

    async def pump(self, store: AsyncStore) -> int:
        """Index what has gathered; returns how many answers that were."""
        items = self._writer.take_indexed(_BATCH)
        rows = [one for one in rows_of(items) if self._told.get(one["reliance_key"]) != _told(one)]
        if rows:
            files = list({one.token: _file_row(one.token, one.number) for one in items}.values())
            try:
                await store.write(
                    partial(_write_async, rows=rows, files=files), by="api", why="answers relied on"
                )
            except BaseException:
                self._writer.give_back(items)
                raise
        for row in rows:
            self._told[row["reliance_key"]] = _told(row)
        while len(self._told) > _REMEMBERED:
            self._told.popitem(last=False)
        return len(items)

    def forget(self) -> None:
        """What holders know was changed by others: write it again when it is told again."""
        self._told.clear()


def _told(row: Row) -> tuple[str, str]:
    return row["told"], row["until"]


def _file_row(token: str, number: int, *, closed: bool = False) -> Row:
    return {"token": token, "number": number, "closed": "1" if closed else ""}


async def _write_async(tx: AsyncWriteTransaction, *, rows: list[Row], files: list[Row]) -> None:
    await tx.run("write/receipts/rely", rows=rows)
    await tx.run("write/receipts/indexed_to", rows=files)


def _write(tx: WriteTransaction, *, rows: list[Row], files: list[Row]) -> None:
    if rows:
        tx.run("write/receipts/rely", rows=rows)
    tx.run("write/receipts/indexed_to", rows=files)


def index_abandoned(folder: Path, store: Store) -> int:
    """Index what killed processes left behind; returns how many answers that were.

    Call it when a process starts. Doing it twice changes nothing: what a holder was told stands once.
    """
    paths = [one for one in sorted(folder.glob(f"{PREFIX}*{SUFFIX}")) if not _is_being_written(one)]
    tokens = [token_of(one) for one in paths]
    found = store.read("read/receipts/indexed_files", tokens=tokens, seq=store.head_seq())[0]["rows"]
    known = {one["token"]: one for one in found}
    number = 0
    for path, token in zip(paths, tokens, strict=True):
        file = known.get(token, {"indexed_to": 0, "closed": ""})
        if file["closed"]:
            continue
        for batch, last in _batches(path, token, file["indexed_to"]):
            number += len(batch)
            write = partial(_write, rows=rows_of(batch), files=[_file_row(token, last)])
            store.write(write, by="creditgraph", why="answers relied on")
        last_line = max((n for n, _ in lines_of(path)), default=0)
        end = partial(_write, rows=[], files=[_file_row(token, last_line, closed=True)])
        store.write(end, by="creditgraph", why="answers relied on")
    return number


def _batches(path: Path, token: str, after: int) -> Iterator[tuple[list[Indexed], int]]:
    batch: list[Indexed] = []
    for number, line in lines_of(path, after):
        relied = relied_of(line)
        if relied:
            batch.append(Indexed(token, number, line["answer_id"], line["holder"], relied))
        if len(batch) == _BATCH:
            yield batch, number
            batch = []
    if batch:
        yield batch, batch[-1].number


def _is_being_written(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
