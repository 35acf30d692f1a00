"""What the API answers on answers given before, and on the catalogue of measures."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.schemas.answers import Answer


class VersionOut(Answer):
    """A part of a data version that is another one now."""

    part: str = Field(description="commit、rules、catalogue 或 calendar")
    then: str
    now: str


class DifferenceOut(Answer):
    """A field that is not the same."""

    place: str
    then: Any
    now: Any


class ReplayOut(Answer):
    """A kept answer beside the same question asked again."""

    answer_id: str
    at: str
    kind: str
    holder: str
    data_version: str
    same: bool = Field(description="重放的结果是否与当时的答复相同，包括姓名")
    versions: list[VersionOut]
    differences: list[DifferenceOut]
    body: dict[str, Any] = Field(description="当时的答复，姓名已缩略，不含证件号码")


class MeasureBasisOut(Answer):
    """A provision on which a measure rests."""

    instrument: str
    article: str
    evidence: str


class MeasureOut(Answer):
    """One measure."""

    code: str
    kind: str
    name: str
    target_scope: list[str]
    purposes: list[str]
    basis: list[MeasureBasisOut]
    department: str
    requires_listing: bool
    max_term_years: int | None


class CatalogueOut(Answer):
    """The edition in force."""

    version: str
    edition: str
    name: str
    items_in_official_list: int
    purposes: dict[str, str]
    measures: list[MeasureOut]
