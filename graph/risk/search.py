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
    """

    first: Side
    second: Side
    met: list[str] = field(default_factory=list)
    cut_short: str = ""
    open: bool = True

    @property
    def levels(self) -> int:
        """Up to which length all chains have been looked at."""
        return self.first.level + self.second.level

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
        sides = {end: Side(end) for end in dict.fromkeys(end for pair in pairs for end in pair)}
        self.pairs = [Pair(sides[first], sides[second]) for first, second in pairs]
        for pair in self.pairs:
            if pair.first is pair.second:
                pair.met, pair.open = [pair.first.start], False

    def run(self) -> None:
        """Search until each pair has met, has nothing left, or has reached a bound."""
        while due := self._due():
            self.web.read(party for side in due for party in side.frontier)
            for side in due:
                if side.advance(self.web, self.max_width):
                    self._look(side)

    def _open(self) -> list[Pair]:
        return [pair for pair in self.pairs if pair.open]

    def _due(self) -> list[Side]:
        """The sides that take a level now; pairs that end here are closed."""
        late = time.monotonic() > self.until
        due: dict[str, Side] = {}
        for pair in self._open():
            side = pair.next()
            if pair.exhausted or pair.levels >= self.max_length:
                pair.open = False
            elif side is None or late:
                pair.cut_short, pair.open = TIME if side else WIDTH, False
            else:
                due[side.start] = side
        return list(due.values())

    def _look(self, side: Side) -> None:
        """What the newest level of a side means for its pairs."""
        for pair in self._open():
            if side not in (pair.first, pair.second):
                continue
            if not self.whole:
                pair.met = self._meeting(pair, side)
            pair.open = not pair.met and not pair.exhausted and pair.levels < self.max_length

    def _meeting(self, pair: Pair, side: Side) -> list[str]:
        """Parties of the newest level that the other side has met too, and that may link."""
        other = pair.other(side)
        met = [one for one in side.frontier if one in other.depth]
        if not met:
            return []
        ends = {pair.first.start, pair.second.start}
        self.web.read(one for one in met if one not in ends)
        return [one for one in met if one in ends or one not in self.web.blocked]

    def look_once(self, pairs: Iterable[Pair]) -> None:
        """Let ends that were never followed meet their own neighbours, to see which hubs two ends touch."""
        sides = {
            side.start: side
            for pair in pairs
            for side in (pair.first, pair.second)
            if side.level == 0 and not side.too_wide
        }
        if self.web.blocked and sides:
            self.web.read(sides)
            for side in sides.values():
                side.advance(self.web, self.max_width)
