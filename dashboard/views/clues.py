"""Clues: the list, one clue with its history, and what may be done next."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from dashboard import words
from dashboard.client import Client
from dashboard.client.watch import Clue, ClueDetail
from dashboard.markup import plain
from dashboard.session import act, ask, attempt, go, may, me, param, refused
from dashboard.views.clue_form import open_evidence
from dashboard.views.shared import back_to_list, distinct, further, page_shown, table, turn_pages
from dashboard.views.watch import address, event_row

_ROWS: Final = 50
_FIELD: Final = "clue-given-"
_RETURN: Final = "return"
_OPEN: Final = ("NEW", "ASSIGNED", "CHECKING", "HANDED_OVER", "ANSWERED")


def page() -> None:
    """The list, or the one that stands in the address."""
    clue_id = param("id")
    if clue_id:
        _one(clue_id)
        return
    st.title("线索")
    st.caption("线索提示需要核查的情况，不是责任认定；超过预警阈值的数值自动生成，也可以从页面人工提出。")
    first = ask(lambda api: api.clues(limit=1))
    # On the left: the bar that a table shows above its right end would lie over the switch.
    left, right = st.columns([1, 4], vertical_alignment="bottom")
    mine = left.toggle("只看我承办的", key="clue-mine")
    states = right.pills(
        "状态",
        list(first["states"]),
        selection_mode="multi",
        default=[one for one in _OPEN if one in first["states"]],
        format_func=first["states"].__getitem__,
        key="clue-states",
    )

    def shown(rows: list[dict[str, Any]]) -> None:
        table([_row(one) for one in rows], "没有这些状态的线索。")  # type: ignore[arg-type]
        _open_one(rows)

    further(
        f"clues-{states}-{mine}",
        lambda cursor: ask(
            lambda api: api.clues(states=states, mine=mine, cursor=cursor, limit=_ROWS)  # type: ignore[arg-type, return-value]
        ),
        shown,
    )


def _subject(one: Clue) -> str:
    """Of what kind and which; the whole city is called the same twice."""
    return "　".join(dict.fromkeys((one["scope_zh"], one["label"])))


def _row(one: Clue) -> dict[str, Any]:
    return {
        "状态": one["state_zh"],
        "标题": one["title"],
        "对象": _subject(one),
        "首次": one["first_day"],
        "最近": one["last_day"],
        "天数": one["days_seen"],
        "补报": one["late"],
        "承办人": one["assignee_name"],
        "移交": f"{one['department']} {one['doc_no']}".strip(),
        "结果": one["outcome_zh"],
    }


def _open_one(rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    labels = distinct(
        {one["clue_id"]: f"{one['title']}　{one['label']}（{one['state_zh']}）" for one in rows}
    )
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    chosen = left.selectbox("打开线索", list(labels), format_func=labels.__getitem__, key="clue-open")
    if right.button("打开", type="primary", width="stretch") and chosen:
        go("clues", id=chosen)


def _one(clue_id: str) -> None:
    found = ask(lambda api: api.clue(clue_id))
    st.title(plain(found["title"]))
    st.caption(
        f"{found['state_zh']}　{found['signal_zh']}　{plain(_subject(found))} {plain(found['scope_id'])}"
        f"　编号 {plain(clue_id)}　第 {found['version']} 版"
    )
    if back_to_list():
        go("clues")
    left, right = st.columns([1.25, 1])
    with left:
        _facts(found)
        _history(found)
    with right:
        _steps(found)
        _note(found)
    _records(found)


def _facts(found: ClueDetail) -> None:
    told = [
        ("出现", f"{found['first_day']} 至 {found['last_day']}，{found['days_seen']} 天"),
        ("最高数值", "—" if found["by_hand"] else f"{found['value']:g}（其中补报 {found['late']}）"),
        ("承办人", found["assignee_name"] or "—"),
        ("移交", f"{found['department']} {found['doc_no']}".strip() or "—"),
        ("结果", found["outcome_zh"] or "—"),
    ]
    for name, value in told:
        st.markdown(f"**{name}**　{plain(value)}")
    if found["follows"] and st.button("打开承接的已办结线索"):
        go("clues", id=found["follows"])
    if found["link"]:
        open_evidence(found["link"])
    if found["scope"] == "ENTITY" and found["scope_id"] and st.button("打开单位"):
        go("entity", code=found["scope_id"])
    if not found["by_hand"] and st.button("查看预警清单"):
        go(
            "watch",
            **address(found["scope"], found["scope_id"], signal=found["signal"], day=found["last_day"]),
        )


def _history(found: ClueDetail) -> None:
    st.subheader("办理经过")
    if not found["notes"]:
        st.info("还没有办理记录。")
    for one in found["notes"]:
        with st.container(border=True):
            st.caption(f"{words.moment(one['at'])[:16]}　{plain(one['by'])}　{one['step_zh']}")
            if one["outcome_zh"]:
                st.markdown(f"**办理结果**　{plain(one['outcome_zh'])}")
            st.text(one["words"])


def _records(found: ClueDetail) -> None:
    """What was handed over with it, to those of the department that has it."""
    if not (may("RECEIVE_CLUES") and found["department"] in me()["authorities"]):
        return
    st.subheader("移交本部门的所据记录")
    place = f"{found['clue_id']}|{found['department']}"
    cursor = page_shown("handed", place)
    with st.spinner("正在读取…"):
        told = attempt(lambda api: api.handed_clue(found["clue_id"], cursor=cursor))
    if told is None:
        st.info("所据记录暂时不能读取，请稍后重试。")
        return
    st.caption(f"截至 {found['last_day']} 共 {told['number']} 条，逐条注明来源。")
    table([event_row(one) for one in told["records"]], "没有所据记录：人工提出的线索见说明和来源页面。")
    turn_pages("handed", place, told["cursor"])


def _steps(found: ClueDetail) -> None:
    st.subheader("办理")
    refused()
    if not found["steps"]:
        st.info("线索已办结。")
        return
    step = st.selectbox("步骤", list(found["steps"]), format_func=found["steps"].__getitem__, key="clue-step")
    with st.form("clue-step-form"):
        fields = _fields(step, found)
        st.form_submit_button(
            found["steps"][step],
            type="primary",
            on_click=_take,
            args=(found["clue_id"], step, found["version"], fields),
        )


def _fields(step: str, found: ClueDetail) -> dict[str, str]:
    """What the step asks for; the names of what is given, and where the page keeps it."""
    keys: dict[str, str] = {}

    def key(name: str, of: str = "") -> str:
        keys[name] = f"{_FIELD}{name}{of}"
        return keys[name]

    if step == "assign":
        people = distinct({one["account_id"]: f"{one['name']}（{one['role_zh']}）" for one in _colleagues()})
        st.selectbox("承办人", list(people), format_func=people.__getitem__, key=key("assignee"))
    if step == "hand_over":
        known = attempt(lambda api: api.clue_departments()) or []
        places = {one["code"]: f"{one['code']}　{one['name']}".strip() for one in known}
        st.selectbox("移交部门代码", list(places), format_func=places.__getitem__, key=key("department"))
        if not places:
            st.caption("尚无可接收线索的部门：由系统管理员为部门开通密钥或账户。")
        st.text_input("移交文号", max_chars=80, placeholder="宛信线索〔2026〕7号", key=key("doc_no"))
    if step in ("close", "answer"):
        _outcome(found, key("outcome", f"-{found['clue_id']}-{step}-{found['outcome']}"))
    st.text_area("说明", max_chars=4000, key=key("words"))
    return keys


def _outcome(found: ClueDetail, key: str) -> None:
    """How it ended: to begin with as the department said, so that nobody replaces that by mistake."""
    outcomes = found["outcomes"]
    known = list(outcomes)
    told = known.index(found["outcome"]) if found["outcome"] in known else 0
    st.selectbox("办理结果", known, index=told, format_func=outcomes.__getitem__, key=key)


def _colleagues() -> list[Any]:
    return list(attempt(lambda api: api.colleagues()) or [])


def _take(clue_id: str, step: str, version: int, fields: dict[str, str]) -> None:
    """Take a step with the version that stood on the page."""
    given = {name: st.session_state.get(key) or "" for name, key in fields.items()}

    def work(api: Client) -> None:
        api.clue_step(clue_id, step, version, **given)
        if step == _RETURN:
            # It may lie beyond his districts: what he has returned he might not open any more.
            st.query_params.pop("id", None)

    act(work, _FIELD + "words")


def _note(found: ClueDetail) -> None:
    with st.form("clue-note", clear_on_submit=True):
        told = st.text_area("添加记录", max_chars=4000)
        pressed = st.form_submit_button("记入")
    if pressed and told.strip():
        ask(lambda api: api.clue_note(found["clue_id"], told))
        st.rerun()
