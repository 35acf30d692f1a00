"""单位通报: which decisions on a public body its superior unit and audit are to be told of, and were."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard.client.cases import GroundDuties
from dashboard.markup import plain
from dashboard.session import ask, go, may, me, param, refused
from dashboard.views.notice_form import due_notice, sent_notices
from dashboard.views.paper_form import Fields, given, send
from dashboard.views.shared import code_form
from dashboard.views.two_times import chosen_times, tell_known


def page() -> None:
    """The decisions of one's own authority on one body; which one stands in the address."""
    code = param("code")
    if not code:
        st.title("单位通报")
        code_form("duties")
        return
    top, picker = st.columns([4, 2.6], vertical_alignment="bottom")
    with picker:
        times = chosen_times("duties-day")
    tell_known(times.known)
    refused()
    found = ask(lambda api: api.body_duties(code, **times.asked()))
    with top:
        st.title("单位通报")
        st.caption(f"{plain(found['entity_name'])}　{plain(found['entity'])}　按 {found['as_of']}")
    st.caption(
        "机关事业单位、国有企业被列入名单或受到处罚的，通报其上级主管单位和审计部门；只走内部渠道，不上网站。"
    )
    now = found["as_of"] == me()["today"] and not times.known
    for one in found["rows"]:
        _decision(code, one, now=now)
    if not found["rows"]:
        st.info("本机关对该单位没有有效的决定，也没有发出过通报。")
    if may("SEE_ENTITY") and st.button("查看单位"):
        go("entity", code=code, **times.params())


def _decision(code: str, one: GroundDuties, *, now: bool) -> None:
    st.subheader(f"{one['list_type_zh'] or one['ground_kind_zh']}　{plain(one['ground_id'])}")
    st.caption(f"{one['decided_on'] or '日期不详'} 作出{_standing(one)}")
    sent_notices(one["notices"])
    left = [duty for duty in one["duties"] if not duty["notice_id"]]
    if one["live"] and not one["duties"] and not one["notices"]:
        st.caption("该单位不是机关、事业单位或国有企业，这项决定无须通报。")
    for duty in left:
        key = f"duty-{one['ground_kind']}-{one['ground_id']}-{duty['kind']}"
        if now and not one["disputed"] and may("HANDLE_CASES"):
            due_notice(key, duty, partial(_issue, code, one["ground_kind"], one["ground_id"], duty["kind"]))
        else:
            st.caption(f"尚未发出：{duty['kind_zh']}（{plain(duty['recipient']) or '接收单位须查明'}）")


def _standing(one: GroundDuties) -> str:
    if not one["live"]:
        return "　已终止"
    return "　争议中，异议办结之前不得通报" if one["disputed"] else ""


def _issue(code: str, ground_kind: str, ground_id: str, kind: str, fields: Fields) -> None:
    stated = given(fields)
    send(
        f"{ground_kind}-{ground_id}-{kind}",
        lambda api, request: api.issue_body_notice(
            code, kind, request, ground_kind=ground_kind, ground_id=ground_id, **stated
        ),
        fields,
    )
