"""The lists behind the figures: a page at a time, what the asker may not see left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Generic, TypeVar

from api.services.desk import Desk
from api.services.detail import labels_plan
from api.services.findings import state_on
from api.services.statistics import zh_of
from graph.liability.disputes import overturned_in
from graph.store import Plan, ask

Row = dict[str, Any]
Within = Callable[[str, str], bool]
T = TypeVar("T")
_LOOKED_THROUGH: Final = 20
_CHUNK: Final = 500


@dataclass
class _Page(Generic[T]):
    """Rows taken for one page, while the store is looked through chunk by chunk."""

    limit: int
    after: str
    taken: list[T] = field(default_factory=list)
    more: bool = True

    def take(self, rows: list[tuple[str, T | None]], chunk: int) -> bool:
        """Take what is wanted of a chunk, in order; False when the page is full or nothing is left."""
        self.more = len(rows) == chunk
        for place, (key, one) in enumerate(rows, 1):
            self.after = key
            if one is None:
                continue
            self.taken.append(one)
            if len(self.taken) == self.limit:
                self.more = self.more or place < len(rows)
                return False
        return self.more

    @property
    def cursor(self) -> str | None:
        """Where the next page begins."""
        return self.after if self.more else None


def regions_plan(ids: set[str], seq: int, wanted: bool) -> Plan[dict[str, str]]:
    """Regions of entities, read only where something depends on them."""
    if not wanted or not ids:
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
    region: str | None = None,
    month: str = "",
    live: bool = True,
    within: Within | None = None,
) -> Plan[Row]:
    """A page of listings.

    Parameters
    ----------
    region
        Only of entities of this region; the empty text for those of unknown region, None for all.
    month
        Only those decided in this month, as ``2026-01``.
    live
        Only those that live on the day; otherwise also those taken off.
    within
        Whether a listing of a region and authority may be shown; all by default.
    """
    found: _Page[Row] = _Page(limit, after)
    narrow = region is not None or within is not None
    chunk = _CHUNK if narrow else limit + 1
    for _ in range(_LOOKED_THROUGH):
        asked = {"list_types": list_types, "month": month, "live": live, "day": day, "seq": seq}
        rows = (yield from ask("read/statistics/listings_page", after=found.after, limit=chunk, **asked))[0][
            "rows"
        ]
        regions = yield from regions_plan({one.get("entity_id") or "" for one in rows} - {""}, seq, narrow)
        wrong = (yield from _over_plan(rows, day, seq)) if live else set()

        def wanted(one: Row, regions: dict[str, str] = regions, wrong: set[str] = wrong) -> bool:
            here = region is None or regions.get(one.get("entity_id") or "", "") == region
            return here and one["fact_id"] not in wrong and _in_districts(one, regions, within)

        if not found.take([(one["record_key"], one if wanted(one) else None) for one in rows], chunk):
            break
    ids = {one["entity_id"] for one in found.taken if one.get("entity_id")}
    labels = yield from labels_plan(ids, day, seq)
    return {
        "rows": [_listing_row(one, labels) for one in found.taken],
        "cursor": found.cursor,
        "data_version": desk.data_version(seq),
    }


def _over_plan(listings: list[Row], day: str, seq: int) -> Plan[set[str]]:
    """Those of the listings that an objection has overturned by the day, or that were repaired."""
    ids = sorted(one["fact_id"] for one in listings)
    if not ids:
        return set()
    rows = (yield from ask("read/liability/objections_to_facts", fact_ids=ids, seq=seq))[0]["rows"]
    wrong = {fact_id for fact_id, since in overturned_in(rows).items() if since <= day}
    refs = sorted({one["ground_ref"] for one in listings if one.get("ground_ref")})
    repaired = (yield from ask("read/hints/repaired", refs=refs, day=day, seq=seq))[0]["refs"]
    return wrong | {one["fact_id"] for one in listings if one.get("ground_ref") in repaired}


def _listing_row(one: Row, labels: dict[str, tuple[str, str]]) -> Row:
    code, name = labels.get(one.get("entity_id", ""), ("", ""))
    return {
        "listing_id": one.get("listing_id", ""),
        "list_type": one.get("list_type", ""),
        "list_type_zh": zh_of("list_types", one.get("list_type", "")),
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
    found: _Page[tuple[Row, str]] = _Page(limit, after)
    for _ in range(_LOOKED_THROUGH):
        rows = (yield from ask("read/answers/findings_page", after=found.after, limit=_CHUNK, seq=seq))[0][
            "rows"
        ]
        ids = {one["finding"]["entity_id"] for one in rows} - {""}
        regions = yield from regions_plan(ids, seq, within is not None)
        judged: list[tuple[str, tuple[Row, str] | None]] = []
        for row in rows:
            finding, state = row["finding"], state_on(row, day)
            wanted = finding["valid_from"] <= day and (states is None or state in states)
            shown = wanted and allowed(finding, state) and _in_districts(finding, regions, within)
            judged.append((finding["finding_id"], (finding, state) if shown else None))
        if not found.take(judged, _CHUNK):
            break
    ids = {one["entity_id"] for one, _ in found.taken if one["entity_id"]}
    labels = yield from labels_plan(ids, day, seq)
    return {
        "rows": [_finding_row(one, state, labels) for one, state in found.taken],
        "cursor": found.cursor,
        "data_version": desk.data_version(seq),
    }


def finding_within(finding: Row, seq: int, within: Within | None) -> Plan[bool]:
    """Whether one finding lies in the asker's districts."""
    regions = yield from regions_plan({finding["entity_id"]} - {""}, seq, within is not None)
    return _in_districts(finding, regions, within)


