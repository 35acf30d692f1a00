"""The page of a clue: where it leads to, how it ended, and what its form begins with."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.views import clues


def script() -> None:
    from dashboard.views import clues

    clues._facts({
        "first_day": "2026-01-02", "last_day": "2026-01-05", "days_seen": 4, "by_hand": False, "value": 3.0,
        "late": 0, "assignee_name": "", "department": "", "doc_no": "", "outcome_zh": "", "follows": "",
        "link": "", "scope": "GROUP", "scope_id": "A", "signal": "COMPLAINTS",
    })  # type: ignore[typeddict-item]  # fmt: skip


def test_the_list_is_that_of_the_day_on_which_the_clue_was_last_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    gone: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(clues, "go", lambda page, **params: gone.append((page, params)))
    page = AppTest.from_function(script, default_timeout=60).run()
    next(one for one in page.button if one.label == "查看预警清单").click().run()
    assert not page.exception
    wanted = {"scope": "GROUP", "scope_id": "A", "signal": "COMPLAINTS", "day": "2026-01-05"}
    assert gone == [("watch", wanted)]


def closing() -> None:
    import streamlit as st

    from dashboard.views import clues

    clues._steps({
        "clue_id": "q1", "version": 5, "steps": {"close": "办结"}, "outcome": st.session_state["told"],
        "outcomes": {"VERIFIED": "查证属实", "UNFOUNDED": "查无问题"},
    })  # type: ignore[typeddict-item]  # fmt: skip


@pytest.mark.parametrize(("told", "given"), [("UNFOUNDED", "UNFOUNDED"), ("", "VERIFIED")])
def test_a_clue_is_closed_as_the_department_told_unless_another_outcome_is_chosen(
    monkeypatch: pytest.MonkeyPatch, told: str, given: str
) -> None:
    taken: list[tuple[Any, ...]] = []

    class Api:
        def clue_step(self, *args: Any, **kept: str) -> None:
            taken.append((*args, kept))

    monkeypatch.setattr(clues, "act", lambda work, *_: work(Api()))
    page = AppTest.from_function(closing, default_timeout=60)
    page.session_state["told"] = told
    page.run()
    page.text_area[0].input("同部门意见")
    page.button[0].click().run()
    assert not page.exception
    assert taken == [("q1", "close", 5, {"outcome": given, "words": "同部门意见"})]


def history() -> None:
    from dashboard.views import clues

    one = {"at": "2026-01-05T01:00:00.000000Z", "by": "部门系统", "step_zh": "部门反馈结果", "step": "answer"}
    clues._history({
        "notes": [
            {**one, "words": "未见异常", "outcome": "UNFOUNDED", "outcome_zh": "查无问题"},
            {**one, "words": "已收到", "outcome": "", "outcome_zh": ""},
        ]
    })  # type: ignore[typeddict-item]  # fmt: skip


def test_the_history_says_what_each_found() -> None:
    page = AppTest.from_function(history, default_timeout=60).run()
    assert not page.exception
    assert [one.value for one in page.markdown] == ["**办理结果**　查无问题"]


def handed() -> None:
    from dashboard.views import clues

    clues._records({"clue_id": "q1", "department": "113", "last_day": "2026-01-05"})  # type: ignore[typeddict-item]


class Receiving:
    """One record behind a clue."""

    def handed_clue(self, clue_id: str, *, cursor: str | None) -> dict[str, Any]:
        assert (clue_id, cursor) == ("q1", None)
        row = {
            "day": "2026-01-04", "known_on": "2026-01-04", "late": False, "provisional": False, "entity": "A",
            "entity_name": "甲公司", "other": "", "other_name": "", "list_type": "", "list_type_zh": "",
            "fact_id": "f1", "origin": "合成投诉 complaints.csv 第 2 行",
        }  # fmt: skip
        return {"records": [row], "number": 1, "cursor": None}


@pytest.mark.parametrize(
    ("permission", "authority", "number"),
    [("RECEIVE_CLUES", "113", 1), ("RECEIVE_CLUES", "114", 0), ("X", "113", 0)],
)
def test_the_records_behind_a_clue_are_shown_to_the_department_that_has_it(
    monkeypatch: pytest.MonkeyPatch, permission: str, authority: str, number: int
) -> None:
    monkeypatch.setattr(clues, "attempt", lambda question: question(Receiving()))
    page = AppTest.from_function(handed, default_timeout=60)
    page.session_state["me"] = {"permissions": [permission], "authorities": [authority]}
    page.run()
    assert not page.exception
    assert len(page.dataframe) == number
    if number:
        assert list(page.dataframe[0].value["来源"]) == ["合成投诉 complaints.csv 第 2 行"]


def test_records_that_cannot_be_read_now_are_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clues, "attempt", lambda _: None)
    page = AppTest.from_function(handed, default_timeout=60)
    page.session_state["me"] = {"permissions": ["RECEIVE_CLUES"], "authorities": ["113"]}
    page.run()
    assert not page.exception and "暂时不能读取" in page.info[0].value
