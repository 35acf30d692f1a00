"""The city's answer keys at full size: what is found, withdrawn and was true on past days, against the truth.

No timing: every figure must be 1. Only persons known by number count, as in ``make demo``. Then the city's
second package and the acts on identities are taken in, and what they take away is compared as well.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from api.services.desk import open_desk
from benchmarks.city import load_city
from creditgraph.answers import Score, compare, compare_findings
from creditgraph.cli.data import quarantined_rows
from creditgraph.later import hand_in_later
from graph.store.testing import EngineServer


def run(server: EngineServer, *, entities: int) -> list[Score]:
    """Scores of one city, read, derived and compared with its keys."""
    with TemporaryDirectory() as scratch, server.open() as store:
        home = Path(scratch)
        desk = load_city(store, home, entities, later=True)
        shown = open_desk(store, desk.keys, reveal_synthetic=True)
        first = compare(shown, home / "city" / "answers", quarantined_rows(store))
        answers = hand_in_later(shown, home / "city")
        return [*first, *(replace(one, name=f"其后 {one.name}") for one in compare_findings(shown, answers))]


def as_rows(scores: list[Score]) -> list[dict[str, Any]]:
    """The scores as they are kept."""
    return [{**asdict(one), "precision": one.precision, "recall": one.recall} for one in scores]


def agrees(scores: list[Score]) -> bool:
    """Whether nothing was said that is not true, and nothing left unsaid."""
    return all(one.precision == one.recall == 1.0 for one in scores)
