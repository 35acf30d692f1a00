"""Early warning, clues, subscriptions and workspaces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, cast

from dashboard.client.transport import Transport, safe_part


class WatchedSignal(TypedDict):
    """One signal and its settings."""

    signal: str
    signal_zh: str
    meaning: str
    unit: str
    window_days: int
    baseline_windows: int
    scopes: list[str]


class WatchSettings(TypedDict):
    """What is watched, in which edition."""

    edition: str
    late_after_days: int
    signals: list[WatchedSignal]


class Figure(TypedDict):
    """One figure."""

    signal: str
    signal_zh: str
    scope: str
    scope_zh: str
    scope_id: str
    label: str
    window_days: int
    on_day: int
    value: int
    late: int
    baseline: float
    level: str
    level_zh: str


class Figures(TypedDict):
    """Figures of a day by one scope."""

    as_of: str
    data_version: str
    scope: str
    number: int
    run_id: str
    run_at: str
    rows: list[Figure]
    cursor: str | None


class TrendDay(TypedDict):
    """One day of a trend."""

    day: str
    on_day: int
    value: int
    late: int
    baseline: float
    level: str


class Trend(TypedDict):
    """One figure on consecutive days."""

    signal: str
    signal_zh: str
    scope: str
    scope_id: str
    label: str
    window_days: int
    as_of: str
    days: list[TrendDay]
    data_version: str


class WatchedEvent(TypedDict):
    """One thing that happened."""

    day: str
    known_on: str
    late: bool
    provisional: bool
    entity: str
    entity_name: str
    other: str
    other_name: str
    list_type: str
    list_type_zh: str
    fact_id: str
    origin: str


class WatchedEvents(TypedDict):
    """The list behind one figure."""

    signal: str
    signal_zh: str
    meaning: str
    scope: str
    scope_zh: str
    as_of: str
    first_day: str
    number: int
    hidden: int
    rows: list[WatchedEvent]
    cursor: str | None
    data_version: str


class ClueNote(TypedDict):
    """One line of a clue's history."""

    step: str
    step_zh: str
    words: str
    outcome: str
    outcome_zh: str
    by: str
    at: str


class Clue(TypedDict):
    """One clue."""

    clue_id: str
    version: int
    state: str
    state_zh: str
    title: str
    signal: str
    signal_zh: str
    scope: str
    scope_zh: str
    scope_id: str
    label: str
    level: str
    value: float
    late: int
    first_day: str
    last_day: str
    days_seen: int
    region_code: str
    assignee: str
    assignee_name: str
    department: str
    doc_no: str
    outcome: str
    outcome_zh: str
    link: str
    follows: str
    by_hand: bool


class ClueDetail(Clue):
    """A clue with its history and what may be done next."""

    notes: list[ClueNote]
    steps: dict[str, str]
    outcomes: dict[str, str]


class HandedClue(Clue):
    """A clue as the department that has it reads it, with a page of the records behind it."""

    records: list[WatchedEvent]
    number: int
    cursor: str | None
    outcomes: dict[str, str]


class CluesPage(TypedDict):
    """A page of clues."""

    rows: list[Clue]
    cursor: str | None
    states: dict[str, str]


class Colleague(TypedDict):
    """Somebody who may be given something."""

    account_id: str
    name: str
    role_zh: str


class Department(TypedDict):
    """Somebody to whom a clue can be handed over."""

    code: str
    name: str


class Subscription(TypedDict):
    """One subscription."""

    subscription_id: str
    signal: str
    signal_zh: str
    scope: str
    scope_zh: str
    scope_id: str
    label: str
    level: str
    level_zh: str
    created_at: str


class Alert(TypedDict):
    """One figure that one was told."""

    alert_id: str
    day: str
    signal: str
    signal_zh: str
    scope: str
    scope_zh: str
    scope_id: str
    label: str
    level: str
    level_zh: str
    value: float
    baseline: float
    late: int
    read: bool


class Alerts(TypedDict):
    """A page of one's own alerts."""

    rows: list[Alert]
    number: int
    unread: int
    cursor: str | None


class Workspace(TypedDict):
    """One workspace."""

    workspace_id: str
    version: int
    title: str
    purpose: str
    region_code: str
    state: str
    state_zh: str
    role: str
    role_zh: str
    created_at: str


class WorkspaceMember(TypedDict):
    """Somebody in a workspace."""

    account_id: str
    name: str
    member_role: str
    member_role_zh: str


class WorkspaceItem(TypedDict):
    """One item of a workspace."""

    item_id: str
    version: int
    kind: str
    kind_zh: str
    title: str
    body: dict[str, Any]
    whole: bool
    by: str
    at: str
    changed_at: str


