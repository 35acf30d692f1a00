"""Scopes, masking, audit, hostile input and versions: what goes out is only what may go out."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.auth.principal import Role
from graph.audit import SegmentWriter, segment_file, verify
from graph.store import WriteTransaction

STAFF = (Role.OFFICER, Role.REVIEWER, Role.INVESTIGATOR)


@pytest.fixture(scope="module")
def every(world: Any) -> list[dict[str, Any]]:
    """Every finding, as an investigator sees it."""
    return pages(world, world.tokens[Role.INVESTIGATOR], "/findings")


def pages(world: Any, token: str, path: str, limit: int = 200, **params: Any) -> list[dict[str, Any]]:
    """All rows of a list."""
    rows: list[dict[str, Any]] = []
    cursor = ""
    while True:
        asked = {**params, "limit": limit, "cursor": cursor}
        answer = world.by(token, "GET", path, params=asked)
        assert answer.status_code == 200, answer.text
        rows += answer.json()["rows"]
        cursor = answer.json()["cursor"]
        if cursor is None:
            return rows


# -- scopes


@pytest.fixture(scope="module")
def districts(world: Any, every: list[dict[str, Any]]) -> dict[str, str]:
    """The region of each entity of which there is a finding."""
    found = {}
    for code in sorted({one["entity"] for one in every} - {""})[:60]:
        text = world.ask(Role.INVESTIGATOR, "POST", "/search", json={"text": code})
        found[code] = text.json()["entities"][0]["region_code"]
    assert len(set(found.values())) > 1
    return found


def a_county(districts: dict[str, str]) -> str:
    """The code of one district; the code of the whole city, which some entities have, covers them all."""
    return min(one for one in districts.values() if one and not one.endswith("00"))


def test_a_key_of_one_district_reads_that_district_only(world: Any, districts: dict[str, str]) -> None:
    here = a_county(districts)
    key = world.key(districts=(here,))
    near = next(code for code, region in districts.items() if region == here)
    far = next(code for code, region in districts.items() if region != here)
    for path in ("/entities", "/checks"):
        assert world.by(key, "GET", f"{path}/{near}").status_code == 200
        assert world.by(key, "GET", f"{path}/{far}").status_code == 403
    assert world.by(key, "POST", "/checks", json={"code": far}).status_code == 403
    by_code = world.by(key, "POST", "/search", json={"text": far}).json()
    assert by_code["entities"] == []
    hits = world.by(key, "POST", "/search", json={"text": "有限公司", "limit": 100}).json()["entities"]
    assert {one["region_code"] for one in hits} <= {here}
    rows = world.by(key, "POST", "/screenings", json={"inputs": [far, near]}).json()["rows"]
    assert (rows[0]["name"], rows[0]["findings"], rows[0]["decision"]) == ("", 0, "")
    assert rows[1]["subject"] == near


def test_lists_paths_and_explanations_stay_within_the_district(
    world: Any, districts: dict[str, str], every: list[dict[str, Any]]
) -> None:
    here = a_county(districts)
    token = world.account("near", Role.INVESTIGATOR, districts=(here,))
    rows = pages(world, token, "/findings", limit=9)
    assert rows
    assert {districts[one["entity"]] for one in rows if one["entity"] in districts} == {here}
    listed = pages(world, token, "/listings", limit=9)
    assert len(listed) < len(pages(world, world.tokens[Role.INVESTIGATOR], "/listings"))
    far = next(one for one in every if districts.get(one["entity"], here) != here)
    near = next(one for one in every if districts.get(one["entity"]) == here)
    assert world.by(token, "GET", f"/findings/{far['finding_id']}").status_code == 404
    assert world.by(token, "GET", f"/findings/{near['finding_id']}").status_code == 200
    for path in ("/network", "/entities"):
        assert world.by(token, "GET", f"{path}/{far['entity']}").status_code == 403
    assert world.by(token, "GET", f"/entities/{far['entity']}/control").status_code == 403
    asked = {"from": near["entity"], "to": far["entity"]}
    assert world.by(token, "POST", "/paths", json=asked).status_code == 403
    for path in ("/warnings/trend", "/warnings/events"):
        for scope, code, status in (
            ("ENTITY", near["entity"], 200),
            ("ENTITY", far["entity"], 403),
            ("GROUP", far["entity"], 403),
            ("DISTRICT", districts[far["entity"]], 403),
        ):
            wanted = {"signal": "LISTINGS", "scope": scope, "scope_id": code}
            assert world.by(token, "GET", path, params=wanted).status_code == status, wanted


@pytest.fixture(scope="module")
def persons_of(world: Any, districts: dict[str, str], every: list[dict[str, Any]]) -> tuple[str, str, str]:
    """A district, a person who belongs there, and one of whom everything is elsewhere."""
    here = a_county(districts)
    regions = dict(districts)

    def region(code: str) -> str:
        if code not in regions:
            hits = world.ask(Role.INVESTIGATOR, "POST", "/search", json={"text": code}).json()["entities"]
            regions[code] = hits[0]["region_code"] if hits else ""
        return regions[code]

    near, far = "", ""
    for one in every:
        if not one["entity"] or (near and far):
            continue
        ties = world.ask(Role.INVESTIGATOR, "GET", f"/persons/{one['person']}").json()["ties"]
        own = [row["entity"] for row in every if row["person"] == one["person"] and row["entity"]]
        found = {region(code) for code in (*own, *(tie["other"] for tie in ties))}
        # A sole office or holding elsewhere leaves nothing here.
        if here in found:
            near = near or one["person"]
        elif one["state"] == "CONFIRMED":
            far = far or one["person"]
    assert near and far
    return here, near, far


def test_a_person_belongs_where_his_entities_and_findings_are(
    world: Any, persons_of: tuple[str, str, str]
) -> None:
    """ADR 0022: whoever sees some districts looks up the persons who belong to them, and nobody else."""
    here, near, far = persons_of
    token = world.account("near-persons", Role.INVESTIGATOR, districts=(here,))
    wide = world.tokens[Role.INVESTIGATOR]
    kinds = ("/persons/{}", "/persons/{}/paths", "/persons/{}/credit-entries", "/network/{}", "/exits/{}")
    for path in kinds:
        assert world.by(token, "GET", path.format(near)).status_code == 200, path
        assert world.by(token, "GET", path.format(far)).status_code == 403, path
        assert world.by(wide, "GET", path.format(far)).status_code == 200, path
    reason = {"json": {"reason": "核对身份证件"}}
    assert world.by(token, "POST", f"/persons/{near}/number", **reason).status_code in (200, 404)
    assert world.by(token, "POST", f"/persons/{far}/number", **reason).status_code == 403
    assert world.by(token, "POST", "/paths", json={"from": near, "to": far}).status_code == 403
    for person, shown in ((near, True), (far, False)):
        name = world.by(wide, "GET", f"/persons/{person}").json()["subject"]["name"]
        hits = world.by(token, "POST", "/search", json={"text": name, "limit": 100}).json()["persons"]
        assert (person in [one["person_id"] for one in hits]) is shown


def test_a_person_is_checked_from_every_district(world: Any, persons_of: tuple[str, str, str]) -> None:
    """ADR 0022: a check that knew of one district only would let through who is barred in another."""
    here, _, far = persons_of
    for token in (
        world.key(districts=(here,)),
        world.account("near-checks", Role.OFFICER, districts=(here,)),
    ):
        answer = world.by(token, "GET", f"/checks/{far}", params={"purpose": "HIRE"})
        assert answer.status_code == 200, answer.text
        assert [one["finding_id"] for one in answer.json()["liabilities"]]
        rows = world.by(token, "POST", "/screenings", json={"inputs": [far], "purpose": "HIRE"}).json()[
            "rows"
        ]
        assert [row["status"] for row in rows] == ["HIT"]


def test_a_key_for_one_purpose_asks_for_no_other(world: Any, districts: dict[str, str]) -> None:
    code, key = next(iter(districts)), world.key(purposes=("TENDER",))
    path = f"/checks/{code}"
    assert world.by(key, "GET", path, params={"purpose": "TENDER"}).status_code == 200
    for purpose in ({"purpose": "LICENCE"}, {}):
        assert world.by(key, "GET", path, params=purpose).status_code == 403
        assert world.by(key, "POST", "/checks", json={"code": code, **purpose}).status_code == 403
        assert world.by(key, "POST", "/screenings", json={"inputs": [code], **purpose}).status_code == 403


# -- what may be seen of a finding


def test_a_departments_answers_never_tell_of_leads(world: Any, every: list[dict[str, Any]]) -> None:
    for token in (world.tokens[Role.DEPARTMENT], world.key(authority="113")):
        seen = pages(world, token, "/findings")
        assert {one["state"] for one in seen} <= {"CONFIRMED", "SUSPENDED"}
        known = {one["finding_id"] for one in seen}
        leads_only = {one["entity"] for one in every} - {one["entity"] for one in seen} - {""}
        assert leads_only
        rows = world.by(token, "POST", "/screenings", json={"inputs": sorted(leads_only)}).json()["rows"]
        assert {one["findings"] for one in rows} == {0}
        for code in sorted({one["entity"] for one in every} - {""})[:40]:
            answer = world.by(token, "GET", f"/checks/{code}").json()
            assert {one["finding_id"] for one in answer["liabilities"]} <= known


def test_an_officers_own_leads_are_hits_of_his_screening(world: Any) -> None:
    token = world.tokens[Role.OFFICER]
    own = pages(world, token, "/findings", state=["LEAD", "PROPOSED"])
    every = pages(world, token, "/findings")
    assert {one["finding_id"] for one in own} <= {one["finding_id"] for one in every}
    codes = sorted({one["entity"] for one in own} - {""})[:5]
    if codes:
        rows = world.by(token, "POST", "/screenings", json={"inputs": codes}).json()["rows"]
        assert {one["status"] for one in rows} == {"HIT"}


def test_a_leader_and_the_public_read_no_whole_name(world: Any, every: list[dict[str, Any]]) -> None:
    person_names = {one["person_name"] for one in every}
    for one in every[:25]:
        shown = world.ask(Role.LEADER, "GET", f"/findings/{one['finding_id']}")
        if shown.status_code == 200:
            assert one["person_name"] not in shown.text
            assert not re.search(r"[0-9]{6}\*{4,}", shown.text), "not even the masked number"
        for role in (Role.LEADER, Role.PUBLIC):
            page = world.ask(role, "GET", f"/entities/{one['entity']}") if one["entity"] else None
            if page is not None and page.status_code == 200:
                told = json.dumps(page.json()["records"], ensure_ascii=False)
                named = re.findall(r'"(?:法定代表人|姓名)": "([^"]*)"', told)
                assert not person_names & set(named)
                assert all(name.endswith("*") for name in named)
                assert page.json()["ties"] == []


# -- audit


@pytest.fixture
def full_disk(world: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The audit trail's disk takes nothing more."""
    before = world.app.state.service.audit

    def fail(*_: Any) -> int:
        raise OSError(28, os.strerror(28))

    writer = SegmentWriter(tmp_path / "audit", "full", patience=5.0)
    monkeypatch.setattr(segment_file, "_sync", fail)
    world.app.state.service.audit = writer
    yield
    world.app.state.service.audit = before
    monkeypatch.undo()
    writer.close()


