"""Chains of relations between two or more subjects; what was asked stands in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from dashboard import words
from dashboard.client.relations import Chain, Links, Pair, PathHop
from dashboard.components.network import Edge, Node, network_view, view_data
from dashboard.markup import plain
from dashboard.moments import Times
from dashboard.session import ask, keep_from_address, may, me, param
from dashboard.views import into_case
from dashboard.views.shared import distinct, table
from dashboard.views.two_times import chosen_times, tell_known

_MODES: Final = {"ALL_SHORTEST": "全部最短", "SHORTEST": "一条最短", "STRONGEST": "最强的几条"}
_WAYS: Final = {"among": "两两之间", "from": "第一个与其余各个"}
_CUTS: Final = {"WIDTH": "一层内的主体过多", "TIME": "超过了时限", "PATHS": "路径过多，只列出一部分"}
_MOST: Final = {"among": 10, "from": 51}
_STRONGEST: Final = 5
#: As the API has it by default, and at most.
_HUB: Final = 200
_MOST_HUB: Final = 10_000
#: As many as one item of a workspace may hold.
_MOST_KEPT: Final = 100
Key = tuple[int, int]
_FOLLOWED: Final = tuple(one for one in words.TYPES if one not in ("EMPLOYED_BY", "CONTROLS", "LIABLE_FOR"))


@dataclass(frozen=True)
class _Asked:
    """What the address asks."""

    codes: tuple[str, ...]
    way: str
    mode: str
    length: int
    types: tuple[str, ...]
    min_pct: float
    exclude: tuple[str, ...]
    hub: int = _HUB

    @classmethod
    def of_address(cls) -> _Asked:
        """From the address, whatever stands in it."""
        way, mode, length, pct = param("way"), param("mode"), param("max", "6"), param("pct", "0")
        hub = param("hub", str(_HUB))
        return cls(
            _listed(param("codes")),
            way if way in _WAYS else "among",
            mode if mode in _MODES else "ALL_SHORTEST",
            min(10, max(1, int(length))) if length.isdecimal() else 6,
            tuple(one for one in _listed(param("types")) if one in _FOLLOWED),
            min(100.0, float(pct)) if pct.replace(".", "", 1).isdecimal() else 0.0,
            _listed(param("without")),
            min(_MOST_HUB, max(1, int(hub))) if hub.isdecimal() else _HUB,
        )

    @property
    def narrowed(self) -> bool:
        """Whether a condition stands that is not usual."""
        return bool(self.types or self.min_pct or self.exclude or self.hub != _HUB)

    def keep(self) -> None:
        """Into the address; what is usual is left out."""
        usual = _Asked((), "among", "ALL_SHORTEST", 6, (), 0.0, ())
        given = {
            "codes": ",".join(self.codes), "way": self.way, "mode": self.mode, "max": str(self.length),
            "types": ",".join(self.types), "pct": f"{self.min_pct:g}", "without": ",".join(self.exclude),
            "hub": str(self.hub),
        }  # fmt: skip
        plainest = ("", usual.way, usual.mode, str(usual.length), "", "0", "", str(usual.hub))
        for (name, value), nothing in zip(given.items(), plainest, strict=True):
            if value == nothing:
                st.query_params.pop(name, None)
            else:
                st.query_params[name] = value

    def wanted(self, times: Times) -> dict[str, Any]:
        """The same as the API takes it."""
        return {
            **times.asked(), "mode": self.mode, "max_length": self.length, "types": list(self.types) or None,
            "min_pct": self.min_pct, "exclude": list(self.exclude),
            "hub_degree": self.hub,
            **({"max_paths": _STRONGEST} if self.mode == "STRONGEST" else {}),
        }  # fmt: skip


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in text.replace("\n", ",").split(",") if one.strip()))


def page() -> None:
    """Ask for chains, and show them pair by pair with one picture of all."""
    st.title("关联路径")
    asked, times = _form(_Asked.of_address())
    if not asked.codes:
        st.info("填写两个以上的主体，查找它们之间的关联。关联不等于责任，不影响任何办理决定。")
        return
    if not 2 <= len(asked.codes) <= _MOST[asked.way]:
        st.warning(f"请填写二至 {_MOST[asked.way]} 个主体。")
        return
    tell_known(times.known)
    with st.spinner("正在查找…"):
        found = _links(st.session_state["token"], me()["today"], asked, times)
    names = _names(found)
    lit = _choose(found, names)
    hops = _every(found)[lit]["hops"] if lit else []
    _picture(found, asked.codes, [hop["fact_id"] for hop in hops])
    _into_case(found, names, lit)
    for pair in found["pairs"]:
        _show(pair, names)


def _form(asked: _Asked) -> tuple[_Asked, Times]:
    with st.form("paths"):
        left, right = st.columns([3, 2])
        codes = left.text_area(
            "两个或多个主体（每行一个统一社会信用代码或人员编号）", value="\n".join(asked.codes), height=128
        )
        with right:
            way = st.radio(
                "查找",
                list(_WAYS),
                index=list(_WAYS).index(asked.way),
                format_func=lambda one: _WAYS[one],
                horizontal=True,
            )
            mode = st.selectbox(
                "哪些路径",
                list(_MODES),
                index=list(_MODES).index(asked.mode),
                format_func=lambda one: _MODES[one],
            )
        with st.expander("更多条件", expanded=asked.narrowed or bool(param("known"))):
            one, two, three = st.columns([1, 0.9, 1.4], vertical_alignment="bottom")
            length = one.slider("最长步数", 1, 10, asked.length)
            pct = two.number_input("持股比例不低于（%）", 0.0, 100.0, asked.min_pct, 5.0, format="%g")
            with three:
                times = chosen_times("paths-day")
            types = st.multiselect(
                "只沿这些关系（不选为全部）", _FOLLOWED, list(asked.types), format_func=words.kind,
                placeholder="全部关系",
            )  # fmt: skip
            without, hub = _left_aside(asked)
        pressed = st.form_submit_button("查找", type="primary")
    if not pressed:
        return asked, times
    keep_from_address(codes, without)
    new = _Asked(
        _listed(codes),
        way or asked.way,
        mode or asked.mode,
        length,
        tuple(types),
        float(pct),
        _listed(without),
        hub,
    )
    new.keep()
    return new, times


def _left_aside(asked: _Asked) -> tuple[str, int]:
    """Through whom no path is to lead."""
    left, right = st.columns([3, 1])
    without = left.text_input("不经过这些主体（逗号分隔）", value=",".join(asked.exclude))
    hub = right.number_input(
        "关联超过多少个即为枢纽", 1, _MOST_HUB, asked.hub,
        help="枢纽（代办机构、集群地址的共同联系人等）关联过多，不能说明问题，路径不经过；另行列出。",
    )  # fmt: skip
    return without, int(hub)


@st.cache_data(ttl=30, show_spinner=False, max_entries=50)
def _links(token: str, today: str, asked: _Asked, times: Times) -> Links:
    """One question; looking at another of its paths does not ask, and audit, it again."""
    start = asked.codes[0] if asked.way == "from" else None
    parties = asked.codes[1:] if start else asked.codes
    return ask(lambda api: api.links(parties, start=start, **asked.wanted(times)))


def _names(found: Links) -> dict[str, str]:
    ends: list[Pair | PathHop] = [*found["pairs"]]
    ends += [hop for pair in found["pairs"] for path in pair["paths"] for hop in path["hops"]]
    return {
        party: name
        for one in ends
        for party, name in ((one["from"], one["from_name"]), (one["to"], one["to_name"]))
    }


def _every(found: Links) -> dict[Key, Chain]:
    """All chains, by pair and number."""
    return {
        (at, number): path
        for at, pair in enumerate(found["pairs"])
        for number, path in enumerate(pair["paths"], 1)
    }


def _label(found: Links, names: dict[str, str], key: Key) -> str:
    pair, path = found["pairs"][key[0]], _every(found)[key]
    return f"{names[pair['from']]} 与 {names[pair['to']]}：路径 {key[1]}（{path['length']} 步）"


def _choose(found: Links, names: dict[str, str]) -> Key | None:
    """Which chain is highlighted."""
    every = _every(found)
    if not every:
        return None
    labels = distinct({None: "不突出", **{key: _label(found, names, key) for key in every}})
    chosen: Key | None = st.selectbox("突出一条路径", list(labels), format_func=labels.__getitem__)
    return chosen


def _into_case(found: Links, names: dict[str, str], lit: Key | None) -> None:
    """The chain that is highlighted, or all as found, with day, version and the source of each relation."""
    every = {key: path for key, path in _every(found).items() if path["hops"]}
    if not every:
        return
    chosen = {lit: every[lit]} if lit and lit in every else every
    first = next(iter(chosen))
    title = _label(found, names, first) if len(chosen) == 1 else f"{len(chosen)} 条关联路径"
    body = {
        "as_of": found["as_of"], "data_version": found["data_version"],
        "paths": list(chosen.values())[:_MOST_KEPT],
    }  # fmt: skip
    into_case.offer("paths", "PATH", title, body)
    if may("WORK_SPACES"):
        told = "存入突出的一条" if len(chosen) == 1 else f"存入全部 {len(chosen)} 条；突出一条则只存那一条"
        st.caption(told if len(chosen) <= _MOST_KEPT else f"{told}；一次最多存入前 {_MOST_KEPT} 条")


def _show(pair: Pair, names: dict[str, str]) -> None:
    st.subheader(f"{plain(names[pair['from']])} 与 {plain(names[pair['to']])}")
    bounds = pair["bounds"]
    within = f"{bounds['max_length']} 步以内"
    if not pair["paths"]:
        if pair["complete"]:
            st.info(f"在此范围内（{within}）没有联系。")
        else:
            st.warning(
                f"搜索被截断：{_CUTS[bounds['cut_short']]}。尚不能说没有联系；可减少步数、限定关系类型或换一天再试。"
            )
    elif not pair["complete"]:
        st.warning(f"未列全：{_CUTS[bounds['cut_short']]}。")
    for number, path in enumerate(pair["paths"], 1):
        strength = f"，强度 {path['strength']:.3g}" if "strength" in path else ""
        st.caption(f"路径 {number}（{path['length']} 步{strength}）")
        table([_row(hop) for hop in path["hops"]], "两端是同一个主体。")
    hubs = [one for one in bounds["hubs"] if one["touched_by_both"]]
    if hubs:
        told = "；".join(
            f"{one['name'] or one['id']}（{'枢纽' if one['reason'] == 'HUB' else '国家机关'}）"
            for one in hubs
        )
        st.caption(f"两端都连到、但不作为联系的主体：{plain(told)}")


def _row(hop: PathHop) -> dict[str, str]:
    return {
        "从": hop["from_name"] or hop["from"],
        "关系": f"{words.kind(hop['type'])} →" if hop["forward"] else f"← {words.kind(hop['type'])}",
        "到": hop["to_name"] or hop["to"],
        "比例": words.share(hop["pct"], hop["max_pct"]) if hop["type"] == "HOLDS" else "",
        "自": hop["valid_from"],
        "来源": hop["source"],
    }


def _picture(found: Links, asked: tuple[str, ...], chosen: list[str]) -> None:
    nodes: dict[str, Node] = {}
    edges: dict[str, Edge] = {}
    for hop in (hop for pair in found["pairs"] for path in pair["paths"] for hop in path["hops"]):
        for party, name in ((hop["from"], hop["from_name"]), (hop["to"], hop["to_name"])):
            kind: Any = "PERSON" if party.startswith("p") else "ENTITY"
            relation: Any = "CENTRE" if party in asked else "ADJACENT"
            nodes[party] = Node(party, name or party, kind, relation)
        ends = (hop["from"], hop["to"]) if hop["forward"] else (hop["to"], hop["from"])
        edges[hop["fact_id"]] = Edge(
            hop["fact_id"], *ends, hop["type"], words.held(hop), "ADJACENT", hop["valid_from"], hop["source"]
        )
    if nodes:
        data = view_data(
            list(nodes.values()), list(edges.values()), highlight=chosen, height=400, probe="paths"
        )
        network_view(data, key="paths-" + "-".join(sorted(asked)), on_event=lambda: None)
