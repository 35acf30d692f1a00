"""Does the hint rank later or planted cases first? The area under the ROC curve, with its interval."""

from __future__ import annotations

import math
from collections.abc import Set
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from graph import queries
from graph.days import add_days
from graph.risk.hints.city import CityHints, city_hints
from graph.risk.hints.parameters import parameters
from graph.risk.patterns.pages import Walk
from graph.store import Store

_Z: Final = 1.959963984540054
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Ranking:
    """How well values tell cases from others.

    Parameters
    ----------
    auc
        Chance that a case has a higher value than another entity, ties counted half.
    low, high
        95 % interval (DeLong 1988).
    """

    auc: float
    low: float
    high: float
    cases: int
    others: int

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "auc": round(self.auc, 4),
            "low": round(self.low, 4),
            "high": round(self.high, 4),
            "cases": self.cases,
            "others": self.others,
        }


def ranking(values: FloatArray, cases: BoolArray) -> Ranking:
    """The area under the ROC curve by ranks; its variance from the placements of cases and others.

    Examples
    --------
    >>> import numpy as np
    >>> ranking(np.array([0.9, 0.8, 0.1, 0.0]), np.array([True, True, False, False])).auc
    1.0
    """
    good, bad = values[cases], values[~cases]
    if not len(good) or not len(bad):
        return Ranking(math.nan, math.nan, math.nan, len(good), len(bad))
    together = rankdata(np.concatenate([good, bad]))
    above = (together[: len(good)] - rankdata(good)) / len(bad)
    below = 1.0 - (together[len(good) :] - rankdata(bad)) / len(good)
    auc = float(above.mean())
    spread = sum(float(one.var(ddof=1)) / len(one) if len(one) > 1 else 0.0 for one in (above, below))
    half = _Z * math.sqrt(spread)
    return Ranking(auc, max(0.0, auc - half), min(1.0, auc + half), len(good), len(bad))


def against(found: CityHints, cases: Set[str]) -> Ranking:
    """Hints against a set of entities, among those that have a value and no record of their own."""
    without = (found.own <= 0) & found.scored
    flags = np.fromiter((one in cases for one in found.ids), dtype=np.bool_, count=len(found.ids))
    return ranking(found.values[without], flags[without])


def past_day(store: Store, day: str, *, horizon: int = 365, edition: str | None = None) -> Ranking:
    """Hints of a past day against what happened in the days after it.

    The facts are those that held on `day`, as known now: the platform may have begun later. A case is an
    entity without a record in force on that day that gets one within `horizon` days.
    """
    chosen = parameters(edition)
    found = city_hints(store, day, edition=edition)
    until = add_days(day, horizon)
    walk = Walk(store, until, found.seq)
    query = queries.get("read/patterns/decisions_range", label="Entity", key="entity_id")
    cases: set[str] = set()
    for columns in walk.columns(query, since=day):
        for party, link, list_type, severity in zip(
            *(columns[name] for name in ("party", "link", "list_type", "severity")), strict=True
        ):
            if chosen.seed(link, list_type, severity, 0) > 0.1:
                cases.add(party)
    return against(found, cases)
