"""The worker's daily hints: once a day, whole or not at all, and nobody's change waits for them."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from creditgraph.settings import Settings
from creditgraph.worker import Worker
from graph.days import add_days
from graph.derivation import derive
from graph.identity.numbers import IdentityKeys
from graph.outbox import worker_lag
from graph.risk.hints import city_hints, derive_hints, hints_due, newest_run, parameters
from graph.store import Store
from ingest.pipeline import ingest_paths
from ingest.synthetic import generate_city

DAY = "2026-06-30"


def held(store: Store) -> dict[str, tuple[float, str]]:
    """By entity its stored value and the day it is of."""
    rows = store.read("read/hints/page", below=1.0, after="", limit=1000)
    return {row["entity"]: (row["value"], row["as_of"]) for row in rows}


@pytest.fixture
def city(store: Store, keys: IdentityKeys, tmp_path: Path) -> Store:
    """A small city, read and not yet derived."""
    generate_city(tmp_path / "city", entities=150, seed=3, today=DAY)
    ingest_paths(store, keys, [tmp_path / "city"])
    return store


def test_each_day_has_its_hints_once_and_they_say_of_when_they_are(city: Store, settings: Settings) -> None:
    day = [DAY]
    worker = Worker(city, settings, today=lambda: day[0])
    worker.run_once()
    run = newest_run(city)
    assert run is not None and (run.as_of, run.edition) == (DAY, parameters().edition)
    found = city_hints(city, DAY)
    wanted = {one: round(float(value), 6) for one, value in zip(found.ids, found.values, strict=True)}
    stored = held(city)
    assert len(stored) == run.hinted > 0 and run.entities == len(found.ids)
    assert {one: value for one, (value, _) in stored.items()} == {
        one: value for one, value in wanted.items() if value >= parameters().least
    }
    worker.run_once()
    assert newest_run(city) == run
    day[0] = add_days(DAY, 1)
    worker.run_once()
    later = newest_run(city)
    assert later is not None and later.as_of == day[0] and later.run_id != run.run_id


def test_hints_of_other_parameters_are_due(city: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    derive_hints(city, DAY)
    assert not hints_due(city, DAY) and hints_due(city, add_days(DAY, 1))

    class Other:
        edition = "later"

    monkeypatch.setattr("graph.risk.hints.freshness.parameters", Other)
    assert hints_due(city, DAY)


def test_a_store_without_anybody_has_a_run_without_hints(store: Store) -> None:
    derive_hints(store, DAY)
    run = newest_run(store)
    assert run is not None and (run.entities, run.hinted) == (0, 0) and held(store) == {}


def test_a_run_that_was_broken_off_leaves_no_note_and_the_next_completes_it(
    city: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = threading.Event()

    def at_the_end(store: Store, day: str, *, by: str, progress: Any) -> Any:
        def broken(done: int, of: int) -> None:
            stop.set()
            progress(done, of)

        return derive_hints(store, day, by=by, progress=broken)

    worker = Worker(city, settings, today=lambda: DAY)
    monkeypatch.setattr("creditgraph.worker.derive_hints", at_the_end)
    worker.run(stop)
    assert newest_run(city) is None
    monkeypatch.undo()
    Worker(city, settings, today=lambda: DAY).run_once()
    run = newest_run(city)
    assert run is not None and len(held(city)) == run.hinted > 0


def test_a_change_is_derived_while_the_hints_are_read(
    city: Store, keys: IdentityKeys, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    derive(city, today=DAY)
    generate_city(tmp_path / "more", entities=20, seed=4, today=DAY)
    lags: list[int] = []

    def meanwhile(store: Store, day: str, *, by: str, progress: Any) -> Any:
        def told(done: int, of: int) -> None:
            if not lags:
                ingest_paths(city, keys, [tmp_path / "more"])
                lags.append(worker_lag(city).pending)
            progress(done, of)
            lags.append(worker_lag(city).pending)

        return derive_hints(store, day, by=by, progress=told)

    monkeypatch.setattr("creditgraph.worker.derive_hints", meanwhile)
    worker = Worker(city, settings, today=lambda: DAY)
    step = worker.run_once()
    assert lags[0] > 0 and set(lags[1:]) == {0}
    assert step.changes >= lags[0]
