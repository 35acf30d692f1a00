"""The leaders' figures, and the lists behind them."""

from __future__ import annotations

import json
import statistics
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Final

from api.services.desk import Desk
from api.services.detail import labels_plan
from api.services.findings import state_on
from graph.model.codelists import codelist
from graph.store import Plan, ask

Row = dict[str, Any]
Within = Callable[[str, str], bool]
_MOST_WITHDRAWN: Final = 5_000
_SHOWN_MONTHS: Final = 24
_LOOKED_THROUGH: Final = 20


def statistics_plan(desk: Desk, day: str, seq: int) -> Plan[Row]:
    """All figures, at one commit and day."""
    subjects = (yield from ask("read/statistics/subjects"))[0]
    listings = (yield from ask("read/statistics/listings", day=day, seq=seq))[0]["rows"]
    findings = (yield from ask("read/statistics/findings", day=day, seq=seq))[0]["rows"]
    fell = yield from ask(
        "read/statistics/withdrawal_days", since=f"{day[:4]}-01-01", seq=seq, limit=_MOST_WITHDRAWN
    )
    live = [one for one in listings if one["live"]]
    this_month = [one for one in findings if one["state"] == "WITHDRAWN" and one["withdrawn"] == day[:7]]
    months = _counted(listings, lambda row: str(row["month"]))
    return {
        "as_of": day,
        "data_version": desk.data_version(seq),
        "entities": subjects["entities"],
        "persons": subjects["persons"],
        "live_listings": sum(one["number"] for one in live),
        "findings_by_state": _bars(
            _counted(findings, lambda row: str(row["state"])), lambda key: _zh("finding_states", key)
        ),
        "withdrawn_this_month": sum(one["number"] for one in this_month),
        "median_days_to_withdraw": _median(fell[0]["rows"]),
        "listings_by_type": _bars(
            _counted(live, lambda row: str(row["list_type"])), lambda key: _zh("list_types", key)
        ),
        "listings_by_district": _bars(
            _counted(live, lambda row: str(row["region"])), lambda key: key or "辖区不详"
        ),
        "listings_by_month": [
            {"key": month, "label": month, "number": months[month]}
            for month in sorted(month for month in months if month)[-_SHOWN_MONTHS:]
        ],
    }


