"""What auditors read: readings of personal data and changes, newest first, page by page."""

from __future__ import annotations

import heapq
import json
import os
from collections.abc import Generator, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from graph.audit import lines
from graph.audit.segment_file import SUFFIX
from graph.audit.segments import ReadEntry
from graph.days import SHANGHAI
from graph.errors import UsageError
from graph.store import AsyncStore, Store, moments

_BLOCK: Final = 1 << 18
_WINDOW: Final = 1000
_WINDOWS: Final = 50
_LATEST: Final = "9999"
_AT: Final = slice(7, 34)  # of a line: {"at":"2026-01-01T00:00:00.000000Z"
_Key = tuple[str, str, int]
_Asked = Generator[tuple[str, dict[str, Any]], list[dict[str, Any]], "ChangePage"]


@dataclass(frozen=True)
class TrailFilter:
    """Which entries to show; empty fields do not limit.

    Parameters
    ----------
    actor
        ``account:<id>`` and so on.
    subject
        Opaque id of whom or what it was about.
    action
        Code of what was done.
    day
        ISO day, Shanghai time.
    """

    actor: str = ""
    subject: str = ""
    action: str = ""
    day: str = ""

    def span(self) -> tuple[str, str]:
        """First moment, and first moment after, in UTC.

        Raises
        ------
        UsageError
            The day is none.

        Examples
        --------
        >>> TrailFilter(day="2026-01-01").span()
        ('2025-12-31T16:00:00.000000Z', '2026-01-01T16:00:00.000000Z')
        """
        if not self.day:
            return "", _LATEST
        try:
            day = date.fromisoformat(self.day)
            start = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
            return moments.utc_text(start), moments.utc_text(start + timedelta(days=1))
        except (ValueError, OverflowError) as error:
            raise UsageError("日期格式不对", where="day", todo="写成 YYYY-MM-DD") from error


@dataclass(frozen=True)
class ReadRecord:
    """One reading, and where it is written."""

    entry: ReadEntry
    segment: str
    n: int
    written_at: str


@dataclass(frozen=True)
class ReadPage:
    """A page of readings.

    Parameters
    ----------
    cursor
        Hand it in for the next page; empty at the end. A page may be short and yet have one: so much was
        looked through without a match.
    """

    records: tuple[ReadRecord, ...]
    cursor: str


@dataclass(frozen=True)
class ChangePage:
    """A page of change events, as they are in the store; `cursor` as in `ReadPage`."""

    events: tuple[dict[str, Any], ...]
    cursor: str


# -- readings


def read_entries(
    folder: Path,
    wanted: TrailFilter | None = None,
    *,
    cursor: str = "",
    limit: int = 50,
    scan_limit: int = 200_000,
) -> ReadPage:
    """Readings of personal data, newest first; damaged lines are left to `verify`.

    Parameters
    ----------
    cursor
        Of the page before.
    scan_limit
        So many lines are looked through at most.

    Raises
    ------
    UsageError
        Day or cursor make no sense.
    """
    wanted = wanted or TrailFilter()
    since, until = wanted.span()
    before = _key_of(cursor)
    merged = heapq.merge(
        *(_backwards(path, since, before) for path in (folder.glob(f"*{SUFFIX}") if folder.is_dir() else ())),
        key=lambda one: one[0],
        reverse=True,
    )
    found: list[ReadRecord] = []
    for looked, (key, raw) in enumerate(merged, 1):
        record = _record(key, raw, wanted, since, until)
        if record:
            found.append(record)
        if len(found) >= limit or looked >= scan_limit:
            return ReadPage(tuple(found), "|".join(map(str, key)))
    return ReadPage(tuple(found), "")


def _key_of(cursor: str) -> _Key:
    if not cursor:
        return (_LATEST, "", 0)
    at, _, rest = cursor.partition("|")
    segment, _, n = rest.rpartition("|")
    if not segment or not n.isdecimal() or len(n) > 18:
        raise UsageError("翻页标记不对", where="cursor", todo="从第一页重新查起")
    return (at, segment, int(n))


def _backwards(path: Path, since: str, before: _Key) -> Iterator[tuple[_Key, bytes]]:
    """Lines of a file with their keys, the last first, from before a key down to a moment."""
    for raw in _lines_backwards(path):
        at = raw[_AT].decode("ascii", "replace")
        if at > before[0]:
            continue  # not yet there: no need to understand it
        if at < since:
            return
        try:
            n = json.loads(raw)["n"]
        except (ValueError, KeyError, TypeError):
            continue
        if isinstance(n, int) and n > 0 and (key := (at, path.name, n)) < before:
            yield key, raw


