"""The leaders' overview: figures, each opening the list behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import altair as alt
import pandas as pd
import streamlit as st

from dashboard import words
from dashboard.documents import Count, Page, Statistics
from dashboard.moments import Times
from dashboard.session import ask, go, may
from dashboard.views.shared import commit_of, distinct, further, table
from dashboard.views.two_times import chosen_times, tell_known

_OPEN: Final = "behind"
_STATES: Final = ("CONFIRMED", "SUSPENDED", "PROPOSED", "LEAD", "WITHDRAWN")
_ROWS: Final = 100


def page() -> None:
    """Tiles, the list behind the one that was opened, and bars."""
    top, picker = st.columns([4, 2.6], vertical_alignment="bottom")
    with picker:
        times = chosen_times("overview-day")
    day = times.day
    tell_known(times.known)
    with st.spinner("正在统计…"):
        figures = ask(lambda api: api.statistics(**times.asked()))
    with top:
        st.title("总览")
        st.caption(f"截至 {figures['as_of']}　数据版本 {figures['data_version']}")
    _tiles(figures)
    _mistakes(times)
    _behind(figures, day)
    left, right = st.columns(2)
    with left:
        _bars("type", "在列名单：按类型", figures["listings_by_type"], figures, day)
    with right:
        _bars("district", "在列名单：按辖区", figures["listings_by_district"], figures, day)
    _bars("month", "列入数量：按决定月份", figures["listings_by_month"], figures, day, by_time=True)


def _open(kind: str, key: str = "", title: str = "") -> None:
    st.session_state[_OPEN] = (kind, key, title)


def _tile(
    column: Any, label: str, value: str, opens: tuple[str, str] | None, *, note: str | None = None
) -> None:
    """One figure and the button that opens its list."""
    column.metric(label, value, help=note)
    if opens and column.button("清单", key=f"open-{opens[0]}-{opens[1]}", width="stretch"):
        _open(*opens, label)


def _tiles(figures: Statistics) -> None:
    states = {one["key"]: one["number"] for one in figures["findings_by_state"]}
    sees, days = may("SEE_CONFIRMED_FINDINGS"), figures["median_days_to_withdraw"]
    first = st.columns(5)
    _tile(first[0], "单位", _number(figures["entities"]), ("entities", ""))
    first[1].metric(
        "自然人", _number(figures["persons"]), help="自然人不列清单：查询一个人须说明其单位或编号"
    )
    _tile(first[2], "在列名单", _number(figures["live_listings"]), ("listings", ""))
    fallen = ("month-withdrawals", "") if sees else None
    _tile(first[3], "本月撤回", _number(figures["withdrawn_this_month"]), fallen)
    _tile(
        first[4],
        "撤回用时（中位，天）",
        "—" if days is None else f"{days:g}",
        ("withdrawals", "") if sees else None,
        note="本年内从依据失效到平台撤回认定的天数；只统计曾经生效的认定，没有时不显示",
    )
    for column, state in zip(st.columns(len(_STATES)), _STATES, strict=True):
        opens = ("findings", state) if sees else None
        _tile(column, f"责任人·{words.STATES[state]}", _number(states.get(state, 0)), opens)


def _mistakes(times: Times) -> None:
    """What the platform got wrong this year, and the page with the lists behind it."""
    found = ask(lambda api: api.oversight(**times.asked()))
    wrong, worst = found["overreach"], found["withdrawals"]["worst_days"]
    told = f"本年错误关联 {wrong['findings']:,} 项、{wrong['wrong_days']:,} 人天"
    told += f"；撤回用时最长 {worst:,} 天" if worst is not None else ""
    text, opens = st.columns([6, 1.2], vertical_alignment="center")
    text.markdown(told)
    if opens.button("撤回与纠错", key="open-oversight", width="stretch"):
        go("oversight", **times.params())


def _number(value: int | None) -> str:
    return "—" if value is None else f"{value:,}"


def _behind(figures: Statistics, day: str | None) -> None:
    """The list behind the figure that was opened last."""
    kind, key, title = st.session_state.get(_OPEN, ("", "", ""))
    if not kind:
        return
    with st.container(border=True):
        head, close = st.columns([6, 1], vertical_alignment="center")
        head.subheader(title if kind != "findings" else f"责任认定：{words.STATES[key]}")
        if close.button("收起", width="stretch"):
            st.session_state.pop(_OPEN)
            st.rerun()
        shape, read = _lists(kind, key, figures, day)

        def shown(rows: list[dict[str, Any]]) -> None:
            table([shape(one) for one in rows], "没有您可以查看的内容。线索和拟认定只向办案人员显示。")
            _open_one(rows, "open-code")

        further(f"{kind}-{key}-{day}", read, shown)


def _lists(
    kind: str, key: str, figures: Statistics, day: str | None
) -> tuple[Callable[[dict[str, Any]], dict[str, Any]], Callable[[str | None], Page]]:
    """How a row is shown, and how a page is read: of the figures' commit, so that it has as many rows."""
    narrowed: dict[str, dict[str, Any]] = {
        "type": {"list_types": [key]},
        "district": {"region": key},
        "month": {"month": key, "live": False},
    }
    narrow = narrowed.get(kind, {})
    known = commit_of(figures["data_version"])
    more: dict[str, Any] = {"as_of": day, "known_at": known, "limit": _ROWS}
    today = figures["as_of"]
    if kind == "entities":
        return _entity, lambda cursor: ask(lambda api: api.entities(cursor=cursor, **more))
    if kind == "findings":
        return _finding, lambda cursor: ask(lambda api: api.findings(states=[key], cursor=cursor, **more))
    if kind == "month-withdrawals":
        since = f"{today[:7]}-01"
        return _withdrawal, lambda cursor: ask(
            lambda api: api.withdrawals(since=since, cursor=cursor, **more)
        )
    if kind == "withdrawals":
        since = f"{today[:4]}-01-01"
        return _withdrawal, lambda cursor: ask(
            lambda api: api.withdrawals(since=since, stood=True, cursor=cursor, **more)
        )
    return _listing, lambda cursor: ask(lambda api: api.listings(cursor=cursor, **narrow, **more))


