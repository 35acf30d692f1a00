"""Clues in the store: raised once while they are open, worked on by steps, handed over on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph.audit import record_change
from graph.days import add_days
from graph.outbox import enqueue
from graph.registers.clues.machine import load_machine
from graph.registers.records import (
    Record,
    change_record,
    current_record,
    open_record,
    records_by_key,
    words,
)
from graph.risk.warning import DayFigures, Figure, Scope, WarningSettings, load_settings, scope_events
from graph.store import Store, WriteTransaction

HANDED_OVER: Final = "CLUE_HANDED_OVER"
TAKEN_BACK: Final = "CLUE_TAKEN_BACK"
#: What a message on a clue says of it, by kind; of what was taken away, nothing but which and on which paper.
_TOLD: Final = {
    HANDED_OVER: ("department", "doc_no", "signal", "scope_kind", "scope_id", "day", "first_day", "last_day"),
    TAKEN_BACK: ("department", "doc_no"),
}
#: Kinds of the messages that departments are sent.
MESSAGES: Final = tuple(_TOLD)
#: Figures of these become clues by themselves; the rest are for people to judge.
_RAISING: Final = frozenset({Scope.ENTITY, Scope.GROUP, Scope.DISTRICT, Scope.INDUSTRY, Scope.LIST})
_MOST_WORDS: Final = 4_000
_MOST_TITLE: Final = 120
_GIVEN: Final = {"assignee": 64, "department": 64, "doc_no": 80, "outcome": 40}


@dataclass(frozen=True)
class Actor:
    """Who acts: principal and role, as audit and commits name them, and for which authorities."""

    principal_id: str
    role: str
    account_id: str = ""
    authorities: tuple[str, ...] = ()


SYSTEM: Final = Actor("worker", "SYSTEM")


def raise_clues(
    tx: WriteTransaction,
    figures: tuple[Figure, ...],
    *,
    run_id: str,
    found: DayFigures | None = None,
    settings: WarningSettings | None = None,
    actor: Actor = SYSTEM,
) -> tuple[int, int]:
    """Clues of the figures that stand at ALERT; returns how many are new and how many went on.

    One figure makes one clue as long as that is open, however many days it shows. After its end another,
    which refers to it, is raised when the figure was quiet for the days that the settings say, or shows more
    than was looked at: who dismissed five complaints has said nothing about the next five.

    Parameters
    ----------
    found
        The day's figures with the events behind them; without it only the figures are compared.
    """
    settings = settings or load_settings()
    made = went_on = 0
    for one in figures:
        if one.level != "ALERT" or one.scope not in _RAISING:
            continue
        known = records_by_key(tx, "Clue", _key(one), limit=1)
        latest = known[0] if known else None
        if latest and latest["state"] in load_machine().open_states:
            went_on += _goes_on(tx, latest, one, run_id, settings, actor)
        elif latest is None or _renewed(latest, one, found, settings):
            _make(tx, one, run_id, settings, actor, follows=latest)
            made += 1
        elif latest["last_day"] < one.day:
            # Kept, so that it is known whether the figure was ever quiet; what is shown ends with the clue.
            changes = {"last_day": one.day}
            change_record(tx, "Clue", latest, changes, by=actor.principal_id)
    return made, went_on


def shown_to(clue: Record) -> str:
    """The last day that a clue tells of: of one that ended, the last that whoever ended it saw."""
    return str(clue.get("seen_to") or clue["last_day"])


def known_to(clue: Record, seq: int) -> int:
    """The commit as of which a clue's records are told: of one that ended, that of its end."""
    return min(seq, int(clue.get("closed_seq") or seq))


def _key(one: Figure) -> str:
    return f"{one.signal}|{one.scope}|{one.scope_id}"


def _renewed(ended: Record, one: Figure, found: DayFigures | None, settings: WarningSettings) -> bool:
    """Whether a figure is worth a clue again after one on it was closed or dismissed."""
    if ended["last_day"] < add_days(one.day, -settings.renew_after_days):
        return True
    step = settings.signals[one.signal].scopes[one.scope].step
    return one.value >= float(ended["value"]) + step or _news(ended, one, found, settings) >= step


