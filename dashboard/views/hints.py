"""关联风险提示: entities by their hint, the strongest first; one of them with every path, on any day."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from dashboard import markup, words
from dashboard.client.questions import HintPage, HintRun
from dashboard.moments import Times, known_at
from dashboard.session import ask, go, may, me, param
from dashboard.views.clue_form import evidence, offer_clue
from dashboard.views.hint import more_paths, paths_key, read_paths, shown_hint
from dashboard.views.shared import table
from dashboard.views.two_times import chosen_times, tell_known

_PAGE: Final = 50


def page() -> None:
    """The list; which entity is looked at stands in the address."""
    top, picker = st.columns([3.6, 2.6], vertical_alignment="bottom")
    top.title("关联风险提示")
    with picker:
        times = chosen_times("hints-day")
    tell_known(times.known)
    first = ask(lambda api: api.hints(known_at=known_at(times.known), limit=_PAGE))
    st.caption(first["meaning"])
    _of_what(first, times)
    left, right = st.columns([1.1, 1.2], gap="medium")
    with left:
        rows = _listed(first, times)
        code = _chosen(rows)
        _parameters(first["run"]["edition"] if first["run"] else "")
    with right:
        if code:
            _one(code, times)


def _of_what(first: HintPage, times: Times) -> None:
    """Of which day and commit the list is: nobody takes an old list for a new one."""
    run: HintRun | None = first["run"]
    if times.known:
        days = sorted({one["as_of"] for one in first["rows"]})
        told = f"截至 {'、'.join(days)}" if days else "当时还没有算出提示"
        st.caption(
            f"左侧为当时所存的清单：{told}　数据版本 {first['data_version']}。右侧按当时所知即时计算。"
        )
        return
    if run is None:
        st.warning("还没有计算过。后台进程每日计算一次，也可以运行 creditgraph hint derive。")
        return
    told = (
        f"清单截至 {run['as_of']}，{words.moment(run['at'])[:16]} 算完　参数版本 {run['edition']}　"
        f"数据版本 {run['data_version']}　{run['entities']:,} 个单位中 {run['hinted']:,} 个有提示"
    )
    if run["as_of"] == me()["today"]:
        st.caption(f"{told}。其后的变动次日计入清单；右侧按现有数据即时计算。")
    else:
        st.warning(f"清单不是今天的。{told}。右侧按现有数据即时计算。")


def _listed(first: HintPage, times: Times) -> list[dict[str, Any]]:
    """As many pages as were asked for, with places in the whole."""
    rows: list[dict[str, Any]] = [dict(one) for one in first["rows"]]
    cursor, known = first["cursor"], known_at(times.known)
    for _ in range(int(st.session_state.get("hints-pages", 1)) - 1):
        if cursor is None:
            break
        at = cursor
        following = ask(lambda api, at=at: api.hints(at, known_at=known, limit=_PAGE))  # type: ignore[misc]
        rows += [dict(one) for one in following["rows"]]
        cursor = following["cursor"]
    table(
        [
            {
                "名次": place,
                "单位": one["name"] or one["id"],
                "提示值": round(one["value"], 3),
                "自身记录": round(one["own"], 3),
            }
            for place, one in enumerate(rows, 1)
        ],
        "没有您可以查看的单位。",
    )
    if cursor is not None and st.button(f"已列出 {len(rows):,} 家，再列一页"):
        st.session_state["hints-pages"] = int(st.session_state.get("hints-pages", 1)) + 1
        st.rerun()
    return rows


def _chosen(rows: list[dict[str, Any]]) -> str:
    names = {one["id"]: f"{place}　{one['name']}" for place, one in enumerate(rows, 1) if one["id"]}
    given = param("code")
    if given and given not in names:
        names = {given: given, **names}
    if not names:
        return ""
    options = list(names)
    code: str = st.selectbox(
        "看哪一家的路径",
        options,
        index=options.index(given) if given in names else 0,
        format_func=names.__getitem__,
    )
    if code != given:
        st.query_params["code"] = code
    return code


def _one(code: str, times: Times) -> None:
    top = st.empty()
    with st.spinner("正在计算…"):
        key = paths_key(code, times)
        found = read_paths(key, lambda api, page: api.hint(code, **times.asked(), **page))
    top.subheader(markup.plain(found["subject"]["name"] or code))
    first, second, third = st.columns(3)
    if first.button("打开单位", width="stretch"):
        go("entity", code=code, **times.params())
    if may("SEE_NETWORK") and second.button("打开关联网络", width="stretch"):
        go("network", code=code, **times.params())
    with third:
        offer_clue(
            "hint",
            title=f"关联风险提示：{found['subject']['name']}",
            link=evidence("hints", code=code, day=found["as_of"], known=times.known),
            subjects={code: found["subject"]["name"]},
            words=(
                f"截至 {found['as_of']}，{found['paths']} 条路径通向有记录的主体。"
                f"参数版本 {found['edition']}，数据版本 {found['data_version']}。"
            ),
        )
    shown_hint(found)
    more_paths(found, key)


def _parameters(edition: str) -> None:
    """What the values are made of; a change of the parameters is a new edition."""
    with st.expander(f"参数（版本 {edition}）" if edition else "参数"):
        found = ask(lambda api: api.hint_parameters(edition))
        st.caption(
            f"自 {found['since']} 起使用　最多三步，每多一步乘 {found['decay']:g}　"
            f"关联超过 {found['hub_degree']} 个主体的为枢纽，不经由它相连　"
            f"各版本：{'、'.join(found['editions'])}"
        )
        table(
            [{"关系": words.kind(name), "传递": share} for name, share in found["relations"].items()]
            + [
                {"关系": "记录：名单", "传递": found["listing"]},
                {"关系": "记录：司法文书", "传递": found["court"]},
            ]
            + [
                {"关系": f"记录：行政处罚（{name or '未分级'}）", "传递": share}
                for name, share in found["penalty"].items()
            ],
            "",
        )
        st.caption(f"行政处罚 {found['penalty_days']} 天内计入，每 {found['half_life_days']} 天减半。")
