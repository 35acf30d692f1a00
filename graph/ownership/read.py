"""Reading holdings: all of one day as columns, or what stands above one entity, level by level."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice, repeat
from typing import Any, Final, Protocol

from graph import queries
from graph.model.codelists import codelist
from graph.ownership.agreements import CONCERT, DELEGATING, OFFICE
from graph.ownership.compute import HoldingColumns
from graph.ownership.declared import Declared
from graph.ownership.holdings import HOLDING_COLUMNS, LINK_COLUMNS, Holdings, Mark, PartyLink
from graph.ownership.likely import Board
from graph.same_person import SamePersons
from graph.store import Store

RANGE: Final = 20_000
BATCH: Final = 1_000
PARTY_KEYS: Final = {"Person": "person_id", "Entity": "entity_id"}
_BULK_COLUMNS: Final = tuple(name for name in HOLDING_COLUMNS if not name.startswith(("valid_", "source")))


@cache
def partnership_forms() -> tuple[str, ...]:
    """Legal forms that are partnerships, from the code list."""
    return tuple(
        one.code for one in codelist("legal_forms").values if one.attributes.get("partnership") == "1"
    )


@cache
def nominee_accounts() -> tuple[str, ...]:
    """Names of accounts that hold for many owners, from the code list."""
    listed = codelist("nominee_accounts").values
    return tuple(name for one in listed for name in (one.zh, *one.aliases))


def batches(items: Iterable[str], size: int = BATCH) -> Iterator[list[str]]:
    """The items in lists of at most `size`."""
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch


def entity_ranges(store: Store) -> list[tuple[str, str]]:
    """First and last id of each range of entities that is read at once."""
    ids = sorted(store.read_columns("read/ownership/entity_ids")["entity_ids"])
    return [(page[0], page[-1]) for page in batches(ids, RANGE)]


def read_holdings(store: Store, day: str, *, seq: int | None = None) -> Holdings:
    """All holdings of one day, as known at `seq`."""
    return read_columns_of_day(store, day, seq=seq).holdings()


def read_columns_of_day(store: Store, day: str, *, seq: int | None = None) -> HoldingColumns:
    """The same as they come out of the store; persons are those as whom they count."""
    seq = store.head_seq() if seq is None else seq
    same = SamePersons(store, seq)
    same.read_all()
    columns: dict[str, list[Any]] = {name: [] for name in _BULK_COLUMNS}
    marks: dict[str, int] = {}
    for first, last in entity_ranges(store):
        at = {"first": first, "last": last, "day": day, "seq": seq, "account_names": list(nominee_accounts())}
        for name, values in store.read_columns("read/ownership/holdings_range", **at).items():
            columns[name].extend(values)
        states = store.read_columns(
            "read/ownership/marks_range", partnership_forms=list(partnership_forms()), **at
        )
        marks.update(latest(states, "mark"))
    columns["holder"] = same.renamed(columns["holder"], columns["is_person"])
    return HoldingColumns(columns, _all_links(store, day, seq, same), marks)


def latest(states: Mapping[str, list[Any]], column: str) -> dict[str, Any]:
    """Of each entity the value of the state that began last."""
    newest: dict[str, tuple[str, Any]] = {}
    for entity, valid_from, value in zip(states["entity"], states["valid_from"], states[column], strict=True):
        if entity not in newest or valid_from >= newest[entity][0]:
            newest[entity] = (valid_from, value)
    return {entity: value for entity, (_, value) in newest.items()}


def _all_links(store: Store, day: str, seq: int, same: SamePersons) -> list[PartyLink]:
    links: list[PartyLink] = []
    for label in PARTY_KEYS:
        for type_ in (OFFICE, *DELEGATING, CONCERT):
            query = queries.get("read/ownership/links", source=label, type=type_)
            columns = store.read_columns(query, day=day, seq=seq)
            links += links_of(columns | {"type": [type_] * len(columns["from_id"])}, same)
    return links


def links_of(columns: Mapping[str, list[Any]], same: SamePersons) -> list[PartyLink]:
    """Columns as links between parties, persons as whom they count; nobody agrees with himself."""
    told = dict(columns)
    for end in ("from", "to"):
        told[f"{end}_id"] = same.renamed(columns[f"{end}_id"], columns[f"{end}_is_person"])
    names = [name for name in LINK_COLUMNS if name in told]
    rows = zip(*(told[name] for name in names), strict=True)
    links = [PartyLink(**dict(zip(names, row, strict=True))) for row in rows]
    return [one for one in links if one.from_id != one.to_id]


@dataclass(frozen=True)
class UpwardLimits:
    """How far the search upwards goes before it says that it was cut short."""

    max_levels: int = 64
    max_holdings: int = 50_000


NO_LIMITS: Final = UpwardLimits(sys.maxsize, sys.maxsize)


@dataclass(frozen=True, eq=False)
class Upward:
    """Everything that stands above one entity on a day."""

    entity_id: str
    day: str
    seq: int
    holdings: Holdings
    levels: int
    complete: bool
    board: Board = field(default_factory=Board)
    declared: tuple[Declared, ...] = ()


@dataclass
class Search:
    """The state of one search: what was found, and what is to be asked next."""

    columns: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in HOLDING_COLUMNS})
    links: dict[tuple[str, str, str, str], PartyLink] = field(default_factory=dict)
    entities: set[str] = field(default_factory=set)
    persons: set[str] = field(default_factory=set)
    next_entities: set[str] = field(default_factory=set)
    next_persons: set[str] = field(default_factory=set)

    def meet(self, party: str, is_person: bool) -> None:
        """Ask for the party at the next level, unless it has been asked for."""
        known, following = (
            (self.persons, self.next_persons) if is_person else (self.entities, self.next_entities)
        )
        if party not in known:
            following.add(party)

    def turn(self) -> tuple[list[str], list[str]]:
        """The next level's entities and persons."""
        entities, persons = sorted(self.next_entities), sorted(self.next_persons)
        self.entities |= self.next_entities
        self.persons |= self.next_persons
        self.next_entities, self.next_persons = set(), set()
        return entities, persons

    def take_holdings(self, found: Mapping[str, list[Any]]) -> None:
        """Keep holdings of one level."""
        for name, column in self.columns.items():
            column.extend(found[name])
        for holder, is_person in zip(found["holder"], found["is_person"], strict=True):
            self.meet(holder, is_person)

    def take_links(self, found: Iterable[PartyLink]) -> None:
        """Keep offices and agreements of one level."""
        for link in found:
            if link.type == OFFICE and link.to_id not in self.entities:
                continue
            self.links[link.type, link.from_id, link.to_id, link.valid_from] = link
            if link.type in (OFFICE, CONCERT):
                self.meet(link.from_id, link.from_is_person)
            if link.type in DELEGATING or link.type == CONCERT:
                self.meet(link.to_id, link.to_is_person)


