"""FinBench ids as codes: a fixed mapping, by kind, because 37 ids are both a person's and a company's.

Neither can belong to anybody: no region begins with 99, and no passport is written ``FBP`` and 14 digits.
"""

from __future__ import annotations

from typing import Final

from graph.errors import PackageError
from graph.identity.codes import org9_check_digit, uscc_check_digit

PERSON_DOCUMENT_TYPE: Final = "02"
_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_REGISTRY_AND_REGION: Final = "91990000"
_BUCKET_BITS: Final = 40
_LOCAL_SIZE: Final = 6


def company_code(number: int) -> str:
    """The unified social credit code that stands for a company id.

    FinBench numbers are ``bucket << 40 | position``; the body of the code is ``F``, the bucket as one
    character and the position as six, in the 31 characters of unified codes; both check digits follow.

    Raises
    ------
    PackageError
        The id does not fit: it is no FinBench id.

    Examples
    --------
    >>> company_code(1)
    '91990000F000000189'
    """
    bucket, position = divmod(number, 1 << _BUCKET_BITS)
    if not (0 <= bucket < len(_ALPHABET) and position < len(_ALPHABET) ** _LOCAL_SIZE):
        raise PackageError("编号超出 FinBench 的编号范围", where=str(number), todo="核对源文件")
    body = f"F{_ALPHABET[bucket]}{_digits(position)}"
    code = _REGISTRY_AND_REGION + body + org9_check_digit(body)
    return code + uscc_check_digit(code)


def _digits(position: int) -> str:
    text = ""
    for _ in range(_LOCAL_SIZE):
        position, rest = divmod(position, len(_ALPHABET))
        text = _ALPHABET[rest] + text
    return text


def person_document(number: int) -> str:
    """The document number that stands for a person id.

    Raises
    ------
    PackageError
        The id does not fit: it is no FinBench id.

    Examples
    --------
    >>> person_document(1049)
    'FBP00000000001049'
    """
    if not 0 <= number < 10**14:
        raise PackageError("编号超出 FinBench 的编号范围", where=str(number), todo="核对源文件")
    return f"FBP{number:014d}"
