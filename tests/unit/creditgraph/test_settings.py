"""Where data, keys and store are."""

from __future__ import annotations

from pathlib import Path

import pytest

from creditgraph.settings import Settings
from graph.errors import SettingsError


def test_a_checkout_keeps_its_data_beside_the_project(root: Path) -> None:
    settings = Settings.load({})
    assert settings.home == root / ".creditgraph"
    assert settings.keys == settings.home / "keys"


def test_the_environment_decides(tmp_path: Path) -> None:
    settings = Settings.load(
        {
            "CREDITGRAPH_HOME": str(tmp_path),
            "CREDITGRAPH_SOURCE_PRECEDENCE": "AMR, HRSS ,",
            "CREDITGRAPH_SNAPSHOT_CAP": "0.5",
        }
    )
    assert settings.store == f"embedded://{tmp_path}/store"
    assert (settings.precedence, settings.snapshot_cap) == (("AMR", "HRSS"), 0.5)


def test_a_store_on_the_command_line_wins_over_the_environment_and_that_over_the_one_left_up(
    tmp_path: Path,
) -> None:
    (tmp_path / "store-url").write_text("bolt://127.0.0.1:1\n", encoding="utf-8")
    home = {"CREDITGRAPH_HOME": str(tmp_path)}
    assert Settings.load(home).store == "bolt://127.0.0.1:1"
    named = {**home, "CREDITGRAPH_STORE": "bolt://127.0.0.1:2"}
    assert Settings.load(named).store == "bolt://127.0.0.1:2"
    assert Settings.load(named, store="bolt://127.0.0.1:3").store == "bolt://127.0.0.1:3"


@pytest.mark.parametrize("cap", ["much", "-0.1", "1.5", "nan"])
def test_a_cap_without_meaning_is_refused(cap: str) -> None:
    with pytest.raises(SettingsError):
        Settings.load({"CREDITGRAPH_SNAPSHOT_CAP": cap})
