"""Compare what the platform says with a synthetic city's answer keys.

Only rows with an identity count: persons known by number. Control by executive partnership is left out,
because the keys speak of votes only.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.services.desk import Desk
from api.services.findings import export_liabilities
from api.services.investigate import control_rows

Key = tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """How many of what was said are right, and how many of what is true were said."""

    name: str
    said: int
    true: int
    right: int
    examples: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        """Right among said."""
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        """Right among true."""
        return self.right / self.true if self.true else 1.0


def read_key(path: Path) -> Iterator[dict[str, str]]:
    """Rows of one answer key."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def score(name: str, said: Iterable[Key], true: Iterable[Key]) -> Score:
    """Compare two sets."""
    said, true = set(said), set(true)
    wrong = sorted(said ^ true)[:3]
    return Score(name, len(said), len(true), len(said & true), tuple("|".join(one) for one in wrong))


def compare(desk: Desk, answers: Path, quarantined: Iterable[dict[str, Any]]) -> list[Score]:
    """Scores of findings, withdrawals, past days, controls and quarantine.

    Parameters
    ----------
    desk
        A desk that may reveal synthetic numbers.
    answers
        The city's ``answers/`` folder.
    quarantined
        Rows kept as quarantined or returned.
    """
    return [
        *compare_findings(desk, answers),
        score("控制关系", _controls_said(desk), _controls_true(answers)),
        score(
            "隔离与退回",
            ((row["file"], str(row["line"]), row["rule"]) for row in quarantined),
            ((row["file"], row["line"], row["rule"]) for row in read_key(answers / "quarantine.csv")),
        ),
    ]


def compare_findings(desk: Desk, answers: Path) -> list[Score]:
    """Scores of findings, withdrawals and past days alone."""
    return [
        score("责任认定", _findings_said(desk), _findings_true(answers)),
        score("撤回与到期", _withdrawals_said(desk), _withdrawals_true(answers)),
        *_past_days(desk, answers),
    ]


def _findings_said(desk: Desk) -> Iterator[Key]:
    for row, ground in _with_number(export_liabilities(desk)):
        yield _finding_key(row, ground)


def _with_number(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], str]]:
    """Rows on persons known by number, with their ground as the keys write it."""
    for row in rows:
        if row["id_no"]:
            yield row, row["ground_id"].replace(row.get("person_id") or row["id_no"], row["id_no"])


def _ended_key(row: dict[str, Any], ground: str) -> Key:
    names = (
        "uscc",
        "id_no",
        "role",
        "mode",
        "rule",
        "state",
        "valid_to",
        "withdrawn_at",
        "withdrawn_because",
    )
    return row["ground_kind"], ground, *(str(row[name]) for name in names)


def _withdrawals_said(desk: Desk) -> Iterator[Key]:
    for row, ground in _with_number(export_liabilities(desk)):
        if row["state"] in ("WITHDRAWN", "EXPIRED"):
            yield _ended_key(row, ground)


def _withdrawals_true(answers: Path) -> Iterator[Key]:
    return (_ended_key(row, ground) for row, ground in _with_number(read_key(answers / "withdrawals.csv")))


def _past_days(desk: Desk, answers: Path) -> Iterator[Score]:
    """What held on each of the days for which the keys give it, the state of that day included."""
    days = sorted({row["day"] for row in read_key(answers / "asof.csv")})
    for day in days:
        said = (_finding_key(row, ground) for row, ground in _with_number(export_liabilities(desk, day)))
        true = (
            _finding_key(row, ground)
            for row, ground in _with_number(read_key(answers / "asof.csv"))
            if row["day"] == day
        )
        yield score(f"当日认定 {day}", said, true)


def _finding_key(row: dict[str, Any], ground: str) -> Key:
    names = ("uscc", "id_no", "role", "mode", "rule", "state", "valid_from", "valid_to")
    return row["ground_kind"], ground, *(str(row[name]) for name in names)


def _findings_true(answers: Path) -> Iterator[Key]:
    for row in read_key(answers / "liabilities.csv"):
        if row["expected"] == "1" and row["id_no"]:
            yield _finding_key(row, row["ground_id"])


def _control_key(controller: str, row: dict[str, Any]) -> Key:
    return controller, row["controlled"], f"{float(row['voting_pct']):.6f}", row["kind"], row["state"]


def _controls_said(desk: Desk) -> Iterator[Key]:
    for row in control_rows(desk):
        controller = row["controller_id_no"] if row["controller_kind"] == "PERSON" else row["controller"]
        if controller:
            yield _control_key(controller, row)


def _controls_true(answers: Path) -> Iterator[Key]:
    for row in read_key(answers / "controls.csv"):
        controller = row["controller"] or row["controller_id_no"]
        if controller:
            yield _control_key(controller, row)
