"""Notices on a public body's own listings and penalties, where no person has a case (FR-55-04)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from api.auth.principal import Principal
from api.services.cases import actor_of, notice_row
from api.services.desk import Desk
from api.services.statistics import zh_of
from api.services.subjects import Subject
from graph.errors import NotFoundError
from graph.liability.disputes import overturned_in, suspended_in
from graph.liability.facts import ground_facts
from graph.liability.reading import DecisionReader
from graph.registers.accountability import notices
from graph.registers.accountability.book import ABOUT, NOTICE, records
from graph.registers.accountability.contract import Row
from graph.registers.accountability.duties import duties_of
from graph.registers.roster import ended_on

_OVER: Final = {"fact_id": "", "live": False, "disputed": False}


def _grounds(desk: Desk, principal: Principal, subject: Subject, day: str, seq: int) -> list[Row]:
    """Decisions on a body by the authorities that the principal acts for, the newest first.

    Those that are over, or are in the registers no more, are among them if a notice was sent on them: it has
    its receipt and its correction.
    """
    sent = {
        one["ground_ref"]: one
        for one in records(partial(desk.store.read, seq=seq), NOTICE, "entity_id", [subject.id])
        if not one["case_id"] and one["opened_on"] <= day and one["authority_code"] in principal.authorities
    }
    known = list(_decisions(desk, principal, subject, day, seq))
    found = [one for one in known if one["decided_on"] <= day and (one["live"] or one["ground_ref"] in sent)]
    found += [
        {**{name: sent[ref][name] for name in ABOUT}, "list_type": "", "decided_on": "", **_OVER}
        for ref in set(sent) - {one["ground_ref"] for one in known}
    ]
    found.sort(key=lambda one: (one["ground_kind"], one["ground_id"]))
    return sorted(found, key=lambda one: str(one["decided_on"]), reverse=True)


def _decisions(desk: Desk, principal: Principal, subject: Subject, day: str, seq: int) -> Iterator[Row]:
    """Decisions in the registers, also those that are over by `day` or are made after it."""
    reader = DecisionReader(desk.store, seq)
    refs = reader.refs("read/liability/ground_refs_of_entities", ids=[subject.id])
    decisions = reader.decisions(refs)
    around = reader.around(decisions)
    facts = sorted({row["fact_id"] for _, row in decisions})
    said = desk.store.read("read/liability/objections_to_facts", fact_ids=facts, seq=seq)[0]["rows"]
    wrong, contested = overturned_in(said), suspended_in(said, day)
    for label, row in decisions:
        ground = ground_facts(row, label, around.beside(row))
        if ground.authority_code not in principal.authorities or not ground.authority_code:
            continue
        ended = ended_on(ground, row, around, wrong)
        live = not ended or ended > day
        yield {
            "case_id": "", "finding_id": "", "person_id": "", "person_name": "",
            "ground_kind": ground.ground_kind, "ground_ref": ground.ground_ref,
            "ground_id": ground.ground_id, "authority_code": ground.authority_code,
            "entity_id": subject.id, "list_type": ground.list_type, "decided_on": ground.decided_on,
            "fact_id": row["fact_id"], "live": live, "disputed": live and row["fact_id"] in contested,
        }  # fmt: skip


def body_duties(
    desk: Desk, principal: Principal, subject: Subject, day: str | None = None, seq: int | None = None
) -> Row:
    """For each decision of one's own authority on a body: who has to be told while it lives, and who was.

    Parameters
    ----------
    day
        Decisions as of it, today's by default.
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
        "live": about["live"],
        "disputed": about["disputed"],
        "duties": [
            {"kind": one.kind, "kind_zh": one.zh, "recipient": one.recipient, "notice_id": one.notice_id}
            for one in (duties_of(look_up, about, day) if about["live"] else ())
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
    AnswerRefusedError
        It is contested, or waits for its correction.
    """
    grounds = _grounds(desk, principal, subject, desk.today, desk.seq())
    live = (one for one in grounds if one["live"])
    about = next((one for one in live if (one["ground_kind"], one["ground_id"]) == ground), None)
    if about is None:
        raise NotFoundError("本机关对该单位没有这项有效的决定", where="ground_id", todo="核对依据种类和编号")
    actor = actor_of(principal)
    desk.store.write(
        lambda tx: notices.issue(tx, actor, about, asked, today=desk.today),
        by=actor.account,
        why="issue notice",
    )
    return body_duties(desk, principal, subject)
