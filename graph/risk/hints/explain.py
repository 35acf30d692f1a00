"""The hint of one entity on any day, with what each path contributes: read around it, same sums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

import numpy as np
from scipy.sparse import csr_array

from graph import queries
from graph.ownership.read import batches, latest
from graph.risk.hints.columns import TRADER, Bools, Decision, Ints, Links, decisions_in_force, matrix, seed_of
from graph.risk.hints.parameters import HOPS, HintParameters, parameters
from graph.risk.hints.sweep import Pairs, Path, value_of
from graph.risk.standing import set_aside_among
from graph.same_person import SamePersons
from graph.store import Store

#: No two parties have so many facts between them, so a party with this many edges a neighbour is a hub.
_PARALLEL: Final = 10
_BATCH: Final = 500
_KEYS: Final = {"Entity": "entity_id", "Person": "person_id"}


@dataclass(frozen=True)
class Hop:
    """One relation of a path, as the register has it."""

    source: str
    target: str
    types: tuple[str, ...]
    valid_from: str
    origin: str


@dataclass(frozen=True)
class Contribution:
    """One path to a party with a record, and what it adds."""

    amount: float
    parties: tuple[str, ...]
    hops: tuple[Hop, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class EntityHintAnswer:
    """The hint of one entity; of a natural person the facts and paths alone.

    Parameters
    ----------
    scored
        False for a natural person and a 个体工商户: they have facts and paths, the shortest and newest first,
        and no value.
    value
        0..1, from related parties only; 0 where there is none.
    total
        The sum that it comes from: what all contributions add up to.
    own
        What the entity's own record weighs; it is no part of `value`.
    blocked
        Why nobody is linked to the entity: HUB or STATE_ORGAN; empty otherwise.
    paths
        How many contributions there are.
    contributions
        Largest first, where there is a value; all of them, so that they add up, unless fewer were asked for.
    """

    entity: str
    day: str
    seq: int
    edition: str
    scored: bool
    value: float
    total: float
    own: float
    blocked: str
    paths: int
    contributions: tuple[Contribution, ...]
    own_decisions: tuple[Decision, ...]
    persons: frozenset[str]


_Edge = tuple[str, str, str, str, str, str]
"""Source, target, type, kind of the holder, first day, origin."""
_Between = dict[tuple[str, str], list[_Edge]]


@dataclass
class _Around:
    """What was read so far; persons who were judged to be one under one id (ADR 0022)."""

    same: SamePersons
    persons: set[str] = field(default_factory=set)
    expanded: set[str] = field(default_factory=set)
    hubs: set[str] = field(default_factory=set)
    edges: dict[str, _Edge] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)


def explain_hint(
    store: Store,
    entity_id: str,
    day: str,
    *,
    seq: int | None = None,
    edition: str | None = None,
    most: int | None = None,
    is_person: bool = False,
) -> EntityHintAnswer:
    """The hint of one entity on a day and every path behind it; of a person the paths without a value.

    Bounded: whoever is related to more parties than a hub may be is not followed, so at most the third
    power of that many parties are met.

    Parameters
    ----------
    most
        Contributions to tell of, the first of them; all count for the value and are counted.
    is_person
        The id is a person's; whoever was judged to be him counts as him.

    Raises
    ------
    NotFoundError
        There is no such edition of the parameters.
    """
    chosen = parameters(edition)
    seq = store.head_seq() if seq is None else seq
    same = SamePersons(store, seq)
    same.read_all()
    start = same.of(entity_id) if is_person else entity_id
    around = _Around(same, {start} if is_person else set(), met={start})
    frontier = {start}
    for _ in range(HOPS):
        frontier = _expand(store, around, frontier, day, seq, chosen)
    decisions = _decisions(store, around, around.met, day, seq, chosen)
    # A record counts only at somebody who is no hub: the ends of the longest paths are expanded too.
    _expand(store, around, set(decisions) - around.expanded, day, seq, chosen)
    return _answer(store, around, start, day, seq, chosen, decisions, most)


def _expand(
    store: Store, around: _Around, parties: set[str], day: str, seq: int, chosen: HintParameters
) -> set[str]:
    """Read the relations of `parties`; returns whom they are related to and who was not expanded yet."""
    query = queries.get("read/hints/edges_of", types=sorted(chosen.relations))
    cap = (chosen.hub_degree + 1) * _PARALLEL
    following: set[str] = set()
    for batch in batches(sorted(parties - around.expanded), _BATCH):
        columns = store.read_columns(
            query,
            entity_ids=[one for one in batch if one not in around.persons],
            person_ids=sorted(around.same.all_of(one for one in batch if one in around.persons)),
            day=day,
            seq=seq,
            cap=cap,
        )
        near = _take(around, columns)
        for party in batch:
            found = near.get(party, set())
            if len(found) > chosen.hub_degree:
                around.hubs.add(party)
            else:
                following |= found
        around.expanded |= set(batch)
    around.met |= following
    return following - around.expanded


def _take(around: _Around, columns: dict[str, list[Any]]) -> dict[str, set[str]]:
    near: dict[str, set[str]] = {}
    names = (
        "node", "source", "is_person", "target", "type", "holder_kind", "fact_id", "valid_from", "origin",
    )  # fmt: skip
    for read, holder, is_person, target, type_, kind, fact_id, valid_from, origin in zip(
        *(columns[name] for name in names), strict=True
    ):
        source = around.same.of(holder) if is_person else holder
        node = source if read == holder else read
        if is_person:
            around.persons.add(source)
        around.edges[fact_id or f"{source}>{type_}>{target}"] = (
            source, target, type_, kind, valid_from, origin,
        )  # fmt: skip
        other = target if source == node else source
        if other != node:
            near.setdefault(node, set()).add(other)
    return near


def _decisions(
    store: Store, around: _Around, parties: Iterable[str], day: str, seq: int, chosen: HintParameters
) -> dict[str, list[Decision]]:
    found: dict[str, list[Decision]] = {}
    persons = around.same.all_of(set(parties) & around.persons)
    split = {"Entity": set(parties) - around.persons, "Person": persons}
    for label, ids in split.items():
        query = queries.get("read/hints/decisions_of", label=label, key=_KEYS[label])
        for batch in batches(sorted(ids), _BATCH):
            columns = store.read_columns(query, ids=batch, since="", day=day, seq=seq)
            aside = set_aside_among(store, columns["ground_ref"], day, seq)
            for party, some in decisions_in_force(columns, aside, day, chosen).items():
                found.setdefault(around.same.of(party), []).extend(some)
    return found


def _answer(
    store: Store,
    around: _Around,
    entity_id: str,
    day: str,
    seq: int,
    chosen: HintParameters,
    decisions: dict[str, list[Decision]],
    most: int | None,
) -> EntityHintAnswer:
    ids = sorted({entity_id, *(end for edge in around.edges.values() for end in edge[:2])})
    numbers = {one: at for at, one in enumerate(ids)}
    marks = _marks(store, around, numbers, day, seq)
    weights, blocked, hub = _weights(around, numbers, marks, chosen)
    place = numbers[entity_id]
    seeds = [seed_of(decisions.get(one, ())) for one in ids]
    rows = weights.tocoo()
    near: dict[int, dict[int, float]] = {}
    for first, second, weight in zip(*(one.tolist() for one in (*rows.coords, rows.data)), strict=True):
        near.setdefault(first, {})[second] = weight
    paths = Pairs(near).paths(place, seeds, chosen.decay)
    total = sum(one.amount for one in paths)
    scored = entity_id not in around.persons and not int(marks[place]) & TRADER
    if not scored:
        # The newest first, then, the order kept, the shortest: nothing tells how strong a path is.
        newest = {one: max(each.decided_on for each in some) for one, some in decisions.items() if some}
        paths.sort(key=lambda one: newest[ids[one.parties[-1]]], reverse=True)
        paths.sort(key=lambda one: len(one.parties))
    between = _by_pair(around.edges.values())
    return EntityHintAnswer(
        entity=entity_id,
        day=day,
        seq=seq,
        edition=chosen.edition,
        scored=scored,
        value=value_of(total) if scored else 0.0,
        total=total,
        own=seeds[place],
        blocked="HUB" if hub[place] else "STATE_ORGAN" if blocked[place] else "",
        paths=len(paths),
        contributions=tuple(_contribution(one, ids, between, decisions) for one in paths[:most]),
        own_decisions=tuple(decisions.get(entity_id, ())),
        persons=frozenset(around.persons),
    )


def _marks(store: Store, around: _Around, numbers: dict[str, int], day: str, seq: int) -> Ints:
    """What the day says of the entities among those that were met."""
    marks = np.zeros(len(numbers), dtype=np.int64)
    for batch in batches([one for one in numbers if one not in around.persons], _BATCH):
        states = store.read_columns("read/hints/state_classes_of", entity_ids=batch, day=day, seq=seq)
        for entity, mark in latest(states, "mark").items():
            marks[numbers[entity]] = mark
    return marks


def _weights(
    around: _Around, numbers: dict[str, int], marks: Ints, chosen: HintParameters
) -> tuple[csr_array, Bools, Bools]:
    """The matrix of what was read, by the same rule as that of all parties."""
    types = sorted(chosen.relations)
    edges = list(around.edges.values())
    links = Links(
        np.array([numbers[one[0]] for one in edges], dtype=np.int64),
        np.array([numbers[one[1]] for one in edges], dtype=np.int64),
        np.array([types.index(one[2]) for one in edges], dtype=np.int64),
        np.array([one[3] == "STATE" and one[0] not in around.persons for one in edges], dtype=np.bool_),
    )
    return matrix(links, marks, len(numbers), types, chosen)


def _contribution(
    one: Path, ids: list[str], between: _Between, decisions: dict[str, list[Decision]]
) -> Contribution:
    """One path with its relations and the records at its end."""
    return Contribution(
        one.amount,
        tuple(ids[party] for party in one.parties),
        tuple(_hop(between[_pair(ids[first], ids[second])]) for first, second in pairwise(one.parties)),
        tuple(decisions[ids[one.parties[-1]]]),
    )


def _pair(first: str, second: str) -> tuple[str, str]:
    return (first, second) if first <= second else (second, first)


def _by_pair(edges: Iterable[_Edge]) -> _Between:
    """What was read, by the two parties between which it is, whichever way round."""
    found: _Between = {}
    for one in edges:
        found.setdefault(_pair(one[0], one[1]), []).append(one)
    return found


def _hop(found: list[_Edge]) -> Hop:
    """What the register says between two parties that follow each other in a path."""
    source, target, _, _, valid_from, origin = found[0]
    return Hop(source, target, tuple(sorted({one[2] for one in found})), valid_from, origin)
