"""Our import names are common words: guard that they mean this project and nothing else (ADR 0004)."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PACKAGES = ("creditgraph", "graph", "ingest", "api", "dashboard", "cypher")


@pytest.mark.parametrize("name", PACKAGES)
def test_each_name_resolves_inside_this_checkout(name: str, root: Path) -> None:
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    assert Path(spec.origin).resolve() == root / name / "__init__.py"


@pytest.mark.parametrize("name", [*PACKAGES, "tests", "benchmarks"])
def test_no_other_distribution_claims_the_name(name: str) -> None:
    owners = set(importlib.metadata.packages_distributions().get(name, []))
    assert owners <= {"creditgraph"}


def test_nothing_in_dashboard_shadows_a_package(root: Path) -> None:
    inside = {path.stem for path in (root / "dashboard").iterdir() if path.stem != "__init__"}
    assert inside.isdisjoint(PACKAGES)


def test_no_package_marker_below_tests(root: Path) -> None:
    assert not list((root / "tests").rglob("__init__.py"))


@pytest.mark.slow
def test_the_wheel_holds_exactly_the_six_packages_and_their_data(root: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(root)],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("creditgraph-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == set(PACKAGES)
    data = {
        path.relative_to(root).as_posix()
        for package in PACKAGES
        for ending in ("*.cypher", "*.csv", "*.yaml")
        for path in (root / package).rglob(ending)
    }
    assert data <= set(names)
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
