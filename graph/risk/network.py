"""What adjoins a subject on a day: counts first, then neighbours a page at a time, or a few levels of it.

Adjacent is neither controlled nor liable (A10): these answers say who stands beside whom, nothing more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graph import queries
from graph.risk.frontier import Edge, Level, checked_types, kinds_of, read_level
from graph.store import Store

_KEYS = {True: ("Person", "person_id"), False: ("Entity", "entity_id")}


class TypeCount(NamedTuple):
    """How many relations of one type and direction; `summarised` when they are too many to be listed."""

    type: str
    outward: bool
    number: int
    summarised: bool


@dataclass(frozen=True)
class Neighbour:
    """One relation of the subject; `outward` when it leads from the subject."""

    id: str
    is_person: bool
    type: str
    outward: bool
    fact_id: str
    valid_from: str
    source: str


@dataclass(frozen=True)
class Neighbourhood:
    """The subject's own relations on a day.

    Parameters
    ----------
    complete
        All relations are listed in this answer.
    following
        By type where its next page begins (`after`), for types that have one.
    """

    subject: str
    day: str
    seq: int
    counts: tuple[TypeCount, ...]
    neighbours: tuple[Neighbour, ...]
    complete: bool
    following: Mapping[str, str]

    def ids(self) -> set[str]:
        """All parties that the answer names."""
        return {self.subject, *(one.id for one in self.neighbours)}

    def to_json(
        self, codes: Mapping[str, str] | None = None, names: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """As ``network --json`` shows it; `codes` and `names` are by internal id."""
        codes, names = codes or {}, names or {}
        return {
            "subject": codes.get(self.subject, self.subject),
            "name": names.get(self.subject, ""),
            "as_of": self.day,
            "complete": self.complete,
            "counts": [one._asdict() for one in self.counts],
            "neighbours": [
                {
                    "id": codes.get(one.id, one.id),
                    "name": names.get(one.id, ""),
                    "kind": "PERSON" if one.is_person else "ENTITY",
                    "type": one.type,
                    "outward": one.outward,
                    "valid_from": one.valid_from,
                    "source": one.source,
                }
                for one in self.neighbours
            ],
            "following": dict(self.following),
        }


def neighbourhood(
    store: Store,
    party_id: str,
    day: str,
    *,
    seq: int | None = None,
    types: Iterable[str] | None = None,
    hub_degree: int = 200,
    page_size: int = 100,
    after: Mapping[str, str] | None = None,
) -> Neighbourhood:
    """The relations of a party that hold on `day`, as known at `seq`.

    Parameters
    ----------
    types
        By default all that may be followed. A type asked for alone is listed however many there are.
    hub_degree
        Types with more relations than that are counted, not listed.
    page_size
        Relations listed of each type.
    after
        `following` of the page before; only its types are listed then.

    Raises
    ------
    NotFoundError
        There is no such party.
    UsageError
        A type may not be followed.
    """
    chosen, seq = checked_types(types), store.head_seq() if seq is None else seq
    label, key = _KEYS[kinds_of(store, [party_id])[party_id]]
    at = {"id": party_id, "day": day, "seq": seq}
    rows = store.read(queries.get("read/network/counts_by_type", label=label, key=key, types=chosen), **at)
    totals = Counter[str]()
    for row in rows:
        totals[row["type"]] += row["number"]
    listed = {one for one in totals if totals[one] <= hub_degree or len(chosen) == 1}
    starts = dict.fromkeys(listed, "") if after is None else _only(after, listed)
    neighbours, following = _pages(store, starts, page_size, label=label, key=key, at=at)
    return Neighbourhood(
        subject=party_id,
        day=day,
        seq=seq,
        counts=tuple(TypeCount(**row, summarised=row["type"] not in listed) for row in rows),
        neighbours=neighbours,
        complete=len(listed) == len(totals) and not following and not after,
        following=following,
    )


def _only(starts: Mapping[str, str], types: set[str]) -> dict[str, str]:
    return {one: start for one, start in starts.items() if one in types}


def _pages(
    store: Store, starts: Mapping[str, str], page_size: int, *, label: str, key: str, at: dict[str, Any]
) -> tuple[tuple[Neighbour, ...], dict[str, str]]:
    """One page of each type from where it starts, and where the next one does."""
    neighbours: list[Neighbour] = []
    following: dict[str, str] = {}
    for type_, start in sorted(starts.items()):
        query = queries.get("read/network/neighbours_page", label=label, key=key, type=type_)
        found = store.read(query, after=start, limit=page_size + 1, **at)
        neighbours += [_neighbour(row) for row in found[:page_size]]
        if len(found) > page_size:
            following[type_] = found[page_size - 1]["fact_id"]
    return tuple(neighbours), following


def _neighbour(row: Mapping[str, Any]) -> Neighbour:
    return Neighbour(
        row["other"],
        row["other_is_person"],
        row["type"],
        row["outward"],
        row["fact_id"],
        row["valid_from"],
        row["source"],
    )


@dataclass(frozen=True)
class Surroundings:
    """Some levels of relations around a subject.

    Parameters
    ----------
    distance
        Every party met and how far it is.
    edges
        The relations between them, each once.
    blocked
        Parties that were met and not followed, and why: HUB or STATE_ORGAN.
    complete
        Nothing was left out but what `blocked` names.
    """

    subject: str
    day: str
    seq: int
    distance: Mapping[str, int]
    persons: frozenset[str]
    edges: tuple[Edge, ...]
    blocked: Mapping[str, str]
    complete: bool

    def to_json(
        self, codes: Mapping[str, str] | None = None, names: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """Parties and relations as a document; `codes` and `names` are by internal id."""
        codes, names = codes or {}, names or {}
        directed = (
            (edge, (edge.node, edge.other) if edge.outward else (edge.other, edge.node))
            for edge in self.edges
        )
        return {
            "subject": codes.get(self.subject, self.subject),
            "as_of": self.day,
            "complete": self.complete,
            "parties": [
                {
                    "id": codes.get(party, party),
                    "name": names.get(party, ""),
                    "kind": "PERSON" if party in self.persons else "ENTITY",
                    "distance": distance,
                    "blocked": self.blocked.get(party, ""),
                }
                for party, distance in self.distance.items()
            ],
            "relations": [
                {
                    "from": codes.get(source, source),
                    "to": codes.get(target, target),
                    "type": edge.type,
                    "valid_from": edge.valid_from,
                    "source": edge.source,
                }
                for edge, (source, target) in directed
            ],
        }


def surroundings(
    store: Store,
    party_id: str,
    day: str,
    *,
    depth: int = 2,
    seq: int | None = None,
    types: Iterable[str] | None = None,
    hub_degree: int = 200,
    max_parties: int = 1_000,
) -> Surroundings:
    """The parties around a subject up to `depth` relations away, at most `max_parties` of them.

    Raises
    ------
    NotFoundError
        There is no such party.
    UsageError
        A type may not be followed.
    """
    seq = store.head_seq() if seq is None else seq
    chosen = checked_types(types)
    persons = {party for party, is_person in kinds_of(store, [party_id]).items() if is_person}
    growth = _Growth({party_id: 0}, persons, max_parties)
    frontier = [party_id]
    for number in range(1, depth + 1):
        level = read_level(
            store,
            frontier,
            growth.persons,
            types=chosen,
            day=day,
            seq=seq,
            hub_degree=hub_degree,
            always={party_id: max_parties},
        )
        frontier = growth.take(level, number)
        if not frontier:
            break
    return Surroundings(
        subject=party_id,
        day=day,
        seq=seq,
        distance=growth.distance,
        persons=frozenset(growth.persons & growth.distance.keys()),
        edges=tuple(growth.edges.values()),
        blocked=growth.blocked,
        complete=growth.complete,
    )


@dataclass
class _Growth:
    """What has been met so far around a subject."""

    distance: dict[str, int]
    persons: set[str]
    max_parties: int
    edges: dict[str, Edge] = field(default_factory=dict)
    blocked: dict[str, str] = field(default_factory=dict)
    complete: bool = True

    def take(self, level: Level, number: int) -> list[str]:
        """Add one level; returns the parties that are new."""
        self.persons |= level.persons
        self.blocked.update(level.blocked)
        self.complete = self.complete and not level.clipped
        fresh: list[str] = []
        for edge in (edge for found in level.edges.values() for edge in found):
            if edge.other not in self.distance:
                if len(self.distance) > self.max_parties:
                    self.complete = False
                    continue
                self.distance[edge.other] = number
                fresh.append(edge.other)
            self.edges.setdefault(edge.fact_id, edge)
        return fresh
