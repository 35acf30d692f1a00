"""Days and the two times, in the one form that store, files and code share.

A day is an ISO string ``YYYY-MM-DD``; strings of that form sort as the days do, which is all that
range indexes and interval tests need (see docs/adr/0003). Open ends are sentinels because a null
cannot be found through a range index.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

OPEN_DAY: Final = "9999-12-31"
FIRST_DAY: Final = "0001-01-01"
OPEN_SEQ: Final = 2**53 - 1
_LAST_YEAR: Final = 9999
SHANGHAI: Final = ZoneInfo("Asia/Shanghai")


def today_in_shanghai() -> str:
    """Today as the law here counts it."""
    return datetime.now(SHANGHAI).date().isoformat()


def add_years(day: str, years: int) -> str:
    """The same day `years` later; 29 February becomes 28 February.

    Examples
    --------
    >>> add_years("2024-02-29", 1)
    '2025-02-28'
    >>> add_years("2023-05-10", 3)
    '2026-05-10'
    """
    start = date.fromisoformat(day)
    if start.year + years > _LAST_YEAR:
        return OPEN_DAY
    try:
        return start.replace(year=start.year + years).isoformat()
    except ValueError:
        return start.replace(year=start.year + years, day=28).isoformat()


def add_months(day: str, months: int) -> str:
    """The same day `months` later, or the last one of a shorter month.

    Examples
    --------
    >>> add_months("2026-08-31", 6), add_months("2026-01-15", 12)
    ('2027-02-28', '2027-01-15')
    """
    if day == OPEN_DAY:
        return OPEN_DAY
    start = date.fromisoformat(day)
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    if year > _LAST_YEAR:
        return OPEN_DAY
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)).isoformat()


def stated_ends(decided_on: str, months: str, published_until: str) -> list[str]:
    """First days after what a record says of its own end: so many months, the last day of publication.

    Examples
    --------
    >>> stated_ends("2024-06-01", "18", "2025-10-31"), stated_ends("2024-06-01", "", "")
    (['2025-11-01', '2025-12-01'], [])
    """
    ends = [add_days(published_until, 1)] if published_until else []
    if decided_on and months.isdigit() and int(months):
        ends.append(add_months(decided_on, int(months)))
    return ends


def add_days(day: str, days: int) -> str:
    """The day `days` later (or earlier).

    Examples
    --------
    >>> add_days("2024-02-28", 2)
    '2024-03-01'
    """
    if day == OPEN_DAY:
        return OPEN_DAY
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def holds_on(valid_from: str, valid_to: str, day: str) -> bool:
    """Whether the half-open interval [valid_from, valid_to) holds on `day`.

    Examples
    --------
    >>> holds_on("2020-01-01", "2021-01-01", "2021-01-01")
    False
    """
    return valid_from <= day < valid_to


def overlaps_window(valid_from: str, valid_to: str, first: str, last: str) -> bool:
    """Whether half-open [valid_from, valid_to) shares a day with the closed window [first, last].

    Leaving on the first day of the window is not holding (liability-rules.md, semantics 5).

    Examples
    --------
    >>> overlaps_window("2020-01-01", "2022-01-01", "2022-01-01", "2022-03-01")
    False
    """
    return valid_from <= last and valid_to > first
