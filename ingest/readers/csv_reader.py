"""CSV as RFC 4180 has it, in UTF-8 or GB18030."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Final

from ingest.problems import Problem, Rule
from ingest.readers.rows import (
    PROGRESS_ROWS,
    Progress,
    RawRow,
    TableReader,
    check_known,
    clean_headers,
    refuse,
    row_of,
)
from ingest.readers.texts import detect_encoding

_TODO: Final = "补齐该行，并核对文件是否传送完整"
_CUT_OFF: Final = Problem(
    Rule.ROW_SHAPE, "最后一行不完整，文件可能被截断", "补齐该行，并核对文件是否传送完整"
)


@dataclass
class _Structure:
    """What the first pass found: nothing is read as data before it is known to be readable."""

    headers: tuple[str, ...] = ()
    header_end: int = 0
    rows: int = 0
    last_begin: int = 0
    last_end: int = 0
    open_quote: bool = False
    ends_with_newline: bool = True


class _Lines:
    """The file's lines, remembering the last one."""

    def __init__(self, file: IO[str]) -> None:
        self._lines = iter(file)
        self.last = ""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        self.last = next(self._lines)
        return self.last


class CsvReader(TableReader):
    """A CSV table."""

    may_fork = True

    def __init__(
        self, path: Path, *, known: Collection[str] = (), name: str = "", progress: Progress | None = None
    ) -> None:
        super().__init__(path, name, progress)
        self.encoding = detect_encoding(path, self.name)
        self.form = f"csv {self.encoding}"
        self._found = self._scan()
        self.headers, self.rows = self._found.headers, self._found.rows
        check_known(self.headers, known, self.name)

    def _open(self) -> IO[str]:
        return self.path.open(encoding=self.encoding, newline="", buffering=1 << 18)

    def _scan(self) -> _Structure:
        found = _Structure()
        with self._open() as file:
            lines = _Lines(file)
            reader = csv.reader(lines)
            end, last_text = 0, ""
            try:
                for texts in reader:
                    begin, end = end + 1, reader.line_num
                    if not any(texts):
                        continue
                    found.last_begin, found.last_end, last_text = begin, end, lines.last
                    if found.headers:
                        found.rows += 1
                    else:
                        found.headers = self._headers(texts)
                        found.header_end = end
            except csv.Error as error:
                raise self._broken(end + 1) from error
            # An open quote runs to the end of the file: its last line then has an even number of them,
            # or an odd one where the row is a single line.
            odd = last_text.count('"') % 2 == 1
            found.open_quote = odd == (found.last_begin == found.last_end)
            if found.open_quote and not found.rows:
                raise self._broken(found.last_begin)
            found.ends_with_newline = lines.last.endswith(("\n", "\r"))
        return found

    def _headers(self, texts: list[str]) -> tuple[str, ...]:
        headers = clean_headers(texts, self.name)
        for mark, word in (("\t", "制表符"), (";", "分号"), ("|", "竖线"), ("，", "中文逗号")):
            if len(headers) == 1 and mark in texts[0]:
                raise refuse(f"表头以{word}分隔", self.name, "栏目之间用英文逗号分隔")
        return headers

    def _broken(self, line: int) -> Exception:
        return refuse(
            f"自第 {line} 行起引号没有闭合（或单元格过长），后面的内容无法分行",
            self.name,
            "检查该行的英文双引号后重新导出",
        )

    def _read(self) -> Iterator[RawRow]:
        found = self._found
        with self._open() as file:
            reader = csv.reader(file)
            end = 0
            for number, texts in enumerate(reader):
                begin, end = end + 1, reader.line_num
                if end <= found.header_end or not any(texts):
                    continue
                row = row_of(begin, self.headers, texts)
                if row.problem is not None and end > begin:
                    what = f"{row.problem.what}（第 {begin} 至 {end} 行被读作一行）"
                    row.problem = replace(row.problem, what=what)
                if begin == found.last_begin:
                    self._finish(row)
                yield row
                if number % PROGRESS_ROWS == 0 and isinstance(file, io.TextIOWrapper):
                    self._report(file.buffer.tell())

    def _finish(self, row: RawRow) -> None:
        """Say of the last row what only the end of the file tells."""
        if self._found.open_quote:
            lines = f"（第 {self._found.last_begin} 至 {self._found.last_end} 行）"
            what = f"文件末尾的引号没有闭合，其后的内容可能丢失{lines}"
            row.problem = Problem(Rule.ROW_SHAPE, what, _TODO)
        elif row.problem is not None and not self._found.ends_with_newline:
            row.problem = _CUT_OFF
