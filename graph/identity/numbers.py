"""Numbers of persons' documents: canonical form, masked form, keyed digest, encryption (A8, A9).

A number leaves this module in clear only through `IdentityKeys.unseal`; whatever it raises or shows
of itself never contains one.
"""

from __future__ import annotations

import base64
import hmac
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from stdnum.cn.ric import calc_check_digit

from graph.errors import NotFoundError, SettingsError
from graph.identity.folding import squeeze
from graph.stable_json import stable_json

CITIZEN_ID: Final = "01"
PASSPORT: Final = "02"
HONG_KONG_MACAU_PERMIT: Final = "03"
TAIWAN_PERMIT: Final = "04"
FOREIGN_RESIDENT_ID: Final = "05"


class NumberIssue(StrEnum):
    """Why a number cannot be taken."""

    EMPTY = "EMPTY"
    FORMAT = "FORMAT"
    CHECK_DIGIT = "CHECK_DIGIT"
    BIRTH_DATE = "BIRTH_DATE"
    TYPE = "TYPE"


@dataclass(frozen=True, slots=True)
class PersonNumber:
    """One number as read; `value` is never part of its printed form.

    Parameters
    ----------
    id_type
        Code of the document (facts.md 1.3).
    value
        Canonical number: folded, 15 digits converted to 18, capital X.
    valid
        Whether it may be taken.
    issue
        Why not, if not.
    converted
        Whether it was handed in with 15 digits.
    """

    id_type: str
    value: str = field(repr=False)
    valid: bool = True
    issue: NumberIssue | None = None
    converted: bool = False

    @property
    def masked(self) -> str:
        """What may be shown of it."""
        return mask(self.value)


_DIGITS17: Final = re.compile(r"[1-9][0-9]{16}[0-9X]\Z")
_DIGITS15: Final = re.compile(r"[1-9][0-9]{14}\Z")
_SEPARATORS: Final = dict.fromkeys(map(ord, "-‐‑‒–—―−·•."))
_FORMATS: Final[Mapping[str, re.Pattern[str]]] = {
    PASSPORT: re.compile(r"[A-Z0-9]{5,20}\Z"),
    HONG_KONG_MACAU_PERMIT: re.compile(r"[A-Z]?[0-9]{8,11}\Z"),
    TAIWAN_PERMIT: re.compile(r"[A-Z]?[0-9]{7,11}(\([A-Z0-9]{1,2}\))?\Z"),
    FOREIGN_RESIDENT_ID: re.compile(r"([A-Z]{3}[0-9]{12}|[0-9]{17}[0-9X])\Z"),
}


@lru_cache(maxsize=1 << 16)
def _is_birth_date(text: str) -> bool:
    """Whether YYYYMMDD is a day on which somebody who is on file can be born."""
    try:
        born = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return 1850 <= born.year <= 2100


def citizen_id_check_digit(body: str) -> str:
    """The check character for 17 digits (GB 11643).

    Examples
    --------
    >>> citizen_id_check_digit("11010519491231002")
    'X'
    """
    return str(calc_check_digit(body + "0"))


def to_18_digits(number: str) -> str:
    """A 15-digit number of the first generation in its 18-digit form: ``19`` goes in, the check on.

    Examples
    --------
    >>> to_18_digits("110105491231002")
    '11010519491231002X'
    """
    body = f"{number[:6]}19{number[6:]}"
    return body + citizen_id_check_digit(body)


def _read_citizen_id(value: str) -> PersonNumber:
    converted = bool(_DIGITS15.match(value))
    if converted:
        value = to_18_digits(value)
    elif not _DIGITS17.match(value):
        return PersonNumber(CITIZEN_ID, value, False, NumberIssue.FORMAT)
    if not _is_birth_date(value[6:14]):
        return PersonNumber(CITIZEN_ID, value, False, NumberIssue.BIRTH_DATE, converted)
    if value[17] != calc_check_digit(value):
        return PersonNumber(CITIZEN_ID, value, False, NumberIssue.CHECK_DIGIT, converted)
    return PersonNumber(CITIZEN_ID, value, True, None, converted)


