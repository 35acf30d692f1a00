"""A store that keeps what is written through it, so that the bare writing of the same can be measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import neo4j

from graph.queries import Query
from graph.store import Store, WriteTransaction, core

T = TypeVar("T")
Call = tuple[str | Query, dict[str, Any]]


def write_bare(session: neo4j.Session, batches: list[list[Call]]) -> None:
    """Write recorded batches with the raw driver, in the transactions in which they were recorded."""
    for calls in batches:
        with session.begin_transaction() as tx:
            for query, params in calls:
                found = core.find_query(query, reading=False)
                tx.run(found.cypher, core.bind(found, params, seq=1))
            tx.commit()


@dataclass
class _Recorded:
    """A transaction that keeps what is written through it."""

    inner: WriteTransaction
    wanted: tuple[str, ...]
    calls: list[Call] = field(default_factory=list)

    @property
    def seq(self) -> int:
        return self.inner.seq

    @property
    def at(self) -> str:
        return self.inner.at

    def run(self, query: str | Query, **params: Any) -> list[dict[str, Any]]:
        self._note(query, params)
        return self.inner.run(query, **params)

    def send(self, query: str | Query, **params: Any) -> None:
        self._note(query, params)
        self.inner.send(query, **params)

    def _note(self, query: str | Query, params: dict[str, Any]) -> None:
        name = (query if isinstance(query, str) else query.name).rpartition("/")[2]
        if name.startswith(self.wanted):
            self.calls.append((query, params))


class Recorder:
    """A store that keeps those calls, transaction by transaction, whose file begins with one of `wanted`."""

    def __init__(self, store: Store, wanted: tuple[str, ...]) -> None:
        self._store, self._wanted = store, wanted
        self.batches: list[list[Call]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def write(self, work: Callable[[Any], T], *, by: str, why: str) -> T:
        """As `Store.write`."""
        seen: list[_Recorded] = []

        def recorded(tx: WriteTransaction) -> T:
            seen.append(_Recorded(tx, self._wanted))
            return work(seen[-1])

        result = self._store.write(recorded, by=by, why=why)
        if seen[-1].calls:
            self.batches.append(seen[-1].calls)
        return result


class Reader:
    """A store that keeps what was read through it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.reads: list[Call] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def read(self, query: str | Query, **params: Any) -> list[dict[str, Any]]:
        """As `Store.read`."""
        self.reads.append((query, params))
        return self._store.read(query, **params)

    def read_columns(self, query: str | Query, **params: Any) -> dict[str, list[Any]]:
        """As `Store.read_columns`."""
        self.reads.append((query, params))
        return self._store.read_columns(query, **params)
