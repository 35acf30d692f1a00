"""A composed question while it is answered: its bounds, what it asked and what it found so far."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from graph import queries
from graph.ownership.read import batches
from graph.risk.questions.form import Form
from graph.risk.standing import Standing, set_aside
from graph.same_person import SamePersons
from graph.store import Store

BATCH: Final = 500
Hides = Callable[[Collection[str], Collection[str]], set[str]]
"""Those of some entities, and of some persons, whom the asker may not see."""


@dataclass(frozen=True)
class End:
    """One place of a row: a party, or a decision with what it says."""

    id: str
    is_person: bool = False
    relation: str = ""
    outward: bool = False
    valid_from: str = ""
    decision: dict[str, str] | None = None


Row = tuple[End, ...]


@dataclass
class Answer:
    """The rows of a question.

    Parameters
    ----------
    cut
        Why something may be missing: ROWS, WIDTH, TIME or DISTRICTS; empty when all is there.
    following
        Where to go on when the time was over before all starts were looked at; empty otherwise.
    asked
        The Cypher files that were run.
    """

    rows: list[Row] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    following: str = ""

    def note(self, reason: str) -> None:
        """Something may be missing."""
        if reason not in self.cut:
            self.cut.append(reason)


@dataclass
class Asking:
    """One question being answered."""

    store: Store
    form: Form
    day: str
    seq: int
    deadline: float
    hides: Hides | None = None
    answer: Answer = field(default_factory=Answer)
    same: SamePersons = field(init=False)
    _looked_at: set[str] = field(default_factory=set)
    _hidden: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        # Who was judged to be the same person counts as one, under the id that stays (ADR 0022).
        self.same = SamePersons(self.store, self.seq)
        self.same.read_all()

    def ids_of(self, ends: Mapping[str, bool], is_person: bool) -> list[str]:
        """Under which ids the store knows the persons, or the entities, among some parties."""
        ids = [one for one, person in ends.items() if person is is_person]
        return sorted(self.same.all_of(ids)) if is_person else ids

    def hidden(self, entities: Collection[str], persons: Collection[str] = ()) -> set[str]:
        """Those of these parties whom the asker may not see; each is looked up once."""
        if self.hides is None:
            return set()
        new = [{*some} - self._looked_at for some in (entities, persons)]
        if any(new):
            self._hidden |= self.hides(*new)
            self._looked_at.update(*new)
        return self._hidden.intersection([*entities, *persons])

    def late(self) -> bool:
        """Whether the time is over; then it is noted."""
        if time.monotonic() < self.deadline:
            return False
        self.answer.note("TIME")
        return True

    def columns(self, query: str, slots: dict[str, Any] | None = None, **params: Any) -> dict[str, list[Any]]:
        """One fixed query."""
        if query not in self.answer.asked:
            self.answer.asked.append(query)
        found = queries.get(query, **(slots or {}))
        at = {name: one for name, one in (("day", self.day), ("seq", self.seq)) if name in found.params}
        return self.store.read_columns(found, **params, **at)

    def set_aside(self, refs: Sequence[str]) -> dict[str, Standing]:
        """What became of decisions by a repair or an objection."""
        found: dict[str, Standing] = {}
        for batch in batches(sorted({one for one in refs if one}), BATCH):
            found |= set_aside(self.columns, batch)
        return found
