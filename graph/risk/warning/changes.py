"""Which commit last changed what figures are computed from: notes, alerts and heartbeats are commits too."""

from __future__ import annotations

from typing import Final

from graph.store import Store

#: Reasons of commits that write no fact, no control and no judgement. Every other commit counts as a change.
SILENT: Final = (
    "alert read",
    "answers relied on",
    "audit anchor",
    "audit seal",
    "change password",
    "clue note",
    "clue step",
    "delete a query",
    "hints",
    "hints of all entities",
    "pattern matches",
    "pattern run",
    "raise clue",
    "receipts",
    "renew the worker lease",
    "save a query",
    "sign in",
    "sign out",
    "subscribe",
    "take the worker lease",
    "unmask a number",
    "unsubscribe",
    "warning figures",
    "warning run",
    "workspace item",
)
_LOOK: Final = 1_000
_LOOKS: Final = 50


def last_change(store: Store, seq: int) -> tuple[int, str]:
    """Number and time of the last commit up to `seq` that may have changed a figure.

    Figures as known at the two are the same. Where none is found within a bounded look, it is `seq` itself.
    """
    last = seq
    for _ in range(_LOOKS):
        if last < 1:
            break
        first = max(1, last - _LOOK + 1)
        found = store.read("read/warning/last_change", first=first, last=last, silent=list(SILENT))
        if found:
            return int(found[0]["seq"]), str(found[0]["at"])
        last = first - 1
    times = store.read_columns("read/warning/commit_times", numbers=[seq])["at"]
    return seq, times[0] if times else ""
