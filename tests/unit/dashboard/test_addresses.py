"""What is typed and goes into an address: never a person's number."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.session import holds_number

NUMBER = "41130219800101001X"


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        NUMBER.lower(),
        "４１１３０２１９８００１０１００１Ｘ",
        "411302 19800101 001X",
        "411302-19800101-001X",
        "110105491231002",
        f"张三（{NUMBER}）",
        f"91320100748204660Q\n{NUMBER}",
        "411302198001010010\n411381197512311245",
        "某公司，411381197512311245",
    ],
)
def test_a_number_is_recognised(text: str) -> None:
    assert holds_number(text)


@pytest.mark.parametrize(
    "text",
    ["", "91320100748204660Q", "p0123456789abcdef", "L0123456789abcdef0123", "411302", "2026-01-01",
     "91411300MA00000077\n91411302MA3X00010W", "CONFIRMED,LEAD"],
)  # fmt: skip
def test_codes_and_days_are_none(text: str) -> None:
    assert not holds_number(text)


def script() -> None:
    import streamlit as st

    from dashboard.session import keep_from_address

    keep_from_address("91320100748204660Q", st.session_state["typed"])
    st.text("went on")


@pytest.mark.parametrize(("typed", "goes_on"), [(NUMBER, False), ("某公司", True)])
def test_a_page_ends_before_the_address_changes(typed: str, goes_on: bool) -> None:
    page = AppTest.from_function(script, default_timeout=60)
    page.session_state["typed"] = typed
    page.run()
    assert not page.exception
    assert bool(page.text) is goes_on
    assert [one.value for one in page.warning if "证件号码" in one.value] == ([] if goes_on else [said(page)])


def said(page: Any) -> str:
    text = page.warning[0].value
    assert NUMBER not in text
    return str(text)
