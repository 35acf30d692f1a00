"""身份判定: a reviewer judges that two persons are one, having seen both, or takes it back."""

from __future__ import annotations

import re
from typing import Any, Final

import streamlit as st

from dashboard import words
from dashboard.documents import Detail, Judgement, Subject
from dashboard.markup import plain
from dashboard.session import act, ask, refused
from dashboard.views.shared import table

_ID: Final = re.compile(r"p[0-9a-f]{16}")
_MOST: Final = 500


def offer_identity(subject: Subject) -> None:
    """What was judged about this person so far, and the forms to judge anew and to take back."""
    st.subheader("身份判定")
    refused()
    st.caption(
        "同名不等于同一人。只有核对过档案、证件或照片，才可判定；判定写入审计，可以撤销。"
        "报送的记录不改动，责任随下一次推导改变。"
    )
    found = ask(lambda api: api.judgements(subject["code"]))["rows"]
    table([_row(one) for one in found], "没有对本人作过判定。")
    standing = [one for one in found if one["stands"]]
    if standing:
        _end_form(subject, standing)
    if not any(one["absorbed"] == subject["code"] for one in standing):
        _merge_form(subject)


def _row(one: Judgement) -> dict[str, Any]:
    return {
        "编号": one["absorbed"],
        "视为": one["surviving"],
        "状态": "有效" if one["stands"] else "已撤销",
        "理由": one["reason"],
        "文书": one["document"],
        "判定时间": words.moment(one["judged_at"])[:10],
        "撤销理由": one["ended_because"],
    }


def _merge_form(subject: Subject) -> None:
    """The other one is shown before anything can be judged: an id alone says nothing."""
    key = f"same-{subject['code']}"
    given = st.text_input(
        "另一人员编号", key=f"{key}-other", max_chars=17, placeholder="p 加 16 位，见该人员页面"
    ).strip()
    if not given:
        return
    if not _ID.fullmatch(given) or given == subject["code"]:
        st.warning("请填写另一人员的编号。")
        return
    other = ask(lambda api: api.person(given))
    if other["subject"]["code"] != given:
        st.warning(f"{plain(given)} 已判定为 {plain(other['subject']['code'])}，请先撤销原有的判定。")
        return
    _show(other)
    with st.form(key):
        st.radio(
            "保留哪一个编号",
            [subject["code"], given],
            format_func={
                subject["code"]: f"本页 {plain(subject['code'])}",
                given: f"另一 {plain(given)}",
            }.__getitem__,
            horizontal=True,
            key=f"{key}-keep",
        )
        st.text_input("理由", max_chars=_MOST, key=f"{key}-reason", placeholder="凭什么判定为同一人")
        st.text_input("依据的文书", max_chars=200, key=f"{key}-document")
        st.form_submit_button(
            "判定为同一人", type="primary", on_click=_merge, args=(key, subject["code"], given)
        )


def _show(other: Detail) -> None:
    with st.container(border=True):
        st.markdown(f"**{plain(other['subject']['name'])}**　{plain(other['subject']['code'])}")
        rows = [
            {
                "关系": one["type_zh"],
                "单位": one["other_name"],
                "期间": words.period(one["valid_from"], one["valid_to"]),
                "来源": words.origin(one["source"]),
            }
            for one in other["ties"]
        ]
        table(rows, "没有任职或持股记录。")


def _merge(key: str, here: str, other: str) -> None:
    state = st.session_state
    keep = state[f"{key}-keep"]
    absorbed = other if keep == here else here
    reason, document = state[f"{key}-reason"].strip(), state[f"{key}-document"].strip()
    act(
        lambda api: api.judge_same(absorbed, keep, reason, document=document),
        f"{key}-other",
        f"{key}-reason",
        f"{key}-document",
    )


def _end_form(subject: Subject, standing: list[Judgement]) -> None:
    key = f"apart-{subject['code']}"
    with st.expander("撤销一项判定"), st.form(key):
        labels = {one["absorbed"]: f"{one['absorbed']} 视为 {one['surviving']}" for one in standing}
        st.selectbox("哪一项", list(labels), format_func=labels.__getitem__, key=f"{key}-which")
        st.text_input("理由", max_chars=_MOST, key=f"{key}-reason", placeholder="为什么不是同一人")
        st.text_input("依据的文书", max_chars=200, key=f"{key}-document")
        st.form_submit_button("撤销判定", on_click=_end, args=(key,))


def _end(key: str) -> None:
    state = st.session_state
    which, reason = state[f"{key}-which"], state[f"{key}-reason"].strip()
    document = state[f"{key}-document"].strip()
    act(lambda api: api.end_same(which, reason, document=document), f"{key}-reason", f"{key}-document")
