"""The smallest set of acts that ends everything that acts can end: an exact minimum hitting set.

Each record names the acts that end it; a set of acts is wanted that hits every record. The problem is hard
in general and tiny in practice, since it falls apart into pieces that share no act. Each piece is solved by
branch and bound, every set of acts being looked at once at most: a piece of up to 17 acts is always solved
exactly (2^17 sets). A larger one is cut off after as many; the answer is then the best set found, ``exact``
is False, and ``at_least`` says below which number no set can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from graph.days import OPEN_DAY

MOST_SETS: Final = 1 << 17
Rank = tuple[int, str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Cover:
    """A set of acts, and how sure it is that no smaller one does.

    Parameters
    ----------
    exact
        No smaller set ends as much; otherwise only `at_least` is proven.
    """

    acts: tuple[str, ...]
    exact: bool = True
    at_least: int = 0


def smallest_cover(
    ends: Mapping[str, Iterable[str]], ready: Mapping[str, str] | None = None, most_sets: int = MOST_SETS
) -> Cover:
    """The smallest set of acts that ends every record that some act ends.

    Of several smallest sets the one that is complete on the earliest day, then the first in the order given.

    Parameters
    ----------
    ends
        By act: the records that it ends.
    ready
        By act: the first day on which it can be done; unknown days come last.

    Examples
    --------
    >>> smallest_cover({"perform": ["L01", "L02"], "security": ["L02"], "repair": ["L03"]}).acts
    ('perform', 'repair')
    """
    known = {act: frozenset(found) for act, found in ends.items()}
    days = {act: (ready or {}).get(act, "") or OPEN_DAY for act in known}
    chosen: list[str] = []
    exact, at_least = True, 0
    for piece in _pieces(known):
        found = _Search({act: known[act] for act in known if act in piece}, days, most_sets).run()
        chosen += found.acts
        exact, at_least = exact and found.exact, at_least + found.at_least
    return Cover(tuple(act for act in known if act in chosen), exact, at_least)


def _pieces(ends: Mapping[str, frozenset[str]]) -> list[set[str]]:
    """Acts in groups that share no record."""
    group: dict[str, int] = {}
    pieces: dict[int, list[str]] = {}
    for number, act in enumerate(sorted(one for one in ends if ends[one])):
        joined = {group[record] for record in ends[act] if record in group}
        members = [act]
        for one in joined:
            members += pieces.pop(one)
        pieces[number] = members
        for member in members:
            for record in ends[member]:
                group[record] = number
    return [set(members) for members in pieces.values()]


@dataclass
class _Search:
    """Branch and bound over one piece; acts and records are bits."""

    ends: dict[str, frozenset[str]]
    days: Mapping[str, str]
    most_sets: int
    acts: list[str] = field(init=False)
    order: dict[str, int] = field(init=False)
    widest: int = field(init=False)
    masks: list[int] = field(init=False)
    hit_by: list[int] = field(init=False)
    best: Rank = (0, "", ())
    looked_at: int = 0

    def __post_init__(self) -> None:
        # The widest first, so that a good set is found early.
        self.order = {act: number for number, act in enumerate(self.ends)}
        self.acts = sorted(self.ends, key=lambda one: (-len(self.ends[one]), self.days[one], self.order[one]))
        self.widest = max(len(found) for found in self.ends.values())
        records = sorted(frozenset().union(*self.ends.values()))
        place = {record: number for number, record in enumerate(records)}
        self.masks = [sum(1 << place[record] for record in self.ends[act]) for act in self.acts]
        self.hit_by = [
            sum(1 << number for number, mask in enumerate(self.masks) if mask >> place[record] & 1)
            for record in records
        ]

    def run(self) -> Cover:
        """The best set, and whether every other one was ruled out."""
        everything, every_act = (1 << len(self.hit_by)) - 1, (1 << len(self.acts)) - 1
        at_least = self._at_least(everything, every_act)
        self.best = self._rank(self._greedy(everything))
        complete = self._go(everything, every_act, ())
        named = list(self.ends)
        chosen, size = tuple(named[one] for one in self.best[2]), self.best[0]
        return Cover(chosen, complete or size == at_least, size if complete else at_least)

    def _rank(self, chosen: tuple[int, ...]) -> Rank:
        day = max((self.days[self.acts[one]] for one in chosen), default="")
        return len(chosen), day, tuple(sorted(self.order[self.acts[one]] for one in chosen))

    def _greedy(self, left: int) -> tuple[int, ...]:
        chosen: list[int] = []
        while left:
            one = max(range(len(self.acts)), key=lambda act: ((self.masks[act] & left).bit_count(), -act))
            chosen.append(one)
            left &= ~self.masks[one]
        return tuple(chosen)

    def _at_least(self, left: int, allowed: int) -> int:
        """So many acts at least: records that no act hits together need one each, and no act is wider."""
        number, wide = 0, -(-left.bit_count() // self.widest)
        while left:
            record = (left & -left).bit_length() - 1
            number += 1
            near = self.hit_by[record] & allowed
            left &= ~(1 << record)
            while near:
                left &= ~self.masks[(near & -near).bit_length() - 1]
                near &= near - 1
        return max(number, wide)

    def _go(self, left: int, allowed: int, chosen: tuple[int, ...]) -> bool:
        """Look below one set; False when the search was cut off."""
        self.looked_at += 1
        if self.looked_at > self.most_sets:
            return False
        if not left:
            self.best = min(self.best, self._rank(chosen))
            return True
        if len(chosen) + self._at_least(left, allowed) > self.best[0]:
            return True
        record = min(_bits(left), key=lambda one: (self.hit_by[one] & allowed).bit_count())
        complete = True
        for act in _bits(self.hit_by[record] & allowed):
            complete &= self._go(left & ~self.masks[act], allowed & ~(1 << act), (*chosen, act))
            allowed &= ~(1 << act)  # sets that hold this act are done
        return complete


def _bits(mask: int) -> list[int]:
    found = []
    while mask:
        found.append((mask & -mask).bit_length() - 1)
        mask &= mask - 1
    return found