def _counted(rows: Iterable[Row], key: Callable[[Row], str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows:
        found[key(row)] += row["number"]
    return found


def _bars(counted: Counter[str], label: Callable[[str], str]) -> list[Row]:
    return [{"key": key, "label": label(key), "number": number} for key, number in counted.most_common()]


def _zh(listed: str, code: str) -> str:
    known = codelist(listed)
    return known.zh(code) if code in known.codes() else code or "未分类"


def _median(fell: list[list[str]]) -> float | None:
    """Days from the fall of the ground to the commit that took the finding back; None without a case."""
    days = [
        max(0, (date.fromisoformat(at[:10]) - date.fromisoformat(withdrawn)).days) for withdrawn, at in fell
    ]
    return statistics.median(days) if days else None


def _regions(ids: set[str], seq: int, within: Within | None) -> Plan[dict[str, str]]:
    """Regions of entities, read only for those whose scope needs them."""
    if within is None or not ids:
        return {}
    rows = (yield from ask("read/statistics/regions", entity_ids=sorted(ids), seq=seq))[0]["rows"]
    return {one["id"]: one["region"] for one in rows}


def _in_districts(fact: Row, regions: dict[str, str], within: Within | None) -> bool:
    region = regions.get(fact.get("entity_id") or "", "")
    return within is None or within(region, str(fact.get("authority_code") or ""))


def listings_plan(
    desk: Desk,
    day: str,
    seq: int,
    *,
    list_types: list[str],
    after: str,
    limit: int,
    within: Within | None = None,
) -> Plan[Row]:
    """A page of live listings.

    Parameters
    ----------
    within
        Whether a listing of a region and authority may be shown; all by default.
    """
    taken: list[Row] = []
    more, chunk = True, limit + 1 if within is None else 500
    for _ in range(_LOOKED_THROUGH):
        rows = (
            yield from ask(
                "read/statistics/listings_page",
                list_types=list_types,
                day=day,
                after=after,
                limit=chunk,
                seq=seq,
            )
        )[0]["rows"]
        regions = yield from _regions({one.get("entity_id") or "" for one in rows} - {""}, seq, within)
        more = len(rows) == chunk
        for place, one in enumerate(rows):
            after = one["record_key"]
            if _in_districts(one, regions, within):
                taken.append(one)
                if len(taken) == limit:
                    more = more or place + 1 < len(rows)
                    break
        if not more or len(taken) == limit:
            break
    labels = yield from labels_plan({one["entity_id"] for one in taken if one.get("entity_id")}, day, seq)
    return {
        "rows": [_listing_row(one, labels) for one in taken],
        "cursor": after if more else None,
        "data_version": desk.data_version(seq),
    }


def _listing_row(one: Row, labels: dict[str, tuple[str, str]]) -> Row:
    code, name = labels.get(one.get("entity_id", ""), ("", ""))
    return {
        "listing_id": one.get("listing_id", ""),
        "list_type": one.get("list_type", ""),
        "list_type_zh": _zh("list_types", one.get("list_type", "")),
        "entity": code,
        "entity_name": name,
        "decided_on": one.get("decided_on", ""),
        "authority": one.get("authority", ""),
    }


def findings_plan(
    desk: Desk,
    day: str,
    seq: int,
    *,
    states: frozenset[str] | None,
    allowed: Callable[[Row, str], bool],
    after: str,
    limit: int,
    within: Within | None = None,
) -> Plan[Row]:
    """A page of findings that the asker may see.

    Parameters
    ----------
    states
        Only those in one of these states; None for all.
    allowed
        Whether a finding, in its state of the day, may be handed out.
    within
        Whether a finding of a region and authority may be shown; all by default.
    """
    taken: list[tuple[Row, str]] = []
    more = True
    for _ in range(_LOOKED_THROUGH):
        rows = (yield from ask("read/answers/findings_page", after=after, limit=500, seq=seq))[0]["rows"]
        found = [one["finding"] for one in rows]
        regions = yield from _regions({one["entity_id"] for one in found} - {""}, seq, within)
        more = len(rows) == 500
        for place, row in enumerate(rows):
            finding, state = row["finding"], state_on(row, day)
            after = finding["finding_id"]
            wanted = finding["valid_from"] <= day and (states is None or state in states)
            if wanted and allowed(finding, state) and _in_districts(finding, regions, within):
                taken.append((finding, state))
                if len(taken) == limit:
                    more = more or place + 1 < len(rows)
                    break
        if not more or len(taken) == limit:
            break
    ids = {one["entity_id"] for one, _ in taken if one["entity_id"]}
    labels = yield from labels_plan(ids, day, seq)
    return {
        "rows": [_finding_row(one, state, labels) for one, state in taken],
        "cursor": after if more else None,
        "data_version": desk.data_version(seq),
    }


def finding_within(finding: Row, seq: int, within: Within | None) -> Plan[bool]:
    """Whether one finding lies in the asker's districts."""
    regions = yield from _regions({finding["entity_id"]} - {""}, seq, within)
    return _in_districts(finding, regions, within)


def _finding_row(one: Row, state: str, labels: dict[str, tuple[str, str]]) -> Row:
    code, name = labels.get(one["entity_id"], ("", ""))
    return {
        "finding_id": one["finding_id"],
        "entity": code,
        "entity_name": name,
        "person": one["person_id"],
        "person_name": one["person_name"],
        "role_zh": _zh("liable_roles", one["role"]),
        "list_type_zh": _zh("list_types", one["list_type"]),
        "state": state,
        "state_zh": _zh("finding_states", state),
        "valid_from": one["valid_from"],
        "valid_to": one["valid_to"],
    }


def quality_plan(desk: Desk, seq: int) -> Plan[Row]:
    """Quarantine, conflicts, and how fresh each source is."""
    kept = (yield from ask("read/statistics/quarantine", seq=seq))[0]["rows"]
    runs = (yield from ask("read/statistics/ingest_runs", limit=200))[0]["rows"]
    reports = [{**json.loads(one["report"]), "run": one} for one in runs]
    files = [file for report in reports for file in report["files"].values()]
    return {
        "quarantined": sorted((_kept_row(one) for one in kept if not one["returned"]), key=_most_first),
        "returned": sum(one["number"] for one in kept if one["returned"]),
        "conflicts": sum(one["conflicts"] for one in files),
        "runs": [_run_row(report) for report in reports],
        "data_version": desk.data_version(seq),
    }


def _kept_row(row: Row) -> Row:
    return {name: row[name] for name in ("source", "table", "rule", "number")}


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


def freshness_plan() -> Plan[list[Row]]:
    """Per source: the day of its newest data and when it was taken in."""
    runs = (yield from ask("read/statistics/ingest_runs", limit=1000))[0]["rows"]
    newest: dict[str, Row] = {}
    for run in runs:
        report = json.loads(run["report"])
        row = {
            "source": report["source"],
            "produced_at": report["produced_at"],
            "taken_at": run["started_at"],
        }
        newest[row["source"]] = max(
            newest.get(row["source"], row), row, key=lambda one: str(one["produced_at"])
        )
    return sorted(newest.values(), key=lambda one: str(one["source"]))
