"""One level of a search over the whitelisted relations of a day: what adjoins a set of parties.

All conditions stand in the frontier's own query (A14). Parties that must not link others are recognised
here: hubs, because an agent with hundreds of firms links everybody, and organs of the state, because
being under the same authority is no relation (facts.md D11).

Who was judged to be the same person counts as one (ADR 0022): the judgement is followed as a relation of its
own, whatever the day, as long as it stands at the commit. It says so itself and adds to a chain's length.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from graph import queries
from graph.errors import NotFoundError, UsageError
from graph.model import traversable_edge_types
from graph.ownership.read import batches
from graph.same_person import SamePersons
from graph.store import Store

BATCH: Final = 2_000
#: Relations in one answer: parties with wide bounds are asked about in smaller batches.
ROWS: Final = 400_000
HUB: Final = "HUB"
STATE_ORGAN: Final = "STATE_ORGAN"
HUB_DEGREE: Final = 200
SAME_PERSON: Final = "SAME_PERSON"


class Edge(NamedTuple):
    """One relation as seen from `node`; `outward` when it leads from `node` to `other`.

    `pct` is the share of a holding, 0..100; None where none is. Where a range is known it is the lower bound,
    and `max_pct` the upper one.
    """

    node: str
    other: str
    type: str
    outward: bool
    fact_id: str
    valid_from: str
    source: str
    pct: float | None = None
    max_pct: float | None = None

    def turned(self) -> Edge:
        """The same relation as seen from its other end."""
        return self._replace(node=self.other, other=self.node, outward=not self.outward)


@dataclass(frozen=True)
class Conditions:
    """What a search follows.

    Parameters
    ----------
    day, seq
        The day on which a relation must hold, and the commit as of which it must be known.
    types
        Relation types.
    min_pct
        Holdings from that share on, 0..100; with it a holding of unknown share is not followed. Other
        relations have no share and are not touched by it.
    hub_degree
        A party with more such relations than that links nobody.
    excluded
        Parties that are left out, with all their relations.
    """

    day: str
    seq: int
    types: tuple[str, ...]
    min_pct: float = 0.0
    hub_degree: int = HUB_DEGREE
    excluded: frozenset[str] = frozenset()


@dataclass
class Level:
    """What adjoins a set of parties.

    Parameters
    ----------
    edges
        By party its relations in the order of their facts; parties that are blocked have none here, unless
        they are ends.
    unread
        Parties for which the time did not suffice: nothing is known of them.
    blocked
        Parties that link nobody, and why.
    persons
        Which of the parties met are natural persons.
    clipped
        Ends of which only a part of the relations was read.
    numbers
        How many relations each party has, up to one more than may be followed; judged identity is none.
    judged
        Persons who count as one with others.
    """

    edges: dict[str, list[Edge]] = field(default_factory=dict)
    blocked: dict[str, str] = field(default_factory=dict)
    persons: set[str] = field(default_factory=set)
    clipped: set[str] = field(default_factory=set)
    numbers: Counter[str] = field(default_factory=Counter)
    judged: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)


def walked_types() -> tuple[str, ...]:
    """All that a search may follow: the relations of the model's whitelist, and judged identity."""
    return (*traversable_edge_types(), SAME_PERSON)


def origin_of(type_: str, source: str) -> str:
    """Where a relation comes from: its source, or that somebody judged and on which paper.

    Examples
    --------
    >>> origin_of("HOLDS", "SAMR"), origin_of("SAME_PERSON", "核验笔录 3 号"), origin_of("SAME_PERSON", "")
    ('SAMR', '人工认定，文书：核验笔录 3 号', '人工认定')
    """
    if type_ != SAME_PERSON:
        return source
    return f"人工认定，文书：{source}" if source else "人工认定"


def checked_types(types: Iterable[str] | None, *, as_one: bool = True) -> tuple[str, ...]:
    """The relation types to follow: those given, if the model lets them be followed, else all that it does.

    Parameters
    ----------
    as_one
        Follow judged identity too, whichever relations are asked for.

    Raises
    ------
    UsageError
        A type is not on the whitelist.
    """
    allowed = walked_types()
    chosen = set(allowed if types is None else types)
    wrong = sorted(one for one in chosen if one not in allowed)
    if wrong or not chosen:
        raise UsageError(
            f"不能沿这些关系查找：{'、'.join(wrong) or '未给出关系类型'}",
            where="types",
            todo=f"可用的关系类型：{'、'.join(allowed)}",
        )
    return tuple(sorted({*chosen, SAME_PERSON} if as_one else chosen))


def kinds_of(store: Store, ids: Sequence[str]) -> dict[str, bool]:
    """Whether each party is a natural person.

    Raises
    ------
    NotFoundError
        There is no such party.
    """
    found = store.read_columns("read/network/party_kind", ids=list(ids))
    kinds = dict.fromkeys(found["entities"], False) | dict.fromkeys(found["persons"], True)
    missing = [one for one in ids if one not in kinds]
    if missing:
        raise NotFoundError(f"库中没有这些主体或人员：{'、'.join(missing)}", todo="核对代码或人员编号")
    return kinds


