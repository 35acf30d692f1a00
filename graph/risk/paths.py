"""All shortest chains of relations between two parties on a day.

A search from both ends, level by level, with every condition inside the level's query: ``shortestPath``
with a condition gives wrong answers on one engine and may never end on the other (A14). A party that
links nobody (a hub, an organ of the state) may be an end of a chain, never a link of it. "No link within
these bounds" is an answer; "cut short" says that there may be one.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from graph.risk.frontier import Edge, Level, checked_types, kinds_of, read_level
from graph.store import Store

WIDTH: Final = "WIDTH"
TIME: Final = "TIME"
PATHS: Final = "PATHS"


@dataclass(frozen=True)
class PathBounds:
    """How far a search goes.

    Parameters
    ----------
    max_length
        Relations in a chain.
    max_width
        Parties in one level of one side.
    time_limit
        Seconds.
    hub_degree
        A party with more relations than that on the day links nobody.
    max_paths
        Chains returned.
    """

    max_length: int = 6
    max_width: int = 5_000
    time_limit: float = 10.0
    hub_degree: int = 200
    max_paths: int = 100


@dataclass(frozen=True)
class Hop:
    """One relation of a chain, walked from `from_id` to `to_id`; `forward` if recorded that way round."""

    from_id: str
    to_id: str
    type: str
    forward: bool
    fact_id: str
    valid_from: str
    source: str


@dataclass(frozen=True)
class PathAnswer:
    """All shortest chains between two parties.

    Parameters
    ----------
    complete
        The search was not cut short: no other chain of this length (or none at all) is within the bounds.
    cut_short
        Why it was cut short: WIDTH, TIME or PATHS; empty if it was not.
    searched_length
        Up to which length all chains have been looked at.
    blocked
        Parties met that link nobody, and why: HUB or STATE_ORGAN; `touched_by_both` are those to which both
        ends lead.
    """

    from_id: str
    to_id: str
    day: str
    seq: int
    types: tuple[str, ...]
    limits: PathBounds
    complete: bool
    cut_short: str
    searched_length: int
    paths: tuple[tuple[Hop, ...], ...]
    blocked: Mapping[str, str]
    touched_by_both: tuple[str, ...]

    def ids(self) -> set[str]:
        """All parties that the answer names, so that codes and names can be looked up."""
        found = {self.from_id, self.to_id, *self.blocked}
        found.update(party for path in self.paths for hop in path for party in (hop.from_id, hop.to_id))
        return found

    def to_json(
        self, codes: Mapping[str, str] | None = None, names: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """As ``path --json`` shows it; `codes` and `names` are by internal id."""
        codes, names = codes or {}, names or {}

        def shown(hop: Hop) -> dict[str, Any]:
            return {
                "from": codes.get(hop.from_id, hop.from_id),
                "from_name": names.get(hop.from_id, ""),
                "to": codes.get(hop.to_id, hop.to_id),
                "to_name": names.get(hop.to_id, ""),
                "type": hop.type,
                "forward": hop.forward,
                "valid_from": hop.valid_from,
                "source": hop.source,
            }

        return {
            "from": codes.get(self.from_id, self.from_id),
            "to": codes.get(self.to_id, self.to_id),
            "complete": self.complete,
            "bounds": {
                "as_of": self.day,
                "types": list(self.types),
                "max_length": self.limits.max_length,
                "max_width": self.limits.max_width,
                "time_limit": self.limits.time_limit,
                "hub_degree": self.limits.hub_degree,
                "max_paths": self.limits.max_paths,
                "searched_length": self.searched_length,
                "cut_short": self.cut_short,
                "hubs": [
                    {
                        "id": codes.get(party, party),
                        "name": names.get(party, ""),
                        "reason": reason,
                        "touched_by_both": party in self.touched_by_both,
                    }
                    for party, reason in sorted(self.blocked.items())
                ],
            },
            "paths": [{"length": len(path), "hops": [shown(hop) for hop in path]} for path in self.paths],
        }


@dataclass
class _Side:
    """One end's search: distance of every party met, and the relations by which it was met."""

    start: str
    depth: dict[str, int]
    met_by: dict[str, list[Edge]] = field(default_factory=dict)
    frontier: list[str] = field(default_factory=list)
    level: int = 0
    too_wide: bool = False


