"""What the API answers about control and ownership."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from api.schemas.answers import Answer
from api.schemas.control import PolicyOut

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


class OwnerOut(Answer):
    """A beneficial owner, or who might be one."""

    id: str
    name: str
    basis: list[Literal["EQUITY", "VOTES", "CONTROL"]]
    equity_pct: float | None
    max_pct: float
    voting_pct: float


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
    fallback: Literal["", "MANAGEMENT"]
    management: list[ManagerOut]
    policy: PolicyOut
    data_version: str
