"""Excel workbooks as offices make them."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from graph.errors import PackageError
from ingest.problems import Rule
from ingest.readers import TableReader, known_headers, open_table
from ingest.readers.xlsx_header import Merge, find_header

NUMBER = "41130219800101001X"


def book(
    folder: Path, rows: Sequence[Sequence[object]], merges: Sequence[str] = (), name: str = "entities.xlsx"
) -> Path:
    work = Workbook()
    sheet = work.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    path = folder / name
    work.save(path)
    return path


def read(path: Path, table: str = "entities") -> TableReader:
    return open_table(path, known=known_headers(table))


def test_cells_become_what_a_person_would_have_written(tmp_path: Path) -> None:
    header = ["uscc", "established_on", "pct", "reg", "listed", "n", "name", "at"]
    values = [
        "91320100748204660Q",
        dt.datetime(2024, 3, 1),
        0.1 + 0.2,
        411300000000006.0,
        True,
        3.0,
        None,
        dt.date(9999, 12, 31),
    ]
    table = read(book(tmp_path, [header, values]))
    row = next(iter(table))
    assert row.line == 2
    assert row.problem is None
    assert row.cells == dict(
        zip(
            header,
            ["91320100748204660Q", "2024-03-01", "0.3", "411300000000006", "1", "3", "", "9999-12-31"],
            strict=True,
        )
    )


def test_percent_format_shows_a_percentage(tmp_path: Path) -> None:
    work = Workbook()
    sheet = work.active
    assert sheet is not None
    sheet.append(["uscc", "equity_pct"])
    sheet.append(["1", 0.255])
    sheet["B2"].number_format = "0.00%"
    work.save(tmp_path / "holdings.xlsx")
    assert next(iter(read(tmp_path / "holdings.xlsx", "holdings"))).cells["equity_pct"] == "25.5%"


def test_long_numbers_kept_as_figures_are_row_problems(tmp_path: Path) -> None:
    table = read(
        book(tmp_path, [["uscc", "name", "id_no"], ["1", "a", 4.11302198001010e17], ["2", "b", NUMBER]])
    )
    first, second = list(table)
    assert first.problem is not None and first.problem.rule is Rule.BAD_CODE_FORMAT
    assert "丢失" in first.problem.what and "411302" not in first.problem.what
    assert second.problem is None


def test_formulas_give_their_cached_value_or_a_row_problem(tmp_path: Path) -> None:
    path = book(tmp_path, [["uscc", "name"], ["1", '="甲"&"乙"'], ["2", "丙"]])
    first, second = list(read(path))
    assert first.problem is not None and "公式" in first.problem.what
    assert second.problem is None
    cached = tmp_path / "cached.xlsx"
    _replace(path, cached, b"<v></v>", b"<v>7</v>", b"<v/>", b"<v>7</v>", b"<v />", b"<v>7</v>")
    assert next(iter(read(cached))).cells["name"] == "7"


def _replace(source: Path, target: Path, *pairs: bytes) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            for before, after in zip(pairs[::2], pairs[1::2], strict=True):
                data = data.replace(before, after)
            new.writestr(part, data)


def test_error_values_are_row_problems(tmp_path: Path) -> None:
    row = next(iter(read(book(tmp_path, [["uscc", "name"], ["1", "#N/A"]]))))
    assert row.problem is not None and "错误值" in row.problem.what


def test_title_rows_above_the_header_are_passed_over(tmp_path: Path) -> None:
    rows = [
        ["南阳市市场主体信息表", None, None],
        ["填报单位：某局", None, "2024年"],
        ["统一社会信用代码", "名称", "住所"],
        ["1", "甲", "x"],
    ]
    table = read(book(tmp_path, rows, ["A1:C1"]))
    assert table.headers == ("统一社会信用代码", "名称", "住所")
    assert [(row.line, row.cells["名称"]) for row in table] == [(4, "甲")]


def test_merged_groups_are_joined_with_their_columns(tmp_path: Path) -> None:
    rows = [
        ["行政相对人名称", "代码_1", "法定代表人", None, None, "行政处罚决定书文号"],
        [None, None, "姓名", "证件类型", "证件号码", None],
        ["甲公司", "91320100748204660Q", "张三", "身份证", NUMBER, "1号"],
    ]
    path = book(tmp_path, rows, ["A1:A2", "B1:B2", "C1:E1", "F1:F2"], "penalties_org.xlsx")
    table = read(path, "penalties_org")
    assert table.headers == (
        "行政相对人名称",
        "代码_1",
        "法定代表人",
        "法定代表人证件类型",
        "法定代表人证件号码",
        "行政处罚决定书文号",
    )
    assert [(row.line, row.cells["法定代表人"]) for row in table] == [(3, "张三")]
    assert table.notes


def test_a_group_row_that_nobody_knows_leaves_the_columns_names(tmp_path: Path) -> None:
    rows = [["基本情况", None, "其他情况", None], ["uscc", "name", "address", "phone"], ["1", "甲", "x", "y"]]
    table = read(book(tmp_path, rows, ["A1:B1", "C1:D1"]))
    assert table.headers == ("uscc", "name", "address", "phone")


def test_one_name_merged_over_two_columns_names_the_first(tmp_path: Path) -> None:
    table = read(book(tmp_path, [["uscc", "name", None, "address"], ["1", "甲", "注", "x"]], ["B1:C1"]))
    assert table.headers == ("uscc", "name", "name_2", "address")
    assert next(iter(table)).cells == {"uscc": "1", "name": "甲", "name_2": "注", "address": "x"}


def test_cells_merged_downwards_hold_for_each_row(tmp_path: Path) -> None:
    rows = [
        ["uscc", "role", "name"],
        ["1", "董事", "甲"],
        [None, "监事", "乙"],
        [None, "经理", "丙"],
        ["2", "董事", "丁"],
    ]
    table = read(book(tmp_path, rows, ["A2:A4"], "positions.xlsx"), "positions")
    assert [row.cells["uscc"] for row in table] == ["1", "1", "1", "2"]


def test_blank_rows_are_passed_over_and_wide_rows_are_problems(tmp_path: Path) -> None:
    table = read(book(tmp_path, [["uscc", "name"], [None, None], ["1", "a", "x"], ["2", None]]))
    found = list(table)
    assert [row.line for row in found] == [3, 4]
    assert found[0].problem is not None and found[0].problem.rule is Rule.ROW_SHAPE
    assert found[1].cells == {"uscc": "2", "name": ""}


def test_header_only_and_empty_sheets(tmp_path: Path) -> None:
    assert list(read(book(tmp_path, [["uscc", "name"]]))) == []
    with pytest.raises(PackageError, match="没有表头"):
        read(book(tmp_path, []))


def test_other_sheets_are_not_read_but_noted(tmp_path: Path) -> None:
    work = Workbook()
    assert work.active is not None
    work.active.append(["uscc", "name"])
    work.create_sheet("说明").append(["x"])
    work.save(tmp_path / "entities.xlsx")
    assert any("工作表未读取" in note for note in read(tmp_path / "entities.xlsx").notes)


def test_broken_workbooks_are_refused(tmp_path: Path) -> None:
    path = book(tmp_path, [["uscc", "name"], *([str(n), "甲" * 20] for n in range(500))])
    whole = path.read_bytes()
    cases = (
        whole[: len(whole) // 2],
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0" + bytes(600),
        b"uscc,name\n1,2\n",
        b"PK",
    )
    for content in cases:
        path.write_bytes(content)
        with pytest.raises(PackageError) as caught:
            read(path)
        assert caught.value.todo


def test_a_sheet_with_entities_or_cut_xml_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, [["uscc", "name"], ["1", "a"]])
    bomb = tmp_path / "bomb.xlsx"
    _replace(path, bomb, b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet')
    with pytest.raises(PackageError):
        read(bomb)
    cut = tmp_path / "cut.xlsx"
    _replace(path, cut, b"</sheetData>", b"")
    with pytest.raises(PackageError):
        read(cut)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = book(tmp_path, [["uscc", "name"], ["1", "a"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(64 << 20))
    with pytest.raises(PackageError, match="压缩"):
        read(path)


def test_header_finder_on_plain_grids() -> None:
    assert find_header([], []) is None
    assert find_header([["", ""]], []) is None
    plain = find_header([["a", "b"], ["1", "2"]], [])
    assert plain is not None and (plain.texts, plain.last_row, plain.joined) == (("a", "b"), 1, False)
    grouped = find_header([["组", "", "c"], ["a", "b", ""]], [Merge(1, 1, 1, 2), Merge(1, 3, 2, 3)])
    assert grouped is not None and grouped.texts == ("组a", "组b", "c")


def _with_part(path: Path, name: str, old: bytes, new: bytes) -> None:
    """Write the workbook again with one part changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, content in parts.items():
            archive.writestr(one, content)


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"<v>4321</v>", b"<v>43x1</v>"), (b'r="A3001" t="n"', b'r="A3001" t="s"')],
)
def test_a_damaged_cell_far_down_refuses_the_file_before_its_first_row(
    tmp_path: Path, old: bytes, new: bytes
) -> None:
    path = tmp_path / "entities.xlsx"
    book = Workbook()
    sheet = book.active
    sheet.append(["uscc"])
    for number in range(3000):
        sheet.append([4321 if number == 2999 else number])
    book.save(path)
    _with_part(path, "xl/worksheets/sheet1.xml", old, new)
    with pytest.raises(PackageError, match="损坏"):
        open_table(path, known=known_headers("entities"))


def test_a_part_that_does_not_unpack_is_a_refusal(tmp_path: Path) -> None:
    path = tmp_path / "entities.xlsx"
    book = Workbook()
    for number in range(2000):
        book.active.append([f"uscc{number}"])
    book.save(path)
    whole = path.read_bytes()
    for place in range(100, len(whole) - 100, 997):
        path.write_bytes(whole[:place] + bytes(90) + whole[place + 90 :])
        with pytest.raises(PackageError):
            open_table(path, known=frozenset({"nothing"}))
