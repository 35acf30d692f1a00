"""The pattern library: list, run, look at matches; for investigators only, never for department keys."""

from __future__ import annotations

import logging
import threading
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query

from api.auth.permissions import Permission
from api.deps import Asker, asker
from api.routers.shared import PROBLEMS, UNCHANGED, unless_held, within
from api.schemas.patterns import MatchesOut, PatternOut, PatternsOut, RunAsk, RunOut
from api.services import patterns
from graph.errors import CreditGraphError
from graph.risk.patterns.stored import Begun, carry_out, run_by_id
from graph.store import Store

router = APIRouter(prefix="/patterns", tags=["关联模式"], responses=PROBLEMS)
Reader = Annotated[Asker, Depends(asker(Permission.SEE_PATTERNS))]
Runner = Annotated[Asker, Depends(asker(Permission.RUN_PATTERNS))]
Name = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]*$", max_length=60, description="模式名称")]
RunId = Annotated[str, Path(pattern=r"^r[0-9a-f]{8,40}$", description="运行编号")]
_log = logging.getLogger(__name__)


@router.get("", response_model=PatternsOut, summary="关联模式清单")
async def pattern_list(asker: Reader) -> Any:
    """What each pattern finds, and when it was run last."""
    return await asker.compute(patterns.library, asker.desk)


@router.get("/{name}", response_model=PatternOut, summary="一个关联模式：说明、参数、查询与运行")
async def pattern_one(asker: Reader, name: Name) -> Any:
    """With the text of its queries, and what a match does not mean."""
    return await asker.compute(patterns.one_pattern, asker.desk, name)


@router.post("/{name}/runs", response_model=RunOut, status_code=201, summary="运行一个关联模式")
async def pattern_run(asker: Runner, name: Name, body: RunAsk) -> Any:
    """Over the whole city, in the background: ask for the run until it is done."""
    begun = await asker.compute(
        patterns.begin, asker.desk, name, parameters=body.parameters, as_of=body.as_of, known_at=body.known_at
    )
    await asker.note("RUN_PATTERN", (), purpose=name, seq=begun.seq)
    noted = await asker.compute(run_by_id, asker.desk.store, begun.run_id)
    threading.Thread(target=_behind, args=(asker.desk.store, begun), daemon=True).start()
    return noted


def _behind(store: Store, begun: Begun) -> None:
    """The run itself; how it ends is told by the store, and by its silence where it cannot."""
    try:
        carry_out(store, begun)
    except CreditGraphError as error:
        _log.warning("pattern run %s failed: %s", begun.run_id, type(error).__name__)
    except Exception as error:
        _log.warning("pattern run %s was interrupted: %s", begun.run_id, type(error).__name__)


@router.get("/runs/{run_id}", response_model=RunOut, summary="一次运行的状态", responses=UNCHANGED)
async def pattern_run_state(asker: Reader, run_id: RunId) -> Any:
    """How far it is, or how it ended."""
    found = await asker.compute(run_by_id, asker.desk.store, run_id)
    # The version is the one that the run reads; how far it is moves on.
    return unless_held(asker, found, f"{found['state']}|{found['done']}|{found['beat_at']}")


@router.get(
    "/runs/{run_id}/matches",
    response_model=MatchesOut,
    response_model_exclude_unset=True,
    summary="一次运行的命中",
)
async def pattern_matches(
    asker: Reader,
    run_id: RunId,
    cursor: Annotated[int, Query(ge=0, le=1_000_000, description="上一页给出的游标")] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Any:
    """In the order of the run, which is no ranking; entities of other districts are hidden in place."""
    found, persons = await asker.compute(
        patterns.matches,
        asker.desk,
        run_id,
        masking=asker.masking,
        within=within(asker),
        after=cursor,
        limit=limit,
    )
    await asker.note("SEE_PATTERN_MATCHES", persons, purpose=found["run"]["pattern"])
    return found
