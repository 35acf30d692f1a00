"""Who acts in a case, and what he asks for: plain data, checked before the store is touched."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final

from graph.errors import AnswerRefusedError, UsageError
from graph.identity.redact import redact_text

OPEN: Final = "OPEN"
ENDED: Final = "ENDED"
TRANSFERRED: Final = "AUTHORITY_CHANGED"
"""Why records of an authority end whose decision the ground turned out not to be."""
PERSON_CASE: Final = "PERSON"
ARREARS_CASE: Final = "SOE_ARREARS"
#: How a person was heard.
HEARD: Final = {"STATED": "已陈述申辩", "WAIVED": "书面放弃", "NO_ANSWER": "逾期未陈述申辩"}
_LONGEST: Final = {
    "request_id": 64,
    "doc_no": 100,
    "note": 2000,
    "fault_doc": 100,
    "basis": 500,
    "case_no": 100,
}

Row = dict[str, Any]


@dataclass(frozen=True)
class Actor:
    """The person who acts.

    Parameters
    ----------
    account
        As commits and the audit trail name him.
    role
        OFFICER or REVIEWER; every other role is refused by the steps themselves.
    authorities
        Codes of the authorities that he acts for.
    """

    account: str
    role: str
    name: str = ""
    authorities: tuple[str, ...] = ()

    def require_authority(self, code: str, where: str) -> None:
        """Refuse who does not act for that authority.

        Raises
        ------
        AnswerRefusedError
            He does not; an authority that is not known is nobody's.
        """
        if not code or code not in self.authorities:
            raise AnswerRefusedError(
                "只能由作出原决定的机关办理", where=where, todo="移送原决定机关；核对账户所属机关"
            )

    def require_opening(self, authority: str, where: str) -> None:
        """Refuse who may not open a case of that authority, nor be told of the one that he asks for again.

        Raises
        ------
        AnswerRefusedError
            Another authority's, or no officer.
        """
        self.require_authority(authority, where)
        if self.role != "OFFICER":
            raise AnswerRefusedError("该角色不得立案", where=where, todo="由经办人立案")


@dataclass(frozen=True)
class Imposed:
    """One measure that an enforcement imposes, and who carries it out; empty = as the catalogue says."""

    measure: str
    executor: str = ""


@dataclass(frozen=True)
class Request:
    """What somebody asks of a case.

    Parameters
    ----------
    request_id
        Given by the sender; the same one twice is the same request.
    seen
        Number of steps that the sender saw, so that he never acts on a case that has moved on.
    doc_no, doc_on
        The document that the step rests on.
    heard
        One of `HEARD`, of a hearing.
    fault_doc
        Paper that finds the person responsible, where the rule asks for one.
    served_on
        Day on which the notice reached the person, said with the notice or, later, with the hearing.
    until_day
        First day after the effect that the decision states; empty when it states none.
    measures
        Of an enforcement.
    basis
        Lawful basis of a public notice.
    persons
        Ids of those whom a decision on arrears names.
    """

    step: str
    request_id: str
    seen: int
    doc_no: str = ""
    doc_on: str = ""
    note: str = ""
    heard: str = ""
    fault_doc: str = ""
    until_day: str = ""
    basis: str = ""
    served_on: str = ""
    measures: tuple[Imposed, ...] = field(default=())
    persons: tuple[str, ...] = ()

    def checked(self) -> Request:
        """Itself, when every field can be what it says.

        Raises
        ------
        UsageError
            It names the field.
        """
        check_texts(asdict(self))
        for name in ("doc_on", "until_day", "served_on"):
            check_day(getattr(self, name), name)
        if self.heard not in ("", *HEARD):
            raise UsageError("陈述申辩情况不对", where="heard", todo="可用：" + "、".join(HEARD))
        return self

    @property
    def digest(self) -> str:
        """What makes two requests the same; `seen` is not part of it."""
        content = {name: value for name, value in asdict(self).items() if name != "seen"}
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def check_texts(given: dict[str, Any]) -> None:
    """Refuse what is too long, a request without its id, and a personal number in a text.

    Raises
    ------
    UsageError
        It names the field, never its content.
    """
    if not str(given.get("request_id") or "").strip():
        raise UsageError("缺少请求编号", where="request_id", todo="每次办理给出一个新的请求编号")
    for name, longest in _LONGEST.items():
        text = str(given.get(name) or "")
        if len(text) > longest:
            raise UsageError(f"内容超过 {longest} 字", where=name, todo="缩短后重试")
        if redact_text(text) != text:
            raise UsageError("内容里有证件号码", where=name, todo="删去证件号码；人员由系统按编号指明")


def check_day(day: str, where: str) -> None:
    """Refuse what is no day.

    Raises
    ------
    UsageError
        It is neither empty nor ``YYYY-MM-DD``.
    """
    if not day:
        return
    try:
        if date.fromisoformat(day).isoformat() == day:
            return
    except ValueError:
        pass
    raise UsageError("日期不对", where=where, todo="写成 YYYY-MM-DD")
