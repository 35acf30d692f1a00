"""What the API answers on notices: those that went out, and those that are due on a body's own decisions."""

from __future__ import annotations

from pydantic import Field

from api.schemas.answers import Answer
from api.schemas.cases import DutyOut, NoticeOut


class NoticeRowOut(NoticeOut):
    """One notice on the list, with what it is about."""

    state_zh: str = Field(description="待回执、已有回执、已更正或更正通知")
    ended_on: str = Field(description="已更正的，更正之日")
    follows: str = Field(description="更正通知所更正的通报编号")
    case_id: str
    entity: str
    entity_name: str
    person: str
    person_name: str
    ground_kind_zh: str
    ground_id: str
    authority_code: str


class NoticesPageOut(Answer):
    """A page of notices."""

    rows: list[NoticeRowOut]
    cursor: str | None
    data_version: str


class GroundDutiesOut(Answer):
    """One decision on a body: who has to be told of it, and who was."""

    ground_kind: str
    ground_kind_zh: str
    ground_id: str
    list_type_zh: str
    decided_on: str
    live: bool = Field(description="已终止或已不在登记资料中的决定，只列出已发的通报和更正")
    disputed: bool = Field(description="正在异议中或者待更正，不得通报")
    duties: list[DutyOut]
    notices: list[NoticeOut]


class BodyDutiesOut(Answer):
    """Decisions of one's own authority on a body."""

    entity: str
    entity_name: str
    as_of: str
    rows: list[GroundDutiesOut]
    data_version: str
