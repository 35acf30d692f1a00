"""Some levels of relations around a subject, a page at a time, the nearest first.

A page is what an investigator draws at once, so it reads no further than it must: whole levels until there
are enough parties, then the relations of the page's own parties.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph.errors import UsageError
from graph.risk.frontier import HUB_DEGREE, Conditions, Edge, checked_types
from graph.risk.web import Web
from graph.store import Store

PARTIES: Final = "PARTIES"
PAGE: Final = "PAGE"
TIME: Final = "TIME"
_CURSOR: Final = re.compile(r"s(\d{1,18})o(\d{1,9})")


@dataclass(frozen=True)
class LevelCount:
    """A level that was read: how many parties are new in it, and by which types of relation they were met."""

    distance: int
    parties: int
    by_type: Mapping[str, int]


@dataclass(frozen=True)
class Surroundings:
    """A page of the parties around a subject.

    Parameters
    ----------
    distance
        The page's parties, the nearest first, and how far each is; the first page begins with the subject.
    edges
        The relations of the page's parties to parties of this page and those before it, each once. Between
        two parties of the outermost level none are looked for.
    levels
        The levels that were read so far; there may be more beyond them where `following` is not empty.
    persons
        Which of all parties met are natural persons.
    blocked
        Parties of the page that are not followed, and why: HUB or STATE_ORGAN.
    cut
        PAGE where another page follows, PARTIES where more parties were met than are handed out, TIME where
        it ended before all was read: then no page follows; else empty.
    following
        Where the next page begins; empty on the last.
    complete
        Nothing was left out but what `blocked` names: there is one page, and this is it.
    """

    subject: str
    conditions: Conditions
    depth: int
    distance: Mapping[str, int]
    persons: frozenset[str]
    edges: tuple[Edge, ...]
    levels: tuple[LevelCount, ...]
    blocked: Mapping[str, str]
    cut: str
    following: str
    complete: bool

    def ids(self) -> set[str]:
        """All parties that the answer names."""
        ends = {end for edge in self.edges for end in (edge.node, edge.other)}
        return {self.subject, *self.distance, *ends}

    def to_json(
        self, codes: Mapping[str, str] | None = None, names: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """Parties and relations as a document; `codes` and `names` are by internal id."""
        codes, names = codes or {}, names or {}
        directed = (
            (edge, (edge.node, edge.other) if edge.outward else (edge.other, edge.node))
            for edge in self.edges
        )
        return {
            "subject": codes.get(self.subject, self.subject),
            "name": names.get(self.subject, ""),
            "as_of": self.conditions.day,
            "complete": self.complete,
            "cut": self.cut,
            "bounds": {
                "depth": self.depth,
                "types": list(self.conditions.types),
                "hub_degree": self.conditions.hub_degree,
                "min_pct": self.conditions.min_pct,
            },
            "levels": [
                {"distance": one.distance, "parties": one.parties, "by_type": dict(one.by_type)}
                for one in self.levels
            ],
            "parties": [
                {
                    "id": codes.get(party, party),
                    "name": names.get(party, ""),
                    "kind": "PERSON" if party in self.persons else "ENTITY",
                    "distance": distance,
                    "blocked": self.blocked.get(party, ""),
                }
                for party, distance in self.distance.items()
            ],
            "relations": [
                {
                    "from": codes.get(source, source),
                    "to": codes.get(target, target),
                    "type": edge.type,
                    "valid_from": edge.valid_from,
                    "source": edge.source,
                    "pct": edge.pct,
                    "max_pct": edge.max_pct,
                }
                for edge, (source, target) in directed
            ],
            "following": self.following,
        }


def read_cursor(following: str) -> tuple[int, int]:
    """The commit and the place of a `following` that was handed out.

    Raises
    ------
    UsageError
        It was not.
    """
    found = _CURSOR.fullmatch(following)
    if not found:
        raise UsageError("游标不是本接口给出的", where="cursor", todo="从第一页重新开始")
    return int(found[1]), int(found[2])


def surroundings(
    store: Store,
    party_id: str,
    day: str,
    *,
    depth: int = 2,
    seq: int | None = None,
    types: Iterable[str] | None = None,
    min_pct: float = 0.0,
    hub_degree: int = HUB_DEGREE,
    max_parties: int = 1_000,
    page_size: int | None = None,
    following: str = "",
    is_person: bool | None = None,
    time_limit: float | None = None,
) -> Surroundings:
    """The parties around a subject up to `depth` relations away, at most `max_parties` of them.

    Parameters
    ----------
    page_size
        Parties on a page; by default all are on one.
    following
        Of the page before; it also says as of which commit the pages are.
    is_person
        Of a subject that is known to be there; else it is looked up.
    time_limit
        Seconds; what one query can answer is always read.

    Raises
    ------
    NotFoundError
        There is no such party.
    UsageError
        A type may not be followed, or the cursor is none.
    """
    first = 0
    if following:
        seq, first = read_cursor(following)
    conditions = Conditions(
        day, store.head_seq() if seq is None else seq, checked_types(types), min_pct, hub_degree
    )
    page_size = page_size or max_parties
    persons = None if is_person is None else [party_id] if is_person else []
    until = None if time_limit is None else time.monotonic() + time_limit
    web = Web(store, conditions, {party_id: max_parties}, persons)
    growth = _Growth(web, party_id, depth, max_parties, until)
    growth.grow(until=first + page_size)
    return growth.page(first, page_size)


class _Growth:
    """What has been met so far around a subject."""

    def __init__(
        self, web: Web, subject: str, depth: int, max_parties: int, until: float | None = None
    ) -> None:
        self.web, self.subject, self.depth, self.max_parties = web, subject, depth, max_parties
        self.until, self.in_time = until, True
        self.ids = web.ids_of(subject)
        self.distance = {subject: 0}
        self.levels: list[LevelCount] = []
        self.ended = self.truncated = False

    def grow(self, until: int) -> None:
        """Whole levels, until there are more than so many parties beside the subject."""
        frontier = [self.subject]
        for number in range(1, self.depth + 1):
            if len(self.distance) - 1 > until:
                return
            self._read(frontier)
            self.truncated = self.truncated or bool(self.web.clipped)
            frontier = self._level(frontier, number)
            if not frontier or self.truncated or not self.in_time:
                break
        self.ended = True

    def _read(self, parties: Iterable[str]) -> None:
        self.in_time = self.web.read(parties, self.until) and self.in_time

    def _level(self, frontier: list[str], number: int) -> list[str]:
        by_type, fresh = Counter[str](), dict[str, None]()
        for party in frontier:
            if party in self.web.blocked and party not in self.ids:
                continue
            for edge in self.web.edges.get(party, ()):
                if edge.other not in self.distance:
                    fresh[edge.other] = None
                    by_type[edge.type] += 1
        room = self.max_parties - (len(self.distance) - 1)
        self.truncated = self.truncated or len(fresh) > room
        taken = sorted(fresh)[:room]
        self.distance.update(dict.fromkeys(taken, number))
        if fresh:
            self.levels.append(LevelCount(number, len(fresh), dict(sorted(by_type.items()))))
        return taken

    def page(self, first: int, page_size: int) -> Surroundings:
        """The parties from one place on, with the relations that lead to them."""
        order = [one for one in self.distance if one != self.subject]
        chosen = order[first : first + page_size]
        more = len(order) > first + page_size or not self.ended
        shown = chosen if first else [self.subject, *chosen]
        self._read(one for one in chosen if self.distance[one] < self.depth)
        # What was not read in time may be read the next time: the pages would not be of one answer.
        more = more and self.in_time
        cut = TIME if not self.in_time else PAGE if more else PARTIES if self.truncated else ""
        following = f"s{self.web.conditions.seq}o{first + page_size}" if more else ""
        return Surroundings(
            subject=self.subject,
            conditions=self.web.conditions,
            depth=self.depth,
            distance={one: self.distance[one] for one in shown},
            persons=frozenset(self.web.persons & self.distance.keys()),
            edges=tuple(self._edges(set(chosen), {self.subject, *order[: first + page_size]})),
            levels=tuple(self.levels),
            blocked={
                one: self.web.blocked[one] for one in shown if one in self.web.blocked and one not in self.ids
            },
            cut=cut,
            following=following,
            complete=not cut and not first,
        )

    def _edges(self, chosen: set[str], known: set[str]) -> Iterable[Edge]:
        """Relations between what is known by now, of which one end is on this page."""
        seen: set[str] = set()
        for party in self.distance:
            if party in self.web.blocked and party not in self.ids:
                continue
            for edge in self.web.edges.get(party, ()):
                ends = {edge.node, edge.other}
                if edge.fact_id not in seen and ends <= known and (ends & chosen or ends == {self.subject}):
                    seen.add(edge.fact_id)
                    yield edge
