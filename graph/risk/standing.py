"""Whether a decision still stands on a day: one definition for hints, patterns and composed questions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Final

from graph.ownership.read import batches
from graph.store import Store

#: Removals and ends that say that the decision should never have been.
UNDONE: Final = ("REVOKED", "ANNULLED", "纠正")


class Standing(StrEnum):
    """What has become of a decision."""

    IN_FORCE = "IN_FORCE"
    ENDED = "ENDED"
    REPAIRED = "REPAIRED"
    UNDONE = "UNDONE"


def standing_of(
    *, ref: str, kind: str, ended_on: str, annulled_on: str, repaired: Collection[str], day: str
) -> Standing:
    """What a decision is on a day.

    Parameters
    ----------
    ref, repaired
        The number under which repairs name it, and those that were repaired by the day.
    kind
        Why it was removed or ended.
    ended_on, annulled_on
        Empty where it was not.

    Examples
    --------
    >>> told = {"ref": "g1", "kind": "", "ended_on": "2025-01-01", "annulled_on": "", "repaired": ()}
    >>> standing_of(**told, day="2024-12-31"), standing_of(**told, day="2025-01-01")
    (<Standing.IN_FORCE: 'IN_FORCE'>, <Standing.ENDED: 'ENDED'>)
    """
    over = bool(ended_on) and ended_on <= day
    if kind in UNDONE or (annulled_on and annulled_on <= day):
        return Standing.UNDONE
    if (ref and ref in repaired) or (over and kind == "REPAIRED"):
        return Standing.REPAIRED
    return Standing.ENDED if over else Standing.IN_FORCE


def repaired_among(store: Store, refs: Iterable[str], day: str, seq: int) -> set[str]:
    """Which of these records were repaired by the day: they must no longer be used."""
    found: set[str] = set()
    for batch in batches(sorted({one for one in refs if one})):
        found |= set(store.read_columns("read/hints/repaired", refs=batch, day=day, seq=seq)["refs"])
    return found
