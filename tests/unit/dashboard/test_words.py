"""The pages' words are the model's, and names stay data."""

from __future__ import annotations

import re
from pathlib import Path

from api.auth.principal import Role
from dashboard import words
from dashboard.components.network import Edge, Node, event_of, view_data
from dashboard.markup import plain
from graph.model import EDGE_TYPES
from graph.model.codelists import codelist

VENDOR = Path(__file__).resolve().parents[3] / "dashboard" / "components" / "network" / "vendor"


def test_words_are_those_of_the_model() -> None:
    roles, lists, states = (codelist(name) for name in ("liable_roles", "list_types", "finding_states"))
    assert {code: roles.zh(code) for code in roles.codes()} == words.ROLES
    assert {code: lists.zh(code) for code in lists.codes()} == words.LISTS
    assert set(words.STATES) == set(states.codes())
    working = codelist("working_purposes")
    assert {code: working.zh(code) for code in working.codes()} == words.WORKING
    assert set(words.TYPES) - {"LIABLE_FOR"} <= set(EDGE_TYPES)


def test_what_the_audit_trail_says_has_words() -> None:
    api = VENDOR.parents[3] / "api"
    told = "".join(path.read_text(encoding="utf-8") for path in sorted(api.rglob("*.py")))
    writes = r"(?:note\(|noted\(tx, [^,]+,|_note\(asker,|action=)"
    actions = set(re.findall(writes + r'\s*"([A-Z_]{4,})"', told))
    assert {"SEE_PERSON", "UNMASK", "CREATE_ACCOUNT"} <= actions
    assert actions - {*words.ACTIONS} == set()
    assert {role.value: role.zh for role in Role} == words.ACCOUNT_ROLES


def test_every_traversable_relation_has_a_word() -> None:
    assert {one.type for one in EDGE_TYPES.values() if one.traversable} <= set(words.TYPES)


def test_nothing_in_a_name_is_markdown() -> None:
    assert plain("[x](javascript:1)") == r"\[x\]\(javascript\:1\)"


def test_a_relation_to_nobody_is_left_out() -> None:
    node = Node("a", "甲", "ENTITY")
    assert view_data([node], [Edge("1", "a", "b", "HOLDS", "持股")])["edges"] == []


def test_only_events_of_the_known_form_are_read() -> None:
    assert event_of({"event": {"kind": "expand", "id": "a"}}) is not None
    assert [event_of(one) for one in (None, {}, {"event": "x"}, {"event": {"id": "a"}})] == [None] * 4


def test_the_vendored_library_is_the_one_that_is_named() -> None:
    import hashlib

    digest = hashlib.sha256((VENDOR / "cytoscape.bundle.js").read_bytes()).hexdigest()
    assert digest in (VENDOR / "VENDOR.md").read_text(encoding="utf-8")


def test_words_of_checks_and_quality_are_those_of_the_platform() -> None:
    from api.auth.principal import ACCOUNT_ROLES
    from graph.liability.explain import CAUSES
    from graph.liability.rulebook import load_vocabulary
    from ingest.problems import Rule

    assert load_vocabulary().purposes["codes"] == words.PURPOSES
    assert load_vocabulary().measures == words.MEASURES
    assert {one.value: one.zh for one in ACCOUNT_ROLES} == words.OFFICES
    assert words.WITHDRAWN == CAUSES
    assert set(words.RULES) == set(Rule)
