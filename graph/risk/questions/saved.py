"""Saved questions: named, versioned, private to their owner or shared with other investigators."""

from __future__ import annotations

import json
from typing import Any, Final

from graph.audit import record_change
from graph.days import OPEN_SEQ
from graph.errors import NotFoundError, UsageError
from graph.ids import new_id
from graph.risk.questions.form import read_form
from graph.store import Store, WriteTransaction

MOST_SAVED: Final = 2_000
_NAME: Final = 60
_NOTE: Final = 500


def save_question(
    store: Store,
    *,
    owner: str,
    owner_name: str,
    role: str,
    name: str,
    note: str,
    shared: bool,
    form: Any,
    query_id: str = "",
) -> str:
    """Save a question, or a new version of one of one's own; returns its id.

    Raises
    ------
    NotFoundError
        There is no such question of this owner.
    UsageError
        The form or the name is not allowed.
    """
    read_form(form)
    name, note = _named(name, note)
    saved_id = query_id or new_id("q")

    def work(tx: WriteTransaction) -> None:
        if query_id:
            _close(tx, query_id, owner)
        properties = {
            "query_id": saved_id,
            "current_key": saved_id,
            "name": name,
            "note": note,
            "owner": owner,
            "owner_name": owner_name,
            "shared": shared,
            "form": json.dumps(form, ensure_ascii=False, sort_keys=True),
            "at": tx.at,
        }
        tx.run("write/saved/open_query", properties=properties, open_seq=OPEN_SEQ)
        told = "共享" if shared else "自用"
        record_change(tx, actor=owner, role=role, action="SAVE_QUERY", target=saved_id, reason=told)

    store.write(work, by=owner, why="save a query")
    return saved_id


def _named(name: str, note: str) -> tuple[str, str]:
    name, note = name.strip(), note.strip()
    if not 1 <= len(name) <= _NAME or len(note) > _NOTE:
        raise UsageError(
            f"名称应为 1 到 {_NAME} 个字符，说明至多 {_NOTE} 个", where="name", todo="缩短后再保存"
        )
    return name, note


def delete_question(store: Store, query_id: str, *, owner: str, role: str) -> None:
    """End a question of one's own; its versions stay.

    Raises
    ------
    NotFoundError
        There is no such question of this owner.
    """

    def work(tx: WriteTransaction) -> None:
        _close(tx, query_id, owner)
        record_change(tx, actor=owner, role=role, action="DELETE_QUERY", target=query_id, reason="删除")

    store.write(work, by=owner, why="delete a query")


def _close(tx: WriteTransaction, query_id: str, owner: str) -> None:
    if not tx.run("write/saved/close_query", query_id=query_id, owner=owner)[0]["closed"]:
        raise NotFoundError("没有这个查询，或它不是您保存的", where=query_id, todo="另存为自己的查询")


def saved_questions(
    store: Store, owner: str, text: str = "", *, most: int = MOST_SAVED
) -> tuple[list[dict[str, Any]], bool]:
    """One's own questions and those that others share, by name, and whether these are all.

    Parameters
    ----------
    text
        It must stand in name or note.
    """
    rows = store.read("read/saved/current", owner=owner, text=text.strip().lower(), limit=most + 1)
    return [_shown(row["saved"], owner) for row in rows[:most]], len(rows) <= most


def saved_question(store: Store, query_id: str, owner: str) -> dict[str, Any]:
    """One saved question.

    Raises
    ------
    NotFoundError
        There is none that this user may see.
    """
    rows = store.read("read/saved/one", query_id=query_id, owner=owner)
    if not rows:
        raise NotFoundError("没有这个查询", where=query_id, todo="从查询清单中选择")
    return _shown(rows[0]["saved"], owner)


def _shown(saved: dict[str, Any], owner: str) -> dict[str, Any]:
    kept = {name: saved[name] for name in ("query_id", "name", "note", "owner_name", "shared", "at")}
    return {**kept, "own": saved["owner"] == owner, "form": json.loads(saved["form"])}
