"""Passwords: what is acceptable, and Argon2id away from the event loop."""

from __future__ import annotations

import asyncio
import secrets
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import Final, ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from graph.errors import UsageError

P = ParamSpec("P")
T = TypeVar("T")
MIN_LENGTH: Final = 12
MAX_LENGTH: Final = 256
_MIN_DIFFERENT: Final = 5
# Without look-alikes (0 O, 1 l I): a first password is read from a file and typed.
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"

_hasher: Final = PasswordHasher()
# Each hash takes 64 MiB: a few at a time, in threads of their own, so that a crowd at the door neither takes
# the memory nor the threads that the store needs.
_workers: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")


def generate_password() -> str:
    """A first password of some 93 random bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(16))


def check_password(password: str, *, login: str) -> None:
    """Refuse a password that is easily guessed.

    Raises
    ------
    UsageError
        It is too short or long, holds the login, or has too few different characters.
    """
    folded = _normal(password)
    if not MIN_LENGTH <= len(folded) <= MAX_LENGTH:
        raise UsageError(
            f"口令应为 {MIN_LENGTH} 至 {MAX_LENGTH} 个字符", todo="换一个更长的口令，例如几个词连写"
        )
    if login and login.casefold() in folded.casefold():
        raise UsageError("口令不能包含登录名", todo="换一个与登录名无关的口令")
    if len(set(folded.casefold())) < _MIN_DIFFERENT:
        raise UsageError("口令的不同字符太少", todo=f"至少使用 {_MIN_DIFFERENT} 种字符")


async def hash_password(password: str) -> str:
    """Argon2id with salt and parameters in its text."""
    return await _in_thread(_hasher.hash, _normal(password))


async def verify_password(password_hash: str, password: str) -> bool:
    """Whether the password belongs to the hash; without a hash the work is done all the same.

    An unknown login, or one without a password, must not answer faster than a known one.
    """
    return await _in_thread(_verify, password_hash, _normal(password[: MAX_LENGTH + 1]))


def _verify(password_hash: str, password: str) -> bool:
    try:
        matches = _hasher.verify(password_hash or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return matches and bool(password_hash)


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_hex(32))


def _normal(password: str) -> str:
    """One form for what keyboards write differently."""
    return unicodedata.normalize("NFKC", password)


async def _in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    return await asyncio.get_running_loop().run_in_executor(_workers, partial(work, *args, **kwargs))
