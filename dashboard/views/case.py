"""One case: where it stands, what is due, the form of the next step, its timeline and its records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import streamlit as st

from dashboard import words
from dashboard.client import Client
from dashboard.client.cases import Case, Duty, NextStep, new_request_id
from dashboard.session import ask, go, may, me, param
from dashboard.views.cases import due_words
from dashboard.views.shared import plain, table

_LINE: Final = ("线索", "告知", "陈述申辩", "认定", "执行", "反馈", "归档")
_SOE_LINE: Final = ("受理", "告知", "陈述申辩", "恶意拖欠认定", "责任追究决定", "公开公示", "归档")
_HEARD: Final = {"STATED": "已陈述申辩", "WAIVED": "书面放弃", "NO_ANSWER": "逾期未陈述申辩"}


def page() -> None:
    """The page of one case; which one stands in the address."""
    case_id = param("id")
    if not case_id:
        st.title("案件")
        st.info("请从“责任追究待办”打开案件。")
        return
    found = ask(lambda api: api.case(case_id))
    case = found["case"]
    arrears = found["arrears"]
    if arrears:
        st.title(f"{case['entity_name']}　{arrears['kind_zh']}")
    else:
        st.title(f"{case['person_name']}（{case['role_zh']}）")
    st.caption(f"{case['list_type_zh']}　{plain(case['entity_name'])}　案件编号 {case['case_id']}")
    _line(found)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _next(found)
        _records(found)
    with right:
        _timeline(found)
        _about(found)


def _line(found: Case) -> None:
    """The seven stages, the present one marked."""
    case = found["case"]
    stages = list(_SOE_LINE if found["arrears"] else _LINE)
    if case["state_zh"] not in stages:
        stages.append(case["state_zh"])
    at = stages.index(case["state_zh"])
    marks = [
        f"**:blue[{name}]**" if place == at else (f"{name} ✓" if place < at else f":gray[{name}]")
        for place, name in enumerate(stages)
    ]
    st.markdown("　→　".join(marks))
    told = due_words(case)
    if case["standing"] == "ENDED":
        st.info(f"案件已办结：{told}")
    elif found["finding_state"] == "SUSPENDED":
        st.warning("依据有异议未决，案件暂停办理。")
    elif case["overdue"]:
        st.error(told)
    elif told:
        st.markdown(told)
    if case["due_provisional"] and case["due_on"]:
        st.caption("期限所在年份的节假日安排尚未公布，期限为暂定。")


def _next(found: Case) -> None:
    if not found["next_steps"]:
        return
    st.subheader("下一步")
    allowed = [one for one in found["next_steps"] if one["allowed"]]
    for one in found["next_steps"]:
        if not one["allowed"]:
            st.caption(f"{one['step_zh']}（{one['role_zh']}）：{one['why_not']}")
    if not allowed or not may("HANDLE_CASES"):
        return
    tabs = st.tabs([one["step_zh"] for one in allowed])
    for one, tab in zip(allowed, tabs, strict=True):
        with tab:
            _step_form(found, one)


def _step_form(found: Case, step: NextStep) -> None:
    case_id, seen = found["case"]["case_id"], found["steps"][-1]["number"]
    name = step["step"]
    with st.form(f"step-{name}-{seen}"):
        given = _paper(name) if step["document"] else {}
        if name == "hear":
            given["heard"] = st.radio(
                "陈述申辩", list(_HEARD), format_func=_HEARD.__getitem__, horizontal=True
            )
            given["note"] = st.text_area("意见要点、是否采纳和拟定意见", max_chars=2000, height=90)
        elif name == "confirm":
            given |= _decision(found)
        elif name == "enforce":
            given["measures"] = _measures(found)
        elif name == "decide":
            given["persons"] = _persons(found)
        elif name == "publish":
            given["basis"] = _basis(found)
        else:
            given["note"] = st.text_area("说明", max_chars=2000, height=68, key=f"note-{name}-{seen}")
        pressed = st.form_submit_button(step["step_zh"], type="primary")
    if pressed:
        _act(
            f"{case_id}-{seen}-{name}",
            lambda api, request: api.take_step(case_id, name, request, seen, **given),
        )


def _paper(name: str) -> dict[str, Any]:
    left, right = st.columns([2, 1])
    number = left.text_input("文号", max_chars=100, key=f"doc-{name}")
    today = date.fromisoformat(me()["today"])
    picked = right.date_input(
        "文书日期", value=today, max_value=today, format="YYYY-MM-DD", key=f"day-{name}"
    )
    return {"doc_no": number, "doc_on": picked.isoformat() if isinstance(picked, date) else ""}


def _decision(found: Case) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if found["needs_zh"]:
        st.caption(f"认定须有：{found['needs_zh']}")
    if found["needs_fault_doc"]:
        given["fault_doc"] = st.text_input("个人责任文书文号", max_chars=100)
    if found["needs_until_day"]:
        until = st.date_input("决定写明的终止日", value=None, format="YYYY-MM-DD")
        given["until_day"] = until.isoformat() if isinstance(until, date) else ""
    given["note"] = st.text_area("认定理由", max_chars=2000, height=68)
    return given


def _persons(found: Case) -> list[str]:
    people = (found["arrears"] or {}).get("persons", [])
    known = {one["person"]: f"{one['person_name']}（{one['role_zh']}）" for one in people}
    st.caption("只列拖欠期间在任、身份已核验的责任人；照责任追究决定选择。")
    return st.multiselect("决定所列责任人", list(known), format_func=known.__getitem__, placeholder="请选择")


def _basis(found: Case) -> str:
    known = {one["code"]: one["name"] for one in (found["arrears"] or {}).get("bases", [])}
    if not known:
        st.warning("现在没有公开公示的法定依据，只能选择“不公示办结”。")
        return ""
    st.caption("公示写明姓名和遮盖的证件号码，发往信用南阳；付清后自动撤回。")
    return str(st.selectbox("公示依据", list(known), format_func=known.__getitem__))


def _measures(found: Case) -> list[dict[str, str]]:
    names = {one["code"]: f"{one['code']} {one['name']}（{one['executor']}）" for one in found["measures"]}
    if not names:
        st.caption("该责任没有给出可采取的措施。")
        return []
    picked = st.multiselect("采取的措施", list(names), format_func=names.__getitem__, placeholder="请选择")
    st.caption("只能采取依据所规定、清单内的措施；过惩相当。")
    return [{"measure": one} for one in picked]


def _act(key: str, act: Callable[[Client, str], object]) -> None:
    """Do it under one request id, which a second press sends again."""
    name = f"request-{key}"
    request = st.session_state.setdefault(name, new_request_id())
    ask(lambda api: act(api, request))
    st.session_state.pop(name, None)
    st.rerun()


def _records(found: Case) -> None:
    _sanctions(found)
    _notices(found)
    if found["entries"]:
        st.subheader("个人信用记录")
        rows = [
            {"内容": one["conduct"] or one["list_type_zh"], "方式": one["mode_zh"], "文号": one["doc_no"],
             "期间": words.period(one["opened_on"], one["ends_on"]),
             "状态": one["ended_because_zh"] or one["publication_state_zh"]}
            for one in found["entries"]
        ]  # fmt: skip
        table(rows, "")
        st.caption("不公开；依授权或履职查询，依据消失即转为档案。")


def _sanctions(found: Case) -> None:
    if not found["sanctions"]:
        return
    st.subheader("措施实施")
    for one in found["sanctions"]:
        with st.container(border=True):
            st.markdown(f"**{one['measure']} {one['measure_zh']}**　{plain(one['executor'])}")
            st.caption(f"{words.period(one['opened_on'], one['ends_on'])}　{plain(one['doc_no'])}")
            if one["ended_because_zh"]:
                st.caption(f"已终止：{one['ended_because_zh']}，已通知执行部门")
            elif one["acknowledged_on"]:
                st.caption(f"{one['acknowledged_on']} 已签收　{plain(one['feedback'])}")
            elif may("HANDLE_CASES"):
                _receipt(one["sanction_id"], "登记签收", lambda api, *a: api.sanction_receipt(*a))


def _receipt(record_id: str, label: str, act: Callable[..., object]) -> None:
    with st.form(f"receipt-{record_id}"):
        left, right = st.columns([1, 2])
        day = left.date_input("日期", value=date.fromisoformat(me()["today"]), format="YYYY-MM-DD")
        feedback = right.text_input("反馈", max_chars=500)
        if st.form_submit_button(label) and isinstance(day, date):
            ask(lambda api: act(api, record_id, day.isoformat(), feedback))
            st.rerun()


def _notices(found: Case) -> None:
    left = [one for one in found["duties"] if not one["notice_id"]]
    decided = any(one["step"] in ("confirm", "find") for one in found["steps"])
    if not found["notices"] and not (left and decided):
        return
    st.subheader("通报")
    st.caption("通报只走内部渠道，不上网站。")
    for one in found["notices"]:
        with st.container(border=True):
            st.markdown(f"**{one['kind_zh']}**　{plain(one['recipient'])}")
            st.caption(f"{one['opened_on']}　{plain(one['doc_no'])}　{one['ended_because_zh']}")
            if one["received_on"]:
                st.caption(f"{one['received_on']} 收到回执　{plain(one['feedback'])}")
            elif may("HANDLE_CASES"):
                _receipt(one["notice_id"], "登记回执", lambda api, *a: api.notice_receipt(*a))
    if decided and may("HANDLE_CASES") and found["case"]["standing"] == "OPEN":
        for place, duty in enumerate(left):
            _notice_form(found, duty, place)


def _notice_form(found: Case, duty: Duty, place: int) -> None:
    case_id = found["case"]["case_id"]
    told = plain(duty["recipient"]) or "登记资料中没有，须查明"
    with st.expander(f"应发：{duty['kind_zh']}（{told}）"), st.form(f"notice-{duty['kind']}-{place}"):
        given = _paper(f"notice-{duty['kind']}-{place}")
        given["recipient"] = st.text_input("接收单位", value=duty["recipient"], max_chars=100)
        if st.form_submit_button("发出通报", type="primary"):
            _act(
                f"{case_id}-{duty['kind']}-{place}",
                lambda api, request: api.issue_notice(case_id, duty["kind"], request, **given),
            )


def _timeline(found: Case) -> None:
    st.subheader("经过")
    for one in reversed(found["steps"]):
        with st.container(border=True):
            st.markdown(f"**{one['step_zh']}**　{one['at'][:10]}")
            st.caption(f"{one['acted_role_zh']} {plain(one['acted_name'])}")
            lines = [one["doc_no"] and f"{plain(one['doc_no'])}（{one['doc_on']}）", one["heard_zh"]]
            lines += [plain(one["note"]), one["fault_doc"] and f"个人责任文书 {plain(one['fault_doc'])}"]
            for line in filter(None, lines):
                st.markdown(line)


def _about(found: Case) -> None:
    st.subheader("依据")
    if found["arrears"]:
        _owed(found["arrears"], found["ground_id"])
    else:
        st.markdown(f"{found['ground_kind_zh']} {plain(found['ground_id'])}，规则 {plain(found['rule'])}")
        term = words.period(found["valid_from"], found["valid_to"])
        st.caption(f"责任状态：{found['finding_state_zh']}　{term}")
    for one in found["bans"]:
        until = one["until_day"] or "未写明"
        st.caption(f"禁入：{one['scope_zh']}，{one['from_day']} 至 {until}（自有期限，不因单位修复解除）")
    for task in found["tasks"]:
        st.caption(f"{'待办' if task['open'] else '已办'}：{task['note']}　{plain(task['answer'])}")
    left, right, last = st.columns(3)
    if found["case"]["finding_id"] and left.button("责任认定", width="stretch"):
        go("finding", id=found["case"]["finding_id"])
    if found["case"]["person"] and right.button("人员", width="stretch"):
        go("person", id=found["case"]["person"])
    if found["case"]["entity"] and last.button("责任人清单", width="stretch"):
        go("roster", code=found["case"]["entity"])


def _owed(arrears: dict[str, Any], arrears_id: str) -> None:
    amount = f"{arrears['amount_cny']:,.2f} 元" if arrears["amount_cny"] is not None else "金额不详"
    st.markdown(f"{plain(arrears_id)}　{arrears['kind_zh']}　{amount}")
    days = arrears["overdue_days"]
    late = f"，逾期 {days} 天" if days is not None else ""
    creditor = f"{plain(arrears['creditor_name'])} {arrears['creditor_kind_zh']}".strip()
    st.caption(f"债权人 {creditor or '不详'}　应付日 {arrears['due_on'] or '不详'}{late}")
    if arrears["malicious_doc"]:
        st.caption(f"恶意拖欠认定文书 {plain(arrears['malicious_doc'])}")
