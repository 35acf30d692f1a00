"""What happened: events of each signal in a span of days, with their day and the day on which it was known.

An event stands on its own day (of the decision, of the change). When the platform first knew of it is told
beside it, so that what arrives late is never taken for new.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from graph import queries
from graph.clock import add_working_days
from graph.days import SHANGHAI, add_days
from graph.liability.disputes import overturned
from graph.ownership.read import batches, entity_ranges
from graph.risk.warning.settings import Signal, WarningSettings
from graph.same_person import SamePersons
from graph.store import Store

GROUNDS: Final = ("Listing", "CourtRecord", "EntityState", "Penalty", "TaxGrade", "Arrears")
#: Between an application and its last day there are rest days and holidays.
_SPARE_DAYS: Final = 30
Columns = dict[str, list[Any]]
_REPAIR: Final = (
    "fact_id",
    "entity",
    "started_on",
    "decided_on",
    "known_seq",
    "list_type",
    "origin",
    "records",
)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one entity.

    Parameters
    ----------
    fact_id
        The version of the fact that tells it.
    day
        Its own day, in the world.
    known_seq, known_on
        The commit that first told of it, and that commit's day.
    late
        It was known later than the settings allow, and not with the first load.
    list_type
        The list concerned, where there is one.
    other
        The other party, where there is one.
    origin
        The source record that tells it.
    provisional
        Its day follows from a term into a year whose holidays are not announced, and may still move.
    undone_on
        The day from which on it is no event, because it was annulled or overturned as wrong; else empty.
    """

    signal: Signal
    entity: str
    day: str
    fact_id: str
    known_seq: int
    known_on: str = ""
    late: bool = False
    list_type: str = ""
    other: str = ""
    origin: str = ""
    provisional: bool = False
    undone_on: str = ""

    def stands(self, day: str) -> bool:
        """Whether nobody had undone it by a day."""
        return not self.undone_on or self.undone_on > day


@dataclass(frozen=True)
class Span:
    """What is read: days first..last, as known at a commit."""

    first: str
    last: str
    seq: int


@dataclass
class Known:
    """When commits were; what the first load brought is the past.

    Parameters
    ----------
    today
        The store's own day: a synthetic store does not know anything later than it.
    """

    store: Store
    today: str
    days: dict[int, str] = field(default_factory=dict)
    first_load: str = ""

    def __post_init__(self) -> None:
        at = self.store.read("read/warning/first_load")[0]["at"]
        self.first_load = min(_day_of(at), self.today) if at else ""

    def read(self, numbers: Iterable[int]) -> None:
        """Read the days of commits that are not known yet."""
        wanted = sorted(set(numbers) - self.days.keys())
        for start in range(0, len(wanted), 10_000):
            columns = self.store.read_columns(
                "read/warning/commit_times", numbers=wanted[start : start + 10_000]
            )
            for number, at in zip(columns["number"], columns["at"], strict=True):
                self.days[number] = min(_day_of(at), self.today)

    def day(self, number: int) -> str:
        """The day of a commit; today where nobody knows."""
        return self.days.get(number, self.today)


def _day_of(at: str) -> str:
    moment = datetime.fromisoformat(at)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(SHANGHAI).date().isoformat()


def read_events(
    store: Store,
    signal: Signal,
    span: Span,
    settings: WarningSettings,
    *,
    known: Known,
    standing_on: str | None = None,
) -> list[Event]:
    """All events of one signal in a span of days, in a fixed order.

    Parameters
    ----------
    span
        Days, both included, and the commit up to which facts count.
    known
        Days of commits; it is added to.
    standing_on
        What was undone as wrong by this day is left out; the last of the span unless given. Who looks at many
        days gives the first of them, and asks each event for each later day.
    """
    day = span.last if standing_on is None else standing_on
    found = [one for one in _READERS[signal](store, signal, span, settings) if one.stands(day)]
    known.read(one.known_seq for one in found)
    told = [_told(one, known, settings) for one in found]
    return sorted(told, key=lambda one: (one.day, one.entity, one.fact_id, one.other))


