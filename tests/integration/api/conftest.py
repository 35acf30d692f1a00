"""The API over a small synthetic city, with somebody of every role signed in."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from api.auth.accounts import change_password, create_account, sign_in
from api.auth.keys import issue_key
from api.auth.principal import ACCOUNT_ROLES, Role, local_principal
from api.main import PREFIX, create_app
from api.settings import ApiSettings
from graph.derivation import derive
from graph.identity.keys import load_or_create_keys
from graph.store import AsyncStore, Store, open_async_store
from graph.store.testing import EngineServer, empty
from ingest.pipeline import ingest_paths
from ingest.synthetic import generate_city

TODAY = "2026-11-23"
LOCAL = local_principal("tests")


@dataclass(frozen=True)
class World:
    """A served city."""

    http: httpx.Client
    app: FastAPI
    store: Store
    server: EngineServer
    home: Path
    city: Path
    tokens: dict[Role, str]

    def ask(self, role: Role, method: str, path: str, **more: Any) -> httpx.Response:
        """One request in a role."""
        token = self.tokens.get(role, "")
        return self.by(token, method, path, **more)

    def by(self, token: str, method: str, path: str, **more: Any) -> httpx.Response:
        """One request with a token."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers |= more.pop("headers", {})
        answer: httpx.Response = self.http.request(method, f"{PREFIX}{path}", headers=headers, **more)
        return answer

    def key(self, **scopes: Any) -> str:
        """A department's key, limited to districts or purposes."""

        async def make() -> str:
            async with await open_async_store(self.server.url, credentials=self.server.credentials) as store:
                wanted = {"authority": "114", **scopes}
                return (await issue_key(store, by=LOCAL, name="tests", days=30, **wanted)).key

        return asyncio.run(make())

    def account(self, login: str, role: Role, **scopes: Any) -> str:
        """The session of a new account, limited to districts or authorities."""

        async def make() -> str:
            async with await open_async_store(self.server.url, credentials=self.server.credentials) as store:
                return await _signed_in(store, login, role, **scopes)

        return asyncio.run(make())


async def _signed_in(store: AsyncStore, login: str, role: Role, **scopes: Any) -> str:
    first, password = "first horse battery 1", "second horse battery 2"
    await create_account(
        store, by=LOCAL, login=login, display_name=role.zh, role=role, password=first, **scopes
    )
    signed = await sign_in(store, login, first)
    return (await change_password(store, signed.principal, first, password)).token


async def _tokens(server: EngineServer) -> dict[Role, str]:
    tokens = {}
    async with await open_async_store(server.url, credentials=server.credentials) as store:
        for role in ACCOUNT_ROLES:
            scopes = {"authorities": ("113",)} if role is Role.OFFICER else {}
            tokens[role] = await _signed_in(store, role.value.lower(), role, **scopes)
        key = await issue_key(store, by=LOCAL, name="tests", authority="114", days=30)
        tokens[Role.DEPARTMENT] = key.key
    return tokens


@pytest.fixture(scope="package")
def world(
    engine_server: EngineServer, engine_store: Store, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The city is loaded once for each engine and all files of this folder."""
    empty(engine_store)
    home = tmp_path_factory.mktemp("api")
    generate_city(home / "city", entities=500, seed=3, today=TODAY)
    keys = load_or_create_keys(home / "keys")
    ingest_paths(engine_store, keys, [home / "city"])
    derive(engine_store, today=TODAY)
    settings = ApiSettings(
        store=engine_server.url,
        home=home,
        keys=home / "keys",
        audit=home / "audit",
        credentials=engine_server.credentials,
    )
    tokens = asyncio.run(_tokens(engine_server))
    app = create_app(settings)
    with served(app) as base, httpx.Client(base_url=base, timeout=60, trust_env=False) as http:
        yield World(http, app, engine_store, engine_server, home, home / "city", tokens)


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The application behind a real server, on a free port of its own."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, ws="none"))
        # A test that fails must not leave a thread for which the runner waits for ever.
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        until = time.monotonic() + 60
        while not server.started and thread.is_alive() and time.monotonic() < until:
            time.sleep(0.02)
        assert server.started, "the application did not start"
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(60)


@pytest.fixture(scope="session")
def served_app() -> Callable[[FastAPI], AbstractContextManager[str]]:
    """`served`, for applications that a test makes itself."""
    return served
