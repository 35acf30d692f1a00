"""Readers of the declared fields: what the model says of a column, applied to its text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache

from graph.identity.codes import Code, CodeIssue, classify_code
from graph.identity.folding import fold
from graph.identity.numbers import CITIZEN_ID, NumberIssue, PersonNumber, read_number
from graph.identity.redact import holds_number, redact_text
from graph.model.kinds import Field, FieldKind, Table
from graph.model.tables import ORDERED_PERCENTS
from ingest.problems import Problem, Rule
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
    shown,
)

_NAMING = ("_no", "_id", "_code", "_doc")
_NUMBER_INSIDE = Problem(
    Rule.BAD_CODE_FORMAT, "栏内写有公民身份号码", "删去证件号码；证件号码只填在证件号码栏，编号另行编制"
)

Value = str | float | int | bool | Percent | tuple[str, ...] | None
ValueReader = Callable[[str], "Value | Problem"]


def may_be_open(field: Field) -> bool:
    """Whether 9999-12-31 and the like mean "open" in a column: ends of what may last.

    Not the end of a violation: an open one would make everybody who came later its holder.
    """
    if field.kind is FieldKind.DAY_OR_LIFE:
        return True
    return field.name != "violation_to" and (
        field.name.endswith(("_to", "until")) or field.name in ("ended_on", "removed_on")
    )


def _plain_reader(field: Field) -> ValueReader:
    """The reader of one kind; codes and numbers come out as text, for they need a second column."""
    kind, codes, longest = field.kind, field.codelist, field.max_length
    if kind in (FieldKind.DAY, FieldKind.DAY_OR_LIFE):
        open_allowed = may_be_open(field)
        return lambda text: parse_day(text, open_allowed=open_allowed)
    if kind in (FieldKind.AMOUNT_CNY, FieldKind.AMOUNT_WAN):
        wan = kind is FieldKind.AMOUNT_WAN
        return lambda text: parse_amount(text, wan=wan)
    if kind is FieldKind.CODELIST:
        return lambda text: parse_code(text, codes)
    if kind is FieldKind.CODELIST_MANY:
        return lambda text: parse_codes(text, codes)
    if kind is FieldKind.ORG_CODE_TYPE:
        return lambda text: parse_code(text, "org_code_types")
    if kind is FieldKind.ID_TYPE:
        return lambda text: parse_code(text, "id_types")
    if kind is FieldKind.GROUND_KEY:
        return lambda text: parse_text(text.replace("｜", "|"), longest)
    if kind is FieldKind.NAME:
        return _naming(lambda text: parse_name(text, min(longest, 200)))
    simple: dict[FieldKind, ValueReader] = {
        FieldKind.PERCENT: parse_percent,
        FieldKind.INTEGER: parse_int,
        FieldKind.BOOLEAN: parse_bool,
    }
    if kind is FieldKind.TEXT:
        return _text_reader(field)
    return simple.get(kind, lambda text: parse_text(text, longest))


def _text_reader(field: Field) -> ValueReader:
    """Running text keeps no number of a person; what names or identifies something is refused with one in it.

    Of what names a record nothing may be masked: two would become one.
    """
    longest = field.max_length
    if field.key or field.stored == "" or field.name.endswith(_NAMING):
        return _naming(lambda text: parse_text(text, longest))

    def prose(text: str) -> str | Problem | None:
        value = parse_text(text, longest)
        return redact_text(value) if isinstance(value, str) else value

    return prose


def _naming(read: Callable[[str], str | Problem | None]) -> ValueReader:
    def reader(text: str) -> str | Problem | None:
        value = read(text)
        return _NUMBER_INSIDE if isinstance(value, str) and holds_number(value) else value

    return reader


def _one_percent(field: Field) -> ValueReader:
    """The reader of a percentage that has no columns for the bounds of a range."""
    todo = "只填 0 至 100 的一个数，例如 25 或 25%；确数不明的留空"

    def reader(text: str) -> Percent | Problem | None:
        value = parse_percent(text)
        if isinstance(value, Percent) and value.value is None:
            return Problem(Rule.BAD_NUMBER, f"“{field.zh}”不能填写区间：“{shown(text)}”", todo)
        return value

    return reader


def value_reader(field: Field, *, ranges: bool = True) -> ValueReader:
    """The function that reads a column's text; make it once per table, call it per row.

    It gives the value, None where the text is empty, or a `Problem` that names the field.

    Parameters
    ----------
    ranges
        Whether a percentage may be a range here.
    """
    read = _plain_reader(field) if ranges or field.kind is not FieldKind.PERCENT else _one_percent(field)
    name, required = field.name, field.required
    missing = Problem(Rule.REQUIRED, f"缺少必填栏“{field.zh}”", f"补填“{field.zh}”", name)

    def reader(text: str) -> Value | Problem:
        value = read(text) if text else None
        if type(value) is Problem:
            return value.at(name)
        if value is None and required:
            return missing
        return value

    return reader


def order_problem(table: Table, values: Mapping[str, object]) -> Problem | None:
    """Whether one of the table's pairs of days or percentages is the wrong way round.

    What is not known says nothing.
    """
    for first, last in table.ordered_days:
        begin, end = values.get(first), values.get(last)
        if isinstance(begin, str) and isinstance(end, str) and end < begin:
            names = f"“{table.field(last).zh}”早于“{table.field(first).zh}”"
            return Problem(Rule.DATE_ORDER, f"{names}（{end} < {begin}）", "核对两个日期", last)
    for first, last in ORDERED_PERCENTS.get(table.name, ()):
        least, most = values.get(first), values.get(last)
        # Of a range both ends count: all of it lies on the right side of the other figure.
        if isinstance(least, Percent) and isinstance(most, Percent) and least.high > most.low:
            names = f"“{table.field(first).zh}”大于“{table.field(last).zh}”"
            figures = f"{least.high:.12g} > {most.low:.12g}"
            return Problem(Rule.BAD_NUMBER, f"{names}（{figures}）", "核对两个比例", last)
    return None


_CODE_TODO = "核对统一社会信用代码（18 位，不含 I、O、S、V、Z）；确有登记的早期代码请登记到早期代码清单"


def read_org_code(
    text: str, code_type: str = "", *, in_use: Collection[str] = frozenset()
) -> Code | Problem | None:
    """The code of an organisation, None where there is none, or why it cannot be taken.

    Parameters
    ----------
    code_type
        Canonical value of the code type's column, or empty.
    in_use
        Early codes in official use although their check digit is wrong.
    """
    if not text and code_type != "NONE":
        return None
    code = classify_code(text, code_type, in_use=in_use)
    if code.valid:
        return code
    if code.issue is CodeIssue.EMPTY:
        return None
    if code.issue is CodeIssue.CHECK_DIGIT:
        return Problem(Rule.CHECK_DIGIT, "机构代码校验位不符", _CODE_TODO)
    if _is_scientific(text):
        return Problem(Rule.BAD_CODE_FORMAT, "机构代码被表格软件改成了科学计数法", "把该列设为文本后重新导出")
    if read_number("", text).issue in (None, NumberIssue.CHECK_DIGIT):
        return Problem(Rule.BAD_CODE_FORMAT, "机构代码栏填写的是公民身份号码", _CODE_TODO)
    return Problem(Rule.BAD_CODE_FORMAT, "机构代码位数或字符不符", _CODE_TODO)


@lru_cache(maxsize=1 << 10)
def _id_type(text: str) -> str | Problem | None:
    code = parse_code(text, "id_types")
    return code.at("id_type") if isinstance(code, Problem) else code


_NUMBER_PROBLEMS = {
    NumberIssue.CHECK_DIGIT: (Rule.CHECK_DIGIT, "证件号码校验位不符", "核对证件号码"),
    NumberIssue.BIRTH_DATE: (Rule.BAD_CODE_FORMAT, "证件号码中的出生日期不存在", "核对证件号码"),
    NumberIssue.FORMAT: (Rule.BAD_CODE_FORMAT, "证件号码位数或字符不符", "核对证件号码和证件类型"),
    NumberIssue.TYPE: (Rule.UNKNOWN_CODE, "证件类型不在代码表中", "按代码表 id_types 填写"),
}


def read_person_number(id_type: str, text: str) -> PersonNumber | Problem | None:
    """The number of a person's document, None where there is none, or why it cannot be taken.

    Parameters
    ----------
    id_type
        The type's column as handed in (code or name); empty means 身份证.
    text
        The number as handed in.
    """
    if not text:
        return None
    kind = _id_type(id_type) if id_type else CITIZEN_ID
    if isinstance(kind, Problem):
        return kind
    number = read_number(kind or CITIZEN_ID, text)
    if number.valid:
        return number
    if number.issue is None or number.issue is NumberIssue.EMPTY:
        return None
    if number.issue is NumberIssue.FORMAT and _is_scientific(text):
        return Problem(Rule.BAD_CODE_FORMAT, "证件号码被表格软件改成了科学计数法", "把该列设为文本后重新导出")
    return Problem(*_NUMBER_PROBLEMS[number.issue])


def _is_scientific(text: str) -> bool:
    clean = fold(text).upper()
    head, found, tail = clean.partition("E")
    return bool(found) and head.replace(".", "", 1).isdigit() and tail.lstrip("+-").isdigit()
