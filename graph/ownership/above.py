"""What stands above many entities within a span of days, read together, asked one entity and day at a time.

A derivation asks for the controllers of thousands of entities, nearly each on a day of its own. Level by
level their holders are read for all of them at once, with the days on which they held; each entity's own
search on its own day then runs over that by the same code as over the store.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from graph import queries
from graph.days import holds_on
from graph.ownership.evidence import PowerHop
from graph.ownership.holdings import HOLDING_COLUMNS, HoldingRow, Mark, PartyLink
from graph.ownership.read import (
    NO_LIMITS,
    PARTY_KEYS,
    Search,
    Upward,
    batches,
    climb,
    climb_to,
    links_of,
    nominee_accounts,
    read_marks,
    read_state_spans,
)
from graph.same_person import SamePersons
from graph.store import Store

_HOLDS: Final = "HOLDS"


class FactSpan(NamedTuple):
    """The fact behind one hop, and when it held."""

    fact_id: str
    record_key: str
    type: str
    valid_from: str
    valid_to: str


@dataclass
class Above:
    """Holdings, links, marks and the facts behind them, by who is held or who takes part."""

    seq: int
    holdings_in: dict[str, list[HoldingRow]] = field(default_factory=dict)
    links_with: dict[str, dict[PartyLink, None]] = field(default_factory=lambda: defaultdict(dict))
    states: dict[str, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))
    as_state: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    facts: dict[tuple[str, str], dict[FactSpan, None]] = field(default_factory=lambda: defaultdict(dict))

    def upward(self, entity_id: str, day: str) -> Upward:
        """What stands above one of the entities, on one of the days: as `read_upward` says without hints."""
        return climb_to(_DayOf(self, day), entity_id, day, self.seq)

    def facts_behind(self, hop: PowerHop, day: str) -> list[FactSpan]:
        """The facts that a hop shows; an agreement's hop is walked against its direction."""
        found = [*self.facts.get((hop.from_id, hop.to_id), ()), *self.facts.get((hop.to_id, hop.from_id), ())]
        return [
            one
            for one in found
            if one.type == hop.type
            and one.valid_from == hop.valid_from
            and holds_on(one.valid_from, one.valid_to, day)
        ]


def read_span(
    store: Store, entity_ids: Iterable[str], first_day: str, last_day: str, *, seq: int, same: SamePersons
) -> Above:
    """Everything above some entities that held at any time within two days, both counted."""
    found = Above(seq)
    reader = _Reader(store, found, same, {"first_day": first_day, "last_day": last_day, "seq": seq})
    search = Search(next_entities=set(entity_ids))
    climb(reader, search, NO_LIMITS)
    reader.read_states(search.entities, last_day)
    return found


class _Reader:
    """The store within a span of days; keeps what it says."""

    def __init__(self, store: Store, kept: Above, same: SamePersons, at: dict[str, Any]) -> None:
        self._store, self._kept, self._same, self._at = store, kept, same, at

    def holdings(self, entities: list[str]) -> Mapping[str, list[Any]]:
        found = self._store.read_columns(
            "read/ownership/holdings_within",
            entity_ids=entities,
            account_names=list(nominee_accounts()),
            **self._at,
        )
        found["holder"] = self._same.renamed(found["holder"], found["is_person"])
        self._kept.holdings_in.update((one, []) for one in entities)
        for row in zip(*(found[name] for name in HOLDING_COLUMNS), strict=True):
            holding = HoldingRow(*row)
            self._kept.holdings_in[holding.company].append(holding)
        self._keep_facts(found, "holder", "company", [_HOLDS] * len(found["holder"]))
        return found

    def links(self, label: str, ids: list[str]) -> list[PartyLink]:
        query = queries.get("read/ownership/links_within", label=label, key=PARTY_KEYS[label])
        ids = sorted(self._same.all_of(ids)) if label == "Person" else ids
        columns = self._store.read_columns(query, ids=ids, **self._at)
        found = links_of(columns, self._same)
        for link in found:
            self._kept.links_with[link.from_id][link] = None
            self._kept.links_with[link.to_id][link] = None
        ends = {"from_id": [one.from_id for one in found], "to_id": [one.to_id for one in found]}
        self._keep_facts(columns | ends, "from_id", "to_id", columns["type"])
        return found

    def marks(self, entities: list[str]) -> dict[str, int]:
        """None: a span has no one state."""
        return {}

    def read_states(self, entities: Iterable[str], last_day: str) -> None:
        """Marks of all states, each from the day that it began."""
        for batch in batches(sorted(entities)):
            columns = read_marks(self._store, batch, day=last_day, seq=self._at["seq"])
            rows = zip(columns["entity"], columns["valid_from"], columns["mark"], strict=True)
            for entity, valid_from, mark in rows:
                self._kept.states[entity].append((valid_from, mark))
            spans = read_state_spans(
                self._store, batch, self._at["first_day"], day=last_day, seq=self._at["seq"]
            )
            for entity, since, until in spans:
                self._kept.as_state[entity].append((since, until))

    def _keep_facts(
        self, columns: Mapping[str, list[Any]], source: str, target: str, types: list[str]
    ) -> None:
        names = (source, target, "fact_id", "record_key", "valid_from", "valid_to")
        rows = zip(*(columns[name] for name in names), types, strict=True)
        for from_id, to_id, fact_id, record_key, valid_from, valid_to, type_ in rows:
            fact = FactSpan(fact_id, record_key, type_, valid_from, valid_to)
            self._kept.facts[from_id, to_id][fact] = None


class _DayOf:
    """One day of a span."""

    def __init__(self, above: Above, day: str) -> None:
        self._above, self._day = above, day

    def holdings(self, entities: list[str]) -> Mapping[str, list[Any]]:
        rows = [
            row
            for one in entities
            for row in self._above.holdings_in.get(one, ())
            if holds_on(row.valid_from, row.valid_to, self._day)
        ]
        if not rows:
            return {name: [] for name in HOLDING_COLUMNS}
        return dict(zip(HOLDING_COLUMNS, map(list, zip(*rows, strict=True)), strict=True))

    def links(self, label: str, ids: list[str]) -> list[PartyLink]:
        """A party's links; its id says already which label it has."""
        found = (link for one in ids for link in self._above.links_with.get(one, ()))
        return [one for one in found if holds_on(one.valid_from, one.valid_to, self._day)]

    def marks(self, entities: list[str]) -> dict[str, int]:
        found = {}
        for one in entities:
            begun = [state for state in self._above.states.get(one, ()) if state[0] <= self._day]
            if begun:
                found[one] = max(reversed(begun), key=lambda state: state[0])[1]
            if any(holds_on(*span, self._day) for span in self._above.as_state.get(one, ())):
                found[one] = found.get(one, 0) | Mark.ORGAN
        return found
