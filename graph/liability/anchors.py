"""Who held an office when the rule asks for it, and how sure that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from graph.days import FIRST_DAY, add_days, holds_on, overlaps_window
from graph.liability.contract import ComputedControl, GroundContext, GroundFacts, Tenure
from graph.liability.matching import ANCHOR_UNCERTAIN
from graph.liability.rulebook import Rule
from graph.liability.withdraw import over_since, overturned

TENURE_UNCERTAIN: Final = "TENURE_UNCERTAIN"
SUCCESSOR: Final = "SUCCESSOR"
FORMER_HOLDER: Final = "FORMER_HOLDER"
CONTROL: Final = "ACTUAL_CONTROLLER"
_OFFICES: Final = frozenset({"LEGAL_REP", "PRINCIPAL"})
_ON_FILE: Final = frozenset({"FILED", "CONFIRMED"})
# The surest first: what one tenure shows is not weakened by another of the same person.
_ORDER: Final = ("", TENURE_UNCERTAIN, ANCHOR_UNCERTAIN, FORMER_HOLDER, SUCCESSOR)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person whom registers or computing show in the role; an empty `reason` means: for certain."""

    person_id: str
    person_name: str
    verified: bool
    reason: str = ""
    tenures: tuple[Tenure, ...] = ()
    control: ComputedControl | None = None
    starts: str = ""
    ends: str = ""


def measure_day(ground: GroundFacts) -> str:
    """The day from which an order works."""
    return ground.measure_from or ground.decided_on


def tenure_order(one: Tenure) -> tuple[str, ...]:
    """Order of tenures that does not follow from internal ids, and leaves no two in the order of arrival."""
    return (
        one.person_name, one.valid_from, one.valid_to, one.edge_type, one.role, one.control_state,
        one.known_held_to, str(one.verified), one.person_id, one.source, one.fact_id,
    )  # fmt: skip


def candidates(rule: Rule, context: GroundContext, today: str) -> tuple[Candidate, ...]:
    """Persons in the rule's role at its anchor, each once.

    Parameters
    ----------
    today
        Successors appointed up to this day are seen.
    """
    judged: dict[str, list[tuple[str, Tenure, tuple[Tenure, ...]]]] = defaultdict(list)
    for one in sorted(context.tenures, key=tenure_order):
        if one.role != rule.role or (one.role == CONTROL and one.control_state not in _ON_FILE):
            continue
        others = [other for other in context.tenures if other.person_id == one.person_id]
        reason, proofs = _judge(rule, context, one, others, today)
        if reason is not None:
            judged[one.person_id].append((reason, one, proofs))
    wrong = overturned(context)
    found = [_candidate(_standing(entries, wrong)) for entries in judged.values()]
    return tuple(found + _computed(rule, context, {one.person_id for one in found}))


_Entries = Sequence[tuple[str, Tenure, tuple[Tenure, ...]]]


def _standing(entries: _Entries, wrong: Collection[str]) -> _Entries:
    """Those of the entries that no objection has overturned, if they show the same: one ground is enough."""

    def surest(some: _Entries) -> int:
        return min((_ORDER.index(reason) for reason, _, _ in some), default=len(_ORDER))

    left = [one for one in entries if one[1].fact_id not in wrong]
    return left if surest(left) == surest(entries) else entries


def _candidate(entries: Sequence[tuple[str, Tenure, tuple[Tenure, ...]]]) -> Candidate:
    reason = min((reason for reason, _, _ in entries), key=_ORDER.index)
    best = [(one, proofs) for entry, one, proofs in entries if entry == reason]
    tenures = [one for one, _ in best]
    tenures += [proof for _, proofs in best for proof in proofs if proof not in tenures]
    first = best[0][0]
    is_successor = reason == SUCCESSOR
    return Candidate(
        first.person_id,
        first.person_name,
        all(one.verified for one in tenures),
        reason,
        tuple(dict.fromkeys(tenures)),
        starts=min(one.valid_from for one, _ in best) if is_successor else "",
        ends=max(one.valid_to for one, _ in best) if is_successor else "",
    )


def _judge(
    rule: Rule, context: GroundContext, one: Tenure, others: Sequence[Tenure], today: str
) -> tuple[str | None, tuple[Tenure, ...]]:
    """Why the tenure counts ('' = for certain), None when it does not; and what else shows it."""
    ground = context.ground
    if _held_no_day(one):
        return None, ()
    if rule.anchor == "AT_VIOLATION":
        return at_violation(ground, one), ()
    if rule.anchor == "AT_DECISION":
        return _in_window(one, ground.decided_on, ground.decided_on), ()
    day = measure_day(ground)
    if rule.anchor == "AT_MEASURE":
        return _at_measure(context, one, day, today), ()
    if rule.anchor != "CONTINUING":
        return None, ()
    if rule.role not in _OFFICES:
        return _in_window(one, day, day), ()
    proofs = _still_in_control(others, day) if is_former(others, rule.role, day) else ()
    return (FORMER_HOLDER, proofs) if proofs else (None, ())


