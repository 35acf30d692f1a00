"""Codes of organisations: the vectors of facts.md 2 and the ways in which departments write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import SettingsError
from graph.identity.codes import (
    CodeFlag,
    CodeIssue,
    CodeScheme,
    classify_code,
    load_codes_in_use,
    org9_check_digit,
)

VALID = (
    "91320100748204660Q",
    "91320281142232229Q",
    "91510104MA6CFT042R",
    "11320100MB1886843H",
    "12440300MB2C92173E",
    "91411300MA00000077",
    "91411302MA3X00010W",
    "1141130000598765XE",
)


@pytest.mark.parametrize("text", VALID)
def test_published_unified_codes_are_valid_without_flags(text: str) -> None:
    code = classify_code(text)
    assert (code.scheme, code.value, code.valid, code.flags) == (CodeScheme.USCC, text, True, ())
    assert code.key == f"USCC:{text}"


@pytest.mark.parametrize(
    "text",
    [
        " 91320100748204660q",
        "91320100748204660Q   ",
        "９１３２０１００７４８２０４６６０Ｑ",
        "9132 0100 7482 0466 0Q",
        "\ufeff91320100748204660Q\t",
        "91320100-748204660-Q",
        "91320100748204660Q\u3000\u200b",
    ],
)
def test_spaces_width_and_case_are_folded(text: str) -> None:
    assert classify_code(text).value == "91320100748204660Q"
    assert classify_code(text).valid


def test_wrong_check_character_is_refused_as_such() -> None:
    code = classify_code("12440300MB2C92173A")
    assert (code.valid, code.issue) == (False, CodeIssue.CHECK_DIGIT)


@pytest.mark.parametrize(
    "text", ["9132010074820466OQ", "91I20100748204660Q", "9132010074820466", "4.11E+17", "某公司"]
)
def test_letters_outside_the_alphabet_and_wrong_lengths_are_a_wrong_format(text: str) -> None:
    assert classify_code(text).issue is CodeIssue.FORMAT


def test_registries_with_letters_exist() -> None:
    body = "N2411302MF0000010"
    from graph.identity.codes import uscc_check_digit

    code = classify_code(body + uscc_check_digit(body))
    assert code.valid
    assert CodeFlag.REGISTRY_UNKNOWN not in code.flags


def test_embedded_organisation_code_with_a_wrong_check_is_flagged_not_refused() -> None:
    from graph.identity.codes import uscc_check_digit

    body = "91411300" + "MA000000" + "0"
    assert org9_check_digit("MA000000") != "0"
    code = classify_code(body + uscc_check_digit(body))
    assert code.valid
    assert code.flags == (CodeFlag.ORG_CODE_CHECK,)


def test_unknown_registry_is_flagged_not_refused() -> None:
    from graph.identity.codes import uscc_check_digit

    body = "98411300MA0000007"
    assert CodeFlag.REGISTRY_UNKNOWN in classify_code(body + uscc_check_digit(body)).flags


def test_organisation_and_registration_codes_are_known_by_their_length() -> None:
    assert classify_code("74820466-0").key == "ORG9:748204660"
    assert classify_code("411300000000006").key == "REG15:411300000000006"
    assert classify_code("411300000000007").issue is CodeIssue.CHECK_DIGIT
    assert classify_code("748204661").issue is CodeIssue.CHECK_DIGIT


def test_declared_kind_decides_before_the_length() -> None:
    assert classify_code("HK 123-4567", "FOREIGN").key == "FOREIGN:HK 123-4567"
    assert classify_code("", "NONE").valid
    assert classify_code("", "FOREIGN").issue is CodeIssue.EMPTY
    assert classify_code("411302123456789", "TAX").key == "TAX:411302123456789"
    assert classify_code("748204660", "USCC").issue is CodeIssue.FORMAT


def test_early_code_in_official_use_is_taken_and_flagged(tmp_path: Path) -> None:
    listed = tmp_path / "codes.txt"
    listed.write_text("# 早期代码\n12440300MB2C92173a  # 市直单位\n\n", encoding="utf-8")
    in_use = load_codes_in_use(listed)
    code = classify_code("12440300MB2C92173A", in_use=in_use)
    assert (code.valid, code.flags) == (True, (CodeFlag.LEGACY_CHECK_DIGIT,))
    assert classify_code("12440300MB2C92173B", in_use=in_use).issue is CodeIssue.CHECK_DIGIT


def test_missing_list_of_codes_in_use_is_a_settings_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="早期代码清单"):
        load_codes_in_use(tmp_path / "no.txt")
