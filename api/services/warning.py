"""Early warning as answers: figures, their trend, and the list behind each; one code for CLI and HTTP."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from api.services.desk import Desk
from api.services.statistics import zh_of
from api.services.warning_memory import SECONDS, kept, timed
from api.services.warning_scopes import Seen, is_seen, labels_of, scope_of, seen_id, signal_of
from graph.days import add_days
from graph.errors import AnswerRefusedError, UsageError
from graph.ownership.parties import label_ids
from graph.ownership.read import batches
from graph.risk.warning import (
    DayFigures,
    Event,
    Figure,
    Known,
    Places,
    Scope,
    Signal,
    Span,
    Stay,
    compute_day,
    data_version,
    last_change,
    load_settings,
    newest_places,
    places_of,
    read_events,
    read_figures,
    run_known_at,
    scope_events,
    spells_of,
    stays_of,
    trend,
)
from graph.store import Store

Row = dict[str, Any]
_Commit = tuple[str, int, str, str]
"""Address of the store, number and time of the commit that last changed a figure, the store's own today."""
LEVELS: Final = ("ALERT", "WATCH", "NORMAL")
#: Figures of these are of nobody in particular: leaders read them too.
AGGREGATED: Final = frozenset({Scope.INDUSTRY, Scope.DISTRICT, Scope.LIST, Scope.CITY})
#: What is told of another party that lies beyond the asker's districts.
_UNTOLD: Final = {
    "other": "",
    "other_name": "辖区外主体",
    "list_type": "",
    "list_type_zh": "",
    "fact_id": "",
    "origin": "",
}
#: Windows and baselines of years have to lie before it.
_EARLIEST: Final = "1990-01-01"


@dataclass(frozen=True)
class _Happened:
    """The events of a signal in a span of days, with where their entities stand and stood."""

    events: Sequence[Event]
    places: Places
    stays: Mapping[str, Sequence[Stay]]


def day_figures(desk: Desk, day: str, seq: int, signals: Sequence[Signal] = tuple(Signal)) -> DayFigures:
    """A day's figures of some signals, as known at a commit; each signal's are kept for the lists behind it.

    Raises
    ------
    UsageError
        The day has not come.
    AnswerBusyError
        It takes too long; the signals that were done are kept, so that asking again goes on.
    """
    _has_come(desk, day)
    commit, store = _commit(desk, seq), timed(desk.store, SECONDS)
    found = [_of_signal(desk, store, day, commit, one) for one in signals]
    places = Places(
        {entity: place for one in found for entity, place in one.places.of.items()},
        {entity: heads for one in found for entity, heads in one.places.groups.items()},
    )
    return DayFigures(
        day,
        seq,
        data_version(seq, load_settings()),
        tuple(figure for one in found for figure in one.figures),
        {signal: events for one in found for signal, events in one.events.items()},
        places,
    )


def _of_signal(desk: Desk, store: Store, day: str, commit: _Commit, signal: Signal) -> DayFigures:
    """One signal's figures of a day."""

    def compute() -> DayFigures:
        return compute_day(store, day, today=desk.today, seq=commit[1], signals=(signal,))

    return kept(_REMEMBERED, _MOST_REMEMBERED, (*commit, day, signal), compute)


def _commit(desk: Desk, seq: int) -> _Commit:
    """What an answer is remembered under: a store that was put back has the same numbers at other times."""
    number, at = last_change(desk.store, seq)
    return desk.store.url, number, at, desk.today


def _has_come(desk: Desk, day: str) -> None:
    if day > desk.today:
        raise UsageError("这一天还没有到", where="as_of", todo="填写今天或以前的日期")
    if day < _EARLIEST:
        raise UsageError("日期太早", where="as_of", todo=f"填写 {_EARLIEST} 或以后的日期")


#: Four days of all ten signals.
_MOST_REMEMBERED: Final = 40
_REMEMBERED: dict[tuple[str, int, str, str, str, Signal], DayFigures] = {}
_MOST_STORED: Final = 4
_STORED: dict[tuple[str, int, str, str, str, str], tuple[Figure, ...]] = {}
#: A trend's events are those of one signal, a day's those of all ten.
_MOST_TRENDS: Final = 8
_TRENDS: dict[tuple[str, int, str, str, Signal, str, str], _Happened] = {}


