"""Check digits, written a second time on purpose.

The platform's own checks live in ``graph.identity``. A generator that borrowed them could only show
that they agree with themselves; this arithmetic shares no line with them. All codes made here have a
form that no authority ever gave out: organisation bodies begin with ``NY``/``NX``/``NA``, personal
numbers carry an unassigned county (411384 to 411399), so that none can belong to anybody.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from operator import mul
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE: Final = {char: index for index, char in enumerate(ALPHABET)}
_BASE36: Final = {char: index for index, char in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_USCC_WEIGHTS: Final = tuple(pow(3, i, 31) for i in range(17))
_ORG_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_ID_WEIGHTS: Final = tuple(pow(2, 17 - i, 11) for i in range(17))
_ID_CHECKS: Final = "10X98765432"

PERSON_REGIONS: Final = tuple(str(code) for code in range(411384, 411397))
_FIRST_BIRTH: Final = date(1955, 1, 1).toordinal()
_BIRTH_DAYS: Final = 16000
_STRIDE: Final = 7919


def org9(body: str) -> str:
    """An 8-character body with its GB 11714 check character.

    Examples
    --------
    >>> org9("74820466")
    '748204660'
    """
    total = sum(map(mul, [_BASE36[char] for char in body], _ORG_WEIGHTS))
    check = 11 - total % 11
    return body + ("X" if check == 10 else "0" if check == 11 else str(check))


def uscc(kind: str, region: str, body: str) -> str:
    """A unified social credit code: registry and kind, region, body, and both check characters.

    Examples
    --------
    >>> uscc("91", "320100", "74820466")
    '91320100748204660Q'
    """
    text = kind + region + org9(body)
    total = sum(map(mul, [_VALUE[char] for char in text], _USCC_WEIGHTS))
    return text + ALPHABET[-total % 31]


def body_of(prefix: str, number: int) -> str:
    """An 8-character organisation body: `prefix` and `number` in the code's own 31 characters."""
    digits = ""
    for _ in range(8 - len(prefix)):
        number, rest = divmod(number, 31)
        digits = ALPHABET[rest] + digits
    return prefix + digits


def id18(body: str) -> str:
    """A 17-digit body with its GB 11643 check character.

    Examples
    --------
    >>> id18("11010519491231002")
    '11010519491231002X'
    """
    total = sum(map(mul, map(int, body), _ID_WEIGHTS))
    return body + _ID_CHECKS[total % 11]


@cache
def _birth_text(day: int) -> str:
    return date.fromordinal(_FIRST_BIRTH + day).strftime("%Y%m%d")


def person_number(serial: int) -> str:
    """The personal number of the `serial`-th synthetic person; no two serials share one.

    Examples
    --------
    >>> len({person_number(n) for n in range(1000)})
    1000
    """
    rest, region = divmod(serial, len(PERSON_REGIONS))
    sequence, day = divmod(rest, _BIRTH_DAYS)
    birth = _birth_text((day * _STRIDE + region * 1231) % _BIRTH_DAYS)
    # 41 and 999 share no factor: one birthday and county gives each sequence number once.
    return id18(f"{PERSON_REGIONS[region]}{birth}{(sequence * 41 + day * 101) % 999 + 1:03d}")


def id15(number: str) -> str:
    """The 15-digit form of an 18-digit number of somebody born in the 1900s."""
    return number[:6] + number[8:17]


def wrong_check(code: str) -> str:
    """The same code with a last character that cannot be right."""
    if len(code) == 18 and code[:17].isdigit() and code.startswith("4113"):
        return code[:17] + _ID_CHECKS[(_ID_CHECKS.index(code[17].upper()) + 3) % 11]
    return code[:17] + ALPHABET[(_VALUE[code[17]] + 5) % 31]
