"""Judgements on whether two persons are one."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from api.schemas.answers import Answer
from api.schemas.system import Ask


class SplitAsk(Ask):
    """Why a judgement is taken back."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "照片不符"}]})

    reason: str = Field(min_length=2, max_length=500, description="理由，写入审计")
    document: str = Field(default="", max_length=200, description="依据的文书")


class MergeAsk(SplitAsk):
    """As whom a person counts from now on, and why."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"surviving": "p0123456789abcdef", "reason": "核对档案，确为同一人"}]
        },
    )

    surviving: str = Field(pattern="^p[0-9a-f]{16}$", description="视为哪一个人员编号")


class JudgementOut(Answer):
    """One judgement."""

    link_id: str
    absorbed: str
    surviving: str
    stands: bool = Field(description="是否仍然有效")
    reason: str
    document: str
    judged_by: str
    judged_at: str
    ended_by: str
    ended_because: str


class JudgementsOut(Answer):
    """Every judgement on one person."""

    person_id: str
    rows: list[JudgementOut]
    data_version: str
