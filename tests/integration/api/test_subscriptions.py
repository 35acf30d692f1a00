"""Subscriptions over HTTP: of one entity or group for those who may see it, and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from api.auth.principal import Role

SEEN = Role.INVESTIGATOR
ABSENT = "91411322NY00002M4F"


@pytest.fixture(scope="module")
def firm(world: Any) -> tuple[str, str]:
    """Code and name of an entity of the city."""
    found = world.ask(SEEN, "GET", "/findings", params={"state": ["CONFIRMED"], "limit": 50}).json()["rows"]
    return next((one["entity"], one["entity_name"]) for one in found if one["entity"])


@pytest.fixture(scope="module")
def member(world: Any) -> tuple[str, str]:
    """Code and name of a member of a group, by which that is not named."""
    top = world.ask(SEEN, "GET", "/groups").json()["rows"][0]
    rows = world.ask(SEEN, "GET", f"/groups/{top['head']}").json()["members"]
    return next((one["id"], one["name"]) for one in rows if one["id"] not in (top["head"], top["core"]))


@pytest.mark.parametrize("scope", ["ENTITY", "GROUP"])
def test_one_subject_is_subscribed_to_by_those_who_may_see_it(
    world: Any, firm: tuple[str, str], member: tuple[str, str], scope: str
) -> None:
    code, name = firm if scope == "ENTITY" else member
    asked = {"scope": scope, "scope_id": code, "level": "WATCH"}
    made = world.ask(SEEN, "POST", "/warning-subscriptions", json=asked)
    assert made.status_code == 201, made.text
    told = made.json()
    assert (told["scope"], told["scope_id"]) == (scope, code)
    assert told["label"].startswith(name)
    again = world.ask(SEEN, "POST", "/warning-subscriptions", json=asked).json()
    assert again["subscription_id"] == told["subscription_id"]
    rows = world.ask(SEEN, "GET", "/warning-subscriptions").json()["rows"]
    assert told in rows
    ended = world.ask(SEEN, "DELETE", f"/warning-subscriptions/{told['subscription_id']}")
    assert ended.status_code == 204
    leader = world.ask(Role.LEADER, "POST", "/warning-subscriptions", json=asked)
    assert (leader.status_code, leader.json()["where"]) == (403, "scope")
    elsewhere = world.account(f"subscriber-{scope.lower()}", SEEN, districts=("999900",))
    refused = world.by(elsewhere, "POST", "/warning-subscriptions", json=asked)
    assert (refused.status_code, refused.json()["where"]) == (403, "scope_id")
    assert name not in refused.text


def test_trend_and_list_of_a_group_are_found_by_any_member(world: Any, member: tuple[str, str]) -> None:
    asked = {"signal": "LISTINGS", "scope": "GROUP", "scope_id": member[0], "days": 3}
    line = world.ask(SEEN, "GET", "/warnings/trend", params=asked)
    assert line.status_code == 200, line.text
    again = world.ask(SEEN, "GET", "/warnings/trend", params={**asked, "scope_id": line.json()["scope_id"]})
    assert again.json()["days"] == line.json()["days"] and again.json()["label"].endswith("及关联单位")
    listed = [
        world.ask(SEEN, "GET", "/warnings/events", params={**asked, "scope_id": code}).json()["number"]
        for code in (member[0], line.json()["scope_id"])
    ]
    assert listed[0] == listed[1] == line.json()["days"][-1]["value"]


def test_nobody_is_subscribed_to_by_mistake(world: Any, firm: tuple[str, str]) -> None:
    for asked, status in (
        ({"scope": "ENTITY"}, 404),
        ({"scope": "ENTITY", "scope_id": ABSENT}, 404),
        ({"scope": "PERSON", "scope_id": firm[0]}, 422),
        ({"scope": "CITY", "scope_id": firm[0]}, 422),
    ):
        answer = world.ask(SEEN, "POST", "/warning-subscriptions", json=asked)
        assert answer.status_code == status, (asked, answer.text)
