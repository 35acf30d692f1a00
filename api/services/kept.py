"""What is kept of an answer: what was asked and by what right, which findings it relied on, and no names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from api.auth.masking import HIDDEN
from api.auth.principal import Kind, Principal, Role
from api.services.subjects import Subject
from graph.answers import Relied
from graph.days import OPEN_DAY
from graph.identity.codes import classify_code
from graph.identity.numbers import read_number
from graph.identity.redact import redact_text
from graph.liability.states import CONFIRMED, SUSPENDED

_MASKED_NUMBER: Final = re.compile(r"[0-9A-Za-z]{1,6}\*{3,}[0-9A-Za-z]{0,4}")
CHECK: Final = "CHECK"
SCREEN: Final = "SCREEN"
EXPLAIN: Final = "EXPLAIN"
EXIT: Final = "EXIT"
FINDINGS: Final = "FINDINGS"


def asker_of(principal: Principal) -> dict[str, Any]:
    """By what right something was asked: what of it decides what may be seen."""
    return {
        "kind": principal.kind.value,
        "role": principal.role.value,
        "authorities": list(principal.authorities),
        "districts": list(principal.districts),
    }


def principal_of(holder: str, asker: dict[str, Any]) -> Principal:
    """The asker of a kept answer, with the rights that he had then."""
    return Principal(
        holder,
        Kind(asker["kind"]),
        "",
        Role(asker["role"]),
        tuple(asker["authorities"]),
        tuple(asker["districts"]),
    )


def relied_on(liabilities: Iterable[dict[str, Any]]) -> tuple[Relied, ...]:
    """The findings that an answer shows, with the state that it tells."""
    return tuple(
        Relied(one["finding_id"], one["state"], until_of(one["valid_to"], one["withdrawn_at"]))
        for one in liabilities
    )


def relied_entries(
    subject: Subject, records: Iterable[dict[str, Any]], own: Iterable[dict[str, Any]]
) -> tuple[Relied, ...]:
    """An organisation's own entries as an answer shows them; what is told of a person rests on findings."""
    if subject.kind == "PERSON":
        return ()
    facts = [one["fact"] for one in records]
    refs = {(one["ground_kind"], one["ground_id"]): one["ground_ref"] for one in facts if "ground_ref" in one}
    return tuple(
        Relied(
            refs[one["ground_kind"], one["ground_id"]],
            SUSPENDED if one["disputed"] else CONFIRMED,
            one["valid_to"],
            subject.id,
        )
        for one in own
        if (one["ground_kind"], one["ground_id"]) in refs
    )


def until_of(valid_to: str, withdrawn_at: str) -> str:
    """The day on which a finding's state turns by itself."""
    return min(valid_to or OPEN_DAY, withdrawn_at or OPEN_DAY)


def without(names: Sequence[str | None]) -> Callable[[Any], Any]:
    """Makes of an answer what may be kept: these names shortened, no number, not even a masked one."""
    known = tuple(one for one in names if one)
    return lambda document: _without_numbers(HIDDEN.document(document, known))


def _without_numbers(value: Any) -> Any:
    if isinstance(value, str):
        return _MASKED_NUMBER.sub("*", value) if "***" in value else value
    if isinstance(value, dict):
        return {key: _without_numbers(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without_numbers(one) for one in value]
    return value


def kept_inputs(batch: Sequence[tuple[int, str]], rows: Sequence[dict[str, Any]]) -> list[list[Any]]:
    """Lines of a screening as they may be kept: a number by the id of whom it found, else not at all.

    A number among other text is masked: it finds nobody, masked or not.
    """
    found = {row["line"]: row["subject"] for row in rows}

    def kept(line: int, text: str) -> list[Any]:
        if read_number("", text).valid:
            return [line, found.get(line, ""), True]
        return [line, text if classify_code(text).valid else redact_text(text), False]

    return [kept(line, text) for line, text in batch]
