"""How far a record may be handed out (A5): the public reads what is published, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

PUBLIC: Final = "PUBLIC"
#: What a record of a label is, unless it says itself or one of the rules below does.
_DEFAULTS: Final = {
    "EntityState": PUBLIC,
    "EntityChange": PUBLIC,
    "CodeChange": PUBLIC,
    "Penalty": PUBLIC,
    "Listing": PUBLIC,
    "CourtRecord": PUBLIC,
    "RepairCase": "SHARED",
    "Objection": "SHARED",
}
#: A tax grade D is told to those who are authorised, and so is what bars from the civil service.
_NOT_PUBLISHED: Final = frozenset({"L06", "L23"})
#: Years of publication after which it stops by itself, by severity; whoever states none has the longest.
_YEARS: Final = {"一般": 1}
_MOST_YEARS: Final = 3
_ENDS: Final = ("removed_on", "ended_on")


def publication_state(label: str, fact: Mapping[str, Any], day: str) -> str:
    """The publication state of a record on a day; what is not known to be published is not.

    Parameters
    ----------
    label
        Its label in the model.
    fact
        Its properties; a ``publication_state`` of its own decides.

    Examples
    --------
    >>> publication_state("Penalty", {"publish_until": "2026-01-01"}, "2026-01-01")
    'ARCHIVED'
    >>> publication_state("Listing", {"list_type": "L03", "valid_to": "9999-12-31"}, "2026-01-01")
    'PUBLIC'
    >>> publication_state("Attribution", {}, "2026-01-01")
    'AUTHORIZED'
    """
    own = str(fact.get("publication_state") or "")
    if own:
        return own
    state = _DEFAULTS.get(label, "AUTHORIZED")
    if label == "Penalty":
        severity = str(fact.get("severity") or "")
        if severity == "轻微":
            return "AUTHORIZED"
        until = str(fact.get("publish_until") or "") or _longest(str(fact.get("decided_on") or ""), severity)
        return "ARCHIVED" if until and until <= day else state
    if label in ("Listing", "CourtRecord"):
        if fact.get("list_type") in _NOT_PUBLISHED:
            return "AUTHORIZED"
        ends = (str(fact.get(name) or "") for name in ("valid_to", *_ENDS))
        return "WITHDRAWN" if any(end and end <= day for end in ends) else state
    return state


def _longest(decided_on: str, severity: str) -> str:
    """The last possible end of a penalty's publication; empty where its day is not known."""
    if not decided_on:
        return ""
    years = _YEARS.get(severity, _MOST_YEARS)
    return f"{int(decided_on[:4]) + years}{decided_on[4:]}"
