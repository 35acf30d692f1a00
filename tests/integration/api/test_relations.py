"""Networks and paths as the API answers them, held against the search itself and the rights of who asks."""

from __future__ import annotations

from typing import Any

import pytest

from api.auth.principal import Role

SEEN = Role.INVESTIGATOR


def asked(world: Any, path: str, **params: Any) -> dict[str, Any]:
    answer = world.ask(SEEN, "GET", path, params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture(scope="module")
def linked(world: Any) -> tuple[str, str, str]:
    """An entity, a party beside it, and one beside that which the first does not touch."""
    listed = world.ask(
        SEEN, "GET", "/findings", params={"state": ["CONFIRMED", "PROPOSED"], "limit": 200}
    ).json()
    for code in dict.fromkeys(one["entity"] for one in listed["rows"] if one["entity"]):
        near = {one["id"] for one in asked(world, f"/network/{code}")["neighbours"]}
        for first in sorted(near):
            beyond = {one["id"] for one in asked(world, f"/network/{first}")["neighbours"]} - near - {code}
            if beyond:
                return code, first, min(beyond)
    raise AssertionError("no chain of two relations in the city")


def test_surroundings_come_in_pages_of_one_commit(world: Any, linked: tuple[str, str, str]) -> None:
    code, first, second = linked
    whole = asked(world, f"/network/{code}/surroundings", depth=3, page_size=300)
    distance = {one["id"]: one["distance"] for one in whole["parties"]}
    assert (distance[code], distance[first], distance[second]) == (0, 1, 2)
    assert all(one["name"] for one in whole["parties"])
    assert whole["levels"][0]["parties"] == len([one for one in distance.values() if one == 1])
    pages = [asked(world, f"/network/{code}/surroundings", depth=3, page_size=2)]
    while pages[-1]["following"]:
        pages.append(
            asked(world, f"/network/{code}/surroundings", depth=3, page_size=2, after=pages[-1]["following"])
        )
    assert [one["id"] for page in pages for one in page["parties"]] == list(distance)
    relations = [(one["from"], one["type"], one["to"]) for page in pages for one in page["relations"]]
    assert sorted(relations) == sorted((one["from"], one["type"], one["to"]) for one in whole["relations"])
    assert len({page["data_version"] for page in pages}) == 1
    assert {page["cut"] for page in pages[:-1]} == {"PAGE"}
    assert pages[0]["data_version"].split("/")[0] in pages[0]["following"]
    wrong = world.ask(SEEN, "GET", f"/network/{code}/surroundings", params={"after": "x"})
    assert wrong.status_code == 422
    assert wrong.json()["where"] == "cursor"


def test_a_neighbourhood_says_what_it_left_out_and_why(world: Any, linked: tuple[str, str, str]) -> None:
    code = linked[0]
    whole = asked(world, f"/network/{code}")
    assert (whole["complete"], whole["cut"]) == (True, [])
    short = asked(world, f"/network/{code}", page_size=1, hub_degree=1)
    totals: dict[str, int] = {}
    for one in whole["counts"]:
        totals[one["type"]] = totals.get(one["type"], 0) + one["number"]
    told = {one["type"]: (one["reason"], one["number"], one["listed"]) for one in short["cut"]}
    assert told == {name: ("HUB", number, 0) for name, number in totals.items() if number > 1}
    assert told
    assert world.ask(SEEN, "GET", f"/network/{code}", params={"known_at": "seq:1"}).status_code == 404
    holdings = [one for one in whole["neighbours"] if one["type"] == "HOLDS" and one["pct"] is not None]
    least = max((one["pct"] for one in holdings), default=100)
    kept = asked(world, f"/network/{code}", types=["HOLDS"], min_pct=least)["neighbours"]
    assert [one["pct"] for one in kept] == [one["pct"] for one in holdings if one["pct"] >= least]


def test_paths_between_two_among_many_and_from_one(world: Any, linked: tuple[str, str, str]) -> None:
    code, first, second = linked
    two = world.ask(SEEN, "POST", "/paths", json={"from": code, "to": second}).json()
    assert two["complete"]
    assert {one["length"] for one in two["paths"]} == {2}
    hop = two["paths"][0]["hops"][0]
    assert hop["from"] == code
    assert hop["fact_id"]
    assert hop["source"]
    among = world.ask(SEEN, "POST", "/paths/among", json={"parties": [code, first, second]}).json()
    assert [(one["from"], one["to"]) for one in among["pairs"]] == [
        (code, first), (code, second), (first, second),
    ]  # fmt: skip
    assert among["pairs"][1]["paths"] == two["paths"]
    assert among["complete"]
    many = world.ask(SEEN, "POST", "/paths/among", json={"from": second, "parties": [first, code]}).json()
    assert [(one["from"], one["to"]) for one in many["pairs"]] == [(second, first), (second, code)]
    body = {"from": code, "to": second, "mode": "STRONGEST", "max_paths": 2, "max_length": 4}
    strong = world.ask(SEEN, "POST", "/paths", json=body).json()
    strengths = [one["strength"] for one in strong["paths"]]
    assert strengths == sorted(strengths, reverse=True)
    assert strong["bounds"]["strengths"]
    around = world.ask(SEEN, "POST", "/paths", json={"from": code, "to": second, "exclude": [first]}).json()
    assert first not in {hop[end] for one in around["paths"] for hop in one["hops"] for end in ("from", "to")}
    past = world.ask(SEEN, "POST", "/paths", json={"from": code, "to": second, "known_at": "seq:1"})
    assert past.status_code == 404, "the subject was not known then"


@pytest.mark.parametrize(
    "body",
    [
        {"parties": ["91410100MA00000000"]},
        {"parties": ["91410100MA00000000"] * 11},
        {"parties": ["91410100MA00000000"], "mode": "BEST"},
        {"parties": [], "from": "91410100MA00000000"},
    ],
)
def test_questions_that_cannot_be_meant_are_refused(world: Any, body: dict[str, Any]) -> None:
    answer = world.ask(SEEN, "POST", "/paths/among", json=body)
    assert answer.status_code == 422


def test_one_subject_twice_and_an_end_left_out_are_refused(world: Any, linked: tuple[str, str, str]) -> None:
    code, _, second = linked
    twice = world.ask(SEEN, "POST", "/paths/among", json={"parties": [code, second, code]})
    assert twice.status_code == 422
    out = world.ask(SEEN, "POST", "/paths", json={"from": code, "to": second, "exclude": [code]})
    assert (out.status_code, out.json()["where"]) == (422, "exclude")
