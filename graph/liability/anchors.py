"""Who held a role when the law looks: tenure against the anchor's window (semantics 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graph.days import add_years, holds_on, overlaps_window
from graph.liability.contract import GroundContext, Hop, Tenure
from graph.liability.rulebook import Rule

# 行政处罚法 36: violations found after two years, or five where life, health or finance are hurt, are no longer
# punished. Without violation days nobody who left earlier than that can be meant.
LOOKBACK_YEARS: Final = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may answer, how sure that is, and what says so."""

    person_id: str
    person_name: str
    verified: bool
    certain: bool
    reason: str
    fact_ids: tuple[str, ...]
    path: tuple[Hop, ...]


def measure_day(context: GroundContext) -> str:
    """The day on which a measure or decision takes hold."""
    return context.ground.measure_from or context.ground.decided_on


def _from_tenure(tenure: Tenure, certain: bool, reason: str) -> Candidate:
    hop = Hop(
        tenure.person_id, "", tenure.edge_type, tenure.valid_from, tenure.valid_to, tenure.fact_id, reason
    )
    return Candidate(
        tenure.person_id, tenure.person_name, tenure.verified, certain, reason, (tenure.fact_id,), (hop,)
    )


def _at_violation(tenure: Tenure, context: GroundContext) -> Candidate | None:
    ground = context.ground
    first, last = ground.violation_from, ground.violation_to
    if first and last:
        return _in_window(tenure, first, last)
    known = first or last
    if known and tenure.valid_from and holds_on(tenure.valid_from, tenure.valid_to, known):
        return _sure_or_inferred(tenure, known, known)
    earliest = first or add_years(ground.decided_on, -LOOKBACK_YEARS)
    if overlaps_window(tenure.valid_from, tenure.valid_to, earliest, ground.decided_on):
        return _from_tenure(tenure, False, "ANCHOR_UNCERTAIN")
    return None


def _in_window(tenure: Tenure, first: str, last: str) -> Candidate | None:
    if not overlaps_window(tenure.valid_from, tenure.valid_to, first, last):
        return None
    if not tenure.valid_from:
        return _from_tenure(tenure, False, "TENURE_UNCERTAIN")
    return _sure_or_inferred(tenure, first, last)


def _sure_or_inferred(tenure: Tenure, first: str, last: str) -> Candidate:
    """An end inferred from a snapshot: only up to the last hand-in is the office certain."""
    if tenure.known_held_to and first > tenure.known_held_to:
        return _from_tenure(tenure, False, "ANCHOR_UNCERTAIN")
    return _from_tenure(tenure, True, "HELD_AT_VIOLATION" if first != last else "HELD_ON_DAY")


def _on_day(tenure: Tenure, day: str) -> Candidate | None:
    if not holds_on(tenure.valid_from, tenure.valid_to, day):
        return None
    if not tenure.valid_from:
        return _from_tenure(tenure, False, "TENURE_UNCERTAIN")
    return _sure_or_inferred(tenure, day, day)


def _at_measure(tenure: Tenure, context: GroundContext, today: str) -> Candidate | None:
    day = measure_day(context)
    found = _on_day(tenure, day)
    if found is not None:
        return found
    ended = context.ground.ended_on or "9999-12-31"
    if tenure.valid_from > day and tenure.valid_from <= today and tenure.valid_from < ended:
        return _from_tenure(tenure, False, "SUCCESSOR")
    return None


def _former(tenure: Tenure, context: GroundContext) -> Candidate | None:
    """A former holder, only with filed or confirmed control of the same person on the day (T07)."""
    day = measure_day(context)
    if tenure.valid_to > day:
        return None
    for other in context.tenures:
        if (
            other.role == "ACTUAL_CONTROLLER"
            and other.person_id == tenure.person_id
            and other.control_state in ("FILED", "CONFIRMED")
            and holds_on(other.valid_from, other.valid_to, day)
        ):
            found = _from_tenure(tenure, False, "FORMER_WITH_CONTROL")
            control = _from_tenure(other, False, "")
            return Candidate(
                found.person_id, found.person_name, found.verified, False, found.reason,
                (*found.fact_ids, *control.fact_ids), (*found.path, *control.path),
            )  # fmt: skip
    return None


def _declared_control(tenure: Tenure, day: str) -> Candidate | None:
    if tenure.control_state not in ("FILED", "CONFIRMED"):
        return None
    found = _on_day(tenure, day)
    if found is None:
        return None
    return _from_tenure(tenure, found.certain, f"CONTROL_{tenure.control_state}")


def computed_candidates(rule: Rule, context: GroundContext, today: str) -> Iterator[Candidate]:
    """Persons whom registers and computed control suggest for one rule."""
    if rule.role == "ACTUAL_CONTROLLER":
        yield from _controllers(rule, context)
        return
    former = rule.anchor == "CONTINUING" and rule.role in ("LEGAL_REP", "PRINCIPAL")
    holds_now = {
        one.person_id
        for one in context.tenures
        if one.role == rule.role and holds_on(one.valid_from, one.valid_to, measure_day(context))
    }
    for tenure in context.tenures:
        if tenure.role != rule.role:
            continue
        if former:
            found = None if tenure.person_id in holds_now else _former(tenure, context)
        elif rule.anchor == "AT_VIOLATION":
            found = _at_violation(tenure, context)
        elif rule.anchor == "AT_MEASURE":
            found = _at_measure(tenure, context, today)
        else:
            found = _on_day(tenure, measure_day(context))
        if found is not None:
            yield found


def _controllers(rule: Rule, context: GroundContext) -> Iterator[Candidate]:
    ground = context.ground
    day = (
        ground.violation_to or ground.violation_from
        if rule.anchor == "AT_VIOLATION"
        else measure_day(context)
    )
    if not day:
        return
    for tenure in context.tenures:
        if tenure.role == "ACTUAL_CONTROLLER":
            found = _declared_control(tenure, day)
            if found is not None:
                yield found
    for control in context.computed:
        if control.day == day:
            path = tuple(
                Hop(
                    hop["source"],
                    hop["target"],
                    hop["type"],
                    hop.get("valid_from", ""),
                    "",
                    hop.get("fact_id", ""),
                )
                for hop in control.path
            )
            yield Candidate(
                control.person_id, control.person_name, control.verified, True, "CONTROL_COMPUTED",
                control.fact_ids, path,
            )  # fmt: skip
