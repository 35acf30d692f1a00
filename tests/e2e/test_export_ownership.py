"""Shares exported with what they rest on; a person who was judged to be another is found as him."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from graph.store.embedded import stop_server
from ingest.synthetic.codes import uscc

pytestmark = [pytest.mark.e2e, pytest.mark.integration]

HALVES, OVER, RING, BACK, ELSEWHERE = (uscc("91", "411303", f"MA00010{number}") for number in range(5))
NUMBERS: Final = {"甲某某": "41130219800101001X", "乙某某": "411381197512311245"}
DAY: Final = "2026-01-01"


def by(holder: str, company: str, percent: str = "") -> dict[str, str]:
    """A holding of a person, by name, or of a company, by code."""
    number = NUMBERS.get(holder, "")
    return {
        "uscc": company, "holder_kind": "PERSON" if number else "ORG", "valid_from": "2020-01-01",
        "holder_code": "" if number else holder, "holder_name": holder if number else "",
        "holder_id_type": "01" if number else "", "holder_id_no": number, "equity_pct": percent,
    }  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, installation: Callable[[Path], Any]) -> Iterator[Any]:
    """Two ids hold 30 % each of one company; two companies are over the whole; two own each other."""
    folder = tmp_path_factory.mktemp("package")
    manifest = {"source": {"name": "测试", "code": "T1"}, "synthetic": True, "today": "2026-11-23"}
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    codes = (HALVES, OVER, RING, BACK, ELSEWHERE)
    rows = [
        by("甲某某", HALVES, "30"), by("乙某某", HALVES, "30"), by(HALVES, OVER, "60"),
        by("乙某某", OVER, "60"), by(RING, BACK, "100"), by(BACK, RING, "100"),
        by(RING, ELSEWHERE, "80"), by(BACK, ELSEWHERE, "30"), by("甲某某", ELSEWHERE),
    ]  # fmt: skip
    entities = [
        {"uscc": one, "name": f"模拟{one[-4:]}有限公司", "legal_form": "有限责任公司"} for one in codes
    ]
    for name, table in (("entities", entities), ("holdings", rows)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(table[0]))
            writer.writeheader()
            writer.writerows(table)
    made = installation(tmp_path_factory.mktemp("home"))
    done = made.run("ingest", str(folder))
    assert done.status == 0, done.stdout + done.stderr
    yield made
    stop_server(made.folder)


def exported(home: Any, target: Path, *args: str) -> tuple[list[dict[str, str]], dict[str, Any]]:
    """Rows and notes of an export."""
    done = home.run("export", "ownership", "-o", str(target), "--as-of", DAY, *args)
    assert done.status == 0, done.stderr
    described = json.loads(target.with_name(f"{target.name}-metadata.json").read_text(encoding="utf-8"))
    told = "".join(done.stderr.split())  # a long path is wrapped
    assert described["url"] == target.name and str(target) in told
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [one["name"] for one in described["tableSchema"]["columns"]] == list(rows[0])
    [notes] = described["notes"]
    return rows, notes


def test_shares_say_on_what_they_rest(home: Any, tmp_path: Path) -> None:
    rows, notes = exported(home, tmp_path / "o.csv")
    assert (notes["as_of"], notes["root"], notes["min_pct"]) == (DAY, None, 0.0) and notes["data_version"]
    assert (notes["policy"]["loops"], notes["policy"]["missing_pct"]) == ("GEOMETRIC", "LOWER")
    assert notes["over_the_whole"] == sorted((OVER, ELSEWHERE))
    assert (RING, BACK) in {(one["owner"], one["owned"]) for one in rows if one["integrated_pct"] == ""}
    assert "不是零" in notes["empty_integrated_pct"]
    _, other = exported(home, tmp_path / "u.csv", "--upper", "--owner-once", "--min-pct", "5")
    assert (other["policy"]["loops"], other["policy"]["missing_pct"]) == ("OWNER_ONCE", "UPPER")
    assert other["over_the_whole"] == notes["over_the_whole"] and other["min_pct"] == 5.0
    root, of_one = exported(home, tmp_path / "r.csv", "--root", HALVES)
    assert [one["owned"] for one in root] == of_one["over_the_whole"] == [OVER] and of_one["root"] == HALVES


def test_who_was_judged_to_be_another_is_found_as_him(home: Any, tmp_path: Path) -> None:
    rows, _ = exported(home, tmp_path / "before.csv")
    ids = {one["owner_name"]: one["owner"] for one in rows}
    kept, absorbed = ids["甲某某"], ids["乙某某"]
    done = home.run("identity", "merge", absorbed, kept, "--reason", "同一人")
    assert done.status == 0, done.stderr
    found: dict[str, list[Any]] = {}
    for one in (kept, absorbed):
        group = home.run("groups", one, "--as-of", DAY, "--json").report
        changed = home.run("control", one, "--diff", "2019-01-01", DAY, "--json").report
        assert {row["id"] for row in group["members"]} >= {HALVES}
        assert HALVES in {row["controlled"] for row in changed["changes"]}
        shares, notes = exported(home, tmp_path / "after.csv", "--root", one)
        assert notes["root"] == kept
        found[one] = [group, changed, shares, notes]
    assert found[kept] == found[absorbed]
    before = home.run("control", absorbed, "--diff", "2019-01-01", DAY, "--known-at", "seq:1", "--json")
    assert before.status == 0 and before.report["subject"] == absorbed
