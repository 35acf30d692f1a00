"""Early warning: a day's figures, the trend of one, and the list behind it."""

from __future__ import annotations

from typing import Any, Final, TypedDict

import altair as alt
import pandas as pd
import streamlit as st

from dashboard.client.watch import Figure, Trend, WatchedEvent, WatchedEvents, WatchedSignal
from dashboard.markup import plain
from dashboard.moments import Times
from dashboard.session import ask, go, may, param
from dashboard.views.clue_form import evidence, offer_clue
from dashboard.views.shared import distinct, page_shown, table, turn_pages
from dashboard.views.two_times import chosen_times, tell_known

SCOPES: Final = {
    "CITY": "全市",
    "DISTRICT": "辖区",
    "INDUSTRY": "行业",
    "LIST": "名单",
    "GROUP": "企业族群",
    "ENTITY": "单位",
}
_SINGLE: Final = ("GROUP", "ENTITY")
_MARKS: Final = {"ALERT": "● 预警", "WATCH": "○ 关注", "NORMAL": "　正常"}
_DAYS: Final = 90


class _Watched(TypedDict):
    """One figure of which trend and list can be shown, whether it stands among the rows or not."""

    signal: str
    signal_zh: str
    scope: str
    scope_id: str
    label: str


def address(scope: str, scope_id: str, *, signal: str = "", day: str = "") -> dict[str, str]:
    """What the address of this page says of one figure; what is empty is left out.

    Examples
    --------
    >>> address("CITY", "", signal="COMPLAINTS")
    {'scope': 'CITY', 'signal': 'COMPLAINTS'}
    """
    told = {"scope": scope, "scope_id": scope_id, "signal": signal, "day": day}
    return {name: value for name, value in told.items() if value}


def page() -> None:
    """Figures, gravest first; one of them with its trend and its list: the one in the address, if any."""
    top, picker = st.columns([4, 2.6], vertical_alignment="bottom")
    with picker:
        times = chosen_times("watch-day")
    top.title("监测预警")
    top.caption("数值提示哪里值得看，不是认定，不影响任何办理决定；补报指获知晚于规定天数的事件。")
    tell_known(times.known)
    signals = ask(lambda api: api.warning_settings())["signals"]
    scope, signal = _choices(signals)
    place = f"{scope}|{signal}|{times}"
    cursor = page_shown("watch", place)
    with st.spinner("正在计算…"):
        found = ask(
            lambda api: api.warnings(scope=scope, signal=signal or None, cursor=cursor, **times.asked())
        )
    stored = f"　已存批次 {found['run_id']}" if found["run_id"] else ""
    st.caption(f"截至 {found['as_of']}　数据版本 {found['data_version']}{stored}　共 {found['number']} 项")
    rows = found["rows"]
    named = _named(scope, signal, rows, signals)
    left, right = st.columns([1.15, 1])
    with left:
        table([_row(one) for one in rows], "这一口径在窗口内没有事件。")
        turn_pages("watch", place, found["cursor"])
    if not rows and not named:
        return
    with right:
        chosen = _chosen(rows, named)
        if chosen is not None:
            chosen = _trend(chosen, times)
    if chosen is not None:
        _behind(chosen, times)


def _named(scope: str, signal: str, rows: list[Figure], signals: list[WatchedSignal]) -> list[_Watched]:
    """Figures of the party in the address that do not stand among the rows: of each signal, or of the one."""
    scope_id = _party(scope)
    if not scope_id:
        return []
    there = {one["signal"]: one["label"] for one in rows if one["scope_id"] == scope_id}
    label = next(iter(there.values()), scope_id)
    return [
        {
            "signal": one["signal"],
            "signal_zh": one["signal_zh"],
            "scope": scope,
            "scope_id": scope_id,
            "label": label,
        }
        for one in signals
        if scope in one["scopes"] and signal in ("", one["signal"]) and one["signal"] not in there
    ]


def _party(scope: str) -> str:
    """The party, district, industry or list in the address; none once another kind is chosen."""
    return param("scope_id") if scope == param("scope") != "CITY" else ""


def _choices(signals: list[WatchedSignal]) -> tuple[str, str]:
    names = {one["signal"]: one["signal_zh"] for one in signals}
    first, second = st.columns([3, 1.6], vertical_alignment="bottom")
    offered = [one for one in SCOPES if one not in _SINGLE or may("SEE_WARNINGS")]
    usual = param("scope", "CITY")
    scope = first.segmented_control(
        "口径",
        offered,
        format_func=SCOPES.__getitem__,
        default=usual if usual in offered else "CITY",
        key="watch-scope",
    )
    wanted = param("signal")
    options = ["", *names]
    signal = second.selectbox(
        "信号",
        options,
        index=options.index(wanted) if wanted in options else 0,
        format_func=lambda one: names.get(one, "全部信号"),
        key="watch-signal",
    )
    return scope or "CITY", signal or ""


def _row(one: Figure) -> dict[str, Any]:
    return {
        "级别": _MARKS[one["level"]],
        "信号": one["signal_zh"],
        # Before the name, which is long: on a narrow screen the number would be out of sight.
        "窗口": f"{one['value']}（{one['window_days']} 天）",
        "对象": one["label"],
        "当日": one["on_day"],
        "基线": round(one["baseline"], 1),
        "补报": one["late"],
    }


