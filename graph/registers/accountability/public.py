"""What a public notice on arrears of a state enterprise rests on, and when it has to be taken back at once.

Who is named in public, on which basis, and whether that still holds is one question, asked before the notice
is published and again whenever something near it changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph import queries
from graph.days import OPEN_DAY, holds_on, overlaps_window
from graph.liability.anchors import CONTROL, at_violation
from graph.liability.contract import GroundFacts, StatusSpan, Tenure
from graph.liability.disputes import UPHELD, suspensions
from graph.liability.facts import Beside, ground_facts, repair_decision, tenure
from graph.liability.withdraw import repaired_on, stopped_since
from graph.registers.accountability import notices
from graph.registers.accountability.book import NOTICE, LookUp, records
from graph.registers.accountability.contract import OPEN, TRANSFERRED, Row
from graph.store import WriteTransaction

#: On what a public notice may rest: the wage list for wages, the paper on grave consequences for payments.
BASES: Final = {
    "L03": "列入拖欠农民工工资失信联合惩戒对象名单",
    "L21": "保障中小企业款项支付条例 26条，情节严重",
}
DISPUTED: Final = "OBJECTION_RAISED"
OVERTURNED: Final = "OBJECTION_UPHELD"
_CORRECTED: Final = "FACT_CORRECTED"
_GROUND_ENDED: Final = "GROUND_ENDED"
_BASIS_ENDED: Final = "BASIS_ENDED"
#: Whom each basis lets be named: the wage list knows no controllers (人社部令45 5条).
_ROLES_OF: Final = {
    "L03": frozenset({"LEGAL_REP", "PRINCIPAL"}),
    "L21": frozenset({"LEGAL_REP", "PRINCIPAL", CONTROL}),
}
_ROLES: Final = _ROLES_OF["L21"]
#: A declaration that somebody is suspected of control is none (as `anchors.candidates` reads it).
_ON_FILE: Final = frozenset({"FILED", "CONFIRMED"})


@dataclass(frozen=True, slots=True)
class Basis:
    """A lawful basis as things stand.

    Parameters
    ----------
    ref
        The ground that it is, or the arrears themselves.
    ground
        The listing, whose days of violation say who may be named; None for the paper on the arrears.
    """

    code: str
    ref: str
    ground: GroundFacts | None = None


@dataclass(frozen=True, slots=True)
class _Held:
    """An office held while it was owed, and why it does not count; empty when it does."""

    tenure: Tenure
    person_id: str
    why: str


def contested(look_up: LookUp, fact_ids: Iterable[str], day: str, **params: Any) -> dict[str, str]:
    """Facts that an objection contests on `day` or has overturned: by which of the two."""
    wanted = sorted(set(fact_ids) - {""})
    if not wanted:
        return {}
    found: dict[str, str] = {}
    for one in look_up("read/liability/objections_to_facts", fact_ids=wanted, **params)[0]["rows"]:
        said = (one["raised_on"], one["decided_on"] or "", one["result"] or "")
        for begin, end in suspensions([said]):
            if said[2] == UPHELD:
                found[one["fact_id"]] = OVERTURNED
            elif holds_on(begin, end or OPEN_DAY, day):
                found.setdefault(one["fact_id"], DISPUTED)
    return found


def bases_of(look_up: LookUp, owed: Row, day: str, **params: Any) -> list[Basis]:
    """On what a public notice of these arrears may rest: by what is owed, and to whom."""
    if owed.get("arrears_kind") == "SME":
        return [Basis("L21", owed["ground_ref"])] if owed.get("consequence_doc") else []
    if owed.get("arrears_kind") != "WAGE":
        return []
    return list(_wage_lists(look_up, owed, day, **params))


def _wage_lists(look_up: LookUp, owed: Row, day: str, **params: Any) -> Iterator[Basis]:
    """Live entries in the wage list for days on which these wages were owed."""
    refs = look_up("read/liability/ground_refs_of_entities", ids=[owed["entity_id"]], **params)[0]["refs"]
    refs = sorted(one for one in refs if one.startswith("LISTING:"))
    query = queries.get("read/liability/grounds", label="Listing")
    rows = [one for one in look_up(query, refs=refs, **params)[0]["rows"] if one.get("list_type") == "L03"]
    if not rows:
        return
    wrong = contested(look_up, (one["fact_id"] for one in rows), day, **params)
    about = queries.get("read/liability/facts_about", label="RepairCase")
    repairs = look_up(about, refs=[one["ground_ref"] for one in rows], **params)[0]["rows"]
    debt = ground_facts(owed, "Arrears", Beside())
    for row in rows:
        ground = ground_facts(row, "Listing", Beside())
        own = [repair_decision(one) for one in repairs if one["target_ref"] == row["ground_ref"]]
        ends = [one for one in (ground.removed_on, ground.ended_on, repaired_on(own)) if one]
        if row["fact_id"] not in wrong and not any(end <= day for end in ends) and _shares_days(debt, ground):
            yield Basis("L03", row["ground_ref"], ground)


def _shares_days(debt: GroundFacts, ground: GroundFacts) -> bool:
    """Whether the listing is for days on which this was owed; unknown days are none."""
    if not (debt.violation_from and ground.violation_from and ground.violation_to):
        return False
    last = debt.violation_to or OPEN_DAY
    return overlaps_window(debt.violation_from, last, ground.violation_from, ground.violation_to)


def responsible(
    look_up: LookUp, owed: Row, day: str, basis: Basis | None = None, **params: Any
) -> list[tuple[str, str, str]]:
    """(person, name, role) of those who for certain held an office while it was owed.

    Nobody is among them whose office is contested on `day`, who is dead or incapable, or whose control is a
    suspicion.

    Parameters
    ----------
    basis
        Only whom it lets be named: who came after the days of the listing is not.
    """
    held = _held(look_up, owed, day, basis, **params)
    return sorted({(one.person_id, one.tenure.person_name, one.tenure.role) for one in held if not one.why})


def _held(look_up: LookUp, owed: Row, day: str, basis: Basis | None, **params: Any) -> list[_Held]:
    grounds = [ground_facts(owed, "Arrears", Beside())]
    if basis is not None and basis.ground is not None:
        grounds.append(basis.ground)
    roles = _ROLES_OF[basis.code] if basis is not None else _ROLES
    rows = look_up("read/liability/tenures", ids=[owed["entity_id"]], **params)[0]["rows"]
    found = [one for one in map(tenure, rows) if one.role in roles and _counts(one, grounds)]
    wrong = contested(look_up, (one.fact_id for one in found), day, **params)
    same = _counting_as(look_up, {one.person_id for one in found}, **params)
    known = _known(look_up, same, day, **params)
    held = []
    for one in found:
        person_id = same.get(one.person_id, one.person_id)
        verified, stopped = known.get(person_id, (one.verified, ""))
        if verified if person_id != one.person_id else one.verified:
            held.append(_Held(one, person_id, stopped or wrong.get(one.fact_id, "")))
    return held


def _counts(one: Tenure, grounds: Sequence[GroundFacts]) -> bool:
    on_file = one.role != CONTROL or one.control_state in _ON_FILE
    return on_file and all(at_violation(ground, one) == "" for ground in grounds)


def _counting_as(look_up: LookUp, ids: Iterable[str], **params: Any) -> dict[str, str]:
    """By person, as whom he counts by somebody's judgement; everybody who counts as one of them too."""
    asked = set(ids)
    same = {one: one for one in asked}
    for _ in range(2):
        links = look_up("read/identity/same_persons", ids=sorted(asked), **params)[0]["rows"] if asked else []
        for link in links:
            same[link["absorbed"]] = link["surviving"]
            same.setdefault(link["surviving"], link["surviving"])
        asked = set(same)
    return same


