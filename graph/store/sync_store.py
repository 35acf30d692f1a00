"""The store: reads at a commit number, writes in numbered transactions."""

from __future__ import annotations

import contextlib
import threading
import time
import uuid
from collections.abc import Callable, Iterator
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
from graph.store.retry import Attempts, StoreSettings, explain, is_lost

T = TypeVar("T")
_DRIVER_ERRORS: Final = (Neo4jError, DriverError, OSError)


@dataclass(frozen=True)
class WriteTransaction:
    """One running write transaction.

    Parameters
    ----------
    seq
        Its commit number, stamped on what it opens and closes.
    at
        Its time, UTC; never earlier than that of a smaller number.
    """

    seq: int
    at: str
    _transaction: neo4j.Transaction

    def run(self, query: str | Query, **params: Any) -> list[dict[str, Any]]:
        """Run one query in this transaction; ``seq`` is filled in where it is declared."""
        found = core.find_query(query, reading=False)
        values = core.bind(found, params, seq=self.seq)
        return core.rows_of(list(self._transaction.run(found.cypher, values)))

    def send(self, query: str | Query, **params: Any) -> None:
        """Run one query whose rows nobody needs: the store works on it while the caller goes on.

        What goes wrong with it is raised by the next query of this transaction, or by its commit.
        """
        found = core.find_query(query, reading=False)
        self._transaction.run(found.cypher, core.bind(found, params, seq=self.seq))


