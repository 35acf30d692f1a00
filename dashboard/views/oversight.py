"""What the platform got wrong and how fast it took it back; open objections; what one was told otherwise."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from dashboard import markup, words
from dashboard.client.oversight import OverseenPage, Oversight
from dashboard.moments import Times
from dashboard.session import ask, may
from dashboard.views.shared import further, table
from dashboard.views.two_times import chosen_times, tell_known

_OPEN: Final = "overseen"
_ROWS: Final = 100
_CAUSES: Final = {
    **words.WITHDRAWN,
    "OBJECTION": "提出异议",
    "OBJECTION_DISMISSED": "异议不成立，恢复",
    "OBJECTION_CORRECTED": "异议成立，依据的事实已更正或者将更正",
    "TERM_OVER": "期限届满",
    "DECIDED_OTHERWISE": "改变认定",
}


def page() -> None:
    """Figures first, each with its list; then objections, then one's own receipts."""
    top, picker = st.columns([4, 2.6], vertical_alignment="bottom")
    with picker:
        times = chosen_times("oversight-day")
    tell_known(times.known)
    with st.spinner("正在统计…"):
        figures = ask(lambda api: api.oversight(**times.asked()))
    with top:
        st.title("撤回与纠错")
        span = f"{figures['since']} 至 {figures['as_of']} 平台撤回或不予认定的"
        st.caption(f"{span}　数据版本 {figures['data_version']}")
    _tiles(figures)
    _behind(times)
    _by_rule(figures)
    _disputes(times)
    if may("SEE_CONFIRMED_FINDINGS"):
        _receipts()


def _tiles(figures: Oversight) -> None:
    wrong, speed, told = figures["overreach"], figures["withdrawals"], figures["receipts"]
    columns = st.columns(5)
    wrong_note = "不予认定、原决定被撤销或撤回、异议成立、事实更正或撤销、身份判定改变的认定"
    _tile(columns[0], "错误关联（项）", f"{wrong['findings']:,}", "OVERREACH", wrong_note)
    days_note = f"其中曾经认定 {wrong['confirmed']:,} 项；天数自平台作出之日或起始日较晚者，至平台撤回之日"
    _tile(columns[1], "错误关联（人天）", f"{wrong['wrong_days']:,}", "", days_note)
    _tile(
        columns[2], "撤回用时（中位，天）", _days(speed["median_days"]), "WITHDRAWN", "自依据失效至平台撤回"
    )
    _tile(columns[3], "撤回用时（最长，天）", _days(speed["worst_days"]), "", "清单按用时从长到短排列")
    seconds = told["median_seconds"]
    receipt_note = (
        f"已写出 {told['written']:,} 件，已确认 {told['acknowledged']:,} 件；"
        f"自事实之日起中位 {_days(told['median_days'])} 天，最长 {_days(told['worst_days'])} 天"
    )
    _tile(columns[4], "告知用时（中位，秒）", "—" if seconds is None else f"{seconds:.1f}", "", receipt_note)


def _days(value: float | None) -> str:
    return "—" if value is None else f"{value:g}"


def _tile(column: Any, label: str, value: str, opens: str, note: str) -> None:
    column.metric(label, value, help=note)
    if (
        opens
        and may("SEE_CONFIRMED_FINDINGS")
        and column.button("清单", key=f"open-{opens}", width="stretch")
    ):
        st.session_state[_OPEN] = (opens, "", "")


def _behind(times: Times) -> None:
    """The list behind the figure that was opened last."""
    kind, rule, authority = st.session_state.get(_OPEN, ("", "", ""))
    if not kind:
        return
    found = ask(lambda api: api.overseen(kind, rule=rule, authority=authority, **times.asked()))
    with st.container(border=True):
        head, close = st.columns([6, 1], vertical_alignment="center")
        title = "错误关联的认定" if kind == "OVERREACH" else "撤回的认定，用时从长到短"
        head.subheader(f"{title}　{markup.plain(f'{rule} {authority}')}".strip())
        if close.button("收起", width="stretch"):
            st.session_state.pop(_OPEN)
            st.rerun()
        _overseen(found)


def _overseen(found: OverseenPage) -> None:
    rows = [
        {
            "认定编号": one["finding_id"],
            "责任人": one["person_name"],
            "单位": one["entity_name"],
            "规则": one["rule"],
            "机关": one["authority"],
            "原因": one["cause_zh"],
            "平台撤回": one["fell_on"],
            "错误关联（天）": one["wrong_days"],
            "撤回用时（天）": one["days"],
        }
        for one in found["rows"]
    ]
    table(rows, "没有您可以查看的内容。线索和拟认定只向办案人员显示。")
    if not found["complete"]:
        st.caption("仅列出一部分；用接口可按规则和机关逐项查询。")


