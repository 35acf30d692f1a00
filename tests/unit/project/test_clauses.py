"""docs/clauses.md stays true: every clause of the document is in it, and what it names exists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

STATES = {"已建 / built", "部分 / partly", "未建 / not built yet", "不涉及 / no function"}
NUMERALS = "一二三四五六七"
CHAPTER = re.compile(rf"^([{NUMERALS}])、(.+)$", re.MULTILINE)
CLAUSE = re.compile(rf"^[（(]([{NUMERALS}])[）)] ?([^。]+)。", re.MULTILINE)


@dataclass(frozen=True)
class Row:
    """One function that a clause asks for."""

    heading: str
    number: str
    state: str
    module: str
    test: str
    missing: str


def headings_of_document(text: str) -> list[str]:
    """The chapters, and the clauses as `三(一) …`, in order."""
    chapters = list(CHAPTER.finditer(text))
    found = []
    for index, chapter in enumerate(chapters):
        end = chapters[index + 1].start() if index + 1 < len(chapters) else len(text)
        found.append(f"{chapter[1]}、{chapter[2].strip()}")
        found += [f"{chapter[1]}({one[1]}) {one[2]}" for one in CLAUSE.finditer(text, chapter.end(), end)]
    return found


def rows_of_page(text: str) -> list[Row]:
    """The tables of the page, each row with the heading above it."""
    found, heading = [], ""
    for line in text.splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ").strip()
        elif line.startswith("| ") and not line.startswith("| 编号"):
            number, _, state, module, test, missing = (cell.strip() for cell in line.strip("|").split("|"))
            found.append(Row(heading, number, state, module, test, missing))
    return found


@pytest.fixture(scope="module")
def document(root: Path) -> list[str]:
    """The headings of the document."""
    path = root / "docs" / "reference" / "wanzhengban-2020-17.txt"
    return headings_of_document(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    """The text of the page."""
    return (root / "docs" / "clauses.md").read_text(encoding="utf-8")


def test_the_document_has_seven_chapters_and_twenty_three_clauses(document: list[str]) -> None:
    chapters = [one for one in document if "、" in one[:2]]
    assert (len(chapters), len(document) - len(chapters)) == (7, 23)


def test_every_heading_of_the_document_stands_on_the_page_in_order(document: list[str], page: str) -> None:
    headings = [line.lstrip("# ").strip() for line in page.splitlines() if line.startswith("##")]
    assert headings == document


def test_every_clause_has_a_row(document: list[str], page: str) -> None:
    with_rows = {row.heading for row in rows_of_page(page)}
    with_clauses = {f"{one[0]}、" for one in document if one[1] == "("}
    expected = {one for one in document if one[:2] not in with_clauses}
    assert with_rows == expected


def test_numbers_are_unique_and_belong_to_their_clause(page: str) -> None:
    numbers = [(row.number, row.heading) for row in rows_of_page(page) if row.number != "—"]
    assert len({number for number, _ in numbers}) == len(numbers)
    for number, heading in numbers:
        chapter, clause = NUMERALS.index(heading[0]) + 1, NUMERALS.index(heading[2]) + 1
        assert number.startswith(f"FR-{chapter}{clause}"), number


def test_each_row_says_what_it_must(page: str) -> None:
    for row in rows_of_page(page):
        assert row.state in STATES, row
        built = row.state in {"已建 / built", "部分 / partly"}
        assert (row.module != "—") is built, row
        assert (row.test != "—") is built, row
        assert (row.missing != "—") is (row.state == "部分 / partly"), row


def test_every_module_and_test_named_exists(root: Path, page: str, tracked: list[Path]) -> None:
    names = {path.relative_to(root).as_posix() for path in tracked if path.name != "__init__.py"}
    absent = []
    for row in rows_of_page(page):
        for cell, starts in ((row.module, ""), (row.test, "tests/")):
            paths = re.findall(r"`([^`]+)`", cell)
            assert paths or cell == "—", row
            absent += [
                f"{row.number}: {path}"
                for path in paths
                if not path.startswith(starts)
                or not (
                    path in names or (path.endswith("/") and any(name.startswith(path) for name in names))
                )
            ]
    assert absent == []
