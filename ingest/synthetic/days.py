"""Days for the generator: ordinals to draw, ISO text to write.

Kept apart from ``graph.days`` so that the answers do not rest on the engine's own arithmetic.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final

NEVER: Final = "9999-12-31"


@cache
def iso(ordinal: int) -> str:
    """The ISO text of a day number."""
    return date.fromordinal(ordinal).isoformat()


@cache
def ordinal(day: str) -> int:
    """The day number of an ISO day."""
    return date.fromisoformat(day).toordinal()


def shift(day: str, days: int) -> str:
    """The ISO day so many days later."""
    return iso(ordinal(day) + days)


def years_on(day: str, years: int) -> str:
    """The same date so many years later; 29 February falls back to the 28th.

    Examples
    --------
    >>> years_on("2024-02-29", 3)
    '2027-02-28'
    """
    year = int(day[:4]) + years
    tail = day[4:]
    if tail == "-02-29" and not (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)):
        tail = "-02-28"
    return f"{year:04d}{tail}"
