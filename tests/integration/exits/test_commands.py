"""``creditgraph explain`` with files, and ``creditgraph exit``, as a user runs them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner, Result

from creditgraph.cli.main import app

DAY = ("--as-of", "2026-11-23")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs a command in a home of its own, on the store that the environment names."""
    monkeypatch.setenv("CREDITGRAPH_HOME", str(tmp_path / "home"))

    def command(*args: str) -> Result:
        return CliRunner().invoke(app, args)

    return command


def test_an_explanation_is_saved_as_page_and_as_pdf(cases: Any, run: Any, tmp_path: Path) -> None:
    finding = cases.findings("赵测试")["L03_wage_arrears.legal_rep@1"]
    page, pdf = tmp_path / "n.html", tmp_path / "n.pdf"
    done = run("explain", finding, *DAY, "--html", str(page), "--pdf", str(pdf), "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["finding_id"] == finding
    assert "宛人社列〔2026〕1号" in page.read_text(encoding="utf-8")
    assert "宛人社列〔2026〕1号" in "".join(one.extract_text() for one in PdfReader(pdf).pages)
    assert "【任职期间与来源】" in run("explain", finding, *DAY).stdout


def test_a_folder_that_is_not_there_is_said_so_and_nothing_is_left(
    cases: Any, run: Any, tmp_path: Path
) -> None:
    finding = cases.findings("赵测试")["L03_wage_arrears.legal_rep@1"]
    done = run("explain", finding, "--pdf", str(tmp_path / "no" / "n.pdf"))
    assert done.exit_code == 1 and "没有这个文件夹" in str(done.exception)
    assert not list(tmp_path.glob("**/*.part"))


def test_the_way_out_is_one_document_or_words(cases: Any, run: Any, company: str) -> None:
    done = run("exit", company, *DAY, "--json")
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert document["subject"]["code"] == company and document["smallest"]["size"] == 4
    assert {
        "subject", "as_of", "known_at", "data_version", "edition", "complete", "standing", "why", "latest",
        "smallest", "acts", "only_if_unlawful", "will_not_help", "not_yet", "others", "sections",
    } == set(document)  # fmt: skip
    then = run("exit", company, *DAY, "--known-at", document["known_at"], "--json")
    assert json.loads(then.stdout)["why"] == document["why"]
    told = run("exit", cases.person("赵测试"), *DAY).stdout
    assert re.search("【最少要办的事】\n1. 信用修复", told)
    assert not any(number in told for number in cases.numbers)
