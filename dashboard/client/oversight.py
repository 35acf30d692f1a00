"""The platform's own mistakes, open objections and all they suspend, receipts, and answers once more."""

from __future__ import annotations

from typing import Any, TypedDict, cast

from dashboard.client.transport import Transport, safe_part
from dashboard.documents import Count, Page


class Overreach(TypedDict):
    """Findings that should not have been made."""

    findings: int
    confirmed: int
    wrong_days: int
    causes: list[Count]


class OverreachGroup(Overreach):
    """The same by rule and authority."""

    rule: str
    authority: str


class OverreachAll(Overreach):
    """The same in all, then by rule and authority."""

    groups: list[OverreachGroup]


class Speed(TypedDict):
    """How fast findings were taken back once their ground had fallen, in days."""

    findings: int
    median_days: float | None
    worst_days: int | None


class SpeedGroup(Speed):
    """The same by rule and authority."""

    rule: str
    authority: str


class SpeedAll(Speed):
    """The same in all, then by rule and authority."""

    groups: list[SpeedGroup]


class ReceiptFigures(TypedDict):
    """How fast holders of answers were told."""

    written: int
    acknowledged: int
    median_days: float | None
    worst_days: int | None
    median_seconds: float | None
    worst_seconds: float | None


class Oversight(TypedDict):
    """All figures at one commit."""

    as_of: str
    since: str
    data_version: str
    complete: bool
    overreach: OverreachAll
    withdrawals: SpeedAll
    receipts: ReceiptFigures


class Overseen(TypedDict):
    """One finding behind a figure."""

    finding_id: str
    rule: str
    authority: str
    entity: str
    entity_name: str
    person: str
    person_name: str
    cause: str
    cause_zh: str
    fell_on: str
    confirmed: bool
    wrong_days: int
    days: int | None


class OverseenPage(TypedDict):
    """The list behind a figure."""

    as_of: str
    since: str
    data_version: str
    complete: bool
    rows: list[Overseen]


class Dispute(TypedDict):
    """One open objection."""

    objection_id: str
    ground: str
    raised_on: str
    target_kind: str
    target_kind_zh: str
    entity: str
    entity_name: str
    role_zh: str
    person: str
    awaits_correction: bool
    findings: int
    grounds: int


class Suspended(TypedDict):
    """One finding that rests on what is contested."""

    finding_id: str
    ground_id: str
    list_type_zh: str
    entity: str
    entity_name: str
    person: str
    person_name: str
    role_zh: str
    state: str
    state_zh: str


class SuspendedPage(TypedDict):
    """All that one objection suspends."""

    as_of: str
    data_version: str
    objection_id: str
    complete: bool
    rows: list[Suspended]


class Receipt(TypedDict):
    """One finding that does not stand as it was told."""

    receipt_id: str
    answer_id: str
    finding_id: str
    person_id: str
    ground_id: str
    list_type: str
    told: str
    state: str
    cause: str
    cause_day: str
    document: str
    known_at: str
    at: str
    acknowledged_at: str


class Replay(TypedDict):
    """A kept answer beside the same question asked again."""

    answer_id: str
    at: str
    kind: str
    holder: str
    data_version: str
    same: bool
    versions: list[dict[str, str]]
    differences: list[dict[str, Any]]
    body: dict[str, Any]


SCHEMAS: dict[str, Any] = {
    "OverreachGroupOut": OverreachGroup,
    "OverreachAllOut": OverreachAll,
    "SpeedGroupOut": SpeedGroup,
    "SpeedAllOut": SpeedAll,
    "ReceiptFiguresOut": ReceiptFigures,
    "OversightOut": Oversight,
    "OverseenOut": Overseen,
    "OverseenPageOut": OverseenPage,
    "DisputeOut": Dispute,
    "SuspendedOut": Suspended,
    "SuspendedPageOut": SuspendedPage,
    "ReceiptOut": Receipt,
    "ReplayOut": Replay,
}


class OversightCalls(Transport):
    """Mistakes, objections, receipts."""

    def oversight(
        self, *, since: str | None = None, as_of: str | None = None, known_at: str | None = None
    ) -> Oversight:
        """Over-reach and speed of taking back, by rule and authority."""
        params = {"since": since, "as_of": as_of, "known_at": known_at}
        return cast(Oversight, self._ask("GET", "/oversight", params=params))

    def overseen(
        self,
        kind: str,
        *,
        rule: str = "",
        authority: str = "",
        since: str | None = None,
        as_of: str | None = None,
        known_at: str | None = None,
    ) -> OverseenPage:
        """The list behind a figure: ``OVERREACH`` or ``WITHDRAWN``."""
        params = {
            "kind": kind, "rule": rule, "authority": authority, "since": since, "as_of": as_of,
            "known_at": known_at,
        }  # fmt: skip
        return cast(OverseenPage, self._ask("GET", "/oversight/findings", params=params))

    def disputes(
        self,
        *,
        as_of: str | None = None,
        known_at: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page:
        """A page of open objections."""
        return self._page("/disputes", cursor, limit, as_of=as_of, known_at=known_at)

    def suspended(
        self, objection_id: str, *, as_of: str | None = None, known_at: str | None = None
    ) -> SuspendedPage:
        """All that one objection suspends, across listings."""
        path = f"/disputes/{safe_part(objection_id)}"
        return cast(SuspendedPage, self._ask("GET", path, params={"as_of": as_of, "known_at": known_at}))

    def receipts(
        self,
        *,
        unacknowledged: bool = True,
        known_at: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page:
        """A page of one's own receipts, oldest first."""
        return self._page("/receipts", cursor, limit, unacknowledged=unacknowledged, known_at=known_at)

    def acknowledge(self, receipt_id: str) -> str:
        """Take note of a receipt; when that was."""
        path = f"/receipts/{safe_part(receipt_id)}/acknowledgement"
        return str(self._ask("POST", path)["acknowledged_at"])

    def replay(self, answer_id: str) -> Replay:
        """A kept answer, asked again from its own data version."""
        return cast(Replay, self._ask("GET", f"/answers/{safe_part(answer_id)}/replay"))
