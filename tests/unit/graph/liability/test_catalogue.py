"""The catalogue of measures: loaded whole or refused by name; nothing outside it is imposed."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import AnswerRefusedError, RuleDefinitionError
from graph.liability.catalogue import ANNEX_FILE, load_catalogue, measure_of, require_covered
from graph.liability.rulebook import load_rules


def _changed(tmp_path: Path, old: str, new: str) -> Path:
    path = tmp_path / "annex.yaml"
    text = ANNEX_FILE.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_rules_and_lists_name_only_measures_of_the_catalogue() -> None:
    codes = {one.code for one in load_catalogue().measures}
    ruleset = load_rules()
    named = {code for rule in ruleset.rules for code in rule.measures}
    named |= {code for row in ruleset.vocabulary.own_measures.values() for code in row["measures"]}
    assert named <= codes


def test_the_words_of_the_rule_table_are_those_of_the_catalogue() -> None:
    book, words = load_catalogue(), load_rules().vocabulary
    assert {one.code: one.name for one in book.measures} == words.measures
    assert book.purposes == words.purposes["codes"]
    assert {one.code: list(one.purposes) for one in book.measures} == words.purposes["of_measures"]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("kind: A", "kind: D", "M01.kind"),
        ("purposes: [OFFICE, REGISTRATION]", "purposes: [OFFICE, DANCE]", "M02.purposes"),
        ("code: M02", "code: M01", "M01.code"),
        ("    department: 登记机关\n", "", "M02.department"),
        ("evidence: P", "evidence: Q", "M04.basis.0.evidence"),
        ("items_in_official_list: 14", "items_in_official_list: 3", "items_in_official_list"),
        ("edition: '2024.1'", "edition: ''", "edition"),
    ],
)
def test_nonsense_is_refused_naming_file_and_field(tmp_path: Path, old: str, new: str, place: str) -> None:
    with pytest.raises(RuleDefinitionError) as caught:
        load_catalogue(_changed(tmp_path, old, new))
    assert caught.value.where == f"annex.yaml#{place}"


def test_a_measure_outside_the_catalogue_is_refused() -> None:
    with pytest.raises(AnswerRefusedError):
        measure_of("M99")


def test_a_measure_needs_a_ground_that_gives_it_a_fitting_subject_and_a_listing_where_asked() -> None:
    assert require_covered("M06", ("M06",), listed=True, target="ORG").code == "M06"
    with pytest.raises(AnswerRefusedError):
        require_covered("M06", ("M01",), listed=True, target="ORG")
    with pytest.raises(AnswerRefusedError):
        require_covered("M06", ("M06",), listed=False, target="ORG")
    with pytest.raises(AnswerRefusedError):
        require_covered("M02", ("M02",), listed=True, target="ORG")
