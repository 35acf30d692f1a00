"""What senders really send, through ``creditgraph ingest``: refused whole or row by row, nothing lost."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import Workbook

from graph.store.embedded import stop_server
from ingest.synthetic.codes import uscc

pytestmark = [pytest.mark.e2e, pytest.mark.integration]

A, B = "91411300MA00000077", "91411302MA3X00010W"
# Tests share one store; each has companies of its own.
C, D, E, F = (uscc("91", "411303", f"MA00000{number}") for number in range(4))
LAW: Final = "11411300MB0000000X"
ONE, TWO = "41130219800101001X", "411381197512311245"
WRONG: Final = ONE[:-1] + "1"
HEADER: Final = "uscc,role,name,id_type,id_no,valid_from\n"
MOST_MIB: Final = 600
_NUMBER: Final = re.compile(r"\d{17}[\dXx]")


def position(code: str, number: str, day: str = "2020-01-01", **more: str) -> dict[str, str]:
    row = {"uscc": code, "role": "LEGAL_REP", "name": "甲某某", "id_type": "01", "id_no": number}
    return {**row, "valid_from": day, **more}


def entity(code: str, **more: str) -> dict[str, str]:
    return {"uscc": code, "name": f"测试{code[-4:]}有限公司", "legal_form": "有限责任公司", **more}


def listing(key: str, **more: str) -> dict[str, str]:
    return {
        "listing_id": key, "list_type": "L03", "violation_from": "2024-01-01", "violation_to": "2024-02-01",
        "decided_on": "2024-06-01", "authority_code": LAW, "doc_no": "1号", **more,
    }  # fmt: skip


@pytest.fixture(scope="module")
def rows_home(tmp_path_factory: pytest.TempPathFactory, installation: Callable[[Path], Any]) -> Iterator[Any]:
    """A store that takes the good rows."""
    made = installation(tmp_path_factory.mktemp("rows") / "home")
    yield made
    stop_server(made.folder)


def speaks_plainly(done: Any) -> None:
    """No traceback, no internal error, nobody's number, whatever was shown and wherever."""
    shown = done.stdout + done.stderr
    assert "Traceback" not in shown and "内部错误" not in shown
    assert not [one for one in (ONE, TWO, WRONG) if one in shown]


def lines(number: int) -> str:
    return "".join(f"{A},LEGAL_REP,甲某某,01,{ONE},20{10 + n % 10}-01-01\n" for n in range(number))


def workbook(path: Path, rows: int = 300) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(HEADER.strip().split(","))
    for n in range(rows):
        sheet.append([A, "LEGAL_REP", f"甲{n}某", "01", ONE, f"20{10 + n % 10}-01-01"])
    book.save(path)
    return path.read_bytes()


def empty_file(folder: Path) -> Path:
    (folder / "positions.csv").write_bytes(b"")
    return folder


def binary_called_csv(folder: Path) -> Path:
    (folder / "positions.csv").write_bytes(b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 40)
    return folder


def two_encodings(folder: Path) -> Path:
    half = (HEADER + lines(200)).encode("utf-8")
    (folder / "positions.csv").write_bytes(half + lines(200).encode("gb18030"))
    return folder


