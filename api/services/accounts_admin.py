"""Accounts and department keys as administrators see them; secrets are told once, at birth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from api.auth.accounts import (
    AccountInfo,
    create_account,
    disable_account,
    link_account,
    list_accounts,
    reset_password,
)
from api.auth.administration import account_of
from api.auth.keys import KeyInfo, list_keys
from api.auth.passwords import generate_password
from api.auth.principal import Principal
from graph.store import AsyncStore
from graph.store.moments import now_text

Row = dict[str, Any]


async def accounts_page(store: AsyncStore, *, by: Principal, after: str, limit: int) -> Row:
    """A page of accounts by sign-in name."""
    found = await list_accounts(store, by=by, after=after, limit=limit + 1)
    more = len(found) > limit
    return {
        "rows": [_account_row(one) for one in found[:limit]],
        "cursor": found[limit - 1].login if more else None,
    }


def _account_row(one: AccountInfo) -> Row:
    shown = asdict(one)
    issuer, _, subject = shown.pop("issuer_subject").partition("|")
    return {**shown, "role": one.role.value, "role_zh": one.role.zh, "issuer": issuer, "identity": subject}


async def open_account(
    store: AsyncStore,
    *,
    by: Principal,
    login: str,
    display_name: str,
    role: str,
    authorities: Sequence[str],
    districts: Sequence[str],
) -> Row:
    """A new account and its first password, which nobody can read again."""
    password = generate_password()
    account_id = await create_account(
        store,
        by=by,
        login=login,
        display_name=display_name,
        role=role,
        password=password,
        authorities=authorities,
        districts=districts,
    )
    account = await account_of(store, account_id, by=by)
    return {"account_id": account_id, "login": account["login"], "first_password": password}


async def renew_password(store: AsyncStore, account_id: str, *, by: Principal) -> Row:
    """A new first password: the old one and every session end, a lock opens."""
    account = await account_of(store, account_id, by=by)
    password = generate_password()
    await reset_password(store, account["login"], password, by=by)
    return {"account_id": account_id, "login": account["login"], "first_password": password}


async def set_disabled(store: AsyncStore, account_id: str, disabled: bool, *, by: Principal) -> None:
    """Disable an account or enable it again."""
    account = await account_of(store, account_id, by=by)
    await disable_account(store, account["login"], by=by, disabled=disabled)


async def link_identity(
    store: AsyncStore, account_id: str, *, issuer: str, subject: str, by: Principal
) -> None:
    """Let a subject of the identity provider open the account, and nobody else."""
    account = await account_of(store, account_id, by=by)
    await link_account(store, account["login"], issuer=issuer, subject=subject, by=by)


async def keys_page(store: AsyncStore, *, by: Principal, after: str, limit: int) -> Row:
    """A page of department keys, without any secret."""
    found = await list_keys(store, by=by, after=after, limit=limit + 1)
    now, more = now_text(), len(found) > limit
    return {
        "rows": [_key_row(one, now) for one in found[:limit]],
        "cursor": found[limit - 1].key_id if more else None,
    }


def _key_row(one: KeyInfo, now: str) -> Row:
    state = "REVOKED" if one.revoked_at else "EXPIRED" if one.expires_at <= now else "VALID"
    return {**asdict(one), "state": state}
