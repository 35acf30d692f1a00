"""Notices and the way out over HTTP: by permission, masked, written down."""

from __future__ import annotations

import csv
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
    found = dict(next(one for one in rows["rows"] if one["entity"]))
    told = world.ask(Role.INVESTIGATOR, "GET", f"/checks/{found['person']}").json()["liabilities"]
    (ground,) = {one["ground_id"] for one in told if one["finding_id"] == found["finding_id"]}
    return {**found, "ground_id": ground}


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


def decisions(world: Any, role: Role, code: str, **asked: str) -> list[dict[str, Any]]:
    answer = world.ask(role, "GET", f"/grounds/{code}", params=asked)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["decisions"]
    return rows


def test_each_decision_says_what_it_leads_to_and_names_nobody(world: Any, confirmed: dict[str, Any]) -> None:
    answer = world.ask(Role.INVESTIGATOR, "GET", f"/grounds/{confirmed['entity']}")
    document = answer.json()
    assert document["subject"]["code"] == confirmed["entity"] and document["complete"]
    by_ground = {one["ground_id"]: one for one in document["decisions"]}
    assert by_ground[confirmed["ground_id"]]["answer"] == "FOUND"
    assert "有人" in by_ground[confirmed["ground_id"]]["text"]
    assert confirmed["person_name"] not in answer.text and confirmed["person"] not in answer.text
    # Before the decision nothing was decided; and the same answer need not be sent twice.
    assert confirmed["ground_id"] not in {
        one["ground_id"] for one in decisions(world, Role.REVIEWER, confirmed["entity"], as_of="2001-01-01")
    }
    # What others were told a moment ago is being noted meanwhile: a commit of its own, so one is named.
    asked = {"params": {"known_at": f"seq:{document['data_version'].partition('/')[0]}"}}
    path = f"/grounds/{confirmed['entity']}"
    headers = {"If-None-Match": world.ask(Role.INVESTIGATOR, "GET", path, **asked).headers["etag"]}
    again = world.ask(Role.INVESTIGATOR, "GET", path, headers=headers, **asked)
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("why", "lists", "told"),
    [
        ("NO_RULE_IN_FORCE", ("L03", "L04"), "NO_RULE_IN_FORCE"),
        ("REP_MERELY_UNKNOWN", ("L03",), "NOBODY_SHOWN"),
        ("NONE_RULE", ("L09",), "NO_RULE"),
    ],
)
def test_that_nobody_answers_is_an_answer_with_its_reason(
    world: Any, why: str, lists: tuple[str, ...], told: str
) -> None:
    with (world.city / "answers" / "liabilities.csv").open(encoding="utf-8") as stream:
        keys = list(csv.DictReader(stream))
    expected = {row["ground_id"] for row in keys if row["expected"] == "1"}
    row = next(
        one
        for one in keys
        if (one["why"], one["list_type"] in lists) == (why, True) and one["ground_id"] not in expected
    )
    by_ground = {one["ground_id"]: one for one in decisions(world, Role.INVESTIGATOR, row["uscc"])}
    found = by_ground[row["ground_id"]]
    assert found["answer"] == told and found["text"]
    assert told != "NO_RULE_IN_FORCE" or told in {one["code"] for one in found["why"]}


def test_an_officer_sees_what_comes_of_his_own_authority_s_decisions_alone(world: Any) -> None:
    rows = world.ask(Role.INVESTIGATOR, "GET", "/findings", params={"limit": 200}).json()["rows"]
    authorities: dict[Role, set[str]] = {Role.OFFICER: set(), Role.INVESTIGATOR: set()}
    for code in list(dict.fromkeys(one["entity"] for one in rows if one["entity"]))[:40]:
        for role, found in authorities.items():
            found |= {one["authority_code"] for one in decisions(world, role, code) if one["authority_code"]}
    assert all(one.startswith("113") for one in authorities[Role.OFFICER])
    assert authorities[Role.OFFICER] < authorities[Role.INVESTIGATOR]


def test_decisions_are_closed_to_others_and_told_of_organisations_alone(
    world: Any, confirmed: dict[str, Any]
) -> None:
    path = f"/grounds/{confirmed['entity']}"
    for role in (Role.PUBLIC, Role.DEPARTMENT, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR):
        answer = world.ask(role, "GET", path)
        assert answer.status_code in (401, 403) and confirmed["ground_id"] not in answer.text
    person = world.ask(Role.INVESTIGATOR, "GET", f"/grounds/{confirmed['person']}")
    assert person.status_code == 422 and "自然人" in person.json()["detail"]
    unknown = world.ask(Role.INVESTIGATOR, "GET", "/grounds/91411300MA00000077")
    assert unknown.status_code == 404
