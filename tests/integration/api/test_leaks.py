"""No number of the data set in any answer, log, file, address or database of the API, for any role.

Every `GET` route is asked in every role, all pages of every list; numbers are put wherever one can put them.
The one way to a number is `POST /persons/{person_id}/number`, with permission and reason.
"""

from __future__ import annotations

import io
import json
import logging
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

from api.auth.permissions import ALLOWED, Permission
from api.auth.principal import Role
from api.main import PREFIX
from api.openapi import document_of
from api.services.findings import state_on
from graph.answers.kept import answer_ids, read_answer
from graph.identity.keys import load_keys
from graph.identity.testing import Numbers
from graph.liability.explanation.notice import Notice, Section
from graph.liability.notice.pdf import render_pdf

TODAY = "2026-11-23"
#: It leads away to another server, and this one knows none.
UNASKED = {"/sessions/oidc"}
VARIANTS: dict[str, tuple[dict[str, Any], ...]] = {
    "/quality/quarantine": ({}, {"returned": True}),
    "/listings": ({}, {"live": False}),
    "/withdrawals": ({}, {"since": "2000-01-01"}),
    "/ownership/{code}/changes": ({"since": "2020-01-01"},),
    "/warnings/trend": ({"signal": "LISTINGS"},),
    "/warnings/events": ({"signal": "LISTINGS"},),
    "/questions": ({}, {"text": "欠薪"}),
}
_DUMP = (
    "MATCH (one) RETURN properties(one) AS held ORDER BY id(one) SKIP {skip} LIMIT {limit}",
    "MATCH ()-[one]->() RETURN properties(one) AS held ORDER BY id(one) SKIP {skip} LIMIT {limit}",
)


@pytest.fixture(scope="module")
def numbers(world: Any) -> Numbers:
    """Every number in the city's files."""
    found = Numbers.of(world.city)
    assert len(found) > 50
    assert found.files(world.city), "the scan finds them where they are"
    return found


@pytest.fixture(scope="module")
def every(world: Any) -> list[dict[str, Any]]:
    """Findings with an entity and a person, as an investigator sees them."""
    rows = world.ask(Role.INVESTIGATOR, "GET", "/findings", params={"limit": 200}).json()["rows"]
    return [one for one in rows if one["entity"] and one["person"]]


