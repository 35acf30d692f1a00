"""The worker as a process: killed at any point while changes come in, and asked to end."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.derivation import derive
from graph.outbox import enqueue, worker_lag
from graph.store import Store, open_store
from graph.store.embedded import stop_server

pytestmark = [pytest.mark.e2e, pytest.mark.integration]
TODAY = "2026-06-30"
MESSAGES = 6


class Home:
    """One installation, and its commands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CREDITGRAPH_STORE")}
        self.env = {**kept, "CREDITGRAPH_HOME": str(folder), "CREDITGRAPH_WORKER_POLL_SECONDS": "0.05"}

    def start(self, *args: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "creditgraph.cli.main", *args]
        return subprocess.Popen(
            command, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def run(self, *args: str) -> str:
        process = self.start(*args)
        stdout, stderr = process.communicate(timeout=300)
        assert process.returncode == 0, f"{args[0]}: {process.returncode}\n{stderr}"
        return stdout

    def store(self) -> Store:
        return open_store(f"embedded://{self.folder / 'store'}")

    def fingerprint(self) -> str:
        return str(json.loads(self.run("fingerprint", "--json"))["fingerprint"])


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path / "home")
    made.run("up", "--store-only")
    yield made
    stop_server(made.folder / "store")


@pytest.fixture
def undisturbed(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path / "other")
    made.run("up", "--store-only")
    yield made
    stop_server(made.folder / "store")


def parts_of(city: Path, folder: Path) -> list[Path]:
    """The city's package in three, registers first, so that changes keep coming."""
    groups: tuple[tuple[str, ...], ...] = (("entities", "identifiers"), ("positions", "holdings"), ())
    parts = [folder / f"part{number}" for number in range(len(groups))]
    for part in parts:
        part.mkdir()
        shutil.copy(city / "manifest.json", part)
    for file in city.iterdir():
        if file.is_file() and file.name != "manifest.json":
            at = next((n for n, names in enumerate(groups) if names and file.name.startswith(names)), 2)
            shutil.copy(file, parts[at])
    return parts


def kill_after_commits(number: int, home: Home, store: Store) -> bool:
    """Kill -9 once so many commits stand after the worker took its lease; whether changes were left.

    By the clock alone it might die before it has begun. A worker that has nothing to write is killed at rest.
    """
    worker = home.start("worker")
    deadline = time.monotonic() + 120
    while not worker_lag(store).running:
        assert time.monotonic() < deadline and worker.poll() is None
        time.sleep(0.005)
    before, patience = store.head_seq(), time.monotonic() + 5
    while store.head_seq() < before + number and time.monotonic() < patience:
        time.sleep(0.005)
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    assert worker.returncode == -signal.SIGKILL
    return worker_lag(store).pending > 0


@pytest.mark.slow
def test_killed_at_any_point_it_loses_and_doubles_nothing(
    home: Home, undisturbed: Home, tmp_path: Path
) -> None:
    undisturbed.run("generate", str(tmp_path / "city"), "--entities", "150", "--seed", "4", "--today", TODAY)
    undisturbed.run("ingest", str(tmp_path / "city"))
    undisturbed.run("derive")
    commits, cut = random.Random(7), []
    with home.store() as store:
        store.apply_schema()
        *earlier, last = parts_of(tmp_path / "city", tmp_path)
        for number, part in enumerate((*earlier, last)):
            loading = home.start("ingest", str(part))
            if part == last:  # all of it waits for the first kill, which so comes in the middle of deriving
                loading.wait(timeout=200)
            for more in range(2):
                name = f"told-{number * 2 + more}"
                store.write(lambda tx, name=name: enqueue(tx, "TOLD", {}, message_id=name), by="t", why="t")  # type: ignore[misc]
                left = kill_after_commits(1 if part == last else commits.randint(1, 12), home, store)
                cut += [left] if part == last else []
            loading.communicate(timeout=200)
            kill_after_commits(2, home, store)
        assert any(cut), "no kill came in the middle of a derivation"
        home.run("worker", "--once")
        lag = worker_lag(store)
        assert (lag.pending, lag.messages, lag.dead_messages) == (0, 0, 0)
        assert lag.last_pass_day == TODAY, "the empty store's day was the real one"
        assert derive(store, today=TODAY, full=True).findings.keys() <= {"same"}
    assert home.fingerprint() == undisturbed.fingerprint()
    effects = sorted(one.name for one in (home.folder / "outbox").glob("told-*.json"))
    assert effects == [f"told-{number}.json" for number in range(MESSAGES)]


def test_it_ends_on_a_signal_and_gives_its_lease_back(home: Home) -> None:
    worker = home.start("worker")
    with home.store() as store:
        deadline = time.monotonic() + 60
        while not worker_lag(store).running:
            assert time.monotonic() < deadline and worker.poll() is None
            time.sleep(0.05)
        second = home.start("worker")
        _, stderr = second.communicate(timeout=60)
        assert second.returncode == 1 and f"进程 {worker.pid}" in stderr
        worker.send_signal(signal.SIGTERM)
        _, stderr = worker.communicate(timeout=60)
        assert worker.returncode == 0 and "后台进程已结束" in stderr
        assert not worker_lag(store).running
    home.run("worker", "--once")