def _news(ended: Record, one: Figure, found: DayFigures | None, settings: WarningSettings) -> int:
    """How many of the events behind a figure nobody knew of when the clue was ended."""
    if found is None:
        return 0
    window = settings.signals[one.signal].window_days
    events = scope_events(found, one.signal, one.scope, one.scope_id, window)
    # A term that runs out is known beforehand: its event is news by its day.
    return sum(
        event.known_seq > int(ended.get("closed_seq") or ended["seq_from"])
        or event.day > str(ended.get("seen_to") or ended["last_day"])
        for event in events
    )


def _title(one: Figure, settings: WarningSettings) -> str:
    """What a figure is, for users; that all of it came late is said there, not only beside it."""
    signal = settings.signals[one.signal]
    late = "（均为补报）" if one.late >= one.value else ""
    return f"{signal.zh}：{signal.window_days} 天内 {one.value} {signal.unit}{late}"


def _make(
    tx: WriteTransaction,
    one: Figure,
    run_id: str,
    settings: WarningSettings,
    actor: Actor,
    *,
    follows: Record | None = None,
) -> Record:
    clue = open_record(
        tx,
        "Clue",
        "q",
        {
            "lookup_key": _key(one),
            "state": load_machine().initial,
            "signal": one.signal.value,
            "scope_kind": one.scope.value,
            "scope_id": one.scope_id,
            "day": one.day,
            "title": _title(one, settings),
            "level": one.level,
            "value": float(one.value),
            "first_day": one.day,
            "last_day": one.day,
            "days_seen": 1,
            "late": one.late,
            "run_id": run_id,
            "region_code": one.region,
            **_EMPTY,
            "follows": follows["record_id"] if follows else "",
        },
        by=actor.principal_id,
    )
    record_change(
        tx,
        actor=actor.principal_id,
        role=actor.role,
        action="RAISE_CLUE",
        target=clue["record_id"],
        detail={"signal": one.signal.value, "scope": one.scope.value, "day": one.day, "value": one.value},
    )
    return clue


_EMPTY: Final = {
    "assignee": "", "department": "", "doc_no": "", "outcome": "", "link": "", "follows": "",
    "closed_seq": 0, "seen_to": "",
}  # fmt: skip


def _goes_on(
    tx: WriteTransaction, clue: Record, one: Figure, run_id: str, settings: WarningSettings, actor: Actor
) -> bool:
    if one.day <= clue["last_day"]:
        return False  # the same day computed again, or a day of the past: no news
    changes = {
        "last_day": one.day,
        "days_seen": int(clue["days_seen"]) + 1,
        "title": _title(one, settings),
        "value": max(float(clue["value"]), float(one.value)),
        "late": one.late,
        "run_id": run_id,
    }
    change_record(tx, "Clue", clue, changes, by=actor.principal_id)
    return True


def raise_by_hand(
    store: Store,
    *,
    title: str,
    told: str,
    scope: Scope,
    scope_id: str,
    region: str,
    day: str,
    link: str,
    actor: Actor,
) -> Record:
    """A clue that a person raises from a page."""
    heading = words(title, "title", most=_MOST_TITLE, least=2)
    note = words(told, "words", most=_MOST_WORDS, least=2)
    from_page = words(link, "link", most=400)

    def work(tx: WriteTransaction) -> Record:
        clue = open_record(
            tx,
            "Clue",
            "q",
            {
                "state": load_machine().initial,
                "signal": "",
                "scope_kind": scope.value,
                "scope_id": scope_id,
                "day": day,
                "title": heading,
                "level": "",
                "value": 0.0,
                "first_day": day,
                "last_day": day,
                "days_seen": 1,
                "late": 0,
                "run_id": "",
                "region_code": region,
                **_EMPTY,
                "link": from_page,
            },
            by=actor.principal_id,
        )
        _note(tx, clue["record_id"], "NOTE", note, actor)
        _audit(tx, actor, "RAISE_CLUE", clue["record_id"])
        return clue

    return store.write(work, by=actor.principal_id, why="raise clue")


