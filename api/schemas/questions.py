"""What the API answers and is asked about composed questions."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.system import Ask, Day

_EXAMPLE: Final[dict[str, Any]] = {
    "start": {"by": "LIST", "values": ["L03"]},
    "conditions": [{"on": "ENTITY", "field": "region_code", "operator": "STARTS_WITH", "value": "4113"}],
    "steps": [{"relation": "LEGAL_REP_OF", "direction": "IN", "conditions": []}],
    "at_least": 1,
    "limit": 50,
}
FormIn = Annotated[dict[str, Any], Field(max_length=10, description="查询表单，见 GET /questions/vocabulary")]


class VocabularyOut(BaseModel):
    """Every word that a form may use."""

    starts: list[str]
    directions: list[str]
    relations: list[dict[str, Any]]
    fields: list[dict[str, Any]]
    limits: dict[str, int]


class QuestionAsk(Ask):
    """A question and the day."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"form": _EXAMPLE}]})

    form: FormIn
    as_of: Day | None = None


class QuestionRowOut(BaseModel):
    """One row: the parties from the first on, a decision last."""

    ends: list[dict[str, Any]]


class QuestionResultOut(BaseModel):
    """Rows, whether they are all, and which queries were run."""

    as_of: str
    data_version: str
    rows: list[QuestionRowOut]
    complete: bool
    cut: list[str]
    asked: list[str]


class QuestionSave(Ask):
    """A question with its name."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "欠薪企业的法定代表人", "shared": True, "form": _EXAMPLE}]},
    )

    name: str = Field(min_length=1, max_length=60)
    note: str = Field(default="", max_length=500)
    shared: bool = False
    form: FormIn


class SavedQuestionOut(BaseModel):
    """A saved question."""

    query_id: str
    name: str
    note: str
    owner_name: str
    shared: bool
    at: str
    own: bool
    form: dict[str, Any]


class SavedQuestionsOut(BaseModel):
    """Saved questions that the asker may see."""

    rows: list[SavedQuestionOut]
