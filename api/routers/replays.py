"""Answers that were given, once more; and the catalogue of measures that they went by."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path

from api.auth.permissions import Permission
from api.deps import Asker, asker
from api.routers.shared import PROBLEMS, KnownAtQuery, as_then
from api.schemas.replays import CatalogueOut, ReplayOut
from api.services.replay import replay
from graph.answers import read_answer
from graph.errors import AnswerRefusedError

router = APIRouter(responses=PROBLEMS)
Auditor = Annotated[Asker, Depends(asker(Permission.READ_AUDIT))]
Anybody = Annotated[Asker, Depends(asker(Permission.SEE_ENTITY))]
AnswerId = Annotated[str, Path(pattern="^a[0-9a-f]{12}g-[0-9]{1,9}$", description="答复头 X-Answer-Id 的值")]


@router.get(
    "/answers/{answer_id}/replay",
    response_model=ReplayOut,
    tags=["审计"],
    summary="按当时的数据版本重放一份答复，逐项比较",
)
async def replay_answer(asker: Auditor, answer_id: AnswerId) -> Any:
    """Names and numbers of persons are in neither of the two; looking is itself written down."""
    keys = asker.desk.keys
    if keys is None:
        raise AnswerRefusedError("没有身份密钥，不能重放答复", todo="检查密钥文件夹")
    kept = await asker.compute(read_answer, asker.service.settings.answers, answer_id, keys)
    found = await asker.compute(replay, asker.desk, kept)
    await asker.note("REPLAY", (), answer=answer_id)
    return found.as_json()


@router.get(
    "/catalogue",
    response_model=CatalogueOut,
    tags=["认定与统计"],
    summary="失信惩戒措施清单，现行的或当时的",
)
async def catalogue(asker: Anybody, known_at: KnownAtQuery = None) -> Any:
    """What may be imposed at all: what is not in it is neither asked for nor imposed."""
    book = (await as_then(asker, known_at)).desk.catalogue
    return {"version": book.version, **book.model_dump(mode="json")}
