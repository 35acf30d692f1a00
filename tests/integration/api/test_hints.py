"""The list of related-party hints over HTTP: of when it is, page by page, and for whom."""

from __future__ import annotations

from typing import Any

import pytest

from api.auth.principal import Role
from graph.risk.hints import derive_hints, newest_run, parameters

TODAY = "2026-11-23"


@pytest.fixture
def hinted(world: Any) -> Any:
    """The world, its hints derived."""
    derive_hints(world.store, TODAY, by="test")
    return world


def test_the_list_is_ranked_in_pages_and_says_of_when_it_is(hinted: Any) -> None:
    run = newest_run(hinted.store)
    assert run is not None
    rows: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = hinted.ask(Role.INVESTIGATOR, "GET", "/hints", params={"cursor": cursor, "limit": 7}).json()
        assert page["run"]["as_of"] == TODAY and page["run"]["run_id"] == run.run_id
        assert (
            page["run"]["data_version"].startswith(f"{run.seq}")
            or str(run.seq) in page["run"]["data_version"]
        )
        rows += page["rows"]
        cursor = page["cursor"]
        if not cursor:
            break
    assert len(rows) == run.hinted == len({one["id"] for one in rows})
    values = [one["value"] for one in rows]
    assert values == sorted(values, reverse=True)
    one = hinted.ask(Role.INVESTIGATOR, "GET", f"/entities/{rows[0]['id']}/hint").json()
    assert one["value"] == pytest.approx(rows[0]["value"], abs=1e-6)
    assert one["own"] == pytest.approx(rows[0]["own"], abs=1e-6)


def test_who_is_limited_to_a_district_is_not_shown_others(hinted: Any) -> None:
    token = hinted.account("hints-1302", Role.INVESTIGATOR, districts=("411302",))
    own = hinted.by(token, "GET", "/hints", params={"limit": 200}).json()["rows"]
    every = hinted.ask(Role.INVESTIGATOR, "GET", "/hints", params={"limit": 200}).json()["rows"]
    assert 0 < len(own) < len(every) and {one["id"] for one in own} < {one["id"] for one in every}


def test_records_of_a_party_of_another_district_are_not_told_with_its_path(hinted: Any) -> None:
    token = hinted.account("hints-paths-1302", Role.INVESTIGATOR, districts=("411302",))
    hidden, told = 0, 0
    for row in hinted.by(token, "GET", "/hints", params={"limit": 60}).json()["rows"]:
        found = hinted.by(token, "GET", f"/entities/{row['id']}/hint").json()
        assert found["value"] == pytest.approx(row["value"], abs=1e-6)
        for one in found["contributions"]:
            assert bool(one["decisions"]) is not one["parties"][-1]["hidden"]
            hidden += one["parties"][-1]["hidden"]
            told += len(one["decisions"])
    assert hidden and told


def test_a_person_has_paths_page_by_page_and_no_number_anywhere(hinted: Any) -> None:
    rows = hinted.ask(Role.INVESTIGATOR, "GET", "/findings", params={"limit": 200}).json()["rows"]
    for person in dict.fromkeys(one["person"] for one in rows):
        whole = hinted.ask(Role.INVESTIGATOR, "GET", f"/persons/{person}/paths").json()
        if whole["paths"] > 2:
            break
    assert whole["subject"]["kind"] == "PERSON"
    assert (whole["scored"], whole["value"], whole["own"]) == (False, None, None)
    assert {one["amount"] for one in whole["contributions"]} == {None}
    assert [len(one["parties"]) for one in whole["contributions"]] == sorted(
        len(one["parties"]) for one in whole["contributions"]
    )
    asked = {"start": 1, "limit": 1}
    page = hinted.ask(Role.INVESTIGATOR, "GET", f"/persons/{person}/paths", params=asked).json()
    assert page["paths"] == whole["paths"] and page["contributions"] == whole["contributions"][1:2]
    assert hinted.ask(Role.DEPARTMENT, "GET", f"/persons/{person}/paths").status_code == 403


def test_parameters_are_told_by_edition_and_another_is_refused(hinted: Any) -> None:
    found = hinted.ask(Role.REVIEWER, "GET", "/hints/parameters").json()
    assert found["edition"] == parameters().edition in found["editions"]
    assert found["relations"] == parameters().relations
    named = hinted.ask(Role.REVIEWER, "GET", "/hints/parameters", params={"edition": found["edition"]})
    assert named.json() == found
    assert hinted.ask(Role.REVIEWER, "GET", "/hints/parameters", params={"edition": "0"}).status_code == 404


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.OFFICER, Role.LEADER, Role.PUBLIC])
def test_hints_are_for_investigators_and_reviewers(hinted: Any, role: Role) -> None:
    for path in ("/hints", "/hints/parameters"):
        assert hinted.ask(role, "GET", path).status_code in (401, 403)
