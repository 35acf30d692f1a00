"""The network view: expand in place, filter by type and day, a table beside; the address keeps the view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import moments, words
from dashboard.client import Client
from dashboard.client.relations import Network, Surroundings
from dashboard.components.network import Edge, Node, event_of, network_view, text_of, view_data
from dashboard.documents import Check, Control, Detail, Tie
from dashboard.known import known, newest_commit
from dashboard.markup import plain
from dashboard.picture import LEVELS, MOST_NODES, PAGE_OF, Picture, View, build
from dashboard.session import ask, attempt, go, may, me, param
from dashboard.views import saved_view
from dashboard.views.day_slider import begin_day_slider, day_of_address
from dashboard.views.shared import distinct, table
from dashboard.views.two_times import chosen_known, tell_known

KEY: Final = "network"
_DRAWN: Final = "network-drawn"


class _FromApi:
    """Reads for a picture; what is known of this version of the data is not read, and not audited, again."""

    def __init__(self, view: View) -> None:
        self._day, self._pct, self._known = view.day, float(view.pct or 0), view.known_at

    def network(self, code: str, types: Sequence[str], after: Mapping[str, str]) -> Network:
        """A page of neighbours."""
        key = ("network", code, self._day, tuple(types), tuple(after.items()), self._pct, self._known)
        asked: dict[str, Any] = {
            "as_of": self._day, "types": types, "after": dict(after), "min_pct": self._pct,
            "known_at": self._known,
        }  # fmt: skip
        return known().read(key, lambda: ask(lambda api: api.network(code, **asked)))

    def surroundings(self, code: str, depth: int, types: Sequence[str]) -> Surroundings:
        """The parties some levels around a subject."""
        key = ("surroundings", code, self._day, depth, tuple(types), self._pct, self._known)
        asked: dict[str, Any] = {
            "as_of": self._day, "depth": depth, "types": types, "min_pct": self._pct, "page_size": MOST_NODES,
            "known_at": self._known,
        }  # fmt: skip
        return known().read(key, lambda: ask(lambda api: api.surroundings(code, **asked)))

    def check(self, code: str) -> Check | None:
        """Who is liable."""
        if not may("CHECK"):
            return None
        key, asked = ("check", code, self._day, self._known), {"as_of": self._day, "known_at": self._known}
        return known().read(key, lambda: ask(lambda api: api.check(code, **asked)))

    def control(self, code: str) -> Control | None:
        """Who controls an entity."""
        if not may("SEE_CONTROL"):
            return None
        key, asked = ("control", code, self._day, self._known), {"as_of": self._day, "known_at": self._known}
        return known().read(key, lambda: attempt(lambda api: api.control(code, **asked)))


def _detail(party: str, day: str | None, known_at: str | None) -> Detail | None:
    """Records and relations with their sources; None for what may not be opened."""

    def question(api: Client) -> Detail:
        asked = {"as_of": day, "known_at": known_at}
        return api.person(party, **asked) if party.startswith("p") else api.entity(party, **asked)

    return known().read(("detail", party, day, known_at), lambda: attempt(question))


@dataclass(frozen=True)
class _Drawn:
    """The picture of a view as it was drawn last; a click in it changes nothing of it."""

    view: View
    version: str
    positions: saved_view.Positions
    picture: Picture
    text: str


def page() -> None:
    """The network of one subject, as far as it was expanded."""
    code = param("code")
    if not code:
        st.title("关联网络")
        st.info("请从单位或人员页面打开关联网络，或在“搜索”中先找到主体。")
        return
    left, right = st.columns([5.4, 1.2], vertical_alignment="bottom")
    head = left.empty()
    head.title(_title(code))
    with right:
        as_known = chosen_known("network")
    _, offer_days = begin_day_slider("network")
    tell_known(as_known)
    _explore()
    # The picture comes first: what follows is not needed to see it.
    head.title(_title(code))
    offer_days(_turning_days(code, moments.known_at(as_known)))


def _title(code: str) -> str:
    drawn: _Drawn | None = st.session_state.get(_DRAWN)
    return f"关联网络：{plain(drawn.picture.name)}" if drawn and drawn.view.code == code else "关联网络"


@st.fragment
def _explore() -> None:
    """All that changes when something is done in the picture: the rest of the page is left alone."""
    # All keeps its place, there or not: what moves on the page is set up anew, and the picture with it.
    waiting = st.empty()
    drawn = _draw(_view(), waiting)
    view, picture = drawn.view, drawn.picture
    widths = [2.1, 1.15, 0.8, *([1.35] if picture.liabilities else [])]
    left, levels, share, *right = st.columns(widths, vertical_alignment="bottom")
    with left:
        _filters(picture)
    with levels:
        _choose_depth(view)
    with share:
        _choose_share(view)
    for column in right:
        with column:
            _choose_path(picture)
    notes, offer = st.empty(), st.container()
    if picture.notes:
        notes.caption("　".join(plain(one) for one in picture.notes))
    with offer:
        saved_view.offer(view.as_seen(me()["today"], drawn.version), picture.name, picture.parties())
    canvas, panel = st.columns([3.2, 1.3])
    with canvas:
        network_view(drawn.text, key=KEY, on_event=_happened)
    with panel:
        _details(picture)
    _tables(picture, view.hidden)


def _view() -> View:
    """What the address says, on a day that has come."""
    return replace(View.of(st.query_params.to_dict()), day=day_of_address())


def _draw(view: View, waiting: DeltaGenerator) -> _Drawn:
    """The picture of a view; read, built and written down only if it is another than the last."""
    known().renew(newest_commit)
    drawn: _Drawn | None = st.session_state.get(_DRAWN)
    positions = saved_view.opened()
    if drawn and (drawn.view, drawn.version, drawn.positions) == (view, known().version, positions):
        return drawn
    with waiting, st.spinner("正在读取…"):
        before = known().turns
        picture = build(view, _FromApi(view), _seen(view))
        if known().turns != before:
            # The data moved on meanwhile: all of the picture is of one version.
            picture = build(view, _FromApi(view), _seen(view))
    _remember(view, picture)
    data = view_data(
        list(picture.nodes.values()), list(picture.edges.values()),
        hidden=view.hidden, highlight=picture.highlight, height=0, probe="network",
        positions=positions, scene=f"{view.code}|{view.depth}",
    )  # fmt: skip
    drawn = _Drawn(view, known().version, positions, picture, text_of(data))
    st.session_state[_DRAWN] = drawn
    return drawn


def _seen(view: View) -> dict[str, Node]:
    """Nodes of this view on the days looked at before."""
    kept = st.session_state.get("network-seen", ("", {}))
    found: dict[str, Node] = kept[1] if kept[0] == f"{view.code}|{view.depth}|{view.opened}" else {}
    return found


def _remember(view: View, picture: Picture) -> None:
    st.session_state["network-seen"] = (
        f"{view.code}|{view.depth}|{view.opened}",
        {**_seen(view), **picture.nodes},
    )


def _turning_days(code: str, known_at: str | None) -> list[str]:
    """Days on which relations of the centre begin or end."""
    found = _detail(code, None, known_at)
    ties = found["ties"] if found else []
    return sorted({one[end] for one in ties for end in ("valid_from", "valid_to")})


def _change(**changes: Any) -> None:
    """Another view: its address, and with it the next run of the page."""
    params = replace(View.of(st.query_params.to_dict()), **changes).params()
    st.query_params.from_dict(params)


def _happened() -> None:
    """Something was done in the picture: the address keeps it, so that the view can be shared."""
    event = event_of(st.session_state.get(KEY))
    if event is None:
        return
    view = View.of(st.query_params.to_dict())
    if event.kind in ("node", "edge"):
        st.session_state["picked"] = (event.kind, event.id)
    elif event.kind == "expand":
        _expand(view, event.id)
    elif event.kind == "back" and view.opened:
        _change(opened=view.opened[:-1])
    elif event.kind == "save":
        saved_view.keep(event.id)
    elif event.kind == "clear":
        st.session_state.pop("picked", None)


def _expand(view: View, item: str) -> None:
    """Expand a subject once; a collapsed type gives one more page each time."""
    if PAGE_OF in item or (item not in view.opened and item != view.code):
        _change(opened=(*view.opened, item))
        st.session_state["picked"] = ("node", item)


def _filters(picture: Picture) -> None:
    counts: dict[str, int] = {}
    for edge in picture.edges.values():
        counts[edge.type] = counts.get(edge.type, 0) + 1
    names = sorted(counts, key=lambda one: (-counts[one], one))
    key = f"types-{picture.view.code}"
    st.session_state[key] = [one for one in names if one not in picture.view.hidden]

    def chosen() -> None:
        gone = {*names} - {*st.session_state[key]}
        kept = [one for one in picture.view.hidden if one not in names]
        _change(hidden=(*kept, *(one for one in names if one in gone)))

    st.pills(
        "关系类型（点击隐藏或显示）",
        names,
        selection_mode="multi",
        format_func=lambda one: f"{words.kind(one)} {counts[one]}",
        key=key,
        on_change=chosen,
        wrap=True,
    )


def _choose_depth(view: View) -> None:
    """How many levels are drawn at once; another number begins a new picture."""

    def chosen() -> None:
        _change(depth=st.session_state["depth"])

    st.session_state["depth"] = view.depth
    st.segmented_control(
        "层数", list(LEVELS), format_func=LEVELS.__getitem__, key="depth", on_change=chosen, required=True,
        help="从中心起几层以内的主体一次画出；双击仍可逐个展开。",
    )  # fmt: skip


def _choose_share(view: View) -> None:
    """From which share on holdings are shown; other relations have none and stay."""
    st.session_state["pct"] = float(view.pct or 0)
    st.number_input(
        "持股不低于（%）", 0.0, 100.0, step=5.0, format="%g", key="pct",
        on_change=lambda: _change(pct=f"{st.session_state['pct']:g}" if st.session_state["pct"] else ""),
    )  # fmt: skip


def _choose_path(picture: Picture) -> None:
    """Which liability is highlighted with the relations that it rests on."""
    labels = distinct(
        {
            row["finding_id"]: "{} → {}（{}）".format(
                *picture.labels_of(picture.edges[one]), words.LISTS.get(row["list_type"], row["list_type"])
            )
            for one, row in picture.liabilities.items()
        }
    )
    st.session_state["lit"] = picture.view.lit if picture.view.lit in labels else ""
    st.selectbox(
        "突出一条责任路径",
        ["", *labels],
        format_func=lambda one: labels.get(one, "不突出"),
        key="lit",
        on_change=lambda: _change(lit=st.session_state["lit"]),
    )


def _details(picture: Picture) -> None:
    kind, chosen = st.session_state.get("picked", ("", ""))
    if kind == "node" and chosen in picture.nodes:
        _node_details(picture, picture.nodes[chosen])
    elif kind == "edge" and chosen in picture.edges:
        _edge_details(picture, picture.edges[chosen])
    else:
        st.info(
            "单击图中的主体或连线查看详情，双击展开。灰色实线为关联，紫色虚线为控制，红色双线为责任：三回事，关联不等于责任。"
        )
    if picture.clipped:
        st.warning("部分主体关联较多：多出的已折叠成六边形，双击它列出下一页。")


def _node_details(picture: Picture, node: Node) -> None:
    st.markdown("**详情**")
    st.text(node.label)
    if node.hub:
        st.caption(f"折叠了 {node.degree:,} 个关系。")
        st.button("列出下一页", width="stretch", on_click=_expand, args=(picture.view, node.id))
        return
    st.caption(f"{'自然人' if node.kind == 'PERSON' else '单位'}　{plain(node.id)}")
    _about(picture, node)
    st.caption("展开前的数量")
    counts = picture.counts.get(node.id) or _FromApi(picture.view).network(node.id, (), {})["counts"]
    rows = [
        {
            "关系": words.kind(one["type"]),
            "方向": "对外" if one["outward"] else "对内",
            "数量": one["number"],
        }
        for one in counts
    ]
    _small(rows, "没有其他关系。")
    opened = node.id == picture.view.code or node.id in picture.view.opened
    if not opened:
        st.button("展开", width="stretch", on_click=_expand, args=(picture.view, node.id))
    target = ("person", {"id": node.id}) if node.kind == "PERSON" else ("entity", {"code": node.id})
    if target[0] in st.session_state["pages"] and st.button("打开页面", width="stretch"):
        go(target[0], **target[1], **moments.Times(picture.view.day, picture.view.known).params())
    if node.id != picture.view.code and st.button("以它为中心", width="stretch"):
        st.session_state.pop("picked", None)
        go("network", **View(node.id, picture.view.day, known=picture.view.known).params())


def _small(rows: Sequence[Mapping[str, Any]], empty: str) -> None:
    """A few rows as text: a table proper takes the page longer to set up than to read the rows."""
    if not rows:
        st.caption(empty)
        return
    lines = [
        [plain(one) for one in rows[0]],
        ["---"] * len(rows[0]),
        *([plain(str(one)) for one in row.values()] for row in rows),
    ]
    st.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))


def _about(picture: Picture, node: Node) -> None:
    """The subject's registered attributes of the day, and where they come from."""
    found = _detail(node.id, picture.view.day, picture.view.known_at)
    states = [one for one in found["records"] if one["label"] == "EntityState"] if found else []
    live = next((one for one in states if one["live"]), None)
    if live:
        shown = [f"{name}：{value}" for name, value in live["fields"].items() if name != "名称"]
        st.caption(plain("；".join(shown[:4])))
        st.caption(f"来源：{plain(words.origin(live['source']))}")


