"""Notices as files, and the way out of what stands against a subject."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from api.auth.permissions import Permission
from api.deps import Asker, asker
from api.routers.shared import (
    PROBLEMS,
    UNCHANGED,
    AsOf,
    CodePath,
    KnownAtQuery,
    dossier_in_scope,
    kept_explanation,
    may_see,
    seq_of,
    tagged,
    unchanged,
    unless_held,
    within,
)
from api.schemas.exits import ExitOut, GroundsOut
from api.services.exits import exit_dossier, relied_in
from api.services.explain import notice_file
from api.services.findings import finding_by_id, state_on
from api.services.grounds import grounds_of
from api.services.kept import EXIT
from api.services.lists import finding_within
from api.services.visibility import person_names, visible_dossier
from graph.errors import NotFoundError

router = APIRouter(tags=["解释与退出"], responses=PROBLEMS)
#: A notice names its person in full, so it is for those who work on persons.
PersonReader = Annotated[Asker, Depends(asker(Permission.SEE_PERSON))]


#: What comes of a decision tells whether there are leads: for those who may see leads.
LeadReader = Annotated[Asker, Depends(asker(Permission.SEE_ALL_FINDINGS))]


def _file(media: str) -> dict[int | str, dict[str, Any]]:
    return {
        200: {"description": "文书", "content": {media: {"schema": {"type": "string", "format": "binary"}}}}
    }


async def _notice(
    asker: Asker, finding_id: str, form: str, as_of: str | None, known_at: str | None
) -> Response:
    """The notice of a finding that the asker may see; who was shown is written down first."""
    seq, day = await seq_of(asker, known_at), as_of or asker.desk.today
    row = await asker.compute(finding_by_id, asker.desk, finding_id, seq)
    finding = row["finding"]
    near = await asker.ask(finding_within(finding, seq, within(asker)))
    if not near or not may_see(asker, finding, state_on(row, day)):
        raise NotFoundError("没有这个责任认定编号", where=finding_id, todo="核对编号")
    made = await asker.compute(notice_file, asker.desk, finding_id, form, as_of=as_of, known_at=f"seq:{seq}")
    _, kept = await kept_explanation(asker, finding, state_on(row, day), made.explained, seq)
    await asker.note("NOTICE", (finding["person_id"],), fields=(form,), seq=seq, answer=kept.answer_id)
    await kept.written()
    headers = {
        "Content-Disposition": f'attachment; filename="{made.name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(made.content, media_type=made.media, headers=headers)


@router.get(
    "/findings/{finding_id}/notice.html",
    response_class=Response,
    responses=_file("text/html"),
    summary="一项责任认定的文书，可打印的网页",
)
async def notice_html(
    asker: PersonReader, finding_id: str, as_of: AsOf = None, known_at: KnownAtQuery = None
) -> Response:
    """One file that fetches nothing; the number in it is masked."""
    return await _notice(asker, finding_id, "html", as_of, known_at)


@router.get(
    "/findings/{finding_id}/notice.pdf",
    response_class=Response,
    responses=_file("application/pdf"),
    summary="一项责任认定的文书，PDF",
)
async def notice_pdf(
    asker: PersonReader, finding_id: str, as_of: AsOf = None, known_at: KnownAtQuery = None
) -> Response:
    """The same notice as PDF on A4."""
    return await _notice(asker, finding_id, "pdf", as_of, known_at)


@router.get(
    "/exits/{code}",
    response_model=ExitOut,
    summary="怎样退出：为什么、最迟何时、最少要办哪些事",
    responses=UNCHANGED,
)
async def exit_of_subject(
    asker: PersonReader, code: CodePath, as_of: AsOf = None, known_at: KnownAtQuery = None
) -> Any:
    """Findings that the asker may not see are not in the answer, nor in what it counts."""
    day = as_of or asker.desk.today
    dossier = await dossier_in_scope(asker, code, day, known_at)
    dossier = visible_dossier(asker.principal, dossier, day)
    found = await asker.ask(exit_dossier(asker.desk, dossier, day, known_at=known_at))
    persons = {dossier.subject.id, *(one["person"] for one in (*found["others"], *found["not_yet"]))}
    if tagged(asker, str(found["data_version"])):
        await asker.note("EXIT", tuple(sorted(persons)), seq=dossier.seq)
        return unchanged(asker)
    names = person_names(dossier)
    shown: dict[str, Any] = asker.masking.document(found, names)
    asked = {"code": dossier.subject.id if code.startswith("p") else code, "as_of": day, "known_at": known_at}
    kept = asker.keep(EXIT, asked, shown, relied=relied_in(asker.desk, dossier, day), names=names)
    await asker.note("EXIT", tuple(sorted(persons)), seq=dossier.seq, answer=kept.answer_id)
    await kept.written()
    return shown


@router.get(
    "/grounds/{code}",
    response_model=GroundsOut,
    summary="每项决定引出什么：有人负责，或者没有人负责以及为什么",
    responses=UNCHANGED,
)
async def grounds_of_entity(
    asker: LeadReader, code: CodePath, as_of: AsOf = None, known_at: KnownAtQuery = None
) -> Any:
    """No rule in force, a rule that says nobody, nobody shown: each is an answer. Persons are not named."""

    def shown(authority: str) -> bool:
        return may_see(asker, {"base_state": "LEAD", "authority_code": authority}, "LEAD")

    day = as_of or asker.desk.today
    dossier = await dossier_in_scope(asker, code, day, known_at)
    found = await asker.compute(grounds_of, asker.desk, dossier, day, known_at=known_at, shown=shown)
    return unless_held(asker, found)
