"""``python -m api.openapi [--check]``: the OpenAPI document as a file that the docs carry."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI

from api.main import create_app
from api.settings import ApiSettings

FILE: Final = Path(__file__).resolve().parents[1] / "docs" / "reference" / "openapi.json"


def unopened() -> FastAPI:
    """The application with all its routes, over nothing that could be opened."""
    nowhere = Path("nowhere")
    return create_app(ApiSettings(store="embedded:///nowhere", home=nowhere, keys=nowhere, audit=nowhere))


def document_of() -> dict[str, Any]:
    """The document; nothing is opened for it."""
    return unopened().openapi()


def document() -> str:
    """The document's text, as the file has it."""
    return json.dumps(document_of(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> int:
    """Write the file, or only say whether it is stale."""
    text = document()
    if "--check" in sys.argv[1:]:
        return 0 if FILE.is_file() and FILE.read_text(encoding="utf-8") == text else 1
    FILE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
