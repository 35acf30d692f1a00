"""One person, for those allowed: dated facts and findings; no number, no ranking."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import words
from dashboard.documents import Detail
from dashboard.markup import plain
from dashboard.session import ask, go, may, param
from dashboard.views import into_case
from dashboard.views.hint import person_paths
from dashboard.views.identity_form import offer_identity
from dashboard.views.shared import liabilities, table
from dashboard.views.two_times import chosen_times, tell_known


def page() -> None:
    """The person page; who it is stands in the address as an opaque id."""
    person = param("id")
    if not person:
        st.title("人员")
        st.info("请从搜索结果或单位页面打开人员。")
        return
    top, picker = st.columns([4, 2.6], vertical_alignment="bottom")
    with picker:
        times = chosen_times("person-day")
    tell_known(times.known)
    with st.spinner("正在读取…"):
        detail = ask(lambda api: api.person(person, **times.asked()))
    with top:
        st.title(plain(detail["subject"]["name"]))
        st.caption(f"人员编号 {plain(detail['subject']['code'])}　查看已记入审计")
        _told_apart(person, detail)
    st.subheader("对哪些单位负责")
    liabilities(ask(lambda api: api.check(person, **times.asked())), times, of_person=True)
    _facts(detail)
    into_case.offer_record(detail)
    if may("SEE_HINTS"):
        st.subheader("通向有记录主体的路径")
        person_paths(person, times)
    if may("SEE_NETWORK") and st.button("打开关联网络", type="primary"):
        go("network", code=person, **times.params())
    if may("JUDGE_IDENTITY"):
        offer_identity(detail["subject"])


def _facts(detail: Detail) -> None:
    """Offices and shares, and what is on record of the person himself."""
    st.subheader("任职与持股")
    rows = [
        {
            "关系": one["type_zh"],
            "单位": one["other_name"],
            "代码": one["other"],
            "期间": words.period(one["valid_from"], one["valid_to"]),
            "现行": "是" if one["live"] else "",
            "来源": words.origin(one["source"]),
            **_recorded_as(one["recorded_as"]),
        }
        for one in detail["ties"]
    ]
    table(rows, "没有任职或持股记录。")
    st.subheader("本人的记录")
    records = [
        {
            "事项": one["kind_zh"],
            "期间": words.period(one["valid_from"], one["valid_to"]),
            "内容": "；".join(f"{name}：{value}" for name, value in list(one["fields"].items())[:4]),
            "来源": words.origin(one["source"]),
            **_recorded_as(one["recorded_as"]),
        }
        for one in detail["records"]
    ]
    table(records, "没有本人的记录。")


def _told_apart(asked: str, detail: Detail) -> None:
    """That several ids count as this one person, by judgement."""
    if asked != detail["subject"]["code"]:
        st.info(f"人员编号 {plain(asked)} 已判定与本页人员为同一人，以下按本页人员列出。")
    if detail["also"]:
        ids = "、".join(one["code"] for one in detail["also"])
        st.info(f"人员编号 {plain(ids)} 已判定与本页人员为同一人，其任职和记录一并列出，标明原编号。")


def _recorded_as(person: str) -> dict[str, Any]:
    """Under which id a fact was handed in, where several count as one person."""
    return {"原编号": person} if person else {}