def _unknown(day: str) -> bool:
    return day in ("", FIRST_DAY)


def _held_no_day(one: Tenure) -> bool:
    """Whether the tenure ends before it began, or on that day: tenures are half-open."""
    return bool(one.valid_from) and one.valid_to <= one.valid_from


def _certain_end(one: Tenure) -> str:
    """An end that a snapshot only implies is sure up to the last hand-in that still had the row."""
    if not one.known_held_to or one.known_held_to >= one.valid_to:
        return one.valid_to
    return min(add_days(one.known_held_to, 1), one.valid_to)


def _in_window(one: Tenure, first: str, last: str) -> str | None:
    """Whether the tenure shares a day with the closed window."""
    if not first or not overlaps_window(one.valid_from or FIRST_DAY, one.valid_to, first, last):
        return None
    sure = not _unknown(one.valid_from) and overlaps_window(one.valid_from, _certain_end(one), first, last)
    return "" if sure else TENURE_UNCERTAIN


def at_violation(ground: GroundFacts, one: Tenure) -> str | None:
    """Whether the office was held at the violation.

    With one end given only that day is known: others who may have held it at the violation are leads.
    With none given everybody who had the office up to the decision may have: leads, and the day of the
    decision is never used instead.
    """
    first, last = ground.violation_from, ground.violation_to
    if _held_no_day(one):
        return None
    if first and last:
        return _in_window(one, first, last)
    if first or last:
        reason = _in_window(one, first or last, first or last)
        if reason is not None:
            return reason
    possible = overlaps_window(
        one.valid_from or FIRST_DAY, one.valid_to, first or FIRST_DAY, last or ground.decided_on
    )
    return ANCHOR_UNCERTAIN if possible else None


def _at_measure(context: GroundContext, one: Tenure, day: str, today: str) -> str | None:
    reason = _in_window(one, day, day)
    if reason is not None or not day or _unknown(one.valid_from):
        return reason
    if context.ground.ground_kind != "COURT_ORDER":
        return None  # a notice is about who held the office then; only an order goes on binding
    came_while_it_stood = one.valid_from < over_since(context)
    return SUCCESSOR if day < one.valid_from <= today and came_while_it_stood else None


def is_former(tenures: Iterable[Tenure], role: str, day: str) -> bool:
    """Whether the tenures of one person show that he left the office on or before `day` for good."""
    own = [one for one in tenures if one.role == role]
    return bool(own) and all(one.valid_to <= day for one in own)


def _still_in_control(tenures: Iterable[Tenure], day: str) -> tuple[Tenure, ...]:
    """Declarations on file that the same person controls the entity on `day`; a hunch is not one."""
    return tuple(
        one
        for one in sorted(tenures, key=tenure_order)
        if one.role == CONTROL
        and one.control_state in _ON_FILE
        and not _unknown(one.valid_from)
        and holds_on(one.valid_from, _certain_end(one), day)
    )


def control_on_file(context: GroundContext, rule: Rule, person_id: str) -> bool:
    """Whether control of this person is filed or confirmed at the rule's anchor."""
    own = [one for one in context.tenures if one.person_id == person_id and one.role == CONTROL]
    return any(one.control_state in _ON_FILE and _judge(rule, context, one, own, "")[0] == "" for one in own)


def _control_order(one: ComputedControl) -> tuple[str, str, str, float, tuple[str, ...]]:
    return one.person_name, one.day, one.person_id, -one.voting_pct, one.fact_ids


def anchor_days(rule: Rule, ground: GroundFacts) -> tuple[str, ...]:
    """The days on which a rule asks who controls: first and last of the violation, or the day of the order.

    None when they are unknown: nobody is computed for a day that nobody gives.
    """
    days: tuple[str, ...] = (measure_day(ground),)
    if rule.anchor == "AT_VIOLATION":
        days = (ground.violation_from, ground.violation_to)
    return tuple(day for day in dict.fromkeys(days) if day)


def _computed(rule: Rule, context: GroundContext, declared: set[str]) -> list[Candidate]:
    """Computed controllers whom no declaration already shows."""
    days = anchor_days(rule, context.ground)
    if rule.role != CONTROL or not days:
        return []
    found: dict[str, Candidate] = {}
    for one in sorted(context.computed, key=_control_order):
        if one.person_id in declared or one.person_id in found or not min(days) <= one.day <= max(days):
            continue
        found[one.person_id] = Candidate(one.person_id, one.person_name, one.verified, control=one)
    return list(found.values())
