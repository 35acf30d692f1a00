"""Workspaces as answers and files."""

from __future__ import annotations

import json
import math
import re
from typing import Any, Final

from api.auth.permissions import in_scope
from api.auth.principal import Principal
from api.services.clues import actor_of, colleagues
from api.services.desk import Desk
from api.services.workspace_items import checked_body
from api.services.workspace_relations import view_content
from graph.errors import AnswerRefusedError, NotFoundError
from graph.liability.notice.pdf import render_pdf
from graph.registers.records import Record, record_of, records_by_ids, records_by_key, records_of
from graph.registers.workspaces import (
    ITEM_KINDS,
    MEMBER_ROLES,
    add_item,
    change_item,
    close_workspace,
    data_archive,
    dossier_notice,
    item_heads,
    open_workspace,
    readable,
    role_in,
    set_member,
)

Row = dict[str, Any]
#: Characters of bodies that one answer gives; what does not fit is read item by item.
_MOST_GIVEN: Final = 1_000_000
_PERSON: Final = re.compile(r"\bp[0-9a-f]{16}\b")


def _row(one: Record, role: str) -> Row:
    return {
        "workspace_id": one["record_id"],
        "version": one["version"],
        "title": one["title"],
        "purpose": one["purpose"],
        "region_code": one["region_code"],
        "state": one["state"],
        "state_zh": "进行中" if one["state"] == "OPEN" else "已结束",
        "role": role,
        "role_zh": MEMBER_ROLES.get(role, ""),
        "created_at": one["created_at"],
    }


def own_workspaces(desk: Desk, by: Principal) -> list[Row]:
    """Workspaces that the asker is a member of, newest first."""
    if not by.account_id:
        return []
    member_of = records_by_key(desk.store, "WorkspaceMember", by.account_id)
    roles = {str(one["parent_id"]): str(one["member_role"]) for one in member_of}
    found = records_by_ids(desk.store, "Workspace", list(roles))
    rows = [_row(one, roles[one["record_id"]]) for one in found]
    return sorted(rows, key=lambda one: str(one["workspace_id"]), reverse=True)


def _seen(desk: Desk, by: Principal, workspace_id: str) -> tuple[Record, str]:
    role = role_in(desk.store, workspace_id, by.account_id)
    if not role:
        raise NotFoundError("没有这个工作区", where=workspace_id, todo="从自己的工作区清单中选择")
    return record_of(desk.store, "Workspace", workspace_id), role


def workspace_detail(desk: Desk, by: Principal, workspace_id: str, *, all_bodies: bool = False) -> Row:
    """A workspace with its members and items; to its members only.

    Parameters
    ----------
    all_bodies
        For a file: otherwise an item whose body does not fit into the answer comes without it.
    """
    found, role = _seen(desk, by, workspace_id)
    names = {one: str(account["display_name"]) for one, account in colleagues(desk.store).items()}
    members = [
        {
            "account_id": one["account_id"],
            "name": names.get(one["account_id"], "已离开的账户"),
            "member_role": one["member_role"],
            "member_role_zh": MEMBER_ROLES[one["member_role"]],
        }
        for one in records_of(desk.store, "WorkspaceMember", workspace_id)
    ]
    heads = item_heads(desk.store, workspace_id)
    wanted = _fitting(heads, math.inf if all_bodies else _MOST_GIVEN)
    bodies = {one["record_id"]: one["body"] for one in records_by_ids(desk.store, "WorkspaceItem", wanted)}
    items = [item_row({**one, "body": bodies.get(one["record_id"])}, names) for one in heads]
    return {**_row(found, role), "members": members, "items": items}


def _fitting(heads: list[Record], most: float) -> list[str]:
    """Ids of the items, oldest first, whose bodies fit into one answer together."""
    left, wanted = most, list[str]()
    for one in heads:
        if one["body_size"] <= left:
            left -= one["body_size"]
            wanted.append(str(one["record_id"]))
    return wanted


