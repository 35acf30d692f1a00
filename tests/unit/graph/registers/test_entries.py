"""How long a person's entry is disclosed: until its finding ends, and five years at most; no engine."""

from __future__ import annotations

from typing import Any

import pytest

from graph.registers.accountability.book import ENTRY
from graph.registers.accountability.follow import Decided, follow_day, follow_findings

FINDING = {
    "finding_id": "f1", "ground_kind": "PENALTY", "ground_ref": "PENALTY:1", "ground_id": "1",
    "authority_code": "1141130000598765XE", "entity_id": "e1", "person_id": "p1", "person_name": "甲",
    "list_type": "L11", "role": "LEGAL_REP", "mode": "BAN", "base_state": "CONFIRMED",
    "valid_from": "2022-03-01", "valid_to": "9999-12-31", "withdrawn_at": "", "withdrawn_because": "",
    "path": "[]",
}  # fmt: skip


def _derived(memory: Any, today: str, again: bool = False, **change: str) -> tuple[str, str, str, str]:
    finding, known = {**FINDING, **change}, ["f1"] if again else []
    decided = {"PENALTY:1": Decided("1号", "生产假药")}
    memory.write(lambda tx: follow_findings(tx, [finding], known, decided, today), by="t", why="t")
    return _now(memory)


def _now(memory: Any) -> tuple[str, str, str, str]:
    (one,) = [one for one in memory.kept[ENTRY] if one["seq_to"] > 10**9]
    return one["ends_on"], one["standing"], one["publication_state"], one["ended_because"]


@pytest.mark.parametrize(
    ("change", "ends_on"),
    [
        ({}, "2027-03-01"),
        ({"valid_to": "2025-03-01", "valid_from": "2024-03-01"}, "2025-03-01"),
        ({"valid_from": "2024-02-29"}, "2029-02-28"),
        # An entry of a list itself, while the person is on it.
        ({"mode": "LISTED_SELF", "valid_to": "2030-01-01"}, "2030-01-01"),
        ({"mode": "LISTED_SELF"}, "9999-12-31"),
    ],
)
def test_it_ends_with_its_finding_or_after_five_years(memory: Any, change: Any, ends_on: str) -> None:
    assert _derived(memory, "2024-06-01", **change) == (ends_on, "OPEN", "AUTHORIZED", "")


def test_it_is_archived_on_that_day_by_itself_and_stays_so(memory: Any) -> None:
    _derived(memory, "2026-11-23")
    memory.write(lambda tx: follow_day(tx, "2027-02-28"), by="t", why="t")
    assert _now(memory)[1] == "OPEN"
    archived = ("2027-03-01", "ENDED", "ARCHIVED", "DISCLOSURE_ENDED")
    memory.write(lambda tx: follow_day(tx, "2027-03-01"), by="t", why="t")
    assert _now(memory) == archived
    # The ban goes on, and deriving it anew opens nothing.
    assert _derived(memory, "2027-06-01", again=True) == archived
    assert len(memory.kept[ENTRY]) == 2


def test_what_is_older_when_it_comes_in_is_archive_at_once(memory: Any) -> None:
    assert _derived(memory, "2028-01-01") == ("2027-03-01", "ENDED", "ARCHIVED", "DISCLOSURE_ENDED")
