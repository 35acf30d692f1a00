"""Change events: written in the transaction that makes the change, chained one to the next.

Write transactions are serial (A6), so the event before is known for sure inside one: no second lock.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, Final

from graph.audit.lines import canonical, clean, opaque, sha256
from graph.store import AsyncWriteTransaction, WriteTransaction

#: What an event's digest is taken over.
DIGESTED: Final = (
    "event_id", "number", "seq", "at", "actor", "role", "action", "target", "reason", "detail", "previous",
)  # fmt: skip


def record_change(
    tx: WriteTransaction,
    *,
    actor: str,
    role: str,
    action: str,
    target: str,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write down a change in the transaction that makes it.

    Parameters
    ----------
    actor, role
        Who did it (``account:<id>`` and so on), in which role.
    action
        What was done, as a code.
    target
        Opaque id of what it was done to; never a number.
    reason
        Why, in the actor's own words; personal numbers in it are masked.
    detail
        Plain data about the change; personal numbers in it are masked.

    Raises
    ------
    UsageError
        Actor or target looks like a person's number.
    """
    event = _drafted(actor, role, action, target, reason, detail or {})
    (taken,) = tx.run("write/audit/take_number")
    tx.run("write/audit/record_event", event=_sealed(event, taken, tx.seq, tx.at))


async def record_change_async(
    tx: AsyncWriteTransaction,
    *,
    actor: str,
    role: str,
    action: str,
    target: str,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """As `record_change`, awaited."""
    event = _drafted(actor, role, action, target, reason, detail or {})
    (taken,) = await tx.run("write/audit/take_number")
    await tx.run("write/audit/record_event", event=_sealed(event, taken, tx.seq, tx.at))


def event_digest(event: Mapping[str, Any]) -> str:
    """Digest of an event, over everything that it says and the digest of the one before."""
    return sha256(canonical({name: event.get(name) for name in DIGESTED}))


def _drafted(
    actor: str, role: str, action: str, target: str, reason: str, detail: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "event_id": "v" + secrets.token_hex(12),
        "actor": opaque(actor, "actor"),
        "role": role,
        "action": action,
        "target": opaque(target, "target"),
        "reason": clean(reason),
        "detail": canonical(_cleaned(dict(detail))),
    }


def _cleaned(value: Any) -> Any:
    """Masked value by value: in one long text a number could hide beside another."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {str(name): _cleaned(one) for name, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_cleaned(one) for one in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
    return value if value is None or isinstance(value, (bool, int, float)) else clean(str(value))


def _sealed(event: Mapping[str, Any], taken: Mapping[str, Any], seq: int, at: str) -> dict[str, Any]:
    numbered = {**event, "number": taken["number"], "previous": taken["previous"], "seq": seq, "at": at}
    return {**numbered, "digest": event_digest(numbered)}
