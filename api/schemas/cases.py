"""What the API takes and answers on accountability cases, their records and notices."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from api.schemas.answers import Answer, SourceOut
from api.schemas.system import Ask, Day

RequestId = Annotated[
    str,
    Field(
        min_length=8,
        max_length=64,
        pattern=r"^[0-9A-Za-z_-]+$",
        description="每次办理给出的新编号；重发用同一个",
    ),
]


class _Given(Ask):
    """What a step, a notice or a receipt is given; kept as it stands."""


class OpenCaseIn(_Given):
    """Open a case on a finding."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"finding_id": "L0123456789abcdef0123", "request_id": "r-20261123-0001"}]
        },
    )

    finding_id: str = Field(min_length=1, max_length=64)
    request_id: RequestId
    case_no: str = Field(default="", max_length=100)
    note: str = Field(default="", max_length=2000)


class OpenArrearsIn(_Given):
    """Receive a sum that a state enterprise owes as a case."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"code": "91411300MA00000077", "arrears_id": "A-1", "request_id": "r-20261123-0004"}]
        },
    )

    code: str = Field(min_length=1, max_length=64, description="债务单位的统一社会信用代码")
    arrears_id: str = Field(min_length=1, max_length=100)
    request_id: RequestId
    case_no: str = Field(default="", max_length=100)
    note: str = Field(default="", max_length=2000)


class ImposedIn(_Given):
    """One measure, and who carries it out; empty as the catalogue says."""

    measure: str = Field(min_length=1, max_length=20)
    executor: str = Field(default="", max_length=100)


class StepIn(_Given):
    """The next step of a case."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "step": "notify",
                    "request_id": "r-20261123-0002",
                    "seen": 0,
                    "doc_no": "宛人社告〔2026〕1号",
                    "doc_on": "2026-11-20",
                    "served_on": "2026-11-20",
                }
            ]
        },
    )

    step: str = Field(min_length=1, max_length=40)
    request_id: RequestId
    seen: int = Field(ge=0, description="办理人所见的步骤序号；案件已走到下一步时拒绝")
    doc_no: str = Field(default="", max_length=100)
    doc_on: Day | Literal[""] = ""
    note: str = Field(default="", max_length=2000)
    served_on: Day | Literal[""] = Field(
        default="", description="告知书的送达日期，陈述申辩期限自次日起算；不详时期限不起算"
    )
    heard: Literal["", "STATED", "WAIVED", "NO_ANSWER"] = ""
    fault_doc: str = Field(default="", max_length=100)
    until_day: Day | Literal[""] = ""
    measures: list[ImposedIn] = Field(default_factory=list, max_length=20)
    basis: Literal["", "L03", "L21"] = Field(default="", description="公开公示的依据")
    persons: list[Annotated[str, Field(max_length=64)]] = Field(
        default_factory=list,
        max_length=50,
        description="拟追究、决定追究的责任人的编号；决定只能在已告知的人中选择",
    )


class NoticeIn(_Given):
    """A notice to issue."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "kind": "AUDIT",
                    "request_id": "r-20261123-0003",
                    "doc_no": "宛人社通〔2026〕1号",
                    "doc_on": "2026-11-20",
                }
            ]
        },
    )

    kind: Literal["SUPERIOR", "AUDIT", "EMPLOYER", "DISCIPLINE", "PERSONNEL"]
    request_id: RequestId
    doc_no: str = Field(min_length=1, max_length=100)
    doc_on: Day
    recipient: str = Field(default="", max_length=100)
    note: str = Field(default="", max_length=2000)


class BodyNoticeIn(_Given):
    """A notice on a decision itself."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "ground_kind": "LISTING",
                    "ground_id": "W-1",
                    "kind": "SUPERIOR",
                    "request_id": "r-20261123-0005",
                    "doc_no": "宛发改通〔2026〕1号",
                    "doc_on": "2026-11-20",
                }
            ]
        },
    )

    ground_kind: str = Field(min_length=1, max_length=20)
    ground_id: str = Field(min_length=1, max_length=300)
    kind: Literal["SUPERIOR", "AUDIT"]
    request_id: RequestId
    doc_no: str = Field(min_length=1, max_length=100)
    doc_on: Day
    recipient: str = Field(default="", max_length=100)
    note: str = Field(default="", max_length=2000)


class ReceiptIn(_Given):
    """What an executor or a recipient answered."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"received_on": "2026-11-20", "feedback": "已限制"}]}
    )

    received_on: Day
    feedback: str = Field(default="", max_length=2000)


class SettlementIn(_Given):
    """How a task was settled."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"answer": "主管单位为测试国资委，已补发通报"}]}
    )

    answer: str = Field(min_length=1, max_length=2000)


class CaseRowOut(Answer):
    """One case in a list."""

    case_id: str
    case_no: str
    kind: str
    finding_id: str
    entity: str
    entity_name: str
    person: str
    person_name: str
    role_zh: str
    list_type_zh: str
    state: str
    state_zh: str
    standing: str
    opened_on: str
    ended_on: str
    ended_because_zh: str
    due_step_zh: str
    due_role_zh: str
    due_on: str
    due_provisional: bool = Field(description="期限所在年份的节假日尚未公布，期限为暂定")
    overdue: bool
    authority_code: str


class CasesPageOut(Answer):
    """A page of cases."""

    rows: list[CaseRowOut]
    cursor: str | None
    data_version: str


