"""Errors as RFC 9457 problem documents: one table, from the one family of errors."""

from __future__ import annotations

import logging
import traceback
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from graph.errors import CreditGraphError
from graph.identity.redact import redact_text

_LOG = logging.getLogger(__name__)
MEDIA: Final = "application/problem+json"
_TITLES: Final = {
    400: "请求不成立",
    404: "没有找到",
    405: "不支持这种请求方式",
    413: "请求过大",
    415: "内容类型不支持",
}


def problem(status: int, title: str, detail: str, **more: Any) -> JSONResponse:
    """One problem document; personal numbers are masked wherever they came from."""
    document = {"type": "about:blank", "title": title, "status": status, "detail": redact_text(detail)}
    document |= {name: redact_text(value) for name, value in more.items() if value}
    headers = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else None
    return JSONResponse(document, status_code=status, media_type=MEDIA, headers=headers)


async def _known(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, CreditGraphError)
    answer = problem(error.http_status, error.title, error.what, where=error.where, todo=error.todo)
    if error.http_status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = "1"
    return answer


async def _malformed(_: Request, error: Exception) -> JSONResponse:
    """What pydantic found, without the value that was sent."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return problem(422, "请求内容不合要求", str(first["msg"]), where=where, todo="按接口文档改正后重试")


async def _refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    title = _TITLES.get(error.status_code, HTTPStatus(error.status_code).phrase)
    return problem(error.status_code, title, title, todo="核对网址和请求方式")


async def _unforeseen(request: Request, error: Exception) -> JSONResponse:
    """Nobody foresaw it: the log says what, the answer does not."""
    told = redact_text("".join(traceback.format_exception(error)))
    _LOG.error("unforeseen %s at %s\n%s", type(error).__name__, request.scope.get("route"), told)
    return problem(500, "内部错误", "服务出现未预料的错误，已记录", todo="稍后重试；仍不行时联系系统管理员")


def install(app: FastAPI) -> None:
    """Make every error of `app` a problem document."""
    app.add_exception_handler(CreditGraphError, _known)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _unforeseen)
