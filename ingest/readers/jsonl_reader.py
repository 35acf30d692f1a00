"""JSON Lines: one object a line; figures keep the digits that the file has."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

from graph.identity.folding import fold_text
from ingest.problems import Problem, Rule
from ingest.readers.rows import (
    MOST_COLUMNS,
    PROGRESS_ROWS,
    Progress,
    RawRow,
    TableReader,
    check_known,
    refuse,
)
from ingest.readers.texts import detect_encoding

_DECODER: Final = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
_TODO: Final = '每行一个 JSON 对象，例如 {"uscc": "…", "name": "…"}，值为文字、数字、true/false 或 null'


def _wrong(what: str) -> Problem:
    return Problem(Rule.ROW_SHAPE, what, _TODO)


class JsonlReader(TableReader):
    """A JSONL table."""

    may_fork = True

    def __init__(
        self, path: Path, *, known: Collection[str] = (), name: str = "", progress: Progress | None = None
    ) -> None:
        super().__init__(path, name, progress)
        self.encoding = detect_encoding(path, self.name)
        self.form = f"jsonl {self.encoding}"
        headers: dict[str, None] = {}
        self.rows = 0
        for row in self._read():
            self.rows += 1
            if row.problem is None:
                headers.update(dict.fromkeys(row.cells))
            if len(headers) > MOST_COLUMNS:
                raise refuse(f"栏目超过 {MOST_COLUMNS} 个", self.name)
        self.headers = tuple(headers)
        if not headers:
            raise refuse("文件中没有一行是 JSON 对象", self.name, _TODO)
        check_known(self.headers, known, self.name)

    def _read(self) -> Iterator[RawRow]:
        done = 0
        with self.path.open("rb") as file:
            for line, raw in enumerate(file, 1):
                done += len(raw)
                text = raw.decode(self.encoding if line == 1 else self.encoding.removesuffix("-sig")).strip()
                if text:
                    yield _row(line, text)
                if line % PROGRESS_ROWS == 0:
                    self._report(done)


def _row(line: int, text: str) -> RawRow:
    try:
        value = _DECODER.decode(text)
    except (ValueError, RecursionError):
        # The decoder's message may quote the text; it is not passed on.
        return RawRow(line, {"第1列": text}, _wrong("该行不是完整的 JSON"))
    if not isinstance(value, dict):
        return RawRow(line, {"第1列": text}, _wrong("该行不是 JSON 对象"))
    cells: dict[str, str] = {}
    for name, item in value.items():
        header = fold_text(name)
        shown = _text(item)
        if shown is None or header in cells:
            what = "含有嵌套的内容" if shown is None else "出现两次"
            return RawRow(line, {"第1列": text}, _wrong(f"栏目“{header[:40]}”{what}"))
        cells[header] = shown
    return RawRow(line, cells)


def _text(item: Any) -> str | None:
    """A scalar (or a list of scalars) as text, or None."""
    if item is None:
        return ""
    if isinstance(item, bool):
        return "1" if item else "0"
    if isinstance(item, str):
        return item
    if isinstance(item, list) and all(isinstance(part, str | bool) for part in item):
        return ";".join(_text(part) or "" for part in item)
    return None
