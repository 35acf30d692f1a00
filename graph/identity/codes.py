"""Codes of organisations: which scheme, which canonical value, and what is wrong with it.

Check digits come from python-stdnum where it has them (GB 32100, ISO 7064); its own validation is not
used for the unified code because it refuses the registries A, N and Y, which exist (facts.md 2.1).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

from stdnum.cn.uscc import calc_check_digit as _uscc_check_digit
from stdnum.iso7064 import mod_11_10

from graph.errors import SettingsError
from graph.identity.folding import fold_text, squeeze


class CodeScheme(StrEnum):
    """Kinds of code, as in the code list ``org_code_types``."""

    USCC = "USCC"
    REG15 = "REG15"
    ORG9 = "ORG9"
    TAX = "TAX"
    INSTITUTION12 = "INSTITUTION12"
    SOCIAL = "SOCIAL"
    FOREIGN = "FOREIGN"
    NONE = "NONE"


class CodeIssue(StrEnum):
    """Why a code cannot be taken."""

    EMPTY = "EMPTY"
    FORMAT = "FORMAT"
    CHECK_DIGIT = "CHECK_DIGIT"


class CodeFlag(StrEnum):
    """What is odd about a code that is taken all the same (重错码, facts.md 2.5)."""

    ORG_CODE_CHECK = "ORG_CODE_CHECK"
    REGISTRY_UNKNOWN = "REGISTRY_UNKNOWN"
    LEGACY_CHECK_DIGIT = "LEGACY_CHECK_DIGIT"
    UNCONVERTED_LEGACY = "UNCONVERTED_LEGACY"


@dataclass(frozen=True, slots=True)
class Code:
    """One code as read.

    Parameters
    ----------
    scheme
        Kind of code; the kind it looks like where it is wrong.
    value
        Canonical value: folded, without spaces, capitals.
    valid
        Whether it may be taken.
    issue
        Why not, if not.
    flags
        What is odd about it.
    """

    scheme: CodeScheme
    value: str
    valid: bool
    issue: CodeIssue | None = None
    flags: tuple[CodeFlag, ...] = ()

    @property
    def key(self) -> str:
        """``SCHEME:value``, the key of its Identifier node."""
        return f"{self.scheme.value}:{self.value}"


# First character: registry; second: kinds that it registers (facts.md 2.1).
_REGISTRIES: Final = {
    "1": "1239", "2": "19", "3": "123459", "4": "19", "5": "1239", "6": "129", "7": "129",
    "8": "19", "9": "123", "A": "19", "N": "1239", "Y": "1",
}  # fmt: skip
_USCC: Final = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}\Z")
_ORG9: Final = re.compile(r"[0-9A-Z]{8}[0-9X]\Z")
_ORG_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_BASE36: Final = {char: i for i, char in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_DASHES: Final = dict.fromkeys(map(ord, "-‐‑‒–—―−"))
_LOOSE: Final = re.compile(r"[0-9A-Z]{1,50}\Z")


def uscc_check_digit(body: str) -> str:
    """The check character for the first 17 characters of a unified code (GB 32100).

    Examples
    --------
    >>> uscc_check_digit("91320100748204660")
    'Q'
    """
    return str(_uscc_check_digit(body))


def org9_check_digit(body: str) -> str:
    """The check character for 8 characters of an organisation code (GB 11714).

    Examples
    --------
    >>> org9_check_digit("74820466")
    '0'
    """
    rest = 11 - sum(_BASE36[char] * weight for char, weight in zip(body, _ORG_WEIGHTS, strict=True)) % 11
    return "X" if rest == 10 else "0" if rest == 11 else str(rest)


def _read_uscc(value: str) -> Code:
    if not _USCC.match(value):
        return Code(CodeScheme.USCC, value, False, CodeIssue.FORMAT)
    if value[17] != _uscc_check_digit(value[:17]):
        return Code(CodeScheme.USCC, value, False, CodeIssue.CHECK_DIGIT)
    flags: list[CodeFlag] = []
    if value[1] not in _REGISTRIES.get(value[0], ""):
        flags.append(CodeFlag.REGISTRY_UNKNOWN)
    if value[16] != org9_check_digit(value[8:16]):
        flags.append(CodeFlag.ORG_CODE_CHECK)
    return Code(CodeScheme.USCC, value, True, None, tuple(flags))


def _read_reg15(value: str) -> Code:
    if not (value.isascii() and value.isdigit() and len(value) == 15):
        return Code(CodeScheme.REG15, value, False, CodeIssue.FORMAT)
    if not mod_11_10.is_valid(value):
        return Code(CodeScheme.REG15, value, False, CodeIssue.CHECK_DIGIT)
    return Code(CodeScheme.REG15, value, True, None, (CodeFlag.UNCONVERTED_LEGACY,))


def _read_org9(value: str) -> Code:
    if not _ORG9.match(value):
        return Code(CodeScheme.ORG9, value, False, CodeIssue.FORMAT)
    if value[8] != org9_check_digit(value[:8]):
        return Code(CodeScheme.ORG9, value, False, CodeIssue.CHECK_DIGIT)
    return Code(CodeScheme.ORG9, value, True, None, (CodeFlag.UNCONVERTED_LEGACY,))


def _read_loose(scheme: CodeScheme, value: str) -> Code:
    valid = bool(_LOOSE.match(value))
    return Code(scheme, value, valid, None if valid else CodeIssue.FORMAT)


@lru_cache(maxsize=1 << 17)
def _classify(text: str, scheme: str) -> Code:
    if scheme == CodeScheme.NONE:
        return Code(CodeScheme.NONE, "", True)
    if scheme == CodeScheme.FOREIGN:
        value = fold_text(text).upper()
        return Code(CodeScheme.FOREIGN, value, bool(value), None if value else CodeIssue.EMPTY)
    value = squeeze(text).translate(_DASHES)
    if not value:
        return Code(CodeScheme(scheme or "USCC"), "", False, CodeIssue.EMPTY)
    if scheme == CodeScheme.USCC or (not scheme and len(value) not in (9, 15)):
        return _read_uscc(value)
    if scheme == CodeScheme.REG15 or (not scheme and len(value) == 15):
        return _read_reg15(value)
    if scheme == CodeScheme.ORG9 or not scheme:
        return _read_org9(value)
    return _read_loose(CodeScheme(scheme), value)


def classify_code(text: str, code_type: str = "", *, in_use: Collection[str] = frozenset()) -> Code:
    """Read the code of an organisation.

    Parameters
    ----------
    text
        The code as handed in: full-width characters, spaces, hyphens and small letters are folded.
    code_type
        A `CodeScheme`, where the row gives one; else the length decides (18, 15 or 9 characters).
    in_use
        Canonical codes that fail their check digit but are in official use (early codes): they are
        taken and flagged.

    Examples
    --------
    >>> classify_code(" 91320100748204660q ").value
    '91320100748204660Q'
    >>> str(classify_code("12440300MB2C92173A").issue)
    'CHECK_DIGIT'
    """
    code = _classify(text, code_type)
    if in_use and code.issue is CodeIssue.CHECK_DIGIT and code.value in in_use:
        return replace(code, valid=True, issue=None, flags=(*code.flags, CodeFlag.LEGACY_CHECK_DIGIT))
    return code


def load_codes_in_use(path: Path) -> frozenset[str]:
    """Early codes in official use although their check digit is wrong: one a line, ``#`` is a remark.

    Raises
    ------
    SettingsError
        The file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            "早期代码清单无法读取", where=str(path), todo="检查文件是否存在、可读，并为 UTF-8 编码"
        ) from error
    return frozenset(squeeze(text) for line in lines if (text := line.split("#", 1)[0].strip()))
