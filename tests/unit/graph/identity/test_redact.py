"""No personal number survives in rows, texts or logs."""

from __future__ import annotations

import io
import logging

import pytest

from graph.identity.codes import classify_code
from graph.identity.redact import (
    RedactingFilter,
    holds_number,
    is_personal_header,
    redact_row,
    redact_text,
)

MASKED = "411302********001X"


@pytest.mark.parametrize(
    "text",
    [
        "41130219800101001X",
        "41130219800101001x",
        "４１１３０２１９８００１０１００１Ｘ",
        "411302 19800101 001X",
        "411302-19800101-001X",
        "411302　１９８００１０１　００１ｘ",
        "4 1 1 3 0 2 1 9 8 0 0 1 0 1 0 0 1 X",
    ],
)
def test_a_number_is_masked_however_it_is_written(text: str) -> None:
    assert redact_text(text) == MASKED
    assert redact_text(f"李四{text}，已通知") == f"李四{MASKED}，已通知"
    assert redact_text(f"南阳中院|（2024）豫13执1号|{text}|限制消费").split("|")[2] == MASKED


@pytest.mark.parametrize(
    "text",
    [
        "411302198001010011",
        "411302198001010",
        "110105491231002",
        "4113021980010100",
        "编号411302398001010012",
        "1234567411302198001010036",
    ],
)
def test_wrong_old_short_and_embedded_numbers_are_masked_too(text: str) -> None:
    assert "*" in redact_text(text)
    assert "19800101" not in redact_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "91320100748204660Q",
        "统一社会信用代码：9132 0100 7482 0466 0Q",
        "1141130000598765XE",
        "411300000000006",
        "2024-03-01 10:20:30",
        "宛市监处罚〔2024〕12号",
        MASKED,
        "",
        "金额1234567.89元，电话0377-63123456",
    ],
)
def test_codes_days_and_amounts_stay(text: str) -> None:
    assert redact_text(text) == text


#: A number of eighteen digits and one of fifteen, beside other digits too.
HELD = [
    "张三41130219800101001X",
    "411302 19800101 001x",
    "电话 13800138000 41130219800101001X",
    "1380013800041130219800101001X",
    "411302800101001",
    "张三，身份证110105491231002。",
    "110105 491231 002",
    "１１０１０５４９１２３１００２",
    "13800138000 110105491231002",
    "110105491231002 2024-01-01",
    "注册号411300000000006，身份证110105491231002",
]
#: Codes, telephones, days, amounts, numbers of documents and of accounts.
FREE = [
    "91320100748204660Q",
    "1141130000598765XE",
    "114113815612310A2X",
    "411300000000006",
    "13800138000 13900139000",
    "0377-63123456，0377-63123457",
    "2024-01-01 2024-12-31",
    "20240101 20241231",
    "2024-03-01 10:20:30",
    "宛人社列〔2024〕1号",
    "411302202601150001",
    "411302260115001",
    "410105-2026-000123",
    "411302 411303 411381 411324",
    "金额 123456789012345.67 元",
    "6222020000000000000",
    "p0123456789abcdef",
    "MA0000000",
]


@pytest.mark.parametrize("text", HELD)
def test_what_holds_a_number_is_refused_and_masked(text: str) -> None:
    assert holds_number(text)
    masked = redact_text(text)
    assert "*" in masked
    assert not holds_number(masked)


@pytest.mark.parametrize("text", FREE)
def test_what_only_looks_long_is_let_pass(text: str) -> None:
    assert not holds_number(text)


#: From its third digit on this commitment of 2019-02-05 reads as the number of somebody born on 1902-05-12.
_NATIONAL_CODE = "41130220190205120002"


def test_a_code_by_the_national_form_is_no_number_whatever_its_digits_read_as() -> None:
    inside = _NATIONAL_CODE[2:]
    assert holds_number(inside), "else this tests nothing"
    assert not holds_number(_NATIONAL_CODE)
    assert holds_number("00" + inside), "no region"
    assert holds_number(_NATIONAL_CODE + "1"), "one digit more is no such code"


@pytest.mark.parametrize("number", ["411302198001010028", "310120200506120019", "411319194905120018"])
@pytest.mark.parametrize(("before", "after"), [("41", ""), ("1", "2"), ("", "20"), ("99", ""), ("", "01")])
def test_two_digits_beside_a_number_make_no_national_code(number: str, before: str, after: str) -> None:
    """But for one born in these years in a region whose number ends in 19 or 20: `redact_text` masks him."""
    text = before + number + after
    assert holds_number(text) or (before == "41" and number.startswith("310120"))
    assert "*" in redact_text(text)


def test_a_registration_number_that_reads_as_an_old_number_counts_as_one() -> None:
    assert classify_code("110105491231002", "REG15").valid
    assert holds_number("110105491231002")
    assert not holds_number("410105000012345"), "no birthday"


def test_masking_twice_changes_nothing() -> None:
    once = redact_text("411302198001010011 110105491231002")
    assert redact_text(once) == once


def test_personal_columns_are_masked_whole_and_everywhere_else() -> None:
    row = {
        "uscc": "91320100748204660Q",
        "name": "John",
        "doc": "E12345678",
        "note": "护照E12345678",
        "手机": "13800000000",
    }
    kept = redact_row(row, personal={"doc"})
    assert kept == {
        "uscc": "91320100748204660Q",
        "name": "John",
        "doc": "E1*****78",
        "note": "护照E1*****78",
        "手机": "13*******00",
    }


def test_number_in_the_column_of_a_code_is_masked() -> None:
    assert redact_row({"uscc": "41130219800101001X"})["uscc"] == MASKED


def test_headers_that_sound_personal_are_found() -> None:
    assert all(map(is_personal_header, ("身份证号", "CF_FR_SFZH", "holder_id_no", "证件号码", "经办人手机")))
    assert not any(map(is_personal_header, ("案号", "uscc", "名称", "hotel", "valid_from")))


def test_log_records_are_redacted_with_arguments_and_traceback() -> None:
    stream = io.StringIO()
    logger = logging.Logger("redaction")
    handler = logging.StreamHandler(stream)
    handler.addFilter(RedactingFilter())
    logger.addHandler(handler)
    logger.warning("收到 %s", "41130219800101001X")
    logger.warning("wrong %d", "41130219800101001X")
    try:
        raise ValueError("41130219800101001X")
    except ValueError:
        logger.exception("失败")
    written = stream.getvalue()
    assert "41130219800101001X" not in written
    assert written.count(MASKED) >= 2
    assert "ValueError" in written
