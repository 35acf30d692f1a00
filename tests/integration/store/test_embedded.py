"""The embedded server: one per folder, found or started, and nothing acknowledged is ever lost."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import pytest

from graph import queries
from graph.errors import StoreBusyError
from graph.store import WriteTransaction, embedded, open_store
from graph.store.embedded import IDLE_VARIABLE, ensure_server, running, stop_server
from graph.store.embedded_server import BUSY_STATUS
from graph.store.folder import StoreFolder
from graph.store.runtime import Runtime, process_is, read_runtime, write_runtime
from graph.store.testing import kill_embedded

KEYS = queries.parse(
    "read/test/keys",
    "// name: read/test/keys\n// summary: All keys.\n// params:\n// returns: names: list[str]\n"
    "MATCH (meta:Meta) RETURN collect(meta.name) AS names",
)
WRITER = """
    import sys
    from graph.store import open_store, StoreSettings
    store = open_store(sys.argv[1], settings=StoreSettings(retry_seconds=float(sys.argv[2])))
    for number in range(100_000):
        name = f"key{number}"
        store.write(lambda tx: tx.run("write/meta/put_value", name=name, value="x" * 200), by="t", why="t")
        print(name, flush=True)
"""


def url_of(folder: Path) -> str:
    """URL of a data folder."""
    return f"embedded://{folder}"


def put_one(transaction: WriteTransaction) -> int:
    """Write something small; gives the commit number."""
    transaction.run("write/meta/put_value", name="a", value="b")
    return transaction.seq


def wait_for_end(runtime: Runtime, seconds: float = 20) -> bool:
    """Whether the process ended in time."""
    deadline = time.monotonic() + seconds
    while process_is(runtime.pid, runtime.started):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_it_starts_once_keeps_its_files_private_and_ends_clean_on_sigterm(embedded_folder: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda _: ensure_server(embedded_folder), range(3)))
    assert len({one.pid for one in found}) == 1
    folder = StoreFolder(embedded_folder)
    for path in (folder.runtime_file, folder.secret_file, folder.holder_file, folder.log_file):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
    assert stat.S_IMODE(embedded_folder.stat().st_mode) == 0o700
    assert found[0].password not in repr(found[0])
    assert not list(Path.cwd().glob("hs_err*"))

    os.kill(found[0].pid, signal.SIGTERM)
    assert wait_for_end(found[0])
    assert not folder.runtime_file.exists()
    assert not folder.is_held()
    assert folder.log_file.read_text(encoding="utf-8").rstrip().endswith("closed")


def test_it_ends_while_clients_are_connected_and_keeps_what_they_wrote(embedded_folder: Path) -> None:
    with open_store(url_of(embedded_folder)) as store:
        store.write(put_one, by="tests", why="written before the end")
        first = running(embedded_folder)
        assert first is not None
        assert stop_server(embedded_folder, timeout=20)
        assert not process_is(first.pid, first.started)
        log = StoreFolder(embedded_folder).log_file.read_text(encoding="utf-8")
        assert log.rstrip().endswith("closed")
        assert "a" in store.read(KEYS)[0]["names"]  # the next server has it, and is found by itself
    second = running(embedded_folder)
    assert second is not None
    assert second.pid != first.pid


def test_a_second_opener_is_refused_and_told_who_holds_the_folder(embedded_folder: Path) -> None:
    runtime = ensure_server(embedded_folder)
    second = subprocess.run(
        [sys.executable, "-m", "graph.store.embedded_server", "--folder", str(embedded_folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == BUSY_STATUS
    assert f"进程号 {runtime.pid}" in second.stderr
    assert runtime.started_at in second.stderr
    with pytest.raises(StoreBusyError, match=str(runtime.pid)):
        StoreFolder(embedded_folder).hold()
    assert running(embedded_folder) == runtime, "the first one goes on"


def test_killed_while_writing_it_has_every_acknowledged_write(embedded_folder: Path) -> None:
    with open_store(url_of(embedded_folder)) as store:
        store.apply_schema()
    writer = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WRITER), url_of(embedded_folder), "5"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert writer.stdout is not None
    acknowledged = [writer.stdout.readline().strip() for _ in range(200)]
    kill_embedded(embedded_folder)
    writer.kill()
    acknowledged += writer.stdout.read().split()
    writer.wait()
    writer.stdout.close()
    with open_store(url_of(embedded_folder)) as store:
        there = store.read(KEYS)[0]["names"]
        assert set(acknowledged) <= set(there)
        assert len(set(there) - set(acknowledged)) <= 2, "the schema mark, and one write in flight"
        assert len(there) == len(set(there))
        head = store.head_seq()
        assert head in (len(there), len(there) + 1)
        assert store.write(lambda tx: tx.seq, by="test", why="after") == head + 1


def test_a_server_whose_client_was_killed_while_it_started_serves_the_next_client(
    embedded_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the client held the start lock: the next one starts a server too, and finds the first one's."""
    folder = StoreFolder(embedded_folder)
    folder.prepare()
    real = embedded._launch
    launched: list[subprocess.Popen[bytes]] = []

    def after_another(folder: StoreFolder) -> subprocess.Popen[bytes]:
        launched.append(real(folder))
        deadline = time.monotonic() + 30
        while not folder.is_held() and time.monotonic() < deadline:
            time.sleep(0.05)
        launched.append(real(folder))
        return launched[-1]

    monkeypatch.setattr(embedded, "_launch", after_another)
    found = ensure_server(embedded_folder)
    assert len(launched) == 2
    assert found.pid == launched[0].pid
    assert launched[1].wait(30) == BUSY_STATUS
    assert running(embedded_folder) == found
    assert stop_server(embedded_folder)
    assert launched[0].wait(30) == 0


