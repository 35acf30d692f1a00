"""What is asked and answered about early warning, clues and subscriptions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from api.schemas.answers import Answer
from api.schemas.system import Ask

ScopeName = Literal["CITY", "DISTRICT", "INDUSTRY", "LIST", "GROUP", "ENTITY"]
SignalName = Literal[
    "PENALTIES",
    "SEVERITY",
    "LISTINGS",
    "OVERDUE_REPAIRS",
    "BROKEN_COMMITMENTS",
    "CONTROLLER_CHANGES",
    "REPRESENTATIVE_CHANGES",
    "GUARANTEE_EXPOSURE",
    "CLUSTER_REGISTRATIONS",
    "COMPLAINTS",
]
ScopeId = Annotated[
    str,
    Field(
        max_length=40,
        description="辖区、行业、名单代码，或单位（族群为其任一成员）的统一社会信用代码；全市为空",
    ),
]
Told = Annotated[str, Field(max_length=4000)]


class SignalOut(Answer):
    """One signal and its settings."""

    signal: str
    signal_zh: str
    meaning: str
    unit: str
    window_days: int
    baseline_windows: int
    scopes: list[str]


class WarningSettingsOut(Answer):
    """What is watched, in which edition."""

    edition: str
    late_after_days: int
    signals: list[SignalOut]


class WarningFigureOut(Answer):
    """One figure: of the day, of its window, and what was usual."""

    signal: str
    signal_zh: str
    scope: str
    scope_zh: str
    scope_id: str
    label: str
    window_days: int
    on_day: int = Field(description="当日数")
    value: int = Field(description="窗口内的数")
    late: int = Field(description="其中补报（获知晚于规定天数）的数")
    baseline: float = Field(description="之前各窗口的平均数")
    level: str
    level_zh: str


class WarningFiguresOut(Answer):
    """A page of the figures of a day by one scope, gravest first."""

    as_of: str
    data_version: str
    scope: str
    number: int
    run_id: str = Field(description="最近一次存入的计算批次，没有时为空")
    run_at: str
    rows: list[WarningFigureOut]
    cursor: str | None = Field(description="下一页的游标；末页为空")


class WarningDayOut(Answer):
    """One day of a trend."""

    day: str
    on_day: int
    value: int
    late: int
    baseline: float
    level: str


class WarningTrendOut(Answer):
    """One figure on consecutive days, all as known at one commit."""

    signal: str
    signal_zh: str
    scope: str
    scope_id: str
    label: str
    window_days: int
    as_of: str
    days: list[WarningDayOut]
    data_version: str


class WarningEventOut(Answer):
    """One thing that happened: its own day, and the day on which the platform knew of it."""

    day: str = Field(description="事件日期")
    known_on: str = Field(description="获知日期")
    late: bool = Field(description="补报：获知晚于规定天数")
    provisional: bool = Field(description="所据期限进入节假日尚未公布的年份，事件日期为暂定")
    entity: str
    entity_name: str
    other: str
    other_name: str
    list_type: str
    list_type_zh: str
    fact_id: str
    origin: str


class WarningEventsOut(Answer):
    """A page of the list behind one figure."""

    signal: str
    signal_zh: str
    meaning: str
    scope: str
    scope_zh: str
    as_of: str
    first_day: str
    number: int
    hidden: int = Field(description="不在您辖区、未列出的数")
    rows: list[WarningEventOut]
    cursor: str | None = Field(description="下一页的游标；末页为空")
    data_version: str


class ClueNoteOut(Answer):
    """One line of a clue's history."""

    step: str
    step_zh: str
    words: str
    outcome: str = Field(description="该步骤所填的办理结果；没有为空")
    outcome_zh: str
    by: str
    at: str


class ClueOut(Answer):
    """One clue; a prompt to look into something, no finding."""

    clue_id: str
    version: int
    state: str
    state_zh: str
    title: str
    signal: str
    signal_zh: str
    scope: str
    scope_zh: str
    scope_id: str
    label: str
    level: str
    value: float
    late: int
    first_day: str
    last_day: str
    days_seen: int
    region_code: str
    assignee: str
    assignee_name: str
    department: str
    doc_no: str
    outcome: str
    outcome_zh: str
    link: str
    follows: str = Field(description="承接的已办结线索编号；没有为空")
    by_hand: bool


class ClueDetailOut(ClueOut):
    """A clue with its history and what may be done next."""

    notes: list[ClueNoteOut]
    steps: dict[str, str] = Field(description="可办的步骤及名称")
    outcomes: dict[str, str]


class CluesPageOut(Answer):
    """A page of clues, newest first."""

    rows: list[ClueOut]
    cursor: str | None
    states: dict[str, str]


