"""Set-up scripts say what is missing and what to install, in both languages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = ("bash", "sed", "head", "dirname", "mkdir", "cat", "flock", "sha256sum", "cut", "rm")


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A PATH folder with the basic tools only; a test adds what it wants to be there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None, tool
        (folder / tool).symlink_to(found)
    return folder


def _put(folder: Path, name: str, body: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{body}\n", encoding="ascii")
    (folder / name).chmod(0o755)


def _run(root: Path, script: str, path: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", str(root / "deploy" / "bootstrap" / script)],
        env={"PATH": str(path), "LC_ALL": "C.UTF-8", **extra},
        capture_output=True,
        text=True,
        check=False,
    )


def test_missing_java_and_maven_are_named_with_their_packages(root: Path, shelf: Path) -> None:
    done = _run(root, "check-neo4j.sh", shelf)
    assert done.returncode == 1
    assert done.stderr.count("apt-get install openjdk-17-jdk-headless maven") == 2


def test_a_java_too_old_counts_as_missing(root: Path, shelf: Path) -> None:
    _put(shelf, "java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2")
    _put(shelf, "mvn", "exit 0")
    done = _run(root, "check-neo4j.sh", shelf)
    assert done.returncode == 1
    assert "apt-get install openjdk-17-jdk-headless" in done.stderr
    assert "maven" not in done.stderr


@pytest.mark.parametrize("version", ["17.0.15", "21.0.1", "21-ea"])
def test_java_seventeen_or_newer_with_maven_is_enough(version: str, root: Path, shelf: Path) -> None:
    _put(shelf, "java", f"echo 'openjdk version \"{version}\" 2025-04-15' >&2")
    _put(shelf, "mvn", "exit 0")
    done = _run(root, "check-neo4j.sh", shelf)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_missing_venv_module_is_named_with_its_package(root: Path, shelf: Path) -> None:
    _put(shelf, "python3", f'case "$*" in *ensurepip*) exit 1 ;; esac\nexec {sys.executable} "$@"')
    done = _run(root, "setup.sh", shelf)
    assert done.returncode == 1
    assert done.stderr.count("apt-get install python3-venv") == 2
    assert "venv 模块不可用" in done.stderr


def test_a_python_too_old_is_said_so(root: Path, shelf: Path) -> None:
    _put(shelf, "python3", "exit 1")
    done = _run(root, "setup.sh", shelf)
    assert done.returncode == 1
    assert "Python 3.11" in done.stderr
    assert "apt-get install python3 python3-venv" in done.stderr


def test_the_extras_name_the_java_that_spark_needs(root: Path, shelf: Path) -> None:
    done = _run(root, "extras.sh", shelf)
    assert done.returncode == 1
    assert done.stderr.count("apt-get install openjdk-17-jre-headless") == 2


@pytest.mark.parametrize(
    "name",
    [
        ".ci/run",
        "deploy/bootstrap/setup.sh",
        "deploy/bootstrap/check-neo4j.sh",
        "deploy/bootstrap/extras.sh",
    ],
)
def test_scripts_are_executable_and_stop_at_the_first_failure(name: str, root: Path) -> None:
    assert os.access(root / name, os.X_OK)
    assert "set -euo pipefail" in (root / name).read_text(encoding="utf-8")


def test_ci_requires_every_part_and_runs_the_whole(root: Path) -> None:
    text = (root / ".ci" / "run").read_text(encoding="utf-8")
    assert "export CREDITGRAPH_REQUIRE=neo4j,arcadedb,browser,spark" in text
    assert "make test" in text
