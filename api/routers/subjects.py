"""Search, and one subject's page: records, relations, network, control, paths."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.auth.permissions import Permission
from api.deps import Asker, asker
from api.routers.shared import (
    PROBLEMS,
    AsOf,
    CodePath,
    KnownAtQuery,
    dossier_in_scope,
    is_public,
    refuse_number,
    seq_of,
    tagged,
    within,
)
from api.schemas.answers import DetailOut, SearchOut
from api.schemas.system import Code, Day, NumberOut, SearchAsk, UnmaskAsk
from api.services.detail import detail_plan, persons_named
from api.services.investigate import control, network, path
from api.services.numbers import numbers_plan
from api.services.search import search_plan
from api.services.subjects import Subject
from graph.audit import record_change_async
from graph.errors import NotFoundError, UsageError
from graph.risk.paths import PathBounds
from graph.store import AsyncWriteTransaction

router = APIRouter(tags=["主体"], responses=PROBLEMS)
Searcher = Annotated[Asker, Depends(asker(Permission.SEARCH_ENTITIES))]
EntityReader = Annotated[Asker, Depends(asker(Permission.SEE_ENTITY))]
PersonReader = Annotated[Asker, Depends(asker(Permission.SEE_PERSON))]
ControlReader = Annotated[Asker, Depends(asker(Permission.SEE_CONTROL))]
NetworkReader = Annotated[Asker, Depends(asker(Permission.SEE_NETWORK))]
PathReader = Annotated[Asker, Depends(asker(Permission.SEE_PATHS))]
Unmasker = Annotated[Asker, Depends(asker(Permission.UNMASK))]


class ControlOut(BaseModel):
    """Who controls an entity, by which votes and over which paths."""

    model_config = ConfigDict(extra="allow")
    entity: str
    name: str
    as_of: str
    result: Literal["CONTROLLED", "NO_CONTROLLER", "NOT_DERIVABLE"]
    controllers: list[dict[str, Any]]
    bounds: dict[str, Any]
    data_version: str


class NetworkOut(BaseModel):
    """Counts by type first, then a page of neighbours; hubs are counted, not listed."""

    model_config = ConfigDict(extra="allow")
    subject: str
    name: str
    as_of: str
    complete: bool
    counts: list[dict[str, Any]]
    neighbours: list[dict[str, Any]]
    following: dict[str, str] = Field(description="各关系类型下一页的游标")
    data_version: str


class PathOut(BaseModel):
    """Shortest relations between two subjects, complete within bounds or cut short."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)
    from_: str = Field(alias="from")
    to: str
    complete: bool
    bounds: dict[str, Any]
    paths: list[dict[str, Any]]
    data_version: str


class PathAsk(BaseModel):
    """Two subjects, and how far to search."""

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        json_schema_extra={"examples": [{"from": "91410100MA00000000", "to": "91410100MA00000019"}]},
    )
    from_: Code = Field(alias="from")
    to: Code
    as_of: Day | None = None
    max_length: int = Field(default=6, ge=1, le=10)


@router.post("/search", response_model=SearchOut, summary="按名称、代码或证件号码搜索")
async def search(asker: Searcher, body: SearchAsk) -> Any:
    """A body and not an address: nobody can keep a number out of what he types."""
    persons = asker.may(Permission.SEARCH_PERSONS)
    found = await asker.ask(
        search_plan(asker.desk, body.text, limit=body.limit, persons=persons, within=within(asker))
    )
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


