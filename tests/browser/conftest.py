"""A demonstration city served on free ports, and a browser that can reach nothing else."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, sync_playwright

from dashboard.client import Client

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "build" / "screenshots"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pages are long and run as a user does."""
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.slow)


@dataclass(frozen=True)
class Site:
    """What was started."""

    dashboard: str
    api: str
    home: Path
    passwords: dict[str, str]

    def client(self, login: str) -> Client:
        """The API in the name of a demonstration account."""
        with Client(self.api) as anybody:
            token = anybody.sign_in(login, self.passwords[login])["token"]
        return Client(self.api, token)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`make demo`, detached, in a home of its own; stopped afterwards."""
    home = tmp_path_factory.mktemp("site") / "home"
    api, dashboard = _free_port(), _free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if name != "CREDITGRAPH_STORE"},
        "CREDITGRAPH_HOME": str(home),
        "CREDITGRAPH_API_PORT": str(api),
        "CREDITGRAPH_DASHBOARD_PORT": str(dashboard),
    }
    demo = [sys.executable, "-m", "creditgraph.demo", "--serve", "detached"]
    done = subprocess.run(demo, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    try:
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        accounts = json.loads((home / "demo-accounts.json").read_text(encoding="utf-8"))
        passwords = {one["login"]: one["password"] for one in accounts}
        yield Site(f"http://127.0.0.1:{dashboard}/", f"http://127.0.0.1:{api}/api/v1", home, passwords)
    finally:
        down = [sys.executable, "-m", "creditgraph.cli.main", "down"]
        subprocess.run(down, cwd=ROOT, env=environment, capture_output=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def browser(leave_out_part: Callable[[str, str], None]) -> Iterator[Browser]:
    """The system's Chromium, closed with the module: while it is open, its event loop runs in this thread."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        leave_out_part("browser", "本机没有 Chromium（apt-get install chromium fonts-noto-cjk）")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


@dataclass
class Watched:
    """A page, and what it tried that it should not."""

    page: Page
    context: BrowserContext
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def shot(self, name: str) -> None:
        """A screenshot for people to look at."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    def view(self, question: str, *args: Any) -> Any:
        """Ask the network view of the page."""
        return self.page.evaluate(f"args => window.__cg.network.{question}(...args)", list(args))


def _note(found: Watched, line: ConsoleMessage) -> None:
    # Streamlit asks for its health below the page's own address first when a page is opened by its address.
    if line.type == "error" and "/_stcore/" not in line.location.get("url", ""):
        found.errors.append(line.text)


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A new page; whatever is not loopback is refused and noted."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
    found = Watched(context.new_page(), context)

    def decide(route: Route) -> None:
        address = urlsplit(route.request.url)
        found.addresses.append(route.request.url)
        if address.scheme in ("data", "blob") or address.hostname == "127.0.0.1":
            route.continue_()
        else:
            found.outside.append(route.request.url)
            route.abort()

    context.route("**/*", decide)
    found.page.on("console", lambda line: _note(found, line))
    found.page.set_default_timeout(30_000)
    yield found
    context.close()
