"""Auditors read newest first, page by page, whichever process wrote it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.audit import SegmentWriter, TrailFilter, read, read_entries
from graph.errors import UsageError


@pytest.fixture
def folder(tmp_path: Path, entry: Any) -> Path:
    """Two processes in turn, one minute apart, across a Shanghai midnight."""
    now = [""]
    writers = [SegmentWriter(tmp_path, name, clock=lambda: now[0]) for name in ("api-1", "api-2")]
    for number in range(40):
        now[0] = (
            f"2026-03-01T15:{40 + number}:00.000000Z"
            if number < 20
            else f"2026-03-01T16:{number - 20:02}:00.000000Z"
        )
        actor = "account:a" if number % 4 else "account:b"
        writers[number % 2].append(entry(number, at=now[0], actor=actor, action=f"X{number % 3}"))
    for writer in writers:
        writer.close()
    return tmp_path


def subjects(folder: Path, wanted: TrailFilter, **options: Any) -> list[int]:
    cursor, found = "", []
    while True:
        page = read_entries(folder, wanted, cursor=cursor, **options)
        found += [int(one.entry.subjects[0][1:]) for one in page.records]
        cursor = page.cursor
        if not cursor:
            return found


@pytest.mark.parametrize("options", [{}, {"limit": 7}, {"limit": 1}, {"scan_limit": 3}])
def test_pages_give_every_entry_once_newest_first(folder: Path, options: dict[str, int]) -> None:
    assert subjects(folder, TrailFilter(), **options) == list(range(39, -1, -1))


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (TrailFilter(actor="account:b"), range(36, -1, -4)),
        (TrailFilter(subject="p3"), [3]),
        (TrailFilter(action="X2", actor="account:b"), [32, 20, 8]),
        (TrailFilter(day="2026-03-01"), range(19, -1, -1)),
        (TrailFilter(day="2026-03-02"), range(39, 19, -1)),
        (TrailFilter(day="2026-03-03"), []),
    ],
)
def test_filters_limit_what_is_shown(folder: Path, wanted: TrailFilter, numbers: Any) -> None:
    assert subjects(folder, wanted, limit=3) == list(numbers)


def test_lines_longer_than_a_block_are_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "_BLOCK", 50)
    assert subjects(folder, TrailFilter()) == list(range(39, -1, -1))


def test_torn_and_damaged_lines_are_left_out(folder: Path) -> None:
    path = sorted(folder.iterdir())[0]
    with path.open("ab") as file:
        file.write(b'nonsense\n{"at":"2026-')
    assert len(subjects(folder, TrailFilter())) == 40


def test_a_senseless_cursor_or_day_is_refused(folder: Path) -> None:
    for wanted, cursor in ((TrailFilter(), "x"), (TrailFilter(day="2026-13-01"), "")):
        with pytest.raises(UsageError):
            read_entries(folder, wanted, cursor=cursor)
    assert read_entries(folder / "none").records == ()
