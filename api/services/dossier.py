"""Everything that a check of one subject needs, read in one statement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from api.services.desk import Desk
from api.services.subjects import Subject, code_keys, nobody
from graph import queries
from graph.errors import AnswerRefusedError, NotFoundError
from graph.identity.folding import name_phrase
from graph.liability.facts import repair_decision
from graph.liability.reading import grouped
from graph.liability.withdraw import repaired_on
from graph.ownership.parties import code_on, name_on
from graph.store import Plan, ask

Row = dict[str, Any]
_PERSON_ID: Final = re.compile(r"^p[0-9a-f]{16}$")


@dataclass(frozen=True)
class Dossier:
    """One subject as known at one commit.

    Parameters
    ----------
    findings, records
        Rows as the query gives them: of findings, and of own listings and court records.
    region
        Region code of the entity's newest state; empty for a person.
    codes, names
        Of the entities that the findings name, by internal id, on the day.
    candidates
        The person is known by name only, and somebody of that name answers for something: nobody can say
        from the record whether it is he.
    """

    subject: Subject
    seq: int
    waiting: bool
    findings: list[Row]
    records: list[Row]
    region: str = ""
    codes: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    candidates: bool = False


def dossier_of(desk: Desk, text: str, day: str, seq: int | None) -> Plan[Dossier]:
    """The subject that `text` names: a code or a person's id.

    Raises
    ------
    AnswerRefusedError
        It is the number of a person's document.
    NotFoundError
        Nobody has that code or id.
    UsageError
        It is neither.
    """
    text = text.strip()
    if _PERSON_ID.match(text):
        return (yield from person_dossier(text, day, seq))
    if keys := code_keys(text):
        rows = yield from ask("read/answers/dossiers_of_codes", keys=keys, done_after=None, seq=seq)
        if rows[0]["rows"]:
            yield from note_repairs(rows[0]["rows"][:1])
            return entity_dossier(rows[0]["rows"][0], day)
    raise nobody(
        text,
        AnswerRefusedError(
            "证件号码不得写在参数或网址里", todo="命令行用 --id-stdin，接口用 POST 请求体给出号码"
        ),
    )


def entity_dossier(row: Row, day: str) -> Dossier:
    """From a row of ``dossiers_of_codes``."""
    code = code_on(day, map(tuple, row["codes"])) or row["id"]
    name = name_on(day, row["names"]) or code
    subject = Subject("ENTITY", row["id"], code, name)
    return Dossier(
        subject,
        row["seq"],
        bool(row["waiting"]),
        row["findings"],
        row["records"],
        max(row["names"], default=("", "", ""))[2],
        {row["id"]: code},
        {row["id"]: name},
    )


def person_dossier(person_id: str, day: str, seq: int | None) -> Plan[Dossier]:
    """Of a person by id.

    Raises
    ------
    NotFoundError
        Nobody has that id.
    """
    rows = yield from ask("read/answers/dossier_of_person", person_id=person_id, seq=seq)
    if not rows[0]["rows"]:
        raise NotFoundError("没有这个人员编号", where=person_id, todo="核对人员编号")
    row = rows[0]["rows"][0]
    yield from note_repairs([row])
    codes = {one["id"]: code_on(day, map(tuple, one["codes"])) for one in row["entities"]}
    names = {one["id"]: name_on(day, one["names"]) or codes[one["id"]] for one in row["entities"]}
    # Who was judged to be somebody else is answered for as him.
    subject = Subject("PERSON", row["id"], row["id"], row["name"] or "")
    candidates = not row["verified"] and (yield from _has_namesakes(row, day))
    return Dossier(
        subject,
        row["seq"],
        bool(row["waiting"]),
        row["findings"],
        row["records"],
        "",
        codes,
        names,
        candidates,
    )


def note_repairs(rows: Sequence[Row]) -> Plan[None]:
    """Note on the records of dossiers since when they are repaired: few have any, so it is a read apart.

    The record ends with the repair, whether or not its list has taken it off yet; so do findings on it.
    """
    records = [record for row in rows for record in row["records"]]
    if records:
        yield from note_repairs_on(records, rows[0]["seq"])


def note_repairs_on(records: Sequence[Row], seq: int) -> Plan[None]:
    """The same of records alone: each row has its ``fact``, and gets ``repaired_on``."""
    refs = sorted({record["fact"].get("ground_ref") or "" for record in records} - {""})
    if not refs:
        return
    query = queries.get("read/liability/facts_about", label="RepairCase")
    found = (yield from ask(query, refs=refs, seq=seq))[0]["rows"]
    repairs = grouped(found, "target_ref")
    for record in records:
        about = repairs.get(record["fact"].get("ground_ref") or "", ())
        record["repaired_on"] = repaired_on([repair_decision(one) for one in about])


def _has_namesakes(row: Row, day: str) -> Plan[bool]:
    name = row["name"] or ""
    phrase = name_phrase(name)
    if not phrase:
        return False
    found = yield from ask(
        "read/answers/namesakes",
        phrase=phrase,
        name=name,
        person_id=row["id"],
        day=day,
        seq=row["seq"],
        limit=1,
    )
    return bool(found[0]["ids"])
