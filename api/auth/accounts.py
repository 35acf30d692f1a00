"""Accounts of people: made by an administrator, opened by a password, locked after five wrong ones.

Write transactions are serial (A6): what a transaction reads of an account stands until it commits, so
failures are counted and locks are judged inside it, however many requests arrive at once.
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from api.auth.errors import FAILURES_ALLOWED, LOCK_MINUTES, NotSignedInError, SignInRefusedError
from api.auth.passwords import check_password, hash_password, verify_password
from api.auth.permissions import Permission, require
from api.auth.principal import ACCOUNT_ROLES, Principal, Role, account_principal
from api.auth.sessions import SignedIn, begin_session, later
from api.auth.trail import noted, noted_of
from graph.errors import NotFoundError, UsageError
from graph.store import AsyncStore, AsyncWriteTransaction
from graph.store.moments import now_text

#: As long as a public key of an identity provider's subject may be; also keeps index keys short.
_SUBJECT_MAX: Final = 512
_LOGIN: Final = re.compile(r"[a-z][a-z0-9._-]{1,63}")
_MANY_DIGITS: Final = re.compile(r"(?:[0-9][._-]*){11,}")
_AUTHORITY: Final = re.compile(r"[0-9A-Za-z._-]{1,64}")
_DISTRICT: Final = re.compile(r"[0-9]{6}")


@dataclass(frozen=True)
class AccountInfo:
    """An account as administrators see it: no hash, no secret."""

    account_id: str
    login: str
    display_name: str
    role: Role
    authorities: tuple[str, ...]
    districts: tuple[str, ...]
    issuer_subject: str
    must_change: bool
    disabled: bool
    locked_until: str
    created_at: str


def fold_login(login: str) -> str:
    """The one form of a sign-in name."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def checked_scope(authorities: Sequence[str], districts: Sequence[str]) -> tuple[list[str], list[str]]:
    """Codes of authorities and regions, without repeats.

    Raises
    ------
    UsageError
        One of them cannot be a code.
    """
    for one in authorities:
        if not _AUTHORITY.fullmatch(one):
            raise UsageError("机关代码只能含字母、数字和 . _ -", where="authorities")
    for one in districts:
        if not _DISTRICT.fullmatch(one):
            raise UsageError("辖区应为六位行政区划代码", where="districts", todo="例如 411300")
    return list(dict.fromkeys(authorities)), list(dict.fromkeys(districts))


async def create_account(
    store: AsyncStore,
    *,
    by: Principal,
    login: str,
    display_name: str,
    role: Role | str,
    password: str = "",
    authorities: Sequence[str] = (),
    districts: Sequence[str] = (),
) -> str:
    """Make an account; its first password has to be changed. Returns the account's id.

    Parameters
    ----------
    password
        Empty for an account that signs in through an identity provider only (see `link_account`).
    districts
        Region codes that it may see; none for all.

    Raises
    ------
    UsageError
        Login, role, scope or password are not acceptable, or the login is taken.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    account = await draft_account(
        login=login,
        display_name=display_name,
        role=role,
        password=password,
        authorities=authorities,
        districts=districts,
    )

    async def work(tx: AsyncWriteTransaction) -> str:
        account_id = await add_account(tx, account)
        await noted(tx, by, "CREATE_ACCOUNT", account_id, role=role)
        return account_id

    return await store.write(work, by=by.principal_id, why="create account")


async def draft_account(
    *,
    login: str,
    display_name: str,
    role: Role | str,
    password: str,
    authorities: Sequence[str] = (),
    districts: Sequence[str] = (),
) -> dict[str, Any]:
    """A new account's properties, checked, the password hashed; its moments are set when it is written."""
    folded = _checked_login(login)
    wanted = checked_role(role)
    own_authorities, own_districts = checked_scope(authorities, districts)
    if not display_name.strip() or len(display_name) > 64:
        raise UsageError("姓名应为 1 至 64 个字符", where="display_name")
    if password:
        check_password(password, login=folded)
    return {
        "account_id": uuid.uuid4().hex,
        "login": folded,
        "display_name": display_name.strip(),
        "role": wanted.value,
        "authorities": own_authorities,
        "districts": own_districts,
        "password_hash": await hash_password(password) if password else "",
        "must_change": bool(password),
        "disabled": False,
        "failures": 0,
        "locked_until": "",
    }


