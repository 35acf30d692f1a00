"""The risk of a group rolled up: listings, penalties, hints and guarantees of its members on a day.

Counted and told are members of the asker's districts; how many others there are is said. Nothing is added up
to one number: each line is a fact of one member.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from api.auth.masking import Masking
from api.services.desk import Desk
from api.services.districts import Within
from api.services.ownership import group_name
from api.services.parties import Parties, parties_of
from api.services.statistics import zh_of
from api.services.subjects import Subject
from graph import queries
from graph.days import add_days
from graph.errors import NotFoundError
from graph.ownership.groups import group_under
from graph.ownership.parties import label_ids
from graph.ownership.read import batches
from graph.risk.standing import UNDONE, Standing, set_aside_among, standing_of

Row = dict[str, Any]
#: Days up to the day asked in which penalties count, members looked at, lines of each kind.
WINDOW_DAYS: Final = 365
MOST_MEMBERS: Final = 1_000
MOST_TOLD: Final = 100
MOST_HINTS: Final = 10
_MOST_GUARANTEES: Final = 1_000
_BATCH: Final = 500
#: Members whose guarantees are asked for at once: so many times the most of one are the rows of an answer.
_GIVERS: Final = 20
_OF_DECISION: Final = (
    "party", "link", "fact_id", "ground_ref", "list_type", "severity", "decided_on", "ended_on",
    "annulled_on", "kind",
)  # fmt: skip


def group_risk(
    desk: Desk, subject: Subject, *, masking: Masking, within: Within | None, with_hints: bool,
    as_of: str | None = None, known_at: str | None = None,
) -> Row:  # fmt: skip
    """What stands against the members of a group on a day, and whom of those listed they answer for.

    Parameters
    ----------
    with_hints
        The asker may see hints.

    Raises
    ------
    NotFoundError
        The subject is the ultimate controller of nothing on that day.
    """
    day, seq = as_of or desk.today, desk.seq(known_at)
    desk = desk.store.ask(desk.then(known_at, seq))
    found = group_under(desk.store, subject.id, day, is_person=subject.kind == "PERSON", seq=seq)
    if found is None:
        what = f"{day} 该主体不是任何企业族群的最终控制人"
        raise NotFoundError(what, where=subject.code, todo="先查看它的实际控制人")
    members = found.group.members[:MOST_MEMBERS]
    guarantees, all_given = _guarantees(desk, members, day, seq)
    ends = {one["target"] for one in guarantees}
    parties = parties_of(desk, {*members, *ends}, (), day, seq, masking=masking, within=within)
    shown = [one for one in members if one not in parties.outside]
    decisions = _decisions(desk, {*shown, *ends}, day, seq)
    labels = label_ids(desk.store, {*found.group.heads, *filter(None, [found.group.core])}, day, seq=seq)
    listed = [one for one in decisions if one["link"] == "LISTED_BY" and one["standing"] is Standing.IN_FORCE]
    since = add_days(day, -WINDOW_DAYS)
    penalties = [one for one in decisions if _counts(one, since)]
    exposed = _exposed(parties, guarantees, listed, {*shown})
    return {
        "head": labels.codes.get(found.group.head, found.group.head),
        "name": group_name(found.group, labels),
        "as_of": day,
        "size": len(found.group.members),
        "looked_at": len(shown),
        "hidden": len(members) - len(shown),
        "complete": all_given and len(members) == len(found.group.members),
        "window_days": WINDOW_DAYS,
        "first_day": add_days(since, 1),
        "listed": _told(parties, [one for one in listed if one["party"] in {*shown}]),
        "penalties": _told(parties, [one for one in penalties if one["party"] in {*shown}]),
        "hints": _hints(desk, parties, shown, seq) if with_hints else None,
        "guarantees": exposed[:MOST_TOLD],
        "guarantees_number": len(exposed),
        "data_version": desk.data_version(seq),
    }


def _counts(one: Row, since: str) -> bool:
    """A penalty of the window that was neither repaired nor overturned; one whose effect is over counts."""
    fallen = one["standing"] in (Standing.REPAIRED, Standing.UNDONE) or one["kind"] in UNDONE
    return one["link"] == "PENALISED_BY" and one["decided_on"] > since and not fallen


def _decisions(desk: Desk, entities: Iterable[str], day: str, seq: int) -> list[Row]:
    """Decisions on some entities up to the day, each with what has become of it, the newest first."""
    query = queries.get("read/hints/decisions_of", label="Entity", key="entity_id")
    rows: list[Row] = []
    for batch in batches(sorted(entities), _BATCH):
        columns = desk.store.read_columns(query, ids=batch, since="", day=day, seq=seq)
        aside = set_aside_among(desk.store, columns["ground_ref"], day, seq)
        for values in zip(*(columns[name] for name in _OF_DECISION), strict=True):
            one = dict(zip(_OF_DECISION, values, strict=True))
            standing = standing_of(
                ref=one["ground_ref"],
                kind=one["kind"],
                ended_on=one["ended_on"],
                annulled_on=one["annulled_on"],
                aside=aside,
                day=day,
            )
            rows.append({**one, "standing": standing})
    return sorted(rows, key=lambda one: (one["decided_on"], one["fact_id"]), reverse=True)


def _told(parties: Parties, rows: list[Row]) -> Row:
    """Of how many members how many decisions there are, and the newest of them."""
    return {
        "members": len({one["party"] for one in rows}),
        "number": len(rows),
        "rows": [
            {
                **parties.shown(one["party"], is_person=False),
                "list_type": one["list_type"],
                "list_type_zh": zh_of("list_types", one["list_type"]) if one["list_type"] else "",
                "severity": one["severity"],
                "decided_on": one["decided_on"],
            }
            for one in rows[:MOST_TOLD]
        ],
    }


def _hints(desk: Desk, parties: Parties, entities: list[str], seq: int) -> list[Row]:
    """The strongest stored hints; each says of which day it is."""
    rows: list[tuple[float, str, float, str]] = []
    for batch in batches(sorted(entities), _BATCH):
        columns = desk.store.read_columns("read/hints/of_entities", entity_ids=batch, seq=seq)
        names = ("value", "entity", "own", "as_of")
        for value, entity, own, as_of in zip(*(columns[name] for name in names), strict=True):
            rows.append((value, entity, own, as_of))
    return [
        {**parties.shown(entity, is_person=False), "value": value, "own": own, "as_of": as_of}
        for value, entity, own, as_of in sorted(rows, key=lambda one: (-one[0], one[1]))[:MOST_HINTS]
    ]


def _guarantees(desk: Desk, entities: Iterable[str], day: str, seq: int) -> tuple[list[Row], bool]:
    """Guarantees that these entities give on the day, and whether those are all."""
    rows: list[Row] = []
    given: Counter[str] = Counter()
    for batch in batches(sorted({*entities}), _GIVERS):
        asked = {"entity_ids": batch, "day": day, "seq": seq, "cap": _MOST_GUARANTEES + 1}
        columns = desk.store.read_columns("read/warning/guarantees_given", **asked)
        names = ("source", "target", "fact_id", "valid_from", "origin")
        rows += [
            dict(zip(names, values, strict=True))
            for values in zip(*(columns[name] for name in names), strict=True)
        ]
        given.update(columns["source"])
    return rows, max(given.values(), default=0) <= _MOST_GUARANTEES


def _exposed(parties: Parties, guarantees: list[Row], listed: list[Row], shown: set[str]) -> list[Row]:
    """Guarantees of shown members for whoever stands in a list; for a hidden one it is not said in which."""
    lists: dict[str, Row] = {}
    for one in listed:
        lists.setdefault(one["party"], one)
    rows = []
    for one in guarantees:
        if one["source"] not in shown or one["target"] not in lists:
            continue
        hidden, entry = one["target"] in parties.outside, lists[one["target"]]
        rows.append(
            {
                "guarantor": parties.shown(one["source"], is_person=False),
                "debtor": parties.shown(one["target"], is_person=False),
                "valid_from": one["valid_from"],
                "source": one["origin"],
                "list_type_zh": "" if hidden else zh_of("list_types", entry["list_type"]),
                "decided_on": "" if hidden else entry["decided_on"],
            }
        )
    return sorted(rows, key=lambda one: str(one["valid_from"]), reverse=True)
