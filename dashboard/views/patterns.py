"""The pattern library: what each finds, its parameters and queries, runs, and matches with ways on."""

from __future__ import annotations

import time
from typing import Any, Final

import streamlit as st

from dashboard import words
from dashboard.client.patterns import PatternFull, PatternMatches, PatternMatchRow, PatternRunRow
from dashboard.markup import plain
from dashboard.moments import Times
from dashboard.session import ask, attempt, go, may, me, param
from dashboard.views.clue_form import evidence, offer_clue
from dashboard.views.shared import distinct
from dashboard.views.two_times import chosen_times, known_of_address, tell_known

PARTS: Final = {
    "MEMBER": "成员",
    "PERSON": "人员",
    "AGENT": "代办",
    "ENTITY": "企业",
    "FORMER": "前任",
    "SUCCESSOR": "后任或后续企业",
    "LISTED": "被列入名单",
    "BIDDER": "投标人",
    "CONSORTIUM": "联合体成员",
    "HUB": "围绕的主体",
    "TOP": "顶端",
}
STATES: Final = {"RUNNING": "运行中", "DONE": "已完成", "FAILED": "失败", "INTERRUPTED": "中断"}
_ASPECTS: Final = {"PEOPLE": "人员", "ADDRESS": "住所", "PHONE": "电话", "TRADE_NAME": "字号"}
_FACTS: Final = {
    "decided_on": "决定日期",
    "established_on": "新企业成立日期",
    "changed_on": "更换日期",
    "filed_on": "申报日期",
    "bid_on": "投标日期",
    "severity": "失信程度",
    "tender": "招标项目",
    "relations": "担保次数",
    "related": "关联企业数",
    "below": "其下企业数",
}
_SHOWN: Final = 12


def page() -> None:
    """One pattern; which one and which run stand in the address."""
    st.title("关联模式")
    st.caption("模式是供核实的线索，不是认定：不影响任何办理决定，不向部门系统提供。")
    rows = ask(lambda api: api.patterns())
    titles = {one["name"]: one["title"] for one in rows}
    names = list(titles)
    given = param("pattern")
    name = st.selectbox(
        "模式", names, index=names.index(given) if given in names else 0, format_func=lambda one: titles[one]
    )
    if name != given:
        st.query_params["pattern"] = name
        for other in ("run", "match", "known"):
            st.query_params.pop(other, None)
    found = ask(lambda api: api.pattern(name))
    left, right = st.columns([3, 2])
    with left:
        st.markdown(f"**找什么**　{plain(found['explanation'])}")
        st.markdown(f"**不说明什么**　{plain(found['no_meaning'])}")
    with right:
        _form(found)
    _queries(found)
    _runs(found)


def _form(found: PatternFull) -> None:
    """Parameters with their defaults, and the button that runs it."""
    if not may("RUN_PATTERNS"):
        return
    with st.form(f"run-{found['name']}"):
        given: dict[str, Any] = {}
        columns = st.columns(2)
        for place, one in enumerate(found["parameters"]):
            with columns[place % 2]:
                given[one["name"]] = _input(found["name"], one)
        times = chosen_times(f"day-{found['name']}")
        pressed = st.form_submit_button("运行", type="primary", width="stretch")
    if pressed:
        run = ask(lambda api: api.run_pattern(found["name"], parameters=given, **times.asked()))
        st.query_params["run"] = run["run_id"]
        st.query_params.pop("match", None)
        st.rerun()


def _input(pattern: str, one: dict[str, Any]) -> Any:
    key = f"p-{pattern}-{one['name']}"
    if one["allowed"]:
        return st.multiselect(
            plain(one["title"]), one["allowed"], one["default"], key=key, format_func=_coded
        )
    kind: Any = float if isinstance(one["default"], float) else int
    return st.number_input(
        plain(one["title"]), kind(one["low"]), kind(one["high"]), kind(one["default"]), key=key
    )


def _coded(code: str) -> str:
    return words.LISTS.get(code, code)


def _queries(found: PatternFull) -> None:
    with st.expander("查询语句与算法"):
        if found["algorithm"]:
            st.markdown(f"**为何用算法**　{plain(found['algorithm'])}")
        for one in found["queries"]:
            st.caption(plain(one["name"]))
            st.code(one["text"], language="cypher")


def _runs(found: PatternFull) -> None:
    runs = {one["run_id"]: one for one in found["runs"]}
    if not runs:
        st.info("还没有运行过。设好参数，点“运行”。")
        return
    given = param("run")
    if given and given not in runs:
        # Older than those listed: a clue may rest on it.
        older = attempt(lambda api: api.pattern_state(given))
        if older is not None and older["pattern"] == found["name"]:
            runs[given] = older
    chosen = given if given in runs else next(iter(runs))
    labels = distinct({one: _told(run) for one, run in runs.items()})
    picked = st.selectbox(
        "运行记录", list(runs), index=list(runs).index(chosen), format_func=labels.__getitem__
    )
    if picked != given:
        st.query_params["run"] = picked
        for name in ("match", "known") if given else ("match",):
            st.query_params.pop(name, None)
    run = runs[picked]
    if run["state"] == "RUNNING":
        _wait(run)
        return
    if run["state"] != "DONE":
        st.warning(f"这次运行{STATES[run['state']]}。{plain(run['error'])}")
        return
    known = _known_of(run)
    tell_known(known, again=True)
    set_by = "；".join(f"{_title(found, name)} {_value(value)}" for name, value in run["parameters"].items())
    st.caption(f"参数：{plain(set_by)}　模式版本 {run['version']}　数据版本 {run['data_version']}")
    if not run["complete"]:
        st.warning(f"结果不完整：{plain(run['left_out'])}。未列出的不等于没有。")
    elif not run["matches"]:
        st.success("没有命中。")
        return
    _pointed_at(found, run)
    _matches(found, run)


