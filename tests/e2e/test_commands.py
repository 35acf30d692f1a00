"""The commands, run as a user runs them, on the embedded store."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.errors import AnswerRefusedError
from graph.identity.codes import classify_code
from graph.store import open_store
from graph.store.embedded import stop_server
from ingest.lease import bulk_lease

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
    made.run("up", "--store-only")
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
        every = list(csv.DictReader(file))
    pairs = [one for one in every if one["controller_kind"] == "PERSON"]
    described = json.loads((tmp_path / "c.csv-metadata.json").read_text(encoding="utf-8"))
    assert described["url"] == "c.csv"
    assert [one["name"] for one in described["tableSchema"]["columns"]] == list(every[0])
    [notes] = described["notes"]
    assert notes["policy"]["majority"] == "> 50" and notes["as_of"] and notes["data_version"]
    assert set(notes["over_the_whole"]) <= {one["controlled"] for one in every}
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
    shell.run("export", "ownership", "-o", str(tmp_path / "n.csv"), "--engine", "hadoop", status=2)
    assert not (tmp_path / "n.csv").exists()


def test_trees_groups_owners_and_what_changed_answer(shell: Shell, tmp_path: Path) -> None:
    group = shell.json("groups", "--limit", "1")["rows"][0]
    members = shell.json("groups", group["head"])["members"]
    assert len(members) == group["size"]
    code = members[0]["id"]
    assert {one["level"] for one in shell.json("tree", code)["nodes"]} >= {0}
    assert shell.json("owners", code)["policy"]["owner_pct"] == 25.0
    gained = shell.json("control", code, "--diff", "1990-01-01", "2026-01-01")["changes"]
    shell.run("control", "--diff", "1990-01-01", "2026-01-01", "-o", str(tmp_path / "d.csv"))
    with (tmp_path / "d.csv").open(encoding="utf-8", newline="") as file:
        every = {(one["change"], one["controller"], one["controlled"]) for one in csv.DictReader(file)}
    assert {(one["change"], one["controller"], one["controlled"]) for one in gained} <= every
    for command in (["tree", code], ["groups", group["head"]], ["owners", code], ["control", code]):
        assert members[0]["name"] in shell.run(*command) + shell.stderr
    assert group["name"] in shell.run("groups")
    shell.run("control", "--diff", "2026-01-01", "1990-01-01", status=2)
    assert "起始日须早于截止日" in shell.stderr


def test_screening_says_hit_clear_unknown_and_malformed(shell: Shell, tmp_path: Path) -> None:
    rows = [one for one in liabilities(shell, tmp_path) if one["state"] == "CONFIRMED" and one["uscc"]]
    numbers = sorted({one["id_no"] for one in rows})
    assert any(classify_code(one).valid for one in numbers), "none that reads as a code as well"
    name = shell.json("check", rows[0]["uscc"])["subject"]["name"]
    lines = [rows[0]["uscc"], "91320100748204660Q", "不是代码1", name, *numbers]
    (tmp_path / "in.txt").write_text("\n".join(lines), encoding="utf-8")
    shell.run("screen", str(tmp_path / "in.txt"), "-o", str(tmp_path / "out.csv"))
    text = (tmp_path / "out.csv").read_text(encoding="utf-8")
    found = [one["status"] for one in csv.DictReader(text.splitlines())]
    # A name is no identity, even where only one company bears it.
    assert found == ["HIT", "UNKNOWN", "MALFORMED", "CANDIDATES", *("HIT" for _ in numbers)]
    assert not [one for one in numbers if one in text]
    ambiguous = next(one for one in numbers if classify_code(one).valid)
    shell.run("check", ambiguous, status=AnswerRefusedError.exit_status)
    assert ambiguous not in shell.stderr


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


def test_every_command_prints_one_document_and_nothing_else(shell: Shell, city: Path, tmp_path: Path) -> None:
    rehearsed = shell.json("ingest", str(city), "--dry-run")
    assert rehearsed["dry_run"] and rehearsed["packages"][0]["files"]
    again = shell.json("derive")
    # The hints of all were derived with the first derivation of the day.
    assert (again["as_of"], again["hints"]) == (TODAY, None)
    hinted = shell.json("derive", "--full")["hints"]
    assert hinted["hinted"] > 0 and (hinted["opened"], hinted["closed"]) == (0, 0)
    assert shell.json("generate", str(tmp_path / "g"), "--entities", "5", "--today", TODAY)
    assert {one["what"] for one in json.loads(shell.run("doctor", "--json"))} >= {"库结构", "身份密钥"}
    finding = liabilities(shell, tmp_path)[0]
    assert shell.json("check", finding["person_id"])["liabilities"]
    assert len(json.loads(shell.run("rules", "list", "--json"))) > 20


def test_handing_in_the_same_again_changes_nothing_and_a_second_writer_is_refused(
    shell: Shell, city: Path
) -> None:
    before = shell.json("fingerprint")["fingerprint"]
    with (
        open_store(f"embedded://{shell.home / 'store'}") as store,
        bulk_lease(store),
    ):
        shell.run("ingest", str(city), status=1)
        assert str(os.getpid()) in shell.stderr
    report = shell.json("ingest", str(city))
    taken = [one["taken"] for one in report["packages"][0]["files"].values()]
    assert not any(one.get("new") or one.get("changed") for one in taken)
    assert shell.json("fingerprint")["fingerprint"] == before
    sheets = [Path(one) for one in report["sheets"]]
    assert [one.name for one in sheets] == ["quarantine.csv", "returns.csv"]
    assert all(len(one.read_text(encoding="utf-8").splitlines()) > 1 for one in sheets)


def test_a_refused_file_is_named_and_the_status_says_so(shell: Shell, tmp_path: Path) -> None:
    before = shell.json("fingerprint")["fingerprint"]
    (tmp_path / "positions.csv").write_bytes(b"\x00\x01\x02" * 1000)
    report = shell.json("ingest", str(tmp_path), status=1)
    assert report["packages"][0]["files"]["positions.csv"]["refused"]
    assert shell.json("fingerprint")["fingerprint"] == before


def test_a_full_disk_leaves_no_half_export(shell: Shell, tmp_path: Path) -> None:
    target = tmp_path / "full.csv"
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)); "
    code = limit + "from creditgraph.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "export", "liabilities", "-o", str(target)],
        env=shell.env, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 1 and "磁盘空间不足" in done.stderr
    assert list(tmp_path.iterdir()) == []


def kill_after_commits(number: int, shell: Shell, *command: str) -> None:
    """Kill -9 as soon as so many commits of the command stand in the store."""
    with open_store(f"embedded://{shell.home / 'store'}") as store:
        before = store.head_seq()
        process = shell.start(*command)
        while process.poll() is None and store.head_seq() < before + number:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert process.returncode == -signal.SIGKILL


@pytest.mark.slow
def test_killed_in_the_middle_and_run_again_gives_the_same_fingerprint(
    shell: Shell, fresh: Shell, city: Path
) -> None:
    whole = shell.json("fingerprint")["fingerprint"]
    # The same keys are not needed: a fingerprint does not depend on them.
    fresh.run("up", "--store-only")
    for number, command in ((6, ("ingest", str(city))), (1, ("derive",))):
        kill_after_commits(number, fresh, *command)
        again = fresh.json(*command)
        if command[0] == "ingest":
            assert again["packages"][0]["resumed"]
    assert fresh.json("fingerprint")["fingerprint"] == whole


@pytest.mark.slow
def test_packages_in_another_order_give_the_same_fingerprint(
    shell: Shell, fresh: Shell, city: Path, tmp_path: Path
) -> None:
    decisions = ("listings", "judgments", "liable_persons", "penalties", "repairs", "objections", "person_")
    parts = [tmp_path / "decisions", tmp_path / "registers"]
    for part in parts:
        part.mkdir()
        shutil.copy(city / "manifest.json", part)
    for file in city.iterdir():
        if file.is_file() and file.name != "manifest.json":
            shutil.copy(file, parts[0 if file.name.startswith(decisions) else 1])
    fresh.run("up", "--store-only")
    fresh.run("ingest", *map(str, parts))
    fresh.run("derive")
    assert fresh.json("fingerprint")["fingerprint"] == shell.json("fingerprint")["fingerprint"]


@pytest.mark.slow
def test_the_demo_agrees_with_its_answer_keys_and_runs_again(fresh: Shell) -> None:
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-m", "creditgraph.demo"],
            env=fresh.env, capture_output=True, text=True, check=False, timeout=400,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr
        # Findings, withdrawals, three past days, control, quarantine, fifteen patterns, early warning:
        # precision and recall of each.
        scores = re.findall(r"(\d\.\d{3})\s+(\d\.\d{3})\s*$", done.stdout, re.MULTILINE)
        assert scores == [("1.000", "1.000")] * 23
        assert re.search(r"关联提示排序：.*AUC 0\.9\d\d", done.stdout)
        assert done.stdout.count("依据条文：") == 10
    suggested = re.findall(r"^  \.venv/bin/creditgraph (.+)$", done.stdout, re.MULTILINE)
    assert len(suggested) >= 5
    for line in suggested:
        if not line.startswith("export"):
            fresh.run(*line.split())
