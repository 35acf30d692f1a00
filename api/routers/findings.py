"""Findings in words, statistics, and the lists of findings and listings behind the figures."""

from __future__ import annotations

import re
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
    kept_explanation,
    may_see,
    not_handed_out,
    page_at,
    seq_of,
    tagged,
    unchanged,
    unless_held,
    within,
)
from api.schemas.answers import ExplanationOut
from api.schemas.system import FindingsPageOut, ListingsPageOut, StatisticsOut
from api.services.explain import explain
from api.services.findings import finding_by_id, masked_numbers, state_on
from api.services.kept import FINDINGS, relied_on
from api.services.lists import finding_within, findings_plan, listings_plan
from api.services.statistics import statistics_plan
from graph.errors import NotFoundError

router = APIRouter(tags=["认定与统计"], responses=PROBLEMS)
FindingReader = Annotated[Asker, Depends(asker(Permission.SEE_CONFIRMED_FINDINGS))]
_AN_ID: Final = re.compile(r"L[0-9a-f]{20}")
Counter = Annotated[Asker, Depends(asker(Permission.SEE_STATISTICS))]


@router.get(
    "/findings/{finding_id}",
    response_model=ExplanationOut,
    summary="用通俗中文解释一项责任认定",
    responses=UNCHANGED,
)
async def explain_one(
    asker: FindingReader,
    finding_id: str,
    as_of: AsOf = None,
    known_at: KnownAtQuery = None,
) -> Any:
    """One that the asker may not see does not exist for him."""
    asker = await as_then(asker, known_at)
    seq, day = await seq_of(asker, known_at), as_of or asker.desk.today
    row = await asker.compute(finding_by_id, asker.desk, finding_id, seq)
    finding = row["finding"]
    near = await asker.ask(finding_within(finding, seq, within(asker)))
    if not near or not may_see(asker, finding, state_on(row, day)):
        raise NotFoundError("没有这个责任认定编号", where=finding_id, todo="核对编号")
    if tagged(asker, asker.desk.data_version(seq)):
        # He has this answer, under the id with which he received it.
        await asker.note("EXPLAIN", (finding["person_id"],), seq=seq)
        return unchanged(asker)
    found = await asker.compute(explain, asker.desk, finding_id, as_of=as_of, known_at=f"seq:{seq}")
    if not asker.masking.masked_ids:
        masked = await asker.compute(masked_numbers, asker.desk, {finding["person_id"]})
        found = _without(found, list(masked.values()))
    shown, kept = await kept_explanation(asker, finding, state_on(row, day), found, seq)
    await asker.note("EXPLAIN", (finding["person_id"],), seq=seq, answer=kept.answer_id)
    await kept.written()
    return shown


def _without(document: Any, numbers: list[str]) -> Any:
    """The document without the masked numbers, for those who are not even shown these."""
    if isinstance(document, str):
        for one in numbers:
            document = document.replace(f"（证件号码 {one}）", "").replace(one, "")
        return document
    if isinstance(document, dict):
        return {key: _without(value, numbers) for key, value in document.items()}
    return [_without(one, numbers) for one in document] if isinstance(document, list) else document


@router.get("/findings", response_model=FindingsPageOut, summary="责任认定清单", responses=UNCHANGED)
async def findings(
    asker: FindingReader,
    state: Annotated[list[str] | None, Query(description="只要这些状态")] = None,
    as_of: AsOf = None,
    known_at: KnownAtQuery = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """The list behind a figure; what the asker may not see is left out."""
    page, day = await page_at(asker, cursor, known_at), as_of or asker.desk.today
    if page.after and not _AN_ID.fullmatch(page.after):
        raise not_handed_out()  # and it is kept with the answer, so nothing else may stand in it
    plan = findings_plan(
        page.asker.desk,
        day,
        page.seq,
        states=frozenset(state) if state else None,
        allowed=lambda finding, shown: may_see(asker, finding, shown),
        after=page.after,
        limit=limit,
        within=within(asker),
    )
    found = await asker.ask(plan)
    persons = tuple(sorted({one["person"] for one in found["rows"]}))
    names = [one["person_name"] for one in found["rows"]]
    for one in found["rows"]:
        one["person_name"] = asker.masking.name(one["person_name"])
    if tagged(asker, str(found["data_version"])):
        await asker.note("LIST_FINDINGS", persons, seq=page.seq)
        return unchanged(asker)
    asked = {"states": sorted(state or ()), "as_of": day, "after": page.after, "limit": limit}
    rows = {key: value for key, value in found.items() if key != "cursor"}
    relied = relied_on({**one, "withdrawn_at": ""} for one in found["rows"])
    kept = asker.keep(FINDINGS, asked, rows, relied=relied, names=names)
    await asker.note("LIST_FINDINGS", persons, seq=page.seq, answer=kept.answer_id)
    await kept.written()
    return page.pinned(found)


@router.get("/listings", response_model=ListingsPageOut, summary="在列名单清单", responses=UNCHANGED)
async def listings(
    asker: Counter,
    list_type: Annotated[list[str] | None, Query()] = None,
    region: Annotated[str | None, Query(max_length=12, description="只要这个辖区；空为辖区不详")] = None,
    month: Annotated[
        str, Query(pattern=r"^(\d{4}-\d{2})?$", description="只要这个月决定的，如 2026-01")
    ] = "",
    live: Annotated[bool, Query(description="为假时也列出已移出的")] = True,
    as_of: AsOf = None,
    known_at: KnownAtQuery = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """Listings of entities and persons; persons are not named here."""
    page, day = await page_at(asker, cursor, known_at), as_of or asker.desk.today
    plan = listings_plan(
        page.asker.desk,
        day,
        page.seq,
        list_types=list_type or [],
        region=region,
        month=month,
        live=live,
        after=cursor_text(page.after),
        limit=limit,
        within=within(asker),
    )
    return unless_held(asker, page.pinned(await asker.ask(plan)))


@router.get("/statistics", response_model=StatisticsOut, summary="领导看板数据", responses=UNCHANGED)
async def statistics(asker: Counter, as_of: AsOf = None, known_at: KnownAtQuery = None) -> Any:
    """Figures by district, list type and month, and findings by state, all at one commit."""
    asker = await as_then(asker, known_at)
    seq, day = await seq_of(asker, known_at), as_of or asker.desk.today
    version = asker.desk.data_version(seq)
    newest = known_at is None or seq == await asker.service.store.head_seq()
    # Subjects are counted while the commit is the newest only.
    if tagged(asker, f"{version}|{newest}"):
        return unchanged(asker)
    return await asker.service.figures.get(
        f"{version}|{day}|{newest}",
        lambda: asker.ask(statistics_plan(asker.desk, day, seq, newest=newest)),
    )
