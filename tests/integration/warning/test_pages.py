"""Figures, the list behind one and one's own alerts can be read to the end, a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.auth.principal import Kind, Principal, Role
from api.services.clues import own_alerts
from api.services.desk import open_desk
from api.services.warning import events_answer, figures_answer
from graph.registers.records import change_record, current_record, open_record, records_of
from graph.store import WriteTransaction

A, B, C = "91411300MA00000077", "91411302MA3X00010W", "1141130000598765XE"
DAY = "2026-06-27"


def complaint(number: int, code: str) -> dict[str, Any]:
    return {"complaint_id": str(number), "uscc": code, "kind": "投诉", "received_on": f"2026-06-{number:02}"}


def test_pages_of_figures_and_events_together_are_the_whole(register: Any) -> None:
    register.firms(A, B, C)
    register.take(complaints=[complaint(place + 1, [A, B, C][place % 3]) for place in range(18)])
    desk = open_desk(register.store)

    def pages(read: Callable[[int], dict[str, Any]]) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        cursor: str | None = "0"
        while cursor is not None:
            found = read(int(cursor))
            assert len(found["rows"]) <= 4
            rows, cursor = rows + found["rows"], found["cursor"]
        return rows

    for scope in ("ENTITY", "CITY", "DISTRICT"):
        whole = figures_answer(desk, DAY, scope=scope)
        assert whole["cursor"] is None and whole["number"] == len(whole["rows"])
        paged = pages(lambda at, scope=scope: figures_answer(desk, DAY, scope=scope, start=at, limit=2))
        assert paged == whole["rows"]
    every = events_answer(desk, DAY, signal="COMPLAINTS")
    assert (every["cursor"], len(every["rows"])) == (None, 18)
    assert pages(lambda at: events_answer(desk, DAY, signal="COMPLAINTS", start=at, limit=4)) == every["rows"]


def test_alerts_are_paged_from_the_newest_and_all_are_counted(register: Any) -> None:
    store = register.store
    content = {"signal": "COMPLAINTS", "scope_kind": "CITY", "scope_id": "", "level": "ALERT", "day": DAY}

    def tell(account: str, value: float) -> None:
        values = {
            **content, "account_id": account, "parent_id": account, "lookup_key": f"{account}{value}",
            "state": "UNREAD", "value": value, "baseline": 0.0, "late": 0,
        }  # fmt: skip
        store.write(
            lambda tx: open_record(tx, "WarningAlert", "t", values, by="worker"), by="worker", why="alert"
        )

    for number in range(7):
        tell("a1", float(number))
        tell("a2", 100.0)

    def read(tx: WriteTransaction) -> None:
        oldest = current_record(tx, "WarningAlert", records_of(store, "WarningAlert", "a1")[0]["record_id"])
        change_record(tx, "WarningAlert", oldest, {"state": "READ"}, by="a1")

    store.write(read, by="a1", why="alert read")
    desk = open_desk(store)
    by = Principal("account:a1", Kind.ACCOUNT, "甲", Role.LEADER)
    told: list[float] = []
    before: str | None = ""
    while before is not None:
        page = own_alerts(desk, by, before=before, limit=3)
        assert (page["number"], page["unread"]) == (7, 6)
        told += [one["value"] for one in page["rows"]]
        before = page["cursor"]
        if len(told) == 3:
            tell("a1", 99.0)
            told_after = own_alerts(desk, by, limit=1)
            assert (told_after["number"], told_after["rows"][0]["value"]) == (8, 99.0)
            break
    while before is not None:
        page = own_alerts(desk, by, before=before, limit=3)
        told += [one["value"] for one in page["rows"]]
        before = page["cursor"]
    assert told == [6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.0], "a new one moves no page"
    assert own_alerts(desk, by, limit=100)["cursor"] is None
