"""Records of the desk (clues, subscriptions, workspaces): versions never overwritten, one life cycle.

Whoever changes a record names the version that he saw; if somebody else was quicker, nothing is written. Free
text is data: control characters go, personal numbers are masked, and what is too long is refused.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

from graph import queries
from graph.audit.lines import clean
from graph.days import OPEN_SEQ
from graph.errors import NotFoundError, StoreConflictError, UsageError
from graph.ids import new_id
from graph.store import Store, WriteTransaction

Record = dict[str, Any]
_STORED: Final = frozenset({"version_id", "current_key", "version", "seq_from", "seq_to"})
MOST: Final = 10_000


def words(text: str, field: str, *, most: int, least: int = 0) -> str:
    """Free text as it may be kept.

    Raises
    ------
    UsageError
        It is longer than it may be, or says nothing where something is needed.

    Examples
    --------
    >>> words(" 甲\\x00\\x1b[31m乙 ", "note", most=20)
    '甲[31m乙'
    """
    if len(text) > most:
        raise UsageError(f"文字超过 {most} 个字符", where=field, todo="缩短后重试，较长的材料请作为附件另存")
    kept = "".join(one for one in text if one in "\n\t" or unicodedata.category(one)[0] != "C")
    kept = clean(kept).strip()
    if len(kept) < least:
        raise UsageError("没有填写内容", where=field, todo="填写后重试")
    return kept


def open_record(
    tx: WriteTransaction, label: str, prefix: str, values: Mapping[str, Any], *, by: str
) -> Record:
    """A new record; its id sorts by the commit that made it.

    Parameters
    ----------
    values
        Its own properties, and ``parent_id``, ``lookup_key`` and ``state`` where it has them.
    by
        The principal that makes it.
    """
    record = {
        "parent_id": "",
        "lookup_key": "",
        "state": "",
        **values,
        "record_id": f"{prefix}{tx.seq:012d}{new_id('', 4)}",
        "created_by": by,
        "created_at": tx.at,
    }
    return _open(tx, label, record, 1, by)


def change_record(
    tx: WriteTransaction,
    label: str,
    current: Record,
    changes: Mapping[str, Any],
    *,
    by: str,
) -> Record:
    """A new version of a record that was read in this transaction."""
    query = queries.get("write/records/close", label=label)
    tx.run(query, record_ids=[current["record_id"]], open_seq=OPEN_SEQ)
    kept = {name: value for name, value in current.items() if name not in _STORED}
    return _open(tx, label, {**kept, **changes}, int(current["version"]) + 1, by)


def close_record(tx: WriteTransaction, label: str, record_id: str) -> None:
    """End a record; its versions stay for whoever asks what was known."""
    tx.run(queries.get("write/records/close", label=label), record_ids=[record_id], open_seq=OPEN_SEQ)


def _open(tx: WriteTransaction, label: str, record: Record, version: int, by: str) -> Record:
    row = {
        **record,
        "version_id": f"{record['record_id']}v{version}",
        "version": version,
        "changed_by": by,
        "changed_at": tx.at,
    }
    tx.run(queries.get("write/records/open", label=label), rows=[row], open_seq=OPEN_SEQ)
    return row


def current_record(tx: WriteTransaction, label: str, record_id: str, *, version: int | None = None) -> Record:
    """A record as it stands, read in the transaction that will change it.

    Parameters
    ----------
    version
        The version that whoever changes it saw; None where that does not matter.

    Raises
    ------
    NotFoundError
        There is none of that id.
    StoreConflictError
        It was changed meanwhile.
    """
    rows = tx.run(queries.get("read/records/by_id", label=label), record_id=record_id)
    found = _found(rows, record_id)
    if version is not None and int(found["version"]) != version:
        raise StoreConflictError(
            "内容已被他人更新，您的修改没有写入", where=record_id, todo="重新打开后核对最新内容再提交"
        )
    return found


def record_of(store: Store, label: str, record_id: str, *, seq: int | None = None) -> Record:
    """A record, as known at a commit.

    Raises
    ------
    NotFoundError
        There is none of that id.
    """
    rows = store.read(queries.get("read/records/by_id", label=label), record_id=record_id, seq=seq)
    return _found(rows, record_id)


def _found(rows: list[dict[str, Any]], record_id: str) -> Record:
    if not rows:
        raise NotFoundError("没有这条记录", where=record_id[:40], todo="从清单中重新选择")
    return dict(rows[0]["record"])


def records_by_ids(store: Store, label: str, record_ids: Sequence[str]) -> list[Record]:
    """These records, in no order."""
    if not record_ids:
        return []
    query = queries.get("read/records/by_ids", label=label)
    rows = store.read(query, record_ids=list(record_ids), limit=MOST)
    return [dict(row["record"]) for row in rows]


def records_by_key(
    reader: Store | WriteTransaction, label: str, key: str, *, before: str = "", limit: int = MOST
) -> list[Record]:
    """Records under a look-up key, newest first."""
    query = queries.get("read/records/by_key", label=label)
    if isinstance(reader, Store):
        rows = reader.read(query, key=key, before=before, limit=limit)
    else:
        rows = reader.run(query, key=key, before=before, limit=limit)
    return [dict(row["record"]) for row in rows]


def records_of(reader: Store | WriteTransaction, label: str, parent_id: str) -> list[Record]:
    """Records that belong to another, oldest first."""
    query = queries.get("read/records/of_parent", label=label)
    if isinstance(reader, Store):
        rows = reader.read(query, parent_id=parent_id, limit=MOST)
    else:
        rows = reader.run(query, parent_id=parent_id, limit=MOST)
    return [dict(row["record"]) for row in rows]


def newest_of(
    store: Store, label: str, parent_id: str, *, before: str = "", limit: int = 100
) -> list[Record]:
    """Records that belong to another, newest first."""
    query = queries.get("read/records/newest_of_parent", label=label)
    rows = store.read(query, parent_id=parent_id, before=before, limit=limit)
    return [dict(row["record"]) for row in rows]


def states_of(store: Store, label: str, parent_id: str) -> dict[str, int]:
    """How many records belong to another, by state."""
    query = queries.get("read/records/states_of_parent", label=label)
    rows = store.read(query, parent_id=parent_id)[0]["rows"]
    return {str(row["state"]): int(row["number"]) for row in rows}


def records_page(
    reader: Store | WriteTransaction, label: str, *, states: list[str], before: str = "", limit: int = 100
) -> list[Record]:
    """Records of a kind, newest first."""
    query = queries.get("read/records/page", label=label)
    if isinstance(reader, Store):
        rows = reader.read(query, states=states, before=before, limit=limit)
    else:
        rows = reader.run(query, states=states, before=before, limit=limit)
    return [dict(row["record"]) for row in rows]