class WorkspaceDetail(Workspace):
    """A workspace with its members and items."""

    members: list[WorkspaceMember]
    items: list[WorkspaceItem]


SCHEMAS: dict[str, Any] = {
    "SignalOut": WatchedSignal, "WarningSettingsOut": WatchSettings, "WarningFigureOut": Figure,
    "WarningFiguresOut": Figures, "WarningDayOut": TrendDay, "WarningTrendOut": Trend,
    "WarningEventOut": WatchedEvent, "WarningEventsOut": WatchedEvents, "ClueNoteOut": ClueNote,
    "ClueOut": Clue, "ClueDetailOut": ClueDetail, "CluesPageOut": CluesPage, "ColleagueOut": Colleague,
    "DepartmentOut": Department, "HandedClueOut": HandedClue,
    "SubscriptionOut": Subscription, "AlertOut": Alert, "AlertsOut": Alerts, "WorkspaceOut": Workspace,
    "WorkspaceMemberOut": WorkspaceMember, "WorkspaceItemOut": WorkspaceItem,
    "WorkspaceDetailOut": WorkspaceDetail,
}  # fmt: skip


class WatchCalls(Transport):
    """What is watched, and what is looked into."""

    def warning_settings(self) -> WatchSettings:
        """Signals, windows and scopes."""
        return cast(WatchSettings, self._ask("GET", "/warnings/settings"))

    def warnings(
        self,
        *,
        scope: str = "CITY",
        signal: str | None = None,
        as_of: str | None = None,
        known_at: str | None = None,
        cursor: str | None = None,
        limit: int = 200,
    ) -> Figures:
        """A page of a day's figures, gravest first."""
        params = {
            "scope": scope, "signal": signal, "as_of": as_of, "known_at": known_at, "cursor": cursor,
            "limit": limit,
        }  # fmt: skip
        return cast(Figures, self._ask("GET", "/warnings", params=params))

    def warning_trend(
        self,
        signal: str,
        *,
        scope: str = "CITY",
        scope_id: str = "",
        days: int = 60,
        as_of: str | None = None,
        known_at: str | None = None,
    ) -> Trend:
        """The same figure on each day."""
        params = {
            "signal": signal, "scope": scope, "scope_id": scope_id, "days": days, "as_of": as_of,
            "known_at": known_at,
        }  # fmt: skip
        return cast(Trend, self._ask("GET", "/warnings/trend", params=params))

    def warning_events(
        self,
        signal: str,
        *,
        scope: str = "CITY",
        scope_id: str = "",
        on_day: bool = False,
        as_of: str | None = None,
        known_at: str | None = None,
        cursor: str | None = None,
        limit: int = 200,
    ) -> WatchedEvents:
        """A page of the list behind one figure."""
        params = {
            "signal": signal, "scope": scope, "scope_id": scope_id, "on_day": on_day, "as_of": as_of,
            "known_at": known_at, "cursor": cursor, "limit": limit,
        }  # fmt: skip
        return cast(WatchedEvents, self._ask("GET", "/warnings/events", params=params))

    # -- clues

    def clues(
        self,
        *,
        states: Sequence[str] = (),
        mine: bool = False,
        cursor: str | None = None,
        limit: int = 50,
    ) -> CluesPage:
        """A page of clues, newest first."""
        params = {"state": list(states), "mine": mine, "cursor": cursor, "limit": limit}
        return cast(CluesPage, self._ask("GET", "/clues", params=params))

    def clue(self, clue_id: str) -> ClueDetail:
        """One clue with its history."""
        return cast(ClueDetail, self._ask("GET", f"/clues/{safe_part(clue_id)}"))

    def handed_clue(self, clue_id: str, *, cursor: str | None = None, limit: int = 200) -> HandedClue:
        """One that was handed over to one's department, with the records behind it."""
        params = {"cursor": cursor, "limit": limit}
        return cast(HandedClue, self._ask("GET", f"/clues/handed-over/{safe_part(clue_id)}", params=params))

    def raise_clue(
        self, title: str, words: str, *, scope: str = "CITY", scope_id: str = "", link: str = ""
    ) -> Clue:
        """A clue by hand."""
        body = {"title": title, "words": words, "scope": scope, "scope_id": scope_id, "link": link}
        return cast(Clue, self._ask("POST", "/clues", body=body))

    def clue_step(self, clue_id: str, step: str, version: int, **given: str) -> Clue:
        """One step, by somebody who saw that version."""
        body = {"step": step, "version": version, **given}
        return cast(Clue, self._ask("POST", f"/clues/{safe_part(clue_id)}/steps", body=body))

    def clue_note(self, clue_id: str, words: str) -> None:
        """A note."""
        self._ask("POST", f"/clues/{safe_part(clue_id)}/notes", body={"words": words})

    def colleagues(self) -> list[Colleague]:
        """Those who may be given something."""
        return cast(list[Colleague], self._ask("GET", "/colleagues")["rows"])

    def clue_departments(self) -> list[Department]:
        """Those to whom a clue can be handed over."""
        return cast(list[Department], self._ask("GET", "/clue-departments")["rows"])

    # -- subscriptions

    def subscriptions(self) -> list[Subscription]:
        """One's own."""
        return cast(list[Subscription], self._ask("GET", "/warning-subscriptions")["rows"])

    def subscribe(
        self, *, scope: str, scope_id: str = "", signal: str = "", level: str = "ALERT"
    ) -> Subscription:
        """Hear of a signal of the city, a district, industry, list, group or entity; all without one."""
        body = {"scope": scope, "scope_id": scope_id, "signal": signal, "level": level}
        return cast(Subscription, self._ask("POST", "/warning-subscriptions", body=body))

    def unsubscribe(self, subscription_id: str) -> None:
        """End one of one's own."""
        self._ask("DELETE", f"/warning-subscriptions/{safe_part(subscription_id)}")

    def alerts(self, *, cursor: str | None = None, limit: int = 100) -> Alerts:
        """A page of one's own, newest first."""
        params = {"cursor": cursor, "limit": limit}
        return cast(Alerts, self._ask("GET", "/warning-alerts", params=params))

    def read_alert(self, alert_id: str) -> None:
        """Note that it was read."""
        self._ask("POST", f"/warning-alerts/{safe_part(alert_id)}/reading")

    # -- workspaces

    def workspaces(self) -> list[Workspace]:
        """Those that one is a member of."""
        return cast(list[Workspace], self._ask("GET", "/workspaces")["rows"])

    def open_workspace(self, title: str, purpose: str, *, region_code: str = "") -> WorkspaceDetail:
        """A workspace of one's own."""
        body = {"title": title, "purpose": purpose, "region_code": region_code}
        return cast(WorkspaceDetail, self._ask("POST", "/workspaces", body=body))

    def workspace(self, workspace_id: str) -> WorkspaceDetail:
        """One workspace with its members and items."""
        return cast(WorkspaceDetail, self._ask("GET", f"/workspaces/{safe_part(workspace_id)}"))

    def workspace_item(self, workspace_id: str, item_id: str) -> WorkspaceItem:
        """One item with all that it holds."""
        path = f"/workspaces/{safe_part(workspace_id)}/items/{safe_part(item_id)}"
        return cast(WorkspaceItem, self._ask("GET", path))

    def put_workspace_member(self, workspace_id: str, account_id: str, role: str) -> WorkspaceDetail:
        """Take somebody in, or change his role."""
        path = f"/workspaces/{safe_part(workspace_id)}/members"
        body = {"account_id": account_id, "role": role}
        return cast(WorkspaceDetail, self._ask("PUT", path, body=body))

    def drop_workspace_member(self, workspace_id: str, account_id: str) -> None:
        """Take somebody out."""
        self._ask("DELETE", f"/workspaces/{safe_part(workspace_id)}/members/{safe_part(account_id)}")

    def put_workspace_item(
        self,
        workspace_id: str,
        kind: str,
        title: str,
        body: Mapping[str, Any],
        *,
        item_id: str = "",
        version: int = 0,
    ) -> WorkspaceItem:
        """A new item; with an id and the version that one saw, a new version of it."""
        path = f"/workspaces/{safe_part(workspace_id)}/items"
        given = {"kind": kind, "title": title, "body": dict(body), "item_id": item_id, "version": version}
        return cast(WorkspaceItem, self._ask("POST", path, body=given))

    def drop_workspace_item(self, workspace_id: str, item_id: str, version: int) -> None:
        """Take an item out."""
        path = f"/workspaces/{safe_part(workspace_id)}/items/{safe_part(item_id)}"
        self._ask("DELETE", path, params={"version": version})

    def end_workspace(self, workspace_id: str, version: int) -> WorkspaceDetail:
        """End it; it can still be read and exported."""
        path = f"/workspaces/{safe_part(workspace_id)}/end"
        return cast(WorkspaceDetail, self._ask("PUT", path, body={"version": version}))

    def workspace_file(self, workspace_id: str, form: str) -> bytes:
        """The dossier (``pdf``) or the data (``zip``)."""
        path = f"/workspaces/{safe_part(workspace_id)}/dossier.{form}"
        return cast(bytes, self._ask("GET", path, whole=True))
