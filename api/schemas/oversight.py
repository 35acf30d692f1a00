"""What the API answers on its own mistakes: over-reach, speed of taking back, and open objections."""

from __future__ import annotations

from pydantic import Field

from api.schemas.answers import Answer
from api.schemas.system import CountOut


class OverreachOut(Answer):
    """Findings that should not have been made."""

    findings: int = Field(description="不予认定、被撤销或因错误撤回的认定")
    confirmed: int = Field(description="其中曾经认定的")
    wrong_days: int = Field(description="错误关联的天数合计")
    causes: list[CountOut]


class OverreachGroupOut(OverreachOut):
    """The same by rule and authority."""

    rule: str
    authority: str


class OverreachAllOut(OverreachOut):
    """The same in all, then by rule and authority."""

    groups: list[OverreachGroupOut]


class SpeedOut(Answer):
    """How fast findings were taken back once their ground had fallen."""

    findings: int
    median_days: float | None
    worst_days: int | None


class SpeedGroupOut(SpeedOut):
    """The same by rule and authority."""

    rule: str
    authority: str


class SpeedAllOut(SpeedOut):
    """The same in all, then by rule and authority."""

    groups: list[SpeedGroupOut]


class ReceiptFiguresOut(Answer):
    """How fast holders of answers were told."""

    written: int
    acknowledged: int
    median_days: float | None = Field(description="自事实之日到写出回执，天")
    worst_days: int | None
    median_seconds: float | None = Field(description="自平台获知到写出回执，秒")
    worst_seconds: float | None


class OversightOut(Answer):
    """All figures at one commit."""

    as_of: str
    since: str
    data_version: str
    complete: bool
    overreach: OverreachAllOut
    withdrawals: SpeedAllOut
    receipts: ReceiptFiguresOut


class OverseenOut(Answer):
    """One finding behind a figure."""

    finding_id: str
    rule: str
    authority: str
    entity: str
    entity_name: str
    person: str
    person_name: str
    cause: str
    cause_zh: str
    fell_on: str = Field(description="平台撤回之日")
    confirmed: bool = Field(description="是否曾经认定")
    wrong_days: int
    days: int | None = Field(description="撤回用时，天；不予认定的为空")


class OverseenPageOut(Answer):
    """The list behind a figure."""

    as_of: str
    since: str
    data_version: str
    complete: bool
    rows: list[OverseenOut]


class DisputeOut(Answer):
    """One objection that suspends: undecided, or decided as corrected and not carried out."""

    objection_id: str
    ground: str = Field(description="异议理由，如 冒名登记")
    raised_on: str
    target_kind: str
    target_kind_zh: str
    entity: str
    entity_name: str
    role_zh: str
    person: str
    awaits_correction: bool = Field(description="已决定更正，更正后的记录尚未报来")
    findings: int = Field(description="因此中止的认定")
    grounds: int = Field(description="涉及的依据")


class DisputesPageOut(Answer):
    """A page of open objections."""

    as_of: str
    data_version: str
    rows: list[DisputeOut]
    cursor: str | None


class SuspendedOut(Answer):
    """One finding that rests on what is contested."""

    finding_id: str
    ground_id: str
    list_type_zh: str
    entity: str
    entity_name: str
    person: str
    person_name: str
    role_zh: str
    state: str
    state_zh: str


class SuspendedPageOut(Answer):
    """All that one objection suspends."""

    as_of: str
    data_version: str
    objection_id: str
    complete: bool
    rows: list[SuspendedOut]
