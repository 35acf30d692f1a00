"""Questions and matches over HTTP: private ones stay private, and of other districts nobody is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from api.auth.principal import Role
from graph.risk.patterns.stored import begin_run, carry_out

HERE, THERE = "411302", "411303"
SEEN = Role.INVESTIGATOR
FORM = {"start": {"by": "ALL"}, "limit": 5}


@pytest.fixture(scope="module")
def second(world: Any) -> Callable[..., Any]:
    """Requests of a second investigator."""
    token = world.account("second-investigator", SEEN)
    return lambda method, path, **more: world.by(token, method, path, **more)


def save(world: Any, name: str, *, shared: bool) -> str:
    answer = world.ask(SEEN, "POST", "/questions", json={"name": name, "form": FORM, "shared": shared})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["query_id"])


def names(answer: Any) -> dict[str, bool]:
    assert answer.status_code == 200, answer.text
    return {one["name"]: one["own"] for one in answer.json()["rows"]}


def test_a_private_question_is_there_for_its_owner_only(world: Any, second: Callable[..., Any]) -> None:
    query_id = save(world, "私有的查询", shared=False)
    assert names(world.ask(SEEN, "GET", "/questions"))["私有的查询"] is True
    assert "私有的查询" not in names(second("GET", "/questions"))
    assert names(second("GET", "/questions", params={"text": "私有"})) == {}
    assert second("GET", f"/questions/{query_id}").status_code == 404
    assert "私有的查询" not in second("GET", f"/questions/{query_id}").text


@pytest.mark.parametrize("shared", [False, True])
def test_nobody_changes_or_deletes_the_question_of_another(
    world: Any, second: Callable[..., Any], shared: bool
) -> None:
    name = f"别人的查询{shared}"
    query_id = save(world, name, shared=shared)
    stolen = {"name": "改掉", "form": {"start": {"by": "ALL"}}, "shared": True}
    assert second("PUT", f"/questions/{query_id}", json=stolen).status_code == 404
    assert second("DELETE", f"/questions/{query_id}").status_code == 404
    kept = world.ask(SEEN, "GET", f"/questions/{query_id}").json()
    assert (kept["name"], kept["shared"], kept["form"]) == (name, shared, FORM)
    assert "改掉" not in names(world.ask(SEEN, "GET", "/questions"))


def test_a_shared_question_is_seen_and_run_by_another_until_it_is_taken_back(
    world: Any, second: Callable[..., Any]
) -> None:
    query_id = save(world, "共享的查询", shared=True)
    assert names(second("GET", "/questions", params={"text": "共享的"})) == {"共享的查询": False}
    found = second("GET", f"/questions/{query_id}").json()
    assert (found["own"], found["shared"], found["form"]) == (False, True, FORM)
    assert second("POST", "/questions/run", json={"form": found["form"]}).status_code == 200
    private = {"name": "共享的查询", "form": FORM, "shared": False}
    assert world.ask(SEEN, "PUT", f"/questions/{query_id}", json=private).status_code == 200
    assert "共享的查询" not in names(second("GET", "/questions"))
    assert second("GET", f"/questions/{query_id}").status_code == 404
    assert (
        world.ask(SEEN, "PUT", f"/questions/{query_id}", json={**private, "shared": True}).status_code == 200
    )
    assert "共享的查询" in names(second("GET", "/questions"))
    assert world.ask(SEEN, "DELETE", f"/questions/{query_id}").status_code == 204
    assert "共享的查询" not in names(second("GET", "/questions"))
    assert world.ask(SEEN, "GET", f"/questions/{query_id}").status_code == 404


def test_saved_questions_are_for_investigators(world: Any) -> None:
    query_id = save(world, "给调查人员的", shared=True)
    for role in (Role.OFFICER, Role.LEADER, Role.AUDITOR):
        assert world.ask(role, "GET", "/questions").status_code == 403
        assert world.ask(role, "GET", f"/questions/{query_id}").status_code == 403


def question(by: str, values: list[str], relation: str, **step: str) -> dict[str, Any]:
    """The form of one step from somewhere."""
    return {"start": {"by": by, "values": values}, "steps": [{"relation": relation, **step}], "limit": 500}


def ends_of(answer: Any) -> list[list[dict[str, Any]]]:
    assert answer.status_code == 200, answer.text
    return [row["ends"] for row in answer.json()["rows"]]


@pytest.fixture(scope="module")
def limited(world: Any) -> Callable[..., Any]:
    """Requests of an investigator of one district."""
    token = world.account("questions-1302", SEEN, districts=(HERE,))
    return lambda method, path, **more: world.by(token, method, path, **more)


def test_a_question_does_not_start_from_a_firm_of_another_district(
    world: Any, limited: Callable[..., Any]
) -> None:
    form = question("REGION", [THERE], "LEGAL_REP_OF", direction="IN")
    firm, person = ends_of(world.ask(SEEN, "POST", "/questions/run", json={"form": form}))[0]
    asked = {"form": question("CODES", [firm["id"]], "LEGAL_REP_OF", direction="IN")}
    refused = limited("POST", "/questions/run", json=asked)
    assert (refused.status_code, refused.json()["where"]) == (403, "start.values")
    assert person["id"] not in refused.text and person["name"] not in refused.text
    own = question("REGION", [HERE], "LEGAL_REP_OF", direction="IN")
    code = ends_of(limited("POST", "/questions/run", json={"form": own}))[0][0]["id"]
    asked = {"form": question("CODES", [code], "LEGAL_REP_OF", direction="IN")}
    assert not any(one["hidden"] for one in ends_of(limited("POST", "/questions/run", json=asked))[0])


def test_persons_and_decisions_of_hidden_firms_are_hidden_in_rows(
    world: Any, limited: Callable[..., Any]
) -> None:
    def asked(last: dict[str, Any]) -> list[list[dict[str, Any]]]:
        form = {**question("REGION", [HERE], "HOLDS"), "steps": [{"relation": "HOLDS"}, last]}
        return ends_of(limited("POST", "/questions/run", json={"form": form}))

    rows = asked({"relation": "LEGAL_REP_OF", "direction": "IN"})
    assert rows and not any(row[0]["hidden"] for row in rows), "nothing starts from who is not seen"
    beyond = [row[-1] for row in rows if row[1]["hidden"]]
    unseen = [one for one in beyond if one["hidden"]]
    assert unseen and all((one["id"], one["name"]) == ("", "辖区外人员") for one in unseen)
    for one in {one["id"] for one in beyond if not one["hidden"]}:
        assert limited("GET", f"/persons/{one}").status_code == 200, "who is named belongs to the district"
    decided = [
        row[-1]
        for relation in ("LISTED_BY", "PENALISED_BY", "BOUND_BY")
        for row in asked({"relation": relation, "standing": "ANY"})
        if row[1]["hidden"]
    ]
    assert decided and all(
        (one["hidden"], one["decision"], one["valid_from"]) == (True, None, "") for one in decided
    )


def test_the_number_of_rows_answers_nothing_about_another_district(
    world: Any, limited: Callable[..., Any]
) -> None:
    condition = {"on": "ENTITY", "field": "region_code", "operator": "IS", "value": THERE}
    for start in (
        {"start": {"by": "ALL"}, "conditions": [condition]},
        {"start": {"by": "REGION", "values": [THERE]}},
    ):
        body = {"form": {**start, "limit": 5}}
        assert ends_of(world.ask(SEEN, "POST", "/questions/run", json=body))
        assert ends_of(limited("POST", "/questions/run", json=body)) == []


def test_a_match_names_nobody_of_other_districts_and_no_decision_about_a_hidden_firm(
    world: Any, limited: Callable[..., Any]
) -> None:
    seq = world.store.head_seq()
    name = "rep_changed_before_decision"
    begun = begin_run(world.store, name, "2026-11-23", seq=seq, data_version=str(seq), by="tests")
    run = carry_out(world.store, begun)
    path = f"/patterns/runs/{run['run_id']}/matches"
    every = world.ask(SEEN, "GET", path, params={"limit": 100}).json()["rows"]
    assert every and all(one["facts"]["decision"] for one in every)
    rows = limited("GET", path, params={"limit": 100}).json()["rows"]
    hidden = [one for one in rows if one["members"][0]["hidden"]]
    assert hidden and not any("decision" in one["facts"] or "decided_on" in one["facts"] for one in hidden)
    assert any(one["hidden"] for row in hidden for one in row["members"] if one["kind"] == "PERSON")
    named = {one["id"] for row in rows for one in row["members"] if one["kind"] == "PERSON" and one["id"]}
    assert all(limited("GET", f"/persons/{one}").status_code == 200 for one in named)
