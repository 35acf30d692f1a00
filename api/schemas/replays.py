"""What the API answers on answers given before, and on the catalogue of measures."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, JsonValue, RootModel

from api.schemas.answers import Answer, CheckOut, ExplanationOut, ScreenOut


class VersionOut(Answer):
    """A part of a data version that is another one now."""

    part: str = Field(description="commit、rules、catalogue 或 calendar")
    then: str
    now: str


#: A value at its place: what holds other values has places of its own, unless it is empty.
Leaf = str | bool | int | float | list[str] | dict[str, str] | None


class ReplayDifferenceOut(Answer):
    """A field that is not the same."""

    place: str
    then: Leaf = Field(description="当时没有这一项为空；空列表、空对象照样列出")
    now: Leaf


class OlderAnswerOut(RootModel[dict[str, JsonValue]]):
    """A kept answer of an earlier edition of the API, as it was given then."""


class ReplayOut(Answer):
    """A kept answer beside the same question asked again."""

    answer_id: str
    at: str
    kind: str
    holder: str
    data_version: str
    same: bool = Field(description="重放的结果是否与当时的答复相同，包括姓名")
    versions: list[VersionOut]
    differences: list[ReplayDifferenceOut]
    body: Annotated[
        CheckOut | ScreenOut | ExplanationOut | OlderAnswerOut, Field(union_mode="left_to_right")
    ] = Field(description="当时的答复，按 kind 为核查、筛查或解释；姓名已缩略，不含证件号码")


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
    """An edition of the catalogue: the one in force, or in force then."""

    version: str
    edition: str
    name: str
    items_in_official_list: int
    purposes: dict[str, str]
    measures: list[MeasureOut]
