"""Who controls an entity: with all paths, with what was filed, what is likely, and who gained or lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from dashboard import markup, words
from dashboard.components.network import network_view, view_data
from dashboard.documents import Control
from dashboard.moments import Times
from dashboard.ownership_picture import control_elements, percent
from dashboard.session import ask, go, may, me, param
from dashboard.views.shared import table
from dashboard.views.two_times import chosen_times, tell_known


def page() -> None:
    """The controllers of the entity in the address."""
    code = param("code")
    if not code:
        st.title("实际控制人")
        st.info("请从单位页面打开，或在下方填写代码。")
        with st.form("controller-code"):
            asked = st.text_input("统一社会信用代码", max_chars=64)
            if st.form_submit_button("查看", type="primary") and asked.strip():
                go("controller", code=asked.strip())
        return
    top, picker = st.columns([4, 2.6], vertical_alignment="bottom")
    with picker:
        times = chosen_times("controller-day")
    tell_known(times.known)
    with st.spinner("正在推算…"):
        answer = ask(lambda api: api.control(code, **times.asked()))
    with top:
        st.title(f"实际控制人：{markup.plain(answer['name'])}")
        st.caption(
            "推算的控制关系不等于有权机关的认定，不影响任何办理决定。自然人一律标为“疑似”，直至有权机关认定。"
        )
    result, changed, owned = st.tabs(["控制人与路径", "两天之间的变化", "受益所有人"])
    with result:
        _result(answer, times)
    with changed:
        _changes(code, times)
    with owned:
        _owners(code, times)


def _result(answer: Control, times: Times) -> None:
    st.subheader(words.CONTROL[answer["result"]])
    bounds = answer["bounds"]
    if bounds["reasons"]:
        st.warning("原因：" + "；".join(words.NOT_DERIVABLE[one] for one in bounds["reasons"]) + "。")
    rows = [
        {
            "控制人": one["name"] or one["id"],
            "类别": words.CONTROLLER_KINDS[one["controller_kind"]],
            "状态": words.STANDINGS[one["standing"]],
            "方式": words.CONTROL_KINDS.get(one["kind"], one["kind"]),
            "表决权（%）": round(one["voting_pct"], 6),
            "依据": words.CONTROL_STATES.get(one["state"], one["state"]),
            "把握": words.CONFIDENCE[one["confidence"]],
            "疑点": "；".join(words.DOUBTS.get(doubt, doubt) for doubt in one["doubts"]),
            "链条止于": _stop(one),
        }
        for one in answer["controllers"]
    ]
    table(rows, "没有推算出实际控制人。")
    _beside(answer)
    if answer["controllers"]:
        _paths(answer, times)
    with st.expander("口径与范围"):
        policy = bounds["policy"]
        st.caption(
            f"过半为严格大于百分之五十；向上读取 {bounds['levels']} 层、{bounds['holdings']:,} 条持股；"
            f"已披露表决权 {bounds['disclosed_pct']:.4g}%。"
        )
        table([{"设置": name, "值": str(value)} for name, value in policy.items()], "没有设置。")


def _stop(one: dict[str, Any]) -> str:
    """Where the chain ends, with what is not known above, or who likely controls there."""
    beyond = [words.NOT_DERIVABLE[reason] for reason in one["above"]]
    for likely in one["likely_above"]:
        beyond.append("、".join(party["name"] or party["id"] for party in likely["parties"]))
    return words.STOPS[one["stop"]] + (f"：{'；'.join(beyond)}" if beyond else "")


def _beside(answer: Control) -> None:
    """Kept apart from the controllers: likely, filed, possible."""
    rows = [
        {
            "主体": "、".join(party["name"] or party["id"] for party in one["parties"]),
            "依据": "、".join(words.LIKELY[basis] for basis in one["basis"]),
            "表决权（%）": round(one["voting_pct"], 6),
            "其次（%）": round(one["next_pct"], 6),
            "董事席位": f"{one['seats']}/{one['board']}" if one["board"] else "",
        }
        for one in answer["likely"]
    ]
    if rows:
        st.markdown("**可能控制**（线索，不是控制人）")
        table(rows, "")
    if answer["declared"]:
        st.markdown("**申报或认定的实际控制人**")
        differences = answer["differences"]
        table(
            [
                {
                    "姓名": one["name"] or one["id"],
                    "状态": words.DECLARED.get(one["state"], one["state"]),
                    "申报单位": one["filed_by"],
                    "自": one["valid_from"],
                    "与推算": "一致" if one["id"] in differences["agreed"] else "推算中没有",
                }
                for one in answer["declared"]
            ],
            "",
        )
        if differences["only_computed"]:
            names = {one["id"]: one["name"] for one in answer["controllers"]}
            told = "、".join(names.get(one) or one for one in differences["only_computed"])
            st.warning(f"推算出而没有申报：{markup.plain(told)}。")
    possible = answer["bounds"]["possible"]
    if possible:
        st.markdown("**数据不全时可能的控制人**")
        rows = [
            {"主体": one["name"] or one["id"], "表决权": percent(one["min_pct"], one["max_pct"])}
            for one in possible
        ]
        table(rows, "")
    _in_doubt(answer["bounds"])


def _in_doubt(bounds: dict[str, Any]) -> None:
    """What the data say against themselves, and where they end."""
    if bounds["over_the_whole"]:
        st.warning(
            "持股合计超过百分之百，按原样计算，请核对登记："
            + markup.plain("、".join(bounds["over_the_whole"]))
        )
    if bounds["unclear_agreements"]:
        st.warning(
            "委托或代持相互矛盾，未按其计票，请核对登记："
            + markup.plain("、".join(bounds["unclear_agreements"]))
        )
    if bounds["unresolved"]:
        st.markdown("**再往上没有资料的主体**（不知道其股东）")
        table([{"主体": one} for one in bounds["unresolved"]], "")


def _paths(answer: Control, times: Times) -> None:
    left, right = st.columns([5, 1.4], vertical_alignment="bottom")
    cut = [one["name"] or one["id"] for one in answer["controllers"] if not one["paths_complete"]]
    left.markdown("**部分路径**" if cut else "**全部路径**")
    if cut:
        left.caption(f"路径过多，只列最短的一部分：{markup.plain('、'.join(cut))}。全部持股见股权穿透图。")
    if right.button("打开股权穿透图", width="stretch"):
        go("ownership", code=answer["entity"], **times.params())
    nodes, edges = control_elements(answer)
    data = view_data(nodes, edges, layout="dagre", height=400, probe="control")
    network_view(data, key=f"control-{answer['entity']}-{times.day}-{times.known}", on_event=lambda: None)
    with st.expander("表格（与图中内容相同）"):
        rows = [
            {
                "控制人": one["name"] or one["id"],
                "路径": number,
                "从": hop["from_name"] or hop["from"],
                "关系": words.kind(hop["type"]),
                "比例": percent(hop["pct"], hop["max_pct"]) if hop["pct"] is not None else "",
                "到": hop["to_name"] or hop["to"],
                "自": hop["valid_from"],
                "来源": hop["source"],
            }
            for one in answer["controllers"]
            for number, path in enumerate(one["paths"], 1)
            for hop in path["hops"]
        ]
        table(rows, "没有路径。")


def _changes(code: str, times: Times) -> None:
    until = date.fromisoformat(times.day or me()["today"])
    usual = until.replace(year=until.year - 1, day=min(until.day, 28))
    picked = st.date_input(
        "与哪一天比较", value=usual, max_value=until, key="controller-since", format="YYYY-MM-DD"
    )
    if not isinstance(picked, date) or picked >= until:
        st.info("请选择较早的一天。")
        return
    asked = Times(until.isoformat(), times.known).asked()
    answer = ask(lambda api: api.control_changes(code, picked.isoformat(), **asked))
    rows: list[dict[str, Any]] = [
        {
            "变化": words.CHANGES[one["change"]],
            "控制人": one["controller_name"] or one["controller"],
            "被控制主体": one["controlled_name"] or one["controlled"],
            f"{answer['since']}（%）": one["before_pct"],
            f"{answer['as_of']}（%）": one["after_pct"],
        }
        for one in answer["changes"]
    ]
    table(rows, f"{answer['since']} 至 {answer['as_of']} 之间控制关系没有变化。")
    if not answer["complete"]:
        st.warning(f"变化过多，只列出前 {len(rows):,} 条；全部变化由命令 control --diff 导出。")


def _owners(code: str, times: Times) -> None:
    if not may("SEE_BENEFICIAL_OWNERS"):
        st.info("受益所有人信息仅供依法履职查询（反洗钱法第十九条），需要时向系统管理员申请。", icon="🔒")
        return
    if not st.button("查询（留下查阅记录）"):
        return
    answer = ask(lambda api: api.owners(code, **times.asked()))
    rows = [
        {
            "姓名": one["name"] or one["id"],
            "依据": "、".join(words.OWNERSHIP[basis] for basis in one["basis"]) or "数据不全，可能达到",
            "综合持股（%）": one["equity_pct"],
            "上限（%）": one["max_pct"],
            "表决权（%）": one["voting_pct"],
            "表决权上限（%）": one["max_voting_pct"],
        }
        for one in (*answer["owners"], *answer["possible"])
    ]
    known = "" if answer["complete"] else "就已知资料而言，"
    table(rows, f"{known}没有自然人达到百分之二十五，也没有推算出的实际控制人。")
    if not answer["complete"]:
        said = "不能确定还有没有其他受益所有人" if answer["owners"] else "不能确定受益所有人"
        st.warning(f"资料不全，{said}。")
    if answer["fallback"] == "MANAGEMENT":
        told = "、".join(one["name"] or one["id"] for one in answer["management"]) or "不详"
        st.caption(f"视为受益所有人的负责日常经营管理的人员：{markup.plain(told)}")