def read_level(
    store: Store,
    parties: Iterable[str],
    persons: set[str],
    conditions: Conditions,
    *,
    ends: Mapping[str, int] | None = None,
    until: float | None = None,
) -> Level:
    """What adjoins `parties`.

    Parameters
    ----------
    parties, persons
        The parties asked about, and which parties are natural persons.
    ends
        Parties that are followed whatever they are (the ends of a path), with how many relations at most.
    until
        When to stop, of the monotonic clock. What one query can answer is always read.
    """
    level, ends = Level(), ends or {}
    reading = _Reading(store, conditions, until)
    caps: dict[int, list[str]] = {}
    for one in sorted(set(parties)):
        caps.setdefault(ends.get(one, conditions.hub_degree), []).append(one)
    for cap, group in caps.items():
        for columns in reading.columns(group, persons, cap):
            _take(level, columns, conditions, ends)
    level.unread = set(reading.left)
    if level.judged:
        _block_together(level, reading, ends)
    return level


@dataclass
class _Reading:
    """Frontier queries one after the other, none of them with a boundless answer, until the time is over."""

    store: Store
    conditions: Conditions
    until: float | None
    begun: bool = False
    left: set[str] = field(default_factory=set)

    def columns(
        self, parties: Iterable[str], persons: Container[str], cap: int
    ) -> Iterator[dict[str, list[Any]]]:
        """The answers about parties, at most `cap` relations followed; no time was left for who is `left`."""
        query = queries.get("read/network/frontier", types=self.conditions.types)
        for batch in batches(parties, min(BATCH, max(1, ROWS // (cap + 1)))):
            if self.begun and self.until is not None and time.monotonic() > self.until:
                self.left.update(batch)
                continue
            self.begun = True
            yield self.store.read_columns(
                query,
                entity_ids=[one for one in batch if one not in persons],
                person_ids=[one for one in batch if one in persons],
                day=self.conditions.day,
                seq=self.conditions.seq,
                min_pct=self.conditions.min_pct,
                cap=cap + 1,
            )


def _block_together(level: Level, reading: _Reading, ends: Mapping[str, int]) -> None:
    """Who has too many relations under all his ids together links nobody under any of them."""
    most = reading.conditions.hub_degree
    same = SamePersons(reading.store, reading.conditions.seq)
    same.all_of(level.judged)  # looked up together
    groups = {frozenset(same.all_of([one])) for one in level.judged}
    rest = sorted(set[str]().union(*groups) - level.numbers.keys())
    numbers = Counter(level.numbers)
    for columns in reading.columns(rest, rest, most):
        numbers.update(_counted(columns))
    for ids in groups:
        read = ids & level.judged
        if sum(numbers[one] for one in ids) > most:
            level.blocked.update(dict.fromkeys(read, HUB))
        elif ids.isdisjoint(reading.left):
            continue
        else:  # he may be a hub
            level.unread |= read
        for one in read - ends.keys() | read & level.unread:
            level.edges.pop(one, None)


def _counted(columns: Mapping[str, list[Any]]) -> Counter[str]:
    pairs = zip(columns["node"], columns["type"], strict=True)
    return Counter(node for node, type_ in pairs if type_ != SAME_PERSON)


_NAMES: Final = ("node", "other", "type", "outward", "fact_id", "valid_from", "source")


def _take(
    level: Level, columns: dict[str, list[Any]], conditions: Conditions, ends: Mapping[str, int]
) -> None:
    level.numbers.update(_counted(columns))
    organs: set[str] = set()
    found: dict[str, list[Edge]] = {}
    rows = zip(*(columns[name] for name in _NAMES), strict=True)
    bounds = zip(map(_share, columns["pct"]), map(_share, columns["max_pct"]), strict=True)
    rest = zip(columns["organ"], columns["other_is_person"], bounds, rows, strict=True)
    for organ, is_person, shares, row in rest:
        edge = Edge._make((*row, *shares))
        if edge.type == SAME_PERSON:
            edge = edge._replace(source=origin_of(edge.type, edge.source))
            level.judged.add(edge.node)
        found.setdefault(edge.node, []).append(edge)
        if organ:
            organs.add(edge.node)
        if is_person:
            level.persons.add(edge.other)
    for node, edges in found.items():
        # A judgement is no relation: it makes nobody a hub, and is never cut off.
        related = [edge for edge in edges if edge.type != SAME_PERSON]
        if len(related) > conditions.hub_degree:
            level.blocked[node] = HUB
        elif node in organs:
            level.blocked[node] = STATE_ORGAN
        if node in ends or node not in level.blocked:
            most = ends.get(node, len(related))
            if len(related) > most:
                level.clipped.add(node)
            judged = (edge for edge in edges if edge.type == SAME_PERSON)
            kept = (edge for edge in (*related[:most], *judged) if edge.other not in conditions.excluded)
            level.edges[node] = sorted(kept, key=_order)


def _share(value: object) -> float | None:
    return value if isinstance(value, int | float) and value >= 0 else None


def _order(edge: Edge) -> tuple[str, str]:
    return edge.fact_id, edge.other
