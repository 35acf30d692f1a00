"""The outbox: with its cause or not at all, again until it has gone out, dead after enough."""

from __future__ import annotations

import httpx
import pytest

from creditgraph.webhooks import Webhook, WebhookSender
from graph.outbox import Message, RetryPolicy, due, enqueue, send_due, worker_lag
from graph.outbox.messages import utc_now
from graph.store import Store, WriteTransaction

POLICY = RetryPolicy(first_wait=10.0, longest_wait=15.0, most_attempts=3)
LATER = "2099-01-01T00:00:00.000000+00:00"


class Receiver:
    """Takes messages, and drops those that it has; fails as long as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.calls = 0
        self.effects: dict[str, Message] = {}
        self._failures = failures

    def send(self, message: Message) -> None:
        self.calls += 1
        if self.calls <= self._failures:
            raise OSError("no answer")
        self.effects.setdefault(message.message_id, message)


def put(store: Store, **given: str) -> str:
    return store.write(lambda tx: enqueue(tx, "TOLD", {"a": "甲"}, **given), by="test", why="test")


def test_a_message_goes_out_once_with_the_commit_that_caused_it(store: Store) -> None:
    name = put(store)
    receiver = Receiver()
    assert send_due(store, receiver, policy=POLICY) == (1, 0)
    assert send_due(store, receiver, policy=POLICY) == (0, 0)
    message = receiver.effects[name]
    assert (message.kind, message.payload, message.seq) == ("TOLD", {"a": "甲"}, store.head_seq() - 1)


def test_a_cause_that_fails_leaves_no_message(store: Store) -> None:
    def cause(tx: WriteTransaction) -> None:
        enqueue(tx, "TOLD", {})
        raise ValueError

    with pytest.raises(ValueError):
        store.write(cause, by="test", why="test")
    assert due(store, LATER) == []


def test_the_same_id_is_kept_once_and_an_early_message_waits(store: Store) -> None:
    put(store, message_id="one")
    put(store, message_id="one")
    put(store, message_id="two", not_before=LATER)
    assert [one.message_id for one in due(store, utc_now())] == ["one"]
    assert [one.message_id for one in due(store, LATER, limit=1)] == ["one"]


def test_a_failure_is_tried_again_later(store: Store) -> None:
    put(store, message_id="one")
    receiver = Receiver(failures=1)
    assert send_due(store, receiver, policy=POLICY) == (0, 1)
    assert send_due(store, receiver, policy=POLICY) == (0, 0), "its time has not come"
    assert worker_lag(store).messages == 1
    assert send_due(store, receiver, policy=POLICY, clock=lambda: LATER) == (1, 0)


def test_it_is_dead_after_the_last_attempt(store: Store) -> None:
    put(store, message_id="one")
    receiver = Receiver(failures=9)
    for minute in range(5):
        at = f"2098-01-01T00:0{minute}:00.000000+00:00"
        send_due(store, receiver, policy=POLICY, clock=lambda at=at: at)  # type: ignore[misc]
    assert receiver.calls == 3
    assert (worker_lag(store).messages, worker_lag(store).dead_messages) == (0, 1)


def test_a_kill_between_sending_and_noting_sends_again_under_the_same_id(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, message_id="one")
    receiver = Receiver()
    with monkeypatch.context() as patch:
        patch.setattr(Store, "write", lambda *_args, **_more: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            send_due(store, receiver, policy=POLICY)
    assert send_due(store, receiver, policy=POLICY) == (1, 0)
    assert receiver.calls == 2 and list(receiver.effects) == ["one"]


def test_receipts_reach_an_address_at_least_once_and_are_dead_after_enough(store: Store) -> None:
    answers: list[int] = [500, 200]
    got: list[str] = []

    def receiver(request: httpx.Request) -> httpx.Response:
        got.append(request.headers["X-Message-Id"])
        return httpx.Response(answers.pop(0) if answers else 503)

    clock = iter(range(0, 100_000, 1_000))
    webhooks = {"key:k1": Webhook("https://receiver.example/in", b"0" * 32)}
    elsewhere = Receiver()
    sender = WebhookSender(
        webhooks, elsewhere, transport=httpx.MockTransport(receiver), clock=lambda: float(next(clock))
    )

    def told(name: str, holder: str) -> None:
        payload = {"receipt_id": name, "holder": holder}
        store.write(lambda tx: enqueue(tx, "RECEIPT", payload, message_id=name), by="test", why="test")

    told("r1", "key:k1")
    told("r2", "account:a1")
    assert send_due(store, sender, policy=POLICY) == (1, 1) and list(elsewhere.effects) == ["r2"]
    assert send_due(store, sender, policy=POLICY, clock=lambda: LATER) == (1, 0)
    assert got == ["r1", "r1"], "again under the same id"
    told("r3", "key:k1")
    for minute in range(5):
        at = f"2098-01-01T00:0{minute}:00.000000+00:00"
        send_due(store, sender, policy=POLICY, clock=lambda at=at: at)  # type: ignore[misc]
    assert got.count("r3") == 3
    assert (worker_lag(store).messages, worker_lag(store).dead_messages) == (0, 1)
