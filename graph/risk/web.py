"""The relations that searches over one day have read so far, and one end's way through them.

Every party is read once, whoever's search needs it, and one level of several searches is one query.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from graph.risk.frontier import Conditions, Edge, kinds_of, read_level
from graph.same_person import SamePersons
from graph.store import Store

_UNREAD: Final = "UNREAD"


class Web:
    """Relations by party, read as searches need them.

    Parameters
    ----------
    ends
        Parties that are followed whatever they are, under each of their ids, with how many relations at most.
    persons
        Which of the ends are natural persons, where that is known; else it is looked up.

    Raises
    ------
    NotFoundError
        One of the ends is not there.
    """

    def __init__(
        self,
        store: Store,
        conditions: Conditions,
        ends: Mapping[str, int],
        persons: Iterable[str] | None = None,
    ) -> None:
        self.store, self.conditions = store, conditions
        if persons is None:
            persons = (party for party, is_person in kinds_of(store, list(ends)).items() if is_person)
        self.persons = set(persons)
        self._ids = self._as_one(self.persons & ends.keys())
        self.persons |= set[str]().union(*self._ids.values())
        also = {one: most for end, most in ends.items() for one in self.ids_of(end)}
        self.ends = {**also, **ends}
        self.edges: dict[str, list[Edge]] = {}
        self.blocked: dict[str, str] = {}
        self.clipped: set[str] = set()
        self._read: set[str] = set()

    def _as_one(self, persons: set[str]) -> dict[str, frozenset[str]]:
        if not persons:
            return {}
        same = SamePersons(self.store, self.conditions.seq)
        same.all_of(persons)  # looked up together
        return {one: frozenset(same.all_of([one])) for one in persons}

    def ids_of(self, end: str) -> frozenset[str]:
        """All ids of the one who is that end."""
        return self._ids.get(end, frozenset((end,)))

    def read(self, parties: Iterable[str], until: float | None = None) -> bool:
        """Read what adjoins these parties, but for those that were read before; whether the time sufficed.

        Parameters
        ----------
        until
            When to stop, of the monotonic clock.
        """
        fresh = {one for one in parties if one not in self._read}
        if not fresh:
            return True
        level = read_level(self.store, fresh, self.persons, self.conditions, ends=self.ends, until=until)
        self._read |= fresh - level.unread
        self.edges.update(level.edges)
        self.blocked.update(level.blocked)
        self.persons |= level.persons
        self.clipped |= level.clipped
        return not level.unread

    def links(self, party: str) -> bool:
        """Whether a chain may lead through a party; of whom nothing was read, that is not known."""
        return party in self._read and party not in self.blocked

    def between(self, ends: frozenset[str], parties: Iterable[str]) -> Self:
        """The same as it is for these ends, who may be followed themselves; nothing more is read of it."""
        seen = copy.copy(self)
        parties = set(parties)
        unknown = dict.fromkeys(parties - self._read, _UNREAD)
        blocked = {**unknown, **self.blocked}
        seen.blocked = {one: why for one, why in blocked.items() if one not in ends}
        seen._read = self._read | parties
        return seen

    def unread(self, parties: Iterable[str]) -> list[str]:
        """Those of the parties that were not read."""
        return [one for one in parties if one not in self._read]


@dataclass
class Side:
    """One end's search: distance of every party met, and the relations by which it was met.

    Parameters
    ----------
    ids
        Who is followed whatever he is: the one from whom it starts, under all his ids, and the other end if
        he has several.
    frontier
        Parties of the newest level.
    too_wide
        The next level would be too wide, or could only be read in part: this side rests.
    """

    start: str
    ids: frozenset[str] = frozenset()
    depth: dict[str, int] = field(default_factory=dict)
    met_by: dict[str, list[Edge]] = field(default_factory=dict)
    frontier: list[str] = field(default_factory=list)
    level: int = 0
    too_wide: bool = False

    def __post_init__(self) -> None:
        self.ids |= {self.start}
        self.depth[self.start] = 0
        self.frontier = [self.start]

    def followed(self, web: Web) -> list[str]:
        """Parties of the frontier from which the search goes on."""
        return [one for one in self.frontier if one in self.ids or one not in web.blocked]

    def advance(self, web: Web, max_width: int) -> bool:
        """One level on, of which everything was read; False where that is not possible."""
        followed = self.followed(web)
        if any(one in web.clipped for one in followed):
            self.too_wide = True
            return False
        self.level += 1
        following: list[str] = []
        for node in followed:
            for edge in web.edges.get(node, ()):
                known = self.depth.get(edge.other)
                if known is None:
                    self.depth[edge.other] = self.level
                    following.append(edge.other)
                if self.depth[edge.other] == self.level:
                    self.met_by.setdefault(edge.other, []).append(edge)
        self.frontier = [one for one in following if one not in web.blocked or one in web.ends]
        self.too_wide = len(self.frontier) > max_width
        return True

    def walks(self, party: str) -> Iterable[tuple[Edge, ...]]:
        """All shortest walks from this side's start to a party that it met."""
        if party == self.start:
            yield ()
            return
        for edge in self.met_by[party]:
            for walk in self.walks(edge.node):
                yield (*walk, edge)
