"""Objections that suspend, and all that each of them suspends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from api.services.desk import Desk
from api.services.detail import labels_plan
from api.services.findings import state_on
from api.services.statistics import zh_of
from graph.errors import NotFoundError
from graph.store import Plan, ask

Row = dict[str, Any]
_MOST: Final = 1000


def disputes_plan(desk: Desk, day: str, seq: int, *, after: str, limit: int) -> Plan[Row]:
    """A page of objections that are open on `day`, each with how much it suspends."""
    rows = (yield from ask("read/disputes/open_ones", day=day, after=after, limit=limit + 1, seq=seq))[0][
        "rows"
    ]
    rows.sort(key=lambda one: one["objection"]["objection_id"])
    more, rows = len(rows) > limit, rows[:limit]
    ids = {one["objection"].get("entity_id") or "" for one in rows} - {""}
    labels = yield from labels_plan(ids, day, seq)
    return {
        "as_of": day,
        "data_version": desk.data_version(seq),
        "rows": [_dispute(one, labels, day) for one in rows],
        "cursor": rows[-1]["objection"]["objection_id"] if more else None,
    }


def _dispute(row: Row, labels: dict[str, tuple[str, str]], day: str) -> Row:
    objection = row["objection"]
    code, name = labels.get(objection.get("entity_id") or "", ("", ""))
    role = objection.get("role") or ""
    kind = objection.get("target_kind") or ("ROLE" if role else "FACT")
    decided = objection.get("decided_on") or ""
    return {
        "objection_id": objection["objection_id"],
        "ground": objection.get("objection_ground") or "",
        "raised_on": objection["raised_on"],
        "target_kind": kind,
        "target_kind_zh": "任职" if kind == "ROLE" else zh_of("target_kinds", kind),
        "entity": code,
        "entity_name": name,
        "role_zh": zh_of("position_roles", role) if role else "",
        "person": objection.get("person_id") or "",
        "awaits_correction": bool(decided) and decided <= day,
        "findings": row["findings"],
        "grounds": row["grounds"],
    }


def suspended_plan(
    desk: Desk, objection_id: str, day: str, seq: int, *, allowed: Callable[[Row, str], bool]
) -> Plan[Row]:
    """Every finding that rests on what one objection contests, across all grounds.

    Parameters
    ----------
    allowed
        Whether the asker may see a finding in a state.

    Raises
    ------
    NotFoundError
        Nothing rests on it, or there is no such objection.
    """
    asked = {"objection_id": objection_id, "limit": _MOST, "seq": seq}
    rows = (yield from ask("read/disputes/suspended_by", **asked))[0]["rows"]
    if not rows:
        raise NotFoundError(
            "没有这个异议，或没有认定依据它所争议的事实", where=objection_id, todo="核对异议编号"
        )
    shown = [(row["finding"], state_on(row, day)) for row in rows]
    shown = [(finding, state) for finding, state in shown if allowed(finding, state)]
    ids = {one["entity_id"] for one, _ in shown} - {""}
    labels = yield from labels_plan(ids, day, seq)
    return {
        "as_of": day,
        "data_version": desk.data_version(seq),
        "objection_id": objection_id,
        "complete": len(rows) < _MOST,
        "rows": [
            {
                "finding_id": one["finding_id"],
                "ground_id": one["ground_id"],
                "list_type_zh": zh_of("list_types", one["list_type"]),
                "entity": labels.get(one["entity_id"], ("", ""))[0],
                "entity_name": labels.get(one["entity_id"], ("", ""))[1],
                "person": one["person_id"],
                "person_name": one["person_name"],
                "role_zh": zh_of("liable_roles", one["role"]),
                "state": state,
                "state_zh": zh_of("finding_states", state),
            }
            for one, state in shown
        ],
    }
