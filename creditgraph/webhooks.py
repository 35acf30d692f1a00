"""Receipts and clues to departments' systems: posted to addresses that an administrator has allowed, signed.

Nothing that comes in names an address: who is sent to, and where, stands in a file on this machine. A message
counts as gone out when the receiver says so; until then it waits in the outbox, and may come twice under one
``message_id``.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import stat
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import SettingsError
from graph.outbox import Message, Sender
from graph.registers.clues import MESSAGES

VARIABLE: Final = "CREDITGRAPH_WEBHOOKS"
RECEIPT: Final = "RECEIPT"
TIMEOUT: Final = 5.0
#: For so long an address is left alone after a failure: one that hangs must not hold up the worker.
REST: Final = 30.0
_SHORTEST_SECRET: Final = 32
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


class NotDeliveredError(RuntimeError):
    """The receiver did not take a message; the outbox tries again, and no user sees this."""


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    key_id: str = Field(pattern=r"^[A-Za-z0-9_-]{4,64}$")
    url: str = Field(max_length=500)
    secret_file: str
    plain_http: bool = False


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    webhooks: tuple[_Entry, ...]


@dataclass(frozen=True, repr=False)
class Webhook:
    """Where receipts and clues of one department key go, and what they are signed with."""

    url: str
    secret: bytes

    def __repr__(self) -> str:
        """Without the secret."""
        return f"Webhook({self.url})"


def load_webhooks(path: Path) -> dict[str, Webhook]:
    """Addresses by the holder whose receipts go there, from the administrator's file.

    Raises
    ------
    SettingsError
        It cannot be read, or an entry makes no sense; it names the entry.
    """
    try:
        content = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise SettingsError(
            "推送地址文件无法读取", where=str(path), todo="按 docs/how-to/receipts.md 的格式填写"
        ) from error
    found: dict[str, Webhook] = {}
    for one in content.webhooks:
        holder = f"key:{one.key_id}"
        if holder in found:
            raise SettingsError("同一密钥写了两个推送地址", where=holder, todo="每个密钥只写一个地址")
        found[holder] = Webhook(_checked(one), _secret(path.parent / one.secret_file))
    return found


def _checked(one: _Entry) -> str:
    """The address, if it may be used.

    Raises
    ------
    SettingsError
        Not http(s), without a host, with a password in it, or unencrypted without the administrator's word.
    """
    parts = urlsplit(one.url)
    allowed = ("https", "http") if one.plain_http else ("https",)
    if (
        parts.scheme not in allowed
        or not parts.hostname
        or parts.username
        or parts.password
        or parts.fragment
    ):
        raise SettingsError(
            "推送地址不能使用",
            where=f"key:{one.key_id}",
            todo="填写 https 地址，不含口令；确在内网且无法加密的，写明 plain_http: true",
        )
    return one.url


def _secret(path: Path) -> bytes:
    """What is shared with the receiver, from a file that nobody else may read.

    Raises
    ------
    SettingsError
        The file is missing, open to others or too short.
    """
    try:
        if path.stat().st_mode & _OTHERS:
            raise SettingsError("推送密钥文件可被他人读取", where=str(path), todo="执行 chmod 600")
        secret = path.read_bytes().strip()
    except OSError as error:
        raise SettingsError("推送密钥文件无法读取", where=str(path), todo="核对路径和权限") from error
    if len(secret) < _SHORTEST_SECRET:
        raise SettingsError(
            f"推送密钥不足 {_SHORTEST_SECRET} 个字符",
            where=str(path),
            todo="执行 openssl rand -hex 32 另行生成",
        )
    return secret


def signature(secret: bytes, at: str, body: bytes) -> str:
    """What a receiver computes again: over the time and the body, so that neither can be exchanged."""
    return hmac.new(secret, at.encode() + b"." + body, hashlib.sha256).hexdigest()


class WebhookSender:
    """Posts receipts and handed-over clues to the addresses of their holders, and hands everything else on.

    Parameters
    ----------
    webhooks
        Addresses by holder.
    others
        Where messages go that are nobody's here.
    transport, clock
        Other ways to the network and to the time, for tests.
    """

    def __init__(
        self,
        webhooks: Mapping[str, Webhook],
        others: Sender,
        *,
        transport: httpx.BaseTransport | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._webhooks, self._others, self._clock = webhooks, others, clock
        self._resting: dict[str, float] = {}
        # No proxy and no certificates from the environment of whoever started it, and never elsewhere.
        self._http = httpx.Client(
            timeout=TIMEOUT, follow_redirects=False, trust_env=False, transport=transport
        )

    def send(self, message: Message) -> None:
        """Send one message.

        Raises
        ------
        NotDeliveredError
            The receiver did not take it; the error says no more than who it is and what he answered.
        """
        holders = [one for one in _holders(message) if one in self._webhooks]
        if not holders:
            self._others.send(message)
        # Where one of several does not answer all are sent to again: whoever has it drops it by its id.
        for holder in holders:
            self._send_to(holder, message)

    def _send_to(self, holder: str, message: Message) -> None:
        if self._resting.get(holder, 0.0) > self._clock():
            raise NotDeliveredError(f"{holder} did not answer a moment ago")
        try:
            self._post(self._webhooks[holder], holder, message)
        except NotDeliveredError:
            self._resting[holder] = self._clock() + REST
            raise

    def _post(self, webhook: Webhook, holder: str, message: Message) -> None:
        content: dict[str, Any] = {
            "message_id": message.message_id, "kind": message.kind, "payload": message.payload,
        }  # fmt: skip
        body = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
        at = str(int(self._clock()))
        headers = {
            "Content-Type": "application/json",
            "X-Message-Id": message.message_id,
            "X-Timestamp": at,
            "X-Signature": f"sha256={signature(webhook.secret, at, body)}",
        }
        try:
            with self._http.stream("POST", webhook.url, content=body, headers=headers) as answer:
                status = answer.status_code  # what else he says is not read
        except httpx.HTTPError as error:
            raise NotDeliveredError(f"{holder}: {type(error).__name__}") from error
        if not httpx.codes.is_success(status):
            raise NotDeliveredError(f"{holder} answered {status}")


def _holders(message: Message) -> list[str]:
    """Whose a message is: the holder of an answer, or all keys of the department that has, or had, a clue."""
    if message.kind == RECEIPT:
        return [str(message.payload.get("holder", ""))]
    return [str(one) for one in message.payload.get("holders", ())] if message.kind in MESSAGES else []


def sender_of(env: Mapping[str, str], others: Sender) -> Sender:
    """`others`, with the addresses of the file that the environment names before it, if it names one."""
    path = env.get(VARIABLE, "")
    return WebhookSender(load_webhooks(Path(path).expanduser()), others) if path else others
