"""The roster of a listed body in words, each person with the source that says so."""

from __future__ import annotations

from typing import Any, Final

from api.services.desk import Desk
from api.services.statistics import zh_of
from api.services.subjects import Subject
from graph.registers.roster import RosterItem, roster_of

WHEN_ZH: Final = {"AT_VIOLATION": "违法行为发生时", "CURRENT": "现任", "UNCERTAIN": "日期不明，待查"}
CONFIDENCE_ZH: Final = {
    "REGISTER": "登记，身份已核验", "REGISTER_UNVERIFIED": "登记，身份未核验", "DECLARED": "申报",
    "CONFIRMED_CONTROL": "已认定的控制", "SUSPECTED": "疑似", "COMPUTED": "推算，待认定",
}  # fmt: skip


def roster(desk: Desk, subject: Subject, day: str, seq: int) -> dict[str, Any]:
    """Responsible persons of a body, as of a day and as known at a commit."""
    items = roster_of(desk.store, subject.id, day, seq)
    ids = sorted({one.source for one in items if one.source})
    told = desk.store.read("read/subject/sources", ids=ids, seq=seq)[0]["rows"]
    sources = {one["id"]: one for one in told}
    return {
        "entity": subject.code,
        "entity_name": subject.name,
        "as_of": day,
        "rows": [_row(one, sources.get(one.source, {"source": ""})) for one in items],
        "data_version": desk.data_version(seq),
    }


def _row(one: RosterItem, source: dict[str, Any]) -> dict[str, Any]:
    return {
        "ground_id": one.ground_id,
        "list_type_zh": zh_of("list_types", one.list_type)
        if one.list_type
        else zh_of("ground_kinds", one.ground_kind),
        "ground_live": one.ground_live,
        "when": one.when,
        "when_zh": WHEN_ZH[one.when],
        "person": one.person_id,
        "person_name": one.person_name,
        "role_zh": zh_of("liable_roles", one.role),
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
        "confidence": one.confidence,
        "confidence_zh": CONFIDENCE_ZH[one.confidence],
        "disputed": one.disputed,
        "deceased": one.deceased,
        "source": {name: value for name, value in source.items() if name != "id"},
    }
