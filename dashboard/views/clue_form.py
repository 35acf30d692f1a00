"""提出线索 from whatever page: a title, words, whom it is about, and the address of what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from dashboard.session import ask, go, may

#: Asked for where the clue may be about one of several.
Subjects = Mapping[str, str]


def evidence(page: str, **params: str) -> str:
    """Address of a page of this dashboard, as a clue keeps it."""
    return f"{page}?{urlencode({name: value for name, value in params.items() if value})}"


def open_evidence(link: str) -> None:
    """Go where a clue came from; only to a page of this dashboard that the reader may open."""
    page, _, query = link.partition("?")
    if page in st.session_state["pages"] and st.button("打开来源", help="提出时所看的页面"):
        go(page, **dict(parse_qsl(query)))


def offer_clue(
    key: str, *, title: str, link: str, subjects: Subjects, scope: str = "ENTITY", words: str = ""
) -> None:
    """The button with its form; afterwards the clue is shown.

    Parameters
    ----------
    key
        Different for each place on a page.
    link
        What the clue rests on, by `evidence`.
    subjects
        Whom it may be about, by code; never a natural person.
    words
        What stands in the text to begin with.
    """
    if may("WORK_CLUES") and subjects and st.button("提出线索", key=f"raise-{key}", width="stretch"):
        _form(title, link, subjects, scope, words)


@st.dialog("提出线索")
def _form(title: str, link: str, subjects: Subjects, scope: str, words: str) -> None:
    """In the middle of the window: below a match at the end of a page there is no room for a form."""
    with st.form("clue", border=False):
        codes = list(subjects)
        about = codes[0]
        if len(codes) > 1:
            about = st.selectbox("关于哪个单位", codes, format_func=lambda one: f"{subjects[one]}　{one}")
        given = st.text_input("标题", value=title[:120], max_chars=120)
        told = st.text_area("说明", value=words, max_chars=4000)
        pressed = st.form_submit_button("提出", type="primary")
    if pressed:
        made = ask(lambda api: api.raise_clue(given, told, scope=scope, scope_id=about, link=link))
        go("clues", id=made["clue_id"])
