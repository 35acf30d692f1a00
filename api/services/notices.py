"""Notices to superior units, audit, employers and organs: their state, and which were corrected."""

from __future__ import annotations

from typing import Any

from api.auth.principal import Principal
from api.services.cases import notice_row, page_of
from api.services.desk import Desk
from api.services.statistics import zh_of
from graph.ownership.parties import label_ids
from graph.registers.accountability.book import NOTICE
from graph.registers.accountability.contract import ENDED, Row


def notices_page(desk: Desk, principal: Principal, *, standing: str, after: str, limit: int, seq: int) -> Row:
    """A page of notices that the principal may see, as known at commit `seq`."""
    taken, cursor = page_of(desk, principal, NOTICE, standing=standing, after=after, limit=limit, seq=seq)
    labels = label_ids(desk.store, {one["entity_id"] for one in taken} - {""}, desk.today, seq=seq)
    shown = [_row(one, labels) for one in taken]
    return {"rows": shown, "cursor": cursor, "data_version": desk.data_version(seq)}


def _row(one: Row, labels: Any) -> Row:
    return {
        **notice_row(one),
        "state_zh": _state_zh(one),
        "ended_on": one["ends_on"] if one["standing"] == ENDED else "",
        "follows": one["follows"],
        "case_id": one["case_id"],
        "entity": labels.codes.get(one["entity_id"], ""),
        "entity_name": labels.names.get(one["entity_id"], ""),
        "person": one["person_id"],
        "person_name": one["person_name"],
        "ground_kind_zh": zh_of("ground_kinds", one["ground_kind"]),
        "ground_id": one["ground_id"],
        "authority_code": one["authority_code"],
    }


def _state_zh(one: Row) -> str:
    if one["standing"] == ENDED:
        return "已更正"
    if one["follows"]:
        return "更正通知"
    return "已有回执" if one["received_on"] else "待回执"
