"""The state of a finding on a day, as everybody who reads findings works it out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from graph.days import OPEN_DAY, holds_on

LEAD: Final = "LEAD"
PROPOSED: Final = "PROPOSED"
CONFIRMED: Final = "CONFIRMED"
DISMISSED: Final = "DISMISSED"
SUSPENDED: Final = "SUSPENDED"
WITHDRAWN: Final = "WITHDRAWN"
EXPIRED: Final = "EXPIRED"

_LIVE: Final = frozenset({LEAD, PROPOSED, CONFIRMED, SUSPENDED})


def effective_state(
    *,
    base_state: str,
    valid_from: str,
    valid_to: str,
    withdrawn_at: str,
    suspensions: Sequence[tuple[str, str]],
    day: str,
) -> str:
    """The state that counts on `day`.

    A withdrawal hides the end of the term, and both hide an objection: what is over is not in dispute.

    Parameters
    ----------
    valid_from
        Kept beside `valid_to` so that callers hand in a finding whole; a finding that has not begun
        already has its state (the decision is taken), only its measures wait.
    suspensions
        ``(raised_on, decided_on)`` of objections to any of its grounds; an empty end is open.

    Examples
    --------
    >>> effective_state(base_state="CONFIRMED", valid_from="2024-01-01", valid_to="2027-01-01",
    ...                 withdrawn_at="", suspensions=[("2025-01-01", "")], day="2025-06-01")
    'SUSPENDED'
    """
    if withdrawn_at and day >= withdrawn_at:
        return WITHDRAWN
    if day >= valid_to:
        return EXPIRED
    if any(holds_on(raised_on, decided_on or OPEN_DAY, day) for raised_on, decided_on in suspensions):
        return SUSPENDED
    return base_state


def is_live(state: str) -> bool:
    """Whether a finding in this state still says something about the person."""
    return state in _LIVE
