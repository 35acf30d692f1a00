"""What stands before every route: bodies have an end, addresses hold no number, answers are not kept."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl

from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import errors
from graph.identity.numbers import read_number

MOST_BYTES: Final = 4 << 20


class Guard:
    """No oversized body, declared or not; no person's number in an address; no guessing of types."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse at once, or hand on with the body counted and the headers set."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        length = Headers(scope=scope).get("content-length", "0")
        if length.isdecimal() and int(length) > MOST_BYTES:
            refused = errors.problem(413, "请求过大", "请求体超过 4 MiB", todo="分批提交")
            await refused(scope, receive, sent)
        elif _number_in_address(scope):
            refused = errors.problem(
                403, "不予办理", "证件号码不得写在网址里", todo="改用 POST，在请求体中给出号码"
            )
            await refused(scope, receive, sent)
        else:
            await self._app(scope, _counted(receive), sent)


def _counted(receive: Receive) -> Receive:
    """The body as it comes, up to the limit: one sent in chunks declares no length."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MOST_BYTES:
            raise HTTPException(413)
        return message

    return counted


def _number_in_address(scope: Scope) -> bool:
    parts = [*scope["path"].split("/")]
    query = scope.get("query_string", b"").decode("latin-1")
    parts += [value for _, value in parse_qsl(query, max_num_fields=None)]
    return any(len(one) >= 15 and read_number("", one).valid for one in parts)
