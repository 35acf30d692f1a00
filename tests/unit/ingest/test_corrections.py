"""Since when a contested record is told: a row read under another code of its unit says nothing new."""

from __future__ import annotations

from typing import Any

from ingest.load.corrections import _dated

JANUARY, FEBRUARY, MAY, JUNE = ("2026-01-05", "2026-02-05", "2026-05-05", "2026-06-05")


def telling(day: str, content: str, *, own: bool, row: str = "", replaces: bool = False) -> dict[str, Any]:
    """What the row R-1 of an undated source told on the day of receipt."""
    return {
        "source": "T", "table_name": "positions", "record_id": "R-1", "op": "UPSERT", "produced_at": "",
        "row_digest": row or content, "payload_digest": content, "seq_from": int(day[5:7]), "own": own,
        "received_at": f"{day}T04:00:00.000000Z", "replaces": replaces,
    }  # fmt: skip


def test_a_row_under_another_code_is_told_since_it_was_changed_last() -> None:
    told = [
        telling(JANUARY, "first-of-a", own=False, row="first"),
        telling(FEBRUARY, "second-of-a", own=False, row="second"),
        telling(MAY, "second-of-b", own=True, row="second"),
    ]
    assert _dated(told, {}) == FEBRUARY
    corrected = [*told, telling(JUNE, "third-of-b", own=True, row="third")]
    assert _dated(corrected, {}) == JUNE


def test_a_row_that_never_changed_is_told_since_nobody_knows_when() -> None:
    told = [
        telling(JANUARY, "first-of-a", own=False, row="first"),
        telling(MAY, "first-of-b", own=True, row="first"),
    ]
    assert _dated(told, {}) == ""


def test_a_start_that_its_row_corrects_is_told_since_then() -> None:
    told = [
        telling(JANUARY, "since-2015", own=False),
        telling(MAY, "since-2016", own=True),
    ]
    assert _dated(told, {}) == MAY


def test_what_stands_in_place_of_another_row_is_told_since_it_was_received() -> None:
    assert _dated([telling(MAY, "since-2016", own=True, replaces=True)], {}) == MAY
    assert _dated([telling(MAY, "since-2016", own=True)], {}) == ""