def read_number(id_type: str, text: str) -> PersonNumber:
    """Read the number of a person's document.

    The region part of a citizen's number may be abolished or unknown; it is not checked. An empty
    `id_type` means a citizen's number.

    Parameters
    ----------
    id_type
        Code of the document, ``01`` to ``05``.
    text
        The number as handed in.

    Examples
    --------
    >>> read_number("01", "11010519491231002x").valid
    True
    >>> read_number("01", "11010519491231002x")
    PersonNumber(id_type='01', valid=True, issue=None, converted=False)
    """
    value = squeeze(text).translate(_SEPARATORS)
    kind = id_type or CITIZEN_ID
    if not value:
        return PersonNumber(kind, "", False, NumberIssue.EMPTY)
    if kind == CITIZEN_ID:
        return _read_citizen_id(value)
    wanted = _FORMATS.get(kind)
    if wanted is None:
        return PersonNumber(kind, value, False, NumberIssue.TYPE)
    if not wanted.match(value):
        return PersonNumber(kind, value, False, NumberIssue.FORMAT)
    if kind == FOREIGN_RESIDENT_ID and len(value) == 18 and value[17] != calc_check_digit(value):
        return PersonNumber(kind, value, False, NumberIssue.CHECK_DIGIT)
    return PersonNumber(kind, value)


def mask(value: str) -> str:
    """What may be shown of a number: first 6 and last 4 of a long one, two and two of a short one.

    Examples
    --------
    >>> mask("11010519491231002X")
    '110105********002X'
    >>> mask("E12345678")
    'E1*****78'
    >>> mask("123")
    '***'
    """
    size = len(value)
    if size >= 15:
        return f"{value[:6]}{'*' * (size - 10)}{value[-4:]}"
    if size >= 8:
        return f"{value[:2]}{'*' * (size - 4)}{value[-2:]}"
    if size >= 4:
        return f"{value[0]}{'*' * (size - 1)}"
    return "*" * size


@dataclass(frozen=True, slots=True)
class SealedNumber:
    """A number as the store keeps it; without `wrapped_key` nobody can read it again."""

    ciphertext: str
    nonce: str
    wrapped_key: str


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _keyed(key: bytes) -> hmac.HMAC:
    """HMAC-SHA256 with a key and no text yet."""
    return hmac.new(key, digestmod="sha256")


def _digest(keyed: hmac.HMAC, text: bytes) -> bytes:
    """The HMAC of a text; copying what the key has begun costs half of beginning with it again."""
    begun = keyed.copy()
    begun.update(text)
    return begun.digest()


