"""Department keys: scoped, expiring, revocable, never stored whole."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from api.auth import keys
from api.auth.errors import NotSignedInError
from api.auth.principal import Kind, Role, local_principal
from graph.errors import NotFoundError, UsageError
from graph.store import AsyncStore

Run = Callable[[Callable[[AsyncStore], Awaitable[None]]], None]
OPERATOR = local_principal("tester")


async def issue(store: AsyncStore, days: int = 30) -> keys.IssuedKey:
    return await keys.issue_key(
        store, by=OPERATOR, name="招标系统", authority="A1", days=days,
        districts=("411300",), purposes=("TENDER",),
    )  # fmt: skip


def test_a_key_opens_with_its_scope_and_only_its_digest_is_kept(run: Run) -> None:
    async def body(store: AsyncStore) -> None:
        issued = await issue(store)
        principal = await keys.resolve_key(store, issued.key)
        assert (principal.kind, principal.role) == (Kind.KEY, Role.DEPARTMENT)
        assert principal.authorities == ("A1",) and principal.purposes == ("TENDER",)
        secret = issued.key.removeprefix(f"cgk_{issued.key_id}_")
        assert secret not in str(await store.read("read/auth/key", key_id=issued.key_id))
        assert secret not in repr(issued)
        assert [one.key_id for one in await keys.list_keys(store, by=OPERATOR)] == [issued.key_id]

    run(body)


def test_an_expired_a_revoked_and_a_wrong_key_are_refused_alike(run: Run) -> None:
    async def body(store: AsyncStore) -> None:
        issued = await issue(store)
        other = await issue(store)
        wrong = [
            issued.key[:-1] + ("A" if issued.key[-1] != "A" else "B"),
            f"cgk_{issued.key_id}_{other.key[21:]}",
            "cgk_" + "0" * 16 + issued.key[20:],
            "cgk_",
            issued.key + "\n",
            "",
        ]
        said = set()
        for key, now in [(issued.key, issued.expires_at), *((one, None) for one in wrong)]:
            with pytest.raises(NotSignedInError) as refused:
                await keys.resolve_key(store, key, now=now)
            said.add(str(refused.value))
        assert await keys.revoke_key(store, issued.key_id, by=OPERATOR)
        assert not await keys.revoke_key(store, issued.key_id, by=OPERATOR)
        with pytest.raises(NotSignedInError) as refused:
            await keys.resolve_key(store, issued.key)
        assert said == {str(refused.value)}
        assert await keys.resolve_key(store, other.key)
        with pytest.raises(NotFoundError):
            await keys.revoke_key(store, "nothing", by=OPERATOR)

    run(body)


def test_a_key_must_end_and_may_only_name_what_exists(run: Run) -> None:
    async def body(store: AsyncStore) -> None:
        for days in (0, 731):
            with pytest.raises(UsageError):
                await issue(store, days)
        with pytest.raises(UsageError):
            await keys.issue_key(store, by=OPERATOR, name="x", authority="A1", days=1, purposes=("WHATEVER",))

    run(body)
