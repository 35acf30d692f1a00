"""Many subjects at once: one question to the store for a thousand codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from api.services.check import check
from api.services.desk import Desk
from api.services.subjects import Subject, find_person_by_number, find_subject
from graph.errors import CreditGraphError
from graph.identity.codes import classify_code
from graph.identity.folding import name_key
from graph.identity.numbers import read_number
from graph.identity.redact import redact_text
from graph.liability.decision import asked

SCREEN_COLUMNS: Final = (
    "line", "input", "status", "subject", "name", "decision", "findings", "reason",
)  # fmt: skip
_BATCH: Final = 1000
_MOST_CANDIDATES: Final = 10


def screen(
    desk: Desk,
    lines: Iterable[str],
    *,
    purpose: str | None = None,
    measure: str | None = None,
    as_of: str | None = None,
    known_at: str | None = None,
) -> Iterator[dict[str, Any]]:
    """A row for each input line: HIT, CLEAR, CANDIDATES, UNKNOWN or MALFORMED."""
    asked(purpose, measure, desk.ruleset.vocabulary)
    seq = desk.seq(known_at)
    options = {"purpose": purpose, "measure": measure, "as_of": as_of, "known_at": f"seq:{seq}"}
    numbered = ((number, line.strip()) for number, line in enumerate(lines, 1))
    while batch := list(islice(numbered, _BATCH)):
        found = _entities(desk, [text for _, text in batch], seq)
        for number, text in batch:
            if text:
                yield {"line": number, **_screen_one(desk, text, found, seq, options)}


def _entities(desk: Desk, texts: list[str], seq: int) -> dict[str, dict[str, Any]]:
    keys = sorted({code.key for text in texts if text and (code := classify_code(text)).valid})
    rows = desk.store.read("read/answers/screen_entities", keys=keys, seq=seq)[0]["rows"] if keys else []
    return {row["key"]: row for row in rows}


def _row(text: str, status: str, **more: Any) -> dict[str, Any]:
    empty = {"subject": "", "name": "", "decision": "", "findings": 0, "reason": ""}
    return {"input": redact_text(text), "status": status, **empty, **more}


def _screen_one(
    desk: Desk, text: str, found: dict[str, dict[str, Any]], seq: int, options: dict[str, Any]
) -> dict[str, Any]:
    code = classify_code(text)
    if code.valid:
        row = found.get(code.key)
        if row is None:
            return _row(text, "UNKNOWN", reason="没有这个代码的主体")
        name = max(row["named"], default="|").partition("|")[2]
        if not row["findings"] and not row["records"] and not options["purpose"] and not options["measure"]:
            return _row(text, "CLEAR", subject=code.value, name=name)
        return _checked(desk, text, Subject("ENTITY", row["id"], code.value, name), options)
    try:
        if read_number("", text).valid:
            return _checked(desk, text, find_person_by_number(desk, text), options)
        return _checked(desk, text, find_subject(desk, text, seq=seq), options)
    except CreditGraphError as error:
        if error.http_status == 404:
            return _row(text, "UNKNOWN", reason=error.what)
    return _by_name(desk, text, seq)


def _checked(desk: Desk, text: str, subject: Subject, options: dict[str, Any]) -> dict[str, Any]:
    answer = check(desk, subject, **options)
    live = [
        one for one in answer["liabilities"] if one["state"] in ("CONFIRMED", "SUSPENDED", "PROPOSED", "LEAD")
    ]
    hit = bool(live or answer["own"])
    return _row(
        text,
        "HIT" if hit else "CLEAR",
        subject=subject.code,
        name=subject.name,
        decision=answer["decision"] or "",
        findings=len(live),
        reason="; ".join(answer["reasons"]),
    )


def _by_name(desk: Desk, text: str, seq: int) -> dict[str, Any]:
    name = name_key(text)
    if len(name) < 4 or any(char.isdigit() for char in name):
        return _row(text, "MALFORMED", reason="既不是机构代码、人员编号，也不是机构名称")
    ids = desk.store.read(
        "read/answers/entities_by_name", name=name, phrase=f'"{name}"', limit=_MOST_CANDIDATES, seq=seq
    )[0]["ids"]
    if not ids:
        return _row(text, "UNKNOWN", reason="没有同名的机构")
    return _row(text, "CANDIDATES", findings=0, reason=f"{len(ids)} 个同名机构，名称不能确定身份，请用代码")
