"""The API as benchmarks serve it: the application itself, with a raw route beside its own."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse

from api.deps import ServiceDep
from api.main import PREFIX, create_app
from creditgraph.serving import api_settings
from creditgraph.settings import Settings
from graph.identity.codes import classify_code

router = APIRouter(prefix=f"{PREFIX}/yardsticks", include_in_schema=False)


@router.get("/dossier/{code}")
async def dossier(service: ServiceDep, code: str) -> JSONResponse:
    """The rows on which a check rests: the same query, and no asker, masking, decision or audit."""
    keys = [classify_code(code).key]
    found: list[dict[str, Any]] = await service.store.read(
        "read/answers/dossiers_of_codes", keys=keys, done_after=None
    )
    return JSONResponse(jsonable_encoder(found))


def api_app() -> FastAPI:
    """What uvicorn is given (``--factory benchmarks.served:api_app``)."""
    app = create_app(api_settings(Settings.load()))
    app.include_router(router)
    return app
