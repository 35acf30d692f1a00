"""Parts of the store that need no engine: URLs, files, the gate, retries, moments."""

from __future__ import annotations

import asyncio
import os
import stat
import threading
import time
from pathlib import Path

import neo4j.exceptions as driver_errors
import pytest

from graph.errors import (
    SettingsError,
    StoreBusyError,
    StoreConflictError,
    StoreError,
    StoreUnavailableError,
    UsageError,
)
from graph.store import StoreSettings, open_store
from graph.store.address import PASSWORD_VARIABLE, USER_VARIABLE, credentials_from_environment, parse_url
from graph.store.async_store import _acquire
from graph.store.dialect import Neo4jDialect
from graph.store.gate import FileGate, gate_for
from graph.store.moments import end_of
from graph.store.retry import Attempts, explain
from graph.store.runtime import process_is, process_start, secret_once, write_private


@pytest.mark.parametrize(
    "url", ["bolt://u:p4ssw0rd@host:7687", "neo4j+s://u:p4ssw0rd@host", "embedded://x:p4ssw0rd@h/f"]
)
def test_a_password_in_a_url_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_url(url)
    assert "p4ssw0rd" not in str(caught.value)
    assert PASSWORD_VARIABLE in caught.value.todo


@pytest.mark.parametrize(
    "url", ["", "http://host", "bolt://", "embedded://folder", "embedded:///", "/folder"]
)
def test_a_url_that_means_nothing_is_refused(url: str) -> None:
    with pytest.raises(SettingsError):
        parse_url(url)


def test_a_url_may_name_a_database() -> None:
    address = parse_url("neo4j://host:7687/city")
    assert (address.bolt_url, address.database) == ("neo4j://host:7687", "city")


def test_credentials_come_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    monkeypatch.delenv(USER_VARIABLE, raising=False)
    assert credentials_from_environment() is None
    secret = tmp_path / "secret"
    monkeypatch.setenv(PASSWORD_VARIABLE, str(secret))
    with pytest.raises(SettingsError):
        credentials_from_environment()
    secret.write_text("\n", encoding="utf-8")
    with pytest.raises(SettingsError):
        credentials_from_environment()
    secret.write_text("word\n", encoding="utf-8")
    found = credentials_from_environment()
    assert found is not None
    assert (found.user, found.password) == ("neo4j", "word")
    assert "word" not in repr(found)


def test_a_server_that_is_not_there_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    with pytest.raises(StoreUnavailableError, match="没有应答"):
        open_store("bolt://127.0.0.1:9", settings=StoreSettings(connect_timeout=1))


