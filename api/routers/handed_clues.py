"""Clues that were handed over to a department: its system reads them and tells what came of them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query

from api.auth.permissions import Permission
from api.deps import Asker, asker
from api.routers.shared import PROBLEMS, Limit, cursor_text, page_at, rows_before
from api.routers.shared import Cursor as PinnedCursor
from api.schemas.watch import (
    ClueAnswerAsk,
    ClueOut,
    ClueReturnAsk,
    DepartmentsOut,
    HandedClueOut,
    HandedCluesOut,
)
from api.services import handed_clues as service
from api.services.departments import department_rows
from api.services.warning_memory import patiently

router = APIRouter(responses=PROBLEMS, tags=["线索"])
Receiver = Annotated[Asker, Depends(asker(Permission.RECEIVE_CLUES))]
Worker = Annotated[Asker, Depends(asker(Permission.WORK_CLUES))]
RecordId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9]+$")]
Cursor = Annotated[str | None, Query(description="上一页给出的游标", max_length=80)]


@router.get("/clue-departments", response_model=DepartmentsOut, summary="可以移交线索的部门")
async def departments(asker: Worker) -> Any:
    """Those with a key or an account; others would not receive it."""
    return {"rows": await asker.compute(department_rows, asker.desk.store)}


@router.get("/clues/handed-over", response_model=HandedCluesOut, summary="移交本部门的线索")
async def handed_over(
    asker: Receiver,
    unanswered: Annotated[bool, Query(description="只要尚未反馈的")] = True,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """Newest first."""
    return await asker.compute(
        service.handed_page,
        asker.desk,
        asker.principal,
        open_only=unanswered,
        before=cursor_text(cursor),
        limit=limit,
    )


@router.get(
    "/clues/handed-over/{clue_id}", response_model=HandedClueOut, summary="一条移交本部门的线索及所据记录"
)
async def handed_clue(
    asker: Receiver,
    clue_id: RecordId,
    cursor: PinnedCursor = None,
    limit: Annotated[int, Query(ge=1, le=1000, description="每页至多几条所据记录")] = 200,
) -> Any:
    """With the records behind its signal, each with its source; to the department that it went to only."""
    page = await page_at(asker, cursor, None)
    found = await patiently(
        asker,
        service.handed_clue,
        page.asker.desk,
        asker.principal,
        clue_id,
        seq=page.seq,
        start=rows_before(page),
        limit=limit,
    )
    return page.pinned(found)


@router.post("/clues/handed-over/{clue_id}/answer", response_model=ClueOut, summary="反馈办理结果")
async def answer(asker: Receiver, clue_id: RecordId, body: ClueAnswerAsk) -> Any:
    """What came of it, once; 409 if the clue was changed meanwhile."""
    return await asker.compute(service.answer_clue, asker.desk, asker.principal, clue_id, **body.model_dump())


@router.post("/clues/handed-over/{clue_id}/return", response_model=ClueOut, summary="退回移交本部门的线索")
async def send_back(asker: Receiver, clue_id: RecordId, body: ClueReturnAsk) -> Any:
    """With the reason, until it is answered; 409 if the clue was changed meanwhile."""
    return await asker.compute(service.return_clue, asker.desk, asker.principal, clue_id, **body.model_dump())
