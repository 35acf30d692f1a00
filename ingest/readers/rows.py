"""What every reader gives: rows of text with the line they came from."""

from __future__ import annotations

import errno
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from graph.errors import PackageError
from graph.identity.folding import fold, fold_text
from ingest.problems import Problem, Rule

Progress = Callable[[int, int], None]
"""Called with the bytes read so far and the bytes in all."""

LONGEST_LINE: Final = 1 << 20
MOST_COLUMNS: Final = 1000
PROGRESS_ROWS: Final = 1000
_RESAVE: Final = "重新导出该文件"


@dataclass(slots=True)
class RawRow:
    """One row as handed in.

    Parameters
    ----------
    line
        Where it begins: physical line, sheet row, or row number in a Parquet file; from 1.
    cells
        Header to text; missing and empty are the same. What has no header stands under 第N列.
    problem
        Why the row as a whole cannot be read, if so.
    """

    line: int
    cells: dict[str, str]
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class FileState:
    """Size and time of a file, to see whether it was changed while it was read."""

    size: int
    changed: int

    @classmethod
    def of(cls, path: Path) -> FileState:
        """The state now."""
        found = path.stat()
        return cls(found.st_size, found.st_mtime_ns)


class TableReader(ABC):
    """An opened table: checked whole before its first row is given, then streamed.

    Attributes
    ----------
    headers
        Column headers, folded.
    rows
        How many rows it holds, where known.
    form
        Kind and encoding, for reports: ``csv utf-8``.
    notes
        What the report should say about the file.
    may_fork
        Whether a fork may read the rows: not with a library that has threads or files open.
    """

    may_fork: ClassVar[bool] = False

    def __init__(self, path: Path, name: str, progress: Progress | None) -> None:
        self.path = path
        self.name = name or path.name
        self.state = _state(path, self.name)
        self.headers: tuple[str, ...] = ()
        self.rows: int | None = None
        self.form = ""
        self.notes: tuple[str, ...] = ()
        self._progress = progress

    @abstractmethod
    def _read(self) -> Iterator[RawRow]:
        """The rows."""

    def __iter__(self) -> Iterator[RawRow]:
        if FileState.of(self.path) != self.state:
            raise PackageError("文件在读取期间被改动", where=self.name, todo="待文件不再变化后重新归集")
        try:
            yield from self._read()
        except OSError as error:
            raise unreadable(self.name, error) from error
        self._report(self.state.size)

    def report_to(self, progress: Progress) -> None:
        """From now on tell somebody else how far it is."""
        self._progress = progress

    def reported(self, done: int, size: int) -> None:
        """Tell on what another process that reads this file has told."""
        if self._progress is not None:
            self._progress(done, size)

    def _report(self, done: int) -> None:
        self.reported(min(done, self.state.size), self.state.size)


def _state(path: Path, name: str) -> FileState:
    try:
        state = FileState.of(path)
    except OSError as error:
        raise unreadable(name, error) from error
    if state.size == 0:
        raise PackageError("文件为空（0 字节）", where=name, todo=_RESAVE)
    return state


def unreadable(name: str, error: OSError) -> PackageError:
    """The refusal of a file that the system cannot read, or that points to places which it does not have."""
    if error.errno in (None, errno.EINVAL):
        return refuse("文件不完整或已损坏", name)
    return PackageError(f"文件无法读取（{error.strerror or '读取错误'}）", where=name, todo="检查文件与权限")


def refuse(what: str, name: str, todo: str = _RESAVE) -> PackageError:
    """The refusal of a whole file."""
    return PackageError(what, where=name, todo=todo)


def clean_headers(raw: Sequence[str], name: str) -> tuple[str, ...]:
    """Headers in one writing; a nameless column is 第N列.

    Raises
    ------
    PackageError
        There is none, there are too many, or two columns have the same one.
    """
    headers = [fold_text(text).strip("\"'") for text in raw]
    while headers and not headers[-1]:
        headers.pop()
    if not any(headers):
        raise refuse("文件没有表头", name, "第一行填写栏目名称")
    if len(headers) > MOST_COLUMNS:
        raise refuse(f"栏目超过 {MOST_COLUMNS} 个", name, "检查分隔符和表头")
    named = tuple(text or f"第{place}列" for place, text in enumerate(headers, 1))
    seen: set[str] = set()
    for header in named:
        if header.lower() in seen:
            raise refuse(f"表头中“{header[:40]}”出现两次", name, "每个栏目只保留一列")
        seen.add(header.lower())
    return named


def header_form(header: str) -> str:
    """The form in which headers are compared: folded, no spaces, small letters."""
    return fold(header).replace(" ", "").lower()


def check_known(headers: Sequence[str], known: Collection[str], name: str) -> None:
    """Refuse a file of which no header means anything: a wrong table, no header row, or a wrong encoding.

    Raises
    ------
    PackageError
        None of `headers` is among `known` (in `header_form`), or two mean the same field, where `known`
        says which field each means.
    """
    if known and not any(header_form(header) in known for header in headers):
        raise refuse(
            "表头中没有一个可识别的栏目", name, "核对数据表名称、表头（第一行）和文件编码（UTF-8 或 GB18030）"
        )
    if isinstance(known, Mapping):
        _check_doubles(headers, known, name)


def _check_doubles(headers: Sequence[str], known: Mapping[str, str], name: str) -> None:
    taken: dict[str, str] = {}
    for header in headers:
        field = known.get(header_form(header))
        if field is not None and taken.setdefault(field, header) != header:
            what = f"“{taken[field][:40]}”和“{header[:40]}”是同一个栏目"
            raise refuse(what, name, "只保留其中一列")


def row_of(line: int, headers: Sequence[str], texts: Sequence[str]) -> RawRow:
    """A row from its texts in column order; too few or too many cells are its problem."""
    width = len(headers)
    if len(texts) == width:
        return RawRow(line, dict(zip(headers, texts, strict=True)))
    cells = dict(zip(headers, texts, strict=False))
    if len(texts) < width:
        return RawRow(line, cells, _shape(f"该行只有 {len(texts)} 格，表头有 {width} 格"))
    extra = {f"第{place}列": text for place, text in enumerate(texts[width:], width + 1) if text.strip()}
    if not extra:
        return RawRow(line, cells)
    return RawRow(line, cells | extra, _shape(f"该行有 {len(texts)} 格，表头只有 {width} 格"))


def _shape(what: str) -> Problem:
    return Problem(Rule.ROW_SHAPE, what, "检查该行的逗号和引号；含逗号或换行的内容须用英文双引号括起")