def test_private_files_are_whole_and_private(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file"
    write_private(path, "one")
    write_private(path, "two")
    assert path.read_text(encoding="utf-8") == "two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [item.name for item in path.parent.iterdir()] == ["file"]
    assert secret_once(tmp_path / "s") == secret_once(tmp_path / "s")


def test_a_reused_pid_is_not_the_same_process() -> None:
    started = process_start(os.getpid())
    assert started is not None
    assert process_is(os.getpid(), started)
    assert not process_is(os.getpid(), started - 100)
    assert process_start(2**22 + 1) is None


def test_the_gate_lets_one_through_at_a_time(tmp_path: Path) -> None:
    gate = gate_for(tmp_path)
    assert gate_for(tmp_path) is gate
    gate.acquire()
    with pytest.raises(StoreBusyError):
        gate.acquire(timeout=0.05)
    other_process = FileGate(tmp_path)
    with pytest.raises(StoreBusyError):
        other_process.acquire(timeout=0.05)
    gate.release()
    other_process.acquire(timeout=1)
    other_process.release()


def test_who_waits_is_not_overtaken(tmp_path: Path) -> None:
    greedy, modest = FileGate(tmp_path), FileGate(tmp_path)
    ended, rounds, waited = threading.Event(), [0], []

    def write_all_the_time() -> None:
        while not ended.is_set():
            greedy.acquire()
            rounds[0] += 1
            greedy.release()

    thread = threading.Thread(target=write_all_the_time)
    thread.start()
    for _ in range(5):
        before = time.monotonic()
        modest.acquire(timeout=5)
        modest.release()
        waited.append(time.monotonic() - before)
    ended.set()
    thread.join()
    assert rounds[0] > 0
    assert max(waited) < 1


def test_attempts_end(monkeypatch: pytest.MonkeyPatch) -> None:
    attempts = Attempts(StoreSettings(constraint_retries=2), "q")
    assert 0 < attempts.wait_after(driver_errors.ConstraintError("x")) < 1
    attempts.wait_after(driver_errors.ConstraintError("x"))
    with pytest.raises(StoreConflictError):
        attempts.wait_after(driver_errors.ConstraintError("x"))
    late = Attempts(StoreSettings(retry_seconds=0.0), "q", started=time.monotonic() - 1)
    with pytest.raises(StoreConflictError):
        late.wait_after(driver_errors.TransientError("x"))
    with pytest.raises(StoreError):
        Attempts(StoreSettings(), "q").wait_after(driver_errors.CypherSyntaxError("x"))


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (driver_errors.AuthError("x"), StoreUnavailableError),
        (driver_errors.ServiceUnavailable("x"), StoreUnavailableError),
        (driver_errors.SessionExpired("x"), StoreUnavailableError),
        (driver_errors.ClientError("value 410101199001011234"), StoreError),
        (ConnectionResetError("x"), StoreUnavailableError),
    ],
)
def test_errors_are_explained_without_values(error: Exception, kind: type[StoreError]) -> None:
    told = explain(error, "read/area/question")
    assert type(told) is kind
    assert "4101011990" not in str(told)
    assert told.where == "read/area/question"


@pytest.mark.parametrize("known_at", ["gestern", "2026-13-01", "seq:", "seq:x", ""])
def test_what_is_no_moment_is_refused(known_at: str) -> None:
    with pytest.raises(UsageError):
        end_of(known_at)


def test_the_first_and_the_last_day_are_moments() -> None:
    assert end_of("0001-01-01") < "0001-01-02"
    assert end_of("9999-12-31") > "9999-12-30"


def test_neo4j_does_its_own_upkeep_and_needs_no_gate() -> None:
    sent: list[str] = []

    def run(text: str) -> list[dict[str, object]]:
        sent.append(text)
        return []

    dialect = Neo4jDialect()
    assert dialect.write_gate() is None
    dialect.create_fulltext(run, [("Entity", "search_name")])
    assert "`Entity[search_name]`" in sent[0] and "cjk" in sent[0]
    dialect.after_bulk_load(run)
    assert sent[-1] == "CALL db.prepareForReplanning()"


@pytest.mark.parametrize(("rows", "nodes", "anew"), [(100, 5000, True), (100, 5001, False), (0, 0, True)])
def test_plans_are_dropped_after_a_load_that_changed_the_graph_s_size(
    rows: int, nodes: int, anew: bool
) -> None:
    sent: list[str] = []

    def run(text: str) -> list[dict[str, object]]:
        sent.append(text)
        return [{"nodes": nodes}]

    Neo4jDialect().after_bulk_load(run, rows)
    assert ("CALL db.prepareForReplanning()" in sent) is anew


def test_a_waiter_whose_loop_ends_does_not_keep_the_gate(tmp_path: Path) -> None:
    gate, inside = FileGate(tmp_path), threading.Event()
    gate.acquire()

    async def give_up() -> None:
        waiting = asyncio.ensure_future(_acquire(gate))
        await asyncio.sleep(0.1)
        waiting.cancel()
        inside.set()

    loop = threading.Thread(target=lambda: asyncio.run(give_up()))
    loop.start()
    assert inside.wait(10)
    time.sleep(0.1)
    gate.release()
    loop.join(10)
    gate.acquire(timeout=5)
    gate.release()
