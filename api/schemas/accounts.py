"""What administrators ask and are answered about accounts and keys; signing in through a provider."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from api.schemas.answers import Answer
from api.schemas.system import Ask

Scope = Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=50)]


class AccountOut(Answer):
    """One account: no password, no hash."""

    account_id: str
    login: str
    display_name: str
    role: str
    role_zh: str
    authorities: list[str]
    districts: list[str]
    issuer: str = Field(description="统一身份认证的提供方，本地账户为空")
    identity: str = Field(description="在提供方处的主体标识")
    must_change: bool
    disabled: bool
    locked_until: str = Field(description="因输错口令锁定到何时，未锁定为空")
    created_at: str


class AccountsPageOut(Answer):
    """A page of accounts."""

    rows: list[AccountOut]
    cursor: str | None


class AccountAsk(Ask):
    """A new account."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "login": "li.si",
                    "display_name": "李四",
                    "role": "OFFICER",
                    "authorities": ["11411300"],
                    "districts": ["411302"],
                }
            ]
        },
    )

    login: str = Field(min_length=1, max_length=64)
    display_name: str = Field(min_length=1, max_length=64)
    role: str = Field(max_length=32)
    authorities: Scope = Field(default_factory=list)
    districts: Scope = Field(default_factory=list)


class FirstPasswordOut(Answer):
    """A first password: told once, to be changed at the first sign-in."""

    account_id: str
    login: str
    first_password: str


class ScopeAsk(Ask):
    """What an account is here for and what it may see."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"role": "OFFICER", "authorities": ["11411300"], "districts": []}]},
    )

    role: str = Field(max_length=32)
    authorities: Scope
    districts: Scope


class StateAsk(Ask):
    """Whether an account is disabled."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"disabled": True}]})

    disabled: bool


class IdentityAsk(Ask):
    """Who opens the account at the identity provider."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"issuer": "https://login.example", "subject": "u-17"}]},
    )

    issuer: str = Field(min_length=1, max_length=400)
    subject: str = Field(min_length=1, max_length=400)


class KeyOut(Answer):
    """One department key: no secret."""

    key_id: str
    name: str
    authority: str
    districts: list[str]
    purposes: list[str]
    created_at: str
    created_by: str
    expires_at: str
    revoked_at: str
    state: Literal["VALID", "EXPIRED", "REVOKED"]


class KeysPageOut(Answer):
    """A page of department keys."""

    rows: list[KeyOut]
    cursor: str | None


class KeyAsk(Ask):
    """A new department key."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"name": "招标系统", "authority": "11411300", "days": 365, "purposes": ["TENDER"]}]
        },
    )

    name: str = Field(min_length=1, max_length=64)
    authority: str = Field(min_length=1, max_length=64)
    days: int = Field(ge=1, le=730)
    districts: Scope = Field(default_factory=list)
    purposes: Scope = Field(default_factory=list)


class IssuedKeyOut(Answer):
    """A key at its birth: told once, kept as a digest."""

    key_id: str
    key: str
    expires_at: str


class OidcAsk(Ask):
    """What the identity provider sent back, and the secret of the browser that began."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"state": "s", "code": "c", "binding": "b"}]}
    )

    state: str = Field(min_length=1, max_length=200)
    code: str = Field(min_length=1, max_length=4000)
    binding: str = Field(min_length=1, max_length=200)
