"""Whether two persons are one, over HTTP: judged by a reviewer, shown on the page of the one that stays."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

import pytest

from api.auth.principal import Role
from graph.derivation import derive
from ingest.synthetic.tables import COLUMNS

TODAY = "2026-11-23"


def numbers(world: Any) -> list[str]:
    """Of supervisors whose rows are plain: nobody answers for anything by that office."""
    with (world.city / "positions.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, COLUMNS["positions"]))
    plain = [one for one in rows if one["role"] == "SUPERVISOR" and len(one["id_no"]) == 18]
    return list(dict.fromkeys(one["id_no"] for one in plain))


@pytest.fixture
def two(world: Any) -> Iterator[tuple[str, str]]:
    """Ids of two persons of one office each; afterwards nobody counts as another."""
    found = []
    for number in numbers(world):
        hits = world.ask(Role.INVESTIGATOR, "POST", "/search", json={"text": number}).json()["persons"]
        if not hits:
            continue
        detail = world.ask(Role.INVESTIGATOR, "GET", f"/persons/{hits[0]['person_id']}").json()
        if len(detail["ties"]) == 1 and not detail["records"]:
            found.append(detail["subject"]["code"])
        if len(found) == 2:
            break
    yield found[0], found[1]
    world.ask(Role.REVIEWER, "POST", f"/persons/{found[0]}/identity/end", json={"reason": "试验结束"})
    derive(world.store, today=TODAY)


def page(world: Any, person: str) -> dict[str, Any]:
    answer = world.ask(Role.INVESTIGATOR, "GET", f"/persons/{person}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_judgement_shows_on_the_page_of_the_one_that_stays_and_is_taken_back(
    world: Any, two: tuple[str, str]
) -> None:
    absorbed, stays = two
    before = page(world, absorbed), page(world, stays)
    assert [one["also"] for one in before] == [[], []]
    unjudged = world.store.head_seq()
    judged = world.ask(
        Role.REVIEWER,
        "POST",
        f"/persons/{absorbed}/identity",
        json={"surviving": stays, "reason": "核对档案，确为同一人", "document": "核查表1号"},
    )
    assert judged.status_code == 200, judged.text
    (row,) = judged.json()["rows"]
    assert (row["absorbed"], row["surviving"], row["stands"]) == (absorbed, stays, True)

    after = page(world, stays)
    assert [one["code"] for one in after["also"]] == [absorbed]
    ties = {(one["other"], one["recorded_as"]) for one in after["ties"]}
    assert ties == {
        (before[0]["ties"][0]["other"], absorbed),
        (before[1]["ties"][0]["other"], stays),
    }
    stood = world.store.head_seq()
    # Whoever asks for the one is answered for the other; both ids stand in the trail.
    assert page(world, absorbed)["subject"]["code"] == stays
    trail = world.ask(Role.AUDITOR, "GET", "/audit/reads", params={"subject": absorbed}).json()["rows"]
    assert "SEE_PERSON" in {one["action"] for one in trail}

    ended = world.ask(Role.REVIEWER, "POST", f"/persons/{absorbed}/identity/end", json={"reason": "照片不符"})
    assert [one["stands"] for one in ended.json()["rows"]] == [False]
    told = {
        seq: world.ask(
            Role.REVIEWER, "GET", f"/persons/{absorbed}/identity", params={"known_at": f"seq:{seq}"}
        ).json()["rows"]
        for seq in (unjudged, stood)
    }
    assert told[unjudged] == []
    assert [(one["stands"], one["ended_by"], one["ended_because"]) for one in told[stood]] == [(True, "", "")]
    again = page(world, absorbed), page(world, stays)
    assert [(one["subject"], one["also"], one["ties"]) for one in again] == [
        (one["subject"], one["also"], one["ties"]) for one in before
    ]


def test_nobody_but_a_reviewer_judges_and_never_without_a_reason(world: Any, two: tuple[str, str]) -> None:
    absorbed, stays = two
    path, body = f"/persons/{absorbed}/identity", {"surviving": stays, "reason": "核对档案"}
    others = (Role.PUBLIC, Role.DEPARTMENT, Role.OFFICER, Role.INVESTIGATOR, Role.LEADER, Role.AUDITOR)
    for role in (*others, Role.ADMINISTRATOR):
        assert world.ask(role, "POST", path, json=body).status_code in (401, 403)
        assert world.ask(role, "GET", path).status_code in (401, 403)
    for wrong in ({**body, "reason": ""}, {**body, "surviving": absorbed}, {"surviving": stays}):
        assert world.ask(Role.REVIEWER, "POST", path, json=wrong).status_code == 422
    judged = world.ask(Role.REVIEWER, "GET", path).json()["rows"]
    assert not any(one["stands"] for one in judged)
