"""One case: where it stands, what is due, the form of the next step, its timeline and its records."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any, Final

import streamlit as st

from dashboard import words
from dashboard.client.cases import Case, NextStep
from dashboard.markup import plain
from dashboard.session import ask, go, may, me, param, refused
from dashboard.views.cases import due_words
from dashboard.views.notice_form import due_notice, sent_notices
from dashboard.views.paper_form import Fields, day_of, given, paper, receipt_form, send, text_field, written
from dashboard.views.shared import distinct, table

_LINE: Final = ("线索", "告知", "陈述申辩", "认定", "执行", "反馈", "归档")
_SOE_LINE: Final = (
    "受理", "告知", "陈述申辩", "恶意拖欠认定", "告知责任人", "责任人陈述申辩", "责任追究决定", "公开公示",
    "归档",
)  # fmt: skip
#: From these stages on others may be told; before, the register refuses.
_TOLD_FROM: Final = ("认定", "恶意拖欠认定")
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
        st.title(f"{plain(case['entity_name'])}　{arrears['kind_zh']}")
    else:
        st.title(f"{plain(case['person_name'])}（{case['role_zh']}）")
    st.caption(f"{case['list_type_zh']}　{plain(case['entity_name'])}　案件编号 {plain(case['case_id'])}")
    _line(found)
    refused()
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
    if not found["next_steps"] or found["finding_state"] == "SUSPENDED":
        return  # while an objection is open no step is taken
    st.subheader("下一步")
    allowed = [one for one in found["next_steps"] if one["allowed"]]
    for one in found["next_steps"]:
        if not one["allowed"]:
            st.caption(f"{one['step_zh']}（{one['role_zh']}）：{plain(one['why_not'])}")
    if not allowed or not may("HANDLE_CASES"):
        return
    tabs = st.tabs([one["step_zh"] for one in allowed])
    for one, tab in zip(allowed, tabs, strict=True):
        with tab:
            _step_form(found, one)


def _step_form(found: Case, step: NextStep) -> None:
    case_id, seen = found["case"]["case_id"], found["steps"][-1]["number"]
    name = step["step"]
    key = f"case-{case_id}-{name}"
    with st.form(f"step-{name}"):
        fields = paper(key) if step["document"] else {}
        if step["served"] or step["hears"]:
            fields |= _service(key)
        if name in ("notify_persons", "decide"):
            fields |= _persons(found, key, told=name == "decide")
        if step["hears"]:
            fields["heard"] = (f"{key}-heard", str)
            st.radio(
                "陈述申辩", list(_HEARD), format_func=_HEARD.__getitem__, horizontal=True, key=f"{key}-heard"
            )
            fields |= text_field(key, "note", "意见要点、是否采纳和拟定意见", height=90)
        elif name == "confirm":
            fields |= _decision(found, key)
        elif name == "enforce":
            fields |= _measures(found, key)
        elif name == "publish":
            fields |= _basis(found, key)
        else:
            fields |= text_field(key, "note", "说明")
        st.form_submit_button(
            step["step_zh"], type="primary", on_click=_take, args=(case_id, name, seen, fields)
        )


def _take(case_id: str, name: str, seen: int, fields: Fields) -> None:
    """Take a step on the case as it stood on the page: if it moved on since, that is refused and told."""
    stated = given(fields)
    send(
        f"{case_id}-{seen}-{name}",
        lambda api, request: api.take_step(case_id, name, request, seen, **stated),
        fields,
    )


def _service(key: str) -> Fields:
    today = date.fromisoformat(me()["today"])
    st.date_input(
        "告知书送达日期", value=None, max_value=today, format="YYYY-MM-DD", key=f"{key}-served_on",
        help="以送达回证为准。陈述申辩期限从送达之日的次日起算；没有送达日期，期限不起算，不能按逾期未陈述申辩办理。",
    )  # fmt: skip
    return {"served_on": (f"{key}-served_on", day_of)}


def _decision(found: Case, key: str) -> Fields:
    fields: Fields = {}
    if found["needs_zh"]:
        st.caption(f"认定须有：{found['needs_zh']}")
    if found["needs_fault_doc"]:
        st.text_input("个人责任文书文号", max_chars=100, key=f"{key}-fault_doc")
        fields["fault_doc"] = (f"{key}-fault_doc", written)
    if found["needs_until_day"]:
        st.date_input("决定写明的终止日", value=None, format="YYYY-MM-DD", key=f"{key}-until_day")
        fields["until_day"] = (f"{key}-until_day", day_of)
    return fields | text_field(key, "note", "认定理由")


def _persons(found: Case, key: str, *, told: bool) -> Fields:
    """Whom a paper names: of those in office, or of those who were told beforehand."""
    people = [one for one in (found["arrears"] or {}).get("persons", []) if one["told"] or not told]
    known = distinct({one["person"]: f"{one['person_name']}（{one['role_zh']}）" for one in people})
    st.caption(
        "只列已书面告知并听取陈述申辩、任职没有争议的责任人；照责任追究决定选择。"
        if told
        else "只列拖欠期间在任、身份已核验、任职没有争议的责任人。向每个人书面告知；送达日期填最后一人的。"
    )
    st.multiselect(
        "决定所列责任人" if told else "拟追究的责任人", list(known), format_func=known.__getitem__,
        placeholder="请选择", key=f"{key}-persons",
    )  # fmt: skip
    return {"persons": (f"{key}-persons", lambda chosen: list(chosen or ()))}


def _basis(found: Case, key: str) -> Fields:
    known = distinct({one["code"]: one["name"] for one in (found["arrears"] or {}).get("bases", [])})
    if not known:
        st.warning("现在没有公开公示的法定依据，只能选择“不公示办结”。")
        return {"basis": ("", written)}
    st.caption(
        "公示写明姓名和遮盖的证件号码，发往信用南阳；付清、依据终止、任职有争议或当事人死亡的，自动撤回。"
    )
    st.selectbox("公示依据", list(known), format_func=known.__getitem__, key=f"{key}-basis")
    return {"basis": (f"{key}-basis", written)}


def _measures(found: Case, key: str) -> Fields:
    names = {one["code"]: f"{one['code']} {one['name']}（{one['executor']}）" for one in found["measures"]}
    if not names:
        st.caption("该责任没有给出可采取的措施。")
    else:
        st.multiselect(
            "采取的措施", list(names), format_func=names.__getitem__, placeholder="请选择",
            key=f"{key}-measures",
        )  # fmt: skip
        st.caption("只能采取依据所规定、清单内的措施；过惩相当。")
    return {"measures": (f"{key}-measures", lambda chosen: [{"measure": one} for one in chosen or ()])}


def _records(found: Case) -> None:
    _sanctions(found)
    _notices(found)
    if found["entries"]:
        st.subheader("个人信用记录")
        rows = [
            {"内容": one["conduct"] or one["list_type_zh"], "方式": one["mode_zh"], "文号": one["doc_no"],
             "期间": words.period(one["opened_on"], one["ends_on"]),
             "状态": one["ended_because_zh"] or (one["suspended_on"] and "因异议暂停")
             or one["publication_state_zh"]}
            for one in found["entries"]
        ]  # fmt: skip
        table(rows, "")
        st.caption("不公开；依授权或履职查询，依据消失或披露满五年即转为档案；本人列入名单的，至移出之日。")


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
            elif one["suspended_on"]:
                st.warning(f"因异议自 {one['suspended_on']} 起暂停执行，已通知执行部门；待异议办结")
            elif one["acknowledged_on"]:
                st.caption(f"{one['acknowledged_on']} 已签收　{plain(one['feedback'])}")
            elif may("HANDLE_CASES"):
                receipt_form(one["sanction_id"], "登记签收", lambda api, *a: api.sanction_receipt(*a))


def _notices(found: Case) -> None:
    left = [one for one in found["duties"] if not one["notice_id"]]
    decided = any(one["state_zh"] in _TOLD_FROM for one in found["steps"])
    if not found["notices"] and not (left and decided):
        return
    st.subheader("通报")
    st.caption("通报只走内部渠道，不上网站。")
    sent_notices(found["notices"])
    if decided and may("HANDLE_CASES") and found["case"]["standing"] == "OPEN":
        for place, duty in enumerate(left):
            case_id, kind = found["case"]["case_id"], duty["kind"]
            due_notice(f"notice-{case_id}-{kind}-{place}", duty, partial(_issue, case_id, kind, place))


def _issue(case_id: str, kind: str, place: int, fields: Fields) -> None:
    stated = given(fields)
    send(
        f"{case_id}-{kind}-{place}",
        lambda api, request: api.issue_notice(case_id, kind, request, **stated),
        fields,
    )


def _timeline(found: Case) -> None:
    st.subheader("经过")
    for one in reversed(found["steps"]):
        with st.container(border=True):
            st.markdown(f"**{one['step_zh']}**　{plain(one['at'][:10])}")
            st.caption(f"{one['acted_role_zh']} {plain(one['acted_name'])}")
            lines = [one["doc_no"] and f"{plain(one['doc_no'])}（{one['doc_on']}）", one["heard_zh"]]
            lines += [one["served_on"] and f"{one['served_on']} 送达"]
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
        st.caption(f"{'待办' if task['open'] else '已办'}：{plain(task['note'])}　{plain(task['answer'])}")
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