def _told(one: Event, known: Known, settings: WarningSettings) -> Event:
    """With the day on which it was known; what follows from a term is not known before its own day."""
    known_on = max(known.day(one.known_seq), one.day if one.signal is Signal.OVERDUE_REPAIRS else "")
    late = known_on > add_days(one.day, settings.late_after_days) and known_on != known.first_load
    return replace(one, known_on=known_on, late=late)


# -- one reader for each signal


def _facts(store: Store, label: str, day: str, span: Span, settings: WarningSettings) -> Columns:
    severe = settings.signals[Signal.SEVERITY].parameters
    query = queries.get("read/warning/facts_between", label=label, day=day)
    return store.read_columns(
        query,
        first=span.first,
        last=span.last,
        severe=list(severe.severities),
        severe_kinds=list(severe.penalty_kinds),
        seq=span.seq,
    )


def _events_of(
    signal: Signal,
    columns: Columns,
    keep: Callable[[dict[str, Any]], bool] = lambda _row: True,
    undone_on: Callable[[dict[str, Any]], str] = lambda _row: "",
) -> list[Event]:
    names = list(columns)
    rows = (dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True))
    return [
        Event(
            signal,
            row["entity"],
            row["day"],
            row["fact_id"],
            row["known_seq"],
            list_type=row.get("list_type", ""),
            other=row.get("other", ""),
            origin=row["origin"],
            undone_on=undone_on(row),
        )
        for row in rows
        if keep(row)
    ]


def _undone(store: Store, columns: Columns, span: Span) -> Callable[[dict[str, Any]], str]:
    """When something was annulled or overturned: from then on it is no event, it should never have been."""
    wrong = _overturned(store, columns["fact_id"], span)
    return lambda row: _first_of(row.get("annulled_on", ""), wrong.get(row["fact_id"], ""))


def _overturned(store: Store, fact_ids: Iterable[str], span: Span) -> dict[str, str]:
    """By fact that an objection has overturned: since which day."""
    wrong: dict[str, str] = {}
    for batch in batches(sorted(set(fact_ids)), 5_000):
        wrong |= overturned(store.read, batch, seq=span.seq)
    return wrong


def _first_of(*days: str) -> str:
    """The first of some days; empty texts are none."""
    return min(filter(None, days), default="")


def _penalties(store: Store, signal: Signal, span: Span, settings: WarningSettings) -> list[Event]:
    columns = _facts(store, "Penalty", "decided_on", span, settings)
    return _events_of(signal, columns, undone_on=_undone(store, columns, span))


def _listings(store: Store, signal: Signal, span: Span, settings: WarningSettings) -> list[Event]:
    columns = _facts(store, "Listing", "decided_on", span, settings)
    return _events_of(signal, columns, undone_on=_undone(store, columns, span))


def _severe(store: Store, signal: Signal, span: Span, settings: WarningSettings) -> list[Event]:
    def severe_of(label: str) -> list[Event]:
        columns = _facts(store, label, "decided_on", span, settings)
        return _events_of(signal, columns, lambda row: bool(row["severe"]), _undone(store, columns, span))

    return [one for label in ("Penalty", "Listing") for one in severe_of(label)]


def _broken(store: Store, signal: Signal, span: Span, settings: WarningSettings) -> list[Event]:
    broken = settings.signals[signal].parameters.fulfilments
    columns = _facts(store, "Commitment", "assessed_on", span, settings)
    return _events_of(signal, columns, lambda row: row["fulfilment"] in broken, _undone(store, columns, span))


def _complaints(store: Store, signal: Signal, span: Span, settings: WarningSettings) -> list[Event]:
    columns = _facts(store, "Complaint", "received_on", span, settings)
    return _events_of(signal, columns, undone_on=_undone(store, columns, span))


