"""Working days: the calendar library where it reaches, then a dated table, then weekends alone.

A deadline in working days that reaches into a year whose holidays are not announced yet is provisional: it is
worked out again when `calendar_edition` changes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final, NamedTuple

import chinese_calendar  # type: ignore[import-untyped]
import yaml
from chinese_calendar import constants

from graph.days import OPEN_DAY
from graph.errors import SettingsError, UsageError

SETTING: Final = "CREDITGRAPH_CALENDAR"
_FIRST_YEAR: Final = min(constants.holidays).year
_LAST_YEAR: Final = max(constants.holidays).year
_ONE: Final = timedelta(days=1)


class WorkingDay(NamedTuple):
    """Whether a day is worked; provisional while its year's holidays are not known."""

    working: bool
    provisional: bool


class ComputedDay(NamedTuple):
    """A day reached by counting working days; provisional when any day on the way is."""

    day: str
    provisional: bool


class CountedDays(NamedTuple):
    """A number of working days; provisional when any of the days counted is."""

    days: int
    provisional: bool


@dataclass(frozen=True)
class YearTable:
    """The holidays of one year, as announced."""

    year: int
    source: str
    published_on: str
    holidays: frozenset[date]
    make_up_days: frozenset[date]


@dataclass(frozen=True)
class Calendar:
    """The library's years and the announced tables.

    Parameters
    ----------
    tables
        By year; a table may name days of the December before, and they count too.
    """

    tables: Mapping[int, YearTable] = field(default_factory=dict)

    @property
    def edition(self) -> str:
        """What working days depend on: the library, its last year, and each table's day of publication."""
        base = f"cn{chinese_calendar.__version__}-{_LAST_YEAR}"
        return base + "".join(f"+{year}@{table.published_on}" for year, table in sorted(self.tables.items()))

    def on(self, day: date) -> WorkingDay:
        """Whether `day` is worked."""
        for year in (day.year, day.year + 1):
            table = self.tables.get(year)
            if table is not None and day in table.make_up_days:
                return WorkingDay(True, False)
            if table is not None and day in table.holidays:
                return WorkingDay(False, False)
        if _FIRST_YEAR <= day.year <= _LAST_YEAR:
            return WorkingDay(bool(chinese_calendar.is_workday(day)), False)
        return WorkingDay(day.weekday() < 5, day.year not in self.tables)


def _table(year: Any, given: Any, where: str) -> YearTable:
    try:
        return YearTable(
            int(year),
            str(given["source"]),
            _day(given["published_on"]).isoformat(),
            frozenset(_day(one) for one in given["holidays"]),
            frozenset(_day(one) for one in given.get("make_up_days") or ()),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SettingsError(
            f"工作日历 {year} 年的内容不对",
            where=where,
            todo="按 source、published_on、holidays、make_up_days 填写，日期写成 YYYY-MM-DD",
        ) from error


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _tables(text: str, where: str) -> dict[int, YearTable]:
    try:
        given = (yaml.safe_load(text) or {}).get("years") or {}
        items = list(given.items())
    except (yaml.YAMLError, AttributeError) as error:
        raise SettingsError(
            "工作日历文件读不懂", where=where, todo="按 graph/clock/tables.yaml 的写法"
        ) from error
    found = [_table(year, one, where) for year, one in items]
    return {one.year: one for one in found if one.year > _LAST_YEAR}


def load_calendar(path: Path | None = None) -> Calendar:
    """The packaged tables, and those of a file, which win.

    Raises
    ------
    SettingsError
        A table is not readable.
    """
    packaged = resources.files("graph.clock").joinpath("tables.yaml")
    tables = _tables(packaged.read_text(encoding="utf-8"), "graph/clock/tables.yaml")
    if path is not None:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError("工作日历文件打不开", where=str(path), todo=f"检查 {SETTING}") from error
        tables |= _tables(text, str(path))
    return Calendar(tables)


@cache
def _loaded(path: str, _changed: int) -> Calendar:
    return load_calendar(Path(path) if path else None)


def default_calendar() -> Calendar:
    """The calendar that the settings name; a changed file is read anew."""
    path = os.environ.get(SETTING, "")
    try:
        changed = Path(path).stat().st_mtime_ns if path else 0
    except OSError:
        changed = -1
    return _loaded(path, changed)


def is_working_day(day: str, calendar: Calendar | None = None) -> WorkingDay:
    """Whether a day is worked in China.

    Examples
    --------
    >>> is_working_day("2026-10-01")
    WorkingDay(working=False, provisional=False)
    """
    return (calendar or default_calendar()).on(date.fromisoformat(day))


def add_working_days(day: str, n: int, calendar: Calendar | None = None) -> ComputedDay:
    """The n-th working day after `day`, which itself does not count; before it when `n` is negative.

    Raises
    ------
    UsageError
        The count leaves the calendar altogether.

    Examples
    --------
    >>> add_working_days("2026-09-30", 1)
    ComputedDay(day='2026-10-08', provisional=False)
    """
    if day == OPEN_DAY or n == 0:
        return ComputedDay(day, False)
    known = calendar or default_calendar()
    at, left, provisional = date.fromisoformat(day), abs(n), False
    step = _ONE if n > 0 else -_ONE
    try:
        while left:
            at += step
            one = known.on(at)
            left -= one.working
            provisional = provisional or one.provisional
    except OverflowError as error:
        raise UsageError("工作日推算超出日历范围", where=day, todo="减少天数") from error
    return ComputedDay(at.isoformat(), provisional)


def working_days_between(first: str, last: str, calendar: Calendar | None = None) -> CountedDays:
    """Working days after `first` up to and with `last`; negative when `last` lies before.

    Examples
    --------
    >>> working_days_between("2026-09-30", "2026-10-09")
    CountedDays(days=2, provisional=False)
    """
    if last < first:
        counted = working_days_between(last, first, calendar)
        return CountedDays(-counted.days, counted.provisional)
    known = calendar or default_calendar()
    found = [known.on(one) for one in _days(date.fromisoformat(first), date.fromisoformat(last))]
    return CountedDays(sum(one.working for one in found), any(one.provisional for one in found))


def _days(after: date, last: date) -> Iterator[date]:
    for number in range(1, (last - after).days + 1):
        yield after + timedelta(days=number)


def calendar_edition() -> str:
    """Edition of the calendar in use, for the data version of an answer."""
    return default_calendar().edition
