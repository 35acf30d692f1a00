"""What the API answers about related-party hints."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.answers import Answer
from api.schemas.parties import ShownPartyOut


class HintDecisionOut(Answer):
    """A record at the end of a path, and what it weighs."""

    kind: str
    list_type: str
    severity: str
    decided_on: str
    weight: float | None


class HintHopOut(Answer):
    """One step of a path, as the register has it."""

    model_config = ConfigDict(populate_by_name=True, extra="forbid")
    from_: str = Field(alias="from")
    to: str
    types: list[str]
    valid_from: str
    source: str


class ContributionOut(Answer):
    """One path: what it adds, whom it passes, and the records at its end."""

    amount: float | None
    share: float | None
    parties: list[ShownPartyOut]
    hops: list[HintHopOut]
    decisions: list[HintDecisionOut] = Field(description="末端主体的记录；该主体不在查询者辖区内时为空")


class EntityHintOut(BaseModel):
    """The hint of one entity, its own record apart, and the paths behind it."""

    subject: ShownPartyOut
    as_of: str
    data_version: str
    edition: str
    scored: bool = Field(description="个体工商户没有数值：只有有日期的事实和路径，不分强弱")
    value: float | None
    own: float | None
    blocked: Literal["", "HUB", "STATE_ORGAN"]
    meaning: str
    paths: int
    own_decisions: list[HintDecisionOut]
    contributions: list[ContributionOut]


class HintRowOut(BaseModel):
    """An entity in the list."""

    id: str
    name: str
    kind: str
    hidden: bool
    value: float
    own: float
    edition: str
    as_of: str


class HintRunOut(BaseModel):
    """The last whole run: what the list is of."""

    run_id: str
    edition: str
    as_of: str
    seq: int
    at: str
    entities: int
    hinted: int
    data_version: str


class HintsOut(BaseModel):
    """A page of entities with a stored hint."""

    rows: list[HintRowOut]
    cursor: str | None
    meaning: str
    data_version: str
    run: HintRunOut | None = Field(description="最近一次整体推算；按 known_at 询问时为空，各行自带日期和版本")


class HintParametersOut(BaseModel):
    """One edition of the parameters, and the names of all."""

    edition: str
    since: str
    note: str
    decay: float
    hub_degree: int
    relations: dict[str, float]
    listing: float
    court: float
    penalty: dict[str, float]
    light_lists: dict[str, float]
    penalty_days: int
    half_life_days: int
    least: float
    editions: list[str]
