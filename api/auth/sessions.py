"""Signed-in sessions: an opaque token, of which only the digest is kept, for at most eight hours."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from api.auth.errors import NotSignedInError
from api.auth.principal import Principal, account_principal
from api.auth.trail import noted_of
from graph.store import AsyncStore, AsyncWriteTransaction
from graph.store.moments import now_text, utc_text

SESSION_HOURS: Final = 8
_LONGEST: Final = 200


@dataclass(frozen=True)
class SignedIn:
    """A session that has just begun; the token is told once and is not stored."""

    token: str = field(repr=False)
    principal: Principal
    expires_at: str


def digest(secret: str) -> str:
    """What is kept of a token or key: with 256 random bits inside, a plain digest cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def later(moment: str, span: timedelta) -> str:
    """A moment in the store's form, some time after another."""
    return utc_text(datetime.fromisoformat(moment).astimezone(UTC) + span)


async def begin_session(tx: AsyncWriteTransaction, account: dict[str, Any], *, now: str) -> SignedIn:
    """Begin a session inside a running write, and drop the account's sessions whose time is over."""
    token = secrets.token_urlsafe(32)
    expires_at = later(now, timedelta(hours=SESSION_HOURS))
    account_id = account["account_id"]
    await tx.run("write/auth/forget_sessions", account_id=account_id, now=now)
    session = {
        "token_hash": digest(token),
        "account_id": account_id,
        "started_at": now,
        "expires_at": expires_at,
        "ended_at": "",
    }
    await tx.run("write/auth/begin_session", session=session)
    return SignedIn(token, account_principal(account), expires_at)


async def resolve_session(store: AsyncStore, token: str, *, now: str | None = None) -> Principal:
    """Who holds this token.

    Role and scope are the account's as they are now, so a change acts on the next request.

    Parameters
    ----------
    now
        The moment, in the form of `graph.store.moments.utc_text`; for tests.

    Raises
    ------
    NotSignedInError
        The token is unknown, ended or expired; the account is disabled; or its password changed since.
    """
    moment = now or now_text()
    rows = await store.read("read/auth/session", token_hash=digest(token)) if len(token) <= _LONGEST else []
    if not rows or not _holds(rows[0]["session"], rows[0]["account"], moment):
        raise NotSignedInError("登录已失效", todo="重新登录")
    return account_principal(rows[0]["account"])


def _holds(session: dict[str, Any], account: dict[str, Any], now: str) -> bool:
    return (
        not session["ended_at"]
        and now < session["expires_at"]
        and not account["disabled"]
        and session["started_at"] >= account["changed_at"]
    )


async def sign_out(store: AsyncStore, token: str) -> bool:
    """End the session of this token; False if there was none that had not ended."""
    rows = await store.read("read/auth/session", token_hash=digest(token))
    if not rows or rows[0]["session"]["ended_at"]:
        return False
    by = account_principal(rows[0]["account"])

    async def work(tx: AsyncWriteTransaction) -> bool:
        ended = await tx.run("write/auth/end_session", token_hash=digest(token), now=tx.at)
        if ended and ended[0]["account_ids"]:
            await noted_of(tx, rows[0]["account"], "SIGN_OUT")
        return bool(ended and ended[0]["account_ids"])

    return await store.write(work, by=by.principal_id, why="sign out")
