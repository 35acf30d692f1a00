"""The outbox: an effect is written with its cause, and sent until it has gone out.

A worker that is killed between sending and noting it sends again; the receiver drops what it has by
``message_id``, so that the effect happens once.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final, Protocol

from graph.store import Store, WriteTransaction

PENDING: Final = "PENDING"
SENT: Final = "SENT"
DEAD: Final = "DEAD"


@dataclass(frozen=True)
class Message:
    """One message to send.

    Parameters
    ----------
    message_id
        The same however often it is sent; the receiver drops a second one.
    seq
        Commit that caused it.
    attempts
        How often it was tried before.
    """

    message_id: str
    seq: int
    kind: str
    payload: dict[str, Any]
    attempts: int = 0


@dataclass(frozen=True)
class RetryPolicy:
    """When a message that did not go out is tried again, and when no more."""

    first_wait: float = 5.0
    longest_wait: float = 3600.0
    most_attempts: int = 12

    def wait_after(self, attempts: int) -> float:
        """Seconds to wait after so many failures.

        Examples
        --------
        >>> [RetryPolicy().wait_after(n) for n in (1, 2, 3, 11)]
        [5.0, 10.0, 20.0, 3600.0]
        """
        return float(min(self.longest_wait, self.first_wait * 2 ** min(attempts - 1, 60)))


class Sender(Protocol):
    """Brings messages to where they belong."""

    def send(self, message: Message) -> None:
        """Send one message; any exception means that it did not go out."""


def utc_now() -> str:
    """Now, in the form in which the outbox keeps times."""
    return _text(datetime.now(UTC))


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def enqueue(
    tx: WriteTransaction,
    kind: str,
    payload: dict[str, Any],
    *,
    message_id: str = "",
    not_before: str = "",
) -> str:
    """Leave a message in the transaction that causes it; returns its id.

    Parameters
    ----------
    payload
        Plain data; never a personal number.
    message_id
        Given where the same cause may be written again: the second time nothing happens.
    not_before
        UTC time before which it is not sent.
    """
    name = message_id or "m" + secrets.token_hex(12)
    tx.run(
        "write/worker/enqueue_message",
        message_id=name,
        kind=kind,
        payload=json.dumps(payload, ensure_ascii=False, sort_keys=True),
        next_at=not_before or utc_now(),
    )
    return name


def due(store: Store, now: str, limit: int = 100) -> list[Message]:
    """Messages whose time has come, oldest cause first."""
    return [
        Message(row["message_id"], row["number"], row["kind"], json.loads(row["payload"]), row["attempts"])
        for row in store.read("read/worker/due_messages", now=now, limit=limit)
    ]


def mark_sent(tx: WriteTransaction, message_ids: Sequence[str], now: str) -> None:
    """Note that these have gone out."""
    tx.run("write/worker/mark_sent", ids=list(message_ids), now=now)


def mark_failed(tx: WriteTransaction, message: Message, now: str, policy: RetryPolicy) -> str:
    """Note a failure; returns PENDING, or DEAD when it was the last attempt."""
    attempts = message.attempts + 1
    state = DEAD if attempts >= policy.most_attempts else PENDING
    again = datetime.fromisoformat(now) + timedelta(seconds=policy.wait_after(attempts))
    tx.run(
        "write/worker/mark_failed",
        message_id=message.message_id,
        attempts=attempts,
        state=state,
        next_at=_text(again),
    )
    return state


def send_due(
    store: Store,
    sender: Sender,
    *,
    policy: RetryPolicy,
    limit: int = 100,
    clock: Callable[[], str] = utc_now,
    stopped: Callable[[], bool] = lambda: False,
) -> tuple[int, int]:
    """Send what is due; returns how many went out and how many did not.

    One transaction notes the whole batch; a kill before it sends the batch again, under the same ids.
    """
    sent: list[str] = []
    failed: list[Message] = []
    for message in due(store, clock(), limit):
        if stopped():
            break
        try:
            sender.send(message)
        except Exception:  # whatever kept it from going out: it is tried again
            failed.append(message)
        else:
            sent.append(message.message_id)
    if sent or failed:
        note = partial(_note, sent=sent, failed=failed, now=clock(), policy=policy)
        store.write(note, by="worker", why="outbox")
    return len(sent), len(failed)


def _note(
    tx: WriteTransaction, *, sent: list[str], failed: list[Message], now: str, policy: RetryPolicy
) -> None:
    if sent:
        mark_sent(tx, sent, now)
    for message in failed:
        mark_failed(tx, message, now, policy)