class CaseStepOut(Answer):
    """One step taken."""

    number: int
    step: str
    step_zh: str
    state_zh: str
    doc_no: str
    doc_on: str
    note: str
    served_on: str
    heard_zh: str
    fault_doc: str
    due_on: str
    due_provisional: bool
    acted_name: str
    acted_role_zh: str
    at: str


class NextStepOut(Answer):
    """One step that may follow."""

    step: str
    step_zh: str
    role: str
    role_zh: str
    document: bool
    served: bool = Field(description="该步骤的文书须送达，期限从送达之日起算")
    hears: bool = Field(description="该步骤听取陈述申辩")
    allowed: bool
    why_not: str


class MeasureOut(Answer):
    """A measure that the finding gives."""

    code: str
    name: str
    executor: str


class SanctionOut(Answer):
    """One measure carried out."""

    sanction_id: str
    measure: str
    measure_zh: str
    edition: str
    executor: str
    doc_no: str
    opened_on: str
    ends_on: str
    ended_because_zh: str
    acknowledged_on: str
    feedback: str
    suspended_on: str = Field(description="因异议暂停执行的起始日；照常执行时为空")


class DutyOut(Answer):
    """A notice that the law asks for; without a notice_id it has not been issued."""

    kind: str
    kind_zh: str
    recipient: str
    notice_id: str


class NoticeOut(Answer):
    """One notice."""

    notice_id: str
    kind: str
    kind_zh: str
    channel: str
    recipient: str
    recipient_code: str
    doc_no: str
    opened_on: str
    note: str
    ended_because_zh: str
    received_on: str
    feedback: str


class CaseTaskOut(Answer):
    """Something that a person has to find out."""

    task_id: str
    case_id: str
    kind: str
    note: str
    opened_on: str
    open: bool
    answer: str


class CreditEntryOut(Answer):
    """One entry of a person's own record."""

    entry_id: str
    finding_id: str
    entity: str
    entity_name: str
    role_zh: str
    mode_zh: str
    list_type_zh: str
    conduct: str
    doc_no: str
    opened_on: str
    ends_on: str
    ended_because_zh: str
    ends_by_zh: str = Field(description="届时因何终止：认定到期，或者披露满五年")
    publication_state_zh: str
    suspended_on: str = Field(description="因异议暂停的起始日；无异议时为空")


class BanShownOut(Answer):
    """A ban of its own term, as handed in."""

    scope_zh: str
    from_day: str
    until_day: str
    live: bool
    doc_no: str
    basis_article: str


class BasisOut(Answer):
    """On what a public notice may rest."""

    code: str
    name: str


class ResponsibleOut(Answer):
    """Who held an office while it was owed."""

    person: str
    person_name: str
    role_zh: str
    told: bool = Field(description="已在本案中书面告知；只有已告知的才能作出决定")


class ArrearsOut(Answer):
    """What a state enterprise owes."""

    kind_zh: str
    creditor_name: str
    creditor_kind_zh: str
    amount_cny: float | None
    due_on: str
    paid_on: str
    overdue_days: int | None
    malicious_doc: str
    bases: list[BasisOut]
    persons: list[ResponsibleOut]


class CaseOut(Answer):
    """One case."""

    case: CaseRowOut
    ground_kind_zh: str
    ground_id: str
    rule: str
    finding_state: str
    finding_state_zh: str
    valid_from: str
    valid_to: str
    needs_zh: str
    needs_fault_doc: bool
    needs_until_day: bool
    measures: list[MeasureOut]
    steps: list[CaseStepOut]
    next_steps: list[NextStepOut]
    sanctions: list[SanctionOut]
    duties: list[DutyOut]
    notices: list[NoticeOut]
    tasks: list[CaseTaskOut]
    entries: list[CreditEntryOut]
    bans: list[BanShownOut]
    arrears: ArrearsOut | None
    data_version: str


class CreditEntriesOut(Answer):
    """The entries of one person."""

    person: str
    rows: list[CreditEntryOut]
    data_version: str


class CaseTasksOut(Answer):
    """Open tasks."""

    rows: list[CaseTaskOut]
    data_version: str


class RecordedOut(Answer):
    """That something was written down."""

    record_id: str
    standing: str


class BanLeadOut(Answer):
    """A barred person in a firm: a lead for the registry, and nothing more."""

    finding_id: str
    person: str
    person_name: str
    entity: str
    entity_name: str
    office_zh: str
    scope_zh: str
    covered: bool = Field(description="禁入范围是否包括该单位的该职务；为假时仅提示其出现")
    to_check_zh: str = Field(description="禁入是否包括，须由登记机关先核对的事项；没有则为空")
    since: str
    ban_until: str


class BanLeadsOut(Answer):
    """Barred persons in firms on a day."""

    as_of: str
    rows: list[BanLeadOut]
    complete: bool
    data_version: str


class RosterRowOut(Answer):
    """One responsible person of a listed body."""

    ground_id: str
    list_type_zh: str
    ground_live: bool
    when: str = Field(description="AT_VIOLATION 行为发生时；CURRENT 现任；UNCERTAIN 日期不明")
    when_zh: str
    person: str
    person_name: str
    role_zh: str
    valid_from: str
    valid_to: str
    confidence: str
    confidence_zh: str
    disputed: bool = Field(description="对该任职有异议未决，存在争议")
    deceased: bool = Field(description="当事人已死亡；不列为现任")
    source: SourceOut


class RosterOut(Answer):
    """The responsible persons of a listed body, as of a day and as known at a commit."""

    entity: str
    entity_name: str
    as_of: str
    rows: list[RosterRowOut]
    data_version: str
