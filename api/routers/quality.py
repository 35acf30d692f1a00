"""Data quality, and the lists behind its figures and the overview's."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query

from api.auth.permissions import Permission
from api.deps import Asker, asker
from api.routers.shared import (
    PROBLEMS,
    UNCHANGED,
    AsOf,
    Cursor,
    KnownAtQuery,
    Limit,
    as_then,
    cursor_text,
    hex_of,
    key_of,
    may_see,
    page_at,
    seq_of,
    unless_held,
    within,
)
from api.schemas.lists import (
    ConflictsPageOut,
    EntitiesPageOut,
    PendingPageOut,
    QuarantinedPageOut,
    WithdrawalsPageOut,
)
from api.schemas.system import Day, QualityOut
from api.services.lists import entities_plan, withdrawals_plan
from api.services.quality import conflicts_plan, pending_plan, quality_plan, quarantined_plan

router = APIRouter(responses=PROBLEMS)
Keeper = Annotated[Asker, Depends(asker(Permission.SEE_QUALITY))]
Counter = Annotated[Asker, Depends(asker(Permission.SEE_STATISTICS))]
FindingReader = Annotated[Asker, Depends(asker(Permission.SEE_CONFIRMED_FINDINGS))]
LongCursor = Annotated[
    str, Query(description="上一页给出的游标", pattern="^([0-9]{1,15}s[0-9a-f]*)?$", max_length=2000)
]
Narrow = Annotated[str, Query(max_length=80)]
_FIRST_DAY: Final = "0001-01-01"


@router.get("/quality", response_model=QualityOut, tags=["数据质量"], summary="数据质量", responses=UNCHANGED)
async def quality(asker: Keeper, known_at: KnownAtQuery = None) -> Any:
    """What was kept out, what contradicts itself, and how fresh each source is."""
    asker = await as_then(asker, known_at)
    seq = await seq_of(asker, known_at)
    newest = known_at is None or seq == await asker.service.store.head_seq()
    found = await asker.ask(quality_plan(asker.desk, seq, newest=newest))
    return unless_held(asker, found, str(newest))


@router.get(
    "/quality/quarantine",
    response_model=QuarantinedPageOut,
    tags=["数据质量"],
    summary="隔离或依法退回的行",
    responses=UNCHANGED,
)
async def quarantine(
    asker: Keeper,
    returned: Annotated[bool, Query(description="为真时列出依法退回的行")] = False,
    source: Narrow = "",
    table: Narrow = "",
    rule: Narrow = "",
    known_at: KnownAtQuery = None,
    cursor: LongCursor = "",
    limit: Limit = 50,
) -> Any:
    """Where each stands, what is wrong and what to do; never the row's content."""
    page = await page_at(asker, cursor, known_at)
    found = await asker.ask(
        quarantined_plan(
            page.asker.desk,
            page.seq,
            after=key_of(page.after),
            limit=limit,
            returned=returned,
            source=source,
            table=table,
            rule=rule,
        )
    )
    return unless_held(asker, page.pinned({**found, "cursor": hex_of(found["cursor"])}))


@router.get(
    "/quality/conflicts",
    response_model=ConflictsPageOut,
    tags=["数据质量"],
    summary="来源相互矛盾的事实",
    responses=UNCHANGED,
)
async def conflicts(
    asker: Keeper, known_at: KnownAtQuery = None, cursor: Cursor = None, limit: Limit = 50
) -> Any:
    """Facts that current records tell differently, with what differs and where each stands."""
    page = await page_at(asker, cursor, known_at)
    plan = conflicts_plan(
        page.asker.desk,
        page.seq,
        after=cursor_text(page.after),
        limit=limit,
        full_values=asker.masking.full_names,
        within=within(asker),
    )
    found = await asker.ask(plan)
    persons = {one["code"]: one for row in found["rows"] for one in row["parties"] if one["kind"] == "PERSON"}
    if persons:
        await asker.note("LIST_CONFLICTS", tuple(sorted(persons)), seq=page.seq)
    for row in found["rows"]:
        for one in row["parties"]:
            if one["kind"] == "PERSON":
                one["name"] = asker.masking.name(one["name"])
    return unless_held(asker, page.pinned(found))


@router.get(
    "/quality/pending",
    response_model=PendingPageOut,
    tags=["数据质量"],
    summary="待推导的变动",
    responses=UNCHANGED,
)
async def pending(asker: Keeper, known_at: KnownAtQuery = None, limit: Limit = 50) -> Any:
    """The oldest first: what was written and waits for derivation, or waited then."""
    asker = await as_then(asker, known_at)
    found = await asker.ask(pending_plan(asker.desk, await seq_of(asker, known_at), limit=limit))
    return unless_held(asker, found)


@router.get(
    "/entities", response_model=EntitiesPageOut, tags=["认定与统计"], summary="单位清单", responses=UNCHANGED
)
async def entities(
    asker: Counter,
    region: Annotated[str | None, Query(max_length=12, description="只要这个辖区")] = None,
    as_of: AsOf = None,
    known_at: KnownAtQuery = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """The list behind the number of entities."""
    page, day = await page_at(asker, cursor, known_at), as_of or asker.desk.today
    plan = entities_plan(
        page.asker.desk,
        day,
        page.seq,
        after=cursor_text(page.after),
        limit=limit,
        region=region,
        within=within(asker),
    )
    return unless_held(asker, page.pinned(await asker.ask(plan)))


@router.get(
    "/withdrawals",
    response_model=WithdrawalsPageOut,
    tags=["认定与统计"],
    summary="撤回的责任认定",
    responses=UNCHANGED,
)
async def withdrawals(
    asker: FindingReader,
    since: Annotated[Day | None, Query(description="依据失效之日不早于")] = None,
    as_of: AsOf = None,
    known_at: KnownAtQuery = None,
    stood: Annotated[bool, Query(description="只要曾经生效的，撤回用时的中位数由它们得出")] = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """The list behind the number of withdrawals and behind the median."""
    page, day = await page_at(asker, cursor, known_at), as_of or asker.desk.today
    plan = withdrawals_plan(
        page.asker.desk,
        since or _FIRST_DAY,
        day,
        page.seq,
        allowed=lambda finding, shown: may_see(asker, finding, shown),
        after=cursor_text(page.after),
        limit=limit,
        stood=stood,
        within=within(asker),
    )
    found = page.pinned(await asker.ask(plan))
    persons = tuple(sorted({one["person"] for one in found["rows"]}))
    await asker.note("LIST_WITHDRAWALS", persons, seq=page.seq)
    for one in found["rows"]:
        one["person_name"] = asker.masking.name(one["person_name"])
    return unless_held(asker, found)
