"""One level of a search over the whitelisted relations of a day: what adjoins a set of parties.

All conditions stand in the frontier's own query (A14). Parties that must not link others are recognised
here: hubs, because an agent with hundreds of firms links everybody, and organs of the state, because
being under the same authority is no relation (facts.md D11).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from graph import queries
from graph.errors import NotFoundError, UsageError
from graph.model import traversable_edge_types
from graph.ownership.read import batches
from graph.store import Store

BATCH: Final = 2_000
HUB: Final = "HUB"
STATE_ORGAN: Final = "STATE_ORGAN"


class Edge(NamedTuple):
    """One relation as seen from `node`; `outward` when it leads from `node` to `other`."""

    node: str
    other: str
    type: str
    outward: bool
    fact_id: str
    valid_from: str
    source: str


@dataclass
class Level:
    """What adjoins a set of parties.

    Parameters
    ----------
    edges
        By party its relations; parties that are blocked have none here.
    blocked
        Parties that link nobody, and why.
    persons
        Which of the parties met are natural persons.
    clipped
        Parties of which only a part of the relations was read.
    """

    edges: dict[str, list[Edge]] = field(default_factory=dict)
    blocked: dict[str, str] = field(default_factory=dict)
    persons: set[str] = field(default_factory=set)
    clipped: set[str] = field(default_factory=set)


def checked_types(types: Iterable[str] | None) -> tuple[str, ...]:
    """The relation types to follow: those given, if the model lets them be followed, else all that it does.

    Raises
    ------
    UsageError
        A type is not on the whitelist.
    """
    allowed = traversable_edge_types()
    chosen = tuple(sorted(set(allowed if types is None else types)))
    wrong = [one for one in chosen if one not in allowed]
    if wrong or not chosen:
        raise UsageError(
            f"不能沿这些关系查找：{'、'.join(wrong) or '未给出关系类型'}",
            where="types",
            todo=f"可用的关系类型：{'、'.join(allowed)}",
        )
    return chosen


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
    *,
    types: Sequence[str],
    day: str,
    seq: int,
    hub_degree: int,
    always: dict[str, int] | None = None,
) -> Level:
    """What adjoins `parties`.

    Parameters
    ----------
    parties, persons
        The parties asked about, and which parties are natural persons.
    hub_degree
        A party with more relations than that on the day links nobody.
    always
        Parties that are followed whatever they are (the ends of a path), with how many relations at most.
    """
    level = Level()
    always = always or {}
    query = queries.get("read/network/frontier", types=types)
    groups = [([one], cap + 1) for one, cap in always.items() if one in set(parties)]
    rest = sorted(one for one in set(parties) if one not in always)
    groups += [(batch, hub_degree + 1) for batch in batches(rest, BATCH)]
    for batch, cap in groups:
        columns = store.read_columns(
            query,
            entity_ids=[one for one in batch if one not in persons],
            person_ids=[one for one in batch if one in persons],
            day=day,
            seq=seq,
            cap=cap,
        )
        _take(level, columns, cap, always)
    return level


def _take(level: Level, columns: dict[str, list[object]], cap: int, always: dict[str, int]) -> None:
    organs: set[str] = set()
    found: dict[str, list[Edge]] = {}
    names = ("node", "other", "type", "outward", "fact_id", "valid_from", "source")
    rows = zip(*(columns[name] for name in names), strict=True)
    for organ, is_person, row in zip(columns["organ"], columns["other_is_person"], rows, strict=True):
        edge = Edge(*row)
        found.setdefault(edge.node, []).append(edge)
        if organ:
            organs.add(edge.node)
        if is_person:
            level.persons.add(edge.other)
    for node, edges in found.items():
        if node in always:
            level.edges[node] = edges[: cap - 1]
            if len(edges) >= cap:
                level.clipped.add(node)
        elif len(edges) >= cap:
            level.blocked[node] = HUB
        elif node in organs:
            level.blocked[node] = STATE_ORGAN
        else:
            level.edges[node] = edges
