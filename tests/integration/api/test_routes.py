"""Every route, in every role and with made-up requests: who may, and what he is shown."""

from __future__ import annotations

import csv
import itertools
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from api.auth.permissions import ALLOWED, Permission
from api.auth.principal import Role
from api.main import PREFIX
from api.openapi import document_of, unopened
from api.services.findings import state_on
from graph.audit import verify

OPEN = {
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("POST", "/sessions"),
    ("GET", "/sessions/oidc"),
    ("POST", "/sessions/oidc"),
    ("DELETE", "/sessions/current"),
    ("GET", "/me"),
}
TODAY = "2026-11-23"
ABSENT = "91411322NY00002M4F"
BODIES: dict[tuple[str, str], Any] = {
    ("POST", "/search"): {"text": "有限公司"},
    ("POST", "/checks"): {"code": ABSENT},
    ("POST", "/screenings"): {"inputs": [ABSENT]},
    ("POST", "/questions/run"): {"form": {"start": {"by": "CODES", "values": [ABSENT]}}},
    ("POST", "/questions"): {"name": "某查询", "form": {"start": {"by": "ALL"}}},
    ("PUT", "/questions/{query_id}"): {"name": "某查询", "form": {"start": {"by": "ALL"}}},
    ("POST", "/patterns/{name}/runs"): {"parameters": {"minimum": 4}},
    ("POST", "/paths"): {"from": ABSENT, "to": ABSENT},
    ("POST", "/paths/among"): {"from": ABSENT, "parties": [ABSENT]},
    ("POST", "/persons/{person_id}/number"): {"reason": "核对身份"},
    ("POST", "/accounts"): {"login": "9", "display_name": "某", "role": "OFFICER"},
    ("PUT", "/accounts/{account_id}/scope"): {"role": "OFFICER", "authorities": [], "districts": []},
    ("PUT", "/accounts/{account_id}/state"): {"disabled": True},
    ("PUT", "/accounts/{account_id}/identity"): {"issuer": "https://login.example", "subject": "u-1"},
    ("POST", "/persons/{person_id}/identity"): {"surviving": "p0123456789abcdef", "reason": "核对档案"},
    ("POST", "/persons/{person_id}/identity/end"): {"reason": "照片不符"},
    ("POST", "/keys"): {"name": " ", "authority": "1", "days": 1},
    ("POST", "/cases"): {"finding_id": "L00000000000000000000", "request_id": "walk-0001"},
    ("POST", "/entities/{code}/notices"): {
        "ground_kind": "LISTING",
        "ground_id": "nothing",
        "kind": "AUDIT",
        "request_id": "walk-0005",
        "doc_no": "宛信通〔2026〕2号",
        "doc_on": "2026-11-20",
    },
    ("POST", "/arrears-cases"): {"code": ABSENT, "arrears_id": "nothing", "request_id": "walk-0004"},
    ("POST", "/cases/{case_id}/steps"): {"step": "notify", "request_id": "walk-0002", "seen": 0},
    ("POST", "/cases/{case_id}/notices"): {
        "kind": "AUDIT",
        "request_id": "walk-0003",
        "doc_no": "宛信通〔2026〕1号",
        "doc_on": "2026-11-20",
    },
    ("PUT", "/sanctions/{record_id}/receipt"): {"received_on": "2026-11-20"},
    ("PUT", "/notices/{record_id}/receipt"): {"received_on": "2026-11-20"},
    ("PUT", "/case-tasks/{record_id}/settlement"): {"answer": "已查明"},
    ("POST", "/clues"): {"title": "线索", "words": "内容", "scope": "CITY"},
    ("POST", "/clues/{clue_id}/steps"): {"step": "begin", "version": 1},
    ("POST", "/clues/{clue_id}/notes"): {"words": "内容"},
    ("POST", "/clues/handed-over/{clue_id}/answer"): {"version": 1, "outcome": "FILED", "words": "内容"},
    ("POST", "/clues/handed-over/{clue_id}/return"): {"version": 1, "words": "内容"},
    ("POST", "/warning-subscriptions"): {"scope": "CITY"},
    ("POST", "/workspaces"): {"title": "标题", "purpose": "事由"},
    ("PUT", "/workspaces/{workspace_id}/members"): {"account_id": "nobody", "role": "MEMBER"},
    ("POST", "/workspaces/{workspace_id}/items"): {"kind": "NOTE", "title": "笔记", "body": {}},
    ("PUT", "/workspaces/{workspace_id}/end"): {"version": 1},
    ("PUT", "/password"): {"old": "wrong horse battery", "new": "another horse battery 3"},
}