async def add_account(tx: AsyncWriteTransaction, account: dict[str, Any]) -> str:
    """Write a drafted account in a running transaction."""
    if await tx.run("read/auth/account_by_login", login=account["login"]):
        raise UsageError("登录名已被使用", where="login", todo="换一个登录名")
    await tx.run("write/auth/create_account", account={**account, "created_at": tx.at, "changed_at": tx.at})
    return str(account["account_id"])


def _checked_login(login: str) -> str:
    folded = fold_login(login)
    if not _LOGIN.fullmatch(folded):
        raise UsageError("登录名不合要求", where="login", todo="以字母开头，2 至 64 个小写字母、数字或 . _ -")
    if _MANY_DIGITS.search(folded):
        raise UsageError("登录名不能含有证件号码或电话号码", where="login", todo="换一个登录名")
    return folded


def checked_role(role: Role | str) -> Role:
    """A role that an account may have.

    Raises
    ------
    UsageError
        It is none, or not one of people.
    """
    try:
        wanted = Role(role)
    except ValueError:
        wanted = Role.PUBLIC
    if wanted not in ACCOUNT_ROLES:
        known = "、".join(f"{one.value}（{one.zh}）" for one in ACCOUNT_ROLES)
        raise UsageError("账户不能使用这个角色", where="role", todo=f"可用：{known}")
    return wanted


async def sign_in(store: AsyncStore, login: str, password: str, *, now: str | None = None) -> SignedIn:
    """Open a session by login and password.

    Known or not, locked or not, the same work is done and the same words refuse: one hash is verified and one
    transaction is written. What the password was worth is judged inside that transaction.

    Parameters
    ----------
    now
        The moment, in the form of `graph.store.moments.utc_text`; for tests.

    Raises
    ------
    SignInRefusedError
        Login and password do not open an account now.
    """
    folded = fold_login(login[:200])
    rows = await store.read("read/auth/account_by_login", login=folded)
    seen = str(rows[0]["account"]["password_hash"]) if rows else ""
    matches = await verify_password(seen, password)

    async def work(tx: AsyncWriteTransaction) -> SignedIn | None:
        moment = now or tx.at
        found = await tx.run("read/auth/account_by_login", login=folded)
        account = found[0]["account"] if found else None
        if account is None or account["disabled"] or account["locked_until"] > moment:
            return None
        if not matches or account["password_hash"] != seen:
            await _count_failure(tx, account, moment)
            return None
        await _update(tx, account["account_id"], failures=0, locked_until="")
        await noted_of(tx, account, "SIGN_IN")
        return await begin_session(tx, account, now=moment)

    by = f"account:{rows[0]['account']['account_id']}" if rows else "anonymous"
    signed_in = await store.write(work, by=by, why="sign in")
    if signed_in is None:
        raise SignInRefusedError
    return signed_in


async def _count_failure(tx: AsyncWriteTransaction, account: dict[str, Any], now: str) -> None:
    """One more failure in a row; after a lock has run out the row begins anew."""
    failures = 1 if account["locked_until"] else int(account["failures"]) + 1
    until = later(now, timedelta(minutes=LOCK_MINUTES)) if failures >= FAILURES_ALLOWED else ""
    await _update(tx, account["account_id"], failures=failures, locked_until=until)
    if until:
        await noted_of(tx, account, "LOCK_ACCOUNT")


