"""Notices and the way out over HTTP: by permission, masked, written down."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader

from api.auth.principal import Role

STAFF = (Role.INVESTIGATOR, Role.REVIEWER)
FORMS = {"html": "text/html; charset=utf-8", "pdf": "application/pdf"}


@pytest.fixture(scope="module")
def confirmed(world: Any) -> dict[str, Any]:
    """One confirmed finding on a company's person."""
    rows = world.ask(
        Role.INVESTIGATOR, "GET", "/findings", params={"state": "CONFIRMED", "limit": 200}
    ).json()
    return dict(next(one for one in rows["rows"] if one["entity"]))


def entries(world: Any, person: str) -> list[str]:
    trail = world.ask(Role.AUDITOR, "GET", "/audit/reads", params={"subject": person}).json()
    return [one["action"] for one in trail["rows"]]


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_notice_goes_out_as_a_file_that_nobody_keeps(
    world: Any, confirmed: dict[str, Any], form: str
) -> None:
    answer = world.ask(Role.INVESTIGATOR, "GET", f"/findings/{confirmed['finding_id']}/notice.{form}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == FORMS[form]
    assert answer.headers["cache-control"] == "no-store"
    assert f"notice-{confirmed['finding_id']}-" in answer.headers["content-disposition"]
    text = answer.text
    if form == "pdf":
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert confirmed["person_name"] in text and "救济途径" in text and "********" in text


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_notice_is_written_down_before_it_leaves(world: Any, confirmed: dict[str, Any], form: str) -> None:
    before = entries(world, confirmed["person"]).count("NOTICE")
    world.ask(Role.REVIEWER, "GET", f"/findings/{confirmed['finding_id']}/notice.{form}")
    assert entries(world, confirmed["person"]).count("NOTICE") == before + 1


def test_who_sees_no_persons_gets_no_notice_and_no_way_out(world: Any, confirmed: dict[str, Any]) -> None:
    for role in (Role.PUBLIC, Role.DEPARTMENT, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR):
        for path in (f"/findings/{confirmed['finding_id']}/notice.pdf", f"/exits/{confirmed['person']}"):
            assert world.ask(role, "GET", path).status_code in (401, 403)


def test_an_officer_gets_no_notice_of_another_authoritys_lead(world: Any) -> None:
    rows = world.ask(Role.INVESTIGATOR, "GET", "/findings", params={"state": "LEAD", "limit": 200}).json()[
        "rows"
    ]
    own = {one["finding_id"] for one in world.ask(Role.OFFICER, "GET", "/findings").json()["rows"]}
    other = next(one["finding_id"] for one in rows if one["finding_id"] not in own)
    assert world.ask(Role.OFFICER, "GET", f"/findings/{other}/notice.html").status_code == 404


def test_the_way_out_is_told_and_written_down(world: Any, confirmed: dict[str, Any]) -> None:
    answer = world.ask(Role.INVESTIGATOR, "GET", f"/exits/{confirmed['person']}")
    assert answer.status_code == 200, answer.text
    document = answer.json()
    assert confirmed["finding_id"] in {one["id"] for one in document["why"]}
    assert document["smallest"]["exact"]
    ended = {one for act in document["acts"] if act["in_smallest"] for one in act["ends"]}
    assert ended | set(document["smallest"]["left"]) == {one["id"] for one in document["why"]}
    assert "EXIT" in entries(world, confirmed["person"])
    entity = world.ask(Role.INVESTIGATOR, "GET", f"/exits/{confirmed['entity']}")
    assert entity.status_code == 200, entity.text
    assert entity.json()["subject"]["kind"] == "ENTITY"


def test_an_officer_is_told_nothing_of_other_authorities_leads(world: Any) -> None:
    rows = world.ask(Role.INVESTIGATOR, "GET", "/findings", params={"state": "LEAD", "limit": 200}).json()[
        "rows"
    ]
    told: dict[Role, int] = dict.fromkeys((Role.INVESTIGATOR, Role.OFFICER), 0)
    for one in rows[:20]:
        for role in told:
            told[role] += len(world.ask(role, "GET", f"/exits/{one['person']}").json()["not_yet"])
    assert told[Role.OFFICER] < told[Role.INVESTIGATOR]
