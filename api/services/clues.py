"""Clues, subscriptions and alerts as answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from api.auth.permissions import Permission, in_scope, may
from api.auth.principal import Principal, Role
from api.services.departments import holders_of, message_about
from api.services.desk import Desk
from api.services.statistics import zh_of
from api.services.warning import level_zh
from api.services.warning_scopes import given_id, group_with, groups_with, labels_of, scope_of
from graph.errors import AnswerRefusedError, NotFoundError, UsageError
from graph.model.codelists import codelist
from graph.registers.clues import Actor, load_machine, raise_by_hand, shown_to, take_step
from graph.registers.records import (
    Record,
    newest_of,
    record_of,
    records_by_key,
    records_of,
    records_page,
    states_of,
)
from graph.registers.subscriptions import OF_ONE, subscribe
from graph.risk.warning import Scope, Signal, load_settings
from graph.risk.warning.events import newest_places
from graph.store import Store

Row = dict[str, Any]
_CHUNK: Final = 200
_LOOKED_THROUGH: Final = 20
_STAFF: Final = (Role.OFFICER, Role.REVIEWER, Role.INVESTIGATOR)
#: Of no single district: who is limited to some reads these figures too (docs/explanation/warning.md).
_EVERYBODYS: Final = (Scope.CITY, Scope.INDUSTRY, Scope.LIST)
_CODES: Final = {
    Scope.DISTRICT: "districts",
    Scope.INDUSTRY: "industry_sections",
    Scope.LIST: "list_types",
}


def actor_of(principal: Principal) -> Actor:
    """Who acts, for registers."""
    return Actor(
        principal.principal_id, principal.role.value, principal.account_id, tuple(principal.authorities)
    )


def colleagues(store: Store) -> dict[str, Row]:
    """Accounts of those who work on clues, by id; disabled ones stand too, but marked."""
    found: dict[str, Row] = {}
    after = ""
    while rows := store.read("read/auth/accounts", after=after, limit=1000):
        for row in rows:
            account = row["account"]
            after = account["login"]
            if Role(account["role"]) in _STAFF:
                found[account["account_id"]] = account
        if len(rows) < 1000:
            break
    return found


def colleague_rows(store: Store) -> list[Row]:
    """Those who may be given something, by name."""
    rows = [
        {
            "account_id": one["account_id"],
            "name": one["display_name"],
            "role_zh": Role(one["role"]).zh,
        }
        for one in colleagues(store).values()
        if not one["disabled"]
    ]
    return sorted(rows, key=lambda one: (str(one["name"]), str(one["account_id"])))


def _sees(principal: Principal, clue: Record) -> bool:
    """What is everybody's, his district's, what he raised or works on, and what his authority was handed."""
    own = bool(principal.account_id) and clue["assignee"] == principal.account_id
    raised = clue["created_by"] == principal.principal_id
    handed = bool(clue["department"]) and clue["department"] in principal.authorities
    everybodys = clue["scope_kind"] in _EVERYBODYS
    return everybodys or own or raised or handed or in_scope(principal, clue["region_code"])


def clues_where(
    desk: Desk, wanted: Callable[[Record], bool], *, states: list[str], before: str, limit: int
) -> tuple[list[Record], str | None]:
    """A page of the clues that are wanted, newest first, and before which one the next begins."""
    taken: list[Record] = []
    more = True
    for _ in range(_LOOKED_THROUGH):
        chunk = records_page(desk.store, "Clue", states=states, before=before, limit=_CHUNK)
        more = len(chunk) == _CHUNK
        for place, one in enumerate(chunk, 1):
            before = one["record_id"]
            if wanted(one):
                taken.append(one)
                if len(taken) == limit:
                    more = more or place < len(chunk)
                    break
        if len(taken) == limit or not more:
            break
    return taken, before if more else None


def clues_page(desk: Desk, by: Principal, *, states: list[str], mine: bool, before: str, limit: int) -> Row:
    """A page of clues that the asker may see, newest first."""

    def wanted(one: Record) -> bool:
        return _sees(by, one) and (not mine or one["assignee"] == by.account_id)

    taken, cursor = clues_where(desk, wanted, states=states, before=before, limit=limit)
    return {
        "rows": _clue_rows(desk, taken),
        "cursor": cursor,
        "states": {name: one.zh for name, one in load_machine().states.items()},
    }


def clue_seen(desk: Desk, by: Principal, clue_id: str) -> Record:
    """A clue, if the asker may see it.

    Raises
    ------
    AnswerRefusedError
        It lies outside his districts.
    NotFoundError
        There is none.
    """
    clue = record_of(desk.store, "Clue", clue_id)
    if not _sees(by, clue):
        raise AnswerRefusedError("该线索不在您的辖区范围内", where=clue_id, todo="需要时请承办人分派给您")
    return clue


def clue_detail(desk: Desk, by: Principal, clue_id: str) -> Row:
    """A clue with its history and what may be done next."""
    clue = clue_seen(desk, by, clue_id)
    machine = load_machine()
    names = _names(desk.store)
    notes = [
        {
            "step": one["step"],
            "step_zh": machine.steps[one["step"]].zh if one["step"] in machine.steps else "记录",
            "words": one["words"],
            # Notes of before they kept it have none.
            "outcome": one.get("outcome", ""),
            "outcome_zh": machine.outcomes.get(one.get("outcome", ""), ""),
            "by": names(one["created_by"]),
            "at": one["created_at"],
        }
        for one in records_of(desk.store, "ClueNote", clue_id)
    ]
    who = {"actor": by.account_id, "assignee": clue["assignee"]}
    own = clue["department"] in by.authorities
    # The assignee's steps are told to all who work on it: any of them may make it his own first.
    steps = {
        name: one.zh
        for name, one in machine.steps.items()
        if clue["state"] in one.from_states
        and (one.by == "ASSIGNEE" or one.is_for(**who, for_department=own))
    }
    return {
        **_clue_rows(desk, [clue])[0],
        "notes": notes,
        "steps": steps,
        "outcomes": dict(machine.outcomes),
    }


def _names(store: Store) -> Callable[[str], str]:
    """Names of principals, as a history shows them."""
    known = colleagues(store)

    def name(principal_id: str) -> str:
        account = known.get(principal_id.removeprefix("account:"))
        if account is not None:
            return str(account["display_name"])
        if principal_id.startswith("key:"):
            return "部门系统"
        return "系统" if principal_id == "worker" else "已离开的账户" if ":" in principal_id else principal_id

    return name


def _clue_rows(desk: Desk, clues: Iterable[Record]) -> list[Row]:
    rows = list(clues)
    seq = desk.seq()
    labels: dict[tuple[str, str], tuple[str, str]] = {}
    for scope in Scope:
        ids = sorted({one["scope_id"] for one in rows if one["scope_kind"] == scope})
        for scope_id, label in labels_of(desk, scope, ids, desk.today, seq).items():
            labels[scope.value, scope_id] = label
    known = colleagues(desk.store)
    return [_clue_row(one, labels[one["scope_kind"], one["scope_id"]], known) for one in rows]


def _clue_row(one: Record, label: tuple[str, str], known: dict[str, Row]) -> Row:
    machine, settings = load_machine(), load_settings()
    copied = (
        "state", "version", "title", "signal", "level", "value", "late", "first_day", "days_seen",
        "region_code", "assignee", "department", "doc_no", "outcome", "link",
    )  # fmt: skip
    return {
        **{name: one[name] for name in copied},
        "clue_id": one["record_id"],
        "last_day": shown_to(one),
        "follows": one.get("follows", ""),
        "state_zh": machine.states[one["state"]].zh,
        "signal_zh": settings.signals[Signal(one["signal"])].zh if one["signal"] else "人工提出",
        "scope": one["scope_kind"],
        "scope_zh": Scope(one["scope_kind"]).zh,
        "scope_id": label[0],
        "label": label[1],
        "assignee_name": str(known[one["assignee"]]["display_name"]) if one["assignee"] in known else "",
        "outcome_zh": machine.outcomes.get(one["outcome"], ""),
        "by_hand": not one["run_id"],
    }


def raise_clue(
    desk: Desk, by: Principal, *, title: str, words: str, scope: str, scope_id: str, link: str
) -> Row:
    """A clue raised by hand, about something that the asker may see."""
    wanted = scope_of(scope)
    seq = desk.seq()
    inner = _checked_id(desk, wanted, scope_id, seq)
    region = _own_region(desk, by, wanted, inner, seq)
    if wanted is Scope.GROUP:
        inner = group_with(desk, inner, seq)
        region = _own_region(desk, by, wanted, inner, seq)
    clue = raise_by_hand(
        desk.store,
        title=title,
        told=words,
        scope=wanted,
        scope_id=inner,
        region=region,
        day=desk.today,
        link=link,
        actor=actor_of(by),
    )
    return clue_detail_of_own(desk, clue["record_id"])


def _own_region(desk: Desk, by: Principal, scope: Scope, inner: str, seq: int) -> str:
    """The district of what a clue is about, if it is one of the asker's; empty for what is of none."""
    region = inner if scope is Scope.DISTRICT else ""
    if scope in OF_ONE:
        region = newest_places(desk.store, [inner], desk.today, seq).get(inner, ("", ""))[0]
    if scope in (Scope.DISTRICT, *OF_ONE) and not in_scope(by, region):
        raise AnswerRefusedError("不在您的辖区范围内", where="scope_id", todo="由有权的部门提出")
    return region


