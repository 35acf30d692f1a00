"""The truth cases, evaluated in memory: what is expected is found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Run = Callable[[dict[str, Any]], tuple[list[dict[str, Any]], set[str]]]
_COMPARED = ("person", "role", "mode", "state", "rule", "valid_from", "valid_to")
_EXACT = {"withdrawn_at": "", "withdrawn_because": "", "basis_unverified": False}


def _shown(row: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    names = [*_COMPARED, *_EXACT, *(name for name in ("reason", "ground") if name in wanted)]
    return {name: row.get(name, _EXACT.get(name, "")) for name in names}


def _by_identity(rows: list[dict[str, Any]], with_ground: bool) -> dict[tuple[Any, ...], dict[str, Any]]:
    found = {
        (row["person"], row["role"], row["rule"], row["ground"] if with_ground else ""): row for row in rows
    }
    assert len(found) == len(rows), "one finding for each person, role, rule and ground"
    return found


def test_exactly_the_expected_persons_answer(truth_case: dict[str, Any], pure_run: Run) -> None:
    found, outcomes = pure_run(truth_case)
    expected = truth_case["expected"]
    with_ground = any("ground" in row for row in expected)
    have, want = _by_identity(found, with_ground), _by_identity(expected, with_ground)
    assert sorted(have) == sorted(want)
    for key, wanted in want.items():
        assert _shown(have[key], wanted) == _shown(wanted, wanted)
    assert set(truth_case.get("outcomes", [])) <= outcomes
