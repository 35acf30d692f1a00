"""The city's answer keys at full size: what is found, withdrawn and was true on past days, against the truth.

No timing: every figure must be 1. Only persons known by number count, as in ``make demo``.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from api.services.desk import open_desk
from benchmarks.city import load_city
from creditgraph.answers import Score, compare
from creditgraph.cli.data import quarantined_rows
from graph.store.testing import EngineServer


def run(server: EngineServer, *, entities: int) -> list[Score]:
    """Scores of one city, read, derived and compared with its keys."""
    with TemporaryDirectory() as scratch, server.open() as store:
        home = Path(scratch)
        desk = load_city(store, home, entities)
        shown = open_desk(store, desk.keys, reveal_synthetic=True)
        return compare(shown, home / "city" / "answers", quarantined_rows(store))


def as_rows(scores: list[Score]) -> list[dict[str, Any]]:
    """The scores as they are kept."""
    return [{**asdict(one), "precision": one.precision, "recall": one.recall} for one in scores]


def agrees(scores: list[Score]) -> bool:
    """Whether nothing was said that is not true, and nothing left unsaid."""
    return all(one.precision == one.recall == 1.0 for one in scores)
