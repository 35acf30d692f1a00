"""A clue that is handed over reaches a department that is there, names whom it is about, and is answered."""

from __future__ import annotations

from typing import Any

import pytest

from api.auth.principal import Role
from graph.outbox import due
from graph.registers.clues import raise_clues
from graph.risk.warning import Figure, Scope, Signal

SEEN = Role.INVESTIGATOR
AUTHORITY = "11411300MB0001"


def ok(answer: Any) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def firm(world: Any) -> dict[str, Any]:
    """Code and name of a firm."""
    form = {"start": {"by": "REGION", "values": ["411302"]}, "limit": 1}
    found: dict[str, Any] = ok(world.ask(SEEN, "POST", "/questions/run", json={"form": form}))
    return dict(found["rows"][0]["ends"][0])


@pytest.fixture(scope="module")
def checked(world: Any, firm: dict[str, Any]) -> dict[str, Any]:
    """A clue about the firm that its assignee is checking."""
    asked = {
        "title": "线索",
        "words": "见页面",
        "scope": "ENTITY",
        "scope_id": firm["id"],
        "link": "entity?code=x",
    }
    clue = ok(world.ask(SEEN, "POST", "/clues", json=asked))
    space = ok(world.ask(SEEN, "POST", "/workspaces", json={"title": "移交", "purpose": "核查"}))
    me = space["members"][0]["account_id"]
    path = f"/clues/{clue['clue_id']}/steps"
    given = {"step": "assign", "version": clue["version"], "assignee": me}
    found: dict[str, Any] = ok(world.ask(SEEN, "POST", path, json=given))
    return found


def test_a_clue_goes_to_a_department_that_is_there_and_comes_back_with_its_answer(
    world: Any, firm: dict[str, Any], checked: dict[str, Any]
) -> None:
    path = f"/clues/{checked['clue_id']}/steps"
    given = {"step": "hand_over", "version": checked["version"], "doc_no": "宛信线索〔2026〕7号"}
    refused = world.ask(SEEN, "POST", path, json={**given, "department": "abc"})
    assert (refused.status_code, refused.json()["where"]) == (404, "department")
    key, other = world.key(authority=AUTHORITY), world.key(authority="999")
    listed = ok(world.ask(SEEN, "GET", "/clue-departments"))["rows"]
    assert {"code": AUTHORITY, "name": "tests"} in listed
    handed = ok(world.ask(SEEN, "POST", path, json={**given, "department": AUTHORITY}))
    (payload,) = [
        one.payload
        for one in due(world.store, "9999-01-01T00:00:00+00:00", limit=500)
        if one.payload.get("clue_id") == checked["clue_id"]
    ]
    assert (payload["scope_id"], payload["label"], payload["signal_zh"]) == (
        firm["id"],
        firm["name"],
        "人工提出",
    )
    assert payload["holders"] == [f"key:{key.split('_')[1]}"] and payload["doc_no"] == given["doc_no"]
    assert payload["read_at"] == f"/clues/handed-over/{checked['clue_id']}"

    (row,) = ok(world.by(key, "GET", "/clues/handed-over"))["rows"]
    assert (row["scope_id"], row["label"], row["state"]) == (firm["id"], firm["name"], "HANDED_OVER")
    assert ok(world.by(other, "GET", "/clues/handed-over"))["rows"] == []
    assert world.by(other, "GET", payload["read_at"]).status_code == 404
    assert world.by(key, "GET", f"/clues/{checked['clue_id']}").status_code == 403, "its own way only"
    seen = ok(world.by(key, "GET", payload["read_at"]))
    assert seen["link"] == "entity?code=x" and "FILED" in seen["outcomes"] and seen["records"] == []
    answer = {"version": handed["version"], "outcome": "FILED", "words": "已立案"}
    assert world.by(other, "POST", f"{payload['read_at']}/answer", json=answer).status_code == 404
    told = ok(world.by(key, "POST", f"{payload['read_at']}/answer", json=answer))
    assert (told["state"], told["outcome"]) == ("ANSWERED", "FILED")
    assert ok(world.by(key, "GET", "/clues/handed-over"))["rows"] == []
    assert len(ok(world.by(key, "GET", "/clues/handed-over", params={"unanswered": False}))["rows"]) == 1
    detail = ok(world.ask(SEEN, "GET", f"/clues/{checked['clue_id']}"))
    assert [one["by"] for one in detail["notes"] if one["step"] == "answer"] == ["部门系统"]
    closed = {"step": "close", "version": told["version"], "outcome": "FILED", "words": "部门已立案"}
    assert ok(world.ask(SEEN, "POST", path, json=closed))["state"] == "CLOSED"