class ClueAsk(Ask):
    """A clue raised by hand."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "title": "同一住所集中注册",
                    "words": "现场核查后再定",
                    "scope": "DISTRICT",
                    "scope_id": "411302",
                }
            ]
        },
    )

    title: Annotated[str, Field(max_length=120)]
    words: Told
    scope: ScopeName = "CITY"
    scope_id: ScopeId = ""
    link: Annotated[str, Field(max_length=400)] = ""


class ClueStepAsk(Ask):
    """One step of a clue."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"step": "hand_over", "version": 3, "department": "11411300", "doc_no": "宛信线索〔2026〕7号"}
            ]
        },
    )

    step: Annotated[str, Field(max_length=40)]
    version: Annotated[int, Field(ge=1, le=1_000_000, description="所见的版本")]
    assignee: Annotated[str, Field(max_length=64)] = ""
    department: Annotated[str, Field(max_length=64)] = ""
    doc_no: Annotated[str, Field(max_length=80)] = ""
    outcome: Annotated[str, Field(max_length=40)] = ""
    words: Told = ""


class DepartmentOut(Answer):
    """Somebody to whom a clue can be handed over."""

    code: str = Field(description="机关代码")
    name: str = Field(description="该机关部门密钥的名称；只有账户的为空")


class DepartmentsOut(Answer):
    """All of them, by code."""

    rows: list[DepartmentOut]


class HandedCluesOut(Answer):
    """A page of clues handed over to the asker's authority, newest first."""

    rows: list[ClueOut]
    cursor: str | None


class HandedClueOut(ClueOut):
    """One of them, with a page of the records behind its signal."""

    records: list[WarningEventOut] = Field(description="所据记录（本页）；人工提出的线索没有")
    number: int = Field(description="全部所据记录数，不止本页")
    cursor: str | None = Field(description="所据记录下一页的游标；末页为空")
    outcomes: dict[str, str] = Field(description="可反馈的办理结果及名称")


class ClueAnswerAsk(Ask):
    """What a department found."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"version": 4, "outcome": "FILED", "words": "已立案"}]},
    )

    version: Annotated[int, Field(ge=1, le=1_000_000, description="所见的版本")]
    outcome: Annotated[str, Field(min_length=1, max_length=40)]
    words: Told


class ClueReturnAsk(Ask):
    """Why a department returns a clue."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"version": 4, "words": "不属本部门职责"}]},
    )

    version: Annotated[int, Field(ge=1, le=1_000_000, description="所见的版本")]
    words: Annotated[str, Field(min_length=1, max_length=4000, description="退回的理由")]


class NoteAsk(Ask):
    """A note."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"words": "已联系承办机关"}]})

    words: Told


class ColleagueOut(Answer):
    """Somebody who may be given a clue or taken into a workspace."""

    account_id: str
    name: str
    role_zh: str


class ColleaguesOut(Answer):
    """All of them, by name."""

    rows: list[ColleagueOut]


class SubscriptionOut(Answer):
    """One subscription."""

    subscription_id: str
    signal: str
    signal_zh: str
    scope: str
    scope_zh: str
    scope_id: str
    label: str
    level: str
    level_zh: str
    created_at: str


class SubscriptionsOut(Answer):
    """One's own subscriptions."""

    rows: list[SubscriptionOut]


class SubscriptionAsk(Ask):
    """What one wants to hear of."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"signal": "LISTINGS", "scope": "DISTRICT", "scope_id": "411302", "level": "ALERT"}]
        },
    )

    signal: SignalName | Literal[""] = ""
    scope: Literal["CITY", "DISTRICT", "INDUSTRY", "LIST", "GROUP", "ENTITY"]
    scope_id: Annotated[
        str,
        Field(
            max_length=18,
            pattern=r"^[0-9A-Z_]*$",
            description="辖区、行业、名单代码，或单位（族群为其任一成员）的统一社会信用代码；全市为空",
        ),
    ] = ""
    level: Literal["WATCH", "ALERT"] = "ALERT"


class AlertOut(Answer):
    """One figure that one was told; an entity is named to those only who may see it still."""

    alert_id: str
    day: str
    signal: str
    signal_zh: str
    scope: str
    scope_zh: str
    scope_id: str
    label: str
    level: str
    level_zh: str
    value: float
    baseline: float
    late: int
    read: bool


class AlertsOut(Answer):
    """A page of one's own alerts, newest first."""

    rows: list[AlertOut]
    number: int = Field(description="全部通知数，不止本页")
    unread: int = Field(description="其中未读的数，不止本页")
    cursor: str | None = Field(description="下一页的游标；末页为空")
