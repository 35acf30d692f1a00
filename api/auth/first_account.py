"""The first administrator, made once, with a password that stands in a file of its owner only."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from api.auth.accounts import add_account, draft_account
from api.auth.passwords import generate_password
from api.auth.principal import Role, local_principal
from api.auth.trail import noted
from graph.store import AsyncStore, AsyncWriteTransaction

FIRST_LOGIN: Final = "admin"
PASSWORD_FILE: Final = "first-password"  # noqa: S105 - a file's name


async def ensure_first_account(store: AsyncStore, home: Path) -> Path | None:
    """Make `admin` if the store has no account at all.

    Two processes that start at once make one account: the file is written inside the serial transaction,
    before its commit, so whoever made the account also wrote the file.

    Returns
    -------
    pathlib.Path or None
        The file with the first password, if the account was made just now.
    """
    if await _has_accounts(store):
        return None
    password = generate_password()
    account = await draft_account(
        login=FIRST_LOGIN, display_name="系统管理员", role=Role.ADMINISTRATOR, password=password
    )
    path = home / PASSWORD_FILE

    async def work(tx: AsyncWriteTransaction) -> Path | None:
        if await tx.run("read/auth/accounts", after="", limit=1):
            return None
        write_secret(path, password)
        account_id = await add_account(tx, account)
        await noted(tx, local_principal("setup"), "CREATE_ACCOUNT", account_id, role=Role.ADMINISTRATOR)
        return path

    return await store.write(work, by="local:setup", why="first account")


async def _has_accounts(store: AsyncStore) -> bool:
    return bool(await store.read("read/auth/accounts", after="", limit=1))


def write_secret(path: Path, secret: str) -> None:
    """Write a secret into a file that only its owner reads, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    draft.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secret + "\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
