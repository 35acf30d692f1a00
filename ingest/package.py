"""A package of tables: a folder, a .zip or one table file, with its manifest (exchange-format.md)."""

from __future__ import annotations

import hashlib
import hmac
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final

from graph.errors import PackageError
from graph.identity.redact import redact_text
from graph.model.tables import TABLE_NAMES_ZH, TABLES
from ingest.manifest import MANIFEST_FILE, Manifest, read_manifest
from ingest.readers import TABLE_SUFFIXES
from ingest.unpack import unpack

_IGNORED: Final = frozenset({"thumbs.db", "desktop.ini", "readme.md", "readme.txt"})
_CHUNK: Final = 1 << 20


@dataclass(frozen=True)
class TableFile:
    """One file of a table.

    Parameters
    ----------
    table
        Name of the declared table.
    path
        Where the file is.
    name
        What reports call it: its name in the package.
    stem
        The name under which it was handed in (``listing_persons`` is read as ``liable_persons``).
    size
        Bytes.
    digest
        Keyed digest of its content, where a key was given; else a plain one.
    """

    table: str
    path: Path
    name: str
    stem: str
    size: int
    digest: str


@dataclass
class Package:
    """An opened package; leave it by ``with`` or `close`, so that what was unpacked goes.

    Parameters
    ----------
    path
        What was handed in.
    manifest
        Its manifest, or the defaults.
    tables
        Its table files in the order in which they are to be read.
    unknown
        Files that mean nothing here; reported.
    digest
        Digest of everything that counts: the same package handed in again has the same one.
    """

    path: Path
    manifest: Manifest
    tables: tuple[TableFile, ...]
    unknown: tuple[str, ...]
    digest: str
    _unpacked: Path | None = field(default=None, repr=False)

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove what was unpacked."""
        if self._unpacked is not None:
            shutil.rmtree(self._unpacked, ignore_errors=True)
            self._unpacked = None

    @property
    def size(self) -> int:
        """Bytes of all table files."""
        return sum(one.size for one in self.tables)


def open_package(path: Path, *, digest_key: bytes = b"", work_folder: Path | None = None) -> Package:
    """Open a package; no row is read yet.

    Parameters
    ----------
    path
        A folder, a .zip, or one table file named after its table.
    digest_key
        Key of the digests (`IdentityKeys.package_key`): a plain digest of a small file could be guessed.
    work_folder
        Where a .zip is unpacked; the system's folder for temporary files by default.

    Raises
    ------
    PackageError
        The package is refused whole, with the reason.
    """
    if path.is_dir():
        return _open_folder(path, path, digest_key)
    if not path.is_file():
        raise PackageError("找不到数据包", where=str(path), todo="检查路径")
    if path.suffix.lower() in TABLE_SUFFIXES:
        return _assemble(path, path.parent, [path.name], digest_key)
    if path.suffix.lower() != ".zip":
        raise PackageError(
            "不支持的数据包类型",
            where=path.name,
            todo="报送文件夹、.zip，或单个 .csv、.xlsx、.jsonl、.parquet",
        )
    unpacked = unpack(path, work_folder)
    try:
        package = _open_folder(path, _only_folder(unpacked), digest_key)
    except BaseException:
        shutil.rmtree(unpacked, ignore_errors=True)
        raise
    package._unpacked = unpacked
    return package


def _only_folder(folder: Path) -> Path:
    """Where the files are: many people zip the folder, not what is in it."""
    inside = [one for one in folder.iterdir() if not one.name.startswith((".", "__MACOSX"))]
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder


def _open_folder(path: Path, folder: Path, digest_key: bytes) -> Package:
    try:
        names = sorted(one.name for one in folder.iterdir() if one.is_file())
    except OSError as error:
        raise PackageError(f"文件夹无法读取（{error.strerror}）", where=str(path), todo="检查权限") from error
    return _assemble(path, folder, names, digest_key)


def table_of(stem: str) -> str | None:
    """The table that a file name means, by its name or Chinese name.

    Examples
    --------
    >>> table_of("Positions"), table_of("任职"), table_of("listing_persons"), table_of("positions_2")
    ('positions', 'positions', 'liable_persons', None)
    """
    clean = stem.strip().lower()
    if clean in TABLES:
        return clean
    return TABLE_NAMES_ZH.get(clean)


def _assemble(path: Path, folder: Path, names: Sequence[str], digest_key: bytes) -> Package:
    manifest_path = folder / MANIFEST_FILE
    manifest = read_manifest(manifest_path) if MANIFEST_FILE in names else Manifest()
    tables: list[TableFile] = []
    unknown: list[str] = []
    for name in names:
        file = folder / name
        table = table_of(file.stem) if file.suffix.lower() in TABLE_SUFFIXES else None
        if table is not None:
            size, digest = _digest(file, name, digest_key)
            tables.append(TableFile(table, file, name, file.stem.strip().lower(), size, digest))
        elif name != MANIFEST_FILE and not name.startswith((".", "~$")) and name.lower() not in _IGNORED:
            unknown.append(redact_text(name))
    if not tables:
        raise PackageError(
            "数据包中没有可识别的数据表",
            where=str(path.name or path),
            todo="文件名用数据表名称，例如 entities.csv、任职.xlsx",
        )
    order = {name: place for place, name in enumerate(TABLES)}
    tables.sort(key=lambda one: (order[one.table], one.name))
    manifest = manifest.covering(tuple(dict.fromkeys(one.table for one in tables)))
    return Package(path, manifest, tuple(tables), tuple(unknown), _whole(manifest, tables, digest_key))


def _digest(file: Path, name: str, key: bytes) -> tuple[int, str]:
    digest = hmac.new(key, digestmod="sha256") if key else hashlib.sha256()
    size = 0
    try:
        with file.open("rb") as content:
            while chunk := content.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError as error:
        raise PackageError(
            f"文件无法读取（{error.strerror or os.strerror(error.errno or 0)}）",
            where=name,
            todo="检查文件与权限",
        ) from error
    return size, digest.hexdigest()


def _whole(manifest: Manifest, tables: Sequence[TableFile], key: bytes) -> str:
    digest = hmac.new(key, digestmod="sha256") if key else hashlib.sha256()
    digest.update(repr(manifest).encode())
    for one in tables:
        digest.update(f"\0{one.stem}\0{one.name}\0{one.size}\0{one.digest}".encode())
    return digest.hexdigest()
