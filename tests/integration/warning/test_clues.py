"""Clues and subscriptions: raised once, worked on by two, told to those who may hear."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from api.auth.principal import Role
from creditgraph.watching import watch_day
from graph.audit import TrailFilter, read_changes
from graph.days import add_days
from graph.errors import AnswerRefusedError, NotFoundError, StoreConflictError, UsageError
from graph.outbox.messages import due
from graph.registers.clues import Actor, add_note, raise_by_hand, take_step
from graph.registers.records import record_of, records_of, records_page
from graph.registers.subscriptions import read_alert, subscribe, unsubscribe
from graph.registers.workspaces import (
    add_item,
    change_item,
    close_workspace,
    open_workspace,
    remove_item,
    remove_member,
    role_in,
    set_member,
)
from graph.risk.warning import Scope
from graph.store import Store

A, B = "91411300MA00000077", "91411302MA3X00010W"
DAY, NEXT = "2026-06-30", "2026-07-01"
ONE = Actor("account:a1", "INVESTIGATOR", "a1")
TWO = Actor("account:a2", "OFFICER", "a2")


def complaint(number: int, code: str, day: str) -> dict[str, Any]:
    return {"complaint_id": str(number), "uscc": code, "kind": "举报", "received_on": day}


def clues(store: Store) -> list[dict[str, Any]]:
    return records_page(store, "Clue", states=[])


def test_a_figure_makes_one_clue_while_that_is_open(register: Any) -> None:
    store = register.store
    register.firms(A)
    register.take(complaints=[complaint(number, A, "2026-06-20") for number in range(5)])
    watch_day(store, DAY, today=DAY)
    (clue,) = clues(store)
    assert (clue["scope_kind"], clue["scope_id"], clue["state"]) == ("ENTITY", register.id(A), "NEW")
    assert (clue["region_code"], clue["days_seen"]) == ("411302", 1)
    watch_day(store, DAY, today=DAY)
    assert [one["version"] for one in clues(store)] == [1], "the same day again is no news"
    watch_day(store, NEXT, today=NEXT)
    (again,) = clues(store)
    assert (again["record_id"], again["days_seen"], again["last_day"]) == (clue["record_id"], 2, NEXT)
    taken = take_step(store, clue["record_id"], "dismiss", {"words": "已核"}, version=2, actor=ONE)
    assert taken["state"] == "DISMISSED"
    watch_day(store, "2026-07-02", today="2026-07-02")
    assert len(clues(store)) == 1, "what was dismissed does not come back the next day"


def ended(store: Store, clue: dict[str, Any]) -> None:
    take_step(store, clue["record_id"], "dismiss", {"words": "已核"}, version=clue["version"], actor=ONE)


def test_what_was_dismissed_comes_back_when_more_happens_and_refers_to_it(register: Any) -> None:
    """Between 关注 and 预警 of a firm's complaints lie two: so many more are a material rise."""
    store = register.store
    register.firms(A)
    register.take(complaints=[complaint(number, A, "2026-06-20") for number in range(5)])
    watch_day(store, DAY, today=DAY)
    (first,) = clues(store)
    ended(store, first)
    for day, more, known in (("2026-07-01", 0, 1), ("2026-07-02", 1, 1), ("2026-07-03", 1, 2)):
        numbers = range(100 * known + int(day[-1]), 100 * known + int(day[-1]) + more)
        register.take(complaints=[complaint(number, A, day) for number in numbers]) if more else None
        watch_day(store, day, today=day)
        assert len(clues(store)) == known, day
    second, old = clues(store)
    assert (second["state"], second["follows"], second["value"]) == ("NEW", first["record_id"], 7.0)
    assert (old["state"], old["value"], old["follows"]) == ("DISMISSED", 5.0, "")
    ended(store, second)
    # The same again is no news; two that came in the place of two that left the window are.
    watch_day(store, "2026-07-04", today="2026-07-04")
    assert len(clues(store)) == 2
    register.take(complaints=[complaint(number, A, "2026-07-19") for number in (301, 302)])
    watch_day(store, "2026-07-19", today="2026-07-19")
    third = clues(store)[0]
    assert len(clues(store)) == 3 and third["follows"] == second["record_id"]


