"""The network view with 300 nodes in a headless browser: first paint, a click, an expansion.

``python -m benchmarks view`` starts a demonstration city of its own on free ports, adds an entity with 320
holders, and looks at it as an investigator does. Everything is timed as he sees it, from the press of a
button to the picture or the text; the bounds are seconds, so the yardstick is the bound itself.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.timing import Comparison
from graph.errors import UsageError

NODES: Final = 300
HOLDERS: Final = 320
FIRST_PAINT, CLICK, EXPAND = 4.0, 0.5, 1.0
_ROOT: Final = Path(__file__).resolve().parents[1]
_WHO: Final = "diaocha"


@dataclass(frozen=True)
class Site:
    """What is looked at."""

    dashboard: str
    password: str
    hub: str


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _hub_package(city: Path, folder: Path) -> str:
    """A package that gives one entity of the city many holders; its code."""
    folder.mkdir()
    manifest = json.loads((city / "manifest.json").read_text(encoding="utf-8"))
    manifest |= {"source": {"name": "测试来源", "code": "BENCH"}, "covers": ["holdings"]}
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    with (city / "entities.csv").open(encoding="utf-8-sig", newline="") as stream:
        code = [row["uscc"] for row in csv.DictReader(stream) if row["uscc"][:2] == "91"][-1]
    with (city / "holdings.csv").open(encoding="utf-8-sig", newline="") as stream:
        columns = next(csv.reader(stream))
    with (folder / "holdings.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        for number in range(HOLDERS):
            name = "".join("东南西北中春夏秋冬晨"[int(digit)] for digit in f"{number:03d}")
            row = {"uscc": code, "holder_kind": "PERSON", "holder_name": f"赵{name}", "equity_pct": "0.1"}
            writer.writerow(
                {**dict.fromkeys(columns, ""), **row, "treasury": "0", "valid_from": "2020-01-01"}
            )
    return code


@contextmanager
def _site(home: Path, engine: str) -> Iterator[Site]:
    """A demonstration city with a hub, served; stopped afterwards."""
    dashboard = _free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if name != "CREDITGRAPH_STORE"},
        "CREDITGRAPH_HOME": str(home),
        "CREDITGRAPH_API_PORT": str(_free_port()),
        "CREDITGRAPH_DASHBOARD_PORT": str(dashboard),
    }

    def call(*command: str) -> None:
        asked = [sys.executable, "-m", *command]
        done = subprocess.run(asked, cwd=_ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise UsageError("演示环境没有启动", where=" ".join(command), todo=done.stderr[-300:])

    try:
        call("creditgraph.demo", "--engine", engine, "--serve", "detached")
        hub = _hub_package(home / "demo" / "city", home / "hub")
        call("creditgraph.cli.main", "ingest", str(home / "hub"))
        accounts = json.loads((home / "demo-accounts.json").read_text(encoding="utf-8"))
        password = next(one["password"] for one in accounts if one["login"] == _WHO)
        yield Site(f"http://127.0.0.1:{dashboard}/", password, hub)
    finally:
        down = [sys.executable, "-m", "creditgraph.cli.main", "down"]
        subprocess.run(down, cwd=_ROOT, env=environment, capture_output=True, timeout=120, check=False)


def _opened(page: Page, site: Site, pages: int) -> float:
    """Sign in at the address of the view with so many pages of the hub open; seconds to the picture."""
    hub = f"{site.hub}~HOLDS"
    page.goto(f"{site.dashboard}network?code={site.hub}&open={','.join([hub] * pages)}")
    page.get_by_role("textbox", name="登录名").fill(_WHO)
    page.get_by_label("口令").fill(site.password)
    begin = time.perf_counter()
    page.get_by_role("button", name="登录", exact=True).click()
    enough = 100 * pages
    page.wait_for_function(
        "n => window.__cg && window.__cg.network && Object.keys(window.__cg.network.positions()).length >= n",
        arg=enough,
        polling="raf",
    )
    taken = time.perf_counter() - begin
    page.wait_for_selector("[data-testid='stStatusWidget']", state="detached")
    page.wait_for_timeout(1_000)
    return taken


def _clicked(page: Page) -> float:
    """Seconds from a click on a node to its details in words."""
    nodes = [one for one in page.evaluate("Object.keys(window.__cg.network.positions())") if one[0] == "p"]
    node = nodes[len(nodes) // 2]
    spot = page.evaluate("n => window.__cg.network.rendered(n)", node)
    begin = time.perf_counter()
    page.mouse.click(spot["x"], spot["y"])
    page.wait_for_function(
        r"n => new RegExp('自然人\\s+' + n).test(document.body.innerText)",
        arg=node,
        polling="raf",
    )
    taken = time.perf_counter() - begin
    page.wait_for_selector("[data-testid='stStatusWidget']", state="detached")
    page.wait_for_timeout(500)
    return taken


def _expanded(page: Page, site: Site) -> tuple[float, int]:
    """Seconds from a double click on the collapsed relations to a hundred more, and how many nodes moved."""
    before: dict[str, Any] = page.evaluate("window.__cg.network.positions()")
    spot = page.evaluate("n => window.__cg.network.rendered(n)", f"{site.hub}~HOLDS")
    begin = time.perf_counter()
    page.mouse.dblclick(spot["x"], spot["y"])
    page.wait_for_function(
        "n => Object.keys(window.__cg.network.positions()).length >= n + 50", arg=len(before), polling="raf"
    )
    taken = time.perf_counter() - begin
    after = page.evaluate("window.__cg.network.positions()")
    return taken, sum(after.get(one) != place for one, place in before.items() if "~" not in one)


def _look(browser: Browser, site: Site) -> tuple[float, float, float, int]:
    """One look: first paint, click, and in a view of two thirds the expansion to the whole."""
    with browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN") as context:
        page = context.new_page()
        paint = _opened(page, site, 3)
        click = _clicked(page)
    with browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN") as context:
        page = context.new_page()
        _opened(page, site, 2)
        expand, moved = _expanded(page, site)
    return paint, click, expand, moved


def measure(site: Site, rounds: int) -> list[Comparison]:
    """All three on a site that is served.

    Raises
    ------
    UsageError
        There is no Chromium on this machine.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise UsageError("本机没有 Chromium", todo="apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        try:
            looks = [_look(browser, site) for _ in range(rounds)]
        finally:
            browser.close()
    moved = sum(one[3] for one in looks)
    notes = {"nodes": NODES, "moved_by_expansion": moved, "browser": "chromium, headless"}
    named = (
        ("first-paint", "first paint of 300 nodes, from signing in", FIRST_PAINT, 0),
        ("click", "a click on a node to its details", CLICK, 1),
        ("expand", "an expansion by a hundred nodes", EXPAND, 2),
    )
    return [
        Comparison(
            f"view-{name}", what, f"{bound:g} seconds", 1.0,
            tuple(float(one[place]) for one in looks), (bound,) * rounds, notes,
        )
        for name, what, bound, place in named
    ]  # fmt: skip


def run(*, rounds: int, engine: str) -> list[Comparison]:
    """The same on a demonstration of its own, which is stopped afterwards."""
    with TemporaryDirectory() as folder, _site(Path(folder) / "home", engine) as site:
        return measure(site, rounds)
