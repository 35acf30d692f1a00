"""存入案件: what a page shows goes into an investigation workspace, where its source is checked again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from dashboard import words
from dashboard.documents import Detail
from dashboard.session import ask, may
from dashboard.views.shared import distinct

_CHOSEN: Final = "into-case"
_MOST_TITLE: Final = 120


def open_spaces() -> dict[str, str]:
    """Workspaces that one may write into, and under what they are chosen."""
    return distinct(
        {
            one["workspace_id"]: one["title"]
            for one in ask(lambda api: api.workspaces())
            if one["state"] == "OPEN" and one["role"] in ("OWNER", "MEMBER")
        }
    )


def offer(key: str, kind: str, title: str, body: Mapping[str, Any]) -> None:
    """A button; pressed, a choice of the workspace and the title under which it is kept."""
    if not may("WORK_SPACES"):
        return
    if st.session_state.get(_CHOSEN) != key:
        st.button(
            "存入案件", key=f"into-{key}", icon=":material/move_to_inbox:", on_click=_choose, args=(key,)
        )
        return
    with st.container(border=True):
        spaces = open_spaces()
        if not spaces:
            st.info("还没有可以写入的案件：先在“调查工作区”开设一个。")
            return
        first, second, third, fourth = st.columns([1.6, 1.8, 0.7, 0.7], vertical_alignment="bottom")
        chosen = first.selectbox(
            "案件（调查工作区）", list(spaces), format_func=spaces.__getitem__, key=f"case-{key}"
        )
        named = second.text_input(
            "标题", value=title[:_MOST_TITLE], max_chars=_MOST_TITLE, key=f"case-title-{key}"
        )
        if third.button("存入", type="primary", width="stretch", key=f"put-{key}") and chosen:
            ask(lambda api: api.put_workspace_item(chosen, kind, named, body))
            st.session_state.pop(_CHOSEN, None)
            st.toast("已存入案件。")
            st.rerun()
        fourth.button("取消", width="stretch", key=f"leave-{key}", on_click=_choose, args=("",))


def offer_record(detail: Detail) -> None:
    """One of a subject's records as evidence, with the source that it has here."""
    if not may("WORK_SPACES") or not detail["records"]:
        return
    subject = detail["subject"]
    labels = distinct(
        {
            one["fact_id"]: f"{one['kind_zh']}　{words.period(one['valid_from'], one['valid_to'])}"
            for one in detail["records"]
        }
    )
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    chosen = left.selectbox(
        "作为证据的记录", list(labels), format_func=labels.__getitem__, key=f"record-{subject['code']}"
    )
    if chosen:
        ref = {
            "kind": "RECORD", "id": chosen, "subject": subject["code"], "as_of": detail["as_of"],
            "data_version": detail["data_version"],
        }  # fmt: skip
        with right:
            offer("record", "EVIDENCE", f"{subject['name']}：{labels[chosen]}", {"ref": ref})


def _choose(key: str) -> None:
    st.session_state[_CHOSEN] = key
