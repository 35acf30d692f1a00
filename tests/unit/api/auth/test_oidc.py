"""Signing in through a small issuer of our own, spoken to over ASGI."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI, Form
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from api.auth import oidc
from api.auth.errors import NotSignedInError
from api.auth.oidc import OidcClient, OidcSettings
from api.auth.principal import Kind, Principal, Role
from api.auth.sessions import SignedIn
from graph.errors import SettingsError

ISSUER = "https://login.example"
SETTINGS = OidcSettings(ISSUER, "creditgraph", "http://127.0.0.1:8501/callback")
Body = Callable[[OidcClient], Awaitable[None]]


@dataclass
class Issuer:
    """Signs what a test tells it to, for codes whose verifier fits the challenge."""

    key: Any = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    algorithm: str = "RS256"
    changes: dict[str, Any] = field(default_factory=dict)
    raw: str = ""
    challenges: dict[str, tuple[str, str]] = field(default_factory=dict)
    jwks_asked: int = 0
    about: dict[str, str] = field(
        default_factory=lambda: {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/jwks",
        }
    )

    def authorize(self, url: str) -> str:
        """The browser goes to the provider and comes back with a code."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert asked["response_type"] == "code" and asked["code_challenge_method"] == "S256"
        self.challenges["the-code"] = (asked["code_challenge"], asked["nonce"])
        return "the-code"

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {
            "iss": ISSUER, "aud": "creditgraph", "sub": "u-1", "iat": now, "exp": now + 60, "nonce": nonce,
            **self.changes,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.algorithm == "none":
            parts = [{"alg": "none"}, claims]
            texts = [
                base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode() for one in parts
            ]
            return f"{texts[0]}.{texts[1]}."
        header = {"alg": self.algorithm, "kid": self.key.kid}
        return jwt.encode(header, claims, self.key, algorithms=[self.algorithm])

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/.well-known/openid-configuration")
        def discovery() -> dict[str, str]:
            return self.about

        @app.get("/jwks")
        def jwks() -> dict[str, Any]:
            self.jwks_asked += 1
            found: dict[str, Any] = dict(KeySet([self.key]).as_dict(private=False))
            return found

        @app.post("/token")
        def token(code: str = Form(), code_verifier: str = Form()) -> dict[str, str]:
            challenge, nonce = self.challenges.pop(code)
            made = base64.urlsafe_b64encode(hashlib.sha256(code_verifier.encode()).digest()).rstrip(b"=")
            assert made.decode() == challenge
            return {"id_token": self.raw or self.id_token(nonce), "token_type": "Bearer"}

        return app


@pytest.fixture
def issuer() -> Issuer:
    """An issuer that does everything right until told otherwise."""
    return Issuer()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Who was let in; the account behind a subject is tested with a store."""
    found: list[tuple[str, str]] = []

    async def sign_in_subject(store: Any, issuer: str, subject: str) -> SignedIn:
        found.append((issuer, subject))
        return SignedIn("t", Principal("account:1", Kind.ACCOUNT, "某人", Role.OFFICER), "")

    monkeypatch.setattr(oidc, "sign_in_subject", sign_in_subject)
    return found


def run(issuer: Issuer, body: Body, now: Callable[[], float] = time.time) -> None:
    async def main() -> None:
        transport = httpx.ASGITransport(app=issuer.app())
        async with httpx.AsyncClient(transport=transport) as http:
            await body(OidcClient(SETTINGS, http=http, now=now))

    asyncio.run(main())


async def sign_in(client: OidcClient, issuer: Issuer) -> SignedIn:
    start = await client.begin()
    code = issuer.authorize(start.url)
    store: Any = None
    return await client.finish(store, state=start.state, code=code, binding=start.binding)


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_a_good_token_opens_a_session_for_its_subject(
    issuer: Issuer, opened: list[tuple[str, str]], algorithm: str
) -> None:
    issuer.algorithm = algorithm
    if algorithm == "ES256":
        issuer.key = ECKey.generate_key("P-256", {"kid": "one"})

    async def body(client: OidcClient) -> None:
        await sign_in(client, issuer)

    run(issuer, body)
    assert opened == [(ISSUER, "u-1")]


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "another"}, {"aud": None}, {"aud": ["creditgraph", "another"]},
        {"aud": ["creditgraph", "another"], "azp": "another"}, {"iss": "https://evil.example"}, {"iss": None},
        {"exp": 1000}, {"exp": None}, {"nonce": "another"}, {"nonce": None}, {"sub": None}, {"sub": ""},
        {"sub": 5}, {"iat": 9999999999}, {"nbf": 9999999999},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_with_a_wrong_claim_opens_nothing(
    issuer: Issuer, opened: list[tuple[str, str]], changes: dict[str, Any]
) -> None:
    issuer.changes = changes

    async def body(client: OidcClient) -> None:
        with pytest.raises(NotSignedInError):
            await sign_in(client, issuer)

    run(issuer, body)
    assert opened == []


def test_unsigned_foreign_and_broken_tokens_open_nothing(
    issuer: Issuer, opened: list[tuple[str, str]]
) -> None:
    stranger = Issuer()

    async def body(client: OidcClient) -> None:
        start = await client.begin()
        nonce = parse_qs(urlsplit(start.url).query)["nonce"][0]
        unsigned = Issuer(key=issuer.key, algorithm="none").id_token(nonce)
        good = issuer.id_token(nonce)
        confused = Issuer(key=issuer.key).id_token(nonce).replace("RS256", "HS256")
        for raw in (
            unsigned,
            stranger.id_token(nonce),
            good[:-6] + "AAAAAA",
            confused,
            "x",
            "a.b.c",
            "..",
            "[]",
        ):
            issuer.raw = raw
            with pytest.raises(NotSignedInError):
                await sign_in(client, issuer)

    run(issuer, body)
    assert opened == []


def test_a_state_works_once_in_its_own_browser_and_for_ten_minutes(
    issuer: Issuer, opened: list[tuple[str, str]]
) -> None:
    clock = [time.time()]

    async def body(client: OidcClient) -> None:
        store: Any = None
        start = await client.begin()
        code = issuer.authorize(start.url)
        await client.finish(store, state=start.state, code=code, binding=start.binding)
        issuer.authorize(start.url)
        for state, binding in ((start.state, start.binding), ("unknown", start.binding)):
            with pytest.raises(NotSignedInError):
                await client.finish(store, state=state, code=code, binding=binding)
        other = await client.begin()
        with pytest.raises(NotSignedInError):
            await client.finish(store, state=other.state, code=code, binding=start.binding)
        late = await client.begin()
        clock[0] += 601
        with pytest.raises(NotSignedInError):
            await client.finish(store, state=late.state, code=code, binding=late.binding)

    run(issuer, body, now=lambda: clock[0])
    assert len(opened) == 1


def test_new_keys_of_the_issuer_are_fetched_but_not_for_every_odd_token(
    issuer: Issuer, opened: list[tuple[str, str]]
) -> None:
    clock = [time.time()]

    async def body(client: OidcClient) -> None:
        await sign_in(client, issuer)
        issuer.key = RSAKey.generate_key(2048, {"kid": "two"})
        with pytest.raises(NotSignedInError):
            await sign_in(client, issuer)
        assert issuer.jwks_asked == 1
        clock[0] += 11
        await sign_in(client, issuer)
        assert issuer.jwks_asked == 2

    run(issuer, body, now=lambda: clock[0])
    assert len(opened) == 2


@pytest.mark.parametrize(
    "change", [{"issuer": "https://evil.example"}, {"token_endpoint": "http://evil.example/token"}], ids=str
)
def test_a_discovery_document_that_leads_elsewhere_is_refused(issuer: Issuer, change: dict[str, str]) -> None:
    issuer.about |= change

    async def body(client: OidcClient) -> None:
        with pytest.raises(NotSignedInError):
            await client.begin()

    run(issuer, body)


def test_settings_refuse_plain_http_and_weak_algorithms() -> None:
    for wrong in (
        {"issuer": "http://login.example"},
        {"issuer": "file:///x"},
        {"algorithms": ("none",)},
        {"algorithms": ("HS256",)},
        {"scopes": ("profile",)},
    ):
        known: dict[str, Any] = {
            "issuer": ISSUER, "client_id": "c", "redirect_uri": "https://a.example/b", **wrong,
        }  # fmt: skip
        with pytest.raises(SettingsError):
            OidcSettings(**known)
