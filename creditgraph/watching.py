"""A day's early warning with what follows: figures, clues, and what subscribers are told, at one go."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from api.auth.permissions import Permission, in_scope, may
from api.auth.principal import Principal, account_principal
from graph.registers.clues import raise_clues
from graph.registers.subscriptions import OF_ONE, tell_subscribers
from graph.risk.warning import (
    WARNING_DAY,
    DayFigures,
    Figure,
    Scope,
    WarningReport,
    group_heads,
    last_figures,
    run_day,
)
from graph.risk.warning.settings import RANK, load_settings
from graph.store import Store, WriteTransaction


def watch_day(store: Store, day: str, *, today: str, by: str = "worker") -> WarningReport:
    """Compute a day's figures; of today's, clues are raised and subscribers told, with them.

    A day of the past gives figures only: what is old news raises nothing. Subscribers are told what is graver
    than it was the day before, or, where the worker stood still, on the last day of which they were told.
    Days that were filled in afterwards are not compared with: nobody heard of them.
    """
    earlier = last_figures(store, day, store.head_seq(), within=_still_news())
    before = {(one["signal"], one["scope_kind"], one["scope_id"]): str(one["level"]) for one in earlier}

    def finish(report: WarningReport, found: DayFigures, tx: WriteTransaction) -> None:
        if day != today:
            return
        raise_clues(tx, report.beyond, run_id=report.run_id, found=found)
        news = tuple(
            one for one in report.beyond if RANK[one.level] > RANK[before.get(_place(one), "NORMAL")]
        )
        groups = partial(group_heads, store, seq=found.seq)
        tell_subscribers(tx, news, allowed=_Allowed(tx), groups=groups, by=by)
        tx.run("write/meta/put_value", name=WARNING_DAY, value=day)

    return run_day(store, day, today=today, by=by, told=day == today, finish=finish)


def _still_news() -> int:
    """Days after which what was last looked at says nothing about what is new: no window is longer."""
    return max(one.window_days for one in load_settings().signals.values())


def _place(one: Figure) -> tuple[str, str, str]:
    return one.signal.value, one.scope.value, one.scope_id


class _Allowed:
    """Whether an account may be told a figure now: role and scope may have changed since it subscribed."""

    def __init__(self, tx: WriteTransaction) -> None:
        self._tx = tx
        self._known: dict[str, Principal | None] = {}

    def __call__(self, account_id: str, figure: Figure) -> bool:
        if account_id not in self._known:
            rows = self._tx.run("read/auth/account_by_id", account_id=account_id)
            self._known[account_id] = _principal(rows[0]["account"]) if rows else None
        principal = self._known[account_id]
        if principal is None or not may(principal, Permission.SEE_WARNING_FIGURES):
            return False
        if figure.scope in OF_ONE:
            return may(principal, Permission.SEE_WARNINGS) and in_scope(principal, figure.region)
        return figure.scope is not Scope.DISTRICT or in_scope(principal, figure.scope_id)


def _principal(account: Mapping[str, Any]) -> Principal | None:
    return None if account["disabled"] else account_principal(account)
