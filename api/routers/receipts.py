"""Receipts: what of the answers that the asker received does not stand as told."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query

from api.auth.permissions import Permission
from api.deps import Asker, asker
from api.routers.shared import (
    PROBLEMS,
    UNCHANGED,
    Cursor,
    KnownAtQuery,
    Limit,
    cursor_text,
    page_at,
    unless_held,
)
from api.schemas.receipts import AcknowledgedOut, ReceiptsPageOut
from api.services.receipts import acknowledge, receipts_plan
from graph.store.moments import now_text

router = APIRouter(tags=["核查"], responses=PROBLEMS)
Holder = Annotated[Asker, Depends(asker(Permission.SEE_CONFIRMED_FINDINGS))]
ReceiptId = Annotated[str, Path(pattern="^r[0-9a-f]{24}$", description="回执编号")]


@router.get(
    "/receipts", response_model=ReceiptsPageOut, summary="本人或本密钥收到的撤回回执", responses=UNCHANGED
)
async def receipts(
    asker: Holder,
    unacknowledged: Annotated[bool, Query(description="只要尚未确认的")] = True,
    known_at: KnownAtQuery = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """Findings in answers received that were withdrawn, suspended, expired or stand again, oldest first."""
    page = await page_at(asker, cursor, known_at)
    holder = asker.principal.principal_id
    after = cursor_text(page.after)
    plan = receipts_plan(holder, page.seq, after=after, limit=limit, open_only=unacknowledged, past=page.past)
    found = page.pinned(await asker.ask(plan))
    persons = tuple(sorted({one["person_id"] for one in found["rows"]}))
    await asker.note("LIST_RECEIPTS", persons, seq=page.seq)
    return unless_held(asker, {**found, "data_version": page.asker.desk.data_version(page.seq)})


@router.post(
    "/receipts/{receipt_id}/acknowledgement",
    response_model=AcknowledgedOut,
    summary="确认收到一份回执",
)
async def acknowledge_receipt(asker: Holder, receipt_id: ReceiptId) -> Any:
    """The first acknowledgement counts; another one changes nothing."""
    at = await acknowledge(asker.service.store, asker.principal, receipt_id, now_text())
    return {"receipt_id": receipt_id, "acknowledged_at": at}
