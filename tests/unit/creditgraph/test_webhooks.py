"""Receipts leave to allowed addresses alone, signed; whoever does not answer holds up nobody."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from creditgraph.webhooks import (
    REST,
    VARIABLE,
    NotDeliveredError,
    Webhook,
    WebhookSender,
    load_webhooks,
    sender_of,
)
from graph.errors import SettingsError
from graph.outbox import Message

SECRET = b"0123456789abcdef0123456789abcdef"
HOLDER = "key:k1234"
ADDRESS = "https://receiver.example/receipts"


def receipt(name: str = "r1", holder: str = HOLDER, kind: str = "RECEIPT") -> Message:
    return Message(name, 7, kind, {"receipt_id": name, "holder": holder, "cause": "异议成立"})


class Kept:
    """Takes what is nobody's at an address."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def send(self, message: Message) -> None:
        self.names.append(message.message_id)


class Receiver:
    """Answers in turn, and keeps what was asked."""

    def __init__(self, *answers: int | Exception, **headers: str) -> None:
        self.answers, self.headers, self.asked = list(answers), headers, list[httpx.Request]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer, headers=self.headers)


class Clock:
    now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


def sender(receiver: Receiver, clock: Any = None) -> tuple[WebhookSender, Kept]:
    kept = Kept()
    webhooks = {HOLDER: Webhook(ADDRESS, SECRET)}
    transport = httpx.MockTransport(receiver)
    return WebhookSender(webhooks, kept, transport=transport, clock=clock or Clock()), kept


def test_a_receipt_is_posted_with_its_id_and_a_signature_that_the_receiver_computes_again() -> None:
    receiver = Receiver(204)
    sent, kept = sender(receiver)
    sent.send(receipt())
    (asked,) = receiver.asked
    assert (asked.method, str(asked.url), kept.names) == ("POST", ADDRESS, [])
    at = asked.headers["X-Timestamp"]
    expected = hmac.new(SECRET, f"{at}.".encode() + asked.content, hashlib.sha256).hexdigest()
    assert asked.headers["X-Signature"] == f"sha256={expected}"
    body = json.loads(asked.content)
    assert (body["message_id"], asked.headers["X-Message-Id"]) == ("r1", "r1")
    assert body["payload"]["cause"] == "异议成立"


def test_another_body_or_time_has_another_signature() -> None:
    receiver, clock = Receiver(200, 200, 200), Clock()
    sent, _ = sender(receiver, clock)
    sent.send(receipt("r1"))
    sent.send(receipt("r2"))
    clock.now += 1
    sent.send(receipt("r1"))
    assert len({one.headers["X-Signature"] for one in receiver.asked}) == 3


def test_other_holders_and_other_messages_never_go_there() -> None:
    receiver = Receiver()
    sent, kept = sender(receiver)
    sent.send(receipt("a", holder="key:k9999"))
    sent.send(receipt("b", holder="account:a1"))
    sent.send(receipt("c", kind="NOTICE_SENT"))
    assert (kept.names, receiver.asked) == (["a", "b", "c"], [])


@pytest.mark.parametrize("answer", [302, 400, 401, 500, httpx.ReadTimeout("slow"), httpx.ConnectError("no")])
def test_whatever_is_no_yes_is_tried_again_and_no_redirect_is_followed(answer: int | Exception) -> None:
    receiver = Receiver(answer, location="https://elsewhere.example/")
    sent, _ = sender(receiver)
    with pytest.raises(NotDeliveredError) as error:
        sent.send(receipt())
    assert len(receiver.asked) == 1
    assert "异议" not in str(error.value) and SECRET.decode() not in repr(error.value)


def test_who_did_not_answer_is_left_alone_for_a_while() -> None:
    receiver, clock = Receiver(503, 200), Clock()
    sent, _ = sender(receiver, clock)
    for _ in range(2):
        with pytest.raises(NotDeliveredError):
            sent.send(receipt())
    assert len(receiver.asked) == 1, "the second was not even tried"
    clock.now += REST + 1
    sent.send(receipt())
    assert len(receiver.asked) == 2


def written(folder: Path, *, mode: int = 0o600, secret: bytes = SECRET, **entry: Any) -> Path:
    (folder / "k.secret").write_bytes(secret + b"\n")
    (folder / "k.secret").chmod(mode)
    one = {"key_id": "k1234", "url": ADDRESS, "secret_file": "k.secret", **entry}
    path = folder / "webhooks.yaml"
    path.write_text(json.dumps({"webhooks": [one]}), encoding="utf-8")
    return path


def test_the_file_names_key_address_and_a_secret_file_beside_it(tmp_path: Path) -> None:
    found = load_webhooks(written(tmp_path))
    assert found == {HOLDER: Webhook(ADDRESS, SECRET)}
    assert SECRET.decode() not in repr(found)
    plain = load_webhooks(written(tmp_path, url="http://10.1.2.3:8080/in", plain_http=True))
    assert plain[HOLDER].url == "http://10.1.2.3:8080/in"


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://receiver.example/in"},
        {"url": "file:///etc/passwd", "plain_http": True},
        {"url": "https://user:word@receiver.example/in"},
        {"url": "https:///in"},
        {"url": "https://receiver.example/in#x"},
        {"key_id": "k 1"},
        {"more": 1},
        {"secret_file": "none.secret"},
        {"mode": 0o644},
        {"secret": b"short"},
    ],
)
def test_an_entry_that_makes_no_sense_is_refused_at_the_start(tmp_path: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(SettingsError) as error:
        load_webhooks(written(tmp_path, **wrong))
    assert error.value.todo and "word" not in str(error.value)


def test_one_key_has_one_address(tmp_path: Path) -> None:
    path = written(tmp_path)
    content = json.loads(path.read_text(encoding="utf-8"))
    content["webhooks"] *= 2
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(SettingsError):
        load_webhooks(path)


def test_without_a_file_everything_goes_where_it_went(tmp_path: Path) -> None:
    kept = Kept()
    assert sender_of({}, kept) is kept
    assert isinstance(sender_of({VARIABLE: str(written(tmp_path))}, kept), WebhookSender)
    with pytest.raises(SettingsError):
        sender_of({VARIABLE: str(tmp_path / "none.yaml")}, kept)


def test_a_clue_goes_to_every_address_of_its_department_and_else_where_it_always_went() -> None:
    receiver = Receiver(204, 204)
    sent, kept = sender(receiver)
    clue = Message("clue-1", 7, "CLUE_HANDED_OVER", {"clue_id": "q1", "holders": ["key:none", HOLDER]})
    sent.send(clue)
    assert [str(one.url) for one in receiver.asked] == [ADDRESS] and kept.names == []
    assert json.loads(receiver.asked[0].content)["payload"]["clue_id"] == "q1"
    sent.send(Message("clue-2", 7, "CLUE_HANDED_OVER", {"clue_id": "q2", "holders": ["key:none"]}))
    assert kept.names == ["clue-2"]
    sent.send(Message("clue-3", 8, "CLUE_TAKEN_BACK", {"clue_id": "q1", "holders": [HOLDER]}))
    assert json.loads(receiver.asked[1].content)["kind"] == "CLUE_TAKEN_BACK" and kept.names == ["clue-2"]
