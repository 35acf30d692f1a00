"""Whose topmost controllers changed, and on which day: the day and the day before, by the same code.

Stored control knows on which day it was computed, not on which day it came about. A change read off it
would show a holding of last year, handed in today, as today's change; so both sides of each day are computed
from the facts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph import queries
from graph.days import OPEN_DAY, add_days
from graph.ownership.closure import control_pairs
from graph.ownership.holdings import Holdings
from graph.ownership.read import batches, entity_ranges, read_above
from graph.store import Store


@dataclass(frozen=True, slots=True)
class ControllerChange:
    """One entity whose topmost controllers are others than the day before."""

    entity: str
    day: str
    fact_id: str
    known_seq: int
    origin: str


@dataclass(frozen=True, slots=True)
class _Turn:
    """A holding that began or ended."""

    fact_id: str
    known_seq: int
    origin: str


def controller_changes(store: Store, first: str, last: str, seq: int) -> list[ControllerChange]:
    """All changes of a span of days, both included, as known at `seq`.

    A company without any holder the day before was founded or first known then: that is no change.
    """
    turned = _turned(store, first, last, seq)
    found: list[ControllerChange] = []
    for day in sorted(turned):
        touched = turned[day]
        causes = _with_below(store, touched, seq)
        before = read_above(store, causes, add_days(day, -1), seq=seq)
        after = read_above(store, causes, day, seq=seq)
        held_before = {before.ids[at] for at in set(before.company.tolist())}
        tops_before, tops_after = topmost(before, causes), topmost(after, causes)
        for entity in sorted(causes):
            if entity in held_before and tops_before[entity] != tops_after[entity]:
                turn = causes[entity]
                found.append(ControllerChange(entity, day, turn.fact_id, turn.known_seq, turn.origin))
    return found


def _turned(store: Store, first: str, last: str, seq: int) -> dict[str, dict[str, _Turn]]:
    """By day: companies in which a holding begins or ends, with the holding known last."""
    found: dict[str, dict[str, _Turn]] = defaultdict(dict)
    for low, high in entity_ranges(store):
        columns = store.read_columns(
            "read/warning/holdings_turned", first=low, last=high, from_day=first, to_day=last, seq=seq
        )
        names = ("fact_id", "company", "begins", "ends", "begun_seq", "ended_seq", "origin")
        for fact_id, company, begins, ends, begun_seq, ended_seq, origin in zip(
            *(columns[name] for name in names), strict=True
        ):
            # A correction, or an end that is recorded, makes no old beginning news.
            for day, known_seq in {begins: begun_seq, ends: ended_seq}.items():
                if day != OPEN_DAY and first <= day <= last:
                    known = found[day].get(company)
                    if known is None or (known.known_seq, known.fact_id) < (known_seq, fact_id):
                        found[day][company] = _Turn(fact_id, known_seq, origin)
    return found


def _with_below(store: Store, touched: dict[str, _Turn], seq: int) -> dict[str, _Turn]:
    """The touched companies and everything in which they hold, at any depth, each with its cause."""
    causes = dict(touched)
    frontier = sorted(touched)
    while frontier:
        below: dict[str, _Turn] = {}
        for batch in batches(frontier, 500):
            query = queries.get("read/liability/held_by", label="Entity", id="entity_id")
            for entity in store.read(query, ids=batch, seq=seq)[0]["ids"]:
                if entity not in causes:
                    below.setdefault(
                        entity, max((causes[one] for one in batch), key=lambda one: one.known_seq)
                    )
        causes |= below
        frontier = sorted(below)
    return causes


def topmost(holdings: Holdings, entities: Iterable[str]) -> dict[str, frozenset[str]]:
    """Of each entity its controllers whom nobody controls who is not controlled by them.

    An entity that nobody controls has none.
    """
    above: dict[str, set[str]] = defaultdict(set)
    for pair in control_pairs(holdings).rows():
        above[pair.controlled].add(pair.controller)
    return {entity: tops_of(entity, above) for entity in entities}


def tops_of(entity: str, above: Mapping[str, set[str]]) -> frozenset[str]:
    """Controllers of one entity whom nobody controls who is not controlled by them; a ring is its own top."""
    return frozenset(
        one
        for one in above.get(entity, ())
        if all(one in above.get(higher, ()) for higher in above.get(one, ()))
    )