def test_an_open_store_finds_a_server_that_was_killed_and_writes_once(embedded_folder: Path) -> None:
    with open_store(url_of(embedded_folder)) as store:
        store.apply_schema()
        head = store.head_seq()
        kill_embedded(embedded_folder)
        assert store.head_seq() == head
        kill_embedded(embedded_folder)
        seq = store.write(
            lambda tx: (tx.run("write/meta/put_value", name="a", value="b"), tx.seq)[1], by="t", why="t"
        )
        assert seq == head + 1
        assert store.head_seq() == seq


def test_a_stale_runtime_file_misleads_nobody(embedded_folder: Path) -> None:
    first = ensure_server(embedded_folder)
    folder = StoreFolder(embedded_folder)
    kill_embedded(embedded_folder)
    assert read_runtime(folder.runtime_file) == first, "a killed server leaves its file"
    assert running(embedded_folder) is None

    reused = Runtime(**{**asdict(first), "pid": os.getpid()})
    write_runtime(folder.runtime_file, reused)
    assert running(embedded_folder) is None, "a living pid with another start time is somebody else"
    folder.runtime_file.write_text("{half", encoding="utf-8")
    second = ensure_server(embedded_folder)
    assert second.pid != first.pid
    assert second.password == first.password, "the engine keeps the folder's first password"
    assert json.loads(folder.holder_file.read_text(encoding="utf-8"))["pid"] == second.pid


def test_an_idle_server_ends_by_itself_unless_it_is_wanted(
    embedded_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(IDLE_VARIABLE, "1")
    with open_store(url_of(embedded_folder)) as store:
        runtime = running(embedded_folder)
        assert runtime is not None
        assert not wait_for_end(runtime, 3), "a connected client keeps it"
        ensure_server(embedded_folder, persistent=True)
        assert store.head_seq() == 0
    assert not wait_for_end(runtime, 3), "up keeps it without clients"
    StoreFolder(embedded_folder).persistent_file.unlink()
    assert wait_for_end(runtime, 10)
    assert stop_server(embedded_folder) is False
