"""Unpacking a .zip that anybody may have made: bounded, nowhere but where it belongs, gone afterwards."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Final

import psutil

from graph.errors import PackageError

_PREFIX: Final = "creditgraph-package-"
_CHUNK: Final = 1 << 20
MOST_FILES: Final = 1000
LARGEST_TOTAL: Final = 64 << 30
_RATIO: Final = 250
_SMALL: Final = 64 << 20


def unpack(path: Path, work_folder: Path | None = None) -> Path:
    """Unpack into a fresh folder of mode 0700 and give it back.

    Raises
    ------
    PackageError
        The archive is damaged, encrypted, leads out of its folder, or would grow beyond all bounds.
    """
    base = work_folder or Path(tempfile.gettempdir())
    _sweep(base)
    target: Path | None = None
    try:
        base.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path) as archive:
            parts = _checked(archive, path.name)
            target = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=base))
            for part, inner in parts:
                _extract(archive, part, target / inner)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        _remove(target)
        raise _damaged(path.name) from error
    except OSError as error:
        _remove(target)
        if error.errno in (None, errno.EINVAL):
            raise _damaged(path.name) from error
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        what = "磁盘空间不足，压缩包无法解开" if full else f"压缩包无法解开（{error.strerror or '读取错误'}）"
        raise PackageError(what, where=path.name, todo="腾出空间或检查权限后重试；未写入任何数据") from error
    except BaseException:
        _remove(target)
        raise
    return target


def _damaged(name: str) -> PackageError:
    return PackageError("压缩包不完整或已损坏", where=name, todo="重新压缩后报送")


def _remove(target: Path | None) -> None:
    if target is not None:
        shutil.rmtree(target, ignore_errors=True)


def _sweep(base: Path) -> None:
    """Remove what a killed process left behind: it may hold numbers of persons."""
    for left in base.glob(f"{_PREFIX}*"):
        pid = left.name.removeprefix(_PREFIX).split("-", 1)[0]
        with contextlib.suppress(OSError):
            if pid.isdigit() and left.stat().st_uid == os.getuid() and not psutil.pid_exists(int(pid)):
                shutil.rmtree(left, ignore_errors=True)


def _checked(archive: zipfile.ZipFile, name: str) -> list[tuple[zipfile.ZipInfo, PurePosixPath]]:
    parts = [part for part in archive.infolist() if not part.is_dir()]
    if len(parts) > MOST_FILES:
        raise PackageError(f"压缩包内文件超过 {MOST_FILES} 个", where=name, todo="拆分后报送")
    if sum(part.file_size for part in parts) > LARGEST_TOTAL:
        raise PackageError("压缩包解开后过大", where=name, todo="拆分后报送")
    kept: dict[str, tuple[zipfile.ZipInfo, PurePosixPath]] = {}
    for part in parts:
        inner = _inner(part)
        if inner is None:
            raise PackageError("压缩包内有越出本目录的路径", where=name, todo="重新压缩后报送")
        if stat.S_ISLNK(part.external_attr >> 16):
            raise PackageError("压缩包内有符号链接", where=name, todo="改放真实文件")
        if part.flag_bits & 0x1:
            raise PackageError("压缩包有密码", where=name, todo="去掉密码后报送")
        if part.file_size > _SMALL and part.file_size > _RATIO * max(part.compress_size, 1):
            raise PackageError("压缩比异常，疑为压缩炸弹", where=name, todo="重新压缩后报送")
        if inner.parts[0] == "__MACOSX" or inner.name.startswith("."):
            continue
        if kept.setdefault(str(inner).casefold(), (part, inner))[0] is not part:
            raise PackageError("压缩包内有同名文件", where=name, todo="每个文件只保留一份")
    return list(kept.values())


def _inner(part: zipfile.ZipInfo) -> PurePosixPath | None:
    """The path inside the package, or None if it leads out of it."""
    text = part.filename
    if not part.flag_bits & 0x800:
        # Chinese Windows writes GBK names without saying so.
        with contextlib.suppress(UnicodeError):
            text = text.encode("cp437").decode("gb18030")
    inner = PurePosixPath(text.replace("\\", "/"))
    outside = inner.is_absolute() or ".." in inner.parts or not inner.parts or ":" in inner.parts[0]
    return None if outside or len(str(inner)) > 1000 else inner


def _extract(archive: zipfile.ZipFile, part: zipfile.ZipInfo, target: Path) -> None:
    """One file; zipfile gives no more bytes than its directory declared, and checks their sum."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(part) as source, target.open("xb") as file:
        shutil.copyfileobj(source, file, _CHUNK)