@pytest.mark.usefixtures("full_disk")
def test_what_cannot_be_audited_is_not_answered(world: Any, every: list[dict[str, Any]]) -> None:
    one = next(row for row in every if row["entity"])
    name = one["person_name"]
    for method, path, body in (
        ("GET", f"/persons/{one['person']}", None),
        ("GET", f"/checks/{one['entity']}", None),
        ("GET", f"/findings/{one['finding_id']}", None),
        ("GET", f"/network/{one['entity']}", None),
        ("GET", "/findings", None),
        ("POST", f"/persons/{one['person']}/number", {"reason": "核对身份"}),
        ("POST", "/search", {"text": name}),
    ):
        answer = world.ask(Role.INVESTIGATOR, method, path, json=body)
        assert answer.status_code in (404, 503), (path, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
        assert name not in answer.text


def test_each_reading_leaves_one_entry(world: Any, every: list[dict[str, Any]]) -> None:
    one = next(row for row in every if row["entity"] and row["state"] == "CONFIRMED")
    person = one["person"]

    def entries() -> list[dict[str, Any]]:
        return pages(world, world.tokens[Role.AUDITOR], "/audit/reads", subject=person)

    before = len(entries())
    for method, path, more in (
        ("GET", f"/persons/{person}", {}),
        ("GET", f"/checks/{person}", {"params": {"purpose": "HIRE"}}),
        ("POST", "/checks", {"json": {"code": one["entity"], "purpose": "TENDER"}}),
        ("GET", f"/findings/{one['finding_id']}", {}),
    ):
        assert world.ask(Role.REVIEWER, method, path, **more).status_code == 200
    found = entries()[: -before or None]
    assert [row["action"] for row in found if row["action"] != "READ_AUDIT"] == [
        "EXPLAIN",
        "CHECK",
        "CHECK",
        "SEE_PERSON",
    ]
    assert [row["purpose"] for row in found if row["action"] == "CHECK"] == ["TENDER", "HIRE"]
    # What names no business bears the purpose for which its reader works: his role's, or the one he gives.
    assert {row["purpose"] for row in found if row["action"] in ("EXPLAIN", "SEE_PERSON")} == {"REVIEW"}
    given = {"headers": {"X-Purpose": "OBJECTION"}}
    assert world.ask(Role.REVIEWER, "GET", f"/persons/{person}", **given).status_code == 200
    assert next(row for row in entries() if row["action"] == "SEE_PERSON")["purpose"] == "OBJECTION"
    given = {"headers": {"X-Purpose": "CURIOSITY"}}
    assert world.ask(Role.REVIEWER, "GET", f"/persons/{person}", **given).status_code == 422
    assert verify(world.home / "audit", world.store).faults == []


# -- versions and pages


def test_an_answer_at_a_commit_stays_when_facts_are_added(world: Any, every: list[dict[str, Any]]) -> None:
    code = next(row["entity"] for row in every if row["entity"])
    seq = f"seq:{world.store.head_seq()}"
    asked = [
        f"/entities/{code}",
        f"/entities/{code}/control",
        f"/ownership/{code}",
        f"/checks/{code}",
        f"/network/{code}",
        f"/network/{code}/surroundings",
        f"/findings/{every[0]['finding_id']}",
        f"/persons/{every[0]['person']}",
        f"/exits/{code}",
        "/findings",
        "/listings",
        "/entities",
        "/withdrawals",
        "/groups",
    ]
    before = [world.ask(Role.INVESTIGATOR, "GET", path, params={"known_at": seq}) for path in asked]

    def add(tx: WriteTransaction) -> None:
        tx.run("write/meta/put_value", name="touched", value="1")

    world.store.write(add, by="test", why="another commit")
    for path, first in zip(asked, before, strict=True):
        again = world.ask(Role.INVESTIGATOR, "GET", path, params={"known_at": seq})
        assert again.json() == first.json()
        assert again.headers["etag"] == first.headers["etag"], path
        for mark in (first.headers["etag"], f'"x", W/{first.headers["etag"]}'):
            given = world.ask(
                Role.INVESTIGATOR, "GET", path, params={"known_at": seq}, headers={"If-None-Match": mark}
            )
            assert (given.status_code, given.content) == (304, b""), path
    beyond = world.ask(Role.INVESTIGATOR, "GET", asked[0], params={"known_at": "seq:999999999"})
    assert beyond.status_code == 404


def test_pages_of_listings_give_each_of_them_once(world: Any) -> None:
    token = world.tokens[Role.LEADER]
    small, large = (pages(world, token, "/listings", limit=size) for size in (7, 200))
    assert small == large
    assert len(small) == world.ask(Role.LEADER, "GET", "/statistics").json()["live_listings"]


# -- hostile input

HOSTILE = [
    '"',
    "*:* OR name:*",
    "AND OR NOT ((((",
    "\\",
    "a~0.5 b^9 [a TO z] /x.*/",
    "张" * 10_000,
    "a\x00b",
    "\x00",
    "\u202e\u200f三张",
    "' OR 1=1; DROP TABLE x --",
    "p0}) DETACH DELETE n //",
    "\ud7ff\ufdd0\uffff",
    "🧨" * 30,
    "   ",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_answered_or_refused_in_words(world: Any, text: str) -> None:
    token = world.tokens[Role.INVESTIGATOR]
    asked = [
        ("POST", "/search", {"json": {"text": text}}),
        ("POST", "/checks", {"json": {"code": text}}),
        ("POST", "/checks", {"json": {"id_no": text, "id_type": "02"}}),
        ("POST", "/checks", {"json": {"code": "91411300MA00000077", "purpose": text, "measure": text}}),
        ("POST", "/screenings", {"json": {"inputs": [text, text]}}),
        ("POST", "/paths", {"json": {"from": text, "to": text}}),
        ("POST", "/paths/among", {"json": {"parties": [text, text], "exclude": [text]}}),
        ("GET", "/network/91411300MA00000077/surroundings", {"params": {"after": text[:40]}}),
        ("POST", "/sessions", {"json": {"login": text, "password": text}}),
        ("GET", "/findings", {"params": {"cursor": text[:900], "state": text[:900]}}),
        ("GET", "/listings", {"params": {"cursor": text[:900]}}),
        ("GET", "/listings", {"params": {"list_type": text[:900]}}),
        ("GET", "/statistics", {"params": {"known_at": text[:900]}}),
        ("GET", "/statistics", {"params": {"as_of": text[:900]}}),
        ("GET", "/network/91411300MA00000077", {"params": {"types": text[:900], "after": text[:900]}}),
    ]
    auditor = ("/audit/reads", "/audit/changes")
    for method, path, more in asked:
        answer = world.by(token, method, path, **more)
        assert answer.status_code < 500, (path, answer.text)
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json", path
    for path in auditor:
        for name in ("actor", "subject", "action", "day", "cursor"):
            answer = world.ask(Role.AUDITOR, "GET", path, params={name: text[:80]})
            assert answer.status_code < 500, (path, name, answer.text)


@pytest.mark.parametrize(
    "raw", ["%00", "%ED%A0%80", "%FF%FE", "..%2F..%2Fetc", "%E2%80%AE", "a" * 5000, "%22%27"]
)
def test_hostile_addresses_are_problem_documents(world: Any, raw: str) -> None:
    for path in ("/entities/", "/persons/", "/checks/", "/findings/", "/network/", "/audit/"):
        answer = world.ask(Role.INVESTIGATOR, "GET", f"{path}{raw}")
        assert 400 <= answer.status_code < 500, (path, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"


def test_days_and_commits_beyond_all_bounds_are_refused(world: Any) -> None:
    for name, value in (
        ("known_at", "seq:" + "9" * 30),
        ("known_at", "9999-12-31"),
        ("known_at", "0001-01-01"),
        ("as_of", "9999-12-31"),
        ("as_of", "0001-01-01"),
        ("as_of", "2026-02-30"),
        ("as_of", "２０２６-01-01"),
        ("limit", "99999999999999999999"),
    ):
        for path in ("/statistics", "/findings", "/listings", "/checks/91411300MA00000077"):
            answer = world.ask(Role.INVESTIGATOR, "GET", path, params={name: value})
            assert answer.status_code < 500, (path, name, value, answer.text)


def test_a_body_without_declared_length_has_an_end_too(world: Any) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(80):
            yield b"x" * 65_536

    answer = world.ask(Role.INVESTIGATOR, "POST", "/search", content=chunks())
    assert answer.status_code == 413, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_token_that_is_none_is_refused_in_words(world: Any) -> None:
    for token in ("cgk_", "cgk_x_y", "x" * 5000, "ÿ".encode().decode("latin-1")):
        answer = world.http.get(
            "/api/v1/findings", headers={"Authorization": f"Bearer {token}".encode("latin-1")}
        )
        assert answer.status_code == 401, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["www-authenticate"] == "Bearer"
