"""Receipts of one holder, and his taking note of them."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from api.auth.principal import Principal
from graph.audit import record_change_async
from graph.errors import NotFoundError, UsageError
from graph.store import AsyncStore, AsyncWriteTransaction, Plan, ask

_FIELDS: Final = (
    "receipt_id", "answer_id", "finding_id", "person_id", "ground_id", "list_type", "told", "state", "cause",
    "cause_day", "document", "known_at", "at", "acknowledged_at",
)  # fmt: skip


def receipts_plan(
    holder: str, seq: int, *, after: str, limit: int, open_only: bool, past: bool = False
) -> Plan[dict[str, Any]]:
    """A page of a holder's receipts, in the order in which they were written.

    Parameters
    ----------
    after
        Cursor of the page before: ``<seq>x<receipt_id>``.
    open_only
        Only those of which he has not taken note; a page may then be shorter than `limit`.
    past
        As it stood at commit `seq`: of which he took note later, he had not taken note then.
    """
    after_seq, after_id = _cursor(after)
    asked = {"holder": holder, "after": after_seq, "after_id": after_id, "limit": limit + 1}
    rows = (yield from ask("read/receipts/of_holder", seq=seq, **asked))[0]["rows"]
    more, rows = len(rows) > limit, rows[:limit]
    cursor = f"{rows[-1]['seq']}x{rows[-1]['receipt_id']}" if more else None
    if past:
        made = yield from ask("read/worker/commit_time", number=seq)
        until = made[0]["at"] if made else ""
        for one in rows:
            one["acknowledged_at"] = one["acknowledged_at"] if one["acknowledged_at"] <= until else ""
    shown = [one for one in rows if not (open_only and one["acknowledged_at"])]
    return {"rows": [{name: one[name] for name in _FIELDS} for one in shown], "cursor": cursor}


def _cursor(text: str) -> tuple[int, str]:
    if not text:
        return 0, ""
    number, mark, receipt_id = text.partition("x")
    if not number.isdecimal() or not mark:
        raise UsageError("游标不是本接口给出的", where="cursor", todo="从第一页重新开始")
    return int(number), receipt_id


async def acknowledge(store: AsyncStore, holder: Principal, receipt_id: str, now: str) -> str:
    """Note that the holder has taken note; the first time counts.

    Returns
    -------
    str
        When he did.

    Raises
    ------
    NotFoundError
        He has no receipt of that id.
    """
    write = partial(_acknowledge, holder=holder, receipt_id=receipt_id, now=now)
    found: str = await store.write(write, by=holder.principal_id, why="acknowledge receipt")
    return found


async def _acknowledge(tx: AsyncWriteTransaction, *, holder: Principal, receipt_id: str, now: str) -> str:
    rows = await tx.run(
        "write/receipts/acknowledge",
        receipt_id=receipt_id,
        holder=holder.principal_id,
        now=now,
        by=holder.principal_id,
    )
    if not rows:
        raise NotFoundError("没有这个回执编号", where=receipt_id[:40], todo="用 GET /receipts 查编号")
    at = str(rows[0]["acknowledged_at"])
    if at == now:
        await record_change_async(
            tx,
            actor=holder.principal_id,
            role=holder.role.value,
            action="ACKNOWLEDGE_RECEIPT",
            target=receipt_id,
        )
    return at