def handed_to(world: Any, clue: dict[str, Any], department: str) -> dict[str, Any]:
    """A clue, assigned to the investigator where it is nobody's yet, and handed over."""
    path = f"/clues/{clue['clue_id']}/steps"
    if not clue["assignee"]:
        space = ok(world.ask(SEEN, "POST", "/workspaces", json={"title": "移交", "purpose": "核查"}))
        me = space["members"][0]["account_id"]
        given = {"step": "assign", "version": clue["version"], "assignee": me}
        clue = ok(world.ask(SEEN, "POST", path, json=given))
    given = {"step": "hand_over", "version": clue["version"], "department": department, "doc_no": "8号"}
    found: dict[str, Any] = ok(world.ask(SEEN, "POST", path, json=given))
    return found


def test_a_department_returns_a_clue_and_the_side_that_handed_it_over_takes_it_back(world: Any) -> None:
    asked = {"title": "线索", "words": "见页面", "scope": "CITY"}
    key, other = world.key(authority="11411399"), world.key(authority="999")
    clue = handed_to(world, ok(world.ask(SEEN, "POST", "/clues", json=asked)), "11411399")
    path, read_at = f"/clues/{clue['clue_id']}/steps", f"/clues/handed-over/{clue['clue_id']}"
    given = {"version": clue["version"], "words": "不属本部门职责"}
    refused = world.ask(SEEN, "POST", path, json={**given, "step": "return"})
    assert refused.status_code == 403, "it is the department's to return"
    shown = ok(world.ask(SEEN, "GET", f"/clues/{clue['clue_id']}"))["steps"]
    assert shown["take_back"] == "收回" and "return" not in shown
    assert world.by(other, "POST", f"{read_at}/return", json=given).status_code == 404
    for body, status in (({**given, "version": clue["version"] - 1}, 409), ({**given, "words": " "}, 422)):
        assert world.by(key, "POST", f"{read_at}/return", json=body).status_code == status
    back = ok(world.by(key, "POST", f"{read_at}/return", json=given))
    assert (back["state"], back["department"], back["doc_no"]) == ("CHECKING", "", "")
    assert world.by(key, "GET", read_at).status_code == 404
    note = ok(world.ask(SEEN, "GET", f"/clues/{clue['clue_id']}"))["notes"][-1]
    assert (note["step_zh"], note["by"]) == ("部门退回", "部门系统")
    assert note["words"] == "不属本部门职责（原移交：11411399 8号）"
    again = handed_to(world, back, "11411399")
    taken = {"step": "take_back", "version": again["version"], "words": "改由本处核查"}
    assert ok(world.ask(SEEN, "POST", path, json=taken))["state"] == "CHECKING"
    told = [
        one
        for one in due(world.store, "9999-01-01T00:00:00+00:00", limit=1000)
        if one.payload.get("clue_id") == clue["clue_id"]
    ]
    assert [one.kind for one in told] == ["CLUE_HANDED_OVER", "CLUE_HANDED_OVER", "CLUE_TAKEN_BACK"]
    (holder,) = told[0].payload["holders"]
    assert told[-1].payload == {
        "clue_id": clue["clue_id"], "department": "11411399", "doc_no": "8号", "holders": [holder],
    }, "nothing else of what it has no more"  # fmt: skip
    closed = {"step": "close", "version": again["version"] + 1, "outcome": "OTHER", "words": "无"}
    ok(world.ask(SEEN, "POST", path, json=closed))
    assert world.by(key, "GET", read_at).status_code == 404, (
        "how it ended is not told to whom it was taken from"
    )


def answered(world: Any, key: str, clue: dict[str, Any], outcome: str, words: str) -> dict[str, Any]:
    """A clue, answered by the department that has it."""
    body = {"version": clue["version"], "outcome": outcome, "words": words}
    path = f"/clues/handed-over/{clue['clue_id']}/answer"
    found: dict[str, Any] = ok(world.by(key, "POST", path, json=body))
    return found


