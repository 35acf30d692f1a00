"""From events to figures: one pass over columns, the same code for every day.

A figure counts the events of the days ``(day - window, day]``; its baseline is the mean of the windows of the
same length before. Windows are of one length and end on the day asked, so that days can be compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from graph.days import OPEN_DAY
from graph.risk.warning.events import Event, Stay
from graph.risk.warning.settings import Level, Scope, Signal, SignalSettings, WarningSettings

CITY_ID: Final = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A signal's figure for one scope and day.

    Parameters
    ----------
    on_day
        Events of the day itself.
    value
        Events within the window.
    late
        Those of the window that were known late.
    baseline
        Mean number in the windows before.
    region
        District of an entity or of a group's head, else empty.
    """

    signal: Signal
    scope: Scope
    scope_id: str
    day: str
    on_day: int
    value: int
    late: int
    baseline: float
    level: Level
    region: str = ""

    @property
    def key(self) -> str:
        """Day, signal and scope."""
        return f"{self.day}|{self.signal}|{self.scope}|{self.scope_id}"


@dataclass(frozen=True)
class Places:
    """Where entities stand on a day.

    Parameters
    ----------
    of
        District code and section of industry by entity.
    groups
        Heads of the groups of an entity.
    """

    of: Mapping[str, tuple[str, str]]
    groups: Mapping[str, tuple[str, ...]]

    def ids(self, scope: Scope, event: Event) -> tuple[str, ...]:
        """The scopes of a kind in which an event counts."""
        if scope is Scope.ENTITY:
            return (event.entity,)
        if scope is Scope.GROUP:
            return tuple(self.groups.get(event.entity, ()))
        if scope is Scope.CITY:
            return (CITY_ID,)
        if scope is Scope.LIST:
            return (event.list_type,) if event.list_type else ()
        region, industry = self.of.get(event.entity, ("", ""))
        found = region if scope is Scope.DISTRICT else industry
        return (found,) if found else ()

    def region(self, scope: Scope, scope_id: str) -> str:
        """The district by which readers of a figure are limited."""
        if scope is Scope.DISTRICT:
            return scope_id
        return self.of.get(scope_id, ("", ""))[0] if scope in (Scope.ENTITY, Scope.GROUP) else ""


def figures_of_day(
    events: Sequence[Event], signal: Signal, day: str, settings: WarningSettings, places: Places
) -> list[Figure]:
    """Figures of one signal on a day, of every scope in which something happened.

    Parameters
    ----------
    events
        Events of this signal, at least of all windows that count; others do no harm.
    """
    chosen = settings.signals[signal]
    back = np.array([_days_back(day, one.day) for one in events], dtype=np.int64)
    late = np.array([one.late for one in events], dtype=bool)
    window = np.floor_divide(back, chosen.window_days)
    counted = (back >= 0) & (window <= chosen.baseline_windows)
    found: list[Figure] = []
    for scope in chosen.scopes:
        at, index = _indexed(events, counted, scope, places)
        if not index:
            continue
        events_at, scopes_at = at[:, 0], at[:, 1]
        periods = chosen.baseline_windows + 1
        table = np.bincount(scopes_at * periods + window[events_at], minlength=len(index) * periods).reshape(
            len(index), periods
        )
        on_day = np.bincount(scopes_at, weights=back[events_at] == 0, minlength=len(index))
        told_late = np.bincount(
            scopes_at, weights=late[events_at] & (window[events_at] == 0), minlength=len(index)
        )
        for scope_id, place in index.items():
            found += _figure(
                chosen, signal, scope, scope_id, day, table[place], on_day[place], told_late[place], places
            )
    return found


def _figure(
    chosen: SignalSettings,
    signal: Signal,
    scope: Scope,
    scope_id: str,
    day: str,
    counts: np.ndarray[tuple[int], np.dtype[np.int64]],
    on_day: float,
    late: float,
    places: Places,
) -> list[Figure]:
    value, baseline = int(counts[0]), float(counts[1:].mean())
    level = chosen.scopes[scope].level(value, baseline)
    # One entity's figures are kept where there is something to see: of a day, or beyond a threshold.
    if value == 0 or (scope in (Scope.ENTITY, Scope.GROUP) and level == "NORMAL" and not on_day):
        return []
    region = places.region(scope, scope_id)
    return [Figure(signal, scope, scope_id, day, int(on_day), value, int(late), baseline, level, region)]


