"""Declared fields read their columns."""

from __future__ import annotations

import pytest

from graph.identity.codes import Code, CodeFlag
from graph.identity.numbers import PersonNumber
from graph.model.kinds import Field, FieldKind
from graph.model.tables import TABLES
from ingest.fields import may_be_open, order_problem, read_org_code, read_person_number, value_reader
from ingest.problems import Problem, Rule
from ingest.values import Percent

NUMBER = "41130219800101001X"


def field(kind: FieldKind, **more: object) -> Field:
    return Field("some", "某栏", kind, "A column", **more)  # type: ignore[arg-type]


def test_every_declared_field_has_a_reader_and_empty_is_unknown() -> None:
    for table in TABLES.values():
        for one in table.fields:
            found = value_reader(one)("")
            if one.required:
                assert isinstance(found, Problem)
                assert (found.rule, found.field) == (Rule.REQUIRED, one.name)
            else:
                assert found is None


def test_kinds_give_their_values() -> None:
    assert value_reader(field(FieldKind.DAY))("2024年3月1日") == "2024-03-01"
    assert value_reader(field(FieldKind.PERCENT))("5-10") == Percent(None, 5, 10)
    assert value_reader(field(FieldKind.AMOUNT_WAN))("1.5") == 15000
    assert value_reader(field(FieldKind.AMOUNT_CNY))("1.5") == 1.5
    assert value_reader(field(FieldKind.BOOLEAN))("是") is True
    assert value_reader(field(FieldKind.INTEGER))("３") == 3
    assert value_reader(field(FieldKind.NAME))(" 张 三") == "张三"
    assert value_reader(field(FieldKind.CODELIST, codelist="position_roles"))("董事") == "DIRECTOR"
    assert value_reader(field(FieldKind.GROUND_KEY))("甲法院｜（2024）1号") == "甲法院|（2024）1号"
    assert value_reader(field(FieldKind.DAY_OR_LIFE))("终身") == "9999-12-31"


def test_problems_name_their_field() -> None:
    found = value_reader(field(FieldKind.DAY))("坏")
    assert isinstance(found, Problem)
    assert found.field == "some"


def test_ends_may_be_open_but_not_the_end_of_a_violation() -> None:
    assert may_be_open(TABLES["positions"].field("valid_to"))
    assert may_be_open(TABLES["penalties_org"].field("effective_until"))
    assert may_be_open(TABLES["judgments"].field("ended_on"))
    assert not may_be_open(TABLES["listings"].field("violation_to"))
    assert not may_be_open(TABLES["positions"].field("valid_from"))


def test_codes_of_organisations() -> None:
    code = read_org_code(" 91320100748204660q ")
    assert isinstance(code, Code) and code.value == "91320100748204660Q"
    assert read_org_code("") is read_org_code("  ") is None
    none = read_org_code("", "NONE")
    assert isinstance(none, Code) and none.scheme == "NONE"
    early = read_org_code("12440300MB2C92173A", in_use={"12440300MB2C92173A"})
    assert isinstance(early, Code) and CodeFlag.LEGACY_CHECK_DIGIT in early.flags


@pytest.mark.parametrize(
    ("text", "rule", "word"),
    [
        ("12440300MB2C92173A", Rule.CHECK_DIGIT, "校验位"),
        ("4.11300E+14", Rule.BAD_CODE_FORMAT, "科学计数法"),
        (NUMBER, Rule.CHECK_DIGIT, "校验位"),
        ("91O20100748204660Q", Rule.BAD_CODE_FORMAT, "位数或字符"),
    ],
)
def test_wrong_codes_of_organisations_say_why(text: str, rule: Rule, word: str) -> None:
    found = read_org_code(text)
    assert isinstance(found, Problem)
    assert found.rule is rule
    assert word in found.what
    assert NUMBER not in found.what + found.todo


def test_numbers_of_persons() -> None:
    number = read_person_number("身份证", " 411302 19800101001x")
    assert isinstance(number, PersonNumber) and number.value == NUMBER
    assert read_person_number("", "") is read_person_number("1", " ") is None
    old = read_person_number("", "110105491231002")
    assert isinstance(old, PersonNumber) and old.converted


@pytest.mark.parametrize(
    ("id_type", "text", "rule"),
    [
        ("01", "411302198001010011", Rule.CHECK_DIGIT),
        ("01", "41130219801301001X", Rule.BAD_CODE_FORMAT),
        ("01", "4.11302E+17", Rule.BAD_CODE_FORMAT),
        ("护照", "护", Rule.BAD_CODE_FORMAT),
        ("军官证", NUMBER, Rule.UNKNOWN_CODE),
    ],
)
def test_wrong_numbers_of_persons_say_why_without_the_number(id_type: str, text: str, rule: Rule) -> None:
    found = read_person_number(id_type, text)
    assert isinstance(found, Problem)
    assert found.rule is rule
    assert text not in found.what + found.todo


def test_an_end_before_its_start_is_a_problem_and_unknown_days_are_not() -> None:
    table = TABLES["positions"]
    found = order_problem(table, {"valid_from": "2024-03-02", "valid_to": "2024-03-01"})
    assert found is not None
    assert (found.rule, found.field) == (Rule.DATE_ORDER, "valid_to")
    assert order_problem(table, {"valid_from": "2024-03-01", "valid_to": "2024-03-01"}) is None
    assert order_problem(table, {"valid_from": None, "valid_to": "2024-03-01"}) is None
    assert order_problem(table, {"valid_from": "2024-03-01", "valid_to": "9999-12-31"}) is None


def test_running_text_keeps_no_number_of_a_person() -> None:
    table = TABLES["penalties_org"]
    read = value_reader(table.field("facts"))
    assert read(f"张三（身份证号 {NUMBER}）拒不改正") == "张三（身份证号 411302********001X）拒不改正"
    assert read("统一社会信用代码 91320100748204660Q") == "统一社会信用代码 91320100748204660Q"


@pytest.mark.parametrize("kind", [FieldKind.TEXT, FieldKind.NAME])
def test_what_names_somebody_or_a_record_is_refused_with_a_number_in_it(kind: FieldKind) -> None:
    """Masked, two records would become one."""
    found = value_reader(field(kind, key=True))("甲某某 411302 19800101 001x")
    assert isinstance(found, Problem)
    assert (found.rule, found.field) == (Rule.BAD_CODE_FORMAT, "some")
    assert NUMBER not in found.what + found.todo


@pytest.mark.parametrize(
    "text", ["411302202401150010", "（2024）豫1302执1号", "411300000000006", "91320100748204660Q"]
)
def test_numbers_of_documents_stay_as_they_are(text: str) -> None:
    assert value_reader(field(FieldKind.TEXT, key=True))(text) == text
