"""Which clues somebody sees who is limited to districts."""

from __future__ import annotations

from typing import Any

import pytest

from api.auth.principal import Role
from graph.registers.clues import raise_clues
from graph.risk.warning import Figure, Scope, Signal

SEEN = Role.INVESTIGATOR
DAY = "2026-11-20"
NEAR, FAR = "411302", "411303"


def ok(answer: Any) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def limited(world: Any) -> tuple[str, str]:
    """Two colleagues of one district."""
    one, two = (world.account(f"clue-sight-{name}", SEEN, districts=(NEAR,)) for name in ("one", "two"))
    return one, two


def opened(world: Any, token: str, clue_id: str) -> int:
    """The status of the clue's page; where it opens, the list has the clue, and where not, not."""
    listed = {one["clue_id"] for one in ok(world.by(token, "GET", "/clues", params={"limit": 200}))["rows"]}
    answer = world.by(token, "GET", f"/clues/{clue_id}")
    assert (clue_id in listed) == (answer.status_code == 200)
    return int(answer.status_code)


@pytest.mark.parametrize(
    ("scope", "scope_id"), [("CITY", ""), ("INDUSTRY", "E"), ("LIST", "L03"), ("DISTRICT", NEAR)]
)
def test_what_is_raised_on_the_city_an_industry_or_a_list_is_everybodys(
    world: Any, limited: tuple[str, str], scope: str, scope_id: str
) -> None:
    asked = {"title": "线索", "words": "待核", "scope": scope, "scope_id": scope_id}
    clue = ok(world.by(limited[0], "POST", "/clues", json=asked))
    assert [opened(world, token, clue["clue_id"]) for token in limited] == [200, 200]
    noted = world.by(limited[1], "POST", f"/clues/{clue['clue_id']}/notes", json={"words": "已阅"})
    assert noted.status_code == 204, noted.text


def test_figures_of_industries_lists_and_own_districts_are_seen_as_clues(
    world: Any, limited: tuple[str, str]
) -> None:
    wanted = {
        (Scope.INDUSTRY, "E"): 200, (Scope.LIST, "L03"): 200, (Scope.DISTRICT, NEAR): 200,
        (Scope.DISTRICT, FAR): 403,
    }  # fmt: skip
    figures = tuple(
        Figure(
            Signal.LISTINGS, scope, scope_id, DAY, on_day=1, value=50, late=0, baseline=0.0, level="ALERT",
            region=scope_id if scope is Scope.DISTRICT else "",
        )
        for scope, scope_id in wanted
    )  # fmt: skip
    world.store.write(lambda tx: raise_clues(tx, figures, run_id="w1"), by="tests", why="clues")
    found = ok(world.ask(SEEN, "GET", "/clues", params={"limit": 200}))["rows"]
    ids = {(one["scope"], one["scope_id"]): one["clue_id"] for one in found if one["signal"] == "LISTINGS"}
    for (scope, scope_id), status in wanted.items():
        assert opened(world, limited[0], ids[scope.value, scope_id]) == status, (scope, scope_id)


def test_what_somebody_raised_he_sees_though_his_districts_have_changed(world: Any) -> None:
    token = world.account("clue-sight-moved", SEEN, districts=(NEAR,))
    asked = {"title": "线索", "words": "待核", "scope": "DISTRICT", "scope_id": NEAR}
    clue = ok(world.by(token, "POST", "/clues", json=asked))
    me = ok(world.by(token, "GET", "/me"))
    account = next(
        one
        for one in ok(world.ask(Role.ADMINISTRATOR, "GET", "/accounts"))["rows"]
        if one["login"] == "clue-sight-moved"
    )
    scope = {"role": me["role"], "authorities": [], "districts": [FAR]}
    path = f"/accounts/{account['account_id']}/scope"
    assert world.ask(Role.ADMINISTRATOR, "PUT", path, json=scope).status_code == 204
    assert opened(world, token, clue["clue_id"]) == 200
