"""One row of the liability rules, and the vocabulary that rows are written in."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictInt

LAST_DAY: Final = "9999-12-31"
EVERY_LIST: Final = "*"


def _day(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _of_the_calendar(value: str) -> str:
    date.fromisoformat(value)
    return value


Day = Annotated[
    str,
    BeforeValidator(_day),
    Field(pattern=r"^\d{4}-\d{2}-\d{2}$"),
    AfterValidator(_of_the_calendar),
]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Basis(_Data):
    """One provision that a rule rests on."""

    instrument: str = Field(min_length=2)
    article: str = Field(min_length=1)
    in_force_from: Day | None = None
    in_force_to: Day | None = None
    quote_short: str | None = None
    evidence: Literal["P", "E", "GK"]


class GroundMatch(_Data):
    """Which grounds a rule is about."""

    kind: str
    subject: Literal["ENTITY", "PERSON"]
    when: dict[str, Any] = {}


class Alternates(_Data):
    """The role counts only for kinds of entity that have none of these offices."""

    only_if_none: tuple[str, ...]


class TermRange(_Data):
    """Shortest and longest term that a document may state; without a shortest one any up to the longest."""

    min: StrictInt | None
    max: StrictInt | Literal["LIFE"]


class Threshold(_Data):
    """What makes a listed debt large enough: the paper says so, or the amount reaches a setting."""

    stated: str
    amount: str
    setting: str


class Rule(_Data):
    """One row: whom a ground reaches, in which role, how, when and on what basis."""

    id: str = Field(pattern=r"^[A-Za-z0-9]+_[a-z0-9_]+\.[a-z0-9_]+$")
    version: int = Field(ge=1)
    list: str
    ground: GroundMatch
    situation: str
    role: str
    capacity: str | None = None
    mode: str
    anchor: str | None = None
    anchor_source: str | None = None
    needs_fault: bool = False
    general: bool = False
    alternates: Alternates | None = None
    overrides: tuple[str, ...] = ()
    confirmable_by: str
    confirm_needs: str | None = None
    computed_max: Literal["NONE", "LEAD", "PROPOSED"]
    measures: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    term: StrictInt | Literal["LIFE", "WHILE_GROUND"] | None = None
    term_range: TermRange | None = None
    term_source: str | None = None
    term_start: str | None = None
    term_start_source: str | None = None
    lifted_by_entity_repair: bool
    version_by: str
    in_force_from: Day
    in_force_to: Day | None = None
    replaced_by: str | None = None
    milder: str | None = None
    threshold: Threshold | None = None
    basis: tuple[Basis, ...] = Field(min_length=1)
    verified: bool
    note: str = ""

    @property
    def ref(self) -> str:
        """Id and version, as shown and stored."""
        return f"{self.id}@{self.version}"

    def in_force_on(self, day: str) -> bool:
        """Whether it is in force on `day`; the last day counts."""
        return self.in_force_from <= day <= (self.in_force_to or LAST_DAY)


class Vocabulary(BaseModel):
    """What a rule may name, and the start of the catalogue of measures."""

    model_config = ConfigDict(frozen=True, extra="allow")

    edition: str
    roles: tuple[str, ...]
    roles_only_from_documents: tuple[str, ...]
    modes: tuple[str, ...]
    anchors: tuple[str, ...]
    anchor_sources: tuple[str, ...]
    ground_kinds: tuple[str, ...]
    confirmable_by: tuple[str, ...]
    confirm_needs: dict[str, str]
    measures: dict[str, str]
    scopes: dict[str, str]
    term_starts: tuple[str, ...]
    version_by: tuple[str, ...]
    milder: tuple[str, ...]
    ground_fields: tuple[dict[str, Any], ...]
    situations: dict[str, str]
    own_measures: dict[str, dict[str, Any]]
    purposes: dict[str, Any]
    lists: dict[str, dict[str, Any]]
    settings: dict[str, Any]