def cut_workbook(folder: Path) -> Path:
    whole = workbook(folder / "positions.xlsx")
    (folder / "positions.xlsx").write_bytes(whole[: len(whole) * 2 // 3])
    return folder


def workbook_damaged_inside(folder: Path) -> Path:
    """Its archive is whole; one cell far down is not: rows before it must not be taken."""
    path = folder / "positions.xlsx"
    workbook(path, rows=2500)
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    last = parts[sheet].rindex(b'"inlineStr"')
    # A number that is none.
    parts[sheet] = parts[sheet][:last] + b'"n"><v>x</v></c></row></sheetData></worksheet>'
    with zipfile.ZipFile(path, "w") as archive:
        for one, content in parts.items():
            archive.writestr(one, content)
    return folder


def cut_archive(folder: Path) -> Path:
    path = folder / "sent.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("positions.csv", HEADER + lines(3000))
    path.write_bytes(path.read_bytes()[:-60])
    return path


def column_twice(folder: Path) -> Path:
    (folder / "positions.csv").write_text("统一社会信用代码," + HEADER + f"{A}," + lines(1), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("spoil", "where", "what", "todo"),
    [
        (empty_file, "positions.csv", "文件为空", "重新导出"),
        (binary_called_csv, "positions.csv", "不是文本", "CSV"),
        (two_encodings, "positions.csv", "编码无法识别", "UTF-8 或 GB18030"),
        (cut_workbook, "positions.xlsx", "工作簿不完整或已损坏", "重新导出"),
        (workbook_damaged_inside, "positions.xlsx", "损坏", "重新导出"),
        (cut_archive, "sent.zip", "压缩包不完整或已损坏", "重新压缩"),
        (column_twice, "positions.csv", "同一个栏目", "只保留其中一列"),
    ],
)
def test_a_bad_file_is_refused_whole_and_nothing_changes(
    undisturbed: Any,
    whole: str,
    tmp_path: Path,
    spoil: Callable[[Path], Path],
    where: str,
    what: str,
    todo: str,
) -> None:
    done = undisturbed.run("ingest", str(spoil(tmp_path)))
    assert done.status == 1
    speaks_plainly(done)
    for part in (what, f"位置：{where}", "处理办法：", todo):
        assert part in done.stderr
    assert undisturbed.fingerprint() == whole


def test_of_many_files_the_bad_ones_are_named_and_the_good_ones_are_in(
    rows_home: Any, package: Callable[..., Path]
) -> None:
    folder = package(entities=[entity(C)])
    cut_workbook(folder)
    (folder / "holdings.jsonl").write_bytes(b"\x00\x01")
    (folder / "listings.parquet").write_bytes(b"PAR1 is not all of it")
    done = rows_home.run("ingest", str(folder), "--json")
    assert done.status == 1
    speaks_plainly(done)
    refused = {name for name, one in done.files.items() if one["refused"]}
    assert refused == {"positions.xlsx", "holdings.jsonl", "listings.parquet"}
    assert all(name in done.stderr for name in refused)
    assert done.files["entities.csv"]["taken"] == {"new": 1}
    shown = rows_home.run("check", C)
    assert "没有这个代码" not in shown.stdout + shown.stderr


def test_a_table_cut_in_the_middle_of_a_line_gives_its_whole_rows_and_names_the_line(
    rows_home: Any, package: Callable[..., Path]
) -> None:
    folder = package(entities=[entity(A), entity(B)])
    text = HEADER + ",".join(position(A, ONE).values()) + "\n" + ",".join(position(B, TWO).values()) + "\n"
    (folder / "positions.csv").write_text(text[: text.rindex(TWO) + 9], encoding="utf-8")
    done = rows_home.run("ingest", str(folder), "--json")
    assert done.status == 0, done.stderr
    speaks_plainly(done)
    assert done.files["positions.csv"]["taken"] == {"new": 1}
    assert done.files["positions.csv"]["quarantined"] == {"ROW_SHAPE": 1}
    sheet = (rows_home.home / "ingest" / "quarantine.csv").read_text(encoding="utf-8")
    assert "positions.csv,3," in sheet and "截断" in sheet and TWO[:9] not in sheet
    (folder / "positions.csv").write_text(text, encoding="utf-8")
    assert rows_home.run("ingest", str(folder), "--json").files["positions.csv"]["taken"] == {
        "same": 1,
        "new": 1,
    }


def test_a_header_without_rows_is_taken_as_no_rows(undisturbed: Any, whole: str, tmp_path: Path) -> None:
    (tmp_path / "positions.csv").write_text(HEADER, encoding="utf-8")
    done = undisturbed.run("ingest", str(tmp_path), "--json")
    assert done.status == 0, done.stderr
    assert done.files["positions.csv"]["rows"] == 0 and not done.files["positions.csv"]["refused"]
    assert undisturbed.fingerprint() == whole


def test_days_outside_history_are_quarantined_or_open_and_never_taken_as_they_stand(
    rows_home: Any, package: Callable[..., Path]
) -> None:
    folder = package(
        entities=[entity(D), entity(F, established_on="0001-01-01")],
        positions=[
            position(D, ONE, "0001-01-01"),
            position(D, ONE, "9999-12-31"),
            position(D, TWO, "2020-01-01", valid_to="9999-12-31"),
        ],
        listings=[
            listing("L-first", uscc=D, decided_on="0001-01-01"),
            listing("L-last", uscc=D, decided_on="9999-12-31"),
            listing("L-good", uscc=D),
        ],
    )
    done = rows_home.run("ingest", str(folder), "--json")
    assert done.status == 0, done.stderr
    speaks_plainly(done)
    taken = {name: (one["taken"], one["quarantined"]) for name, one in done.files.items()}
    assert taken == {
        "entities.csv": ({"new": 1}, {"BAD_DATE": 1}),
        "positions.csv": ({"new": 1}, {"BAD_DATE": 2}),
        "listings.csv": ({"new": 1}, {"BAD_DATE": 2}),
    }


def test_a_listed_person_with_a_wrong_number_waits_in_quarantine_until_it_is_corrected(
    rows_home: Any, package: Callable[..., Path]
) -> None:
    def sent(name: str, number: str) -> Path:
        named = {"ground_kind": "LISTING", "ground_id": "L-1", "name": "甲某某", "role": "LEGAL_REP"}
        return package(
            name,
            entities=[entity(E)],
            positions=[position(E, TWO)],
            listings=[
                listing("L-1", uscc=E),
                listing("L-2", name="甲某某", id_type="01", id_no=number, list_type="L01"),
            ],
            liable_persons=[{**named, "id_type": "01", "id_no": number, "decided_on": "2024-06-02"}],
        )

    done = rows_home.run("ingest", str(sent("wrong", WRONG)), "--json")
    assert done.status == 0, done.stderr
    speaks_plainly(done)
    for name in ("listings.csv", "liable_persons.csv"):
        one = done.files[name]
        assert one["quarantined"] == {"CHECK_DIGIT": 1}
        assert one["rows"] == sum(one["taken"].values()) + 1
    sheet = (rows_home.home / "ingest" / "quarantine.csv").read_text(encoding="utf-8")
    for file in ("listings.csv,3,", "liable_persons.csv,2,"):
        (row,) = (line for line in sheet.splitlines() if file in line and "CHECK_DIGIT" in line)
        assert not _NUMBER.search(row)
    again = rows_home.run("ingest", str(sent("right", ONE)), "--json")
    assert [again.files[one]["taken"]["new"] for one in ("listings.csv", "liable_persons.csv")] == [1, 1]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_gigabyte_on_one_line_is_refused_in_bounded_memory(
    undisturbed: Any, whole: str, tmp_path: Path
) -> None:
    first = tmp_path / "positions.csv"
    with first.open("wb") as file:
        file.write(HEADER.encode())
        for _ in range(64):
            file.write(b"41130219800101001X," * ((16 << 20) // 19))
    os.link(first, tmp_path / "entities.jsonl")
    done = undisturbed.run("ingest", str(tmp_path))
    assert first.stat().st_size > 1_000_000_000
    first.unlink()
    (tmp_path / "entities.jsonl").unlink()
    assert done.status == 1
    speaks_plainly(done)
    assert done.stderr.count("1024 KB 的单行") == 2 and "处理办法：" in done.stderr
    assert done.peak_mib < MOST_MIB
    assert undisturbed.fingerprint() == whole
