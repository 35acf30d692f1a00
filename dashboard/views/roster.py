"""责任人数据清单: who ran a listed body at the violation, and who runs it now, kept apart."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from dashboard import words
from dashboard.markup import plain
from dashboard.session import ask, go, may, param
from dashboard.views.shared import code_form, table
from dashboard.views.two_times import chosen_times, tell_known

_PARTS: Final = (
    ("AT_VIOLATION", "违法行为发生时任职"),
    ("UNCERTAIN", "日期不明，待查"),
    ("CURRENT", "现任"),
)


def page() -> None:
    """The roster of one body; which one stands in the address."""
    code = param("code")
    if not code:
        st.title("责任人数据清单")
        code_form("roster")
        return
    top, picker = st.columns([4, 2.6], vertical_alignment="bottom")
    with picker:
        times = chosen_times("roster-day")
    tell_known(times.known)
    with st.spinner("正在读取…"):
        found = ask(lambda api: api.roster(code, **times.asked()))
    with top:
        st.title("责任人数据清单")
        st.caption(
            f"{plain(found['entity_name'])}　{plain(found['entity'])}　按 {found['as_of']}　查看已记入审计"
        )
    st.caption("列名不等于有责任：是否负有责任由作出原决定的机关认定。推算和疑似的只是线索。")
    for when, heading in _PARTS:
        rows = [one for one in found["rows"] if one["when"] == when]
        if rows or when != "UNCERTAIN":
            st.subheader(heading)
            table([_row(one) for one in rows], "没有。")
    if may("SEE_ENTITY") and st.button("查看单位"):
        go("entity", code=code, **times.params())


def _row(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "姓名": one["person_name"],
        "身份": one["role_zh"],
        "任职期间": words.period(one["valid_from"], one["valid_to"] or "9999-12-31"),
        "所涉决定": f"{one['list_type_zh']} {one['ground_id']}",
        "决定现状": "有效" if one["ground_live"] else "已终止（档案）",
        "可信程度": "；".join(_marks(one)),
        "来源": words.origin(one["source"]) if one["source"] else "推算",
    }


def _marks(one: dict[str, Any]) -> list[str]:
    """How sure it is that he held the office, and what stands against naming him."""
    against = {"存在争议": one["disputed"], "已死亡": one["deceased"]}
    return [one["confidence_zh"], *(word for word, holds in against.items() if holds)]
