"""A first load decides ahead of the store: it ends where asking ends, whoever writes beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import ingest.pipeline as pipeline
import ingest.prepare as prepare
from api.services.desk import open_desk
from api.services.fingerprint import fingerprint
from graph import queries
from graph.identity.numbers import IdentityKeys
from graph.store import Store
from graph.store.testing import empty
from ingest.load.known import FirstLoad
from ingest.pipeline import ingest_paths
from ingest.synthetic import generate_city

LABELS = (
    "Entity",
    "Person",
    "SourceRecord",
    "Listing",
    "Penalty",
    "EntityState",
    "PersonNumber",
    "Identifier",
)
Outcome = tuple[str, dict[str, int]]


@pytest.fixture(scope="module")
def keys() -> IdentityKeys:
    return IdentityKeys.generate()


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city") / "city"
    generate_city(folder, entities=150, seed=5, today="2026-11-23")
    return folder


@pytest.fixture
def load(
    store: Store, keys: IdentityKeys, city: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Outcome]:
    """Loads the city into an empty store, forty rows to a batch."""
    monkeypatch.setattr(prepare, "BATCH_ROWS", 40)

    def loaded() -> Outcome:
        empty(store)
        ingest_paths(store, keys, [city])
        counts = {
            label: store.read(queries.get("read/answers/counts", label=label))[0]["number"]
            for label in LABELS
        }
        return fingerprint(open_desk(store, keys)), counts

    return loaded


@pytest.fixture
def asked(load: Callable[[], Outcome], monkeypatch: pytest.MonkeyPatch) -> Outcome:
    """Where a load ends that looks up everything."""
    with monkeypatch.context() as patched:
        patched.setattr(pipeline, "FirstLoad", lambda _: FirstLoad(None))
        return load()


def count_ahead(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each batch written, whether it was settled without the store."""
    settled: list[bool] = []
    write = pipeline._write_batch

    def counting(run: Any, report: Any, batch: Any, ahead: Any) -> None:
        settled.append(ahead is not None)
        write(run, report, batch, ahead)

    monkeypatch.setattr(pipeline, "_write_batch", counting)
    return settled


def test_deciding_ahead_ends_where_asking_ends(
    load: Callable[[], Outcome], asked: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled = count_ahead(monkeypatch)
    assert load() == asked
    assert sum(settled) > len(settled) / 2, "most batches of a first load need no look-up"


def test_somebody_who_writes_in_the_middle_changes_nothing(
    load: Callable[[], Outcome], asked: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, written = pipeline._write_batch, []

    def disturbed(run: Any, report: Any, batch: Any, ahead: Any) -> None:
        written.append(batch)
        if len(written) == 7:
            run.store.write(
                lambda tx: tx.run("write/meta/put_value", name="test", value="1"), by="test", why="beside"
            )
        write(run, report, batch, ahead)

    monkeypatch.setattr(pipeline, "_write_batch", disturbed)
    assert load() == asked
    assert len(written) > 10


def test_a_transaction_run_again_changes_nothing(
    load: Callable[[], Outcome], asked: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, times = pipeline.write_decision, []

    class _AgainError(Exception):
        pass

    def failing(tx: Any, decision: Any, *more: Any) -> None:
        write(tx, decision, *more)
        times.append(decision)
        if len(times) in (3, 8):
            raise _AgainError

    retrying = Store.write

    def twice(self: Store, work: Any, *, by: str, why: str) -> Any:
        try:
            return retrying(self, work, by=by, why=why)
        except _AgainError:
            return retrying(self, work, by=by, why=why)

    monkeypatch.setattr(pipeline, "write_decision", failing)
    monkeypatch.setattr(Store, "write", twice)
    assert load() == asked


def test_an_error_while_writing_stops_the_load_with_that_error(
    load: Callable[[], Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    write, times = pipeline.write_decision, []

    def failing(tx: Any, decision: Any, *more: Any) -> None:
        times.append(decision)
        if len(times) == 5:
            raise RuntimeError("the fifth")
        write(tx, decision, *more)

    monkeypatch.setattr(pipeline, "write_decision", failing)
    with pytest.raises(RuntimeError, match="the fifth"):
        load()
    assert len(times) == 5
