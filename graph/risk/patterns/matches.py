"""What a run of a pattern finds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Progress = Callable[[int, int], None]
"""Called with pages read and pages in all."""


class Member(NamedTuple):
    """One party of a match and the part that it plays."""

    id: str
    is_person: bool
    part: str


@dataclass(frozen=True)
class Match:
    """One occurrence of a pattern.

    Parameters
    ----------
    key
        Same for the same occurrence in every run: digest of the pattern, its parties and what tells two
        occurrences among the same parties apart.
    members
        The parties, in the order in which they are shown; of a large group the first ones.
    size
        How many parties there are in all.
    facts
        What it rests on: days, kinds, counts; never a personal number, an address or a telephone.
    """

    key: str
    members: tuple[Member, ...]
    size: int
    facts: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain data, with internal ids."""
        return {
            "key": self.key,
            "size": self.size,
            "members": [one._asdict() for one in self.members],
            "facts": self.facts,
        }


def match(pattern: str, members: Iterable[Member], *, apart: str = "", size: int = 0, **facts: Any) -> Match:
    """A match with its key."""
    found = tuple(members)
    text = "|".join([pattern, apart, *sorted({one.id for one in found})])
    key = hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
    return Match(key, found, size or len(found), facts)


@dataclass(frozen=True)
class PatternRun:
    """All matches of one run over the whole city.

    Parameters
    ----------
    left_out
        Why something may be missing, for users; empty when all is there.
    """

    pattern: str
    version: int
    parameters: dict[str, Any]
    day: str
    seq: int
    matches: tuple[Match, ...]
    left_out: str
    seconds: float

    @property
    def complete(self) -> bool:
        """Whether nothing was left out."""
        return not self.left_out
