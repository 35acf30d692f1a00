"""The version is said once in pyproject.toml, and the changelog agrees."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

RELEASE = re.compile(r"^## \[(?P<version>[^\]]+)\] - (?P<day>unreleased|\d{4}-\d{2}-\d{2})$", re.MULTILINE)
SECTIONS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_newest_entry_is_the_projects_version(root: Path) -> None:
    with (root / "pyproject.toml").open("rb") as stream:
        version = tomllib.load(stream)["project"]["version"]
    releases = RELEASE.findall((root / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert releases
    assert releases[0][0] == version
    assert importlib.metadata.version("creditgraph") == version


def test_headings_are_those_of_keep_a_changelog(root: Path) -> None:
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert all(RELEASE.match(line) for line in re.findall(r"^## .*$", text, re.MULTILINE))
    assert set(re.findall(r"^### (.*)$", text, re.MULTILINE)) <= SECTIONS