def clue_detail_of_own(desk: Desk, clue_id: str) -> Row:
    """The answer to whoever has just written to a clue, whatever his districts."""
    return _clue_rows(desk, [record_of(desk.store, "Clue", clue_id)])[0]


def _checked_id(desk: Desk, scope: Scope, text: str, seq: int) -> str:
    if scope is Scope.CITY and text:
        raise UsageError("全市口径没有对象", where="scope_id", todo="留空")
    if scope in _CODES and text not in codelist(_CODES[scope]).codes():
        raise UsageError("没有这个代码", where="scope_id", todo=f"从代码表 {_CODES[scope]} 中选择")
    return given_id(desk, scope, text, seq)


def clue_step(desk: Desk, by: Principal, clue_id: str, given: dict[str, Any]) -> Row:
    """One step; who is given a clue must be able to work on it, a department to receive it."""
    clue = clue_seen(desk, by, clue_id)
    if given["step"] == "assign" and given["assignee"]:
        account = colleagues(desk.store).get(given["assignee"])
        if account is None or account["disabled"]:
            raise NotFoundError("没有这个承办人", where="assignee", todo="从可分派的人员中选择")
    about: Row = {}
    if given["step"] == "hand_over":
        about = message_about(desk, clue, given["department"])
    elif given["step"] == "take_back":
        about = {"holders": holders_of(desk, clue["department"])}
    texts = {name: str(value) for name, value in given.items() if name not in ("step", "version")}
    take_step(
        desk.store,
        clue_id,
        given["step"],
        texts,
        version=given["version"],
        actor=actor_of(by),
        about=about,
    )
    return clue_detail_of_own(desk, clue_id)


