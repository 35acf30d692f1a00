"""责任追究案件: the queue, one case and its steps, notices, tasks, entries of persons, rosters of bodies."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query

from api.auth.permissions import Permission
from api.deps import Asker, asker
from api.routers.shared import (
    PROBLEMS,
    UNCHANGED,
    AsOf,
    CodePath,
    Cursor,
    KnownAtQuery,
    Limit,
    as_then,
    cursor_text,
    dossier_in_scope,
    page_at,
    persons_in_scope,
    seq_of,
    unless_held,
)
from api.schemas.cases import (
    BanLeadsOut,
    BodyNoticeIn,
    CaseOut,
    CasesPageOut,
    CaseTasksOut,
    CreditEntriesOut,
    NoticeIn,
    OpenArrearsIn,
    OpenCaseIn,
    ReceiptIn,
    RecordedOut,
    RosterOut,
    SettlementIn,
    StepIn,
)
from api.schemas.notices import BodyDutiesOut, NoticesPageOut
from api.services import cases
from api.services.ban_leads import leads_on_bans
from api.services.body_notices import body_duties, issue_body_notice
from api.services.dossier import Dossier
from api.services.notices import notices_page
from api.services.roster import roster
from graph.errors import UsageError
from graph.registers.accountability.book import NOTICE, SANCTION
from graph.registers.accountability.contract import Imposed, Request
from graph.registers.accountability.notices import Asked

router = APIRouter(tags=["责任追究案件"], responses=PROBLEMS)
Reader = Annotated[Asker, Depends(asker(Permission.SEE_CASES))]
Handler = Annotated[Asker, Depends(asker(Permission.HANDLE_CASES))]
PersonReader = Annotated[Asker, Depends(asker(Permission.SEE_PERSON))]
RecordId = Annotated[str, Path(pattern="^[a-z][0-9a-f]{24}$", description="案件、措施、通报或事项的编号")]


async def _shown(asker: Asker, page: dict[str, Any], action: str) -> dict[str, Any]:
    """The page, once it is written down who was shown."""
    await asker.note(action, (page["case"]["person"],))
    return page


@router.get(
    "/cases", response_model=CasesPageOut, summary="案件清单：本机关的在办和办结案件", responses=UNCHANGED
)
async def queue(
    asker: Reader,
    standing: Annotated[Literal["OPEN", "ENDED", "ALL"], Query(description="在办、办结或全部")] = "OPEN",
    known_at: KnownAtQuery = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """Officers and reviewers see those of their own authorities, investigators those of their districts."""
    page = await page_at(asker, cursor, known_at)
    found = await asker.compute(
        cases.case_queue,
        page.asker.desk,
        asker.principal,
        standing=standing,
        after=cursor_text(page.after),
        limit=limit,
        seq=page.seq,
    )
    await asker.note("LIST_CASES", cases.persons_of(found["rows"]), seq=page.seq)
    return unless_held(asker, page.pinned(found))


@router.get(
    "/notices",
    response_model=NoticesPageOut,
    summary="通报清单：发给谁、有无回执、是否更正",
    responses=UNCHANGED,
)
async def notices_sent(
    asker: Reader,
    standing: Annotated[Literal["OPEN", "ENDED", "ALL"], Query(description="有效、已更正或全部")] = "ALL",
    known_at: KnownAtQuery = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """Of one's own authorities' cases and decisions; investigators see those of their districts."""
    page = await page_at(asker, cursor, known_at)
    found = await asker.compute(
        notices_page,
        page.asker.desk,
        asker.principal,
        standing=standing,
        after=cursor_text(page.after),
        limit=limit,
        seq=page.seq,
    )
    await asker.note("LIST_NOTICES", cases.persons_of(found["rows"]), seq=page.seq)
    return unless_held(asker, page.pinned(found))


@router.post(
    "/cases",
    response_model=CaseOut,
    status_code=201,
    summary="对线索、拟认定或已由机关文书认定的责任立案",
)
async def open_case(asker: Handler, given: OpenCaseIn) -> Any:
    """The same request twice opens one case; where a document has decided, it begins at 执行."""
    page = await asker.compute(
        cases.open_case,
        asker.desk,
        asker.principal,
        given.finding_id,
        request_id=given.request_id,
        case_no=given.case_no,
        note=given.note,
    )
    return await _shown(asker, page, "OPEN_CASE")


@router.post("/arrears-cases", response_model=CaseOut, status_code=201, summary="对国有企业拖欠账款立案")
async def open_arrears_case(asker: Handler, given: OpenArrearsIn) -> Any:
    """恶意 needs a paper, publication a lawful basis; the same request twice opens one case."""
    page = await asker.compute(
        cases.open_arrears,
        asker.desk,
        asker.principal,
        given.code,
        given.arrears_id,
        request_id=given.request_id,
        case_no=given.case_no,
        note=given.note,
    )
    return await _shown(asker, page, "OPEN_CASE")


@router.get(
    "/cases/{case_id}",
    response_model=CaseOut,
    summary="一个案件：经过、期限、可办理的步骤和记录",
    responses=UNCHANGED,
)
async def one_case(asker: Reader, case_id: RecordId, known_at: KnownAtQuery = None) -> Any:
    """One that the asker may not see does not exist for him."""
    page = await asker.compute(cases.case_page, asker.desk, asker.principal, case_id, known_at)
    return unless_held(asker, await _shown(asker, page, "SEE_CASE"))


@router.post("/cases/{case_id}/steps", response_model=CaseOut, summary="办理案件的下一步骤")
async def take_step(asker: Handler, case_id: RecordId, given: StepIn) -> Any:
    """None skipped; proposal and decision by two people; the same request twice changes nothing."""
    fields = given.model_dump(exclude={"measures", "persons"})
    measures = tuple(Imposed(one.measure, one.executor) for one in given.measures)
    request = Request(**fields, measures=measures, persons=tuple(given.persons))
    page = await asker.compute(cases.take_step, asker.desk, asker.principal, case_id, request)
    return await _shown(asker, page, "TAKE_STEP")


@router.post("/cases/{case_id}/notices", response_model=CaseOut, summary="发出案件应作的通报")
async def issue_notice(asker: Handler, case_id: RecordId, given: NoticeIn) -> Any:
    """The recipient follows from registers as of the day; it goes inside the administration only."""
    asked = Asked(**given.model_dump())
    page = await asker.compute(cases.issue_notice, asker.desk, asker.principal, case_id, asked)
    return await _shown(asker, page, "ISSUE_NOTICE")


async def _body(asker: Asker, code: str, day: str, known_at: str | None = None) -> Dossier:
    dossier = await dossier_in_scope(asker, code, day, known_at)
    if dossier.subject.kind != "ENTITY":
        raise UsageError("通报按单位办理", where="code", todo="给出单位的统一社会信用代码")
    return dossier


@router.get(
    "/entities/{code}/duties",
    response_model=BodyDutiesOut,
    summary="机关事业单位、国有企业的决定应向谁通报",
    responses=UNCHANGED,
)
async def duties_on_body(
    asker: Handler, code: CodePath, as_of: AsOf = None, known_at: KnownAtQuery = None
) -> Any:
    """For each live decision of the asker's own authority: superior unit and audit, told or not."""
    asker, day = await as_then(asker, known_at), as_of or asker.desk.today
    body = await _body(asker, code, day, known_at)
    found = await asker.compute(body_duties, asker.desk, asker.principal, body.subject, day, body.seq)
    return unless_held(asker, found)


