"""Find entities and persons by Chinese name, code or number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from api.services.desk import Desk
from api.services.districts import persons_within_plan
from api.services.dossier import entity_dossier
from api.services.subjects import code_keys, find_person_by_number
from graph.days import OPEN_SEQ
from graph.errors import NotFoundError, UsageError
from graph.identity.codes import classify_code
from graph.identity.folding import name_key, name_phrase
from graph.identity.numbers import read_number
from graph.identity.redact import holds_number
from graph.ownership.parties import code_on, name_on
from graph.store import Plan, ask, seq_plan

Row = dict[str, Any]
Within = Callable[[str, str], bool]
_FETCHED: Final = 5


def search_plan(
    desk: Desk,
    text: str,
    *,
    limit: int,
    persons: bool,
    within: Within | None = None,
    as_of: str | None = None,
    known_at: str | None = None,
) -> Plan[dict[str, Any]]:
    """Entities and, where asked, persons that `text` may mean.

    Parameters
    ----------
    text
        A name or part of one, a code, a person's id or a person's number.
    persons
        Whether persons are looked for as well; without it a number finds nobody.
    within
        Whether an entity of a region, or a person who belongs there, may be shown; all by default.
    as_of
        Codes, names and districts of this day.
    known_at
        What was known then of entities and relations; a person has no versions.
    """
    day = as_of or desk.today
    seq = yield from _seq(known_at)
    desk = yield from desk.then(known_at, seq)
    found: list[Row] = []
    more = False
    entities = yield from _with_code(text, day, seq, within)
    if _is_number(text):  # one in thirty reads as a code too
        if persons:
            found = yield from _near((yield from _by_number(desk, text, seq)), seq, within)
    elif not classify_code(text).valid:
        named, more = yield from _entities(text, day, max(1, limit - len(entities)), seq, within)
        codes = {one["code"] for one in entities}
        entities += [one for one in named if one["code"] not in codes]
        if persons:
            found, cut = yield from _persons(text, limit, seq, within)
            more = more or cut
    return {
        "entities": entities,
        "persons": found,
        "complete": not more,
        "data_version": desk.data_version(seq),
    }


def _with_code(text: str, day: str, seq: int, within: Within | None) -> Plan[list[Row]]:
    keys = code_keys(text)
    if not keys:
        return []
    rows = yield from ask("read/answers/dossiers_of_codes", keys=keys, done_after=OPEN_SEQ, seq=seq)
    found = [_by_code(row, day) for row in rows[0]["rows"]]
    return [one for one in found if within is None or within(one["region_code"], "")]


def _is_number(text: str) -> bool:
    """Whether the text is a person's number.

    Raises
    ------
    UsageError
        One stands in it among other text, which would be looked for as a name, number and all.
    """
    alone = read_number("", text).valid
    if not alone and holds_number(text):
        raise UsageError(
            "搜索内容里混有证件号码", where="text", todo="证件号码单独查找，不要与姓名或其他文字写在一起"
        )
    return alone


def _seq(known_at: str | None) -> Plan[int]:
    found = yield from seq_plan(known_at)
    if found is not None:
        return found
    head = yield from ask("read/commit/head")
    return int(head[0]["seq"]) if head else 0


def _by_code(row: Row, day: str) -> Row:
    dossier = entity_dossier(row, day)
    newest = max(row["names"], default=["", "", ""])
    return {
        "code": dossier.subject.code,
        "name": dossier.subject.name,
        "former_name": "",
        "region_code": newest[2],
        "status": "",
        "records": len(row["records"]),
    }


def _phrase(text: str) -> str:
    phrase = name_phrase(text)
    if not phrase:
        raise UsageError("搜索内容没有可以查找的文字", where="text", todo="输入名称、名称的一部分或代码")
    return phrase


def _entities(
    text: str, day: str, limit: int, seq: int, within: Within | None
) -> Plan[tuple[list[Row], bool]]:
    key, phrase = name_key(text), _phrase(text)
    rows = yield from ask("read/search/entities", phrase=phrase, limit=limit * _FETCHED, seq=seq)
    ranked = sorted((_hit(row, key, day) for row in rows[0]["rows"]), key=lambda one: one[0])
    shown = [hit for _, hit in ranked if within is None or within(hit["region_code"], "")]
    return shown[:limit], len(shown) > limit or len(ranked) == limit * _FETCHED


def _hit(row: Row, key: str, day: str) -> tuple[tuple[bool, bool, int, str], Row]:
    """A hit and its rank: the whole name first, then names that begin so, then the shorter ones."""
    name = name_on(day, row["names"])
    newest = max((one for one in row["names"] if one[0] <= day), default=["", "", "", ""])
    folded = name_key(name)
    former = "" if key in folded else next((one[1] for one in row["names"] if key in name_key(one[1])), "")
    rank = (folded != key, not folded.startswith(key), len(folded), row["id"])
    return rank, {
        "code": code_on(day, map(tuple, row["codes"])) or row["id"],
        "name": name,
        "former_name": former,
        "region_code": newest[2],
        "status": newest[3],
        "records": row["records"],
    }


def _persons(text: str, limit: int, seq: int, within: Within | None) -> Plan[tuple[list[Row], bool]]:
    rows = yield from ask(
        "read/search/persons", phrase=_phrase(text), name=text.strip(), limit=limit + 1, seq=seq
    )
    found = [_person(row) for row in rows[0]["rows"]]
    return (yield from _near(found[:limit], seq, within)), len(found) > limit


def _person(row: Row) -> Row:
    return {
        "person_id": row["id"],
        "name": row["name"],
        "id_masked": row["masked"],
        "verified": bool(row["verified"]),
        "entities": [
            {"type": one["type"], "name": one["named"].partition("|")[2]} for one in row["entities"]
        ],
    }


def _near(found: list[Row], seq: int, within: Within | None) -> Plan[list[Row]]:
    """Those who belong to the asker's districts."""
    near = yield from persons_within_plan([one["person_id"] for one in found], seq, within)
    return [one for one in found if one["person_id"] in near]


def _by_number(desk: Desk, text: str, seq: int) -> Plan[list[Row]]:
    try:
        person = yield from find_person_by_number(desk, text)
    except NotFoundError:
        return []
    masked = yield from ask("read/answers/persons_masked", ids=[person.id])
    shown = [one["masked"] for one in masked[0]["rows"]]
    row: Row = {
        "id": person.id,
        "name": person.name,
        "masked": shown[0] if shown else None,
        "verified": True,
        "entities": [],
    }
    return [_person(row)]
