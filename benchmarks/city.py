"""A synthetic city in a store, derived, and codes to ask it for."""

from __future__ import annotations

import shutil
from pathlib import Path

from api.services.desk import Desk, open_desk
from graph import queries
from graph.derivation import derive
from graph.identity.codes import classify_code
from graph.identity.keys import load_or_create_keys
from graph.store import Store, neo4j_local
from graph.store.address import PASSWORD_VARIABLE, USER_VARIABLE
from graph.store.testing import JARS, EngineServer, empty
from ingest.pipeline import ingest_paths
from ingest.synthetic import generate_city


def load_city(
    store: Store, home: Path, entities: int, standing: Path | None = None, *, later: bool = False
) -> Desk:
    """Empty the store, and ingest and derive a city made in ``home``, whose keys the desk has.

    Parameters
    ----------
    standing
        Folder of a city that stands in the store already; its keys are copied to ``home``, nothing is loaded.
    later
        Also write the city's second package; it is not taken in here.
    """
    if standing is not None:
        shutil.copytree(standing / "keys", home / "keys")
        return open_desk(store, load_or_create_keys(home / "keys"))
    keys = load_or_create_keys(home / "keys")
    generate_city(home / "city", entities=entities, seed=1, today="2026-11-23", later=later)
    empty(store)
    ingest_paths(store, keys, [home / "city"])
    desk = open_desk(store, keys)
    derive(store, today=desk.today)
    store.after_bulk_load()
    return desk


def standing_server(folder: Path, *, heap: str) -> EngineServer:
    """The Neo4j of a city that was loaded before, in ``neo4j`` below its folder; stays as it was found."""
    home = folder / "neo4j"
    found = neo4j_local.running(home)
    runtime = found or neo4j_local.start(home, heap=heap, page_cache="2g", cache=JARS)
    return EngineServer(
        engine="neo4j",
        version=runtime.version,
        url=neo4j_local.url_of(runtime),
        folder=home,
        environment={
            USER_VARIABLE: runtime.user,
            PASSWORD_VARIABLE: str(neo4j_local.secret_file(home)),
        },
        credentials=neo4j_local.credentials_of(runtime),
        stop=lambda: found is None and neo4j_local.stop(home),
    )


def entities_in(store: Store) -> int:
    """How many entities the store has."""
    found = store.read(queries.get("read/answers/counts", label="Entity"))
    return int(found[0]["number"])


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
