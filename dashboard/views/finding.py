"""One finding: its explanation, the notice as a file, and the way out for its person and its company."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from dashboard import words
from dashboard.documents import Exit, Explanation
from dashboard.markup import plain
from dashboard.moments import Times
from dashboard.session import ask, go, may, param
from dashboard.views import into_case
from dashboard.views.two_times import chosen_times, tell_known

_FORMS: Final = (("html", "下载可打印的网页", "text/html"), ("pdf", "下载 PDF", "application/pdf"))
#: What an officer looks for first stands first; the rest can be opened.
_FIRST: Final = ("结论", "为什么", "最少要办的事", "只能等期满")


def page() -> None:
    """The page of one finding; which one stands in the address."""
    finding_id = param("id")
    if not finding_id:
        _ask_for_one()
        return
    top, picker = st.columns([4, 2.6], vertical_alignment="bottom")
    with picker:
        times = chosen_times("finding-day")
    tell_known(times.known)
    with st.spinner("正在读取…"):
        told = ask(lambda api: api.explain(finding_id, **times.asked()))
    with top:
        st.title("责任认定")
        state = words.STATES.get(told["state"], told["state"])
        st.caption(f"{plain(finding_id)}　{told['as_of']}：{state}　规则 {told['rule']}")
    names = ["解释"]
    if may("SEE_PERSON"):
        names += ["本人怎样退出", "单位怎样退出"] if told["entity"] else ["本人怎样退出"]
    for name, tab in zip(names, st.tabs(names), strict=True):
        with tab:
            if name == "解释":
                _explanation(told, times)
            else:
                _way_out(told["person"] if name == "本人怎样退出" else told["entity"], times)


def _ask_for_one() -> None:
    st.title("责任认定")
    with st.form("finding"):
        typed = st.text_input("认定编号", placeholder="如 L0123456789abcdef0123", max_chars=40)
        pressed = st.form_submit_button("打开", type="primary")
    if pressed and typed.strip():
        go("finding", id=typed.strip())
    st.caption("认定编号见主体页、人员页的“解释与路径”，或核查接口的答复。")


def _explanation(told: Explanation, times: Times) -> None:
    if may("SEE_PERSON"):
        _files(told["finding_id"], times)
    ref = {
        "kind": "FINDING", "id": told["finding_id"], "as_of": told["as_of"],
        "data_version": told["data_version"],
    }  # fmt: skip
    into_case.offer("finding", "EVIDENCE", f"责任认定 {told['finding_id']}", {"ref": ref})
    for section in told["sections"]:
        st.markdown(f"**{section['heading']}**")
        st.markdown(plain(section["text"]))
    left, right, _ = st.columns([1.2, 1.2, 4])
    if may("SEE_PERSON") and left.button("查看人员", width="stretch"):
        go("person", id=told["person"], **times.params())
    if told["entity"] and may("SEE_ENTITY") and right.button("查看单位", width="stretch"):
        go("entity", code=told["entity"], **times.params())


def _files(finding_id: str, times: Times) -> None:
    """Made when asked for: each file that goes out is written into the audit trail."""
    key = f"notice-{finding_id}-{times}"
    made: dict[str, bytes] = st.session_state.get(key, {})
    asked, *places = st.columns([1.2, 1.2, 1.2, 2.4], vertical_alignment="center")
    if asked.button("生成文书", key=f"make-{finding_id}", type="primary", width="stretch"):
        with st.spinner("正在生成…"):
            made = {
                form: ask(lambda api, form=form: api.notice(finding_id, form, **times.asked()))  # type: ignore[misc]
                for form, _, _ in _FORMS
            }
        st.session_state[key] = made
    for place, (form, label, media) in zip(places, _FORMS, strict=False):
        if form in made:
            name = f"notice-{finding_id}.{form}"
            place.download_button(
                label, made[form], name, media, key=f"{form}-{finding_id}", on_click="ignore", width="stretch"
            )
    if made:
        places[-1].caption("文书中的证件号码已遮盖；生成已记入审计。")


def _way_out(code: str, times: Times) -> None:
    if not code:
        st.info("没有涉及的单位。")
        return
    with st.spinner("正在读取…"):
        answer = ask(lambda api: api.way_out(code, **times.asked()))
    _figures(answer)
    for section in answer["sections"]:
        if section["heading"] in _FIRST:
            st.subheader(section["heading"])
            _lines(section["items"])
        else:
            with st.expander(f"{section['heading']}（{len(section['items'])}）"):
                _lines(section["items"])


def _figures(answer: Exit) -> None:
    """The answer in four figures."""
    smallest, latest = answer["smallest"], answer["latest"]
    told: tuple[tuple[str, Any], ...] = (
        ("现有项数", len(answer["why"])),
        ("最少要办", f"{smallest['size']} 件" + ("" if smallest["exact"] else "（未证明最少）")),
        ("最早可以办齐", smallest["earliest"] or "—"),
        ("什么也不办", latest["day"] or words.NO_END.get(latest["because"], "—")),
    )
    for place, (label, value) in zip(st.columns(len(told)), told, strict=True):
        place.metric(label, value)


def _lines(items: list[str]) -> None:
    if len(items) == 1:
        st.markdown(plain(items[0]))
        return
    st.markdown("\n".join(f"{number}. {plain(one)}" for number, one in enumerate(items, 1)))
