"""Lines of a segment file: one canonical form, chained by SHA-256.

A line is ``{"at":…,"body":…,"kind":…,"n":…,"prev":…,"digest":…}``; the digest is taken over the text before
it. A line that reads the same but is written otherwise is a changed line: verification compares bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph.errors import UsageError
from graph.identity.redact import redact_text

SEGMENT: Final = "segment"
READ: Final = "read"
EVENTS: Final = "events"
_LETTER: Final = re.compile(r"[a-wyz_:|]", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One line of a segment file.

    Parameters
    ----------
    n
        Its place; 0 is the segment's heading, entries count from 1.
    at
        When it was written, UTC; never earlier than the line before.
    kind
        ``segment`` (heading), ``read`` (an entry) or ``events`` (where the chain of change events stood).
    """

    n: int
    at: str
    kind: str
    body: Mapping[str, Any]
    prev: str
    digest: str


# Made once: `json.dumps` with options makes an encoder for every call.
_encode: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode


def canonical(value: Any) -> str:
    """JSON in the one form that is digested.

    Examples
    --------
    >>> canonical({"b": 1, "a": "名"})
    '{"a":"名","b":1}'
    """
    return _encode(value)


def sha256(text: str) -> str:
    """Hexadecimal SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def encode_line(n: int, at: str, kind: str, body: str, prev: str) -> tuple[bytes, str]:
    """A line with its end, and its digest; `body` is canonical JSON already."""
    text = f'{{"at":{canonical(at)},"body":{body},"kind":"{kind}","n":{n},"prev":"{prev}"'
    digest = sha256(text)
    return f'{text},"digest":"{digest}"}}\n'.encode(), digest


def decode_line(raw: bytes) -> Line | None:
    """The line that these bytes (without the end of line) are, or None if no writer wrote them so."""
    try:
        found = json.loads(raw)
        line = Line(**found)
        again, digest = encode_line(line.n, line.at, line.kind, canonical(line.body), line.prev)
    except (ValueError, TypeError, RecursionError):
        return None
    if type(line.n) is not int or not isinstance(line.body, dict):
        return None
    return line if digest == line.digest and again[:-1] == raw else None


def clean(text: str) -> str:
    """Free text that may be kept: no personal number, nothing that cannot be written."""
    return redact_text(text.encode("utf-8", "replace").decode("utf-8"))


def opaque(text: str, field: str) -> str:
    """An id that may be kept.

    Raises
    ------
    UsageError
        It looks like a person's number.

    Examples
    --------
    >>> opaque("p1f0", "subjects")
    'p1f0'
    """
    found = text.encode("utf-8", "replace").decode("utf-8")
    if redact_text(found) != found and not _LETTER.search(found):
        raise UsageError("审计记录只记内部编号，不记证件号码", where=field, todo="改用平台内部编号")
    return found
