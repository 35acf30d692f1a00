"""Chains of relations between parties on a day: the shortest, or the strongest.

A search from every end, level by level, with every condition inside the level's query: ``shortestPath``
with a condition gives wrong answers on one engine and may never end on the other (A14). A party that
links nobody (a hub, an organ of the state) may be an end of a chain, never a link of it. "No link within
these bounds" is an answer; "cut short" says that there may be one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from graph.errors import UsageError
from graph.risk.frontier import HUB_DEGREE, Conditions, Edge, checked_types
from graph.risk.search import TIME, WIDTH, Pair, Search
from graph.risk.strongest import strengths, strongest
from graph.risk.web import Web
from graph.same_person import SamePersons
from graph.store import Store

PATHS: Final = "PATHS"
SHORTEST: Final = "SHORTEST"
ALL_SHORTEST: Final = "ALL_SHORTEST"
STRONGEST: Final = "STRONGEST"
MODES: Final = (SHORTEST, ALL_SHORTEST, STRONGEST)
MOST_HUBS_TOLD: Final = 50

__all__ = [
    "ALL_SHORTEST",
    "MODES",
    "PATHS",
    "SHORTEST",
    "STRONGEST",
    "TIME",
    "WIDTH",
    "Hop",
    "PathAnswer",
    "PathBounds",
    "find_links",
    "find_paths",
]


@dataclass(frozen=True)
class PathBounds:
    """Which chains are sought, and how far a search goes.

    Parameters
    ----------
    max_length
        Relations in a chain.
    max_width
        Parties in one level of one side.
    time_limit
        Seconds, for all pairs of ends together.
    hub_degree
        A party with more relations than that on the day links nobody.
    max_paths
        Chains returned for each pair; with STRONGEST, how many of the strongest.
    mode
        SHORTEST (one of them), ALL_SHORTEST or STRONGEST.
    min_pct
        Holdings from that share on, 0..100.
    excluded
        Parties that are left out, by internal id.
    """

    max_length: int = 6
    max_width: int = 5_000
    time_limit: float = 10.0
    hub_degree: int = HUB_DEGREE
    max_paths: int = 100
    mode: str = ALL_SHORTEST
    min_pct: float = 0.0
    excluded: tuple[str, ...] = ()

    def to_json(self, codes: Mapping[str, str]) -> dict[str, Any]:
        """As an answer states them."""
        strongest_by = {"strengths": strengths().edition} if self.mode == STRONGEST else {}
        return {
            "mode": self.mode,
            "max_length": self.max_length,
            "max_width": self.max_width,
            "time_limit": self.time_limit,
            "hub_degree": self.hub_degree,
            "max_paths": self.max_paths,
            "min_pct": self.min_pct,
            "excluded": [codes.get(one, one) for one in self.excluded],
            **strongest_by,
        }


@dataclass(frozen=True)
class Hop:
    """One relation of a chain, walked from `from_id` to `to_id`; `forward` if recorded that way round.

    `pct` and `max_pct` are as those of `graph.risk.frontier.Edge`.
    """

    from_id: str
    to_id: str
    type: str
    forward: bool
    fact_id: str
    valid_from: str
    source: str
    pct: float | None = None
    max_pct: float | None = None


@dataclass(frozen=True)
class PathAnswer:
    """The chains sought between two parties.

    Parameters
    ----------
    complete
        The search was not cut short: no other chain of the kind sought (or none at all) is within the bounds.
    cut_short
        Why it was cut short: WIDTH, TIME or PATHS; empty if it was not.
    searched_length
        Up to which length all chains have been looked at.
    strengths
        With STRONGEST, of each chain.
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
    strengths: tuple[float, ...] = ()
    persons: frozenset[str] = field(default=frozenset(), repr=False)

    def ids(self) -> set[str]:
        """All parties that the answer names, so that codes and names can be looked up."""
        found = {self.from_id, self.to_id, *self._told(), *self.limits.excluded}
        found.update(party for path in self.paths for hop in path for party in (hop.from_id, hop.to_id))
        return found

    def _told(self) -> list[str]:
        """The blocked parties that an answer names: those that both ends touch, then some of the others."""
        rest = [one for one in sorted(self.blocked) if one not in self.touched_by_both]
        return [*self.touched_by_both, *rest][: max(MOST_HUBS_TOLD, len(self.touched_by_both))]

    def to_json(
        self, codes: Mapping[str, str] | None = None, names: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """As ``path --json`` shows it; `codes` and `names` are by internal id."""
        codes, names = codes or {}, names or {}
        return {
            "from": codes.get(self.from_id, self.from_id),
            "from_name": names.get(self.from_id, ""),
            "to": codes.get(self.to_id, self.to_id),
            "to_name": names.get(self.to_id, ""),
            "complete": self.complete,
            "bounds": {
                "as_of": self.day,
                "types": list(self.types),
                **self.limits.to_json(codes),
                "searched_length": self.searched_length,
                "cut_short": self.cut_short,
                "hubs_met": len(self.blocked),
                "hubs": [
                    {
                        "id": codes.get(party, party),
                        "name": names.get(party, ""),
                        "reason": self.blocked[party],
                        "touched_by_both": party in self.touched_by_both,
                    }
                    for party in self._told()
                ],
            },
            "paths": [
                {
                    "length": len(path),
                    **({"strength": self.strengths[at]} if self.strengths else {}),
                    "hops": [_shown(hop, codes, names) for hop in path],
                }
                for at, path in enumerate(self.paths)
            ],
        }


def _shown(hop: Hop, codes: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "from": codes.get(hop.from_id, hop.from_id),
        "from_name": names.get(hop.from_id, ""),
        "to": codes.get(hop.to_id, hop.to_id),
        "to_name": names.get(hop.to_id, ""),
        "type": hop.type,
        "forward": hop.forward,
        "valid_from": hop.valid_from,
        "source": hop.source,
        "fact_id": hop.fact_id,
        "pct": hop.pct,
        "max_pct": hop.max_pct,
    }


def _hop(edge: Edge) -> Hop:
    return Hop(
        edge.node, edge.other, edge.type, edge.outward, edge.fact_id, edge.valid_from, edge.source, edge.pct,
        edge.max_pct,
    )  # fmt: skip


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
    """Chains of relations between two parties that hold on `day`, as known at `seq`.

    Parameters
    ----------
    from_id, to_id
        Internal ids; persons or entities.
    types
        Relation types to follow; by default all that the model lets be followed.
    limits
        Which chains, and how far to search.

    Raises
    ------
    NotFoundError
        One of the ends is not there.
    UsageError
        A type may not be followed, or an end is excluded.
    """
    return find_links(store, [(from_id, to_id)], day, seq=seq, types=types, limits=limits)[0]


def find_links(
    store: Store,
    pairs: Sequence[tuple[str, str]],
    day: str,
    *,
    seq: int | None = None,
    types: Iterable[str] | None = None,
    limits: PathBounds | None = None,
    persons: Iterable[str] | None = None,
) -> list[PathAnswer]:
    """Chains between many pairs of parties, searched together: one query for a level of all of them.

    All pairs of a list for "among many", one party with each of a list for "one to many". The answers and
    the errors are those of `find_paths` for each pair; the time limit is for all together. Who knows that all
    ends are there says which of them are natural persons (`persons`), and spares looking it up.
    """
    limits = limits or PathBounds()
    seq = store.head_seq() if seq is None else seq
    conditions = Conditions(
        day=day,
        seq=seq,
        types=checked_types(types),
        min_pct=limits.min_pct,
        hub_degree=limits.hub_degree,
        excluded=_excluded(store, pairs, limits, seq),
    )
    ends = dict.fromkeys((end for pair in pairs for end in pair), limits.max_width)
    search = Search(
        Web(store, conditions, ends, persons),
        pairs,
        max_length=limits.max_length,
        max_width=limits.max_width,
        time_limit=limits.time_limit,
        whole=limits.mode == STRONGEST,
    )
    search.run()
    found = [_chains(search, pair, limits) for pair in search.pairs]
    search.look_once(
        pair for pair, chains in zip(search.pairs, found, strict=True) if not chains.paths and not pair.met
    )
    return [
        _answer(search.web, pair, limits, chains) for pair, chains in zip(search.pairs, found, strict=True)
    ]


def _excluded(store: Store, pairs: Sequence[tuple[str, str]], limits: PathBounds, seq: int) -> frozenset[str]:
    """Who is left out, under each of his ids; the ends may not be, under none of theirs."""
    if limits.mode not in MODES:
        raise UsageError(f"没有这种查找方式：{limits.mode}", where="mode", todo=f"可用：{'、'.join(MODES)}")
    if not limits.excluded:
        return frozenset()
    left_out = SamePersons(store, seq).all_of(limits.excluded)
    if not left_out.isdisjoint(end for pair in pairs for end in pair):
        raise UsageError("两端的主体不能同时被排除", where="exclude", todo="从排除名单中去掉两端的主体")
    return frozenset(left_out)


@dataclass(frozen=True)
class _Chains:
    paths: tuple[tuple[Edge, ...], ...]
    strengths: tuple[float, ...]
    cut_short: str
    searched_length: int


def _chains(search: Search, pair: Pair, limits: PathBounds) -> _Chains:
    if limits.mode == STRONGEST and pair.first is not pair.second:
        first, second = pair.first.depth, pair.second.depth
        read = search.web.read((one for one in first if one in second and one not in pair.ends), search.until)
        web = search.web.between(pair.ends, first.keys() | second.keys())
        found, in_time = strongest(
            web, pair, length=limits.max_length, number=limits.max_paths, until=search.until
        )
        cut = pair.cut_short or ("" if read and in_time else TIME)
        chains = tuple(chain for _, chain in found)
        return _Chains(chains, tuple(one for one, _ in found), cut, _searched(pair, limits))
    wanted = 1 if limits.mode == SHORTEST else limits.max_paths
    paths = tuple(islice(pair.chains(), wanted + 1))
    more = PATHS if len(paths) > wanted and limits.mode == ALL_SHORTEST else ""
    searched = len(paths[0]) if paths else _searched(pair, limits)
    return _Chains(paths[:wanted], (), pair.cut_short or more, searched)


def _searched(pair: Pair, limits: PathBounds) -> int:
    if pair.exhausted and not pair.cut_short:
        return limits.max_length
    return min(pair.levels, limits.max_length)


def _answer(web: Web, pair: Pair, limits: PathBounds, chains: _Chains) -> PathAnswer:
    first, second = pair.first, pair.second
    blocked = {
        one: why
        for one, why in web.blocked.items()
        if one not in pair.ends and (one in first.depth or one in second.depth)
    }
    return PathAnswer(
        from_id=first.start,
        to_id=second.start,
        day=web.conditions.day,
        seq=web.conditions.seq,
        types=web.conditions.types,
        limits=limits,
        complete=not chains.cut_short,
        cut_short=chains.cut_short,
        searched_length=chains.searched_length,
        paths=tuple(tuple(_hop(edge) for edge in chain) for chain in chains.paths),
        blocked=blocked,
        touched_by_both=tuple(sorted(one for one in blocked if one in first.depth and one in second.depth)),
        strengths=chains.strengths,
        persons=frozenset(web.persons),
    )
