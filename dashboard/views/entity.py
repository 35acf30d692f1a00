"""One entity: facts with sources, timeline, liable persons, network, ownership."""

from __future__ import annotations

import streamlit as st

from dashboard import markup, words
from dashboard.components.network import network_view, view_data
from dashboard.documents import Detail
from dashboard.moments import Times
from dashboard.ownership_picture import control_elements
from dashboard.session import ask, go, may, param
from dashboard.views import into_case
from dashboard.views.hint import hint_tab
from dashboard.views.shared import liabilities, table
from dashboard.views.timeline import timeline_tab
from dashboard.views.two_times import chosen_times, tell_known


def page() -> None:
    """The entity page; which one stands in the address."""
    code = param("code")
    if not code:
        st.title("主体")
        st.info("请先在“搜索”中找到单位，再打开它的页面。")
        return
    top, picker = st.columns([4, 2.6], vertical_alignment="bottom")
    with picker:
        times = chosen_times("entity-day")
    tell_known(times.known)
    with st.spinner("正在读取…"):
        detail = ask(lambda api: api.entity(code, **times.asked()))
    with top:
        st.title(markup.plain(detail["subject"]["name"]))
        st.caption(f"{markup.plain(detail['subject']['code'])}　数据版本 {detail['data_version']}")
    names = ["记录与来源", "时间线"]
    if may("CHECK"):
        names.insert(0, "责任人")
    if may("SEE_CONTROL"):
        names.append("股权与控制")
    if may("SEE_NETWORK"):
        names.append("关系")
    if may("SEE_HINTS"):
        names.append("关联提示")
    for name, tab in zip(names, st.tabs(names), strict=True):
        with tab:
            _TABS[name](code, times, detail)
    left, right, _ = st.columns([1, 1, 4])
    if may("SEE_NETWORK") and left.button("打开关联网络", type="primary", width="stretch"):
        go("network", code=code, **times.params())
    if may("HANDLE_CASES") and right.button("单位通报", width="stretch"):
        go("duties", code=code, **times.params())


def _liable(code: str, times: Times, _: Detail) -> None:
    answer = ask(lambda api: api.check(code, **times.asked()))
    own = [
        {
            "编号": one["ground_id"],
            "名单": words.LISTS.get(one["list_type"], one["list_type"]),
            "措施": "、".join(words.MEASURES.get(code, code) for code in one["measures"]),
            "异议处理中": "是" if one["disputed"] else "",
            "期间": words.period(one["valid_from"], one["valid_to"]),
        }
        for one in answer["own"]
    ]
    st.subheader("自身在列的名单和法院文书")
    table(own, "当日没有在列的名单或法院文书。")
    st.subheader("谁对它负责")
    liabilities(answer, times, of_person=False)


def _records(_: str, __: Times, detail: Detail) -> None:
    into_case.offer_record(detail)
    if not detail["records"]:
        st.info("没有记录。")
    for one in detail["records"]:
        state = "有效" if one["live"] else "已失效"
        title = f"{one['kind_zh']}　{words.period(one['valid_from'], one['valid_to'])}　{state}"
        with st.expander(title + ("　异议处理中" if one["disputed"] else "")):
            rows = [{"项目": name, "内容": str(value)} for name, value in one["fields"].items()]
            table(rows, "没有其他内容。")
            st.caption(f"来源：{markup.plain(words.origin(one['source']))}")
    if not detail["complete"]:
        st.caption("记录较多，只列出最近的部分。")


def _ties(_: str, __: Times, detail: Detail) -> None:
    rows = [
        {
            "关系": one["type_zh"],
            "对方": one["other_name"],
            "编号": one["other"],
            "方向": "对外" if one["outward"] else "对内",
            "期间": words.period(one["valid_from"], one["valid_to"]),
            "现行": "是" if one["live"] else "",
            "来源": words.origin(one["source"]),
        }
        for one in detail["ties"]
    ]
    table(rows, "没有关系记录。")


def _control(code: str, times: Times, _: Detail) -> None:
    answer = ask(lambda api: api.control(code, **times.asked()))
    st.subheader(words.CONTROL[answer["result"]])
    st.caption("推算的控制关系不等于有权机关的认定，不影响任何办理决定。")
    rows = [
        {
            "名称": one["name"],
            "编号": one["id"],
            "方式": words.CONTROL_KINDS.get(one["kind"], one["kind"]),
            "表决权（%）": round(one["voting_pct"], 4),
            "路径数": len(one["paths"]),
        }
        for one in answer["controllers"]
    ]
    table(rows, "没有推算出实际控制人。")
    left, right, _rest = st.columns([1, 1, 2])
    if left.button("股权穿透图", width="stretch"):
        go("ownership", code=code, **times.params())
    if right.button("全部路径与变化", width="stretch"):
        go("controller", code=code, **times.params())
    if answer["controllers"]:
        nodes, edges = control_elements(answer)
        data = view_data(nodes, edges, layout="dagre", height=420, probe="tree")
        network_view(data, key=f"tree-{code}", on_event=lambda: None)


_TABS = {
    "责任人": _liable,
    "记录与来源": _records,
    "时间线": timeline_tab,
    "股权与控制": _control,
    "关系": _ties,
    "关联提示": hint_tab,
}
