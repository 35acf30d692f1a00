"""Composed questions, and related-party hints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, TypedDict, cast

from dashboard.client.transport import Transport, safe_part


class Vocabulary(TypedDict):
    """Every word that a form may use."""

    starts: list[str]
    directions: list[str]
    standings: list[str]
    relations: list[dict[str, Any]]
    fields: list[dict[str, Any]]
    limits: dict[str, int]


class QuestionRow(TypedDict):
    """One row of a result."""

    ends: list[dict[str, Any]]


class QuestionResult(TypedDict):
    """Rows, whether they are all, and which queries were run."""

    as_of: str
    data_version: str
    rows: list[QuestionRow]
    complete: bool
    cut: list[str]
    following: str
    missing: list[str]
    asked: list[str]


class SavedQuestion(TypedDict):
    """A saved question."""

    query_id: str
    name: str
    note: str
    owner_name: str
    shared: bool
    at: str
    own: bool
    form: dict[str, Any]


class SavedQuestions(TypedDict):
    """Saved questions, and whether these are all."""

    rows: list[SavedQuestion]
    complete: bool


class EntityHint(TypedDict):
    """The hint of one entity and the paths behind it."""

    subject: dict[str, Any]
    as_of: str
    data_version: str
    edition: str
    scored: bool
    value: float | None
    own: float | None
    blocked: Literal["", "HUB", "STATE_ORGAN"]
    meaning: str
    paths: int
    own_decisions: list[dict[str, Any]]
    contributions: list[dict[str, Any]]


class HintRow(TypedDict):
    """An entity in the list."""

    id: str
    name: str
    kind: str
    hidden: bool
    value: float
    own: float
    edition: str
    as_of: str


class HintRun(TypedDict):
    """The last whole run: what the list is of."""

    run_id: str
    edition: str
    as_of: str
    seq: int
    at: str
    entities: int
    hinted: int
    data_version: str


class HintPage(TypedDict):
    """A page of entities with a stored hint."""

    rows: list[HintRow]
    cursor: str | None
    meaning: str
    data_version: str
    run: HintRun | None


class HintParameters(TypedDict):
    """One edition of the parameters, and the names of all."""

    edition: str
    since: str
    note: str
    decay: float
    hub_degree: int
    relations: dict[str, float]
    listing: float
    court: float
    penalty: dict[str, float]
    light_lists: dict[str, float]
    penalty_days: int
    half_life_days: int
    least: float
    editions: list[str]


SCHEMAS: Final = {
    "VocabularyOut": Vocabulary,
    "QuestionRowOut": QuestionRow,
    "QuestionResultOut": QuestionResult,
    "SavedQuestionOut": SavedQuestion,
    "SavedQuestionsOut": SavedQuestions,
    "EntityHintOut": EntityHint,
    "HintRowOut": HintRow,
    "HintRunOut": HintRun,
    "HintsOut": HintPage,
    "HintParametersOut": HintParameters,
}


class QuestionCalls(Transport):
    """Ask, save, share and find questions; hints of entities."""

    def question_words(self) -> Vocabulary:
        """What a form may say."""
        return cast(Vocabulary, self._ask("GET", "/questions/vocabulary"))

    def run_question(
        self,
        form: Mapping[str, Any],
        *,
        as_of: str | None = None,
        known_at: str | None = None,
        after: str = "",
    ) -> QuestionResult:
        """The rows that a form asks for, or the further ones where the time was over."""
        body = {"form": dict(form), "as_of": as_of, "known_at": known_at, "after": after}
        return cast(QuestionResult, self._ask("POST", "/questions/run", body=body, safe=True))

    def questions(self, text: str = "") -> SavedQuestions:
        """One's own and shared questions; `text` stands in name or note."""
        return cast(SavedQuestions, self._ask("GET", "/questions", params={"text": text or None}))

    def save_question(
        self,
        name: str,
        form: Mapping[str, Any],
        *,
        note: str = "",
        shared: bool = False,
        query_id: str = "",
    ) -> SavedQuestion:
        """Save a question, or a new version of one of one's own."""
        body = {"name": name, "note": note, "shared": shared, "form": dict(form)}
        path = f"/questions/{safe_part(query_id)}" if query_id else "/questions"
        return cast(SavedQuestion, self._ask("PUT" if query_id else "POST", path, body=body))

    def delete_question(self, query_id: str) -> None:
        """Delete one of one's own."""
        self._ask("DELETE", f"/questions/{safe_part(query_id)}")

    def hint(
        self,
        code: str,
        *,
        as_of: str | None = None,
        known_at: str | None = None,
        start: int = 0,
        limit: int = 100,
    ) -> EntityHint:
        """The related-party hint of an entity, with what each path from `start` on contributes."""
        params = {"as_of": as_of, "known_at": known_at, "start": start, "limit": limit}
        return cast(EntityHint, self._ask("GET", f"/entities/{safe_part(code)}/hint", params=params))

    def paths_of_person(
        self,
        person: str,
        *,
        as_of: str | None = None,
        known_at: str | None = None,
        start: int = 0,
        limit: int = 100,
    ) -> EntityHint:
        """A person's paths to parties with a record: dated facts, without a value."""
        params = {"as_of": as_of, "known_at": known_at, "start": start, "limit": limit}
        return cast(EntityHint, self._ask("GET", f"/persons/{safe_part(person)}/paths", params=params))

    def hints(self, cursor: str | None = None, *, known_at: str | None = None, limit: int = 50) -> HintPage:
        """Entities with a stored hint, the strongest first."""
        params = {"cursor": cursor, "known_at": known_at, "limit": limit}
        return cast(HintPage, self._ask("GET", "/hints", params=params))

    def hint_parameters(self, edition: str = "") -> HintParameters:
        """One edition of the parameters, the newest by default."""
        return cast(
            HintParameters, self._ask("GET", "/hints/parameters", params={"edition": edition or None})
        )
