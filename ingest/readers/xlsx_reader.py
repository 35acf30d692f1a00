"""Excel workbooks: the first sheet, streamed."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

from defusedxml.common import DefusedXmlException
from openpyxl import DEFUSEDXML, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from ingest.problems import Problem, Rule
from ingest.readers.cells import cell_text, lost_digits, precision_lost
from ingest.readers.rows import (
    LONGEST_LINE,
    PROGRESS_ROWS,
    Progress,
    RawRow,
    TableReader,
    check_known,
    clean_headers,
    refuse,
    row_of,
)
from ingest.readers.xlsx_header import Merge, find_header
from ingest.readers.xlsx_scan import check_archive, scan_sheet

_HEAD_ROWS: Final = 15
# What openpyxl lets through when a part is damaged; XML errors are SyntaxErrors, decompression says the rest.
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, DefusedXmlException, SyntaxError, LookupError,
    ValueError, TypeError, AttributeError, ArithmeticError, RuntimeError, AssertionError, EOFError,
)  # fmt: skip


class XlsxReader(TableReader):
    """The first sheet of a workbook; its lines are sheet rows."""

    def __init__(
        self, path: Path, *, known: Collection[str] = (), name: str = "", progress: Progress | None = None
    ) -> None:
        super().__init__(path, name, progress)
        self.form = "xlsx"
        check_archive(path, self.name)
        if not DEFUSEDXML:
            raise refuse("缺少 defusedxml，不能安全地读取工作簿", self.name, "重新安装依赖")
        book, sheet = self._open()
        try:
            others = len(book.sheetnames) - 1
            self._scan = scan_sheet(path, sheet._worksheet_path, self.name)
            head = self._head(sheet)
        finally:
            book.close()
        header = find_header(head, self._scan.merges, known)
        if header is None:
            raise refuse("第一张工作表没有表头", self.name, "第一行填写栏目名称")
        self.headers = clean_headers(header.texts, self.name)
        self._last_header_row = header.last_row
        notes = ["表头含合并单元格，已按列合并"] if header.joined else []
        self.notes = (*notes, *([f"另有 {others} 张工作表未读取"] if others else []))
        check_known(self.headers, known, self.name)
        # openpyxl finds a damaged cell only when it comes to it: then the rows before it would be in already.
        self.rows = sum(1 for _ in self._rows())

    def _open(self) -> tuple[Any, Any]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                book = load_workbook(self.path, read_only=True, data_only=True, keep_links=False)
            if not book.worksheets:
                raise refuse("工作簿没有工作表", self.name)
            sheet: Any = book.worksheets[0]
            self._height = max(sheet.max_row or 0, 1)
            sheet.reset_dimensions()
        except _BROKEN as error:
            raise refuse("工作簿不完整或已损坏", self.name) from error
        return book, sheet

    def _head(self, sheet: Any) -> list[list[str]]:
        return [texts for _, _, texts in islice(self._raw_rows(sheet), _HEAD_ROWS)]

    def _raw_rows(self, sheet: Any) -> Iterator[tuple[int, Sequence[Any], list[str]]]:
        """Sheet rows by number, with their texts; openpyxl's remarks on styles are kept off the screen."""
        rows = enumerate(sheet.iter_rows(), 1)
        while True:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    part = islice(rows, PROGRESS_ROWS if self.headers else _HEAD_ROWS)
                    batch = [(line, cells, [_text(cell) for cell in cells]) for line, cells in part]
            except _BROKEN as error:
                raise refuse("工作表内容已损坏", self.name) from error
            if not batch:
                return
            yield from batch

    def _read(self) -> Iterator[RawRow]:
        for row in self._rows():
            if row.line % PROGRESS_ROWS == 0:
                self._report(self.state.size * row.line // self._height)
            yield row

    def _rows(self) -> Iterator[RawRow]:
        book, sheet = self._open()
        fills = _Fills([one for one in self._scan.merges if one.bottom > self._last_header_row])
        width = len(self.headers)
        try:
            for line, cells, texts in self._raw_rows(sheet):
                if line <= self._last_header_row:
                    continue
                fills.apply(line, texts)
                if not any(text.strip() for text in texts):
                    continue
                texts.extend([""] * (width - len(texts)))
                row = row_of(line, self.headers, texts)
                row.problem = row.problem or self._problem(line, cells)
                yield row
        finally:
            book.close()

    def _problem(self, line: int, cells: Sequence[Any]) -> Problem | None:
        if line in self._scan.uncomputed_rows:
            return Problem(Rule.ROW_SHAPE, "单元格是没有计算结果的公式", "在 Excel 中打开并保存，或改填数值")
        size = 0
        for place, cell in enumerate(cells):
            value = cell.value
            if value is None:
                continue
            header = self.headers[place] if place < len(self.headers) else f"第{place + 1}列"
            if lost_digits(value):
                return precision_lost(header)
            if cell.data_type == "e":
                return Problem(Rule.ROW_SHAPE, f"“{header[:40]}”是 Excel 错误值", "改正公式或改填数值")
            if isinstance(value, str):
                size += len(value)
        if size > LONGEST_LINE:
            return Problem(Rule.TOO_LONG, "该行内容过长", "缩短该行内容")
        return None


class _Fills:
    """Values of cells merged downwards, row after row."""

    def __init__(self, merges: Sequence[Merge]) -> None:
        self._waiting = sorted((one for one in merges if one.bottom > one.top), reverse=True)
        self._open: list[tuple[Merge, str]] = []

    def apply(self, line: int, texts: list[str]) -> None:
        """Fill this row's covered cells; remember what it begins."""
        if self._open:
            self._open = [(one, text) for one, text in self._open if one.bottom >= line]
            for one, text in self._open:
                texts.extend([""] * (one.left - len(texts)))
                texts[one.left - 1] = text
        while self._waiting and self._waiting[-1].top <= line:
            one = self._waiting.pop()
            begun = one.top == line and one.left <= len(texts)
            self._open.append((one, texts[one.left - 1] if begun else ""))


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    percent = isinstance(value, int | float) and not isinstance(value, bool) and "%" in cell.number_format
    return cell_text(value, percent=percent)