def _finding_row(one: Row, state: str, labels: dict[str, tuple[str, str]]) -> Row:
    code, name = labels.get(one["entity_id"], ("", ""))
    return {
        "finding_id": one["finding_id"],
        "entity": code,
        "entity_name": name,
        "person": one["person_id"],
        "person_name": one["person_name"],
        "role_zh": zh_of("liable_roles", one["role"]),
        "list_type_zh": zh_of("list_types", one["list_type"]),
        "state": state,
        "state_zh": zh_of("finding_states", state),
        "valid_from": one["valid_from"],
        "valid_to": one["valid_to"],
    }


def withdrawals_plan(
    desk: Desk,
    since: str,
    until: str,
    seq: int,
    *,
    allowed: Callable[[Row, str], bool],
    after: str,
    limit: int,
    stood: bool = False,
    within: Within | None = None,
) -> Plan[Row]:
    """A page of findings that were taken back in a span of days.

    Parameters
    ----------
    stood
        Only those that stood before they were withdrawn, of which the median is.
    """
    found: _Page[Row] = _Page(limit, after)
    for _ in range(_LOOKED_THROUGH):
        asked = {"since": since, "until": until, "seq": seq}
        rows = (yield from ask("read/lists/withdrawals_page", after=found.after, limit=_CHUNK, **asked))[0][
            "rows"
        ]
        ids = {one["finding"]["entity_id"] for one in rows} - {""}
        regions = yield from regions_plan(ids, seq, within is not None)
        judged: list[tuple[str, Row | None]] = []
        for row in rows:
            finding = row["finding"]
            shown = allowed(finding, "WITHDRAWN") and _in_districts(finding, regions, within)
            judged.append((finding["finding_id"], row if shown and (row["stood"] or not stood) else None))
        if not found.take(judged, _CHUNK):
            break
    ids = {one["finding"]["entity_id"] for one in found.taken} - {""}
    labels = yield from labels_plan(ids, until, seq)
    return {
        "rows": [_withdrawal_row(one, labels) for one in found.taken],
        "cursor": found.cursor,
        "data_version": desk.data_version(seq),
    }


def _withdrawal_row(row: Row, labels: dict[str, tuple[str, str]]) -> Row:
    finding = row["finding"]
    fell, written = finding["withdrawn_at"], str(row["at"])[:10]
    days = max(0, (date.fromisoformat(written) - date.fromisoformat(fell)).days) if row["stood"] else None
    return {
        **_finding_row(finding, "WITHDRAWN", labels),
        "withdrawn_at": fell,
        "withdrawn_because": finding["withdrawn_because"],
        "written_on": written,
        "days": days,
    }


def entities_plan(
    desk: Desk,
    day: str,
    seq: int,
    *,
    after: str,
    limit: int,
    region: str | None = None,
    within: Within | None = None,
) -> Plan[Row]:
    """A page of entities, with district and status of the day."""
    found: _Page[Row] = _Page(limit, after)
    chunk = limit + 1 if within is None and region is None else _CHUNK
    for _ in range(_LOOKED_THROUGH):
        rows = (yield from ask("read/lists/entities_page", after=found.after, day=day, limit=chunk, seq=seq))[
            0
        ]["rows"]
        judged: list[tuple[str, Row | None]] = []
        for row in rows:
            _, district, status = (f"{row['placed']}||").split("|")[:3]
            near = (region is None or district == region) and (within is None or within(district, ""))
            shown = near and row["since"] <= seq
            one = {"id": row["id"], "region_code": district, "status": status}
            judged.append((row["id"], one if shown else None))
        if not found.take(judged, chunk):
            break
    labels = yield from labels_plan({one["id"] for one in found.taken}, day, seq)
    return {
        "rows": [_entity_row(one, labels[one["id"]]) for one in found.taken],
        "cursor": found.cursor,
        "data_version": desk.data_version(seq),
    }


def _entity_row(one: Row, label: tuple[str, str]) -> Row:
    return {
        "entity": label[0],
        "entity_name": label[1],
        "region_code": one["region_code"],
        "region": zh_of("districts", one["region_code"]) if one["region_code"] else "辖区不详",
        "status": one["status"],
    }
