"""What routes are given: who asks, whether he may, where to read, and the audit trail."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Final, Generic, TypeVar

from fastapi import Depends, Request, Response

from api.auth.keys import resolve_key
from api.auth.masking import Masking, masking
from api.auth.oidc import OidcClient
from api.auth.permissions import Permission, may, require
from api.auth.principal import ANONYMOUS, Principal
from api.auth.purposes import HEADER, working_purpose
from api.auth.sessions import resolve_session
from api.services.desk import Desk, today_plan
from api.services.kept import asker_of, without
from api.services.ownership import Groups
from api.settings import ApiSettings
from graph.answers import AnswerWriter, Relied
from graph.answers.writer import Given
from graph.audit.anchors import Anchorer
from graph.audit.segments import ReadEntry, SegmentWriter
from graph.ids import new_id
from graph.liability.catalogue import Catalogue
from graph.liability.catalogue.stored import catalogue_plan
from graph.store import AsyncStore, Plan, Store
from graph.store.moments import now_text

T = TypeVar("T")


class Brief(Generic[T]):
    """Answers that may be as old as `seconds`: what every request asks is not read for each of them."""

    def __init__(self, seconds: float, most: int = 10_000) -> None:
        self._seconds, self._most = seconds, most
        self._kept: dict[str, tuple[float, T]] = {}

    async def get(self, key: str, make: Callable[[], Awaitable[T]]) -> T:
        """The answer under `key`, made anew when it is too old; errors are not kept."""
        now = time.monotonic()
        found = self._kept.get(key)
        if found is not None and now - found[0] < self._seconds:
            return found[1]
        answer = await make()
        if len(self._kept) >= self._most:
            self._kept.clear()
        self._kept[key] = (now, answer)
        return answer

    def clear(self) -> None:
        """Forget everything: somebody signed out, was disabled, or lost a key."""
        self._kept.clear()


_FEW: Final = 100
"""Rows; an answer of more is large."""


@dataclass
class Service:
    """One running API process: made by the application's lifespan.

    Parameters
    ----------
    store
        For everything that waits for the store only.
    desk
        Its own store is for work that computes: path searches, controllers of a past day, exports. Such
        work runs in a thread, so that it never holds up the others.
    """

    settings: ApiSettings
    store: AsyncStore
    desk: Desk
    audit: SegmentWriter
    anchors: Anchorer
    answers: AnswerWriter
    oidc: OidcClient | None
    busy: asyncio.Semaphore
    principals: Brief[Principal] = field(default_factory=lambda: Brief(1.0))
    today: Brief[str] = field(default_factory=lambda: Brief(5.0))
    catalogue: Brief[Catalogue] = field(default_factory=lambda: Brief(5.0))
    groups: Brief[Groups] = field(default_factory=lambda: Brief(600.0, most=4))
    figures: Brief[dict[str, Any]] = field(default_factory=lambda: Brief(600.0, most=20))

    @property
    def blocking(self) -> Store:
        """The store of the threads."""
        return self.desk.store


async def service_of(request: Request) -> Service:
    """The process that serves this request; awaited, for what is not runs in a thread of its own."""
    found = request.app.state.service
    assert isinstance(found, Service)
    return found


ServiceDep = Annotated[Service, Depends(service_of)]


async def token_of(request: Request) -> str:
    """The bearer token, or empty."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


async def principal_of(service: ServiceDep, token: Annotated[str, Depends(token_of)]) -> Principal:
    """Who asks: by session token or department key; nobody without either."""
    if not token:
        return ANONYMOUS
    resolve = resolve_key if token.startswith("cgk_") else resolve_session
    kept_under = hashlib.sha256(token.encode()).hexdigest()
    return await service.principals.get(kept_under, lambda: resolve(service.store, token))


