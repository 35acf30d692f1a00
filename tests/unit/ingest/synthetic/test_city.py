"""The package as a whole: reproducible, marked, readable, skewed, and no larger in memory for its size."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
import tracemalloc
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from graph.errors import UsageError
from graph.model.codelists import codelist
from graph.model.kinds import FieldKind
from graph.model.tables import TABLES
from ingest.synthetic import generate_city
from ingest.synthetic.tables import ANSWERS, COLUMNS, FORMS

TODAY = "2026-11-23"


def _digest(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_and_day_give_the_same_bytes_and_others_do_not(tmp_path: Path) -> None:
    for name, seed, today in (("a", 3, TODAY), ("b", 3, TODAY), ("c", 4, TODAY), ("d", 3, "2026-11-24")):
        generate_city(tmp_path / name, entities=1100, seed=seed, today=today)
    first, second, other, later = (_digest(tmp_path / name) for name in "abcd")
    assert first == second
    assert first["positions.csv"] != other["positions.csv"]
    assert first["positions.csv"] != later["positions.csv"]


def test_writing_over_an_earlier_city_is_the_same_as_writing_anew(tmp_path: Path) -> None:
    generate_city(tmp_path / "a", entities=1500, seed=1, today=TODAY)
    generate_city(tmp_path / "a", entities=600, seed=2, today=TODAY)
    generate_city(tmp_path / "b", entities=600, seed=2, today=TODAY)
    assert _digest(tmp_path / "a") == _digest(tmp_path / "b")


def test_the_manifest_says_that_all_of_it_is_invented(city: Any) -> None:
    manifest = json.loads((city.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["synthetic"] is True
    assert manifest["today"] == TODAY
    assert manifest["mode"] == "delta"
    assert "虚构" in manifest["note"]
    assert set(manifest["covers"]) == set(COLUMNS)


def test_every_table_is_there_with_rows_and_its_own_encoding(city: Any) -> None:
    for name in COLUMNS:
        assert city.raw(name), name
        data = (city.folder / f"{name}.csv").read_bytes()
        form = FORMS.get(name)
        assert data.startswith(b"\xef\xbb\xbf") == (form is not None and form.encoding == "utf-8-sig")
        if form is not None and form.encoding == "gb18030":
            with pytest.raises(UnicodeDecodeError):
                data.decode("utf-8")
    assert "证件号码" in (city.folder / "person_status.csv").read_text(encoding="utf-8-sig").splitlines()[0]


def test_every_column_and_code_is_declared_in_the_model(city: Any) -> None:
    for name, columns in COLUMNS.items():
        known = {text: one for one in TABLES[name].fields for text in (one.name, one.zh, *one.aliases)}
        assert set(columns) <= set(known), name
        headers = FORMS[name].headers if name in FORMS else None
        assert set((headers or {}).values()) <= set(known)
        lists = {c: known[c].codelist for c in columns if known[c].kind is FieldKind.CODELIST}
        for row in city.clean(name):
            for column, values in lists.items():
                assert not row[column] or codelist(values).find(row[column]), (name, column, row[column])


def test_the_city_has_as_many_organisations_as_asked_for(city: Any) -> None:
    assert len({row["uscc"].upper() for row in city.clean("entities")}) == 5000
    assert city.summary.rows["entities"] == len(city.raw("entities"))


def test_memory_does_not_grow_with_the_city(tmp_path: Path) -> None:
    peaks = []
    generate_city(tmp_path / "warm", entities=1000, seed=1, today=TODAY)
    for entities in (5_000, 20_000):
        tracemalloc.start()
        generate_city(tmp_path / str(entities), entities=entities, seed=1, today=TODAY)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.3 * peaks[0]


_PEAK = """
import resource, sys
from pathlib import Path
from ingest.synthetic import generate_city
generate_city(Path(sys.argv[1]), entities=int(sys.argv[2]), seed=1, today=sys.argv[3])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.slow
def test_two_hundred_thousand_entities_take_no_more_memory_than_twenty_thousand(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[4])}
    peaks = [
        int(
            subprocess.run(
                [sys.executable, "-c", _PEAK, str(tmp_path / size), size, TODAY],
                env=environment, capture_output=True, text=True, check=True,
            ).stdout
        )
        for size in ("20000", "200000")
    ]  # fmt: skip
    assert peaks[1] < 1.3 * peaks[0]


def test_a_few_people_sit_in_many_firms_and_most_in_one(city: Any) -> None:
    seats = Counter(row["id_no"].upper() for row in city.clean("positions") if row["id_no"])
    (_, most), *rest = seats.most_common(2)
    assert most > 80
    assert rest[0][1] < 12
    assert sum(1 for count in seats.values() if count <= 3) > 0.97 * len(seats)


def test_most_firms_have_one_to_three_holders(city: Any) -> None:
    holders = Counter(row["uscc"] for row in city.clean("holdings") if not row["valid_to"])
    few = sum(1 for count in holders.values() if count <= 3)
    assert few > 0.85 * len(holders)


def test_offices_change_hands_over_ten_years(city: Any) -> None:
    ended = [row for row in city.clean("positions") if row["valid_to"]]
    assert len(ended) > 300
    years = {row["established_on"][:4] for row in city.clean("entities") if row["established_on"]}
    assert {str(year) for year in range(2017, 2027)} <= years


def test_answer_files_have_their_columns(city: Any) -> None:
    for name, columns in ANSWERS.items():
        header = (city.folder / "answers" / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]
        assert header == ",".join(columns)


def test_progress_reaches_the_end(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    generate_city(
        tmp_path,
        entities=1200,
        seed=1,
        today=TODAY,
        progress=lambda done, wanted: seen.append((done, wanted)),
    )
    assert seen == [(500, 1200), (1000, 1200), (1200, 1200)]


@pytest.mark.parametrize(
    ("entities", "today"), [(0, TODAY), (2_000_001, TODAY), (10, "23.11.2026"), (10, "2019-01-01")]
)
def test_numbers_that_make_no_city_are_refused_with_what_to_do(
    tmp_path: Path, entities: int, today: str
) -> None:
    with pytest.raises(UsageError) as caught:
        generate_city(tmp_path, entities=entities, seed=1, today=today)
    assert caught.value.todo


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError):
        generate_city(tmp_path, entities=10, seed=1, today=TODAY)


@pytest.mark.parametrize("entities", [1, 7, 60, 501])
def test_small_cities_are_whole_too(tmp_path: Path, entities: int) -> None:
    summary = generate_city(tmp_path, entities=entities, seed=1, today=TODAY)
    assert summary.entities == entities


@pytest.mark.parametrize("today", ["2024-06-01", "2028-02-29", "2035-12-31"])
def test_any_today_from_mid_2024_makes_a_city_with_nothing_after_it(tmp_path: Path, today: str) -> None:
    generate_city(tmp_path, entities=700, seed=1, today=today)
    answers = (tmp_path / "answers" / "liabilities.csv").read_text(encoding="utf-8").splitlines()
    assert sum(1 for line in answers if ",1," in line) > 20
    with (tmp_path / "listings.csv").open(encoding="utf-8", newline="") as file:
        days = [row["decided_on"] for row in csv.DictReader(file)]
    assert max(day for day in days if len(day) == 10 and day[4] == "-" and day.isascii()) <= today
