"""What a store holds, in numbers."""

from __future__ import annotations

from collections import Counter
from typing import Any

from api.services.desk import Desk, meta
from api.services.findings import all_findings, state_on
from graph import queries

_COUNTED = ("Entity", "Person", "Listing", "CourtRecord", "Penalty", "SourceRecord", "QuarantinedRow")


def summary(desk: Desk) -> dict[str, Any]:
    """Counts of nodes, findings by state of today, and changes that wait for derivation."""
    seq = desk.seq()
    counts = {
        label: desk.store.read(queries.get("read/answers/counts", label=label), seq=seq)[0]["number"]
        for label in _COUNTED
    }
    states: Counter[str] = Counter()
    for page in all_findings(desk, seq):
        states.update(state_on(row, desk.today) for row in page)
    pending = desk.store.read("read/liability/pending_changes", seq=seq)[0]["rows"]
    return {
        "today": desk.today,
        "synthetic": meta(desk.store, "synthetic") == "1",
        "data_version": desk.data_version(seq),
        "counts": counts,
        "findings": dict(sorted(states.items())),
        "pending_changes": len(pending),
    }
