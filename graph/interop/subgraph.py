"""Some parties and the relations between them on a day, as plain values that other tools can take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from graph import queries
from graph.model import EDGE_TYPES
from graph.model.properties import FACT_PROPERTIES
from graph.ownership.parties import label_parties
from graph.risk.frontier import SAME_PERSON, origin_of
from graph.risk.surroundings import Surroundings, surroundings
from graph.store import Store

PERSON: Final = "PERSON"
ENTITY: Final = "ENTITY"
_BATCH: Final = 1_000
_KEYS: Final = {True: ("Person", "person_id"), False: ("Entity", "entity_id")}
#: Of the properties that every fact has, those that mean something outside the store.
_OF_EVERY_FACT: Final = ("fact_id", "valid_from", "valid_to", "source", "truth")
_BOOKKEEPING: Final = frozenset(one.name for one in FACT_PROPERTIES) | {"current_key", "control_key"}
Value = str | float | int | bool


@dataclass(frozen=True)
class Party:
    """An entity or a natural person.

    Parameters
    ----------
    id
        The internal id, which relations name.
    kind
        ENTITY or PERSON.
    code
        Unified social credit code or another code of the day; of a person the ``person_id``, never a number.
    distance
        How many relations it is away from the nearest party that was asked for.
    """

    id: str
    kind: str
    code: str
    name: str
    distance: int


@dataclass(frozen=True)
class Tie:
    """One relation; `more` holds what its type says beyond that: percentages, amounts, documents."""

    source: str
    target: str
    type: str
    fact_id: str
    valid_from: str
    valid_to: str
    origin: str
    truth: str
    more: Mapping[str, Value]


@dataclass(frozen=True)
class Subgraph:
    """What stands around some parties on a day.

    Parameters
    ----------
    seq
        The commit as of which it was read.
    complete
        Nothing within the bounds was left out; else hubs and organs of the state stand in `blocked`.
    """

    as_of: str
    seq: int
    roots: tuple[str, ...]
    parties: tuple[Party, ...]
    ties: tuple[Tie, ...]
    blocked: Mapping[str, str]
    complete: bool


def extract(
    store: Store,
    roots: Sequence[str],
    day: str,
    *,
    depth: int = 2,
    types: Iterable[str] | None = None,
    seq: int | None = None,
    hub_degree: int = 200,
    max_parties: int = 10_000,
) -> Subgraph:
    """Everything up to `depth` relations away from the roots, as known at `seq`.

    Parameters
    ----------
    roots
        Internal ids.
    types
        Relations to follow; by default all that may be followed.
    hub_degree, max_parties
        As `surroundings` takes them, for each root.

    Raises
    ------
    NotFoundError
        There is no such party.
    UsageError
        A type may not be followed.
    """
    seq = store.head_seq() if seq is None else seq
    chosen = None if types is None else list(types)
    around = _Around()
    for root in dict.fromkeys(roots):
        around.take(
            surroundings(
                store,
                root,
                day,
                depth=depth,
                seq=seq,
                types=chosen,
                hub_degree=hub_degree,
                max_parties=max_parties,
            )
        )
    parties = _parties(store, around.distance, around.persons, day, seq)
    found = map(_tie, ties_between(store, around.pairs, around.persons, day, seq))
    ties = tuple(sorted(found, key=lambda one: (one.fact_id, one.source)))
    return Subgraph(day, seq, tuple(roots), parties, ties, around.blocked, around.complete)


@dataclass
class _Around:
    """What was met around the roots so far."""

    distance: dict[str, int] = field(default_factory=dict)
    persons: set[str] = field(default_factory=set)
    blocked: dict[str, str] = field(default_factory=dict)
    pairs: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    complete: bool = True

    def take(self, found: Surroundings) -> None:
        """Add what stands around one root."""
        for party, far in found.distance.items():
            self.distance[party] = min(far, self.distance.get(party, far))
        self.persons |= found.persons
        self.blocked.update(found.blocked)
        self.complete = self.complete and found.complete
        for edge in found.edges:
            source, target = (edge.node, edge.other) if edge.outward else (edge.other, edge.node)
            self.pairs[source, target].add(edge.type)


def _parties(
    store: Store, distance: Mapping[str, int], persons: set[str], day: str, seq: int
) -> tuple[Party, ...]:
    entities = [one for one in distance if one not in persons]
    labels = label_parties(store, entities, persons & distance.keys(), day, seq=seq)
    return tuple(
        Party(
            one,
            PERSON if one in persons else ENTITY,
            labels.codes.get(one, one),
            labels.names.get(one, ""),
            distance[one],
        )
        for one in sorted(distance)
    )


def ties_between(
    store: Store,
    pairs: Mapping[tuple[str, str], Collection[str]],
    persons: Collection[str],
    day: str,
    seq: int,
) -> Iterator[dict[str, Any]]:
    """Rows of every relation between these pairs, of the types named with each, with all its properties."""
    by_kinds: dict[tuple[bool, bool], list[tuple[str, str]]] = defaultdict(list)
    for source, target in pairs:
        by_kinds[source in persons, target in persons].append((source, target))
    for (from_person, to_person), found in by_kinds.items():
        (source, source_key), (target, target_key) = _KEYS[from_person], _KEYS[to_person]
        query = queries.get(
            "read/interop/ties_between",
            types={type_ for pair in found for type_ in pairs[pair]},
            source=source,
            source_key=source_key,
            target=target,
            target_key=target_key,
        )
        for start in range(0, len(found), _BATCH):
            some = found[start : start + _BATCH]
            asked = [{"source": first, "target": second} for first, second in some]
            for row in store.read(query, pairs=asked, day=day, seq=seq)[0]["rows"]:
                if row["type"] in pairs[row["source"], row["target"]]:
                    yield row


def _tie(row: Mapping[str, Any]) -> Tie:
    given: Mapping[str, Any] = row["edge"]
    declared = {one.name for one in EDGE_TYPES[row["type"]].properties} - _BOOKKEEPING
    fixed = {name: str(given.get(name) or "") for name in _OF_EVERY_FACT}
    if row["type"] == SAME_PERSON:
        # Who judged and why is for those who judge; the paper says where it comes from.
        declared, fixed = set(), {**fixed, "fact_id": str(given["link_id"])}
        fixed["source"] = origin_of(SAME_PERSON, str(given.get("document") or ""))
    more = {name: given[name] for name in sorted(declared) if given.get(name) not in (None, "")}
    return Tie(
        row["source"],
        row["target"],
        row["type"],
        fixed["fact_id"],
        fixed["valid_from"],
        fixed["valid_to"],
        fixed["source"],
        fixed["truth"],
        {name: value for name, value in more.items() if isinstance(value, Value)},
    )
