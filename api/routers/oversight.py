"""The platform's own mistakes, by figure and list, and open objections with all that they suspend."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query

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
)
from api.schemas.oversight import DisputesPageOut, OverseenPageOut, OversightOut, SuspendedPageOut
from api.schemas.system import Day
from api.services.disputes import disputes_plan, suspended_plan
from api.services.oversight import overseen_plan, oversight_plan

router = APIRouter(tags=["认定与统计"], responses=PROBLEMS)
Counter = Annotated[Asker, Depends(asker(Permission.SEE_STATISTICS))]
FindingReader = Annotated[Asker, Depends(asker(Permission.SEE_CONFIRMED_FINDINGS))]
Since = Annotated[Day | None, Query(description="平台撤回之日不早于；缺省为当年年初")]


def _since(since: str | None, day: str) -> str:
    return since or f"{day[:4]}-01-01"


@router.get(
    "/oversight",
    response_model=OversightOut,
    summary="自我监督：错误关联与撤回用时，按规则和机关",
    responses=UNCHANGED,
)
async def oversight(
    asker: Counter, since: Since = None, as_of: AsOf = None, known_at: KnownAtQuery = None
) -> Any:
    """Findings dismissed, reversed or withdrawn for error, days wrongly linked, the speed of taking back."""
    seq, day = await seq_of(asker, known_at), as_of or asker.desk.today
    begin = _since(since, day)
    found = await asker.service.figures.get(
        f"oversight|{asker.desk.data_version(seq)}|{day}|{begin}",
        lambda: asker.ask(oversight_plan(asker.desk, day, seq, begin)),
    )
    return unless_held(asker, found)


@router.get(
    "/oversight/findings",
    response_model=OverseenPageOut,
    summary="自我监督数字背后的认定",
    responses=UNCHANGED,
)
async def overseen(
    asker: FindingReader,
    kind: Literal["OVERREACH", "WITHDRAWN"] = "OVERREACH",
    rule: Annotated[str, Query(max_length=80)] = "",
    authority: Annotated[str, Query(max_length=40)] = "",
    since: Since = None,
    as_of: AsOf = None,
    known_at: KnownAtQuery = None,
    limit: Limit = 100,
) -> Any:
    """The longest first; what the asker may not see is left out."""
    asker = await as_then(asker, known_at)
    seq, day = await seq_of(asker, known_at), as_of or asker.desk.today
    plan = overseen_plan(
        asker.desk,
        day,
        seq,
        _since(since, day),
        kind,
        rule=rule,
        authority=authority,
        allowed=lambda finding, state: may_see(asker, finding, state),
        most=limit,
    )
    return await _shown(asker, await asker.ask(plan), "LIST_OVERSEEN", seq)


@router.get(
    "/disputes", response_model=DisputesPageOut, summary="处理中的异议，各中止多少认定", responses=UNCHANGED
)
async def disputes(
    asker: Counter,
    as_of: AsOf = None,
    known_at: KnownAtQuery = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """Against records, facts and roles in the register (冒名登记)."""
    page, day = await page_at(asker, cursor, known_at), as_of or asker.desk.today
    after = key_of(cursor_text(page.after))
    found = await asker.ask(disputes_plan(page.asker.desk, day, page.seq, after=after, limit=limit))
    return unless_held(asker, page.pinned({**found, "cursor": hex_of(found["cursor"])}))


@router.get(
    "/disputes/{objection_id}",
    response_model=SuspendedPageOut,
    summary="一项异议中止的全部认定，不限名单",
    responses=UNCHANGED,
)
async def suspended(
    asker: FindingReader,
    objection_id: Annotated[str, Path(min_length=1, max_length=80)],
    as_of: AsOf = None,
    known_at: KnownAtQuery = None,
) -> Any:
    """Every finding that rests on the contested fact or role, across listings, with its state of the day."""
    seq, day = await seq_of(asker, known_at), as_of or asker.desk.today
    plan = suspended_plan(
        asker.desk, objection_id, day, seq, allowed=lambda finding, state: may_see(asker, finding, state)
    )
    return await _shown(asker, await asker.ask(plan), "LIST_SUSPENDED", seq)


async def _shown(asker: Asker, found: dict[str, Any], action: str, seq: int) -> Any:
    """Who was shown is written down; names as the asker may see them."""
    await asker.note(action, tuple(sorted({one["person"] for one in found["rows"]})), seq=seq)
    for one in found["rows"]:
        one["person_name"] = asker.masking.name(one["person_name"])
    return unless_held(asker, found)