class Source(Protocol):
    """Whom a search upwards asks, of one day or of many; persons are those as whom they count."""

    def holdings(self, entities: list[str]) -> Mapping[str, list[Any]]:
        """Holdings in these entities, as columns."""

    def links(self, label: str, ids: list[str]) -> list[PartyLink]:
        """Offices and agreements of these parties."""

    def marks(self, entities: list[str]) -> dict[str, int]:
        """Marks of these entities."""


class _OneDay:
    """The store on one day."""

    def __init__(self, store: Store, day: str, seq: int, *, settled: bool = False) -> None:
        self._store = store
        self._at: dict[str, Any] = {"day": day, "seq": seq}
        self._query = "read/ownership/holdings_above_settled" if settled else "read/ownership/holdings_above"
        self.same = SamePersons(store, seq)

    def holdings(self, entities: list[str]) -> Mapping[str, list[Any]]:
        found = self._store.read_columns(
            self._query,
            entity_ids=entities,
            account_names=list(nominee_accounts()),
            **self._at,
        )
        holders = self.same.renamed(found["holder"], found["is_person"])
        return {**found, "holder": holders, "valid_to": [""] * len(holders)}

    def links(self, label: str, ids: list[str]) -> list[PartyLink]:
        query = queries.get("read/ownership/links_of", label=label, key=PARTY_KEYS[label])
        ids = sorted(self.same.all_of(ids)) if label == "Person" else ids
        return links_of(self._store.read_columns(query, ids=ids, **self._at), self.same)

    def marks(self, entities: list[str]) -> dict[str, int]:
        found: dict[str, int] = latest(read_marks(self._store, entities, **self._at), "mark")
        for entity, _, _ in read_state_spans(self._store, entities, self._at["day"], **self._at):
            found[entity] = found.get(entity, 0) | Mark.ORGAN
        return found


def read_marks(store: Store, entities: list[str], *, day: str, seq: int) -> dict[str, list[Any]]:
    """Marks of each state that had begun by a day."""
    return store.read_columns(
        "read/ownership/marks_of",
        entity_ids=entities,
        partnership_forms=list(partnership_forms()),
        account_names=list(nominee_accounts()),
        day=day,
        seq=seq,
    )


