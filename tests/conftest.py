"""Engines for the tests: one server each, made here, emptied for each test.

``CREDITGRAPH_REQUIRE=neo4j,arcadedb`` turns a missing engine into a failure; without it the run says what it
left out. ``CREDITGRAPH_TEST_ENGINES=arcadedb`` limits a run by hand to one engine.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Container, Iterator, Sequence
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from graph.store import Store
from graph.store.embedded import stop_server
from graph.store.testing import ENGINES, EngineServer, empty, start_engine, why_unavailable

#: A machine that does other things beside is no fault of what is tested.
hypothesis.settings.register_profile("no-deadline", deadline=None)
hypothesis.settings.load_profile("no-deadline")
USED: dict[str, str] = {}
LEFT_OUT: dict[str, str] = {}


def required() -> set[str]:
    """Parts that must not be left out."""
    return {part.strip() for part in os.environ.get("CREDITGRAPH_REQUIRE", "").split(",") if part.strip()}


def leave_out(part: str, reason: str) -> None:
    """Skip what needs a part that is not there, or fail if the run requires it."""
    if part in required():
        pytest.fail(f"CREDITGRAPH_REQUIRE 要求 {part}：{reason}", pytrace=False)
    LEFT_OUT[part] = reason
    pytest.skip(f"{part}: {reason}")


@pytest.fixture(scope="session")
def leave_out_part() -> Callable[[str, str], None]:
    """`leave_out`, for fixtures of other folders."""
    return leave_out


def mountable() -> bool:
    """Whether a small disk of our own can be mounted here."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["mount", "-t", "tmpfs", "none", folder], capture_output=True, check=False)
        return done.returncode == 0 and not subprocess.run(["umount", folder], check=False).returncode


TOGETHER = ("browser", "e2e", "integration/spark")  # folders whose costly set-up is made once
_ENGINE_IN_ID = re.compile(rf"[\[-]({'|'.join(ENGINES)})[\]-]")


def worker_group(node_id: str) -> str:
    """Name of the tests that one worker runs together: those of one engine, costly folder or file."""
    if engine := _ENGINE_IN_ID.search(node_id):
        return engine[1]
    file = node_id.partition("::")[0]
    return next((part for part in TOGETHER if node_id.startswith(f"tests/{part}/")), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Give each group to one worker. The marks of `--dist loadgroup` are lost by xdist 3.8 on pytest 9.2."""
    from xdist.scheduler import LoadScopeScheduling

    class GroupScheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return worker_group(nodeid)

    return GroupScheduling(config, log) if config.getvalue("dist") == "loadscope" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whatever uses an engine is an integration test; what needs a small disk is left out where none is.

    The same fault is then shown by a limit on the size of files, which every machine has.
    """
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "engine_server" in names or "embedded_folder" in names:
            item.add_marker(pytest.mark.integration)
    disks = [item for item in items if item.get_closest_marker("small_disk")]
    if disks and not mountable():
        LEFT_OUT["small disk"] = "none can be mounted here"
        config.hook.pytest_deselected(items=disks)
        items[:] = [item for item in items if item not in disks]


class _NamesFailures:
    """Names a failure when it happens: a run that is cut off has said at least that much."""

    def __init__(self, reporter: pytest.TerminalReporter) -> None:
        self._reporter = reporter

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            crash: Any = getattr(report.longrepr, "reprcrash", None)
            why = (crash.message if crash else str(report.longrepr)).strip().partition("\n")[0]
            self._reporter.write_line(f"\n{report.when} failed: {report.nodeid}\n    {why[:300]}")


def pytest_sessionstart(session: pytest.Session) -> None:
    """The run's own reporter tells; a worker has none."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        session.config.pluginmanager.register(_NamesFailures(reporter))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker tells the run that it belongs to what it used and left out."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output["used"], output["left_out"] = USED, LEFT_OUT


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Collect what a worker used and left out."""
    output = getattr(node, "workeroutput", {})
    USED.update(output.get("used", {}))
    LEFT_OUT.update(output.get("left_out", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which engines were tested and what was left out."""
    if not USED and not LEFT_OUT:
        return
    terminalreporter.section("engines")
    for engine, version in USED.items():
        terminalreporter.write_line(f"{engine} {version}")
    for part, reason in LEFT_OUT.items():
        terminalreporter.write_line(f"left out: {part} ({reason})")


@pytest.fixture(scope="session", params=ENGINES)
def engine_server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[EngineServer]:
    """A server of our own, one for each engine."""
    engine = str(request.param)
    chosen = os.environ.get("CREDITGRAPH_TEST_ENGINES", "")
    if chosen and engine not in chosen.split(","):
        leave_out(engine, "CREDITGRAPH_TEST_ENGINES")
    if reason := why_unavailable(engine):
        leave_out(engine, reason)
    server = start_engine(engine, tmp_path_factory.mktemp(engine) / "data")
    USED[server.engine] = server.version
    yield server
    server.stop()


@pytest.fixture(scope="session")
def engine_store(engine_server: EngineServer) -> Iterator[Store]:
    """A connection for the whole run; use `store`, which is empty."""
    with engine_server.open() as connection:
        yield connection


@pytest.fixture
def store(engine_store: Store, engine_server: EngineServer, monkeypatch: pytest.MonkeyPatch) -> Store:
    """An empty store with its schema; the environment names it too, for commands under test."""
    empty(engine_store)
    monkeypatch.setenv("CREDITGRAPH_STORE", engine_server.url)
    for name, value in engine_server.environment.items():
        monkeypatch.setenv(name, value)
    return engine_store


@pytest.fixture
def embedded_folder(tmp_path: Path) -> Iterator[Path]:
    """A data folder whose server, if a test starts one, is ended afterwards."""
    folder = tmp_path / "store"
    yield folder
    stop_server(folder)


def _every_chain(
    edges: Sequence[tuple[str, str, str]],
    start: str,
    end: str,
    most: int,
    *,
    hub: int = 200,
    organs: Container[str] = (),
    left_out: Container[str] = (),
    nearest: bool = False,
) -> list[tuple[tuple[str, str], ...]]:
    """Every chain as (relation, party reached), visiting nobody twice, by trying everything from one end.

    Slow on purpose, and it shares nothing with the search that it is held against. `edges` are those of the
    day: (fact id, source, target); `nearest` asks for the shortest only.
    """
    beside: dict[str, list[tuple[str, str]]] = {}
    for fact_id, source, target in edges:
        beside.setdefault(source, []).append((fact_id, target))
        beside.setdefault(target, []).append((fact_id, source))
    found: list[tuple[tuple[str, str], ...]] = []
    walks: list[tuple[tuple[str, str], ...]] = [(("", start),)]
    for _ in range(most):
        longer = []
        for walk in walks:
            last = walk[-1][1]
            if last != start and (len(beside[last]) > hub or last in organs):
                continue
            visited = {party for _, party in walk}
            for fact_id, other in beside.get(last, ()):
                if other not in visited and other not in left_out:
                    longer.append((*walk, (fact_id, other)))
        found += [walk[1:] for walk in longer if walk[-1][1] == end]
        if found and nearest:
            break
        walks = [walk for walk in longer if walk[-1][1] != end]
    return found


@pytest.fixture(scope="session")
def every_chain() -> Callable[..., list[tuple[tuple[str, str], ...]]]:
    """A slow, independent search for chains of relations."""
    return _every_chain
