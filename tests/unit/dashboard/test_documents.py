"""The client's types are those of the API's document."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, is_typeddict

import pytest

import dashboard.client
from dashboard import documents

SCHEMAS: dict[str, Any] = dict(documents.SCHEMAS)
for _area in iter_modules(dashboard.client.__path__):
    SCHEMAS |= getattr(import_module(f"dashboard.client.{_area.name}"), "SCHEMAS", {})
FILE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "openapi.json"
KINDS = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}


def schemas() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))["components"]["schemas"]
    return found


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_type_has_the_fields_of_its_schema(name: str) -> None:
    declared = SCHEMAS[name]
    assert is_typeddict(declared)
    assert set(declared.__annotations__) == set(schemas()[name]["properties"])


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_plain_fields_have_the_kind_of_their_schema(name: str) -> None:
    import typing

    wrong = []
    hints = typing.get_type_hints(SCHEMAS[name])
    for field, told in schemas()[name]["properties"].items():
        kinds = {one.get("type") for one in told.get("anyOf", [told])}
        if kinds <= set(KINDS.values()):
            given = typing.get_args(hints[field]) or (hints[field],)
            found = {KINDS.get(one, "string") for one in given}
            if found != kinds:
                wrong.append((field, found, kinds))
    assert wrong == []
