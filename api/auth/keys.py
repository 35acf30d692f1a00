"""Department keys: shown once, kept as a digest, always with an end."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from api.auth.accounts import checked_scope
from api.auth.errors import NotSignedInError
from api.auth.permissions import Permission, require
from api.auth.principal import Principal, key_principal
from api.auth.sessions import digest, later
from api.auth.trail import noted
from graph.errors import NotFoundError, UsageError
from graph.liability.rulebook import load_vocabulary
from graph.store import AsyncStore, AsyncWriteTransaction
from graph.store.moments import now_text

MAX_DAYS: Final = 730
_KEY: Final = re.compile(r"cgk_([0-9a-f]{16})_([0-9A-Za-z_-]{43})")


@dataclass(frozen=True)
class IssuedKey:
    """A key at its birth: `key` is told once and is not stored."""

    key_id: str
    key: str = field(repr=False)
    expires_at: str


@dataclass(frozen=True)
class KeyInfo:
    """A key as administrators see it."""

    key_id: str
    name: str
    authority: str
    districts: tuple[str, ...]
    purposes: tuple[str, ...]
    created_at: str
    created_by: str
    expires_at: str
    revoked_at: str


async def issue_key(
    store: AsyncStore,
    *,
    by: Principal,
    name: str,
    authority: str,
    days: int,
    districts: Sequence[str] = (),
    purposes: Sequence[str] = (),
) -> IssuedKey:
    """Make a key for a department's system.

    Parameters
    ----------
    days
        How long it lasts, 1 to 730.
    districts, purposes
        What it may see and ask for; none for all.

    Raises
    ------
    UsageError
        Name, authority, term, district or purpose are not acceptable.
    """
    require(by, Permission.MANAGE_KEYS)
    authorities, own_districts = checked_scope([authority], districts)
    if not name.strip() or len(name) > 64:
        raise UsageError("密钥名称应为 1 至 64 个字符", where="name")
    if not 1 <= days <= MAX_DAYS:
        raise UsageError(f"有效期应为 1 至 {MAX_DAYS} 天", where="days")
    key_id, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    properties = {
        "key_id": key_id,
        "key_hash": digest(secret),
        "name": name.strip(),
        "authority": authorities[0],
        "districts": own_districts,
        "purposes": _checked_purposes(purposes),
        "created_by": by.principal_id,
        "revoked_at": "",
    }

    async def work(tx: AsyncWriteTransaction) -> IssuedKey:
        expires_at = later(tx.at, timedelta(days=days))
        times = {"created_at": tx.at, "expires_at": expires_at}
        await tx.run("write/auth/create_key", key={**properties, **times})
        await noted(tx, by, "ISSUE_KEY", key_id, authority=authorities[0], days=days)
        return IssuedKey(key_id, f"cgk_{key_id}_{secret}", expires_at)

    return await store.write(work, by=by.principal_id, why="issue key")


def _checked_purposes(purposes: Sequence[str]) -> list[str]:
    words = load_vocabulary()
    known = {*words.purposes["codes"], *words.scopes}
    for one in purposes:
        if one not in known:
            raise UsageError(f"未知的用途 {one}", where="purposes", todo="可用：" + "、".join(sorted(known)))
    return list(dict.fromkeys(purposes))


async def resolve_key(store: AsyncStore, key: str, *, now: str | None = None) -> Principal:
    """Whose key this is.

    Parameters
    ----------
    now
        The moment, in the form of `graph.store.moments.utc_text`; for tests.

    Raises
    ------
    NotSignedInError
        It is no key, or an unknown, revoked or expired one.
    """
    found = _KEY.fullmatch(key)
    if found:
        rows = await store.read("read/auth/key", key_id=found.group(1))
        known: dict[str, Any] = rows[0]["key"] if rows else {}
        same = hmac.compare_digest(str(known.get("key_hash", "")), digest(found.group(2)))
        if same and not known["revoked_at"] and (now or now_text()) < known["expires_at"]:
            return key_principal(known)
    raise NotSignedInError("部门密钥无效、已过期或已撤销", todo="向系统管理员申请新的密钥")


async def revoke_key(store: AsyncStore, key_id: str, *, by: Principal) -> bool:
    """Revoke a key; False if it was revoked before.

    Raises
    ------
    NotFoundError
        There is no such key.
    """
    require(by, Permission.MANAGE_KEYS)
    if not await store.read("read/auth/key", key_id=key_id):
        raise NotFoundError("没有这个密钥", todo="用 key list 查看")

    async def work(tx: AsyncWriteTransaction) -> bool:
        rows = await tx.run("write/auth/revoke_key", key_id=key_id, now=tx.at)
        revoked = bool(rows and rows[0]["revoked"])
        if revoked:
            await noted(tx, by, "REVOKE_KEY", key_id)
        return revoked

    return await store.write(work, by=by.principal_id, why="revoke key")


async def list_keys(store: AsyncStore, *, by: Principal, after: str = "", limit: int = 200) -> list[KeyInfo]:
    """Keys by their public part, after the last one seen."""
    require(by, Permission.MANAGE_KEYS)
    rows = await store.read("read/auth/keys", after=after, limit=limit)
    return [_info(row["key"]) for row in rows]


def _info(key: dict[str, Any]) -> KeyInfo:
    principal = key_principal(key)
    return KeyInfo(
        key_id=key["key_id"],
        name=principal.name,
        authority=key["authority"],
        districts=principal.districts,
        purposes=principal.purposes,
        created_at=key["created_at"],
        created_by=key["created_by"],
        expires_at=key["expires_at"],
        revoked_at=key["revoked_at"],
    )
