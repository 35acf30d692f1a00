"""Questions that investigators compose, save, share and search: a form, never a query language."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query

from api.auth.permissions import Permission
from api.deps import Asker, asker
from api.routers.shared import PROBLEMS, within
from api.schemas.questions import (
    QuestionAsk,
    QuestionResultOut,
    QuestionSave,
    SavedQuestionOut,
    SavedQuestionsOut,
    VocabularyOut,
)
from api.services.questions import owner_of, run_question
from graph.risk.questions import (
    delete_question,
    save_question,
    saved_question,
    saved_questions,
    vocabulary,
)

router = APIRouter(prefix="/questions", tags=["自编查询"], responses=PROBLEMS)
Composer = Annotated[Asker, Depends(asker(Permission.COMPOSE_QUERIES))]
QueryId = Annotated[str, Path(pattern=r"^q[0-9a-f]{8,40}$", description="查询编号")]


@router.get("/vocabulary", response_model=VocabularyOut, summary="自编查询可以使用的词汇")
async def question_vocabulary(asker: Composer) -> Any:
    """Starts, relations, fields and operators; what is not here is refused."""
    return vocabulary()


@router.post("/run", response_model=QuestionResultOut, summary="运行一个自编查询")
async def question_run(asker: Composer, body: QuestionAsk) -> Any:
    """Within bounds of rows, width and time; what was cut is said."""
    found, persons = await asker.compute(
        run_question,
        asker.desk,
        body.form.as_given(),
        masking=asker.masking,
        within=within(asker),
        as_of=body.as_of,
        known_at=body.known_at,
        after=body.after,
    )
    await asker.note("RUN_QUERY", persons, seq=int(found["data_version"].split("/")[0]))
    return found


@router.get(
    "",
    response_model=SavedQuestionsOut,
    response_model_exclude_unset=True,
    summary="保存的查询：自己的与他人共享的",
)
async def question_list(
    asker: Composer, text: Annotated[str, Query(max_length=60, description="名称或说明中的文字")] = ""
) -> Any:
    """By name."""
    owner, _, _ = owner_of(asker.principal)
    rows, complete = await asker.compute(saved_questions, asker.desk.store, owner, text)
    return {"rows": rows, "complete": complete}


@router.post(
    "",
    response_model=SavedQuestionOut,
    response_model_exclude_unset=True,
    status_code=201,
    summary="保存一个查询",
)
async def question_save(asker: Composer, body: QuestionSave) -> Any:
    """For oneself, or shared with other investigators."""
    return await _save(asker, body, "")


@router.get(
    "/{query_id}",
    response_model=SavedQuestionOut,
    response_model_exclude_unset=True,
    summary="一个保存的查询",
)
async def question_one(asker: Composer, query_id: QueryId) -> Any:
    """One's own, or shared."""
    owner, _, _ = owner_of(asker.principal)
    return await asker.compute(saved_question, asker.desk.store, query_id, owner)


@router.put(
    "/{query_id}",
    response_model=SavedQuestionOut,
    response_model_exclude_unset=True,
    summary="更改自己保存的查询",
)
async def question_change(asker: Composer, query_id: QueryId, body: QuestionSave) -> Any:
    """A new version; the old one stays in the store."""
    return await _save(asker, body, query_id)


@router.delete("/{query_id}", status_code=204, summary="删除自己保存的查询")
async def question_delete(asker: Composer, query_id: QueryId) -> None:
    """Its versions stay in the store, and nobody sees them any more."""
    owner, _, role = owner_of(asker.principal)
    await asker.compute(delete_question, asker.desk.store, query_id, owner=owner, role=role)


async def _save(asker: Asker, body: QuestionSave, query_id: str) -> Any:
    owner, owner_name, role = owner_of(asker.principal)
    saved = await asker.compute(
        save_question,
        asker.desk.store,
        owner=owner,
        owner_name=owner_name,
        role=role,
        name=body.name,
        note=body.note,
        shared=body.shared,
        form=body.form.as_given(),
        query_id=query_id,
    )
    return await asker.compute(saved_question, asker.desk.store, saved, owner)