def made(world: Any, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = world.ask(Role.INVESTIGATOR, "POST", path, json=body)
    assert answer.status_code in (200, 201), answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture(scope="module")
def case_id(world: Any) -> str:
    """A case on a proposed finding, opened by an officer of its authority."""
    rows = world.store.read("read/answers/findings_page", after="", limit=1000)[0]["rows"]
    proposed = [row["finding"] for row in rows if state_on(row, TODAY) == "PROPOSED"]
    findings = [one for one in proposed if one["rule"].startswith("L03_")]
    authorities = tuple(sorted({one["authority_code"] for one in findings}))
    officer = world.account("leak-officer", Role.OFFICER, authorities=authorities)
    for finding in findings:
        opening = {"finding_id": finding["finding_id"], "request_id": "leaks-0001"}
        made = world.by(officer, "POST", "/cases", json=opening)
        if made.status_code != 409:  # another test has a case on it
            break
    assert made.status_code in (200, 201), made.text
    return str(made.json()["case"]["case_id"])


@pytest.fixture(scope="module")
def answer_ids_of_all_kinds(world: Any, numbers: Numbers, every: list[dict[str, Any]]) -> list[str]:
    """A check and an explanation on a person, and a screening by numbers, as they were kept."""
    person, finding = every[0]["person"], every[0]["finding_id"]
    told = (
        world.ask(Role.INVESTIGATOR, "GET", f"/checks/{person}"),
        world.ask(Role.INVESTIGATOR, "GET", f"/findings/{finding}"),
        world.ask(Role.DEPARTMENT, "POST", "/checks", json={"id_no": numbers.texts()[0], "purpose": "HIRE"}),
        world.ask(
            Role.DEPARTMENT,
            "POST",
            "/screenings",
            json={"inputs": [*numbers.texts()[:40], f"张三{numbers.texts()[0]}"], "purpose": "TENDER"},
        ),
    )
    found = [one.headers["X-Answer-Id"] for one in told if "X-Answer-Id" in one.headers]
    assert len(found) >= 3, [one.text for one in told]
    return found


@pytest.fixture(scope="module")
def handed_clue(world: Any, every: list[dict[str, Any]]) -> str:
    """A clue about a firm, handed over to the department whose key asks."""
    about = {"scope": "ENTITY", "scope_id": every[0]["entity"]}
    clue = made(world, "/clues", {"title": "移交", "words": "待核", **about})
    space = made(world, "/workspaces", {"title": "移交", "purpose": "核查"})
    path, me = f"/clues/{clue['clue_id']}/steps", space["members"][0]["account_id"]
    assigned = made(world, path, {"step": "assign", "version": clue["version"], "assignee": me})
    given = {"version": assigned["version"], "department": "114", "doc_no": "宛信线索〔2026〕9号"}
    made(world, path, {"step": "hand_over", **given})
    return str(clue["clue_id"])


@pytest.fixture(scope="module")
def own(
    world: Any, case_id: str, handed_clue: str, answer_ids_of_all_kinds: list[str]
) -> dict[str, list[dict[str, str]]]:
    """What addresses of one kind of thing are filled with."""
    (dispute, *_) = world.ask(Role.INVESTIGATOR, "GET", "/disputes").json()["rows"]
    return {
        "/cases/{case_id}": [{"case_id": case_id}],
        "/clues/handed-over/{clue_id}": [{"clue_id": handed_clue}],
        "/disputes/{objection_id}": [{"objection_id": dispute["objection_id"]}],
        "/answers/{answer_id}/replay": [{"answer_id": one} for one in answer_ids_of_all_kinds],
    }


@pytest.fixture(scope="module")
def choices(world: Any, every: list[dict[str, Any]]) -> list[dict[str, str]]:
    """What the addresses are filled with: two findings' subjects, and what an investigator made."""
    query = made(
        world,
        "/questions",
        {"name": "欠薪", "shared": True, "form": {"start": {"by": "LIST", "values": ["L03"]}}},
    )
    clue = made(world, "/clues", {"title": "线索", "words": "待核", "scope": "CITY"})
    space = made(world, "/workspaces", {"title": "核查", "purpose": "核查同一住所"})["workspace_id"]
    item = {"kind": "NOTE", "title": "人员", "body": {"words": every[0]["person"]}}
    kept = made(world, f"/workspaces/{space}/items", item)
    name = world.ask(Role.INVESTIGATOR, "GET", "/patterns").json()["rows"][0]["name"]
    run = made(world, f"/patterns/{name}/runs", {"parameters": {}})["run_id"]
    group = world.ask(Role.INVESTIGATOR, "GET", "/groups").json()["rows"][0]["head"]
    common = {
        "query_id": query["query_id"], "clue_id": clue["clue_id"], "workspace_id": space,
        "item_id": kept["item_id"], "name": name,
        "run_id": run, "group": group,
    }  # fmt: skip
    chosen = [every[0], next(one for one in every if one["person"] != every[0]["person"])]
    return [
        {**common, "trail": trail, "form": form, "code": one["entity"], "person_id": one["person"],
         "finding_id": one["finding_id"]}
        for one, trail, form in zip(chosen, ("reads", "changes"), ("zip", "pdf"), strict=True)
    ]  # fmt: skip


def routes() -> list[tuple[str, int]]:
    """Every route that is read, and how many rows its pages may have."""
    found = []
    for path, methods in document_of()["paths"].items():
        if "get" not in methods or path.removeprefix(PREFIX) in UNASKED:
            continue
        given = {one["name"]: one["schema"] for one in methods["get"].get("parameters", ())}
        found.append((path.removeprefix(PREFIX), int(given.get("limit", {}).get("maximum", 0))))
    assert len(found) > 50
    return found


def answers(world: Any, role: Role, path: str, most: int, choices: list[dict[str, str]]) -> Iterator[Any]:
    """All pages of a route, for each choice and variant."""
    asked = set()
    for chosen in choices:
        parts = chosen | {"code": chosen["group"]} if path.startswith("/groups/{code}") else chosen
        address = path.format(**parts)
        for variant in VARIANTS.get(path, ({},)):
            if (address, str(variant)) in asked:
                continue
            asked.add((address, str(variant)))
            params = {**variant, **({"limit": most} if most else {})}
            while True:
                answer = world.ask(role, "GET", address, params=params)
                yield answer
                is_page = answer.status_code == 200 and "json" in answer.headers["content-type"]
                cursor = answer.json().get("cursor") if is_page else None
                if cursor is None or cursor == params.get("cursor"):
                    break
                params["cursor"] = cursor


def laid_open(answer: Any) -> bytes:
    """What stands in an answer: the text of a PDF, the files of an archive, anything else as it came."""
    kind = answer.headers.get("content-type", "")
    if kind == "application/pdf":
        pages = PdfReader(io.BytesIO(answer.content)).pages
        # A line may end within a number.
        return "".join(page.extract_text() for page in pages).replace("\n", "").encode()
    if kind == "application/zip":
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist())
    return bytes(answer.content)


