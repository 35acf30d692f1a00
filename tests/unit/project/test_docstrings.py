"""Examples in docstrings run."""

from __future__ import annotations

import ast
import doctest
import importlib
from pathlib import Path

PACKAGES = ("creditgraph", "graph", "ingest", "api")


def _modules_with_examples(root: Path) -> list[str]:
    names = []
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            source = path.read_text(encoding="utf-8")
            if ">>> " in source and any(
                isinstance(node, ast.Constant) for node in ast.walk(ast.parse(source))
            ):
                parts = path.relative_to(root).with_suffix("").parts
                names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names


def test_every_docstring_example_gives_what_it_shows(root: Path) -> None:
    names = _modules_with_examples(root)
    assert "graph.days" in names
    failed = [name for name in names if doctest.testmod(importlib.import_module(name)).failed]
    assert failed == []
