"""Readers of table files: CSV, Excel, JSON Lines, Parquet. Each checks its file whole, then streams it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final

from graph.errors import PackageError
from ingest.readers.csv_reader import CsvReader
from ingest.readers.headers import HeaderMatch, known_headers, match_headers
from ingest.readers.jsonl_reader import JsonlReader
from ingest.readers.parquet_reader import ParquetReader
from ingest.readers.rows import Progress, RawRow, TableReader, unreadable
from ingest.readers.xlsx_reader import XlsxReader

_READERS: Final[dict[str, Callable[..., TableReader]]] = {
    ".csv": CsvReader,
    ".xlsx": XlsxReader,
    ".jsonl": JsonlReader,
    ".parquet": ParquetReader,
}
TABLE_SUFFIXES: Final = tuple(_READERS)


def open_table(
    path: Path, *, known: Collection[str] = (), name: str = "", progress: Progress | None = None
) -> TableReader:
    """Open one table file; what comes back gives `RawRow` after `RawRow`, as often as it is iterated.

    Parameters
    ----------
    path
        The file; its suffix says how it is read.
    known
        Headers that mean something (`known_headers`): a file without any is refused.
    name
        How messages name the file, if not by its own name.
    progress
        Called with bytes read and bytes in all while rows are read.

    Raises
    ------
    PackageError
        The file is refused whole, with the reason.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise PackageError(
            "不支持的文件类型", where=name or path.name, todo="改用 .csv、.xlsx、.jsonl 或 .parquet"
        )
    try:
        return reader(path, known=known, name=name, progress=progress)
    except OSError as error:
        raise unreadable(name or path.name, error) from error


__all__ = [
    "TABLE_SUFFIXES",
    "HeaderMatch",
    "Progress",
    "RawRow",
    "TableReader",
    "known_headers",
    "match_headers",
    "open_table",
]
