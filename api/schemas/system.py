"""What the API answers about itself, accounts, statistics and quality; and what it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from api.schemas.answers import Answer
from graph.errors import UsageError
from graph.identity.redact import holds_number


def _texts(value: Any) -> Iterator[str]:
    """Every text of a document, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        yield from _texts(value.model_dump(by_alias=True))
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from (str(key), *_texts(one))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


class Ask(BaseModel):
    """Base of all request bodies: what is not declared is refused, and so is a person's number.

    What is asked may be kept: notes, names of questions, clues. Where a number is what is asked by, the
    body says so.
    """

    model_config = ConfigDict(extra="forbid")
    by_number: ClassVar[bool] = False

    @model_validator(mode="after")
    def _refuse_numbers(self) -> Self:
        if not self.by_number:
            for name, value in self:
                if any(map(holds_number, _texts(value))):
                    raise UsageError("内容里有证件号码", where=name, todo="删去证件号码；人员按编号指明")
        return self


def _day(text: str) -> str:
    date.fromisoformat(text)
    return text


Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", examples=["2026-01-01"]), AfterValidator(_day)]
KnownAt = Annotated[str, Field(max_length=40, examples=["2026-01-01", "seq:12"])]
Code = Annotated[str, Field(min_length=1, max_length=64, examples=["91410100MA00000000"])]


class Credentials(Ask):
    """Sign-in by password."""

    by_number: ClassVar[bool] = True
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"login": "wang", "password": "正确马电池订书钉"}]}
    )

    login: str = Field(min_length=1, max_length=64)
    password: str = Field(min_length=1, max_length=256)


class PasswordChange(Ask):
    """The password in use and the new one."""

    by_number: ClassVar[bool] = True
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"old": "第一次的口令 1", "new": "自己的长口令 2"}]}
    )

    old: str = Field(min_length=1, max_length=256)
    new: str = Field(min_length=1, max_length=256)


class CheckAsk(Ask):
    """A check by code, or of a person by number: a number is only ever sent in a body."""

    by_number: ClassVar[bool] = True
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"code": "91410100MA00000000", "purpose": "LICENCE"}]}
    )

    code: Code | None = None
    id_no: str | None = Field(default=None, max_length=64, repr=False)
    id_type: str = Field(default="01", max_length=8)
    purpose: str | None = Field(default=None, max_length=32, examples=["LICENCE"])
    measure: str | None = Field(default=None, max_length=32, examples=["M01"])
    as_of: Day | None = None
    known_at: KnownAt | None = None


class ScreenAsk(Ask):
    """Up to 10,000 codes, person ids, numbers or names."""

    by_number: ClassVar[bool] = True
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"inputs": ["91410100MA00000000", "示例贸易有限公司"], "purpose": "TENDER"}]
        },
    )

    inputs: list[Annotated[str, Field(max_length=200)]] = Field(min_length=1, max_length=10_000)
    purpose: str | None = Field(default=None, max_length=32)
    measure: str | None = Field(default=None, max_length=32)
    as_of: Day | None = None
    known_at: KnownAt | None = None


class SearchAsk(Ask):
    """A name, a part of one, a code, or (for those who may) a person's number."""

    by_number: ClassVar[bool] = True
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": "示例贸易"}]})

    text: str = Field(min_length=1, max_length=200)
    limit: int = Field(default=20, ge=1, le=100)
    as_of: Day | None = None
    known_at: KnownAt | None = None


class UnmaskAsk(Ask):
    """Why the whole number is needed; written into the audit trail."""

    by_number: ClassVar[bool] = True
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"reason": "核对限制消费对象身份"}]}
    )

    reason: str = Field(min_length=4, max_length=400)


class SignedInOut(Answer):
    """A session: send the token as ``Authorization: Bearer``."""

    token: str
    expires_at: str
    must_change: bool


class MeOut(Answer):
    """Who is signed in, and what he may do."""

    name: str
    role: str
    role_zh: str
    authorities: list[str]
    districts: list[str]
    must_change: bool
    permissions: list[str]
    today: str
    purpose: str = Field(description="工作目的：请求头 X-Purpose 给出，否则为该角色通常的目的；记入审计")
    sign_in: list[Literal["PASSWORD", "OIDC"]] = Field(description="可用的登录方式")


