"""What objections do to whatever they contest, before anything is derived.

An open one suspends. One that was upheld never lets it stand again: what rested on the contested fact is held
back until derivation has withdrawn it, and a record of its own is over on the day of the decision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from graph.days import OPEN_DAY, holds_on
from graph.liability.states import effective_state

UPHELD: Final = "UPHELD"
CORRECTED: Final = "CORRECTED"
Dispute = Sequence[Any]
"""``raised_on, decided_on, result`` as queries collect them; without a first day there is none."""


def suspensions(disputes: Sequence[Dispute]) -> list[tuple[str, str]]:
    """Spans of days on which one of them suspends; an empty end is open, as after a decision that upholds."""
    return [(str(one[0]), "" if one[2] == UPHELD else str(one[1])) for one in disputes if one[0]]


def state_of(finding: Mapping[str, Any], disputes: Sequence[Dispute], day: str) -> str:
    """The state of a stored finding on `day`, with what contests it."""
    return effective_state(
        base_state=finding["base_state"],
        valid_from=finding["valid_from"],
        valid_to=finding["valid_to"],
        withdrawn_at=finding["withdrawn_at"],
        suspensions=suspensions(disputes),
        day=day,
    )


def is_suspended(disputes: Sequence[Dispute], day: str) -> bool:
    """Whether one of them suspends on `day`."""
    return any(holds_on(begin, end or OPEN_DAY, day) for begin, end in suspensions(disputes))


def overturned(look_up: Callable[..., Any], fact_ids: Iterable[str], **params: Any) -> dict[str, str]:
    """By fact that an objection has overturned: since which day."""
    wanted = sorted(set(fact_ids))
    if not wanted:
        return {}
    return overturned_in(look_up("read/liability/objections_to_facts", fact_ids=wanted, **params)[0]["rows"])


def overturned_in(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The same of objections that were read already."""
    found: dict[str, list[Dispute]] = {}
    for one in rows:
        found.setdefault(one["fact_id"], []).append(_dispute(one))
    days = {fact_id: upheld_on(disputes) for fact_id, disputes in found.items()}
    return {fact_id: day for fact_id, day in days.items() if day}


def suspended_in(rows: Iterable[Mapping[str, Any]], day: str) -> set[str]:
    """Facts that objections which were read already suspend on `day`, or have overturned by then.

    Examples
    --------
    >>> said = {"fact_id": "F", "raised_on": "2026-01-01", "decided_on": "2026-02-01", "result": "DISMISSED"}
    >>> suspended_in([said], "2026-01-31"), suspended_in([said], "2026-02-01")
    ({'F'}, set())
    """
    return {one["fact_id"] for one in rows if is_suspended([_dispute(one)], day)}


def _dispute(row: Mapping[str, Any]) -> Dispute:
    return row["raised_on"], row["decided_on"] or "", row["result"] or ""


def upheld_on(disputes: Sequence[Dispute]) -> str:
    """The day on which the first of them was upheld, empty when none was.

    Examples
    --------
    >>> upheld_on([("2025-01-01", "2025-02-01", "DISMISSED"), ("2025-03-01", "2025-04-01", "UPHELD")])
    '2025-04-01'
    """
    return min((str(one[1] or one[0]) for one in disputes if one[0] and one[2] == UPHELD), default="")
