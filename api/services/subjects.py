"""Who is meant: an organisation by code, a person by ``person_id``; a number never stands in an argument."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from api.services.desk import Desk
from graph.errors import AnswerRefusedError, CreditGraphError, NotFoundError, UsageError
from graph.identity.codes import CodeScheme, classify_code
from graph.identity.numbers import read_number
from graph.identity.redact import holds_number
from graph.ownership.parties import label_ids
from graph.store import Plan, ask

PERSON_ID = re.compile(r"^p[0-9a-f]{16}$")
_ENTITY_ID: Final = re.compile(r"^e[0-9a-f]{16}$")
#: Codes that no shape tells from other text: a company from abroad has no other.
_SHAPELESS: Final = (CodeScheme.FOREIGN, CodeScheme.SOCIAL, CodeScheme.TAX, CodeScheme.INSTITUTION12)
_LONGEST: Final = 60


@dataclass(frozen=True)
class Subject:
    """An entity or a person."""

    kind: str
    id: str
    code: str
    name: str


def code_keys(text: str) -> list[str]:
    """Keys of the codes that a text may be: that of its shape, else the kinds that have none.

    Neither what holds a person's number, nor what has no digit, nor an inner id is looked up as a code.

    Examples
    --------
    >>> code_keys("HK00000123")[0], code_keys("某某公司")
    ('FOREIGN:HK00000123', [])
    """
    code = classify_code(text)
    if code.valid:
        return [code.key]
    if len(text) > _LONGEST or not any(map(str.isdigit, text)):
        return []
    if _ENTITY_ID.match(text) or holds_number(text):
        return []
    return [one.key for scheme in _SHAPELESS if (one := classify_code(text, scheme)).valid]


def entity_with(desk: Desk, text: str, seq: int) -> str:
    """Internal id of the entity that has a code as known at a commit; empty if there is none."""
    keys = code_keys(text)
    found = desk.store.read("read/ingest/entities_by_code", keys=keys, seq=seq)[0] if keys else {}
    return next(iter(found.get("entity_ids", ())), "")


def find_subject(desk: Desk, text: str, *, seq: int | None = None) -> Subject:
    """The subject that `text` names.

    Raises
    ------
    AnswerRefusedError
        It is the number of a person's document.
    NotFoundError
        Nobody has that code.
    UsageError
        It is neither a code nor a person's id.
    """
    text = text.strip()
    seq = desk.seq() if seq is None else seq
    if PERSON_ID.match(text):
        return _person(desk, text)
    if entity := entity_with(desk, text, seq):
        return entity_subject(desk, entity, seq)
    raise nobody(
        text,
        AnswerRefusedError("证件号码不得写在命令行参数里", todo="改用 --id-stdin，从标准输入给出号码"),
    )


def nobody(text: str, refusal: AnswerRefusedError) -> CreditGraphError:
    """Why a text names no subject; a person's number is refused first: one in thirty reads as a code too."""
    code = classify_code(text)
    if read_number("", text).valid:
        return refusal
    if code.valid:
        return NotFoundError("没有这个代码的主体", where=code.value, todo="核对代码，或先归集该主体的数据")
    return UsageError(
        "既不是机构代码，也不是人员编号", where=text[:40], todo="填写统一社会信用代码或 person_id"
    )


def entity_subject(desk: Desk, entity_id: str, seq: int) -> Subject:
    """An entity by internal id."""
    labels = label_ids(desk.store, [entity_id], desk.today, seq=seq)
    return Subject(
        "ENTITY", entity_id, labels.codes.get(entity_id, entity_id), labels.names.get(entity_id, "")
    )


def _person(desk: Desk, person_id: str) -> Subject:
    found = desk.store.read("read/answers/person_by_id", id=person_id)
    if not found:
        raise NotFoundError("没有这个人员编号", where=person_id, todo="核对人员编号")
    return Subject("PERSON", person_id, person_id, found[0]["name"] or "")


def find_person_by_number(desk: Desk, number_text: str, id_type: str = "01") -> Plan[Subject]:
    """The person who has this number; it is never shown or kept.

    Raises
    ------
    AnswerRefusedError
        The installation has no keys to look it up with.
    NotFoundError
        Nobody has it.
    UsageError
        It is no number.
    """
    number = read_number(id_type, number_text)
    if not number.valid:
        raise UsageError("证件号码格式或校验位不符", todo="核对号码后重新输入")
    if desk.keys is None:
        raise AnswerRefusedError("没有身份密钥，无法按证件号码查询", todo="恢复密钥文件")
    hmacs = list(desk.keys.hmac_candidates(number.id_type, number.value))
    rows = yield from ask("read/ingest/persons_by_number", hmacs=hmacs)
    if not rows[0]["person_ids"]:
        raise NotFoundError("没有该证件号码的人员", todo="核对号码")
    person_id = rows[0]["person_ids"][0]
    named = yield from ask("read/answers/person_by_id", id=person_id)
    return Subject("PERSON", person_id, person_id, named[0]["name"] or "")
