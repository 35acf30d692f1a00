"""Days pass: what the worker does equals deriving everything on each day; missed days are caught up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.services.desk import Desk, meta
from api.services.fingerprint import fingerprint
from creditgraph.settings import Settings
from creditgraph.worker import Worker
from graph.days import add_days
from graph.derivation import derive
from graph.identity.numbers import IdentityKeys
from graph.liability.rulebook import load_rules
from graph.outbox import worker_lag
from graph.store import Store
from ingest.pipeline import ingest_paths
from ingest.synthetic import generate_city


class Clock:
    """The day that counts as today."""

    def __init__(self, day: str) -> None:
        self.day = day

    def __call__(self) -> str:
        return self.day


def controls(store: Store) -> set[tuple[str, str]]:
    columns = store.read_columns("read/ownership/controls_range", first="", last="\U0010ffff")
    return set(zip(columns["controller"], columns["controlled"], strict=True))


def findings(store: Store) -> set[tuple[Any, ...]]:
    rows = store.read("read/answers/findings_page", after="", limit=1000)[0]["rows"]
    names = ("ground_ref", "person_name", "role", "base_state", "reason", "valid_from", "valid_to")
    return {tuple(row["finding"][name] for name in names) for row in rows}


def mark(store: Store, keys: IdentityKeys, day: str) -> str:
    return fingerprint(Desk(store, keys, day, "test", load_rules()))


def assert_nothing_is_left(store: Store, day: str) -> None:
    """Deriving everything on that day changes nothing."""
    report = derive(store, today=day, full=True)
    assert set(report.findings) <= {"same"}, (day, report.findings)
    assert (report.control["opened"], report.control["closed"]) == (0, 0), day


def test_each_day_over_two_month_borders_equals_deriving_everything_on_it(
    store: Store, keys: IdentityKeys, settings: Settings, world: Path
) -> None:
    assert ingest_paths(store, keys, [world]).total("quarantined") == 0
    clock = Clock("2026-06-28")
    worker = Worker(store, settings, today=clock)
    seen = []
    before: tuple[Any, Any] = (None, None)
    while clock.day <= "2026-08-03":
        worker.run_once()
        now = (findings(store), controls(store))
        if now != before:
            seen.append(clock.day)
            assert_nothing_is_left(store, clock.day)
            assert (findings(store), controls(store)) == now
        elif clock.day.endswith(("-01", "-15")):
            assert_nothing_is_left(store, clock.day)
        before, clock.day = now, add_days(clock.day, 1)
    assert seen == ["2026-06-28", "2026-06-30", "2026-07-01", "2026-07-31", "2026-08-01"]


def test_a_synthetic_city_moved_over_a_month_border_equals_deriving_everything(
    store: Store, keys: IdentityKeys, settings: Settings, tmp_path: Path
) -> None:
    generate_city(tmp_path / "city", entities=120, seed=3, today="2026-06-30")
    ingest_paths(store, keys, [tmp_path / "city"])
    clock = Clock("2026-06-16")
    worker = Worker(store, settings, today=clock)
    while clock.day <= "2026-07-02":
        worker.run_once()
        passed = mark(store, keys, clock.day), controls(store)
        assert_nothing_is_left(store, clock.day)
        assert (mark(store, keys, clock.day), controls(store)) == passed
        clock.day = add_days(clock.day, 1)


def test_missed_days_are_caught_up_each_as_of_itself(
    store: Store, keys: IdentityKeys, settings: Settings, world: Path
) -> None:
    ingest_paths(store, keys, [world])
    clock = Clock("2026-06-28")
    worker = Worker(store, settings, today=clock)
    worker.run_once()
    clock.day = "2026-09-02"
    step = worker.run_once()
    assert step.days == ["2026-06-30", "2026-07-31", "2026-08-01", "2026-08-31", "2026-09-02"]
    assert worker_lag(store).last_pass_day == "2026-09-02"
    assert_nothing_is_left(store, clock.day)
    assert worker.run_once().idle


def test_a_day_that_was_derived_backwards_is_passed_again_with_one_message(
    store: Store, keys: IdentityKeys, settings: Settings, world: Path
) -> None:
    ingest_paths(store, keys, [world])
    worker = Worker(store, settings, today=Clock("2026-07-05"))
    worker.run_once()
    derive(store, today="2026-06-29", full=True)
    assert worker.run_once().days == ["2026-06-30", "2026-07-05"]
    assert_nothing_is_left(store, "2026-07-05")
    assert {one.name for one in (settings.home / "outbox").iterdir()} == {
        "clock-2026-06-30.json", "clock-2026-07-05.json",
    }  # fmt: skip


def test_a_newly_published_calendar_derives_everything_once(
    store: Store, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = Worker(store, settings, today=Clock("2026-07-05"))
    worker.run_once()
    assert worker.run_once().idle
    table = "years: {2027: {source: 通知, published_on: 2026-11-30, holidays: [2027-01-01]}}"
    (tmp_path / "calendar.yaml").write_text(table, encoding="utf-8")
    monkeypatch.setenv("CREDITGRAPH_CALENDAR", str(tmp_path / "calendar.yaml"))
    assert worker.run_once().days == ["2026-07-05"]
    assert meta(store, "calendar_edition").endswith("+2027@2026-11-30")
    assert worker.run_once().idle


def test_a_day_that_moves_back_derives_everything_as_of_it(
    store: Store, keys: IdentityKeys, settings: Settings, world: Path
) -> None:
    ingest_paths(store, keys, [world])
    clock = Clock("2026-09-02")
    worker = Worker(store, settings, today=clock)
    worker.run_once()
    clock.day = "2026-06-28"
    assert worker.run_once().days == ["2026-06-28"]
    assert_nothing_is_left(store, clock.day)
    assert worker.run_once().idle
