"""Readers give back what was written, in every encoding."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import PackageError
from ingest.readers import open_table

CELL = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=("Cs", "Cn", "Co")),
    max_size=12,
)
ROWS = st.lists(st.tuples(CELL, CELL, CELL).filter(any), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]), st.sampled_from(["\n", "\r\n"]))
def test_csv_gives_back_every_cell(rows: list[tuple[str, str, str]], encoding: str, newline: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=newline, quoting=csv.QUOTE_ALL)
    writer.writerow(["统一社会信用代码", "名称", "住所"])
    writer.writerows(rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "entities.csv"
        path.write_bytes(text.getvalue().encode(encoding))
        table = open_table(path)
        assert table.headers == ("统一社会信用代码", "名称", "住所")
        assert [tuple(row.cells.values()) for row in table] == rows
        assert all(row.problem is None for row in table)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_jsonl_gives_back_every_cell(rows: list[tuple[str, str, str]]) -> None:
    lines = (json.dumps({"a": a, "b": b, "c": c}, ensure_ascii=False) for a, b, c in rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "entities.jsonl"
        path.write_text("\n".join(lines), encoding="utf-8")
        assert [tuple(row.cells.values()) for row in open_table(path)] == rows


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["csv", "jsonl", "xlsx", "parquet"]))
def test_any_bytes_are_read_or_refused_with_a_remedy(content: bytes, kind: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"entities.{kind}"
        path.write_bytes(content)
        try:
            rows = list(open_table(path))
        except PackageError as error:
            assert error.what and error.todo and error.where
        else:
            assert all(row.line >= 1 for row in rows)