@router.get("/entities/{code}", response_model=DetailOut, summary="一个主体的记录与关系")
async def entity(
    request: Request,
    response: Response,
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
    if tagged(request, response, found["data_version"], asker):
        return Response(status_code=304, headers=dict(response.headers))
    found["records"] = asker.masking.document(found["records"], names)
    found["ties"] = asker.masking.document(found["ties"], names)
    return found


@router.get("/persons/{person_id}", response_model=DetailOut, summary="一个人员的任职与记录")
async def person(
    asker: PersonReader,
    person_id: Annotated[str, CodePath],
    as_of: AsOf = None,
    known_at: KnownAtQuery = None,
) -> Any:
    """Dated facts, no number, no ranking."""
    day = as_of or asker.desk.today
    dossier = await dossier_in_scope(asker, person_id, day, known_at)
    if dossier.subject.kind != "PERSON":
        raise NotFoundError("没有这个人员编号", where=person_id, todo="核对人员编号")
    found = await asker.ask(detail_plan(asker.desk, dossier.subject, day, dossier.seq))
    await asker.note("SEE_PERSON", (dossier.subject.id,), seq=dossier.seq)
    return asker.masking.document(found, [dossier.subject.name])


@router.post("/persons/{person_id}/number", response_model=NumberOut, summary="查看完整证件号码，须说明理由")
async def unmask(asker: Unmasker, person_id: Annotated[str, CodePath], body: UnmaskAsk) -> Any:
    """Written into the audit trail twice before it is shown: as an event of the store and as a reading."""
    refuse_number(person_id)
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


async def _subject(asker: Asker, code: str, as_of: str | None, known_at: str | None) -> tuple[Subject, int]:
    dossier = await dossier_in_scope(asker, code, as_of or asker.desk.today, known_at)
    return dossier.subject, dossier.seq


@router.get("/entities/{code}/control", response_model=ControlOut, summary="谁实际控制一个主体")
async def control_of(
    asker: ControlReader, code: CodePath, as_of: AsOf = None, known_at: KnownAtQuery = None
) -> Any:
    """Today's controllers as derived; a past day's are computed from the asked entity."""
    subject, seq = await _subject(asker, code, as_of, known_at)
    found = await asker.compute(control, asker.desk, subject, as_of=as_of, known_at=f"seq:{seq}")
    persons = [one["id"] for one in found["controllers"] if str(one["id"]).startswith("p")]
    await asker.note("SEE_CONTROL", (subject.id, *persons), seq=seq)
    return found


@router.get("/network/{code}", response_model=NetworkOut, summary="一个主体的直接关系")
async def network_of(
    asker: NetworkReader,
    code: CodePath,
    as_of: AsOf = None,
    known_at: KnownAtQuery = None,
    types: Annotated[list[str] | None, Query(description="只要这些关系类型")] = None,
    page_size: Annotated[int, Query(ge=1, le=200)] = 100,
    after: Annotated[list[str] | None, Query(description="下一页：TYPE:游标")] = None,
) -> Any:
    """Counts by type and direction, then a page; call again with ``after`` for more."""
    subject, seq = await _subject(asker, code, as_of, known_at)
    pages = dict(one.split(":", 1) for one in after or () if ":" in one)
    if len(pages) != len(after or ()):
        raise UsageError("游标不是本接口给出的", where="after", todo="写成 TYPE:游标")
    found = await asker.compute(
        network,
        asker.desk,
        subject,
        as_of=as_of,
        known_at=f"seq:{seq}",
        types=types,
        page_size=page_size,
        after=pages or None,
    )
    persons = [one["id"] for one in found["neighbours"] if one["kind"] == "PERSON"]
    await asker.note("SEE_NETWORK", (subject.id, *persons), seq=seq)
    return found


@router.post("/paths", response_model=PathOut, summary="两个主体之间的最短关系链")
async def paths(asker: PathReader, body: PathAsk) -> Any:
    """Complete within the bounds, or cut short and said so."""
    seq = await seq_of(asker, None)
    first, seq = await _subject(asker, body.from_, body.as_of, f"seq:{seq}")
    last, _ = await _subject(asker, body.to, body.as_of, f"seq:{seq}")
    found = await asker.compute(
        path,
        asker.desk,
        first,
        last,
        as_of=body.as_of,
        known_at=f"seq:{seq}",
        bounds=PathBounds(max_length=body.max_length),
    )
    met = {hop[end] for one in found["paths"] for hop in one["hops"] for end in ("from", "to")}
    persons = tuple(sorted(one for one in met if str(one).startswith("p")))
    await asker.note("SEE_PATHS", (first.id, last.id, *persons), seq=seq)
    return found
