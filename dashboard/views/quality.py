"""Data quality: what was kept out, what contradicts itself, how fresh each source is."""

from __future__ import annotations

import streamlit as st

from dashboard import words
from dashboard.session import ask
from dashboard.views.shared import table

_LEVELS = {"ready": "正常", "behind": "推导滞后", "unready": "不可用"}


def page() -> None:
    """Figures and tables."""
    st.title("数据质量")
    ready, found = ask(lambda api: api.ready()), ask(lambda api: api.quality())
    kept = sum(one["number"] for one in found["quarantined"])
    tiles = st.columns(5)
    tiles[0].metric("隔离的行", f"{kept:,}")
    tiles[1].metric("依法退回的行", f"{found['returned']:,}")
    tiles[2].metric("来源相互矛盾", f"{found['conflicts']:,}")
    tiles[3].metric("待推导的变动", f"{ready['pending_changes']:,}")
    tiles[4].metric("后台任务", "运行中" if ready["worker_running"] else "未运行")
    if ready["status"] != "ready":
        st.warning(f"系统状态：{_LEVELS.get(ready['status'], ready['status'])}")
    st.subheader("各来源的新鲜程度")
    fresh = [
        {"来源": one["source"], "数据截至": one["produced_at"], "归集时间": one["taken_at"][:19]}
        for one in ready["sources"]
    ]
    table(fresh, "还没有归集过数据。")
    st.subheader("隔离的原因")
    rows = [
        {
            "来源": one["source"],
            "数据表": one["table"],
            "规则": words.RULES.get(one["rule"], one["rule"]),
            "行数": one["number"],
        }
        for one in found["quarantined"]
    ]
    table(rows, "没有隔离的行。")
    st.subheader("归集批次")
    runs = [
        {
            "数据包": one["package"], "来源": one["source"], "行": one["rows"], "隔离": one["quarantined"],
            "退回": one["returned"], "矛盾": one["conflicts"], "开始": one["started_at"][:19],
            "状态": "完成" if one["state"] == "DONE" else "未完成",
        }
        for one in found["runs"]
    ]  # fmt: skip
    table(runs, "还没有归集过数据。")
