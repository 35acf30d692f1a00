"""Barred persons who appear in firms: a lead for the registry, and nothing more (person → enterprise).

A ban never touches a firm. Where a registry shows a barred person in an office, or as a holder, it is told so
and whether the ban covers that; the registry decides. A ban on offices in one industry, or in companies,
covers those only: where registers do not show it, the registry is asked to find out. Nothing else of a person
reaches a firm, but for the tax grade D, which gives the tax authority a lead of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph import queries
from graph.days import holds_on
from graph.liability.facts import state_on
from graph.model.codelists import codelist
from graph.same_person import SamePersons
from graph.store import Store

#: Offices that a scope of the rule table bars; a share is barred by none. 公司法 265(1): whoever heads the
#: finances is 高级管理人员; a partnership's 主要负责人 is its executive partner.
BARRED_OFFICES: Final = {
    "COMPANY_DSM": ("DIRECTOR_OF", "SUPERVISOR_OF", "MANAGER_OF", "FINANCE_HEAD_OF"),
    "COMPANY_LEGAL_REP": ("LEGAL_REP_OF",),
    "OTHER_ENTERPRISE_LEGAL_REP": ("LEGAL_REP_OF", "PRINCIPAL_OF"),
    "SAFETY_PRINCIPAL_ANY": ("PRINCIPAL_OF", "EXECUTIVE_PARTNER_OF"),
    "SAFETY_PRINCIPAL_SAME_INDUSTRY": ("PRINCIPAL_OF", "EXECUTIVE_PARTNER_OF"),
}
SAME_INDUSTRY: Final = "SAFETY_PRINCIPAL_SAME_INDUSTRY"
#: Kinds of legal form in which a scope bars an office; a scope that is not here bars it in any.
_FORMS: Final = {
    "COMPANY_DSM": frozenset({"公司"}),
    "COMPANY_LEGAL_REP": frozenset({"公司", "非公司企业法人"}),
}
INDUSTRY: Final = "INDUSTRY"
COMPANY: Final = "COMPANY"
_SEEN: Final = (
    "LEGAL_REP_OF", "PRINCIPAL_OF", "DIRECTOR_OF", "SUPERVISOR_OF", "MANAGER_OF", "FINANCE_HEAD_OF",
    "EXECUTIVE_PARTNER_OF", "HOLDS",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BanLead:
    """A barred person in a firm.

    Parameters
    ----------
    covered
        Whether the ban's scope names that office there; where not, the lead says that he appears, no more.
    to_check
        What the registry has to find out before it can say that: INDUSTRY, COMPANY, or nothing.
    since
        Day from which both hold.
    """

    finding_id: str
    authority_code: str
    scope: tuple[str, ...]
    person_id: str
    person_name: str
    entity_id: str
    office: str
    covered: bool
    to_check: str
    since: str
    ban_until: str
    fact_id: str


def ban_leads(store: Store, findings: Sequence[dict[str, Any]], day: str, seq: int) -> list[BanLead]:
    """Leads for the registry on a day.

    Parameters
    ----------
    findings
        Confirmed bans that live on the day.
    """
    by_person: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in findings:
        by_person[one["person_id"]].append(one)
    query, same = queries.get("read/cases/offices_of_barred", types=_SEEN), SamePersons(store, seq)
    barred = sorted(same.all_of(by_person))
    rows = store.read(query, ids=barred, seq=seq)[0]["rows"] if barred else []
    same.rename(rows)
    pairs = [
        (ban, row)
        for row in rows
        if holds_on(row["valid_from"] or "", row["valid_to"], day)
        for ban in by_person[row["person_id"]]
        if row["entity_id"] != ban["entity_id"] or row["type"] != "HOLDS"
    ]
    bodies = _bodies(store, pairs, seq)
    found = [_lead(ban, row, bodies, day) for ban, row in pairs]
    return sorted(found, key=lambda one: (not one.covered, one.person_name, one.entity_id, one.office))


Bodies = Mapping[str, Sequence[Mapping[str, Any]]]


def _bodies(store: Store, pairs: Sequence[tuple[dict[str, Any], dict[str, Any]]], seq: int) -> Bodies:
    """Dated attributes of the firms, and of those in whose cases the bans were imposed."""
    ids = {one["entity_id"] for pair in pairs for one in pair if one["entity_id"]}
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in store.read("read/cases/bodies", ids=sorted(ids), seq=seq)[0]["rows"] if ids else ():
        found[row["entity_id"]].append(row)
    return found


def _on(bodies: Bodies, entity_id: str, day: str) -> Mapping[str, Any]:
    return state_on(bodies.get(entity_id, ()), day) or {}


def _lead(ban: dict[str, Any], row: dict[str, Any], bodies: Bodies, day: str) -> BanLead:
    scope = tuple(ban["scope"] or ())
    of_office = [one for one in scope if row["type"] in BARRED_OFFICES.get(one, ())]
    doubts = [_doubt(one, ban, _on(bodies, row["entity_id"], day), bodies) for one in of_office]
    covered = "" in doubts
    to_check = "" if covered else next((one for one in doubts if one), "")
    return BanLead(
        ban["finding_id"], ban["authority_code"], scope, ban["person_id"], ban["person_name"],
        row["entity_id"], row["type"], covered, to_check or "",
        max(ban["valid_from"], row["valid_from"] or ""), ban["valid_to"], row["fact_id"],
    )  # fmt: skip


def _doubt(scope: str, ban: dict[str, Any], firm: Mapping[str, Any], bodies: Bodies) -> str | None:
    """What keeps a scope that bars the office from covering it in this firm: empty for nothing.

    None where it is known not to cover it. The industry is that of the case, on the day on which the ban
    began. How wide an industry is no law says: another code is another industry until the registry finds
    that it is the same.
    """
    if scope == SAME_INDUSTRY:
        of_case = _on(bodies, ban["entity_id"], ban["valid_from"]).get("industry_code") or ""
        return "" if of_case and of_case == (firm.get("industry_code") or "") else INDUSTRY
    if scope not in _FORMS:
        return ""
    form = codelist("legal_forms").find(firm.get("legal_form") or "")
    if form is None or form.code == "其他":
        return None if firm.get("subject_type") not in (None, "", "法人") else COMPANY
    return "" if form.attributes["entity_form"] in _FORMS[scope] else None
