"""Whether two persons are one: judged by a reviewer, reversible."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path

from api.auth.permissions import Permission
from api.deps import Asker, asker
from api.routers.shared import PROBLEMS, UNCHANGED, KnownAtQuery, as_then, seq_of, unless_held
from api.schemas.identities import JudgementsOut, MergeAsk, SplitAsk
from graph.identity_acts import Judge, judgements, merge_persons, split_person

router = APIRouter(tags=["主体与人员"], responses=PROBLEMS)
Reviewer = Annotated[Asker, Depends(asker(Permission.JUDGE_IDENTITY))]
PersonId = Annotated[str, Path(pattern="^p[0-9a-f]{16}$", description="人员编号")]


def _judge(asker: Asker, reason: str, document: str) -> Judge:
    return Judge(asker.principal.principal_id, asker.principal.role.value, reason, document)


@router.get(
    "/persons/{person_id}/identity",
    response_model=JudgementsOut,
    summary="对一个人员编号作过的判定",
    responses=UNCHANGED,
)
async def judged(asker: Reviewer, person_id: PersonId, known_at: KnownAtQuery = None) -> Any:
    """Those taken back too, the newest first."""
    asker = await as_then(asker, known_at)
    seq = await seq_of(asker, known_at)
    found = await asker.compute(judgements, asker.service.blocking, person_id, seq=seq)
    await asker.note("LIST_JUDGEMENTS", (person_id,), seq=seq)
    return unless_held(asker, _document(asker, person_id, found, seq))


@router.post(
    "/persons/{person_id}/identity", response_model=JudgementsOut, summary="判定一个人员编号与另一人为同一人"
)
async def merge(asker: Reviewer, person_id: PersonId, body: MergeAsk) -> Any:
    """Nothing handed in is changed; findings follow with the next derivation."""
    judge = _judge(asker, body.reason, body.document)
    await asker.compute(merge_persons, asker.service.blocking, person_id, body.surviving, judge)
    return await _after(asker, person_id)


@router.post("/persons/{person_id}/identity/end", response_model=JudgementsOut, summary="撤销同一人的判定")
async def split(asker: Reviewer, person_id: PersonId, body: SplitAsk) -> Any:
    """What had come of it is taken back, with the cause."""
    judge = _judge(asker, body.reason, body.document)
    await asker.compute(split_person, asker.service.blocking, person_id, judge)
    return await _after(asker, person_id)


async def _after(asker: Asker, person_id: str) -> dict[str, Any]:
    seq = await seq_of(asker, None)
    found = await asker.compute(judgements, asker.service.blocking, person_id, seq=seq)
    return _document(asker, person_id, found, seq)


def _document(asker: Asker, person_id: str, found: list[dict[str, Any]], seq: int) -> dict[str, Any]:
    names = ("link_id", "reason", "document", "judged_by", "judged_at", "ended_by", "ended_because")
    rows = [
        {
            "absorbed": one["absorbed"],
            "surviving": one["surviving"],
            "stands": one["link"]["seq_to"] > seq,
            **{name: one["link"][name] for name in names},
        }
        for one in found
    ]
    return {"person_id": person_id, "rows": rows, "data_version": asker.desk.data_version(seq)}
