"""Which encoding a text file has: decided on the whole file, in bounded memory, before any row is read."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Final

from ingest.readers.rows import LONGEST_LINE, refuse

_CHUNK: Final = 1 << 20
_MAGIC: Final = (
    (b"PK\x03\x04", "压缩包或 Excel 工作簿（.xlsx）"),
    (b"\xd0\xcf\x11\xe0", "旧版 Excel（.xls）或加密的工作簿"),
    (b"PAR1", "Parquet 文件"),
    (b"%PDF", "PDF 文件"),
    (b"\x1f\x8b", "gzip 压缩文件"),
    (b"Rar!", "RAR 压缩文件"),
)
_ENCODING_TODO: Final = "另存为 UTF-8 或 GB18030 编码后重新报送"


def detect_encoding(path: Path, name: str) -> str:
    """``utf-8-sig``, ``utf-8`` or ``gb18030``.

    Raises
    ------
    PackageError
        The file is binary, in another encoding, blank, or holds a line longer than any row can be.
    """
    with path.open("rb") as file:
        head = file.read(8)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            raise refuse(f"文件内容是{kind}，与扩展名不符", name, "改用正确的扩展名，或另存为 CSV")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise refuse("文件是 UTF-16 编码", name, _ENCODING_TODO)
    _scan_bytes(path, name)
    wrong_utf8 = _first_wrong_byte(path, "utf-8")
    if wrong_utf8 is None:
        return "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"
    size = path.stat().st_size
    utf8 = head.startswith(codecs.BOM_UTF8) or _is_damaged_utf8(path, wrong_utf8, size)
    wrong_gb = None if utf8 else _first_wrong_byte(path, "gb18030")
    if not utf8 and wrong_gb is None:
        return "gb18030"
    if max(wrong_utf8, wrong_gb or 0) >= size - 4:
        raise refuse(f"文件在末尾的一个汉字中间被截断（共 {size} 字节）", name, "重新传送完整的文件")
    in_gb = "" if wrong_gb is None else f"，按 GB18030 在第 {wrong_gb + 1} 字节出错"
    raise refuse(f"文件编码无法识别：按 UTF-8 在第 {wrong_utf8 + 1} 字节出错{in_gb}", name, _ENCODING_TODO)


def _is_damaged_utf8(path: Path, wrong: int, size: int) -> bool:
    """Whether what stands before the first wrong byte can only be UTF-8.

    GB18030 lets nearly everything pass; a damaged UTF-8 file read as GB18030 would be silent rubbish.
    """
    enough = 6 if wrong >= size - 3 else 48
    seen, position = 0, 0
    with path.open("rb") as file:
        while position < wrong and (chunk := file.read(min(_CHUNK, wrong - position))):
            position += len(chunk)
            seen += sum(byte >= 0x80 for byte in chunk) if not chunk.isascii() else 0
            if seen >= enough:
                return True
    return False


def _scan_bytes(path: Path, name: str) -> None:
    """Refuse NUL bytes, endless lines and blank files without holding more than a chunk."""
    position, line_start, blank = 0, 0, True
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            nul = chunk.find(b"\0")
            if nul >= 0:
                raise refuse(
                    f"文件不是文本（第 {position + nul + 1} 字节为空字符）", name, "报送 CSV 文本文件"
                )
            blank = blank and not chunk.strip(b" \t\r\n\xef\xbb\xbf")
            line_start = _check_lines(chunk, position, line_start, name)
            position += len(chunk)
    if blank:
        raise refuse("文件没有内容", name)


def _check_lines(chunk: bytes, position: int, line_start: int, name: str) -> int:
    """Where the last line of the chunk begins; a chunk is as long as a line may be."""
    first = min((place for mark in b"\n\r" if (place := chunk.find(mark)) >= 0), default=-1)
    reach = position + (len(chunk) if first < 0 else first)
    if reach - line_start > LONGEST_LINE:
        raise refuse(
            f"文件有超过 {LONGEST_LINE // 1024} KB 的单行（自第 {line_start + 1} 字节起）",
            name,
            "检查换行符，按一行一条记录重新导出",
        )
    last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
    return line_start if last < 0 else position + last + 1


def _first_wrong_byte(path: Path, encoding: str) -> int | None:
    """Offset of the first byte that is not `encoding`, or None."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    position = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            held = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return max(position - held + error.start, 0)
            if not chunk:
                return None
            position += len(chunk)
