"""How the API is asked: patient with a service that restarts, and clear when it refuses."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import TracebackType
from typing import Any, Final, Self, cast

import httpx

from dashboard.documents import Page

Document = dict[str, Any]
_MOST_WAIT: Final = 10.0
#: The service says that it is away, or that somebody else wrote at the same moment.
_COME_BACK: Final = frozenset({409, 502, 503, 504})


@dataclass
class ApiError(Exception):
    """The API refused, or did not answer.

    Parameters
    ----------
    status
        The HTTP status; 0 when there was no answer at all.
    detail, where, todo
        What is wrong, at which place of the request, and what to do, in the words for users.
    """

    status: int
    title: str
    detail: str
    todo: str = ""
    where: str = ""

    def __str__(self) -> str:
        told = f"{self.title}：{self.detail}"
        return f"{told}（{self.todo}）" if self.todo else told


class Transport:
    """What every area's calls stand on: one connection in one name.

    Parameters
    ----------
    base
        Address up to and with ``/api/v1``.
    token
        A session's token or a department key; the public without.
    purpose
        For what is read: a code of ``working_purposes``; the usual one of the role without it.
    timeout
        Seconds to wait for an answer; a connection has five.
    attempts
        How often a question is asked while the service is away. What changes something is asked again only
        when the service certainly did not take it.
    transport, sleep
        For tests.
    """

    def __init__(
        self,
        base: str,
        token: str = "",
        *,
        purpose: str = "",
        timeout: float = 60.0,
        attempts: int = 3,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if purpose:
            headers["X-Purpose"] = purpose
        patience = httpx.Timeout(timeout, connect=min(timeout, 5.0))
        self._http = httpx.Client(
            base_url=base, headers=headers, timeout=patience, transport=transport, trust_env=False,
            verify=_certificates(),
        )  # fmt: skip
        self._attempts, self._sleep = max(1, attempts), sleep

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _ask(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        body: Document | None = None,
        whole: bool = False,
        safe: bool = False,
    ) -> Any:
        """The answer's document, or its bytes if `whole`; a `safe` question may be asked again."""
        given = {name: value for name, value in (params or {}).items() if _is_given(name, value)}
        repeatable = safe or method in ("GET", "PUT", "DELETE")
        for attempt in range(1, self._attempts + 1):
            last = attempt == self._attempts
            try:
                answer = self._http.request(method, path, params=given, json=body)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if last:
                    raise _no_answer() from error
                self._sleep(_pause(attempt, ""))
                continue
            except httpx.HTTPError as error:
                if last or not repeatable:
                    raise _no_answer() from error
                self._sleep(_pause(attempt, ""))
                continue
            if answer.status_code not in _COME_BACK or last or not repeatable:
                return answer.content if whole and answer.is_success else _document(answer)
            self._sleep(_pause(attempt, answer.headers.get("retry-after", "")))
        raise _no_answer()

    def _page(self, path: str, cursor: str | None, limit: int, **params: Any) -> Page:
        return cast(Page, self._ask("GET", path, params={**params, "cursor": cursor, "limit": limit}))


@cache
def _certificates() -> ssl.SSLContext:
    """Whom to trust, read once: reading the list takes longer than most questions."""
    return httpx.create_ssl_context(trust_env=False)


def rows_of(page: Callable[[str | None], Page]) -> Iterator[Document]:
    """All rows of a list, page by page.

    Examples
    --------
    >>> pages = {None: {"rows": [{"n": 1}], "cursor": "a"}, "a": {"rows": [{"n": 2}], "cursor": None}}
    >>> [row["n"] for row in rows_of(pages.__getitem__)]
    [1, 2]
    """
    cursor: str | None = None
    while True:
        found = page(cursor)
        yield from found["rows"]
        cursor = found["cursor"]
        if cursor is None:
            return


def _is_given(name: str, value: Any) -> bool:
    """Whether a parameter says something: only a district may be empty, which stands for an unknown one."""
    return value not in (None, [], ()) and (value != "" or name == "region")


def _pause(attempt: int, retry_after: str) -> float:
    """As long as the service asks for, else longer each time."""
    asked = float(retry_after) if retry_after.isdecimal() else 0.0
    return min(_MOST_WAIT, max(asked, 0.25 * (1 << attempt)))


def _document(answer: httpx.Response) -> Any:
    """The answer's document, or its refusal."""
    if answer.status_code == httpx.codes.NO_CONTENT:
        return {}
    try:
        document = answer.json()
    except ValueError as error:
        raise ApiError(
            answer.status_code, "接口应答有误", "应答不是 JSON 文档", "核对接口地址；仍不行时联系系统管理员"
        ) from error
    if answer.status_code < httpx.codes.BAD_REQUEST and isinstance(document, dict):
        return document
    told = document if isinstance(document, dict) else {}
    raise ApiError(
        answer.status_code,
        str(told.get("title", "接口应答有误")),
        str(told.get("detail", "应答不是接口文档所述的内容")),
        str(told.get("todo", "")),
        str(told.get("where", "")),
    )


def _no_answer() -> ApiError:
    return ApiError(
        0, "服务没有应答", "接口没有应答，可能正在启动或已停止", "稍后重试；仍不行时联系系统管理员"
    )


def safe_part(part: str) -> str:
    """One part of a path, whatever somebody typed.

    Examples
    --------
    >>> safe_part(" 甲/乙? "), safe_part("")
    ('%E7%94%B2%2F%E4%B9%99%3F', '-')
    """
    return httpx.QueryParams({"x": part.strip()}).__str__().removeprefix("x=").replace("+", "%20") or "-"