class _Search:
    """The search from both ends over one day's relations."""

    def __init__(
        self,
        store: Store,
        ends: tuple[str, str],
        day: str,
        seq: int,
        types: tuple[str, ...],
        limits: PathBounds,
    ) -> None:
        self.store, self.ends, self.day, self.seq = store, ends, day, seq
        self.types, self.limits = types, limits
        self.persons = {party for party, is_person in kinds_of(store, ends).items() if is_person}
        self.sides = tuple(_Side(end, {end: 0}, frontier=[end]) for end in ends)
        self.blocked: dict[str, str] = {}
        self.cut_short = ""
        self._until = time.monotonic() + limits.time_limit

    def run(self) -> list[str]:
        """Search until the ends meet, nothing is left, or a bound is reached; returns where they met."""
        while sum(side.level for side in self.sides) < self.limits.max_length:
            if any(not side.frontier for side in self.sides):
                return []
            open_ = [side for side in self.sides if not side.too_wide]
            if not open_ or time.monotonic() > self._until:
                self.cut_short = TIME if open_ else WIDTH
                return []
            met = self._advance(min(open_, key=lambda side: len(side.frontier)))
            if met:
                return met
        return []

    def _advance(self, side: _Side) -> list[str]:
        """One level on; returns the parties where both sides met and that may link.

        A side that is too wide rests, and the other one goes on: what it finds is still exact.
        """
        level = self._read(side.frontier)
        if level.clipped:
            side.too_wide = True
            return []
        side.level += 1
        following: list[str] = []
        for edges in level.edges.values():
            for edge in edges:
                known = side.depth.get(edge.other)
                if known is None:
                    side.depth[edge.other] = side.level
                    following.append(edge.other)
                if side.depth[edge.other] == side.level:
                    side.met_by.setdefault(edge.other, []).append(edge)
        side.frontier = [one for one in following if one not in self.blocked]
        met = self._meeting(side)
        side.too_wide = len(side.frontier) > self.limits.max_width
        return met

    def look_once(self) -> None:
        """Let an end that was never followed meet its own neighbours, to see which hubs both ends touch."""
        for side in self.sides:
            if self.blocked and side.level == 0 and not side.too_wide:
                self._advance(side)

    def _meeting(self, side: _Side) -> list[str]:
        """Parties of the new level that the other side has met too; those that link nobody do not count."""
        other = next(one for one in self.sides if one is not side)
        met = [one for one in side.frontier if one in other.depth]
        unsure = [one for one in met if one not in self.ends]
        if unsure:
            self._read(unsure)
            met = [one for one in met if one not in self.blocked]
            side.frontier = [one for one in side.frontier if one not in self.blocked]
        return met

    def _read(self, parties: list[str]) -> Level:
        level = read_level(
            self.store,
            parties,
            self.persons,
            types=self.types,
            day=self.day,
            seq=self.seq,
            hub_degree=self.limits.hub_degree,
            always=dict.fromkeys(self.ends, self.limits.max_width),
        )
        self.persons |= level.persons
        self.blocked.update(level.blocked)
        return level

    def paths_through(self, met: list[str]) -> Iterator[tuple[Hop, ...]]:
        """Every chain through the parties where the sides met."""
        first, second = self.sides
        for party in sorted(met):
            for head in _walks(first, party):
                for tail in _walks(second, party):
                    yield (
                        *(_hop(edge) for edge in head),
                        *(_hop(edge, back=True) for edge in reversed(tail)),
                    )


def _walks(side: _Side, party: str) -> Iterator[tuple[Edge, ...]]:
    """All shortest walks from the side's end to the party."""
    if party == side.start:
        yield ()
        return
    for edge in side.met_by[party]:
        for walk in _walks(side, edge.node):
            yield (*walk, edge)


def _hop(edge: Edge, *, back: bool = False) -> Hop:
    from_id, to_id = (edge.other, edge.node) if back else (edge.node, edge.other)
    return Hop(
        from_id, to_id, edge.type, edge.outward is not back, edge.fact_id, edge.valid_from, edge.source
    )


def find_paths(
    store: Store,
    from_id: str,
    to_id: str,
    day: str,
    *,
    seq: int | None = None,
    types: Iterable[str] | None = None,
    limits: PathBounds | None = None,
) -> PathAnswer:
    """All shortest chains of relations between two parties that hold on `day`, as known at `seq`.

    Parameters
    ----------
    from_id, to_id
        Internal ids; persons or entities.
    types
        Relation types to follow; by default all that the model lets be followed.
    limits
        How far to search.

    Raises
    ------
    NotFoundError
        One of the ends is not there.
    UsageError
        A type may not be followed.
    """
    limits = limits or PathBounds()
    seq = store.head_seq() if seq is None else seq
    search = _Search(store, (from_id, to_id), day, seq, checked_types(types), limits)
    return _answer(search, search.run() if from_id != to_id else [from_id])


def _answer(search: _Search, met: list[str]) -> PathAnswer:
    limits = search.limits
    paths = tuple(islice(search.paths_through(met), limits.max_paths + 1))
    searched = _searched(search, paths)
    cut_short = search.cut_short
    if len(paths) > limits.max_paths:
        paths, cut_short = paths[: limits.max_paths], cut_short or PATHS
    if not met:
        search.look_once()
    first, second = search.sides
    return PathAnswer(
        from_id=search.ends[0],
        to_id=search.ends[1],
        day=search.day,
        seq=search.seq,
        types=search.types,
        limits=limits,
        complete=not cut_short,
        cut_short=cut_short,
        searched_length=searched,
        paths=paths,
        blocked=search.blocked,
        touched_by_both=tuple(
            sorted(one for one in search.blocked if one in first.depth and one in second.depth)
        ),
    )


def _searched(search: _Search, paths: tuple[tuple[Hop, ...], ...]) -> int:
    if paths:
        return len(paths[0])
    levels = sum(side.level for side in search.sides)
    exhausted = not search.cut_short and any(not side.frontier for side in search.sides)
    return search.limits.max_length if exhausted else levels
