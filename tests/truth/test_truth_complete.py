"""The truth cases are whole: every legal case is there, and every row of the rules has its cases."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from graph.liability.contract import Evaluation, GroundContext, GroundFacts
from graph.liability.matching import conditions_met, given_by
from graph.liability.rulebook import Rule, load_rules

HERE = Path(__file__).parent
Evaluated = Callable[[], Iterator[tuple[dict[str, Any], list[tuple[GroundContext, Evaluation]]]]]
Cases = Callable[[], Iterator[dict[str, Any]]]


def _required() -> list[dict[str, str]]:
    with (HERE / "required.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _labels(truth_cases: Cases) -> Counter[str]:
    return Counter(label for one in truth_cases() for label in {one["case"], *one.get("covers", ())})


def test_every_legal_case_is_there(truth_cases: Cases) -> None:
    known = {row["case"] for row in _required()}
    numbered = {*(f"T{number:02}" for number in range(1, 59)), *(f"N{number}" for number in range(1, 11))}
    assert known == numbered
    assert sorted(numbered - set(_labels(truth_cases))) == []


def test_every_alternative_of_a_legal_case_has_a_graph_of_its_own(truth_cases: Cases) -> None:
    labels = _labels(truth_cases)
    alternatives = {row["case"]: len(row["expected"].split(" / ")) for row in _required()}
    assert {name: labels[name] for name, many in alternatives.items() if labels[name] < many} == {}


def test_no_two_cases_bear_one_name(truth_cases: Cases) -> None:
    names = Counter((one["file"], one["case"], one.get("variant", one.get("title"))) for one in truth_cases())
    assert [name for name, times in names.items() if times > 1] == []


def _unmet(rule: Rule, ground: GroundFacts) -> int:
    """How many conditions of the row the ground does not meet; its situation counts as one."""
    given = given_by(ground)
    unmet = sum(not conditions_met({name: wanted}, given) for name, wanted in rule.ground.when.items())
    implied = ground.ground_kind in ("PENALTY", "ARREARS") or ground.fields.get("kind") == "刑事判决"
    return unmet + (not implied and rule.situation not in ("*", ground.situation))


def _same_kind(rule: Rule, ground: GroundFacts) -> bool:
    kinds = (ground.ground_kind, "ANY")
    return rule.ground.kind in kinds and rule.ground.subject == ground.subject_kind


def test_every_row_that_reaches_somebody_does_so_in_a_case_and_nearly_does_in_two_more(
    evaluated_cases: Evaluated,
) -> None:
    """A near miss: the row is met but for one thing (a condition, the office, the paper, the day)."""
    rules = [rule for rule in load_rules().rules if rule.mode != "NONE"]
    hits: dict[str, int] = defaultdict(int)
    misses: dict[str, int] = defaultdict(int)
    unnamed: set[str] = set()
    for _, contexts in evaluated_cases():
        found = {one.rule for _, evaluation in contexts for one in evaluation.findings}
        unnamed |= {
            one.rule
            for _, evaluation in contexts
            for one in evaluation.outcomes
            if one.code == "MEASURE_NOT_NAMED"
        }
        for rule in rules:
            hits[rule.ref] += rule.ref in found
            near = any(
                _same_kind(rule, context.ground) and _unmet(rule, context.ground) <= 1
                for context, _ in contexts
            )
            misses[rule.ref] += near and rule.ref not in found
    # Measures under the general rows: only what a decision names, and no table hands its measures in.
    assert [one.ref for one in rules if not hits[one.ref] and one.ref not in unnamed] == []
    assert [one.ref for one in rules if misses[one.ref] < 2] == []


def _in_role(rule: Rule, context: GroundContext) -> set[tuple[str, str]]:
    """Persons whom registers, computing or papers show in a role that the row covers."""
    people = {(one.person_id, one.role) for one in (*context.tenures, *context.named)}
    people |= {(one.person_id, "ACTUAL_CONTROLLER") for one in context.computed}
    return {one for one in people if rule.role in ("ANY", one[1])}


def test_every_row_that_says_none_keeps_somebody_out_in_two_cases(evaluated_cases: Evaluated) -> None:
    rules = [rule for rule in load_rules().rules if rule.mode == "NONE"]
    kept_out: dict[str, int] = defaultdict(int)
    for case, contexts in evaluated_cases():
        for rule in rules:
            kept_out[rule.ref] += any(_keeps_out(rule, case, *one) for one in contexts)
    assert [one.ref for one in rules if kept_out[one.ref] < 2] == []


def _keeps_out(rule: Rule, case: dict[str, Any], context: GroundContext, evaluation: Evaluation) -> bool:
    if not _same_kind(rule, context.ground) or _unmet(rule, context.ground):
        return False
    if rule.role == "SHAREHOLDER" and any("person" in row for row in case.get("holdings", ())):
        return not evaluation.findings
    found = {(one.person_id, one.role) for one in evaluation.findings}
    return bool(_in_role(rule, context) - found)
