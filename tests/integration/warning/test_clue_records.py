"""The records behind a clue, as the department that it was handed over to reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from api.auth.principal import Kind, Principal, Role
from api.services.clues import clue_detail, clues_page
from api.services.desk import Desk, open_desk
from api.services.handed_clues import handed_clue
from creditgraph.watching import watch_day
from graph.errors import NotFoundError
from graph.registers.clues import Actor, take_step
from graph.registers.records import Record, records_page
from graph.store import Store

A = "91411300MA00000077"
DAY = "2026-06-30"
DEPARTMENT = "11411300"
ONE = Actor("account:a1", "INVESTIGATOR", "a1")
KEY = Principal("key:k1", Kind.KEY, "部门", Role.DEPARTMENT, authorities=(DEPARTMENT,))


def complaint(number: int, day: str = "2026-06-20") -> dict[str, Any]:
    return {"complaint_id": str(number), "uscc": A, "kind": "举报", "received_on": day}


def newest(store: Store) -> Record:
    return records_page(store, "Clue", states=[])[0]


def step(store: Store, name: str, **given: str) -> Record:
    clue = newest(store)
    return take_step(store, clue["record_id"], name, given, version=clue["version"], actor=ONE)


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commits of an emptied store are counted from the first again."""
    monkeypatch.setattr("api.services.warning._REMEMBERED", {})


@pytest.fixture
def handed(register: Any) -> Callable[[int], tuple[Desk, str]]:
    """A clue on so many complaints against a firm, handed over to the department."""

    def make(number: int) -> tuple[Desk, str]:
        store = register.store
        register.firms(A)
        register.take(complaints=[complaint(one) for one in range(number)])
        watch_day(store, DAY, today=DAY)
        step(store, "assign", assignee="a1")
        clue = step(store, "hand_over", department=DEPARTMENT, doc_no="宛信线索〔2026〕7号")
        return open_desk(store), clue["record_id"]

    return make


def test_all_records_are_counted_and_read_to_the_end(
    register: Any, handed: Callable[[int], tuple[Desk, str]]
) -> None:
    desk, clue_id = handed(9)
    seq = desk.seq()
    told: list[str] = []
    cursor: str | None = "0"
    while cursor is not None:
        page = handed_clue(desk, KEY, clue_id, seq=seq, start=int(cursor), limit=4)
        assert page["number"] == 9 and len(page["records"]) <= 4
        told += [one["fact_id"] for one in page["records"]]
        cursor = page["cursor"]
        # What comes in between, and the clue that goes on, move no page.
        register.take(complaints=[complaint(100 + len(told), "2026-07-01")])
        watch_day(register.store, "2026-07-01", today="2026-07-01")
    assert len(set(told)) == len(told) == 9
    assert handed_clue(desk, KEY, clue_id)["number"] == 12
    with pytest.raises(NotFoundError):
        handed_clue(desk, KEY, clue_id, seq=seq - 1)


def test_whoever_has_no_code_has_records_all_the_same(
    register: Any, handed: Callable[[int], tuple[Desk, str]]
) -> None:
    desk, clue_id = handed(5)
    register.store._run_schema("MATCH (one:Identifier) DETACH DELETE one RETURN count(*) AS gone")
    found = handed_clue(desk, KEY, clue_id)
    assert (found["number"], len(found["records"]), found["cursor"]) == (5, 5, None)


@pytest.mark.parametrize("end", ["close", "dismiss"])
def test_an_ended_clue_shows_nothing_that_came_after_its_end(
    register: Any, handed: Callable[[int], tuple[Desk, str]], end: str
) -> None:
    """The figure stays at ALERT: that is kept, so that it raises no clue anew, but shown nowhere."""
    desk, clue_id = handed(9)
    if end == "dismiss":
        step(register.store, "take_back", words="收回")
    step(register.store, end, outcome="FILED", words="已立案")
    # One more, of a day before the end: two would be a clue of their own.
    register.take(complaints=[complaint(50, "2026-06-25")])
    for day in ("2026-07-01", "2026-07-02"):
        watch_day(register.store, day, today=day)
    kept = newest(register.store)
    assert (kept["record_id"], kept["last_day"]) == (clue_id, "2026-07-02"), "one clue, still muted"
    mine = Principal("account:a1", Kind.ACCOUNT, "甲", Role.INVESTIGATOR)
    shown = clue_detail(desk, mine, clue_id)
    assert (shown["last_day"], shown["days_seen"]) == (DAY, 1)
    assert [
        one["last_day"] for one in clues_page(desk, mine, states=[], mine=False, before="", limit=9)["rows"]
    ] == [DAY]
    if end == "close":
        found = handed_clue(desk, KEY, clue_id)
        assert (found["last_day"], found["number"], len(found["records"])) == (DAY, 9, 9)
        assert {one["day"] for one in found["records"]} == {"2026-06-20"}
