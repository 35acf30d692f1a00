"""A composed question says only what its lists allow; everything else is refused by name of the place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UsageError
from graph.model import EDGE_TYPES, NODE_TYPES
from graph.risk.questions import read_form, vocabulary
from graph.risk.questions.form import DECISIONS, FIELDS, OPERATORS, Condition

GOOD: dict[str, Any] = {
    "start": {"by": "LIST", "values": ["L03"]},
    "conditions": [{"on": "ENTITY", "field": "region_code", "operator": "STARTS_WITH", "value": "4113"}],
    "steps": [
        {"relation": "LEGAL_REP_OF", "direction": "IN", "conditions": []},
        {
            "relation": "HOLDS",
            "direction": "OUT",
            "conditions": [{"on": "RELATION", "field": "pct", "operator": "AT_LEAST", "value": 30}],
        },
        {
            "relation": "PENALISED_BY",
            "direction": "OUT",
            "conditions": [{"field": "decided_on", "operator": "FROM", "value": "2025-01-01"}],
        },
    ],
    "at_least": 2,
    "limit": 50,
}
HOSTILE = (
    "LEGAL_REP_OF|HAS_NUMBER",
    "LEGAL_REP_OF]->(n) DETACH DELETE n //",
    "HAS_NUMBER",
    "Account",
    "CALL db.labels()",
    "LOAD CSV",
    "CONTROLS",
    "LIABLE_FOR",
    "IDENTIFIED_BY",
    "EMPLOYED_BY",
)


def changed(path: list[Any], value: Any) -> dict[str, Any]:
    """The good form with one thing different."""

    def copy(part: Any, rest: list[Any]) -> Any:
        if not rest:
            return value
        if isinstance(part, dict):
            return {**part, rest[0]: copy(part.get(rest[0]), rest[1:])}
        return [copy(one, rest[1:]) if at == rest[0] else one for at, one in enumerate(part)]

    found: dict[str, Any] = copy(GOOD, path)
    return found


def test_a_step_to_decisions_leads_to_those_in_force_unless_all_are_asked_for() -> None:
    assert read_form(GOOD).steps[2].standing == "IN_FORCE"
    assert (
        read_form(changed(["steps", 2], {**GOOD["steps"][2], "standing": "ANY"})).steps[2].standing == "ANY"
    )
    for at, word in ((2, "REPAIRED"), (0, "ANY")):
        with pytest.raises(UsageError) as refused:
            read_form(changed(["steps", at], {**GOOD["steps"][at], "standing": word}))
        assert refused.value.where == f"steps[{at}].standing"


def test_a_good_form_is_read_whole() -> None:
    form = read_form(GOOD)
    assert [one.relation for one in form.steps] == ["LEGAL_REP_OF", "HOLDS", "PENALISED_BY"]
    assert form.steps[1].conditions == (Condition("RELATION", "pct", "AT_LEAST", 30.0),)
    assert (form.at_least, form.limit) == (2, 50)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_relation_that_is_not_on_the_list_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_form(changed(["steps", 0, "relation"], text))
    assert refused.value.where == "steps[0].relation"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["start", "by"], "PERSONS"),
        (["start", "values"], []),
        (["start", "values"], ["L99"]),
        (["start", "values"], ["L03"] * 201),
        (["start"], {"by": "REGION", "values": ["4113"]}),
        (["start"], {"by": "ALL", "values": ["x"]}),
        (["start", "cypher"], "MATCH (n) RETURN n"),
        (["cypher"], "MATCH (n) DETACH DELETE n"),
        (["conditions", 0, "field"], "password_hash"),
        (["conditions", 0, "field"], "phone_hmac"),
        (["conditions", 0, "operator"], "MATCHES"),
        (["conditions", 0, "value"], "x" * 101),
        (["conditions", 0, "value"], {"$ne": ""}),
        (["conditions", 0, "value"], "\ud800"),
        (["conditions", 0, "value"], "a\nb"),
        (["\ud800"], 1),
        (["conditions", 0, "on"], "PERSON"),
        (["steps", 1, "conditions", 0, "value"], float("inf")),
        (["steps", 1, "conditions", 0, "value"], True),
        (["steps", 2, "conditions", 0, "value"], "2025-13-01"),
        (["steps"], [GOOD["steps"][2], GOOD["steps"][0]]),
        (["steps"], [GOOD["steps"][0]] * 4),
        (["steps", 0, "direction"], "BOTH"),
        (["at_least"], 0),
        (["limit"], 501),
        (["limit"], 1e9),
        (["limit"], None),
    ],
)
def test_whatever_no_list_allows_is_refused(path: list[Any], value: Any) -> None:
    with pytest.raises(UsageError) as refused:
        read_form(changed(path, value))
    assert refused.value.where


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
        max_leaves=12,
    )
)
@settings(max_examples=200, deadline=None)
def test_any_other_document_is_refused_and_never_crashes(document: Any) -> None:
    with pytest.raises(UsageError):
        read_form(document)


def test_no_word_reaches_accounts_keys_numbers_or_what_is_derived() -> None:
    relations = {one["code"] for one in vocabulary()["relations"]}
    assert all(EDGE_TYPES[one].traversable for one in relations - set(DECISIONS))
    ends = {end for one in relations for end in (*EDGE_TYPES[one].sources, *EDGE_TYPES[one].targets)}
    assert ends <= {"Person", "Entity", "Penalty", "CourtRecord", "Listing"}
    assert FIELDS["PERSON"] == {}
    state = {one.name for one in NODE_TYPES["EntityState"].properties}
    assert set(FIELDS["ENTITY"]) <= state
    assert "phone_hmac" not in FIELDS["ENTITY"]


@pytest.mark.parametrize(
    ("operator", "value", "found", "holds"),
    [
        ("IS", "存续", "存续", True),
        ("IS_NOT", "存续", "注销", True),
        ("IS_NOT", "存续", "", False),
        ("CONTAINS", "建", "宛建筑", True),
        ("ONE_OF", ("a", "b"), "b", True),
        ("BEFORE", "2025-01-01", "2024-12-31", True),
        ("BEFORE", "2025-01-01", "2025-01-01", False),
        ("BEFORE", "2025-01-01", "0001-01-01", False),
        ("FROM", "2025-01-01", "2025-01-01", True),
        ("AT_LEAST", 30.0, 30.0, True),
        ("AT_MOST", 30.0, 30.1, False),
        ("AT_MOST", 30.0, -1.0, False),
    ],
)
def test_a_condition_at_its_edge_and_what_is_unknown_meets_none(
    operator: str, value: Any, found: Any, holds: bool
) -> None:
    assert any(operator in some for some in OPERATORS.values())
    assert Condition("ENTITY", "name", operator, value).holds(found) is holds
