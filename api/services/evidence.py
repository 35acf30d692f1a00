"""What an item points at: a finding, a record or a party, read with its sources when it is put there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from api.auth.permissions import in_scope
from api.auth.principal import Principal
from api.services.desk import Desk
from api.services.detail import detail_plan
from api.services.findings import finding_by_id, state_on
from api.services.lists import finding_within
from api.services.relations import Party
from api.services.visibility import may_see
from graph.errors import NotFoundError
from graph.model.codelists import codelist
from graph.ownership.parties import label_ids

Row = dict[str, Any]
_FIELDS: Final = 4


def cited_finding(desk: Desk, by: Principal, finding_id: str, day: str, seq: int) -> Row:
    """What a finding says and rests on; nobody is named, since not every member may see every finding.

    Raises
    ------
    NotFoundError
        There is none that the asker may see.
    """
    row = finding_by_id(desk, finding_id, seq)
    finding, state = row["finding"], state_on(row, day)
    within = (lambda region, authority: in_scope(by, region, authority)) if by.districts else None
    if not desk.store.ask(finding_within(finding, seq, within)) or not may_see(by, finding, state):
        raise NotFoundError("没有这个责任认定编号", where=finding_id, todo="核对编号")
    entity = finding["entity_id"]
    labels = label_ids(desk.store, {entity} - {""}, day, seq=seq)
    told = desk.store.read("read/exits/evidence_of_finding", finding_id=finding_id, seq=seq)[0]["rows"]
    return {
        "subject": labels.codes.get(entity, ""),
        "about": "，".join(
            filter(
                None,
                (
                    labels.names.get(entity, ""),
                    _word("list_types", finding["list_type"]),
                    _word("liable_roles", finding["role"]),
                    _word("finding_states", state),
                    f"规则 {finding['rule']}",
                ),
            )
        ),
        "sources": _sources(told),
    }


def cited_record(desk: Desk, party: Party, fact_id: str, day: str, seq: int) -> Row:
    """What a record under a subject says, and the row that it comes from.

    Raises
    ------
    NotFoundError
        The subject has no such record.
    """
    subject = party.subject
    found = desk.store.ask(detail_plan(desk, subject, day, seq))
    record = next((one for one in found["records"] if one["fact_id"] == fact_id), None)
    if record is None:
        raise NotFoundError("该主体没有这条记录", where=fact_id, todo="从主体页面的记录中选择")
    fields = [f"{name}：{value}" for name, value in record["fields"].items()][:_FIELDS]
    period = f"自 {record['valid_from']}"
    return {
        "subject": subject.code,
        "about": "，".join(filter(None, (subject.name, record["kind_zh"], period, *fields))),
        "sources": _sources([record["source"]]),
    }


def registered_in(desk: Desk, party: Party, day: str, seq: int) -> list[Row]:
    """Where a party's state of the day stands in the register; of a person, the newest that he holds then.

    What was derived, as control, stands in no register.
    """
    found = desk.store.ask(detail_plan(desk, party.subject, day, seq))
    if party.subject.kind == "ENTITY":
        rows = [one for one in found["records"] if one["label"] == "EntityState" and one["live"]]
    else:
        held = [one for one in found["ties"] if one["live"] and one["source"].get("file")]
        rows = held or [one for one in found["records"] if one["source"].get("file")]
    newest = max(rows, key=lambda one: str(one["valid_from"]), default=None)
    if newest is None:
        return []
    source = newest["source"]
    day_of = {"valid_from": newest["valid_from"], "produced_on": str(source.get("produced_at") or "")[:10]}
    return [{**one, **day_of} for one in _sources([source])]


def _word(name: str, code: str) -> str:
    return codelist(name).zh(code) if code else ""


def _sources(rows: Sequence[Mapping[str, Any]]) -> list[Row]:
    return [
        {"source": one.get("source") or "", "file": one.get("file") or "", "line": one.get("line")}
        for one in rows
    ]
