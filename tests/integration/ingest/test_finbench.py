"""FinBench through its mapping: ingested with its additions, and its control pairs agree with brute force."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from api.services.desk import open_desk
from api.services.investigate import control_rows
from graph.derivation import derive
from graph.identity.codes import classify_code
from graph.identity.numbers import IdentityKeys, read_number
from graph.store import Store
from ingest.pipeline import ingest_paths
from ingest.sources.finbench import company_code, convert_finbench, person_document

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "finbench-sf0.01"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the third-party data are not beside the project")


@pytest.mark.parametrize("identifier", ["0", "423", "1099511628596", "13194139535421"])
def test_mapped_ids_pass_the_checks_and_differ_by_kind(identifier: str) -> None:
    assert classify_code(company_code(int(identifier))).valid
    assert read_number("02", person_document(int(identifier))).valid


def brute_force(folders: list[Path]) -> set[tuple[str, str]]:
    held: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for folder in folders:
        with (folder / "holdings.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                holder = row["holder_code"] or row["holder_id_no"]
                if holder != row["uscc"]:
                    held[row["uscc"]][holder] += float(row["equity_pct"])
    pairs: set[tuple[str, str]] = set()
    for root in {holder for holders in held.values() for holder in holders}:
        mine: set[str] = set()
        grown = True
        while grown:
            grown = False
            for company, holders in held.items():
                votes = sum(pct for holder, pct in holders.items() if holder == root or holder in mine)
                if company not in mine and company != root and votes > 50 + 1e-9:
                    mine.add(company)
                    grown = True
        pairs |= {(root, company) for company in mine}
    return pairs


@needs_data
def test_control_pairs_of_finbench_agree_with_brute_force(store: Store, tmp_path: Path) -> None:
    keys = IdentityKeys.generate()
    folders = convert_finbench(DATA, tmp_path / "finbench")
    report = ingest_paths(store, keys, folders)
    assert report.total("quarantined") == 0
    assert not any(one.refused_files for one in report.packages)
    desk = open_desk(store, keys, reveal_synthetic=True)
    derive(store, today=desk.today)
    found = {(row["controller_id_no"] or row["controller"], row["controlled"]) for row in control_rows(desk)}
    assert found == brute_force(folders)
