"""Signals as data: what makes no sense is refused, with file and field."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.errors import RuleDefinitionError
from graph.risk.warning.settings import (
    SIGNALS_FILE,
    Scope,
    Signal,
    load_settings,
    read_settings,
    settings_from,
)


@pytest.fixture
def data() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(SIGNALS_FILE.read_text(encoding="utf-8"))
    return copy.deepcopy(found)


def test_every_signal_is_set_for_entities_groups_districts_industries_and_the_city() -> None:
    settings = load_settings()
    assert set(settings.signals) == set(Signal)
    wanted = {Scope.ENTITY, Scope.GROUP, Scope.DISTRICT, Scope.INDUSTRY, Scope.CITY}
    assert all(wanted <= set(one.scopes) for one in settings.signals.values())
    assert {name for name, one in settings.signals.items() if Scope.LIST in one.scopes}


WRONG = {
    "signals.PENALTIES.window_days": 0,
    "signals.PENALTIES.baseline_windows": 0,
    "signals.PENALTIES.unit": "",
    "signals.PENALTIES.scopes.ENTITY.watch.at_least": 0,
    "signals.PENALTIES.scopes.ENTITY.alert.at_least": 1,
    "signals.COMPLAINTS.scopes.ENTITY.alert.times_baseline": 0.5,
    "signals.OVERDUE_REPAIRS.parameters.working_days": None,
    "signals.CLUSTER_REGISTRATIONS.parameters.at_least": 1,
    "signals.BROKEN_COMMITMENTS.parameters.fulfilments": ["大概履行"],
    "signals.SEVERITY.parameters.severities": ["非常严重"],
    "late_after_days": -1,
    "edition": "new",
}


@pytest.mark.parametrize("place", sorted(WRONG))
def test_a_wrong_field_is_named_with_its_file(data: dict[str, Any], place: str) -> None:
    *path, last = place.split(".")
    at = data
    for part in path:
        at = at[part]
    at[last] = WRONG[place]
    with pytest.raises(RuleDefinitionError) as refused:
        settings_from(data, name="mine.yaml")
    assert refused.value.where.startswith(f"mine.yaml#{place}")
    assert refused.value.todo


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("signals.PENALTIES.parameters", {"working_days": 3}),
        ("signals.PENALTIES.colour", "red"),
        ("signals.RUMOURS", {}),
        ("signals.PENALTIES.scopes.PERSON", {"watch": {"at_least": 1}, "alert": {"at_least": 2}}),
        ("signals.PENALTIES.scopes.LIST", {"watch": {"at_least": 1}, "alert": {"at_least": 2}}),
    ],
)
def test_what_nobody_knows_is_refused_and_a_person_is_no_scope(
    data: dict[str, Any], place: str, value: Any
) -> None:
    *path, last = place.split(".")
    at = data
    for part in path:
        at = at[part]
    at[last] = value
    with pytest.raises(RuleDefinitionError) as refused:
        settings_from(data)
    assert last in refused.value.where or "parameters" in refused.value.where


def test_a_missing_signal_is_named(data: dict[str, Any]) -> None:
    del data["signals"]["COMPLAINTS"]
    with pytest.raises(RuleDefinitionError, match="缺少这个信号") as refused:
        settings_from(data)
    assert refused.value.where.endswith("#signals.COMPLAINTS")


@pytest.mark.parametrize("text", ["a: [", "just words", "\x00"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "signals.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleDefinitionError) as refused:
        read_settings(path)
    assert "signals.yaml" in refused.value.where
