"""Rows that an earlier hand-in left in quarantine, and whose corrected row comes now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from graph.days import OPEN_SEQ
from graph.store import Store, WriteTransaction

_PAGE: Final = 1000


class AwaitedRows:
    """What one file settles of the rows of its source and table that earlier runs left in quarantine.

    A row is settled by one with the same key that was taken, and by a snapshot of its table in which
    nothing is wrong. A row that is wrong again stays.

    Parameters
    ----------
    run_id
        The run that reads the file; what it quarantines itself, it does not settle.
    """

    def __init__(self, store: Store, *, source: str, table: str, run_id: str) -> None:
        self._store, self._run_id = store, run_id
        self._awaited = self._read(f"{source}|{table}|", f"{source}|{table}}}")
        self._came: set[str] = set()
        self._wrong: set[str] = set()

    def _read(self, after: str, until: str) -> set[str]:
        found: set[str] = set()
        while True:
            keys = self._store.read(
                "read/ingest/awaited_rows", after=after, until=until, run_id=self._run_id, limit=_PAGE
            )[0]["keys"]
            if not keys or keys[-1] in found:
                return found
            found.update(keys)
            after = keys[-1]

    def note(self, taken: Iterable[str], wrong: Iterable[str]) -> None:
        """Keys of rows that were taken, and of rows that were not."""
        if self._awaited:
            self._came |= self._awaited.intersection(taken)
            self._wrong |= self._awaited.intersection(wrong)

    def settle(self, *, whole: bool, by: str) -> int:
        """Take the settled rows off the sheet.

        Parameters
        ----------
        whole
            The file is a snapshot of its table without a wrong row.

        Returns
        -------
        int
            How many rows left the sheet.
        """
        keys = sorted(self._awaited if whole else self._came - self._wrong)
        return sum(self._settle(keys[start : start + _PAGE], by) for start in range(0, len(keys), _PAGE))

    def _settle(self, keys: list[str], by: str) -> int:
        def work(tx: WriteTransaction) -> int:
            rows = tx.run("write/ingest/settle_rows", keys=keys, run_id=self._run_id, open_seq=OPEN_SEQ)
            return int(rows[0]["settled"])

        return self._store.write(work, by=by, why="corrected rows leave the quarantine sheet")