def _entity(one: dict[str, Any]) -> dict[str, Any]:
    return {"单位": one["entity_name"], "代码": one["entity"], "辖区": one["region"], "状态": one["status"]}


def _listing(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "编号": one["listing_id"],
        "名单": one["list_type_zh"],
        "单位": one["entity_name"] or "（自然人，不在此列出）",
        "代码": one["entity"],
        "决定日期": one["decided_on"],
        "机关": one["authority"],
    }


def _finding(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "认定编号": one["finding_id"],
        "责任人": one["person_name"],
        "身份": one["role_zh"],
        "单位": one["entity_name"],
        "代码": one["entity"],
        "名单": one["list_type_zh"],
        "期间": words.period(one["valid_from"], one["valid_to"]),
    }


def _withdrawal(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "认定编号": one["finding_id"],
        "责任人": one["person_name"],
        "身份": one["role_zh"],
        "单位": one["entity_name"],
        "名单": one["list_type_zh"],
        "原因": words.WITHDRAWN.get(one["withdrawn_because"], one["withdrawn_because"]),
        "依据失效": one["withdrawn_at"],
        "平台撤回": one["written_on"],
        "用时（天）": one["days"],
    }


def _open_one(rows: list[dict[str, Any]], key: str) -> None:
    # Whoever has no code is named by an inner id, which opens nothing.
    names = {one["entity"]: one["entity_name"] for one in rows if one["entity"][:1].isdigit()}
    if not names or not may("SEE_ENTITY"):
        return
    chosen = st.selectbox(
        "打开其中一个单位",
        names,
        index=None,
        placeholder="请选择",
        format_func=lambda one: f"{names[one]}　{one}",
        key=key,
    )
    if chosen:
        st.session_state.pop(key, None)
        go("entity", code=chosen)


def _bars(
    kind: str, title: str, rows: list[Count], figures: Statistics, day: str | None, *, by_time: bool = False
) -> None:
    """One chart, and the list behind one of its bars."""
    st.subheader(title)
    if not rows:
        st.info("没有数据。")
        return
    frame = pd.DataFrame({"项目": [one["label"] for one in rows], "数量": [one["number"] for one in rows]})
    name = alt.Axis(title=None, labelLimit=260, labelOverlap=by_time)
    number = alt.Axis(title=None, tickMinStep=1)
    chart = alt.Chart(frame).mark_bar().encode(tooltip=["项目", "数量"])
    if by_time:
        chart = chart.encode(x=alt.X("项目:N", axis=name, sort=None), y=alt.Y("数量:Q", axis=number))
    else:
        chart = chart.encode(x=alt.X("数量:Q", axis=number), y=alt.Y("项目:N", axis=name, sort="-x"))
    st.altair_chart(chart.properties(height=260 if by_time else max(200, 24 * len(rows))), width="stretch")
    labels = distinct({one["key"]: f"{one['label']}（{one['number']:,}）" for one in rows})
    keys = list(reversed(labels)) if by_time else list(labels)
    chosen = st.selectbox(
        "打开其中一项的清单",
        keys,
        index=None,
        placeholder="请选择",
        format_func=labels.__getitem__,
        key=f"bar-{kind}",
    )
    if chosen is not None:
        shape, read = _lists(kind, chosen, figures, day)

        def shown(found: list[dict[str, Any]]) -> None:
            table([shape(one) for one in found], "没有这样的名单。")
            _open_one(found, f"open-{kind}")

        further(f"{kind}-{chosen}-{day}", read, shown)
