"""The commands, run as a user runs them, on the embedded store."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.store.embedded import stop_server

pytestmark = [pytest.mark.e2e, pytest.mark.integration]
TODAY = "2026-11-23"
LIABILITY = """finding_id ground_kind ground_id list_type entity person role mode state valid_from valid_to
rule basis basis_unverified measures scope reason path"""


class Shell:
    """One installation: a home of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CREDITGRAPH_STORE")}
        self.env = {**kept, "CREDITGRAPH_HOME": str(home)}

    def start(self, *args: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "creditgraph.cli.main", *args]
        return subprocess.Popen(
            command, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def run(self, *args: str, status: int = 0, stdin: str = "") -> str:
        command = [sys.executable, "-m", "creditgraph.cli.main", *args]
        done = subprocess.run(
            command, env=self.env, capture_output=True, text=True, check=False, input=stdin, timeout=300
        )
        assert done.returncode == status, f"{args[0]}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        self.stderr = done.stderr
        return done.stdout

    def json(self, *args: str, status: int = 0, stdin: str = "") -> dict[str, Any]:
        return dict(json.loads(self.run(*args, "--json", status=status, stdin=stdin)))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city") / "city"
    shell = Shell(tmp_path_factory.mktemp("generator"))
    shell.run("generate", str(folder), "--entities", "500", "--seed", "5", "--today", TODAY)
    return folder


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory, city: Path) -> Iterator[Shell]:
    made = Shell(tmp_path_factory.mktemp("home"))
    made.run("up")
    made.run("ingest", str(city))
    made.run("derive")
    yield made
    made.run("down")


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Shell]:
    made = Shell(tmp_path / "home")
    yield made
    stop_server(made.home / "store")


def liabilities(shell: Shell, folder: Path) -> list[dict[str, str]]:
    target = folder / "liabilities.csv"
    shell.run("export", "liabilities", "-o", str(target), "--reveal-synthetic")
    with target.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_check_of_an_entity_and_of_a_person_has_the_stable_shape(shell: Shell, tmp_path: Path) -> None:
    rows = liabilities(shell, tmp_path)
    row = next(
        one for one in rows if one["state"] == "CONFIRMED" and one["uscc"] and one["mode"] == "LISTED_SELF"
    )
    for subject in (row["uscc"], row["person_id"]):
        answer = shell.json("check", subject, "--purpose", "TENDER")
        assert {
            "subject",
            "as_of",
            "known_at",
            "data_version",
            "purpose",
            "measure",
            "decision",
            "complete",
        } <= set(answer)
        found = [one for one in answer["liabilities"] if one["person"] == row["person_id"]]
        assert row["rule"] in {one["rule"] for one in found}
        assert set(LIABILITY.split()) <= set(found[0])
    by_number = shell.json("check", "--id-stdin", stdin=row["id_no"] + "\n")
    assert by_number["subject"] == shell.json("check", row["person_id"])["subject"]
    assert row["id_no"] not in json.dumps(by_number)
    shown = shell.run("explain", found[0]["finding_id"])
    assert "依据条文" in shown and row["id_no"] not in shown


def test_control_network_path_and_exports_answer(shell: Shell, tmp_path: Path) -> None:
    shell.run("export", "controls", "-o", str(tmp_path / "c.csv"))
    with (tmp_path / "c.csv").open(encoding="utf-8", newline="") as file:
        pairs = [one for one in csv.DictReader(file) if one["controller_kind"] == "PERSON"]
    pair = pairs[0]
    assert shell.json("control", pair["controlled"])["result"] in {
        "CONTROLLED",
        "NO_CONTROLLER",
        "NOT_DERIVABLE",
    }
    assert shell.json("network", pair["controlled"])["counts"]
    answer = shell.json("path", pair["controller"], pair["controlled"])
    assert answer["paths"] and answer["complete"]
    shell.run("export", "ownership", "-o", str(tmp_path / "o.csv"), "--root", pair["controlled"], status=0)


def test_screening_says_hit_clear_unknown_and_malformed(shell: Shell, tmp_path: Path) -> None:
    row = next(one for one in liabilities(shell, tmp_path) if one["state"] == "CONFIRMED" and one["uscc"])
    lines = [row["uscc"], "91320100748204660Q", "不是代码1", row["id_no"]]
    (tmp_path / "in.txt").write_text("\n".join(lines), encoding="utf-8")
    shell.run("screen", str(tmp_path / "in.txt"), "-o", str(tmp_path / "out.csv"))
    text = (tmp_path / "out.csv").read_text(encoding="utf-8")
    found = [one["status"] for one in csv.DictReader(text.splitlines())]
    assert found == ["HIT", "UNKNOWN", "MALFORMED", "HIT"]
    assert row["id_no"] not in text


def test_refusals_have_their_exit_status_and_words(shell: Shell) -> None:
    shell.run("check", "91320100748204660Q", status=1)
    assert "没有这个代码的主体" in shell.stderr
    shell.run("check", "41130219800101001X", status=1)
    assert "--id-stdin" in shell.stderr and "41130219800101001X" not in shell.stderr
    shell.run("check", "what", status=2)
    shell.run("check", "91320100748204660Q", "--as-of", "yesterday", status=2)
    shell.run("nonsense", status=2)
    shell.run("explain", "L0", status=1)


def test_status_doctor_and_rules_answer(shell: Shell) -> None:
    status = shell.json("status")
    assert status["running"] and status["pending_changes"] == 0
    shell.run("doctor")
    assert "L03_wage_arrears.legal_rep" in shell.run("rules", "list", "--json")
    shell.run("rules", "check")
    shell.run("rules", "show", "L99", status=1)


@pytest.mark.slow
def test_killed_in_the_middle_and_run_again_gives_the_same_fingerprint(
    shell: Shell, fresh: Shell, city: Path
) -> None:
    whole = shell.json("fingerprint")["fingerprint"]
    # The same keys are not needed: a fingerprint does not depend on them.
    fresh.run("up")
    for command in (("ingest", str(city)), ("derive",)):
        process = fresh.start(*command)
        time.sleep(2.5)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        fresh.run(*command)
    assert fresh.json("fingerprint")["fingerprint"] == whole
