"""The second package: nothing of the first changes, and its keys say what its rows and acts bring about."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest

from ingest.synthetic import generate_city
from ingest.synthetic.later import ACTS, CAUSES, LATER

TODAY = "2026-11-23"
Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def digests(folder: Path) -> dict[str, str]:
    files = sorted(one for one in folder.rglob("*") if one.is_file())
    return {str(one.relative_to(folder)): hashlib.sha256(one.read_bytes()).hexdigest() for one in files}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("later") / "city"
    summary = generate_city(folder, entities=5000, seed=20, today=TODAY, later=True)
    assert set(summary.later) == set(CAUSES) and min(summary.later.values()) >= 3
    return folder


def keyed(folder: Path) -> dict[tuple[str, str], Row]:
    """Expected findings on persons known by number, by ground and person."""
    return {
        (row["ground_id"], f"{row['id_no']} {row['rule']}"): row
        for row in rows(folder / "answers" / "liabilities.csv")
        if row["expected"] == "1" and row["id_no"]
    }


def test_the_first_package_is_the_same_with_it_and_without(city: Path, tmp_path: Path) -> None:
    generate_city(tmp_path / "city", entities=5000, seed=20, today=TODAY)
    alone = digests(tmp_path / "city")
    both = digests(city)
    assert {name: digest for name, digest in both.items() if not name.startswith(LATER)} == alone
    generate_city(tmp_path / "again", entities=5000, seed=20, today=TODAY, later=True)
    assert digests(tmp_path / "again") == both
    # A city written over it has none of its leftovers.
    generate_city(tmp_path / "again", entities=5000, seed=20, today=TODAY)
    assert digests(tmp_path / "again") == alone


def test_its_manifest_is_later_than_the_first_and_says_that_it_is_invented(city: Path) -> None:
    first, second = (
        json.loads((folder / "manifest.json").read_text("utf-8")) for folder in (city, city / LATER)
    )
    assert second["synthetic"] is True and second["mode"] == "delta" and "虚构" in second["note"]
    assert second["produced_at"] > first["produced_at"] and second["today"] == first["today"]
    assert {one.name for one in (city / LATER).glob("*.csv")} == {f"{name}.csv" for name in second["covers"]}


def test_only_what_is_planted_differs_from_the_first_keys(city: Path) -> None:
    before, after = keyed(city), keyed(city / LATER)
    assert before.keys() < after.keys()
    changed = {key for key in before if before[key] != after[key]}
    assert {after[key]["withdrawn_because"] for key in changed} == set(CAUSES) - {"IDENTITY_SPLIT"}
    assert {(before[key]["state"], after[key]["state"]) for key in changed} == {("PROPOSED", "WITHDRAWN")}
    new = [after[key] for key in after.keys() - before.keys()]
    assert {(row["why"], row["state"], row["withdrawn_because"]) for row in new} == {
        ("TENURE_CORRECTED", "PROPOSED", ""),
        ("SAME_PERSON", "PROPOSED", ""),
        ("NOT_SAME_PERSON", "WITHDRAWN", "IDENTITY_SPLIT"),
    }
    fallen = {row["withdrawn_because"] for row in rows(city / LATER / "answers" / "withdrawals.csv")}
    assert fallen >= set(CAUSES)
    told = [row for row in after.values() if row["withdrawn_because"] in CAUSES]
    assert {row["withdrawn_at"] for row in told} == {TODAY}


def test_every_cause_is_brought_about_by_a_row_or_an_act(city: Path) -> None:
    after = keyed(city / LATER).values()
    by_cause = {cause: [row for row in after if row["withdrawn_because"] == cause] for cause in CAUSES}
    listings = {row["listing_id"]: row for row in rows(city / LATER / "listings.csv")}
    assert {row["ground_id"] for row in by_cause["FACT_RETRACTED"]} == set(listings)
    assert {row["op"] for row in listings.values()} == {"RETRACT"} and all(
        row["op_doc"] for row in listings.values()
    )
    # He who is corrected away had left on the first day of the violation; his successor came that day.
    windows = {row["listing_id"]: row["violation_from"] for row in rows(city / "listings.csv")}
    positions = rows(city / LATER / "positions.csv")
    ends = {(row["uscc"], row["id_no"]): row["valid_to"] for row in positions}
    for row in by_cause["FACT_CORRECTED"]:
        first = windows[row["ground_id"]]
        assert ends[row["uscc"], row["id_no"]] == first
        assert first in {one["valid_from"] for one in positions if one["uscc"] == row["uscc"]}
    acts = rows(city / LATER / ACTS)
    assert {(act["step"], act["act"]) for act in acts} == {("1", "MERGE"), ("2", "SPLIT")}
    split = {act["same_as_id_no"] for act in acts if act["act"] == "SPLIT"}
    merged = {act["id_no"] for act in acts if act["act"] == "MERGE" and act["same_as_id_no"] not in split}
    assert {row["id_no"] for row in by_cause["IDENTITY_MERGED"]} == merged
    assert {row["id_no"] for row in by_cause["IDENTITY_SPLIT"]} == split
    assert all(act["reason"] and act["document"] for act in acts)


def test_whoever_is_judged_is_named_in_a_table(city: Path) -> None:
    named = {row["id_no"] for folder in (city, city / LATER) for row in rows(folder / "positions.csv")}
    for act in rows(city / LATER / ACTS):
        assert act["same_as_id_no"] in named
