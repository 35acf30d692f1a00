"""A snapshot ends what its source had and no longer has, up to a cap."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Final, Protocol

from graph.days import OPEN_DAY
from graph.errors import PackageError
from graph.store import Store, WriteTransaction
from ingest.load.decide import replace_records
from ingest.load.drafts import Payload
from ingest.load.write import made_ready, write_decision
from ingest.manifest import Manifest

_PAGE: Final = 1000
_SMALL: Final = 10


class _Settings(Protocol):
    @property
    def snapshot_cap(self) -> float: ...
    @property
    def ranks(self) -> dict[str, int]: ...
    @property
    def by(self) -> str: ...


class SnapshotCapError(PackageError):
    """A snapshot would end more than it may: its rows are in, and nothing that it lacks is ended."""


class SeenRows:
    """Which rows a snapshot has: eight bytes each, so that millions fit."""

    def __init__(self) -> None:
        self._seen: set[bytes] = set()

    @staticmethod
    def _short(key: str) -> bytes:
        return hashlib.blake2b(key.encode(), digest_size=8).digest()

    def add(self, keys: Iterable[str]) -> None:
        """Note rows."""
        self._seen.update(self._short(key) for key in keys)

    def __contains__(self, key: str) -> bool:
        return self._short(key) in self._seen


def _pages(store: Store, source: str, table: str) -> Iterator[list[dict[str, Any]]]:
    after, until = f"{source}|{table}|", f"{source}|{table}}}"
    while True:
        rows = store.read("read/ingest/source_keys_page", after=after, until=until, limit=_PAGE)[0]["rows"]
        if not rows:
            return
        yield rows
        after = rows[-1]["source_key"]


def _is_open(row: dict[str, Any]) -> bool:
    if row["op"] == "RETRACT":
        return False
    return bool(Payload.from_json(row["payload"]).properties.get("valid_to") == OPEN_DAY)


def close_missing(
    store: Store, manifest: Manifest, table: str, seen: SeenRows, settings: _Settings, *, rehearse: bool
) -> int:
    """End the rows of this source and table that the snapshot lacks.

    Returns
    -------
    int
        How many were ended, or would be.

    Raises
    ------
    SnapshotCapError
        More than the cap: the snapshot is likely to be incomplete.
    """
    known = missing = 0
    for page in _pages(store, manifest.source_code, table):
        live = [row for row in page if _is_open(row)]
        known += len(live)
        missing += sum(row["source_key"] not in seen for row in live)
    if missing > _SMALL and missing > settings.snapshot_cap * known:
        raise SnapshotCapError(
            f"快照将终止 {missing} 条记录，超过已有 {known} 条的 {settings.snapshot_cap:.0%}",
            where=table,
            todo="核对快照是否完整；确需如此时调高快照上限设置",
        )
    if rehearse:
        return missing
    last = store.read("read/meta/value", name=f"snapshot:{manifest.source_code}|{table}")
    known_held_to = last[0]["value"] if last else ""
    for page in _pages(store, manifest.source_code, table):
        gone = [row for row in page if _is_open(row) and row["source_key"] not in seen]
        if gone:
            replacements = [(row, *_ended(row, manifest, known_held_to)) for row in gone]
            store.write(
                partial(_replace, replacements=replacements, ranks=settings.ranks),
                by=settings.by,
                why=f"snapshot of {manifest.source_code} no longer has {table}",
            )
    store.write(
        lambda tx: tx.run(
            "write/meta/put_value",
            name=f"snapshot:{manifest.source_code}|{table}",
            value=manifest.produced_at[:10],
        ),
        by=settings.by,
        why="note the snapshot's day",
    )
    return missing


def _replace(
    tx: WriteTransaction,
    *,
    replacements: list[tuple[dict[str, Any], Payload, dict[str, Any]]],
    ranks: dict[str, int],
) -> None:
    decision = replace_records(tx, replacements, ranks)
    write_decision(tx, decision, made_ready(decision))


def _ended(row: dict[str, Any], manifest: Manifest, known_held_to: str) -> tuple[Payload, dict[str, Any]]:
    payload = Payload.from_json(row["payload"])
    day = manifest.produced_at[:10]
    properties = {
        **payload.properties,
        # What had ended before is missing because it had ended.
        "valid_to": min(payload.properties["valid_to"], max(day, payload.properties["valid_from"])),
        "end_inferred": True,
        "known_held_to": max(known_held_to or row["produced_at"][:10], payload.properties["valid_from"]),
    }
    content = Payload(payload.fact_type, payload.source, payload.target, properties, payload.key)
    return content, {"op": "END", "produced_at": manifest.produced_at, "row_digest": ""}
