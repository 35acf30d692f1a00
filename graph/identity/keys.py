"""The key file: made once, readable by its owner only, never half written.

One JSON file of mode 0600 in a folder of mode 0700. It is written beside its place and linked into
it, so of two processes that race one wins and both read the same whole file.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import secrets
import stat
from pathlib import Path
from typing import Any, Final

from filelock import FileLock

from graph.errors import SettingsError
from graph.identity.numbers import IdentityKeys

KEY_FILE: Final = "identity-keys.json"
_FORM: Final = 1


def load_or_create_keys(folder: Path) -> IdentityKeys:
    """The keys in `folder`; the first caller makes them.

    Raises
    ------
    SettingsError
        Folder or file can be read by others, belong to somebody else, or are damaged.
    """
    _make_folder(folder)
    if not (folder / KEY_FILE).exists():
        fresh = {"form": _FORM, "hmac": {"h1": _fresh()}, "master": {"m1": _fresh()}, "digest": _fresh()}
        draft = _write_draft(folder, fresh)
        try:
            with contextlib.suppress(FileExistsError):
                os.link(draft, folder / KEY_FILE)
        finally:
            draft.unlink(missing_ok=True)
        _sync_folder(folder)
    return load_keys(folder)


def load_keys(folder: Path) -> IdentityKeys:
    """The keys in `folder`, which must be there.

    Raises
    ------
    SettingsError
        They are missing, can be read by others, belong to somebody else, or are damaged.
    """
    return _keys_of(_read(folder), folder / KEY_FILE)


def rotate_keys(folder: Path) -> IdentityKeys:
    """Add a new digest key and a new master key; the older ones stay, to read what they made.

    Raises
    ------
    SettingsError
        As `load_keys`.
    """
    _check(folder, stat.S_ISDIR, 0o700)
    with FileLock(folder / "identity-keys.lock", mode=0o600):
        content = _read(folder)
        _keys_of(content, folder / KEY_FILE)
        for name, letter in (("hmac", "h"), ("master", "m")):
            content[name][f"{letter}{len(content[name]) + 1}"] = _fresh()
        draft = _write_draft(folder, content)
        draft.replace(folder / KEY_FILE)
        _sync_folder(folder)
    return load_keys(folder)


def _fresh() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode("ascii")


def _make_folder(folder: Path) -> None:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
    except OSError as error:
        raise SettingsError(
            "密钥目录无法创建", where=str(folder), todo=f"检查上级目录的权限与空间（{error.strerror}）"
        ) from error
    _check(folder, stat.S_ISDIR, 0o700)


def _write_draft(folder: Path, content: dict[str, Any]) -> Path:
    draft = folder / f".{KEY_FILE}.{os.getpid()}.{secrets.token_hex(6)}"
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                json.dump(content, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            draft.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise SettingsError(
            "密钥文件无法写入", where=str(folder), todo=f"检查目录权限与磁盘空间（{error.strerror}）"
        ) from error
    return draft


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _check(path: Path, is_kind: Any, mode: int) -> None:
    """Refuse what is missing, a link, somebody else's, or open to others."""
    try:
        found = path.lstat()
    except OSError as error:
        raise SettingsError(
            "找不到身份密钥", where=str(path), todo="先启动一次平台以生成密钥，或从备份恢复密钥文件"
        ) from error
    if not is_kind(found.st_mode):
        raise SettingsError(
            "身份密钥的路径不是普通文件或目录", where=str(path), todo="去掉链接，改放真实文件"
        )
    if found.st_uid != os.getuid():
        raise SettingsError(
            "身份密钥不属于当前用户", where=str(path), todo=f"以属主身份运行，或 chown {path}"
        )
    if found.st_mode & 0o077:
        raise SettingsError(
            "身份密钥可被其他用户访问", where=str(path), todo=f"运行 chmod {mode:o} {path}，并考虑轮换密钥"
        )


def _read(folder: Path) -> dict[str, Any]:
    path = folder / KEY_FILE
    _check(folder, stat.S_ISDIR, 0o700)
    _check(path, stat.S_ISREG, 0o600)
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), encoding="ascii") as file:
            content = json.load(file)
    except (OSError, ValueError):
        # `from None`: a decoding error carries the text that it could not decode.
        raise SettingsError("密钥文件无法读取或已损坏", where=str(path), todo="从备份恢复密钥文件") from None
    if not isinstance(content, dict) or content.get("form") != _FORM:
        raise SettingsError("密钥文件格式不符", where=str(path), todo="从备份恢复密钥文件")
    return content


def _keys_of(content: dict[str, Any], path: Path) -> IdentityKeys:
    try:
        return IdentityKeys(
            {version: base64.b64decode(key, validate=True) for version, key in content["hmac"].items()},
            {version: base64.b64decode(key, validate=True) for version, key in content["master"].items()},
            base64.b64decode(content["digest"], validate=True),
        )
    except (KeyError, AttributeError, TypeError, ValueError):
        raise SettingsError("密钥文件已损坏", where=str(path), todo="从备份恢复密钥文件") from None
    except SettingsError as error:
        raise SettingsError(error.what, where=str(path), todo=error.todo) from None
