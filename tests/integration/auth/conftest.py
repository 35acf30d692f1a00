"""An open async store for each test body, and somebody who may make accounts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from api.auth.principal import local_principal
from graph.store import AsyncStore, Store, open_async_store
from graph.store.testing import EngineServer

Body = Callable[[AsyncStore], Awaitable[None]]
Run = Callable[[Body], None]
OPERATOR = local_principal("tester")


@pytest.fixture
def run(store: Store, engine_server: EngineServer) -> Run:
    """Run one test body on an empty store."""

    def running(body: Body) -> None:
        async def main() -> None:
            async with await open_async_store(
                engine_server.url, credentials=engine_server.credentials
            ) as opened:
                await body(opened)

        asyncio.run(main())

    return running
