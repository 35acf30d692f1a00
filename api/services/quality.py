"""Data quality: what was kept out, what contradicts itself, what waits, and how fresh each source is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from api.services.desk import Desk
from api.services.detail import labels_plan
from api.services.lists import Within, regions_plan
from graph.model import EDGE_TYPES, NODE_TYPES
from graph.model.tables import TABLES
from graph.store import Plan, ask

Row = dict[str, Any]
_PARTY: Final = {"Entity": "ENTITY", "Person": "PERSON"}
#: What tells nothing about anybody whatever its value: shown to those who read no whole name too.
_HARMLESS: Final = frozenset({"day", "float", "int", "bool"})


def quality_plan(desk: Desk, seq: int, *, newest: bool = True) -> Plan[Row]:
    """Quarantine by reason, and what each package brought.

    Parameters
    ----------
    newest
        The commit is the newest one. How far a package was read has no versions: of an earlier one `runs`
        is None, rather than what came later.
    """
    kept = (yield from ask("read/statistics/quarantine", seq=seq))[0]["rows"]
    marks = yield from ask("read/quality/conflicts_count", seq=seq)
    runs = (yield from ask("read/statistics/ingest_runs", limit=200))[0]["rows"] if newest else []
    reports = [{**json.loads(one["report"]), "run": one} for one in runs]
    return {
        "quarantined": sorted((_kept_row(one) for one in kept if not one["returned"]), key=_most_first),
        "returned": sum(one["number"] for one in kept if one["returned"]),
        "conflicts": sum(one["number"] for one in marks),
        "runs": [_run_row(report) for report in reports] if newest else None,
        "data_version": desk.data_version(seq),
    }


def _kept_row(row: Row) -> Row:
    kept = {name: row[name] for name in ("source", "table", "rule", "number")}
    return {**kept, "table_zh": _table_zh(row["table"])}


def _most_first(row: Row) -> tuple[int, str]:
    return -row["number"], row["source"]


def _run_row(report: Row) -> Row:
    files = report["files"].values()
    return {
        "package": report["package"],
        "source": report["source"],
        "produced_at": report["produced_at"],
        "state": report["run"]["state"],
        "started_at": report["run"]["started_at"],
        "rows": sum(one["rows"] for one in files),
        "quarantined": sum(sum(one["quarantined"].values()) for one in files),
        "returned": sum(one["returned"] for one in files),
        "conflicts": sum(one["conflicts"] for one in files),
    }


def quarantined_plan(
    desk: Desk, seq: int, *, after: str, limit: int, returned: bool, source: str, table: str, rule: str
) -> Plan[Row]:
    """A page of rows that were kept out: where each stands, what is wrong, what to do; not its content."""
    rows = (
        yield from ask(
            "read/quality/quarantined_page",
            after=after,
            source=source,
            table=table,
            rule=rule,
            returned=returned,
            limit=limit + 1,
            seq=seq,
        )
    )[0]["rows"]
    shown, more = rows[:limit], len(rows) > limit
    cursor = shown[-1]["key"] if more else None
    for one in shown:
        one["table_zh"] = _table_zh(one["table"])
        del one["key"]
    return {"rows": shown, "cursor": cursor, "data_version": desk.data_version(seq)}


def _table_zh(name: str) -> str:
    return TABLES[name].zh if name in TABLES else name


def conflicts_plan(
    desk: Desk, seq: int, *, after: str, limit: int, full_values: bool, within: Within | None = None
) -> Plan[Row]:
    """A page of facts that current records tell differently.

    They bear marks that the batches which made them have left, so a page reads no more than it shows. With
    `within` it may hold fewer than `limit` and still have a next one.

    Parameters
    ----------
    full_values
        Also show what differs where it may name somebody.
    within
        Whether what concerns an entity of a region may be shown; all by default.
    """
    keys = (yield from ask("read/quality/conflicts_page", after=after, limit=limit + 1, seq=seq))[0]["keys"]
    more, keys = len(keys) > limit, keys[:limit]
    rows = yield from _conflicts(keys, desk.today, seq, full_values, within)
    return {"rows": rows, "cursor": keys[-1] if more else None, "data_version": desk.data_version(seq)}


def _conflicts(
    keys: list[str], day: str, seq: int, full_values: bool, within: Within | None
) -> Plan[list[Row]]:
    told = (yield from ask("read/quality/records_of_facts", keys=keys, seq=seq))[0]["rows"]
    by_key: dict[str, list[Row]] = {}
    for one in told:
        kind, source, target, values, _ = json.loads(one["payload"])
        one |= {"kind": kind, "ends": [tuple(end) for end in (source, target) if end], "values": values}
        by_key.setdefault(one["record_key"], []).append(one)
    ids = {end[1] for some in by_key.values() for one in some for end in one["ends"] if end[0] in _PARTY}
    labels = yield from labels_plan(ids, day, seq)
    entities = {
        end[1] for some in by_key.values() for one in some for end in one["ends"] if end[0] == "Entity"
    }
    regions = yield from regions_plan(entities, seq, within is not None)

    def near(told: list[Row]) -> bool:
        own = [end[1] for one in told for end in one["ends"] if end[0] == "Entity"]
        return within is None or any(within(regions.get(one, ""), "") for one in own)

    found = [by_key[key] for key in keys if key in by_key]
    return [_conflict(told, labels, full_values) for told in found if near(told)]


def _conflict(told: list[Row], labels: Mapping[str, tuple[str, str]], full_values: bool) -> Row:
    told.sort(key=lambda one: (one["source"], one["produced_at"], one["file"], one["line"]))
    kind = told[0]["kind"]
    model = NODE_TYPES.get(kind) or EDGE_TYPES[kind]
    declared = {one.name: one for one in model.properties}
    names = sorted({name for one in told for name in one["values"]})
    differing = [name for name in names if len({_text(one["values"].get(name)) for one in told}) > 1]
    fields = [
        {
            "field": declared[name].zh if name in declared else name,
            "values": [
                _text(one["values"].get(name))
                if full_values or _is_harmless(declared, name)
                else "（不显示）"
                for one in told
            ],
        }
        for name in differing
    ]
    parties = [end for end in told[0]["ends"] if end[0] in _PARTY]
    return {
        "kind": kind,
        "kind_zh": model.zh,
        "parties": [
            {"kind": _PARTY[label], "code": labels[party][0], "name": labels[party][1]}
            for label, party in parties
        ],
        "fields": fields,
        "sources": [
            {
                "source": one["source"],
                "table": one["table"],
                "file": one["file"],
                "line": one["line"],
                "produced_at": one["produced_at"],
            }
            for one in told
        ],
    }


def _is_harmless(declared: Mapping[str, Any], name: str) -> bool:
    return name in declared and declared[name].type in _HARMLESS


def _text(value: Any) -> str:
    if value is None:
        return ""
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def pending_plan(desk: Desk, seq: int, *, limit: int) -> Plan[Row]:
    """The oldest changes that wait for derivation."""
    rows = (yield from ask("read/quality/pending_changes", limit=limit, seq=seq))[0]["rows"]
    ids = {one for row in rows for one in (row["entities"] or ())[:3]}
    labels = yield from labels_plan(ids, desk.today, seq)
    return {
        "rows": [
            {
                "seq": row["seq"],
                "at": row["at"],
                "why": row["why"],
                "entities": len(row["entities"] or ()),
                "persons": row["persons"],
                "examples": [labels[one][0] for one in (row["entities"] or ())[:3]],
            }
            for row in rows
        ],
        "data_version": desk.data_version(seq),
    }
