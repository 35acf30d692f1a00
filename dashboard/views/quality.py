"""Data quality: what was kept out, what contradicts itself, what waits, how fresh each source is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from dashboard import words
from dashboard.client import ApiError
from dashboard.documents import Quality, Ready
from dashboard.markup import plain
from dashboard.session import ask, client, show
from dashboard.views.shared import commit_of, further, table

_OPEN: Final = "quality-open"
_SHOWN_CONFLICTS: Final = 50


def page() -> None:
    """Figures, each of which opens its list, and the sources below."""
    st.title("数据质量")
    ready, found = _ready(), ask(lambda api: api.quality())
    known = commit_of(found["data_version"])
    conflicts = ask(lambda api: api.conflicts(known_at=known, limit=_SHOWN_CONFLICTS))
    kept = sum(one["number"] for one in found["quarantined"])
    told = f"{len(conflicts['rows']):,}" + ("+" if conflicts["cursor"] else "")
    tiles = (
        ("quarantine", "隔离的行", f"{kept:,}"),
        ("returned", "依法退回的行", f"{found['returned']:,}"),
        ("conflicts", "来源相互矛盾", told),
        ("pending", "待推导的变动", f"{ready['pending_changes']:,}" if ready else "—"),
        ("sources", "来源", f"{len(ready['sources']):,}" if ready else "—"),
    )
    for column, (name, label, value) in zip(st.columns(len(tiles)), tiles, strict=True):
        column.metric(label, value)
        if column.button("清单", key=f"open-{name}", width="stretch"):
            st.session_state[_OPEN] = name
    if ready:
        running = "运行中" if ready["worker_running"] else "未运行"
        st.caption(
            f"后台任务{running}　推导到 {ready['last_pass_day'] or '尚未'}　数据版本 {found['data_version']}"
        )
        if ready["status"] == "behind":
            st.warning("推导滞后：有变动等待较久，核查结果可能不完整。")
    opened = st.session_state.get(_OPEN, "")
    if opened:
        _behind(opened, found, ready, conflicts)
    _freshness(found, ready)
    st.subheader("隔离的原因")
    table([_reason(one) for one in found["quarantined"]], "没有隔离的行。")


def _ready() -> Ready | None:
    try:
        with client() as api:
            return api.ready()
    except ApiError as error:
        show(error)
        return None


def _behind(name: str, found: Quality, ready: Ready | None, conflicts: Any) -> None:
    """The list behind the figure that was opened last."""
    lists: dict[str, tuple[str, Callable[[], None]]] = {
        "quarantine": ("隔离的行", lambda: _quarantine(found, returned=False)),
        "returned": ("依法退回的行", lambda: _quarantine(found, returned=True)),
        "conflicts": ("来源相互矛盾的事实", lambda: _conflicts(conflicts)),
        "pending": ("待推导的变动", _pending),
        "sources": ("归集批次", lambda: _runs(found)),
    }
    title, body = lists[name]
    with st.container(border=True):
        head, close = st.columns([6, 1], vertical_alignment="center")
        head.subheader(title)
        if close.button("收起", width="stretch"):
            st.session_state.pop(_OPEN)
            st.rerun()
        body()


def _quarantine(found: Quality, *, returned: bool) -> None:
    narrow: dict[str, str] = {}
    if not returned and found["quarantined"]:
        sources = sorted({one["source"] for one in found["quarantined"]})
        rules = sorted({one["rule"] for one in found["quarantined"]})
        left, right = st.columns(2)
        narrow["source"] = left.selectbox("来源", ["", *sources], format_func=_or_all, key="kept-source")
        narrow["rule"] = right.selectbox(
            "规则", ["", *rules], format_func=lambda one: words.RULES.get(one, _or_all(one)), key="kept-rule"
        )

    def shown(rows: list[dict[str, Any]]) -> None:
        table([_kept(one) for one in rows], "没有这样的行。")

    further(
        f"kept-{returned}-{narrow}",
        lambda cursor: ask(
            lambda api: api.quarantine(
                returned=returned, known_at=commit_of(found["data_version"]), cursor=cursor, **narrow
            )
        ),
        shown,
    )


def _or_all(one: str) -> str:
    return one or "全部"


def _kept(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "来源": one["source"],
        "数据表": one["table_zh"],
        "文件": one["file"],
        "行": one["line"],
        "栏": one["column"],
        "问题": one["what"],
        "处理办法": one["todo"],
    }


def _conflicts(first: Any) -> None:
    st.caption("同一事实，不同来源或文件给出的内容不一致；平台按来源的优先次序采用其一，其余保留备查。")
    further(
        "conflicts",
        lambda cursor: (
            ask(lambda api: api.conflicts(cursor=cursor, limit=_SHOWN_CONFLICTS)) if cursor else first
        ),
        _conflict_cards,
    )


def _conflict_cards(rows: list[dict[str, Any]]) -> None:
    for place, one in enumerate(rows):
        parties = "、".join(f"{who['name'] or who['code']}" for who in one["parties"]) or "主体不详"
        with st.expander(f"{one['kind_zh']}　{plain(parties)}", expanded=place == 0):
            heads = [words.origin(source) for source in one["sources"]]
            table(
                [
                    {"项目": field["field"], **_side_by_side(heads, field["values"])}
                    for field in one["fields"]
                ],
                "内容相同。",
            )
    if not rows:
        st.info("没有相互矛盾的事实。")


def _side_by_side(heads: list[str], values: list[str]) -> dict[str, str]:
    return {
        f"{place}. {head}": value for place, (head, value) in enumerate(zip(heads, values, strict=True), 1)
    }


def _pending() -> None:
    rows = [
        {
            "提交": one["seq"],
            "时间": words.moment(one["at"]),
            "原因": one["why"],
            "单位数": one["entities"],
            "人员数": one["persons"],
            "例如": "、".join(one["examples"]),
        }
        for one in ask(lambda api: api.pending(limit=200))
    ]
    table(rows, "没有等待推导的变动。")


def _reason(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "来源": one["source"],
        "数据表": one["table_zh"],
        "规则": words.RULES.get(one["rule"], one["rule"]),
        "行数": one["number"],
    }


def _freshness(found: Quality, ready: Ready | None) -> None:
    st.subheader("各来源的新鲜程度")
    runs = Counter(run["source"] for run in found["runs"] or ())
    rows = [
        {
            "来源": one["source"],
            "数据截至": one["produced_at"].replace("T", " "),
            "归集时间": words.moment(one["taken_at"]),
            "批次": runs[one["source"]],
        }
        for one in (ready["sources"] if ready else [])
    ]
    table(rows, "还没有归集过数据。")


def _runs(found: Quality) -> None:
    told = found["runs"] or []
    sources = sorted({one["source"] for one in told})
    wanted = st.selectbox("来源", ["", *sources], format_func=_or_all, key="runs-source")
    runs = [
        {
            "数据包": one["package"], "来源": one["source"], "数据截至": one["produced_at"].replace("T", " "),
            "行": one["rows"], "隔离": one["quarantined"], "退回": one["returned"], "矛盾": one["conflicts"],
            "开始": words.moment(one["started_at"]),
            "状态": "完成" if one["state"] == "DONE" else "未完成",
        }
        for one in told
        if wanted in ("", one["source"])
    ]  # fmt: skip
    table(runs, "还没有归集过数据。")
