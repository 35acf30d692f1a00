"""Barred persons in firms, as the registry is told: a lead, never an answer to a check."""

from __future__ import annotations

from typing import Any, Final

from api.auth.permissions import in_scope
from api.auth.principal import Principal
from api.services.desk import Desk
from api.services.findings import all_findings, state_on
from api.services.lists import regions_plan
from api.services.statistics import zh_of
from graph.model import EDGE_TYPES
from graph.ownership.parties import label_ids
from graph.registers.ban_leads import COMPANY, INDUSTRY, BanLead, ban_leads

MOST: Final = 1000
_TO_CHECK_ZH: Final = {
    INDUSTRY: "须核对：是否与原案单位同属一个行业",
    COMPANY: "须核对：是否为公司或者企业法人",
}


def leads_on_bans(desk: Desk, principal: Principal, day: str, seq: int | None = None) -> dict[str, Any]:
    """Leads for the registry on a day, in the districts of the principal; those the ban covers first."""
    seq = desk.seq() if seq is None else seq
    bans = [
        row["finding"]
        for page in all_findings(desk, seq)
        for row in page
        if row["finding"]["mode"] == "BAN" and row["finding"]["valid_from"] <= day
        if state_on(row, day) == "CONFIRMED"
    ]
    found = ban_leads(desk.store, bans, day, seq)
    entities = {one.entity_id for one in found}
    if principal.districts:
        regions = desk.store.ask(regions_plan(entities, seq, True))
        found = [one for one in found if in_scope(principal, regions.get(one.entity_id, ""))]
    labels = label_ids(desk.store, entities, day, seq=seq)
    return {
        "as_of": day,
        "rows": [_row(one, labels) for one in found[:MOST]],
        "complete": len(found) <= MOST,
        "data_version": desk.data_version(seq),
    }


def _row(one: BanLead, labels: Any) -> dict[str, Any]:
    return {
        "finding_id": one.finding_id,
        "person": one.person_id,
        "person_name": one.person_name,
        "entity": labels.codes.get(one.entity_id, ""),
        "entity_name": labels.names.get(one.entity_id, ""),
        "office_zh": EDGE_TYPES[one.office].zh,
        "scope_zh": "；".join(zh_of("ban_scopes", scope) for scope in one.scope),
        "covered": one.covered,
        "to_check_zh": _TO_CHECK_ZH.get(one.to_check, ""),
        "since": one.since,
        "ban_until": one.ban_until,
    }
