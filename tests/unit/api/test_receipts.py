"""Receipts as they stood at a commit."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from api.services.receipts import receipts_plan
from graph.store.asking import Ask

NOTED = {"r1": "2026-03-01T08:00:00.000000Z", "r2": "2026-03-03T08:00:00.000000Z", "r3": ""}


def answered(plan: Generator[Ask, Any, Any]) -> Any:
    """Run a plan on three receipts; the commit asked for was made on the second of March."""
    told: Any = None
    try:
        while True:
            asked = plan.send(told)
            if asked.query == "read/worker/commit_time":
                assert asked.params["number"] == 7
                told = [{"at": "2026-03-02T08:00:00.000000Z"}]
            else:
                rows = [{"receipt_id": name, "seq": 5, "acknowledged_at": at} for name, at in NOTED.items()]
                fields = (
                    "answer_id finding_id person_id ground_id list_type told state cause cause_day document"
                )
                told = [
                    {"rows": [dict.fromkeys([*fields.split(), "known_at", "at"], "") | row for row in rows]}
                ]
    except StopIteration as ended:
        return ended.value


def test_what_was_noted_after_a_commit_was_not_noted_then() -> None:
    then = answered(receipts_plan("key:1", 7, after="", limit=9, open_only=False, past=True))["rows"]
    assert {one["receipt_id"]: one["acknowledged_at"] for one in then} == {**NOTED, "r2": ""}
    now = answered(receipts_plan("key:1", 7, after="", limit=9, open_only=False))["rows"]
    assert {one["receipt_id"]: one["acknowledged_at"] for one in now} == NOTED


def test_what_was_noted_after_a_commit_was_open_then() -> None:
    then = answered(receipts_plan("key:1", 7, after="", limit=9, open_only=True, past=True))["rows"]
    now = answered(receipts_plan("key:1", 7, after="", limit=9, open_only=True))["rows"]
    assert [one["receipt_id"] for one in then] == ["r2", "r3"]
    assert [one["receipt_id"] for one in now] == ["r3"]
