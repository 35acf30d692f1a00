"""Accounts and department keys for administrators; signing in through an identity provider."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query, Response
from fastapi.responses import RedirectResponse

from api.auth.administration import rescope_account, unlock_account
from api.auth.keys import issue_key, revoke_key
from api.auth.oidc import OidcClient
from api.auth.permissions import Permission
from api.deps import Asker, Service, ServiceDep, asker
from api.routers.shared import PROBLEMS, Limit
from api.schemas.accounts import (
    AccountAsk,
    AccountsPageOut,
    FirstPasswordOut,
    IdentityAsk,
    IssuedKeyOut,
    KeyAsk,
    KeysPageOut,
    OidcAsk,
    ScopeAsk,
    StateAsk,
)
from api.schemas.system import SignedInOut
from api.services.accounts_admin import (
    accounts_page,
    keys_page,
    link_identity,
    open_account,
    renew_password,
    set_disabled,
)
from graph.errors import NotFoundError

router = APIRouter(responses=PROBLEMS)
Manager = Annotated[Asker, Depends(asker(Permission.MANAGE_ACCOUNTS))]
KeyManager = Annotated[Asker, Depends(asker(Permission.MANAGE_KEYS))]
AccountId = Annotated[str, Path(min_length=1, max_length=64)]
After = Annotated[str, Query(pattern=r"^[a-z0-9._-]*$", max_length=64, description="上一页给出的游标")]
BINDING: Final = "creditgraph_sign_in"
_BINDING_SECONDS: Final = 600
_NOTHING: Final = 204


@router.get("/accounts", response_model=AccountsPageOut, tags=["账户"], summary="账户清单")
async def accounts(asker: Manager, cursor: After = "", limit: Limit = 50) -> Any:
    """By sign-in name; no password and no hash."""
    return await accounts_page(asker.service.store, by=asker.principal, after=cursor, limit=limit)


@router.post("/accounts", response_model=FirstPasswordOut, tags=["账户"], summary="新建账户", status_code=201)
async def create(asker: Manager, body: AccountAsk) -> Any:
    """The answer holds the first password; it is told once."""
    return await open_account(asker.service.store, by=asker.principal, **body.model_dump())


@router.put(
    "/accounts/{account_id}/scope", tags=["账户"], summary="更改角色、机关和辖区", status_code=_NOTHING
)
async def rescope(asker: Manager, account_id: AccountId, body: ScopeAsk) -> Response:
    """It acts on the account's next request."""
    await rescope_account(asker.service.store, account_id, by=asker.principal, **body.model_dump())
    return _changed(asker.service)


@router.put("/accounts/{account_id}/state", tags=["账户"], summary="停用或恢复账户", status_code=_NOTHING)
async def disable(asker: Manager, account_id: AccountId, body: StateAsk) -> Response:
    """Disabling ends all sessions; nobody disables himself."""
    await set_disabled(asker.service.store, account_id, body.disabled, by=asker.principal)
    return _changed(asker.service)


@router.delete("/accounts/{account_id}/lock", tags=["账户"], summary="解除锁定", status_code=_NOTHING)
async def unlock(asker: Manager, account_id: AccountId) -> Response:
    """The lock that five wrong passwords have set; the password stays."""
    await unlock_account(asker.service.store, account_id, by=asker.principal)
    return _changed(asker.service)


@router.post(
    "/accounts/{account_id}/password",
    response_model=FirstPasswordOut,
    tags=["账户"],
    summary="重置首次口令",
    status_code=201,
)
async def reset(asker: Manager, account_id: AccountId) -> Any:
    """The answer holds the new first password; sessions end, a lock opens."""
    found = await renew_password(asker.service.store, account_id, by=asker.principal)
    _changed(asker.service)
    return found


@router.put(
    "/accounts/{account_id}/identity", tags=["账户"], summary="关联统一身份认证", status_code=_NOTHING
)
async def link(asker: Manager, account_id: AccountId, body: IdentityAsk) -> Response:
    """From then on only the provider opens the account."""
    await link_identity(
        asker.service.store, account_id, issuer=body.issuer, subject=body.subject, by=asker.principal
    )
    return _changed(asker.service)


@router.get("/keys", response_model=KeysPageOut, tags=["部门密钥"], summary="部门密钥清单")
async def keys(asker: KeyManager, cursor: After = "", limit: Limit = 50) -> Any:
    """With their scope and end; no secret."""
    return await keys_page(asker.service.store, by=asker.principal, after=cursor, limit=limit)


@router.post("/keys", response_model=IssuedKeyOut, tags=["部门密钥"], summary="签发部门密钥", status_code=201)
async def issue(asker: KeyManager, body: KeyAsk) -> Any:
    """The answer holds the key; it is told once."""
    made = await issue_key(asker.service.store, by=asker.principal, **body.model_dump())
    return {"key_id": made.key_id, "key": made.key, "expires_at": made.expires_at}


@router.delete("/keys/{key_id}", tags=["部门密钥"], summary="撤销部门密钥", status_code=_NOTHING)
async def revoke(asker: KeyManager, key_id: Annotated[str, Path(min_length=1, max_length=64)]) -> Response:
    """The key is void at once; revoking it again changes nothing."""
    await revoke_key(asker.service.store, key_id, by=asker.principal)
    return _changed(asker.service)


def _changed(service: Service) -> Response:
    """Nobody goes on as who he was a second ago."""
    service.principals.clear()
    return Response(status_code=_NOTHING)


@router.get(
    "/sessions/oidc",
    tags=["登录"],
    summary="经统一身份认证登录：转到提供方",
    status_code=303,
    response_class=RedirectResponse,
)
async def begin_oidc(service: ServiceDep) -> Response:
    """For a browser: it is sent to the provider, and a cookie ties the answer to it."""
    client = _oidc(service)
    start = await client.begin()
    answer = RedirectResponse(start.url, status_code=303)
    answer.set_cookie(
        BINDING,
        start.binding,
        max_age=_BINDING_SECONDS,
        path="/",
        httponly=True,
        samesite="lax",
        secure=client.secure,
    )
    return answer


@router.post(
    "/sessions/oidc",
    response_model=SignedInOut,
    tags=["登录"],
    summary="经统一身份认证登录：完成",
    status_code=201,
)
async def finish_oidc(service: ServiceDep, body: OidcAsk) -> Any:
    """For the page to which the provider sent the browser back."""
    signed = await _oidc(service).finish(
        service.store, state=body.state, code=body.code, binding=body.binding
    )
    return {
        "token": signed.token,
        "expires_at": signed.expires_at,
        "must_change": signed.principal.must_change,
    }


def _oidc(service: Service) -> OidcClient:
    if service.oidc is None:
        raise NotFoundError("没有配置统一身份认证", todo="用登录名和口令登录")
    return service.oidc
