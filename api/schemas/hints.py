"""What the API answers about related-party hints."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel


class EntityHintOut(BaseModel):
    """The hint of one entity, its own record apart, and the paths behind it."""

    subject: dict[str, Any]
    as_of: str
    data_version: str
    edition: str
    value: float
    own: float
    blocked: Literal["", "HUB", "STATE_ORGAN"]
    meaning: str
    paths: int
    own_decisions: list[dict[str, Any]]
    contributions: list[dict[str, Any]]


class HintRowOut(BaseModel):
    """An entity in the list."""

    id: str
    name: str
    kind: str
    hidden: bool
    value: float
    own: float
    edition: str
    as_of: str


class HintsOut(BaseModel):
    """A page of entities with a stored hint."""

    rows: list[HintRowOut]
    cursor: str | None
    meaning: str
    data_version: str
