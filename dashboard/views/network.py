"""The network view: expand in place, filter by type and day, a table beside; the address keeps the view."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, Literal

import streamlit as st

from dashboard import words
from dashboard.components.network import Edge, Node, event_of, network_view, view_data
from dashboard.session import ask, go, may, param
from dashboard.views.shared import chosen_day, table

KEY: Final = "network"
_CONTROL: Final = ("CONTROLS", "DECLARED_CONTROLLER_OF")
_MOST_NODES: Final = 300


def page() -> None:
    """The network of one subject, as far as it was expanded."""
    code = param("code")
    if not code:
        st.title("关联网络")
        st.info("请从单位或人员页面打开关联网络。")
        return
    left, right = st.columns([5, 1.6], vertical_alignment="bottom")
    with right:
        day = chosen_day("network-day")
    picture = Picture(code, day)
    with st.spinner("正在读取…"):
        for one in (code, *picture.opened()):
            picture.add(one)
    with left:
        st.title(f"关联网络：{picture.name}")
    st.caption("相邻、控制、责任是三回事：灰色实线为关联，紫色虚线为控制，红色双线为责任。关联不等于责任。")
    hidden = _filters(picture)
    highlight = _highlight(picture)
    view, panel = st.columns([3.2, 1.3])
    with view:
        data = view_data(
            list(picture.nodes.values()), list(picture.edges.values()),
            hidden=hidden, highlight=highlight, anchor=picture.last, probe="network",
        )  # fmt: skip
        network_view(data, key=KEY, on_event=_happened)
    with panel:
        _details(picture)
    _tables(picture, hidden)


class Picture:
    """What has been read so far around a subject."""

    def __init__(self, centre: str, day: str | None) -> None:
        self.centre, self.day, self.name = centre, day, centre
        self.nodes: dict[str, Node] = {}
        self.edges: dict[str, Edge] = {}
        self.counts: dict[str, list[dict[str, Any]]] = {}
        self.last = ""
        self.clipped: list[str] = []

    def opened(self) -> list[str]:
        """Subjects that were expanded, in order, as the address has them."""
        return [one for one in param("open").split(",") if one]

    def add(self, code: str) -> None:
        """Read the neighbours of a subject and take them in."""
        day = self.day
        answer = _read(code, day)
        self.counts[code] = answer["counts"]
        if code == self.centre:
            self.name = answer["name"] or code
            self._node(answer["subject"], self.name, "CENTRE")
            self._liable(code)
        if not answer["complete"]:
            self.clipped.append(code)
        for one in answer["neighbours"]:
            if len(self.nodes) >= _MOST_NODES and one["id"] not in self.nodes:
                self.clipped.append(code)
                break
            self._tie(answer["subject"], one)
        self.last = answer["subject"]

    def _node(self, party: str, label: str, relation: Any, *, hub: bool = False) -> None:
        kind: Literal["ENTITY", "PERSON"] = "PERSON" if party.startswith("p") else "ENTITY"
        if party not in self.nodes:
            self.nodes[party] = Node(party, label or party, kind, relation, hub)

    def _tie(self, here: str, one: dict[str, Any]) -> None:
        controlled = one["type"] in _CONTROL
        relation: Any = "CONTROLLED" if controlled else "ADJACENT"
        self._node(one["id"], one["name"], relation)
        ends = (here, one["id"]) if one["outward"] else (one["id"], here)
        edge_id = f"{ends[0]}|{one['type']}|{ends[1]}|{one['valid_from']}"
        label = words.kind(one["type"])
        self.edges[edge_id] = Edge(
            edge_id, ends[0], ends[1], one["type"], label, relation, one["valid_from"], one["source"]
        )

    def _liable(self, code: str) -> None:
        """Liable persons of the centre, or what a person in the centre answers for."""
        if not may("CHECK"):
            return
        answer = ask(lambda api: api.check(code, as_of=self.day))
        for one in answer["liabilities"]:
            if one["state"] not in ("CONFIRMED", "SUSPENDED", "PROPOSED") or not one["entity"]:
                continue
            self._node(one["person"], one["person_name"], "LIABLE")
            self._node(one["entity"], one["entity_name"], "LIABLE")
            state = words.STATES[one["state"]]
            edge_id = f"{one['person']}|LIABLE_FOR|{one['entity']}|{one['finding_id']}"
            self.edges[edge_id] = Edge(
                edge_id, one["person"], one["entity"], "LIABLE_FOR", f"责任（{state}）", "LIABLE",
                one["valid_from"], one["rule"],
            )  # fmt: skip


@st.cache_data(ttl=30, show_spinner=False, max_entries=500)
def _cached(_token: str, token: str, code: str, day: str | None) -> dict[str, Any]:
    return ask(lambda api: api.network(code, as_of=day))


def _read(code: str, day: str | None) -> dict[str, Any]:
    """What was read a moment ago is not read, and not audited, again for every click."""
    token = st.session_state["token"]
    return _cached(token, token, code, day)


def _happened() -> None:
    """Something was clicked: the address keeps it, so that the view can be shared."""
    event = event_of(st.session_state.get(KEY))
    if event is None:
        return
    opened = [one for one in param("open").split(",") if one]
    if event.kind in ("node", "edge"):
        st.session_state["picked"] = (event.kind, event.id)
    elif event.kind == "expand" and event.id not in opened and event.id != param("code"):
        st.query_params["open"] = ",".join([*opened, event.id])
        st.session_state["picked"] = ("node", event.id)
    elif event.kind == "back" and opened:
        st.query_params["open"] = ",".join(opened[:-1])
    elif event.kind == "clear":
        st.session_state.pop("picked", None)


def _filters(picture: Picture) -> list[str]:
    counts: dict[str, int] = {}
    for edge in picture.edges.values():
        counts[edge.type] = counts.get(edge.type, 0) + 1
    names = sorted(counts, key=lambda one: -counts[one])
    shown = st.pills(
        "关系类型（点击隐藏或显示）",
        names,
        selection_mode="multi",
        default=names,
        format_func=lambda one: f"{words.kind(one)} {counts[one]}",
        key=f"types-{picture.centre}-{len(names)}",
    )
    return [one for one in names if one not in (shown or [])]


def _highlight(picture: Picture) -> list[str]:
    """The edges of a liability: the liability itself and how the person is tied to the entity."""
    liable = [one for one in picture.edges.values() if one.type == "LIABLE_FOR"]
    if not liable:
        return []
    labels = {
        one.id: f"{picture.nodes[one.source].label} → {picture.nodes[one.target].label}" for one in liable
    }
    chosen = st.selectbox(
        "突出一条责任路径", ["", *labels], format_func=lambda one: labels.get(one, "不突出"), key="lit"
    )  # fmt: skip
    if not chosen:
        return []
    ends = {picture.edges[chosen].source, picture.edges[chosen].target}
    return [one.id for one in picture.edges.values() if {one.source, one.target} == ends]


def _details(picture: Picture) -> None:
    kind, chosen = st.session_state.get("picked", ("", ""))
    st.subheader("详情")
    if kind == "node" and chosen in picture.nodes:
        _node_details(picture, picture.nodes[chosen])
    elif kind == "edge" and chosen in picture.edges:
        edge = picture.edges[chosen]
        st.markdown(f"**{edge.label}**")
        st.text(f"{picture.nodes[edge.source].label} → {picture.nodes[edge.target].label}")
        st.caption(f"自 {edge.valid_from or '不详'}　来源 {edge.origin or '不详'}")
    else:
        st.info("单击图中的主体或连线查看详情，双击展开。")
    if picture.clipped:
        st.warning("部分主体关联过多，只画出一页；完整数量见“数量”。")


def _node_details(picture: Picture, node: Node) -> None:
    st.markdown(f"**{'自然人' if node.kind == 'PERSON' else '单位'}**")
    st.text(node.label)
    st.caption(node.id)
    counts = picture.counts.get(node.id) or _read(node.id, picture.day)["counts"]
    st.caption("展开前的数量")
    table([{"关系": words.kind(one["type"]), "数量": one["number"]} for one in counts], "没有其他关系。")
    opened = node.id == picture.centre or node.id in picture.opened()
    if not opened and st.button("展开", width="stretch"):
        st.query_params["open"] = ",".join([*picture.opened(), node.id])
        st.rerun()
    target = ("person", {"id": node.id}) if node.kind == "PERSON" else ("entity", {"code": node.id})
    if target[0] in st.session_state["pages"] and st.button("打开页面", width="stretch"):
        go(target[0], **target[1])
    if node.id != picture.centre and st.button("以它为中心", width="stretch"):
        go("network", code=node.id)


def _tables(picture: Picture, hidden: Iterable[str]) -> None:
    gone = set(hidden)
    with st.expander("表格（与图中内容相同）", expanded=False):
        rows = [
            {
                "从": picture.nodes[one.source].label,
                "关系": one.label,
                "到": picture.nodes[one.target].label,
                "自": one.valid_from,
                "来源": one.origin,
            }
            for one in picture.edges.values()
            if one.type not in gone and one.source in picture.nodes and one.target in picture.nodes
        ]
        table(rows, "没有关系。")
