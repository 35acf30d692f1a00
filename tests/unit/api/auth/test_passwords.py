"""Which passwords are taken, and how they are kept."""

from __future__ import annotations

import asyncio

import pytest

from api.auth.accounts import draft_account, fold_login
from api.auth.passwords import check_password, generate_password, hash_password, verify_password
from graph.errors import UsageError


@pytest.mark.parametrize("password", ["short", "x" * 257, "my-Li.Si-password", "abababababababab", "１２３"])
def test_a_password_that_is_easily_guessed_is_refused(password: str) -> None:
    with pytest.raises(UsageError) as refused:
        check_password(password, login="li.si")
    assert password not in str(refused.value)


def test_made_passwords_are_acceptable_and_differ() -> None:
    made = {generate_password() for _ in range(50)}
    assert len(made) == 50
    for one in made:
        check_password(one, login="admin")


def test_a_hash_opens_for_its_password_in_either_width_and_nothing_opens_without_one() -> None:
    async def body() -> None:
        kept = await hash_password("ＡＢＣ-long-phrase")
        assert kept.startswith("$argon2id$")
        assert await verify_password(kept, "ABC-long-phrase")
        assert not await verify_password(kept, "abc-long-phrase")
        assert not await verify_password("", "")
        assert not await verify_password("garbage", "garbage")

    asyncio.run(body())


@pytest.mark.parametrize(
    "login", ["a", "1abc", "a b", "x" * 65, "li/si", "n411302199001010012", "t138-0000-0000-0"]
)
def test_a_login_is_a_plain_name_without_personal_numbers(login: str) -> None:
    with pytest.raises(UsageError) as refused:
        asyncio.run(draft_account(login=login, display_name="某", role="OFFICER", password=""))
    assert login not in str(refused.value) or len(login) == 1


@pytest.mark.parametrize("role", ["PUBLIC", "DEPARTMENT", "ROOT", ""])
def test_an_account_has_a_role_of_people(role: str) -> None:
    with pytest.raises(UsageError):
        asyncio.run(draft_account(login="li.si", display_name="某", role=role, password=""))


def test_logins_fold_to_one_form() -> None:
    assert fold_login(" Ｌi.Si ") == "li.si"
