"""How something that an answer told stands on a day, and what the cause of that is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph.liability.disputes import CORRECTED as DECIDED_CORRECTED
from graph.liability.disputes import is_suspended
from graph.liability.states import SUSPENDED

OBJECTION: Final = "OBJECTION"
TERM_OVER: Final = "TERM_OVER"
RESTORED: Final = "OBJECTION_DISMISSED"
CORRECTED: Final = "OBJECTION_CORRECTED"
"""The objector was right: the authority corrects its record, and the finding follows the corrected one."""
OTHERWISE: Final = "DECIDED_OTHERWISE"
Dispute = Sequence[Any]
"""``raised_on, decided_on, result, objection_id, known_at``; a correction is known when its record is."""


@dataclass(frozen=True)
class Standing:
    """How a finding or an entry stands on a day, why, and since when that is known."""

    state: str
    until: str
    cause: str
    cause_day: str
    document: str
    known_at: str
    event: str


def by_objections(state: str, until: str, disputes: Sequence[Dispute], day: str) -> Standing | None:
    """Why something that is not over stands as it does, where objections say so.

    Examples
    --------
    >>> by_objections("CONFIRMED", "9999-12-31", [("2026-01-01", "2026-02-01", "CORRECTED", "O-1", "")],
    ...               "2026-03-01").cause
    'OBJECTION_CORRECTED'
    """
    if state == SUSPENDED:
        open_ones = sorted((one for one in disputes if is_suspended([one], day)), key=tuple)
        first = open_ones[0]
        event = "|".join(f"{one[3]}@{one[4]}" for one in open_ones)
        return Standing(state, until, OBJECTION, first[0], str(first[3]), str(first[4]), event)
    over = (one for one in disputes if one[1] and one[1] <= day)
    decided = sorted(over, key=lambda one: (str(one[1]), str(one[4])))
    if not decided:
        return None
    last = decided[-1]
    cause = CORRECTED if last[2] == DECIDED_CORRECTED else RESTORED
    return Standing(state, until, cause, last[1], str(last[3]), str(last[4]), f"{last[3]}@{last[4]}")
