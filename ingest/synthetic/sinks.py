"""Files written as a stream: nothing of the city stays in memory but counters."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

from ingest.synthetic.tables import ANSWERS, COLUMNS, FORMS, FileForm


class CsvSink:
    """One CSV file that knows on which physical line the next row will stand."""

    def __init__(self, path: Path, columns: Sequence[str], form: FileForm = FileForm()) -> None:  # noqa: B008
        self.path = path
        self.rows = 0
        self._file: IO[str] = path.open("w", encoding=form.encoding, newline="")
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._writer.writerow([(form.headers or {}).get(name, name) for name in columns])

    @property
    def next_line(self) -> int:
        """The 1-based line of the next row; the header is line 1."""
        return self.rows + 2

    def write(self, rows: Sequence[Sequence[str]]) -> None:
        """Append rows; no field may hold a line break, so that rows are lines."""
        self._writer.writerows(rows)
        self.rows += len(rows)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class PackageSinks:
    """All files of a package and of its answers."""

    def __init__(self, folder: Path) -> None:
        answers = folder / "answers"
        answers.mkdir(parents=True, exist_ok=True)
        self.tables = {
            name: CsvSink(folder / f"{name}.csv", columns, FORMS.get(name, FileForm()))
            for name, columns in COLUMNS.items()
        }
        self.answers = {name: CsvSink(answers / f"{name}.csv", columns) for name, columns in ANSWERS.items()}

    def __enter__(self) -> PackageSinks:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for sink in self._all():
            sink.close()

    def _all(self) -> Iterable[CsvSink]:
        return (*self.tables.values(), *self.answers.values())
