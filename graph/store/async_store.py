"""The same store for asynchronous callers (the API)."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self, TypeVar, cast

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from graph import queries
from graph.queries import Query
from graph.store import core, moments
from graph.store.address import Credentials
from graph.store.asking import Plan, seq_plan
from graph.store.dialect import Dialect, version_of
from graph.store.gate import FileGate
from graph.store.retry import Attempts, StoreSettings, explain, is_lost

T = TypeVar("T")
_DRIVER_ERRORS: Final = (Neo4jError, DriverError, OSError)


@dataclass(frozen=True)
class AsyncWriteTransaction:
    """One running write transaction; see `WriteTransaction`."""

    seq: int
    at: str
    _transaction: neo4j.AsyncTransaction

    async def run(self, query: str | Query, **params: Any) -> list[dict[str, Any]]:
        """Run one query in this transaction; ``seq`` is filled in where it is declared."""
        found = core.find_query(query, reading=False)
        values = core.bind(found, params, seq=self.seq)
        result = await self._transaction.run(found.cypher, values)
        return core.rows_of([record async for record in result])


class AsyncStore:
    """As `Store`, awaited; get it by `open_async_store`."""

    def __init__(self, url: str, *, credentials: Credentials | None, settings: StoreSettings) -> None:
        self.url = url
        self._address, self._credentials = core.checked(url, credentials)
        self._settings = settings
        self._connecting = asyncio.Lock()
        self._driver: neo4j.AsyncDriver
        self._dialect: Dialect

    @property
    def engine(self) -> str:
        """``neo4j`` or ``arcadedb``."""
        return self._dialect.engine

    @property
    def version(self) -> str:
        """Version of the engine."""
        return version_of(self._agent)

    async def head_seq(self) -> int:
        """The newest commit number; 0 in an empty store."""
        rows = await self.read("read/commit/head")
        return int(rows[0]["seq"]) if rows else 0

    async def seq_at(self, known_at: str) -> int:
        """The last commit number of a day, a time, or ``seq:N``; see `Store.seq_at`."""
        seq = await self.ask(seq_plan(known_at))
        return await self.head_seq() if seq is None else seq

    async def ask(self, plan: Plan[T]) -> T:
        """The answer of a plan, each of its reads awaited here (see `graph.store.asking`)."""
        try:
            wanted = next(plan)
            while True:
                wanted = plan.send(await self.read(wanted.query, **wanted.params))
        except StopIteration as end:
            return cast(T, end.value)

    async def read(self, query: str | Query, **params: Any) -> list[dict[str, Any]]:
        """Rows of a read query; ``seq`` defaults to the newest commit number."""
        return core.rows_of(await self._read(core.find_query(query, reading=True), params))

    async def read_columns(self, query: str | Query, **params: Any) -> dict[str, list[Any]]:
        """The one row of a query that collects columns."""
        found = core.find_query(query, reading=True)
        return core.columns_of(found, await self._read(found, params))

    async def _read(self, query: Query, params: dict[str, Any]) -> list[neo4j.Record]:
        async def records(
            session: neo4j.AsyncSession, one: Query, values: dict[str, Any]
        ) -> list[neo4j.Record]:
            result = await session.run(core.driver_query(one, self._settings.read_timeout), values)
            return [record async for record in result]

        async def attempt() -> list[neo4j.Record]:
            async with self._session(neo4j.READ_ACCESS) as session:
                seq = None
                if core.needs_head(query, params):
                    head = await records(session, queries.get("read/commit/head"), {})
                    seq = int(head[0]["seq"]) if head else 0
                return await records(session, query, core.bind(query, params, seq=seq))

        return await self._retrying(query.name, attempt)

    async def write(self, work: Callable[[AsyncWriteTransaction], Awaitable[T]], *, by: str, why: str) -> T:
        """Run `work` in one numbered transaction; see `Store.write`."""
        with core.alone():
            return await self._retrying("write", lambda: self._write_once(work, by, why))

    async def _write_once(
        self, work: Callable[[AsyncWriteTransaction], Awaitable[T]], by: str, why: str
    ) -> T:
        take = queries.get("write/commit/take_commit")
        token = uuid.uuid4().hex
        async with self._gate(), self._session(neo4j.WRITE_ACCESS) as session:
            transaction = await session.begin_transaction(
                metadata={"by": by, "why": why}, timeout=self._settings.write_timeout
            )
            async with transaction:
                now = moments.now_text()
                taken = await transaction.run(take.cypher, {"now": now, "by": by, "why": why, "token": token})
                commit = await taken.single(strict=True)
                seq = int(commit["seq"])
                result = await work(AsyncWriteTransaction(seq, str(commit["at"]), transaction))
                try:
                    await transaction.commit()
                except _DRIVER_ERRORS as error:
                    if not is_lost(error) or not await self._was_taken(seq, token):
                        raise
            await self._run_alone("write/commit/publish", number=seq, at=str(commit["at"]))
            return result

    async def _run_alone(self, name: str, **params: Any) -> None:
        query = queries.get(name)

        async def attempt() -> None:
            async with self._session(neo4j.WRITE_ACCESS) as session:
                await (await session.run(query.cypher, params)).consume()

        await self._retrying(name, attempt)

    async def settle(self) -> None:
        """Show readers a commit whose writer died before it could; see `Store.settle`."""
        taken = core.left_behind(await self.read("read/commit/unpublished"))
        if not taken:
            return
        await asyncio.sleep(core.PUBLISHED_WITHIN)
        if core.left_behind(await self.read("read/commit/unpublished"), taken):
            async with self._gate():
                await self._run_alone("write/commit/publish_all")

    async def _was_taken(self, seq: int, token: str) -> bool:
        await self._reconnect()
        rows = await self.read("read/commit/token_of", number=seq)
        return bool(rows) and rows[0]["token"] == token

    @contextlib.asynccontextmanager
    async def _gate(self) -> AsyncIterator[None]:
        gate = self._dialect.write_gate()
        if gate is None:
            yield
            return
        await _acquire(gate)
        try:
            yield
        finally:
            gate.release()

    async def _connect(self) -> None:
        attempts = Attempts(self._settings, self.url)
        while True:
            endpoint = await asyncio.to_thread(core.resolve, self._address, self._credentials)
            driver = neo4j.AsyncGraphDatabase.driver(
                endpoint.bolt_url, auth=endpoint.auth, **core.driver_options(self._settings)
            )
            try:
                self._agent = str((await driver.get_server_info()).agent)
            except _DRIVER_ERRORS as error:
                await driver.close()
                if self._address.folder is None or attempts.count >= 3:
                    raise explain(error, self.url) from error
                await asyncio.sleep(attempts.wait_after(error))
                continue
            self._dialect = endpoint.dialect(self._agent)
            self._database = endpoint.database or self._dialect.default_database
            self._driver = driver
            return

    async def _reconnect(self) -> None:
        if self._address.folder is None:
            return
        lost = self._driver
        async with self._connecting:
            if self._driver is not lost:
                return
            try:
                await lost.verify_connectivity()
            except _DRIVER_ERRORS:
                await lost.close()
                await self._connect()

    def _session(self, mode: str) -> neo4j.AsyncSession:
        return self._driver.session(database=self._database, default_access_mode=mode)

    async def _retrying(self, name: str, attempt: Callable[[], Awaitable[T]]) -> T:
        attempts = Attempts(self._settings, name)
        while True:
            try:
                return await attempt()
            except _DRIVER_ERRORS as error:
                wait = attempts.wait_after(error)
                if is_lost(error):
                    await self._reconnect()
                await asyncio.sleep(wait)

    async def close(self) -> None:
        """Close the connections."""
        await self._driver.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


class _Waiter:
    """Waits for the gate in a thread; whoever gives up meanwhile gets it never, the next one does.

    The thread itself hands the gate back: a callback of the loop would not run if the loop ends first.
    """

    def __init__(self, gate: FileGate) -> None:
        self._gate, self._lock = gate, threading.Lock()
        self._has_it = self._gave_up = False

    def wait(self) -> None:
        self._gate.acquire()
        with self._lock:
            self._has_it = not self._gave_up
        if self._gave_up:
            self._gate.release()

    def give_up(self) -> None:
        with self._lock:
            self._gave_up = not self._has_it
        if self._has_it:
            self._gate.release()


async def _acquire(gate: FileGate) -> None:
    """Wait for the gate without blocking the loop."""
    waiter = _Waiter(gate)
    try:
        await asyncio.to_thread(waiter.wait)
    except asyncio.CancelledError:
        waiter.give_up()
        raise


async def open_async_store(
    url: str, *, credentials: Credentials | None = None, settings: StoreSettings | None = None
) -> AsyncStore:
    """Open a store for asynchronous use; see `open_store`."""
    store = AsyncStore(url, credentials=credentials, settings=settings or StoreSettings())
    await store._connect()
    await store.settle()
    return store
