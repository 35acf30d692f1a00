"""The OpenAPI document that the docs carry."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from fastapi import FastAPI
from pydantic import BaseModel

from api.errors import MEDIA
from api.main import PREFIX
from api.openapi import FILE, document
from api.times import NOW_ONLY

#: Objects whose keys this document does not know, and why they may be in an answer.
UNTYPED: Final = {
    "OlderAnswerOut": "an answer as an earlier edition of the API gave it: it had that edition's form",
}


def test_the_file_is_what_the_application_says() -> None:
    assert FILE.read_text(encoding="utf-8") == document(), "run: python -m api.openapi"


def operations() -> list[tuple[str, dict[str, Any]]]:
    paths = json.loads(document())["paths"]
    return [(f"{method} {path}", one) for path, methods in paths.items() for method, one in methods.items()]


def test_every_operation_says_what_it_does_and_how_it_refuses() -> None:
    wrong = []
    for name, one in operations():
        problems = [found for status, found in one["responses"].items() if status.startswith(("4", "5"))]
        documents = [MEDIA in found["content"] for found in problems]
        if not one.get("summary") or not one.get("tags") or not documents or not all(documents):
            wrong.append(name)
    assert wrong == []


def test_every_answer_is_typed_and_every_request_body_has_an_example() -> None:
    schemas = json.loads(document())["components"]["schemas"]
    wrong = []
    for name, one in operations():
        good = [found for status, found in one["responses"].items() if status in ("200", "201")]
        # A document that is handed out as a file has a media type of its own instead of a schema.
        typed = [
            "$ref" in found["content"].get("application/json", {"schema": {"$ref": ""}})["schema"]
            for found in good
        ]
        asked = one.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        shown = asked is None or schemas[asked["$ref"].rpartition("/")[2]].get("examples")
        if not all(typed) or not (good or {"204", "303"} & {*one["responses"]}) or not shown:
            wrong.append(name)
    assert wrong == []


def untyped(
    schema: Any, schemas: dict[str, Any], place: str = "", seen: frozenset[str] = frozenset()
) -> Iterator[str]:
    """Places of a schema where anything may stand: objects of unknown keys and values, lists of anything."""
    name = schema.get("$ref", "").rpartition("/")[2]
    if name in UNTYPED or name in seen:
        return
    if name:
        yield from untyped(schemas[name], schemas, name, seen | {name})
        return
    inner = [
        *((f"{place}.{key}", one) for key, one in schema.get("properties", {}).items()),
        *(
            (place, one)
            for kind in ("anyOf", "oneOf", "allOf", "prefixItems")
            for one in schema.get(kind, ())
        ),
    ]
    if schema.get("type") == "object" and not schema.get("properties"):
        inner.append((f"{place}{{}}", schema.get("additionalProperties", {})))
    elif schema.get("type") == "array" and "prefixItems" not in schema:
        inner.append((f"{place}[]", schema.get("items", {})))
    if schema is True or not (inner or {"type", "const", "enum"} & {*schema}):
        yield place
    for where, one in inner:
        yield from untyped({} if isinstance(one, bool) else one, schemas, where, seen)


def untyped_in(found: dict[str, Any]) -> set[str]:
    """Untyped places of all bodies, asked and answered, of a document."""
    bodies = [
        body["schema"]
        for methods in found["paths"].values()
        for one in methods.values()
        for part in (one.get("requestBody", {}), *one["responses"].values())
        for media, body in part.get("content", {}).items()
        if media == "application/json"
    ]
    schemas = found["components"]["schemas"]
    return {place for body in bodies for place in untyped(body, schemas)}


def test_nothing_that_is_asked_or_answered_is_a_bare_object() -> None:
    found = json.loads(document())
    assert untyped_in(found) == set()
    assert {*UNTYPED} <= {*found["components"]["schemas"]}, "an exception that nobody needs any more"


def test_a_bare_object_would_be_found() -> None:
    class Row(BaseModel):
        known: dict[str, str]
        bare: dict[str, Any]
        rows: list[dict[str, Any]]
        anything: Any
        some: list[Any] | None

    app = FastAPI()
    app.get("/one", response_model=Row)(lambda: None)
    app.get("/two", response_model=dict[str, Any])(lambda: None)
    places = untyped_in(app.openapi())
    assert places == {"Row.bare{}", "Row.rows[]{}", "Row.anything", "Row.some[]", "{}"}


def test_every_question_may_be_asked_as_known_then_or_says_why_not() -> None:
    asked: dict[str, bool] = {}
    schemas = json.loads(document())["components"]["schemas"]
    for name, one in operations():
        method, path = name.split(" ")
        body = one.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        given = {named["name"] for named in one.get("parameters", ())}
        given |= {*schemas.get(body.get("$ref", "").rpartition("/")[2], {}).get("properties", {})}
        if method == "get":
            asked[path.removeprefix(PREFIX)] = "known_at" in given
            assert ("known_at" in given) is ("不设 known_at" not in one.get("description", "")), name
        elif "as_of" in given:
            assert "known_at" in given, f"{name} has one time and not the other"
    assert {path for path, known in asked.items() if not known} == {*NOW_ONLY}


def test_the_reference_names_every_operation() -> None:
    text = (FILE.parent / "api.md").read_text(encoding="utf-8")
    named = [name.split(" ") for name, _ in operations()]
    missing = [f"{method.upper()} {path.removeprefix(PREFIX)}" for method, path in named]
    assert [one for one in missing if f"`{one}`" not in text] == []


def test_every_answer_of_a_version_may_be_left_unsent() -> None:
    """A replay asks an answer again and compares: it is never answered from a memory."""
    schemas = json.loads(document())["components"]["schemas"]
    versioned, unsent = set(), set()
    for name, one in operations():
        answers = one["responses"].get("200", {}).get("content", {}).get("application/json", {})
        shown = schemas.get(answers.get("schema", {}).get("$ref", "").rpartition("/")[2], {})
        if name.startswith("get ") and "data_version" in shown.get("properties", {}):
            versioned.add(name)
        if "304" in one["responses"]:
            unsent.add(name)
            assert "content" not in one["responses"]["304"], name
    assert len(unsent) > 30
    assert versioned - unsent == {f"get {PREFIX}/answers/{{answer_id}}/replay"}
    assert unsent <= versioned
