"""Every way in which departments write a day, a percentage, an amount, a name."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from graph.identity.folding import name_key
from ingest.problems import Problem, Rule
from ingest.values import (
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

NUMBER = "41130219800101001X"


def rule(value: object) -> Rule:
    assert isinstance(value, Problem), value
    return value.rule


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-01",
        "2024/3/1",
        "2024/03/01",
        "20240301",
        "2024年3月1日",
        "2024年03月01日",
        "2024.3.1",
        "２０２４年３月１日",
        "２０２４－０３－０１",
        "2024 年 3 月 1 日",
        " 2024-3-1 ",
        "2024-03-01 00:00:00",
        "2024-03-01T00:00:00",
        "2024/3/1 0:00",
        "2024-03-01T00:00:00.000+08:00",
        "2024-02-29T16:00:00Z",
        "45352",
        "45352.0",
        "2024-03-01 10:30:15",
    ],
)
def test_one_day_in_every_writing(text: str) -> None:
    assert parse_day(text) == "2024-03-01"


def test_day_objects_are_days() -> None:
    assert parse_day(date(2024, 3, 1)) == parse_day(datetime(2024, 3, 1, 12)) == "2024-03-01"
    assert parse_day("") is parse_day("  ") is parse_day(None) is None


@pytest.mark.parametrize("text", ["9999-12-31", "2099-12-31", "99991231", "2099年12月31日", "终身", "长期"])
def test_sentinels_are_open_where_the_field_may_be_open(text: str) -> None:
    assert parse_day(text, open_allowed=True) == "9999-12-31"


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01",
        "9999-12-31",
        "1899-12-31",
        "2101-01-01",
        "2024-02-30",
        "2024-13-01",
        "2024-03",
        "2024年3月",
        "202403",
        "01/03/2024",
        "24-3-1",
        "昨天",
        "0",
        "终身",
        "2024-3/1",
        "2024-03-01 25:00",
        "2024-03-01Tx",
    ],
)
def test_wrong_days_are_bad_dates(text: str) -> None:
    assert rule(parse_day(text)) is Rule.BAD_DATE


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("25%", 25),
        ("25", 25),
        ("２５％", 25),
        ("25.5 %", 25.5),
        ("12,5", 12.5),
        ("0", 0),
        ("100%", 100),
        ("百分之三十", None),
    ],
)
def test_exact_percentages(text: str, value: float | None) -> None:
    found = parse_percent(text)
    if value is None:
        assert rule(found) is Rule.BAD_NUMBER
    else:
        assert not isinstance(found, Problem) and found is not None
        assert found[:3] == (value, value, value)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("5-10", (5, 10)),
        ("5%-10%", (5, 10)),
        ("５～１０％", (5, 10)),
        ("5至10", (5, 10)),
        ("5 — 10", (5, 10)),
        ("5%以下", (0, 5)),
        ("<5", (0, 5)),
        ("50%以上", (50, 100)),
        (">=30%", (30, 100)),
        ("2,5-7,5", (2.5, 7.5)),
    ],
)
def test_ranges_give_bounds_and_no_value(text: str, bounds: tuple[float, float]) -> None:
    found = parse_percent(text)
    assert not isinstance(found, Problem) and found is not None
    assert found.value is None
    assert (found.low, found.high) == bounds


@pytest.mark.parametrize("text", ["101", "120%", "-5", "10-5", "5-101", "五成", "25%%", "1.2.3", "nan", "∞"])
def test_wrong_percentages_are_bad_numbers(text: str) -> None:
    assert rule(parse_percent(text)) is Rule.BAD_NUMBER


def test_what_looks_like_a_ratio_is_taken_as_written_and_flagged() -> None:
    found = parse_percent("0.25")
    assert not isinstance(found, Problem) and found is not None
    assert (found.value, found.looks_like_ratio) == (0.25, True)
    sure = parse_percent("0.25%")
    assert not isinstance(sure, Problem) and sure is not None
    assert not sure.looks_like_ratio


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234567.89", 1234567.89),
        ("1,234,567.89", 1234567.89),
        ("１，２３４，５６７.８９", 1234567.89),
        ("1.234,56", 1234.56),
        ("1.234.567,89", 1234567.89),
        ("1.234.567", 1234567),
        ("1,234", 1234),
        ("12,5", 12.5),
        ("0,125", 0.13),
        ("1.234", 1.23),
        ("1 234 567,89", 1234567.89),
        ("100元", 100),
        ("12.5万元", 125000),
        ("3亿", 3e8),
        ("￥100", 100),
        ("人民币100万元整", 1e6),
        ("0", 0),
        ("-0", 0),
        (" 5000 ", 5000),
        ("1,2345", 1.23),
    ],
)
def test_amounts(text: str, value: float) -> None:
    assert parse_amount(text) == value


def test_column_in_wan_gives_yuan_unless_the_text_names_its_unit() -> None:
    assert parse_amount("12.345678", wan=True) == 123456.78
    assert parse_amount("500元", wan=True) == 500
    assert parse_amount("500万", wan=True) == 5_000_000
    assert parse_amount("", wan=True) is None


@pytest.mark.parametrize(
    "text", ["-5", "abc", "1,23,456", "1.2E+08", "1e5", "1000000000000000", "12..5", ",", "."]
)
def test_wrong_amounts_are_bad_numbers(text: str) -> None:
    assert rule(parse_amount(text)) is Rule.BAD_NUMBER


def test_yes_and_no() -> None:
    assert [parse_bool(t) for t in ("1", "是", "Y", "true", "１")] == [True] * 5
    assert [parse_bool(t) for t in ("0", "否", "无", "False", "N")] == [False] * 5
    assert parse_bool(" ") is None
    assert rule(parse_bool("2")) is Rule.UNKNOWN_CODE


def test_whole_numbers() -> None:
    assert [parse_int(t) for t in ("120", "1,200", "１２０人", "36个月", "3.0", "-1")] == [
        120,
        1200,
        120,
        36,
        3,
        -1,
    ]
    assert rule(parse_int("3.5")) is Rule.BAD_NUMBER
    assert rule(parse_int("十")) is Rule.BAD_NUMBER


def test_text_is_folded_but_keeps_chinese_punctuation() -> None:
    assert parse_text(" （２０２４）豫１３执  1号　") == "（2024）豫13执 1号"
    assert parse_text("\u200b \t") is None
    assert rule(parse_text("长" * 11, 10)) is Rule.TOO_LONG


def test_document_numbers_compare_whatever_their_brackets() -> None:
    assert (
        text_key("宛市监处罚〔2024〕12号")
        == text_key("宛市监处罚[２０２４] 12号")
        == text_key("宛市监处罚（2024）12号")
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张三", "张三"),
        (" 张　三 ", "张三"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("John  Smith", "John Smith"),
        ("南阳ＡＢＣ公司(有限合伙)", "南阳ABC公司（有限合伙）"),
        ("张 三 丰\u200b", "张三丰"),
        ("", None),
    ],
)
def test_names_have_one_writing(text: str, name: str | None) -> None:
    assert parse_name(text) == name


def test_names_compare_without_dots_and_brackets() -> None:
    assert name_key("阿依古丽·买买提") == name_key("阿依古丽 买买提")
    assert name_key("Ａbc（中国）") == name_key("ABC(中国)")


def test_code_lists_are_read_by_code_name_alias_and_width() -> None:
    assert parse_code("LEGAL_REP", "position_roles") == "LEGAL_REP"
    assert parse_code(" 法定代表人 ", "position_roles") == "LEGAL_REP"
    assert parse_code("法 定 代 表 人", "position_roles") == "LEGAL_REP"
    assert parse_code("legal_rep", "position_roles") == "LEGAL_REP"
    assert parse_code("１", "id_types") == "01"
    assert parse_code("1.0", "id_types") == "01"
    assert parse_code("", "id_types") is None


def test_unknown_role_and_unknown_code_are_two_rules() -> None:
    assert rule(parse_code("保洁", "position_roles")) is Rule.UNKNOWN_ROLE
    assert rule(parse_code("保洁", "subject_types")) is Rule.UNKNOWN_CODE


def test_several_codes_in_one_cell() -> None:
    one = parse_codes("警告", "penalty_kinds")
    two = parse_codes("警告;罚款；警告", "penalty_kinds")
    assert isinstance(one, tuple) and isinstance(two, tuple)
    assert len(two) == 2 and two[0] == one[0]
    assert rule(parse_codes("警告;没有这种", "penalty_kinds")) is Rule.UNKNOWN_CODE
    assert parse_codes(" ", "penalty_kinds") is None


@pytest.mark.parametrize("text", [NUMBER, "４１１３０２１９８００１０１００１Ｘ", "411302 19800101 001X"])
def test_no_message_repeats_a_personal_number(text: str) -> None:
    for value in (
        parse_day(text),
        parse_percent(text),
        parse_amount(text),
        parse_bool(text),
        parse_int(text),
        parse_code(text, "position_roles"),
        parse_codes(text, "penalty_kinds"),
    ):
        assert isinstance(value, Problem)
        assert "19800101" not in value.what + value.todo
        assert value.what and value.todo
