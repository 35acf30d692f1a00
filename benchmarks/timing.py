"""Interleaved runs, medians of ratios with spread, results kept with date and machine."""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import psutil

RESULTS: Final = Path(__file__).parent / "results"
ROUNDS: Final = 5


@dataclass(frozen=True)
class Comparison:
    """One measured thing against its yardstick.

    Parameters
    ----------
    measured, yardstick
        Seconds (or what `unit` says) of each round, in the order of the rounds.
    bound
        Largest ratio (measured over yardstick) that counts as met.
    """

    name: str
    what: str
    yardstick_is: str
    bound: float
    measured: tuple[float, ...]
    yardstick: tuple[float, ...]
    notes: dict[str, Any] = field(default_factory=dict)
    unit: str = "s"

    @property
    def ratios(self) -> tuple[float, ...]:
        """Ratio of each round: both halves of a round ran next to each other."""
        return tuple(one / other for one, other in zip(self.measured, self.yardstick, strict=True))

    @property
    def ratio(self) -> float:
        """The median of the rounds' ratios."""
        return statistics.median(self.ratios)

    @property
    def met(self) -> bool:
        """Whether the median stays within the bound."""
        return self.ratio <= self.bound

    def row(self) -> tuple[str, ...]:
        """As a line of the table."""
        low, high = min(self.ratios), max(self.ratios)
        return (
            self.name,
            f"{self.ratio:.2f}",
            f"{low:.2f}–{high:.2f}",
            f"≤ {self.bound:.2f}",
            "met" if self.met else "MISSED",
            f"{statistics.median(self.measured):.4g} {self.unit}",
            f"{statistics.median(self.yardstick):.4g} {self.unit}",
        )


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def interleave(
    measured: Callable[[], object],
    yardstick: Callable[[], object],
    *,
    rounds: int = ROUNDS,
    before: Callable[[], object] = lambda: None,
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Run both in turn, the order changing from round to round; `before` runs untimed before each."""
    first: list[float] = []
    second: list[float] = []
    for number in range(rounds):
        pair = [(measured, first), (yardstick, second)]
        for work, times in pair if number % 2 == 0 else reversed(pair):
            before()
            times.append(seconds(work))
    return tuple(first), tuple(second)


def machine() -> dict[str, Any]:
    """What the figures were measured on; nothing that names the machine."""
    memory = psutil.virtual_memory().total / 2**30
    return {
        "cpus": os.cpu_count(),
        "memory_gib": round(memory, 1),
        "system": platform.system(),
        "python": platform.python_version(),
        "load_before": [round(one, 2) for one in os.getloadavg()],
    }


def keep(name: str, comparisons: Sequence[Comparison], facts: Mapping[str, Any]) -> Path:
    """Write a run's results beside those of earlier runs; returns the file."""
    now = datetime.now(UTC)
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{now:%Y-%m-%dT%H%M%S}-{name}.json"
    document = {
        "benchmark": name,
        "at": now.isoformat(timespec="seconds"),
        "machine": machine(),
        **facts,
        "comparisons": [
            {**asdict(one), "ratios": one.ratios, "ratio": one.ratio, "met": one.met} for one in comparisons
        ],
    }
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path