class IdentityKeys:
    """The secret keys of one installation; its printed form shows versions only.

    Parameters
    ----------
    hmac_keys, master_keys
        Key by version, oldest first; the last one is current. Older ones stay readable.
    digest_key
        Key of row digests; it does not rotate, or every row handed in again would look changed.
    """

    def __init__(
        self, hmac_keys: Mapping[str, bytes], master_keys: Mapping[str, bytes], digest_key: bytes
    ) -> None:
        if not hmac_keys or not master_keys or not digest_key:
            raise SettingsError("身份密钥不完整", todo="从备份恢复密钥文件")
        if any(len(key) < 32 for key in (*hmac_keys.values(), *master_keys.values(), digest_key)):
            raise SettingsError("身份密钥长度不足", todo="从备份恢复密钥文件")
        self._hmac = {version: _keyed(key) for version, key in hmac_keys.items()}
        self._digest = _keyed(digest_key)
        self._master = {version: AESGCM(key) for version, key in master_keys.items()}
        self.hmac_version = next(reversed(self._hmac))
        self.master_version = next(reversed(self._master))
        self._current = self._hmac[self.hmac_version]

    def __repr__(self) -> str:
        return f"IdentityKeys(hmac={list(self._hmac)}, master={list(self._master)})"

    def __reduce__(self) -> str:
        raise TypeError("identity keys are not to be pickled")

    @classmethod
    def generate(cls) -> IdentityKeys:
        """Fresh keys that are kept nowhere: for tests and rehearsals."""
        return cls({"h1": os.urandom(32)}, {"m1": os.urandom(32)}, os.urandom(32))

    @property
    def fingerprint(self) -> str:
        """A public mark of this set of keys, so that a store can refuse another set."""
        return _digest(self._digest, b"creditgraph/fingerprint").hex()[:16]

    def hmac(self, id_type: str, number: str) -> str:
        """The keyed digest of a canonical number, ``<key version>:<hex>``.

        Parameters
        ----------
        id_type, number
            As `read_number` gives them.
        """
        digest = _digest(self._current, f"{id_type}:{number}".encode())
        return f"{self.hmac_version}:{digest.hex()}"

    def hmac_candidates(self, id_type: str, number: str) -> tuple[str, ...]:
        """The digests under every key version, the current one first: how to look a number up."""
        text = f"{id_type}:{number}".encode()
        return tuple(
            f"{version}:{_digest(keyed, text).hex()}" for version, keyed in reversed(self._hmac.items())
        )

    def is_current(self, id_hmac: str) -> bool:
        """Whether a stored digest was made with the current key."""
        return id_hmac.startswith(f"{self.hmac_version}:")

    def text_digest(self, purpose: str, text: str) -> str:
        """A keyed digest of any text; nobody without the key can try numbers against it."""
        return _digest(self._digest, f"{purpose}\0{text}".encode(errors="surrogatepass")).hex()

    def row_digest(self, cells: Mapping[str, str]) -> str:
        """The keyed digest of a row as handed in; empty cells and the order of columns do not count."""
        filled = {name: text for name, text in cells.items() if text}
        return self.text_digest("row", stable_json(filled))

    def phone_digest(self, phone: str) -> str:
        """The keyed digest of a telephone number; punctuation and the country's prefix do not count."""
        digits = re.sub(r"[^0-9]", "", squeeze(phone))
        if len(digits) == 13 and digits.startswith("86"):
            digits = digits[2:]
        return self.text_digest("phone", digits)

    @property
    def package_key(self) -> bytes:
        """The key under which packages are digested."""
        return _digest(self._digest, b"creditgraph/package")

    def seal(self, id_type: str, number: str, *, wrapped_key: str = "") -> SealedNumber:
        """Encrypt a number under its person's data key.

        Parameters
        ----------
        wrapped_key
            The person's data key, if the person has one already; else a new one is made.
        """
        fresh = os.urandom(56)  # one call of the system for all three: a call costs more than its bytes
        nonce = fresh[:12]
        if wrapped_key:
            data_key = self._unwrap(wrapped_key)
        else:
            data_key = fresh[24:]
            wrapped_key = self._wrap(data_key, fresh[12:24])
        sealed = AESGCM(data_key).encrypt(nonce, number.encode(), _about(id_type))
        return SealedNumber(_text(sealed), _text(nonce), wrapped_key)

    def unseal(self, id_type: str, sealed: SealedNumber) -> str:
        """The number in clear: only after role and reason were checked and logged (A9).

        Raises
        ------
        NotFoundError
            The person's data key was destroyed: nobody can read this number again.
        SettingsError
            The keys are not those with which it was sealed, or the stored text was changed.
        """
        if not sealed.wrapped_key:
            raise NotFoundError("该人员的号码密钥已销毁，号码不可恢复")
        data_key = self._unwrap(sealed.wrapped_key)
        try:
            nonce, text = base64.b64decode(sealed.nonce), base64.b64decode(sealed.ciphertext)
            return AESGCM(data_key).decrypt(nonce, text, _about(id_type)).decode()
        except (InvalidTag, ValueError):
            raise SettingsError("证件号码密文无法解密", todo="核对密钥文件与数据是否来自同一套部署") from None

    def seal_text(self, about: str, text: bytes) -> bytes:
        """Encrypt a text of the platform's own, bound to what it is about."""
        nonce = os.urandom(12)
        master = self._master[self.master_version]
        sealed = master.encrypt(nonce, text, f"creditgraph/text/{about}".encode())
        return self.master_version.encode("ascii") + b":" + nonce + sealed

    def unseal_text(self, about: str, sealed: bytes) -> bytes:
        """The text that `seal_text` encrypted.

        Raises
        ------
        SettingsError
            The keys are not those with which it was sealed, or it was changed.
        """
        version, _, rest = sealed.partition(b":")
        master = self._master.get(version.decode("ascii", "replace"))
        try:
            if master is None:
                raise InvalidTag
            return master.decrypt(rest[:12], rest[12:], f"creditgraph/text/{about}".encode())
        except (InvalidTag, ValueError):
            raise SettingsError("密文无法解密", todo="核对密钥文件与数据是否来自同一套部署") from None

    def rewrap(self, sealed: SealedNumber) -> SealedNumber:
        """The same number with its data key wrapped by the current master key."""
        if not sealed.wrapped_key or sealed.wrapped_key.startswith(f"{self.master_version}:"):
            return sealed
        data_key = self._unwrap(sealed.wrapped_key)
        return SealedNumber(sealed.ciphertext, sealed.nonce, self._wrap(data_key, os.urandom(12)))

    def _wrap(self, data_key: bytes, nonce: bytes) -> str:
        wrapped = self._master[self.master_version].encrypt(nonce, data_key, b"creditgraph/data-key")
        return f"{self.master_version}:{_text(nonce + wrapped)}"

    def _unwrap(self, wrapped_key: str) -> bytes:
        version, _, text = wrapped_key.partition(":")
        master = self._master.get(version)
        if master is None:
            raise SettingsError(f"缺少主密钥版本 {version[:16]}", todo="从备份恢复密钥文件")
        try:
            raw = base64.b64decode(text)
            return master.decrypt(raw[:12], raw[12:], b"creditgraph/data-key")
        except (InvalidTag, ValueError):
            raise SettingsError("数据密钥无法解开", todo="核对密钥文件与数据是否来自同一套部署") from None


def _about(id_type: str) -> bytes:
    return f"creditgraph/number/{id_type}".encode()
