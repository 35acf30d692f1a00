"""The graph store: one interface, two engines, always over Bolt (A2, A6)."""

from __future__ import annotations

from graph.store.address import Credentials
from graph.store.async_store import AsyncStore, AsyncWriteTransaction, open_async_store
from graph.store.retry import StoreSettings
from graph.store.sync_store import Store, WriteTransaction, open_store

__all__ = [
    "AsyncStore",
    "AsyncWriteTransaction",
    "Credentials",
    "Store",
    "StoreSettings",
    "WriteTransaction",
    "open_async_store",
    "open_store",
]
