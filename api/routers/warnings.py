"""Early warning: figures, trends and the lists behind them; clues; subscriptions and alerts."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response

from api.auth.permissions import Permission, in_scope
from api.deps import Asker, asker
from api.routers.shared import (
    PROBLEMS,
    UNCHANGED,
    AsOf,
    KnownAtQuery,
    Limit,
    cursor_text,
    page_at,
    rows_before,
    unless_held,
)
from api.routers.shared import Cursor as PinnedCursor
from api.schemas.watch import (
    AlertsOut,
    ClueAsk,
    ClueDetailOut,
    ClueOut,
    CluesPageOut,
    ClueStepAsk,
    ColleaguesOut,
    NoteAsk,
    ScopeName,
    SignalName,
    SubscriptionAsk,
    SubscriptionOut,
    SubscriptionsOut,
    WarningEventsOut,
    WarningFiguresOut,
    WarningSettingsOut,
    WarningTrendOut,
)
from api.services import clues as service
from api.services.clues import actor_of
from api.services.warning import AGGREGATED, events_answer, figures_answer, trend_answer
from api.services.warning_memory import patiently
from graph.errors import AnswerRefusedError
from graph.registers.clues import add_note
from graph.registers.subscriptions import read_alert, unsubscribe
from graph.risk.warning import Scope, load_settings

router = APIRouter(responses=PROBLEMS)
Counter = Annotated[Asker, Depends(asker(Permission.SEE_WARNING_FIGURES))]
Watcher = Annotated[Asker, Depends(asker(Permission.SEE_WARNINGS))]
Worker = Annotated[Asker, Depends(asker(Permission.WORK_CLUES))]
RecordId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9]+$")]
_OF = "辖区、行业、名单代码，或单位（族群为其任一成员）的统一社会信用代码；全市为空"
Of = Annotated[str, Query(max_length=40, description=_OF)]
Cursor = Annotated[str | None, Query(description="上一页给出的游标", max_length=80)]
_NOTHING = 204


def _seen(asker: Asker) -> Any:
    return lambda region: in_scope(asker.principal, region)


def _check_scope(asker: Asker, scope: str) -> None:
    """Single subjects are for those who work on them; of which district they are, the answer looks up."""
    if Scope(scope) not in AGGREGATED and not asker.may(Permission.SEE_WARNINGS):
        raise AnswerRefusedError(
            "单位和企业族群的数值只向办案人员显示", where="scope", todo="改看辖区、行业或全市"
        )


@router.get(
    "/warnings", response_model=WarningFiguresOut, tags=["监测预警"], summary="预警数值", responses=UNCHANGED
)
async def figures(
    asker: Counter,
    scope: ScopeName = "CITY",
    signal: SignalName | None = None,
    as_of: AsOf = None,
    known_at: KnownAtQuery = None,
    cursor: PinnedCursor = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> Any:
    """A day's figures, gravest first; leaders read those of no single subject."""
    page = await page_at(asker, cursor, known_at)
    found = await patiently(
        asker,
        figures_answer,
        page.asker.desk,
        as_of or asker.desk.today,
        known_at=f"seq:{page.seq}",
        scope=scope,
        signal=signal or "",
        aggregated_only=not asker.may(Permission.SEE_WARNINGS),
        seen=_seen(asker),
        start=rows_before(page),
        limit=limit,
    )
    return unless_held(asker, page.pinned(found))


@router.get(
    "/warnings/settings", response_model=WarningSettingsOut, tags=["监测预警"], summary="信号、窗口和口径"
)
async def settings(asker: Counter) -> Any:
    """What is watched, in which edition."""
    del asker
    found = load_settings()
    return {
        "edition": found.edition,
        "late_after_days": found.late_after_days,
        "signals": [
            {
                "signal": name.value,
                "signal_zh": one.zh,
                "meaning": one.meaning,
                "unit": one.unit,
                "window_days": one.window_days,
                "baseline_windows": one.baseline_windows,
                "scopes": [scope.value for scope in one.scopes],
            }
            for name, one in found.signals.items()
        ],
    }


@router.get(
    "/warnings/trend",
    response_model=WarningTrendOut,
    tags=["监测预警"],
    summary="逐日走势",
    responses=UNCHANGED,
)
async def trend(
    asker: Counter,
    signal: SignalName,
    scope: ScopeName = "CITY",
    scope_id: Of = "",
    days: Annotated[int, Query(ge=1, le=366)] = 60,
    as_of: AsOf = None,
    known_at: KnownAtQuery = None,
) -> Any:
    """The same figure on each day, as known at one commit: days can be compared."""
    _check_scope(asker, scope)
    found = await patiently(
        asker,
        trend_answer,
        asker.desk,
        as_of or asker.desk.today,
        signal=signal,
        scope=scope,
        scope_id=scope_id,
        days=days,
        known_at=known_at,
        seen=_seen(asker),
    )
    return unless_held(asker, found)