class HealthOut(Answer):
    """The process answers."""

    status: Literal["ok"]


class SourceFreshnessOut(Answer):
    """When a source last handed in."""

    source: str
    produced_at: str
    taken_at: str


class ReadyOut(Answer):
    """Whether questions can be answered, and how fresh the answers are."""

    status: Literal["ready", "behind"]
    seq: int
    worker_running: bool
    pending_changes: int
    oldest_pending_seconds: float
    last_pass_day: str
    waiting_messages: int = Field(description="尚未送出的消息")
    dead_messages: int = Field(description="多次未送达、不再尝试的消息")
    sources: list[SourceFreshnessOut]


class CountOut(Answer):
    """One bar of a statistic."""

    key: str
    label: str
    number: int


class StatisticsOut(Answer):
    """The leaders' figures, all at one commit and day."""

    as_of: str
    data_version: str
    entities: int | None = Field(description="单位总数；按较早的 known_at 询问时无从得知，为空")
    persons: int | None = Field(description="自然人总数；同上")
    live_listings: int
    findings_by_state: list[CountOut]
    withdrawn_this_month: int
    median_days_to_withdraw: float | None
    listings_by_type: list[CountOut]
    listings_by_district: list[CountOut]
    listings_by_month: list[CountOut]


class ListedOut(Answer):
    """One live listing, in a list behind a tile."""

    listing_id: str
    list_type: str
    list_type_zh: str
    entity: str
    entity_name: str
    decided_on: str
    authority: str


class FindingRowOut(Answer):
    """One finding, in a list behind a tile."""

    finding_id: str
    entity: str
    entity_name: str
    person: str
    person_name: str
    role_zh: str
    list_type_zh: str
    state: str
    state_zh: str
    valid_from: str
    valid_to: str


class ListingsPageOut(Answer):
    """A page of live listings."""

    rows: list[ListedOut]
    cursor: str | None
    data_version: str


class FindingsPageOut(Answer):
    """A page of findings."""

    rows: list[FindingRowOut]
    cursor: str | None
    data_version: str


class KeptOutOut(Answer):
    """Rows of one source and table that one rule kept out."""

    source: str
    table: str
    table_zh: str
    rule: str
    number: int


class RunReportOut(Answer):
    """What one package brought."""

    package: str
    source: str
    produced_at: str
    state: str
    started_at: str
    rows: int
    quarantined: int
    returned: int
    conflicts: int


class QualityOut(Answer):
    """What was kept out, what contradicts itself, and how fresh each source is."""

    quarantined: list[KeptOutOut]
    returned: int
    conflicts: int
    runs: list[RunReportOut] | None = Field(
        description="归集批次；批次没有历史版本，按较早的 known_at 询问时为空"
    )
    data_version: str


class NumberOut(Answer):
    """A whole number, shown for a reason."""

    person_id: str
    numbers: list[str]


class AuditReadOut(Answer):
    """One reading of personal data, and where it is written."""

    at: str
    actor: str
    role: str
    action: str
    subjects: list[str] = Field(description="所涉主体的编号，不含证件号码")
    purpose: str
    reason: str
    fields: list[str]
    request_id: str
    outcome: str
    seq: int = Field(description="读取时的提交号")
    answer: str = Field(description="留存答复的编号；没有留存为空")
    segment: str
    n: int = Field(description="在审计文件中的行号")
    written_at: str


class AuditChangeOut(Answer):
    """One change, chained to the one before by its digest."""

    event_id: str
    number: int
    seq: int
    at: str
    actor: str
    role: str
    action: str
    target: str
    reason: str
    detail: str = Field(description="变动内容，JSON 文本")
    previous: str
    digest: str


class AuditPageOut(Answer):
    """A page of the audit trail, newest first: readings, or changes."""

    rows: list[AuditReadOut] | list[AuditChangeOut]
    cursor: str | None