class Store:
    """One graph store, whichever engine serves it; get it by `open_store`.

    Threads may share it. Every read is at one commit number; every write takes the next.
    """

    def __init__(self, url: str, *, credentials: Credentials | None, settings: StoreSettings) -> None:
        self.url = url
        self._address, self._credentials = core.checked(url, credentials)
        self._settings = settings
        self._connecting = threading.Lock()
        self._driver: neo4j.Driver
        self._dialect: Dialect
        self._connect()

    @property
    def engine(self) -> str:
        """``neo4j`` or ``arcadedb``."""
        return self._dialect.engine

    @property
    def version(self) -> str:
        """Version of the engine."""
        return version_of(self._agent)

    # -- reading

    def head_seq(self) -> int:
        """The newest commit number; 0 in an empty store."""
        rows = self.read("read/commit/head")
        return int(rows[0]["seq"]) if rows else 0

    def seq_at(self, known_at: str) -> int:
        """The last commit number of a day, a time (Shanghai unless it says), or ``seq:N``.

        Raises
        ------
        NotFoundError
            There is no such number yet.
        UsageError
            It is none of the three.
        """
        seq = self.ask(seq_plan(known_at))
        return self.head_seq() if seq is None else seq

    def ask(self, plan: Plan[T]) -> T:
        """The answer of a plan, each of its reads made here (see `graph.store.asking`)."""
        try:
            wanted = next(plan)
            while True:
                wanted = plan.send(self.read(wanted.query, **wanted.params))
        except StopIteration as end:
            return cast(T, end.value)

    def read(self, query: str | Query, **params: Any) -> list[dict[str, Any]]:
        """Rows of a read query; ``seq`` defaults to the newest commit number."""
        return core.rows_of(self._read(core.find_query(query, reading=True), params))

    def read_columns(self, query: str | Query, **params: Any) -> dict[str, list[Any]]:
        """The one row of a query that collects columns: the fast way to a big result."""
        found = core.find_query(query, reading=True)
        return core.columns_of(found, self._read(found, params))

    def _read(self, query: Query, params: dict[str, Any]) -> list[neo4j.Record]:
        def attempt() -> list[neo4j.Record]:
            with self._session(neo4j.READ_ACCESS) as session:
                seq = None
                if core.needs_head(query, params):
                    head = queries.get("read/commit/head")
                    found = list(session.run(core.driver_query(head, self._settings.read_timeout)))
                    seq = int(found[0]["seq"]) if found else 0
                values = core.bind(query, params, seq=seq)
                return list(session.run(core.driver_query(query, self._settings.read_timeout), values))

        return self._retrying(query.name, attempt)

    # -- writing

    def write(self, work: Callable[[WriteTransaction], T], *, by: str, why: str) -> T:
        """Run `work` in one numbered transaction.

        Parameters
        ----------
        work
            Is given the transaction; may run again after a transient error, so it must have no other
            effects than on the graph.
        by, why
            Who writes and for what; kept with the commit.

        Raises
        ------
        StoreConflictError
            Retries did not help.
        StoreUnavailableError
            The store does not answer.
        """
        with core.alone():
            return self._retrying("write", lambda: self._write_once(work, by, why))

    def _write_once(self, work: Callable[[WriteTransaction], T], by: str, why: str) -> T:
        take = queries.get("write/commit/take_commit")
        token = uuid.uuid4().hex
        with self._gate(), self._session(neo4j.WRITE_ACCESS) as session:
            transaction = session.begin_transaction(
                metadata={"by": by, "why": why}, timeout=self._settings.write_timeout
            )
            with transaction:
                now = moments.now_text()
                taken = transaction.run(take.cypher, {"now": now, "by": by, "why": why, "token": token})
                commit = taken.single(strict=True)
                result = work(WriteTransaction(int(commit["seq"]), str(commit["at"]), transaction))
                try:
                    transaction.commit()
                except _DRIVER_ERRORS as error:
                    if not is_lost(error) or not self._was_taken(int(commit["seq"]), token):
                        raise
            self._run_alone("write/commit/publish", number=int(commit["seq"]), at=str(commit["at"]))
            return result

    def _run_alone(self, name: str, **params: Any) -> None:
        """One statement in a transaction of its own, without a number."""
        query = queries.get(name)

        def attempt() -> None:
            with self._session(neo4j.WRITE_ACCESS) as session:
                session.run(query.cypher, params).consume()

        self._retrying(name, attempt)

    def settle(self) -> None:
        """Show readers a commit whose writer died before it could; opening a store does so too."""
        taken = core.left_behind(self.read("read/commit/unpublished"))
        if not taken:
            return
        time.sleep(core.PUBLISHED_WITHIN)
        if core.left_behind(self.read("read/commit/unpublished"), taken):
            with self._gate():
                self._run_alone("write/commit/publish_all")

    def _was_taken(self, seq: int, token: str) -> bool:
        """Whether a commit whose answer was lost has happened: its number then bears our token."""
        self._reconnect()
        rows = self.read("read/commit/token_of", number=seq)
        return bool(rows) and rows[0]["token"] == token

    @contextlib.contextmanager
    def _gate(self) -> Iterator[None]:
        gate = self._dialect.write_gate()
        if gate is None:
            yield
            return
        gate.acquire()
        try:
            yield
        finally:
            gate.release()

    # -- schema and upkeep

    def apply_schema(self) -> bool:
        """Make constraints and indexes as the model declares them; False if they are already so."""
        if self.schema_is_current():
            return False
        for name in queries.names("schema/"):
            self._run_schema(queries.get(name).text)
        self._dialect.create_fulltext(self._run_schema, core.fulltext_indexes())
        self.write(
            lambda tx: tx.run("write/meta/put_value", name=core.SCHEMA_META, value=core.schema_digest()),
            by="creditgraph",
            why="schema",
        )
        return True

    def schema_is_current(self) -> bool:
        """Whether the store has the constraints and indexes that this version declares."""
        rows = self.read("read/meta/value", name=core.SCHEMA_META)
        return bool(rows) and rows[0]["value"] == core.schema_digest()

    def after_bulk_load(self, rows: int | None = None) -> None:
        """Call it after a bulk load: the engine waits for its indexes and plans anew.

        Parameters
        ----------
        rows
            How many were loaded: of few in a big graph its plans stay. None: many.
        """
        self._dialect.after_bulk_load(self._run_schema, rows)

    def _run_schema(self, text: str) -> list[dict[str, Any]]:
        def attempt() -> list[dict[str, Any]]:
            with self._session(neo4j.WRITE_ACCESS) as session:
                statement = neo4j.Query(text, timeout=None)  # type: ignore[arg-type, unused-ignore]
                return core.rows_of(list(session.run(statement)))

        return self._retrying("schema", attempt)

    # -- connection

    def _connect(self) -> None:
        """Connect; a server that was about to end when we found it is looked for again."""
        attempts = Attempts(self._settings, self.url)
        while True:
            endpoint = core.resolve(self._address, self._credentials)
            driver = neo4j.GraphDatabase.driver(
                endpoint.bolt_url, auth=endpoint.auth, **core.driver_options(self._settings)
            )
            try:
                self._agent = str(driver.get_server_info().agent)
            except _DRIVER_ERRORS as error:
                driver.close()
                if self._address.folder is None or attempts.count >= 3:
                    raise explain(error, self.url) from error
                time.sleep(attempts.wait_after(error))
                continue
            self._dialect = endpoint.dialect(self._agent)
            self._database = endpoint.database or self._dialect.default_database
            self._driver = driver
            return

    def _reconnect(self) -> None:
        """After a lost connection: an embedded server may have to be started again, elsewhere."""
        if self._address.folder is None:
            return
        lost = self._driver
        with self._connecting:
            if self._driver is not lost:
                return
            try:
                lost.verify_connectivity()
            except _DRIVER_ERRORS:
                lost.close()
                self._connect()

    def _session(self, mode: str) -> neo4j.Session:
        return self._driver.session(database=self._database, default_access_mode=mode)

    def _retrying(self, name: str, attempt: Callable[[], T]) -> T:
        attempts = Attempts(self._settings, name)
        while True:
            try:
                return attempt()
            except _DRIVER_ERRORS as error:
                wait = attempts.wait_after(error)
                if is_lost(error):
                    self._reconnect()
                time.sleep(wait)

    def close(self) -> None:
        """Close the connections; an embedded server ends by itself when nobody uses it."""
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(
    url: str, *, credentials: Credentials | None = None, settings: StoreSettings | None = None
) -> Store:
    """Open a store.

    Parameters
    ----------
    url
        ``embedded:///folder``, ``bolt://host:port``, ``neo4j://host:port`` or ``neo4j+s://host:port``.
    credentials
        For a server that is not ours; by default as the environment names them.
    settings
        Times and sizes.

    Raises
    ------
    SettingsError
        The URL or the credentials make no sense.
    StoreUnavailableError
        No answer, or the login is refused.
    """
    store = Store(url, credentials=credentials, settings=settings or StoreSettings())
    store.settle()
    return store
