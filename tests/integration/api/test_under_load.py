"""Many readers while facts change, and a store that dies under them."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.auth.accounts import change_password, create_account, sign_in
from api.auth.principal import Role, local_principal
from api.main import PREFIX, create_app
from api.settings import ApiSettings
from graph.derivation import derive
from graph.identity.keys import load_or_create_keys
from graph.store import Credentials, embedded, neo4j_local, open_async_store
from graph.store.embedded import ensure_server
from graph.store.testing import (
    ENGINES,
    JARS,
    EngineServer,
    kill_embedded,
    start_engine,
    why_unavailable,
)
from ingest.pipeline import ingest_paths

CLIENTS = 32
TODAY = "2026-11-23"
#: These depend on whether the worker was through with a change, not on the commit alone.
OF_THE_QUEUE = ("complete", "reasons", "decision", "known_at")


def removals(city: Path, folder: Path, number: int) -> list[Path]:
    """Packages, each of which takes one more listing of an entity off its list."""
    with (city / "listings.csv").open(encoding="utf-8-sig") as stream:
        rows = [row for row in csv.DictReader(stream) if row["uscc"] and not row["removed_on"]]
    packages = []
    for place, row in enumerate(rows[:number]):
        package = folder / f"package{place}"
        package.mkdir()
        shutil.copy(city / "manifest.json", package)
        with (package / "listings.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(row))
            writer.writeheader()
            writer.writerow({**row, "removed_on": "2026-11-20", "removal_kind": "EXPIRED"})
        packages.append(package)
    return packages


def settled(document: dict[str, Any]) -> str:
    """What of an answer its commit alone decides."""
    kept = {name: value for name, value in document.items() if name not in OF_THE_QUEUE}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def differing(texts: set[str]) -> dict[str, list[Any]]:
    """The fields in which answers of one commit differ, with what each said."""
    documents = [json.loads(text) for text in sorted(texts)]
    names = sorted({name for document in documents for name in document})
    said = {name: [document.get(name) for document in documents] for name in names}
    return {name: values for name, values in said.items() if values.count(values[0]) < len(values)}


async def read_all(
    base: str, token: str, paths: list[str], over: threading.Event
) -> list[tuple[str, httpx.Response]]:
    """Ask in turn, with as many clients at once, until the writer is through."""
    taken: list[tuple[str, httpx.Response]] = []
    headers = {"Authorization": f"Bearer {token}"}

    async def client(http: httpx.AsyncClient, number: int) -> None:
        place = number
        while not over.is_set():
            path = paths[place % len(paths)]
            taken.append((path, await http.get(f"{PREFIX}{path}", headers=headers)))
            place += 1
            await asyncio.sleep(0.1)  # the server shares this process: leave it and the writer some time

    async with httpx.AsyncClient(base_url=base, timeout=60, trust_env=False) as http:
        await asyncio.gather(*(client(http, number) for number in range(CLIENTS)))
    return taken


@pytest.mark.slow
def test_every_answer_belongs_to_one_commit_while_listings_change(world: Any, tmp_path: Path) -> None:
    packages = removals(world.city, tmp_path, 2)
    codes = []
    for one in packages:
        with (one / "listings.csv").open(encoding="utf-8") as stream:
            codes += [row["uscc"] for row in csv.DictReader(stream)]
    paths = [f"/{what}/{code}" for code in codes for what in ("checks", "network")]
    keys, over = load_or_create_keys(world.home / "keys"), threading.Event()
    first_seq = world.store.head_seq()

    def write() -> None:
        try:
            for one in packages:
                ingest_paths(world.store, keys, [one])
                derive(world.store, today=TODAY)
                time.sleep(0.2)
        finally:
            over.set()

    writer = threading.Thread(target=write)
    writer.start()
    taken = asyncio.run(read_all(str(world.http.base_url), world.tokens[Role.INVESTIGATOR], paths, over))
    writer.join()
    assert {answer.status_code for _, answer in taken} == {200}
    answers: dict[tuple[str, int], set[str]] = {}
    for path, answer in taken:
        document = answer.json()
        seq = int(document["data_version"].partition("/")[0])
        answers.setdefault((path, seq), set()).add(settled(document))
    assert len({seq for _, seq in answers}) > 1, "the writer changed nothing meanwhile"
    assert min(seq for _, seq in answers) >= first_seq
    assert [differing(texts) for texts in answers.values() if len(texts) > 1] == []
    for (path, seq), texts in sorted(answers.items()):
        again = world.ask(Role.INVESTIGATOR, "GET", path, params={"known_at": f"seq:{seq}"})
        assert {settled(again.json())} == texts, (path, seq)


async def _investigator(url: str, credentials: Credentials | None) -> str:
    by, first, second = local_principal("tests"), "first horse battery 1", "second horse battery 2"
    async with await open_async_store(url, credentials=credentials) as store:
        await create_account(
            store, by=by, login="one", display_name="调查", role=Role.INVESTIGATOR, password=first
        )
        signed = await sign_in(store, "one", first)
        return (await change_password(store, signed.principal, first, second)).token


@dataclass
class Breakable:
    """A store of a test's own, killed as by a power cut and started again at the same address."""

    server: EngineServer

    def break_off(self) -> None:
        """It is gone from one moment to the next."""
        if self.server.engine == "neo4j":
            found = neo4j_local.running(self.server.folder)
            assert found is not None
            self._port = found.port
            os.kill(found.pid, signal.SIGKILL)
        else:
            kill_embedded(self.server.folder)

    def pid(self) -> str:
        """Of the process that serves it now."""
        found = (
            neo4j_local.running(self.server.folder)
            if self.server.engine == "neo4j"
            else embedded.running(self.server.folder)
        )
        return str(found.pid) if found else ""

    def come_back(self) -> None:
        """It answers again when this returns."""
        if self.server.engine == "neo4j":
            neo4j_local.start(self.server.folder, port=self._port, heap="512m", cache=JARS)
        else:
            ensure_server(self.server.folder)