def _indexed(
    events: Sequence[Event], counted: np.ndarray[tuple[int], np.dtype[np.bool_]], scope: Scope, places: Places
) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.int64]], dict[str, int]]:
    """(event, scope) as positions, and the position of each scope."""
    index: dict[str, int] = {}
    pairs = [
        (at, index.setdefault(one, len(index)))
        for at in np.flatnonzero(counted).tolist()
        for one in places.ids(scope, events[at])
    ]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2), index


def _days_back(day: str, earlier: str) -> int:
    return date.fromisoformat(day).toordinal() - date.fromisoformat(earlier).toordinal()


@dataclass(frozen=True, slots=True)
class TrendDay:
    """One day of a trend: events of the day, of the window that ends on it, and those that came late."""

    day: str
    on_day: int
    value: int
    late: int
    baseline: float
    level: Level


@dataclass(frozen=True, slots=True)
class Spell:
    """The days on which an event counts in a scope: from `begins` on, before `ends`."""

    event: Event
    begins: str = ""
    ends: str = OPEN_DAY


def spells_of(
    events: Sequence[Event], scope: Scope, scope_id: str, places: Places, stays: Mapping[str, Sequence[Stay]]
) -> list[Spell]:
    """When each event counts in one scope: in a district or industry while its entity was there.

    Parameters
    ----------
    stays
        By entity where it stood, oldest first; each until the next.
    """
    if scope not in (Scope.DISTRICT, Scope.INDUSTRY):
        return [Spell(one) for one in events if scope_id in places.ids(scope, one)]
    found = []
    for one in events:
        through = stays.get(one.entity, ())
        for at, stay in enumerate(through):
            if scope_id and scope_id == (stay.region if scope is Scope.DISTRICT else stay.industry):
                ends = through[at + 1].begins if at + 1 < len(through) else OPEN_DAY
                found.append(Spell(one, stay.begins, ends))
    return found


def _turns(spells: Sequence[Spell], first: str) -> list[tuple[str, int, Event]]:
    """By day what comes to count (1) and what counts no more (-1); the first day has all before it."""
    found = []
    for one in spells:
        begins, ends = max(one.begins, first), min(one.ends, one.event.undone_on or OPEN_DAY)
        if begins < ends:
            found += [(begins, 1, one.event), (ends, -1, one.event)]
    return sorted(found, key=lambda turn: turn[0], reverse=True)


def trend(
    spells: Sequence[Spell], days: Sequence[str], chosen: SignalSettings, scope: Scope
) -> list[TrendDay]:
    """The figure of one scope on each of consecutive days, of what stood and was there on that day.

    Parameters
    ----------
    spells
        Of the scope's events, back to the first day's earliest window; those undone as wrong later included.
    """
    if not days:
        return []
    last = date.fromisoformat(days[-1]).toordinal()
    length = last - date.fromisoformat(days[0]).toordinal() + chosen.days_read + 1
    counted = _Counted(length, last)
    turns = _turns(spells, days[0])
    found = []
    for day in days:
        while turns and turns[-1][0] <= day:
            _, number, event = turns.pop()
            counted.add(event, number)
        end = length - (last - date.fromisoformat(day).toordinal())
        value, late = counted.within(end - chosen.window_days, end)
        before, _ = counted.within(end - chosen.days_read, end - chosen.window_days)
        baseline = before / chosen.baseline_windows
        level = chosen.scopes[scope].level(value, baseline)
        found.append(TrendDay(day, counted.on(end - 1), value, late, baseline, level))
    return found


class _Counted:
    """How many events each day has, and how many of them came late."""

    def __init__(self, length: int, last: int) -> None:
        self._last = last
        self._counts = np.zeros((length, 2), dtype=np.int64)
        self._sums: np.ndarray[tuple[int, int], np.dtype[np.int64]] | None = None

    def add(self, one: Event, number: int) -> None:
        """Count an event, or count it no more."""
        back = self._last - date.fromisoformat(one.day).toordinal()
        if 0 <= back < len(self._counts):
            self._counts[len(self._counts) - 1 - back] += (number, number * one.late)
            self._sums = None

    def on(self, place: int) -> int:
        """Events of one day."""
        return int(self._counts[place, 0])

    def within(self, first: int, end: int) -> tuple[int, int]:
        """Events and late ones of the days from `first` on, before `end`."""
        if self._sums is None:
            self._sums = np.zeros((len(self._counts) + 1, 2), dtype=np.int64)
            np.cumsum(self._counts, axis=0, out=self._sums[1:])
        number, late = (self._sums[end] - self._sums[first]).tolist()
        return number, late
