"""What the generator knows while it builds one block: people, organisations, grounds, answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ingest.synthetic.days import NEVER, years_on

UNITS: Final = 10_000  # one percent in the whole-number units in which stakes are counted
HALF: Final = 50 * UNITS
FOREIGN: Final = "境外企业"  # form of an organisation known only by a foreign code


@dataclass(slots=True, eq=False)
class Person:
    """A natural person; `id_no` is empty where no source gave a number."""

    name: str
    id_no: str


@dataclass(slots=True, eq=False)
class Post:
    """An office held over a half-open interval; an empty `end` is open, an empty `start` unknown.

    `company` is the executive partner that is itself an organisation (`person` then only has its name).
    """

    person: Person
    role: str
    start: str
    end: str = ""
    control_state: str = ""
    company: Org | None = None


@dataclass(slots=True, eq=False)
class Stake:
    """Votes held in a company, counted in whole units so that exactly half is exactly half."""

    holder: Person | Org
    units: int
    start: str
    end: str = ""
    kind: str = ""
    equity: str | None = None
    treasury: bool = False
    safe_range: bool = False


@dataclass(slots=True, eq=False)
class Org:
    """An organisation with its offices and stakes."""

    uscc: str
    name: str
    form: str
    subject_type: str
    place: int
    trade: int
    established: str
    capital: int
    status: str = "存续"
    status_on: str = ""
    status_reason: str = ""
    status_doc: str = ""
    violation: tuple[str, str] = ("", "")
    ended: str = ""
    state_class: str = "无"
    supervisor: str = ""
    size: str = ""
    address: str = ""
    phone: str = ""
    posts: list[Post] = field(default_factory=list)
    stakes: list[Stake] = field(default_factory=list)


class Agreement(NamedTuple):
    """Whose shares another votes (`first` lends to `second`), or that two act in concert."""

    kind: str
    first: Person | Org
    second: Person | Org


@dataclass(slots=True, eq=False)
class Dispute:
    """An objection: open while `decided` is empty."""

    raised: str
    decided: str = ""
    result: str = ""


@dataclass(slots=True, eq=False)
class Ground:
    """A recorded decision from which liability may flow, and all that later befell it."""

    kind: str
    ground_id: str
    list_type: str
    uscc: str
    start: str
    authority_code: str
    doc_no: str
    row: dict[str, str] = field(default_factory=dict)
    removed_on: str = ""
    removal: str = ""
    disputes: list[Dispute] = field(default_factory=list)

    @property
    def overturned(self) -> bool:
        """Whether an objection to it was upheld: then it counts no more."""
        return any(one.result == "UPHELD" for one in self.disputes)


@dataclass(slots=True, eq=False)
class Answer:
    """One expected finding (or one that must not be there), before its state is worked out."""

    ground: Ground
    person: Person
    role: str
    mode: str
    rule: str
    base: str
    years: int | None
    why: str
    known_from: str
    own_end: str = ""
    entry_by_document: bool = False
    runs_on_after_repair: bool = False
    stopped_on: str = ""
    stopped_because: str = ""
    expected: bool = True
    uscc: str = ""  # of the firm that the answer is about, where it is not the ground's

    @property
    def about(self) -> str:
        """Code of the firm that the answer is about."""
        return self.uscc or self.ground.uscc

    def term(self) -> tuple[str, str]:
        """First day of effect, and first day no longer."""
        start = self.ground.start
        end = self.own_end or (NEVER if self.years is None else years_on(start, self.years))
        if self.ground.removal == "EXPIRED" and not self.runs_on_after_repair:
            end = min(end, self.ground.removed_on)
        return self.known_from, end

    def withdrawal(self) -> tuple[str, str]:
        """The day on which the finding falls and why; empty where it does not."""
        causes: list[tuple[str, str]] = []
        ground = self.ground
        if ground.removal == "REPAIRED" and not self.runs_on_after_repair:
            causes.append((ground.removed_on, "ENTITY_REPAIRED" if self.entry_by_document else "REPAIRED"))
        elif ground.removal in ("REVOKED", "ANNULLED", "RELEASED"):
            causes.append((ground.removed_on, ground.removal))
        causes.extend((one.decided, "OBJECTION_UPHELD") for one in ground.disputes if one.result == "UPHELD")
        if self.stopped_on:
            causes.append((self.stopped_on, self.stopped_because))
        return min(causes) if causes else ("", "")

    def state_on(self, day: str) -> str:
        """The state of this finding on `day`."""
        _, end = self.term()
        fallen, _ = self.withdrawal()
        if fallen and day >= fallen:
            return "WITHDRAWN"
        if day >= end:
            return "EXPIRED"
        if any(
            one.raised <= day and not (one.decided and one.decided <= day) for one in self.ground.disputes
        ):
            return "SUSPENDED"
        return self.base
