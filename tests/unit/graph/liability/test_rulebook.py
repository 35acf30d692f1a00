"""Rules load as they are written, and refuse to load when they say something that has no meaning."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from graph.errors import RuleDefinitionError
from graph.liability.rulebook import (
    RULES_FOLDER,
    VOCABULARY_FILE,
    RuleSet,
    check_rules,
    load_rules,
    load_vocabulary,
)

WAGES = "L03_wage_arrears.yaml"
REP = "L03_wage_arrears.legal_rep"
Row = dict[str, Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the vocabulary, one list and what stands for every list."""
    for name in (VOCABULARY_FILE, WAGES, "every_list.yaml"):
        shutil.copy(RULES_FOLDER / name, tmp_path / name)
    return tmp_path


def change(folder: Path, work: Callable[[list[Row]], None]) -> None:
    content = yaml.safe_load((folder / WAGES).read_text(encoding="utf-8"))
    work(content["rules"])
    (folder / WAGES).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def wheres(folder: Path) -> list[str]:
    return [one.where for one in check_rules(folder)]


def test_the_shipped_rules_load_and_nothing_is_wrong_with_them() -> None:
    assert check_rules() == []
    rules = load_rules()
    assert {one.list for one in rules.rules} == {*(f"L{number:02d}" for number in range(1, 26)), "*"}
    assert len(rules.rules) == 177
    assert rules.edition == load_vocabulary().edition
    assert load_rules() is rules, "read once"


def test_every_shipped_rule_has_a_basis_and_says_whether_it_was_read() -> None:
    for rule in load_rules().rules:
        assert rule.basis, rule.ref
        assert not (rule.verified and all(one.evidence == "GK" for one in rule.basis)), rule.ref


def test_a_rule_is_found_by_id_by_shown_name_and_by_ground() -> None:
    rules = load_rules()
    rule = rules.by_ref(f"{REP}@1")
    assert rule is not None
    assert rules.by_id(REP) == (rule,)
    assert rule in rules.for_ground("L03", "LISTING", "ENTITY")
    assert rule not in rules.for_ground("L03", "LISTING", "PERSON")
    assert rules.by_ref("L03_wage_arrears.nobody@1") is None
    assert rules.by_id("L03_wage_arrears.nobody") == ()


def test_shareholders_are_ruled_out_in_every_list_and_unknown_lists_reach_nobody() -> None:
    rules = load_rules()
    for list_type, kind in (("L03", "LISTING"), ("L02", "COURT_ORDER"), ("L16", "REVOCATION")):
        found = rules.for_ground(list_type, kind, "ENTITY")
        assert [(one.role, one.mode) for one in found if one.list == "*"] == [("SHAREHOLDER", "NONE")]
    assert rules.for_ground("L99", "LISTING", "ENTITY") == ()


def test_the_last_day_in_force_counts() -> None:
    rule = load_rules().by_id(REP)[0].model_copy(update={"in_force_to": "2024-12-31"})
    assert not rule.in_force_on("2021-12-31")
    assert rule.in_force_on("2022-01-01")
    assert rule.in_force_on("2024-12-31")
    assert not rule.in_force_on("2025-01-01")


def test_rules_cannot_be_changed_once_loaded() -> None:
    with pytest.raises(ValidationError):
        load_rules().by_id(REP)[0].mode = "BAN"


def test_the_digest_follows_the_content_and_not_the_file_names(folder: Path) -> None:
    before: RuleSet = load_rules(folder)
    renamed = folder.parent / f"{folder.name}_renamed"
    shutil.copytree(folder, renamed)
    changed = folder.parent / f"{folder.name}_changed"
    shutil.copytree(folder, changed)
    change(changed, lambda rows: rows[0].update(needs_fault=True))
    assert load_rules(renamed).digest == before.digest
    assert load_rules(changed).digest != before.digest


def test_a_file_laid_into_the_folder_is_found(folder: Path) -> None:
    shutil.copy(RULES_FOLDER / "L09_abnormal.yaml", folder / "another.yaml")
    assert {one.list for one in load_rules(folder).rules} == {"L03", "L09", "*"}


