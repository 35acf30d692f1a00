"""What the API answers and is asked about composed questions."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt, StrictStr

from api.schemas.answers import Answer
from api.schemas.system import Ask, Day, KnownAt

_EXAMPLE: Final[dict[str, Any]] = {
    "start": {"by": "LIST", "values": ["L03"]},
    "conditions": [{"on": "ENTITY", "field": "region_code", "operator": "STARTS_WITH", "value": "4113"}],
    "steps": [{"relation": "LEGAL_REP_OF", "direction": "IN", "conditions": []}],
    "at_least": 1,
    "limit": 50,
}
Word = Annotated[StrictStr, Field(max_length=100)]


class _Part(BaseModel):
    """A part of a form; which words may stand in it is said by GET /questions/vocabulary."""

    model_config = ConfigDict(extra="forbid")


class QuestionStart(_Part):
    """Where a question begins."""

    by: Word = Field(description="REGION、LIST、CODES 或 ALL")
    values: list[Word] = Field(default=[], max_length=200, description="起点的值；全部主体不填")


class QuestionCondition(_Part):
    """One condition; what may stand in it depends on the field."""

    on: Word = Field(default="ENTITY", description="ENTITY、RELATION 或 DECISION；缺省为该处第一种")
    field: Word
    operator: Word
    value: Word | StrictInt | StrictFloat | Annotated[list[Word], Field(max_length=200)]


class QuestionStep(_Part):
    """One relation to follow, or the decisions at the end."""

    relation: Word
    direction: Word = "ANY"
    conditions: list[QuestionCondition] = Field(default=[], max_length=8)
    standing: Word = Field(default="IN_FORCE", description="只用于走到决定的一步")


class QuestionForm(_Part):
    """A composed question."""

    start: QuestionStart
    conditions: list[QuestionCondition] = Field(default=[], max_length=8)
    steps: list[QuestionStep] = Field(default=[], max_length=3)
    at_least: StrictInt = 1
    limit: StrictInt = 100

    def as_given(self) -> dict[str, Any]:
        """What was written and nothing else: what is left out stays left out."""
        return self.model_dump(exclude_unset=True)


class RelationWordOut(Answer):
    """A relation that a step may follow, or a decision at the end of one."""

    code: str
    title: str
    decision: bool


class FieldWordOut(Answer):
    """A field that a condition may name, with what it may be compared by."""

    on: str
    field: str
    kind: str
    operators: list[str]


class VocabularyOut(BaseModel):
    """Every word that a form may use."""

    starts: list[str]
    directions: list[str]
    standings: list[str]
    relations: list[RelationWordOut]
    fields: list[FieldWordOut]
    limits: dict[str, int]


class QuestionAsk(Ask):
    """A question, the day, and what was known when."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"form": _EXAMPLE}]})

    form: QuestionForm
    as_of: Day | None = None
    known_at: KnownAt | None = None
    after: str = Field(
        default="",
        max_length=300,
        pattern=r"^$|^[0-9]{1,3}\.[0-9a-zA-Z]{1,50}$|^[0-9a-zA-Z_=-]{60,300}$",
        description="上一次结果的 following",
    )


class EndOut(Answer):
    """One place of a row: a party with the relation that led to it, or a decision with what it says."""

    id: str
    name: str
    kind: Literal["ENTITY", "PERSON", "DECISION"]
    hidden: bool
    relation: str
    outward: bool
    valid_from: str
    decision: dict[str, str] | None = Field(description="决定的内容，各类决定栏目不同；主体为空")


class QuestionRowOut(BaseModel):
    """One row: the parties from the first on, a decision last."""

    ends: list[EndOut]


class QuestionResultOut(BaseModel):
    """Rows, whether they are all, and which queries were run."""

    as_of: str
    data_version: str
    rows: list[QuestionRowOut]
    complete: bool
    cut: list[str]
    following: str = Field(description="因时限没有查完时，从哪里接着查（填入 after）；已查完的为空")
    missing: list[str] = Field(description="起点中没有主体使用的代码")
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
    form: QuestionForm


class SavedQuestionOut(BaseModel):
    """A saved question."""

    query_id: str
    name: str
    note: str
    owner_name: str
    shared: bool
    at: str
    own: bool
    form: QuestionForm


class SavedQuestionsOut(BaseModel):
    """Saved questions that the asker may see."""

    rows: list[SavedQuestionOut]
    complete: bool = Field(description="是否已全部列出")
