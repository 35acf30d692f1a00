"""The API as benchmarks serve it: the application itself, with the raw routes beside its own."""

from __future__ import annotations

from dataclasses import replace

from fastapi import FastAPI

from api.main import create_app
from creditgraph.serving import api_settings
from creditgraph.settings import Settings


def api_app() -> FastAPI:
    """What uvicorn is given (``--factory benchmarks.served:api_app``)."""
    return create_app(replace(api_settings(Settings.load()), yardsticks=True))
