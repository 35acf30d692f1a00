"""待办: what an officer or a reviewer has to do: cases with their terms, leads without a case, open tasks."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from dashboard import words
from dashboard.client.cases import CaseRow, new_request_id
from dashboard.markup import plain
from dashboard.session import ask, go, may, me
from dashboard.views.shared import further, table

_COLOURS: Final = {"PROPOSED": "violet", "CONFIRMED": "red"}


def page() -> None:
    """The queue of one's own authority."""
    st.title("责任追究待办")
    st.caption("只列本机关作出的决定；立案、告知、听取陈述申辩由经办人办理，认定由另一名复核人办理。")
    names = ["在办案件", "待立案的线索和拟认定", "待办事项", "已办结", "禁入人员任职线索"]
    running, leads, tasks, over, barred = st.tabs(names)
    with running:
        _cases("OPEN", "没有在办案件。")
        _arrears_form()
    with leads:
        _leads()
    with tasks:
        _tasks()
    with over:
        _cases("ENDED", "没有已办结的案件。")
    with barred:
        _barred()


def _cases(standing: str, empty: str) -> None:
    found = ask(lambda api: api.cases(standing=standing, limit=200))
    rows = sorted(found["rows"], key=lambda one: (not one["overdue"], one["due_on"] or "9", one["opened_on"]))
    if not rows:
        st.info(empty)
    for one in rows:
        _card(one)
    if found["cursor"]:
        st.caption("只列出前 200 件。")


def _card(one: CaseRow) -> None:
    with st.container(border=True):
        head, term, act = st.columns([5, 3, 1.3], vertical_alignment="center")
        who = f"**{plain(one['person_name'])}**　{one['role_zh']}" if one["person"] else "**拖欠账款**"
        head.markdown(f"{who}　{plain(one['entity_name'])}")
        head.caption(f"{one['list_type_zh']}　{one['opened_on']} 立案　{plain(one['case_no'])}")
        term.badge(one["state_zh"], color="blue")
        term.caption(due_words(one))
        if act.button("打开", key=f"case-{one['case_id']}", width="stretch"):
            go("case", id=one["case_id"])


def due_words(one: CaseRow) -> str:
    """What is due until when, or how it ended."""
    if one["standing"] == "ENDED":
        return f"{one['ended_on']} {one['ended_because_zh']}"
    if not one["due_step_zh"]:
        return ""
    told = f"下一步：{one['due_step_zh']}（{one['due_role_zh']}）"
    if one["due_on"]:
        told += f"，最迟 {one['due_on']}" + ("（暂定）" if one["due_provisional"] else "")
    return told + ("　**已逾期**" if one["overdue"] else "")


def _arrears_form() -> None:
    """Receive a sum that a state enterprise owes as a case."""
    if me()["role"] != "OFFICER":
        return
    with st.expander("对国有企业拖欠账款立案"), st.form("arrears-case"):
        left, right = st.columns(2)
        code = left.text_input("债务单位统一社会信用代码", max_chars=18)
        arrears_id = right.text_input("账款编号", max_chars=100)
        if st.form_submit_button("立案") and code.strip() and arrears_id.strip():
            request = st.session_state.setdefault(f"request-{arrears_id}", new_request_id())
            made = ask(lambda api: api.open_arrears_case(code.strip(), arrears_id.strip(), request))
            go("case", id=made["case"]["case_id"])


def _leads() -> None:
    taken = {one["finding_id"] for one in ask(lambda api: api.cases(standing="OPEN", limit=200))["rows"]}

    def show(rows: list[dict[str, Any]]) -> None:
        left = [one for one in rows if one["finding_id"] not in taken]
        if not left:
            st.info("没有待立案的线索。")
        for one in left:
            _lead(one)

    further("case-leads", lambda cursor: ask(lambda api: api.findings(
        states=["PROPOSED", "LEAD"], cursor=cursor, limit=20)), show)  # fmt: skip
    st.caption("已由机关文书认定的责任，文书代替告知至认定，案件从执行开始。")
    if st.toggle("列出已由文书认定、未立案的责任"):
        further("case-documents", lambda cursor: ask(lambda api: api.findings(
            states=["CONFIRMED"], cursor=cursor, limit=20)), show)  # fmt: skip


def _lead(one: dict[str, Any]) -> None:
    with st.container(border=True):
        head, act = st.columns([7, 1.6], vertical_alignment="center")
        head.badge(one["state_zh"], color=_COLOURS.get(one["state"], "gray"))  # type: ignore[arg-type]
        head.markdown(f"**{plain(one['person_name'])}**　{one['role_zh']}　{plain(one['entity_name'])}")
        head.caption(f"{one['list_type_zh']}　{words.period(one['valid_from'], one['valid_to'])}")
        if act.button("看解释", key=f"why-{one['finding_id']}", width="stretch"):
            go("finding", id=one["finding_id"])
        officer = me()["role"] == "OFFICER"
        if officer and act.button("立案", key=f"open-{one['finding_id']}", type="primary", width="stretch"):
            key = f"request-open-{one['finding_id']}"
            request = st.session_state.setdefault(key, new_request_id())
            made = ask(lambda api: api.open_case(one["finding_id"], request))
            st.session_state.pop(key, None)
            go("case", id=made["case"]["case_id"])


def _barred() -> None:
    """Leads for the registry; asked for when somebody wants them, as all bans are looked through."""
    st.caption("供登记机关核查：被禁入的人出现在单位的登记中。只是线索，不影响单位，也不改变核查结果。")
    if not st.toggle("列出"):
        return
    found = ask(lambda api: api.ban_leads())
    rows = [
        {"姓名": one["person_name"], "单位": one["entity_name"], "代码": one["entity"],
         "登记": one["office_zh"],
         "禁入范围": one["scope_zh"],
         "在禁入范围内": "是" if one["covered"] else one["to_check_zh"] or "仅提示",
         "同时成立自": one["since"], "禁入至": one["ban_until"]}
        for one in found["rows"]
    ]  # fmt: skip
    table(rows, "没有这样的线索。")


def _tasks() -> None:
    if not may("HANDLE_CASES"):
        st.info("待办事项由本机关的经办人和复核人办理。")
        return
    rows = ask(lambda api: api.case_tasks())["rows"]
    if not rows:
        st.info("没有待办事项。")
    for one in rows:
        with st.form(f"task-{one['task_id']}"):
            st.markdown(plain(one["note"]))
            st.caption(f"{one['opened_on']} 起")
            answer = st.text_input("办理结果", max_chars=500)
            if st.form_submit_button("办结") and answer.strip():
                ask(lambda api, one=one, answer=answer: api.settle_task(one["task_id"], answer))  # type: ignore[misc]
                st.rerun()
