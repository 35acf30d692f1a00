"""The tutorial, walked through: its commands run as they stand there, and what it promises happens."""

from __future__ import annotations

import csv
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.store.embedded import stop_server

pytestmark = [pytest.mark.e2e, pytest.mark.integration, pytest.mark.slow]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial.md"


def _fences(language: str) -> list[str]:
    return [body for said, body in FENCE.findall(TUTORIAL.read_text(encoding="utf-8")) if said == language]


def _commands() -> list[list[str]]:
    lines = [line for body in _fences("bash") for line in body.splitlines()]
    return [shlex.split(line)[1:] for line in lines if line.startswith("creditgraph ")]


@pytest.fixture(scope="module")
def home(
    tmp_path_factory: pytest.TempPathFactory, installation: Any, small_city: Path
) -> Iterator[tuple[Any, str, str]]:
    """An installation with a city in it, the code of a listed company there, and a finding on it."""
    made = installation(tmp_path_factory.mktemp("tutorial"))
    for args in (("ingest", str(small_city)), ("derive",)):
        done = made.run(*args)
        assert done.status == 0, done.stderr
    table = made.home / "liabilities.csv"
    assert made.run("export", "liabilities", "-o", str(table)).status == 0
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    # A person's own entry names no company.
    code = next(
        row["uscc"]
        for row in rows
        if (row["list_type"], row["state"]) == ("L03", "CONFIRMED") and row["uscc"]
    )
    checked = made.run("check", code, "--json").report
    yield made, code, checked["liabilities"][0]["finding_id"]
    stop_server(made.folder)


def _write_package(folder: Path, code: str) -> None:
    folder.mkdir()
    listings, positions = _fences("csv")
    for name, text in (("listings.csv", listings), ("positions.csv", positions)):
        (folder / name).write_text(text.replace("CODE", code), encoding="utf-8")


def _own(made: Any, code: str) -> dict[str, str]:
    """Whom the own listing reaches, and the state of the finding."""
    answer = json.loads(made.run("check", code, "--json").stdout)
    found = [one for one in answer["liabilities"] if one["ground_id"] == "MY-1"]
    assert {(one["role"], one["list_type"]) for one in found} == {("LEGAL_REP", "L03")}
    return {one["person_name"]: one["state"] for one in found}


def test_every_command_of_the_tutorial_answers_and_a_correction_takes_the_finding_back(
    home: tuple[Any, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, code, finding = home
    monkeypatch.chdir(tmp_path)
    _write_package(tmp_path / "my-package", code)
    commands = _commands()
    assert len(commands) >= 10
    for given in commands:
        args = [finding if one == "FINDING" else code if one == "CODE" else one for one in given]
        done = made.run(*args)
        assert done.status == 0, f"{given[0]}: {done.stdout}\n{done.stderr}"
    # The city's own representative of those days is proposed; who has no number is no more than a lead.
    assert _own(made, code)["示例人甲"] == "LEAD"
    assert set(_own(made, code).values()) == {"PROPOSED", "LEAD"}

    positions = tmp_path / "my-package" / "positions.csv"
    text = positions.read_text(encoding="utf-8")
    assert "2025年3月1日" in text
    positions.write_text(text.replace("2025年3月1日", "2026年3月1日"), encoding="utf-8")
    for args in (("ingest", "my-package"), ("derive",)):
        assert made.run(*args).status == 0
    assert _own(made, code)["示例人甲"] == "WITHDRAWN"