# -- subscriptions and alerts


def subscribe_to(desk: Desk, by: Principal, *, signal: str, scope: str, scope_id: str, level: str) -> Row:
    """A subscription of one's own, within one's own districts; of one subject by those who may see it.

    One to a group keeps the member that was named: the group is the one that it is in on the day told.
    """
    _account(by)
    wanted = scope_of(scope, Signal(signal) if signal else None)
    if wanted in OF_ONE and not may(by, Permission.SEE_WARNINGS):
        raise AnswerRefusedError(
            "单位和企业族群的数值只向办案人员显示", where="scope", todo="改订辖区、行业、名单或全市"
        )
    seq = desk.seq()
    inner = _checked_id(desk, wanted, scope_id, seq)
    seen = (
        in_scope(by, inner) if wanted is Scope.DISTRICT else inner in _seen_subjects(desk, by, [inner], seq)
    )
    if seen and wanted is Scope.GROUP:
        # Figures of a group are told to those only who may see whom it is named by.
        seen = bool(_seen_subjects(desk, by, groups_with(desk, inner, seq), seq))
    if wanted in (Scope.DISTRICT, *OF_ONE) and not seen:
        raise AnswerRefusedError("不在您的辖区范围内", where="scope_id", todo="订阅自己的辖区或其中的单位")
    made = subscribe(desk.store, signal=signal, scope=wanted, scope_id=inner, level=level, actor=actor_of(by))
    return _subscription_rows(desk, by, [made])[0]


