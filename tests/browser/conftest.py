"""A demonstration city served on free ports, and a browser that can reach nothing else."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Route,
    sync_playwright,
)
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from dashboard.client import Client

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "build" / "screenshots"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pages are long and run as a user does."""
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.slow)


SIZES = {"laptop": {"width": 1366, "height": 768}, "projector": {"width": 1920, "height": 1080}}


@dataclass
class Issuer:
    """A small identity provider on loopback: it vouches for `subject` at once."""

    address: str
    subject: str = "u-1"
    key: Any = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    asked: dict[str, dict[str, str]] = field(default_factory=dict)

    def answer(self, path: str, given: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Status and document, or where the browser is sent."""
        if path == "/.well-known/openid-configuration":
            ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
            found = {name: f"{self.address}/{end}" for name, end in ends.items()}
            return 200, {"issuer": self.address, **found}
        if path == "/jwks":
            return 200, dict(KeySet([self.key]).as_dict(private=False))
        if path == "/authorize":
            self.asked["the-code"] = given
            back = urlencode({"code": "the-code", "state": given["state"]})
            return 303, {"location": f"{given['redirect_uri']}?{back}"}
        begun = self.asked.pop(given["code"])
        made = urlsafe_b64encode(sha256(given["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        assert made == begun["code_challenge"]
        now = int(time.time())
        claims = {
            "iss": self.address, "aud": begun["client_id"], "sub": self.subject, "iat": now, "exp": now + 60,
            "nonce": begun["nonce"],
        }  # fmt: skip
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key, algorithms=["RS256"])
        return 200, {"id_token": token, "token_type": "Bearer"}


@pytest.fixture(scope="session")
def issuer() -> Iterator[Issuer]:
    """The identity provider, served while the tests run."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            self._tell(*found.answer(parts.path, dict(parse_qsl(parts.query))))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            self._tell(*found.answer(self.path, dict(parse_qsl(body))))

        def _tell(self, status: int, document: dict[str, Any]) -> None:
            raw = json.dumps(document).encode()
            self.send_response(status)
            if "location" in document:
                self.send_header("Location", document["location"])
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Issuer(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


@dataclass(frozen=True)
class Site:
    """What was started."""

    dashboard: str
    api: str
    home: Path
    passwords: dict[str, str]
    environment: dict[str, str]

    def client(self, login: str) -> Client:
        """The API in the name of a demonstration account."""
        with Client(self.api) as anybody:
            token = anybody.sign_in(login, self.passwords[login])["token"]
        return Client(self.api, token)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """A ``creditgraph`` command on this site's store."""
        call = [sys.executable, "-m", "creditgraph.cli.main", *command]
        return subprocess.run(
            call, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=180, check=False
        )


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _hub_package(city: Path, folder: Path) -> tuple[str, str]:
    """A package of another source: 250 holders of exact, ranged and unknown shares; one share differs."""
    folder.mkdir()
    manifest = json.loads((city / "manifest.json").read_text(encoding="utf-8"))
    manifest |= {"source": {"name": "税务部门", "code": "TAX"}, "covers": ["holdings"]}
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    with (city / "holdings.csv").open(encoding="utf-8-sig", newline="") as stream:
        known = next(row for row in csv.DictReader(stream) if row["holder_id_no"] and not row["valid_to"])
    with (city / "entities.csv").open(encoding="utf-8-sig", newline="") as stream:
        hub = [row["uscc"] for row in csv.DictReader(stream) if row["uscc"][:2] == "91"][-1]
    names = ["".join(parts) for parts in product("赵钱孙李周吴郑王冯陈", "东南西北中", "春夏秋冬晨")]
    with (folder / "holdings.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(known))
        writer.writeheader()
        writer.writerow({**known, "equity_pct": "12.5"})
        shares = ({"equity_pct": "0.1"}, {"equity_min_pct": "1", "equity_max_pct": "5"}, {})
        for place, name in enumerate(names):
            empty = dict.fromkeys(known, "")
            row = {"uscc": hub, "holder_kind": "PERSON", "holder_name": name, **shares[place % 3]}
            writer.writerow({**empty, **row, "treasury": "0", "valid_from": "2020-01-01"})
    return hub, known["uscc"]


@pytest.fixture(scope="session")
def hub(site: Site, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """An entity with 250 holders, and one of which two sources tell different shares."""
    folder = tmp_path_factory.mktemp("hub") / "package"
    found = _hub_package(site.home / "demo" / "city", folder)
    done = site.run("ingest", str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    return found


@pytest.fixture(scope="session")
def administrator(site: Site) -> str:
    """The password of the first administrator, changed as it has to be."""
    first = (site.home / "first-password").read_text(encoding="utf-8").strip()
    password = "second horse battery 2"
    with Client(site.api) as anybody:
        token = anybody.sign_in("admin", first)["token"]
    with Client(site.api, token) as api:
        api.change_password(first, password)
    site.passwords["admin"] = password
    return password


@pytest.fixture(scope="session")
def site(issuer: Issuer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`make demo`, detached, in a home of its own; stopped afterwards."""
    home = tmp_path_factory.mktemp("site") / "home"
    api, dashboard = _free_port(), _free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if name != "CREDITGRAPH_STORE"},
        "CREDITGRAPH_HOME": str(home),
        "CREDITGRAPH_API_PORT": str(api),
        "CREDITGRAPH_DASHBOARD_PORT": str(dashboard),
        "CREDITGRAPH_OIDC_ISSUER": issuer.address,
        "CREDITGRAPH_OIDC_REDIRECT": f"http://127.0.0.1:{dashboard}/",
    }
    demo = [sys.executable, "-m", "creditgraph.demo", "--serve", "detached"]
    done = subprocess.run(demo, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    try:
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        accounts = json.loads((home / "demo-accounts.json").read_text(encoding="utf-8"))
        passwords = {one["login"]: one["password"] for one in accounts}
        pages, service = f"http://127.0.0.1:{dashboard}/", f"http://127.0.0.1:{api}/api/v1"
        yield Site(pages, service, home, passwords, environment)
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
        """Screenshots for people to look at: as on a laptop and as on a projector."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        for size in reversed(SIZES):
            self.page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
            self.page.wait_for_timeout(250)
            self.page.screenshot(path=SHOTS / f"{name}-{size}.png")

    def sign_in(self, site: Site, login: str, address: str = "") -> Page:
        """Open an address, and the pages in the name of an account."""
        self.page.goto(site.dashboard + address)
        self.page.get_by_role("textbox", name="登录名").fill(login)
        self.page.get_by_label("口令").fill(site.passwords[login])
        self.page.get_by_role("button", name="登录", exact=True).click()
        self.page.get_by_role("button", name="退出登录").wait_for()
        return self.page

    def network(self, site: Site, login: str, address: str) -> Page:
        """The network view of an address, drawn."""
        page = self.sign_in(site, login, address)
        page.wait_for_function("window.__cg && window.__cg.network")
        self.settle()
        return page

    def settle(self) -> None:
        """Wait until Streamlit has run the page to its end."""
        self.page.wait_for_timeout(400)
        self.page.wait_for_selector("[data-testid='stStatusWidget']", state="detached")
        self.page.wait_for_timeout(300)

    def choose(self, box: Locator, option: str = "") -> None:
        """Open a list and take an option, the first by default; a chart drawn late closes it again."""
        wanted = self.page.get_by_role("option", name=option) if option else self.page.get_by_role("option")
        for _ in range(4):
            box.click()
            try:
                wanted.first.click(timeout=5_000)
                self.settle()
                return
            except PlaywrightTimeout:
                continue
        raise AssertionError("the list did not open")

    def click(self, node: str) -> None:
        """Look at a node; on a busy machine a click may meet a page that still runs."""
        for _ in range(4):
            self.settle()
            spot = self.view("rendered", node)
            self.page.mouse.click(spot["x"], spot["y"])
            try:
                self.page.get_by_text(re.compile(f"(自然人|单位)\\s+{node}")).wait_for(timeout=8_000)
                return
            except PlaywrightTimeout:
                continue
        raise AssertionError("a click did not show the node")

    def expand(self, node: str) -> None:
        """Double-click a node until there are more."""
        before = len(self.view("positions"))
        for _ in range(4):
            self.settle()
            spot = self.view("rendered", node)
            self.page.mouse.dblclick(spot["x"], spot["y"])
            try:
                self.page.wait_for_function(
                    "n => Object.keys(window.__cg.network.positions()).length > n", arg=before, timeout=8_000
                )
                return
            except PlaywrightTimeout:
                continue
        raise AssertionError("a double click did not expand the node")

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
    context = browser.new_context(viewport=SIZES["laptop"], locale="zh-CN")
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


@pytest.fixture(scope="session")
def networked(site: Site) -> tuple[str, list[str]]:
    """An entity with a liable person, a neighbour with more neighbours, and one of those: by the API."""
    with site.client("diaocha") as api:

        def around(code: str) -> list[str]:
            return [one["id"] for one in api.network(code)["neighbours"]]

        listed = api.findings(states=["CONFIRMED", "PROPOSED"], limit=200)["rows"]
        for code in dict.fromkeys(one["entity"] for one in listed if one["entity"]):
            near = around(code)
            for first in near:
                drawn = {code, *near, *around(first)}
                for second in drawn - {code, *near}:
                    if set(around(second)) - drawn:
                        return code, [first, second]
    raise AssertionError("no entity with a neighbourhood worth expanding")
