"""A case through the API: by role, by authority, once, and with what follows shown."""

from __future__ import annotations

from typing import Any

import pytest

from api.auth.principal import Role
from api.services.findings import state_on

DAY, TODAY = "2026-11-02", "2026-11-23"


@pytest.fixture(scope="module")
def proposed(world: Any) -> dict[str, Any]:
    """A proposed finding on wages."""
    rows = world.store.read("read/answers/findings_page", after="", limit=1000)[0]["rows"]
    found = [row["finding"] for row in rows if state_on(row, TODAY) == "PROPOSED"]
    return dict(next(one for one in found if one["rule"].startswith("L03_")))


@pytest.fixture(scope="module")
def officer(world: Any, proposed: dict[str, Any]) -> str:
    """An officer of the ground's authority."""
    return str(world.account("case-officer", Role.OFFICER, authorities=(proposed["authority_code"],)))


@pytest.fixture(scope="module")
def reviewer(world: Any, proposed: dict[str, Any]) -> str:
    """A reviewer of the same authority."""
    return str(world.account("case-reviewer", Role.REVIEWER, authorities=(proposed["authority_code"],)))


def test_a_case_is_carried_through_by_two_people(
    world: Any, proposed: dict[str, Any], officer: str, reviewer: str
) -> None:
    opening = {"finding_id": proposed["finding_id"], "request_id": "open-0001"}
    for role in (Role.INVESTIGATOR, Role.LEADER, Role.DEPARTMENT):
        assert world.ask(role, "POST", "/cases", json=opening).status_code == 403
    other = world.ask(Role.OFFICER, "POST", "/cases", json=opening)
    assert (other.status_code, other.headers["content-type"]) == (403, "application/problem+json")
    made = world.by(officer, "POST", "/cases", json=opening)
    assert made.status_code == 201, made.text
    case_id = made.json()["case"]["case_id"]
    assert world.by(officer, "POST", "/cases", json=opening).json()["case"]["case_id"] == case_id
    assert world.ask(Role.OFFICER, "GET", f"/cases/{case_id}").status_code == 404
    assert world.ask(Role.INVESTIGATOR, "GET", f"/cases/{case_id}").status_code == 200

    def step(token: str, name: str, seen: int, **given: Any) -> Any:
        body = {"step": name, "request_id": f"step-{name}-{seen}", "seen": seen, **given}
        return world.by(token, "POST", f"/cases/{case_id}/steps", json=body)

    assert step(officer, "notify", 0, doc_no="宛告〔2026〕1号", doc_on=DAY).status_code == 200
    stale = step(officer, "hear", 0, doc_no="宛听〔2026〕1号", doc_on=TODAY, heard="WAIVED")
    assert (stale.status_code, stale.json()["title"]) == (409, "与他人的办理冲突")
    heard = step(officer, "hear", 1, doc_no="宛听〔2026〕1号", doc_on=TODAY, heard="WAIVED").json()
    assert [(one["step"], one["allowed"]) for one in heard["next_steps"]] == [
        ("confirm", False), ("dismiss", False)
    ]  # fmt: skip
    refused = step(officer, "confirm", 2, doc_no="宛认〔2026〕1号", doc_on=TODAY)
    assert refused.status_code == 403
    decided = step(reviewer, "confirm", 2, doc_no="宛认〔2026〕1号", doc_on=TODAY).json()
    assert (decided["finding_state"], decided["case"]["state_zh"]) == ("CONFIRMED", "认定")
    assert decided["entries"][0]["doc_no"] == "宛认〔2026〕1号"
    measure = decided["measures"][0]["code"]
    body = {"doc_no": "宛执〔2026〕1号", "doc_on": TODAY, "measures": [{"measure": measure}]}
    enforced = step(officer, "enforce", 3, **body).json()
    sanction = enforced["sanctions"][0]["sanction_id"]
    receipt = {"received_on": TODAY, "feedback": "已执行"}
    for _ in range(2):
        noted = world.by(officer, "PUT", f"/sanctions/{sanction}/receipt", json=receipt)
        assert noted.status_code == 200, noted.text
    reported = step(officer, "report", 4, doc_no="宛反〔2026〕1号", doc_on=TODAY)
    assert reported.status_code == 200, reported.text
    told_all(world, officer, reported.json())
    archived = step(officer, "archive", 5).json()
    assert archived["case"]["state_zh"] == "归档"
    assert [one["step_zh"] for one in archived["steps"]][:2] == ["立案", "告知当事人"]
    check = world.by(officer, "GET", f"/checks/{proposed['person_id']}", params={"purpose": "FUNDS"})
    assert check.json()["decision"] in ("RESTRICT", "CAUTION")


