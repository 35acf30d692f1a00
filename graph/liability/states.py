"""The state of a finding on a day: one function, whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

LIVE_STATES: Final = frozenset({"LEAD", "PROPOSED", "CONFIRMED", "SUSPENDED"})


def effective_state(
    *,
    base_state: str,
    valid_to: str,
    withdrawn_at: str,
    suspensions: Sequence[tuple[str, str]],
    day: str,
    valid_from: str = "",
) -> str:
    """What a finding is on `day`.

    Parameters
    ----------
    base_state
        State before objections, terms and withdrawal act.
    valid_to
        First day after its effect.
    withdrawn_at
        Day on which its ground fell away; empty while it stands.
    suspensions
        Half-open intervals in which an objection is open; an empty end is open.

    Examples
    --------
    >>> effective_state(base_state="CONFIRMED", valid_to="2027-01-01", withdrawn_at="",
    ...                 suspensions=[("2026-01-01", "")], day="2026-02-01")
    'SUSPENDED'
    """
    if withdrawn_at and day >= withdrawn_at:
        return "WITHDRAWN"
    if day >= valid_to:
        return "EXPIRED"
    if any(begin <= day and not (end and end <= day) for begin, end in suspensions):
        return "SUSPENDED"
    return base_state


def is_live(state: str) -> bool:
    """Whether a finding in that state still says something of the person."""
    return state in LIVE_STATES
