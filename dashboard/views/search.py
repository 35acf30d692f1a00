"""Search by name, code or (for those who may) number."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.markup import code_span, plain
from dashboard.session import ask, go, may


def page() -> None:
    """The search page."""
    st.title("搜索")
    with st.form("search", border=False):
        left, right = st.columns([6, 1], vertical_alignment="bottom")
        hint = "单位名称、统一社会信用代码" + ("、人员姓名、证件号码" if may("SEARCH_PERSONS") else "")
        text = left.text_input("搜索内容", placeholder=hint, max_chars=200, key="search-text")
        pressed = right.form_submit_button("搜索", type="primary", width="stretch")
    if pressed and text.strip():
        # Kept in the session and not in the address: it may be a number.
        with st.spinner("正在搜索…"):
            st.session_state["found"] = ask(lambda api: api.search(text, limit=30))
    found = st.session_state.get("found")
    if found is None:
        st.info("输入名称的一部分即可；相同名称请用统一社会信用代码区分。")
        return
    if not found["entities"] and not found["persons"]:
        st.warning("没有找到。可换用曾用名、名称的一部分，或统一社会信用代码。")
        return
    _entities(found["entities"])
    _persons(found["persons"])
    if not found["complete"]:
        st.caption("结果较多，只列出最相近的部分；请补充名称后再搜索。")


def _entities(rows: list[dict[str, Any]]) -> None:
    if rows:
        st.subheader(f"单位（{len(rows)}）")
    for row in rows:
        with st.container(border=True):
            name, facts, act = st.columns([5, 4, 1.4], vertical_alignment="center")
            name.markdown(f"**{plain(row['name'])}**  \n{code_span(row['code'])}")
            former = f"曾用名：{row['former_name']}　" if row["former_name"] else ""
            listed = f"名单与法院文书 {row['records']} 条" if row["records"] else "没有名单记录"
            facts.caption(plain(f"{former}{row['status']}　辖区 {row['region_code'] or '不详'}　{listed}"))
            if act.button("查看", key=f"e-{row['code']}", width="stretch"):
                go("entity", code=row["code"])


def _persons(rows: list[dict[str, Any]]) -> None:
    if rows:
        st.subheader(f"人员（{len(rows)}）")
        st.caption("同名不一定是同一人；以证件号码核实的身份为准。")
    for row in rows:
        with st.container(border=True):
            name, facts, act = st.columns([5, 4, 1.4], vertical_alignment="center")
            number = row["id_masked"] or "无证件号码，身份未核实"
            name.markdown(f"**{plain(row['name'])}**  \n{code_span(number)}")
            facts.caption(plain("、".join(one["name"] for one in row["entities"]) or "没有任职"))
            if act.button("查看", key=f"p-{row['person_id']}", width="stretch"):
                go("person", id=row["person_id"])