def workspace_item(desk: Desk, by: Principal, workspace_id: str, item_id: str) -> Row:
    """One item with all that it holds; to members only."""
    _seen(desk, by, workspace_id)
    found = record_of(desk.store, "WorkspaceItem", item_id)
    if found["parent_id"] != workspace_id:
        raise NotFoundError("工作区里没有这一项", where=item_id, todo="刷新后重试")
    names = {one: str(account["display_name"]) for one, account in colleagues(desk.store).items()}
    return item_row(found, names)


def item_row(one: Record, names: dict[str, str]) -> Row:
    """One item as answers show it; without a body where that was not read."""
    kind, body = str(one["item_kind"]), one["body"]
    return {
        "item_id": one["record_id"],
        "version": one["version"],
        "kind": one["item_kind"],
        "kind_zh": ITEM_KINDS[one["item_kind"]],
        "title": one["title"],
        "body": {} if body is None else readable(kind, json.loads(body)),
        "whole": body is not None,
        "by": names.get(str(one["created_by"]).removeprefix("account:"), "已离开的账户"),
        "at": one["created_at"],
        "changed_at": one["changed_at"],
    }


def start_workspace(desk: Desk, by: Principal, *, title: str, purpose: str, region_code: str) -> Row:
    """A workspace of one's own, within one's districts."""
    if region_code and not in_scope(by, region_code):
        raise AnswerRefusedError("不在您的辖区范围内", where="region_code", todo="填写自己的辖区")
    made = open_workspace(desk.store, title=title, purpose=purpose, region=region_code, actor=actor_of(by))
    return workspace_detail(desk, by, made["record_id"])


def put_member(desk: Desk, by: Principal, workspace_id: str, account_id: str, role: str) -> Row:
    """Take somebody of the staff in, or change his role."""
    account = colleagues(desk.store).get(account_id)
    if account is None or account["disabled"]:
        raise NotFoundError("没有这个人员", where="account_id", todo="从可加入的人员中选择")
    set_member(desk.store, workspace_id, account_id, role, actor=actor_of(by))
    return workspace_detail(desk, by, workspace_id)


def put_item(desk: Desk, by: Principal, workspace_id: str, given: Row) -> Row:
    """A new item, or a new version of one; what it names is read from the store first."""
    _seen(desk, by, workspace_id)
    body = checked_body(desk, by, given["kind"], given["body"])
    common = {"title": given["title"], "kind": given["kind"], "body": body, "actor": actor_of(by)}
    if given["item_id"]:
        made = change_item(desk.store, workspace_id, given["item_id"], version=given["version"], **common)
    else:
        made = add_item(desk.store, workspace_id, **common)
    names = {one: str(account["display_name"]) for one, account in colleagues(desk.store).items()}
    return item_row(made, names)


def end_workspace(desk: Desk, by: Principal, workspace_id: str, version: int) -> Row:
    """End it; it can still be read and exported."""
    close_workspace(desk.store, workspace_id, version=version, actor=actor_of(by))
    return workspace_detail(desk, by, workspace_id)


def workspace_file(desk: Desk, by: Principal, workspace_id: str, form: str) -> tuple[bytes, tuple[str, ...]]:
    """The dossier as PDF, or the archive of data, and the persons whom it names."""
    found = workspace_detail(desk, by, workspace_id, all_bodies=True)
    workspace = {name: value for name, value in found.items() if name not in ("members", "items")}
    version = desk.data_version(desk.seq())
    items = [_with_content(desk, one) for one in found["items"]]
    persons = persons_in({"items": items})
    if form == "zip":
        raw = data_archive(workspace, found["members"], items, as_of=desk.today, data_version=version)
        return raw, persons
    notice = dossier_notice(workspace, found["members"], items, as_of=desk.today, data_version=version)
    return render_pdf(notice), persons


def _with_content(desk: Desk, item: Row) -> Row:
    """A saved view with who is in it and their relations; every other item as it is."""
    if item["kind"] != "VIEW":
        return item
    return {**item, "content": view_content(desk, item["body"], saved_on=str(item["at"])[:10])}


def persons_in(detail: Row) -> tuple[str, ...]:
    """Persons whom a workspace names by id, for the trail of readings."""
    return tuple(sorted(set(_PERSON.findall(json.dumps(detail["items"])))))
