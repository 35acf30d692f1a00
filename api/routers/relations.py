"""Networks and paths: who stands beside whom, and by which chains."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import ConfigDict, Field, model_validator

from api.auth.permissions import Permission, in_scope
from api.deps import Asker, asker
from api.routers.shared import (
    PROBLEMS,
    UNCHANGED,
    AsOf,
    CodePath,
    KnownAtQuery,
    Limit,
    persons_in_scope,
    refuse_number,
    unless_held,
)
from api.schemas.relations import LinksOut, NetworkOut, PathOut, SurroundingsOut
from api.schemas.system import Ask, Code, Day, KnownAt
from api.services import relations
from api.services.relations import DEEPEST, MOST_AMONG, MOST_TARGETS, Named, named_plan
from graph.errors import AnswerRefusedError
from graph.risk.frontier import HUB_DEGREE
from graph.risk.paths import PathBounds

router = APIRouter(tags=["关联"], responses=PROBLEMS)
NetworkReader = Annotated[Asker, Depends(asker(Permission.SEE_NETWORK))]
PathReader = Annotated[Asker, Depends(asker(Permission.SEE_PATHS))]
Types = Annotated[list[str] | None, Query(description="只要这些关系类型")]
MinPct = Annotated[float, Query(ge=0, le=100, description="持股比例不低于（%）；比例不明的持股不计入")]
HubDegree = Annotated[int, Query(ge=1, le=10_000, description="关系多于此数的主体视为枢纽，只计数、不展开")]


class _Wanted(Ask):
    """Which chains, and how far to search."""

    as_of: Day | None = None
    known_at: KnownAt | None = None
    mode: Literal["SHORTEST", "ALL_SHORTEST", "STRONGEST"] = Field(
        default="ALL_SHORTEST", description="一条最短、全部最短，或最强的若干条"
    )
    types: list[Annotated[str, Field(max_length=40)]] | None = Field(default=None, max_length=40)
    min_pct: float = Field(default=0, ge=0, le=100)
    max_length: int = Field(default=6, ge=1, le=10)
    max_paths: int = Field(default=100, ge=1, le=100)
    max_width: int = Field(default=5_000, ge=1, le=20_000)
    hub_degree: int = Field(default=HUB_DEGREE, ge=1, le=10_000)
    time_limit: float = Field(default=10, gt=0, le=20)
    exclude: list[Code] = Field(default_factory=list, max_length=50)

    def bounds(self) -> PathBounds:
        """As the search takes them; who is left out is named beside."""
        return PathBounds(
            self.max_length, self.max_width, self.time_limit, self.hub_degree, self.max_paths, self.mode,
            self.min_pct,
        )  # fmt: skip


class PathAsk(_Wanted):
    """Two subjects, which chains, and how far to search."""

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        json_schema_extra={"examples": [{"from": "91410100MA00000000", "to": "91410100MA00000019"}]},
    )
    from_: Code = Field(alias="from")
    to: Code


class LinksAsk(_Wanted):
    """Several subjects among each other, or one (``from``) with each of them."""

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        json_schema_extra={"examples": [{"parties": ["91410100MA00000000", "91410100MA00000019"]}]},
    )
    from_: Code | None = Field(default=None, alias="from")
    parties: list[Code] = Field(min_length=1, max_length=MOST_TARGETS)

    @model_validator(mode="after")
    def _not_too_many(self) -> LinksAsk:
        if self.from_ is None and not 2 <= len(self.parties) <= MOST_AMONG:
            raise ValueError(f"两两查找时给出二至 {MOST_AMONG} 个主体")
        return self


async def _named(asker: Asker, codes: list[str], as_of: str | None, known_at: str | None, ends: int) -> Named:
    """Who is meant; the ends must lie within the asker's districts."""
    for code in codes:
        refuse_number(code)
    named = await asker.ask(named_plan(codes, as_of or asker.desk.today, known_at))
    for party in named.parties[:ends]:
        if party.subject.kind == "ENTITY" and not in_scope(asker.principal, party.region):
            raise AnswerRefusedError("该主体不在您的辖区范围内", todo="需要时由有权的部门查询")
    persons = [one.subject.id for one in named.parties[:ends] if one.subject.kind == "PERSON"]
    await persons_in_scope(asker, persons, named.seq)
    return named


