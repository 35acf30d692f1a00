"""What adjoins a subject on a day: counts first, then neighbours a page at a time.

Adjacent is neither controlled nor liable (A10): these answers say who stands beside whom, nothing more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

from graph import queries
from graph.risk.frontier import HUB, HUB_DEGREE, Conditions, checked_types, kinds_of, origin_of
from graph.store import Plan, Store, ask

_KEYS = {True: ("Person", "person_id"), False: ("Entity", "entity_id")}
#: So many relations are read at once; those of a party with more are counted, each type read by itself.
AT_ONCE: Final = 400
PAGE: Final = "PAGE"
Row = Mapping[str, Any]


class TypeCount(NamedTuple):
    """How many relations of one type and direction; `summarised` when they are too many to be listed."""

    type: str
    outward: bool
    number: int
    summarised: bool


class Cut(NamedTuple):
    """A type of which not everything is listed here: a HUB's, or more than a PAGE."""

    type: str
    reason: str
    number: int
    listed: int


@dataclass(frozen=True)
class Neighbour:
    """One relation of the subject; `outward` when it leads from the subject.

    `pct` and `max_pct` are as those of `graph.risk.frontier.Edge`.
    """

    id: str
    is_person: bool
    type: str
    outward: bool
    fact_id: str
    valid_from: str
    source: str
    pct: float | None = None
    max_pct: float | None = None


