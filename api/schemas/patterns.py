"""What the API answers and is asked about patterns."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.answers import Answer
from api.schemas.parties import ShownPartyOut
from api.schemas.system import Ask, Day, KnownAt

Values = Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=200)]


class RunOut(BaseModel):
    """One run of a pattern, with everything it depends on."""

    run_id: str
    pattern: str
    version: int
    parameters: dict[str, int | float | list[str]] = Field(
        description="本次所用参数，名称见模式的 parameters"
    )
    as_of: str
    known_seq: int
    data_version: str
    state: Literal["RUNNING", "DONE", "FAILED", "INTERRUPTED"]
    done: int
    total: int
    matches: int
    complete: bool
    left_out: str = Field(description="未取全的原因；完整时为空")
    by: str
    error: str
    started_at: str
    beat_at: str
    finished_at: str


class PatternRowOut(BaseModel):
    """A pattern in the list."""

    name: str
    title: str
    version: int
    explanation: str
    last_run: RunOut | None


class PatternsOut(BaseModel):
    """The library."""

    rows: list[PatternRowOut]


class ParameterOut(Answer):
    """What a run may set, within bounds or of a list."""

    name: str
    title: str
    default: int | float | list[str]
    low: float
    high: float
    allowed: list[str]


class PatternQueryOut(Answer):
    """One of the queries that a pattern runs."""

    name: str
    summary: str
    text: str


class PatternOut(BaseModel):
    """One pattern with parameters, queries and newest runs."""

    name: str
    title: str
    version: int
    explanation: str
    no_meaning: str
    algorithm: str
    support: str
    parameters: list[ParameterOut]
    queries: list[PatternQueryOut]
    runs: list[RunOut]


class MatchMemberOut(ShownPartyOut):
    """A party of a match, and the part that it plays."""

    part: str


class MatchFactsOut(Answer):
    """What a match rests on; each pattern gives those that it has."""

    decision: str = Field(default="", description="所据决定的编号")
    decision_kind: str = ""
    decided_on: str = ""
    list_type: str = ""
    severity: str = ""
    changed_on: list[str] = Field(default=[], description="更换日期")
    established_on: str = ""
    filed_on: str = ""
    bid_on: str = ""
    tender: str = ""
    kind: str = Field(default="", description="成环的关系类型")
    types: list[str] = Field(default=[], description="经哪些关系")
    aspects: list[str] = Field(default=[], description="哪些方面相同")
    relations: int = 0
    related: int = 0
    below: int = 0


class MatchOut(BaseModel):
    """One match: parties with the part that each plays, and the facts behind it."""

    number: int
    key: str
    size: int
    members: list[MatchMemberOut]
    facts: MatchFactsOut


class MatchesOut(BaseModel):
    """A page of matches."""

    run: RunOut
    rows: list[MatchOut]
    cursor: int | None


class RunAsk(Ask):
    """Parameters that differ from their defaults, the day, and what was known when."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"parameters": {"minimum": 12}}]}
    )

    parameters: dict[Annotated[str, Field(max_length=60)], int | float | Values] = Field(
        default_factory=dict, max_length=20
    )
    as_of: Day | None = None
    known_at: KnownAt | None = None