def _chosen(rows: list[Figure], named: list[_Watched]) -> _Watched | None:
    """One of the rows or of those named besides; at first that of the party in the address."""
    every: list[_Watched] = [*rows, *named]
    told = [f"{one['signal_zh']}　{one['label']}（{one['value']}）" for one in rows]
    told += [f"{one['signal_zh']}　{one['label']}" for one in named]
    labels = distinct(dict(enumerate(told)))
    party, signal = _party(every[0]["scope"]), param("signal")
    own = [place for place, one in enumerate(every) if party and one["scope_id"] == party]
    own.sort(key=lambda place: every[place]["signal"] != signal)
    place = st.selectbox(
        "看哪一项的走势和清单", list(labels), index=(own or [0])[0], format_func=labels.__getitem__,
        key="watch-one", on_change=_keep, args=(every,),
    )  # fmt: skip
    return every[place] if place is not None and place < len(every) else None


def _keep(every: list[_Watched]) -> None:
    """What somebody has chosen stands in the address, to be shared and found again on another day."""
    one = every[st.session_state["watch-one"]]
    told = address(one["scope"], one["scope_id"], signal=one["signal"])
    st.query_params.pop("scope_id", None)
    st.query_params.update(told)


def _trend(one: _Watched, times: Times) -> _Watched:
    """Draw it; the figure with code and name as the answer has them."""
    found: Trend = ask(
        lambda api: api.warning_trend(
            one["signal"], scope=one["scope"], scope_id=one["scope_id"], days=_DAYS, **times.asked()
        )
    )
    frame = pd.DataFrame(found["days"])
    frame["day"] = pd.to_datetime(frame["day"])
    base = alt.Chart(frame).encode(x=alt.X("day:T", title=None, axis=alt.Axis(format="%m-%d")))
    bars = base.mark_bar(color="#9fb3c8").encode(
        y=alt.Y("on_day:Q", title="数量"),
        tooltip=[alt.Tooltip("day:T", title="日期"), alt.Tooltip("on_day:Q", title="当日")],
    )
    line = base.mark_line(color="#c53030").encode(
        y="value:Q", tooltip=[alt.Tooltip("value:Q", title="窗口数")]
    )
    usual = base.mark_line(color="#52606d", strokeDash=[4, 3]).encode(y="baseline:Q")
    st.altair_chart(bars + line + usual, height=230)
    st.caption(
        f"红线：{found['window_days']} 天窗口数　虚线：基线　柱：当日。各日按同一时点所知、同一算法计算。"
    )
    return {**one, "scope_id": found["scope_id"], "label": found["label"] or one["label"]}


def _behind(one: _Watched, times: Times) -> None:
    if not may("SEE_WARNINGS"):
        st.info("清单只向办案人员显示。")
        return
    place = f"{one['signal']}|{one['scope']}|{one['scope_id']}|{times}"
    cursor = page_shown("watched", place)
    found: WatchedEvents = ask(
        lambda api: api.warning_events(
            one["signal"], scope=one["scope"], scope_id=one["scope_id"], cursor=cursor, **times.asked()
        )
    )
    st.subheader(f"{found['signal_zh']}：{plain(one['label'])}")
    hidden = f"，另有 {found['hidden']} 项不在您的辖区" if found["hidden"] else ""
    st.caption(
        f"{found['meaning']}。{found['first_day']} 至 {found['as_of']} 共 {found['number']} 项{hidden}。"
    )
    table([event_row(row) for row in found["rows"]], "没有您可以查看的内容。")
    turn_pages("watched", place, found["cursor"])
    _acts(one, found, times)


def event_row(row: WatchedEvent) -> dict[str, Any]:
    """One thing that happened, as a line of a table."""
    return {
        "事件日期": row["day"] + ("（暂定）" if row["provisional"] else ""),
        "获知日期": row["known_on"],
        "补报": "是" if row["late"] else "",
        "单位": row["entity_name"],
        "代码": row["entity"],
        "对方": row["other_name"],
        "名单": row["list_type_zh"],
        "来源": row["origin"],
    }


def _acts(one: _Watched, found: WatchedEvents, times: Times) -> None:
    codes = {row["entity"]: row["entity_name"] for row in found["rows"] if row["entity"]}
    first, second, third = st.columns([2.4, 1, 1], vertical_alignment="bottom")
    code = first.selectbox(
        "打开单位", list(codes), format_func=lambda key: f"{codes[key]}　{key}", key="watch-open"
    )
    if second.button("打开单位", width="stretch", disabled=not code) and code:
        go("entity", code=code, **times.params())
    with third:
        offer_clue(
            "watch",
            title=f"{one['signal_zh']}：{one['label']}",
            link=evidence(
                "watch",
                **address(one["scope"], one["scope_id"], signal=one["signal"], day=found["as_of"]),
                known=times.known,
            ),
            subjects={one["scope_id"]: one["label"]},
            scope=one["scope"],
        )