async def change_password(
    store: AsyncStore, principal: Principal, old: str, new: str, *, now: str | None = None
) -> SignedIn:
    """Change one's own password: every session ends, a new one begins.

    Wrong old passwords count towards the lock like wrong sign-ins: a stolen session must not be a way to
    guess.

    Raises
    ------
    SignInRefusedError
        The old password is wrong, or the account is locked.
    UsageError
        The new one is not acceptable, or is the old one.
    """
    require(principal, Permission.CHANGE_PASSWORD)
    account = await _account(store, principal.account_id)
    if not account["password_hash"]:
        raise UsageError("这个账户通过统一身份认证登录，没有口令", todo="在统一身份认证处修改")
    matches = await verify_password(account["password_hash"], old)
    if matches:
        check_password(new, login=account["login"])
        if await verify_password(account["password_hash"], new):
            raise UsageError("新口令与旧口令相同", todo="换一个新口令")
    hashed = await hash_password(new) if matches else ""

    async def work(tx: AsyncWriteTransaction) -> SignedIn | None:
        moment = now or tx.at
        current = (await tx.run("read/auth/account_by_id", account_id=account["account_id"]))[0]["account"]
        if current["disabled"] or current["locked_until"] > moment:
            return None
        if not matches or current["password_hash"] != account["password_hash"]:
            await _count_failure(tx, current, moment)
            return None
        changes = _new_password(hashed, must_change=False, now=moment)
        await _update(tx, current["account_id"], **changes)
        await tx.run("write/auth/end_sessions", account_id=current["account_id"], now=moment)
        await noted_of(tx, current, "CHANGE_PASSWORD")
        return await begin_session(tx, {**current, **changes}, now=moment)

    signed_in = await store.write(work, by=principal.principal_id, why="change password")
    if signed_in is None:
        raise SignInRefusedError
    return signed_in


def _new_password(password_hash: str, *, must_change: bool, now: str) -> dict[str, Any]:
    return {
        "password_hash": password_hash,
        "must_change": must_change,
        "failures": 0,
        "locked_until": "",
        "changed_at": now,
    }


async def reset_password(store: AsyncStore, login: str, password: str, *, by: Principal) -> None:
    """Give an account a new first password: it is unlocked, its sessions end, and it has to change it.

    An account that signed in through an identity provider becomes a local one.

    Raises
    ------
    NotFoundError
        There is no such account.
    UsageError
        The password is not acceptable.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    folded = fold_login(login)
    check_password(password, login=folded)
    hashed = await hash_password(password)

    async def work(tx: AsyncWriteTransaction) -> None:
        account = await _account_named(tx, folded)
        changes = _new_password(hashed, must_change=True, now=tx.at)
        await _update(tx, account["account_id"], **changes, issuer_subject=None)
        await tx.run("write/auth/end_sessions", account_id=account["account_id"], now=tx.at)
        await noted(tx, by, "RESET_PASSWORD", account["account_id"])

    await store.write(work, by=by.principal_id, why="reset password")


async def disable_account(store: AsyncStore, login: str, *, by: Principal, disabled: bool = True) -> None:
    """Disable an account, which ends its sessions, or enable it again.

    Raises
    ------
    NotFoundError
        There is no such account.
    UsageError
        It is one's own: nobody shuts himself out.
    """
    require(by, Permission.MANAGE_ACCOUNTS)

    async def work(tx: AsyncWriteTransaction) -> None:
        account = await _account_named(tx, fold_login(login))
        if disabled and account["account_id"] == by.account_id:
            raise UsageError("不能停用自己的账户", todo="请另一位系统管理员办理")
        await _update(tx, account["account_id"], disabled=disabled, failures=0, locked_until="")
        if disabled:
            await tx.run("write/auth/end_sessions", account_id=account["account_id"], now=tx.at)
        await noted(tx, by, "DISABLE_ACCOUNT" if disabled else "ENABLE_ACCOUNT", account["account_id"])

    await store.write(work, by=by.principal_id, why="disable account" if disabled else "enable account")


async def link_account(store: AsyncStore, login: str, *, issuer: str, subject: str, by: Principal) -> None:
    """Let a subject of an identity provider sign in to an existing account.

    From then on only the provider opens it: its password is dropped and its sessions end. `reset_password`
    makes it a local account again.

    Raises
    ------
    NotFoundError
        There is no such account.
    UsageError
        The subject already has one.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    name = subject_name(issuer, subject)

    async def work(tx: AsyncWriteTransaction) -> None:
        account = await _account_named(tx, fold_login(login))
        taken = await tx.run("read/auth/account_by_subject", issuer_subject=name)
        if taken and taken[0]["account"]["account_id"] != account["account_id"]:
            raise UsageError("这个身份已经关联到另一个账户", todo="先核对是哪一个账户")
        changes = _new_password("", must_change=False, now=tx.at)
        await _update(tx, account["account_id"], **changes, issuer_subject=name)
        await tx.run("write/auth/end_sessions", account_id=account["account_id"], now=tx.at)
        await noted(tx, by, "LINK_ACCOUNT", account["account_id"], issuer=issuer)

    await store.write(work, by=by.principal_id, why="link account")


