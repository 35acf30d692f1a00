"""The graph store: one interface, two engines, always over Bolt (A2, A6)."""

from __future__ import annotations

from graph.store.address import Credentials
from graph.store.asking import Ask, Plan, ask, seq_plan
from graph.store.async_store import AsyncStore, AsyncWriteTransaction, open_async_store
from graph.store.retry import StoreSettings
from graph.store.schema import ensure_schema
from graph.store.sync_store import Store, WriteTransaction, open_store

__all__ = [
    "Ask",
    "AsyncStore",
    "AsyncWriteTransaction",
    "Credentials",
    "Plan",
    "Store",
    "StoreSettings",
    "WriteTransaction",
    "ask",
    "ensure_schema",
    "open_async_store",
    "open_store",
    "seq_plan",
]
