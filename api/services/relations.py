"""Who stands beside whom: a subject's relations, some levels of them, and chains between subjects.

Who is meant is found in one read, however many are named, and all that an answer names is labelled in one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Final

from api.services.desk import Desk
from api.services.subjects import PERSON_ID, Subject, code_keys, nobody
from graph.errors import AnswerRefusedError, NotFoundError, UsageError
from graph.ownership.parties import PartyLabels, code_on, name_on
from graph.risk import (
    Conditions,
    PathAnswer,
    PathBounds,
    find_links,
    neighbourhood_plan,
    surroundings,
)
from graph.risk.frontier import HUB_DEGREE, checked_types
from graph.risk.surroundings import read_cursor
from graph.store import Plan, ask, seq_plan

MOST_AMONG: Final = 10
MOST_TARGETS: Final = 50
DEEPEST: Final = 3
#: As long as a search for paths has by default.
_SECONDS: Final = 10.0
_PAGE_CURSOR: Final = re.compile(r"s(\d{1,18})f(\S{1,80})")


@dataclass(frozen=True)
class PageCursors:
    """Where the next pages of some relation types begin, and the commit that they belong to."""

    places: Mapping[str, str]
    seq: int | None

    def known_at(self, given: str | None) -> str | None:
        """As of when the pages are, unless the question says so itself."""
        return given if given or self.seq is None else f"seq:{self.seq}"


def read_page_cursors(texts: Iterable[str]) -> PageCursors | None:
    """The cursors that a page handed out, each as ``TYPE:cursor``; an empty cursor is the first page.

    Raises
    ------
    UsageError
        One was not handed out, or they are of several commits.
    """
    places: dict[str, str] = {}
    commits: set[int] = set()
    for text in texts:
        type_, colon, cursor = text.partition(":")
        found = _PAGE_CURSOR.fullmatch(cursor)
        if not type_ or not colon or (cursor and not found):
            raise UsageError("游标不是本接口给出的", where="after", todo="写成 TYPE:游标，或从第一页重新开始")
        places[type_] = found[2] if found else ""
        commits |= {int(found[1])} if found else set()
    if len(commits) > 1:
        raise UsageError("几个游标属于不同的数据版本", where="after", todo="只用同一页给出的游标")
    return PageCursors(places, next(iter(commits), None)) if places else None


@dataclass(frozen=True)
class Party:
    """A subject that was named, and the district of its newest state (empty for a person)."""

    subject: Subject
    region: str


@dataclass(frozen=True)
class Named:
    """The subjects that a question names, in its order, as known at one commit."""

    parties: tuple[Party, ...]
    seq: int
    known_at: str | None = None

    @property
    def subjects(self) -> list[Subject]:
        """The subjects alone."""
        return [one.subject for one in self.parties]


def named_plan(texts: Sequence[str], day: str, known_at: str | None = None) -> Plan[Named]:
    """The subjects that codes and persons' ids name.

    Raises
    ------
    AnswerRefusedError
        One is the number of a person's document.
    NotFoundError
        Nobody has one of the codes or ids.
    UsageError
        One is neither a code nor a person's id.
    """
    wanted = [one.strip() for one in texts]
    codes = {one: code_keys(one) for one in wanted if not PERSON_ID.match(one)}
    seq = yield from seq_plan(known_at)
    rows = yield from ask(
        "read/network/parties",
        keys=sorted({key for keys in codes.values() for key in keys}),
        person_ids=sorted({one for one in wanted if one not in codes}),
        seq=seq,
    )
    by_key: dict[str, Party] = {}
    for row in rows[0]["entities"]:
        code = code_on(day, map(tuple, row["codes"])) or row["id"]
        subject = Subject("ENTITY", row["id"], code, name_on(day, _names(row)) or code)
        by_key.setdefault(row["key"], Party(subject, max(row["names"], default=("", "", ""))[2]))
    persons = {
        row["id"]: Party(Subject("PERSON", row["id"], row["id"], row["name"]), "")
        for row in rows[0]["persons"]
    }
    found = []
    for one in wanted:
        party = (
            next((by_key[key] for key in codes[one] if key in by_key), None)
            if one in codes
            else persons.get(one)
        )
        if party is None:
            raise _unknown(one)
        found.append(party)
    return Named(tuple(found), int(rows[0]["seq"]), known_at)


def _names(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(state[0], state[1]) for state in row["names"]]


def _unknown(text: str) -> Exception:
    if PERSON_ID.match(text):
        return NotFoundError("没有这个人员编号", where=text, todo="核对人员编号")
    refusal = AnswerRefusedError("证件号码不得写在参数或网址里", todo="改用代码或人员编号")
    return nobody(text, refusal)


def labels_plan(
    entity_ids: Iterable[str], person_ids: Iterable[str], day: str, seq: int
) -> Plan[PartyLabels]:
    """Codes and names on a day; an entity known by its code only is named by it."""
    rows = yield from ask(
        "read/network/labels", entity_ids=sorted(entity_ids), person_ids=sorted(person_ids), seq=seq
    )
    labels = PartyLabels({}, {})
    for row in rows[0]["entities"]:
        labels.codes[row["id"]] = code_on(day, map(tuple, row["codes"]))
        labels.names[row["id"]] = name_on(day, _names(row)) or labels.codes[row["id"]]
    for row in rows[0]["persons"]:
        labels.codes[row["id"]], labels.names[row["id"]] = row["id"], row["name"]
    return labels


def _labels_of(known: Mapping[str, Mapping[str, Any]], day: str) -> PartyLabels:
    """The same from what was read with the relations."""
    labels = PartyLabels({}, {})
    for party, row in known.items():
        if row["other_is_person"]:
            labels.codes[party], labels.names[party] = party, row["person_name"]
        else:
            labels.codes[party] = code_on(day, map(tuple, row["codes"]))
            labels.names[party] = name_on(day, _names(row)) or labels.codes[party]
    return labels


def network_plan(
    desk: Desk,
    named: Named,
    *,
    as_of: str | None = None,
    types: Sequence[str] | None = None,
    min_pct: float = 0.0,
    hub_degree: int = HUB_DEGREE,
    page_size: int = 100,
    after: PageCursors | None = None,
) -> Plan[dict[str, Any]]:
    """The document of ``network --json``: counts by type first, then a page of neighbours.

    Raises
    ------
    UsageError
        The cursors are of another commit than the question.
    """
    subject, day, seq = named.subjects[0], as_of or desk.today, named.seq
    if after and after.seq not in (None, seq):
        raise _other_commit()
    conditions = Conditions(day, seq, checked_types(types, as_one=False), min_pct, hub_degree)
    is_person = subject.kind == "PERSON"
    answer = yield from neighbourhood_plan(
        subject.id, is_person, conditions, page_size=page_size, after=after.places if after else None
    )
    labels = _labels_of(answer.known, day) if answer.known else None
    if labels is None:
        labels = yield from labels_plan(answer.entity_ids(), answer.person_ids(), day, seq)
    labels.codes[subject.id], labels.names[subject.id] = subject.code, subject.name
    version = (yield from desk.then(named.known_at, seq)).data_version(seq)
    shown = answer.to_json(labels.codes, labels.names)
    following = {type_: f"s{seq}f{fact_id}" for type_, fact_id in answer.following.items()}
    return {**shown, "following": following, "data_version": version}


def around(
    desk: Desk,
    named: Named,
    *,
    as_of: str | None = None,
    depth: int = DEEPEST,
    types: Sequence[str] | None = None,
    min_pct: float = 0.0,
    hub_degree: int = HUB_DEGREE,
    page_size: int = 100,
    after: str = "",
) -> dict[str, Any]:
    """The document of ``network --depth N --json``: a page of the parties some levels around a subject.

    Raises
    ------
    UsageError
        The cursor is of another commit than the question.
    """
    subject, day, seq = named.subjects[0], as_of or desk.today, named.seq
    if after and read_cursor(after)[0] != seq:
        raise _other_commit()
    answer = surroundings(
        desk.store, subject.id, day, seq=seq, depth=depth, types=types, min_pct=min_pct,
        hub_degree=hub_degree, page_size=page_size, following=after, is_person=subject.kind == "PERSON",
        time_limit=_SECONDS,
    )  # fmt: skip
    ids, persons = answer.ids(), answer.ids() & answer.persons
    labels = desk.store.ask(labels_plan(ids - persons, persons, day, seq))
    labels.codes[subject.id], labels.names[subject.id] = subject.code, subject.name
    version = desk.store.ask(desk.then(named.known_at, seq)).data_version(seq)
    return {**answer.to_json(labels.codes, labels.names), "data_version": version}


def _other_commit() -> UsageError:
    return UsageError("游标与所问的数据版本不一致", where="after", todo="不要同时给出另一个 known_at")


def known_at_of(after: str, known_at: str | None) -> str | None:
    """As of when a page is: the pages of one question are of one commit."""
    return f"seq:{read_cursor(after)[0]}" if after and not known_at else known_at


def path(
    desk: Desk,
    named: Named,
    *,
    as_of: str | None = None,
    types: Sequence[str] | None = None,
    bounds: PathBounds | None = None,
) -> dict[str, Any]:
    """The document of ``path --json``: `named` are both ends, then the parties that are left out."""
    first, last, *left_out = named.subjects
    answers = find_links(
        desk.store, [(first.id, last.id)], as_of or desk.today, seq=named.seq, types=types,
        limits=_without(bounds, left_out), persons=_persons(named),
    )  # fmt: skip
    return {**_documents(desk, named, answers)[0], "data_version": _version(desk, named)}


def links(
    desk: Desk,
    named: Named,
    ends: int,
    *,
    one_to_many: bool = False,
    as_of: str | None = None,
    types: Sequence[str] | None = None,
    bounds: PathBounds | None = None,
) -> dict[str, Any]:
    """Chains among many, or from the first to each of the others.

    Parameters
    ----------
    ends
        How many of `named` are ends; those after them are left out.

    Raises
    ------
    UsageError
        Too many or too few ends, or one named twice.
    """
    subjects = named.subjects
    ids = [one.id for one in subjects[:ends]]
    most = MOST_TARGETS + 1 if one_to_many else MOST_AMONG
    if not 2 <= len(ids) <= most:
        raise UsageError(f"一次可查二至 {most} 个主体", where="parties", todo="增减主体后重试")
    if len({*ids}) < len(ids):
        raise UsageError("同一个主体给出了两次", where="parties", todo="去掉重复的主体")
    pairs = [(ids[0], one) for one in ids[1:]] if one_to_many else list(combinations(ids, 2))
    answers = find_links(
        desk.store, pairs, as_of or desk.today, seq=named.seq, types=types,
        limits=_without(bounds, subjects[ends:]), persons=_persons(named),
    )  # fmt: skip
    return {
        "as_of": answers[0].day,
        "complete": all(one.complete for one in answers),
        "pairs": _documents(desk, named, answers),
        "data_version": _version(desk, named),
    }


def _persons(named: Named) -> list[str]:
    return [one.id for one in named.subjects if one.kind == "PERSON"]


def _without(bounds: PathBounds | None, left_out: Sequence[Subject]) -> PathBounds:
    return replace(bounds or PathBounds(), excluded=tuple(one.id for one in left_out))


def _version(desk: Desk, named: Named) -> str:
    return desk.store.ask(desk.then(named.known_at, named.seq)).data_version(named.seq)


def _documents(desk: Desk, named: Named, answers: Sequence[PathAnswer]) -> list[dict[str, Any]]:
    known = {one.id: one for one in named.subjects}
    ids = set().union(*(one.ids() for one in answers)) - known.keys()
    persons = ids & answers[0].persons
    day, seq = answers[0].day, answers[0].seq
    labels = PartyLabels({}, {}) if not ids else desk.store.ask(labels_plan(ids - persons, persons, day, seq))
    labels.codes.update((one, known[one].code) for one in known)
    labels.names.update((one, known[one].name) for one in known)
    return [one.to_json(labels.codes, labels.names) for one in answers]