def _overdue(store: Store, signal: Signal, span: Span, settings: WarningSettings) -> list[Event]:
    """Repairs whose term ran out undecided: the event is the first day after it.

    Where the record itself is overturned there is nothing left to repair.
    """
    term = settings.signals[signal].parameters.working_days or 0
    found: list[Event] = []
    first = add_days(span.first, -(2 * term + _SPARE_DAYS))
    for label in GROUNDS:
        query = queries.get("read/warning/repairs_between", label=label)
        columns = store.read_columns(query, first=first, last=span.last, seq=span.seq)
        records = (one for some in columns["records"] for one in some)
        wrong = _overturned(store, [*columns["fact_id"], *records], span)
        for fact_id, entity, started_on, decided_on, known_seq, list_type, origin, repaired in zip(
            *(columns[name] for name in _REPAIR), strict=True
        ):
            last_day, provisional = add_working_days(started_on, term)
            day = add_days(last_day, 1)
            if span.first <= day <= span.last and not (decided_on and decided_on <= last_day):
                found.append(
                    Event(
                        signal,
                        entity,
                        day,
                        fact_id,
                        known_seq,
                        list_type=list_type,
                        origin=origin,
                        provisional=provisional,
                        undone_on=_first_of(*(wrong.get(one, "") for one in (fact_id, *repaired))),
                    )
                )
    return found


def _representatives(store: Store, signal: Signal, span: Span, _settings: WarningSettings) -> list[Event]:
    """Who took over from another; a term of his own that lasted until then was only recorded anew."""
    same = SamePersons(store, span.seq)
    same.read_all()
    found: list[Event] = []
    for first, last in entity_ranges(store):
        columns = store.read_columns(
            "read/warning/representatives_changed",
            first=first,
            last=last,
            from_day=span.first,
            to_day=span.last,
            seq=span.seq,
        )
        others = _others_before(columns, same)
        wrong = _overturned(store, [*others, *(one for some in others.values() for one in some)], span)
        # He follows somebody as long as one of those before him was never found not to have held the office.
        undone = {
            fact_id: _first_of(wrong.get(fact_id, ""), _last_of(wrong.get(one, "") for one in some))
            for fact_id, some in others.items()
        }
        found += [
            replace(one, undone_on=undone[one.fact_id])
            for one in _events_of(signal, columns)
            if one.fact_id in undone
        ]
    return found


def _others_before(columns: Columns, same: SamePersons) -> dict[str, list[str]]:
    """By term of office the terms of others before it, where his own did not last until it."""
    names = ("fact_id", "person", "day", "before_person", "before_fact", "before_ends")
    found: dict[str, list[str]] = {}
    for fact_id, person, day, persons, facts, ends in zip(*(columns[name] for name in names), strict=True):
        his = [same.of(one) == same.of(person) for one in persons]
        if not any(own and end >= day for own, end in zip(his, ends, strict=True)) and not all(his):
            found[fact_id] = [one for one, own in zip(facts, his, strict=True) if not own]
    return found


def _last_of(days: Iterable[str]) -> str:
    """The last of some days, or none where one is missing."""
    known = list(days)
    return max(known, default="") if all(known) else ""


def _exposed(store: Store, signal: Signal, span: Span, _settings: WarningSettings) -> list[Event]:
    """Listings of guaranteed firms; of several guarantees for one the last to be overturned ends it."""
    columns = store.read_columns(
        "read/warning/guarantees_exposed", first=span.first, last=span.last, seq=span.seq
    )
    wrong, listing_undone = _overturned(store, columns["guarantee"], span), _undone(store, columns, span)
    events = _events_of(
        signal,
        columns,
        undone_on=lambda row: _first_of(listing_undone(row), wrong.get(row["guarantee"], "")),
    )
    through: dict[Event, list[str]] = defaultdict(list)
    for one in events:
        through[replace(one, undone_on="")].append(one.undone_on)
    return [replace(one, undone_on=_last_of(days)) for one, days in through.items()]


