"""Shortest relations between two or more subjects."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import streamlit as st

from dashboard import words
from dashboard.components.network import Edge, Node, network_view, view_data
from dashboard.documents import Paths
from dashboard.session import ask, param
from dashboard.views.shared import chosen_day, table


def page() -> None:
    """Ask for paths; what was asked stands in the address."""
    st.title("关联路径")
    with st.form("paths"):
        codes = st.text_area(
            "两个或多个主体（每行一个统一社会信用代码或人员编号，最多六个）",
            value=param("codes").replace(",", "\n"),
            height=110,
        )
        left, right = st.columns(2)
        length = left.slider("最长步数", 1, 10, int(param("max", "6")) if param("max", "6").isdigit() else 6)
        with right:
            day = chosen_day("paths-day")
        pressed = st.form_submit_button("查找", type="primary")
    wanted = list(dict.fromkeys(one.strip() for one in codes.splitlines() if one.strip()))
    if pressed:
        st.query_params["codes"], st.query_params["max"] = ",".join(wanted), str(length)
    if not param("codes"):
        st.info("填写两个以上的主体，查找它们之间最短的关联。")
        return
    if not 2 <= len(wanted) <= 6:
        st.warning("请填写二至六个主体。")
        return
    with st.spinner("正在查找…"):
        found = [_between(a, b, day, length) for a, b in combinations(wanted, 2)]
    for one in found:
        _show(one)
    _picture(found, set(wanted))


def _between(start: str, end: str, day: str | None, length: int) -> Paths:
    return ask(lambda api: api.paths(start, end, as_of=day, max_length=length))


def _show(answer: Paths) -> None:
    names = {
        hop[end]: hop.get(f"{end}_name") or hop[end]
        for path in answer["paths"]
        for hop in path["hops"]
        for end in ("from", "to")
    }
    first, last = answer["from"], answer["to"]
    st.subheader(f"{names.get(first, first)} 与 {names.get(last, last)}")
    if not answer["paths"]:
        if answer["complete"]:
            st.info("在此范围内没有联系。")
        else:
            st.warning("搜索被截断，尚不能说没有联系；可减少步数或换一天再试。")
        return
    for number, path in enumerate(answer["paths"], 1):
        st.caption(f"路径 {number}（{path['length']} 步）")
        table(
            [
                {
                    "从": hop.get("from_name") or hop["from"],
                    "关系": words.kind(hop["type"]),
                    "到": hop.get("to_name") or hop["to"],
                    "自": hop["valid_from"],
                    "来源": hop["source"],
                }
                for hop in path["hops"]
            ],
            "没有步骤。",
        )


def _picture(found: list[Paths], asked: set[str]) -> None:
    nodes: dict[str, Node] = {}
    edges: dict[str, Edge] = {}
    hops = [hop for answer in found for path in answer["paths"] for hop in path["hops"]]
    for hop in hops:
        for end in ("from", "to"):
            party = hop[end]
            kind: Any = "PERSON" if party.startswith("p") else "ENTITY"
            relation: Any = "CENTRE" if party in asked else "ADJACENT"
            nodes[party] = Node(party, hop.get(f"{end}_name") or party, kind, relation)
        ends = (hop["from"], hop["to"]) if hop.get("forward", True) else (hop["to"], hop["from"])
        name = f"{ends[0]}|{hop['type']}|{ends[1]}"
        edges[name] = Edge(name, ends[0], ends[1], hop["type"], words.kind(hop["type"]))
    if nodes:
        data = view_data(list(nodes.values()), list(edges.values()), height=440, probe="paths")
        network_view(data, key="paths-" + "-".join(sorted(asked)), on_event=lambda: None)