def _edge_details(picture: Picture, edge: Edge) -> None:
    st.markdown(f"**{plain(edge.label)}**")
    st.text("{} → {}".format(*picture.labels_of(edge)))
    liability = picture.liabilities.get(edge.id)
    if liability:
        st.caption(words.period(liability["valid_from"], liability["valid_to"]))
        st.caption(f"{plain('；'.join(liability['basis']))}　规则 {liability['rule']}")
        st.caption(f"来源：{words.LISTS.get(liability['list_type'], '')} {plain(liability['ground_id'])}")
        return
    control = picture.controls.get(edge.id)
    if control:
        kind = words.CONTROL_KINDS.get(control["kind"], control["kind"])
        st.caption(f"{kind}　表决权 {control['voting_pct']:.4g}%　路径 {len(control['paths'])} 条")
        st.caption("来源：按登记的持股和表决权推算，不等于有权机关的认定，不影响任何办理决定。")
        return
    tie = _tie(picture, edge)
    if tie is None:
        st.caption(f"自 {plain(edge.valid_from) or '不详'}　来源：{plain(edge.origin or '不详')}")
        return
    st.caption(words.period(tie["valid_from"], tie["valid_to"]))
    _small([{"项目": name, "内容": str(value)} for name, value in tie["fields"].items()], "没有其他内容。")
    st.caption(f"来源：{plain(words.origin(tie['source']))}")


def _tie(picture: Picture, edge: Edge) -> Tie | None:
    """The relation as the page of one of its ends has it, with file and line."""
    for here, there in ((edge.source, edge.target), (edge.target, edge.source)):
        found = _detail(here, picture.view.day, picture.view.known_at)
        for one in found["ties"] if found else ():
            if (one["type"], one["other"], one["valid_from"]) == (edge.type, there, edge.valid_from):
                return one
    return None


def _tables(picture: Picture, hidden: Sequence[str]) -> None:
    gone = set(hidden)
    shown = st.expander("表格（与图中内容相同）", on_change="rerun", key="network-table")
    if not shown.open:
        return
    with shown:
        rows = [
            {
                "从": picture.label(one.source),
                "关系": one.label,
                "到": picture.label(one.target),
                "自": one.valid_from,
                "来源": one.origin,
            }
            for one in picture.edges.values()
            if one.type not in gone and PAGE_OF not in one.target
        ]
        table(rows, "没有关系。")
