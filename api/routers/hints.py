"""Related-party hints of entities: for investigators and reviewers, never for department keys."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query

from api.auth.permissions import Permission
from api.deps import Asker, asker
from api.routers.shared import (
    PROBLEMS,
    UNCHANGED,
    AsOf,
    CodePath,
    KnownAtQuery,
    Limit,
    dossier_in_scope,
    not_handed_out,
    page_at,
    unless_held,
    within,
)
from api.schemas.hints import EntityHintOut, HintParametersOut, HintsOut
from api.services.dossier import Dossier
from api.services.hints import FIRST, MOST_PATHS, Place, entity_hint, hint_parameters, hints_page
from graph.errors import AnswerRefusedError, UsageError

router = APIRouter(tags=["关联提示"], responses=PROBLEMS)
Reader = Annotated[Asker, Depends(asker(Permission.SEE_HINTS))]
Start = Annotated[int, Query(ge=0, le=100_000, description="从第几条路径起")]
PathLimit = Annotated[int, Query(ge=1, le=1_000, description="列出几条路径")]
_CURSOR: Final = re.compile(
    r"^(0|1|0?\.[0-9]{1,18}|1\.0|0\.0|[0-9.]{1,12}e-[0-9]{1,2})"
    r"~([0-9a-zA-Z]{0,64})(?:~([0-9]{1,5}))?$"
)


@router.get(
    "/hints", response_model=HintsOut, summary="有关联提示的单位，提示值高者在前", responses=UNCHANGED
)
async def hints(
    asker: Reader,
    known_at: KnownAtQuery = None,
    cursor: Annotated[str, Query(max_length=120, description="上一页给出的游标；各页同属一个数据版本")] = "",
    limit: Limit = 50,
) -> Any:
    """Stored by the last run over all entities; of entities only."""
    page = await page_at(asker, cursor, known_at)
    start = FIRST
    if page.after:
        place = _CURSOR.match(page.after)
        if place is None:
            raise not_handed_out()
        start = Place(float(place[1]), place[2], int(place[3] or 0))
    found = await asker.compute(
        hints_page,
        page.asker.desk,
        masking=asker.masking,
        within=within(asker),
        place=start,
        limit=limit,
        seq=page.seq,
        newest=known_at is None,
    )
    return unless_held(asker, page.pinned(found))


@router.get("/hints/parameters", response_model=HintParametersOut, summary="关联提示的参数，按版本")
async def hints_parameters(
    asker: Reader, edition: Annotated[str, Query(max_length=40, description="版本，省略为现行版本")] = ""
) -> Any:
    """Versioned data: every hint names the edition by which it was computed."""
    return await asker.compute(hint_parameters, edition)


@router.get(
    "/entities/{code}/hint",
    response_model=EntityHintOut,
    summary="一个单位的关联提示与每条路径的贡献",
    responses=UNCHANGED,
)
async def hint(
    asker: Reader,
    code: CodePath,
    as_of: AsOf = None,
    known_at: KnownAtQuery = None,
    start: Start = 0,
    limit: PathLimit = MOST_PATHS,
) -> Any:
    """Computed for the day from the entity's surroundings; a person has none."""
    dossier = await dossier_in_scope(asker, code, as_of or asker.desk.today, known_at)
    if dossier.subject.kind != "ENTITY":
        todo = "查看人员的路径请用 /persons/{person_id}/paths"
        raise UsageError("自然人没有关联提示", where=code, todo=todo)
    return await _shown(asker, dossier, as_of, start, limit)


@router.get(
    "/persons/{person_id}/paths",
    response_model=EntityHintOut,
    summary="一个人三步之内通向有记录主体的路径：只有有日期的事实，没有数值",
    responses=UNCHANGED,
)
async def paths_of_person(
    asker: Reader,
    person_id: Annotated[str, Path(pattern="^p[0-9a-f]{16}$")],
    as_of: AsOf = None,
    known_at: KnownAtQuery = None,
    start: Start = 0,
    limit: PathLimit = MOST_PATHS,
) -> Any:
    """The shortest and newest first; a natural person has neither a value nor a rank."""
    if not asker.may(Permission.SEE_PERSON):
        raise AnswerRefusedError("您的角色不查看人员", where="persons", todo="由有权的人员查看")
    dossier = await dossier_in_scope(asker, person_id, as_of or asker.desk.today, known_at)
    return await _shown(asker, dossier, as_of, start, limit)


async def _shown(asker: Asker, dossier: Dossier, as_of: str | None, start: int, limit: int) -> Any:
    found, persons = await asker.compute(
        entity_hint,
        asker.desk,
        dossier.subject.id,
        masking=asker.masking,
        within=within(asker),
        as_of=as_of,
        seq=dossier.seq,
        start=start,
        limit=limit,
        is_person=dossier.subject.kind == "PERSON",
    )
    await asker.note("SEE_HINT", tuple(dict.fromkeys((dossier.subject.id, *persons))), seq=dossier.seq)
    return unless_held(asker, found)
