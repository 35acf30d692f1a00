"""The two times of a question as an address has them: a day in the world, and what was known when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, TypedDict

#: As many digits as the number of a commit may have: fewer than a person's number.
MOST_DIGITS: Final = 12


class Asked(TypedDict):
    """Both times under the names that the API's client has for them."""

    as_of: str | None
    known_at: str | None


@dataclass(frozen=True)
class Times:
    """Of which day a page tells, and as known when.

    Parameters
    ----------
    day
        None for today.
    known
        The number of a commit, or a day up to whose end everything counts; empty for what is known now.
    """

    day: str | None = None
    known: str = ""

    def asked(self) -> Asked:
        """Both as the API takes them.

        Examples
        --------
        >>> Times("2026-01-01", "7").asked()
        {'as_of': '2026-01-01', 'known_at': 'seq:7'}
        """
        return {"as_of": self.day, "known_at": known_at(self.known)}

    def params(self) -> dict[str, str]:
        """Both as the address of a page has them; what is usual is left out.

        Examples
        --------
        >>> Times("2026-01-01").params()
        {'day': '2026-01-01'}
        """
        return {name: value for name, value in (("day", self.day), ("known", self.known)) if value}


def commit_number(text: str) -> str:
    """The number of a commit, or nothing.

    Examples
    --------
    >>> commit_number("007"), commit_number("-7"), commit_number("2026-01-01")
    ('7', '', '')
    """
    fits = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return str(int(text)) if fits else ""


def moment(text: str) -> str:
    """As of when things were known, as an address says it: a commit, or a day; nothing for all else.

    Examples
    --------
    >>> moment("7"), moment("2026-01-01"), moment("20260101T"), moment("2026-02-30")
    ('7', '2026-01-01', '', '')
    """
    return commit_number(text) or _day(text)


def _day(text: str) -> str:
    try:
        # Only one spelling: `fromisoformat` also takes weeks, and days without dashes.
        return text if date.fromisoformat(text).isoformat() == text else ""
    except ValueError:
        return ""


def known_at(known: str) -> str | None:
    """As the API takes it; None for what is known now."""
    return (f"seq:{known}" if known.isdecimal() else known) or None


def told(known: str) -> str:
    """In words, to stand between “只计” and “为止”.

    Examples
    --------
    >>> told("7"), told("2026-01-01")
    ('第 7 次提交', ' 2026-01-01（含当日）')
    """
    return f"第 {known} 次提交" if known.isdecimal() else f" {known}（含当日）"
