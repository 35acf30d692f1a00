"""Who wants to hear of which figure; what he is told holds ids and figures only, and nobody's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from graph.audit import record_change
from graph.errors import NotFoundError, UsageError
from graph.outbox import enqueue
from graph.registers.clues.register import Actor
from graph.registers.records import (
    Record,
    change_record,
    close_record,
    current_record,
    open_record,
    records_by_key,
    records_page,
)
from graph.risk.warning import Figure, Scope, Signal, load_settings
from graph.risk.warning.settings import RANK
from graph.store import Store, WriteTransaction

TOLD: Final = "WARNING_ALERT"
#: Of one subject: for those who may see it, when they subscribe and again each time that they are told.
OF_ONE: Final = frozenset({Scope.ENTITY, Scope.GROUP})
MOST_SUBSCRIPTIONS: Final = 100
Allowed = Callable[[str, Figure], bool]
"""Whether an account may still be told a figure."""
Groups = Callable[[Iterable[str]], Mapping[str, tuple[str, ...]]]
"""The names of the groups in which some entities are on the day told."""


def subscribe(store: Store, *, signal: str, scope: Scope, scope_id: str, level: str, actor: Actor) -> Record:
    """A subscription of one's own; the same one again is the one that is there.

    Parameters
    ----------
    scope_id
        Of a group the member by which it was named: who heads it may change.

    Raises
    ------
    UsageError
        There is nothing to subscribe to, or there are too many already.
    """
    if scope in OF_ONE and not scope_id:
        raise UsageError("没有写明订阅哪个单位", where="scope_id", todo="填写统一社会信用代码")
    if level not in ("WATCH", "ALERT"):
        raise UsageError("没有这个级别", where="level", todo="填写 WATCH 或 ALERT")
    if signal and signal not in set(Signal):
        raise UsageError("没有这个预警信号", where="signal", todo="留空为全部信号")
    if signal and scope not in load_settings().signals[Signal(signal)].scopes:
        raise UsageError(f"这个信号没有“{scope.zh}”口径", where="scope", todo="改选信号或口径")
    values = {
        "account_id": actor.account_id,
        "lookup_key": actor.account_id,
        "state": "ACTIVE",
        "signal": signal,
        "scope_kind": scope.value,
        "scope_id": scope_id,
        "level": level,
    }

    def work(tx: WriteTransaction) -> Record:
        own = records_by_key(tx, "WarningSubscription", actor.account_id)
        for one in own:
            if all(one[name] == values[name] for name in ("signal", "scope_kind", "scope_id", "level")):
                return one
        if len(own) >= MOST_SUBSCRIPTIONS:
            raise UsageError(
                f"订阅已达 {MOST_SUBSCRIPTIONS} 条", where="subscriptions", todo="先取消不用的订阅"
            )
        made = open_record(tx, "WarningSubscription", "s", values, by=actor.principal_id)
        _audit(tx, actor, "SUBSCRIBE_WARNING", made["record_id"])
        return made

    return store.write(work, by=actor.principal_id, why="subscribe")


def unsubscribe(store: Store, subscription_id: str, *, actor: Actor) -> None:
    """End a subscription of one's own."""

    def work(tx: WriteTransaction) -> None:
        found = current_record(tx, "WarningSubscription", subscription_id)
        _own(found, actor)
        close_record(tx, "WarningSubscription", subscription_id)
        _audit(tx, actor, "UNSUBSCRIBE_WARNING", subscription_id)

    store.write(work, by=actor.principal_id, why="unsubscribe")


def read_alert(store: Store, alert_id: str, *, actor: Actor) -> Record:
    """Note that an alert of one's own was read."""

    def work(tx: WriteTransaction) -> Record:
        found = current_record(tx, "WarningAlert", alert_id)
        _own(found, actor)
        if found["state"] == "READ":
            return found
        return change_record(tx, "WarningAlert", found, {"state": "READ"}, by=actor.principal_id)

    return store.write(work, by=actor.principal_id, why="alert read")


def _own(record: Record, actor: Actor) -> None:
    # Others' records are not there for him: a refusal would say that they exist.
    if record["account_id"] != actor.account_id:
        raise NotFoundError("没有这条记录", where=record["record_id"], todo="从自己的清单中选择")


def tell_subscribers(
    tx: WriteTransaction,
    figures: tuple[Figure, ...],
    *,
    allowed: Allowed,
    groups: Groups,
    by: str = "worker",
) -> int:
    """Alerts for all who want to hear of these figures; each figure of a day is told once to each.

    Each alert leaves a message in the same transaction: ids and figures, no name.
    """
    told = 0
    before = ""
    while subscriptions := records_page(
        tx, "WarningSubscription", states=["ACTIVE"], before=before, limit=1_000
    ):
        before = subscriptions[-1]["record_id"]
        heads = groups({one["scope_id"] for one in subscriptions if one["scope_kind"] == Scope.GROUP})
        for one in subscriptions:
            for figure in figures:
                if _wants(one, figure, heads) and allowed(one["account_id"], figure):
                    told += _tell(tx, one, figure, by)
    return told


def _wants(subscription: Record, figure: Figure, heads: Mapping[str, tuple[str, ...]]) -> bool:
    given = subscription["scope_id"]
    meant = heads.get(given, ()) if figure.scope is Scope.GROUP else (given,)
    return (
        RANK[figure.level] >= RANK[subscription["level"]]
        and subscription["signal"] in ("", figure.signal)
        and subscription["scope_kind"] == figure.scope
        and figure.scope_id in meant
    )


def _tell(tx: WriteTransaction, subscription: Record, figure: Figure, by: str) -> bool:
    account = subscription["account_id"]
    key = f"{account}|{figure.key}|{figure.level}"
    if records_by_key(tx, "WarningAlert", key, limit=1):
        return False
    content = {
        "signal": figure.signal.value,
        "scope_kind": figure.scope.value,
        "scope_id": figure.scope_id,
        "day": figure.day,
        "level": figure.level,
        "value": float(figure.value),
        "baseline": figure.baseline,
        "late": figure.late,
    }
    alert = open_record(
        tx,
        "WarningAlert",
        "t",
        {"account_id": account, "parent_id": account, "lookup_key": key, "state": "UNREAD", **content},
        by=by,
    )
    payload = {"account_id": account, "alert_id": alert["record_id"], **content}
    enqueue(tx, TOLD, payload, message_id=f"alert-{alert['record_id']}")
    return True


def _audit(tx: WriteTransaction, actor: Actor, action: str, target: str) -> None:
    record_change(tx, actor=actor.principal_id, role=actor.role, action=action, target=target)
