"""Whatever is sent to be kept or looked up by goes through one check: no number of a person in any text."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Final

import pytest
from pydantic import BaseModel, ValidationError

from api.openapi import document_of
from api.schemas.identities import MergeAsk, SplitAsk
from api.schemas.questions import QuestionAsk
from api.schemas.system import Ask
from api.schemas.workspace_items import ItemAsk
from graph.errors import UsageError

NUMBERS: Final = ("41130219800101001X", "411302 19800101 001x", "411302800101001")
#: By a number one signs in, looks up, or says why; what of it is kept is masked there.
BY_NUMBER: Final = {
    "Credentials", "PasswordChange", "CheckAsk", "ScreenAsk", "SearchAsk", "UnmaskAsk",
}  # fmt: skip
FORM: Final = {"start": {"by": "ALL"}}


def of(base: type[Ask]) -> Iterator[type[Ask]]:
    """Every kind of body that there is."""
    for one in base.__subclasses__():
        yield one
        yield from of(one)


KINDS: Final = {one.__name__: one for one in of(Ask)}


def bodies() -> set[str]:
    """Names of the models that are sent, those that a body may be one of included."""
    document = document_of()
    found = set()
    for methods in document["paths"].values():
        for one in methods.values():
            schema = one.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            if schema:
                name = schema["$ref"].rpartition("/")[2]
                either = document["components"]["schemas"][name].get("oneOf", [schema])
                found |= {part["$ref"].rpartition("/")[2] for part in either}
    return found


def texts(schema: dict[str, Any]) -> list[str]:
    """Fields of a body that take a text."""

    def takes(one: dict[str, Any]) -> bool:
        return one.get("type") == "string" or any(map(takes, one.get("anyOf", ())))

    return [name for name, one in schema["properties"].items() if takes(one) and "const" not in one]


def test_every_body_is_checked_and_those_that_take_a_number_are_named() -> None:
    assert len(bodies()) > 30
    assert bodies() - {*KINDS} == set(), "a body that is no Ask: nobody looks for numbers in it"
    assert {name for name, kind in KINDS.items() if kind.by_number} == BY_NUMBER


def endless(schema: dict[str, Any], root: dict[str, Any], place: str) -> Iterator[str]:
    """Texts, lists and maps of a body that may be of any length."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    bound = {"string": {"maxLength", "pattern", "enum", "const"}, "array": {"maxItems"}}
    if not bound.get(str(schema.get("type")), {"type"}) & {*schema} and "type" in schema:
        yield place
    if schema.get("type") == "object" and not {"properties", "maxProperties"} & {*schema}:
        yield place
    inner = [*schema.get("properties", {}).items(), *(("", one) for one in schema.get("anyOf", ()))]
    inner += [("[]", schema[key]) for key in ("items", "additionalProperties") if schema.get(key)]
    for name, one in inner:
        yield from endless(one, root, f"{place}.{name}")


@pytest.mark.parametrize("name", sorted(bodies()))
def test_everything_in_a_body_has_an_end(name: str) -> None:
    schema = KINDS[name].model_json_schema()
    assert list(endless(schema, schema, name)) == []


@pytest.mark.parametrize("name", sorted(bodies() - BY_NUMBER))
def test_no_text_of_a_body_takes_a_number(name: str) -> None:
    kind = KINDS[name]
    schema = kind.model_json_schema()
    example = schema.get("examples", [{}])[0]
    if example:
        kind.model_validate(deepcopy(example))
    for field in texts(schema):
        for number in NUMBERS:
            for text in (number, f"张三（{number}）"):
                with pytest.raises((UsageError, ValidationError)) as refused:
                    kind.model_validate({**deepcopy(example), field: text})
                # What pydantic says of a wrong form holds the value, and the door leaves it out.
                assert isinstance(refused.value, ValidationError) or number not in str(refused.value)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (SplitAsk, {"reason": "本人身份证{}"}),
        (MergeAsk, {"surviving": "p0123456789abcdef", "reason": "核对档案", "document": "{}"}),
        (QuestionAsk, {"form": {**FORM, "start": {"by": "CODES", "values": ["{}"]}}}),
        (
            QuestionAsk,
            {"form": {**FORM, "conditions": [{"field": "name", "operator": "CONTAINS", "value": "a{}"}]}},
        ),
        (ItemAsk, {"kind": "NOTE", "title": "走访", "body": {"words": "张三{}"}}),
        (ItemAsk, {"kind": "NOTE", "title": "走访", "body": {"origin": "{}"}}),
        (
            ItemAsk,
            {
                "kind": "VIEW",
                "title": "图",
                "body": {"view": {"code": "91410100MA00000000"}, "positions": {"{}": [0, 0]}},
            },
        ),
    ],
)
def test_a_number_is_found_however_deep(kind: type[BaseModel], given: dict[str, Any], number: str) -> None:
    def put(value: Any, text: str) -> Any:
        if isinstance(value, str):
            return value.replace("{}", text)
        if isinstance(value, dict):
            return {put(key, text): put(one, text) for key, one in value.items()}
        return [put(one, text) for one in value] if isinstance(value, list) else value

    kind.model_validate(put(given, "某"))
    with pytest.raises(UsageError) as refused:
        kind.model_validate(put(given, number))
    assert number not in str(refused.value)
