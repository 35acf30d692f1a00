"""Locks, scopes, identity providers, and what a transaction that fails leaves: nothing."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.auth import accounts, administration, keys, trail
from api.auth.errors import NotSignedInError, PermissionDeniedError, SignInRefusedError
from api.auth.first_account import ensure_first_account
from api.auth.permissions import Permission, may
from api.auth.principal import Role, local_principal
from api.auth.sessions import SignedIn, resolve_session
from api.services.accounts_admin import accounts_page, keys_page, open_account, renew_password
from creditgraph.cli.main import app
from graph.audit import read_changes, read_changes_async
from graph.errors import NotFoundError, UsageError
from graph.store import AsyncStore, Store

Run = Callable[[Callable[[AsyncStore], Awaitable[None]]], None]
OPERATOR = local_principal("tester")
FIRST = "first-phrase-of-words"
ISSUER = "https://login.example"


async def make(
    store: AsyncStore, login: str = "li.si", role: Role = Role.OFFICER, password: str = FIRST
) -> str:
    return await accounts.create_account(
        store, by=OPERATOR, login=login, display_name="某人", role=role, password=password
    )


async def administrator(store: AsyncStore) -> SignedIn:
    await make(store, "root", Role.ADMINISTRATOR)
    first = await accounts.sign_in(store, "root", FIRST)
    return await accounts.change_password(store, first.principal, FIRST, FIRST + " again")


async def actions(store: AsyncStore) -> list[str]:
    from graph.audit import TrailFilter

    found = await read_changes_async(store, TrailFilter(), limit=200)
    return [str(one["action"]) for one in found.events]


def test_a_lock_is_opened_and_the_password_stays(run: Run) -> None:
    async def body(store: AsyncStore) -> None:
        account_id = await make(store)
        for _ in range(5):
            with pytest.raises(SignInRefusedError):
                await accounts.sign_in(store, "li.si", "wrong")
        with pytest.raises(SignInRefusedError):
            await accounts.sign_in(store, "li.si", FIRST)
        await administration.unlock_account(store, account_id, by=OPERATOR)
        assert await accounts.sign_in(store, "li.si", FIRST)
        assert "UNLOCK_ACCOUNT" in await actions(store)

    run(body)


def test_another_role_acts_on_the_next_request_of_an_open_session(run: Run) -> None:
    async def body(store: AsyncStore) -> None:
        account_id = await make(store)
        first = await accounts.sign_in(store, "li.si", FIRST)
        signed = await accounts.change_password(store, first.principal, FIRST, FIRST + " again")
        assert may(signed.principal, Permission.SEE_NETWORK)
        await administration.rescope_account(
            store, account_id, by=OPERATOR, role="LEADER", authorities=["114"], districts=["411302"]
        )
        now = await resolve_session(store, signed.token)
        assert (now.role, now.authorities, now.districts) == (Role.LEADER, ("114",), ("411302",))
        assert not may(now, Permission.SEE_NETWORK)

    run(body)


def test_nobody_changes_his_own_role_or_does_so_without_the_permission(run: Run) -> None:
    async def body(store: AsyncStore) -> None:
        root = (await administrator(store)).principal
        with pytest.raises(UsageError):
            await administration.rescope_account(
                store, root.account_id, by=root, role="LEADER", authorities=[], districts=[]
            )
        with pytest.raises(UsageError):
            await administration.rescope_account(
                store, root.account_id, by=root, role="DEPARTMENT", authorities=[], districts=[]
            )
        with pytest.raises(NotFoundError):
            await administration.unlock_account(store, "nobody", by=root)
        leader_id = await make(store, "wang", Role.LEADER)
        first = await accounts.sign_in(store, "wang", FIRST)
        leader = (await accounts.change_password(store, first.principal, FIRST, FIRST + " again")).principal
        for work in (
            administration.unlock_account(store, leader_id, by=leader),
            administration.rescope_account(
                store, leader_id, by=leader, role="ADMINISTRATOR", authorities=[], districts=[]
            ),
        ):
            with pytest.raises(PermissionDeniedError):
                await work

    run(body)


def test_a_linked_account_opens_by_its_subject_and_by_nothing_else(run: Run) -> None:
    async def body(store: AsyncStore) -> None:
        await make(store)
        with pytest.raises(NotSignedInError):
            await accounts.sign_in_subject(store, ISSUER, "u-1")
        await accounts.link_account(store, "li.si", issuer=ISSUER, subject="u-1", by=OPERATOR)
        signed = await accounts.sign_in_subject(store, ISSUER, "u-1")
        assert await resolve_session(store, signed.token) == signed.principal
        for issuer, subject in (("https://other.example", "u-1"), (ISSUER, "u-2")):
            with pytest.raises(NotSignedInError):
                await accounts.sign_in_subject(store, issuer, subject)
        with pytest.raises(SignInRefusedError):
            await accounts.sign_in(store, "li.si", FIRST)
        with pytest.raises(SignInRefusedError):
            await accounts.sign_in(store, "li.si", "")

    run(body)


def test_one_subject_has_one_account_and_a_disabled_one_stays_shut(run: Run) -> None:
    async def body(store: AsyncStore) -> None:
        await make(store)
        await make(store, "wang")
        await accounts.link_account(store, "li.si", issuer=ISSUER, subject="u-1", by=OPERATOR)
        with pytest.raises(UsageError):
            await accounts.link_account(store, "wang", issuer=ISSUER, subject="u-1", by=OPERATOR)
        assert await accounts.sign_in(store, "wang", FIRST), "what was refused changed nothing"
        await accounts.disable_account(store, "li.si", by=OPERATOR)
        with pytest.raises(NotSignedInError):
            await accounts.sign_in_subject(store, ISSUER, "u-1")
        await accounts.disable_account(store, "li.si", by=OPERATOR, disabled=False)
        await accounts.reset_password(store, "li.si", FIRST + " new", by=OPERATOR)
        with pytest.raises(NotSignedInError):
            await accounts.sign_in_subject(store, ISSUER, "u-1")
        assert (await accounts.sign_in(store, "li.si", FIRST + " new")).principal.must_change

    run(body)


def test_what_cannot_be_written_into_the_trail_does_not_happen(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def body(store: AsyncStore) -> None:
        account_id = await make(store)
        issued = await keys.issue_key(store, by=OPERATOR, name="招标", authority="114", days=30)
        head = await store.head_seq()

        async def fail(*_: object, **__: object) -> None:
            raise RuntimeError("no space")

        monkeypatch.setattr(trail, "record_change_async", fail)
        for work in (
            make(store, "wang"),
            accounts.sign_in(store, "li.si", FIRST),
            accounts.disable_account(store, "li.si", by=OPERATOR),
            accounts.reset_password(store, "li.si", FIRST + " new", by=OPERATOR),
            accounts.link_account(store, "li.si", issuer=ISSUER, subject="u-1", by=OPERATOR),
            administration.rescope_account(
                store, account_id, by=OPERATOR, role="LEADER", authorities=[], districts=[]
            ),
            keys.revoke_key(store, issued.key_id, by=OPERATOR),
            keys.issue_key(store, by=OPERATOR, name="另一个", authority="114", days=30),
        ):
            with pytest.raises(RuntimeError, match="no space"):
                await work
        monkeypatch.undo()
        assert await store.head_seq() == head, "a failed transaction takes no number"
        page = await accounts_page(store, by=OPERATOR, after="", limit=10)
        assert [(one["login"], one["role"], one["disabled"]) for one in page["rows"]] == [
            ("li.si", "OFFICER", False)
        ]
        held = await keys_page(store, by=OPERATOR, after="", limit=10)
        assert [one["state"] for one in held["rows"]] == ["VALID"]
        assert await accounts.sign_in(store, "li.si", FIRST)

    run(body)


def test_the_first_account_is_not_left_half_made(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def body(store: AsyncStore) -> None:
        async def fail(*_: object, **__: object) -> None:
            raise RuntimeError("no space")

        monkeypatch.setattr(trail, "record_change_async", fail)
        with pytest.raises(RuntimeError, match="no space"):
            await ensure_first_account(store, tmp_path)
        monkeypatch.undo()
        path = await ensure_first_account(store, tmp_path)
        assert path is not None
        assert await accounts.sign_in(store, "admin", path.read_text(encoding="utf-8").strip())

    run(body)


def test_pages_of_accounts_and_keys_hold_no_secret_and_go_on_after_a_cursor(run: Run) -> None:
    async def body(store: AsyncStore) -> None:
        told = [await open_one(store, login) for login in ("an", "bo", "ci")]
        issued = await keys.issue_key(store, by=OPERATOR, name="招标", authority="114", days=30)
        first = await accounts_page(store, by=OPERATOR, after="", limit=2)
        rest = await accounts_page(store, by=OPERATOR, after=first["cursor"], limit=2)
        assert [one["login"] for one in first["rows"] + rest["rows"]] == ["an", "bo", "ci"]
        assert rest["cursor"] is None
        shown = str(first) + str(rest) + str(await keys_page(store, by=OPERATOR, after="", limit=10))
        assert not [one for one in told if one in shown]
        assert issued.key not in shown
        assert "argon2" not in shown
        again = await renew_password(store, first["rows"][0]["account_id"], by=OPERATOR)
        with pytest.raises(SignInRefusedError):
            await accounts.sign_in(store, "an", told[0])
        assert await accounts.sign_in(store, "an", again["first_password"])

    run(body)


async def open_one(store: AsyncStore, login: str) -> str:
    made = await open_account(
        store, by=OPERATOR, login=login, display_name="某", role="OFFICER", authorities=[], districts=[]
    )
    assert (await accounts.sign_in(store, login, made["first_password"])).principal.must_change
    return str(made["first_password"])


def test_the_trail_names_the_operator_of_the_command_line(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CREDITGRAPH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USER", "wanglaoshi")
    for words in (
        ["account", "add", "li.si", "--role", "OFFICER", "--name", "某人", "--json"],
        ["account", "disable", "li.si"],
        ["key", "issue", "招标", "--authority", "114", "--days", "30", "-o", str(tmp_path / "k"), "--json"],
    ):
        done = CliRunner().invoke(app, words, catch_exceptions=False)
        assert done.exit_code == 0, done.output
    events = read_changes(store, limit=10).events
    assert {one["actor"] for one in events} == {"local:wanglaoshi"}
    assert [one["action"] for one in events] == ["ISSUE_KEY", "DISABLE_ACCOUNT", "CREATE_ACCOUNT"]
    assert json.loads(str(events[-1]["detail"]))["role"] == "OFFICER"