EXAMPLES = 10
#: Signing out, or a new password, would end the session in use.
UNTRIED = {"/sessions/current", "/password"}


def permission_of(route: Any) -> Permission | None:
    found = [getattr(one.call, "permission", None) for one in route.dependant.dependencies]
    return next((one for one in found if one is not None), None)


def operations(app: Any, document: dict[str, Any]) -> list[tuple[str, str, Permission | None]]:
    routes: dict[tuple[str, str], Any] = {}

    def walk(found: Any) -> None:
        for route in found:
            if hasattr(route, "dependant"):
                for method in route.methods:
                    routes[method, route.path] = route
            elif hasattr(route, "original_router"):
                walk(route.original_router.routes)

    walk(app.routes)
    known = {(method, path.removeprefix(PREFIX)): one for (method, path), one in routes.items()}
    found = []
    for path, methods in document["paths"].items():
        for method in methods:
            name = method.upper(), path.removeprefix(PREFIX)
            found.append((*name, permission_of(known[name])))
    return found


def askers(permission: Permission | None) -> list[Role]:
    """Who tries a route: the investigator, who may read most; where he may not, everybody who may."""
    allowed = ALLOWED[permission] if permission else frozenset({Role.INVESTIGATOR})
    return [Role.INVESTIGATOR] if Role.INVESTIGATOR in allowed else sorted(allowed)


DOCUMENT = document_of()
TRIED = [
    (method, path, role)
    for method, path, permission in operations(unopened(), DOCUMENT)
    if path not in UNTRIED
    for role in askers(permission)
]


def filled(path: str) -> str:
    values = {
        "code": ABSENT,
        "person_id": "p0000000000000000",
        "finding_id": "L00000000000000000000",
        "answer_id": "a000000000000g-1",
        "receipt_id": f"r{0:024x}",
        "objection_id": "O-0",
        "trail": "reads",
        "account_id": "nobody",
        "key_id": "nothing",
        "case_id": "k" + "0" * 24,
        "record_id": "n" + "0" * 24,
        "name": "nothing",
        "run_id": "r00000000",
        "query_id": "q00000000",
        **dict.fromkeys(("clue_id", "subscription_id", "alert_id", "workspace_id", "item_id"), "nothing"),
        "form": "pdf",
    }
    return re.sub(r"\{(\w+)\}", lambda part: values[part.group(1)], path)


def test_every_route_is_closed_to_everybody_the_table_does_not_name(world: Any) -> None:
    wrong = []
    for method, path, permission in operations(world.app, world.http.get(f"{PREFIX}/openapi.json").json()):
        if permission is None:
            assert (method, path) in OPEN, f"{method} {path} asks for no permission"
            continue
        for role in Role:
            answer = world.ask(role, method, filled(path), json=BODIES.get((method, path)))
            refused = answer.status_code in (401, 403) and answer.json()["title"] != "登录失败"
            if path == "/password" and role in ALLOWED[permission]:
                refused = answer.json().get("where") == permission.value
            if refused is (role in ALLOWED[permission]):
                wrong.append((method, path, role.value, answer.status_code, answer.text[:80]))
            assert answer.status_code < 500, answer.text
    assert wrong == []


def numbers_of(city: Path) -> set[str]:
    """Every person's number that the city's files hold."""
    found: set[str] = set()
    for path in city.glob("*.csv"):
        raw = path.read_bytes()
        found |= set(re.findall(rb"(?<![0-9A-Z])[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx](?![0-9A-Z])", raw))  # type: ignore[arg-type]
    return {one.decode() for one in found}  # type: ignore[attr-defined]


