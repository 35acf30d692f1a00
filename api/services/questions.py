"""Composed questions as investigators ask them: answered within bounds, with names, persons masked."""

from __future__ import annotations

import base64
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from api.auth.masking import Masking
from api.auth.principal import Principal
from api.services.desk import Desk
from api.services.districts import Within, persons_within_plan
from api.services.lists import regions_plan
from api.services.parties import Parties, parties_of
from api.services.subjects import find_subject
from graph.errors import AnswerRefusedError, NotFoundError, SettingsError, UsageError
from graph.ownership.read import batches, latest
from graph.risk.questions import End, Hides, answer_question, read_form, wrong_place
from graph.risk.questions.form import Form

_DECISION: Final = {"id": "", "name": "", "kind": "DECISION", "hidden": False}
_UNTOLD: Final = {**_DECISION, "name": "辖区外的决定", "hidden": True}
_BATCH: Final = 500
_PLACE: Final = "question-following"


def run_question(
    desk: Desk,
    form: Any,
    *,
    masking: Masking,
    within: Within | None = None,
    as_of: str | None = None,
    known_at: str | None = None,
    after: str = "",
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The rows that a form asks for, and the ids of the persons that they name.

    Of whom the asker may not see, no condition is asked: he is left out, and it is not said how often.

    Parameters
    ----------
    after
        Where an answer before ended because the time was over.

    Raises
    ------
    AnswerRefusedError
        It starts from an entity outside the asker's districts (ADR 0022).
    UsageError
        The form is not allowed.
    """
    read = read_form(form)
    day, seq = as_of or desk.today, desk.seq(known_at)
    desk = desk.store.ask(desk.then(known_at, seq))
    codes, missing = _ids(desk, read, seq)
    _refuse_beyond(desk, codes, seq, within)
    hides = _hides(desk, day, seq, within)
    place = _opened(desk, after, within)
    answer = answer_question(desk.store, read, day, seq=seq, codes=codes, hides=hides, after=place)
    ends = [one for row in answer.rows for one in row if one.decision is None]
    persons = {one.id for one in ends if one.is_person}
    firms = (one.id for one in ends if not one.is_person)
    parties = parties_of(desk, firms, persons, day, seq, masking=masking, within=within)
    rows = [{"ends": _ends(parties, row)} for row in answer.rows]
    return {
        "as_of": day,
        "data_version": desk.data_version(seq),
        "rows": rows,
        "complete": not answer.cut and not missing,
        "cut": answer.cut,
        "following": _closed(desk, answer.following, within),
        "missing": missing,
        "asked": answer.asked,
    }, parties.named(persons)


def _closed(desk: Desk, place: str, within: Within | None) -> str:
    """A place as it is handed out: it names whoever was looked at last, whom a district may not see.

    Without keys nothing can be closed, so whoever is limited cannot go on.
    """
    if not place or within is None:
        return place
    if desk.keys is None:
        return ""
    return base64.urlsafe_b64encode(desk.keys.seal_text(_PLACE, place.encode())).decode("ascii")


def _opened(desk: Desk, after: str, within: Within | None) -> str:
    """The place that was handed out; another, or one of whoever is not limited, is none."""
    if not after or within is None:
        return after
    if desk.keys is None:
        raise wrong_place()
    try:
        return desk.keys.unseal_text(_PLACE, base64.urlsafe_b64decode(after)).decode()
    except (SettingsError, ValueError):
        raise wrong_place() from None


def _refuse_beyond(desk: Desk, entities: list[str], seq: int, within: Within | None) -> None:
    """An entity lies in the district of its newest state, whatever day is asked about."""
    if within is None:
        return
    regions = desk.store.ask(regions_plan(set(entities), seq, True))
    if not all(within(regions.get(one, ""), "") for one in entities):
        raise AnswerRefusedError(
            "该主体不在您的辖区范围内", where="start.values", todo="需要时由有权的部门查询"
        )


def _hides(desk: Desk, day: str, seq: int, within: Within | None) -> Hides | None:
    """Who is hidden in rows, before any condition is asked: by the rule by which `parties_of` hides."""
    if within is None:
        return None

    def hides(entities: Collection[str], persons: Collection[str]) -> set[str]:
        hidden: set[str] = set()
        for batch in batches(sorted(entities), _BATCH):
            states = desk.store.read_columns("read/patterns/regions_of", entity_ids=batch, day=day, seq=seq)
            regions = latest(states, "region")
            hidden |= {one for one in batch if not within(regions.get(one, ""), "")}
        for batch in batches(sorted(persons), _BATCH):
            hidden |= {*batch} - desk.store.ask(persons_within_plan(batch, seq, within))
        return hidden

    return hides


def _ids(desk: Desk, form: Form, seq: int) -> tuple[list[str], list[str]]:
    """Internal ids of the entities that the form names, and the codes that nobody has.

    A person is not a place to start from.
    """
    found: list[str] = []
    missing: list[str] = []
    if form.start != "CODES":
        return found, missing
    for code in form.values:
        try:
            subject = find_subject(desk, code, seq=seq)
        except NotFoundError:
            missing.append(code)
            continue
        if subject.kind != "ENTITY":
            raise UsageError("查询不能从自然人开始", where="start.values", todo="填写统一社会信用代码")
        found.append(subject.id)
    return found, missing


def _ends(parties: Parties, row: Sequence[End]) -> list[dict[str, Any]]:
    """The places of a row; what was decided about somebody who is hidden is hidden with him."""
    ends: list[dict[str, Any]] = []
    said: dict[str, Any]
    party: Mapping[str, Any]
    for one in row:
        if one.decision is None:
            said = {"valid_from": one.valid_from, "decision": None}
            party = parties.shown(one.id, is_person=one.is_person)
        elif ends[-1]["hidden"]:
            said, party = {"valid_from": "", "decision": None}, _UNTOLD
        else:
            said, party = {"valid_from": one.valid_from, "decision": one.decision}, _DECISION
        ends.append({**party, "relation": one.relation, "outward": one.outward, **said})
    return ends


def owner_of(principal: Principal) -> tuple[str, str, str]:
    """Id, name and role under which a question is saved."""
    return principal.principal_id, principal.name, principal.role.value


__all__ = ["owner_of", "run_question"]
