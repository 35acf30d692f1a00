"""企业族群: families under one ultimate controller, with members, percentages and districts."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import markup, words
from dashboard.client.ownership import Group, GroupRow, MemberDecision, MemberGuarantee
from dashboard.components.network import network_view, view_data
from dashboard.moments import Times, known_at
from dashboard.ownership_picture import group_elements
from dashboard.session import ask, go, param
from dashboard.views.shared import distinct, table
from dashboard.views.two_times import chosen_known, chosen_times, tell_known
from dashboard.views.watch import address


def page() -> None:
    """The list, or the group of the controller in the address."""
    head = param("head")
    if head:
        _one(head)
    else:
        _all()


def _all() -> None:
    top, picker = st.columns([5, 1.2], vertical_alignment="bottom")
    top.title("企业族群")
    with picker:
        known = chosen_known("groups")
    if st.session_state.setdefault("groups-listed", known) != known:
        # The page come to was one of another commit.
        st.query_params.pop("from", None)
        st.session_state["groups-listed"] = known
    tell_known(known)
    st.caption("同一最终控制人之下的企业，按已推算的控制关系，最大的在前；每十分钟更新。")
    answer = ask(lambda api: api.groups(known_at=known_at(known), cursor=param("from") or None))
    rows = answer["rows"]
    if not rows:
        st.info("没有两家以上企业的族群。")
        return
    table([_row(one) for one in rows], "")
    labels = distinct({one["head"]: f"{one['name']}（{one['size']} 家）" for one in rows})
    left, middle, right = st.columns([4, 1.2, 1.2], vertical_alignment="bottom")
    chosen = left.selectbox("打开一个族群", list(labels), format_func=lambda one: labels[one])
    if middle.button("打开", type="primary", width="stretch"):
        go("groups", head=chosen, **Times(known=known).params())
    if answer["cursor"] and right.button("下一页", width="stretch"):
        st.query_params["from"] = answer["cursor"]
        st.rerun()


def _row(one: GroupRow) -> dict[str, Any]:
    return {
        "族群": one["name"],
        "最终控制人": one["head_name"] or one["head"],
        "类别": words.CONTROLLER_KINDS[one["kind"]],
        "企业数": one["size"],
        "地区": "、".join(f"{where['name']} {where['entities']}" for where in one["districts"][:4]),
    }


def _one(head: str) -> None:
    top, picker = st.columns([4, 2.6], vertical_alignment="bottom")
    with picker:
        times = chosen_times("groups-day")
    tell_known(times.known)
    with st.spinner("正在读取…"):
        answer = ask(lambda api: api.group(head, **times.asked()))
    with top:
        st.title(markup.plain(answer["name"]))
        st.caption(
            f"最终控制人：{markup.plain(answer['head_name'] or answer['head'])}"
            f"（{words.CONTROLLER_KINDS[answer['kind']]}，推算）　企业 {answer['size']} 家　"
            + "、".join(f"{markup.plain(one['name'])} {one['entities']}" for one in answer["districts"])
        )
    nodes, edges, whole = group_elements(answer)
    canvas, panel = st.columns([3, 1.6])
    with canvas:
        data = view_data(nodes, edges, layout="dagre", height=460, probe="group")
        network_view(data, key=f"group-{head}-{times.day}-{times.known}", on_event=lambda: None)
        if not whole:
            st.caption("族群较大，图中只画出一部分；右侧表格为全部成员。")
    with panel:
        rows = [
            {
                "成员": one["name"] or one["id"],
                "表决权（%）": None if one["voting_pct"] is None else round(one["voting_pct"], 4),
                "地区": one["region"],
            }
            for one in answer["members"]
        ]
        table(rows, "没有成员。")
        codes = distinct({one["id"]: one["name"] or one["id"] for one in answer["members"]})
        chosen = st.selectbox("打开一个成员", list(codes), format_func=lambda one: codes[one])
        if st.button("股权穿透图", width="stretch"):
            go("ownership", code=chosen, **times.params())
        if st.button("返回全部族群", width="stretch"):
            go("groups", **Times(known=times.known).params())
    _risk(head, _company(answer), times)


def _company(group: Group) -> str:
    """The company whose code the figures of a group are found by: none hangs on a person."""
    if group["kind"] != "PERSON":
        return group["head"]
    return group["core"] or group["members"][0]["id"]


def _risk(head: str, company: str, times: Times) -> None:
    """What stands against the members: facts of each, added up to no number."""
    found = ask(lambda api: api.group_risk(head, **times.asked()))
    st.subheader("风险汇总")
    told = f"{found['as_of']} 的情况，查了 {found['looked_at']} 个成员"
    told += f"，另有 {found['hidden']} 个成员在辖区外，不计入" if found["hidden"] else ""
    told += "" if found["complete"] else f"；族群共 {found['size']} 家，只查了一部分"
    st.caption(f"{told}。逐条列出各成员的事实，不合计为分数，不影响任何办理决定。")
    lists, fines = st.columns(2)
    with lists:
        listed = found["listed"]
        st.markdown(f"**仍在列的名单**　{listed['members']} 家，{listed['number']} 条")
        table([_decision(one) for one in listed["rows"]], "没有成员在列。")
    with fines:
        fined = found["penalties"]
        st.markdown(f"**行政处罚**　{found['first_day']} 起，{fined['members']} 家，{fined['number']} 条")
        table([_decision(one) for one in fined["rows"]], "期间没有行政处罚。")
    st.markdown(f"**为在列主体提供的担保**　{found['guarantees_number']} 项")
    table([_guarantee(one) for one in found["guarantees"]], "没有为在列主体提供的担保。")
    if found["guarantees_number"] > len(found["guarantees"]):
        st.caption(f"只列出最近的 {len(found['guarantees'])} 项。")
    if found["hints"] is not None:
        st.markdown("**最强的关联提示**")
        rows = [
            {"成员": one["name"], "提示值": round(one["value"], 4), "按": one["as_of"]}
            for one in found["hints"]
        ]
        table(rows, "没有关联提示。")
    if st.button("族群的预警数值"):
        go("watch", **address("GROUP", company), **times.params())


def _decision(one: MemberDecision) -> dict[str, Any]:
    kind = "　".join(filter(None, (one["list_type_zh"], one["severity"])))
    return {"成员": one["name"] or one["id"], "内容": kind or "—", "作出日": one["decided_on"]}


def _guarantee(one: MemberGuarantee) -> dict[str, Any]:
    return {
        "担保人": one["guarantor"]["name"],
        "被担保人": one["debtor"]["name"],
        "名单": one["list_type_zh"] or "—",
        "担保自": one["valid_from"],
        "来源": words.origin({"source": one["source"]}),
    }
