"""Values, whatever is written."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from graph.identity.folding import name_key
from ingest.fields import read_org_code, read_person_number
from ingest.problems import Problem
from ingest.values import (
    Percent,
    parse_amount,
    parse_bool,
    parse_code,
    parse_codes,
    parse_day,
    parse_int,
    parse_name,
    parse_percent,
    parse_text,
    text_key,
)

WIDE = {i: i + 0xFEE0 for i in range(0x21, 0x7F)}
DAYS = st.dates(date(1900, 1, 1), date(2098, 12, 31))
FORMS = st.sampled_from(
    [
        "{0}-{1:02}-{2:02}",
        "{0}/{1}/{2}",
        "{0}.{1}.{2}",
        "{0}{1:02}{2:02}",
        "{0}年{1}月{2}日",
        "{0}-{1:02}-{2:02} 00:00:00",
    ]
)


@given(DAYS, FORMS, st.booleans(), st.text(" 　\t", max_size=3))
def test_a_day_survives_every_writing(day: date, form: str, wide: bool, space: str) -> None:
    text = form.format(day.year, day.month, day.day)
    assert parse_day(space + (text.translate(WIDE) if wide else text) + space) == day.isoformat()


@given(DAYS.filter(lambda day: day.year > 1954))
def test_an_excel_serial_is_its_day(day: date) -> None:
    assert parse_day(str((day - date(1899, 12, 30)).days)) == day.isoformat()


@given(st.integers(0, 10_000), st.booleans(), st.booleans(), st.booleans())
def test_a_percentage_survives_every_writing(hundredths: int, sign: bool, comma: bool, wide: bool) -> None:
    text = f"{hundredths / 100:.2f}" + ("%" if sign else "")
    text = text.replace(".", ",") if comma else text
    found = parse_percent(text.translate(WIDE) if wide else text)
    assert isinstance(found, Percent)
    assert found.value == hundredths / 100


@given(st.integers(0, 10**12), st.booleans())
def test_an_amount_survives_its_separators(cents: int, european: bool) -> None:
    text = f"{cents // 100:,}.{cents % 100:02}"
    if european:
        text = text.translate(str.maketrans(",.", ".,"))
    assert parse_amount(text) == float(f"{cents // 100}.{cents % 100:02}")
    assert parse_amount(f"{cents // 100}.{cents % 100:02}元", wan=True) == parse_amount(text)


@given(st.text(max_size=40))
def test_no_text_raises_and_every_problem_says_what_to_do(text: str) -> None:
    for value in (
        parse_day(text),
        parse_day(text, open_allowed=True),
        parse_percent(text),
        parse_amount(text),
        parse_bool(text),
        parse_int(text),
        parse_text(text),
        parse_name(text),
        parse_code(text, "position_roles"),
        parse_codes(text, "penalty_kinds"),
        read_org_code(text),
        read_person_number("", text),
        read_person_number(text, text),
    ):
        if isinstance(value, Problem):
            assert value.what and value.todo
    text_key(text)
    name_key(text)


@given(st.text(max_size=40))
def test_reading_text_and_names_twice_changes_nothing(text: str) -> None:
    for parse in (parse_text, parse_name):
        once = parse(text)
        if isinstance(once, str):
            assert parse(once) == once
