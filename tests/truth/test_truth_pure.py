"""The truth cases, evaluated in memory: what is expected is found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from graph.liability.contract import GroundFacts
from graph.liability.rulebook import Rule, load_rules

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


def _reaches_somebody(rule: Rule) -> bool:
    """Not what nobody may confirm and nothing computes, nor measures that no decision has named so far."""
    named_only = rule.computed_max == "NONE"
    unnamed_measures = rule.general and bool(rule.measures)
    nobody = rule.confirmable_by == "NOBODY" and rule.mode != "LEAD"
    return rule.mode != "NONE" and not (named_only and (nobody or unnamed_measures))


def test_every_rule_that_reaches_somebody_has_a_case_in_which_it_does() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("*.yaml"))
    missing = [
        rule.ref for rule in load_rules().rules if _reaches_somebody(rule) and f"rule: {rule.ref}" not in text
    ]
    assert missing == []


def _speaks_of(rule: Rule, ground: GroundFacts) -> bool:
    """Whether the decision is of the rule's list, order or sector, met or not."""
    wanted = rule.ground.when
    if (rule.ground.kind, rule.ground.subject) != (ground.ground_kind, ground.subject_kind):
        return False
    given = {"list_type": ground.list_type, **ground.fields}
    for name in ("list_type", "sector", "kind", "arrears_kind"):
        if name in wanted:
            allowed = wanted[name] if isinstance(wanted[name], list) else [wanted[name]]
            return given.get(name) in allowed
    return True


def test_every_rule_stays_silent_in_two_cases_of_its_list_or_more(
    pure_grounds: Callable[[], Iterator[tuple[GroundFacts, set[str]]]],
) -> None:
    """A rule that always fires would pass every positive case."""
    rules = [rule for rule in load_rules().rules if _reaches_somebody(rule)]
    silent = dict.fromkeys((rule.ref for rule in rules), 0)
    for ground, found in pure_grounds():
        for rule in rules:
            silent[rule.ref] += rule.ref not in found and _speaks_of(rule, ground)
    assert [ref for ref, times in silent.items() if times < 2] == []
