"""The same truth cases through ingest, store and derivation, on both engines: same persons, same states."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.services.check import check
from api.services.desk import Desk
from api.services.findings import export_liabilities
from api.services.grounds import grounds
from api.services.relations import named_plan, path
from api.services.subjects import find_person_by_number
from graph.derivation import derive
from graph.identity.numbers import IdentityKeys
from graph.liability.rulebook import load_rules
from graph.store import Store
from ingest.pipeline import ingest_paths

Tables = dict[str, list[dict[str, Any]]]
_COMPARED = ("role", "mode", "state", "rule", "valid_from", "valid_to")


def write_tables(folder: Path, tables: Tables) -> Path:
    folder.mkdir(parents=True)
    for name, rows in tables.items():
        if rows:
            columns = list(dict.fromkeys(column for row in rows for column in row))
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(rows)
    return folder


@pytest.fixture(scope="session")
def identity_keys() -> IdentityKeys:
    return IdentityKeys.generate()


def test_the_store_gives_what_the_law_says(
    truth_case: dict[str, Any],
    as_tables: Callable[[dict[str, Any]], Tables],
    identity_keys: IdentityKeys,
    name_of: Callable[[str], str],
    number_of: Callable[[str], str],
    store: Store,
    tmp_path: Path,
) -> None:
    report = ingest_paths(store, identity_keys, [write_tables(tmp_path / "case", as_tables(truth_case))])
    assert report.total("quarantined") == 0
    assert report.total("returned") == truth_case.get("returned", 0)
    derive(store, today=truth_case["today"])
    desk = Desk(store, identity_keys, truth_case["today"], "test", load_rules(), reveal_synthetic=True)
    found = sorted(
        (row["person_name"], *(str(row[name]) for name in _COMPARED)) for row in export_liabilities(desk)
    )
    wanted = sorted(
        (name_of(row["person"]), *(str(row.get(name, "")) for name in _COMPARED))
        for row in truth_case["expected"]
    )
    assert found == wanted
    for asked in truth_case.get("checks", ()):
        known = number_of(asked["person"]) if "person" in asked else ""
        code = store.ask(find_person_by_number(desk, known)).id if known else asked["company"]
        answer = check(desk, code, purpose=asked.get("purpose"), measure=asked.get("measure"))
        assert (asked, answer["decision"]) == (asked, asked["decision"])
    for ends in truth_case.get("unlinked", ()):
        links = path(desk, desk.store.ask(named_plan(ends, desk.today)))
        assert (links["complete"], links["paths"]) == (True, [])
    subjects = [row["uscc"] for row in truth_case.get("entities", ())]
    decisions = [one for code in subjects for one in grounds(desk, code)["decisions"]]
    told = {why["code"] for one in decisions for why in one["why"]}
    if subjects and not any("person" in row for row in truth_case.get("listings", ())):
        assert set(truth_case.get("outcomes", ())) <= told
        assert bool(found) == any(one["answer"] == "FOUND" for one in decisions)
