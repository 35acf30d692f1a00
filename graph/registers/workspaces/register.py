"""Workspaces in the store: who may do what in one, and what it holds; nothing is ever overwritten.

A workspace is a desk for looking into something. It is no accountability case, and nothing in it is a ground
of anything.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, Final

from graph import queries
from graph.audit import record_change
from graph.errors import AnswerRefusedError, NotFoundError, UsageError
from graph.registers.clues.register import Actor
from graph.registers.records import (
    Record,
    change_record,
    close_record,
    current_record,
    open_record,
    records_of,
    words,
)
from graph.store import Store, WriteTransaction

ITEM_KINDS: Final = {
    "NOTE": "笔记",
    "PARTY": "当事主体",
    "VIEW": "保存的视图",
    "PATH": "关联路径",
    "EVIDENCE": "证据",
}
MEMBER_ROLES: Final = {"OWNER": "负责人", "MEMBER": "成员", "REVIEWER": "复核人"}
#: What each role may do; a reviewer reads and writes notes.
_MAY: Final = {
    "READ": frozenset(MEMBER_ROLES),
    "NOTE": frozenset(MEMBER_ROLES),
    "EDIT": frozenset({"OWNER", "MEMBER"}),
    "MANAGE": frozenset({"OWNER"}),
}
_MOST_TITLE: Final = 120
_MOST_WORDS: Final = 8_000
_MOST_BODY: Final = 200_000
_MOST_ITEMS: Final = 2_000
_MOST_DEPTH: Final = 8
#: Characters that all items of a workspace hold together.
MOST_BULK: Final = 20_000_000


def open_workspace(store: Store, *, title: str, purpose: str, region: str, actor: Actor) -> Record:
    """A workspace of one's own.

    Raises
    ------
    UsageError
        Nobody is signed in with an account, or a text is missing or too long.
    """
    if not actor.account_id:
        raise UsageError("工作区属于登录账户", where="account", todo="用自己的账户登录后办理")
    values = {
        "state": "OPEN",
        "title": words(title, "title", most=_MOST_TITLE, least=2),
        "purpose": words(purpose, "purpose", most=_MOST_WORDS, least=2),
        "region_code": region,
    }

    def work(tx: WriteTransaction) -> Record:
        made = open_record(tx, "Workspace", "k", values, by=actor.principal_id)
        _member(tx, made["record_id"], actor.account_id, "OWNER", actor)
        _audit(tx, actor, "OPEN_WORKSPACE", made["record_id"])
        return made

    return store.write(work, by=actor.principal_id, why="open workspace")


def role_in(reader: Store | WriteTransaction, workspace_id: str, account_id: str) -> str:
    """The role of an account in a workspace; empty if it has none."""
    for one in records_of(reader, "WorkspaceMember", workspace_id):
        if account_id and one["account_id"] == account_id:
            return str(one["member_role"])
    return ""


def _allowed(tx: WriteTransaction, workspace_id: str, what: str, actor: Actor) -> Record:
    """The workspace, if it is open and the actor may do this in it."""
    found = current_record(tx, "Workspace", workspace_id)
    role = role_in(tx, workspace_id, actor.account_id)
    if not role:
        raise NotFoundError("没有这个工作区", where=workspace_id, todo="从自己的工作区清单中选择")
    if role not in _MAY[what]:
        raise AnswerRefusedError(
            f"{MEMBER_ROLES[role]}不能办理此项", where=workspace_id, todo="请工作区负责人办理"
        )
    if found["state"] != "OPEN":
        raise UsageError("工作区已结束，只能查看和导出", where=workspace_id, todo="需要时另开工作区")
    return found


def set_member(store: Store, workspace_id: str, account_id: str, role: str, *, actor: Actor) -> Record:
    """Take somebody in, or change his role; the last owner stays."""
    if role not in MEMBER_ROLES:
        raise UsageError("没有这个成员角色", where="role", todo="OWNER、MEMBER 或 REVIEWER")

    def work(tx: WriteTransaction) -> Record:
        _allowed(tx, workspace_id, "MANAGE", actor)
        if role != "OWNER":
            _keep_an_owner(tx, workspace_id, account_id)
        member = _member(tx, workspace_id, account_id, role, actor)
        _audit(tx, actor, "SET_WORKSPACE_MEMBER", workspace_id, account=account_id, role=role)
        return member

    return store.write(work, by=actor.principal_id, why="workspace member")


def remove_member(store: Store, workspace_id: str, account_id: str, *, actor: Actor) -> None:
    """Take somebody out; the last owner stays."""

    def work(tx: WriteTransaction) -> None:
        _allowed(tx, workspace_id, "MANAGE", actor)
        _keep_an_owner(tx, workspace_id, account_id)
        for one in records_of(tx, "WorkspaceMember", workspace_id):
            if one["account_id"] == account_id:
                close_record(tx, "WorkspaceMember", one["record_id"])
        _audit(tx, actor, "REMOVE_WORKSPACE_MEMBER", workspace_id, account=account_id)

    store.write(work, by=actor.principal_id, why="workspace member")


def _keep_an_owner(tx: WriteTransaction, workspace_id: str, leaving: str) -> None:
    owners = {
        one["account_id"]
        for one in records_of(tx, "WorkspaceMember", workspace_id)
        if one["member_role"] == "OWNER"
    }
    if owners == {leaving}:
        raise UsageError("工作区至少要有一名负责人", where="members", todo="先指定另一名负责人")


def _member(tx: WriteTransaction, workspace_id: str, account_id: str, role: str, actor: Actor) -> Record:
    for one in records_of(tx, "WorkspaceMember", workspace_id):
        if one["account_id"] == account_id:
            return change_record(tx, "WorkspaceMember", one, {"member_role": role}, by=actor.principal_id)
    values = {
        "parent_id": workspace_id,
        "lookup_key": account_id,
        "state": "ACTIVE",
        "account_id": account_id,
        "member_role": role,
    }
    return open_record(tx, "WorkspaceMember", "b", values, by=actor.principal_id)


def close_workspace(store: Store, workspace_id: str, *, version: int, actor: Actor) -> Record:
    """End a workspace: it can be read and exported, and nothing is added."""

    def work(tx: WriteTransaction) -> Record:
        _allowed(tx, workspace_id, "MANAGE", actor)
        found = current_record(tx, "Workspace", workspace_id, version=version)
        _audit(tx, actor, "CLOSE_WORKSPACE", workspace_id)
        return change_record(tx, "Workspace", found, {"state": "CLOSED"}, by=actor.principal_id)

    return store.write(work, by=actor.principal_id, why="close workspace")


def add_item(
    store: Store, workspace_id: str, *, kind: str, title: str, body: Mapping[str, Any], actor: Actor
) -> Record:
    """A note, party, saved view, path or piece of evidence."""
    if kind not in ITEM_KINDS:
        raise UsageError("没有这种内容", where="kind", todo="NOTE、PARTY、VIEW、PATH 或 EVIDENCE")
    heading = words(title, "title", most=_MOST_TITLE, least=1)
    text = _body_text(body)

    def work(tx: WriteTransaction) -> Record:
        _allowed(tx, workspace_id, "NOTE" if kind == "NOTE" else "EDIT", actor)
        _refuse_overfull(tx, workspace_id, items=1, more=len(text))
        values = {
            "parent_id": workspace_id,
            "state": "KEPT",
            "item_kind": kind,
            "title": heading,
            "body": text,
            "body_size": len(text),
        }
        made = open_record(tx, "WorkspaceItem", "m", values, by=actor.principal_id)
        _audit(tx, actor, "ADD_WORKSPACE_ITEM", workspace_id, item=made["record_id"], kind=kind)
        return made

    return store.write(work, by=actor.principal_id, why="workspace item")


def change_item(
    store: Store,
    workspace_id: str,
    item_id: str,
    *,
    title: str,
    body: Mapping[str, Any],
    version: int,
    actor: Actor,
    kind: str = "",
) -> Record:
    """A new version of an item, by somebody who saw a certain one; a note is changed by who wrote it.

    Parameters
    ----------
    kind
        The kind that `body` has the form of; an item never becomes one of another kind.
    """
    heading = words(title, "title", most=_MOST_TITLE, least=1)
    text = _body_text(body)

    def work(tx: WriteTransaction) -> Record:
        found = _item(tx, workspace_id, item_id, actor, version)
        if kind and found["item_kind"] != kind:
            raise UsageError(
                f"这一项是{ITEM_KINDS[found['item_kind']]}，不能改成{ITEM_KINDS[kind]}",
                where="kind",
                todo="移除后另行加入",
            )
        _refuse_overfull(tx, workspace_id, items=0, more=len(text) - len(found["body"]))
        values = {"title": heading, "body": text, "body_size": len(text)}
        changed = change_record(tx, "WorkspaceItem", found, values, by=actor.principal_id)
        _audit(tx, actor, "CHANGE_WORKSPACE_ITEM", workspace_id, item=item_id)
        return changed

    return store.write(work, by=actor.principal_id, why="workspace item")


def remove_item(store: Store, workspace_id: str, item_id: str, *, version: int, actor: Actor) -> None:
    """Take an item out; its versions stay in the store and in the audit trail."""

    def work(tx: WriteTransaction) -> None:
        _item(tx, workspace_id, item_id, actor, version)
        close_record(tx, "WorkspaceItem", item_id)
        _audit(tx, actor, "REMOVE_WORKSPACE_ITEM", workspace_id, item=item_id)

    store.write(work, by=actor.principal_id, why="workspace item")


def _item(tx: WriteTransaction, workspace_id: str, item_id: str, actor: Actor, version: int) -> Record:
    found = current_record(tx, "WorkspaceItem", item_id, version=version)
    if found["parent_id"] != workspace_id:
        raise NotFoundError("工作区里没有这一项", where=item_id, todo="刷新后重试")
    own_note = found["item_kind"] == "NOTE" and found["created_by"] == actor.principal_id
    _allowed(tx, workspace_id, "NOTE" if own_note else "EDIT", actor)
    return found


def _refuse_overfull(tx: WriteTransaction, workspace_id: str, *, items: int, more: int) -> None:
    """A workspace is read as one; what it holds is bounded, by a count that reads no bodies."""
    held = tx.run(queries.get("read/records/bulk_of_workspace"), parent_id=workspace_id)[0]
    if int(held["number"]) + items > _MOST_ITEMS:
        raise UsageError(
            f"工作区内容已达 {_MOST_ITEMS:,} 项", where=workspace_id, todo="移除不再需要的内容，或另开工作区"
        )
    if more > 0 and int(held["bulk"]) + more > MOST_BULK:
        raise UsageError(
            f"工作区内容合计将超过 {MOST_BULK:,} 个字符",
            where=workspace_id,
            todo="移除不再需要的视图和路径、缩短内容，或另开工作区",
        )


def item_heads(store: Store, workspace_id: str) -> list[Record]:
    """Items of a workspace without their bodies, oldest first; ``body_size`` says how much each holds."""
    query = queries.get("read/records/heads_of_workspace")
    return [dict(one) for one in store.read(query, parent_id=workspace_id, limit=_MOST_ITEMS)]


def _body_text(body: Mapping[str, Any]) -> str:
    """The body as JSON, every text in it as `words` keeps it."""
    text = json.dumps(_cleaned(body, 0), ensure_ascii=False, sort_keys=True)
    if len(text) > _MOST_BODY:
        raise UsageError("内容过大", where="body", todo="减少视图中的主体或缩短文字后重试")
    return text


def _cleaned(value: Any, depth: int) -> Any:
    if depth > _MOST_DEPTH:
        raise UsageError("内容层次过深", where="body", todo="按接口说明填写")
    if isinstance(value, str):
        return words(value, "body", most=_MOST_WORDS)
    if isinstance(value, Mapping):
        return {words(str(name), "body", most=200): _cleaned(one, depth + 1) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned(one, depth + 1) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _audit(tx: WriteTransaction, actor: Actor, action: str, target: str, **detail: Any) -> None:
    record_change(tx, actor=actor.principal_id, role=actor.role, action=action, target=target, detail=detail)
