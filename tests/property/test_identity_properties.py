"""Identity, for any number and any code."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from graph.identity.codes import classify_code, org9_check_digit, uscc_check_digit
from graph.identity.numbers import IdentityKeys, citizen_id_check_digit, mask, read_number
from graph.identity.redact import redact_row, redact_text

KEYS = IdentityKeys.generate()
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WIDE = {i: i + 0xFEE0 for i in range(0x21, 0x7F)}


@st.composite
def citizen_ids(draw: st.DrawFn) -> str:
    region = draw(st.integers(110000, 829999))
    born = draw(st.dates(date(1900, 1, 1), date(2026, 1, 1)))
    body = f"{region}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return body + citizen_id_check_digit(body)


@st.composite
def unified_codes(draw: st.DrawFn) -> str:
    org = draw(st.text(ALPHABET, min_size=8, max_size=8))
    body = (
        draw(st.sampled_from(["91", "92", "93", "11", "52", "N2"])) + "411302" + org + org9_check_digit(org)
    )
    return body + uscc_check_digit(body)


@given(citizen_ids())
def test_a_number_survives_sealing_and_every_writing(number: str) -> None:
    read = read_number("01", number)
    assert read.valid
    assert read_number("01", number.lower().translate(WIDE)).value == number
    assert KEYS.unseal("01", KEYS.seal("01", number)) == number


@given(citizen_ids(), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(number: str, place: int, shift: int) -> None:
    if place == 17:
        other = number[:17] + ("0123456789X")[("0123456789X".index(number[17]) + shift) % 11]
    else:
        other = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert not read_number("01", other).valid


@given(
    citizen_ids(),
    st.text("张王李号第（）,，。:： \n", max_size=6),
    st.text("张王李号（）,，。 \n", max_size=6),
)
def test_no_text_keeps_a_number(number: str, before: str, after: str) -> None:
    for written in (number, number.lower(), number.translate(WIDE), " ".join(number)):
        shown = redact_text(before + written + after)
        assert written not in shown
        assert mask(number)[:6] in shown


@given(unified_codes())
def test_a_unified_code_is_read_and_stays_readable(code: str) -> None:
    assert classify_code(code.lower()).value == code
    assert classify_code(code).valid
    shown = redact_text(code)
    assert shown == code or read_number("01", code).valid


@given(st.text(max_size=40), st.sampled_from(["", "USCC", "REG15", "ORG9", "TAX", "FOREIGN", "NONE"]))
def test_any_text_is_classified_without_an_exception(text: str, kind: str) -> None:
    classify_code(text, kind)
    read_number("01", text)
    redact_text(text)


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=30), max_size=6))
def test_redacting_a_row_keeps_its_columns(row: dict[str, str]) -> None:
    assert list(redact_row(row)) == list(row)
    KEYS.row_digest(row)
