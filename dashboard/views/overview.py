"""The leaders' overview: figures, each opening the list behind it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import words
from dashboard.session import ask, go, may
from dashboard.views.shared import chosen_day, table


def page() -> None:
    """Tiles, bars, and the list behind the tile that was opened."""
    top, picker = st.columns([5, 1.6], vertical_alignment="bottom")
    with picker:
        day = chosen_day("overview-day")
    with st.spinner("正在统计…"):
        figures = ask(lambda api: api.statistics(as_of=day))
    with top:
        st.title("总览")
        st.caption(f"截至 {figures['as_of']}　数据版本 {figures['data_version']}")
    _tiles(figures)
    _behind()
    left, right = st.columns(2)
    with left:
        _bars("在列名单：按类型", figures["listings_by_type"])
    with right:
        _bars("在列名单：按辖区", figures["listings_by_district"])
    _bars("列入数量：按决定月份", figures["listings_by_month"], by_time=True)


def _tiles(figures: dict[str, Any]) -> None:
    states = {one["key"]: one["number"] for one in figures["findings_by_state"]}
    first = st.columns(4)
    first[0].metric("单位", f"{figures['entities']:,}")
    first[1].metric("在列名单", f"{figures['live_listings']:,}")
    first[2].metric("本月撤回", f"{figures['withdrawn_this_month']:,}")
    days = figures["median_days_to_withdraw"]
    first[3].metric(
        "撤回用时（中位，天）",
        "—" if days is None else f"{days:g}",
        help="从依据失效到平台撤回认定的天数；只统计曾经生效的认定，没有时不显示",
    )
    if first[1].button("名单清单", key="open-listings", width="stretch"):
        st.session_state["behind"] = ("listings", "")
    second = st.columns(5)
    for column, state in zip(
        second, ("CONFIRMED", "SUSPENDED", "PROPOSED", "LEAD", "WITHDRAWN"), strict=True
    ):
        column.metric(f"责任人·{words.STATES[state]}", f"{states.get(state, 0):,}")
        if may("SEE_CONFIRMED_FINDINGS") and column.button("清单", key=f"open-{state}", width="stretch"):
            st.session_state["behind"] = ("findings", state)


def _behind() -> None:
    """The list behind the tile that was opened last."""
    kind, state = st.session_state.get("behind", ("", ""))
    if not kind:
        return
    with st.container(border=True):
        title = "在列名单" if kind == "listings" else f"责任认定：{words.STATES[state]}"
        head, close = st.columns([6, 1], vertical_alignment="center")
        head.subheader(title)
        if close.button("收起", width="stretch"):
            st.session_state.pop("behind")
            st.rerun()
        if kind == "listings":
            _listings(ask(lambda api: api.listings(limit=100)))
        else:
            _findings(ask(lambda api: api.findings(states=[state], limit=100)))


def _listings(found: dict[str, Any]) -> None:
    rows = [
        {
            "编号": one["listing_id"],
            "名单": one["list_type_zh"],
            "单位": one["entity_name"] or "（自然人，不在此列出）",
            "代码": one["entity"],
            "决定日期": one["decided_on"],
            "机关": one["authority"],
        }
        for one in found["rows"]
    ]
    table(rows, "没有在列的名单。")
    _open([one["entity"] for one in found["rows"] if one["entity"]])
    if found["cursor"]:
        st.caption("只列出前 100 条。")


def _findings(found: dict[str, Any]) -> None:
    rows = [
        {
            "认定编号": one["finding_id"],
            "责任人": one["person_name"],
            "身份": one["role_zh"],
            "单位": one["entity_name"],
            "代码": one["entity"],
            "名单": one["list_type_zh"],
            "期间": words.period(one["valid_from"], one["valid_to"]),
        }
        for one in found["rows"]
    ]
    table(rows, "没有您可以查看的认定。线索和拟认定只向办案人员显示。")
    _open([one["entity"] for one in found["rows"] if one["entity"]])
    if found["cursor"]:
        st.caption("只列出前 100 条。")


def _open(codes: list[str]) -> None:
    if not codes:
        return
    chosen = st.selectbox("打开其中一个单位", ["", *dict.fromkeys(codes)], key="open-code")
    if chosen:
        st.session_state.pop("open-code", None)
        go("entity", code=chosen)


def _bars(title: str, rows: list[dict[str, Any]], *, by_time: bool = False) -> None:
    st.subheader(title)
    if not rows:
        st.info("没有数据。")
        return
    frame = pd.DataFrame({"项目": [one["label"] for one in rows], "数量": [one["number"] for one in rows]})
    st.bar_chart(frame, x="项目", y="数量", horizontal=not by_time, sort=by_time or "-数量", height=320)
