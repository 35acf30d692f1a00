"""What the API answers about control and ownership."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from api.schemas.answers import Answer
from api.schemas.control import PolicyOut
from api.schemas.parties import ShownPartyOut

Kind = Literal["PERSON", "ENTITY", "STATE"]


class HoldingOut(Answer):
    """One holding; the upper bound is given where the share is a range or unknown."""

    model_config = ConfigDict(populate_by_name=True, extra="forbid")
    from_: str = Field(alias="from")
    to: str
    equity_pct: float
    max_pct: float | None
    vote_pct: float
    valid_from: str
    source: str


class TreeNodeOut(Answer):
    """A party of an ownership tree; the level is negative above the subject."""

    id: str
    name: str
    kind: Kind
    level: int
    integrated_pct: float | None = Field(
        description="在列出的层级内经各链条合计，比例不明的按下限；闭环自持时为空"
    )
    more: int = Field(description="未列出的股东（上方）或对外持股（下方）数")


class OwnershipTreeOut(Answer):
    """Holders and holdings of one subject on a day."""

    subject: str
    name: str
    as_of: str
    complete: bool
    nodes: list[TreeNodeOut]
    edges: list[HoldingOut]
    over_the_whole: list[str] = Field(description="已知持股合计超过百分之百的公司")
    loops: str = Field(description="环的计法")
    data_version: str


class ControlChangeOut(Answer):
    """One pair of controller and controlled that differs between two days."""

    change: Literal["GAINED", "LOST", "CHANGED"]
    controller: str
    controller_name: str
    controller_kind: Literal["PERSON", "ENTITY"]
    controlled: str
    controlled_name: str
    before_pct: float | None
    after_pct: float | None
    before_kind: str
    after_kind: str
    before_state: str
    after_state: str


class ControlChangesOut(Answer):
    """Who gained and who lost control, over a subject and by it."""

    subject: str
    name: str
    since: str
    as_of: str
    complete: bool
    changes: list[ControlChangeOut]
    data_version: str


class DistrictOut(Answer):
    """Members of a group in one district."""

    region_code: str
    name: str
    entities: int


class GroupRowOut(Answer):
    """A group in a list."""

    head: str
    name: str
    head_name: str
    kind: Kind
    core: str
    core_name: str
    size: int
    districts: list[DistrictOut]


class GroupsOut(Answer):
    """A page of groups, the largest first."""

    rows: list[GroupRowOut]
    cursor: str | None
    data_version: str


class MemberOut(Answer):
    """A member of a group, with the votes that its head has there."""

    id: str
    name: str
    voting_pct: float | None
    region_code: str
    region: str


class GroupOut(GroupRowOut):
    """One group: members, and the holdings inside it."""

    as_of: str
    members: list[MemberOut]
    edges: list[HoldingOut]
    data_version: str


class MemberDecisionOut(ShownPartyOut):
    """A listing or penalty of a member."""

    list_type: str
    list_type_zh: str
    severity: str
    decided_on: str


class MemberDecisionsOut(Answer):
    """Decisions on the members of a group."""

    members: int = Field(description="涉及几个成员")
    number: int
    rows: list[MemberDecisionOut] = Field(description="最近的在前，至多一百条")


class MemberHintOut(ShownPartyOut):
    """The stored hint of a member."""

    value: float
    own: float
    as_of: str


class MemberGuaranteeOut(Answer):
    """A guarantee that a member gives for somebody who stands in a list."""

    guarantor: ShownPartyOut
    debtor: ShownPartyOut
    valid_from: str
    source: str
    list_type_zh: str = Field(description="被担保人在列的名单；辖区外主体为空")
    decided_on: str


class GroupRiskOut(Answer):
    """What stands against the members of a group on a day; members of other districts are counted only."""

    head: str
    name: str
    as_of: str
    size: int
    looked_at: int = Field(description="查了几个成员")
    hidden: int = Field(description="辖区外而未计入的成员数")
    complete: bool = Field(description="成员及其提供的担保是否都在查询范围内")
    window_days: int
    first_day: str = Field(description="行政处罚自哪一天起计入")
    listed: MemberDecisionsOut = Field(description="当日仍在列的名单")
    penalties: MemberDecisionsOut = Field(description="期间内作出、未修复未撤销的行政处罚")
    hints: list[MemberHintOut] | None = Field(description="最强的关联提示；无权查看的为空值")
    guarantees: list[MemberGuaranteeOut] = Field(description="为在列主体提供的担保，最近的至多 100 项")
    guarantees_number: int = Field(description="为在列主体提供的担保共几项")
    data_version: str


class OwnerOut(Answer):
    """A beneficial owner, or who might be one."""

    id: str
    name: str
    basis: list[Literal["EQUITY", "VOTES", "CONTROL"]]
    equity_pct: float | None
    max_pct: float
    voting_pct: float
    max_voting_pct: float


class ManagerOut(Answer):
    """Somebody in charge of daily business."""

    id: str
    name: str


class OwnersOut(Answer):
    """Beneficial owners of an entity."""

    entity: str
    name: str
    as_of: str
    complete: bool
    owners: list[OwnerOut]
    possible: list[OwnerOut]
    fallback: Literal["", "MANAGEMENT", "UNKNOWN"]
    management: list[ManagerOut]
    policy: PolicyOut
    data_version: str
