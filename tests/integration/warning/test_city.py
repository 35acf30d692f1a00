"""The synthetic city: every planted burst is found, nobody else stands out, a day before them is quiet."""

from __future__ import annotations

import csv
from pathlib import Path

from graph.days import add_days
from graph.identity.keys import load_or_create_keys
from graph.ownership.parties import label_ids
from graph.risk.warning import Scope, Signal, compute_day
from graph.store import Store
from ingest.pipeline import ingest_paths
from ingest.synthetic import generate_city

TODAY = "2026-11-23"
#: What the city's ordinary life does not bring in such numbers.
QUIET = (Signal.COMPLAINTS, Signal.BROKEN_COMMITMENTS, Signal.PENALTIES)


def alerts(store: Store, day: str, signals: tuple[Signal, ...]) -> set[tuple[str, str]]:
    found = compute_day(store, day, today=TODAY, signals=signals)
    beyond = [one for one in found.figures if one.scope is Scope.ENTITY and one.level == "ALERT"]
    labels = label_ids(store, {one.scope_id for one in beyond}, day)
    return {(one.signal.value, labels.codes[one.scope_id]) for one in beyond}


def test_planted_bursts_are_found_and_nothing_where_none_is(store: Store, tmp_path: Path) -> None:
    generate_city(tmp_path / "city", entities=500, seed=7, today=TODAY)
    ingest_paths(store, load_or_create_keys(tmp_path / "keys"), [tmp_path / "city"])
    with (tmp_path / "city" / "answers" / "warnings.csv").open(encoding="utf-8", newline="") as file:
        planted = {(row["signal"], row["uscc"]) for row in csv.DictReader(file)}
    assert {signal for signal, _ in planted} == {*(one.value for one in QUIET), "GUARANTEE_EXPOSURE"}
    found = alerts(store, TODAY, (*QUIET, Signal.GUARANTEE_EXPOSURE))
    assert planted <= found
    assert {one for one in found if one[0] in QUIET} == {one for one in planted if one[0] in QUIET}
    assert alerts(store, add_days(TODAY, -200), QUIET) == set()


def test_a_clean_city_has_nothing_to_tell(store: Store, tmp_path: Path) -> None:
    generate_city(tmp_path / "city", entities=300, seed=7, today=TODAY, clean=True)
    ingest_paths(store, load_or_create_keys(tmp_path / "keys"), [tmp_path / "city"])
    assert alerts(store, TODAY, tuple(Signal)) == set()