def read_state_spans(
    store: Store, entities: list[str], first_day: str, *, day: str, seq: int
) -> Iterator[tuple[str, str, str]]:
    """Since and until when an entity held anything as an organ: it is one for all it holds."""
    at = {"account_names": list(nominee_accounts()), "first_day": first_day, "last_day": day, "seq": seq}
    spans = store.read_columns("read/ownership/held_as_state", entity_ids=entities, **at)
    yield from zip(spans["entity"], spans["valid_from"], spans["valid_to"], strict=True)


def organs_among(store: Store, entities: Iterable[str], day: str, *, seq: int) -> set[str]:
    """Which of these are organs of the state on a day, by register or by anything that they hold as such."""
    source = _OneDay(store, day, seq)
    found: set[str] = set()
    for batch in batches(sorted(set(entities))):
        found.update(one for one, mark in source.marks(batch).items() if mark & Mark.ORGAN)
    return found


def read_upward(
    store: Store,
    entity_id: str,
    day: str,
    *,
    seq: int | None = None,
    limits: UpwardLimits | None = None,
    hints: bool = True,
) -> Upward:
    """All direct and indirect holders of an entity, with partners and agreements.

    The closure over these holdings gives the same controllers of the entity as the closure over all: what a
    controller needs votes in on the way is itself a holder, and all holders of a holder are here.

    Parameters
    ----------
    hints
        Read the board and the stated controllers too, which no control rests on.
    """
    seq = store.head_seq() if seq is None else seq
    source = _OneDay(store, day, seq)
    found = climb_to(source, entity_id, day, seq, limits)
    return _with_hints(store, found, source.same) if hints else found


def climb_to(
    source: Source, entity_id: str, day: str, seq: int, limits: UpwardLimits | None = None
) -> Upward:
    """All that a source says of one entity's holders."""
    search = Search(next_entities={entity_id})
    levels, complete = climb(source, search, limits or UpwardLimits())
    return Upward(entity_id, day, seq, _found(source, search), levels, complete)


def read_above(
    store: Store, entity_ids: Iterable[str], day: str, *, seq: int, settled: bool = False
) -> Holdings:
    """All that stands above some entities on a day: as `read_upward` of each, read together.

    Parameters
    ----------
    settled
        Without holders whose end was inferred and whom another has followed by the day.
    """
    source, search = _OneDay(store, day, seq, settled=settled), Search(next_entities=set(entity_ids))
    climb(source, search, NO_LIMITS)
    return _found(source, search)


def climb(source: Source, search: Search, limits: UpwardLimits) -> tuple[int, bool]:
    """Level by level; returns how many, and whether nothing was left."""
    levels = 0
    while search.next_entities or search.next_persons:
        if levels >= limits.max_levels or len(search.columns["holder"]) > limits.max_holdings:
            return levels, False
        levels += 1
        entities, persons = search.turn()
        for batch in batches(entities):
            search.take_holdings(source.holdings(batch))
        for label, ids in (("Entity", entities), ("Person", persons)):
            for batch in batches(ids):
                search.take_links(source.links(label, batch))
    return levels, True


def _found(source: Source, search: Search) -> Holdings:
    marks: dict[str, int] = {}
    for batch in batches(sorted(search.entities)):
        marks.update(source.marks(batch))
    return Holdings.from_columns(search.columns, list(search.links.values()), marks=marks)


def _with_hints(store: Store, found: Upward, same: SamePersons) -> Upward:
    asked = {"entity_id": found.entity_id, "day": found.day, "seq": found.seq}
    seats = store.read_columns("read/ownership/board", **asked)
    offices: dict[str, set[str]] = {}
    directors = same.renamed(seats["director"], repeat(True, len(seats["director"])))
    for director, office in zip(directors, seats["office"], strict=True):
        offices.setdefault(director, set()).add(office)
    stated = store.read_columns("read/ownership/declared", **asked)
    stated["person"] = same.renamed(stated["person"], repeat(True, len(stated["person"])))
    names = ("person", "state", "filed_by", "valid_from", "source")
    rows = sorted(Declared(*row) for row in zip(*(stated[name] for name in names), strict=True))
    board = Board(tuple(sorted(offices)), {one: frozenset(held) for one, held in offices.items()})
    return replace(found, board=board, declared=tuple(rows))
