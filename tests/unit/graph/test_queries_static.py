"""Checks over all Cypher files, without a database: a header cannot rot."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from graph import queries
from graph.query_text import graph_names, is_bounded, params_in, returned_aliases

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("creditgraph", "graph", "ingest", "api", "dashboard", "benchmarks")
REFERENCE = re.compile(r"[\"']((?:read|write|derive|schema)/[a-z0-9_]+(?:/[a-z0-9_]+)*)[\"']")
#: What is identity or bookkeeping has no versions, so a read of nothing else needs no commit number.
TIMELESS = frozenset(
    {
        "Account",
        "Change",
        "Commit",
        "Counter",
        "DepartmentKey",
        "Entity",
        "HAS_NUMBER",
        "Identifier",
        "IngestRun",
        "Lease",
        "Meta",
        "Person",
        "PersonNumber",
        "QuarantinedRow",
        "Session",
    }
)


@cache
def references() -> dict[str, set[str]]:
    """Query names in the text of our Python, and the files that name them."""
    found: dict[str, set[str]] = {}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for name in REFERENCE.findall(path.read_text(encoding="utf-8")):
                found.setdefault(name, set()).add(str(path.relative_to(ROOT)))
    return found


@pytest.mark.parametrize("name", queries.names())
def test_header_and_text_agree(name: str) -> None:
    query = queries._load(name)
    assert set(query.params) == params_in(query.text)
    if query.mode != "schema":
        assert returned_aliases(query.text) == tuple(query.returns)


@pytest.mark.parametrize("name", queries.names("read/"))
def test_a_read_is_bounded_and_says_when_it_knew(name: str) -> None:
    query = queries._load(name)
    assert is_bounded(query.text), "no LIMIT and not a single row of aggregates"
    if query.slots or not graph_names(query.text) <= TIMELESS:
        assert "seq" in query.params, "every read carries $seq"


@pytest.mark.parametrize("name", queries.names())
def test_labels_and_types_are_in_the_model(name: str) -> None:
    known = queries.allowed_slot_values("node_label") | queries.allowed_slot_values("edge_type")
    assert graph_names(queries._load(name).text) <= known


@pytest.mark.parametrize("name", [one for one in queries.names() if queries._load(one).slots])
def test_slot_kinds_are_known_to_the_model(name: str) -> None:
    for kind in queries._load(name).slots.values():
        assert queries.allowed_slot_values(kind)


@pytest.mark.parametrize("name", [one for one in queries.names() if not one.startswith("schema/")])
def test_every_file_is_used(name: str) -> None:
    assert name in references()


@pytest.mark.parametrize("name", sorted(references()))
def test_every_reference_exists(name: str) -> None:
    assert name in queries.names(), f"named in {sorted(references()[name])}"


def test_the_result_type_has_the_returned_fields() -> None:
    for query in (queries._load(name) for name in queries.names()):
        if query.result:
            module, _, attribute = query.result.rpartition(".")
            declared = getattr(import_module(module), attribute).__dataclass_fields__
            assert set(query.returns) <= set(declared), query.name


KEYED = re.compile(r"(?:OPTIONAL )?MATCH \((\w+):(\w+|\{\{\w+\}\}) \{ ?(\w+|\{\{\w+\}\}): [^}]*\}\)")


@pytest.mark.parametrize("name", [one for one in queries.names() if "UNWIND" in queries._load(one).text])
def test_a_look_up_of_many_keys_seeks_its_index(name: str) -> None:
    """While a label has few nodes Neo4j plans to scan its index, and keeps that plan as they become many."""
    lines = [line.strip() for line in queries._load(name).text.splitlines()]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if found := KEYED.match(line):
            variable, label, key = found.groups()
            assert following == f"USING INDEX SEEK {variable}:{label}({key})"


@pytest.mark.parametrize("name", queries.names("read/"))
def test_whoever_asks_how_an_objection_ended_asks_whether_the_record_is_corrected(name: str) -> None:
    text = queries._load(name).text
    asks = "CONTESTS" in text and re.search(r"\b(objection|other)\.decided_on", text)
    only_upheld = "AND objection.result = 'UPHELD'" in text
    follows = "'CORRECTED'" in text and "told_since" in text
    assert not asks or follows or only_upheld, "graph/liability/disputes.py: CORRECTED waits for the record"