def test_what_was_taken_back_and_dismissed_has_no_outcome_but_its_history_has(world: Any) -> None:
    asked = {"title": "线索", "words": "见页面", "scope": "CITY"}
    key = world.key(authority="11411397")
    clue = handed_to(world, ok(world.ask(SEEN, "POST", "/clues", json=asked)), "11411397")
    clue = answered(world, key, clue, "VERIFIED", "现场核实")
    path = f"/clues/{clue['clue_id']}"
    given = {"step": "take_back", "version": clue["version"], "words": "改由本处核查"}
    taken = ok(world.ask(SEEN, "POST", f"{path}/steps", json=given))
    assert (taken["state"], taken["outcome"], taken["outcome_zh"]) == ("CHECKING", "", "")
    given = {"step": "dismiss", "version": taken["version"], "words": "重复提出"}
    ended = ok(world.ask(SEEN, "POST", f"{path}/steps", json=given))
    assert (ended["state"], ended["outcome"]) == ("DISMISSED", "")
    notes = ok(world.ask(SEEN, "GET", path))["notes"]
    told = [(one["step"], one["outcome_zh"]) for one in notes[-3:]]
    assert told == [("answer", "查证属实"), ("take_back", ""), ("dismiss", "")]
    assert notes[-2]["words"] == "改由本处核查（原移交：11411397 8号）"


def test_what_the_department_found_stays_in_the_history_of_a_clue_closed_otherwise(world: Any) -> None:
    asked = {"title": "线索", "words": "见页面", "scope": "CITY"}
    key = world.key(authority="11411396")
    clue = handed_to(world, ok(world.ask(SEEN, "POST", "/clues", json=asked)), "11411396")
    clue = answered(world, key, clue, "UNFOUNDED", "未见异常")
    path = f"/clues/{clue['clue_id']}"
    given = {"step": "close", "version": clue["version"], "outcome": "DATA_FAULT", "words": "源表有误"}
    assert ok(world.ask(SEEN, "POST", f"{path}/steps", json=given))["outcome_zh"] == "数据有误"
    notes = ok(world.ask(SEEN, "GET", path))["notes"]
    told = [(one["step"], one["outcome"], one["outcome_zh"]) for one in notes[-2:]]
    assert told == [("answer", "UNFOUNDED", "查无问题"), ("close", "DATA_FAULT", "数据有误")]


def test_an_account_of_the_department_returns_but_does_not_take_back(world: Any) -> None:
    asked = {"title": "线索", "words": "见页面", "scope": "CITY"}
    clue = handed_to(world, ok(world.ask(SEEN, "POST", "/clues", json=asked)), "113")
    path = f"/clues/{clue['clue_id']}/steps"
    shown = ok(world.ask(Role.OFFICER, "GET", f"/clues/{clue['clue_id']}"))["steps"]
    assert shown["return"] == "部门退回" and "take_back" not in shown
    given = {"version": clue["version"], "words": "不属本部门职责"}
    refused = world.ask(Role.OFFICER, "POST", path, json={**given, "step": "take_back"})
    assert refused.status_code == 403
    assert ok(world.ask(Role.OFFICER, "POST", path, json={**given, "step": "return"}))["state"] == "CHECKING"


def test_the_records_behind_a_clue_are_read_by_pages(world: Any) -> None:
    day = "2026-11-20"
    rows = ok(world.ask(SEEN, "GET", "/warnings", params={"scope": "DISTRICT", "as_of": day}))["rows"]
    few = min((one for one in rows if one["value"] > 2), key=lambda one: int(one["value"]))
    signal, district = few["signal"], few["scope_id"]
    wanted = {"signal": signal, "scope": "DISTRICT", "scope_id": district, "as_of": day}
    every = ok(world.ask(SEEN, "GET", "/warnings/events", params=wanted))
    figure = Figure(
        Signal(signal), Scope.DISTRICT, district, day, on_day=1, value=every["number"], late=0, baseline=0.0,
        level="ALERT", region=district,
    )  # fmt: skip
    world.store.write(lambda tx: raise_clues(tx, (figure,), run_id="w1"), by="tests", why="clues")
    key = world.key(authority="11411398")
    (clue,) = [
        one
        for one in ok(world.ask(SEEN, "GET", "/clues", params={"limit": 200}))["rows"]
        if (one["signal"], one["scope_id"]) == (signal, district)
    ]
    read_at = f"/clues/handed-over/{handed_to(world, clue, '11411398')['clue_id']}"
    told: list[Any] = []
    cursor: str | None = None
    while cursor is not None or not told:
        asked = {"limit": 1} | ({"cursor": cursor} if cursor else {})
        page = ok(world.by(key, "GET", read_at, params=asked))
        assert page["number"] == every["number"] and len(page["records"]) == 1
        told, cursor = told + page["records"], page["cursor"]
    assert told == every["rows"]
    assert world.by(key, "GET", read_at, params={"cursor": "1x"}).status_code == 422
