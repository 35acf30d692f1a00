"""Accounts to try a synthetic city with, one for each kind of user; never made in a store with real data."""

from __future__ import annotations

import asyncio
import json
import secrets
from pathlib import Path
from typing import Final

from api.auth.accounts import change_password, create_account, sign_in
from api.auth.first_account import write_secret
from api.auth.principal import Role, local_principal
from creditgraph.processes import credentials_for
from creditgraph.settings import Settings
from graph.errors import AnswerRefusedError, CreditGraphError
from graph.store import AsyncStore, open_async_store

FILE: Final = "demo-accounts.json"
_ACCOUNTS: Final = (
    ("diaocha", "演示·调查人员", Role.INVESTIGATOR),
    ("jingban", "演示·经办人员", Role.OFFICER),
    ("fuhe", "演示·复核人员", Role.REVIEWER),
    ("lingdao", "演示·领导", Role.LEADER),
    ("shenji", "演示·审计人员", Role.AUDITOR),
)
_HANDLING: Final = frozenset({Role.OFFICER, Role.REVIEWER})


def ensure_demo_accounts(settings: Settings) -> Path:
    """Make them once; logins and passwords stand in a file that only its owner can read.

    Raises
    ------
    AnswerRefusedError
        The store holds data that is not synthetic.
    """
    path = settings.home / FILE
    if not path.is_file():
        made = asyncio.run(_make(settings))
        write_secret(path, json.dumps(made, ensure_ascii=False, indent=1))
    return path


async def _make(settings: Settings) -> list[dict[str, str]]:
    async with await open_async_store(settings.store, credentials=credentials_for(settings)) as store:
        found = await store.read("read/meta/value", name="synthetic")
        if not found or found[0]["value"] != "1":
            raise AnswerRefusedError("该库含有非模拟数据，不建立演示账户", todo="由系统管理员建立账户")
        of = await _authorities(store)
        return [
            await _account(store, login, name, role, of if role in _HANDLING else ())
            for login, name, role in _ACCOUNTS
        ]


async def _authorities(store: AsyncStore) -> tuple[str, ...]:
    """Authorities with something to decide: who tries the city out acts for them all."""
    rows = (await store.read("read/answers/findings_page", after="", limit=1000))[0]["rows"]
    found = [row["finding"] for row in rows]
    return tuple(sorted({one["authority_code"] for one in found if one["base_state"] == "PROPOSED"} - {""}))


async def _account(
    store: AsyncStore, login: str, name: str, role: Role, authorities: tuple[str, ...]
) -> dict[str, str]:
    by = local_principal("demo")
    first, password = secrets.token_urlsafe(12), secrets.token_urlsafe(9)
    try:
        await create_account(
            store, by=by, login=login, display_name=name, role=role, password=first, authorities=authorities
        )
    except CreditGraphError:
        return {"login": login, "role": role.zh, "password": "（账户已存在，口令未更改）"}
    signed = await sign_in(store, login, first)
    await change_password(store, signed.principal, first, password)
    return {"login": login, "role": role.zh, "password": password}
