"""Questions that take several reads, written once for both stores.

A plan is a generator: it yields what it wants to read and is sent the rows. `Store.ask` runs it, and
`AsyncStore.ask` runs the same one without blocking. A plan has no other effects.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, TypeVar

from graph.queries import Query
from graph.store import moments

T = TypeVar("T")
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Ask:
    """One read that a plan wants: rows of `query` with `params`."""

    query: str | Query
    params: dict[str, Any]


Plan = Generator[Ask, Rows, T]


def ask(query: str | Query, **params: Any) -> Plan[Rows]:
    """Rows of one read; use it as ``rows = yield from ask(...)``."""
    return (yield Ask(query, params))


def seq_plan(known_at: str | None) -> Plan[int | None]:
    """The commit number that ``known_at`` means; None for the newest, which the next read may find itself."""
    if not known_at:
        return None
    named = moments.seq_named(known_at)
    if named is None:
        rows = yield from ask("read/commit/seq_before", before=moments.end_of(known_at))
        return int(rows[0]["seq"] or 0)
    head = yield from ask("read/commit/head")
    return moments.known(named, int(head[0]["seq"]) if head else 0)
