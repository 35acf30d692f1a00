"""A workbook's parts looked at before openpyxl opens them: size, form, merged cells, empty formulas."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

from openpyxl.utils.cell import range_boundaries

from ingest.readers.rows import refuse
from ingest.readers.xlsx_header import Merge

_CHUNK: Final = 1 << 18
_LARGEST: Final = 4 << 30
_LARGEST_STRINGS: Final = 512 << 20
_RATIO: Final = 250
_SMALL: Final = 32 << 20
_MOST_MERGES: Final = 100_000
_MERGE: Final = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
_EMPTY_FORMULA: Final = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?r="[A-Z]{1,3}([0-9]{1,7})"[^>]*>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)'
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


@dataclass
class SheetScan:
    """What the sheet's text shows."""

    merges: list[Merge] = field(default_factory=list)
    uncomputed_rows: set[int] = field(default_factory=set)


def check_archive(path: Path, name: str) -> None:
    """Refuse what is no workbook, is encrypted, or would unpack beyond all bounds.

    Raises
    ------
    PackageError
        With the reason.
    """
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise refuse("文件是加密的工作簿或旧版 .xls", name, "去掉密码，另存为 .xlsx")
    if not head.startswith(b"PK"):
        raise refuse("文件内容不是 Excel 工作簿（.xlsx）", name)
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise refuse("工作簿不完整或已损坏", name) from error
    if sum(part.file_size for part in parts) > _LARGEST:
        raise refuse("工作簿解压后过大（超过 4 GB）", name, "拆分为较小的文件，或改用 CSV")
    for part in parts:
        if part.file_size > _SMALL and part.file_size > _RATIO * max(part.compress_size, 1):
            raise refuse("工作簿压缩比异常，疑为压缩炸弹", name)
        if part.filename.lower().endswith("sharedstrings.xml") and part.file_size > _LARGEST_STRINGS:
            raise refuse("工作簿文字内容过大", name, "拆分为较小的文件，或改用 CSV")


def scan_sheet(path: Path, sheet: str, name: str) -> SheetScan:
    """Read one sheet's text once: every byte unpacks, the XML is whole and declares no entities.

    Raises
    ------
    PackageError
        The sheet is damaged, or has merged cells without end.
    """
    found = SheetScan()
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = _no_entities
    carry = b""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(sheet) as file:
            while chunk := file.read(_CHUNK):
                parser.Parse(chunk, False)
                carry = _look(carry + chunk, found, name)
            parser.Parse(b"", True)
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        KeyError,
        ValueError,
        RuntimeError,
        EOFError,
    ) as error:
        raise refuse("工作簿的工作表已损坏", name) from error
    _collect(carry, found, name)
    return found


def _no_entities(*_: Any) -> None:
    raise ValueError("entity declarations are forbidden")


def _look(data: bytes, found: SheetScan, name: str) -> bytes:
    """Collect from the part that ends with a whole cell; give back the rest."""
    cut = data.rfind(b"</c>") + 4
    if cut < 4 or len(data) - cut > (1 << 20):
        cut = data.rfind(b">") + 1
    _collect(data[:cut], found, name)
    return data[cut:]


def _collect(data: bytes, found: SheetScan, name: str) -> None:
    for match in _MERGE.finditer(data):
        left, top, right, bottom = range_boundaries(match.group(1).decode("ascii"))
        found.merges.append(Merge(int(top or 1), int(left or 1), int(bottom or 1), int(right or 1)))
    if len(found.merges) > _MOST_MERGES:
        raise refuse("合并单元格过多", name, "取消合并单元格后重新报送")
    if b"<f" in data or b":f" in data:
        found.uncomputed_rows.update(int(match.group(1)) for match in _EMPTY_FORMULA.finditer(data))
