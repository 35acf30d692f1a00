"""The two worked cases in a store."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.services.desk import Desk
from api.services.findings import all_findings
from graph.derivation import derive
from graph.identity.numbers import IdentityKeys, citizen_id_check_digit
from graph.liability.rulebook import load_rules
from graph.store import Store
from ingest.pipeline import ingest_paths

COMPANY = "91411300MA00000077"
Tables = dict[str, list[dict[str, Any]]]


def number_of(alias: str) -> str:
    """A number of nobody."""
    body = f"41130219800101{ord(alias):03d}"
    return body + citizen_id_check_digit(body)


def read_cases() -> tuple[str, Tables]:
    """Today and the tables, aliases made numbers."""
    given = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))
    today = given.pop("today").isoformat()
    return today, {name: [_row(row) for row in rows] for name, rows in given.items()}


def _row(row: dict[str, Any]) -> dict[str, Any]:
    number = str(row.get("id_no", ""))
    return {**row, "id_no": number_of(number[1])} if number.startswith("$") else row


def write_tables(folder: Path, tables: Tables) -> Path:
    """The tables as a package."""
    folder.mkdir(parents=True)
    for name, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
    return folder


@dataclass(frozen=True)
class Cases:
    """The cases behind a desk, and how to change them."""

    desk: Desk
    folder: Path
    numbers: tuple[str, ...]

    def hand_in(self, name: str, tables: Tables) -> None:
        """Hand in more and derive what it changes."""
        keys = self.desk.keys
        assert keys is not None
        report = ingest_paths(self.desk.store, keys, [write_tables(self.folder / name, tables)])
        assert report.total("quarantined") == 0
        derive(self.desk.store, today=self.desk.today)

    def findings(self, person_name: str) -> dict[str, str]:
        """Finding ids of a person by rule."""
        rows = [row["finding"] for page in all_findings(self.desk, self.desk.seq()) for row in page]
        return {one["rule"]: one["finding_id"] for one in rows if one["person_name"] == person_name}

    def person(self, person_name: str) -> str:
        """Id of a person by name."""
        rows = [row["finding"] for page in all_findings(self.desk, self.desk.seq()) for row in page]
        return next(str(one["person_id"]) for one in rows if one["person_name"] == person_name)


@pytest.fixture
def cases(store: Store, tmp_path: Path) -> Iterator[Cases]:
    """A store that holds the two cases and nothing else, everything derived."""
    today, tables = read_cases()
    desk = Desk(store, IdentityKeys.generate(), today, "test", load_rules())
    made = Cases(desk, tmp_path, (number_of("A"), number_of("B")))
    made.hand_in("first", tables)
    yield made


@pytest.fixture
def company() -> str:
    """Code of the company of the second case."""
    return COMPANY


@pytest.fixture
def case_tables() -> Callable[[], tuple[str, Tables]]:
    """Reads the cases as tables."""
    return read_cases
