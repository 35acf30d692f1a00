"""What is no longer yielded falls, and what had fallen before keeps its day."""

from __future__ import annotations

from typing import Any

import pytest

from graph.liability.persist import diff_findings
from graph.liability.rulebook import load_rules

RULES = load_rules()
RULE = "L03_wage_arrears.legal_rep@1"


def stored(**more: Any) -> dict[str, Any]:
    return {
        "finding_id": "L1", "version_id": "v1", "ground_ref": "LISTING:G", "rule": RULE, "digest": "ab12",
        "withdrawn_at": "", "withdrawn_because": "", "current_key": "L1", "seq_from": 3, "seq_to": 9, **more,
    }  # fmt: skip


def last(old: dict[str, Any], known: set[str], today: str = "2026-11-28") -> dict[str, Any] | None:
    diff = diff_findings([], [old], known, RULES, today)
    return diff.opens[0] if diff.opens else None


@pytest.mark.parametrize(("known", "cause"), [(set(), "FACT_RETRACTED"), ({"LISTING:G"}, "FACT_CORRECTED")])
def test_what_stood_falls_today_for_its_cause_and_only_once(known: set[str], cause: str) -> None:
    fallen = last(stored(), known)
    assert fallen is not None
    assert (fallen["withdrawn_at"], fallen["withdrawn_because"]) == ("2026-11-28", cause)
    assert last({**stored(), **fallen}, known, "2026-11-29") is None


@pytest.mark.parametrize("known", [set[str](), {"LISTING:G"}])
@pytest.mark.parametrize("before", ["REPAIRED", "ANNULLED", "OBJECTION_UPHELD", "DEATH"])
def test_what_was_withdrawn_long_ago_does_not_stand_again_till_today(known: set[str], before: str) -> None:
    fallen = last(stored(withdrawn_at="2026-01-10", withdrawn_because=before), known)
    assert fallen is not None
    assert (fallen["withdrawn_at"], fallen["withdrawn_because"]) == ("2026-01-10", before)
    assert last({**stored(), **fallen}, known, "2026-11-29") is None


def test_a_withdrawal_that_was_still_to_come_is_overtaken() -> None:
    fallen = last(stored(withdrawn_at="2027-01-01", withdrawn_because="RELEASED"), set())
    assert fallen is not None
    assert (fallen["withdrawn_at"], fallen["withdrawn_because"]) == ("2026-11-28", "FACT_RETRACTED")