def _by_rule(figures: Oversight) -> None:
    left, right = st.columns(2)
    with left:
        st.subheader("错误关联：按规则和机关")
        wrong = figures["overreach"]["groups"]
        rows = [
            {
                "规则": one["rule"],
                "机关": one["authority"],
                "项": one["findings"],
                "人天": one["wrong_days"],
                "原因": "、".join(f"{cause['label']} {cause['number']}" for cause in one["causes"]),
            }
            for one in wrong
        ]
        table(rows, "没有错误关联的认定。")
        _choose("OVERREACH", [(one["rule"], one["authority"]) for one in wrong])
    with right:
        st.subheader("撤回用时：按规则和机关")
        speed = figures["withdrawals"]["groups"]
        shown = [
            {
                "规则": one["rule"],
                "机关": one["authority"],
                "项": one["findings"],
                "中位（天）": one["median_days"],
                "最长（天）": one["worst_days"],
            }
            for one in speed
        ]
        table(shown, "没有撤回的认定。")
        _choose("WITHDRAWN", [(one["rule"], one["authority"]) for one in speed])


def _choose(kind: str, groups: list[tuple[str, str]]) -> None:
    if not groups or not may("SEE_CONFIRMED_FINDINGS"):
        return
    key = f"group-{kind}"
    chosen = st.selectbox(
        "打开其中一项的清单",
        groups,
        index=None,
        placeholder="请选择",
        format_func=lambda one: f"{one[0]}　{one[1]}".strip(),
        key=key,
    )
    if chosen and st.session_state.get(_OPEN) != (kind, *chosen):
        st.session_state[_OPEN] = (kind, *chosen)
        st.rerun()


def _disputes(times: Times) -> None:
    st.subheader("处理中的异议")
    st.caption("“已决定，待更正”：已决定更正，更正后的记录尚未报来，仍予中止。")

    def shown(rows: list[dict[str, Any]]) -> None:
        table([_dispute(one) for one in rows], "没有处理中的异议。")
        if not rows or not may("SEE_CONFIRMED_FINDINGS"):
            return
        chosen = st.selectbox(
            "列出一项异议中止的全部认定",
            [one["objection_id"] for one in rows if one["findings"]],
            index=None,
            placeholder="请选择异议编号",
            key="dispute",
        )
        if chosen:
            _suspended(chosen, times)

    further(
        f"disputes-{times}",
        lambda cursor: ask(lambda api: api.disputes(cursor=cursor, **times.asked())),
        shown,
    )


def _dispute(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "异议编号": one["objection_id"],
        "理由": one["ground"],
        "争议对象": f"{one['target_kind_zh']}　{one['entity_name']}　{one['role_zh']}".strip(),
        "提出日期": one["raised_on"],
        "进展": "已决定，待更正" if one["awaits_correction"] else "处理中",
        "中止的认定": one["findings"],
        "涉及依据": one["grounds"],
    }


def _suspended(objection_id: str, times: Times) -> None:
    found = ask(lambda api: api.suspended(objection_id, **times.asked()))
    rows = [
        {
            "认定编号": one["finding_id"],
            "依据": one["ground_id"],
            "名单": one["list_type_zh"],
            "单位": one["entity_name"],
            "责任人": one["person_name"],
            "身份": one["role_zh"],
            "状态": one["state_zh"],
        }
        for one in found["rows"]
    ]
    table(rows, "没有您可以查看的内容。线索和拟认定只向办案人员显示。")


def _receipts() -> None:
    st.subheader("我收到的回执")
    st.caption("您得到过的答复中，有认定或者主体自身的名单记录已撤回、中止、期满或恢复的，逐件列出。")

    def shown(rows: list[dict[str, Any]]) -> None:
        table([_receipt(one) for one in rows], "没有尚未确认的回执。")
        if rows and st.button("全部确认收到", key="acknowledge"):
            ids = [str(one["receipt_id"]) for one in rows]
            ask(lambda api: [api.acknowledge(one) for one in ids])
            st.rerun()

    further("receipts", lambda cursor: ask(lambda api: api.receipts(cursor=cursor)), shown)


def _receipt(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "认定编号": one["finding_id"] or "主体自身的名单记录",
        "依据": one["ground_id"],
        "当时": words.STATES.get(one["told"], one["told"]),
        "现在": words.STATES.get(one["state"], one["state"]),
        "原因": _CAUSES.get(one["cause"], one["cause"]),
        "原因之日": one["cause_day"],
        "文书": one["document"],
        "答复编号": one["answer_id"],
    }
