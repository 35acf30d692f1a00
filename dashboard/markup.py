"""Stored and typed text in what Streamlit reads as Markdown."""

from __future__ import annotations

import re
from typing import Final

_MARKS: Final = frozenset(r"\`*_{}[]()<>#+-.!|~$:=&")
_INDENT: Final = re.compile(r"^[ \t]+", re.MULTILINE)
#: These the browser looks for in the finished text, where an escape is gone: addresses, mail, icons.
_LATE: Final = re.compile(r":(?=//|material/|[\w+-]+:)|www(?=\.)|@(?=[\w-])", re.IGNORECASE)
_JOINER: Final = "\u2060"


def plain(text: str) -> str:
    """Names are data: nothing in them is read as Markdown, and nothing becomes a link or a picture.

    Examples
    --------
    >>> plain("![](x)"), plain("甲 & 乙")
    ('\\\\!\\\\[\\\\]\\\\(x\\\\)', '甲 \\\\& 乙')
    >>> plain("http://x").replace("\\u2060", "^")
    'http\\\\:^//x'
    """
    parted = _LATE.sub(lambda found: found[0] + _JOINER, _INDENT.sub("", text))
    return "".join(f"\\{char}" if char in _MARKS else char for char in parted)


def code_span(text: str) -> str:
    """A code or masked number in letters of one width; a backtick in it would end it.

    Examples
    --------
    >>> code_span("91`320100")
    '`91320100`'
    """
    return f"`{' '.join(text.replace('`', '').split())}`"
