"""Where a sheet's header is, with the title rows, groups and merged cells that people put there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from graph.identity.folding import fold_text
from ingest.readers.rows import header_form


class Merge(NamedTuple):
    """A merged range, rows and columns from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class SheetHeader(NamedTuple):
    """The header texts in column order, and the row after which data begin."""

    texts: tuple[str, ...]
    last_row: int
    joined: bool


class _Grid:
    """The first rows of a sheet with merged cells filled."""

    def __init__(self, rows: Sequence[Sequence[str]], merges: Sequence[Merge]) -> None:
        self._rows = [[fold_text(text) for text in row] for row in rows]
        self.merges = [one for one in merges if one.top <= len(rows)]
        self.height = len(self._rows)
        self.width = max((len(row) for row in self._rows), default=0)

    def raw(self, row: int, column: int) -> str:
        texts = self._rows[row - 1] if row <= self.height else []
        return texts[column - 1] if column <= len(texts) else ""

    def covering(self, row: int, column: int) -> Merge | None:
        for one in self.merges:
            if one.top <= row <= one.bottom and one.left <= column <= one.right:
                return one
        return None

    def filled(self, row: int, column: int) -> str:
        merge = self.covering(row, column)
        return self.raw(merge.top, merge.left) if merge else self.raw(row, column)

    def texts(self, row: int) -> list[str]:
        return [text for column in range(1, self.width + 1) if (text := self.raw(row, column))]


def find_header(
    rows: Sequence[Sequence[str]], merges: Sequence[Merge], known: Collection[str] = ()
) -> SheetHeader | None:
    """The header among a sheet's first rows.

    Title rows above it are passed over. A header of two rows (a merged group above its columns) is
    joined: the name that is known counts, of group + column, column alone, or group alone. The second
    and later columns under one merged name are called ``name_2`` and so on.

    Parameters
    ----------
    known
        Headers that mean something, in `header_form`.
    """
    grid = _Grid(rows, merges)
    first = _first_row(grid, known)
    if first is None:
        return None
    last = _last_row(grid, first, known)
    texts: list[str] = []
    for column in range(1, grid.width + 1):
        text = _name(grid, first, last, column, known)
        copies = sum(1 for other in range(1, column) if _same_merge(grid, last, other, column))
        texts.append(f"{text}_{copies + 1}" if text and copies else text)
    joined = any(one.top <= last and one.bottom >= first for one in grid.merges)
    return SheetHeader(tuple(texts), last, joined)


def _first_row(grid: _Grid, known: Collection[str]) -> int | None:
    filled = [row for row in range(1, grid.height + 1) if grid.texts(row)]
    for row in filled if known else ():
        if sum(header_form(text) in known for text in grid.texts(row)) >= min(2, len(grid.texts(row))):
            above = row - 1
            grouped = above in filled and _has_group(grid, above) and len(grid.texts(above)) > 1
            return above if grouped else row
    for row in filled:
        lone_title = len(grid.texts(row)) == 1 and any(len(grid.texts(later)) > 1 for later in filled)
        if not lone_title:
            return row
    return filled[0] if filled else None


def _has_group(grid: _Grid, row: int) -> bool:
    return any(one.top == row == one.bottom and one.right > one.left for one in grid.merges)


def _last_row(grid: _Grid, first: int, known: Collection[str]) -> int:
    last = max((one.bottom for one in grid.merges if one.top <= first <= one.bottom), default=first)
    if last > first or not _has_group(grid, first) or not known:
        return min(last, grid.height)
    below = [
        (grid.filled(first, column), grid.raw(first + 1, column))
        for column in range(1, grid.width + 1)
        if grid.raw(first + 1, column)
    ]
    if any(header_form(form) in known for group, text in below for form in (group + text, text)):
        return first + 1
    return first


def _name(grid: _Grid, first: int, last: int, column: int, known: Collection[str]) -> str:
    parts: list[str] = []
    for row in range(first, last + 1):
        text = grid.filled(row, column)
        if text and (not parts or parts[-1] != text):
            parts.append(text)
    if not parts:
        return ""
    joined = "".join(parts)
    for form in (joined, parts[-1], parts[0]):
        if header_form(form) in known:
            return form
    return joined


def _same_merge(grid: _Grid, row: int, left: int, right: int) -> bool:
    merge = grid.covering(row, right)
    return merge is not None and merge == grid.covering(row, left)
