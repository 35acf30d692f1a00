"""The quarantine sheet is what is still to be done: a corrected row leaves it, a wrong one comes back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from graph.store import Store

A, BAD_CODE = "91411300MA00000077", "91411300MA00000071"
Rows = list[dict[str, Any]]


@pytest.fixture
def hand_in(hand_in_table: Callable[..., Any]) -> Callable[..., Any]:
    return partial(hand_in_table, "positions")


def rep(since: str, record_id: str = "", code: str = A) -> dict[str, Any]:
    return {"record_id": record_id, "uscc": code, "role": "LEGAL_REP", "name": "甲某某", "valid_from": since}


def lines_on_the_sheet(store: Store, **moment: Any) -> list[int]:
    rows = store.read("read/ingest/quarantined", after="", limit=10, **moment)[0]["rows"]
    return sorted(row["line"] for row in rows)


def test_a_corrected_row_leaves_the_sheet_and_stays_known_as_of_then(
    store: Store, hand_in: Callable[..., Any]
) -> None:
    hand_in([rep("2021-13-01", "7"), rep("2021-14-01", "8")])
    before = store.head_seq()
    assert lines_on_the_sheet(store) == [2, 3]
    assert hand_in([rep("2021-12-01", "7")]).settled == 1
    assert lines_on_the_sheet(store) == [3]
    assert lines_on_the_sheet(store, seq=before) == [2, 3]


def test_a_row_that_is_wrong_again_stays_on_the_sheet(store: Store, hand_in: Callable[..., Any]) -> None:
    bad = [rep("2021-13-01", "7")]
    hand_in(bad)
    assert hand_in([*bad, rep("2021-12-01", "7")]).settled == 0
    assert lines_on_the_sheet(store) == [2]
    hand_in([rep("2021-12-01", "7")])
    assert lines_on_the_sheet(store) == []
    hand_in([*bad, rep("2020-01-01", "9")])
    assert lines_on_the_sheet(store) == [2]


def test_a_row_whose_key_cannot_be_read_waits_for_a_clean_snapshot(
    store: Store, hand_in: Callable[..., Any]
) -> None:
    hand_in([rep("2021-01-01", code=BAD_CODE)])
    assert hand_in([rep("2021-01-01")]).settled == 0
    snapshot = {"mode": "snapshot", "covers": ["positions"], "produced_at": "2026-01-02"}
    assert hand_in([rep("2021-01-01"), rep("2021-13-01")], **snapshot).settled == 0
    assert len(lines_on_the_sheet(store)) == 2
    assert hand_in([rep("2021-01-01")], **snapshot).settled == 2
    assert lines_on_the_sheet(store) == []
