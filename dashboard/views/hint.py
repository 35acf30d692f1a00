"""The related-party hint of an entity: its value, its own record apart, and every path that makes it up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from dashboard import words
from dashboard.client import Client
from dashboard.client.questions import EntityHint
from dashboard.documents import Detail
from dashboard.markup import plain
from dashboard.moments import Times
from dashboard.session import ask
from dashboard.views.shared import table, within_districts

_KINDS: Final = {"LISTED_BY": "名单", "PENALISED_BY": "行政处罚", "BOUND_BY": "司法文书"}
_BLOCKED: Final = {
    "HUB": "该主体关联过多，属于枢纽：不经由它相连，也不计算提示值。",
    "STATE_ORGAN": "国家机关不计算关联提示。",
}
_SHOWN: Final = 20
#: What the service does for whoever sees some districts only (ADR 0022).
_WITHIN: Final = (
    "您的账户限于所辖区域：区域以外的主体不显示名称，也不列出其记录；"
    "提示值按全部数据计算，通向它们的路径仍计入。"
)


def hint_tab(code: str, times: Times, _: Detail) -> None:
    """One tab of the entity page."""
    key = paths_key(code, times)
    _told_paths(read_paths(key, lambda api, page: api.hint(code, **times.asked(), **page)), key)


def person_paths(person: str, times: Times) -> None:
    """A person's paths to parties with a record, when he is asked for them."""
    if not st.toggle("列出三步之内通向有记录主体的路径", key=f"paths-{person}"):
        return
    key = paths_key(person, times)
    found = read_paths(key, lambda api, page: api.paths_of_person(person, **times.asked(), **page))
    _told_paths(found, key)


def _told_paths(found: EntityHint, key: str) -> None:
    st.caption(found["meaning"])
    shown_hint(found)
    more_paths(found, key)


def paths_key(subject: str, times: Times) -> str:
    """Under which the page of paths is kept: another day, or what was known before, begins with its first."""
    return f"hint-{subject}-{times.day or ''}-{times.known}"


def read_paths(key: str, question: Callable[[Client, dict[str, int]], EntityHint]) -> EntityHint:
    """The paths from the chosen one on, or from the first where by now there are fewer."""
    start = int(st.session_state.get(key, 1)) - 1
    found = ask(lambda api: question(api, {"start": start, "limit": _SHOWN}))
    if start and start >= found["paths"]:
        del st.session_state[key]
        found = ask(lambda api: question(api, {"start": 0, "limit": _SHOWN}))
    return found


def more_paths(found: EntityHint, key: str) -> None:
    """Where there are more than a page of paths: from which on they are listed."""
    if found["paths"] > _SHOWN:
        label = f"从第几条路径起（共 {found['paths']:,} 条）"
        st.number_input(label, 1, found["paths"], step=_SHOWN, key=key)


def shown_hint(found: EntityHint) -> None:
    """Value, own record apart, every path with its share, edition and day."""
    within_districts(_WITHIN)
    if found["blocked"]:
        st.info(_BLOCKED[found["blocked"]])
    if found["value"] is None or found["own"] is None:
        who = "自然人" if found["subject"]["kind"] == "PERSON" else "个体工商户由自然人经营"
        st.info(f"{who}：不计算提示值，不排序，只列出有日期的事实和路径。")
    else:
        left, middle, right = st.columns(3)
        left.metric("关联提示值（0–1）", f"{found['value']:.3f}")
        middle.metric("自身记录（不计入）", f"{found['own']:.3f}")
        right.metric("来自几条路径", f"{found['paths']:,}")
    if found["own_decisions"]:
        st.markdown("**自身记录**")
        table([_decision(one) for one in found["own_decisions"]], "")
    st.markdown("**每条路径的贡献**" if found["scored"] else "**通向有记录主体的路径（先近后远，由新到旧）**")
    if not found["paths"]:
        st.info("三步之内没有带记录的关联主体。")
        return
    for one in found["contributions"]:
        with st.container(border=True):
            share = "" if one["share"] is None else f"占 **{one['share']:.1%}**　"
            st.markdown(f"{share}{plain(_path(one))}")
            told = "；".join(_told(each) for each in one["decisions"])
            st.caption(plain(told) or "记录属于辖区以外的主体，不显示")
    listed = len(found["contributions"])
    if found["paths"] > listed:
        order = "贡献从大到小" if found["scored"] else "先近后远"
        st.caption(f"列出 {listed} 条，共 {found['paths']:,} 条，{order}。")
    st.caption(f"参数版本 {found['edition']}　截至 {found['as_of']}　数据版本 {found['data_version']}")


def _path(one: dict[str, Any]) -> str:
    """Parties with the relations between them."""
    told = [str(one["parties"][0]["name"] or one["parties"][0]["id"])]
    for hop, party in zip(one["hops"], one["parties"][1:], strict=True):
        types = "、".join(words.kind(each) for each in hop["types"])
        told.append(f" —{types}（{_since(hop['valid_from'])}）— {party['name'] or party['id']}")
    return "".join(told)


def _since(day: str) -> str:
    return f"自 {day}" if day > "0001-01-01" else "起始日不详"


def _told(one: dict[str, Any]) -> str:
    listed = words.LISTS.get(one["list_type"], "")
    return "　".join(
        each for each in (_KINDS[one["kind"]], listed, one["severity"], one["decided_on"]) if each
    )


def _decision(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "种类": _KINDS[one["kind"]],
        "名单": words.LISTS.get(one["list_type"], ""),
        "失信程度": one["severity"],
        "决定日期": one["decided_on"],
    }