@router.post(
    "/entities/{code}/notices", response_model=BodyDutiesOut, summary="就一项决定向上级和审计部门通报"
)
async def notice_on_body(asker: Handler, code: CodePath, given: BodyNoticeIn) -> Any:
    """When the decision is over, those who were told are told so."""
    asked = Asked(**given.model_dump(exclude={"ground_kind", "ground_id"}))
    ground = (given.ground_kind, given.ground_id)
    subject = (await _body(asker, code, asker.desk.today)).subject
    return await asker.compute(issue_body_notice, asker.desk, asker.principal, subject, ground, asked)


def _recorded(row: dict[str, Any]) -> dict[str, str]:
    return {"record_id": row["record_id"], "standing": row["standing"]}


@router.put("/sanctions/{record_id}/receipt", response_model=RecordedOut, summary="登记执行部门的签收和反馈")
async def acknowledge_sanction(asker: Handler, record_id: RecordId, given: ReceiptIn) -> Any:
    """The same twice changes nothing."""
    named = {"day": given.received_on, "feedback": given.feedback}
    return _recorded(
        await asker.compute(cases.acknowledge, asker.desk, asker.principal, SANCTION, record_id, **named)
    )


@router.put("/notices/{record_id}/receipt", response_model=RecordedOut, summary="登记通报的回执和反馈")
async def acknowledge_notice(asker: Handler, record_id: RecordId, given: ReceiptIn) -> Any:
    """The same twice changes nothing."""
    named = {"day": given.received_on, "feedback": given.feedback}
    return _recorded(
        await asker.compute(cases.acknowledge, asker.desk, asker.principal, NOTICE, record_id, **named)
    )


