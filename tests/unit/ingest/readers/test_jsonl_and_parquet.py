"""JSON Lines and Parquet."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph.errors import PackageError
from ingest.problems import Rule
from ingest.readers import known_headers, open_table

NUMBER = "41130219800101001X"


def jsonl(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "entities.jsonl"
    path.write_bytes(text.encode(encoding))
    return path


def test_jsonl_rows_keep_their_digits(tmp_path: Path) -> None:
    text = '{"uscc": 411300000000006, "id_no": 411302198001010012, "name": "甲", "pct": 12.50,'
    text += ' "ok": true, "no": null}\n'
    table = open_table(jsonl(tmp_path, text, "utf-8-sig"), known=known_headers("entities"))
    assert next(iter(table)).cells == {
        "uscc": "411300000000006",
        "id_no": "411302198001010012",
        "name": "甲",
        "pct": "12.50",
        "ok": "1",
        "no": "",
    }
    assert table.headers == ("uscc", "id_no", "name", "pct", "ok", "no")


def test_bad_jsonl_lines_are_row_problems_without_their_content(tmp_path: Path) -> None:
    lines = [
        '{"uscc": "1"}',
        f'{{"uscc": "{NUMBER}"',
        "[1]",
        '{"a": {"b": 1}}',
        "",
        '{"a": 1, "a": 2',
        '{"p": ["x", "y"]}',
    ]
    found = list(open_table(jsonl(tmp_path, "\n".join(lines), "gb18030")))
    assert [row.line for row in found] == [1, 2, 3, 4, 6, 7]
    assert [row.problem is None for row in found] == [True, False, False, False, False, True]
    assert all(row.problem is None or row.problem.rule is Rule.ROW_SHAPE for row in found)
    assert all(NUMBER not in row.problem.what for row in found if row.problem)
    assert found[-1].cells == {"p": "x;y"}


def test_deeply_nested_lines_do_not_stop_the_file(tmp_path: Path) -> None:
    found = list(open_table(jsonl(tmp_path, "[" * 100_000 + '\n{"uscc": "1"}\n')))
    assert [row.problem is None for row in found] == [False, True]


@pytest.mark.parametrize("text", ["[]\n", "not json\n", "{}\n"])
def test_jsonl_without_an_object_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(PackageError, match="JSON"):
        open_table(jsonl(tmp_path, text))


def parquet(folder: Path, columns: dict[str, object], rows_per_group: int = 3) -> Path:
    path = folder / "entities.parquet"
    pq.write_table(pa.table(columns), path, row_group_size=rows_per_group)
    return path


def test_parquet_values_become_text(tmp_path: Path) -> None:
    path = parquet(
        tmp_path,
        {
            "uscc": pa.array(["91320100748204660Q"]).dictionary_encode(),
            "established_on": pa.array([dt.date(2024, 3, 1)]),
            "at": pa.array([dt.datetime(2024, 3, 1)]),
            "pct": pa.array([0.1 + 0.2]),
            "amount": pa.array([Decimal("1234.50")]),
            "listed": pa.array([True]),
            "name": pa.array([None], pa.string()),
            "reg": pa.array([411300000000006.0]),
        },
    )
    table = open_table(path, known=known_headers("entities"))
    row = next(iter(table))
    assert row.problem is None
    assert row.cells == {
        "uscc": "91320100748204660Q",
        "established_on": "2024-03-01",
        "at": "2024-03-01",
        "pct": "0.3",
        "amount": "1234.5",
        "listed": "1",
        "reg": "411300000000006",
    }


def test_parquet_streams_row_groups_and_numbers_rows(tmp_path: Path) -> None:
    seen: list[int] = []
    table = open_table(
        parquet(tmp_path, {"uscc": [str(n) for n in range(10)]}), progress=lambda done, _: seen.append(done)
    )
    assert [(row.line, row.cells["uscc"]) for row in table] == [(n + 1, str(n)) for n in range(10)]
    assert table.rows == 10
    assert seen[-1] == table.path.stat().st_size


def test_long_numbers_kept_as_floats_are_row_problems(tmp_path: Path) -> None:
    row = next(iter(open_table(parquet(tmp_path, {"uscc": ["1"], "id_no": [4.11302198001010e17]}))))
    assert row.problem is not None and "丢失" in row.problem.what


def test_broken_parquet_is_refused(tmp_path: Path) -> None:
    path = parquet(tmp_path, {"uscc": [str(n) for n in range(1000)]})
    whole = path.read_bytes()
    for content in (whole[: len(whole) // 2], b"PAR1nonsense", json.dumps({}).encode()):
        path.write_bytes(content)
        with pytest.raises(PackageError, match="Parquet"):
            open_table(path)


def test_nested_parquet_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="嵌套"):
        open_table(parquet(tmp_path, {"uscc": [["a"]]}))


def test_a_value_without_a_form_is_its_rows_problem_and_not_the_files(tmp_path: Path) -> None:
    days = pa.array([19000, 10_000_000, 19001], pa.int32()).cast(pa.date32())
    rows = list(open_table(parquet(tmp_path, {"uscc": ["1", "2", "3"], "valid_from": days})))
    assert [row.problem is None for row in rows] == [True, False, True]
    assert rows[1].problem is not None and "valid_from" in rows[1].problem.what


def test_text_that_is_no_utf8_is_refused_before_the_first_row(tmp_path: Path) -> None:
    path = parquet(tmp_path, {"uscc": [f"code{n}" for n in range(9)]})
    binary = pa.array([b"ok"] * 5 + [b"\xff\xfe"], pa.binary())
    column = pa.StringArray.from_buffers(len(binary), *binary.buffers()[1:])
    pq.write_table(pa.table({"uscc": column}), path)
    with pytest.raises(PackageError, match="Parquet"):
        open_table(path)
