"""Accounts: sign-in, lock-out, first password, sessions."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from api.auth import accounts, sessions
from api.auth.errors import NotSignedInError, PasswordChangeRequiredError, SignInRefusedError
from api.auth.first_account import ensure_first_account
from api.auth.permissions import Permission, may, require
from api.auth.principal import Role, local_principal
from graph.errors import UsageError
from graph.store import AsyncStore

Run = Callable[[Callable[[AsyncStore], Awaitable[None]]], None]
OPERATOR = local_principal("tester")
FIRST = "first-phrase-of-words"
SECOND = "second-phrase-of-words"
DAY = "2031-05-06T{}:00.000000Z"


async def make(store: AsyncStore, login: str = "li.si", role: Role = Role.OFFICER) -> str:
    return await accounts.create_account(
        store, by=OPERATOR, login=login, display_name="某人", role=role, password=FIRST,
        authorities=("A1",), districts=("411300",),
    )  # fmt: skip


async def wrong(store: AsyncStore, login: str = "li.si", now: str | None = None) -> None:
    with pytest.raises(SignInRefusedError):
        await accounts.sign_in(store, login, "not-the-password", now=now)


async def failures(store: AsyncStore, login: str = "li.si") -> int:
    rows = await store.read("read/auth/account_by_login", login=login)
    return int(rows[0]["account"]["failures"])


def test_the_first_password_opens_nothing_but_the_change_of_it(run: Run) -> None:
    async def body(store: AsyncStore) -> None:
        account_id = await make(store, " Li.Si ")
        first = await accounts.sign_in(store, "LI.SI", FIRST)
        assert first.principal.principal_id == f"account:{account_id}"
        assert first.principal.must_change and first.principal.districts == ("411300",)
        assert [one for one in Permission if may(first.principal, one)] == [Permission.CHANGE_PASSWORD]
        with pytest.raises(PasswordChangeRequiredError):
            require(first.principal, Permission.SEE_ENTITY)
        second = await accounts.change_password(store, first.principal, FIRST, SECOND)
        assert may(second.principal, Permission.SEE_ENTITY)
        assert await sessions.resolve_session(store, second.token) == second.principal
        with pytest.raises(NotSignedInError):
            await sessions.resolve_session(store, first.token)
        with pytest.raises(SignInRefusedError):
            await accounts.sign_in(store, "li.si", FIRST)

    run(body)


def test_two_wrong_sign_ins_at_once_count_twice_and_a_right_one_begins_anew(run: Run) -> None:
    async def body(store: AsyncStore) -> None:
        await make(store)
        await asyncio.gather(wrong(store), wrong(store))
        assert await failures(store) == 2
        await accounts.sign_in(store, "li.si", FIRST)
        assert await failures(store) == 0

    run(body)


def test_five_wrong_passwords_lock_for_fifteen_minutes_even_the_right_one_out(run: Run) -> None:
    async def body(store: AsyncStore) -> None:
        await make(store)
        await asyncio.gather(*(wrong(store, now=DAY.format("08:00")) for _ in range(7)))
        assert await failures(store) == 5
        with pytest.raises(SignInRefusedError):
            await accounts.sign_in(store, "li.si", FIRST, now=DAY.format("08:14"))
        await wrong(store, now=DAY.format("08:15"))
        assert await failures(store) == 1
        assert await accounts.sign_in(store, "li.si", FIRST, now=DAY.format("08:16"))

    run(body)


def test_an_unknown_login_and_a_disabled_account_are_refused_in_the_same_words(run: Run) -> None:
    async def body(store: AsyncStore) -> None:
        await make(store)
        signed_in = await accounts.sign_in(store, "li.si", FIRST)
        await accounts.disable_account(store, "li.si", by=OPERATOR)
        said = set()
        for login in ("li.si", "nobody"):
            with pytest.raises(SignInRefusedError) as refused:
                await accounts.sign_in(store, login, FIRST)
            said.add(str(refused.value))
        assert len(said) == 1
        with pytest.raises(NotSignedInError):
            await sessions.resolve_session(store, signed_in.token)
        await accounts.disable_account(store, "li.si", by=OPERATOR, disabled=False)
        assert await accounts.sign_in(store, "li.si", FIRST)

    run(body)


def test_a_session_ends_by_sign_out_after_eight_hours_and_by_a_reset(run: Run) -> None:
    async def body(store: AsyncStore) -> None:
        await make(store)
        one = await accounts.sign_in(store, "li.si", FIRST, now=DAY.format("08:00"))
        assert await sessions.resolve_session(store, one.token, now=DAY.format("15:59"))
        with pytest.raises(NotSignedInError):
            await sessions.resolve_session(store, one.token, now=DAY.format("16:00"))
        assert await sessions.sign_out(store, one.token)
        assert not await sessions.sign_out(store, one.token)
        with pytest.raises(NotSignedInError):
            await sessions.resolve_session(store, one.token, now=DAY.format("08:01"))
        two = await accounts.sign_in(store, "li.si", FIRST)
        await accounts.reset_password(store, "li.si", SECOND, by=OPERATOR)
        with pytest.raises(NotSignedInError):
            await sessions.resolve_session(store, two.token)
        assert (await accounts.sign_in(store, "li.si", SECOND)).principal.must_change

    run(body)


def test_the_store_holds_neither_password_nor_token(run: Run) -> None:
    async def body(store: AsyncStore) -> None:
        await make(store)
        signed_in = await accounts.sign_in(store, "li.si", FIRST)
        assert signed_in.token not in repr(signed_in)
        rows = await store.read("read/auth/session", token_hash=sessions.digest(signed_in.token))
        assert signed_in.token not in str(rows) and FIRST not in str(rows)
        assert rows[0]["account"]["password_hash"].startswith("$argon2id$")

    run(body)


def test_wrong_old_passwords_count_towards_the_lock(run: Run) -> None:
    async def body(store: AsyncStore) -> None:
        await make(store)
        signed_in = await accounts.sign_in(store, "li.si", FIRST)
        with pytest.raises(SignInRefusedError):
            await accounts.change_password(store, signed_in.principal, "not-the-password", SECOND)
        assert await failures(store) == 1
        with pytest.raises(UsageError):
            await accounts.change_password(store, signed_in.principal, FIRST, FIRST)

    run(body)


def test_logins_are_unique_and_listed_in_pages(run: Run) -> None:
    async def body(store: AsyncStore) -> None:
        for login in ("bo", "an", "ci"):
            await make(store, login, Role.ADMINISTRATOR)
        with pytest.raises(UsageError):
            await make(store, "AN")
        page = await accounts.list_accounts(store, by=OPERATOR, limit=2)
        rest = await accounts.list_accounts(store, by=OPERATOR, after=page[-1].login)
        assert [one.login for one in (*page, *rest)] == ["an", "bo", "ci"]

    run(body)


def test_the_first_administrator_is_made_once_with_a_password_only_its_owner_reads(
    run: Run, tmp_path: Path
) -> None:
    async def body(store: AsyncStore) -> None:
        made = await asyncio.gather(*(ensure_first_account(store, tmp_path / "home") for _ in range(3)))
        (path,) = [one for one in made if one]
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        signed_in = await accounts.sign_in(store, "admin", path.read_text(encoding="utf-8").strip())
        assert signed_in.principal.must_change and signed_in.principal.role is Role.ADMINISTRATOR
        assert await ensure_first_account(store, tmp_path / "home") is None
        assert len(await accounts.list_accounts(store, by=OPERATOR)) == 1

    run(body)
