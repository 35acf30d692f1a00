"""Control and ownership: controllers, trees, changes between days, groups, beneficial owners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from api.auth.permissions import Permission, in_scope
from api.deps import Asker, asker
from api.routers.shared import (
    PROBLEMS,
    UNCHANGED,
    AsOf,
    CodePath,
    Cursor,
    KnownAtQuery,
    Limit,
    PageAt,
    dossier_in_scope,
    not_handed_out,
    page_at,
    unless_held,
    within,
)
from api.schemas.control import ControlOut
from api.schemas.ownership import (
    ControlChangesOut,
    GroupOut,
    GroupRiskOut,
    GroupsOut,
    OwnershipTreeOut,
    OwnersOut,
)
from api.schemas.system import Day
from api.services.group_risk import group_risk
from api.services.investigate import control
from api.services.ownership import Groups, changes, group, owners, tree
from api.services.subjects import Subject

router = APIRouter(tags=["控制与股权"], responses=PROBLEMS)
ControlReader = Annotated[Asker, Depends(asker(Permission.SEE_CONTROL))]
OwnerReader = Annotated[Asker, Depends(asker(Permission.SEE_BENEFICIAL_OWNERS))]
Levels = Annotated[int, Query(ge=0, le=8, description="展开几层")]


async def _subject(asker: Asker, code: str, as_of: str | None, known_at: str | None) -> tuple[Subject, str]:
    dossier = await dossier_in_scope(asker, code, as_of or asker.desk.today, known_at)
    return dossier.subject, f"seq:{dossier.seq}"


async def _note(asker: Asker, action: str, subject: Subject, persons: Iterable[str], version: str) -> None:
    met = sorted({one for one in persons if one.startswith("p") and one != subject.id})
    await asker.note(action, (subject.id, *met), seq=int(version.removeprefix("seq:")))


def _persons(found: Mapping[str, Any]) -> set[str]:
    """Natural persons whom a control answer names, on its paths and above their ends too."""
    hops = [hop for one in found["controllers"] for path in one["paths"] for hop in path["hops"]]
    met = {str(hop[end]) for hop in hops for end in ("from", "to")}
    met |= {
        str(one["id"]) for one in (*found["controllers"], *found["declared"], *found["bounds"]["possible"])
    }
    met |= {str(one) for one in found["bounds"]["unclear_agreements"]}
    likely = (*found["likely"], *(one for top in found["controllers"] for one in top["likely_above"]))
    return met | {str(party["id"]) for one in likely for party in one["parties"]}


@router.get(
    "/entities/{code}/control", response_model=ControlOut, summary="谁实际控制一个主体", responses=UNCHANGED
)
async def control_of(
    asker: ControlReader, code: CodePath, as_of: AsOf = None, known_at: KnownAtQuery = None
) -> Any:
    """Controllers of any day, computed from the asked entity; filed, likely and possible ones beside them."""
    subject, version = await _subject(asker, code, as_of, known_at)
    found = await asker.compute(control, asker.desk, subject, as_of=as_of, known_at=version)
    await _note(asker, "SEE_CONTROL", subject, _persons(found), version)
    return unless_held(asker, found)


@router.get(
    "/ownership/{code}",
    response_model=OwnershipTreeOut,
    summary="股权穿透：向上的股东与向下的持股",
    responses=UNCHANGED,
)
async def tree_of(
    asker: ControlReader,
    code: CodePath,
    up: Levels = 3,
    down: Levels = 3,
    as_of: AsOf = None,
    known_at: KnownAtQuery = None,
) -> Any:
    """Bounded for people: what is not shown is counted at each party; ask again from there."""
    subject, version = await _subject(asker, code, as_of, known_at)
    found = await asker.compute(tree, asker.desk, subject, up=up, down=down, as_of=as_of, known_at=version)
    persons = [one["id"] for one in found["nodes"] if one["kind"] == "PERSON"]
    await _note(asker, "SEE_OWNERSHIP", subject, persons, version)
    return unless_held(asker, found)


@router.get(
    "/ownership/{code}/changes",
    response_model=ControlChangesOut,
    summary="两天之间谁取得、谁失去控制",
    responses=UNCHANGED,
)
async def changes_of(
    asker: ControlReader,
    code: CodePath,
    since: Annotated[Day, Query(description="较早的一天")],
    as_of: AsOf = None,
    known_at: KnownAtQuery = None,
) -> Any:
    """Both days by the same computation, as known at one moment."""
    subject, version = await _subject(asker, code, as_of, known_at)
    found = await asker.compute(changes, asker.desk, subject, since, as_of=as_of, known_at=version)
    persons = [one["controller"] for one in found["changes"] if one["controller_kind"] == "PERSON"]
    await _note(asker, "SEE_CONTROL_CHANGES", subject, persons, version)
    return unless_held(asker, found)


@router.get(
    "/entities/{code}/beneficial-owners",
    response_model=OwnersOut,
    summary="一个主体的受益所有人",
    responses=UNCHANGED,
)
async def owners_of(
    asker: OwnerReader, code: CodePath, as_of: AsOf = None, known_at: KnownAtQuery = None
) -> Any:
    """For those with the duty only (反洗钱法 19)."""
    subject, version = await _subject(asker, code, as_of, known_at)
    found = await asker.compute(owners, asker.desk, subject, as_of=as_of, known_at=version)
    persons = [one["id"] for one in (*found["owners"], *found["possible"], *found["management"])]
    await _note(asker, "SEE_BENEFICIAL_OWNERS", subject, persons, version)
    return unless_held(asker, found)


@router.get("/groups", response_model=GroupsOut, summary="企业族群，按规模排列", responses=UNCHANGED)
async def groups_page(
    asker: ControlReader,
    known_at: KnownAtQuery = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """Families under one ultimate controller by stored control; the newest read anew every ten minutes."""
    page = await page_at(asker, cursor, known_at)
    start = page.after or "0"
    if not (start.isascii() and start.isdigit()):
        raise not_handed_out()
    known = await _groups(page)
    principal = asker.principal
    seen = (lambda region: in_scope(principal, region)) if principal.districts else None
    found = await asker.compute(known.page, within=seen, start=int(start), limit=limit)
    persons = sorted(one["head"] for one in found["rows"] if one["kind"] == "PERSON")
    if persons:
        await asker.note("SEE_GROUPS", tuple(persons), seq=known.seq)
    return unless_held(asker, replace(page, seq=known.seq).pinned(found))


async def _groups(page: PageAt) -> Groups:
    """The groups of the page's commit; those of the first page are kept for the pages that follow it."""
    asker, kept = page.asker, page.asker.service.groups

    async def read() -> Groups:
        return await asker.compute(Groups, asker.desk, page.seq)

    if page.past:
        return await kept.get(f"{asker.desk.today}|{page.seq}", read)
    newest = await kept.get(asker.desk.today, read)

    async def same() -> Groups:
        return newest

    return await kept.get(f"{asker.desk.today}|{newest.seq}", same)


