"""What the API answers about subjects: one model for each document."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Decision = Literal["RESTRICT", "CAUTION", "PASS"]
#: What a fact says: columns differ by kind of fact, values are texts, numbers or lists of texts.
Told = str | int | float | list[str]


class Answer(BaseModel):
    """Base of all answers: nothing undeclared leaves."""

    model_config = ConfigDict(extra="forbid")


class SubjectOut(Answer):
    """Who it is about."""

    kind: Literal["ENTITY", "PERSON"]
    code: str = Field(description="统一社会信用代码，或人员编号", examples=["91410100MA00000000"])
    name: str


class HopOut(Answer):
    """One step of a finding's path."""

    model_config = ConfigDict(populate_by_name=True, extra="forbid")
    from_: str = Field(alias="from")
    to: str
    type: str
    valid_from: str
    source: str


class LiabilityOut(Answer):
    """One finding, in the state of the day."""

    finding_id: str
    ground_kind: str
    ground_id: str
    list_type: str
    entity: str
    entity_name: str
    person: str
    person_name: str
    role: str
    mode: str
    state: str
    valid_from: str
    valid_to: str
    rule: str = Field(examples=["L03_wage_arrears.legal_rep@1"])
    basis: list[str]
    basis_unverified: bool
    measures: list[str]
    scope: list[str]
    reason: str
    withdrawn_at: str
    withdrawn_because: str
    path: list[HopOut]


class OwnEntryOut(Answer):
    """The subject's own listing or court record."""

    ground_kind: str
    ground_id: str
    list_type: str
    measures: list[str]
    purposes: list[str]
    verified: bool
    disputed: bool
    valid_from: str
    valid_to: str


class CheckOut(Answer):
    """The answer to a check."""

    subject: SubjectOut
    as_of: str
    known_at: str
    data_version: str
    purpose: str | None
    measure: str | None
    decision: Decision | None = Field(description="未给出用途和措施时为空")
    complete: bool = Field(description="为假时有变动尚未推导")
    reasons: list[str]
    liabilities: list[LiabilityOut]
    own: list[OwnEntryOut]


class ScreenRowOut(Answer):
    """One line of a screening."""

    line: int
    input: str
    status: Literal["HIT", "CLEAR", "CANDIDATES", "UNKNOWN", "MALFORMED"]
    subject: str
    name: str
    decision: str
    findings: int
    reason: str


class ScreenOut(Answer):
    """A whole screening, all lines at one commit."""

    as_of: str
    data_version: str
    rows: list[ScreenRowOut]


class EntityHitOut(Answer):
    """An entity that a search found."""

    code: str
    name: str
    former_name: str = Field(description="命中的是曾用名时给出")
    region_code: str
    status: str
    records: int | None = Field(description="名单和法院文书条数；对公众不给出")


class OfficeHitOut(Answer):
    """An entity in which a person found holds an office."""

    type: str = Field(description="任职或持股的关系类型")
    name: str


class PersonHitOut(Answer):
    """A person that a search found."""

    person_id: str
    name: str
    id_masked: str | None
    verified: bool
    entities: list[OfficeHitOut]


class SearchOut(Answer):
    """What a search found."""

    entities: list[EntityHitOut]
    persons: list[PersonHitOut]
    complete: bool
    data_version: str


class SourceOut(Answer):
    """Where a fact comes from."""

    source: str
    table: str = ""
    file: str = ""
    line: int = 0
    produced_at: str = ""


class RecordOut(Answer):
    """One record under a subject, with its source."""

    fact_id: str
    label: str
    kind_zh: str
    valid_from: str
    valid_to: str
    live: bool
    disputed: bool
    fields: dict[str, Told] = Field(description="中文字段名与内容；各类记录字段不同")
    source: SourceOut
    recorded_as: str = Field(description="报送时所记的人员编号；只在另有编号判定为同一人时给出")


class TieOut(Answer):
    """One relation of a subject, past ones too."""

    type: str
    type_zh: str
    outward: bool
    other: str
    other_name: str
    other_kind: Literal["ENTITY", "PERSON"]
    valid_from: str
    valid_to: str
    live: bool
    fields: dict[str, Told] = Field(description="中文字段名与内容；各类关系字段不同")
    source: SourceOut
    recorded_as: str = Field(description="报送时所记的人员编号；只在另有编号判定为同一人时给出")


class DetailOut(Answer):
    """Everything on a subject that the asker may see."""

    subject: SubjectOut
    also: list[SubjectOut] = Field(description="判定为同一人的其他人员编号，其任职和记录列在下面")
    as_of: str
    data_version: str
    records: list[RecordOut]
    ties: list[TieOut]
    complete: bool


class SectionOut(Answer):
    """One heading of an explanation."""

    heading: str
    text: str


class ExplanationOut(Answer):
    """A finding in words."""

    finding_id: str
    person: str
    entity: str = Field(description="责任所涉单位的代码；直接指名本人的为空")
    as_of: str
    state: str
    rule: str
    sections: list[SectionOut]
    data_version: str
