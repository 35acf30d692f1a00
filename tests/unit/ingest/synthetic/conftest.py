"""One city of 5,000 entities, written once and read by all tests here."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from ingest.synthetic import CitySummary, generate_city
from ingest.synthetic.tables import COLUMNS, FORMS

TODAY = "2026-11-23"
Row = dict[str, str]


@dataclass
class City:
    """A written city, read back by nothing but the csv module."""

    folder: Path
    summary: CitySummary

    @staticmethod
    def number18(value: str) -> str:
        """A personal number in its long form."""
        return number18(value)

    @staticmethod
    def fold(value: str) -> str:
        """Full width to half, no blanks around."""
        return fold(value)

    def raw(self, name: str) -> list[Row]:
        """Rows of a table as they stand, with their physical line under ``line``."""
        form = FORMS.get(name)
        with (self.folder / f"{name}.csv").open(
            encoding=form.encoding if form else "utf-8", newline=""
        ) as file:
            lines = csv.reader(file)
            next(lines)
            return [
                dict(zip(COLUMNS[name], row, strict=True)) | {"line": str(number)}
                for number, row in enumerate(lines, start=2)
            ]

    def answer(self, name: str) -> list[Row]:
        """Rows of an answer file."""
        with (self.folder / "answers" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def bad_lines(self) -> set[tuple[str, str]]:
        """File and line of everything that must be quarantined or returned."""
        return {(row["file"], row["line"]) for row in self.answer("quarantine")}

    def clean(self, name: str) -> list[Row]:
        """Rows that count, their values folded as a reader should fold them."""
        return [
            {key: fold(value) for key, value in row.items()}
            for row in self.raw(name)
            if (f"{name}.csv", row["line"]) not in self.bad_lines
        ]


def fold(value: str) -> str:
    """Full width to half, no blanks around."""
    return unicodedata.normalize("NFKC", value).strip()


def number18(value: str) -> str:
    """A personal number in its long form, by arithmetic written for this test."""
    value = value.upper()
    if len(value) != 15:
        return value
    body = value[:6] + "19" + value[6:]
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights, strict=True)) % 11]


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    folder = tmp_path_factory.mktemp("city") / "package"
    return City(folder, generate_city(folder, entities=5000, seed=20, today=TODAY))