@router.get(
    "/warnings/events",
    response_model=WarningEventsOut,
    tags=["监测预警"],
    summary="数值背后的清单",
    responses=UNCHANGED,
)
async def events(
    asker: Watcher,
    signal: SignalName,
    scope: ScopeName = "CITY",
    scope_id: Of = "",
    on_day: Annotated[bool, Query(description="只要当日的")] = False,
    as_of: AsOf = None,
    known_at: KnownAtQuery = None,
    cursor: PinnedCursor = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> Any:
    """Each with its own day, the day on which it was known, and its source."""
    _check_scope(asker, scope)
    page = await page_at(asker, cursor, known_at)
    found = await patiently(
        asker,
        events_answer,
        page.asker.desk,
        as_of or asker.desk.today,
        signal=signal,
        scope=scope,
        scope_id=scope_id,
        known_at=f"seq:{page.seq}",
        on_day_only=on_day,
        seen=_seen(asker),
        start=rows_before(page),
        limit=limit,
    )
    return unless_held(asker, page.pinned(found))


# -- clues


@router.get("/clues", response_model=CluesPageOut, tags=["线索"], summary="线索清单")
async def clues(
    asker: Worker,
    state: Annotated[list[str] | None, Query(description="只要这些状态")] = None,
    mine: Annotated[bool, Query(description="只要我承办的")] = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """Newest first; those of other districts are left out."""
    before = cursor_text(cursor)
    return await asker.compute(
        service.clues_page,
        asker.desk,
        asker.principal,
        states=state or [],
        mine=mine,
        before=before,
        limit=limit,
    )


@router.post("/clues", response_model=ClueOut, tags=["线索"], summary="提出线索", status_code=201)
async def raise_clue(asker: Worker, body: ClueAsk) -> Any:
    """By hand, from whatever page."""
    return await asker.compute(service.raise_clue, asker.desk, asker.principal, **body.model_dump())


@router.get("/clues/{clue_id}", response_model=ClueDetailOut, tags=["线索"], summary="一条线索")
async def clue(asker: Worker, clue_id: RecordId) -> Any:
    """With its history and what may be done next."""
    return await asker.compute(service.clue_detail, asker.desk, asker.principal, clue_id)


@router.post("/clues/{clue_id}/steps", response_model=ClueOut, tags=["线索"], summary="办理线索")
async def step(asker: Worker, clue_id: RecordId, body: ClueStepAsk) -> Any:
    """One step; 409 if somebody else changed the clue meanwhile."""
    return await asker.compute(service.clue_step, asker.desk, asker.principal, clue_id, body.model_dump())


@router.post("/clues/{clue_id}/notes", tags=["线索"], summary="记录", status_code=_NOTHING)
async def note(asker: Worker, clue_id: RecordId, body: NoteAsk) -> Response:
    """Added to the history, never changed."""

    def work() -> None:
        service.clue_seen(asker.desk, asker.principal, clue_id)
        add_note(asker.desk.store, clue_id, body.words, actor=actor_of(asker.principal))

    await asker.compute(work)
    return Response(status_code=_NOTHING)


@router.get("/colleagues", response_model=ColleaguesOut, tags=["线索"], summary="可分派的人员")
async def colleagues(asker: Worker) -> Any:
    """Names and roles of those who work on clues."""
    return {"rows": await asker.compute(service.colleague_rows, asker.desk.store)}


# -- subscriptions


@router.get("/warning-subscriptions", response_model=SubscriptionsOut, tags=["监测预警"], summary="我的订阅")
async def subscriptions(asker: Counter) -> Any:
    """One's own."""
    return {"rows": await asker.compute(service.own_subscriptions, asker.desk, asker.principal)}


@router.post(
    "/warning-subscriptions",
    response_model=SubscriptionOut,
    tags=["监测预警"],
    summary="订阅预警",
    status_code=201,
)
async def subscribe(asker: Counter, body: SubscriptionAsk) -> Any:
    """The same one again is the one that is there."""
    return await asker.compute(service.subscribe_to, asker.desk, asker.principal, **body.model_dump())


@router.delete(
    "/warning-subscriptions/{subscription_id}",
    tags=["监测预警"],
    summary="取消订阅",
    status_code=_NOTHING,
)
async def end_subscription(asker: Counter, subscription_id: RecordId) -> Response:
    """One's own only."""
    await asker.compute(unsubscribe, asker.desk.store, subscription_id, actor=actor_of(asker.principal))
    return Response(status_code=_NOTHING)


@router.get("/warning-alerts", response_model=AlertsOut, tags=["监测预警"], summary="我的预警通知")
async def alerts(asker: Counter, cursor: Cursor = None, limit: Limit = 100) -> Any:
    """Newest first; figures only."""
    before = cursor_text(cursor)
    return await asker.compute(service.own_alerts, asker.desk, asker.principal, before=before, limit=limit)


@router.post(
    "/warning-alerts/{alert_id}/reading", tags=["监测预警"], summary="标为已读", status_code=_NOTHING
)
async def read(asker: Counter, alert_id: RecordId) -> Response:
    """One's own only."""
    await asker.compute(read_alert, asker.desk.store, alert_id, actor=actor_of(asker.principal))
    return Response(status_code=_NOTHING)
