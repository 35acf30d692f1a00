"""What doctor says without starting anything."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from creditgraph.processes import doctor
from creditgraph.settings import Settings
from graph.store.folder import StoreFolder


def finding(settings: Settings, what: str) -> dict[str, Any]:
    """One finding by its name."""
    return next(one for one in doctor(settings) if one["what"] == what)


def settings_in(home: Path) -> Settings:
    """Settings of an installation that has nothing yet."""
    return Settings.load({"CREDITGRAPH_HOME": str(home)})


def test_a_machine_with_nothing_yet_is_healthy_and_nothing_is_started(tmp_path: Path) -> None:
    found = doctor(settings_in(tmp_path / "new"))
    assert all(one["ok"] for one in found if one["what"] != "磁盘空间"), found
    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_held_and_does_not_answer_names_the_holder(tmp_path: Path) -> None:
    folder = StoreFolder(tmp_path / "store")
    folder.prepare()
    lock = folder.hold()
    try:
        one = finding(settings_in(tmp_path), "图数据库")
    finally:
        lock.release()
    assert not one["ok"]
    assert f"进程号 {os.getpid()}" in one["detail"]
    assert one["todo"]


def test_an_old_java_is_named_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.store.neo4j_local.java_major", lambda: 11)
    one = finding(settings_in(tmp_path), "Java（仅 Neo4j 需要）")
    assert not one["ok"]
    assert "17" in one["todo"]


def test_a_relative_home_is_taken_from_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert settings_in(Path("here")).store == f"embedded://{tmp_path}/here/store"