def _known_of(run: PatternRunRow) -> str:
    """As known when it was run, if not as known at its time: so the address has it beside the run."""
    known = known_of_address()
    return "" if known.isdecimal() and int(known) != run["known_seq"] else known


def _told(run: PatternRunRow) -> str:
    state = STATES[run["state"]] + (f"，{run['matches']:,} 个命中" if run["state"] == "DONE" else "")
    return f"{words.moment(run['started_at'])}　截至 {run['as_of']}　{state}"


def _title(found: PatternFull, name: str) -> str:
    return next((one["title"] for one in found["parameters"] if one["name"] == name), name)


def _value(value: Any) -> str:
    return "、".join(map(_coded, value)) or "无" if isinstance(value, list) else f"{value:g}"


def _wait(run: PatternRunRow) -> None:
    """Show how far it is, for as long as somebody looks."""
    bar = st.progress(0.0, "正在运行…")
    for _ in range(240):
        state = ask(lambda api: api.pattern_state(run["run_id"]))
        if state["state"] != "RUNNING":
            st.rerun()
        share = state["done"] / state["total"] if state["total"] else 0.0
        bar.progress(min(share, 1.0), f"已读 {state['done']} / {state['total']} 页")
        time.sleep(0.5)
    st.info("仍在运行，稍后刷新本页查看。")


def _pointed_at(found: PatternFull, run: PatternRunRow) -> None:
    """The match that the address names, first: a clue leads to it."""
    given = param("match")
    if given.isdecimal() and 1 <= int(given) <= run["matches"]:
        st.subheader("线索所据的命中")
        for one in ask(lambda api: api.pattern_matches(run["run_id"], cursor=int(given) - 1, limit=1))[
            "rows"
        ]:
            _match(found, run, one, place="pointed")


def _matches(found: PatternFull, run: PatternRunRow) -> None:
    key = f"pages-{run['run_id']}"
    rows: list[PatternMatchRow] = []
    cursor: int | None = 0
    for _ in range(int(st.session_state.get(key, 1))):
        page = _page(run["run_id"], cursor or 0)
        rows += page["rows"]
        cursor = page["cursor"]
        if cursor is None:
            break
    st.subheader(f"命中（{run['matches']:,}）")
    for one in rows:
        _match(found, run, one)
    if cursor is not None and st.button(f"已列出 {len(rows):,} 个，再列一页"):
        st.session_state[key] = int(st.session_state.get(key, 1)) + 1
        st.rerun()


def _page(run_id: str, cursor: int) -> PatternMatches:
    return ask(lambda api: api.pattern_matches(run_id, cursor=cursor))


def _match(found: PatternFull, run: PatternRunRow, one: PatternMatchRow, place: str = "listed") -> None:
    with st.container(border=True):
        head, act = st.columns([5, 1.4], vertical_alignment="center")
        head.markdown(f"**第 {one['number']} 个**　{one['size']:,} 个主体　{plain(_facts(one['facts']))}")
        shown = one["members"][:_SHOWN]
        told = [
            plain(f"{PARTS.get(party['part'], party['part'])}：{party['name'] or party['id']}")
            for party in shown
        ]
        more = f"　等 {one['size']:,} 个" if one["size"] > len(shown) else ""
        head.caption("　".join(told) + more)
        with act:
            _ways_on(one, _times_of(run), f"{place}-{one['number']}")
            offer_clue(
                f"{place}-{one['number']}",
                title=f"关联模式：{found['title']}",
                link=evidence(
                    "patterns",
                    pattern=run["pattern"],
                    run=run["run_id"],
                    match=str(one["number"]),
                    known=_known_of(run),
                ),
                subjects={
                    party["id"]: party["name"]
                    for party in one["members"]
                    if party["id"] and party["kind"] == "ENTITY"
                },
                words=(
                    f"截至 {run['as_of']} 的第 {one['number']} 个命中，模式版本 {run['version']}，"
                    f"数据版本 {run['data_version']}。"
                ),
            )


def _times_of(run: PatternRunRow) -> Times:
    """Of which day its matches are, and of its commit where it is not of what was known at its time."""
    day = run["as_of"] if run["as_of"] != me()["today"] else None
    return Times(day, str(run["known_seq"]) if _known_of(run) else "")


def _ways_on(one: PatternMatchRow, times: Times, key: str) -> None:
    options = distinct({party["id"]: party["name"] for party in one["members"] if party["id"]})
    if not options or not may("SEE_NETWORK"):
        return
    picked = st.selectbox(
        "从谁看起",
        list(options),
        format_func=options.__getitem__,
        key=f"from-{key}",
        label_visibility="collapsed",
    )
    if st.button("打开关联网络", key=f"open-{key}", width="stretch"):
        go("network", code=picked, **times.params())


def _facts(facts: dict[str, Any]) -> str:
    told = []
    for name, title in _FACTS.items():
        value = facts.get(name)
        if value not in (None, "", []):
            shown = "、".join(map(str, value)) if isinstance(value, list) else str(value)
            told.append(f"{title} {shown}")
    if facts.get("list_type"):
        told.append(f"名单 {words.LISTS.get(facts['list_type'], facts['list_type'])}")
    if facts.get("aspects"):
        told.append("相同：" + "、".join(_ASPECTS[one] for one in facts["aspects"]))
    return "　".join(told)
