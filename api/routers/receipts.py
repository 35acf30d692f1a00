"""Receipts: what of the answers that the asker received does not stand as told."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query

from api.auth.permissions import Permission
from api.deps import Asker, asker
from api.routers.shared import PROBLEMS, cursor_text, seq_of
from api.schemas.receipts import AcknowledgedOut, ReceiptsPageOut
from api.services.receipts import acknowledge, receipts_plan
from graph.store.moments import now_text

router = APIRouter(tags=["核查"], responses=PROBLEMS)
Holder = Annotated[Asker, Depends(asker(Permission.SEE_CONFIRMED_FINDINGS))]
ReceiptId = Annotated[str, Path(pattern="^r[0-9a-f]{24}$", description="回执编号")]


@router.get("/receipts", response_model=ReceiptsPageOut, summary="本人或本密钥收到的撤回回执")
async def receipts(
    asker: Holder,
    unacknowledged: Annotated[bool, Query(description="只要尚未确认的")] = True,
    cursor: Annotated[str | None, Query(description="上一页给出的游标", max_length=80)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Any:
    """Findings in answers received that were withdrawn, suspended, expired or stand again, oldest first."""
    seq = await seq_of(asker, None)
    holder = asker.principal.principal_id
    plan = receipts_plan(holder, seq, after=cursor_text(cursor), limit=limit, open_only=unacknowledged)
    found = await asker.ask(plan)
    persons = tuple(sorted({one["person_id"] for one in found["rows"]}))
    await asker.note("LIST_RECEIPTS", persons, seq=seq)
    return {**found, "data_version": asker.desk.data_version(seq)}


@router.post(
    "/receipts/{receipt_id}/acknowledgement",
    response_model=AcknowledgedOut,
    summary="确认收到一份回执",
)
async def acknowledge_receipt(asker: Holder, receipt_id: ReceiptId) -> Any:
    """The first acknowledgement counts; another one changes nothing."""
    at = await acknowledge(asker.service.store, asker.principal, receipt_id, now_text())
    return {"receipt_id": receipt_id, "acknowledged_at": at}
