"""Who is known by name only is neither let through nor held for what a namesake answers for."""

from __future__ import annotations

from typing import Any

import pytest

from api.services.check import check
from api.services.screen import screen
from graph import queries

B = "91411302MA3X00010W"
SELF = {"uscc": B, "role": "SUPERVISOR", "valid_from": "2016-01-01"}


def person_id(store: Any, name: str, *, verified: bool) -> str:
    """Whoever bears a name in a register of few."""
    found = store.read(
        queries.get("read/search/persons"), phrase=f'"{name}"', name=name, limit=9, seq=store.head_seq()
    )
    (one,) = [row["id"] for row in found[0]["rows"] if bool(row["verified"]) is verified]
    return str(one)


@pytest.fixture
def with_namesake(listed: Any) -> Any:
    """Company A's representative answers for a listing; company B has a supervisor of his name, no number."""
    supervisor = {"uscc": B, "role": "SUPERVISOR", "name": "甲某某", "valid_from": "2016-01-01"}
    listed.event(positions=[supervisor])
    return listed


def test_a_namesake_without_number_is_a_candidate_and_no_more(with_namesake: Any) -> None:
    desk, store = with_namesake.desk(), with_namesake.store
    bare = person_id(store, "甲某某", verified=False)
    answer = check(desk, bare, purpose="TENDER")
    assert (answer["decision"], answer["reasons"]) == ("CAUTION", ["IDENTITY_CANDIDATES"])
    assert answer["liabilities"] == [] and answer["complete"]
    (row,) = screen(desk, [bare], purpose="TENDER")
    assert (row["status"], row["decision"], row["findings"]) == ("CLEAR", "CAUTION", 0)
    # Asked for nothing, it decides nothing.
    assert check(desk, bare)["decision"] is None


def test_who_is_known_by_number_is_nobody_s_candidate(with_namesake: Any) -> None:
    with_namesake.event(positions=[{**SELF, "name": "丁某某"}])
    desk, store = with_namesake.desk(), with_namesake.store
    two = person_id(store, "乙某某", verified=True)
    assert check(desk, two, purpose="TENDER")["decision"] == "PASS"
    # A name that nobody else bears, and a day before the namesake answered for anything.
    alone = person_id(store, "丁某某", verified=False)
    assert check(desk, alone, purpose="TENDER")["decision"] == "PASS"
    bare = person_id(store, "甲某某", verified=False)
    assert check(desk, bare, purpose="TENDER", as_of="2026-05-01")["decision"] == "PASS"


def test_it_ends_with_the_namesake_s_finding(with_namesake: Any, rows: Any) -> None:
    bare = person_id(with_namesake.store, "甲某某", verified=False)
    with_namesake.event(listings=[rows.listing("W-1", op="RETRACT")])
    assert check(with_namesake.desk(), bare, purpose="TENDER")["decision"] == "PASS"