@router.get(
    "/groups/{code}", response_model=GroupOut, summary="一个企业族群：成员与族内持股", responses=UNCHANGED
)
async def group_of(
    asker: ControlReader, code: CodePath, as_of: AsOf = None, known_at: KnownAtQuery = None
) -> Any:
    """By its ultimate controller; any day."""
    subject, version = await _subject(asker, code, as_of, known_at)
    found = await asker.compute(group, asker.desk, subject, as_of=as_of, known_at=version)
    await _note(asker, "SEE_GROUP", subject, [found["head"]], version)
    return unless_held(asker, found)


@router.get(
    "/groups/{code}/risk",
    response_model=GroupRiskOut,
    summary="一个企业族群的风险汇总",
    responses=UNCHANGED,
)
async def risk_of_group(
    asker: ControlReader, code: CodePath, as_of: AsOf = None, known_at: KnownAtQuery = None
) -> Any:
    """Listings, penalties, hints and guarantees of its members; its figures stand in /warnings."""
    subject, version = await _subject(asker, code, as_of, known_at)
    found = await asker.compute(
        group_risk,
        asker.desk,
        subject,
        masking=asker.masking,
        within=within(asker),
        with_hints=asker.may(Permission.SEE_HINTS),
        as_of=as_of,
        known_at=version,
    )
    await _note(asker, "SEE_GROUP", subject, [found["head"]], version)
    return unless_held(asker, found, f"hints:{found['hints'] is not None}")
