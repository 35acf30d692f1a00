"""CSV in every encoding, and every way in which a file is broken."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from graph.errors import PackageError
from graph.model.tables import TABLES
from ingest.problems import Rule
from ingest.readers import RawRow, known_headers, match_headers, open_table

TEXT = "uscc,name\n91320100748204660Q,南阳某某公司\n91320281142232229Q,邓州某某公司\n"


def write(folder: Path, content: str | bytes, encoding: str = "utf-8", name: str = "entities.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def rows(path: Path) -> list[RawRow]:
    return list(open_table(path))


@pytest.mark.parametrize(
    ("encoding", "form"),
    [
        ("utf-8", "csv utf-8"),
        ("utf-8-sig", "csv utf-8-sig"),
        ("gb18030", "csv gb18030"),
        ("gbk", "csv gb18030"),
    ],
)
def test_encodings_are_told_apart(tmp_path: Path, encoding: str, form: str) -> None:
    table = open_table(write(tmp_path, TEXT, encoding))
    assert (table.form, table.headers, table.rows) == (form, ("uscc", "name"), 2)
    assert [row.cells["name"] for row in table] == ["南阳某某公司", "邓州某某公司"]


def test_encoding_is_decided_on_the_whole_file(tmp_path: Path) -> None:
    head = "uscc,name\n" + "91320100748204660Q,plain\n" * 60_000
    path = write(tmp_path, head.encode() + "91320281142232229Q,邓州\n".encode("gb18030"))
    table = open_table(path)
    assert table.form == "csv gb18030"
    assert list(table)[-1].cells["name"] == "邓州"


def test_a_file_in_neither_encoding_is_refused_with_the_byte(tmp_path: Path) -> None:
    path = write(tmp_path, TEXT.encode() * 3 + b"\xff\xfe,x\n" + TEXT.encode())
    with pytest.raises(PackageError, match="字节出错") as caught:
        open_table(path)
    assert f"第 {len(TEXT.encode()) * 3 + 1} 字节" in caught.value.what


def test_a_file_half_in_each_encoding_is_refused(tmp_path: Path) -> None:
    body = TEXT * 3
    with pytest.raises(PackageError, match="编码无法识别"):
        open_table(write(tmp_path, body.encode() + body.encode("gb18030")))


def test_a_file_cut_inside_a_character_is_refused_as_truncated(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="截断"):
        open_table(write(tmp_path, TEXT.encode()[:-2]))
    odd = (TEXT.rstrip("\n")).encode("gb18030")[:-1]
    with pytest.raises(PackageError, match="截断"):
        open_table(write(tmp_path, odd))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "为空"),
        (b"\xef\xbb\xbf", "没有内容"),
        (b"\n\r\n  \n", "没有内容"),
        (b"uscc,name\n1\x00,2\n", "不是文本"),
        (b"PK\x03\x04rest", "Excel"),
        (b"\xd0\xcf\x11\xe0rest", "xls"),
        ("uscc,name\n1,2\n".encode("utf-16"), "UTF-16"),
        (b"uscc,uscc\n1,2\n", "出现两次"),
        (b"uscc;name\n1;2\n", "分号"),
        (b"uscc\tname\n1\t2\n", "制表符"),
        (b'"uscc,name\n1,2\n', "引号|换行"),
    ],
)
def test_bad_files_are_refused_whole_with_the_reason(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(PackageError, match=message) as caught:
        open_table(write(tmp_path, content))
    assert caught.value.where == "entities.csv"
    assert caught.value.todo


def test_binary_noise_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackageError):
        open_table(write(tmp_path, os.urandom(4096)))


def test_header_only_is_a_table_without_rows(tmp_path: Path) -> None:
    table = open_table(write(tmp_path, "uscc,name\n"))
    assert (table.rows, list(table)) == (0, [])


def test_an_endless_line_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "entities.csv"
    with path.open("wb") as file:
        file.write(b"uscc,name\n")
        for _ in range(64):
            file.write(b"x" * (1 << 20))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(PackageError, match="单行"):
        open_table(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32 * 1024


def test_a_gigabyte_of_nothing_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "entities.csv"
    with path.open("wb") as file:
        file.truncate(1 << 30)
    with pytest.raises(PackageError, match="不是文本"):
        open_table(path)


def test_an_open_quote_that_swallows_the_file_is_refused(tmp_path: Path) -> None:
    body = 'uscc,name\n1,"open\n' + "2,line\n" * 40_000
    with pytest.raises(PackageError, match="第 2 行起引号没有闭合"):
        open_table(write(tmp_path, body))


@pytest.mark.parametrize("tail", ['3,"open', '3,"open\n4,x\n', '3,"open\n\n', '"3'])
def test_an_open_quote_at_the_end_is_the_last_rows_problem(tmp_path: Path, tail: str) -> None:
    found = rows(write(tmp_path, "uscc,name\n1,a\n" + tail))
    assert found[0].problem is None
    assert found[-1].line == 3
    assert found[-1].problem is not None
    assert "引号" in found[-1].problem.what


@pytest.mark.parametrize("tail", ['3,"a\nb"\n', '3,"a\nb"', '3,"a ""b"" c"\n\n', "3,a\n\n\n"])
def test_closed_quotes_at_the_end_are_fine(tmp_path: Path, tail: str) -> None:
    assert [row.problem for row in rows(write(tmp_path, "uscc,name\n1,a\n" + tail))] == [None, None]


def test_line_is_where_a_row_begins(tmp_path: Path) -> None:
    body = 'uscc,name\r\n\r\n1,"two\r\nlines"\r\n2,b\r\n\r\n3,"x,y ""z"""\r\n'
    found = rows(write(tmp_path, body))
    assert [(row.line, row.cells["name"]) for row in found] == [(3, "two\r\nlines"), (5, "b"), (7, 'x,y "z"')]


