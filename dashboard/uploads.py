"""Codes out of what somebody uploads or pastes, and results as a file that a spreadsheet opens."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from typing import Any, Final

MOST_LINES: Final = 10_000
#: Headings of the column that names the subject, as departments write them.
_HEADINGS: Final = (
    "统一社会信用代码", "社会信用代码", "信用代码", "uscc", "code", "代码", "证件号码", "人员编号",
    "person_id", "单位名称", "企业名称", "机构名称", "主体名称", "名称",
)  # fmt: skip
_MAGIC: Final = ((b"PK\x03\x04", "Excel 工作簿"), (b"\xd0\xcf\x11\xe0", "旧版 Excel"), (b"%PDF", "PDF"))
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
#: So much text that reads as UTF-8 before the first wrong byte cannot be GB18030.
_ENOUGH: Final = 48


class UploadError(ValueError):
    """The file cannot be read; the message says why and what to do, in the words for users."""


def text_of(raw: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: UTF-8, GB18030 (with GBK and GB2312) or UTF-16 with its mark.

    Raises
    ------
    UploadError
        It is no text, is damaged, or is in another encoding.

    Examples
    --------
    >>> text_of("示例".encode("gb18030"))
    ('示例', 'GB18030')
    """
    for magic, kind in _MAGIC:
        if raw.startswith(magic):
            raise UploadError(f"文件是{kind}，不是文本。请另存为 CSV（UTF-8）后上传。")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(raw, "utf-16"), "UTF-16"
    if b"\x00" in raw:
        raise UploadError("文件含有空字节，不是文本。请另存为 CSV（UTF-8）后上传。")
    try:
        return raw.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as error:
        before = sum(byte >= 0x80 for byte in raw[: error.start])
        if raw.startswith(codecs.BOM_UTF8) or before >= _ENOUGH:
            raise UploadError("文件是损坏的 UTF-8 文本。请重新导出后上传。") from error
    return _decoded(raw, "gb18030"), "GB18030"


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise UploadError("文件编码无法识别。请另存为 UTF-8 或 GB18030 后上传。") from error


def codes_of(text: str) -> list[str]:
    """The subjects that a text names: one a line, or one column of a table.

    The column is the one under a known heading; without a heading it is the first.

    Examples
    --------
    >>> codes_of("序号,统一社会信用代码\\n1,91A\\n2,91B\\n")
    ['91A', '91B']
    >>> codes_of("91A\\n\\n 91B ")
    ['91A', '91B']
    """
    lines = [line for line in text.replace("\ufeff", "").splitlines() if line.strip()]
    if not lines:
        return []
    comma = max("\t,;，", key=lines[0].count)
    is_table = comma in lines[0]
    rows = list(csv.reader(lines, delimiter=comma)) if is_table else [[line] for line in lines]
    place = _column(rows[0])
    body = rows[1:] if place is not None else rows
    at = place or 0
    return [row[at].strip().strip("'\"\t ") for row in body if at < len(row) and row[at].strip()]


def _column(heads: Sequence[str]) -> int | None:
    folded = [one.strip().strip('"').casefold() for one in heads]
    return next((folded.index(one) for one in _HEADINGS if one in folded), None)


def csv_file(rows: Sequence[dict[str, Any]]) -> bytes:
    """Rows as CSV that Excel opens in Chinese; nothing in a cell is a formula.

    Examples
    --------
    >>> csv_file([{"甲": "=1+1"}]).decode("utf-8-sig")
    "甲\\r\\n'=1+1\\r\\n"
    """
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]) if rows else [])
    writer.writeheader()
    writer.writerows({name: _safe(value) for name, value in row.items()} for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
