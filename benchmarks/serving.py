"""Liability of one subject over HTTP, against a route of the same process that returns the query's raw rows.

Load by ``wrk`` (apt-get install wrk), one thread and four connections, both routes in turn; and one run at a
hundred requests a second, each timed from the moment at which it was due, so that a slow answer cannot hide
those that wait behind it.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import httpx

from api.auth.keys import issue_key
from api.auth.principal import Kind, Principal, Role
from api.main import PREFIX
from benchmarks.city import entities_in, entity_codes, load_city
from benchmarks.timing import Comparison
from graph.errors import UsageError
from graph.store import open_async_store
from graph.store.testing import EngineServer

CHECK: Final = f"{PREFIX}/checks/CODE?purpose=TENDER"
SECONDS: Final = 8
CONNECTIONS: Final = 4
ASKED: Final = 2000
PER_SECOND: Final = 100
PACED_P99: Final = 0.05
NO_ANSWER: Final = 120.0
"""Seconds that a request counts whose connection broke, or that was refused or not answered by then."""
_LUA: Final = """
local codes = {}
for line in io.lines(os.getenv("BENCH_CODES")) do codes[#codes + 1] = line end
math.randomseed(7)
request = function()
  local path = os.getenv("BENCH_PATH"):gsub("CODE", codes[math.random(#codes)])
  return wrk.format("GET", path)
end
done = function(summary, latency)
  io.write(string.format("RESULT %d %d %d %d %d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), summary.errors.status + summary.errors.timeout))
end
"""


@contextmanager
def served(server: EngineServer, home: Path, factory: str = "benchmarks.served:api_app") -> Iterator[str]:
    """The API in a process of its own; its address."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    environment = {
        **os.environ, **server.environment, "CREDITGRAPH_STORE": server.url, "CREDITGRAPH_HOME": str(home),
    }  # fmt: skip
    command = [
        sys.executable, "-m", "uvicorn", "--factory", factory, "--port", str(port),
        "--no-access-log", "--log-level", "warning",
    ]  # fmt: skip
    process = subprocess.Popen(command, env=environment)
    try:
        address = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 120
        while True:
            try:
                httpx.get(f"{address}{PREFIX}/healthz", timeout=2).raise_for_status()
                break
            except httpx.HTTPError:
                if time.monotonic() > deadline or process.poll() is not None:
                    raise
                time.sleep(0.3)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


@dataclass(frozen=True)
class _Taken:
    """Seconds of one run of wrk: the median, the 99th percentile, and for each request."""

    p50: float
    p99: float
    each: float


@dataclass(frozen=True)
class _Load:
    """wrk on one route; the folder holds its script and the codes."""

    address: str
    path: str
    folder: Path
    headers: tuple[str, ...] = ()

    def run(self) -> _Taken:
        """One run."""
        command = [
            "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(self.folder / "ask.lua"),
            *(part for one in self.headers for part in ("-H", one)), self.address,
        ]  # fmt: skip
        environment = {**os.environ, "BENCH_CODES": str(self.folder / "codes"), "BENCH_PATH": self.path}
        # Not `check=True`: its error would show the command, and with it the key.
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        found = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+) (\d+)", done.stdout)
        if found is None or int(found[5]):
            raise UsageError("压测没有得到完整的应答", where=(done.stderr or done.stdout)[-300:])
        requests, micros, p50, p99, _ = (int(one) for one in found.groups())
        return _Taken(p50 / 1e6, p99 / 1e6, micros / 1e6 / requests)


async def _paced(address: str, path: str, headers: dict[str, str], codes: Sequence[str]) -> list[float]:
    """Seconds from when each request was due, at a hundred a second."""
    chosen, taken = random.Random(9), []
    # As many connections as it takes: who is due is sent, however slow the others before him are answered.
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=address, headers=headers, timeout=NO_ANSWER, limits=limits) as http:

        async def ask(due: float) -> None:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            try:
                answer = await http.get(path.replace("CODE", chosen.choice(codes)))
                answer.raise_for_status()
                taken.append(time.perf_counter() - due)
            except httpx.HTTPError:
                taken.append(NO_ANSWER)

        begin = time.perf_counter() + 0.2
        await asyncio.gather(*(ask(begin + number / PER_SECOND) for number in range(SECONDS * PER_SECOND)))
    return sorted(taken)


async def _key(server: EngineServer) -> str:
    by = Principal("local:benchmark", Kind.LOCAL, "benchmark", Role.ADMINISTRATOR)
    async with await open_async_store(server.url, credentials=server.credentials) as store:
        issued = await issue_key(store, by=by, name="benchmark", authority="1141130000598765XE", days=1)
    return issued.key


def run(
    server: EngineServer, *, entities: int, rounds: int, standing: Path | None = None
) -> list[Comparison]:
    """Median, 99th percentile and throughput of a check; its 99th percentile at a steady hundred a second.

    Raises
    ------
    UsageError
        There is no wrk on this machine, or an answer was an error.
    """
    if shutil.which("wrk") is None:
        raise UsageError("本机没有 wrk", todo="apt-get install wrk")
    with TemporaryDirectory() as scratch:
        home = Path(scratch)
        with server.open() as store:
            load_city(store, home, entities, standing)
            entities = entities_in(store)
            codes = entity_codes(store, ASKED)[:ASKED]
        (home / "codes").write_text("\n".join(codes), encoding="ascii")
        (home / "ask.lua").write_text(_LUA, encoding="ascii")
        bearer = f"Bearer {asyncio.run(_key(server))}"
        with served(server, home) as address:
            asked = _Load(address, CHECK, home, (f"Authorization: {bearer}",))
            raw = _Load(address, f"{PREFIX}/yardsticks/dossier/CODE", home)
            asked.run(), raw.run()
            pairs = [(asked.run(), raw.run()) for _ in range(rounds)]
            header = {"Authorization": bearer}
            paced = [asyncio.run(_paced(address, CHECK, header, codes)) for _ in range(rounds)]
    return _comparisons(pairs, paced, entities)


def _comparisons(
    pairs: Sequence[tuple[_Taken, _Taken]], paced: Sequence[Sequence[float]], entities: int
) -> list[Comparison]:
    notes = {
        "entities": entities,
        "connections": CONNECTIONS,
        "requests_per_second": round(1 / statistics.median(asked.each for asked, _ in pairs)),
        "paced_ms": {
            "rate": PER_SECOND,
            "p50": [round(1000 * one[len(one) // 2], 1) for one in paced],
            "unanswered": sum(seconds >= NO_ANSWER for one in paced for seconds in one),
        },
    }
    route, raw_is = "a check over HTTP", "a route of the same process with the query's raw rows"
    wanted = (("p50", "median", 1.5), ("p99", "99th percentile", 2.0), ("each", "seconds for each", 1 / 0.65))
    steady = Comparison(
        "check-paced-p99",
        f"{route}, 99th percentile at {PER_SECOND} requests a second",
        "the bound itself",
        1.0,
        tuple(one[int(len(one) * 0.99)] for one in paced),
        (PACED_P99,) * len(paced),
        notes,
    )
    return [
        Comparison(
            f"check-{name}",
            f"{route}, {what}",
            raw_is,
            bound,
            tuple(getattr(asked, name) for asked, _ in pairs),
            tuple(getattr(raw, name) for _, raw in pairs),
            notes,
        )
        for name, what, bound in wanted
    ] + [steady]
