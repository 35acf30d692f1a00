"""Notices on a public body's own listings and penalties, where no person has a case (FR-55-04)."""

from __future__ import annotations

from functools import partial
from typing import Any

from api.auth.principal import Principal
from api.services.cases import actor_of, notice_row
from api.services.desk import Desk
from api.services.statistics import zh_of
from api.services.subjects import Subject
from graph.errors import NotFoundError
from graph.liability.disputes import overturned
from graph.liability.facts import ground_facts
from graph.liability.reading import DecisionReader
from graph.registers.accountability import notices
from graph.registers.accountability.book import NOTICE, records
from graph.registers.accountability.contract import Row
from graph.registers.accountability.duties import duties_of
from graph.registers.roster import ended_on


def _grounds(desk: Desk, principal: Principal, subject: Subject, day: str, seq: int) -> list[Row]:
    """Decisions on a body by the authorities that the principal acts for, the newest first."""
    reader = DecisionReader(desk.store, seq)
    refs = reader.refs("read/liability/ground_refs_of_entities", ids=[subject.id])
    decisions = reader.decisions(refs)
    around = reader.around(decisions)
    wrong = overturned(desk.store.read, (row["fact_id"] for _, row in decisions), seq=seq)
    found = []
    for label, row in decisions:
        ground = ground_facts(row, label, around.beside(row))
        if ground.authority_code not in principal.authorities or not ground.authority_code:
            continue
        ended = ended_on(ground, row, around, wrong)
        if (ended and ended <= day) or ground.decided_on > day:
            continue
        found.append(
            {
                "case_id": "", "finding_id": "", "person_id": "", "person_name": "",
                "ground_kind": ground.ground_kind, "ground_ref": ground.ground_ref,
                "ground_id": ground.ground_id, "authority_code": ground.authority_code,
                "entity_id": subject.id, "list_type": ground.list_type, "decided_on": ground.decided_on,
            }
        )  # fmt: skip
    found.sort(key=lambda one: (one["ground_kind"], one["ground_id"]))
    return sorted(found, key=lambda one: str(one["decided_on"]), reverse=True)


def body_duties(
    desk: Desk, principal: Principal, subject: Subject, day: str | None = None, seq: int | None = None
) -> Row:
    """For each live decision of one's own authority on a body: who has to be told, and who was.

    Parameters
    ----------
    day
        Decisions live on it, today's by default.
    seq
        As known at this commit, notices too; the newest by default.
    """
    day, seq = day or desk.today, desk.seq() if seq is None else seq
    look_up = partial(desk.store.read, seq=seq)
    return {
        "entity": subject.code,
        "entity_name": subject.name,
        "as_of": day,
        "rows": [_shown(look_up, one, day) for one in _grounds(desk, principal, subject, day, seq)],
        "data_version": desk.data_version(seq),
    }


def _shown(look_up: Any, about: Row, day: str) -> Row:
    sent = records(look_up, NOTICE, "ground_ref", [about["ground_ref"]])
    return {
        "ground_kind": about["ground_kind"],
        "ground_kind_zh": zh_of("ground_kinds", about["ground_kind"]),
        "ground_id": about["ground_id"],
        "list_type_zh": zh_of("list_types", about["list_type"]) if about["list_type"] else "",
        "decided_on": about["decided_on"],
        "duties": [
            {"kind": one.kind, "kind_zh": one.zh, "recipient": one.recipient, "notice_id": one.notice_id}
            for one in duties_of(look_up, about, day)
        ],
        "notices": [notice_row(one) for one in sent if not one["case_id"]],
    }


def issue_body_notice(
    desk: Desk, principal: Principal, subject: Subject, ground: tuple[str, str], asked: notices.Asked
) -> Row:
    """Issue a notice on a decision itself.

    Raises
    ------
    NotFoundError
        One's own authority has no such live decision on the body.
    """
    grounds = _grounds(desk, principal, subject, desk.today, desk.seq())
    about = next((one for one in grounds if (one["ground_kind"], one["ground_id"]) == ground), None)
    if about is None:
        raise NotFoundError("本机关对该单位没有这项有效的决定", where="ground_id", todo="核对依据种类和编号")
    actor = actor_of(principal)
    desk.store.write(
        lambda tx: notices.issue(tx, actor, about, asked, today=desk.today),
        by=actor.account,
        why="issue notice",
    )
    return body_duties(desk, principal, subject)