PrincipalDep = Annotated[Principal, Depends(principal_of)]


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer on its way to the disk."""

    answer_id: str
    writer: AnswerWriter
    done: Future[None]

    async def written(self) -> None:
        """Go on once it is written.

        Raises
        ------
        AnswerNotKeptError
            It could not be.
        """
        await self.writer.kept(self.done)


@dataclass(frozen=True)
class Asker:
    """One request: who asks, at which desk, and what goes into the audit trail.

    Parameters
    ----------
    request, response
        What was asked, and the headers with which the answer leaves.
    """

    service: Service
    principal: Principal
    desk: Desk
    request_id: str
    request: Request
    response: Response
    purpose: str = ""
    """For what the asker works: counts where a reading names no purpose of its own."""

    @property
    def masking(self) -> Masking:
        """How personal fields go out to this asker."""
        return masking(self.principal)

    def may(self, permission: Permission) -> bool:
        """Whether the asker has a permission besides the route's own."""
        return may(self.principal, permission)

    async def ask(self, plan: Plan[T]) -> T:
        """The answer of a plan, without blocking."""
        return await self.service.store.ask(plan)

    async def compute(self, work: Callable[..., T], *args: Any, **named: Any) -> T:
        """The answer of work that computes, in a thread; only a few at a time."""
        async with self.service.busy:
            return await asyncio.to_thread(work, *args, **named)

    async def note(
        self,
        action: str,
        subjects: tuple[str, ...],
        *,
        purpose: str = "",
        reason: str = "",
        fields: tuple[str, ...] = (),
        outcome: str = "OK",
        seq: int = 0,
        answer: str = "",
        names_somebody: bool = True,
    ) -> None:
        """Write down a reading; the answer leaves only when it is on disk.

        Parameters
        ----------
        names_somebody
            Whether the answer says anything of a person. One that does not is no reading of personal data:
            it is written down like every other, and does not wait for the disk.
        """
        entry = ReadEntry(
            at=now_text(),
            actor=self.principal.principal_id,
            role=self.principal.role.value,
            action=action,
            subjects=subjects,
            purpose=purpose or self.purpose,
            reason=reason,
            fields=fields,
            request_id=self.request_id,
            outcome=outcome,
            seq=seq,
            answer=answer,
        )
        if names_somebody:
            await self.service.audit.append_async(entry)
        else:
            await self.service.audit.append_soon(entry)

    def keep(
        self,
        kind: str,
        asked: dict[str, Any],
        document: dict[str, Any],
        *,
        relied: tuple[Relied, ...],
        names: Sequence[str | None],
    ) -> KeptAnswer:
        """Keep an answer that is about to leave; its id goes with it.

        It is written while the audit trail waits for the disk: await `KeptAnswer.written` after `note`.

        Parameters
        ----------
        asked
            What a replay needs to ask it again; never a number.
        relied
            Findings that the answer shows.
        names
            Persons whom the answer may name: they are shortened in what is kept.
        """
        given = Given(
            kind,
            self.principal.principal_id,
            {**asked, "asker": asker_of(self.principal)},
            document["data_version"],
            relied,
            document,
            without(names),
            large=len(document.get("rows", ())) > _FEW,
        )
        writer = self.service.answers
        answer_id, done = writer.offer(given)
        self.response.headers["X-Answer-Id"] = answer_id
        return KeptAnswer(answer_id, writer, done)


def asker(permission: Permission) -> Callable[..., Awaitable[Asker]]:
    """A dependency: the request's asker, who has `permission`.

    The route's permission stands on the dependency, so that a test can compare every route with the table.
    """

    async def allowed(
        request: Request, response: Response, service: ServiceDep, principal: PrincipalDep
    ) -> Asker:
        require(principal, permission)
        today = await service.today.get("", lambda: service.store.ask(today_plan()))
        book = await service.catalogue.get("", lambda: service.store.ask(catalogue_plan()))
        desk = replace(service.desk, operator=principal.principal_id, today=today, catalogue=book)
        given = request.headers.get("x-request-id", "")
        request_id = given[:64] if given.isascii() and given.replace("-", "").isalnum() else new_id("", 16)
        purpose = working_purpose(request.headers.get(HEADER, ""), principal.role)
        return Asker(service, principal, desk, request_id, request, response, purpose)

    allowed.permission = permission  # type: ignore[attr-defined]
    return allowed