def told_all(world: Any, officer: str, page: dict[str, Any]) -> None:
    """Issue every notice that the case asks for, and settle its tasks."""
    path = f"/cases/{page['case']['case_id']}/notices"
    for place, duty in enumerate(page["duties"]):
        body = {"kind": duty["kind"], "request_id": f"notice-{place:04}", "doc_no": f"宛通〔2026〕{place}号"}
        named = duty["recipient"] or "查明的主管单位"
        told = world.by(officer, "POST", path, json={**body, "doc_on": TODAY, "recipient": named})
        assert told.status_code == 200, told.text
    for task in world.by(officer, "GET", "/case-tasks").json()["rows"]:
        settled = f"/case-tasks/{task['task_id']}/settlement"
        assert world.by(officer, "PUT", settled, json={"answer": "已查明"}).status_code == 200


def test_the_queue_shows_each_his_own(world: Any, officer: str) -> None:
    own = world.by(officer, "GET", "/cases", params={"standing": "ALL"}).json()["rows"]
    assert own
    assert world.ask(Role.OFFICER, "GET", "/cases", params={"standing": "ALL"}).json()["rows"] == []
    everything = world.ask(Role.INVESTIGATOR, "GET", "/cases", params={"standing": "ALL"}).json()["rows"]
    assert {one["case_id"] for one in own} <= {one["case_id"] for one in everything}
    assert world.ask(Role.LEADER, "GET", "/cases").status_code == 403


def test_notices_are_listed_to_their_own_authority(world: Any, officer: str) -> None:
    """Their states and corrections are tried where there are some: tests/integration/cases."""
    asked = {"standing": "ALL", "limit": 200}
    told: set[str] = set()
    for one in world.by(officer, "GET", "/cases", params=asked).json()["rows"]:
        page = world.by(officer, "GET", f"/cases/{one['case_id']}").json()
        told |= {notice["notice_id"] for notice in page["notices"]}
    own = world.by(officer, "GET", "/notices", params=asked)
    assert own.status_code == 200, own.text
    assert {one["notice_id"] for one in own.json()["rows"] if one["case_id"]} == told
    every = world.ask(Role.INVESTIGATOR, "GET", "/notices", params=asked).json()["rows"]
    assert told <= {one["notice_id"] for one in every}
    assert world.ask(Role.OFFICER, "GET", "/notices").json()["rows"] == []
    for role in (Role.PUBLIC, Role.DEPARTMENT, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR):
        assert world.ask(role, "GET", "/notices").status_code in (401, 403)


def test_a_persons_entries_are_for_duty_and_never_for_the_public(
    world: Any, proposed: dict[str, Any], officer: str
) -> None:
    path = f"/persons/{proposed['person_id']}/credit-entries"
    rows = world.by(officer, "GET", path).json()["rows"]
    assert [one["publication_state_zh"] for one in rows if one["finding_id"] == proposed["finding_id"]] == [
        "授权查询"
    ]  # fmt: skip
    for role in (Role.PUBLIC, Role.DEPARTMENT, Role.LEADER):
        assert world.ask(role, "GET", path).status_code in (401, 403)


def test_the_roster_keeps_those_of_then_and_those_of_now_apart(world: Any, proposed: dict[str, Any]) -> None:
    shown = world.ask(Role.INVESTIGATOR, "GET", f"/findings/{proposed['finding_id']}").json()
    code = shown["entity"]
    found = world.ask(Role.INVESTIGATOR, "GET", f"/rosters/{code}").json()
    then = {one["person"] for one in found["rows"] if one["when"] == "AT_VIOLATION"}
    assert proposed["person_id"] in then
    assert all(one["source"].get("line") for one in found["rows"] if one["confidence"] == "REGISTER")
    before = world.ask(Role.INVESTIGATOR, "GET", f"/rosters/{code}", params={"as_of": "2000-01-01"}).json()
    assert before["rows"] == []
    assert world.ask(Role.LEADER, "GET", f"/rosters/{code}").status_code == 403
