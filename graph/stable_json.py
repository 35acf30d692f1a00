"""The one text of a value, for digests and for keeping: the same whatever order its keys came in."""

from __future__ import annotations

import json
from typing import Any, Final

import msgspec

_fast: Final = msgspec.json.Encoder(order="sorted").encode
_any: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def stable_json(value: Any) -> str:
    """JSON with sorted keys and no spaces.

    Texts that no encoding can hold (half of a surrogate pair) are written by the standard library, which
    passes them on; its text is otherwise the same, several times slower. Floats differ in their exponents
    (``1e16``, ``1e+16``), so a value is always written by the one that can.
    """
    try:
        return _fast(value).decode()
    except UnicodeEncodeError:
        return _any(value)
