"""A typo that would lift a veto, reach somebody else or shorten a ban is refused where it stands."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.errors import RuleDefinitionError
from graph.liability.rulebook import RULES_FOLDER, VOCABULARY_FILE, check_rules, load_rules

Row = dict[str, Any]
VETO = "L03_wage_arrears.actual_controller"
REP = "L03_wage_arrears.legal_rep"
FOOD = "L10_food_revoked.legal_rep"
GRADE = "L06_tax_grade_d.direct_other"
ELECTED = "L24_henan35.label_legal_rep"
OWN = "L23_civil_servant.self"
SAFETY = "L04_work_safety.major_accident_principal"
STATE_FIRM = "L21_sme_arrears.soe_manager"
DRUG = "L11_drug_124.legal_rep"
LICENCE = "L16_licence_revoked.legal_rep"
DEBTOR = "L17_defaulter_office.self"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the vocabulary, for one rule to be spoilt in."""
    shutil.copy(RULES_FOLDER / VOCABULARY_FILE, tmp_path)
    return tmp_path


def spoil(folder: Path, rule_id: str, work: Callable[[Row], Any]) -> str:
    """Put a shipped row there, changed, with those that it refers to; the name of its file."""
    texts = {path: path.read_text(encoding="utf-8") for path in RULES_FOLDER.glob("*.yaml")}
    path = next(path for path, text in texts.items() if f"- id: {rule_id}\n" in text)
    content = yaml.safe_load(texts[path])
    rows = {row["id"]: row for row in content["rules"]}
    own = rows[rule_id]
    others = [rows[one] for one in (*own["overrides"], own.get("replaced_by")) if one is not None]
    work(own)
    whole = {"list": content["list"], "rules": [own, *others]}
    (folder / path.name).write_text(yaml.safe_dump(whole, allow_unicode=True), encoding="utf-8")
    return path.name


def asks(name: str, wanted: Any) -> Callable[[Row], Any]:
    return lambda row: row["ground"]["when"].update({name: wanted})


def says(**values: Any) -> Callable[[Row], Any]:
    return lambda row: row.update(values)


def ground(**values: Any) -> Callable[[Row], Any]:
    return lambda row: row["ground"].update(values)


