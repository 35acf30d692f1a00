"""A new edition of the rules: told beforehand without writing anything, then applied by derivation."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from creditgraph.cli.main import main
from graph.liability.rulebook import RULES_FOLDER, VOCABULARY_FILE, load_rules
from graph.rule_preview import preview_rules

_FILE = "L03_wage_arrears.yaml"
_RULE = "L03_wage_arrears.legal_rep"


def edition(folder: Path, *, drop: str = "", **changed: Any) -> Path:
    """The project's rules on wages alone, with one rule gone or other."""
    folder.mkdir()
    shutil.copy(RULES_FOLDER / VOCABULARY_FILE, folder)
    content = yaml.safe_load((RULES_FOLDER / _FILE).read_text(encoding="utf-8"))
    content["rules"] = [one for one in content["rules"] if one["id"] != drop]
    for one in content["rules"]:
        if one["id"] == _RULE:
            one.update(changed)
    (folder / _FILE).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return folder


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["creditgraph", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.fixture
def wages(listed: Any, tmp_path: Path) -> Any:
    """The register, derived by the rules on wages alone."""
    listed.rules = load_rules(edition(tmp_path / "wages"))
    listed.derive()
    return listed


def test_a_rule_that_ends_is_told_beforehand_and_ends_its_findings_alone(wages: Any, tmp_path: Path) -> None:
    before, seq = wages.states(), wages.store.head_seq()
    without = load_rules(edition(tmp_path / "without", drop=_RULE))

    preview = preview_rules(wages.store, wages.rules, without, wages.today)
    told = {one["finding_id"] for one in preview.findings.fall}
    assert preview.rules.ended == (f"{_RULE}@1",) and preview.derived_by == "OLD"
    assert len(told) == 2 and not preview.findings.arise and not preview.findings.change
    assert wages.store.head_seq() == seq and wages.states() == before

    old, wages.rules = wages.rules, without
    wages.derive()
    fallen = wages.findings(withdrawn_because="RULE_ENDED")
    assert {one["state"] for one in fallen} == {"WITHDRAWN"} and len(fallen) == 2
    assert {one["rule"] for one in fallen} == {f"{_RULE}@1"}
    assert wages.derive(full=True).keys() <= {"same"}

    back = preview_rules(wages.store, without, old, wages.today)
    assert {one["finding_id"] for one in back.findings.arise} == told
    wages.rules = old
    wages.derive()
    assert wages.states() == before


def test_a_new_version_takes_the_place_of_the_old_one_and_fewer_measures_change_a_finding(
    wages: Any, tmp_path: Path
) -> None:
    second = load_rules(edition(tmp_path / "second", version=2, measures=[]))
    preview = preview_rules(wages.store, wages.rules, second, wages.today).as_json()
    assert preview["rules"]["added"] == [f"{_RULE}@2"] and preview["rules"]["ended"] == [f"{_RULE}@1"]
    assert [len(preview["findings"][name]) for name in ("opened", "closed", "changed")] == [2, 2, 0]
    fewer = load_rules(edition(tmp_path / "fewer", measures=[]))
    changes = preview_rules(wages.store, wages.rules, fewer, wages.today).findings
    assert [one["fields"] for one in changes.change] == [["measures"], ["measures"]]

    wages.rules = second
    wages.derive()
    states = {(one["rule"], one["state"], one["withdrawn_because"]) for one in wages.findings()}
    assert states == {
        (f"{_RULE}@1", "WITHDRAWN", "RULE_ENDED"),
        (f"{_RULE}@2", "CONFIRMED", ""),
        (f"{_RULE}@2", "PROPOSED", ""),
    }


def test_the_command_prints_a_document_and_says_by_its_status_whether_findings_differ(
    wages: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CREDITGRAPH_HOME", str(tmp_path / "home"))
    whole, without = str(tmp_path / "wages"), str(edition(tmp_path / "without", drop=_RULE))
    assert run(monkeypatch, "rules", "diff", whole, whole, "--json") == 0
    assert json.loads(capsys.readouterr().out)["findings"]["by_rule"] == {}
    assert run(monkeypatch, "rules", "diff", whole, without, "--json") == 1
    assert json.loads(capsys.readouterr().out)["findings"]["by_rule"] == {
        f"{_RULE}@1": {"opened": 0, "closed": 2, "changed": 0}
    }
    assert run(monkeypatch, "rules", "diff", whole, without) == 1
    told = capsys.readouterr().out
    assert f"{_RULE}@1" in told and "撤回" in told and "甲某某" in told
    wrong = edition(tmp_path / "wrong", role="LEGAL_REPP")
    assert run(monkeypatch, "rules", "diff", whole, str(wrong)) == 1
    assert f"{_FILE}#{_RULE}.role" in capsys.readouterr().err
    assert run(monkeypatch, "rules", "diff", whole, str(tmp_path / "nowhere")) == 1
