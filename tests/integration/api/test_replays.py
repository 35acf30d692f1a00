"""Answers that were given, asked again from their own data version: the same, or told field by field."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from typing import Any

import pytest

from api.auth.principal import Role
from api.services.desk import open_desk
from api.services.replay import replay
from graph.answers import read_answer
from graph.identity.keys import load_keys


@pytest.fixture(scope="module")
def confirmed(world: Any) -> dict[str, Any]:
    """A confirmed finding on somebody known by number, as an investigator sees it."""
    answer = world.ask(Role.INVESTIGATOR, "GET", "/findings", params={"state": "CONFIRMED", "limit": 200})
    return next(one for one in answer.json()["rows"] if one["entity"])


def answers(world: Any, confirmed: dict[str, Any]) -> list[Any]:
    """One answer of each kind, to a department and to an officer's colleague."""
    code, person = confirmed["entity"], confirmed["person"]
    lines = [code, person, "91411322NY00002M4F", "不是代码"]
    asked = [
        (Role.DEPARTMENT, "GET", f"/checks/{code}", {"params": {"purpose": "TENDER"}}),
        (Role.DEPARTMENT, "POST", "/checks", {"json": {"code": person, "purpose": "HIRE"}}),
        (Role.INVESTIGATOR, "GET", f"/checks/{code}", {"params": {"as_of": "2026-01-01"}}),
        (Role.REVIEWER, "GET", f"/findings/{confirmed['finding_id']}", {}),
        (Role.DEPARTMENT, "POST", "/screenings", {"json": {"inputs": lines}}),
        (Role.DEPARTMENT, "GET", "/findings", {"params": {"limit": 7}}),
        (Role.INVESTIGATOR, "GET", f"/exits/{code}", {}),
        (Role.INVESTIGATOR, "GET", f"/exits/{person}", {"params": {"as_of": "2026-10-01"}}),
    ]
    given = [world.ask(role, method, path, **more) for role, method, path, more in asked]
    assert [one.status_code for one in given] == [200] * len(asked)
    return given


def test_an_answer_has_an_id_and_its_replay_is_the_same_whatever_came_later(
    world: Any, confirmed: dict[str, Any]
) -> None:
    given = answers(world, confirmed)
    ids = [one.headers["X-Answer-Id"] for one in given]
    assert len(set(ids)) == len(ids)
    world.store.write(lambda tx: tx.run("write/meta/put_value", name="t", value="1"), by="t", why="later")
    for one, answer_id in zip(given, ids, strict=True):
        told = world.ask(Role.AUDITOR, "GET", f"/answers/{answer_id}/replay")
        assert told.status_code == 200
        found = told.json()
        assert (found["same"], found["differences"], found["versions"]) == (True, [], [])
        assert found["data_version"] == one.json()["data_version"]
    held = world.ask(
        Role.DEPARTMENT,
        "GET",
        f"/checks/{confirmed['entity']}",
        params={"purpose": "TENDER"},
        headers={"If-None-Match": given[0].headers["etag"]},
    )
    assert held.status_code in (200, 304) and ("X-Answer-Id" in held.headers) == (held.status_code == 200)
    reads = world.ask(Role.AUDITOR, "GET", "/audit/reads", params={"action": "CHECK", "limit": 200})
    assert {ids[0], ids[1], ids[2]} <= {one["answer"] for one in reads.json()["rows"]}
    assert world.ask(Role.OFFICER, "GET", f"/answers/{ids[0]}/replay").status_code == 403
    assert world.ask(Role.AUDITOR, "GET", "/answers/a000000000000g-1/replay").status_code == 404


def test_what_is_kept_names_nobody_and_a_difference_is_told_by_its_field(
    world: Any, confirmed: dict[str, Any]
) -> None:
    given = answers(world, confirmed)
    keys = load_keys(world.home / "keys")
    desk = replace(open_desk(world.store, keys), today="2026-11-23")
    kept = [read_answer(world.home / "answers", one.headers["X-Answer-Id"], keys) for one in given]
    name = confirmed["person_name"]
    assert name in given[0].text and name in given[3].text
    for one in kept:
        assert name not in json.dumps(one.body, ensure_ascii=False) and "***" not in json.dumps(one.body)

    check = kept[0]
    wrong = {**check.body, "decision": "PASS" if check.body["decision"] != "PASS" else "CAUTION"}
    told = replay(desk, replace(check, body=wrong))
    assert not told.same
    assert [(one["place"], one["now"]) for one in told.differences] == [("decision", check.body["decision"])]
    rows = [{**one, "status": "CLEAR"} for one in kept[4].body["rows"]]
    told = replay(desk, replace(kept[4], body={**kept[4].body, "rows": rows}))
    assert {one["place"] for one in told.differences} >= {"rows.1.status", "rows.2.status"}
    assert [one["place"] for one in replay(desk, replace(check, digest="")).differences] == ["姓名或证件号码"]
    seq, rules, _, calendar = check.data_version.split("/")
    told = replay(desk, replace(check, data_version=f"{seq}/{rules}/1999.1+00000000/{calendar}"))
    assert told.versions == {"catalogue": ("1999.1+00000000", desk.catalogue.version)}


def test_a_number_is_replayed_by_whom_it_found(world: Any) -> None:
    text = (world.city / "positions.csv").read_text(encoding="utf-8-sig")
    number = next(one["id_no"] for one in csv.DictReader(text.splitlines()) if len(one["id_no"]) == 18)
    given = world.ask(Role.DEPARTMENT, "POST", "/screenings", json={"inputs": [number, "41130219800101001X"]})
    keys = load_keys(world.home / "keys")
    kept = read_answer(world.home / "answers", given.headers["X-Answer-Id"], keys)
    assert number not in json.dumps([kept.asked, kept.body])
    told = world.ask(Role.AUDITOR, "GET", f"/answers/{kept.answer_id}/replay").json()
    assert (told["same"], told["differences"]) == (True, [])
    checked = world.ask(Role.DEPARTMENT, "POST", "/checks", json={"id_no": number})
    told = world.ask(Role.AUDITOR, "GET", f"/answers/{checked.headers['X-Answer-Id']}/replay").json()
    assert told["same"]


def test_a_cursor_that_names_no_finding_is_refused_and_so_not_kept(world: Any) -> None:
    """What is kept of an answer says where its page began: a number must not stand there."""
    told = world.ask(Role.INVESTIGATOR, "GET", "/findings", params={"cursor": "1sX0000000000000000000"})
    assert told.status_code == 422 and "X-Answer-Id" not in told.headers
