"""The API as benchmarks serve it: the application itself, with a raw route beside its own."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from api.auth.principal import Kind, Principal, Role
from api.deps import ServiceDep, principal_of, token_of
from api.main import PREFIX, create_app
from creditgraph.serving import api_settings
from creditgraph.settings import Settings
from graph import queries
from graph.identity.codes import classify_code

router = APIRouter(prefix=f"{PREFIX}/yardsticks", include_in_schema=False)


@router.get("/dossier/{code}")
async def dossier(service: ServiceDep, code: str) -> JSONResponse:
    """The rows on which a check rests: the same query, and no asker, masking, decision or audit."""
    keys = [classify_code(code).key]
    found: list[dict[str, Any]] = await service.store.read(
        "read/answers/dossiers_of_codes", keys=keys, done_after=None
    )
    return JSONResponse(found)


class Statement(BaseModel):
    """One read: the query's file, its relation types where it has a slot for them, its parameters."""

    name: str
    types: list[str] = Field(default_factory=list)
    params: dict[str, Any]


@router.post("/statements")
async def statements(service: ServiceDep, body: list[Statement]) -> JSONResponse:
    """The rows of a question's own queries, read in turn, and nothing made of them."""

    def read() -> list[list[dict[str, Any]]]:
        found = []
        for one in body:
            slots = {"types": one.types} if one.types else {}
            found.append(service.blocking.read(queries.get(one.name, **slots), **one.params))
        return found

    return JSONResponse(await asyncio.to_thread(read))


async def investigator(service: ServiceDep, token: Annotated[str, Depends(token_of)]) -> Principal:
    """Whoever asks in a benchmark that may not write an account into the store that it measures.

    He is looked up by his token like everybody, in what the application has kept of who asked before.
    """

    async def known() -> Principal:
        return Principal("local:benchmark", Kind.LOCAL, "benchmark", Role.INVESTIGATOR)

    return await service.principals.get(hashlib.sha256(token.encode()).hexdigest(), known)


def investigator_app() -> FastAPI:
    """The application for a store that is only read: who asks stands in no account of it."""
    app = api_app()
    app.dependency_overrides[principal_of] = investigator
    return app


def api_app() -> FastAPI:
    """What uvicorn is given (``--factory benchmarks.served:api_app``)."""
    app = create_app(api_settings(Settings.load()))
    app.include_router(router)
    return app
