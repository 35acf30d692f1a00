"""Relations that a workspace keeps, read from the store as of a day and a commit, down to file and line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from api.services.desk import Desk
from graph import queries

_KEYS: Final = {False: ("Entity", "entity_id"), True: ("Person", "person_id")}
_BATCH: Final = 500
Pair = tuple[str, str]


@dataclass(frozen=True)
class Relation:
    """One registered relation between two parties, by internal ids."""

    from_id: str
    to_id: str
    type: str
    fact_id: str
    valid_from: str
    valid_to: str
    pct: float | None
    max_pct: float | None
    source: str
    file: str = ""
    line: int | None = None


def relations_of(
    desk: Desk, pairs: Mapping[Pair, Collection[str]], persons: Collection[str], day: str, seq: int
) -> list[Relation]:
    """The relations of a day, as known at a commit, between these pairs, of the types named with each."""
    rows = [
        row
        for row in _rows(desk, pairs, persons, day, seq)
        if row["type"] in pairs[row["source"], row["target"]]
    ]
    ids = sorted({str(row["edge"].get("source_record_id") or "") for row in rows} - {""})
    told = desk.store.read("read/subject/sources", ids=ids, seq=seq)[0]["rows"] if ids else []
    places = {one["id"]: one for one in told}
    found = [_relation(row, places.get(row["edge"].get("source_record_id"), {})) for row in rows]
    return sorted(found, key=lambda one: (one.from_id, one.to_id, one.type, one.valid_from, one.fact_id))


def _rows(
    desk: Desk, pairs: Mapping[Pair, Collection[str]], persons: Collection[str], day: str, seq: int
) -> Iterator[dict[str, Any]]:
    by_kinds: dict[tuple[bool, bool], list[Pair]] = defaultdict(list)
    for source, target in pairs:
        by_kinds[source in persons, target in persons].append((source, target))
    for (from_person, to_person), some in by_kinds.items():
        (source, source_key), (target, target_key) = _KEYS[from_person], _KEYS[to_person]
        query = queries.get(
            "read/interop/ties_between",
            types={type_ for pair in some for type_ in pairs[pair]},
            source=source,
            source_key=source_key,
            target=target,
            target_key=target_key,
        )
        for start in range(0, len(some), _BATCH):
            asked = [{"source": one[0], "target": one[1]} for one in some[start : start + _BATCH]]
            yield from desk.store.read(query, pairs=asked, day=day, seq=seq)[0]["rows"]


def _relation(row: Mapping[str, Any], place: Mapping[str, Any]) -> Relation:
    edge: Mapping[str, Any] = row["edge"]
    exact = edge.get("equity_pct")
    return Relation(
        row["source"],
        row["target"],
        row["type"],
        str(edge.get("fact_id") or ""),
        str(edge.get("valid_from") or ""),
        str(edge.get("valid_to") or ""),
        exact if exact is not None else edge.get("equity_min_pct"),
        None if exact is not None else edge.get("equity_max_pct"),
        str(place.get("source") or edge.get("source") or ""),
        str(place.get("file") or ""),
        place.get("line"),
    )
