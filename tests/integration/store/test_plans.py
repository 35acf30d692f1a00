"""EXPLAIN of every Cypher file on a loaded graph: the engine takes it, knows its words and uses its keys."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest

from graph import queries
from graph.derivation import derive
from graph.identity.numbers import IdentityKeys
from graph.model import EDGE_TYPES, NODE_TYPES
from graph.store import Store
from graph.store.explaining import Plan, explain, filled
from graph.store.testing import empty
from ingest.pipeline import ingest_paths
from ingest.synthetic import generate_city

TODAY = "2026-06-30"
#: These read a whole label or type on purpose: counts, figures, the few editions, columns of a full pass.
WHOLE = {
    "read/answers/counts",
    "read/catalogue/editions",
    "read/catalogue/in_force",
    "read/identity/judged_links",
    "read/ingest/parked",
    "read/liability/finding_refs",
    "read/liability/ground_refs",
    "read/ownership/entity_ids",
    "read/ownership/links",
    "read/oversight/fallen",
    "read/patterns/person_ids",
    "read/quality/conflicts_count",
    "read/saved/current",
    "read/statistics/findings",
    "read/statistics/ingest_runs",
    "read/statistics/listings",
    "read/statistics/quarantine",
    "read/statistics/withdrawal_days",
    "read/warning/agreements_turned",
    # Without an index for the labels that no signal counts; those that one counts are asked below.
    "read/warning/facts_between",
    "read/warning/first_load",
    "read/warning/guarantees_exposed",
    "read/warning/repairs_between",
}
_QUOTED = re.compile(r"`(\w+)`")
_KEY = re.compile(r"\((\w+:\w+) \{(\w+): ")
_SCANNED = re.compile(r"\w+:(\w+)")


@pytest.fixture(scope="module")
def loaded(engine_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A small city with everything derived, the engine's statistics up to date."""
    empty(engine_store)
    city = tmp_path_factory.mktemp("city") / "package"
    generate_city(city, entities=300, seed=3, today=TODAY)
    ingest_paths(engine_store, IdentityKeys.generate(), [city])
    derive(engine_store, today=TODAY)
    engine_store.after_bulk_load()
    # The driver also logs each notification; the test reads them itself.
    logger = logging.getLogger("neo4j.notifications")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    yield engine_store
    logger.setLevel(before)


def undeclared(plan: Plan) -> set[str]:
    """Words that neither the store nor the model knows."""
    words = {word for text in plan.unknown for word in _QUOTED.findall(text)}
    declared = {*NODE_TYPES, *EDGE_TYPES}
    for kind in (*NODE_TYPES.values(), *EDGE_TYPES.values()):
        declared |= {one.name for one in kind.properties}
    return words - declared


def needless_scans(text: str, plan: Plan) -> list[str]:
    """Scans of a label of which the text gives a key that the model indexes."""
    given = set(_KEY.findall(text))
    found = []
    for step in plan.scans():
        scanned = _SCANNED.search(step)
        kind = NODE_TYPES.get(scanned.group(1)) if scanned else None
        keys = (*kind.unique, *kind.indexed) if kind else ()
        if scanned is None or kind is None or any((scanned.group(), key) in given for key in keys):
            found.append(step)
    return found


@pytest.mark.parametrize("name", [one for one in queries.names() if not one.startswith("schema/")])
def test_the_engine_takes_the_query_and_uses_its_keys(loaded: Store, name: str) -> None:
    slotted = bool(queries.get_unfilled(name).slots)
    for query in filled(name):
        plan = explain(loaded, query)
        assert plan.operators, "the engine shows no plan"
        assert not undeclared(plan), query.text
        if name not in WHOLE:
            scans = needless_scans(query.text, plan) if slotted else list(plan.scans())
            assert not scans, query.text


@pytest.mark.parametrize(
    ("label", "day"),
    [
        ("Penalty", "decided_on"),
        ("Listing", "decided_on"),
        ("Commitment", "assessed_on"),
        ("Complaint", "received_on"),
    ],
)
def test_events_of_a_span_of_days_are_found_by_their_day(loaded: Store, label: str, day: str) -> None:
    plan = explain(loaded, queries.get("read/warning/facts_between", label=label, day=day))
    assert plan.operators and not list(plan.scans())


def test_names_are_found_by_their_pairs_of_characters(loaded: Store) -> None:
    sample = queries.parse(
        "read/test/a_name",
        "// name: read/test/a_name\n// summary: One stored name.\n// params:\n// returns: name: str\n"
        "MATCH (state:EntityState) WHERE size(state.search_name) > 6\n"
        "RETURN state.search_name AS name LIMIT 1",
    )
    search = queries.parse(
        "read/test/search",
        "// name: read/test/search\n// summary: Names with a phrase.\n// params: phrase: str\n"
        "// returns: name: str\nCALL db.index.fulltext.queryNodes('EntityState[search_name]', $phrase)\n"
        "YIELD node RETURN node.search_name AS name LIMIT 20",
    )
    name = loaded.read(sample)[0]["name"]
    found = loaded.read(search, phrase=f'"{name[1:5]}"')
    assert any(name[1:5] in row["name"] for row in found)