UNKNOWN: list[tuple[str, Any, str]] = [
    ("situation", "NO_SUCH", "situation"),
    ("role", "UNCLE", "role"),
    ("mode", "PILLORY", "mode"),
    ("anchor", "SOMETIME", "anchor"),
    ("anchor_source", "HEARSAY", "anchor_source"),
    ("term_start", "SOMEDAY", "term_start"),
    ("term_start_source", "HEARSAY", "term_start_source"),
    ("confirmable_by", "ANYBODY", "confirmable_by"),
    ("confirm_needs", "A_WORD", "confirm_needs"),
    ("measures", ["M99"], "measures"),
    ("scope", ["EVERYTHING"], "scope"),
    ("version_by", "TASTE", "version_by"),
    ("milder", "PERHAPS", "milder"),
    ("overrides", ["L03_wage_arrears.nobody"], "overrides"),
    ("replaced_by", "L03_wage_arrears.nobody", "replaced_by"),
    ("alternates", {"only_if_none": ["UNCLE"]}, "alternates"),
    ("ground", {"kind": "RUMOUR", "subject": "ENTITY", "when": {}}, "ground.kind"),
    ("ground", {"kind": "LISTING", "subject": "ENTITY", "when": {"shoe_size": 42}}, "ground.when"),
]


@pytest.mark.parametrize(("field", "value", "place"), UNKNOWN)
def test_a_word_that_the_vocabulary_does_not_have_is_refused_where_it_stands(
    folder: Path, field: str, value: Any, place: str
) -> None:
    change(folder, lambda rows: rows[0].update({field: value}))
    assert f"{WAGES}#{REP}.{place}" in wheres(folder)
    with pytest.raises(RuleDefinitionError) as refused:
        load_rules(folder)
    assert refused.value.what
    assert refused.value.todo


CONTRADICTIONS: list[tuple[Row, str]] = [
    ({"mode": "NONE"}, "computed_max"),
    ({"role": "ANY"}, "role"),
    ({"anchor": None}, "anchor"),
    ({"term": None}, "term"),
    ({"in_force_to": "2021-12-31"}, "in_force_to"),
    ({"role": "DIRECT_MANAGER"}, "computed_max"),
    ({"confirm_needs": None}, "confirm_needs"),
    ({"confirmable_by": "NOBODY"}, "confirm_needs"),
    ({"mode": "INFO_LABEL"}, "measures"),
    ({"overrides": [REP]}, "overrides"),
    ({"replaced_by": REP}, "replaced_by"),
    ({"term_range": {"min": 5, "max": 3}}, "term_range"),
    (
        {
            "basis": [
                {
                    "instrument": "某条例",
                    "article": "1",
                    "in_force_from": "2022-01-02",
                    "in_force_to": "2022-01-01",
                    "evidence": "P",
                }
            ]
        },
        "basis.0.in_force_to",
    ),
]


@pytest.mark.parametrize(("values", "place"), CONTRADICTIONS)
def test_a_rule_that_says_two_things_at_once_is_refused(folder: Path, values: Row, place: str) -> None:
    change(folder, lambda rows: rows[0].update(values))
    assert f"{WAGES}#{REP}.{place}" in wheres(folder)


def test_officers_confirm_nothing_on_lists_that_know_documents_only(folder: Path) -> None:
    text = (RULES_FOLDER / "L05_major_tax.yaml").read_text(encoding="utf-8")
    officer = text.replace("confirmable_by: DOCUMENT", "confirmable_by: AUTHORITY_OFFICER")
    (folder / "L05_major_tax.yaml").write_text(officer, encoding="utf-8")
    assert "L05_major_tax.yaml#L05_major_tax.legal_rep.confirmable_by" in wheres(folder)


FORM: list[tuple[Row, str]] = [
    ({"basis": []}, "basis"),
    ({"in_force_from": "lately"}, "in_force_from"),
    ({"computed_max": "CONFIRMED"}, "computed_max"),
    ({"version": 0}, "version"),
    ({"term": -1.5}, "term.int"),
    ({"surprise": 1}, "surprise"),
]


@pytest.mark.parametrize(("values", "place"), FORM)
def test_a_field_of_the_wrong_form_is_named(folder: Path, values: Row, place: str) -> None:
    change(folder, lambda rows: rows[0].update(values))
    assert f"{WAGES}#{REP}.{place}" in wheres(folder)


@pytest.mark.parametrize("field", ["basis", "role", "mode", "in_force_from", "lifted_by_entity_repair"])
def test_a_field_left_out_is_named(folder: Path, field: str) -> None:
    change(folder, lambda rows: rows[0].pop(field))
    assert f"{WAGES}#{REP}.{field}" in wheres(folder)


def test_a_list_that_the_vocabulary_does_not_have_is_refused(folder: Path) -> None:
    text = (folder / WAGES).read_text(encoding="utf-8").replace("list: L03", "list: L93")
    (folder / WAGES).write_text(text, encoding="utf-8")
    assert f"{WAGES}#{REP}.list" in wheres(folder)


def test_a_file_says_its_list_and_its_rules_and_nothing_else(folder: Path) -> None:
    with (folder / WAGES).open("a", encoding="utf-8") as file:
        file.write("rulez: []\n")
    assert wheres(folder) == [f"{WAGES}#rulez"]


