"""Related-party hints: how near an entity stands to others' records; for investigators, never a decision.

Hints are of entities only. Persons link them and are named in the paths with dated facts; they get no number.
"""

from __future__ import annotations

from graph.risk.hints.backtest import Ranking, past_day, ranking
from graph.risk.hints.city import CityHints, HintReport, city_hints, derive_hints
from graph.risk.hints.explain import Contribution, EntityHintAnswer, explain_hint
from graph.risk.hints.freshness import HintRun, hints_due, newest_run
from graph.risk.hints.parameters import HintParameters, editions, parameters

__all__ = [
    "CityHints",
    "Contribution",
    "EntityHintAnswer",
    "HintParameters",
    "HintReport",
    "HintRun",
    "Ranking",
    "city_hints",
    "derive_hints",
    "editions",
    "explain_hint",
    "hints_due",
    "newest_run",
    "parameters",
    "past_day",
    "ranking",
]
