"""通报: what went out to superior units, audit, employers and organs, what came back, what was corrected."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import streamlit as st

from dashboard.session import ask, go, may
from dashboard.views.shared import distinct, further, table

_STANDINGS: Final = {"ALL": "全部", "OPEN": "有效", "ENDED": "已更正"}


def page() -> None:
    """The list, newest first, and the way to the case of each."""
    st.title("通报")
    st.caption(
        "本机关就案件和决定发给上级主管单位、审计部门、所在单位等的通报；只走内部渠道，不上网站。"
        "依据消失即自动更正，另发更正通知。"
    )
    standing = st.segmented_control(
        "范围", list(_STANDINGS), default="ALL", format_func=_STANDINGS.__getitem__, key="notices-standing"
    )
    chosen = str(standing or "ALL")
    further(
        f"notices-{chosen}",
        lambda cursor: ask(lambda api: api.notices(standing=chosen, cursor=cursor, limit=200)),
        _show,
    )


def _show(found: list[dict[str, Any]]) -> None:
    rows = sorted(found, key=lambda one: str(one["opened_on"]), reverse=True)
    states = Counter(one["state_zh"] for one in rows)
    if states:
        st.caption("　".join(f"{state} {number} 件" for state, number in states.most_common()))
    table([_row(one) for one in rows], "没有通报。")
    _open_case(rows)
    _open_body(rows)


def _open_case(rows: list[dict[str, Any]]) -> None:
    cases = distinct(
        {
            one["case_id"]: f"{one['person_name'] or one['entity_name']}　{one['entity_name']}"
            for one in rows
            if one["case_id"]
        }
    )
    if cases and (chosen := _chosen("打开案件", cases, "notices-case")):
        go("case", id=chosen)


def _open_body(rows: list[dict[str, Any]]) -> None:
    """Notices on decisions on a body, without a person's case, are found with the body."""
    bodies = distinct({one["entity"]: one["entity_name"] for one in rows if not one["case_id"]})
    if not bodies or not may("HANDLE_CASES"):
        return
    if chosen := _chosen("打开单位通报", bodies, "notices-body"):
        go("duties", code=chosen)


def _chosen(label: str, names: dict[str, str], key: str) -> str | None:
    return st.selectbox(
        label, list(names), index=None, format_func=names.__getitem__, placeholder="请选择", key=key
    )


def _row(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "状态": one["state_zh"],
        "种类": one["kind_zh"],
        "接收单位": one["recipient"],
        "文号": one["doc_no"],
        "日期": one["opened_on"],
        "单位": one["entity_name"],
        "责任人": one["person_name"],
        "依据": f"{one['ground_kind_zh']} {one['ground_id']}",
        "回执": one["received_on"],
        "反馈": one["feedback"],
        "更正": f"{one['ended_on']} {one['ended_because_zh']}".strip(),
    }