@pytest.fixture(params=ENGINES)
def breakable(
    request: pytest.FixtureRequest, tmp_path: Path, leave_out_part: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Breakable]:
    """One of each engine."""
    chosen = os.environ.get("CREDITGRAPH_TEST_ENGINES", "")
    if chosen and request.param not in chosen.split(","):
        leave_out_part(request.param, "CREDITGRAPH_TEST_ENGINES")
    if reason := why_unavailable(request.param):
        leave_out_part(request.param, reason)
    server = start_engine(request.param, tmp_path / "store", heap="512m")
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    yield Breakable(server)
    server.stop()


@pytest.mark.slow
def test_a_killed_store_gives_clean_refusals_and_its_return_is_noticed(
    breakable: Breakable, tmp_path: Path, served_app: Any
) -> None:
    url, before = breakable.server.url, breakable.pid()
    app = create_app(ApiSettings(store=url, home=tmp_path, keys=tmp_path / "keys", audit=tmp_path / "audit"))
    with served_app(app) as base:
        token = asyncio.run(_investigator(url, breakable.server.credentials))
        paths, over = ["/findings", "/statistics", "/readyz", "/quality"], threading.Event()

        def break_it() -> None:
            try:
                time.sleep(1)
                breakable.break_off()
                time.sleep(2)
                breakable.come_back()
                time.sleep(2)
            finally:
                over.set()

        breaker = threading.Thread(target=break_it)
        breaker.start()
        taken = asyncio.run(read_all(base, token, paths, over))
        breaker.join()
        # An embedded store is started again by whoever asks: on a slow machine nobody need be sent away.
        seen = {answer.status_code for _, answer in taken}
        assert seen == {200, 503} or (breakable.server.engine == "arcadedb" and seen == {200})
        assert breakable.pid() not in ("", before), "it was not away"
        for path, answer in taken:
            if answer.status_code == 503 and path != "/readyz":
                assert answer.headers["content-type"] == "application/problem+json"
                assert {"type", "title", "status", "detail"} <= answer.json().keys()
                assert "retry-after" in answer.headers
        with httpx.Client(base_url=base, timeout=60, trust_env=False) as http:
            for path in paths:
                again = http.get(f"{PREFIX}{path}", headers={"Authorization": f"Bearer {token}"})
                assert again.status_code == 200, (path, again.text)
