"""Installations for the tests end to end: homes of their own, commands run as processes."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.services.desk import open_desk
from api.services.fingerprint import fingerprint
from graph.identity.keys import load_keys
from graph.store import Store, open_store
from graph.store.embedded import stop_server

TODAY = "2026-11-23"


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    status: int
    stdout: str
    stderr: str
    peak_mib: float

    @property
    def report(self) -> dict[str, Any]:
        """Its one document."""
        return dict(json.loads(self.stdout))

    @property
    def files(self) -> dict[str, Any]:
        """Its report on the files of the first package."""
        return dict(self.report["packages"][0]["files"])


def _watch(process: subprocess.Popen[str], peaks: list[float]) -> None:
    """Keep the peak of a running process, in MiB; what wait4 tells includes the process that began it."""
    status = Path(f"/proc/{process.pid}/status")
    while process.returncode is None:
        with contextlib.suppress(OSError):
            found = re.search(r"VmHWM:\s+(\d+)", status.read_text(encoding="utf-8"))
            if found:
                peaks.append(int(found[1]) / 1024)
        time.sleep(0.05)


class Installation:
    """One home with its embedded store."""

    def __init__(self, home: Path) -> None:
        self.home = home
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CREDITGRAPH_STORE")}
        self.env = {**kept, "CREDITGRAPH_HOME": str(home)}

    @property
    def folder(self) -> Path:
        """Data folder of the store."""
        return self.home / "store"

    def start(self, *args: str, code: str = "") -> subprocess.Popen[str]:
        """Begin a command, or Python code that runs one."""
        how = ["-c", code] if code else ["-m", "creditgraph.cli.main"]
        return subprocess.Popen(
            [sys.executable, *how, *args], env=self.env, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, *args: str, code: str = "") -> Outcome:
        """Run a command to its end; its output is small enough for the pipes."""
        process = self.start(*args, code=code)
        peaks: list[float] = []
        watcher = threading.Thread(target=_watch, args=(process, peaks), daemon=True)
        watcher.start()
        stdout, stderr = process.communicate()
        watcher.join()
        return Outcome(process.returncode, stdout, stderr, peaks[-1] if peaks else 0.0)

    def open(self) -> Store:
        """A connection beside the commands."""
        return open_store(f"embedded://{self.folder}")

    def fingerprint(self) -> str:
        """What `creditgraph fingerprint` prints."""
        with self.open() as store:
            return fingerprint(open_desk(store, load_keys(self.home / "keys")))


@pytest.fixture(scope="session")
def small_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small_city") / "city"
    made = Installation(tmp_path_factory.mktemp("generator"))
    done = made.run("generate", str(folder), "--entities", "400", "--seed", "7", "--today", TODAY)
    assert done.status == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, small_city: Path) -> Iterator[Installation]:
    """The small city, handed in without any trouble."""
    made = Installation(tmp_path_factory.mktemp("undisturbed"))
    done = made.run("ingest", str(small_city))
    assert done.status == 0, done.stderr
    yield made
    stop_server(made.folder)


@pytest.fixture(scope="session")
def whole(undisturbed: Installation) -> str:
    """The fingerprint of an undisturbed run."""
    return undisturbed.fingerprint()


@pytest.fixture(scope="session")
def installation() -> Callable[[Path], Installation]:
    """Makes an installation; who makes one ends its server."""
    return Installation


@pytest.fixture
def blank(tmp_path: Path) -> Iterator[Installation]:
    """An installation on which no command has run yet."""
    made = Installation(tmp_path / "home")
    yield made
    stop_server(made.folder)


@pytest.fixture
def package(tmp_path: Path) -> Callable[..., Path]:
    """Makes a package: tables by name, as rows or as the bytes of a file with a suffix of its own."""

    def make(name: str = "package", **tables: Any) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        manifest = {"source": {"name": "测试", "code": "T1"}, "synthetic": True, "today": TODAY}
        (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
        for table, rows in tables.items():
            with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(dict.fromkeys(column for row in rows for column in row)))
                writer.writeheader()
                writer.writerows(rows)
        return folder

    return make