def take_step(
    store: Store,
    clue_id: str,
    step: str,
    given: Mapping[str, str],
    *,
    version: int,
    actor: Actor,
    about: Mapping[str, Any] | None = None,
) -> Record:
    """One step of a clue, by somebody who saw a certain version of it.

    Handing over and taking back leave a message for the department in the same transaction.

    Parameters
    ----------
    about
        What the message says besides: to whom it goes, and whom the clue is about in codes that others know.

    Raises
    ------
    AnswerRefusedError, UsageError
        The step may not be taken, or lacks something.
    StoreConflictError
        Somebody else changed the clue meanwhile.
    """
    kept = {name: words(given.get(name, ""), name, most=most) for name, most in _GIVEN.items()}
    told = words(given.get("words", ""), "words", most=_MOST_WORDS)

    def work(tx: WriteTransaction) -> Record:
        clue = current_record(tx, "Clue", clue_id, version=version)
        own = bool(clue["department"]) and clue["department"] in actor.authorities
        who = {"actor": actor.account_id, "assignee": clue["assignee"], "for_department": own}
        taken = load_machine().take(clue["state"], step, {**kept, "words": told}, **who)
        changes: dict[str, str] = {name: kept[name] for name in taken.needs if name in kept}
        cleared: dict[str, str] = {name: str(clue[name]) for name in taken.clears if clue[name]}
        emptied: Record = dict.fromkeys(taken.clears, "")
        final = taken.to_state not in load_machine().open_states
        ended = {"closed_seq": tx.seq, "seen_to": clue["last_day"]} if final else {}
        turned = {**changes, **emptied, **ended, "state": taken.to_state}
        changed = change_record(tx, "Clue", clue, turned, by=actor.principal_id)
        outcome = changes.get("outcome", "")
        _note(tx, clue_id, step, (told or taken.zh) + _was_handed_over(cleared), actor, outcome=outcome)
        if taken.tells:
            _tell(tx, taken.tells, {**changed, **cleared}, about or {})
        _audit(tx, actor, f"CLUE_{step.upper()}", clue_id, **changes, **cleared)
        return changed

    return store.write(work, by=actor.principal_id, why="clue step")


def _was_handed_over(cleared: Mapping[str, str]) -> str:
    """To whom and on which paper: where the clue says so no more, its history does."""
    told = " ".join(cleared[name] for name in ("department", "doc_no") if name in cleared)
    return f"（原移交：{told}）" if told else ""


def _tell(tx: WriteTransaction, kind: str, clue: Record, about: Mapping[str, Any]) -> None:
    """What leaves says which clue, on which paper, about whom or where; nothing that was typed freely."""
    payload = {"clue_id": clue["record_id"], **{name: clue[name] for name in _TOLD[kind]}, **about}
    enqueue(tx, kind, payload, message_id=f"clue-{clue['record_id']}-{clue['version']}")


def add_note(store: Store, clue_id: str, told: str, *, actor: Actor) -> Record:
    """A note on a clue; notes are added, never changed."""
    kept = words(told, "words", most=_MOST_WORDS, least=1)

    def work(tx: WriteTransaction) -> Record:
        current_record(tx, "Clue", clue_id)
        note = _note(tx, clue_id, "NOTE", kept, actor)
        _audit(tx, actor, "CLUE_NOTE", clue_id)
        return note

    return store.write(work, by=actor.principal_id, why="clue note")


def _note(
    tx: WriteTransaction, clue_id: str, step: str, told: str, actor: Actor, *, outcome: str = ""
) -> Record:
    """One line of the history; with the outcome that the step gave, which a later one may replace."""
    values = {"parent_id": clue_id, "state": "KEPT", "step": step, "words": told, "outcome": outcome}
    return open_record(tx, "ClueNote", "n", values, by=actor.principal_id)


def _audit(tx: WriteTransaction, actor: Actor, action: str, target: str, **detail: Any) -> None:
    record_change(tx, actor=actor.principal_id, role=actor.role, action=action, target=target, detail=detail)
