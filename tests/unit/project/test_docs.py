"""What the documents say is there is there: commands, make verbs, links, files; and both languages agree."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

LINK = re.compile(r"\[[^\]]*\]\((?!https?://|#)([^)#\s]+)(?:#[^)]*)?\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CALL = re.compile(r"\bcreditgraph ((?:[a-z]+ )?[a-z]+)")
FRONT = re.compile(
    r"\A---\nstatus: (\w+)\ndate: (\d{4}-\d{2}-\d{2})\nsupersedes: (none|\d{4})\n---\n# (\d{4}) "
)


@pytest.fixture(scope="module")
def pages(root: Path, tracked: list[Path]) -> dict[str, str]:
    """Every Markdown page by its path."""
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in tracked
        if path.suffix == ".md"
    }


def _commands(command: Any, prefix: str = "") -> Iterator[str]:
    children = getattr(command, "commands", None)
    if children is not None:
        for name, child in children.items():
            if not child.hidden:
                yield from _commands(child, f"{prefix}{name} ")
    else:
        yield prefix.strip()


@pytest.fixture(scope="module")
def commands() -> set[str]:
    """The commands as `export controls`, read from the command line itself."""
    from creditgraph.cli.main import app

    return set(_commands(typer.main.get_command(app)))


def _said(text: str) -> set[str]:
    code = " \n".join([*re.findall(r"`([^`\n]+)`", text), *(body for _, body in FENCE.findall(text))])
    return {found.strip() for found in CALL.findall(code)}


def test_every_command_stands_in_both_readmes(commands: set[str], pages: dict[str, str]) -> None:
    for name in ("README.md", "README.zh-CN.md"):
        missing = {one for one in commands if f"creditgraph {one}" not in pages[name]}
        assert missing == set(), name


def test_every_command_that_a_page_names_exists(commands: set[str], pages: dict[str, str]) -> None:
    first_words = {one.split()[0] for one in commands}
    for name, text in pages.items():
        for said in _said(text):
            first = said.split()[0]
            assert first in first_words, f"{name}: creditgraph {said}"
            assert first in commands or said in commands, f"{name}: creditgraph {said}"


def test_every_make_verb_that_a_page_names_exists(root: Path, pages: dict[str, str]) -> None:
    verbs = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for name, text in pages.items():
        code = "\n".join([*re.findall(r"`([^`\n]+)`", text), *(body for _, body in FENCE.findall(text))])
        assert set(re.findall(r"^make ([a-z-]+)", code, re.MULTILINE)) <= verbs, name


def test_every_link_between_pages_leads_somewhere(root: Path, pages: dict[str, str]) -> None:
    broken = [
        f"{name}: {target}"
        for name, text in pages.items()
        for target in LINK.findall(text)
        if not ((root / name).parent / target).exists()
    ]
    assert broken == []


def test_both_readmes_have_the_same_shape(pages: dict[str, str]) -> None:
    english, chinese = pages["README.md"], pages["README.zh-CN.md"]
    assert FENCE.findall(english) == FENCE.findall(chinese)
    for mark in (r"^## ", r"^- ", r"^\| `", r"\*\*[^*]+\*\*"):
        counts = [len(re.findall(mark, text, re.MULTILINE)) for text in (english, chinese)]
        assert counts[0] == counts[1], mark
    links = [set(LINK.findall(text)) - {"README.md", "README.zh-CN.md"} for text in (english, chinese)]
    assert links[0] == links[1]
    rules = [sorted(re.findall(r"\bL\d\d\b", text)) for text in (english, chinese)]
    assert rules[0] == rules[1]


def test_readmes_give_notice_of_synthetic_data_and_of_containers(pages: dict[str, str]) -> None:
    assert "synthetic" in pages["README.md"]
    assert "Containers are not run in CI" in pages["README.md"]
    assert "合成" in pages["README.zh-CN.md"]
    assert "持续集成中不运行容器" in pages["README.zh-CN.md"]


def test_each_recipe_is_a_list_of_at_most_eight_steps_on_files_that_exist(
    root: Path, pages: dict[str, str]
) -> None:
    recipes = re.findall(
        r"^## Recipe: (.+?)\n(.*?)(?=^## |\Z)", pages["CONTRIBUTING.md"], re.MULTILINE | re.DOTALL
    )
    assert len(recipes) == 3
    for title, body in recipes:
        steps = re.findall(r"^\d+\. ", body, re.MULTILINE)
        assert 1 <= len(steps) <= 8, title
        paths = re.findall(r"`((?:graph|cypher|tests|docs)/[\w./-]+|CHANGELOG\.md)`", body)
        assert len(set(paths)) <= 8, title
        for path in paths:
            assert (root / path).exists(), f"{title}: {path}"


def test_decisions_are_numbered_in_order_with_status_and_date(root: Path) -> None:
    files = sorted((root / "docs" / "adr").glob("*.md"))
    assert [path.name[:4] for path in files] == [f"{number:04d}" for number in range(1, len(files) + 1)]
    for path in files:
        assert re.fullmatch(r"\d{4}-[a-z0-9]+(-[a-z0-9]+)+\.md", path.name)
        front = FRONT.match(path.read_text(encoding="utf-8"))
        assert front, path.name
        assert front[1] in {"proposed", "accepted", "superseded"}
        assert front[4] == path.name[:4]


def test_decision_numbers_that_code_and_pages_cite_exist(root: Path, tracked: list[Path]) -> None:
    known = {path.name[:4] for path in (root / "docs" / "adr").glob("*.md")}
    for path in tracked:
        if path.suffix in {".py", ".md", ".cypher", ".toml", ".sh"}:
            cited = re.findall(r"\bADR (\d{4})\b|docs/adr/(\d{4})\b", path.read_text(encoding="utf-8"))
            assert {one or two for one, two in cited} <= known, path.name


def test_the_sizing_note_says_what_was_measured(root: Path) -> None:
    note = (root / "docs/how-to/use-spark.md").read_text(encoding="utf-8")
    said = {
        tuple(row)
        for row in re.findall(r"^\| ([\d,]+) \| ([\d,]+) \| [\d,]+ \| \d+ \| ([\d.]+) \|", note, re.M)
    }
    measured = {
        (f"{one['entities']:,}", f"{one['holdings']:,}", str(one["seconds"]))
        for path in (root / "benchmarks/results").glob("*-spark.json")
        for one in json.loads(path.read_text(encoding="utf-8"))["sizes"]
    }
    assert len(said) == 3
    assert said <= measured
