"""What happens to accounts and keys stands in the audit trail, and nothing secret does."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from api.auth.accounts import change_password, create_account, disable_account, reset_password, sign_in
from api.auth.errors import SignInRefusedError
from api.auth.keys import issue_key, revoke_key
from api.auth.principal import Role, local_principal
from api.auth.sessions import sign_out
from graph.audit import read_changes, verify
from graph.store import Store, open_async_store
from graph.store.testing import EngineServer

BY = local_principal("tests")
FIRST, SECOND = "first horse battery 1", "second horse battery 2"


async def _everything(server: EngineServer) -> list[str]:
    async with await open_async_store(server.url, credentials=server.credentials) as store:
        await create_account(
            store,
            by=BY,
            login="wang",
            display_name="王",
            role=Role.OFFICER,
            password=FIRST,
            authorities=("1",),
        )
        signed = await sign_in(store, "wang", FIRST)
        again = await change_password(store, signed.principal, FIRST, SECOND)
        await sign_out(store, again.token)
        for _ in range(5):
            with pytest.raises(SignInRefusedError):
                await sign_in(store, "wang", "wrong")
        await reset_password(store, "wang", FIRST + "x", by=BY)
        await disable_account(store, "wang", by=BY)
        await disable_account(store, "wang", by=BY, disabled=False)
        key = await issue_key(store, by=BY, name="tests", authority="114", days=1)
        await revoke_key(store, key.key_id, by=BY)
        await revoke_key(store, key.key_id, by=BY)
        return [key.key, again.token, signed.token, FIRST, SECOND]


def test_each_change_leaves_one_event_and_no_secret(
    store: Store, engine_server: EngineServer, tmp_path: Path
) -> None:
    secrets = asyncio.run(_everything(engine_server))
    events = list(reversed(read_changes(store, limit=200).events))
    assert [one["action"] for one in events] == [
        "CREATE_ACCOUNT", "SIGN_IN", "CHANGE_PASSWORD", "SIGN_OUT", "LOCK_ACCOUNT", "RESET_PASSWORD",
        "DISABLE_ACCOUNT", "ENABLE_ACCOUNT", "ISSUE_KEY", "REVOKE_KEY",
    ]  # fmt: skip
    assert len({one["seq"] for one in events}) == len(events)
    assert not [secret for secret in secrets for one in events if secret in str(one)]
    # The API of other tests may still be open and anchor files of its own, which are not in this folder.
    faults = verify(tmp_path / "audit", store).faults
    assert [one for one in faults if not one.segment.startswith("api-")] == []
