"""The audit trail, for auditors: who read or changed what, when and why."""

from __future__ import annotations

import streamlit as st

from dashboard import words
from dashboard.session import ask
from dashboard.views.shared import table


def _action(code: str) -> str:
    return words.ACTIONS.get(code, "不限")


def page() -> None:
    """Readings and changes, newest first."""
    st.title("审计")
    st.caption("查看审计记录本身也会记入审计。时间为北京时间。核验是否被改动：creditgraph audit verify")
    kind = st.segmented_control("内容", ["查询", "变更"], default="查询")
    columns = st.columns(4)
    wanted = {
        "actor": columns[0].text_input("操作者编号"),
        "subject": columns[1].text_input("对象编号"),
        "action": columns[2].selectbox("动作", ["", *words.ACTIONS], format_func=_action),
        "day": columns[3].text_input("日期", placeholder="2026-01-01"),
    }
    trail = "changes" if kind == "变更" else "reads"
    place = f"audit-{trail}-{wanted}"
    cursor = st.session_state.get("audit-cursor", {}).get(place, "")
    found = ask(lambda api: api.audit(trail, cursor=cursor, **wanted))
    rows = [
        {
            "时间": words.moment(one["at"]),
            "操作者": one["actor"],
            "角色": words.ACCOUNT_ROLES.get(one["role"], one["role"]),
            "动作": words.ACTIONS.get(one["action"], one["action"]),
            "对象": "、".join(one["subjects"]) if trail == "reads" else one["target"],
            "用途": words.WORKING.get(one.get("purpose", ""), one.get("purpose", "")),
            "理由": one.get("reason", ""),
        }
        for one in found["rows"]
    ]
    table(rows, "没有符合条件的记录。")
    if found["cursor"] and st.button("更早的记录"):
        st.session_state["audit-cursor"] = {place: found["cursor"]}
        st.rerun()
