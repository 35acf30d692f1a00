"""Parquet, one batch of a row group at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.problems import Problem, Rule
from ingest.readers.cells import cell_text, lost_digits, precision_lost
from ingest.readers.rows import (
    LONGEST_LINE,
    Progress,
    RawRow,
    TableReader,
    check_known,
    clean_headers,
    refuse,
)

_BATCH: Final = 2000
_LONGEST_CELL: Final = 1 << 17
_LARGEST_GROUP: Final = 1 << 31
_SMALL_GROUP: Final = 64 << 20


class _Unreadable:
    """Stands where a value has no form in Python: a day in the year 20000, say."""


class ParquetReader(TableReader):
    """A Parquet table; its lines are row numbers."""

    def __init__(
        self, path: Path, *, known: Collection[str] = (), name: str = "", progress: Progress | None = None
    ) -> None:
        super().__init__(path, name, progress)
        self.form = "parquet"
        try:
            with pq.ParquetFile(path) as file:
                self._check(file)
                self.rows = file.metadata.num_rows
                self.headers = clean_headers(file.schema_arrow.names, self.name)
                for batch in self._batches(file):
                    batch.validate(full=True)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise refuse("不是完整的 Parquet 文件", self.name) from error
        check_known(self.headers, known, self.name)

    def _check(self, file: Any) -> None:
        for field in file.schema_arrow:
            if pa.types.is_nested(field.type) and not pa.types.is_dictionary(field.type):
                raise refuse(f"栏目“{field.name[:40]}”是嵌套类型", self.name, "每个栏目只放单个值")
        for number in range(file.metadata.num_row_groups):
            group = file.metadata.row_group(number)
            if group.total_byte_size > _LARGEST_GROUP:
                raise refuse("Parquet 行组过大（超过 2 GB）", self.name, "以较小的行组重新导出")
            if group.total_byte_size > _SMALL_GROUP + group.num_rows * LONGEST_LINE:
                raise refuse("Parquet 文件有过长的行", self.name, "检查各栏内容，按一行一条记录重新导出")

    def _batches(self, file: Any) -> Iterator[Any]:
        return iter(file.iter_batches(batch_size=_BATCH, use_threads=False))

    def _read(self) -> Iterator[RawRow]:
        line = 0
        rows = max(self.rows or 0, 1)
        with pq.ParquetFile(self.path) as file:
            for batch in self._batches(file):
                columns = [_values(column) for column in batch.columns]
                for values in zip(*columns, strict=True):
                    line += 1
                    yield self._row(line, values)
                self._report(self.state.size * line // rows)

    def _row(self, line: int, values: tuple[Any, ...]) -> RawRow:
        row = RawRow(line, {})
        for header, value in zip(self.headers, values, strict=True):
            if value is None:
                continue
            if isinstance(value, _Unreadable):
                what = f"“{header[:40]}”的值超出可表示的范围"
                row.problem = Problem(Rule.ROW_SHAPE, what, "改正该值，或把该列存为文本")
                continue
            row.cells[header] = cell_text(value)
            if lost_digits(value):
                row.problem = precision_lost(header)
            elif len(row.cells[header]) > _LONGEST_CELL:
                row.cells[header] = row.cells[header][:_LONGEST_CELL]
                row.problem = Problem(Rule.TOO_LONG, f"“{header[:40]}”过长", "缩短该栏内容")
        return row


def _values(column: Any) -> list[Any]:
    try:
        return list(column.to_pylist())
    except (ArithmeticError, ValueError):
        return [_value(one) for one in column]


def _value(scalar: Any) -> Any:
    """One value; a bad one is its own row's problem, not the file's."""
    try:
        return scalar.as_py()
    except (ArithmeticError, ValueError):
        return _Unreadable()
