"""What a builder makes of one row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from graph.days import FIRST_DAY, OPEN_DAY
from ingest.load.drafts import OrgRef, Ref, TargetRef
from ingest.values import text_key


@dataclass(slots=True)
class Built:
    """What a builder adds to a row's values."""

    fact_type: str
    key: tuple[str, ...] = ()
    subject: Ref | None = None
    target: Ref | None = None
    scope: OrgRef | None = None
    also: OrgRef | None = None
    alias: tuple[OrgRef, OrgRef] | None = None
    about: TargetRef | None = None
    ground: tuple[str, ...] = ()
    ground_id: str = ""
    valid_from: str = FIRST_DAY
    valid_to: str = OPEN_DAY
    more: dict[str, Any] = field(default_factory=dict)


def decision_ref(authority_code: str, doc_no: str) -> str:
    """Under which a ban with that number finds the decision; empty while either is unknown."""
    return f"DECISION:{authority_code}|{text_key(doc_no)}" if authority_code and doc_no else ""