def figures_answer(
    desk: Desk,
    day: str,
    *,
    known_at: str | None = None,
    scope: str = "CITY",
    signal: str = "",
    aggregated_only: bool = False,
    seen: Seen = lambda _region: True,
    start: int = 0,
    limit: int = 1000,
) -> Row:
    """A page of the figures of a day by scope, gravest first.

    Parameters
    ----------
    aggregated_only
        Nothing on single entities and groups.
    seen
        Whether the asker may see what lies in a region.
    start
        How many the pages before have told: at one commit the order of a day's figures is fixed.
    """
    wanted = scope_of(scope)
    chosen = signal_of(signal) if signal else None
    if aggregated_only and wanted not in AGGREGATED:
        raise AnswerRefusedError(
            "单位和企业族群的数值只向办案人员显示", where="scope", todo="改看辖区、行业或全市"
        )
    seq = desk.seq(known_at)
    told = [
        one
        for one in _figures(desk, day, seq, (chosen,) if chosen else tuple(Signal))
        if one.scope is wanted and is_seen(one.scope, one.region, seen)
    ]
    told.sort(key=lambda one: (LEVELS.index(one.level), -one.value, one.signal, one.scope_id))
    shown = told[start : start + limit]
    labels = labels_of(desk, wanted, [one.scope_id for one in shown], day, seq)
    run = desk.store.read("read/warning/run_of_day", day=day, seq=seq)
    return {
        "as_of": day,
        "data_version": data_version(seq, load_settings()),
        "scope": wanted.value,
        "number": len(told),
        "run_id": run[0]["run"]["run_id"] if run else "",
        "run_at": run[0]["run"]["at"] if run else "",
        "rows": [_figure_row(one, *labels[one.scope_id]) for one in shown],
        "cursor": _further(start + limit, len(told)),
    }


def _figures(desk: Desk, day: str, seq: int, signals: Sequence[Signal]) -> Iterable[Figure]:
    """A day's figures of some signals: as the worker stored them, where nothing has changed since."""
    _has_come(desk, day)
    run = run_known_at(desk.store, day, seq)
    if not run:
        return day_figures(desk, day, seq, signals).figures
    key = (*_commit(desk, seq), day, run)
    found = kept(_STORED, _MOST_STORED, key, lambda: read_figures(desk.store, day, seq))
    return [one for one in found if one.signal in signals]


def _further(following: int, number: int) -> str | None:
    """Where the next page begins, if there is one."""
    return str(following) if following < number else None


def _figure_row(one: Figure, code: str, name: str) -> Row:
    signal = load_settings().signals[one.signal]
    return {
        "signal": one.signal.value,
        "signal_zh": signal.zh,
        "scope": one.scope.value,
        "scope_zh": one.scope.zh,
        "scope_id": code,
        "label": name,
        "window_days": signal.window_days,
        "on_day": one.on_day,
        "value": one.value,
        "late": one.late,
        "baseline": one.baseline,
        "level": one.level,
        "level_zh": level_zh(one.level),
    }


def level_zh(level: str) -> str:
    """The name of a level."""
    return {**load_settings().levels}.get(level, "正常")  # type: ignore[call-overload, no-any-return]


def events_answer(
    desk: Desk,
    day: str,
    *,
    signal: str,
    scope: str = "CITY",
    scope_id: str = "",
    known_at: str | None = None,
    on_day_only: bool = False,
    seen: Seen = lambda _region: True,
    start: int = 0,
    limit: int = 500,
) -> Row:
    """A page of the list behind one figure: each event with its own day, when it was known, and its source.

    Parameters
    ----------
    on_day_only
        Only those of the day itself.
    seen
        Whether an entity of a region may be shown; others are counted, and neither named nor is their list.

    Raises
    ------
    AnswerRefusedError
        The party or district asked for is none that the asker may see.
    """
    chosen = signal_of(signal)
    wanted, seq = scope_of(scope, chosen), desk.seq(known_at)
    inner = seen_id(desk, wanted, scope_id, day, seq, seen)
    found = day_figures(desk, day, seq, (chosen,))
    settings = load_settings().signals[chosen]
    events = scope_events(found, chosen, wanted, inner, 1 if on_day_only else settings.window_days)
    shown = _shown(desk, found, wanted, events, seen)
    return {
        "signal": chosen.value,
        "signal_zh": settings.zh,
        "meaning": settings.meaning,
        "scope": wanted.value,
        "scope_zh": wanted.zh,
        "as_of": day,
        "first_day": add_days(day, 1 - (1 if on_day_only else settings.window_days)),
        "number": len(events),
        "hidden": len(events) - len(shown),
        "rows": event_rows(desk, shown[start : start + limit], day, seq, seen),
        "cursor": _further(start + limit, len(shown)),
        "data_version": found.data_version,
    }


