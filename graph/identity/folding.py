"""Folding of full-width and invisible characters, shared by codes, numbers and values.

Only letters, digits and the few signs that stand inside codes and figures are folded. Chinese
punctuation stays: 「（2024）豫13执1号」 is how a case number is written, and its users look for it so.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_WIDE: Final = {0xFF01 + i: 0x21 + i for i in range(94)}
_KEPT: Final = frozenset("！（），：；？")
_SPACES: Final = dict.fromkeys(
    [
        0x09,
        0x0A,
        0x0B,
        0x0C,
        0x0D,
        0x85,
        0xA0,
        0x1680,
        *range(0x2000, 0x200B),
        0x2028,
        0x2029,
        0x202F,
        0x205F,
        0x3000,
    ],
    " ",
)
_GONE: Final = dict.fromkeys(
    [
        *range(0x00, 0x09),
        *range(0x0E, 0x20),
        0x7F,
        0xAD,
        *range(0x200B, 0x2010),
        0x2060,
        0xFEFF,
        *range(0x202A, 0x202F),
    ]
)
_ALL: Final[dict[int, int | str | None]] = {**_WIDE, **_SPACES, **_GONE}
_TEXT: Final[dict[int, int | str | None]] = {k: v for k, v in _ALL.items() if chr(k) not in _KEPT}
_PLAIN: Final = re.compile(r"[\x21-\x7e]*\Z")
_RUNS: Final = re.compile(r" {2,}")


def fold(text: str) -> str:
    """All full-width ASCII to plain ASCII, odd spaces to a space, invisible characters away, ends trimmed.

    Examples
    --------
    >>> fold("　４１１３０２　19800101001ｘ\u200b ")
    '411302 19800101001x'
    """
    if _PLAIN.match(text):
        return text
    return text.translate(_ALL).strip()


def fold_text(text: str) -> str:
    """The same for running text: Chinese punctuation stays, runs of spaces become one.

    Examples
    --------
    >>> fold_text(" （２０２４）豫１３执  1号 ")
    '（2024）豫13执 1号'
    """
    if _PLAIN.match(text):
        return text
    folded = text.translate(_TEXT).strip()
    return _RUNS.sub(" ", folded) if "  " in folded else folded


def squeeze(text: str) -> str:
    """`fold` without any inner space, in capitals: the form of a code or number.

    Examples
    --------
    >>> squeeze(" 9132 0100 748204660q ")
    '91320100748204660Q'
    """
    return fold(text).replace(" ", "").upper()


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """The form in which two writings of one name are the same: no spaces, dots, brackets or capitals.

    Examples
    --------
    >>> name_key("阿依古丽·买买提") == name_key("阿依古丽 买买提")
    True
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(char for char in folded if char.isalnum())


def name_phrase(name: str) -> str:
    """A name as one phrase of a full-text query; empty where nothing of it can be looked for.

    Examples
    --------
    >>> name_phrase("王 伟")
    '"王伟"'
    """
    key = name_key(name)
    return f'"{key}"' if key else ""
