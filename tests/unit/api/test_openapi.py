"""The OpenAPI document that the docs carry."""

from __future__ import annotations

import json
from typing import Any

from api.errors import MEDIA
from api.main import PREFIX
from api.openapi import FILE, document


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