def _known(look_up: LookUp, same: Mapping[str, str], day: str, **params: Any) -> dict[str, tuple[bool, str]]:
    """By person as whom somebody counts: known by number, and what stops it on `day`."""
    if not same:
        return {}
    rows = look_up("read/liability/persons", ids=sorted(same), **params)[0]["rows"]
    spans = [
        StatusSpan(same[one["person_id"]], one["status"], one["since"] or "") for one in rows if one["status"]
    ]
    found = {}
    for person_id in set(same.values()):
        stop = stopped_since(person_id, spans, day)
        verified = any(one["verified"] for one in rows if one["person_id"] == person_id)
        found[person_id] = verified, stop[1] if stop and stop[0] <= day else ""
    return found


def fallen(look_up: LookUp, notice: Row, day: str, **params: Any) -> str:
    """Why a public notice may not stand on `day`; empty while it may."""
    query = queries.get("read/liability/grounds", label="Arrears")
    rows = look_up(query, refs=[notice["ground_ref"]], **params)[0]["rows"]
    if not rows or rows[0].get("paid_on"):
        return _GROUND_ENDED
    owed = rows[0]
    if notice["authority_code"] != str(owed.get("authority_code") or ""):
        return TRANSFERRED
    if why := contested(look_up, [owed["fact_id"]], day, **params).get(owed["fact_id"], ""):
        return why
    basis = None
    if ref := notice.get("basis_ref"):
        basis = next((one for one in bases_of(look_up, owed, day, **params) if one.ref == ref), None)
        if basis is None:
            return _BASIS_ENDED
    named = notice.get("persons") or []
    same = _counting_as(look_up, named, **params)
    held = _held(look_up, owed, day, basis, **params)
    for person in (same[one] for one in named):
        whys = {one.why for one in held if one.person_id == person}
        if "" not in whys:
            return min(whys, default=_CORRECTED)
    return ""


def public_on(look_up: LookUp, **keys: Iterable[str]) -> list[Row]:
    """Public notices that stand, found by any of these keys."""
    found = {
        one["record_id"]: one
        for key, ids in keys.items()
        for one in records(look_up, NOTICE, key, ids)
        if one["kind"] == notices.PUBLIC and one["standing"] == OPEN
    }
    return list(found.values())


def near(look_up: LookUp, refs: Iterable[str], ended: Iterable[str]) -> list[Row]:
    """Public notices on these arrears, or on a listing among those that ended."""
    owed = [one for one in refs if one.startswith("ARREARS:")]
    lists = [one for one in ended if one.startswith("LISTING:")]
    return public_on(look_up, ground_ref=owed, basis_ref=lists) if owed or lists else []


def follow_public(tx: WriteTransaction, day: str) -> None:
    """Take back what may not stand in public from `day` on: a listing runs out without any change to it."""
    take_back(tx, public_on(tx.run, kind=[notices.PUBLIC]), day)


def take_back(tx: WriteTransaction, found: Iterable[Row], day: str) -> None:
    """Take back those of the public notices that may not stand any longer."""
    for one in found:
        on = max(day, one["opened_on"])
        if why := fallen(tx.run, one, on):
            notices.correct(tx, [one], on, why)
