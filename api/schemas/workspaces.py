"""What is asked and answered about workspaces."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from api.schemas.answers import Answer
from api.schemas.system import Ask
from api.schemas.workspace_items import Title


class WorkspaceOut(Answer):
    """One workspace."""

    workspace_id: str
    version: int
    title: str
    purpose: str
    region_code: str
    state: str
    state_zh: str
    role: str
    role_zh: str
    created_at: str


class WorkspacesOut(Answer):
    """Those that one is a member of, newest first."""

    rows: list[WorkspaceOut]


class WorkspaceMemberOut(Answer):
    """Somebody in a workspace."""

    account_id: str
    name: str
    member_role: str
    member_role_zh: str


class ItemHopOut(Answer):
    """One relation of a kept chain, in the direction in which it was walked."""

    model_config = ConfigDict(populate_by_name=True, extra="forbid")
    from_: str = Field(default="", alias="from")
    from_name: str = ""
    to: str = ""
    to_name: str = ""
    type: str = ""
    forward: bool = True
    pct: float | None = None
    max_pct: float | None = None
    valid_from: str = ""
    valid_to: str = ""
    fact_id: str = ""
    source: str = ""
    file: str = ""
    line: int | float | None = None


class ItemChainOut(Answer):
    """One kept chain."""

    hops: list[ItemHopOut]


class ItemSourceOut(Answer):
    """Where something comes from that a piece of evidence points at."""

    source: str = ""
    file: str = ""
    line: int | float | None = None


class ItemStateOut(ItemSourceOut):
    """Where the register has the state of a party from."""

    valid_from: str = Field(default="", description="该登记状态的起始日")
    produced_on: str = Field(default="", description="报送日")


class ItemRefOut(Answer):
    """The finding or record that a piece of evidence points at, as it stood."""

    kind: str = ""
    id: str = ""
    subject: str = ""
    about: str = ""
    as_of: str = ""
    data_version: str = ""
    sources: list[ItemSourceOut] = Field(default=[])


class ItemBodyOut(Answer):
    """What an item holds; each kind gives those that it has."""

    words: str = Field(default="", description="NOTE、EVIDENCE：文字")
    origin: str = Field(default="", description="出处：文件、网址或记录编号")
    code: str = Field(default="", description="PARTY：主体代码")
    name: str = Field(default="", description="PARTY：主体名称")
    as_of: str = Field(default="", description="PATH、PARTY：按哪一天")
    data_version: str = Field(default="", description="PATH、VIEW、PARTY：所见的数据版本")
    sources: list[ItemStateOut] = Field(default=[], description="PARTY：登记状态的来源")
    paths: list[ItemChainOut] = Field(default=[], description="PATH：各条路径")
    view: dict[str, str] = Field(default={}, description="VIEW：地址参数")
    positions: dict[str, list[float]] = Field(default={}, description="VIEW：各主体的 x, y")
    parties: list[str] = Field(default=[], description="VIEW：图中的主体")
    ref: ItemRefOut | None = Field(default=None, description="EVIDENCE：所指的认定或记录")
    odd: str = Field(default="", description="不合格式的原文")


class WorkspaceItemOut(Answer):
    """One item of a workspace."""

    item_id: str
    version: int
    kind: str
    kind_zh: str
    title: str
    body: ItemBodyOut = Field(description="按种类给出各自的栏目")
    whole: bool = Field(description="内容是否已给出；一次答复最多一百万字符，其余逐项读取")
    by: str
    at: str
    changed_at: str


class WorkspaceDetailOut(WorkspaceOut):
    """A workspace with its members and items."""

    members: list[WorkspaceMemberOut]
    items: list[WorkspaceItemOut]


class WorkspaceAsk(Ask):
    """A new workspace."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"title": "集中注册核查", "purpose": "核查同一住所的十二户单位"}]},
    )

    title: Title
    purpose: Annotated[str, Field(max_length=8000)]
    region_code: Annotated[str, Field(pattern=r"^(\d{6})?$")] = ""


class MemberAsk(Ask):
    """Who is taken in, and as what."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"account_id": "0a1b", "role": "MEMBER"}]}
    )

    account_id: Annotated[str, Field(max_length=64)]
    role: Literal["OWNER", "MEMBER", "REVIEWER"]


class VersionAsk(Ask):
    """The version that one saw."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"version": 1}]})

    version: Annotated[int, Field(ge=1, le=1_000_000)]
