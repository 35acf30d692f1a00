"""What the API answers on receipts."""

from __future__ import annotations

from pydantic import Field

from api.schemas.answers import Answer


class ReceiptOut(Answer):
    """One finding, or own entry of an organisation, that does not stand as it was told."""

    receipt_id: str
    answer_id: str = Field(description="当时的答复编号（X-Answer-Id）")
    finding_id: str = Field(description="认定编号；主体自身的名单记录为空")
    person_id: str = Field(description="人员编号；主体自身的名单记录为空")
    ground_id: str
    list_type: str
    told: str = Field(description="当时所告的状态")
    state: str = Field(description="现在的状态")
    cause: str = Field(
        description="撤回原因，或 OBJECTION（提出异议）、OBJECTION_DISMISSED（异议不成立，恢复）、"
        "OBJECTION_CORRECTED（异议成立，依据的事实已更正或者将更正）、TERM_OVER（期限届满）、"
        "DECIDED_OTHERWISE（改变认定）"
    )
    cause_day: str
    document: str
    known_at: str = Field(description="平台获知的时间")
    at: str = Field(description="写出回执的时间")
    acknowledged_at: str


class ReceiptsPageOut(Answer):
    """A page of receipts."""

    rows: list[ReceiptOut]
    cursor: str | None
    data_version: str


class AcknowledgedOut(Answer):
    """That note was taken."""

    receipt_id: str
    acknowledged_at: str
