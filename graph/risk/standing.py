"""Whether a decision still stands on a day: one definition for hints, patterns and composed questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, Final

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
    *, ref: str, kind: str, ended_on: str, annulled_on: str, aside: Mapping[str, Standing], day: str
) -> Standing:
    """What a decision is on a day.

    Parameters
    ----------
    ref, aside
        The number under which repairs and objections name it, and what they made of others by the day.
    kind
        Why it was removed or ended.
    ended_on, annulled_on
        Empty where it was not.

    Examples
    --------
    >>> told = {"ref": "g1", "kind": "", "ended_on": "2025-01-01", "annulled_on": "", "aside": {}}
    >>> standing_of(**told, day="2024-12-31"), standing_of(**told, day="2025-01-01")
    (<Standing.IN_FORCE: 'IN_FORCE'>, <Standing.ENDED: 'ENDED'>)
    """
    over = bool(ended_on) and ended_on <= day
    if kind in UNDONE or (annulled_on and annulled_on <= day):
        return Standing.UNDONE
    if ref and ref in aside:
        return aside[ref]
    if over and kind == "REPAIRED":
        return Standing.REPAIRED
    return Standing.ENDED if over else Standing.IN_FORCE


def set_aside_among(store: Store, refs: Iterable[str], day: str, seq: int) -> dict[str, Standing]:
    """Which of these records were repaired or overturned by the day: they must no longer be used."""
    found: dict[str, Standing] = {}
    for batch in batches(sorted({one for one in refs if one})):
        found |= set_aside(store.read_columns, batch, day=day, seq=seq)
    return found


def set_aside(look_up: Callable[..., Mapping[str, Any]], refs: list[str], **at: Any) -> dict[str, Standing]:
    """The same of one batch; what an objection overturned should never have been, repaired or not."""
    repaired = look_up("read/hints/repaired", refs=refs, **at)["refs"]
    overturned = look_up("read/hints/overturned", refs=refs, **at)["refs"]
    return dict.fromkeys(repaired, Standing.REPAIRED) | dict.fromkeys(overturned, Standing.UNDONE)
