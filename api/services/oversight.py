"""The platform watches itself: whom it linked wrongly and for how long, and how fast it takes back."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from api.services.desk import Desk
from api.services.detail import labels_plan
from graph.days import SHANGHAI
from graph.liability.explanation.words import CAUSES
from graph.store import Plan, ask

Row = dict[str, Any]
OVERREACH: Final = "OVERREACH"
WITHDRAWN: Final = "WITHDRAWN"
#: A finding that fell for one of these should not have been made; repair, term and death end a right one.
ERRORS: Final = (
    "ANNULLED", "REVOKED", "OBJECTION_UPHELD", "FACT_CORRECTED", "FACT_RETRACTED", "IDENTITY_SPLIT",
    "IDENTITY_MERGED",
)  # fmt: skip
_DISMISSED: Final = "DISMISSED"
_MOST: Final = 20_000
_CAUSES: Final = {**CAUSES, _DISMISSED: "不予认定"}


@dataclass(frozen=True)
class Fallen:
    """A finding that had stood and fell.

    Parameters
    ----------
    wrong_days
        Days on which it stood here and had begun to work.
    days
        Days from the fall of its ground until it was taken back; None for a dismissed one.
    """

    finding: Row
    cause: str
    fell_on: str
    wrong_days: int
    days: int | None
    confirmed: bool

    @property
    def group(self) -> tuple[str, str]:
        """Rule and authority."""
        return str(self.finding["rule"]), str(self.finding.get("authority_code") or "")


def fallen_plan(since: str, seq: int, *, errors_only: bool) -> Plan[tuple[list[Fallen], bool]]:
    """Findings that had stood and fell since a day, and whether that is all of them."""
    asked = {"since": since, "causes": list(ERRORS) if errors_only else [], "limit": _MOST, "seq": seq}
    rows = (yield from ask("read/oversight/fallen", **asked))[0]["rows"]
    found = [_fallen(row) for row in rows if row["stood_at"] and row["fell_at"]]
    return [one for one in found if one.fell_on >= since], len(rows) < _MOST


def _fallen(row: Row) -> Fallen:
    finding = row["finding"]
    stood, fell = _day(row["stood_at"]), _day(row["fell_at"])
    dismissed = finding["base_state"] == _DISMISSED
    begin = max(stood, finding["valid_from"])
    days = None if dismissed else _between(finding["withdrawn_at"], fell)
    cause = _DISMISSED if dismissed else finding["withdrawn_because"]
    return Fallen(finding, cause, fell, _between(begin, fell), days, bool(row["confirmed"]))


def _day(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(SHANGHAI).date().isoformat()


def _between(begin: str, end: str) -> int:
    return max(0, (date.fromisoformat(end) - date.fromisoformat(begin)).days)


def oversight_plan(desk: Desk, day: str, seq: int, since: str) -> Plan[Row]:
    """All figures since a day, by rule and authority."""
    wrong, all_wrong = yield from fallen_plan(since, seq, errors_only=True)
    taken_back, all_of_them = yield from fallen_plan(since, seq, errors_only=False)
    taken_back = [one for one in taken_back if one.days is not None]
    told = (yield from ask("read/receipts/told_between", since=since, limit=_MOST, seq=seq))[0]["rows"]
    return {
        "as_of": day,
        "since": since,
        "data_version": desk.data_version(seq),
        "complete": all_wrong and all_of_them and len(told) < _MOST,
        "overreach": {**_wrong(wrong), "groups": [_wrong_group(*one) for one in _grouped(wrong)]},
        "withdrawals": {**_speed(taken_back), "groups": [_speed_group(*one) for one in _grouped(taken_back)]},
        "receipts": _receipts(told),
    }


def _grouped(found: Iterable[Fallen]) -> list[tuple[tuple[str, str], list[Fallen]]]:
    groups: dict[tuple[str, str], list[Fallen]] = defaultdict(list)
    for one in found:
        groups[one.group].append(one)
    return sorted(groups.items(), key=lambda one: (-len(one[1]), one[0]))


def _wrong(found: list[Fallen]) -> Row:
    causes = Counter(one.cause for one in found)
    return {
        "findings": len(found),
        "confirmed": sum(one.confirmed for one in found),
        "wrong_days": sum(one.wrong_days for one in found),
        "causes": [
            {"key": cause, "label": cause_zh(cause), "number": number}
            for cause, number in causes.most_common()
        ],
    }


def _wrong_group(group: tuple[str, str], found: list[Fallen]) -> Row:
    return {"rule": group[0], "authority": group[1], **_wrong(found)}


def _speed(found: list[Fallen]) -> Row:
    days = [one.days for one in found if one.days is not None]
    return {
        "findings": len(days),
        "median_days": statistics.median(days) if days else None,
        "worst_days": max(days, default=None),
    }


def _speed_group(group: tuple[str, str], found: list[Fallen]) -> Row:
    return {"rule": group[0], "authority": group[1], **_speed(found)}


def _receipts(told: list[Row]) -> Row:
    """From what the platform knew, and from the day of the fact, until the holder was told."""
    seconds = [_seconds(one["known_at"], one["at"]) for one in told if "T" in str(one["known_at"])]
    days = [_between(one["cause_day"], _day(one["at"])) for one in told if one["cause_day"]]
    return {
        "written": len(told),
        "acknowledged": sum(bool(one["acknowledged_at"]) for one in told),
        "median_days": statistics.median(days) if days else None,
        "worst_days": max(days, default=None),
        "median_seconds": statistics.median(seconds) if seconds else None,
        "worst_seconds": max(seconds, default=None),
    }


def _seconds(begin: str, end: str) -> float:
    first, last = (datetime.fromisoformat(one).astimezone(UTC) for one in (begin, end))
    return max(0.0, (last - first).total_seconds())


def cause_zh(cause: str) -> str:
    """A cause in words."""
    return _CAUSES.get(cause, cause)


def overseen_plan(
    desk: Desk,
    day: str,
    seq: int,
    since: str,
    kind: str,
    *,
    rule: str,
    authority: str,
    allowed: Callable[[Row, str], bool],
    most: int,
) -> Plan[Row]:
    """The list behind a figure: the longest first.

    Parameters
    ----------
    rule, authority
        Only those; empty for all.
    """
    found, complete = yield from fallen_plan(since, seq, errors_only=kind == OVERREACH)
    state = {True: "DISMISSED", False: "WITHDRAWN"}
    found = [
        one
        for one in found
        if (not rule or one.group[0] == rule)
        and (not authority or one.group[1] == authority)
        and (kind == OVERREACH or one.days is not None)
        and allowed(one.finding, state[one.cause == _DISMISSED])
    ]
    found.sort(
        key=lambda one: (-(one.wrong_days if kind == OVERREACH else one.days or 0), one.finding["finding_id"])
    )
    shown = found[:most]
    labels = yield from labels_plan({one.finding["entity_id"] for one in shown} - {""}, day, seq)
    return {
        "as_of": day,
        "since": since,
        "data_version": desk.data_version(seq),
        "complete": complete and len(shown) == len(found),
        "rows": [_overseen(one, labels) for one in shown],
    }


def _overseen(one: Fallen, labels: dict[str, tuple[str, str]]) -> Row:
    finding = one.finding
    code, name = labels.get(finding["entity_id"], ("", ""))
    return {
        "finding_id": finding["finding_id"],
        "rule": one.group[0],
        "authority": one.group[1],
        "entity": code,
        "entity_name": name,
        "person": finding["person_id"],
        "person_name": finding["person_name"],
        "cause": one.cause,
        "cause_zh": cause_zh(one.cause),
        "fell_on": one.fell_on,
        "confirmed": one.confirmed,
        "wrong_days": one.wrong_days,
        "days": one.days,
    }
