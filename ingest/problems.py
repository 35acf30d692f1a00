"""What can be wrong with one row, as a value: rows are read by the million, exceptions cost too much."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Rule(StrEnum):
    """Which rule a row broke: the ``rule`` column of the quarantine."""

    CHECK_DIGIT = "CHECK_DIGIT"
    DATE_ORDER = "DATE_ORDER"
    UNKNOWN_ROLE = "UNKNOWN_ROLE"
    UNKNOWN_CODE = "UNKNOWN_CODE"
    REQUIRED = "REQUIRED"
    BAD_DATE = "BAD_DATE"
    BAD_NUMBER = "BAD_NUMBER"
    BAD_CODE_FORMAT = "BAD_CODE_FORMAT"
    TOO_LONG = "TOO_LONG"
    ROW_SHAPE = "ROW_SHAPE"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row goes to quarantine.

    Parameters
    ----------
    rule
        The rule that it broke.
    what
        What is wrong, in Chinese; never with a personal number in it.
    todo
        What the sender can do about it.
    field
        The field concerned, where there is one.
    """

    rule: Rule
    what: str
    todo: str
    field: str = ""

    def at(self, field: str) -> Problem:
        """The same problem, of that field."""
        return replace(self, field=field)
