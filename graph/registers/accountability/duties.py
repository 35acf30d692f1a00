"""Whom a case has to be told to: superior unit and audit, employer, discipline and personnel organs.

The superior unit is the one of the day (SUPERVISED_BY: the dated attribute that the register gives). Where it
is not known a person has to find out: that is a task, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from graph import queries
from graph.days import holds_on
from graph.errors import AnswerRefusedError
from graph.liability.facts import state_on
from graph.registers.accountability.book import NOTICE, TASK, LookUp, new_record, open_records, records
from graph.registers.accountability.contract import OPEN, Row
from graph.store import WriteTransaction

RECIPIENTS_FILE: Final = Path(__file__).parent / "recipients.yaml"
_PUBLIC_BODIES: Final = frozenset({"机关", "事业单位"})
_STATE_OWNED: Final = frozenset({"机关", "国有独资", "国有控股"})
_MISSING: Final = {"SUPERIOR": "SUPERIOR_MISSING", "EMPLOYER": "EMPLOYER_MISSING"}
_MOST: Final = 200


@dataclass(frozen=True)
class Duty:
    """One notice that the law asks for.

    Parameters
    ----------
    recipient, recipient_code
        Who is told; empty where registers do not say.
    notice_id
        The notice that did it, or empty.
    """

    kind: str
    zh: str
    recipient: str
    recipient_code: str = ""
    notice_id: str = ""

    @property
    def missing(self) -> bool:
        """Whether nobody knows yet whom to tell."""
        return not self.recipient


@cache
def kinds() -> dict[str, dict[str, Any]]:
    """Kinds of notices, from the data file."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(RECIPIENTS_FILE.read_text(encoding="utf-8"))["kinds"]
    return found


@cache
def portals() -> tuple[str, ...]:
    """Words that say that a recipient is a portal."""
    return tuple(yaml.safe_load(RECIPIENTS_FILE.read_text(encoding="utf-8"))["portals"])


def is_public_body(state: Row | None) -> bool:
    """A government body, a public institution or a state enterprise."""
    if state is None:
        return False
    owner = state.get("state_capital_class") or ""
    return state.get("subject_type") in _PUBLIC_BODIES or owner in _STATE_OWNED


def body_on(look_up: LookUp, entity_id: str, day: str, **params: Any) -> Row | None:
    """What an organisation was on a day, with its superior unit then."""
    if not entity_id:
        return None
    rows = look_up("read/cases/bodies", ids=[entity_id], **params)[0]["rows"]
    found = state_on(rows, day)
    return dict(found) if found is not None else None


def superior_on(look_up: LookUp, entity_id: str, day: str, **params: Any) -> tuple[str, str]:
    """(code, name) of the superior unit on a day; empty where the register does not say."""
    body = body_on(look_up, entity_id, day, **params) or {}
    code = str(body.get("supervisor_code") or "")
    if not code:
        return "", ""
    found = look_up("read/ingest/entities_by_code", keys=[f"USCC:{code}"], **params)
    ids = found[0]["entity_ids"]
    named = body_on(look_up, ids[0], day, **params) if ids else None
    return code, str((named or {}).get("name") or code)


def employers_on(look_up: LookUp, person_id: str, day: str, **params: Any) -> list[tuple[str, Row]]:
    """(entity id, state) of public bodies and state enterprises that employ a person on a day."""
    if not person_id:
        return []
    query = queries.get("read/subject/ties", label="Person", key="person_id", types="EMPLOYED_BY")
    rows = look_up(query, id=person_id, limit=_MOST, **params)[0]["rows"]
    held = [one for one in rows if holds_on(one["edge"]["valid_from"], one["edge"]["valid_to"], day)]
    found = []
    for one in held:
        state = body_on(look_up, one["other"], day, **params)
        if state is not None and is_public_body(state):
            found.append((str(one["other"]), state))
    return found


def _due(look_up: LookUp, about: Row, day: str, **params: Any) -> Iterator[Duty]:
    words = kinds()
    if is_public_body(body_on(look_up, about["entity_id"], day, **params)):
        code, name = superior_on(look_up, about["entity_id"], day, **params)
        yield Duty("SUPERIOR", words["SUPERIOR"]["zh"], name, code)
        yield Duty("AUDIT", words["AUDIT"]["zh"], words["AUDIT"]["organ"])
    employers = employers_on(look_up, about["person_id"], day, **params)
    for _, state in employers:
        yield Duty("EMPLOYER", words["EMPLOYER"]["zh"], str(state["name"] or ""))
    if employers:
        for kind in ("DISCIPLINE", "PERSONNEL"):
            yield Duty(kind, words[kind]["zh"], words[kind]["organ"])


def duties_of(look_up: LookUp, about: Row, day: str, **params: Any) -> list[Duty]:
    """Notices that a case or a ground asks for on a day, with those that were sent.

    Parameters
    ----------
    about
        A case; or a ground, with an empty ``case_id`` and ``person_id``.
    """
    key, one = ("case_id", about["case_id"]) if about["case_id"] else ("ground_ref", about["ground_ref"])
    sent = records(look_up, NOTICE, key, [one], **params)
    left = [notice for notice in sent if not notice["follows"] and notice["case_id"] == about["case_id"]]
    found = []
    for duty in _due(look_up, about, day, **params):
        done = next((notice for notice in left if _answers(notice, duty)), None)
        if done is None:
            found.append(duty)
            continue
        left.remove(done)
        found.append(Duty(duty.kind, duty.zh, done["recipient"], done["recipient_code"], done["record_id"]))
    return found


def _answers(notice: Row, duty: Duty) -> bool:
    """Whether a notice did this duty; of several employers each is told for himself."""
    return notice["kind"] == duty.kind and (duty.kind != "EMPLOYER" or notice["recipient"] == duty.recipient)


def note_missing(tx: WriteTransaction, case: Row, day: str) -> list[Row]:
    """Open a task for each recipient that nobody knows; once."""
    open_tasks = {one["kind"] for one in records(tx.run, TASK, "case_id", [case["record_id"]])}
    rows = [
        new_record(
            "t", case, day, case_id=case["record_id"], kind=_MISSING[duty.kind], done_by="", answer="",
            note=f"{duty.zh}：登记资料中没有{kinds()[duty.kind]['organ']}，查明后补发通报",
        )
        for duty in duties_of(tx.run, case, day)
        if duty.missing and _MISSING[duty.kind] not in open_tasks
    ]  # fmt: skip
    open_records(tx, TASK, rows)
    return rows


def refuse_undone(look_up: LookUp, case: Row, day: str, **params: Any) -> None:
    """Refuse to put a case away while somebody still has to be told, or a task is open.

    Raises
    ------
    AnswerRefusedError
        It names what is left.
    """
    left = [one.zh for one in duties_of(look_up, case, day, **params) if not one.notice_id]
    tasks = _open_tasks(look_up, case, **params)
    if left or tasks:
        names = "、".join(dict.fromkeys([*left, *(one["note"].partition("：")[0] for one in tasks)]))
        raise AnswerRefusedError(
            f"尚有应办未办：{names}", where=case["record_id"], todo="先发出通报、办结待办事项，再归档"
        )


def _open_tasks(look_up: LookUp, case: Row, **params: Any) -> Sequence[Row]:
    found = records(look_up, TASK, "case_id", [case["record_id"]], **params)
    return [one for one in found if one["standing"] == OPEN]
