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
#: What the city's ordinary life does not bring in such numbers: who stands out was planted.
QUIET = (
    Signal.COMPLAINTS,
    Signal.BROKEN_COMMITMENTS,
    Signal.PENALTIES,
    Signal.CLUSTER_REGISTRATIONS,
    Signal.REPRESENTATIVE_CHANGES,
    Signal.CONTROLLER_CHANGES,
    Signal.OVERDUE_REPAIRS,
)
PLANTED = (*QUIET, Signal.GUARANTEE_EXPOSURE)
#: A firm is founded once, so registrations never reach the higher level of one firm.
LEAST = {Signal.CLUSTER_REGISTRATIONS: "WATCH"}
LEVELS = ("NORMAL", "WATCH", "ALERT")
Standing = set[tuple[str, str, int]]


def standing_out(store: Store, day: str, signals: tuple[Signal, ...]) -> Standing:
    """Signal, code and number of the entities beyond the alert threshold, or the one that they can reach."""
    found = compute_day(store, day, today=TODAY, signals=signals)
    beyond = [
        one
        for one in found.figures
        if one.scope is Scope.ENTITY
        and LEVELS.index(one.level) >= LEVELS.index(LEAST.get(one.signal, "ALERT"))
    ]
    labels = label_ids(store, {one.scope_id for one in beyond}, day)
    return {(one.signal.value, labels.codes[one.scope_id], one.value) for one in beyond}


def planted(folder: Path) -> Standing:
    """The answer key."""
    with (folder / "answers" / "warnings.csv").open(encoding="utf-8", newline="") as file:
        return {(row["signal"], row["uscc"], int(row["number"])) for row in csv.DictReader(file)}


def test_planted_bursts_are_found_with_their_numbers_and_nobody_else(store: Store, tmp_path: Path) -> None:
    generate_city(tmp_path / "city", entities=500, seed=7, today=TODAY)
    ingest_paths(store, load_or_create_keys(tmp_path / "keys"), [tmp_path / "city"])
    wanted = planted(tmp_path / "city")
    assert {signal for signal, _, _ in wanted} == {one.value for one in PLANTED}
    found = standing_out(store, TODAY, PLANTED)
    assert wanted <= found
    quiet = {one.value for one in QUIET}
    assert {one for one in found if one[0] in quiet} == {one for one in wanted if one[0] in quiet}
    assert standing_out(store, add_days(TODAY, -200), QUIET) == set()


def test_a_clean_city_has_nothing_to_tell(store: Store, tmp_path: Path) -> None:
    generate_city(tmp_path / "city", entities=300, seed=7, today=TODAY, clean=True)
    ingest_paths(store, load_or_create_keys(tmp_path / "keys"), [tmp_path / "city"])
    assert standing_out(store, TODAY, tuple(Signal)) == set()
