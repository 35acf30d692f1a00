"""The schema brought into place by whichever process comes first, one at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from filelock import FileLock

from graph.store.address import parse_url
from graph.store.sync_store import Store

LOCK: Final = "schema.lock"


def ensure_schema(store: Store, home: Path) -> bool:
    """Make constraints and indexes as the model declares them; False if they are already so.

    Several processes start at once (``up`` starts three), and an engine may refuse two that make the same
    index. Whoever waited sees what the other one made.

    Parameters
    ----------
    home
        Where the lock is of a store that has no folder on this machine.
    """
    if store.schema_is_current():
        return False
    folder = parse_url(store.url).folder or home
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(folder / LOCK, mode=0o600):
        return store.apply_schema()
