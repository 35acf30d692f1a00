"""The second time of a question: from the address, from its fields, into what is asked and opened next."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, Self

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import session
from dashboard.moments import Times, known_at, moment
from dashboard.ownership_picture import TreeView
from dashboard.picture import View

VIEWS = Path(session.__file__).parent / "views"
TODAY = "2026-11-29"


@pytest.mark.parametrize("text", ["0", "7", "007", "9" * 12, "2026-01-01"])
def test_a_commit_and_a_day_are_moments(text: str) -> None:
    assert moment(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "-1",
        "²",
        "7.0",
        "seq:7",
        "9" * 13,
        "2026-W01-1",
        "2026-02-30",
        "2026-01-01T10:00",
    ],
)
def test_all_else_is_none(text: str) -> None:
    assert moment(text) == ""
    assert (
        View.of({"code": "A", "known": text}).known == TreeView.of({"code": "A", "known": text}).known == ""
    )


def test_a_day_is_asked_as_a_day_and_a_commit_as_its_number() -> None:
    assert [known_at(one) for one in ("", "2026-01-01", "7")] == [None, "2026-01-01", "seq:7"]
    assert Times().asked() == {"as_of": None, "known_at": None}
    assert Times("2026-01-02", "2026-01-01").params() == {"day": "2026-01-02", "known": "2026-01-01"}


def test_views_keep_it_in_their_address() -> None:
    tree = TreeView.of({"code": "A", "day": "2026-01-02", "known": "2026-01-01"})
    assert tree.params() == {"code": "A", "day": "2026-01-02", "known": "2026-01-01"}
    assert tree.times() == Times("2026-01-02", "2026-01-01")
    network = View.of({"code": "A", "known": "2026-01-01"})
    assert network.known_at == "2026-01-01"
    assert network.as_seen(TODAY, "7/rules")["known"] == "7", "kept, it is of the commit that was shown"


def test_no_page_asks_for_a_day_alone() -> None:
    asking = {one.name for one in VIEWS.glob("*.py") if re.search(r"\bchosen_day\b", one.read_text("utf-8"))}
    assert asking == {"shared.py", "two_times.py"}


def script() -> None:
    import streamlit as st

    from dashboard.views.two_times import chosen_times, tell_known

    times = chosen_times("page")
    tell_known(times.known, again=st.session_state.get("again", False))
    st.text(f"{times.asked()}")


def shown(known: str = "", **state: Any) -> AppTest:
    page = AppTest.from_function(script, default_timeout=60)
    if known:
        page.query_params["known"] = known
    page.session_state["me"] = {"permissions": [], "today": TODAY, "districts": []}
    for name, value in state.items():
        page.session_state[name] = value
    page.run()
    assert not page.exception
    return page


def asked(page: AppTest) -> str:
    return str(page.text[0].value)


def address(page: AppTest) -> str:
    found = page.query_params.get("known", "")
    return found if isinstance(found, str) else found[0]


@pytest.mark.parametrize(
    ("known", "wanted", "told"),
    [("7", "seq:7", "第 7 次提交为止"), ("2026-01-01", "2026-01-01", " 2026-01-01（含当日）为止")],
)
def test_the_address_says_as_known_when_and_the_page_tells(known: str, wanted: str, told: str) -> None:
    page = shown(known)
    assert f"'known_at': '{wanted}'" in asked(page)
    assert told in page.info[0].value and "不按现有数据" in page.info[0].value
    page.button[0].click().run()
    assert "'known_at': None" in asked(page) and not page.info and address(page) == ""


def test_without_one_all_that_is_known_counts_and_nothing_is_told() -> None:
    page = shown()
    assert "'known_at': None" in asked(page) and not page.info and not page.warning


def test_what_is_known_today_is_what_is_known_now() -> None:
    page = shown(TODAY)
    assert "'known_at': None" in asked(page) and not page.info and address(page) == ""


@pytest.mark.parametrize("known", ["yesterday", "-1", "2026-02-30", "2026-11-30", "9" * 15, "1999-12-31"])
def test_what_means_nothing_is_refused_in_words(known: str) -> None:
    page = shown(known)
    assert not page.text, "nothing is asked"
    assert "网址中的时点不能用" in page.warning[0].value and known not in page.warning[0].value
    page.button[0].click().run()
    assert not page.warning and "'known_at': None" in asked(page)


def test_the_fields_write_the_address_and_the_commit_goes_before_the_day() -> None:
    page = shown()
    page.date_input[1].set_value(date(2026, 1, 1)).run()
    assert address(page) == "2026-01-01" and "'known_at': '2026-01-01'" in asked(page)
    page.number_input[0].set_value(7).run()
    assert address(page) == "7" and "'known_at': 'seq:7'" in asked(page)
    page.number_input[0].set_value(None).run()
    assert address(page) == "2026-01-01"
    page.date_input[1].set_value(None).run()
    assert address(page) == "" and "'known_at': None" in asked(page)


def test_the_fields_follow_the_address() -> None:
    page = shown("7")
    assert (page.number_input[0].value, page.date_input[1].value) == (7, None)
    page.query_params["known"] = "2026-01-01"
    page.run()
    assert (page.number_input[0].value, page.date_input[1].value) == (None, date(2026, 1, 1))
    page.button[0].click().run()
    assert (page.number_input[0].value, page.date_input[1].value) == (None, None)


def test_an_answer_that_stays_says_how_to_ask_again() -> None:
    page = shown("7", again=True)
    assert "再运行" in page.info[0].value and not page.button


class Api:
    """No saved question, and one word of each kind."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def question_words(self) -> dict[str, Any]:
        limits = {"steps": 3, "conditions": 5, "rows": 500}
        words = {"starts": ["LIST", "ALL"], "directions": ["ANY"], "fields": [], "limits": limits}
        return {**words, "relations": [{"code": "HOLDS", "title": "持股", "decision": False}]}

    def questions(self, _: str) -> dict[str, Any]:
        return {"rows": [], "complete": True}


def composer() -> None:
    from dashboard.views import questions

    questions.page()


@pytest.mark.parametrize(("districts", "told"), [([], False), (["411302"], True)])
def test_who_sees_some_districts_only_reads_what_is_left_out(
    monkeypatch: pytest.MonkeyPatch, districts: list[str], told: bool
) -> None:
    monkeypatch.setattr(session, "client", Api)
    page = AppTest.from_function(composer, default_timeout=60)
    page.session_state["me"] = {"permissions": [], "today": TODAY, "districts": districts}
    page.run()
    assert not page.exception
    assert any("所辖区域" in one.value for one in page.caption) is told


class Groups(Api):
    """Pages of groups, and what was asked for."""

    asked: ClassVar[list[tuple[str | None, str | None]]] = []

    def groups(self, *, known_at: str | None, cursor: str | None) -> dict[str, Any]:
        self.asked.append((known_at, cursor))
        return {"rows": [], "cursor": None}


def grouped() -> None:
    from dashboard.views import groups

    groups.page()


def test_a_page_of_groups_is_left_when_another_commit_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    Groups.asked.clear()
    monkeypatch.setattr(session, "client", Groups)
    page = AppTest.from_function(grouped, default_timeout=60)
    page.query_params["from"] = "second"
    page.session_state["me"] = {"permissions": [], "today": TODAY, "districts": []}
    page.run()
    page.number_input[0].set_value(7).run()
    assert not page.exception
    assert Groups.asked == [(None, "second"), ("seq:7", None)]
