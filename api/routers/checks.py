"""Checks of one subject and screenings of many: what departments' systems call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends

from api.auth.permissions import Permission, in_scope
from api.auth.principal import Kind
from api.deps import Asker, asker
from api.routers.shared import (
    PROBLEMS,
    UNCHANGED,
    AsOf,
    CodePath,
    KnownAtQuery,
    as_then,
    dossier_in_scope,
    seq_of,
    tagged,
    unchanged,
)
from api.schemas.answers import CheckOut, ScreenOut
from api.schemas.system import CheckAsk, ScreenAsk
from api.services.check import check_dossier
from api.services.dossier import Dossier, person_dossier
from api.services.kept import CHECK, SCREEN, kept_inputs, relied_entries, relied_on
from api.services.screen import LIVE, Screening
from api.services.subjects import find_person_by_number
from api.services.visibility import person_names, visible_dossier
from graph.errors import AnswerRefusedError, UsageError
from graph.liability.decision import asked
from graph.store import seq_plan

router = APIRouter(tags=["核查"], responses=PROBLEMS)
Checker = Annotated[Asker, Depends(asker(Permission.CHECK))]
Screener = Annotated[Asker, Depends(asker(Permission.SCREEN))]


def _purpose(asker: Asker, purpose: str | None, measure: str | None) -> None:
    """A key that was given for some purposes asks for no other, and never without one."""
    asked(purpose, measure, asker.desk.ruleset.vocabulary, asker.desk.catalogue)
    allowed = asker.principal.purposes
    if asker.principal.kind is Kind.KEY and allowed and purpose not in allowed:
        raise AnswerRefusedError(
            "密钥不得用于该用途", where="purpose", todo=f"可用：{'、'.join(sorted(allowed))}"
        )


@dataclass(frozen=True)
class _Asked:
    """One question about one subject, as it is asked again in a replay."""

    code: str
    day: str
    purpose: str | None
    measure: str | None
    known_at: str | None

    def kept(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "code": self.code,
            "as_of": self.day,
            "purpose": self.purpose,
            "measure": self.measure,
            "known_at": self.known_at,
        }


async def _answer(asker: Asker, dossier: Dossier, asked: _Asked) -> dict[str, Any]:
    """Decide on everything, show what may be shown, keep it, and write down who was shown."""
    document = check_dossier(
        asker.desk,
        visible_dossier(asker.principal, dossier, asked.day),
        asked.day,
        purpose=asked.purpose,
        measure=asked.measure,
        known_at=asked.known_at,
    )
    names = person_names(dossier)
    shown: dict[str, Any] = asker.masking.document(document, names)
    entries = relied_entries(dossier.subject, dossier.records, document["own"])
    relied = (*relied_on(document["liabilities"]), *entries)
    kept = asker.keep(CHECK, asked.kept(), shown, relied=relied, names=names)
    await _note(asker, dossier, document["liabilities"], asked, kept.answer_id)
    await kept.written()
    return shown


async def _note(
    asker: Asker, dossier: Dossier, liabilities: list[dict[str, Any]], asked: _Asked, answer: str = ""
) -> None:
    persons = {one["person"] for one in liabilities}
    await asker.note(
        "CHECK",
        tuple(sorted({dossier.subject.id, *persons})),
        purpose=asked.purpose or "",
        seq=dossier.seq,
        answer=answer,
        names_somebody=bool(persons) or dossier.subject.kind == "PERSON",
    )


@router.get("/checks/{code}", response_model=CheckOut, summary="按代码核查一个主体", responses=UNCHANGED)
async def check_code(
    asker: Checker,
    code: CodePath,
    purpose: str | None = None,
    measure: str | None = None,
    as_of: AsOf = None,
    known_at: KnownAtQuery = None,
) -> Any:
    """Who answers for an entity, or what a person answers for, and what follows for a decision."""
    asker = await as_then(asker, known_at)
    _purpose(asker, purpose, measure)
    day = as_of or asker.desk.today
    dossier = await dossier_in_scope(asker, code, day, known_at, to_decide=True)
    asked = _Asked(dossier.subject.id if code.startswith("p") else code, day, purpose, measure, known_at)
    if tagged(asker, asker.desk.data_version(dossier.seq)):
        # He has this answer, under the id with which he received it.
        seen = visible_dossier(asker.principal, dossier, day).findings
        await _note(asker, dossier, [{"person": one["finding"]["person_id"]} for one in seen], asked)
        return unchanged(asker)
    return await _answer(asker, dossier, asked)


@router.post("/checks", response_model=CheckOut, summary="核查一个主体，可按证件号码")
async def check_body(asker: Checker, body: CheckAsk) -> Any:
    """As above; the only way to ask by a person's number."""
    asker = await as_then(asker, body.known_at)
    _purpose(asker, body.purpose, body.measure)
    day = body.as_of or asker.desk.today
    if (body.code is None) == (body.id_no is None):
        raise UsageError("代码与证件号码应给出且只给出一个", where="code", todo="改正后重试")
    if body.code is not None:
        dossier = await dossier_in_scope(asker, body.code, day, body.known_at, to_decide=True)
    else:
        person = await asker.ask(find_person_by_number(asker.desk, body.id_no or "", body.id_type))
        seq = await asker.ask(seq_plan(body.known_at))
        dossier = await asker.ask(person_dossier(person.id, day, seq))
    by_id = body.code is None or dossier.subject.kind == "PERSON"
    code = dossier.subject.id if by_id else body.code
    asked = _Asked(code or "", day, body.purpose, body.measure, body.known_at)
    return await _answer(asker, dossier, asked)


@router.post("/screenings", response_model=ScreenOut, summary="批量筛查，最多一万条")
async def screen(asker: Screener, body: ScreenAsk) -> Any:
    """Every line at the same commit; a hit counts only findings that the asker may see."""
    asker = await as_then(asker, body.known_at)
    _purpose(asker, body.purpose, body.measure)
    day, seq = body.as_of or asker.desk.today, await seq_of(asker, body.known_at)
    job = Screening(asker.desk, seq, day, body.purpose, body.measure, LIVE)
    job.visible = lambda dossier: visible_dossier(asker.principal, dossier, day)
    job.in_scope = lambda dossier: (
        dossier.subject.kind == "PERSON" or in_scope(asker.principal, dossier.region)
    )
    batch = [(number, text.strip()) for number, text in enumerate(body.inputs, 1) if text.strip()]
    rows = await asker.ask(job.plan(batch))
    hit = tuple(sorted({row["subject"] for row in rows if row["status"] == "HIT"}))
    names = [row["name"] for row in rows if row["subject"].startswith("p")]
    for row in rows:
        if row["subject"].startswith("p"):
            row["name"] = asker.masking.name(row["name"])
    document = {"as_of": day, "data_version": asker.desk.data_version(seq), "rows": rows}
    asked = {
        "as_of": day, "purpose": body.purpose, "measure": body.measure, "inputs": kept_inputs(batch, rows),
    }  # fmt: skip
    relied = tuple(job.relied.values())
    kept = asker.keep(SCREEN, asked, document, relied=relied, names=names)
    await asker.note("SCREEN", hit, purpose=body.purpose or "", seq=seq, answer=kept.answer_id)
    await kept.written()
    return document
