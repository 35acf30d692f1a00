"""Search, and one subject's page: records, relations, control."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from api.auth.permissions import Permission
from api.deps import Asker, asker
from api.routers.shared import (
    PROBLEMS,
    UNCHANGED,
    AsOf,
    CodePath,
    KnownAtQuery,
    dossier_in_scope,
    is_public,
    persons_in_scope,
    refuse_number,
    seq_of,
    unless_held,
    within,
)
from api.schemas.answers import DetailOut, SearchOut
from api.schemas.system import NumberOut, SearchAsk, UnmaskAsk
from api.services.detail import detail_plan, persons_named
from api.services.numbers import numbers_plan
from api.services.search import search_plan
from graph.audit import record_change_async
from graph.errors import NotFoundError
from graph.store import AsyncWriteTransaction

router = APIRouter(tags=["主体"], responses=PROBLEMS)
Searcher = Annotated[Asker, Depends(asker(Permission.SEARCH_ENTITIES))]
EntityReader = Annotated[Asker, Depends(asker(Permission.SEE_ENTITY))]
PersonReader = Annotated[Asker, Depends(asker(Permission.SEE_PERSON))]
Unmasker = Annotated[Asker, Depends(asker(Permission.UNMASK))]


@router.post("/search", response_model=SearchOut, summary="按名称、代码或证件号码搜索")
async def search(asker: Searcher, body: SearchAsk) -> Any:
    """A body and not an address: nobody can keep a number out of what he types."""
    persons = asker.may(Permission.SEARCH_PERSONS)
    plan = search_plan(
        asker.desk,
        body.text,
        limit=body.limit,
        persons=persons,
        within=within(asker),
        as_of=body.as_of,
        known_at=body.known_at,
    )
    found = await asker.ask(plan)
    if is_public(asker):
        for hit in found["entities"]:
            hit["records"] = None
    if found["persons"]:
        await asker.note("SEARCH_PERSONS", tuple(one["person_id"] for one in found["persons"]))
    for one in found["persons"]:
        one["name"], one["id_masked"] = (
            asker.masking.name(one["name"]),
            asker.masking.masked_id(one["id_masked"]),
        )
    return found


@router.get("/entities/{code}", response_model=DetailOut, summary="一个主体的记录与关系", responses=UNCHANGED)
async def entity(
    asker: EntityReader,
    code: CodePath,
    as_of: AsOf = None,
    known_at: KnownAtQuery = None,
) -> Any:
    """Dated records and relations with their sources; without relations for those who may not see them."""
    day = as_of or asker.desk.today
    dossier = await dossier_in_scope(asker, code, day, known_at)
    if dossier.subject.kind != "ENTITY":
        raise NotFoundError(
            "这是人员编号，不是主体代码", where=code, todo="查看人员请用 /persons/{person_id}"
        )
    plan = detail_plan(asker.desk, dossier.subject, day, dossier.seq, published_only=is_public(asker))
    found = await asker.ask(plan)
    names = persons_named(found)
    if not asker.may(Permission.SEE_NETWORK):
        found["ties"] = []
        found["records"] = [one for one in found["records"] if one["label"] != "Attribution"]
    persons = {one["other"]: one["other_name"] for one in found["ties"] if one["other_kind"] == "PERSON"}
    if persons:
        await asker.note("SEE_ENTITY", (dossier.subject.id, *sorted(persons)), seq=dossier.seq)
    found["records"] = asker.masking.document(found["records"], names)
    found["ties"] = asker.masking.document(found["ties"], names)
    return unless_held(asker, found)


@router.get(
    "/persons/{person_id}", response_model=DetailOut, summary="一个人员的任职与记录", responses=UNCHANGED
)
async def person(
    asker: PersonReader,
    person_id: Annotated[str, CodePath],
    as_of: AsOf = None,
    known_at: KnownAtQuery = None,
) -> Any:
    """Dated facts, no number, no ranking; those of whoever was judged to be the same person as well."""
    day = as_of or asker.desk.today
    dossier = await dossier_in_scope(asker, person_id, day, known_at)
    if dossier.subject.kind != "PERSON":
        raise NotFoundError("没有这个人员编号", where=person_id, todo="核对人员编号")
    found = await asker.ask(detail_plan(asker.desk, dossier.subject, day, dossier.seq))
    also = [one["code"] for one in found["also"]]
    await asker.note("SEE_PERSON", (dossier.subject.id, *also), seq=dossier.seq)
    names = [dossier.subject.name, *(one["name"] for one in found["also"])]
    return unless_held(asker, asker.masking.document(found, names))


@router.post("/persons/{person_id}/number", response_model=NumberOut, summary="查看完整证件号码，须说明理由")
async def unmask(asker: Unmasker, person_id: Annotated[str, CodePath], body: UnmaskAsk) -> Any:
    """Written into the audit trail twice before it is shown: as an event of the store and as a reading."""
    refuse_number(person_id)
    await persons_in_scope(asker, [person_id], await seq_of(asker, None))
    numbers = await asker.ask(numbers_plan(asker.desk, person_id))

    async def work(tx: AsyncWriteTransaction) -> None:
        await record_change_async(
            tx,
            actor=asker.principal.principal_id,
            role=asker.principal.role.value,
            action="UNMASK",
            target=person_id,
            reason=body.reason,
        )

    await asker.service.store.write(work, by=asker.principal.principal_id, why="unmask a number")
    await asker.note("UNMASK", (person_id,), reason=body.reason, fields=("id_no",))
    return {"person_id": person_id, "numbers": numbers}