def findings(world: Any, role: Role, **params: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    cursor = None
    while True:
        answer = world.ask(role, "GET", "/findings", params={**params, "cursor": cursor or ""})
        assert answer.status_code == 200, answer.text
        rows += answer.json()["rows"]
        cursor = answer.json()["cursor"]
        if cursor is None:
            return rows


def test_pages_of_findings_give_each_of_them_once(world: Any) -> None:
    small = findings(world, Role.INVESTIGATOR, limit=7)
    large = findings(world, Role.INVESTIGATOR, limit=200)
    assert [one["finding_id"] for one in small] == [one["finding_id"] for one in large]
    assert len({one["finding_id"] for one in small}) == len(small) > 7


def test_leads_and_proposals_never_reach_a_department_or_a_leader(world: Any) -> None:
    everything = findings(world, Role.INVESTIGATOR, limit=200)
    hidden = {one["finding_id"] for one in everything if one["state"] in ("LEAD", "PROPOSED")}
    assert hidden
    for role in (Role.DEPARTMENT, Role.LEADER):
        assert not hidden & {one["finding_id"] for one in findings(world, role, limit=200)}
        asked = findings(world, role, state=["LEAD", "PROPOSED"], limit=200)
        assert asked == []
    for one in everything:
        if one["finding_id"] in hidden and one["entity"]:
            answer = world.ask(Role.DEPARTMENT, "GET", f"/checks/{one['entity']}")
            assert {"LEAD", "PROPOSED"}.isdisjoint(row["state"] for row in answer.json()["liabilities"])
            unseen = world.ask(Role.DEPARTMENT, "GET", f"/findings/{one['finding_id']}")
            assert unseen.status_code == 404


def test_a_leader_reads_no_whole_name(world: Any) -> None:
    rows = findings(world, Role.LEADER, limit=200)
    assert rows
    assert all(one["person_name"].endswith("*") for one in rows)


def test_an_officer_sees_leads_of_his_own_authority_only(world: Any) -> None:
    own = {one["finding_id"] for one in findings(world, Role.OFFICER, state=["LEAD", "PROPOSED"])}
    every = {one["finding_id"] for one in findings(world, Role.INVESTIGATOR, state=["LEAD", "PROPOSED"])}
    assert own < every


def test_a_number_is_looked_up_in_a_body_only(world: Any) -> None:
    number = sorted(numbers_of(world.city))[0]
    refused = world.ask(Role.INVESTIGATOR, "GET", f"/checks/{number}")
    assert refused.status_code == 403
    assert number not in refused.text
    found = world.ask(Role.INVESTIGATOR, "POST", "/search", json={"text": number})
    assert found.status_code == 200
    assert number not in found.text
    by_public = world.ask(Role.PUBLIC, "POST", "/search", json={"text": number})
    assert by_public.json()["persons"] == []


def test_a_whole_number_needs_a_reason_and_leaves_two_traces(world: Any) -> None:
    person = next(one["person"] for one in findings(world, Role.INVESTIGATOR, state=["CONFIRMED"]))
    path = f"/persons/{person}/number"
    assert world.ask(Role.INVESTIGATOR, "POST", path, json={"reason": ""}).status_code == 422
    shown = world.ask(Role.INVESTIGATOR, "POST", path, json={"reason": "核对限制消费对象身份"})
    assert shown.status_code in (200, 404)
    if shown.status_code == 200:
        assert shown.json()["numbers"]
        for trail in ("reads", "changes"):
            rows = world.ask(Role.AUDITOR, "GET", f"/audit/{trail}", params={"subject": person}).json()[
                "rows"
            ]
            assert "UNMASK" in {one["action"] for one in rows}


def test_every_reading_of_a_person_is_in_the_trail_with_its_purpose(world: Any) -> None:
    one = next(row for row in findings(world, Role.INVESTIGATOR, state=["CONFIRMED"]) if row["entity"])
    params = {"purpose": "TENDER"}
    assert world.ask(Role.DEPARTMENT, "GET", f"/checks/{one['entity']}", params=params).status_code == 200
    asked = {"subject": one["person"], "action": "CHECK"}
    rows = world.ask(Role.AUDITOR, "GET", "/audit/reads", params=asked).json()["rows"]
    assert rows[0]["purpose"] == "TENDER"
    assert rows[0]["actor"].startswith("key:")
    assert verify(world.home / "audit", world.store).faults == []


def test_an_answer_that_was_given_already_is_not_sent_again(world: Any) -> None:
    entity = next(row["entity"] for row in findings(world, Role.INVESTIGATOR) if row["entity"])
    path, today = f"/entities/{entity}", world.ask(Role.INVESTIGATOR, "GET", f"/entities/{entity}").json()
    params = {"known_at": "seq:" + today["data_version"].partition("/")[0]}
    first = world.ask(Role.INVESTIGATOR, "GET", path, params=params)
    assert first.json() == today
    held = {"If-None-Match": first.headers["etag"]}
    again = world.ask(Role.INVESTIGATOR, "GET", path, params=params, headers=held)
    assert (again.status_code, again.content) == (304, b"")
    by_another = world.ask(Role.LEADER, "GET", path, params=params, headers=held)
    assert by_another.status_code == 200, "what one may see says nothing about another"


def test_a_screening_agrees_with_single_checks(world: Any) -> None:
    codes = sorted({one["entity"] for one in findings(world, Role.INVESTIGATOR, limit=40)} - {""})[:15]
    body = {"inputs": [*codes, "91110000000000000X", "张三", "不存在的单位名称"], "purpose": "TENDER"}
    answer = world.ask(Role.DEPARTMENT, "POST", "/screenings", json=body)
    assert answer.status_code == 200, answer.text
    rows = answer.json()["rows"]
    assert [one["line"] for one in rows] == list(range(1, len(rows) + 1))
    for code, row in zip(codes, rows, strict=False):
        single = world.ask(Role.DEPARTMENT, "GET", f"/checks/{code}", params={"purpose": "TENDER"}).json()
        assert row["decision"] == (single["decision"] or "")
        assert (row["status"] == "HIT") is bool(
            single["own"]
            or [one for one in single["liabilities"] if one["state"] in ("CONFIRMED", "SUSPENDED")]
        )


def test_ten_thousand_lines_are_screened_whole_and_one_more_is_refused(world: Any) -> None:
    with (world.city / "entities.csv").open(encoding="utf-8-sig", newline="") as stream:
        codes = [row["uscc"].strip() for row in csv.DictReader(stream)]
    inputs = list(itertools.islice(itertools.cycle(codes), 10_000))
    answer = world.ask(Role.DEPARTMENT, "POST", "/screenings", json={"inputs": inputs})
    assert answer.status_code == 200, answer.text[:500]
    rows = answer.json()["rows"]
    assert [(one["line"], one["input"]) for one in rows] == list(enumerate(inputs, 1))
    told = [(one["status"], one["decision"], one["name"]) for one in rows]
    first = told[: len(codes)]
    assert told == list(itertools.islice(itertools.cycle(first), 10_000)), "a line depends on its place"
    assert {"HIT", "CLEAR"} <= {status for status, _, _ in first}
    refused = world.ask(Role.DEPARTMENT, "POST", "/screenings", json={"inputs": [*inputs, codes[0]]})
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert "inputs" in refused.text and "10000" in refused.text.replace(",", "")


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "*:*",
        "a AND (",
        "\\",
        "[* TO *]",
        "名称^99",
        "x" * 200,
        "\u202e张三",
        "' OR 1=1 --",
        "}) RETURN 1 //",
    ],
)
def test_hostile_searches_are_answered_or_refused_in_words(world: Any, text: str) -> None:
    answer = world.ask(Role.INVESTIGATOR, "POST", "/search", json={"text": text})
    assert answer.status_code in (200, 422), answer.text


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'{"text": "\\ud800"}', b'{"text": 1}'])
def test_broken_bodies_are_problem_documents(world: Any, body: bytes) -> None:
    answer = world.ask(
        Role.INVESTIGATOR, "POST", "/search", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= answer.json().keys()


def test_too_large_a_body_is_refused(world: Any) -> None:
    answer = world.ask(Role.INVESTIGATOR, "POST", "/search", content=b"x" * (5 << 20))
    assert answer.status_code == 413


def test_what_is_not_there_is_a_problem_document(world: Any) -> None:
    for method, path, status in (
        ("GET", "/nothing", 404),
        ("DELETE", "/healthz", 405),
        ("GET", "/checks/91110000000000000X", 422),
    ):
        answer = world.ask(Role.INVESTIGATOR, method, path)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"


def test_figures_agree_with_the_lists_behind_them(world: Any) -> None:
    figures = world.ask(Role.LEADER, "GET", "/statistics").json()
    by_state = {one["key"]: one["number"] for one in figures["findings_by_state"]}
    counted: dict[str, int] = {}
    for one in findings(world, Role.INVESTIGATOR, limit=200):
        counted[one["state"]] = counted.get(one["state"], 0) + 1
    assert by_state == counted
    assert figures["live_listings"] == sum(one["number"] for one in figures["listings_by_type"])
    assert figures["live_listings"] == sum(one["number"] for one in figures["listings_by_district"])


def test_readiness_says_how_fresh_each_source_is(world: Any) -> None:
    ready = world.ask(Role.PUBLIC, "GET", "/readyz").json()
    assert ready["status"] in ("ready", "behind")
    assert [one["source"] for one in ready["sources"]]


def test_quarantine_shown_is_what_the_answers_say(world: Any) -> None:
    with (world.city / "answers" / "quarantine.csv").open(encoding="utf-8") as stream:
        expected = sum(1 for _ in csv.DictReader(stream))
    found = world.ask(Role.LEADER, "GET", "/quality").json()
    assert sum(one["number"] for one in found["quarantined"]) + found["returned"] == expected
    assert json.dumps(found)


@dataclass(frozen=True)
class Known:
    """What half of the made-up requests name, so that they are not all about nothing, and who makes them."""

    values: dict[str, Any]
    tokens: dict[Role, str]


@pytest.fixture(scope="module")
def known(world: Any) -> Known:
    """An officer and a reviewer of one authority, a case of it, and another finding that they may open."""
    page = world.store.read("read/answers/findings_page", after="", limit=1000)[0]["rows"]
    open_ones = [row["finding"] for row in page if state_on(row, TODAY) in ("PROPOSED", "LEAD")]
    (authority, _), *_ = Counter(one["authority_code"] for one in open_ones).most_common()
    tokens = {
        role: world.account(f"made-up-{role.value.lower()}", role, authorities=(authority,))
        for role in (Role.OFFICER, Role.REVIEWER)
    }
    own = iter([one for one in open_ones if one["authority_code"] == authority and one["entity_id"]])
    asked = ({"finding_id": one["finding_id"], "request_id": "made-up-1"} for one in own)
    answers = (world.by(tokens[Role.OFFICER], "POST", "/cases", json=one) for one in asked)
    case = next(one.json()["case"] for one in answers if one.status_code == 201)
    other = next(own)
    shown = world.ask(Role.INVESTIGATOR, "GET", f"/findings/{other['finding_id']}").json()
    account = {"login": "made-up", "display_name": "某", "role": "OFFICER"}
    key = {"name": "made-up", "authority": "114", "days": 1}
    values = {
        "case_id": case["case_id"],
        "step": "notify",
        "code": shown["entity"],
        **{name: other[name] for name in ("finding_id", "person_id", "ground_kind", "ground_id")},
        "surviving": case["person"],
        "account_id": world.ask(Role.ADMINISTRATOR, "POST", "/accounts", json=account).json()["account_id"],
        "key_id": world.ask(Role.ADMINISTRATOR, "POST", "/keys", json=key).json()["key_id"],
    }
    return Known(values, {**world.tokens, **tokens})


@pytest.mark.slow
@pytest.mark.parametrize(("method", "path", "role"), TRIED)
def test_made_up_requests_get_answers_as_the_document_says(
    world: Any, known: Known, method: str, path: str, role: Role
) -> None:
    operation = schemathesis.openapi.from_dict(DOCUMENT)[PREFIX + path][method]
    headers = {"Authorization": f"Bearer {known.tokens[role]}"}
    seen = set()

    @hypothesis.seed(7)
    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy(), named=hypothesis.strategies.booleans())
    def tried(case: Any, named: bool) -> None:
        if named:
            for given in (case.path_parameters, case.body):
                if isinstance(given, dict):
                    given |= {name: one for name, one in known.values.items() if name in given}
        response = case.call(base_url=str(world.http.base_url), headers=headers, timeout=30)
        seen.add(response.status_code)
        case.validate_response(
            response,
            checks=[not_a_server_error, status_code_conformance, response_schema_conformance],
        )

    tried()
    assert not seen <= {401, 403} or path == "/sessions", "nobody who may was asked"
