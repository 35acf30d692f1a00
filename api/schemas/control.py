"""What the API answers about who controls an entity."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from api.schemas.answers import Answer

ControlStateName = Literal["COMPUTED", "COMPUTED_BY_AGREEMENT", "COMPUTED_AS_PARTNER", "COMPUTED_IN_CONCERT"]


class PolicyOut(Answer):
    """The settings by which control was computed; every answer repeats them."""

    majority: str = Field(description="过半数的界限，百分比")
    exclude_own_shares: bool = Field(description="计算表决权时不计公司自己持有的股份")
    agreements: bool = Field(description="计入代持、表决权委托和一致行动")
    executive_partners: bool = Field(description="执行事务合伙人视为控制合伙企业")
    partnership_votes: bool = Field(description="持有合伙份额过半数也视为控制")
    likely_above_pct: float = Field(description="表决权超过多少为可能控制")
    likely_gap_pct: float = Field(description="与第二位的差距")
    likely_board: int = Field(description="董事会至少多少席才据以判断")
    loops: Literal["GEOMETRIC", "OWNER_ONCE"] = Field(description="环形持股的计法")
    owner_pct: float = Field(description="达到多少为受益所有人")


class ControlPartyOut(Answer):
    """A party by code and name."""

    id: str
    name: str


class PowerHopOut(Answer):
    """One step of power, downwards; the upper bound is given where the share is a range."""

    model_config = ConfigDict(populate_by_name=True, extra="forbid")
    from_: str = Field(alias="from")
    from_name: str
    to: str
    to_name: str
    type: str
    pct: float | None = Field(description="比例下限；不是持股时为空")
    max_pct: float | None
    valid_from: str
    source: str


class PowerPathOut(Answer):
    """One way in which votes come to a controller."""

    length: int
    hops: list[PowerHopOut]


class LikelyOut(Answer):
    """Who likely controls where nobody surely does: one party, or those who act in concert."""

    parties: list[ControlPartyOut]
    state: Literal["CONTROL_LIKELY"]
    basis: list[Literal["VOTES", "BOARD"]]
    voting_pct: float
    next_pct: float = Field(description="其他任何一方至多有多少")
    seats: int
    board: int


class ControllerOut(Answer):
    """One ultimate controller, and why the chain ends with it."""

    id: str
    name: str
    kind: Literal["DIRECT", "JOINT", "INDIRECT"]
    controller_kind: Literal["PERSON", "STATE", "ENTITY"]
    voting_pct: float
    state: ControlStateName
    standing: Literal["COMPUTED", "SUSPECTED", "CONFIRMED"] = Field(
        description="自然人：SUSPECTED 为推算，CONFIRMED 为有权机关已认定"
    )
    confidence: Literal["HIGH", "MEDIUM", "LOW"]
    doubts: list[str]
    stop: Literal[
        "PERSON", "STATE", "LISTED_DISPERSED", "UNRESOLVED", "RING", "NOT_DERIVABLE", "LIKELY_ABOVE",
        "NO_MAJORITY",
    ] = Field(description="链条在此结束的原因")  # fmt: skip
    above: list[str] = Field(description="其上不能推导的原因")
    likely_above: list[LikelyOut]
    paths: list[PowerPathOut]
    paths_complete: bool


class DeclaredOut(Answer):
    """A controller that somebody filed or an authority found."""

    id: str
    name: str
    state: str = Field(description="SUSPECTED、FILED 或 CONFIRMED")
    filed_by: str
    valid_from: str
    source: str


class DeclaredDifferencesOut(Answer):
    """Persons stated against persons computed, by code."""

    agreed: list[str]
    only_declared: list[str]
    only_computed: list[str]


class PossibleOut(ControlPartyOut):
    """Who could control if ranges are at their upper bounds."""

    min_pct: float
    max_pct: float


class ControlBoundsOut(Answer):
    """How far was looked, and what is not known."""

    complete: bool
    levels: int
    holdings: int
    disclosed_pct: float
    reasons: list[str] = Field(
        description="不能推导的原因：RANGE、UNDISCLOSED、PARTNER_UNKNOWN、OWNERS_UNKNOWN、UNCLEAR_AGREEMENTS、CUT_SHORT"
    )
    possible: list[PossibleOut]
    unresolved: list[str]
    over_the_whole: list[str]
    unclear_agreements: list[str]
    policy: PolicyOut


class ControlOut(Answer):
    """Who controls an entity, by which votes and paths; what stands beside it, and what is not known."""

    entity: str
    name: str
    as_of: str
    result: Literal["CONTROLLED", "NO_CONTROLLER", "NOT_DERIVABLE"]
    controllers: list[ControllerOut]
    likely: list[LikelyOut]
    declared: list[DeclaredOut]
    differences: DeclaredDifferencesOut
    bounds: ControlBoundsOut
    data_version: str
