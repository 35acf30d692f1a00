"""Numbers of persons: canonical form, mask, digest, encryption, erasure."""

from __future__ import annotations

import pickle
import time

import pytest

from graph.errors import NotFoundError, SettingsError
from graph.identity.numbers import (
    IdentityKeys,
    NumberIssue,
    SealedNumber,
    citizen_id_check_digit,
    mask,
    read_number,
)

VECTORS = ("11010519491231002X", "41130219800101001X", "411381197512311245", "411325200002292367")
NUMBER = VECTORS[1]


@pytest.mark.parametrize("number", VECTORS)
def test_published_numbers_are_valid(number: str) -> None:
    assert read_number("01", number).valid
    assert read_number("", number).value == number


@pytest.mark.parametrize(
    "text", ["41130219800101001x", " ４１１３０２１９８００１０１００１ｘ ", "411302 19800101 001X"]
)
def test_every_way_of_writing_one_number_gives_one_value(text: str) -> None:
    assert read_number("01", text).value == NUMBER


def test_fifteen_digits_become_eighteen() -> None:
    short = read_number("01", "110105491231002")
    assert (short.value, short.valid, short.converted) == ("11010519491231002X", True, True)


def test_unknown_region_is_not_refused() -> None:
    body = "99999919800101001"
    assert read_number("01", body + citizen_id_check_digit(body)).valid


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        ("", NumberIssue.EMPTY),
        ("411302198001010011", NumberIssue.CHECK_DIGIT),
        ("41130219801301001X", NumberIssue.BIRTH_DATE),
        ("4113021980010100", NumberIssue.FORMAT),
        ("4.11302E+17", NumberIssue.FORMAT),
        ("110105491331002", NumberIssue.BIRTH_DATE),
    ],
)
def test_wrong_numbers_say_why(text: str, issue: NumberIssue) -> None:
    assert read_number("01", text).issue is issue


def test_other_documents_have_their_own_forms() -> None:
    assert read_number("02", " e1234 5678").value == "E12345678"
    assert read_number("03", "H12345678").valid
    assert read_number("04", "12345678").valid
    assert read_number("05", "ABC123456789012").valid
    assert read_number("02", "护照").issue is NumberIssue.FORMAT
    assert read_number("09", "123456").issue is NumberIssue.TYPE


def test_printed_form_never_holds_the_number() -> None:
    number = read_number("01", NUMBER)
    assert NUMBER not in repr(number)
    assert number.masked == "411302********001X"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (NUMBER, "411302********001X"),
        ("E12345678", "E1*****78"),
        ("ABC123456789012", "ABC123*****9012"),
        ("1234567", "1******"),
        ("12", "**"),
        ("", ""),
    ],
)
def test_mask_shows_first_six_and_last_four(text: str, shown: str) -> None:
    assert mask(text) == shown


def test_digest_is_keyed_and_names_its_key() -> None:
    one, other = IdentityKeys.generate(), IdentityKeys.generate()
    assert one.hmac("01", NUMBER).startswith("h1:")
    assert one.hmac("01", NUMBER) == one.hmac("01", NUMBER)
    assert one.hmac("01", NUMBER) != other.hmac("01", NUMBER)
    assert one.hmac("01", NUMBER) != one.hmac("02", NUMBER)
    assert one.fingerprint != other.fingerprint


def test_older_key_versions_stay_readable() -> None:
    old = IdentityKeys({"h1": b"a" * 32}, {"m1": b"b" * 32}, b"c" * 32)
    new = IdentityKeys({"h1": b"a" * 32, "h2": b"d" * 32}, {"m1": b"b" * 32, "m2": b"e" * 32}, b"c" * 32)
    assert new.hmac_candidates("01", NUMBER) == (new.hmac("01", NUMBER), old.hmac("01", NUMBER))
    assert new.is_current(new.hmac("01", NUMBER))
    assert not new.is_current(old.hmac("01", NUMBER))
    sealed = old.seal("01", NUMBER)
    again = new.rewrap(sealed)
    assert new.unseal("01", sealed) == new.unseal("01", again) == NUMBER
    assert again.wrapped_key.startswith("m2:")
    assert new.row_digest({"a": "1"}) == old.row_digest({"a": "1"})


def test_destroying_the_data_key_makes_the_number_unreadable() -> None:
    keys = IdentityKeys.generate()
    sealed = keys.seal("01", NUMBER)
    assert NUMBER not in repr(sealed)
    with pytest.raises(NotFoundError, match="已销毁"):
        keys.unseal("01", SealedNumber(sealed.ciphertext, sealed.nonce, ""))


def test_two_numbers_of_one_person_share_a_data_key() -> None:
    keys = IdentityKeys.generate()
    first = keys.seal("01", NUMBER)
    second = keys.seal("02", "E12345678", wrapped_key=first.wrapped_key)
    assert second.wrapped_key == first.wrapped_key
    assert keys.unseal("02", second) == "E12345678"


def test_wrong_keys_and_changed_texts_are_refused_without_details() -> None:
    keys, other = IdentityKeys.generate(), IdentityKeys.generate()
    sealed = keys.seal("01", NUMBER)
    for broken in (
        SealedNumber(sealed.nonce, sealed.nonce, sealed.wrapped_key),
        SealedNumber("%%", sealed.nonce, sealed.wrapped_key),
    ):
        with pytest.raises(SettingsError):
            keys.unseal("01", broken)
    with pytest.raises(SettingsError):
        other.unseal("01", sealed)
    with pytest.raises(SettingsError):
        keys.unseal("02", sealed)
    with pytest.raises(SettingsError, match="m9"):
        keys.unseal("01", SealedNumber(sealed.ciphertext, sealed.nonce, "m9:AAAA"))


def test_keys_show_versions_only_and_do_not_travel() -> None:
    keys = IdentityKeys({"h1": b"a" * 32}, {"m1": b"b" * 32}, b"c" * 32)
    assert repr(keys) == "IdentityKeys(hmac=['h1'], master=['m1'])"
    with pytest.raises(TypeError):
        pickle.dumps(keys)
    with pytest.raises(SettingsError, match="长度"):
        IdentityKeys({"h1": b"short"}, {"m1": b"b" * 32}, b"c" * 32)
    with pytest.raises(SettingsError, match="不完整"):
        IdentityKeys({}, {"m1": b"b" * 32}, b"c" * 32)


def test_row_digest_ignores_order_and_empty_cells_only() -> None:
    keys = IdentityKeys.generate()
    assert keys.row_digest({"a": "1", "b": "2", "c": ""}) == keys.row_digest({"b": "2", "a": "1"})
    assert keys.row_digest({"a": "12"}) != keys.row_digest({"a": "1", "b": "2"})


def test_phone_digest_ignores_punctuation() -> None:
    keys = IdentityKeys.generate()
    assert keys.phone_digest("+86 138-0000-0000") == keys.phone_digest("１３８００００００００")


def test_a_hundred_thousand_numbers_take_seconds() -> None:
    keys = IdentityKeys.generate()
    started = time.perf_counter()
    for number in range(10_000):
        keys.hmac("01", read_number("01", f"41130219800101{number:04d}").value)
    assert time.perf_counter() - started < 2.0