@router.get("/network/{code}", response_model=NetworkOut, summary="一个主体的直接关系", responses=UNCHANGED)
async def network_of(
    asker: NetworkReader,
    code: CodePath,
    as_of: AsOf = None,
    known_at: KnownAtQuery = None,
    types: Types = None,
    min_pct: MinPct = 0,
    hub_degree: HubDegree = HUB_DEGREE,
    page_size: Limit = 100,
    after: Annotated[list[str] | None, Query(description="下一页：TYPE:游标")] = None,
) -> Any:
    """Counts by type and direction, then a page; call again with ``after``: all pages are of one commit."""
    pages = relations.read_page_cursors(after or ())
    named = await _named(asker, [code], as_of, pages.known_at(known_at) if pages else known_at, 1)
    found = await asker.ask(
        relations.network_plan(
            asker.desk, named, as_of=as_of, types=types, min_pct=min_pct, hub_degree=hub_degree,
            page_size=page_size, after=pages,
        )
    )  # fmt: skip
    persons = [one["id"] for one in found["neighbours"] if one["kind"] == "PERSON"]
    await asker.note("SEE_NETWORK", (named.subjects[0].id, *persons), seq=named.seq)
    return unless_held(asker, found)


@router.get(
    "/network/{code}/surroundings",
    response_model=SurroundingsOut,
    summary="一个主体周围几层的关系",
    responses=UNCHANGED,
)
async def surroundings_of(
    asker: NetworkReader,
    code: CodePath,
    as_of: AsOf = None,
    known_at: KnownAtQuery = None,
    depth: Annotated[int, Query(ge=1, le=DEEPEST, description="层数")] = DEEPEST,
    types: Types = None,
    min_pct: MinPct = 0,
    hub_degree: HubDegree = HUB_DEGREE,
    page_size: Annotated[int, Query(ge=1, le=300)] = 100,
    after: Annotated[str, Query(max_length=40, description="下一页的游标")] = "",
) -> Any:
    """The nearest first; all pages of one question are of one commit."""
    named = await _named(asker, [code], as_of, relations.known_at_of(after, known_at), 1)
    found = await asker.compute(
        relations.around, asker.desk, named, as_of=as_of, depth=depth, types=types, min_pct=min_pct,
        hub_degree=hub_degree, page_size=page_size, after=after,
    )  # fmt: skip
    persons = [one["id"] for one in found["parties"] if one["kind"] == "PERSON"]
    await asker.note("SEE_NETWORK", (named.subjects[0].id, *persons), seq=named.seq)
    return unless_held(asker, found)


@router.post(
    "/paths", response_model=PathOut, response_model_exclude_unset=True, summary="两个主体之间的关系链"
)
async def paths(asker: PathReader, body: PathAsk) -> Any:
    """Complete within the bounds, or cut short and said so."""
    named = await _named(asker, [body.from_, body.to, *body.exclude], body.as_of, body.known_at, 2)
    found = await asker.compute(
        relations.path, asker.desk, named, as_of=body.as_of, types=body.types, bounds=body.bounds()
    )
    await _note(asker, named, [found])
    return found


@router.post(
    "/paths/among",
    response_model=LinksOut,
    response_model_exclude_unset=True,
    summary="多个主体之间，或一个与多个之间的关系链",
)
async def paths_among(asker: PathReader, body: LinksAsk) -> Any:
    """One search for all pairs; each says for itself whether it is complete."""
    ends = [*([body.from_] if body.from_ else []), *body.parties]
    named = await _named(asker, [*ends, *body.exclude], body.as_of, body.known_at, len(ends))
    found = await asker.compute(
        relations.links, asker.desk, named, len(ends), one_to_many=body.from_ is not None,
        as_of=body.as_of, types=body.types, bounds=body.bounds(),
    )  # fmt: skip
    await _note(asker, named, found["pairs"])
    return found


async def _note(asker: Asker, named: Named, pairs: list[dict[str, Any]]) -> None:
    met = {
        hop[end] for pair in pairs for one in pair["paths"] for hop in one["hops"] for end in ("from", "to")
    }
    persons = tuple(sorted(one for one in met if str(one).startswith("p")))
    await asker.note("SEE_PATHS", (*dict.fromkeys(one.id for one in named.subjects), *persons), seq=named.seq)
