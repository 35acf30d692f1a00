"""The HTTP API: `create_app` makes it, its lifespan opens and closes what it works with."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api import errors, times
from api.auth.first_account import ensure_first_account
from api.auth.oidc import OidcClient
from api.deps import Service
from api.guard import Guard
from api.routers import (
    accounts,
    cases,
    checks,
    exits,
    findings,
    handed_clues,
    hints,
    identities,
    oversight,
    ownership,
    patterns,
    quality,
    questions,
    receipts,
    relations,
    replays,
    subjects,
    system,
    warnings,
    workspaces,
)
from api.settings import ApiSettings
from graph.answers import AnswerWriter
from graph.answers.reliance import ReliancePump, index_abandoned
from graph.audit import Anchorer, SegmentWriter, seal_abandoned
from graph.identity.keys import load_or_create_keys
from graph.store import StoreSettings, ensure_schema, open_async_store, open_store

PREFIX: Final = "/api/v1"
_THREADS: Final = 4
#: Somebody waits for the answer: after a while he is told to come back, and the store has time to return.
_PATIENCE: Final = StoreSettings(read_timeout=60.0, retry_seconds=10.0, connect_timeout=5.0)
_PROBLEM: Final = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "where": {"type": "string"},
        "todo": {"type": "string"},
    },
}


#: In this order an address is looked for: that of clues handed over must not be read as a clue's id.
_ROUTERS: Final = (
    system.router,
    accounts.router,
    checks.router,
    subjects.router,
    relations.router,
    ownership.router,
    findings.router,
    exits.router,
    cases.router,
    quality.router,
    receipts.router,
    handed_clues.router,
    warnings.router,
    workspaces.router,
    replays.router,
    patterns.router,
    hints.router,
    questions.router,
    identities.router,
    oversight.router,
)


def create_app(settings: ApiSettings) -> FastAPI:
    """The application; it opens nothing before it is started.

    Parameters
    ----------
    settings
        Where the store, the keys and the audit trail are.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            app.state.service = await _open(settings, stack)
            yield

    app = FastAPI(
        title="信用图谱 API",
        version="1",
        summary="谁对列入名单的单位负责，依据哪条规定，截至哪一天",
        lifespan=lifespan,
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    errors.install(app)
    app.add_middleware(Guard)
    for router in _ROUTERS:
        app.include_router(router, prefix=PREFIX)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


async def _open(settings: ApiSettings, stack: AsyncExitStack) -> Service:
    """Open stores, keys and audit; they close in the opposite order."""
    from api.services.desk import open_desk

    store = await stack.enter_async_context(
        await open_async_store(settings.store, credentials=settings.credentials, settings=_PATIENCE)
    )
    blocking = await asyncio.to_thread(
        open_store, settings.store, credentials=settings.credentials, settings=_PATIENCE
    )
    stack.callback(blocking.close)
    await asyncio.to_thread(ensure_schema, blocking, settings.home)
    await asyncio.to_thread(seal_abandoned, settings.audit, blocking)
    await ensure_first_account(store, settings.home)
    keys = load_or_create_keys(settings.keys)
    desk = await asyncio.to_thread(open_desk, blocking, keys, operator="api")
    audit = SegmentWriter(settings.audit, f"api-{os.getpid()}")
    anchors, stop = Anchorer(audit), asyncio.Event()
    answers = AnswerWriter(settings.answers, keys)
    await asyncio.to_thread(index_abandoned, settings.answers, blocking)
    pump = ReliancePump(answers)
    pumping = asyncio.create_task(pump.run(store, stop))
    running = asyncio.create_task(anchors.run(store, stop))
    oidc = OidcClient(settings.oidc) if settings.oidc else None

    async def close() -> None:
        stop.set()
        await running
        await pumping
        await asyncio.to_thread(answers.close)
        await pump.pump(store)
        await asyncio.to_thread(audit.close)
        await anchors.anchor_async(store)
        if oidc is not None:
            await oidc.aclose()

    stack.push_async_callback(close)
    return Service(settings, store, desk, audit, anchors, answers, oidc, asyncio.Semaphore(_THREADS))


def _openapi(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        found = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
        found.setdefault("components", {}).setdefault("schemas", {})["Problem"] = _PROBLEM
        found["components"]["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
        found["security"] = [{"bearer": []}, {}]
        times.tell(found, PREFIX)
        app.openapi_schema = found
    return app.openapi_schema