def _seen_subjects(desk: Desk, by: Principal, ids: Iterable[str], seq: int) -> set[str]:
    """Those of some entities that somebody may see now."""
    wanted = {*ids} - {""}
    if not wanted or not may(by, Permission.SEE_WARNINGS):
        return set()
    places = newest_places(desk.store, wanted, desk.today, seq)
    return {one for one in wanted if in_scope(by, places.get(one, ("", ""))[0])}


def _account(by: Principal) -> str:
    if not by.account_id:
        raise UsageError("订阅属于登录账户", where="account", todo="用自己的账户登录后办理")
    return by.account_id


def own_subscriptions(desk: Desk, by: Principal) -> list[Row]:
    """One's own, newest first."""
    found = records_by_key(desk.store, "WarningSubscription", by.account_id) if by.account_id else []
    return _subscription_rows(desk, by, found)


def _subscription_rows(desk: Desk, by: Principal, found: list[Record]) -> list[Row]:
    return [
        {
            "subscription_id": one["record_id"],
            "created_at": one["created_at"],
            **place,
            "level": one["level"],
            "level_zh": level_zh(one["level"]),
        }
        for one, place in zip(found, _place_rows(desk, by, found), strict=True)
    ]


def _place_rows(desk: Desk, by: Principal, found: list[Record]) -> list[Row]:
    """Signal and scope of some records; one subject is named to those only who may see it still."""
    settings, seq = load_settings(), desk.seq()
    ids = {scope: {one["scope_id"] for one in found if one["scope_kind"] == scope} for scope in OF_ONE}
    seen = _seen_subjects(desk, by, set().union(*ids.values()), seq)
    labels = {
        scope: labels_of(desk, scope, sorted(some & seen), desk.today, seq) for scope, some in ids.items()
    }
    rows = []
    for one in found:
        scope, scope_id = Scope(one["scope_kind"]), one["scope_id"]
        if scope in OF_ONE:
            scope_id, label = labels[scope].get(scope_id, ("", "无权查看的单位"))
        else:
            label = zh_of(_CODES[scope], scope_id) if scope in _CODES else "全市"
        signal = settings.signals[Signal(one["signal"])].zh if one["signal"] else "全部信号"
        rows.append(
            {
                "signal": one["signal"],
                "signal_zh": signal,
                "scope": scope.value,
                "scope_zh": scope.zh,
                "scope_id": scope_id,
                "label": label,
            }
        )
    return rows


def own_alerts(desk: Desk, by: Principal, *, before: str = "", limit: int) -> Row:
    """A page of one's own alerts, newest first; with how many there are and how many are unread in all."""
    found: list[Record] = []
    states: dict[str, int] = {}
    if by.account_id:
        found = newest_of(desk.store, "WarningAlert", by.account_id, before=before, limit=limit + 1)
        states = states_of(desk.store, "WarningAlert", by.account_id)
    found, more = found[:limit], len(found) > limit
    rows = [
        {
            "alert_id": one["record_id"],
            "day": one["day"],
            **place,
            "level": one["level"],
            "level_zh": level_zh(one["level"]),
            "value": one["value"],
            "baseline": one["baseline"],
            "late": one["late"],
            "read": one["state"] == "READ",
        }
        for one, place in zip(found, _place_rows(desk, by, found), strict=True)
    ]
    number = sum(states.values())
    return {
        "rows": rows,
        "number": number,
        "unread": number - states.get("READ", 0),
        "cursor": found[-1]["record_id"] if more else None,
    }
