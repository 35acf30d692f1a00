"""Raw routes that benchmarks compare with: the same queries, and no asker, masking, decision or audit.

Served only when the settings ask for them, and never part of the OpenAPI document.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse

from api.deps import ServiceDep
from graph.identity.codes import classify_code

router = APIRouter(prefix="/yardsticks", include_in_schema=False)


def _rows(found: list[dict[str, Any]]) -> JSONResponse:
    return JSONResponse(jsonable_encoder(found))


@router.get("/dossier/{code}")
async def dossier(service: ServiceDep, code: str) -> JSONResponse:
    """The rows on which a check rests."""
    keys = [classify_code(code).key]
    return _rows(await service.store.read("read/answers/dossiers_of_codes", keys=keys, done_after=None))