@dataclass(frozen=True)
class Neighbourhood:
    """The subject's own relations on a day.

    Parameters
    ----------
    complete
        All relations are listed in this answer.
    cut
        What is not, and why.
    following
        By type where its next page begins (`after`), for types that have one.
    known
        What names the neighbours, as rows of the page's query; empty where that was not read with them.
    """

    subject: str
    conditions: Conditions
    counts: tuple[TypeCount, ...]
    neighbours: tuple[Neighbour, ...]
    complete: bool
    cut: tuple[Cut, ...]
    following: Mapping[str, str]
    known: Mapping[str, Row] = field(default_factory=dict, repr=False)

    def entity_ids(self) -> set[str]:
        """The neighbours that are entities."""
        return {one.id for one in self.neighbours if not one.is_person}

    def person_ids(self) -> set[str]:
        """The neighbours that are natural persons."""
        return {one.id for one in self.neighbours if one.is_person}

    def to_json(
        self, codes: Mapping[str, str] | None = None, names: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """As ``network --json`` shows it; `codes` and `names` are by internal id."""
        codes, names = codes or {}, names or {}
        return {
            "subject": codes.get(self.subject, self.subject),
            "name": names.get(self.subject, ""),
            "as_of": self.conditions.day,
            "complete": self.complete,
            "cut": [one._asdict() for one in self.cut],
            "bounds": {
                "types": list(self.conditions.types),
                "hub_degree": self.conditions.hub_degree,
                "min_pct": self.conditions.min_pct,
            },
            "counts": [one._asdict() for one in self.counts],
            "neighbours": [
                {
                    "id": codes.get(one.id, one.id),
                    "name": names.get(one.id, ""),
                    "kind": "PERSON" if one.is_person else "ENTITY",
                    "type": one.type,
                    "outward": one.outward,
                    "valid_from": one.valid_from,
                    "source": one.source,
                    "pct": one.pct,
                    "max_pct": one.max_pct,
                }
                for one in self.neighbours
            ],
            "following": dict(self.following),
        }


def neighbourhood(
    store: Store,
    party_id: str,
    day: str,
    *,
    seq: int | None = None,
    types: Iterable[str] | None = None,
    min_pct: float = 0.0,
    hub_degree: int = HUB_DEGREE,
    page_size: int = 100,
    after: Mapping[str, str] | None = None,
) -> Neighbourhood:
    """The relations of a party that hold on `day`, as known at `seq`.

    Parameters
    ----------
    types
        By default all that may be followed. A type asked for alone is listed however many there are.
    min_pct
        Of holdings only those from that share on, 0..100.
    hub_degree
        Types with more relations than that are counted, not listed.
    page_size
        Relations listed of each type.
    after
        `following` of the page before; only its types are listed then.

    Raises
    ------
    NotFoundError
        There is no such party.
    UsageError
        A type may not be followed.
    """
    seq = store.head_seq() if seq is None else seq
    conditions = Conditions(day, seq, checked_types(types, as_one=False), min_pct, hub_degree)
    is_person = kinds_of(store, [party_id])[party_id]
    return store.ask(neighbourhood_plan(party_id, is_person, conditions, page_size=page_size, after=after))


def neighbourhood_plan(
    party_id: str,
    is_person: bool,
    conditions: Conditions,
    *,
    page_size: int = 100,
    after: Mapping[str, str] | None = None,
) -> Plan[Neighbourhood]:
    """The same for either store, of a party that is there: one read unless its relations are very many."""
    label, key = _KEYS[is_person]
    at = {"id": party_id, "day": conditions.day, "seq": conditions.seq, "min_pct": conditions.min_pct}
    slots = {"label": label, "key": key}
    query = queries.get("read/network/page", types=conditions.types, **slots)
    rows: Sequence[Row] = yield from ask(query, cap=AT_ONCE + 1, **at)
    whole = len(rows) <= AT_ONCE
    if whole:
        counts: Sequence[Row] = _counted(rows)
    else:
        query = queries.get("read/network/counts_by_type", types=conditions.types, **slots)
        counts = yield from ask(query, **at)
    totals = Counter[str]()
    for row in counts:
        totals[row["type"]] += row["number"]
    alone = len(conditions.types) == 1
    listed = {one for one in totals if totals[one] <= conditions.hub_degree or alone}
    starts = dict.fromkeys(listed, "") if after is None else {t: a for t, a in after.items() if t in listed}
    found: dict[str, list[Row]] = {}
    for type_, start in sorted(starts.items()):
        if whole:
            page = [row for row in rows if row["type"] == type_ and row["fact_id"] > start]
        else:
            query = queries.get("read/network/neighbours_page", type=type_, **slots)
            page = [*(yield from ask(query, after=start, limit=page_size + 1, **at))]
        found[type_] = page[: page_size + 1]
    answer = _answer(party_id, conditions, counts, totals, found, page_size)
    return replace(answer, known={row["other"]: row for row in rows}) if whole else answer


def _counted(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Counts by type and direction, as the query that only counts has them."""
    counts = Counter((str(row["type"]), bool(row["outward"])) for row in rows)
    return [
        {"type": type_, "outward": outward, "number": n} for (type_, outward), n in sorted(counts.items())
    ]


def _answer(
    party_id: str,
    conditions: Conditions,
    counts: Sequence[Row],
    totals: Mapping[str, int],
    found: Mapping[str, list[Row]],
    page_size: int,
) -> Neighbourhood:
    following = {
        type_: str(rows[page_size - 1]["fact_id"]) for type_, rows in found.items() if len(rows) > page_size
    }
    hubs = {one for one, number in totals.items() if number > conditions.hub_degree}
    listed = {type_: min(len(rows), page_size) for type_, rows in found.items()}
    cut = tuple(
        Cut(type_, HUB if type_ in hubs and type_ not in found else PAGE, number, listed.get(type_, 0))
        for type_, number in sorted(totals.items())
        if listed.get(type_, 0) < number
    )
    return Neighbourhood(
        subject=party_id,
        conditions=conditions,
        counts=tuple(
            TypeCount(
                row["type"],
                row["outward"],
                row["number"],
                row["type"] in hubs and len(conditions.types) > 1,
            )
            for row in counts
        ),
        neighbours=tuple(_neighbour(row) for rows in found.values() for row in rows[:page_size]),
        complete=not cut,
        cut=cut,
        following=following,
    )


def _neighbour(row: Row) -> Neighbour:
    return Neighbour(
        row["other"],
        row["other_is_person"],
        row["type"],
        row["outward"],
        row["fact_id"],
        row["valid_from"],
        origin_of(row["type"], row["source"]),
        row["pct"] if row["pct"] >= 0 else None,
        row["max_pct"] if row["max_pct"] >= 0 else None,
    )
