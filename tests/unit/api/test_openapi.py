"""The OpenAPI document that the docs carry."""

from __future__ import annotations

import json

from api.openapi import FILE, document


def test_the_file_is_what_the_application_says() -> None:
    assert FILE.read_text(encoding="utf-8") == document(), "run: python -m api.openapi"


def test_every_operation_says_what_it_does_and_how_it_refuses() -> None:
    wrong = []
    for path, methods in json.loads(document())["paths"].items():
        for method, one in methods.items():
            problems = [status for status in one["responses"] if status.startswith(("4", "5"))]
            if not one.get("summary") or not one.get("tags") or not problems:
                wrong.append(f"{method} {path}")
    assert wrong == []
