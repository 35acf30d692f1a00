"""The departments that a clue can be handed over to, and what is told them of it.

A department is an authority that has a key in force, or an account: what goes elsewhere nobody receives.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from api.auth.principal import Role
from api.services.desk import Desk
from api.services.warning_scopes import labels_of
from graph.errors import NotFoundError
from graph.registers.records import Record
from graph.risk.warning import Scope, Signal, load_settings
from graph.store import Store
from graph.store.moments import now_text

Row = dict[str, Any]
#: Where the department reads the clue and the records behind it, below the address of the interface.
READ_AT: Final = "/clues/handed-over/{clue_id}"
_PAGE: Final = 1_000
_BY_ACCOUNT: Final = (Role.OFFICER,)


def department_rows(store: Store) -> list[Row]:
    """By code, with the names of the keys; who has none receives by an account."""
    keys = _keys(store)
    found: dict[str, set[str]] = {code: {one["name"] for one in some} for code, some in keys.items()}
    for account in _all(store, "read/auth/accounts", "account", "login"):
        if not account["disabled"] and Role(account["role"]) in _BY_ACCOUNT:
            for code in account["authorities"]:
                found.setdefault(code, set())
    return [{"code": code, "name": "、".join(sorted(names))} for code, names in sorted(found.items())]


def message_about(desk: Desk, clue: Record, department: str) -> Row:
    """What a message on a clue says besides its own data: receivers, code and name, the signal in words.

    Raises
    ------
    NotFoundError
        Nobody receives anything for that code.
    """
    code = department.strip()
    if code and not any(one["code"] == code for one in department_rows(desk.store)):
        raise NotFoundError(
            "没有这个部门：该代码没有有效的部门密钥，也没有账户",
            where="department",
            todo="从可移交的部门中选择",
        )
    scope = Scope(clue["scope_kind"])
    scope_id, label = labels_of(desk, scope, [clue["scope_id"]], desk.today, desk.seq())[clue["scope_id"]]
    signal = load_settings().signals[Signal(clue["signal"])] if clue["signal"] else None
    return {
        "holders": holders_of(desk, code),
        "scope_zh": scope.zh,
        "scope_id": scope_id,
        "label": label,
        "signal_zh": signal.zh if signal else "人工提出",
        "meaning": signal.meaning if signal else "",
        "value": clue["value"],
        "read_at": READ_AT.format(clue_id=clue["record_id"]),
    }


def holders_of(desk: Desk, department: str) -> list[str]:
    """The keys of a department that count now, as a message names its receivers."""
    return sorted(f"key:{one['key_id']}" for one in _keys(desk.store).get(department, ()))


def _keys(store: Store) -> dict[str, list[Row]]:
    """Keys that count now, by authority."""
    now = now_text()
    found: dict[str, list[Row]] = defaultdict(list)
    for one in _all(store, "read/auth/keys", "key", "key_id"):
        if not one["revoked_at"] and one["expires_at"] > now:
            found[one["authority"]].append(one)
    return found


def _all(store: Store, query: str, name: str, place: str) -> list[Row]:
    rows: list[Row] = []
    after = ""
    while page := [one[name] for one in store.read(query, after=after, limit=_PAGE)]:
        rows += page
        after = page[-1][place]
        if len(page) < _PAGE:
            break
    return rows