def _lines_backwards(path: Path) -> Iterator[bytes]:
    """Whole lines, the last first; no file stays open between blocks, for there may be thousands."""
    try:
        end = path.stat().st_size
    except FileNotFoundError:
        return
    rest, torn = b"", True
    while end > 0:
        start = max(0, end - _BLOCK)
        with path.open("rb") as file:
            file.seek(start, os.SEEK_SET)
            parts = (file.read(end - start) + rest).split(b"\n")
        end, rest = start, parts[0]
        for raw in reversed(parts[1:]):
            if not torn:
                yield raw
            torn = False  # what follows the last end of line is empty, or torn
    if rest and not torn:
        yield rest


def _record(key: _Key, raw: bytes, wanted: TrailFilter, since: str, until: str) -> ReadRecord | None:
    for text in (wanted.actor, wanted.subject, wanted.action):
        if text and text.encode("utf-8", "replace") not in raw:
            return None
    line = lines.decode_line(raw)
    if line is None or line.kind != lines.READ:
        return None
    body = line.body
    known: dict[str, Any] = {one.name: body[one.name] for one in fields(ReadEntry) if one.name in body}
    for name, value in known.items():
        known[name] = tuple(value) if isinstance(value, list) else value
    entry = ReadEntry(**known)
    fits = (
        since <= entry.at < until
        and wanted.actor in ("", entry.actor)
        and wanted.action in ("", entry.action)
        and (not wanted.subject or wanted.subject in entry.subjects)
    )
    return ReadRecord(entry, key[1], line.n, line.at) if fits else None


# -- changes


def read_changes(
    store: Store, wanted: TrailFilter | None = None, *, cursor: str = "", limit: int = 50
) -> ChangePage:
    """Change events, newest first; the filter's subject is the event's target.

    Raises
    ------
    UsageError
        Day or cursor make no sense.
    """
    asked = _changes(wanted or TrailFilter(), cursor, limit)
    try:
        query, params = next(asked)
        while True:
            query, params = asked.send(store.read(query, **params))
    except StopIteration as done:
        page: ChangePage = done.value
        return page


async def read_changes_async(
    store: AsyncStore, wanted: TrailFilter | None = None, *, cursor: str = "", limit: int = 50
) -> ChangePage:
    """As `read_changes`, awaited."""
    asked = _changes(wanted or TrailFilter(), cursor, limit)
    try:
        query, params = next(asked)
        while True:
            query, params = asked.send(await store.read(query, **params))
    except StopIteration as done:
        page: ChangePage = done.value
        return page


def _changes(wanted: TrailFilter, cursor: str, limit: int) -> _Asked:
    """Ask what is to be read, be given the rows; the same for both stores."""
    since, until = wanted.span()
    if cursor and (not cursor.isdecimal() or len(cursor) > 18):
        raise UsageError("翻页标记不对", where="cursor", todo="从第一页重新查起")
    if cursor:
        before = int(cursor)
    else:
        rows = yield "read/audit/last_number", {}
        before = int(rows[0]["number"]) + 1 if rows else 1
    found: list[dict[str, Any]] = []
    for _ in range(_WINDOWS):
        events, before = yield from _window(wanted, (since, until), before)
        for event in events:
            if _fits(event, wanted, since, until):
                found.append(event)
            if len(found) >= limit:
                return ChangePage(tuple(found), str(event["number"]))
        if before <= 1 or (events and events[-1]["at"] < since):
            return ChangePage(tuple(found), "")
    return ChangePage(tuple(found), str(before))


def _window(
    wanted: TrailFilter, span: tuple[str, str], before: int
) -> Generator[tuple[str, dict[str, Any]], list[dict[str, Any]], tuple[list[dict[str, Any]], int]]:
    """The next events below a number, newest first, and the number below which to go on."""
    if not wanted.actor and not wanted.subject:
        first = max(1, before - _WINDOW)
        rows = yield "read/audit/events_between", {"first": first, "last": before - 1, "limit": _WINDOW}
        return [row["event"] for row in reversed(rows)], first
    shared = {
        "action": wanted.action, "at_from": span[0], "at_to": span[1], "before": before, "limit": _WINDOW,
    }  # fmt: skip
    if wanted.subject:
        rows = yield "read/audit/events_of_target", {"target": wanted.subject, **shared}
    else:
        rows = yield "read/audit/events_of_actor", {"actor": wanted.actor, **shared}
    events = [row["event"] for row in rows]
    return events, int(events[-1]["number"]) if len(events) == _WINDOW else 1


def _fits(event: dict[str, Any], wanted: TrailFilter, since: str, until: str) -> bool:
    return (
        since <= event["at"] < until
        and wanted.actor in ("", event["actor"])
        and wanted.subject in ("", event["target"])
        and wanted.action in ("", event["action"])
    )
