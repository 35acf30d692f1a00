"""The ownership tree of one subject (股权穿透图): who holds it, and what it holds, level by level.

Drawn for people, so it is bounded: what is left out is counted at the party whose holders or holdings are
not shown. Percentages along all chains are worked out over everything that was read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from graph import queries
from graph.ownership.groups import GroupEdge, edges_of
from graph.ownership.holdings import HOLDING_COLUMNS, Holdings
from graph.ownership.integrated import OwnershipMatrix
from graph.ownership.policy import DEFAULT_POLICY, ControlPolicy
from graph.ownership.read import PARTY_KEYS, batches, nominee_accounts
from graph.same_person import SamePersons
from graph.store import Store

UP: Final = "UP"
DOWN: Final = "DOWN"
MOST_NODES: Final = 200


@dataclass(frozen=True)
class TreeNode:
    """A party of the tree; `level` is negative above the subject, positive below.

    `integrated_pct` is its share in the subject along all chains shown (above), or the subject's in it
    (below); None where a closed ring has no answer. `more` is how many of its holders (above) or holdings
    (below) are not shown.
    """

    id: str
    is_person: bool
    level: int
    integrated_pct: float | None
    more: int


@dataclass(frozen=True)
class OwnershipTree:
    """Nodes and holdings around one subject on a day; incomplete where something was left out."""

    subject: str
    as_of: str
    nodes: tuple[TreeNode, ...]
    edges: tuple[GroupEdge, ...]
    complete: bool
    over_the_whole: tuple[str, ...]


@dataclass
class _Side:
    """One direction of the search."""

    columns: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in HOLDING_COLUMNS})
    level: dict[str, int] = field(default_factory=dict)
    persons: set[str] = field(default_factory=set)
    more: dict[str, int] = field(default_factory=dict)


def ownership_tree(
    store: Store,
    subject: str,
    day: str,
    *,
    is_person: bool,
    up: int = 3,
    down: int = 3,
    seq: int | None = None,
    most: int = MOST_NODES,
    policy: ControlPolicy = DEFAULT_POLICY,
) -> OwnershipTree:
    """Holders up to `up` levels and holdings down to `down` levels, at most `most` parties each way.

    Persons judged to be one are one, under the id as which they count.
    """
    seq = store.head_seq() if seq is None else seq
    same = SamePersons(store, seq)
    if is_person:
        same.all_of([subject])
        subject = same.of(subject)
    nodes = [TreeNode(subject, is_person, 0, None, 0)]
    edges: dict[tuple[str, str, str], GroupEdge] = {}
    over: set[str] = set()
    complete = True
    for way, depth in ((UP, 0 if is_person else up), (DOWN, down)):
        side = _walk(store, same, subject, day, seq, way=way, is_person=is_person, depth=depth, most=most)
        side.columns["valid_to"] = [""] * len(side.columns["holder"])
        holdings = Holdings.from_columns(side.columns)
        shares = _integrated(holdings, subject, way, policy)
        sign = -1 if way == UP else 1
        nodes += [
            TreeNode(one, one in side.persons, sign * level, shares.get(one, 0.0), side.more.get(one, 0))
            for one, level in side.level.items()
            if level
        ]
        edges |= {(one.holder, one.company, one.valid_from): one for one in edges_of(holdings)}
        complete = complete and not side.more
        if way == UP:
            over.update(holdings.over_all_equity())
    return OwnershipTree(subject, day, tuple(nodes), tuple(edges.values()), complete, tuple(sorted(over)))


def _walk(
    store: Store,
    same: SamePersons,
    subject: str,
    day: str,
    seq: int,
    *,
    way: str,
    is_person: bool,
    depth: int,
    most: int,
) -> _Side:
    side = _Side(level={subject: 0}, persons={subject} if is_person else set())
    frontier = [subject]
    for level in range(1, depth + 2):
        rows = _read(store, same, frontier, side.persons, day, seq, way)
        near, far = ("company", "holder") if way == UP else ("holder", "company")
        following: dict[str, None] = {}
        for at, other in enumerate(rows[far]):
            known = other in side.level
            if not known and (level > depth or len(side.level) >= most):
                side.more[rows[near][at]] = side.more.get(rows[near][at], 0) + 1
                continue
            for name in rows:
                side.columns[name].append(rows[name][at])
            if not known:
                side.level[other] = level
                following[other] = None
                if way == UP and rows["is_person"][at]:
                    side.persons.add(other)
        frontier = [one for one in following if way == DOWN or one not in side.persons]
        if not frontier:
            break
    return side


def _read(
    store: Store, same: SamePersons, ids: list[str], persons: set[str], day: str, seq: int, way: str
) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {name: [] for name in HOLDING_COLUMNS if name != "valid_to"}
    common: dict[str, Any] = {"account_names": list(nominee_accounts()), "day": day, "seq": seq}
    for batch in batches(ids):
        if way == UP:
            answers = [store.read_columns("read/ownership/holdings_above", entity_ids=batch, **common)]
        else:
            answers = [
                store.read_columns(
                    queries.get("read/ownership/holdings_below", label=label, key=PARTY_KEYS[label]),
                    ids=_of_label(batch, persons, label, same),
                    **common,
                )
                for label in PARTY_KEYS
            ]
        for columns in answers:
            for name, values in columns.items():
                found[name].extend(values)
    found["holder"] = same.renamed(found["holder"], found["is_person"])
    return found


def _of_label(ids: list[str], persons: set[str], label: str, same: SamePersons) -> list[str]:
    """Those that are persons, with all who count as them; or those that are not."""
    if label == "Entity":
        return [one for one in ids if one not in persons]
    return sorted(same.all_of([one for one in ids if one in persons]))


def _integrated(holdings: Holdings, subject: str, way: str, policy: ControlPolicy) -> dict[str, float | None]:
    at = holdings.position.get(subject)
    if at is None:
        return {}
    matrix = OwnershipMatrix(holdings, loops=policy.loops)
    parties, shares = matrix.owners_of(at) if way == UP else matrix.owned_by(at)
    return {
        holdings.ids[party]: None if share != share else share * 100
        for party, share in zip(parties.tolist(), shares.tolist(), strict=True)
    }
