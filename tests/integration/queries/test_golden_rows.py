"""Every read query against a small graph whose right answer is known, the same on both engines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graph import queries
from graph.store import Store

#: Folders that have no file in tests/graphs yet; a folder that gets one needs a case for each of its queries.
WITHOUT_GOLDEN_ROWS_YET: set[str] = set()


def test_the_query_returns_its_golden_rows(
    golden: tuple[Any, Store],
    golden_case: Any,
    lines_of: Callable[..., list[str]],
    rows_of_columns: Callable[[list[dict[str, Any]]], list[dict[str, Any]]],
) -> None:
    graph, store = golden
    query = queries.get(golden_case.query, **golden_case.slots)
    columns, ordered = golden_case.columns is not None, golden_case.ordered
    expected = lines_of(graph.filled(golden_case.columns if columns else golden_case.rows), ordered=ordered)
    for params in golden_case.asked():
        found = store.read(query, **params)
        assert all(row.keys() == query.returns.keys() for row in found)
        rows = rows_of_columns(found) if columns else found
        assert lines_of(rows, ordered=ordered) == expected, {
            name: params.get(name) for name in ("seq", "day")
        }


def test_every_read_query_has_golden_rows(golden_cases: list[Any]) -> None:
    covered = {one.query for one in golden_cases}
    with_file = {one.split("/")[1] for one in covered}
    left_out = WITHOUT_GOLDEN_ROWS_YET - with_file
    wanted = {one for one in queries.names("read/") if one.split("/")[1] not in left_out}
    assert wanted - covered == set(), "add a case to the folder's file in tests/graphs"
    assert covered - wanted == set(), "no such query"


def test_every_case_says_what_must_come(golden_cases: list[Any]) -> None:
    unclear = [
        one.query for one in golden_cases if (one.rows is None) == (one.columns is None) or not one.why
    ]
    assert unclear == []
