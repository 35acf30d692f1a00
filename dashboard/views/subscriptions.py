"""Alert subscriptions: what one wants to hear of, and what one was told."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard.client.watch import Alert
from dashboard.markup import plain
from dashboard.session import ask, go, may
from dashboard.views.shared import distinct, page_shown, table, turn_pages
from dashboard.views.watch import SCOPES, address
from dashboard.words import LISTS

_SUBSCRIBED: Final = ("CITY", "DISTRICT", "INDUSTRY", "LIST")
#: For those who may look at single subjects.
_OF_ONE: Final = ("GROUP", "ENTITY")
_LEVELS: Final = {"ALERT": "预警", "WATCH": "关注及预警"}


def page() -> None:
    """Alerts, subscriptions, and a new one."""
    st.title("预警订阅")
    st.caption(
        "数值比前一日更重时通知一次；通知只有数值和编号；单位名称只在本页向有权查看的人显示，不涉及自然人。"
    )
    left, right = st.columns([1.5, 1])
    with left:
        _alerts()
    with right:
        _subscriptions()
        _new()


def _alerts() -> None:
    cursor = page_shown("alerts", "own")
    found = ask(lambda api: api.alerts(cursor=cursor))
    st.subheader(f"我的通知（共 {found['number']}，未读 {found['unread']}）")
    table([_row(one) for one in found["rows"]], "还没有通知。")
    turn_pages("alerts", "own", found["cursor"])
    if found["rows"]:
        _open_one(found["rows"])


def _open_one(rows: list[Alert]) -> None:
    """Those that were not read come first; what was read once can be looked at again."""
    known = {one["alert_id"]: one for one in sorted(rows, key=lambda one: one["read"])}
    labels = distinct({
        key: f"{'' if one['read'] else '● '}{one['day']} {one['signal_zh']} {one['label']}"
        for key, one in known.items()
    })  # fmt: skip
    chosen = st.selectbox("打开通知", list(labels), format_func=labels.__getitem__, key="alert-open")
    if not chosen:
        return
    one = known[chosen]
    if st.button("查看" if one["read"] else "标为已读并查看", type="primary"):
        if not one["read"]:
            ask(lambda api: api.read_alert(chosen))
        go("watch", **address(one["scope"], one["scope_id"], signal=one["signal"], day=one["day"]))


def _row(one: Alert) -> dict[str, object]:
    return {
        "": "" if one["read"] else "●",
        "日期": one["day"],
        "级别": one["level_zh"],
        "信号": one["signal_zh"],
        "对象": one["label"],
        "窗口数": one["value"],
        "基线": round(one["baseline"], 1),
        "补报": one["late"],
    }


def _subscriptions() -> None:
    st.subheader("我的订阅")
    found = ask(lambda api: api.subscriptions())
    if not found:
        st.info("还没有订阅。")
    for one in found:
        told, act = st.columns([4, 1], vertical_alignment="center")
        told.markdown(f"{one['signal_zh']}　{plain(one['label'])}　{_LEVELS[one['level']]}")
        if act.button("取消", key=f"end-{one['subscription_id']}", width="stretch"):
            ask(lambda api, key=one["subscription_id"]: api.unsubscribe(key))  # type: ignore[misc]
            st.rerun()


def _new() -> None:
    st.subheader("新订阅")
    settings = ask(lambda api: api.warning_settings())
    offered = (*_SUBSCRIBED, *(_OF_ONE if may("SEE_WARNINGS") else ()))
    scope = st.selectbox("口径", offered, format_func=SCOPES.__getitem__, key="sub-scope")
    names = {
        one["signal"]: one["signal_zh"] for one in settings["signals"] if not scope or scope in one["scopes"]
    }
    with st.form("subscribe"):
        scope_id = _place(scope)
        signal = st.selectbox("信号", ["", *names], format_func=lambda one: names.get(one, "全部信号"))
        level = st.selectbox("级别", list(_LEVELS), format_func=_LEVELS.__getitem__)
        pressed = st.form_submit_button("订阅", type="primary")
    if pressed:
        ask(
            lambda api: api.subscribe(
                scope=scope, scope_id=scope_id, signal=signal or "", level=level or "ALERT"
            )
        )
        st.rerun()


def _place(scope: str) -> str:
    if scope == "CITY":
        return ""
    if scope in _OF_ONE:
        told = "统一社会信用代码" if scope == "ENTITY" else "族群任一成员单位的统一社会信用代码"
        return st.text_input(told, max_chars=18).strip().upper()
    if scope == "LIST":
        codes = [one for one in LISTS if one.startswith("L")]
        return st.selectbox("名单", codes, format_func=LISTS.__getitem__) or ""
    if scope == "INDUSTRY":
        return st.selectbox("行业门类代码", [chr(code) for code in range(ord("A"), ord("U"))]) or ""
    return st.text_input("行政区划代码", max_chars=6, placeholder="411302").strip()
