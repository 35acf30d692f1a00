"""Who gained and who lost control between two days, computed for both by the same code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from graph.ownership.closure import ControlPair, control_pairs
from graph.ownership.holdings import Holdings
from graph.ownership.policy import DEFAULT_POLICY, ControlPolicy
from graph.ownership.read import read_above, read_holdings
from graph.ownership.touched import Touched, resting_on
from graph.store import Store

GAINED: Final = "GAINED"
LOST: Final = "LOST"
CHANGED: Final = "CHANGED"


class ControlChange(NamedTuple):
    """One pair that is not the same on both days; its side of a day without control is empty."""

    change: str
    controller: str
    controlled: str
    is_person: bool
    before_pct: float | None
    after_pct: float | None
    before_kind: str
    after_kind: str
    before_state: str
    after_state: str


def control_changes(
    store: Store,
    before: str,
    after: str,
    *,
    subject: str | None = None,
    is_person: bool = False,
    seq: int | None = None,
    policy: ControlPolicy = DEFAULT_POLICY,
) -> list[ControlChange]:
    """What is different on `after` from `before`, both as known at `seq`.

    Parameters
    ----------
    subject
        Internal id of one party: only control over it, and by it. Everything without.
    is_person
        Whether the subject is a natural person.

    Returns
    -------
    list
        GAINED, LOST and CHANGED (other votes, kind or state), by controlled and controller.
    """
    seq = store.head_seq() if seq is None else seq
    sides = []
    affected = _affected(store, subject, is_person, seq)
    for day in (before, after):
        holdings = (
            read_holdings(store, day, seq=seq)
            if affected is None
            else read_above(store, affected, day, seq=seq)
        )
        sides.append(_pairs(holdings, policy, subject))
    return compare(*sides)


def _affected(store: Store, subject: str | None, is_person: bool, seq: int) -> set[str] | None:
    if subject is None:
        return None
    one = frozenset({subject})
    return resting_on(store, Touched(persons=one) if is_person else Touched(entities=one), seq)


Side = tuple[dict[tuple[str, str], ControlPair], set[str]]
"""Pairs of one day, and who in them is a natural person."""


def _pairs(holdings: Holdings, policy: ControlPolicy, subject: str | None) -> Side:
    persons = {holdings.ids[at] for at in holdings.is_person.nonzero()[0].tolist()}
    found = {
        (one.controller, one.controlled): one
        for one in control_pairs(holdings, policy).rows()
        if subject is None or subject in (one.controller, one.controlled)
    }
    return found, persons


def compare(before: Side, after: Side) -> list[ControlChange]:
    """The differences of two days' pairs."""
    (old, old_persons), (new, new_persons) = before, after
    persons = old_persons | new_persons
    return sorted(_changes(old, new, persons), key=lambda one: (one.controlled, one.controller))


def _changes(
    old: dict[tuple[str, str], ControlPair], new: dict[tuple[str, str], ControlPair], persons: set[str]
) -> Iterable[ControlChange]:
    for pair in old.keys() | new.keys():
        was, is_ = old.get(pair), new.get(pair)
        if was == is_:
            continue
        yield ControlChange(
            GAINED if was is None else LOST if is_ is None else CHANGED,
            *pair,
            pair[0] in persons,
            was.voting_pct if was else None,
            is_.voting_pct if is_ else None,
            was.kind if was else "",
            is_.kind if is_ else "",
            was.state if was else "",
            is_.state if is_ else "",
        )
