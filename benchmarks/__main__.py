"""`make bench`: run the comparisons, print a table of ratios, keep the results."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rich.console import Console
from rich.table import Table

from benchmarks import (
    answers,
    control,
    correctness,
    derivation,
    generator,
    ingest,
    network,
    ownership,
    patterns,
    serving,
    spark,
    view,
    warnings,
    withdrawal,
)
from benchmarks.city import standing_server
from benchmarks.timing import ROUNDS, Comparison, keep
from graph.store.testing import EngineServer, start_engine, why_unavailable

Run = Callable[..., list[Comparison]]
ON_AN_ENGINE: Final[dict[str, tuple[Run, int]]] = {
    "ingest": (ingest.run, 20_000),
    "answers": (answers.run, 100_000),
    "serving": (serving.run, 1_000_000),
    "patterns": (patterns.run, 100_000),
    "hints": (patterns.hints, 100_000),
    "warnings": (warnings.run, 100_000),
    "network": (network.run, 100_000),
    "derivation": (derivation.run, 1_000_000),
    "withdrawal": (withdrawal.run, 1_000_000),
    "control": (control.run, 1_000_000),
}
STANDING: Final = frozenset(ON_AN_ENGINE) - {"ingest"}
GENERATOR: Final = "generator"
CORRECTNESS: Final = "correctness"
FULL_CITY: Final = 2_000_000
CHECKED_CITY: Final = 100_000
VIEW: Final = "view"
OWNERSHIP: Final = "ownership"
REGISTER: Final = 1_000_000
SPARK: Final = "spark"
KNOWN: Final = (*ON_AN_ENGINE, CORRECTNESS, GENERATOR, VIEW, OWNERSHIP, SPARK)


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"which of {', '.join(KNOWN)}; all without a name")
    parser.add_argument(
        "--engine", default="neo4j", choices=("neo4j", "arcadedb"), help="neo4j is the reference"
    )
    parser.add_argument("--entities", type=int, help="size of the synthetic city; each has its own default")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--heap", default="2g", help="memory of the database's Java")
    parser.add_argument(
        "--data",
        type=Path,
        help="folder of a city that stands already, with neo4j/ and keys/: nothing is loaded or emptied; "
        "derivation, control and withdrawal write to it",
    )
    parser.add_argument("--city", type=Path, help="folder of a generated city, for ownership and spark")
    return parser.parse_args(given)


def _table(comparisons: Sequence[Comparison]) -> Table:
    table = Table(title="ratio = time measured / time of the yardstick, median of the rounds")
    for heading in ("what", "ratio", "spread", "bound", "", "measured", "yardstick"):
        table.add_column(heading)
    for one in comparisons:
        table.add_row(*one.row())
    return table


def _on_engine(options: argparse.Namespace, server: EngineServer, names: Sequence[str]) -> list[Comparison]:
    found: list[Comparison] = []
    for name in names:
        run, entities = ON_AN_ENGINE[name]
        more = {"standing": options.data} if name in STANDING else {}
        comparisons = run(server, entities=options.entities or entities, rounds=options.rounds, **more)
        path = keep(name, comparisons, {"engine": f"{server.engine} {server.version}", "synthetic": True})
        print(f"{name}: {path.name}", file=sys.stderr)
        found += comparisons
    return found


def _agrees(options: argparse.Namespace, server: EngineServer) -> bool:
    """Compare a city with its answer keys, keep and print the scores."""
    entities = options.entities or CHECKED_CITY
    scores = correctness.run(server, entities=entities)
    facts = {"engine": f"{server.engine} {server.version}", "synthetic": True, "entities": entities}
    keep(f"{CORRECTNESS}-{server.engine}", [], {**facts, "scores": correctness.as_rows(scores)})
    for one in scores:
        Console().print(
            f"{one.name}: said {one.said}, true {one.true}, right {one.right}, "
            f"precision {one.precision:.6f}, recall {one.recall:.6f} {one.examples or ''}",
            highlight=False,
        )
    return correctness.agrees(scores)


def main(given: Sequence[str] | None = None) -> int:
    """Run what is asked; exit status 1 when a bound is missed."""
    options = _arguments(sys.argv[1:] if given is None else given)
    names = options.names or list(KNOWN)
    if unknown := sorted(set(names) - set(KNOWN)):
        print(f"unknown: {', '.join(unknown)}", file=sys.stderr)
        return 2
    if GENERATOR in names:
        names.remove(GENERATOR)
        cities = generator.run(entities=options.entities or FULL_CITY)
        keep(GENERATOR, [], {"cities": cities, "synthetic": True})
        Console().print(f"{GENERATOR}: {cities}", highlight=False)
    if SPARK in names:
        names.remove(SPARK)
        sizes = spark.run(entities=options.entities or REGISTER, city=options.city)
        keep(SPARK, [], {"sizes": sizes, "synthetic": True})
        for size in sizes:
            Console().print(f"{SPARK}: {size}", highlight=False)
    found: list[Comparison] = []
    if VIEW in names:
        names.remove(VIEW)
        found += view.run(rounds=options.rounds, engine=options.engine)
        keep(VIEW, found, {"engine": options.engine, "synthetic": True})
    if OWNERSHIP in names:
        names.remove(OWNERSHIP)
        comparisons = ownership.run(
            entities=options.entities or REGISTER, rounds=options.rounds, city=options.city
        )
        keep(OWNERSHIP, comparisons, {"engine": "local", "synthetic": True})
        found += comparisons
    right = True
    if options.data and not STANDING.issuperset(names):
        print(f"--data: {', '.join(sorted(STANDING))}", file=sys.stderr)
        return 2
    if names:
        if reason := why_unavailable(options.engine):
            print(reason, file=sys.stderr)
            return 2
        right = _with_engine(options, names, found)
    return _tell(found) if right else 1


def _with_engine(options: argparse.Namespace, names: Sequence[str], found: list[Comparison]) -> bool:
    """Run what needs an engine, adding to `found`; whether its answers are right."""
    with TemporaryDirectory() as folder:
        server = (
            standing_server(options.data, heap=options.heap)
            if options.data
            else start_engine(options.engine, Path(folder) / "data", heap=options.heap)
        )
        try:
            right = CORRECTNESS not in names or _agrees(options, server)
            found += _on_engine(options, server, [one for one in names if one != CORRECTNESS])
        finally:
            server.stop()
    return right


def _tell(found: Sequence[Comparison]) -> int:
    if found:
        Console().print(_table(found))
    for one in found:
        Console().print(f"{one.name}: {one.notes}", highlight=False)
    return 0 if all(one.met for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
