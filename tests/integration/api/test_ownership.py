"""Ownership over HTTP on the synthetic city: it agrees with its keys and with itself, and is audited."""

from __future__ import annotations

import csv
from collections import Counter
from typing import Any

import pytest

from api.auth.principal import Role


@pytest.fixture(scope="module")
def truth(world: Any) -> list[dict[str, str]]:
    """Control as the city was built, companies as controllers only: these have codes."""
    with (world.city / "answers" / "controls.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def held_by_a_person(truth: list[dict[str, str]]) -> str:
    """A company that a person controls; the first may be one of which a test told another share."""
    return [row["controlled"] for row in truth if row["controller_kind"] == "PERSON"][-1]


def asked(world: Any, path: str, **params: Any) -> dict[str, Any]:
    answer = world.ask(Role.INVESTIGATOR, "GET", path, params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_controllers_are_suspected_persons_with_paths_and_the_policy(
    world: Any, held_by_a_person: str
) -> None:
    found = asked(world, f"/entities/{held_by_a_person}/control")
    assert found["result"] == "CONTROLLED"
    assert all(one["paths"] for one in found["controllers"])
    people = [one for one in found["controllers"] if one["controller_kind"] == "PERSON"]
    assert {one["standing"] for one in people} <= {"SUSPECTED", "CONFIRMED"}
    assert found["bounds"]["policy"]["loops"] == "GEOMETRIC"
    trail = world.ask(Role.AUDITOR, "GET", "/audit/reads", params={"subject": people[0]["id"]}).json()
    assert "SEE_CONTROL" in {row["action"] for row in trail["rows"]}


def test_a_tree_shows_the_holdings_that_control_rests_on(world: Any, truth: list[dict[str, str]]) -> None:
    row = next(one for one in truth if one["controller"] and one["kind"] == "DIRECT")
    tree = asked(world, f"/ownership/{row['controlled']}", up=2, down=1)
    (edge,) = [
        one for one in tree["edges"] if (one["from"], one["to"]) == (row["controller"], row["controlled"])
    ]
    assert edge["equity_pct"] > 50
    levels = {one["id"]: one["level"] for one in tree["nodes"]}
    assert (levels[row["controlled"]], levels[row["controller"]]) == (0, -1)
    upwards = asked(world, f"/ownership/{row['controller']}", up=0, down=1)
    assert row["controlled"] in {one["id"] for one in upwards["nodes"] if one["level"] == 1}


def test_groups_are_the_largest_families_of_the_key(world: Any, truth: list[dict[str, str]]) -> None:
    rows: list[dict[str, Any]] = []
    cursor = ""
    while cursor is not None:
        page = asked(world, "/groups", limit=7, cursor=cursor)
        rows += page["rows"]
        cursor = page["cursor"]
    assert len({one["head"] for one in rows}) == len(rows)
    assert [one["size"] for one in rows] == sorted((one["size"] for one in rows), reverse=True)
    by_person = Counter(row["controller_id_no"] for row in truth if row["controller_kind"] == "PERSON")
    people = sorted((one["size"] for one in rows if one["kind"] == "PERSON"), reverse=True)
    assert people[0] >= max(number for key, number in by_person.items() if key)
    by_kind = {one["kind"]: one["head"] for one in rows}
    assert {"PERSON", "STATE"} <= set(by_kind)
    for kind, head in by_kind.items():
        assert asked(world, f"/groups/{head}")["kind"] == kind
    group = asked(world, f"/groups/{rows[0]['head']}")
    assert len(group["members"]) == group["size"] == rows[0]["size"]
    assert sum(one["entities"] for one in group["districts"]) == group["size"]
    ends = {one["id"] for one in group["members"]} | {group["head"]}
    assert group["edges"]
    assert all({one["from"], one["to"]} <= ends for one in group["edges"])


def test_changes_name_who_gained_and_a_later_first_day_is_refused(
    world: Any, truth: list[dict[str, str]]
) -> None:
    code = next(row["controlled"] for row in truth if row["controller"])
    found = asked(world, f"/ownership/{code}/changes", since="1990-01-01")
    assert {row["change"] for row in found["changes"]} == {"GAINED"}
    assert code in {row["controlled"] for row in found["changes"]}
    answer = world.ask(Role.INVESTIGATOR, "GET", f"/ownership/{code}/changes", params={"since": "2999-01-01"})
    assert answer.status_code == 422


def test_beneficial_owners_are_for_those_with_the_duty(world: Any, held_by_a_person: str) -> None:
    path = f"/entities/{held_by_a_person}/beneficial-owners"
    found = asked(world, path)
    assert found["owners"]
    assert all(one["basis"] for one in found["owners"])
    for role in (Role.REVIEWER, Role.LEADER, Role.DEPARTMENT, Role.PUBLIC):
        assert world.ask(role, "GET", path).status_code in (401, 403)
    trail = world.ask(
        Role.AUDITOR, "GET", "/audit/reads", params={"subject": found["owners"][0]["id"]}
    ).json()
    assert "SEE_BENEFICIAL_OWNERS" in {row["action"] for row in trail["rows"]}


def test_groups_outside_the_districts_are_not_listed(world: Any) -> None:
    every = asked(world, "/groups", limit=200)["rows"]
    district = next(where["region_code"] for where in every[0]["districts"] if where["region_code"])
    token = world.account("owndistrict", Role.INVESTIGATOR, districts=(district,))
    shown = world.by(token, "GET", "/groups", params={"limit": 200}).json()["rows"]
    inside = [
        one["head"] for one in every if district in {where["region_code"] for where in one["districts"]}
    ]
    assert [one["head"] for one in shown] == inside
    assert len(inside) < len(every)


def test_the_risk_of_a_group_is_that_of_its_members_and_of_the_district_only(world: Any) -> None:
    token = world.account("group-risk-1302", Role.INVESTIGATOR, districts=("411302",))
    met = {"listed": 0, "penalties": 0, "hidden": 0}
    for row in asked(world, "/groups", limit=30)["rows"]:
        found = asked(world, f"/groups/{row['head']}/risk")
        members = {one["id"]: one for one in asked(world, f"/groups/{row['head']}")["members"]}
        assert (found["looked_at"], found["hidden"], found["complete"]) == (row["size"], 0, True)
        for name in ("listed", "penalties"):
            told = found[name]
            met[name] += told["number"]
            assert {one["id"] for one in told["rows"]} <= members.keys()
            assert len({one["id"] for one in told["rows"]}) == told["members"]
        assert all(one["decided_on"] >= found["first_day"] for one in found["penalties"]["rows"])
        own = world.by(token, "GET", f"/groups/{row['head']}/risk")
        if own.status_code == 403:
            continue
        limited = own.json()
        met["hidden"] += limited["hidden"]
        here = {code for code, one in members.items() if one["region_code"] == "411302"}
        assert limited["looked_at"] == len(here) and limited["hidden"] == row["size"] - len(here)
        for name in ("listed", "penalties"):
            assert {one["id"] for one in limited[name]["rows"]} <= here
    assert met["listed"] and met["hidden"], met
    officer = world.ask(Role.OFFICER, "GET", f"/groups/{row['head']}/risk").json()
    assert officer["hints"] is None and found["hints"] is not None
