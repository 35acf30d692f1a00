"""Working days: holidays, make-up days, the border of what is known, and what always holds."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.clock import (
    Calendar,
    add_working_days,
    calendar_edition,
    is_working_day,
    load_calendar,
    working_days_between,
)
from graph.errors import SettingsError, UsageError

DAYS = st.dates(date(2003, 6, 1), date(2028, 6, 1)).map(date.isoformat)
TABLE = """
years:
  2027:
    source: 关于2027年部分节假日安排的通知
    published_on: 2026-11-30
    holidays: [2026-12-31, 2027-01-01]
    make_up_days: [2027-01-09]
"""


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2026-01-01", False),
        ("2026-01-04", True),  # a Sunday worked for New Year
        ("2026-01-05", True),
        ("2026-02-14", True),  # a Saturday worked for Spring Festival
        ("2026-02-16", False),
        ("2026-02-23", False),
        ("2026-02-24", True),
        ("2026-02-28", True),
        ("2026-10-07", False),
        ("2026-10-10", True),
        ("2026-10-11", False),
        ("2020-01-31", False),  # the festival that was made longer
        ("2018-12-29", True),
        ("2018-12-31", False),
    ],
)
def test_announced_days_are_certain(day: str, working: bool) -> None:
    assert is_working_day(day) == (working, False)


@pytest.mark.parametrize(
    ("day", "working"), [("2027-01-01", True), ("2027-01-02", False), ("2003-10-01", True)]
)
def test_beyond_the_announced_years_weekends_count_and_it_is_provisional(day: str, working: bool) -> None:
    assert is_working_day(day, Calendar()) == (working, True)


def test_counting_over_new_year_spring_festival_and_make_up_days() -> None:
    assert add_working_days("2025-12-31", 1) == ("2026-01-04", False)
    assert add_working_days("2026-02-13", 2) == ("2026-02-24", False)
    assert add_working_days("2026-02-24", -2) == ("2026-02-13", False)
    assert working_days_between("2026-02-13", "2026-02-24") == (2, False)
    assert working_days_between("2026-02-24", "2026-02-13") == (-2, False)


def test_a_term_that_crosses_into_the_unknown_year_is_provisional_until_it_is_published(
    tmp_path: Path,
) -> None:
    assert add_working_days("2026-12-30", 1, Calendar()) == ("2026-12-31", False)
    assert add_working_days("2026-12-30", 2, Calendar()) == ("2027-01-01", True)
    (tmp_path / "calendar.yaml").write_text(TABLE, encoding="utf-8")
    known = load_calendar(tmp_path / "calendar.yaml")
    assert add_working_days("2026-12-30", 2, known) == ("2027-01-05", False)
    assert is_working_day("2027-01-09", known) == (True, False)
    assert is_working_day("2026-12-31", known) == (False, False)
    assert is_working_day("2028-01-03", known).provisional
    assert known.edition == Calendar().edition + "+2027@2026-11-30"


def test_the_setting_names_the_table_and_a_new_one_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = calendar_edition()
    file = tmp_path / "calendar.yaml"
    file.write_text(TABLE, encoding="utf-8")
    monkeypatch.setenv("CREDITGRAPH_CALENDAR", str(file))
    assert calendar_edition() == before + "+2027@2026-11-30"
    assert not is_working_day("2027-01-01").provisional


@pytest.mark.parametrize("text", ["years: [1]", "years: {2027: {source: x}}", "{", "years: {2027: 3}"])
def test_a_table_that_makes_no_sense_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "calendar.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError):
        load_calendar(tmp_path / "calendar.yaml")


def test_a_missing_table_and_a_count_out_of_the_calendar_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        load_calendar(tmp_path / "none.yaml")
    with pytest.raises(UsageError):
        add_working_days("9999-12-30", 5)
    assert add_working_days("9999-12-31", 5).day == "9999-12-31"


@given(DAYS, st.integers(0, 40), st.integers(0, 40))
def test_adding_twice_is_adding_the_sum(day: str, first: int, second: int) -> None:
    midway = add_working_days(day, first)
    assert add_working_days(midway.day, second).day == add_working_days(day, first + second).day
    assert add_working_days(day, first + second).provisional >= midway.provisional


@given(DAYS, DAYS, st.integers(-40, 40))
def test_a_later_day_never_gives_an_earlier_one(one: str, other: str, n: int) -> None:
    first, last = sorted((one, other))
    assert add_working_days(first, n).day <= add_working_days(last, n).day or n == 0


@given(DAYS, st.integers(1, 40))
def test_counting_back_what_was_added_gives_the_number(day: str, n: int) -> None:
    reached = add_working_days(day, n)
    assert is_working_day(reached.day).working
    assert working_days_between(day, reached.day) == (n, reached.provisional)


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_counts_add_up(day: str, first: int, second: int) -> None:
    start = date.fromisoformat(day)
    middle, end = start + timedelta(days=first), start + timedelta(days=first + second)
    parts = [
        working_days_between(day, middle.isoformat()),
        working_days_between(middle.isoformat(), end.isoformat()),
    ]
    assert sum(one.days for one in parts) == working_days_between(day, end.isoformat()).days
