"""What is asked and answered about workspaces."""

from __future__ import annotations

from typing import Annotated, Any, Literal

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


class WorkspaceItemOut(Answer):
    """One item of a workspace."""

    item_id: str
    version: int
    kind: str
    kind_zh: str
    title: str
    body: dict[str, Any] = Field(
        description="NOTE、EVIDENCE：words, origin；PARTY：code, name；PATH：as_of, data_version, paths；"
        "VIEW：view（地址参数）, positions（各主体的 x, y）；odd：不合格式的原文"
    )
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
