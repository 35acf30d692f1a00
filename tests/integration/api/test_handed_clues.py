"""A clue that is handed over reaches a department that is there, names whom it is about, and is answered."""

from __future__ import annotations

from typing import Any

import pytest

from api.auth.principal import Role
from graph.outbox import due

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
