"""股权穿透图: who holds a subject and what it holds, level by level; the address keeps the view."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import streamlit as st

from dashboard import markup, words
from dashboard.client.ownership import OwnershipTree, TreeNode
from dashboard.components.network import event_of, network_view, view_data
from dashboard.documents import Control
from dashboard.moments import Times
from dashboard.ownership_picture import Tree, TreeView, build_tree, kind_of, percent, tree_elements
from dashboard.session import ask, attempt, go
from dashboard.views.shared import table
from dashboard.views.two_times import chosen_times, tell_known

KEY: Final = "ownership"


class _FromApi:
    """Trees of one day and knowledge.

    What was read a moment ago is not read, and not audited, again for every click.
    """

    def __init__(self, times: Times) -> None:
        self._times = times

    def tree(self, code: str, up: int, down: int) -> OwnershipTree:
        """Holders and holdings of one subject."""
        return _tree(st.session_state["token"], code, up, down, self._times)


@st.cache_data(ttl=30, show_spinner=False, max_entries=300)
def _tree(token: str, code: str, up: int, down: int, times: Times) -> OwnershipTree:
    return ask(lambda api: api.tree(code, up=up, down=down, **times.asked()))


@st.cache_data(ttl=30, show_spinner=False, max_entries=100)
def _control(token: str, code: str, times: Times) -> Control | None:
    return attempt(lambda api: api.control(code, **times.asked())) if kind_of(code) == "ENTITY" else None


def page() -> None:
    """The tree of one subject, as far as it was opened."""
    view = TreeView.of(st.query_params.to_dict())
    if not view.code:
        st.title("股权穿透")
        st.info("请从单位或人员页面打开股权穿透图，或在下方填写代码。")
        _ask_code()
        return
    head, picker, above, below = st.columns([3.2, 2.4, 0.9, 0.9], vertical_alignment="bottom")
    with picker:
        times = chosen_times("ownership-day")
    _level(above, "向上层数", "up", view.up)
    _level(below, "向下层数", "down", view.down)
    view = replace(TreeView.of(st.query_params.to_dict()), day=times.day, known=times.known)
    tell_known(view.known)
    with st.spinner("正在读取…"):
        tree = build_tree(view, _FromApi(times))
        control = _control(st.session_state["token"], view.code, times)
    head.title(f"股权穿透：{markup.plain(tree.name)}")
    _headline(control, tree)
    tops = [str(one["id"]) for one in control["controllers"]] if control else []
    nodes, edges = tree_elements(view, tree, tops)
    canvas, panel = st.columns([3.2, 1.3])
    with canvas:
        data = view_data(nodes, edges, layout="dagre", height=0, probe="ownership")
        network_view(data, key=_key(view), on_event=_happened)
    with panel:
        _details(view, tree)
    _holdings(tree)


def _ask_code() -> None:
    with st.form("ownership-code"):
        code = st.text_input("统一社会信用代码或人员编号", max_chars=64)
        if st.form_submit_button("打开", type="primary") and code.strip():
            go("ownership", code=code.strip())


def _level(column: Any, label: str, name: str, value: int) -> None:
    chosen = column.number_input(label, 0, 6, value, key=f"ownership-{name}")
    if chosen != value:
        st.query_params[name] = str(chosen)


def _key(view: TreeView) -> str:
    """One picture for each shape of the tree, so that each is laid out as a tree."""
    levels = (str(view.up), str(view.down))
    return "-".join((KEY, view.code, view.day or "", view.known, *levels, *view.opened, "/", *view.folded))


def _headline(control: Control | None, tree: Tree) -> None:
    told = []
    if control is not None:
        who = "、".join(one["name"] or one["id"] for one in control["controllers"])
        told.append(f"{words.CONTROL[control['result']]}{f'：{who}' if who else ''}")
    if tree.over_the_whole:
        told.append("有公司的已知持股合计超过百分之百，按原样显示，请核对登记")
    if not tree.complete:
        told.append("未列全：标“另有”的可继续展开")
    st.caption("　".join(told) or "箭头由股东指向所持公司。")


def _change(**changes: Any) -> None:
    params = replace(TreeView.of(st.query_params.to_dict()), **changes).params()
    st.query_params.from_dict(params)


def _happened() -> None:
    view = TreeView.of(st.query_params.to_dict())
    event = event_of(st.session_state.get(_key(replace(view, day=view.day))))
    if event is None:
        return
    if event.kind == "node":
        st.session_state["owned-picked"] = event.id
    elif event.kind == "expand":
        _open(view, event.id)
        st.session_state["owned-picked"] = event.id
    elif event.kind == "back" and view.opened:
        _change(opened=view.opened[:-1])
    elif event.kind == "clear":
        st.session_state.pop("owned-picked", None)


def _open(view: TreeView, party: str) -> None:
    if party in view.folded:
        _change(folded=tuple(one for one in view.folded if one != party))
    elif party not in view.opened and party != view.code:
        _change(opened=(*view.opened, party))


def _details(view: TreeView, tree: Tree) -> None:
    node = tree.nodes.get(st.session_state.get("owned-picked", ""))
    if node is None:
        st.info(
            "单击图中的主体查看持股，双击展开下一层。比例为直接持股；“综合”为在所示层级内经各链条合计的持股，比例不明的按下限，环按几何级数计到底。"
        )
        return
    st.markdown("**详情**")
    st.text(node["name"] or node["id"])
    st.caption(f"{'自然人' if node['kind'] == 'PERSON' else '单位'}　{markup.plain(node['id'])}")
    if node["integrated_pct"] is not None and node["id"] != view.code:
        whom = "持有本主体" if node["level"] < 0 else "被本主体持有"
        st.caption(f"{whom}（综合）{node['integrated_pct']:.6g}%")
    rows = [
        {
            "比例": percent(one["equity_pct"], one["max_pct"]),
            "方向": "持有" if one["from"] == node["id"] else "股东",
            "对方": _name(tree, one["to"] if one["from"] == node["id"] else one["from"]),
        }
        for one in tree.edges.values()
        if node["id"] in (one["from"], one["to"])
    ]
    table(rows, "图中没有它的持股。")
    _buttons(view, node)


def _buttons(view: TreeView, node: TreeNode) -> None:
    party = node["id"]
    if node["more"] and st.button(f"展开另外 {node['more']:,} 个", width="stretch"):
        _open(view, party)
        st.rerun()
    if party in view.folded:
        if st.button("重新展开", width="stretch"):
            _change(folded=tuple(one for one in view.folded if one != party))
            st.rerun()
    elif party != view.code and st.button("收起", width="stretch"):
        _change(folded=(*view.folded, party))
        st.rerun()
    if party != view.code and st.button("以它为中心", width="stretch"):
        st.session_state.pop("owned-picked", None)
        go("ownership", code=party, **view.times().params())
    if node["kind"] != "PERSON" and st.button("实际控制人与路径", width="stretch"):
        go("controller", code=party, **view.times().params())


def _name(tree: Tree, party: str) -> str:
    return (tree.nodes[party]["name"] or party) if party in tree.nodes else party


def _holdings(tree: Tree) -> None:
    with st.expander("表格（与图中内容相同）", expanded=False):
        rows = [
            {
                "股东": _name(tree, one["from"]),
                "公司": _name(tree, one["to"]),
                "持股": percent(one["equity_pct"], one["max_pct"]),
                "表决权（%）": round(one["vote_pct"], 6),
                "自": one["valid_from"],
                "来源": one["source"],
            }
            for one in tree.edges.values()
        ]
        table(rows, "当日没有持股记录。")
