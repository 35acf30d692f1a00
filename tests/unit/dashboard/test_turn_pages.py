"""The way through a list page by page: on, back, and from the first page where something else is listed."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def _listed() -> None:
    import streamlit as st

    from dashboard.views.shared import page_shown, turn_pages

    place = st.text_input("列什么", "甲", key="place")
    start = int(page_shown("list", place) or 0)
    st.text(f"{place}{start}")
    turn_pages("list", place, str(start + 1) if start < 2 else None)


def _press(app: AppTest, key: str) -> str:
    app.button(key=key).click().run()
    assert not app.exception
    return str(app.text[0].value)


def test_pages_are_turned_on_and_back_and_another_list_begins_at_its_first() -> None:
    app = AppTest.from_function(_listed, default_timeout=120).run()
    assert (app.text[0].value, app.button(key="back-list").disabled) == ("甲0", True)
    assert [_press(app, "next-list"), _press(app, "next-list")] == ["甲1", "甲2"]
    assert app.button(key="next-list").disabled and "第 3 页（末页）" in app.caption[0].value
    assert _press(app, "back-list") == "甲1"
    app.text_input(key="place").set_value("乙").run()
    assert app.text[0].value == "乙0"
    app.text_input(key="place").set_value("甲").run()
    assert app.text[0].value == "甲1", "only what is turned to another page is forgotten"