def _shown(desk: Desk, found: DayFigures, scope: Scope, events: list[Event], seen: Seen) -> list[Event]:
    """Those that the asker may see, the newest first."""
    shown = newest_first(one for one in events if seen(found.places.of.get(one.entity, ("", ""))[0]))
    if scope is not Scope.LIST:
        return shown
    # Asked by list, the list of whoever is not named is said by the question.
    beyond = _unseen_others(desk, shown, found.day, found.seq, seen)
    return [one for one in shown if one.other not in beyond]


def newest_first(events: Iterable[Event]) -> list[Event]:
    """In an order that leaves no two at the same place: pages follow it."""
    return sorted(
        events, key=lambda one: (one.day, one.known_on, one.entity, one.fact_id, one.other), reverse=True
    )


def event_rows(
    desk: Desk, events: list[Event], day: str, seq: int, seen: Seen = lambda _region: True
) -> list[Row]:
    ids = {one.entity for one in events} | {one.other for one in events if one.other}
    labels = label_ids(desk.store, ids, day, seq=seq)
    beyond = _unseen_others(desk, events, day, seq, seen)
    origins: dict[str, Row] = {}
    for batch in batches(sorted({one.origin for one in events if one.origin})):
        rows = desk.store.read("read/subject/sources", ids=batch, seq=seq)[0]["rows"]
        origins |= {row["id"]: row for row in rows}
    return [
        {
            "day": one.day,
            "known_on": one.known_on,
            "late": one.late,
            "provisional": one.provisional,
            "entity": labels.codes.get(one.entity, ""),
            "entity_name": labels.names.get(one.entity, ""),
            "other": labels.codes.get(one.other, ""),
            "other_name": labels.names.get(one.other, ""),
            "list_type": one.list_type,
            "list_type_zh": zh_of("list_types", one.list_type) if one.list_type else "",
            "fact_id": one.fact_id,
            "origin": _origin(origins.get(one.origin)),
            # The listing and its source are the other party's, as its name is.
            **(_UNTOLD if one.other in beyond else {}),
        }
        for one in events
    ]


def _unseen_others(desk: Desk, events: Iterable[Event], day: str, seq: int, seen: Seen) -> set[str]:
    """The other parties of events that the asker may not see."""
    others = {one.other for one in events if one.other}
    places = newest_places(desk.store, others, day, seq)
    return {one for one in others if not seen(places.get(one, ("", ""))[0])}


def _origin(row: Row | None) -> str:
    """Where a fact comes from, down to file and line."""
    return f"{row['source']} {row['file']} 第 {row['line']} 行" if row else ""


def trend_answer(
    desk: Desk,
    day: str,
    *,
    signal: str,
    scope: str = "CITY",
    scope_id: str = "",
    days: int = 60,
    known_at: str | None = None,
    seen: Seen = lambda _region: True,
) -> Row:
    """One signal's figure on each of the days up to `day`, all as known at one commit, by the same code.

    Parameters
    ----------
    seen
        Whether the asker may see what lies in a region.

    Raises
    ------
    AnswerRefusedError
        The party or district asked for is none that the asker may see.
    """
    chosen = signal_of(signal)
    wanted = scope_of(scope, chosen)
    _has_come(desk, day)
    seq = desk.seq(known_at)
    inner = seen_id(desk, wanted, scope_id, day, seq, seen)
    settings = load_settings()
    first = add_days(day, 1 - days)
    span = Span(add_days(first, 1 - settings.signals[chosen].days_read), day, seq)
    found = _happened(desk, chosen, span, standing_on=first)
    here = spells_of(found.events, wanted, inner, found.places, found.stays)
    shown = [add_days(first, place) for place in range(days)]
    code, label = labels_of(desk, wanted, [inner], day, seq)[inner]
    return {
        "signal": chosen.value,
        "signal_zh": settings.signals[chosen].zh,
        "scope": wanted.value,
        "scope_id": code,
        "label": label,
        "window_days": settings.signals[chosen].window_days,
        "as_of": day,
        "days": [asdict(one) for one in trend(here, shown, settings.signals[chosen], wanted)],
        "data_version": f"{seq}/{settings.edition}",
    }


def _happened(desk: Desk, signal: Signal, span: Span, *, standing_on: str) -> _Happened:
    """What happened in a span, in the whole city; what was asked last is kept for trends of other scopes."""
    commit, store = _commit(desk, span.seq), timed(desk.store, SECONDS)

    def compute() -> _Happened:
        known = Known(store, desk.today)
        events = read_events(store, signal, span, load_settings(), known=known, standing_on=standing_on)
        entities = {one.entity for one in events}
        places = places_of(store, entities, span.last, span.seq)
        return _Happened(events, places, stays_of(store, entities, span.last, span.seq))

    return kept(_TRENDS, _MOST_TRENDS, (*commit, signal, span.first, span.last), compute)
