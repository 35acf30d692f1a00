"""Periods that laws give: so many days, working days or months from a day, and their last day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from graph.clock import add_working_days
from graph.days import add_days, add_months

_UNITS: Final = {"DAY": "日", "WORKING_DAY": "个工作日", "MONTH": "个月"}


class Period(BaseModel):
    """So many units, counted from the day after an event."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int = Field(gt=0)
    unit: Literal["DAY", "WORKING_DAY", "MONTH"]
    since: Literal["served_on", "notice_on", "known_on"]

    @property
    def zh(self) -> str:
        """The length in words."""
        return f"{self.number} {_UNITS[self.unit]}"


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of a period; `provisional` when the calendar of that year is not announced yet."""

    day: str
    provisional: bool = False


def last_day(period: Period, start: str) -> LastDay:
    """The last day of a period whose event fell on `start`, which itself does not count.

    Examples
    --------
    >>> last_day(Period(number=60, unit="DAY", since="served_on"), "2026-05-08").day
    '2026-07-07'
    """
    if period.unit == "DAY":
        return LastDay(add_days(start, period.number))
    if period.unit == "MONTH":
        return LastDay(add_months(start, period.number))
    counted = add_working_days(start, period.number)
    return LastDay(counted.day, counted.provisional)
