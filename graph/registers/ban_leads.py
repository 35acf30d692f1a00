"""Barred persons who appear in firms: a lead for the registry, and nothing more (person → enterprise).

A ban never touches a firm. Where a registry shows a barred person in an office, or as a holder, it is told so
and whether the ban covers that; the registry decides. Nothing else of a person reaches a firm, but for
the tax grade D, which gives the tax authority a lead of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph import queries
from graph.days import holds_on
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
        Whether the ban's scope names that office; where not, the lead says that he appears, no more.
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
    found = [
        _lead(ban, row)
        for row in rows
        if holds_on(row["valid_from"] or "", row["valid_to"], day)
        for ban in by_person[row["person_id"]]
        if row["entity_id"] != ban["entity_id"] or row["type"] != "HOLDS"
    ]
    return sorted(found, key=lambda one: (not one.covered, one.person_name, one.entity_id, one.office))


def _lead(ban: dict[str, Any], row: dict[str, Any]) -> BanLead:
    scope = tuple(ban["scope"] or ())
    barred = {office for one in scope for office in BARRED_OFFICES.get(one, ())}
    return BanLead(
        ban["finding_id"], ban["authority_code"], scope, ban["person_id"], ban["person_name"],
        row["entity_id"], row["type"], row["type"] in barred,
        max(ban["valid_from"], row["valid_from"] or ""), ban["valid_to"], row["fact_id"],
    )  # fmt: skip
