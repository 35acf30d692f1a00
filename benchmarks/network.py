"""Neighbourhoods and paths over HTTP, against a route of the same process that only runs their queries.

A question's own queries are recorded first, by asking it in this process; the raw route then runs just those
(of a neighbourhood and a path the frontier queries alone) and returns their rows. Both are asked in turn, a
question at a time. By hand it takes servers that are there already, so that two sizes of city can be
compared: ``python -m benchmarks.network HOME HOME``.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

import httpx
from rich.console import Console

from api.main import PREFIX
from api.services.desk import open_desk
from api.services.relations import around, labels_plan, named_plan
from benchmarks.city import entities_in, entity_codes, load_city
from benchmarks.serving import served
from benchmarks.timing import ROUNDS, Comparison, keep, seconds
from graph.queries import Query
from graph.risk import find_links, surroundings
from graph.risk.frontier import checked_types
from graph.risk.network import AT_ONCE
from graph.store import Plan, Store, neo4j_local
from graph.store.testing import EngineServer

ASKED: Final = 120
LONGEST: Final = 6
PATH_SECONDS: Final = 0.3
FRONTIER: Final = "read/network/frontier"
_RAW: Final = f"{PREFIX}/yardsticks/statements"
_ASKER: Final = {"Authorization": "Bearer benchmark"}
Statements = list[dict[str, Any]]


class _Recorder:
    """A store that keeps what was read through it."""

    def __init__(self, store: Store) -> None:
        self._store, self.statements = store, Statements()

    def read(self, query: str | Query, **params: Any) -> list[dict[str, Any]]:
        name = query if isinstance(query, str) else query.name
        types = list(checked_types(None)) if name == FRONTIER else []
        self.statements.append({"name": name, "types": types, "params": params})
        return self._store.read(query, **params)

    def read_columns(self, query: str | Query, **params: Any) -> dict[str, list[Any]]:
        return self.read(query, **params)[0]

    def ask(self, plan: Plan[Any]) -> Any:
        answer: list[dict[str, Any]] | None = None
        while True:
            try:
                wanted = plan.send(answer)  # type: ignore[arg-type]
            except StopIteration as end:
                return end.value
            answer = self.read(wanted.query, **wanted.params)


@dataclass(frozen=True)
class _Question:
    """One question to the API, and the queries that are its yardstick."""

    method: str
    path: str
    body: dict[str, Any] | None
    statements: Statements


@dataclass(frozen=True)
class _Taken:
    """Seconds of each question of one round, of both routes."""

    measured: list[float]
    raw: list[float]


def _recorded(store: Store, work: Callable[[Store], object]) -> Statements:
    recorder = _Recorder(store)
    work(cast(Store, recorder))
    return recorder.statements


def _questions(store: Store) -> dict[str, list[_Question]]:
    """Neighbourhoods, three levels around, and paths: near ones, far ones, and none."""
    desk = open_desk(store)
    chosen = random.Random(11)
    codes = chosen.sample(known := entity_codes(store, 20 * ASKED), min(ASKED, len(known)))
    named = store.ask(named_plan(codes, desk.today))
    found: dict[str, list[_Question]] = {"neighbourhood": [], "surroundings": [], "path": []}
    for number, (code, subject) in enumerate(zip(codes, named.subjects, strict=True)):
        one = {"day": desk.today, "seq": named.seq, "min_pct": 0.0, "person_ids": []}
        params = {**one, "entity_ids": [subject.id], "cap": AT_ONCE + 1}
        level = {"name": FRONTIER, "types": list(checked_types(None)), "params": params}
        found["neighbourhood"].append(_Question("GET", f"/network/{code}", None, [level]))

        def page(store: Store, code: str = code) -> object:
            return around(replace(desk, store=store), store.ask(named_plan([code], desk.today)))

        found["surroundings"].append(
            _Question("GET", f"/network/{code}/surroundings", None, _recorded(store, page))
        )
        wide = surroundings(store, subject.id, desk.today, seq=named.seq, depth=LONGEST, max_parties=400)
        far = [one for one, distance in wide.distance.items() if distance and one not in wide.persons]
        other = named.subjects[number - 1].id if number % 2 or not far else chosen.choice(far)
        found["path"].append(_path(store, desk.today, named.seq, code, subject.id, other))
    return found


def _path(store: Store, day: str, seq: int, code: str, start: str, end: str) -> _Question:
    def between(store: Store) -> object:
        return find_links(store, [(start, end)], day, seq=seq, persons=[])

    to = store.ask(labels_plan([end], [], day, seq)).codes[end]
    return _Question("POST", "/paths", {"from": code, "to": to}, _recorded(store, between))


def _round(http: httpx.Client, questions: Sequence[_Question], number: int) -> _Taken:
    """Each question and its raw twin, the first of the two changing from question to question."""
    taken = _Taken([], [])
    for place, one in enumerate(questions):

        def ask(one: _Question = one) -> None:
            http.request(one.method, PREFIX + one.path, json=one.body).raise_for_status()

        def raw(one: _Question = one) -> None:
            http.post(_RAW, json=one.statements).raise_for_status()

        pair = [(ask, taken.measured), (raw, taken.raw)]
        for work, times in pair if (place + number) % 2 else reversed(pair):
            times.append(seconds(work))
    return taken


def _p99(times: Sequence[float]) -> float:
    return sorted(times)[int(0.99 * len(times))]


def _measure(server: EngineServer, entities: int, rounds: int) -> dict[str, list[_Taken]]:
    with TemporaryDirectory() as scratch, server.open() as store:
        questions = _questions(store)
        with (
            served(server, Path(scratch), "benchmarks.served:investigator_app") as address,
            httpx.Client(base_url=address, timeout=60, trust_env=False, headers=_ASKER) as http,
        ):
            for found in questions.values():
                _round(http, found, 0)
            return {
                name: [_round(http, found, number) for number in range(rounds)]
                for name, found in questions.items()
            }


def _comparisons(taken: dict[str, list[_Taken]], entities: int) -> list[Comparison]:
    found = []
    bounds = {"neighbourhood": 2.0, "surroundings": 1.5, "path": 2.0}
    what = dict.fromkeys(bounds, "frontier queries") | {"surroundings": "queries"}
    for name, rounds in taken.items():
        every = [one for each in rounds for one in each.measured]
        notes = {
            "entities": entities,
            "questions": len(rounds[0].measured),
            "p50_ms": round(1000 * statistics.median(every), 1),
            "p99_ms": round(1000 * _p99(every), 1),
        }
        found.append(
            Comparison(
                f"{name}-{entities}",
                f"{name} over HTTP, median of a round",
                f"a route of the same process that returns the rows of its {what[name]}",
                bounds[name],
                tuple(statistics.median(each.measured) for each in rounds),
                tuple(statistics.median(each.raw) for each in rounds),
                notes,
            )
        )
    paths = tuple(_p99(each.measured) for each in taken["path"])
    limit = (PATH_SECONDS,) * len(paths)
    told = "99th percentile of a path of up to six relations, of each round"
    return [*found, Comparison(f"path-p99-{entities}", told, "0.3 seconds", 1.0, paths, limit)]


def _scale(small: dict[str, list[_Taken]], large: dict[str, list[_Taken]]) -> list[Comparison]:
    """The 99th percentiles of the large city against those of the small one."""
    return [
        Comparison(
            f"{name}-scale",
            f"99th percentile of a {name} in the larger city, round by round",
            "that in the smaller city",
            2.0,
            tuple(_p99(each.measured) for each in large[name]),
            tuple(_p99(each.measured) for each in small[name]),
        )
        for name in small
    ]


def run(
    server: EngineServer, *, entities: int, rounds: int, standing: Path | None = None
) -> list[Comparison]:
    """All comparisons on one loaded city."""
    with TemporaryDirectory() as scratch, server.open() as store:
        load_city(store, Path(scratch), entities, standing)
        entities = entities_in(store)
    return _comparisons(_measure(server, entities, rounds), entities)


def _running(home: Path) -> EngineServer:
    """The Neo4j server of a home, which is left running."""
    runtime = neo4j_local.start(home)
    secret = {"CREDITGRAPH_STORE_PASSWORD_FILE": str(neo4j_local.secret_file(home))}
    return EngineServer(
        "neo4j", runtime.version, neo4j_local.url_of(runtime), home, secret,
        neo4j_local.credentials_of(runtime), stop=lambda: False,
    )  # fmt: skip


def _size(server: EngineServer) -> int:
    with server.open() as store:
        return int(store.read("read/statistics/subjects")[0]["entities"])


def main(given: Sequence[str] | None = None) -> int:
    """Measure on servers that hold cities already, the smaller first."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.network", description=__doc__)
    parser.add_argument(
        "homes", nargs="+", type=Path, help="homes of local Neo4j servers with derived cities"
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args(given)
    taken, found = [], list[Comparison]()
    for home in options.homes:
        server = _running(home)
        size = _size(server)
        taken.append(_measure(server, size, options.rounds))
        found += _comparisons(taken[-1], size)
    if len(taken) == 2:
        found += _scale(taken[0], taken[1])
    path = keep("network", found, {"engine": "neo4j", "synthetic": True})
    for one in found:
        Console().print("  ".join(one.row()), one.notes, highlight=False)
    print(path.name, file=sys.stderr)
    return 0 if all(one.met for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
