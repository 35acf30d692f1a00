"""What is uploaded: any usual encoding, any usual table."""

from __future__ import annotations

import pytest

from dashboard.uploads import UploadError, codes_of, text_of

TABLE = "序号,单位名称,统一社会信用代码\n1,甲公司,91A\n2,乙公司,91B\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_the_encoding_is_found(encoding: str) -> None:
    text, _ = text_of(TABLE.encode(encoding))
    assert codes_of(text) == ["91A", "91B"]


def test_a_rare_character_of_gb18030_is_read() -> None:
    assert text_of("㐀𠮷\n".encode("gb18030")) == ("㐀𠮷\n", "GB18030")


@pytest.mark.parametrize(
    "raw",
    [b"PK\x03\x04rest", b"%PDF-1", b"91A\x0091B", ("示例" * 40).encode() + b"\xff\xff", b"\xff\xff\xff"],
)
def test_what_is_no_text_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(UploadError, match="请"):
        text_of(raw)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", []),
        ("91A\r\n\r\n91B", ["91A", "91B"]),
        ("91A\t甲\n91B\t乙\n", ["91A", "91B"]),
        ("名称；代码\n甲；91A\n".replace("；", ";"), ["91A"]),
        ('"uscc","x"\n"91A","a,b"\n', ["91A"]),
        ("代码\n'91A\n", ["91A"]),
        ("甲公司，乙公司\n", ["甲公司"]),
        ("代码,x\n,1\n91A,2\n", ["91A"]),
    ],
)
def test_the_column_of_the_subject_is_found(text: str, codes: list[str]) -> None:
    assert codes_of(text) == codes
