"""Health, sign-in, who I am, and the audit trail."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from api.auth.accounts import change_password, sign_in
from api.auth.permissions import Permission, may
from api.auth.principal import ANONYMOUS
from api.auth.purposes import HEADER, working_purpose
from api.auth.sessions import sign_out
from api.deps import Asker, PrincipalDep, ServiceDep, asker, token_of
from api.routers.shared import PROBLEMS, Limit
from api.schemas.system import (
    AuditPageOut,
    Credentials,
    HealthOut,
    MeOut,
    PasswordChange,
    ReadyOut,
    SignedInOut,
)
from api.services.desk import today_plan
from api.services.statistics import freshness_plan
from graph.audit import TrailFilter, read_changes_async, read_entries
from graph.errors import CreditGraphError, StoreUnavailableError
from graph.outbox import worker_lag

router = APIRouter(responses=PROBLEMS)
Changer = Annotated[Asker, Depends(asker(Permission.CHANGE_PASSWORD))]
Auditor = Annotated[Asker, Depends(asker(Permission.READ_AUDIT))]
_BEHIND_SECONDS = 300.0


@router.get("/healthz", response_model=HealthOut, tags=["系统"], summary="进程是否应答")
async def health() -> Any:
    """It answers, so it lives; whether it can work is `/readyz`."""
    return {"status": "ok"}


@router.get("/readyz", response_model=ReadyOut, tags=["系统"], summary="能否回答，数据多新")
async def ready(service: ServiceDep) -> Any:
    """503 while the store is away; ``behind`` while changes wait long for derivation."""
    try:
        seq = await service.store.head_seq()
        sources = await service.store.ask(freshness_plan())
        lag = await asyncio.to_thread(worker_lag, service.blocking)
    except CreditGraphError as error:
        raise StoreUnavailableError(
            "服务尚不能回答：图数据库没有应答", where=error.where, todo="稍后重试；仍不行时联系系统管理员"
        ) from error
    behind = lag.pending and lag.oldest_seconds > _BEHIND_SECONDS
    return {
        "status": "behind" if behind else "ready",
        "seq": seq,
        "worker_running": lag.running,
        "pending_changes": lag.pending,
        "oldest_pending_seconds": lag.oldest_seconds,
        "last_pass_day": lag.last_pass_day or "",
        "waiting_messages": lag.messages,
        "dead_messages": lag.dead_messages,
        "sources": sources,
    }


@router.post(
    "/sessions", response_model=SignedInOut, tags=["登录"], summary="用登录名和口令登录", status_code=201
)
async def begin(service: ServiceDep, body: Credentials) -> Any:
    """Five wrong passwords lock the account for a quarter of an hour."""
    signed = await sign_in(service.store, body.login, body.password)
    return _signed(signed.token, signed.expires_at, signed.principal.must_change)


def _signed(token: str, expires_at: str, must_change: bool) -> dict[str, Any]:
    return {"token": token, "expires_at": expires_at, "must_change": must_change}


@router.delete("/sessions/current", tags=["登录"], summary="退出登录", status_code=204)
async def end(service: ServiceDep, token: Annotated[str, Depends(token_of)]) -> Response:
    """The token is void at once."""
    if token and not token.startswith("cgk_"):
        await sign_out(service.store, token)
        service.principals.clear()
    return Response(status_code=204)


@router.put("/password", response_model=SignedInOut, tags=["登录"], summary="修改自己的口令")
async def change(asker: Changer, body: PasswordChange) -> Any:
    """All sessions end; the answer is a new one."""
    signed = await change_password(asker.service.store, asker.principal, body.old, body.new)
    asker.service.principals.clear()
    return _signed(signed.token, signed.expires_at, signed.principal.must_change)


@router.get("/me", response_model=MeOut, tags=["登录"], summary="当前身份与权限")
async def me(request: Request, service: ServiceDep, principal: PrincipalDep) -> Any:
    """Nobody signed in is the public."""
    return {
        "name": principal.name or ("公众" if principal is ANONYMOUS else ""),
        "role": principal.role.value,
        "role_zh": principal.role.zh,
        "authorities": list(principal.authorities),
        "districts": list(principal.districts),
        "must_change": principal.must_change,
        "permissions": [one.value for one in Permission if may(principal, one)],
        "today": await service.today.get("", lambda: service.store.ask(today_plan())),
        "purpose": working_purpose(request.headers.get(HEADER, ""), principal.role),
        "sign_in": ["PASSWORD", *(["OIDC"] if service.oidc else [])],
    }


@router.get("/audit/{trail}", response_model=AuditPageOut, tags=["审计"], summary="审计记录，最新在前")
async def audit(
    asker: Auditor,
    trail: Literal["reads", "changes"],
    actor: Annotated[str, Query(max_length=80)] = "",
    subject: Annotated[str, Query(max_length=80)] = "",
    action: Annotated[str, Query(max_length=40)] = "",
    day: Annotated[str, Query(max_length=10)] = "",
    cursor: Annotated[str, Query(max_length=200)] = "",
    limit: Limit = 50,
) -> Any:
    """Readings of personal data, or changes; reading the trail is itself written down."""
    wanted = TrailFilter(actor=actor, subject=subject, action=action, day=day)
    await asker.note("READ_AUDIT", (subject,) if subject else ())
    if trail == "changes":
        changes = await read_changes_async(asker.service.store, wanted, cursor=cursor, limit=limit)
        return {"rows": list(changes.events), "cursor": changes.cursor or None}
    page = await asker.compute(read_entries, asker.service.settings.audit, wanted, cursor=cursor, limit=limit)
    rows = [
        {**asdict(one.entry), "segment": one.segment, "n": one.n, "written_at": one.written_at}
        for one in page.records
    ]
    return {"rows": rows, "cursor": page.cursor or None}
