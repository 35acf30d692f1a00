"""ETag: every answer of a version of the data bears its mark; what is not sent again is audited too."""

from __future__ import annotations

from typing import Any

import pytest

from api.auth.principal import Role
from api.main import PREFIX
from api.openapi import document_of
from graph.store import WriteTransaction

READERS = (Role.INVESTIGATOR, Role.REVIEWER, Role.OFFICER, Role.LEADER)
#: A replay asks an answer again and compares: it is never answered from a memory.
UNMARKED = {"/answers/{answer_id}/replay"}
#: The city has none of them; their routes end in the same call as the others.
ABSENT = {"/cases/{case_id}", "/disputes/{objection_id}", "/patterns/runs/{run_id}"}
QUERY: dict[str, dict[str, Any]] = {
    "/ownership/{code}/changes": {"since": "2020-01-01"},
    "/warnings/trend": {"signal": "LISTINGS"},
    "/warnings/events": {"signal": "LISTINGS"},
}


def versioned() -> list[str]:
    """Routes whose answer says of which version of the data it is."""
    document = document_of()
    schemas = document["components"]["schemas"]
    found = []
    for path, methods in document["paths"].items():
        answers = methods.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        name = answers.get("application/json", {}).get("schema", {}).get("$ref", "").rpartition("/")[2]
        if "data_version" in schemas.get(name, {}).get("properties", {}):
            found.append(path.removeprefix(PREFIX))
    assert len(found) > 30
    return sorted(found)


@pytest.fixture(scope="module")
def parts(world: Any) -> dict[str, str]:
    """What the addresses need, of a finding in which an entity and a person stand."""
    rows = world.ask(Role.INVESTIGATOR, "GET", "/findings", params={"state": "CONFIRMED"}).json()["rows"]
    one = next(row for row in rows if row["entity"])
    groups = world.ask(Role.INVESTIGATOR, "GET", "/groups").json()["rows"]
    return {
        "code": one["entity"], "person_id": one["person"], "finding_id": one["finding_id"],
        "group": next(row["head"] for row in groups),
        "case_id": "k" + "0" * 24, "objection_id": "O-0", "run_id": "r00000000",
    }  # fmt: skip


def filled(path: str, parts: dict[str, str]) -> str:
    """The address."""
    return path.format(**(parts | {"code": parts["group"]} if path.startswith("/groups/{code}") else parts))


@pytest.mark.parametrize("path", [one for one in versioned() if one not in UNMARKED | ABSENT])
def test_every_answer_of_a_version_bears_a_mark_of_its_own_asker(
    world: Any, parts: dict[str, str], path: str
) -> None:
    address, params = filled(path, parts), QUERY.get(path, {})
    answers = {role: world.ask(role, "GET", address, params=params) for role in READERS}
    seen = {role: answer for role, answer in answers.items() if answer.status_code == 200}
    assert seen, (path, [answer.text for answer in answers.values()])
    marks = {answer.headers["etag"] for answer in seen.values()}
    assert len(marks) == len(seen), "one asker's mark stands for no other's answer"
    role = next(iter(seen))
    for _ in range(5):  # an anchor of the audit trail is a commit too, and may come in between
        answer = world.ask(role, "GET", address, params=params)
        held = {"If-None-Match": answer.headers["etag"]}
        again = world.ask(role, "GET", address, params=params, headers=held)
        if again.status_code == 304:
            break
    assert (again.status_code, again.content) == (304, b""), path
    assert again.headers["etag"] == answer.headers["etag"]
    assert again.headers["cache-control"] == "private, no-cache"
    other = world.ask(role, "GET", address, params={**params, "as_of": "2020-02-02"}, headers=held)
    assert other.status_code != 304, "another question has another answer"


@pytest.mark.parametrize(
    "path", ["/findings/{finding_id}", "/persons/{person_id}", "/statistics", "/entities"]
)
def test_a_mark_of_an_older_version_is_held_no_more(world: Any, parts: dict[str, str], path: str) -> None:
    address = filled(path, parts)
    held = {"If-None-Match": world.ask(Role.INVESTIGATOR, "GET", address).headers["etag"]}

    def add(tx: WriteTransaction) -> None:
        tx.run("write/meta/put_value", name="touched", value="2")

    world.store.write(add, by="test", why="another commit")
    assert world.ask(Role.INVESTIGATOR, "GET", address, headers=held).status_code == 200


def test_a_mark_is_held_no_more_by_whom_more_is_shown(world: Any) -> None:
    """Of one commit; his districts are what changes."""
    rows = world.ask(Role.INVESTIGATOR, "GET", "/entities").json()["rows"]
    district = next(one["region_code"] for one in rows if not one["region_code"].endswith("00"))
    token = world.account("narrow", Role.INVESTIGATOR, districts=(district,))
    asked = {"params": {"known_at": f"seq:{world.store.head_seq()}"}}
    narrow = world.by(token, "GET", "/entities", **asked)
    scope = {"role": "INVESTIGATOR", "authorities": [], "districts": []}
    accounts = world.ask(Role.ADMINISTRATOR, "GET", "/accounts", params={"limit": 200}).json()["rows"]
    (account,) = [one["account_id"] for one in accounts if one["login"] == "narrow"]
    changed = world.ask(Role.ADMINISTRATOR, "PUT", f"/accounts/{account}/scope", json=scope)
    assert changed.status_code == 204, changed.text
    signed = {"login": "narrow", "password": "second horse battery 2"}
    token = world.by("", "POST", "/sessions", json=signed).json()["token"]
    wide = world.by(token, "GET", "/entities", headers={"If-None-Match": narrow.headers["etag"]}, **asked)
    assert wide.status_code == 200
    assert wide.json()["rows"] != narrow.json()["rows"]


@pytest.mark.parametrize(
    ("path", "action"),
    [
        ("/checks/{code}", "CHECK"),
        ("/findings/{finding_id}", "EXPLAIN"),
        ("/findings", "LIST_FINDINGS"),
        ("/persons/{person_id}", "SEE_PERSON"),
        ("/network/{code}", "SEE_NETWORK"),
        ("/entities/{code}/control", "SEE_CONTROL"),
    ],
)
def test_what_is_not_sent_again_is_written_down_again(
    world: Any, parts: dict[str, str], path: str, action: str
) -> None:
    """Whoever asks learns that it still stands: a department's system as much as a person."""
    key = world.key() if path in ("/checks/{code}", "/findings/{finding_id}", "/findings") else ""
    token = key or world.tokens[Role.INVESTIGATOR]
    address, now = filled(path, parts), {"known_at": f"seq:{world.store.head_seq()}"}

    def entries() -> list[dict[str, Any]]:
        found = world.ask(Role.AUDITOR, "GET", "/audit/reads", params={"action": action, "limit": 200}).json()
        rows: list[dict[str, Any]] = found["rows"]
        return rows

    first = world.by(token, "GET", address, params=now)
    assert first.status_code == 200, first.text
    told = entries()
    held = {"If-None-Match": first.headers["etag"]}
    assert world.by(token, "GET", address, params=now, headers=held).status_code == 304
    after = entries()
    assert len(after) == len(told) + 1 or (len(told) == 200 and after != told)
    newest, before = after[0], told[0]
    assert (newest["actor"], newest["subjects"], newest["seq"]) == (
        before["actor"],
        before["subjects"],
        before["seq"],
    )
