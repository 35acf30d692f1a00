"""The async store keeps the same contract."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from graph.store import AsyncStore, AsyncWriteTransaction, Store, open_async_store
from graph.store.testing import EngineServer


def run(server: EngineServer, body: Callable[[AsyncStore], Awaitable[None]]) -> None:
    """Run one test body on an open async store."""

    async def main() -> None:
        async with await open_async_store(server.url, credentials=server.credentials) as opened:
            await body(opened)

    asyncio.run(main())


async def put(transaction: AsyncWriteTransaction) -> int:
    """Write something small."""
    await transaction.run("write/meta/put_value", name="a", value=str(transaction.seq))
    return transaction.seq


def test_concurrent_tasks_get_serial_numbers(store: Store, engine_server: EngineServer) -> None:
    async def body(opened: AsyncStore) -> None:
        taken = await asyncio.gather(*(opened.write(put, by="test", why="tasks") for _ in range(20)))
        assert sorted(taken) == list(range(1, 21))
        assert await opened.head_seq() == 20
        assert (await opened.read("read/meta/value", name="a")) == [{"value": "20"}]
        assert await opened.seq_at("seq:5") == 5
        assert await opened.seq_at("2000-01-01") == 0
        assert opened.engine == store.engine and opened.version == store.version

    run(engine_server, body)


def test_a_failed_task_leaves_nothing_and_lets_the_next_through(
    store: Store, engine_server: EngineServer
) -> None:
    async def broken(transaction: AsyncWriteTransaction) -> None:
        await put(transaction)
        raise ValueError("stop here")

    async def body(opened: AsyncStore) -> None:
        with pytest.raises(ValueError, match="stop here"):
            await opened.write(broken, by="test", why="rollback")
        assert await opened.write(put, by="test", why="next") == 1

    run(engine_server, body)


def test_a_cancelled_waiter_does_not_keep_the_gate(store: Store, engine_server: EngineServer) -> None:
    async def slow(transaction: AsyncWriteTransaction) -> int:
        await asyncio.sleep(0.3)
        return transaction.seq

    async def body(opened: AsyncStore) -> None:
        first = asyncio.ensure_future(opened.write(slow, by="test", why="slow"))
        await asyncio.sleep(0.1)
        waiter = asyncio.ensure_future(opened.write(put, by="test", why="cancelled"))
        await asyncio.sleep(0.1)
        waiter.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiter
        assert await first == 1
        assert await asyncio.wait_for(opened.write(put, by="test", why="next"), 10) == 2

    run(engine_server, body)
    assert store.head_seq() == 2
