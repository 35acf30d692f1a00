"""Signing in through an identity provider: OpenID Connect, authorization code flow with PKCE.

The provider vouches for `issuer|subject` and for nothing else: which account that is, and what it may do, was
set by an administrator. What one sign-in needs between its two requests (state, nonce, verifier) is kept in
this process for ten minutes and taken out when used, so a state works once; a second secret in the browser's
cookie ties it to the browser that began.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.auth.accounts import sign_in_subject
from api.auth.errors import NotSignedInError
from api.auth.sessions import SignedIn, digest
from graph.errors import SettingsError
from graph.store import AsyncStore

ALGORITHMS: Final = ("RS256", "ES256")
_PENDING_SECONDS: Final = 600
_PENDING_MAX: Final = 10_000
_LEEWAY: Final = 30
_KEYS_SECONDS: Final = 3600.0
# A token can name any key id, so asking for new keys has its own pace.
_ROTATION_SECONDS: Final = 10.0
_TIMEOUT: Final = 5.0
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True)
class OidcSettings:
    """Which provider, and who we are to it.

    Parameters
    ----------
    issuer
        Its address, exactly as its tokens name it; https except on loopback.
    client_secret
        Empty for a public client; PKCE is used either way.
    redirect_uri
        Where the provider sends the browser back to.

    Raises
    ------
    SettingsError
        An address is not acceptable.
    """

    issuer: str
    client_id: str
    redirect_uri: str
    client_secret: str = field(default="", repr=False)
    scopes: tuple[str, ...] = ("openid",)
    algorithms: tuple[str, ...] = ALGORITHMS

    def __post_init__(self) -> None:
        _checked_url(self.issuer, "issuer")
        _checked_url(self.redirect_uri, "redirect_uri")
        if not self.client_id or "openid" not in self.scopes:
            raise SettingsError("统一身份认证缺少 client_id 或 openid 范围", where="oidc")
        if not self.algorithms or not set(self.algorithms) <= set(ALGORITHMS):
            raise SettingsError("统一身份认证的签名算法不在允许之列", where="oidc", todo="用 RS256 或 ES256")


@dataclass(frozen=True)
class OidcStart:
    """A sign-in that has begun.

    Parameters
    ----------
    url
        Where the browser goes.
    binding
        For a cookie (HttpOnly, Secure, SameSite=Lax, ten minutes) of the browser that began.
    """

    url: str
    state: str
    binding: str = field(repr=False)


@dataclass(frozen=True)
class _Pending:
    nonce: str
    verifier: str
    binding_hash: str
    until: float


class OidcClient:
    """One provider; one object for the life of the process.

    Parameters
    ----------
    settings
        Which provider.
    http
        The client to ask it with; its own, without redirects, by default.
    now
        Seconds since the epoch; for tests.
    """

    def __init__(
        self,
        settings: OidcSettings,
        *,
        http: httpx.AsyncClient | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._http = http or httpx.AsyncClient(timeout=_TIMEOUT, follow_redirects=False, trust_env=False)
        self._now = now
        self._pending: dict[str, _Pending] = {}
        self._about: dict[str, str] = {}
        self._keys = KeySet([])
        self._keys_at = float("-inf")

    @property
    def secure(self) -> bool:
        """Whether browsers come back over https, so that the cookie need not go without."""
        return self._settings.redirect_uri.startswith("https://")

    async def aclose(self) -> None:
        """Close the connections to the provider."""
        await self._http.aclose()

    async def begin(self) -> OidcStart:
        """Begin a sign-in.

        Raises
        ------
        NotSignedInError
            The provider does not answer as it should, or too many sign-ins are under way.
        """
        about = await self._discover()
        self._forget()
        if len(self._pending) >= _PENDING_MAX:
            raise NotSignedInError("正在登录的人太多", todo="稍后重试")
        state, nonce, verifier, binding = (secrets.token_urlsafe(32) for _ in range(4))
        until = self._now() + _PENDING_SECONDS
        self._pending[state] = _Pending(nonce, verifier, digest(binding), until)
        asked = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": self._settings.redirect_uri,
            "scope": " ".join(self._settings.scopes),
            "state": state,
            "nonce": nonce,
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
        }
        endpoint = about["authorization_endpoint"]
        return OidcStart(f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}", state, binding)

    async def finish(self, store: AsyncStore, *, state: str, code: str, binding: str) -> SignedIn:
        """End a sign-in with what the provider sent back.

        Parameters
        ----------
        binding
            From the cookie of the browser.

        Raises
        ------
        NotSignedInError
            The state is unknown, used or too old, or of another browser; the code or the ID token does not
            hold; or no account is linked to the subject.
        """
        pending = self._pending.pop(state, None)
        if (
            pending is None
            or pending.until <= self._now()
            or not hmac.compare_digest(pending.binding_hash, digest(binding))
        ):
            raise NotSignedInError("这次登录已失效或已用过", todo="重新登录")
        token = await self._exchange(code, pending.verifier)
        claims = await self._validated(token, pending.nonce)
        return await sign_in_subject(store, self._settings.issuer, str(claims["sub"]))

    def _forget(self) -> None:
        now = self._now()
        for state in [one for one, pending in self._pending.items() if pending.until <= now]:
            del self._pending[state]

    async def _discover(self) -> dict[str, str]:
        if not self._about:
            issuer = self._settings.issuer
            found = await self._json("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != issuer:
                raise _no_answer("发现文档的 issuer 不符")
            wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            self._about = {name: _provided_url(found.get(name)) for name in wanted}
        return self._about

    async def _exchange(self, code: str, verifier: str) -> str:
        about = await self._discover()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._settings.redirect_uri,
            "client_id": self._settings.client_id,
            "code_verifier": verifier,
        }
        if self._settings.client_secret:
            form["client_secret"] = self._settings.client_secret
        token = (await self._json("POST", about["token_endpoint"], form)).get("id_token")
        if not isinstance(token, str):
            raise _no_answer("没有返回 id_token")
        return token

    async def _validated(self, token: str, nonce: str) -> dict[str, Any]:
        """Claims of an ID token whose signature and claims hold."""
        try:
            header = _header(token)
            if header.get("alg") not in self._settings.algorithms:
                raise _refused()
            keys = await self._keys_for(header.get("kid"))
            claims = jwt.decode(token, keys, algorithms=list(self._settings.algorithms)).claims
            jwt.JWTClaimsRegistry(
                now=lambda: int(self._now()),
                leeway=_LEEWAY,
                iss={"essential": True, "value": self._settings.issuer},
                aud={"essential": True, "value": self._settings.client_id},
                sub={"essential": True},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": nonce},
            ).validate(claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise _refused() from error
        audience = claims["aud"]
        others = isinstance(audience, list) and len(audience) > 1
        if claims.get("azp", self._settings.client_id) != self._settings.client_id or (
            others and "azp" not in claims
        ):
            raise _refused()
        if not isinstance(claims["sub"], str):
            raise _refused()
        return dict(claims)

    async def _keys_for(self, kid: object) -> KeySet:
        """The provider's keys; read anew when old, or when a token names one that we do not have."""
        age = self._now() - self._keys_at
        known = any(key.kid == kid for key in self._keys.keys) if kid else bool(self._keys.keys)
        if age >= _KEYS_SECONDS or (not known and age >= _ROTATION_SECONDS):
            found = await self._json("GET", (await self._discover())["jwks_uri"])
            # Only public keys for signatures: an `oct` entry must not turn a public text into a secret.
            usable = [
                one
                for one in found.get("keys", [])
                if isinstance(one, dict)
                and one.get("kty") in ("RSA", "EC")
                and one.get("use", "sig") == "sig"
            ]
            self._keys = KeySet.import_key_set({"keys": usable})
            self._keys_at = self._now()
        return self._keys

    async def _json(self, method: str, url: str, form: dict[str, str] | None = None) -> dict[str, Any]:
        try:
            answer = await self._http.request(method, url, data=form, headers={"Accept": "application/json"})
            answer.raise_for_status()
            found = answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise _no_answer(type(error).__name__) from error
        if not isinstance(found, dict):
            raise _no_answer("返回的不是 JSON 对象")
        return found


def _checked_url(url: str, name: str) -> str:
    parts = urlsplit(url)
    local = parts.scheme == "http" and parts.hostname in _LOOPBACK
    if not parts.hostname or parts.fragment or not (parts.scheme == "https" or local):
        raise SettingsError("统一身份认证的地址须为 https", where=name, todo="只有本机地址可以用 http")
    return url


def _provided_url(url: object) -> str:
    try:
        return _checked_url(str(url or ""), "discovery")
    except (SettingsError, ValueError) as error:
        raise _no_answer("发现文档中的地址不符") from error


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _header(token: str) -> dict[str, Any]:
    """The unverified header: only to refuse early and to see which key is named."""
    part = token.partition(".")[0]
    found = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    if not isinstance(found, dict):
        raise ValueError("header")
    return found


def _refused() -> NotSignedInError:
    return NotSignedInError("统一身份认证的凭证未通过校验", todo="重新登录；仍不行时请联系系统管理员")


def _no_answer(why: str) -> NotSignedInError:
    return NotSignedInError("统一身份认证没有正确应答", where=why, todo="稍后重试；仍不行时请联系系统管理员")
