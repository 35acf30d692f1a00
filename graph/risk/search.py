"""The search between several pairs of ends at once, level by level from every end.

Two ends that meet at levels ``i`` and ``j`` are ``i + j`` apart: at every step one side takes one level, and
all nearer meetings were looked for before. One end's levels serve all its pairs.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from graph.risk.frontier import Edge
from graph.risk.web import Side, Web

WIDTH: Final = "WIDTH"
TIME: Final = "TIME"


@dataclass
class Pair:
    """Two ends of which chains are sought.

    Parameters
    ----------
    met
        Parties where the two sides met at the smallest distance, and that may link.
    cut_short
        WIDTH or TIME where the search was given up; empty where it was not.
    undecided
        The time did not suffice to learn which of the parties where the sides met may link.
    """

    first: Side
    second: Side
    met: list[str] = field(default_factory=list)
    cut_short: str = ""
    open: bool = True
    undecided: bool = False

    @property
    def ends(self) -> frozenset[str]:
        """All ids of the two ends."""
        return self.first.ids | self.second.ids

    @property
    def levels(self) -> int:
        """Up to which length all chains have been looked at."""
        return self.first.level + self.second.level - self.undecided

    @property
    def exhausted(self) -> bool:
        """One end leads to nobody else: there is nothing left to find."""
        return any(not side.frontier for side in (self.first, self.second))

    def other(self, side: Side) -> Side:
        """The side opposite."""
        return self.second if side is self.first else self.first

    def next(self) -> Side | None:
        """The side with less to read, of those that are not too wide."""
        free = [side for side in (self.first, self.second) if not side.too_wide]
        return min(free, key=lambda side: len(side.frontier), default=None)

    def chains(self) -> Iterator[tuple[Edge, ...]]:
        """Every shortest chain from the first end to the second; each relation as walked."""
        for party in sorted(self.met):
            for head in self.first.walks(party):
                for tail in self.second.walks(party):
                    yield (*head, *(edge.turned() for edge in reversed(tail)))


class Search:
    """The search for several pairs over one web of relations.

    Parameters
    ----------
    whole
        Go on to `max_length` after the ends have met: for chains that are not the shortest.
    time_limit
        Seconds for all pairs together.
    """

    def __init__(
        self,
        web: Web,
        pairs: Sequence[tuple[str, str]],
        *,
        max_length: int,
        max_width: int,
        time_limit: float,
        whole: bool = False,
    ) -> None:
        self.web, self.max_length, self.max_width, self.whole = web, max_length, max_width, whole
        self.until = time.monotonic() + time_limit
        self._sides: dict[tuple[str, frozenset[str]], Side] = {}
        self.pairs = [Pair(self._side(*pair), self._side(*reversed(pair))) for pair in pairs]
        for pair in self.pairs:
            if pair.first is pair.second:
                pair.met, pair.open = [pair.first.start], False

    def _side(self, start: str, end: str) -> Side:
        """The side from one end to another, the same for all pairs that may be searched by it.

        An end of several ids is met under any of them first, and is followed from there to the one asked.
        """
        others = self.web.ids_of(end)
        ids = self.web.ids_of(start) | (others if len(others) > 1 else frozenset())
        return self._sides.setdefault((start, ids), Side(start, ids))

    def run(self) -> None:
        """Search until each pair has met, has nothing left, or has reached a bound."""
        while due := self._due():
            if not self.web.read((party for side in due for party in side.frontier), self.until):
                continue  # a level that was read in part is none; the time is over for all that is open
            for side in due:
                if side.advance(self.web, self.max_width):
                    self._look(side)

    def _open(self) -> list[Pair]:
        return [pair for pair in self.pairs if pair.open]

    def _due(self) -> list[Side]:
        """The sides that take a level now; pairs that end here are closed."""
        late = time.monotonic() > self.until
        due: dict[int, Side] = {}
        for pair in self._open():
            side = pair.next()
            if pair.exhausted or pair.levels >= self.max_length:
                pair.open = False
            elif side is None or late:
                pair.cut_short, pair.open = TIME if side else WIDTH, False
            else:
                due[id(side)] = side
        return list(due.values())

    def _look(self, side: Side) -> None:
        """What the newest level of a side means for its pairs."""
        for pair in self._open():
            if side not in (pair.first, pair.second):
                continue
            if not self.whole:
                pair.met = self._meeting(pair, side)
            ended = pair.met or pair.cut_short or pair.exhausted
            pair.open = not ended and pair.levels < self.max_length

    def _meeting(self, pair: Pair, side: Side) -> list[str]:
        """Parties of the newest level that the other side has met too, and that may link."""
        other = pair.other(side)
        met = [one for one in side.frontier if one in other.depth]
        if not met:
            return []
        if not self.web.read((one for one in met if one not in pair.ends), self.until):
            pair.cut_short, pair.undecided = TIME, True
        return [one for one in met if one in pair.ends or self.web.links(one)]

    def look_once(self, pairs: Iterable[Pair]) -> None:
        """Let ends that were never followed meet their own neighbours, to see which hubs two ends touch."""
        sides = {
            id(side): side
            for pair in pairs
            for side in (pair.first, pair.second)
            if side.level == 0 and not side.too_wide
        }
        if self.web.blocked and sides:
            self.web.read((side.start for side in sides.values()), self.until)
            for side in sides.values():
                if not self.web.unread([side.start]):
                    side.advance(self.web, self.max_width)
