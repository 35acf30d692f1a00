"""The k strongest chains between two ends, exactly, out of all chains within the bounds.

A chain's strength is the product of its relations' (`strengths.yaml`, data with an edition). Best-first
search with an upper bound that never underestimates: what a walk of the length left may bring at most. So
chains leave the queue in the order of their strength, and none is missed.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import count
from pathlib import Path
from typing import Final

import yaml
from pydantic import BaseModel, ConfigDict, Field

from graph.risk.frontier import Edge
from graph.risk.search import Pair
from graph.risk.web import Side, Web

FILE: Final = Path(__file__).parent / "strengths.yaml"
_LOOK_AT_CLOCK: Final = 1_000
#: A holding of nothing is still a link: no chain may vanish by its weight.
LEAST_PCT: Final = 0.01
Region = Mapping[str, list[Edge]]


class _Weight(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    weight: float = Field(gt=0, le=1)
    by_share: bool = False
    why: str


class Strengths(BaseModel):
    """How strongly a relation links, by type."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    edition: str
    unknown_pct: float = Field(gt=0, le=100)
    types: Mapping[str, _Weight]

    def of(self, edge: Edge) -> float:
        """Of one relation, 0..1."""
        found = self.types[edge.type]
        if not found.by_share:
            return found.weight
        share = self.unknown_pct if edge.pct is None else max(edge.pct, LEAST_PCT)
        return found.weight * share / 100


@cache
def strengths() -> Strengths:
    """The table in force."""
    return Strengths.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def strongest(
    web: Web, pair: Pair, *, length: int, number: int, until: float
) -> tuple[list[tuple[float, tuple[Edge, ...]]], bool]:
    """The `number` strongest chains of at most `length` relations, each visiting nobody twice.

    Returns
    -------
    tuple
        The chains with their strength, the strongest first, equal ones by length; and whether the time
        (`until`, of the monotonic clock) sufficed.
    """
    start, end = pair.first.start, pair.second.start
    web.read(one for one in pair.first.depth if one in pair.second.depth and one not in (start, end))
    region = _pruned(_region(web, (pair.first, pair.second)), start, end, length)
    best = _bounds(region, start, end, length)
    found: list[tuple[float, tuple[Edge, ...]]] = []
    for strength, chain in _best_first(region, best, start, end, length, until):
        if chain is None:
            return found, False
        found.append((strength, chain))
        if len(found) == number:
            break
    return found, True


def _region(web: Web, sides: Iterable[Side]) -> dict[str, list[Edge]]:
    """Relations that the two sides walked, from both their ends, between parties that may link."""
    sides = tuple(sides)
    ends = {side.start for side in sides}
    seen: dict[tuple[str, str], Edge] = {}
    for side in sides:
        for party, depth in side.depth.items():
            if depth >= side.level or (party != side.start and party in web.blocked):
                continue
            for edge in web.edges.get(party, ()):
                if edge.node != edge.other:
                    seen.setdefault((edge.fact_id, edge.node), edge)
                    turned = edge.turned()
                    seen.setdefault((turned.fact_id, turned.node), turned)
    region: dict[str, list[Edge]] = {}
    for edge in seen.values():
        if all(one in ends or one not in web.blocked for one in (edge.node, edge.other)):
            region.setdefault(edge.node, []).append(edge)
    return region


def _pruned(region: Region, start: str, end: str, length: int) -> dict[str, list[Edge]]:
    """What can lie on a chain of that length."""
    near, far = _distances(region, start, length), _distances(region, end, length)
    kept = {one for one in near if one in far and near[one] + far[one] <= length}
    return {
        one: sorted((edge for edge in region[one] if edge.other in kept), key=lambda edge: edge.fact_id)
        for one in kept
        if one in region
    }


def _distances(region: Region, start: str, length: int) -> dict[str, int]:
    found, level = {start: 0}, [start]
    for distance in range(1, length + 1):
        following = []
        for party in level:
            for edge in region.get(party, ()):
                if edge.other not in found:
                    found[edge.other] = distance
                    following.append(edge.other)
        level = following
    return found


def _bounds(region: Region, start: str, end: str, length: int) -> list[dict[str, float]]:
    """By relations left and party: the most that a walk to the end may keep of a strength."""
    table = strengths()
    best = [{end: 1.0}]
    for _ in range(length):
        last = best[-1]
        now = dict(last)
        for party, edges in region.items():
            if party in (start, end):
                continue
            reached = max((table.of(edge) * last.get(edge.other, 0.0) for edge in edges), default=0.0)
            if reached > now.get(party, 0.0):
                now[party] = reached
        best.append(now)
    return best


def _best_first(
    region: Region, best: list[dict[str, float]], start: str, end: str, length: int, until: float
) -> Iterator[tuple[float, tuple[Edge, ...] | None]]:
    """Chains by falling strength; None for the chain when the time is over."""
    table, order = strengths(), count()
    queue: list[tuple[float, int, int, float, tuple[Edge, ...]]] = [(-1.0, 0, next(order), 1.0, ())]
    for looked in count(1):
        if not queue:
            return
        if looked % _LOOK_AT_CLOCK == 0 and time.monotonic() > until:
            yield 0.0, None
            return
        _, steps, _, strength, chain = heapq.heappop(queue)
        party = chain[-1].other if chain else start
        if party == end:
            yield strength, chain
            continue
        visited = {start, *(edge.other for edge in chain)}
        left = best[length - steps - 1] if steps < length else {}
        for edge in region.get(party, ()):
            rest = left.get(edge.other, 0.0)
            if rest and edge.other not in visited:
                kept = strength * table.of(edge)
                heapq.heappush(queue, (-kept * rest, steps + 1, next(order), kept, (*chain, edge)))