@router.get("/case-tasks", response_model=CaseTasksOut, summary="本机关的待办事项", responses=UNCHANGED)
async def tasks(asker: Handler, known_at: KnownAtQuery = None) -> Any:
    """What has to be found out before the law can be followed."""
    asker = await as_then(asker, known_at)
    return unless_held(asker, await asker.compute(cases.open_tasks, asker.desk, asker.principal, known_at))


@router.put("/case-tasks/{record_id}/settlement", response_model=RecordedOut, summary="办结一个待办事项")
async def settle_task(asker: Handler, record_id: RecordId, given: SettlementIn) -> Any:
    """The same twice changes nothing."""
    return _recorded(
        await asker.compute(cases.settle_task, asker.desk, asker.principal, record_id, given.answer)
    )


@router.get(
    "/persons/{person_id}/credit-entries",
    response_model=CreditEntriesOut,
    summary="一个人的个人信用记录：不公开，履职查询",
    responses=UNCHANGED,
)
async def credit_entries(
    asker: PersonReader,
    person_id: Annotated[str, Path(pattern="^p[0-9a-f]{16}$")],
    known_at: KnownAtQuery = None,
) -> Any:
    """Ended entries stay as archive."""
    asker = await as_then(asker, known_at)
    seq = await seq_of(asker, known_at)
    await persons_in_scope(asker, [person_id], seq)
    found = await asker.compute(cases.credit_entries, asker.desk, person_id, f"seq:{seq}")
    await asker.note("CREDIT_ENTRIES", (person_id,), seq=seq)
    return unless_held(asker, found)


@router.get(
    "/ban-leads",
    response_model=BanLeadsOut,
    summary="被禁入的人在单位任职或持股：登记机关的线索",
    responses=UNCHANGED,
)
async def ban_leads(asker: PersonReader, as_of: AsOf = None, known_at: KnownAtQuery = None) -> Any:
    """It changes no check and touches no firm: the registry decides."""
    asker = await as_then(asker, known_at)
    seq, day = await seq_of(asker, known_at), as_of or asker.desk.today
    found = await asker.compute(leads_on_bans, asker.desk, asker.principal, day, seq)
    await asker.note("BAN_LEADS", cases.persons_of(found["rows"]), seq=seq)
    return unless_held(asker, found)


@router.get(
    "/rosters/{code}",
    response_model=RosterOut,
    summary="责任人数据清单：行为发生时与现任分列",
    responses=UNCHANGED,
)
async def roster_of_body(
    asker: PersonReader, code: CodePath, as_of: AsOf = None, known_at: KnownAtQuery = None
) -> Any:
    """Of a listed body; of any past day, and as known at any commit."""
    day = as_of or asker.desk.today
    dossier = await dossier_in_scope(asker, code, day, known_at)
    if dossier.subject.kind != "ENTITY":
        raise UsageError("清单按单位列出", where="code", todo="给出单位的统一社会信用代码")
    found = await asker.compute(roster, asker.desk, dossier.subject, day, dossier.seq)
    await asker.note("ROSTER", tuple(sorted({one["person"] for one in found["rows"]})), seq=dossier.seq)
    return unless_held(asker, found)
