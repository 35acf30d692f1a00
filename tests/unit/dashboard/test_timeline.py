"""The timeline of an entity: nothing of its records and relations is left out, dated or not."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.views.timeline import events

SOURCE = {"source": "A1", "table": "t", "file": "t.csv", "line": 3, "produced_at": "2026-01-01"}


def record(kind: str, begin: str, end: str = "9999-12-31") -> dict[str, Any]:
    return {
        "fact_id": kind,
        "label": "Penalty",
        "kind_zh": kind,
        "valid_from": begin,
        "valid_to": end,
        "live": True,
        "disputed": False,
        "fields": {"文号": "一", "机关": "二", "内容": "三", "备注": "四"},
        "source": SOURCE,
    }


def tie(kind: str, begin: str, end: str = "9999-12-31") -> dict[str, Any]:
    return {
        "type": "DIRECTOR_OF",
        "type_zh": kind,
        "outward": False,
        "other": "p1",
        "other_name": "张三",
        "other_kind": "PERSON",
        "valid_from": begin,
        "valid_to": end,
        "live": True,
        "fields": {},
        "source": SOURCE,
    }


def detail(records: list[dict[str, Any]], ties: list[dict[str, Any]], complete: bool = True) -> Any:
    return {
        "subject": {"kind": "ENTITY", "code": "C", "name": "甲公司"},
        "as_of": "2026-01-01",
        "data_version": "1",
        "records": records,
        "ties": ties,
        "complete": complete,
    }


MIXED = detail(
    [record("处罚", "2024-05-01"), record("名单", "0001-01-01", "2025-02-03"), record("许可", "")],
    [tie("董事", "2025-01-01"), tie("监事", "0001-01-01")],
)


def test_known_days_are_newest_first_and_the_undated_stand_apart() -> None:
    dated, undated = events(MIXED)
    assert [(one["日期"], one["事项"]) for one in dated] == [("2025-01-01", "董事"), ("2024-05-01", "处罚")]
    assert dated[1]["内容"] == "一；二；三"
    assert [(one["事项"], one["期间"]) for one in undated] == [
        ("名单", "至 2025-02-03"),
        ("许可", "起止不详"),
        ("监事", "起止不详"),
    ]
    assert {one["来源"] for one in undated} == {"A1 t.csv 第 3 行"}


def script(found: dict[str, object]) -> None:
    from dashboard.moments import Times
    from dashboard.views.timeline import timeline_tab

    timeline_tab("C", Times(), found)


def shown(found: Any) -> AppTest:
    page = AppTest.from_function(script, args=(found,), default_timeout=60).run()
    assert not page.exception
    return page


def test_the_tab_shows_everything_once() -> None:
    page = shown(MIXED)
    assert [one.value for one in page.subheader] == ["起始日期不详（3）"]
    assert [len(one.value) for one in page.dataframe] == [2, 3]


@pytest.mark.parametrize(
    ("found", "subheads", "tables", "info"),
    [
        (detail([record("处罚", "2024-05-01")], []), 0, [1], 0),
        (detail([record("许可", "")], []), 1, [1], 1),
        (detail([], []), 0, [], 1),
    ],
)
def test_a_part_with_nothing_in_it_is_said_or_not_there(
    found: Any, subheads: int, tables: list[int], info: int
) -> None:
    page = shown(found)
    assert len(page.subheader) == subheads
    assert [len(one.value) for one in page.dataframe] == tables
    assert len(page.info) == info


def test_a_timeline_that_was_cut_says_so() -> None:
    assert not shown(MIXED).caption[1:]
    assert "只列出最近的部分" in shown({**MIXED, "complete": False}).caption[-1].value
