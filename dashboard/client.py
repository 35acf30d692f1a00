"""The API as Python calls: typed, patient with a service that restarts, and clear when it refuses.

It needs ``httpx`` and nothing else of the platform: `dashboard/client.py` and `dashboard/documents.py` can be
copied into a department's own program. How: docs/how-to/use-the-client.md.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self, cast

import httpx

from dashboard.documents import (
    Check,
    Control,
    Detail,
    Exit,
    Explanation,
    FirstPassword,
    Found,
    IssuedKey,
    Me,
    Network,
    Page,
    Paths,
    Quality,
    Ready,
    Screening,
    Session,
    Statistics,
)

Document = dict[str, Any]
MOST_SCREENED: Final = 10_000
_MOST_WAIT: Final = 10.0
#: The service says that it is away, or that somebody else wrote at the same moment.
_COME_BACK: Final = frozenset({409, 502, 503, 504})
#: Asking these again changes nothing, even where the first answer was lost on the way.
_SAFE_POSTS: Final = ("/search", "/checks", "/screenings", "/paths")


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


class Client:
    """One signed-in user of the API, a department's system with its key, or the public.

    Parameters
    ----------
    base
        Address up to and with ``/api/v1``.
    token
        A session's token or a department key; the public without.
    timeout
        Seconds to wait for an answer; a connection has five.
    attempts
        How often a question is asked while the service is away. What changes something is asked again only
        when the service certainly did not take it.
    transport, sleep
        For tests.

    Examples
    --------
    >>> with Client("http://127.0.0.1:8000/api/v1", "cgk_…") as api:  # doctest: +SKIP
    ...     api.check("91410100MA00000000", purpose="TENDER")["decision"]
    """

    def __init__(
        self,
        base: str,
        token: str = "",
        *,
        timeout: float = 60.0,
        attempts: int = 3,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        patience = httpx.Timeout(timeout, connect=min(timeout, 5.0))
        self._http = httpx.Client(
            base_url=base, headers=headers, timeout=patience, transport=transport, trust_env=False
        )
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
    ) -> Any:
        given = {name: value for name, value in (params or {}).items() if _is_given(name, value)}
        repeatable = method in ("GET", "PUT", "DELETE") or path in _SAFE_POSTS
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

    # -- who asks

    def sign_in(self, login: str, password: str) -> Session:
        """A session of a person."""
        return cast(Session, self._ask("POST", "/sessions", body={"login": login, "password": password}))

    def finish_oidc(self, state: str, code: str, binding: str) -> Session:
        """A session of a person for whom the identity provider has vouched."""
        body = {"state": state, "code": code, "binding": binding}
        return cast(Session, self._ask("POST", "/sessions/oidc", body=body))

    def sign_out(self) -> None:
        """End the session."""
        self._ask("DELETE", "/sessions/current")

    def change_password(self, old: str, new: str) -> Session:
        """Change one's own password; a new session."""
        return cast(Session, self._ask("PUT", "/password", body={"old": old, "new": new}))

    def me(self) -> Me:
        """Who is signed in, with permissions and today."""
        return cast(Me, self._ask("GET", "/me"))

    def ready(self) -> Ready:
        """Freshness of sources, lag of the worker; raises `ApiError` 503 while nothing can be answered."""
        return cast(Ready, self._ask("GET", "/readyz"))

    # -- subjects

    def search(self, text: str, *, limit: int = 20) -> Found:
        """Entities and persons by name, code or number."""
        return cast(Found, self._ask("POST", "/search", body={"text": text, "limit": limit}))

    def entity(self, code: str, *, as_of: str | None = None, known_at: str | None = None) -> Detail:
        """Records and relations of an entity."""
        params = {"as_of": as_of, "known_at": known_at}
        return cast(Detail, self._ask("GET", f"/entities/{_safe(code)}", params=params))

    def person(self, person_id: str, *, as_of: str | None = None, known_at: str | None = None) -> Detail:
        """Offices and records of a person."""
        params = {"as_of": as_of, "known_at": known_at}
        return cast(Detail, self._ask("GET", f"/persons/{_safe(person_id)}", params=params))

    def number(self, person_id: str, reason: str) -> list[str]:
        """A person's whole numbers, for a reason that both audit trails keep."""
        found = self._ask("POST", f"/persons/{_safe(person_id)}/number", body={"reason": reason})
        return list(found["numbers"])

    def check(
        self,
        code: str,
        *,
        purpose: str | None = None,
        measure: str | None = None,
        as_of: str | None = None,
        known_at: str | None = None,
    ) -> Check:
        """Who answers for an entity, or what a person answers for, and what follows for a decision."""
        asked = {"purpose": purpose, "measure": measure, "as_of": as_of, "known_at": known_at}
        return cast(Check, self._ask("GET", f"/checks/{_safe(code)}", params=asked))

    def check_number(self, id_no: str, *, id_type: str = "01", purpose: str | None = None) -> Check:
        """Check a person by number: it goes in the body and nowhere else."""
        body = {"id_no": id_no, "id_type": id_type, "purpose": purpose}
        return cast(Check, self._ask("POST", "/checks", body=body))

    def screen(
        self, inputs: Sequence[str], *, purpose: str | None = None, as_of: str | None = None
    ) -> Screening:
        """Up to 10,000 subjects at once, all at one commit."""
        if len(inputs) > MOST_SCREENED:
            raise ApiError(422, "请求内容不合要求", f"一次最多 {MOST_SCREENED:,} 条", "分批筛查", "inputs")
        body = {"inputs": list(inputs), "purpose": purpose, "as_of": as_of}
        return cast(Screening, self._ask("POST", "/screenings", body=body))

    def control(self, code: str, *, as_of: str | None = None) -> Control:
        """Who controls an entity."""
        return cast(Control, self._ask("GET", f"/entities/{_safe(code)}/control", params={"as_of": as_of}))

    def network(
        self,
        code: str,
        *,
        as_of: str | None = None,
        types: Sequence[str] = (),
        after: Mapping[str, str] | None = None,
    ) -> Network:
        """Counts by type, then a page of neighbours."""
        pages = [f"{name}:{cursor}" for name, cursor in (after or {}).items()]
        params = {"as_of": as_of, "types": list(types), "after": pages}
        return cast(Network, self._ask("GET", f"/network/{_safe(code)}", params=params))

    def paths(self, start: str, end: str, *, as_of: str | None = None, max_length: int = 6) -> Paths:
        """Shortest relations between two subjects."""
        body = {"from": start, "to": end, "as_of": as_of, "max_length": max_length}
        return cast(Paths, self._ask("POST", "/paths", body=body))

    def explain(self, finding_id: str, *, as_of: str | None = None) -> Explanation:
        """A finding in words."""
        return cast(Explanation, self._ask("GET", f"/findings/{_safe(finding_id)}", params={"as_of": as_of}))

    def notice(self, finding_id: str, form: str, *, as_of: str | None = None) -> bytes:
        """A finding as a file to hand out: ``html`` or ``pdf``."""
        path = f"/findings/{_safe(finding_id)}/notice.{form}"
        return cast(bytes, self._ask("GET", path, params={"as_of": as_of}, whole=True))

    def way_out(self, code: str, *, as_of: str | None = None) -> Exit:
        """Why, until when, the smallest set of acts, and what does not help."""
        return cast(Exit, self._ask("GET", f"/exits/{_safe(code)}", params={"as_of": as_of}))

    # -- figures and the lists behind them

    def statistics(self, *, as_of: str | None = None, known_at: str | None = None) -> Statistics:
        """The leaders' figures."""
        params = {"as_of": as_of, "known_at": known_at}
        return cast(Statistics, self._ask("GET", "/statistics", params=params))

    def findings(
        self,
        *,
        states: Sequence[str] = (),
        as_of: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page:
        """A page of findings."""
        return self._page("/findings", cursor, limit, state=list(states), as_of=as_of)

    def listings(
        self,
        *,
        list_types: Sequence[str] = (),
        region: str | None = None,
        month: str = "",
        live: bool = True,
        as_of: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page:
        """A page of listings; an empty `region` asks for those of unknown district."""
        more = {"list_type": list(list_types), "month": month, "live": live, "as_of": as_of}
        return self._page("/listings", cursor, limit, region=region, **more)

    def entities(
        self,
        *,
        region: str | None = None,
        as_of: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page:
        """A page of entities."""
        return self._page("/entities", cursor, limit, region=region, as_of=as_of)

    def withdrawals(
        self,
        *,
        since: str | None = None,
        stood: bool = False,
        as_of: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page:
        """A page of findings that were taken back since a day."""
        return self._page("/withdrawals", cursor, limit, since=since, stood=stood, as_of=as_of)

    def quality(self) -> Quality:
        """Quarantine by reason, and what each package brought."""
        return cast(Quality, self._ask("GET", "/quality"))

    def quarantine(self, *, returned: bool = False, cursor: str | None = None, **narrow: str) -> Page:
        """A page of rows that were kept out; `narrow` by ``source``, ``table`` or ``rule``."""
        return self._page("/quality/quarantine", cursor, 50, returned=returned, **narrow)

    def conflicts(self, *, cursor: str | None = None, limit: int = 50) -> Page:
        """A page of facts that current records tell differently."""
        return self._page("/quality/conflicts", cursor, limit)

    def pending(self, *, limit: int = 50) -> list[Document]:
        """The oldest changes that wait for derivation."""
        found = self._ask("GET", "/quality/pending", params={"limit": limit})
        return list(found["rows"])

    def audit(self, trail: str, *, cursor: str = "", **wanted: str) -> Page:
        """A page of the audit trail: ``reads`` or ``changes``."""
        return cast(Page, self._ask("GET", f"/audit/{_safe(trail)}", params={**wanted, "cursor": cursor}))

    def _page(self, path: str, cursor: str | None, limit: int, **params: Any) -> Page:
        return cast(Page, self._ask("GET", path, params={**params, "cursor": cursor, "limit": limit}))

    # -- accounts and keys

    def accounts(self, *, cursor: str | None = None, limit: int = 50) -> Page:
        """A page of accounts."""
        return self._page("/accounts", cursor, limit)

    def open_account(
        self,
        login: str,
        display_name: str,
        role: str,
        *,
        authorities: Sequence[str] = (),
        districts: Sequence[str] = (),
    ) -> FirstPassword:
        """A new account and its first password."""
        scope = {"authorities": list(authorities), "districts": list(districts)}
        body = {"login": login, "display_name": display_name, "role": role, **scope}
        return cast(FirstPassword, self._ask("POST", "/accounts", body=body))

    def rescope_account(
        self, account_id: str, role: str, *, authorities: Sequence[str], districts: Sequence[str]
    ) -> None:
        """Change role and scope of an account."""
        body = {"role": role, "authorities": list(authorities), "districts": list(districts)}
        self._ask("PUT", f"/accounts/{_safe(account_id)}/scope", body=body)

    def disable_account(self, account_id: str, disabled: bool = True) -> None:
        """Disable an account, or enable it again."""
        self._ask("PUT", f"/accounts/{_safe(account_id)}/state", body={"disabled": disabled})

    def unlock_account(self, account_id: str) -> None:
        """Open the lock of wrong passwords."""
        self._ask("DELETE", f"/accounts/{_safe(account_id)}/lock")

    def reset_password(self, account_id: str) -> FirstPassword:
        """A new first password."""
        return cast(FirstPassword, self._ask("POST", f"/accounts/{_safe(account_id)}/password"))

    def link_account(self, account_id: str, issuer: str, subject: str) -> None:
        """Hand an account over to the identity provider."""
        body = {"issuer": issuer, "subject": subject}
        self._ask("PUT", f"/accounts/{_safe(account_id)}/identity", body=body)

    def keys(self, *, cursor: str | None = None, limit: int = 50) -> Page:
        """A page of department keys."""
        return self._page("/keys", cursor, limit)

    def issue_key(
        self,
        name: str,
        authority: str,
        days: int,
        *,
        districts: Sequence[str] = (),
        purposes: Sequence[str] = (),
    ) -> IssuedKey:
        """A new department key, told once."""
        scope = {"districts": list(districts), "purposes": list(purposes)}
        body = {"name": name, "authority": authority, "days": days, **scope}
        return cast(IssuedKey, self._ask("POST", "/keys", body=body))

    def revoke_key(self, key_id: str) -> None:
        """Make a key void at once."""
        self._ask("DELETE", f"/keys/{_safe(key_id)}")


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


def _safe(part: str) -> str:
    """One part of a path, whatever somebody typed."""
    return httpx.QueryParams({"x": part.strip()}).__str__().removeprefix("x=").replace("+", "%20") or "-"
