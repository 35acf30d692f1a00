"""What an administrator changes on an account besides its password: its lock, its role and its scope."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.auth.accounts import checked_role, checked_scope
from api.auth.permissions import Permission, require
from api.auth.principal import Principal, Role
from api.auth.trail import noted
from graph.errors import NotFoundError, UsageError
from graph.store import AsyncStore, AsyncWriteTransaction


async def account_of(store: AsyncStore, account_id: str, *, by: Principal) -> dict[str, Any]:
    """The stored account of an id.

    Raises
    ------
    NotFoundError
        There is none.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    rows = await store.read("read/auth/account_by_id", account_id=account_id)
    if not rows:
        raise NotFoundError("没有这个账户", todo="从账户清单中选择")
    found: dict[str, Any] = rows[0]["account"]
    return found


async def unlock_account(store: AsyncStore, account_id: str, *, by: Principal) -> None:
    """Open the lock that wrong passwords have set; the password stays.

    Raises
    ------
    NotFoundError
        There is no such account.
    """
    await account_of(store, account_id, by=by)

    async def work(tx: AsyncWriteTransaction) -> None:
        changes = {"failures": 0, "locked_until": ""}
        await tx.run("write/auth/update_account", account_id=account_id, changes=changes)
        await noted(tx, by, "UNLOCK_ACCOUNT", account_id)

    await store.write(work, by=by.principal_id, why="unlock account")


async def rescope_account(
    store: AsyncStore,
    account_id: str,
    *,
    by: Principal,
    role: Role | str,
    authorities: Sequence[str],
    districts: Sequence[str],
) -> None:
    """Change what an account is here for and what it may see; it acts on the next request.

    Raises
    ------
    NotFoundError
        There is no such account.
    UsageError
        Role or scope are not acceptable, or the role is one's own: nobody shuts himself out.
    """
    account = await account_of(store, account_id, by=by)
    wanted = checked_role(role)
    own_authorities, own_districts = checked_scope(authorities, districts)
    if account_id == by.account_id and wanted.value != account["role"]:
        raise UsageError("不能更改自己的角色", where="role", todo="请另一位系统管理员办理")

    async def work(tx: AsyncWriteTransaction) -> None:
        changes = {"role": wanted.value, "authorities": own_authorities, "districts": own_districts}
        await tx.run("write/auth/update_account", account_id=account_id, changes=changes)
        await noted(tx, by, "RESCOPE_ACCOUNT", account_id, **changes)

    await store.write(work, by=by.principal_id, why="rescope account")
