"""The API as Python calls: used by the dashboard and by tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

import httpx

_TIMEOUT: Final = httpx.Timeout(60.0, connect=5.0)
Document = dict[str, Any]


@dataclass
class ApiError(Exception):
    """The API refused, or did not answer; `status` is 0 when it did not.

    Parameters
    ----------
    detail, todo
        What is wrong and what to do, in the words for users.
    """

    status: int
    title: str
    detail: str
    todo: str = ""

    def __str__(self) -> str:
        return f"{self.title}：{self.detail}"


class Client:
    """One signed-in user of the API, or the public without a token.

    Parameters
    ----------
    base
        Address up to and with ``/api/v1``.
    transport
        For tests.
    """

    def __init__(self, base: str, token: str = "", *, transport: httpx.BaseTransport | None = None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._http = httpx.Client(
            base_url=base, headers=headers, timeout=_TIMEOUT, transport=transport, trust_env=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def _ask(
        self, method: str, path: str, *, params: Mapping[str, Any] | None = None, body: Document | None = None
    ) -> Document:
        given = {name: value for name, value in (params or {}).items() if value not in (None, "", [])}
        try:
            answer = self._http.request(method, path, params=given, json=body)
        except httpx.HTTPError as error:
            raise ApiError(
                0, "服务没有应答", "接口没有应答，可能正在启动或已停止", "稍后重试；仍不行时联系系统管理员"
            ) from error
        if answer.status_code == httpx.codes.NO_CONTENT:
            return {}
        try:
            document = answer.json()
        except ValueError as error:
            raise ApiError(
                answer.status_code, "接口应答有误", "应答不是 JSON 文档", "联系系统管理员"
            ) from error
        if answer.status_code >= httpx.codes.BAD_REQUEST and "detail" in document:
            raise ApiError(
                answer.status_code,
                str(document.get("title", "")),
                str(document["detail"]),
                str(document.get("todo", "")),
            )
        return dict(document)

    # -- who asks

    def sign_in(self, login: str, password: str) -> Document:
        """A session: token, expires_at, must_change."""
        return self._ask("POST", "/sessions", body={"login": login, "password": password})

    def sign_out(self) -> None:
        """End the session."""
        self._ask("DELETE", "/sessions/current")

    def change_password(self, old: str, new: str) -> Document:
        """Change one's own password; a new session."""
        return self._ask("PUT", "/password", body={"old": old, "new": new})

    def me(self) -> Document:
        """Who is signed in, with permissions and today."""
        return self._ask("GET", "/me")

    def ready(self) -> Document:
        """Readiness, freshness of sources, lag of the worker."""
        return self._ask("GET", "/readyz")

    # -- subjects

    def search(self, text: str, *, limit: int = 20) -> Document:
        """Entities and persons by name, code or number."""
        return self._ask("POST", "/search", body={"text": text, "limit": limit})

    def entity(self, code: str, *, as_of: str | None = None) -> Document:
        """Records and relations of an entity."""
        return self._ask("GET", f"/entities/{_safe(code)}", params={"as_of": as_of})

    def person(self, person_id: str, *, as_of: str | None = None) -> Document:
        """Offices and records of a person."""
        return self._ask("GET", f"/persons/{_safe(person_id)}", params={"as_of": as_of})

    def check(
        self,
        code: str,
        *,
        purpose: str | None = None,
        measure: str | None = None,
        as_of: str | None = None,
    ) -> Document:
        """Who answers for an entity, or what a person answers for."""
        asked = {"purpose": purpose, "measure": measure, "as_of": as_of}
        return self._ask("GET", f"/checks/{_safe(code)}", params=asked)

    def screen(self, inputs: Sequence[str], *, purpose: str | None = None) -> Document:
        """Many subjects at once."""
        return self._ask("POST", "/screenings", body={"inputs": list(inputs), "purpose": purpose})

    def control(self, code: str, *, as_of: str | None = None) -> Document:
        """Who controls an entity."""
        return self._ask("GET", f"/entities/{_safe(code)}/control", params={"as_of": as_of})

    def network(
        self,
        code: str,
        *,
        as_of: str | None = None,
        types: Sequence[str] = (),
        after: Mapping[str, str] | None = None,
    ) -> Document:
        """Counts by type, then a page of neighbours."""
        pages = [f"{name}:{cursor}" for name, cursor in (after or {}).items()]
        return self._ask(
            "GET", f"/network/{_safe(code)}", params={"as_of": as_of, "types": list(types), "after": pages}
        )

    def paths(self, start: str, end: str, *, as_of: str | None = None, max_length: int = 6) -> Document:
        """Shortest relations between two subjects."""
        body = {"from": start, "to": end, "as_of": as_of, "max_length": max_length}
        return self._ask("POST", "/paths", body=body)

    def explain(self, finding_id: str, *, as_of: str | None = None) -> Document:
        """A finding in words."""
        return self._ask("GET", f"/findings/{_safe(finding_id)}", params={"as_of": as_of})

    # -- figures

    def statistics(self, *, as_of: str | None = None) -> Document:
        """The leaders' figures."""
        return self._ask("GET", "/statistics", params={"as_of": as_of})

    def findings(self, *, states: Sequence[str] = (), cursor: str | None = None, limit: int = 50) -> Document:
        """A page of findings."""
        return self._ask("GET", "/findings", params={"state": list(states), "cursor": cursor, "limit": limit})

    def listings(
        self, *, list_types: Sequence[str] = (), cursor: str | None = None, limit: int = 50
    ) -> Document:
        """A page of live listings."""
        return self._ask(
            "GET", "/listings", params={"list_type": list(list_types), "cursor": cursor, "limit": limit}
        )

    def quality(self) -> Document:
        """Quarantine, conflicts, freshness."""
        return self._ask("GET", "/quality")

    def audit(self, trail: str, *, cursor: str = "", **wanted: str) -> Document:
        """A page of the audit trail: ``reads`` or ``changes``."""
        return self._ask("GET", f"/audit/{_safe(trail)}", params={**wanted, "cursor": cursor})


def _safe(part: str) -> str:
    """One part of a path, whatever somebody typed."""
    return httpx.QueryParams({"x": part.strip()}).__str__().removeprefix("x=").replace("+", "%20") or "-"
