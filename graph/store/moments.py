"""Moments of commits: UTC text of one fixed form, which sorts as time does."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from graph.days import SHANGHAI
from graph.errors import NotFoundError, UsageError

_DAY: Final = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_SEQ: Final = re.compile(r"^seq:(\d{1,16})$")


def utc_text(moment: datetime) -> str:
    """A moment in the form that Commit.at has.

    Examples
    --------
    >>> from datetime import datetime
    >>> utc_text(datetime.fromisoformat("2026-01-01T08:00:00+08:00"))
    '2026-01-01T00:00:00.000000Z'
    """
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def day_of(moment: str) -> str:
    """The day in Shanghai of a moment in the form that Commit.at has.

    Examples
    --------
    >>> day_of("2026-01-01T17:00:00.000000Z")
    '2026-01-02'
    """
    return datetime.fromisoformat(moment).astimezone(SHANGHAI).date().isoformat()


def now_text() -> str:
    """Now, in the form that Commit.at has."""
    return utc_text(datetime.now(UTC))


def seq_named(known_at: str) -> int | None:
    """The number in ``seq:12``, or None if it is a day or a time."""
    found = _SEQ.match(known_at)
    return int(found.group(1)) if found else None


def is_over(known_at: str) -> bool:
    """Whether it means the same commit for ever: nothing that is written from now on belongs to it.

    Examples
    --------
    >>> is_over("seq:12"), is_over("2020-01-01"), is_over("2999-01-01")
    (True, True, False)
    """
    return seq_named(known_at) is not None or end_of(known_at) <= now_text()


def known(number: int, head: int) -> int:
    """The number itself.

    Raises
    ------
    NotFoundError
        There is no such commit yet.
    """
    if number > head:
        raise NotFoundError(f"还没有序号 {number} 的提交", where="known_at", todo="用较小的序号或日期")
    return number


def end_of(known_at: str) -> str:
    """The first moment after the named day, minute, second or instant (Shanghai time unless it says).

    Raises
    ------
    UsageError
        It is no day and no time.

    Examples
    --------
    >>> end_of("2026-01-01")
    '2026-01-01T16:00:00.000000Z'
    >>> end_of("2026-01-01T10:00:00")
    '2026-01-01T02:00:01.000000Z'
    """
    try:
        start = datetime.fromisoformat(known_at)
    except ValueError as error:
        raise UsageError(
            "时点应为日期、时间或 seq:序号",
            where="known_at",
            todo="例如 2026-01-01、2026-01-01T10:00:00 或 seq:12",
        ) from error
    if start.tzinfo is None:
        start = start.replace(tzinfo=SHANGHAI)
    if _DAY.match(known_at):
        span = timedelta(days=1)
    elif "." in known_at:
        span = timedelta(microseconds=1)
    else:
        clock = known_at[11:].partition("+")[0].rstrip("Z")
        span = timedelta(seconds=1) if clock.count(":") == 2 else timedelta(minutes=1)
    try:
        return utc_text(start + span)
    except OverflowError:
        return f"{start.year:04d}-12-31T23:59:59.999999Z" if start.year > 9000 else "0001-01-01T"
