"""Whose topmost controllers changed, and on which day: the day and the day before, by the same code.

Stored control knows on which day it was computed, not on which day it came about. A change read off it
would show a holding of last year, handed in today, as today's change; so both sides of each day are computed
from the facts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph import queries
from graph.days import OPEN_DAY, add_days
from graph.ownership.closure import control_pairs
from graph.ownership.holdings import Holdings
from graph.ownership.read import PARTY_KEYS, batches, entity_ranges, read_above
from graph.same_person import SamePersons
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
    """A holding, an executive partner or an agreement that began or ended."""

    fact_id: str
    known_seq: int
    origin: str

    def or_later(self, other: _Turn | None) -> _Turn:
        """Of both the one that was known last."""
        later = other is not None and (self.known_seq, self.fact_id) < (other.known_seq, other.fact_id)
        return other if other is not None and later else self


_Party = tuple[str, str]
"""Label and id."""
_Turns = dict[str, dict[_Party, _Turn]]
"""By day: parties whose holders, shares or votes turn, each with what was known last."""


def controller_changes(store: Store, first: str, last: str, seq: int) -> list[ControllerChange]:
    """All changes of a span of days, both included, as known at `seq`.

    A company without any holder the day before was founded or first known then: that is no change. A
    holder whose end was inferred left on the day on which another began, if one did in the days in between.
    """
    turned: _Turns = defaultdict(dict)
    _holdings_turned(store, first, last, seq, turned)
    _agreements_turned(store, first, last, seq, turned)
    same = SamePersons(store, seq)
    found: list[ControllerChange] = []
    for day in sorted(turned):
        causes = _resting_on(store, turned[day], same, seq)
        before = read_above(store, causes, add_days(day, -1), seq=seq, settled=True)
        after = read_above(store, causes, day, seq=seq, settled=True)
        held_before = {before.ids[at] for at in set(before.company.tolist())}
        tops_before, tops_after = topmost(before, causes), topmost(after, causes)
        for entity in sorted(causes):
            if entity in held_before and tops_before[entity] != tops_after[entity]:
                turn = causes[entity]
                found.append(ControllerChange(entity, day, turn.fact_id, turn.known_seq, turn.origin))
    return found


_ENDS: Final = ("fact_id", "begins", "ends", "begun_seq", "ended_seq", "origin")


def _holdings_turned(store: Store, first: str, last: str, seq: int, turned: _Turns) -> None:
    """Companies in which a holding or an executive partner's office begins or ends."""
    for low, high in entity_ranges(store):
        columns = store.read_columns(
            "read/warning/holdings_turned", first=low, last=high, from_day=first, to_day=last, seq=seq
        )
        parts = (columns[name] for name in ("company", "followed", *_ENDS))
        for company, followed, *ends in zip(*parts, strict=True):
            if followed:
                ends[_ENDS.index("ends")] = OPEN_DAY  # the one who followed turns it
            _note(turned, ends, first, last, [("Entity", company)])


def _agreements_turned(store: Store, first: str, last: str, seq: int, turned: _Turns) -> None:
    """Parties of an agreement on votes that begins or ends: what they hold may get another controller."""
    for label in PARTY_KEYS:
        query = queries.get("read/warning/agreements_turned", source=label)
        columns = store.read_columns(query, from_day=first, to_day=last, seq=seq)
        parties = [
            [("Person" if is_person else "Entity", id_) for id_, is_person in zip(*both, strict=True)]
            for both in ((columns[f"{end}_id"], columns[f"{end}_is_person"]) for end in ("from", "to"))
        ]
        for giver, taker, *ends in zip(*parties, *(columns[name] for name in _ENDS), strict=True):
            _note(turned, ends, first, last, [giver, taker])


def _note(turned: _Turns, ends: list[Any], first: str, last: str, parties: list[_Party]) -> None:
    fact_id, begins, ends_on, begun_seq, ended_seq, origin = ends
    # A correction, or an end that is recorded, makes no old beginning news.
    for day, known_seq in {begins: begun_seq, ends_on: ended_seq}.items():
        if day != OPEN_DAY and first <= day <= last:
            turn = _Turn(fact_id, known_seq, origin)
            for party in parties:
                turned[day][party] = turn.or_later(turned[day].get(party))


def _resting_on(
    store: Store, touched: Mapping[_Party, _Turn], same: SamePersons, seq: int
) -> dict[str, _Turn]:
    """The touched companies and everything that rests on a touched party, at any depth, each with its cause.

    Downwards along holdings and partnerships and across agreements both ways, as control is derived again.
    """
    causes = _as_one(touched, same)
    frontier = dict(causes)
    while frontier:
        found: dict[_Party, _Turn] = {}
        for label, key in PARTY_KEYS.items():
            query = queries.get("read/warning/rests_on", label=label, key=key)
            for batch in batches(sorted(id_ for kind, id_ in frontier if kind == label), 500):
                columns = store.read_columns(query, ids=batch, seq=seq)
                for above, other, is_person in zip(
                    *(columns[name] for name in ("party", "other", "other_is_person")), strict=True
                ):
                    party = ("Person" if is_person else "Entity", other)
                    if party not in causes:
                        found[party] = causes[label, above].or_later(found.get(party))
        frontier = {party: turn for party, turn in _as_one(found, same).items() if party not in causes}
        causes |= frontier
    return {id_: turn for (label, id_), turn in causes.items() if label == "Entity"}


def _as_one(parties: Mapping[_Party, _Turn], same: SamePersons) -> dict[_Party, _Turn]:
    """With everybody who counts as one of these persons."""
    found = dict(parties)
    same.all_of(id_ for label, id_ in parties if label == "Person")  # looked up together
    for (label, id_), turn in parties.items():
        if label == "Person":
            for other in same.all_of([id_]):
                found[label, other] = turn.or_later(found.get((label, other)))
    return found


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
