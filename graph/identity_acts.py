"""Judge that two persons are one, or take it back: a reviewer's act with a reason, audited, reversible."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from graph.audit.changes import record_change
from graph.contested_roles import contest_anew
from graph.days import OPEN_SEQ
from graph.errors import AnswerRefusedError, NotFoundError, UsageError
from graph.ids import new_id
from graph.same_person import JUDGED, groups_of
from graph.store import Store, WriteTransaction


@dataclass(frozen=True)
class Judge:
    """Who judges, in which role, why and on which paper."""

    actor: str
    role: str
    reason: str
    document: str = ""


def merge_persons(store: Store, absorbed: str, surviving: str, judge: Judge) -> None:
    """Judge that `absorbed` is `surviving`: from the next derivation on his facts count as the other's.

    Nothing handed in is changed. Each person counts as one other at most, and nobody counts as one who counts
    as a third: what is chained cannot be taken back one by one.

    Raises
    ------
    UsageError
        Both are the same id, or no reason is given.
    NotFoundError
        One of them is not known.
    AnswerRefusedError
        One of them is part of another judgement already.
    """
    if absorbed == surviving:
        raise UsageError("两个人员编号相同", where=absorbed, todo="给出两个不同的人员编号")
    _reasoned(judge)
    write = partial(_merge, absorbed=absorbed, surviving=surviving, judge=judge)
    store.write(write, by=judge.actor, why="judge same person")


def split_person(store: Store, absorbed: str, judge: Judge) -> str:
    """Take back the judgement that `absorbed` is somebody else; returns who that was.

    Raises
    ------
    UsageError
        No reason is given.
    NotFoundError
        He does not count as anybody else.
    """
    _reasoned(judge)
    found: str = store.write(
        partial(_split, absorbed=absorbed, judge=judge), by=judge.actor, why="split person"
    )
    return found


def judgements(store: Store, person_id: str, *, seq: int | None = None) -> list[dict[str, Any]]:
    """Every judgement on one person, the newest first.

    Parameters
    ----------
    seq
        As known at this commit; what was taken back later stands then, and why is not told.
    """
    at = store.head_seq() if seq is None else seq
    rows = store.read("read/identity/judged", person_id=person_id, seq=at)[0]["rows"]
    for one in rows:
        if one["link"]["seq_to"] > at:
            one["link"] |= {"seq_to": OPEN_SEQ, "ended_by": "", "ended_because": ""}
    return sorted(rows, key=lambda one: -int(one["link"]["seq_from"]))


def _reasoned(judge: Judge) -> None:
    if not judge.reason.strip():
        raise UsageError("没有写明理由", where="reason", todo="写明凭什么判定是同一人或不是同一人")


def _merge(tx: WriteTransaction, *, absorbed: str, surviving: str, judge: Judge) -> None:
    links = tx.run("read/identity/same_persons", ids=[absorbed, surviving])[0]["rows"]
    taken = {one["absorbed"] for one in links}
    if absorbed in taken | {one["surviving"] for one in links} or surviving in taken:
        raise AnswerRefusedError(
            "其中一人已与他人判定为同一人",
            where=f"{absorbed} {surviving}",
            todo="先撤销原有的判定，再重新判定",
        )
    link = {
        "link_id": new_id("s"),
        "reason": judge.reason,
        "document": judge.document,
        "judged_by": judge.actor,
        "judged_at": tx.at,
        "ended_by": "",
        "ended_because": "",
    }
    made = tx.run("write/identity/link", absorbed=absorbed, surviving=surviving, link=link, open_seq=OPEN_SEQ)
    if not made or not made[0]["linked"]:
        raise NotFoundError("没有这个人员编号", where=f"{absorbed} {surviving}", todo="核对两个人员编号")
    tx.run("write/meta/put_value", name=JUDGED, value="1")
    _leave_word(tx, absorbed, surviving, "MERGE_PERSONS", judge)


def _split(tx: WriteTransaction, *, absorbed: str, judge: Judge) -> str:
    ended = tx.run(
        "write/identity/unlink",
        absorbed=absorbed,
        ended_by=judge.actor,
        ended_because=judge.reason,
        open_seq=OPEN_SEQ,
    )
    if not ended:
        raise NotFoundError("该人员没有与他人判定为同一人", where=absorbed, todo="核对人员编号")
    surviving = str(ended[0]["surviving"])
    _leave_word(tx, absorbed, surviving, "SPLIT_PERSON", judge)
    return surviving


def _leave_word(tx: WriteTransaction, absorbed: str, surviving: str, action: str, judge: Judge) -> None:
    """What rests on either of them is derived anew, objections find it, and the trail says who judged."""
    persons = sorted((absorbed, surviving))
    contest_anew(tx, {one for some in groups_of(tx.run, persons).values() for one in some})
    reach = tx.run("read/identity/reach", ids=persons)[0]
    change = {
        "change_id": new_id("c"),
        "entities": sorted({one for some in reach["entities"] for one in some}),
        "persons": persons,
        "ground_refs": sorted({one for some in reach["refs"] for one in some if one}),
        "control": True,
    }
    tx.run("write/ingest/queue_change", change=change)
    record_change(
        tx,
        actor=judge.actor,
        role=judge.role,
        action=action,
        target=absorbed,
        reason=judge.reason,
        detail={"surviving": surviving, "document": judge.document},
    )