def subject_name(issuer: str, subject: str) -> str:
    """``issuer|subject``, which only together name a person."""
    if not issuer or not subject or len(issuer) + len(subject) > _SUBJECT_MAX or "|" in issuer:
        raise UsageError("身份提供方或主体标识不合要求", where="issuer|subject")
    return f"{issuer.rstrip('/')}|{subject}"


async def sign_in_subject(store: AsyncStore, issuer: str, subject: str) -> SignedIn:
    """Open a session for a subject that an identity provider has vouched for.

    Raises
    ------
    NotSignedInError
        No account is linked to it, or it is disabled. Nothing is made of claims.
    """
    name = subject_name(issuer, subject)

    async def work(tx: AsyncWriteTransaction) -> SignedIn | None:
        found = await tx.run("read/auth/account_by_subject", issuer_subject=name)
        if not found or found[0]["account"]["disabled"]:
            return None
        await noted_of(tx, found[0]["account"], "SIGN_IN")
        return await begin_session(tx, found[0]["account"], now=tx.at)

    signed_in = await store.write(work, by="oidc", why="sign in through an identity provider")
    if signed_in is None:
        raise NotSignedInError("这个身份还没有关联账户，或账户已停用", todo="请系统管理员关联账户")
    return signed_in


async def list_accounts(
    store: AsyncStore, *, by: Principal, after: str = "", limit: int = 200
) -> list[AccountInfo]:
    """Accounts by login, after the last one seen."""
    require(by, Permission.MANAGE_ACCOUNTS)
    rows = await store.read("read/auth/accounts", after=after, limit=limit)
    return [_info(row["account"]) for row in rows]


def _info(account: dict[str, Any]) -> AccountInfo:
    principal = account_principal(account)
    locked = str(account["locked_until"])
    return AccountInfo(
        account_id=account["account_id"],
        login=account["login"],
        display_name=principal.name,
        role=principal.role,
        authorities=principal.authorities,
        districts=principal.districts,
        issuer_subject=account.get("issuer_subject") or "",
        must_change=principal.must_change,
        disabled=bool(account["disabled"]),
        locked_until=locked if locked > now_text() else "",
        created_at=account["created_at"],
    )


async def _account(store: AsyncStore, account_id: str) -> dict[str, Any]:
    rows = await store.read("read/auth/account_by_id", account_id=account_id)
    if not rows:
        raise NotFoundError("没有这个账户", todo="用 account list 查看")
    found: dict[str, Any] = rows[0]["account"]
    return found


async def _account_named(tx: AsyncWriteTransaction, login: str) -> dict[str, Any]:
    rows = await tx.run("read/auth/account_by_login", login=login)
    if not rows:
        raise NotFoundError("没有这个账户", todo="用 account list 查看")
    found: dict[str, Any] = rows[0]["account"]
    return found


async def _update(tx: AsyncWriteTransaction, account_id: str, **changes: Any) -> None:
    await tx.run("write/auth/update_account", account_id=account_id, changes=changes)
