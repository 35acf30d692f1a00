"""The leaders' figures, and how fresh each source is."""

from __future__ import annotations

import json
import statistics
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Final

from api.services.desk import Desk
from graph.model.codelists import codelist
from graph.store import Plan, ask

Row = dict[str, Any]
_MOST_WITHDRAWN: Final = 5_000
_SHOWN_MONTHS: Final = 24


def statistics_plan(desk: Desk, day: str, seq: int, *, newest: bool = True) -> Plan[Row]:
    """All figures, at one commit and day.

    Parameters
    ----------
    newest
        The commit is the newest one. Identities have no versions (A5), so how many subjects an earlier one
        knew cannot be told: their figures are None then, rather than today's.
    """
    subjects: Row = {"entities": None, "persons": None}
    if newest:
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
            _counted(findings, lambda row: str(row["state"])), lambda key: zh_of("finding_states", key)
        ),
        "withdrawn_this_month": sum(one["number"] for one in this_month),
        "median_days_to_withdraw": _median(fell[0]["rows"]),
        "listings_by_type": _bars(
            _counted(live, lambda row: str(row["list_type"])), lambda key: zh_of("list_types", key)
        ),
        "listings_by_district": _bars(
            _counted(live, lambda row: str(row["region"])),
            lambda key: zh_of("districts", key) if key else "辖区不详",
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


def zh_of(listed: str, code: str) -> str:
    """The word of a code list for a code."""
    known = codelist(listed)
    return known.zh(code) if code in known.codes() else code or "未分类"


def _median(fell: list[list[str]]) -> float | None:
    """Days from the fall of the ground to the commit that took the finding back; None without a case."""
    days = [
        max(0, (date.fromisoformat(at[:10]) - date.fromisoformat(withdrawn)).days) for withdrawn, at in fell
    ]
    return statistics.median(days) if days else None


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
