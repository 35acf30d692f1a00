"""What a decision leads to is said in words for every code that an evaluation can give."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import graph.liability
from graph.liability.contract import Evaluation, FindingDraft, Outcome
from graph.liability.outcomes import ANSWERS, OUTCOMES, answer_of
from graph.liability.rulebook import load_rules

FINDING = FindingDraft(
    "LISTING:G1", "LISTING", "G1", "L03", "E1", "p1", "某", "LEGAL_REP", "LISTED_SELF",
    "L03_wage_arrears.legal_rep@1", "PROPOSED", "", "2024-01-01", "2027-01-01",
)  # fmt: skip
SHAREHOLDER = Outcome("VETOED", "ALL_lists.shareholder@1", "SHAREHOLDER")
VETO = Outcome("VETOED", "L09_abnormal.any@1", "LEGAL_REP")


def test_every_outcome_of_the_engine_has_its_words() -> None:
    folder = Path(next(iter(graph.liability.__path__)))
    text = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    codes = set(re.findall(r'(?:Outcome\(|NOTHING, |CLEARS, )"([A-Z_]+)"', text)) | {"DEAD", "INCAPABLE"}
    assert codes
    assert sorted(codes - set(OUTCOMES)) == []


@pytest.mark.parametrize(
    ("found", "outcomes", "answer"),
    [
        ((FINDING,), (Outcome("NO_RULE_IN_FORCE", "x@1", "PRINCIPAL"),), "FOUND"),
        ((), (Outcome("NO_RULE_IN_FORCE", "x@1", "LEGAL_REP"), SHAREHOLDER), "NO_RULE_IN_FORCE"),
        ((), (Outcome("SITUATION_UNKNOWN"),), "SITUATION_UNKNOWN"),
        ((), (VETO, SHAREHOLDER), "VETOED"),
        ((), (SHAREHOLDER,), "NO_RULE"),
        ((), (VETO, Outcome("AUTHORITY_MISMATCH", "y@1", "PRINCIPAL", "p1")), "NOBODY_SHOWN"),
    ],
)
def test_the_answer_is_the_first_reason_that_holds(
    found: tuple[FindingDraft, ...], outcomes: tuple[Outcome, ...], answer: str
) -> None:
    said = answer_of(Evaluation(found, outcomes), load_rules(), reaches=False)
    assert (said["answer"], said["text"]) == (answer, ANSWERS[answer])
    assert "p1" not in str(said)  # nobody is named
    assert all(one["rule"] != SHAREHOLDER.rule for one in said["why"])


def test_a_veto_on_one_office_is_not_the_answer_where_another_office_is_reached() -> None:
    """That the controller does not answer says nothing of the representative whom nobody has registered."""
    evaluation = Evaluation((), (VETO, SHAREHOLDER))
    assert answer_of(evaluation, load_rules(), reaches=True)["answer"] == "NOBODY_SHOWN"
    assert answer_of(evaluation, load_rules(), reaches=False)["answer"] == "VETOED"
    assert answer_of(Evaluation((), (SHAREHOLDER,)), load_rules(), reaches=True)["answer"] == "NOBODY_SHOWN"
