"""What the API answers on the notices that went out."""

from __future__ import annotations

from pydantic import Field

from api.schemas.answers import Answer
from api.schemas.cases import NoticeOut


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
