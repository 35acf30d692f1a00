"""Small packages of one table, handed in one after the other."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.identity.numbers import IdentityKeys
from graph.store import Store
from ingest.pipeline import ingest_paths


@pytest.fixture(scope="module")
def table_keys() -> IdentityKeys:
    """One set of keys for all packages of a module."""
    return IdentityKeys.generate()


@pytest.fixture
def hand_in_table(store: Store, table_keys: IdentityKeys, tmp_path: Path) -> Callable[..., Any]:
    """Takes a table's name, its rows and what the manifest says besides; gives the file's report."""
    made: list[Path] = []

    def ingest(table: str, rows: list[dict[str, Any]], **manifest: Any) -> Any:
        folder = tmp_path / f"package-{len(made)}"
        folder.mkdir()
        made.append(folder)
        given = {"source": {"name": "测试", "code": "T1"}, "synthetic": True, **manifest}
        (folder / "manifest.json").write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)))
            writer.writeheader()
            writer.writerows(rows)
        return ingest_paths(store, table_keys, [folder]).packages[0].files[f"{table}.csv"]

    return ingest