def test_a_number_in_a_document_would_be_found(numbers: Numbers) -> None:
    number = numbers.texts()[0]
    notice = Notice("说明", "L1", "2026-06-01", "CONFIRMED", "7/a/b", (Section("当事人", (number,)),))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("items.json", f"张三 {number}")
    for kind, raw in (("pdf", render_pdf(notice)), ("zip", packed.getvalue())):
        answer = httpx.Response(200, content=raw, headers={"content-type": f"application/{kind}"})
        assert not numbers.stand_in(raw), "in clear, where no opening is needed"
        assert numbers.stand_in(laid_open(answer)), kind


def test_no_answer_to_any_role_holds_a_number(
    world: Any,
    numbers: Numbers,
    choices: list[dict[str, str]],
    own: dict[str, list[dict[str, str]]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    told, held = set(), []
    for path, most in routes():
        for role in Role:
            for answer in answers(world, role, path, most, own.get(path, choices)):
                assert answer.status_code < 500, (path, role, answer.text)
                told |= {path} if answer.status_code == 200 else set()
                if numbers.stand_in(laid_open(answer)) or numbers.stand_in(dict(answer.headers)):
                    held.append((path, role))
    assert held == []
    assert {path for path, _ in routes()} - told == set(), "nobody was answered there"
    assert not numbers.stand_in(caplog.text)


def test_numbers_asked_by_are_not_told_again(
    world: Any, numbers: Numbers, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    held = []
    for role in Role:
        for number in numbers.texts()[:3]:
            for path, body in (
                ("/search", {"text": number}),
                ("/search", {"text": f"张三 {number}"}),
                ("/checks", {"id_no": number}),
                ("/checks", {"code": number}),
                ("/screenings", {"inputs": [number, f"张三{number}"]}),
                ("/paths", {"from": number, "to": number}),
                ("/questions/run", {"form": {"start": {"by": "CODES", "values": [number]}}}),
            ):
                answer = world.ask(role, "POST", path, json=body)
                assert answer.status_code < 500, answer.text
                if numbers.stand_in(answer.content):
                    held.append((path, role))
    assert held == []
    assert not numbers.stand_in(caplog.text)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/clues", {"title": "线索", "words": "当事人{}", "scope": "CITY"}),
        ("/workspaces", {"title": "核查 {}", "purpose": "核查"}),
        ("/questions", {"name": "{}", "form": {"start": {"by": "ALL"}}}),
        ("/questions", {"name": "查询", "form": {"start": {"by": "CODES", "values": ["{}"]}}}),
    ],
)
def test_what_is_kept_takes_no_number(world: Any, numbers: Numbers, path: str, body: dict[str, Any]) -> None:
    number = numbers.texts()[0]
    old = next(one[:6] + one[8:17] for one in numbers.texts() if "1931" <= one[6:10] <= "1999")
    for text in (number[:6] + " " + number[6:], old):
        given = json.loads(json.dumps(body, ensure_ascii=False).replace("{}", text))
        answer = world.ask(Role.INVESTIGATOR, "POST", path, json=given)
        assert answer.status_code == 422, answer.text
        assert "证件号码" in answer.json()["detail"]
        assert not numbers.stand_in(answer.content)
        assert text not in answer.text


def test_only_who_may_is_shown_a_number(world: Any, numbers: Numbers, every: list[dict[str, Any]]) -> None:
    shown = {}
    for role in Role:
        for person in sorted({one["person"] for one in every})[:8]:
            path = f"/persons/{person}/number"
            answer = world.ask(role, "POST", path, json={"reason": "核对身份证件"})
            shown[role] = shown.get(role, False) or numbers.stand_in(answer.content)
    assert {role for role, told in shown.items() if told} == ALLOWED[Permission.UNMASK]


def test_no_file_of_the_api_holds_a_number(world: Any, numbers: Numbers) -> None:
    assert list((world.home / "audit").rglob("*"))
    assert numbers.files(world.home, but={world.city}) == []
    keys, folder = load_keys(world.home / "keys"), world.home / "answers"
    kept = [read_answer(folder, one, keys) for one, _, _ in answer_ids(folder)]
    assert kept
    assert not [one.answer_id for one in kept if numbers.stand_in([one.asked, one.body])]


def test_the_stores_own_files_hold_no_number(world: Any, numbers: Numbers) -> None:
    assert any(path.is_file() for path in world.server.folder.rglob("*"))
    assert numbers.files(world.server.folder) == []


def test_no_property_in_the_store_holds_a_number(world: Any, numbers: Numbers) -> None:
    """Asked of the store: in its files short texts may be packed so that nobody finds them there."""
    for text in _DUMP:
        seen, limit = 0, 5000
        while True:
            rows = world.store._run_schema(text.format(skip=seen, limit=limit))
            assert not [sorted(one["held"]) for one in rows if numbers.stand_in(one["held"])]
            seen += len(rows)
            if len(rows) < limit:
                break
        assert seen > 1000


@pytest.mark.parametrize("path", ["/persons/{}", "/entities/{}", "/findings/{}", "/network/{}", "/checks/{}"])
def test_an_address_with_a_number_is_refused(world: Any, numbers: Numbers, path: str) -> None:
    number = numbers.texts()[0]
    answer = world.ask(Role.INVESTIGATOR, "GET", path.format(number))
    assert answer.status_code == 403
    assert not numbers.stand_in(answer.content)
    for name, route in (("subject", "/audit/reads"), ("cursor", "/findings"), ("known_at", "/statistics")):
        asked = world.ask(Role.AUDITOR, "GET", route, params={name: number})
        assert asked.status_code == 403
        assert not numbers.stand_in(asked.content)


def test_a_number_in_a_reason_is_masked_in_both_trails(
    world: Any, numbers: Numbers, every: list[dict[str, Any]]
) -> None:
    number, shown, person = numbers.texts()[0], None, ""
    for person in sorted({one["person"] for one in every}, reverse=True):
        path = f"/persons/{person}/number"
        shown = world.ask(Role.OFFICER, "POST", path, json={"reason": f"核对身份 {number}"})
        if shown.status_code == 200:
            break
    assert shown is not None
    assert shown.status_code == 200
    assert numbers.stand_in(shown.content)
    for trail in ("reads", "changes"):
        rows = world.ask(Role.AUDITOR, "GET", f"/audit/{trail}", params={"subject": person}).json()["rows"]
        told = [one for one in rows if one["action"] == "UNMASK" and re.search("核对身份 ", one["reason"])]
        assert told
        assert not numbers.stand_in(told)
