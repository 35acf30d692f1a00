"""What the API answers behind its figures: lists of subjects, withdrawals, quarantine and contradictions."""

from __future__ import annotations

from pydantic import Field

from api.schemas.answers import Answer, SubjectOut
from api.schemas.system import FindingRowOut


class EntityRowOut(Answer):
    """One entity in a list."""

    entity: str
    entity_name: str
    region_code: str
    region: str
    status: str


class EntitiesPageOut(Answer):
    """A page of entities."""

    rows: list[EntityRowOut]
    cursor: str | None
    data_version: str


class WithdrawalOut(FindingRowOut):
    """A finding that was taken back."""

    withdrawn_at: str = Field(description="依据失效之日")
    withdrawn_because: str
    written_on: str = Field(description="平台撤回之日")
    days: int | None = Field(description="撤回用时，天；从未生效的认定为空")


class WithdrawalsPageOut(Answer):
    """A page of withdrawals."""

    rows: list[WithdrawalOut]
    cursor: str | None
    data_version: str


class QuarantinedOut(Answer):
    """One row that was kept out; its content is not shown."""

    source: str
    table: str
    table_zh: str
    file: str
    line: int
    column: str
    rule: str
    what: str
    todo: str


class QuarantinedPageOut(Answer):
    """A page of rows that were kept out."""

    rows: list[QuarantinedOut]
    cursor: str | None
    data_version: str


class DifferenceOut(Answer):
    """One property that the records tell differently, in the order of the sources."""

    field: str
    values: list[str]


class ConflictSourceOut(Answer):
    """One record that tells of a fact."""

    source: str
    table: str
    file: str
    line: int
    produced_at: str


class ConflictOut(Answer):
    """One fact that current records tell differently."""

    kind: str
    kind_zh: str
    parties: list[SubjectOut]
    fields: list[DifferenceOut]
    sources: list[ConflictSourceOut]


class ConflictsPageOut(Answer):
    """A page of contradictions; it may be short and still have a next one."""

    rows: list[ConflictOut]
    cursor: str | None
    data_version: str


class PendingOut(Answer):
    """One change that waits for derivation."""

    seq: int
    at: str
    why: str
    entities: int
    persons: int
    examples: list[str] = Field(description="所涉单位的代码，最多三个")


class PendingPageOut(Answer):
    """The oldest changes that wait."""

    rows: list[PendingOut]
    data_version: str
