"""The processes beside the store: API, worker and dashboard, each detached, with a runtime note and a log."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import psutil

from creditgraph.settings import Settings
from graph.errors import AnswerRefusedError, SettingsError
from graph.store.runtime import port_answers, process_is, process_start

PARTS: Final = ("api", "worker", "dashboard")
_CHECKOUT: Final = Path(__file__).resolve().parents[1]
_START_SECONDS: Final = 90.0
_STOP_SECONDS: Final = 30.0


@dataclass(frozen=True)
class Running:
    """One process that we started."""

    name: str
    pid: int
    started: float
    url: str

    def is_alive(self) -> bool:
        """Whether it is that very process, not another one that got its number."""
        return process_is(self.pid, self.started)


@dataclass(frozen=True)
class Ports:
    """Where API and dashboard listen, on loopback."""

    api: int
    dashboard: int

    @classmethod
    def load(cls, env: Mapping[str, str] | None = None) -> Ports:
        """Read the environment.

        Raises
        ------
        SettingsError
            A port is no port.
        """
        env = os.environ if env is None else env
        return cls(_port(env, "CREDITGRAPH_API_PORT", 8000), _port(env, "CREDITGRAPH_DASHBOARD_PORT", 8501))


def _port(env: Mapping[str, str], name: str, usual: int) -> int:
    given = env.get(name, "") or str(usual)
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise SettingsError("端口应在 1 与 65535 之间", where=name, todo="改正环境变量")
    return int(given)


def api_url(ports: Ports) -> str:
    """Where the API answers."""
    return f"http://127.0.0.1:{ports.api}/api/v1"


def dashboard_url(ports: Ports) -> str:
    """Where the dashboard answers."""
    return f"http://127.0.0.1:{ports.dashboard}/"


def _command(name: str, ports: Ports) -> list[str]:
    if name == "api":
        return [
            sys.executable, "-m", "uvicorn", "creditgraph.serving:api_app", "--factory", "--no-access-log",
            "--host", "127.0.0.1", "--port", str(ports.api), "--timeout-graceful-shutdown", "10",
        ]  # fmt: skip
    if name == "worker":
        return [sys.executable, "-m", "creditgraph.cli.main", "worker", "--wait"]
    app = _CHECKOUT / "dashboard" / "app.py"
    return [
        sys.executable, "-m", "streamlit", "run", str(app), "--server.port", str(ports.dashboard),
        "--server.address", "127.0.0.1", "--server.headless", "true", "--browser.gatherUsageStats", "false",
        "--server.fileWatcherType", "none", "--runner.magicEnabled", "false",
        "--client.toolbarMode", "viewer", "--client.showErrorDetails", "none",
        "--theme.base", "light", "--theme.primaryColor", "#1d5fa8", "--theme.baseFontSize", "15",
        "--theme.headingFontSizes", "1.75rem,1.3rem,1.1rem,1rem,1rem,1rem",
    ]  # fmt: skip


def _health(name: str, ports: Ports) -> str:
    if name == "api":
        return f"{api_url(ports)}/healthz"
    return f"{dashboard_url(ports)}_stcore/health" if name == "dashboard" else ""


def _note(settings: Settings, name: str) -> Path:
    return settings.home / "run" / f"{name}.json"


def log_of(settings: Settings, name: str) -> Path:
    """Where a process writes what it says."""
    return settings.home / "logs" / f"{name}.log"


def running(settings: Settings, name: str) -> Running | None:
    """The process of that name, if ours lives."""
    try:
        found = Running(**json.loads(_note(settings, name).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return found if found.is_alive() else None


def start(settings: Settings, name: str, ports: Ports) -> Running:
    """Start one process, or find it running; returns when it answers.

    Raises
    ------
    AnswerRefusedError
        Its port is taken, or it ended at once; the message names its log.
    """
    if (found := running(settings, name)) is not None:
        return found
    health = _health(name, ports)
    port = {"api": ports.api, "dashboard": ports.dashboard}.get(name, 0)
    if port and port_answers(port, 1.0):
        variable = f"CREDITGRAPH_{name.upper()}_PORT"
        raise AnswerRefusedError(
            f"端口 {port} 已被别的程序占用", where=name, todo=f"停止它，或设置 {variable}"
        )
    process = _spawn(settings, name, ports)
    until = time.monotonic() + _START_SECONDS
    while health and not _answers(health):
        if process.poll() is not None or time.monotonic() > until:
            process.terminate()
            raise AnswerRefusedError(
                f"{name} 没有启动成功", where=str(log_of(settings, name)), todo="查看日志"
            )
        time.sleep(0.2)
    url = {"api": api_url(ports), "dashboard": dashboard_url(ports)}.get(name, "")
    made = Running(name, process.pid, process_start(process.pid) or 0.0, url)
    note = _note(settings, name)
    note.parent.mkdir(exist_ok=True, mode=0o700)
    note.write_text(json.dumps(asdict(made)), encoding="utf-8")
    note.chmod(0o600)
    return made


def _spawn(settings: Settings, name: str, ports: Ports) -> subprocess.Popen[bytes]:
    log = log_of(settings, name)
    log.parent.mkdir(exist_ok=True, mode=0o700, parents=True)
    environment = {
        **os.environ,
        "CREDITGRAPH_HOME": str(settings.home),
        "CREDITGRAPH_STORE": settings.store,
        "CREDITGRAPH_API": api_url(ports),
        "PYTHONUNBUFFERED": "1",
    }
    with log.open("ab") as out:
        log.chmod(0o600)
        return subprocess.Popen(  # noqa: S603
            _command(name, ports),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=_CHECKOUT,
            env=environment,
            start_new_session=True,
        )


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own loopback address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def stop(settings: Settings, name: str) -> bool:
    """End one process in good order; kill it if it does not end. False when none ran."""
    found = running(settings, name)
    _note(settings, name).unlink(missing_ok=True)
    if found is None:
        return False
    try:
        process = psutil.Process(found.pid)
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_STOP_SECONDS)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(_STOP_SECONDS)
    except psutil.NoSuchProcess:
        pass
    return True


def start_all(settings: Settings, ports: Ports) -> list[Running]:
    """Start every process beside the store."""
    return [start(settings, name, ports) for name in PARTS]


def stop_all(settings: Settings) -> list[str]:
    """End every process that we started, in the opposite order."""
    return [name for name in reversed(PARTS) if stop(settings, name)]


def describe(settings: Settings) -> dict[str, dict[str, object]]:
    """What runs, where, and where it writes."""
    answer: dict[str, dict[str, object]] = {}
    for name in PARTS:
        found = running(settings, name)
        answer[name] = {
            "running": found is not None,
            "pid": found.pid if found else None,
            "url": found.url if found else "",
            "log": str(log_of(settings, name)),
        }
    return answer
