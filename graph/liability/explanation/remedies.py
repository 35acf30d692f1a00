"""Remedies, their periods and how to reach an authority: data with their basis."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import RuleDefinitionError, SettingsError
from graph.liability.explanation.data import ExplanationData
from graph.liability.explanation.periods import Period, last_day
from graph.liability.explanation.words import EVIDENCE, instrument, provision

REMEDIES_FILE: Final = Path(__file__).parent / "remedies.yaml"
CONTACTS_FILE: Final = Path(__file__).parent / "contacts.yaml"
SETTING: Final = "CREDITGRAPH_CONTACTS"
_EVENTS: Final = {"served_on": "送达", "notice_on": "告知", "known_on": "收到决定"}


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Provision(_Data):
    """One provision, with how far its wording was seen."""

    instrument: str = Field(min_length=2)
    article: str = Field(min_length=1)
    evidence: Literal["P", "E", "GK"]

    @property
    def zh(self) -> str:
        """The provision in words."""
        if self.article == "条次待核":
            return f"{instrument(self.instrument)}（条次待核，{EVIDENCE[self.evidence]}）"
        return provision(self.instrument, self.article, self.evidence)


class Remedy(_Data):
    """One way to be heard or to have a decision reviewed.

    Parameters
    ----------
    grounds, lists
        Kinds of ground and lists that it is for; ``*`` is every list.
    period
        Within which time; None when no number of days is known.
    open_ended
        It may be used at any time, so a missing period is no gap.
    """

    id: str
    name: str = "陈述申辩"
    grounds: tuple[str, ...] = Field(min_length=1)
    lists: tuple[str, ...] = Field(min_length=1)
    to: str
    text: str
    period: Period | None
    open_ended: bool = False
    basis: Provision

    def is_for(self, ground_kind: str, list_type: str) -> bool:
        """Whether it is for this kind of ground and list."""
        return ground_kind in self.grounds and ("*" in self.lists or list_type in self.lists)


class Remedies(_Data):
    """One edition of the file."""

    edition: str
    representations: tuple[Remedy, ...]
    remedies: tuple[Remedy, ...]


class Contact(_Data):
    """How to reach an authority, where that was taken from and when it was last checked."""

    name: str
    office: str = ""
    phone: str = ""
    address: str = ""
    source: str = Field(min_length=2)
    checked_on: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")

    @property
    def zh(self) -> str:
        """The contact in words."""
        parts = [
            " ".join(one for one in (self.name, self.office) if one),
            f"电话 {self.phone}" if self.phone else "",
            f"地址 {self.address}" if self.address else "",
        ]
        told = "，".join(one for one in parts if one)
        return f"{told}（来源：{self.source}，{self.checked_on} 核对）"


@cache
def load_remedies(path: Path = REMEDIES_FILE) -> Remedies:
    """The remedies.

    Raises
    ------
    RuleDefinitionError
        The file is wrong; it names the field.
    """
    try:
        return Remedies.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
        raise RuleDefinitionError("救济途径文件无法读取", where=path.name, todo="核对 YAML 语法") from error
    except ValidationError as error:
        place = ".".join(str(one) for one in error.errors()[0]["loc"])
        raise RuleDefinitionError(
            f"救济途径文件的内容不合要求：{error.errors()[0]['msg']}",
            where=f"{path.name}#{place}",
            todo="改正该字段",
        ) from error


def load_contacts(path: Path | None = None) -> dict[str, Contact]:
    """Contacts by code of the authority: of the file that the setting names, else none.

    Raises
    ------
    SettingsError
        The file is not there or wrong.
    """
    file = path or Path(os.environ.get(SETTING) or CONTACTS_FILE)
    try:
        given: dict[str, Any] = (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("contacts") or {}
        return {str(code): Contact.model_validate(one) for code, one in given.items()}
    except (yaml.YAMLError, OSError, UnicodeDecodeError, AttributeError, ValidationError) as error:
        raise SettingsError(
            "联系方式文件无法读取或内容不合要求",
            where=f"{SETTING}：{file.name}",
            todo="每个机关写明 name、source、checked_on，另可写 office、phone、address",
        ) from error


def representations_of(data: ExplanationData) -> list[str]:
    """How the person is heard, and until when: by the kind of ground, and as his own case has it."""
    return [*_lines(load_remedies().representations, data), *_heard_in_case(data)]


def _heard_in_case(data: ExplanationData) -> Iterator[str]:
    """The term that the authority set him in its case; without a day of service it has not begun."""
    told = data.told
    if not told:
        return
    number = f"{told['doc_no']}（{told['doc_on']}）" if told.get("doc_no") else "告知书"
    line = f"本案的告知：{number}"
    if days := told.get("term_days"):
        line += f"，陈述申辩期限为送达之日起 {days} 个工作日"
    if not told.get("served_on"):
        yield f"{line}；平台没有送达日期，自收到之日起算"
        return
    sure = "（暂定）" if told.get("due_provisional") else ""
    until = f"，至 {told['due_on']}{sure}" if told.get("due_on") else ""
    yield f"{line}，送达日期 {told['served_on']}{until}"


def remedies_of(data: ExplanationData) -> list[str]:
    """What the person may do against the decision, where and until when."""
    return list(_lines(load_remedies().remedies, data))


def contact_of(data: ExplanationData, contacts: dict[str, Contact] | None = None) -> str:
    """How to reach the deciding authority; never made up."""
    known = load_contacts() if contacts is None else contacts
    found = known.get(data.authority_code)
    if found is not None:
        return found.zh
    named = data.authority or "作出决定的机关"
    return f"平台没有登记{named}的联系方式，请以其决定书、告知书载明的为准，或者向该机关查询"


def _lines(remedies: tuple[Remedy, ...], data: ExplanationData) -> Iterator[str]:
    finding = data.finding
    for one in remedies:
        if one.is_for(finding["ground_kind"], finding["list_type"]):
            yield f"{one.name}：向{one.to}提出。{one.text}。{_within(one, data)}依据：{one.basis.zh}"


def _within(remedy: Remedy, data: ExplanationData) -> str:
    period = remedy.period
    if period is None:
        return "" if remedy.open_ended else "期限：平台没有查到规定的天数，以告知书、决定书载明的为准。"
    if data.is_undecided or data.own_decision is not None:
        return _within_own(period, data)
    return _counted(period, data.fact(period.since), data)


def _within_own(period: Period, data: ExplanationData) -> str:
    """A period against the decision on the person: the days of that on the organisation are not his."""
    own = data.own_decision
    if period.since == "notice_on":
        start = data.told.get("served_on") or ""
    else:
        start = (own or {}).get(period.since) or ""
    if start:
        return _counted(period, start, data)
    what = "告知书" if period.since == "notice_on" else "决定"
    yet = (
        f"尚未对本人作出{what}，" if own is None and not data.told else f"平台没有对本人的{what}的送达日期，"
    )
    return f"期限：自收到对本人的{what}之日起 {period.zh}内；{yet}不能算出最后一日。"


def _counted(period: Period, start: str, data: ExplanationData) -> str:
    event = _EVENTS[period.since]
    told = f"期限：自{event}之日起 {period.zh}内"
    if not start:
        return f"{told}；平台没有{event}日期，不能算出最后一日。"
    end = last_day(period, start)
    sure = "（当年放假安排尚未公布，暂按周一至周五计）" if end.provisional else ""
    # While holidays may still move it, nobody is told that his time is over.
    over = "，该日已过，是否受理由受理机关决定" if data.as_of > end.day and not end.provisional else ""
    return f"{told}，{event}日期 {start}，至 {end.day}{sure}{over}。"
