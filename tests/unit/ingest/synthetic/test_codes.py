"""The generator's own check digits, held against an independent library."""

from __future__ import annotations

import doctest

import pytest
from stdnum.cn import ric, uscc

from ingest.synthetic import codes, days, rows


@pytest.mark.parametrize("module", [codes, days, rows])
def test_examples_in_the_text_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_published_codes_come_out_of_their_own_bodies() -> None:
    for code in ("91320100748204660Q", "91510104MA6CFT042R", "12440300MB2C92173E", "11320100MB1886843H"):
        assert codes.uscc(code[:2], code[2:8], code[8:16]) == code


def test_organisation_codes_pass_the_library_and_never_repeat() -> None:
    made = [codes.uscc("91", "411302", codes.body_of("NY", number)) for number in range(3000)]
    assert len(set(made)) == len(made)
    assert all(uscc.is_valid(code) for code in made)


def test_personal_numbers_pass_the_librarys_arithmetic_and_never_repeat() -> None:
    made = [codes.person_number(serial) for serial in range(0, 300_000, 37)]
    assert len(set(made)) == len(made)
    for number in made:
        assert number[-1] == ric.calc_check_digit(number)
        assert ric.get_birth_date(number).year >= 1955


def test_personal_numbers_carry_a_county_that_does_not_exist() -> None:
    real = {"411381", *(f"4113{n:02d}" for n in range(0, 31))}
    assert not {codes.person_number(serial)[:6] for serial in range(100)} & real


def test_a_fifteen_digit_number_is_the_long_one_without_century_and_check() -> None:
    number = codes.person_number(5)
    assert codes.id18(codes.id15(number)[:6] + "19" + codes.id15(number)[6:]) == number


def test_a_wrong_check_digit_is_wrong() -> None:
    code = codes.uscc("91", "411302", codes.body_of("NY", 9))
    assert not uscc.is_valid(codes.wrong_check(code))
    number = codes.person_number(11)
    spoiled = codes.wrong_check(number)
    assert spoiled[:17] == number[:17] and spoiled[-1] != ric.calc_check_digit(number)
