"""A synthetic city in a store, derived, and codes to ask it for."""

from __future__ import annotations

from pathlib import Path

from api.services.desk import Desk, open_desk
from graph.derivation import derive
from graph.identity.codes import classify_code
from graph.identity.keys import load_or_create_keys
from graph.store import Store
from graph.store.testing import empty
from ingest.pipeline import ingest_paths
from ingest.synthetic import generate_city


def load_city(store: Store, home: Path, entities: int) -> Desk:
    """Empty the store, and ingest and derive a city made in ``home``, whose keys the desk has."""
    keys = load_or_create_keys(home / "keys")
    generate_city(home / "city", entities=entities, seed=1, today="2026-11-23")
    empty(store)
    ingest_paths(store, keys, [home / "city"])
    desk = open_desk(store, keys)
    derive(store, today=desk.today)
    store.after_bulk_load()
    return desk


def entity_codes(store: Store, enough: int) -> list[str]:
    """Codes of entities, listed ones and others: at least `enough` where there are so many."""
    found: list[str] = []
    after = ""
    while len(found) < enough:
        rows = store.read("read/answers/entity_codes", after=after, limit=1000)[0]["rows"]
        if not rows:
            break
        codes = (key.partition(":")[2] for row in rows for key in row["keys"] if key.startswith("USCC:"))
        found += [code for code in codes if classify_code(code).valid]
        after = rows[-1]["id"]
    return found
