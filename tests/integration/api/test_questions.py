"""Saved questions over HTTP: private ones stay private, nobody changes another's, shared ones are found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from api.auth.principal import Role

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