def test_old_mac_line_ends_are_read(tmp_path: Path) -> None:
    assert [row.line for row in rows(write(tmp_path, "uscc,name\r1,a\r2,b\r"))] == [2, 3]


def test_wrong_cell_counts_are_row_problems(tmp_path: Path) -> None:
    found = rows(write(tmp_path, "uscc,name\n1\n2,b,,\n3,c,extra\n4,d\n5"))
    assert [row.problem and row.problem.rule for row in found] == [
        Rule.ROW_SHAPE,
        None,
        Rule.ROW_SHAPE,
        None,
        Rule.ROW_SHAPE,
    ]
    assert found[2].cells == {"uscc": "3", "name": "c", "第3列": "extra"}
    assert found[4].problem is not None and "截断" in found[4].problem.what


def test_a_stray_quote_that_joins_lines_says_which(tmp_path: Path) -> None:
    found = rows(write(tmp_path, 'uscc,name\n1,"a\n2,b\n3,c",x\n4,d\n'))
    assert found[0].problem is not None and "第 2 至 4 行" in found[0].problem.what
    assert found[1].line == 5


def test_headers_are_folded_and_nameless_columns_numbered(tmp_path: Path) -> None:
    table = open_table(write(tmp_path, "\ufeff　ｕｓｃｃ ,, 名称\t,\n1,2,3,\n"))
    assert table.headers == ("uscc", "第2列", "名称")
    assert next(iter(table)).cells == {"uscc": "1", "第2列": "2", "名称": "3"}


def test_a_file_without_any_known_header_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "甲,乙\n1,2\n")
    with pytest.raises(PackageError, match="可识别"):
        open_table(path, known=known_headers("entities"))
    assert open_table(path).headers == ("甲", "乙")


def test_headers_match_by_name_chinese_name_and_alias() -> None:
    match = match_headers(
        TABLES["penalties_org"],
        ("CF_XDR_MC", "罚款金额（万元）", "行政处罚 决定书文号", "ｃｆ_ｊｄｒｑ", "其他"),
    )
    assert match.columns == {
        "CF_XDR_MC": "subject_name",
        "罚款金额（万元）": "fine_cny",
        "行政处罚 决定书文号": "doc_no",
        "ｃｆ_ｊｄｒｑ": "decided_on",
    }
    assert match.unknown == ("其他",)
    assert set(match.missing) == {"authority_code"}


def test_two_headers_for_one_field_are_refused() -> None:
    with pytest.raises(PackageError, match="同一个栏目"):
        match_headers(TABLES["entities"], ("uscc", "统一社会信用代码"))


def test_a_table_can_be_read_again_and_reports_progress(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    path = write(tmp_path, "uscc,name\n" + "1,a\n" * 5000)
    table = open_table(path, progress=lambda done, total: seen.append((done, total)))
    assert sum(1 for _ in table) == sum(1 for _ in table) == 5000
    size = path.stat().st_size
    assert seen[-1] == (size, size)
    assert all(0 <= done <= size for done, _ in seen)


def test_a_file_changed_between_check_and_reading_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, TEXT)
    table = open_table(path)
    write(tmp_path, TEXT + TEXT)
    with pytest.raises(PackageError, match="改动"):
        list(table)


def test_missing_files_and_unknown_kinds_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="无法读取"):
        open_table(tmp_path / "none.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(PackageError):
        open_table(tmp_path / "folder.csv")
    with pytest.raises(PackageError, match="文件类型"):
        open_table(write(tmp_path, "x", name="entities.txt"))


def test_no_refusal_or_problem_repeats_a_personal_number(tmp_path: Path) -> None:
    number = "41130219800101001X"
    for content in (
        f'uscc,name\n1,"{number}\n',
        f"uscc,name\n{number}\n",
        f"uscc,name\n1,{number},{number}\n",
    ):
        for row in rows(write(tmp_path, content)):
            assert row.problem is not None
            assert number not in row.problem.what + row.problem.todo


def test_two_headers_for_one_field_are_refused_before_the_first_row(tmp_path: Path) -> None:
    path = tmp_path / "entities.csv"
    path.write_text("uscc,统一社会信用代码\n1,2\n", encoding="utf-8")
    with pytest.raises(PackageError, match="同一个栏目") as refusal:
        open_table(path, known=known_headers("entities"))
    assert refusal.value.where == "entities.csv"
