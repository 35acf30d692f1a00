"""The API's process: settings from the environment, handed to the application."""

from __future__ import annotations

import logging
import os

from fastapi import FastAPI

from api.auth.oidc import OidcSettings
from api.main import create_app
from api.settings import ApiSettings
from creditgraph.processes import credentials_for
from creditgraph.settings import Settings
from graph.identity.redact import RedactingFilter


def api_settings(settings: Settings) -> ApiSettings:
    """What the API needs of our settings."""
    return ApiSettings(
        store=settings.store,
        home=settings.home,
        keys=settings.keys,
        audit=settings.audit_folder,
        credentials=credentials_for(settings),
        oidc=_oidc(),
    )


def _oidc() -> OidcSettings | None:
    issuer = os.environ.get("CREDITGRAPH_OIDC_ISSUER", "")
    if not issuer:
        return None
    secret_file = os.environ.get("CREDITGRAPH_OIDC_SECRET_FILE", "")
    secret = ""
    if secret_file:
        with open(secret_file, encoding="utf-8") as stream:  # noqa: PTH123 - a secret mount may be a pipe
            secret = stream.read().strip()
    return OidcSettings(
        issuer=issuer,
        client_id=os.environ.get("CREDITGRAPH_OIDC_CLIENT", "creditgraph"),
        redirect_uri=os.environ.get("CREDITGRAPH_OIDC_REDIRECT", ""),
        client_secret=secret,
    )


def _redact_logs() -> None:
    """On handlers and not on loggers: a logger's filter does not see what its children say."""
    logging.basicConfig(level=logging.WARNING)
    names = ("", "uvicorn", "uvicorn.error", "uvicorn.access")
    for handler in {one for name in names for one in logging.getLogger(name).handlers}:
        handler.addFilter(RedactingFilter())


def api_app() -> FastAPI:
    """What uvicorn is given (``--factory creditgraph.serving:api_app``)."""
    _redact_logs()
    return create_app(api_settings(Settings.load()))