VOCABULARY: list[tuple[Callable[[Row], Any], str]] = [
    (lambda words: words.update(shoe_sizes=[42]), "shoe_sizes"),
    (lambda words: words["own_measures"].update(L93={"measures": []}), "own_measures.L93"),
    (lambda words: words["own_measures"]["L03"].update(measures=["M99"]), "own_measures.L03.measures"),
    (lambda words: words["lists"]["L03"].update(ground="RUMOUR"), "lists.L03.ground"),
]


@pytest.mark.parametrize(("work", "place"), VOCABULARY)
def test_a_vocabulary_that_does_not_hold_together_is_refused(
    folder: Path, work: Callable[[Row], Any], place: str
) -> None:
    content = yaml.safe_load((folder / VOCABULARY_FILE).read_text(encoding="utf-8"))
    work(content)
    (folder / VOCABULARY_FILE).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    assert wheres(folder) == [f"{VOCABULARY_FILE}#{place}"]


def test_the_same_rule_written_twice_is_refused(folder: Path) -> None:
    change(folder, lambda rows: rows.append(dict(rows[0])))
    assert wheres(folder) == [f"{WAGES}#{REP}.version"]


def test_a_rule_of_another_list_has_to_stand_in_that_lists_file(folder: Path) -> None:
    change(folder, lambda rows: rows[0].update(list="L04"))
    assert f"{WAGES}#{REP}.list" in wheres(folder)


def versions(*spans: tuple[int, str, str | None]) -> Callable[[list[Row]], None]:
    def work(rows: list[Row]) -> None:
        first = rows.pop(0)
        rows += [{**first, "version": v, "in_force_from": a, "in_force_to": b} for v, a, b in spans]

    return work


def test_two_versions_may_follow_each_other_but_not_overlap(folder: Path) -> None:
    change(folder, versions((1, "2020-01-01", "2021-12-31"), (2, "2022-01-01", None)))
    assert check_rules(folder) == []
    assert [one.ref for one in load_rules(folder).by_id(REP)] == [f"{REP}@1", f"{REP}@2"]


@pytest.mark.parametrize("end", ["2022-01-01", None])
def test_two_versions_in_force_on_one_day_are_refused(folder: Path, end: str | None) -> None:
    change(folder, versions((1, "2020-01-01", end), (2, "2022-01-01", None)))
    assert wheres(folder) == [f"{WAGES}#{REP}.in_force_from"]


def test_a_version_number_is_used_once_also_when_another_stands_between(folder: Path) -> None:
    spans = (1, "2020-01-01", "2020-12-31"), (2, "2021-01-01", "2021-12-31"), (1, "2022-01-01", None)
    change(folder, versions(*spans))
    assert wheres(folder) == [f"{WAGES}#{REP}.version"]


def test_everything_that_is_wrong_is_told_at_once(folder: Path) -> None:
    change(folder, lambda rows: (rows[0].update(role="UNCLE"), rows[1].update(mode="PILLORY"))[0])
    (folder / "broken.yaml").write_text("rules: [", encoding="utf-8")
    (folder / "binary.yaml").write_bytes(b"\xff\xfe\x00rules")
    (folder / "empty.yaml").write_text("", encoding="utf-8")
    found = wheres(folder)
    assert {"broken.yaml#", "binary.yaml#", "empty.yaml#rules"} <= set(found)
    assert f"{WAGES}#{REP}.role" in found
    assert f"{WAGES}#L03_wage_arrears.principal.mode" in found


def test_a_field_written_twice_is_refused_with_its_line(folder: Path) -> None:
    text = (folder / WAGES).read_text(encoding="utf-8")
    (folder / WAGES).write_text(text.replace("  mode: LISTED_SELF\n", "  mode: NONE\n  mode: BAN\n", 1))
    problem = check_rules(folder)[0]
    assert problem.where == f"{WAGES}#"
    assert "mode" in problem.what
    assert "第 16 行" in problem.what


def test_a_vocabulary_that_is_missing_or_incomplete_is_named(folder: Path) -> None:
    content = yaml.safe_load((folder / VOCABULARY_FILE).read_text(encoding="utf-8"))
    del content["roles"]
    (folder / VOCABULARY_FILE).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with pytest.raises(RuleDefinitionError, match="词汇表") as refused:
        load_rules(folder)
    assert refused.value.where == f"{VOCABULARY_FILE}#roles"
    (folder / VOCABULARY_FILE).unlink()
    with pytest.raises(RuleDefinitionError):
        load_vocabulary(folder)