def test_as_many_new_events_bring_it_back_though_the_figure_is_no_higher(register: Any) -> None:
    store = register.store
    register.firms(A)
    days = [*["2026-06-02"] * 3, *["2026-06-20"] * 3]
    register.take(complaints=[complaint(number, A, day) for number, day in enumerate(days)])
    watch_day(store, DAY, today=DAY)
    (first,) = clues(store)
    assert first["value"] == 6.0
    ended(store, first)
    watch_day(store, NEXT, today=NEXT)
    register.take(complaints=[complaint(number, A, "2026-07-02") for number in (21, 22)])
    watch_day(store, "2026-07-02", today="2026-07-02")
    second, _ = clues(store)
    assert (second["value"], second["follows"]) == (5.0, first["record_id"])


def _loaded_in_june(known: Any) -> None:
    known.first_load = "2026-06-01"


def test_a_clue_of_events_that_all_came_late_says_so_in_its_title(
    register: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = register.store
    moments = {"at": f"{DAY}T01:00:00.000000Z"}
    monkeypatch.setattr("graph.store.moments.now_text", lambda: moments["at"])
    monkeypatch.setattr("graph.risk.warning.events.Known.__post_init__", _loaded_in_june)
    register.firms(A)
    register.take(complaints=[complaint(number, A, "2026-06-02") for number in range(5)])
    watch_day(store, DAY, today=DAY)
    (clue,) = clues(store)
    assert clue["late"] == 5 and clue["title"].endswith("（均为补报）")
    moments["at"] = f"{NEXT}T01:00:00.000000Z"
    register.take(complaints=[complaint(9, A, DAY)])
    watch_day(store, NEXT, today=NEXT)
    (again,) = clues(store)
    assert again["late"] == 5 and "补报" not in again["title"], "one came in time"


def test_what_is_of_the_past_raises_nothing(register: Any) -> None:
    register.firms(A)
    register.take(complaints=[complaint(number, A, "2026-06-20") for number in range(5)])
    report = watch_day(register.store, "2026-06-25", today=DAY)
    assert report.beyond and clues(register.store) == []


def test_two_people_work_on_a_clue_and_neither_overwrites_the_other(register: Any) -> None:
    store = register.store
    clue = raise_by_hand(
        store, title="核查<b>住所</b>", told="见页面\x00\x1b[2J", scope=Scope.DISTRICT, scope_id="411302",
        region="411302", day=DAY, link="entity?code=x", actor=ONE,
    )  # fmt: skip
    id_ = clue["record_id"]
    assigned = take_step(store, id_, "assign", {"assignee": "a2"}, version=1, actor=ONE)
    with pytest.raises(StoreConflictError):
        take_step(store, id_, "dismiss", {"words": "不办"}, version=1, actor=TWO)
    with pytest.raises(AnswerRefusedError):
        take_step(store, id_, "begin", {}, version=2, actor=ONE)
    take_step(store, id_, "begin", {}, version=assigned["version"], actor=TWO)
    handed = {"department": "11411300", "doc_no": "宛信线索〔2026〕7号"}
    take_step(store, id_, "hand_over", handed, version=3, actor=TWO)
    add_note(store, id_, "对方号码 41130219800101001X", actor=ONE)
    done = {"outcome": "VERIFIED", "words": "已立案"}
    take_step(store, id_, "close", done, version=4, actor=TWO)
    with pytest.raises(UsageError):
        take_step(store, id_, "assign", {"assignee": "a1"}, version=5, actor=ONE)
    notes = records_of(store, "ClueNote", id_)
    assert [one["step"] for one in notes] == ["NOTE", "assign", "begin", "hand_over", "NOTE", "close"]
    assert notes[0]["words"] == "见页面[2J" and "19800101" not in notes[4]["words"]
    (message,) = due(store, "9999-01-01T00:00:00+00:00")
    assert message.kind == "CLUE_HANDED_OVER" and message.payload["doc_no"] == handed["doc_no"]
    assert (message.payload["scope_kind"], message.payload["scope_id"]) == ("DISTRICT", "411302")
    assert "住所" not in json.dumps(message.payload, ensure_ascii=False)
    events = read_changes(store, TrailFilter(subject=id_), limit=50).events
    assert {"RAISE_CLUE", "CLUE_HAND_OVER", "CLUE_CLOSE", "CLUE_NOTE"} <= {one["action"] for one in events}
    first = record_of(store, "Clue", id_, seq=clue["version"] and int(events[-1]["seq"]))
    assert first["state"] == "NEW", "what was known then can still be read"


def test_subscribers_are_told_once_and_only_what_they_may_hear(
    register: Any, account: Callable[..., str]
) -> None:
    store = register.store
    everywhere = account("everywhere")
    elsewhere = account("elsewhere", districts=("410100",))
    register.firms(A, B)
    for number, id_ in enumerate((everywhere, elsewhere)):
        actor = Actor(f"account:{id_}", "LEADER", id_)
        made = subscribe(
            store, signal="COMPLAINTS", scope=Scope.DISTRICT, scope_id="411302", level="WATCH", actor=actor
        )
        again = subscribe(
            store, signal="COMPLAINTS", scope=Scope.DISTRICT, scope_id="411302", level="WATCH", actor=actor
        )
        assert made["record_id"] == again["record_id"], number
    with pytest.raises(UsageError):
        subscribe(store, signal="", scope=Scope.ENTITY, scope_id="", level="ALERT", actor=ONE)
    register.take(complaints=[complaint(number, A, "2026-06-20") for number in range(8)])
    watch_day(store, DAY, today=DAY)
    watch_day(store, DAY, today=DAY)
    watch_day(store, NEXT, today=NEXT)
    told = records_of(store, "WarningAlert", everywhere)
    assert [(one["day"], one["level"], one["value"]) for one in told] == [(DAY, "WATCH", 8.0)]
    assert records_of(store, "WarningAlert", elsewhere) == [], "another district is not told"
    messages = [one for one in due(store, "9999-01-01T00:00:00+00:00") if one.kind == "WARNING_ALERT"]
    assert len(messages) == 1 and "测试" not in json.dumps(messages[0].payload, ensure_ascii=False)
    own = Actor(f"account:{everywhere}", "LEADER", everywhere)
    with pytest.raises(NotFoundError):
        read_alert(store, told[0]["record_id"], actor=ONE)
    assert read_alert(store, told[0]["record_id"], actor=own)["state"] == "READ"
    (mine,) = [
        one
        for one in records_page(store, "WarningSubscription", states=[])
        if one["account_id"] == everywhere
    ]
    unsubscribe(store, mine["record_id"], actor=own)
    assert len(records_page(store, "WarningSubscription", states=[])) == 1


def test_after_days_without_a_run_only_what_became_graver_is_told(
    register: Any, account: Callable[..., str]
) -> None:
    store = register.store
    id_ = account("away")
    actor = Actor(f"account:{id_}", "LEADER", id_)
    subscribe(store, signal="COMPLAINTS", scope=Scope.DISTRICT, scope_id="411302", level="WATCH", actor=actor)
    register.firms(A, B)
    register.take(complaints=[complaint(number, A, "2026-06-20") for number in range(8)])
    watch_day(store, DAY, today=DAY)
    # Nobody looked for two days: the same complaints are no news.
    later = add_days(DAY, 3)
    watch_day(store, later, today=later)
    assert len(records_of(store, "WarningAlert", id_)) == 1
    register.take(complaints=[complaint(20 + number, B, add_days(later, 1)) for number in range(9)])
    after = add_days(later, 4)
    watch_day(store, after, today=after)
    told = {(one["day"], one["level"]) for one in records_of(store, "WarningAlert", id_)}
    assert told == {(DAY, "WATCH"), (after, "ALERT")}


def test_who_may_see_an_entity_is_told_of_it_and_nobody_else(
    register: Any, account: Callable[..., str]
) -> None:
    store = register.store
    near = account("near", role=Role.INVESTIGATOR, districts=("411300",))
    far = account("far", role=Role.INVESTIGATOR, districts=("410100",))
    leader = account("leader")
    register.firms(A, B)
    for id_ in (near, far, leader):
        actor = Actor(f"account:{id_}", "INVESTIGATOR", id_)
        subscribe(store, signal="", scope=Scope.ENTITY, scope_id=register.id(A), level="WATCH", actor=actor)
    other = Actor(f"account:{near}", "INVESTIGATOR", near)
    subscribe(store, signal="", scope=Scope.ENTITY, scope_id=register.id(B), level="WATCH", actor=other)
    register.take(complaints=[complaint(number, A, "2026-06-20") for number in range(5)])
    watch_day(store, DAY, today=DAY)
    told = [(one["scope_kind"], one["scope_id"]) for one in records_of(store, "WarningAlert", near)]
    assert told == [("ENTITY", register.id(A))]
    assert records_of(store, "WarningAlert", far) == [], "an entity of another district"
    assert records_of(store, "WarningAlert", leader) == [], "leaders read of no single subject"
    (message,) = [one for one in due(store, "9999-01-01T00:00:00+00:00") if one.kind == "WARNING_ALERT"]
    assert A not in json.dumps(message.payload) and "测试" not in json.dumps(
        message.payload, ensure_ascii=False
    )


def test_a_workspace_knows_its_people_and_keeps_what_was(register: Any) -> None:
    store = register.store
    space = open_workspace(store, title="集中注册", purpose="核查", region="", actor=ONE)
    id_ = space["record_id"]
    set_member(store, id_, "a2", "REVIEWER", actor=ONE)
    assert (role_in(store, id_, "a1"), role_in(store, id_, "a2"), role_in(store, id_, "a3")) == (
        "OWNER", "REVIEWER", "",
    )  # fmt: skip
    with pytest.raises(NotFoundError):
        add_item(store, id_, kind="NOTE", title="x", body={}, actor=Actor("account:a3", "OFFICER", "a3"))
    note = add_item(store, id_, kind="NOTE", title="看法", body={"words": "<b>可疑</b>"}, actor=TWO)
    with pytest.raises(AnswerRefusedError):
        add_item(store, id_, kind="PARTY", title="x", body={"code": A}, actor=TWO)
    view = {"view": {"code": A}, "positions": {A: [1.5, -2.0]}}
    kept = add_item(store, id_, kind="VIEW", title="网络", body=view, actor=ONE)
    assert json.loads(kept["body"]) == view
    change_item(store, id_, note["record_id"], title="看法", body={"words": "改"}, version=1, actor=TWO)
    with pytest.raises(StoreConflictError):
        change_item(store, id_, note["record_id"], title="看法", body={"words": "乙"}, version=1, actor=ONE)
    with pytest.raises(UsageError):
        add_item(store, id_, kind="NOTE", title="x", body={"words": "字" * 9_000}, actor=ONE)
    deep: dict[str, Any] = {}
    for _ in range(20):
        deep = {"in": deep}
    with pytest.raises(UsageError):
        add_item(store, id_, kind="NOTE", title="x", body=deep, actor=ONE)
    for leave in (
        lambda: remove_member(store, id_, "a1", actor=ONE),
        lambda: set_member(store, id_, "a1", "MEMBER", actor=ONE),
    ):
        with pytest.raises(UsageError, match="至少要有一名负责人"):
            leave()
    remove_item(store, id_, kept["record_id"], version=1, actor=ONE)
    assert [one["title"] for one in records_of(store, "WorkspaceItem", id_)] == ["看法"]
    close_workspace(store, id_, version=1, actor=ONE)
    with pytest.raises(UsageError, match="已结束"):
        add_item(store, id_, kind="NOTE", title="x", body={}, actor=ONE)
    assert [one["title"] for one in records_of(store, "WorkspaceItem", id_)] == ["看法"]