def _clusters(store: Store, signal: Signal, span: Span, settings: WarningSettings) -> list[Event]:
    """Registrations at an address that, with those of the days before, make a cluster.

    Counted is where a firm was registered, not where it moved to later.
    """
    parameters = settings.signals[signal].parameters
    within, least = parameters.within_days or 1, parameters.at_least or 2
    columns = store.read_columns(
        "read/warning/registrations_between",
        first=add_days(span.first, 1 - within),
        last=span.last,
        seq=span.seq,
    )
    undone_on = _undone(store, columns, span)
    rows = zip(
        columns["valid_from"],
        columns["address"],
        _events_of(signal, columns, undone_on=undone_on),
        strict=True,
    )
    at_first: dict[str, tuple[str, Event]] = {}
    for _, address, one in sorted(rows, key=lambda row: (row[0], row[2].fact_id)):
        at_first.setdefault(one.entity, (_folded(address), one))
    by_address: dict[str, list[Event]] = defaultdict(list)
    for address, one in at_first.values():
        by_address[address].append(one)
    by_address.pop("", None)
    found: list[Event] = []
    for registered in by_address.values():
        here = sorted(registered, key=lambda one: one.day)
        days = [one.day for one in here]
        for one in here:
            first = bisect_left(days, add_days(one.day, 1 - within))
            together = here[first : bisect_right(days, one.day)]
            if len(together) >= least and span.first <= one.day <= span.last:
                found.append(replace(one, undone_on=_first_of(one.undone_on, _broken_up(together, least))))
    return found


def _broken_up(together: Sequence[Event], least: int) -> str:
    """From which day on so many of them were overturned that they are no cluster any more."""
    undone = sorted(one.undone_on for one in together if one.undone_on)
    spare = len(together) - least
    return undone[spare] if len(undone) > spare else ""


def _folded(address: str) -> str:
    return "".join(unicodedata.normalize("NFKC", address).split())


def _controllers(store: Store, signal: Signal, span: Span, _settings: WarningSettings) -> list[Event]:
    from graph.risk.warning.control import controller_changes

    changes = controller_changes(store, span.first, span.last, span.seq)
    wrong = _overturned(store, (one.fact_id for one in changes), span)
    return [
        Event(
            signal,
            one.entity,
            one.day,
            one.fact_id,
            one.known_seq,
            origin=one.origin,
            undone_on=wrong.get(one.fact_id, ""),
        )
        for one in changes
    ]


_Reader = Callable[[Store, Signal, Span, WarningSettings], list[Event]]
_READERS: Final[dict[Signal, _Reader]] = {
    Signal.PENALTIES: _penalties,
    Signal.SEVERITY: _severe,
    Signal.LISTINGS: _listings,
    Signal.OVERDUE_REPAIRS: _overdue,
    Signal.BROKEN_COMMITMENTS: _broken,
    Signal.CONTROLLER_CHANGES: _controllers,
    Signal.REPRESENTATIVE_CHANGES: _representatives,
    Signal.GUARANTEE_EXPOSURE: _exposed,
    Signal.CLUSTER_REGISTRATIONS: _clusters,
    Signal.COMPLAINTS: _complaints,
}


class Stay(NamedTuple):
    """Where an entity stood from a day on; empty texts where unknown."""

    begins: str
    region: str
    industry: str


def stays_of(store: Store, entities: Iterable[str], day: str, seq: int) -> dict[str, list[Stay]]:
    """District and section of industry of entities up to a day, oldest first, each until the next."""
    found: dict[str, list[Stay]] = defaultdict(list)
    for batch in batches(sorted(set(entities)), 5_000):
        columns = store.read_columns("read/warning/places", entity_ids=batch, day=day, seq=seq)
        for entity, begins, region, industry in zip(
            *(columns[name] for name in ("entity", "valid_from", "region", "industry")), strict=True
        ):
            found[entity].append(Stay(begins, region, industry[:1]))
    return {entity: sorted(stays, key=lambda stay: stay.begins) for entity, stays in found.items()}


def newest_places(store: Store, entities: Iterable[str], day: str, seq: int) -> dict[str, tuple[str, str]]:
    """District and section of industry of entities on a day; empty texts where unknown."""
    stays = stays_of(store, entities, day, seq)
    return {entity: (through[-1].region, through[-1].industry) for entity, through in stays.items()}