REFUSED: list[tuple[str, Callable[[Row], Any], str]] = [
    (VETO, asks("list_type", "L3O"), "ground.when.list_type"),
    (VETO, asks("list_type", "L04"), "ground.when.list_type"),
    (VETO, asks("list_type", []), "ground.when.list_type"),
    (VETO, asks("list_type", [["L03"]]), "ground.when.list_type"),
    (VETO, asks("list_type", {"known": False}), "ground.when.list_type"),
    (VETO, asks("grade", "D"), "ground.when.grade"),
    (ELECTED, asks("list_type", ["L03", "HENAN_STATUTE_LISTS"]), "ground.when.list_type"),
    (ELECTED, asks("list_scope", ["全国"]), "ground.when.list_scope"),
    (ELECTED, asks("henan35_elected", "yes"), "ground.when.henan35_elected"),
    (ELECTED, asks("henan35_elected", 1), "ground.when.henan35_elected"),
    (ELECTED, asks("henan35_doc_no", True), "ground.when.henan35_doc_no"),
    (OWN, asks("entry_state", "CONFIRMD"), "ground.when.entry_state"),
    (OWN, asks("own_entry", False), "ground.when.own_entry"),
    (GRADE, asks("grade", "DD"), "ground.when.grade"),
    (GRADE, asks("direct_grade", ["DIRECT", "POINT"]), "ground.when.direct_grade"),
    (FOOD, asks("sector", "FOODS"), "ground.when.sector"),
    (FOOD, asks("penalty_kinds", ["吊销许可证"]), "ground.when.penalty_kinds"),
    (FOOD, asks("penalised", "person"), "ground.when.penalised"),
    (DRUG, asks("basis_articles", ["药品管理法124"]), "ground.when.basis_articles"),
    (DRUG, asks("drug_case", "假药品"), "ground.when.drug_case"),
    (LICENCE, asks("kind", ["吊销"]), "ground.when.kind"),
    (LICENCE, asks("reason", "违章"), "ground.when.reason"),
    (LICENCE, asks("entity_form", "公司制"), "ground.when.entity_form"),
    (DEBTOR, asks("kind", "失信人"), "ground.when.kind"),
    (DEBTOR, asks("obligation", "CASH"), "ground.when.obligation"),
    (DEBTOR, asks("amount_cny", 100000), "ground.when.amount_cny"),
    (STATE_FIRM, asks("debtor_class", ["SOE"]), "ground.when.debtor_class"),
    (STATE_FIRM, asks("arrears_kind", "SMES"), "ground.when.arrears_kind"),
    (REP, ground(kind="ARREARS"), "ground.kind"),
    (REP, ground(kind="ANY"), "ground.kind"),
    (FOOD, ground(kind="REVOCATION"), "ground.kind"),
    ("ALL_lists.shareholder", ground(kind="LISTING"), "ground.kind"),
    (VETO, ground(subject="PERSON"), "ground.subject"),
    (REP, ground(subject="PERSON"), "ground.subject"),
    ("L09_abnormal.any", ground(subject="PERSON"), "ground.subject"),
    (OWN, ground(subject="ENTITY"), "ground.subject"),
    (SAFETY, says(situation="FOOD_135_1"), "situation"),
    (REP, says(situation="ACCIDENT_MAJOR"), "situation"),
    (FOOD, says(lifted_by_entity_repair=True), "lifted_by_entity_repair"),
    (REP, says(role="SHAREHOLDER"), "role"),
    (REP, says(term=-3), "term"),
    (REP, says(term=0), "term"),
    (REP, says(term=300), "term"),
    (REP, says(term=True), "term.int"),
    (DRUG, says(term_range={"min": 0, "max": "LIFE"}), "term_range.min"),
    (DRUG, says(term_range={"min": 10, "max": 100}), "term_range.max"),
    (DRUG, says(term=5), "term"),
    (REP, says(in_force_from="2022-02-30"), "in_force_from"),
]


@pytest.mark.parametrize(("rule_id", "work", "field"), REFUSED)
def test_it_is_refused_with_its_file_and_field(
    folder: Path, rule_id: str, work: Callable[[Row], Any], field: str
) -> None:
    file = spoil(folder, rule_id, work)
    assert f"{file}#{rule_id}.{field}" in [one.where for one in check_rules(folder)]


def test_such_rules_do_not_load(folder: Path) -> None:
    file = spoil(folder, VETO, asks("list_type", "L3O"))
    with pytest.raises(RuleDefinitionError, match="L3O") as refused:
        load_rules(folder)
    assert refused.value.where == f"{file}#{VETO}.ground.when.list_type"


ALLOWED: list[tuple[str, Callable[[Row], Any]]] = [
    (VETO, asks("list_type", ["L03"])),
    (ELECTED, asks("list_type", "L14")),
    (GRADE, asks("grade", {"known": True})),
    (FOOD, asks("penalised", ["unit"])),
    (DRUG, asks("basis_articles", ["药品管理法:124(1)"])),
    (SAFETY, says(situation="NO_LICENCE")),
    (REP, says(term=1)),
    (REP, says(term=30)),
    (DEBTOR, says(lifted_by_entity_repair=True)),
]


@pytest.mark.parametrize(("rule_id", "work"), ALLOWED)
def test_what_a_row_may_say_loads(folder: Path, rule_id: str, work: Callable[[Row], Any]) -> None:
    spoil(folder, rule_id, work)
    assert check_rules(folder) == []


def test_a_situation_says_of_which_list_it_is(folder: Path) -> None:
    path = folder / VOCABULARY_FILE
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    content["situations"]["NO_LICENCE"] = "L4 7(1)"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    assert f"{VOCABULARY_FILE}#situations.NO_LICENCE" in [one.where for one in check_rules(folder)]
