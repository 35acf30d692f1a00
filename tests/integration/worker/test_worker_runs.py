"""One worker at a time; changes are drained, its lag is known, it ends when asked to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from creditgraph.settings import Settings
from creditgraph.worker import Worker, WorkerSettings
from creditgraph.worker_lease import WorkerLease
from graph.derivation import Touched, derive
from graph.errors import StoreBusyError
from graph.identity.numbers import IdentityKeys
from graph.outbox import worker_lag
from graph.risk.hints import newest_run
from graph.store import Store
from ingest.lease import bulk_lease
from ingest.pipeline import ingest_paths

QUICK = WorkerSettings(poll_seconds=0.05)
DAY = "2026-07-05"


def worker_of(store: Store, settings: Settings, **more: Any) -> Worker:
    return Worker(store, settings, worker_settings=QUICK, today=lambda: DAY, **more)


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def test_changes_are_drained_and_the_lag_says_so(
    store: Store, keys: IdentityKeys, settings: Settings, world: Path
) -> None:
    worker = worker_of(store, settings)
    worker.run_once()
    ingest_paths(store, keys, [world])
    lag = worker_lag(store)
    assert lag.pending > 0 and lag.oldest_seconds > 0 and not lag.running and lag.last_pass_day == DAY
    assert worker.run_once().changes == lag.pending
    lag = worker_lag(store)
    assert (lag.pending, lag.oldest_seconds) == (0, 0.0)
    assert derive(store, today=DAY, full=True).findings.keys() <= {"same"}


def test_idle_rounds_write_nothing_but_the_lease(store: Store, settings: Settings) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=worker_of(store, settings).run, args=(stop,))
    thread.start()
    until(lambda: worker_lag(store).last_pass_day == DAY and worker_lag(store).messages == 0)
    until(lambda: newest_run(store) is not None)
    assert worker_lag(store).running
    time.sleep(0.2)
    before = store.head_seq()
    time.sleep(0.5)
    assert store.head_seq() == before
    stop.set()
    thread.join(30)
    assert not thread.is_alive() and not worker_lag(store).running


def test_a_second_worker_is_refused_with_the_process_of_the_first_or_waits(
    store: Store, settings: Settings
) -> None:
    import os

    stop = threading.Event()
    with WorkerLease(store):
        with pytest.raises(StoreBusyError, match=f"进程 {os.getpid()}"):
            worker_of(store, settings).run_once()
        with pytest.raises(StoreBusyError):
            worker_of(store, settings).run(stop)
        said: list[str] = []
        waiting = worker_of(store, settings, say=said.append)
        thread = threading.Thread(target=waiting.run, args=(stop,), kwargs={"wait": True})
        thread.start()
        until(lambda: bool(said))
        assert "另一个后台进程" in said[0]
    until(lambda: worker_lag(store).last_pass_day == DAY)
    stop.set()
    thread.join(30)
    assert not thread.is_alive()


def test_a_first_bulk_load_goes_first(store: Store, settings: Settings) -> None:
    worker = worker_of(store, settings)
    with bulk_lease(store):
        assert worker.run_once().idle
    assert worker.run_once().days == [DAY]


def test_two_derivations_at_once_meet_and_agree(
    store: Store, keys: IdentityKeys, settings: Settings, world: Path
) -> None:
    ingest_paths(store, keys, [world])
    failures: list[BaseException] = []

    def work() -> None:
        try:
            derive(store, today=DAY, full=True)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not failures
    assert derive(store, today=DAY, full=True).findings.keys() <= {"same"}


def test_a_correction_of_incapacity_reaches_grounds_without_findings(
    store: Store, keys: IdentityKeys, settings: Settings, package: Callable[..., Path], world: Path
) -> None:
    ingest_paths(store, keys, [world])
    worker = worker_of(store, settings)
    worker.run_once()
    rows = store.read_columns(
        "read/worker/beginning_statuses", first="", last="\U0010ffff", after="", today="9999"
    )
    person = rows["person_id"][0]
    report = derive(store, today="2026-08-02", also=Touched(persons={person}))
    assert report.findings["new"] >= 1
