"""Ownership in answers: trees, changes of control between days, groups, beneficial owners."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from api.services.desk import Desk
from api.services.subjects import Subject
from graph.errors import NotFoundError, UsageError
from graph.model.codelists import codelist
from graph.ownership.answer import answer
from graph.ownership.beneficial import MANAGEMENT, beneficial_owners
from graph.ownership.changes import ControlChange, control_changes
from graph.ownership.groups import (
    ControlGroup,
    GroupEdge,
    count_districts,
    districts_of,
    group_under,
    stored_groups,
)
from graph.ownership.parties import PartyLabels, label_ids
from graph.ownership.policy import DEFAULT_POLICY
from graph.ownership.read import organs_among, read_upward
from graph.ownership.tree import ownership_tree

Row = dict[str, Any]
CHANGE_COLUMNS: Final = ControlChange._fields
_MOST_CHANGES: Final = 500


def tree(
    desk: Desk,
    subject: Subject,
    *,
    up: int = 3,
    down: int = 3,
    as_of: str | None = None,
    known_at: str | None = None,
) -> Row:
    """Holders and holdings of one subject, level by level, with shares along all chains."""
    day, seq = as_of or desk.today, desk.seq(known_at)
    is_person = subject.kind == "PERSON"
    found = ownership_tree(desk.store, subject.id, day, is_person=is_person, up=up, down=down, seq=seq)
    labels = label_ids(desk.store, {one.id for one in found.nodes}, day, seq=seq)
    return {
        "subject": subject.code,
        "name": subject.name,
        "as_of": day,
        "complete": found.complete,
        "nodes": [
            {
                "id": labels.codes.get(one.id, one.id),
                "name": labels.names.get(one.id, ""),
                "kind": "PERSON" if one.is_person else "ENTITY",
                "level": one.level,
                "integrated_pct": one.integrated_pct,
                "more": one.more,
            }
            for one in found.nodes
        ],
        "edges": _edges(found.edges, labels),
        "over_the_whole": [labels.codes.get(one, one) for one in found.over_the_whole],
        "loops": DEFAULT_POLICY.loops.value,
        "data_version": desk.data_version(seq),
    }


def _edges(edges: Iterable[GroupEdge], labels: PartyLabels) -> list[Row]:
    return [
        {
            "from": labels.codes.get(one.holder, one.holder),
            "to": labels.codes.get(one.company, one.company),
            "equity_pct": one.equity_pct,
            "max_pct": one.max_pct,
            "vote_pct": one.vote_pct,
            "valid_from": one.valid_from,
            "source": one.source,
        }
        for one in edges
    ]


def changes(
    desk: Desk, subject: Subject, since: str, *, as_of: str | None = None, known_at: str | None = None
) -> Row:
    """Who gained and who lost control over a subject, and what it gained and lost, from `since` to the day.

    Raises
    ------
    UsageError
        The first day is not before the other.
    """
    day, seq = as_of or desk.today, desk.seq(known_at)
    _in_order(since, day)
    rows = control_changes(
        desk.store, since, day, subject=subject.id, is_person=subject.kind == "PERSON", seq=seq
    )
    return {
        "subject": subject.code,
        "name": subject.name,
        "since": since,
        "as_of": day,
        "complete": len(rows) <= _MOST_CHANGES,
        "changes": list(_changes(desk, rows[:_MOST_CHANGES], day, seq)),
        "data_version": desk.data_version(seq),
    }


def all_changes(desk: Desk, since: str, day: str) -> Iterator[Row]:
    """Every pair of controller and controlled that differs between two days.

    Raises
    ------
    UsageError
        The first day is not before the other.
    """
    _in_order(since, day)
    seq = desk.seq()
    return _changes(desk, control_changes(desk.store, since, day, seq=seq), day, seq)


def _in_order(since: str, day: str) -> None:
    if since >= day:
        raise UsageError("起始日须早于截止日", where=f"{since}，{day}", todo="先写较早的一天")


def _changes(desk: Desk, rows: list[ControlChange], day: str, seq: int) -> Iterator[Row]:
    ids = {party for one in rows for party in (one.controller, one.controlled)}
    labels = label_ids(desk.store, ids, day, seq=seq)
    for one in rows:
        yield {
            "change": one.change,
            "controller": labels.codes.get(one.controller, one.controller),
            "controller_name": labels.names.get(one.controller, ""),
            "controller_kind": "PERSON" if one.is_person else "ENTITY",
            "controlled": labels.codes.get(one.controlled, one.controlled),
            "controlled_name": labels.names.get(one.controlled, ""),
            "before_pct": one.before_pct,
            "after_pct": one.after_pct,
            "before_kind": one.before_kind,
            "after_kind": one.after_kind,
            "before_state": one.before_state,
            "after_state": one.after_state,
        }


class Groups:
    """The groups of stored control, as they stood at one commit, with the districts of their members."""

    def __init__(self, desk: Desk, seq: int) -> None:
        self.seq = seq
        self._desk = desk
        self._groups = stored_groups(desk.store, seq=seq)
        members = {one for group in self._groups for one in group.members}
        self._districts = districts_of(desk.store, members, desk.today, seq)

    def page(self, *, within: Callable[[str], bool] | None = None, start: int = 0, limit: int = 50) -> Row:
        """Some of them, the largest first.

        Parameters
        ----------
        within
            Whether a district may be seen: a group with no member there is left out.
        """
        shown = [one for one in self._groups if within is None or self._touches(one, within)]
        some = shown[start : start + limit]
        ids = {party for one in some for party in (*one.heads, one.core) if party}
        labels = label_ids(self._desk.store, ids, self._desk.today, seq=self.seq)
        heads = {one.head for one in some if not one.is_person}
        organs = organs_among(self._desk.store, heads, self._desk.today, seq=self.seq)
        rows = [group_row(one, labels, self._districts, organ=one.head in organs) for one in some]
        following = str(start + limit) if start + limit < len(shown) else None
        return {"rows": rows, "cursor": following, "data_version": self._desk.data_version(self.seq)}

    def _touches(self, group: ControlGroup, within: Callable[[str], bool]) -> bool:
        return any(within(self._districts.get(one, "")) for one in group.members)


def group_row(
    group: ControlGroup, labels: PartyLabels, districts: dict[str, str], *, organ: bool = False
) -> Row:
    """One group in a list: name, size, districts; whether an organ of the state heads it."""
    names = codelist("districts")
    return {
        "head": labels.codes.get(group.head, group.head),
        "name": group_name(group, labels),
        "head_name": labels.names.get(group.head, ""),
        "kind": "PERSON" if group.is_person else "STATE" if organ else "ENTITY",
        "core": labels.codes.get(group.core, group.core),
        "core_name": labels.names.get(group.core, ""),
        "size": len(group.members),
        "districts": [
            {**one, "name": names.zh(one["region_code"]) if one["region_code"] else "不详"}
            for one in count_districts(group, districts)
        ],
    }


def group_name(group: ControlGroup, labels: PartyLabels) -> str:
    """What a group is called: after its head, or its core where a person heads it."""
    if group.is_person and not group.core:
        return f"{labels.names.get(group.head, '')}控制的企业"
    return f"{labels.names.get(group.core if group.is_person else group.head, '')}族群"


def group(desk: Desk, subject: Subject, *, as_of: str | None = None, known_at: str | None = None) -> Row:
    """One group with its members and the holdings inside it, on a day.

    Raises
    ------
    NotFoundError
        The subject is the ultimate controller of nothing on that day.
    """
    day, seq = as_of or desk.today, desk.seq(known_at)
    found = group_under(desk.store, subject.id, day, is_person=subject.kind == "PERSON", seq=seq)
    if found is None:
        raise NotFoundError(
            f"{day} 该主体不是任何企业族群的最终控制人", where=subject.code, todo="先查看它的实际控制人"
        )
    parties = {*found.group.heads, *found.group.members}
    labels = label_ids(desk.store, parties, day, seq=seq)
    districts = districts_of(desk.store, found.group.members, day, seq)
    names = codelist("districts")
    return {
        **group_row(found.group, labels, districts),
        "kind": found.kind,
        "as_of": day,
        "members": [
            {
                "id": labels.codes.get(one, one),
                "name": labels.names.get(one, ""),
                "voting_pct": found.voting_pct.get(one),
                "region_code": districts.get(one, ""),
                "region": names.zh(districts[one]) if districts.get(one) else "不详",
            }
            for one in found.group.members
        ],
        "edges": _edges(found.edges, labels),
        "data_version": desk.data_version(seq),
    }


def owners(desk: Desk, subject: Subject, *, as_of: str | None = None, known_at: str | None = None) -> Row:
    """Beneficial owners of an entity; where there are none, who is in charge of daily business.

    Raises
    ------
    UsageError
        A person has no owners.
    """
    if subject.kind != "ENTITY":
        raise UsageError("自然人没有受益所有人", todo="填写机构代码")
    day, seq = as_of or desk.today, desk.seq(known_at)
    upward = read_upward(desk.store, subject.id, day, seq=seq)
    found = beneficial_owners(upward, control=answer(upward))
    management: tuple[str, ...] = ()
    if found.fallback == MANAGEMENT:
        asked = {"entity_id": subject.id, "day": day, "seq": seq}
        columns = desk.store.read_columns("read/ownership/management", **asked)
        management = tuple(sorted(set(columns["person"])))
    labels = label_ids(desk.store, {*found.ids(), *management}, day, seq=seq)
    return {
        **found.to_json(labels.codes, labels.names),
        "name": subject.name,
        "management": [{"id": one, "name": labels.names.get(one, "")} for one in management],
        "data_version": desk.data_version(seq),
    }
