"""How an organisation's own entry in a list stands, from what was read of it."""

from __future__ import annotations

from typing import Any

import pytest

from graph.answers.entries import entry_stands

TODAY, OPEN = "2026-11-23", "9999-12-31"
FACT = {"fact_id": "F", "entity_id": "e1", "ground_ref": "LISTING:w-1", "ground_id": "W-1", "valid_to": OPEN}
REPAIR = {"repair_id": "R-1", "fact_id": "FR", "decided_on": "2026-11-20", "result": "APPROVED"}


def _row(disputes: Any = (), repair: Any = None, closed: bool = False, **fact: Any) -> dict[str, Any]:
    said = [(*one, "O-1", "2026-11-12T00") for one in disputes] or [(None, "", "", None, None)]
    return {
        "fact": {**FACT, **fact}, "closed": closed, "known_at": "2026-11-22T00", "disputes": said,
        "repairs": [{"repair": repair, "known_at": "2026-11-21T00" if repair else None}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (_row(), ("CONFIRMED", OPEN, "DECIDED_OTHERWISE", "")),
        (_row(valid_to="2027-01-01"), ("CONFIRMED", "2027-01-01", "DECIDED_OTHERWISE", "")),
        (_row(valid_to="2026-01-01"), ("EXPIRED", OPEN, "TERM_OVER", "2026-01-01")),
        (_row(removed_on="2026-11-23", removal_kind="ANNULLED"), ("WITHDRAWN", OPEN, "ANNULLED", TODAY)),
        (_row(removed_on="2026-11-23", removal_kind="EXPIRED"), ("EXPIRED", OPEN, "TERM_OVER", TODAY)),
        (
            _row(removed_on="2026-11-24", removal_kind="REVOKED"),
            ("CONFIRMED", "2026-11-24", "DECIDED_OTHERWISE", ""),
        ),
        (_row(ended_on="2026-11-01", end_reason="履行完毕"), ("WITHDRAWN", OPEN, "RELEASED", "2026-11-01")),
        (_row(ended_on="2026-11-01", end_reason="纠正"), ("WITHDRAWN", OPEN, "REVOKED", "2026-11-01")),
        (_row(repair=REPAIR), ("WITHDRAWN", OPEN, "REPAIRED", "2026-11-20")),
        (_row(repair={**REPAIR, "result": "REFUSED"}), ("CONFIRMED", OPEN, "DECIDED_OTHERWISE", "")),
        (_row([("2026-11-01", "", "")]), ("SUSPENDED", OPEN, "OBJECTION", "2026-11-01")),
        (
            _row([("2026-11-01", "2026-11-10", "CORRECTED")]),
            ("CONFIRMED", OPEN, "OBJECTION_CORRECTED", "2026-11-10"),
        ),
        (
            _row([("2026-11-01", "2026-11-10", "UPHELD")], repair=REPAIR),
            ("WITHDRAWN", OPEN, "OBJECTION_UPHELD", "2026-11-10"),
        ),
        (_row(closed=True), ("WITHDRAWN", OPEN, "FACT_RETRACTED", "2026-11-22")),
        (_row(entity_id="e2"), ("WITHDRAWN", OPEN, "FACT_CORRECTED", "2026-11-22")),
    ],
)
def test_the_first_end_counts_and_is_named(row: dict[str, Any], expected: tuple[str, ...]) -> None:
    now = entry_stands(row, "e1", TODAY)
    assert (now.state, now.until, now.cause, now.cause_day) == expected


def test_when_it_was_known_is_when_what_ends_it_came_in() -> None:
    assert entry_stands(_row(repair=REPAIR), "e1", TODAY).known_at == "2026-11-21T00"
    upheld = _row([("2026-11-01", "2026-11-10", "UPHELD")])
    assert entry_stands(upheld, "e1", TODAY).known_at == "2026-11-12T00"
