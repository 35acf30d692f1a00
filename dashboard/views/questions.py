"""Compose a question from whitelisted words, run it, save it, share it, find it again."""

from __future__ import annotations

import math
from typing import Any, Final, cast

import streamlit as st

from dashboard import markup, words
from dashboard.client.questions import QuestionResult, SavedQuestion, Vocabulary
from dashboard.moments import Times
from dashboard.session import ask, go, may, param
from dashboard.views.shared import distinct, table, within_districts
from dashboard.views.two_times import chosen_times, tell_known

_STARTS: Final = {
    "REGION": "某辖区的企业",
    "LIST": "在某名单上的企业",
    "CODES": "指定的企业",
    "ALL": "全部企业",
}
_DIRECTIONS: Final = {"ANY": "不限方向", "IN": "对方指向它", "OUT": "它指向对方"}
_OPERATORS: Final = {
    "IS": "等于",
    "IS_NOT": "不等于",
    "STARTS_WITH": "开头是",
    "CONTAINS": "包含",
    "ONE_OF": "是其中之一（逗号分隔）",
    "BEFORE": "早于",
    "FROM": "不早于",
    "AT_LEAST": "至少",
    "AT_MOST": "至多",
}
_FIELDS: Final = {
    "name": "名称",
    "status": "登记状态",
    "subject_type": "主体类型",
    "legal_form": "组织形式",
    "industry_code": "行业代码",
    "region_code": "行政区划代码",
    "established_on": "成立日期",
    "sme_class": "企业规模",
    "state_capital_class": "国有资本类别",
    "registered_capital_cny": "注册资本（元）",
    "list_type": "名单代码",
    "severity": "失信程度",
    "decided_on": "决定日期",
    "pct": "比例（%）",
    "valid_from": "关系起始日",
}
_STANDINGS: Final = {"IN_FORCE": "", "ENDED": "已失效", "REPAIRED": "已修复", "UNDONE": "已撤销"}
_ON: Final = {"ENTITY": "企业", "RELATION": "关系", "DECISION": "决定"}
_CUT: Final = {
    "ROWS": "结果太多，只列出一部分",
    "WIDTH": "有主体的关系太多，只跟到其中一部分",
    "TIME": "时间已到，没有查完",
    "DISTRICTS": "只查了本人辖区内的主体，辖区外的不在结果中",
}
#: What the service does for whoever sees some districts only (ADR 0022).
_WITHIN: Final = (
    "您的账户限于所辖区域：区域以外的企业和人员，以及有关它们的决定，不参与任何条件，也不作起点；"
    "不带条件的步骤走到它们时，只显示为“辖区外”，不显示名称和内容。"
)


def page() -> None:
    """The composer; the saved question that it shows stands in the address."""
    st.title("自编查询")
    st.caption("从词汇表中选出起点、关系和条件；查询只读、限时、限行。自然人只作为联系出现，不能作为条件。")
    within_districts(_WITHIN)
    vocabulary = ask(lambda api: api.question_words())
    left, right = st.columns([1.5, 3.2])
    with left:
        chosen = _saved()
    with right:
        form = _compose(vocabulary, chosen)
        times = chosen_times("question-day")
        run, save = st.columns(2)
        if run.button("运行", type="primary", width="stretch"):
            found = ask(lambda api: api.run_question(form, **times.asked()))
            st.session_state["question-result"] = (times, form, found)
        with save.popover("保存", width="stretch"):
            _save(form, chosen)
        if "question-result" in st.session_state:
            _result(*st.session_state["question-result"])


def _saved() -> SavedQuestion | None:
    """One's own and shared questions; the chosen one is filled into the form."""
    text = st.text_input("查找保存的查询", placeholder="名称或说明", max_chars=60)
    listed = ask(lambda api: api.questions(text))
    rows = listed["rows"]
    if not listed["complete"]:
        st.warning(f"保存的查询太多，只列出前 {len(rows):,} 个；输入文字查找。")
    given = param("saved")
    for one in rows:
        label = f"{one['name']}{'' if one['own'] else '（' + one['owner_name'] + '）'}"
        kind: Any = "primary" if one["query_id"] == given else "secondary"
        if st.button(
            markup.plain(label),
            key=f"saved-{one['query_id']}",
            width="stretch",
            type=kind,
            help=markup.plain(one["note"]),
        ):
            st.query_params["saved"] = one["query_id"]
            _clear()
            st.rerun()
    if not rows:
        st.info("还没有保存的查询。")
    chosen = next((one for one in rows if one["query_id"] == given), None)
    if chosen and chosen["own"] and st.button("删除所选查询", width="stretch"):
        ask(lambda api: api.delete_question(given))
        st.query_params.pop("saved", None)
        _clear()
        st.rerun()
    if given and st.button("新建空白查询", width="stretch"):
        st.query_params.pop("saved", None)
        _clear()
        st.rerun()
    return chosen


def _clear() -> None:
    for key in [one for one in st.session_state if str(one).startswith(("q-", "question-"))]:
        del st.session_state[key]


def _compose(vocabulary: Vocabulary, chosen: SavedQuestion | None) -> dict[str, Any]:
    form = chosen["form"] if chosen else {}
    start = form.get("start", {})
    mark = chosen["query_id"] if chosen else "new"
    by, values = st.columns([1, 2])
    first = start.get("by", "LIST")
    picked = by.selectbox(
        "从哪里开始", vocabulary["starts"], vocabulary["starts"].index(first),
        format_func=_STARTS.__getitem__,
        key=f"q-start-{mark}",
    )  # fmt: skip
    given: list[str] = []
    if picked == "LIST":
        lists = list(words.LISTS)
        usual = [one for one in start.get("values", ["L03"]) if one in lists] if first == "LIST" else []
        given = values.multiselect(
            "名单", lists, usual, format_func=lambda one: words.LISTS[one], key=f"q-lists-{mark}"
        )
    elif picked != "ALL":
        text = values.text_input(
            "行政区划代码，逗号分隔（411300 含其下各县区）"
            if picked == "REGION"
            else "统一社会信用代码，逗号分隔",
            ",".join(start.get("values", [])) if picked == first else "",
            key=f"q-values-{picked}-{mark}",
        )
        given = _split(text)
    conditions = _conditions("起点条件", vocabulary, ("ENTITY",), form.get("conditions", []), f"{mark}-0")
    steps = _steps(vocabulary, form.get("steps", []), mark)
    least, limit = st.columns(2)
    at_least = least.number_input(
        "同一起点至少有多少个不同终点", 1, 100, int(form.get("at_least", 1)), key=f"q-least-{mark}"
    )
    rows = limit.number_input(
        "最多列出多少行", 1, vocabulary["limits"]["rows"], int(form.get("limit", 100)), key=f"q-limit-{mark}"
    )
    return {
        "start": {"by": picked, "values": given},
        "conditions": conditions,
        "steps": steps,
        "at_least": int(at_least),
        "limit": int(rows),
    }


def _split(text: str) -> list[str]:
    return [one.strip() for one in text.replace("，", ",").split(",") if one.strip()]


def _steps(vocabulary: Vocabulary, given: list[dict[str, Any]], mark: str) -> list[dict[str, Any]]:
    most = vocabulary["limits"]["steps"]
    number = st.slider("走几步", 0, most, min(len(given) or 1, most), key=f"q-steps-{mark}")
    found: list[dict[str, Any]] = []
    for at in range(number):
        old = given[at] if at < len(given) else {}
        relations = {
            one["code"]: one["title"]
            for one in vocabulary["relations"]
            if at == number - 1 or not one["decision"]
        }
        first, second = st.columns([2, 1])
        names = list(relations)
        usual = old.get("relation", "LEGAL_REP_OF")
        relation = first.selectbox(
            f"第 {at + 1} 步：沿哪种关系", names, names.index(usual) if usual in names else 0,
            format_func=relations.__getitem__, key=f"q-rel-{at}-{number}-{mark}",
        )  # fmt: skip
        ways = vocabulary["directions"]
        direction = second.selectbox(
            "方向", ways, ways.index(old.get("direction", "ANY")), format_func=_DIRECTIONS.__getitem__,
            key=f"q-dir-{at}-{mark}",
        )  # fmt: skip
        decision = next(one["decision"] for one in vocabulary["relations"] if one["code"] == relation)
        on = ("DECISION",) if decision else ("ENTITY", "RELATION")
        conditions = _conditions(
            f"第 {at + 1} 步的条件", vocabulary, on, old.get("conditions", []), f"{mark}-{at + 1}-{decision}"
        )
        step: dict[str, Any] = {"relation": relation, "direction": direction, "conditions": conditions}
        if decision:
            also = st.checkbox(
                "包括已失效的决定（已移出、修复、撤销、期满）",
                old.get("standing") == "ANY",
                key=f"q-standing-{at}-{mark}",
            )
            step["standing"] = "ANY" if also else "IN_FORCE"
        found.append(step)
    return found


def _conditions(
    title: str, vocabulary: Vocabulary, on: tuple[str, ...], given: list[dict[str, Any]], mark: str
) -> list[dict[str, Any]]:
    """A few rows of field, operator and value."""
    fields = {f"{one['on']}.{one['field']}": one for one in vocabulary["fields"] if one["on"] in on}
    with st.expander(title, expanded=bool(given)):
        number = st.number_input(
            "几个条件", 0, vocabulary["limits"]["conditions"], len(given), key=f"q-n-{mark}"
        )
        found = []
        for at in range(int(number)):
            old = given[at] if at < len(given) else {}
            found.append(_condition(fields, old, f"{mark}-{at}"))
    return [one for one in found if one is not None]


def _condition(fields: dict[str, Any], old: dict[str, Any], mark: str) -> dict[str, Any] | None:
    columns = st.columns([2, 1.4, 2])
    names = list(fields)
    usual = f"{old.get('on')}.{old.get('field')}"
    picked = columns[0].selectbox(
        "项目", names, names.index(usual) if usual in names else 0,
        format_func=lambda one: f"{_ON[fields[one]['on']]}：{_FIELDS[fields[one]['field']]}",
        key=f"q-f-{mark}", label_visibility="collapsed",
    )  # fmt: skip
    field = fields[picked]
    operators = field["operators"]
    usual = old.get("operator", operators[0])
    operator = columns[1].selectbox(
        "比较", operators, operators.index(usual) if usual in operators else 0,
        format_func=_OPERATORS.__getitem__,
        key=f"q-o-{picked}-{mark}", label_visibility="collapsed",
    )  # fmt: skip
    value = old.get("value", "")
    text = columns[2].text_input(
        "值", ",".join(value) if isinstance(value, list) else str(value), key=f"q-v-{mark}",
        label_visibility="collapsed", max_chars=100,
    )  # fmt: skip
    if not text.strip():
        return None
    return {
        "on": field["on"],
        "field": field["field"],
        "operator": operator,
        "value": _value(text, field["kind"], operator),
    }


def _value(text: str, kind: str, operator: str) -> Any:
    if operator == "ONE_OF":
        return _split(text)
    if kind == "number":
        try:
            number = float(text.replace(",", ""))
        except ValueError:
            return text.strip()
        # What is no finite number is not sent as one: the service says in words that it is none.
        return number if math.isfinite(number) else text.strip()
    return text.strip()


def _save(form: dict[str, Any], chosen: SavedQuestion | None) -> None:
    own = chosen is not None and chosen["own"]
    name = st.text_input("名称", chosen["name"] if chosen else "", max_chars=60, key="question-name")
    note = st.text_area("说明", chosen["note"] if chosen else "", max_chars=500, key="question-note")
    shared = st.checkbox("共享给其他调查人员", bool(chosen and chosen["shared"]), key="question-shared")
    given = chosen["query_id"] if own and chosen else ""
    if st.button("更改所选查询" if own else "保存为新查询", type="primary", width="stretch"):
        saved = ask(lambda api: api.save_question(name, form, note=note, shared=shared, query_id=given))
        st.query_params["saved"] = saved["query_id"]
        st.rerun()


def _go_on(times: Times, form: dict[str, Any], found: QuestionResult) -> None:
    """The further rows, as known when the first were: they are listed below these."""
    known_at = f"seq:{found['data_version'].split('/')[0]}"
    further = ask(
        lambda api: api.run_question(form, as_of=found["as_of"], known_at=known_at, after=found["following"])
    )
    st.session_state["question-result"] = (times, form, _together(found, further))
    st.rerun()


def _together(found: QuestionResult, further: QuestionResult) -> QuestionResult:
    """Two answers as one. That the time was over is made good by going on; any other reason remains."""
    earlier = [one for one in found["cut"] if one != "TIME"]
    cut = list(dict.fromkeys([*earlier, *further["cut"]]))
    missing = list(dict.fromkeys([*found["missing"], *further["missing"]]))
    both = {
        "rows": [*found["rows"], *further["rows"]],
        "cut": cut,
        "missing": missing,
        "asked": list(dict.fromkeys([*found["asked"], *further["asked"]])),
        "complete": not cut and not missing,
    }
    return cast(QuestionResult, {**further, **both})


def _result(times: Times, form: dict[str, Any], found: QuestionResult) -> None:
    """What was found, of the times that were asked: those chosen meanwhile count from the next run on."""
    st.subheader(f"结果（{len(found['rows']):,} 行）")
    tell_known(times.known, again=True)
    st.caption(f"截至 {found['as_of']}　数据版本 {found['data_version']}")
    for reason in found["cut"]:
        st.warning(f"{_CUT[reason]}：未列出的不等于没有。")
    if found["following"] and st.button("从停下的地方接着查"):
        _go_on(times, form, found)
    if found["missing"]:
        st.warning(f"没有主体使用这些代码：{markup.plain('、'.join(found['missing']))}")
    rows = []
    for row in found["rows"]:
        shown: dict[str, Any] = {}
        for at, end in enumerate(row["ends"]):
            if end["relation"]:
                shown[f"关系{at}"] = words.kind(end["relation"])
            shown["起点" if at == 0 else f"第{at}步"] = _told(end)
        rows.append(shown)
    table(rows, "没有符合条件的结果。")
    options = distinct({one["id"]: one["name"] for row in found["rows"] for one in row["ends"] if one["id"]})
    if options and may("SEE_NETWORK"):
        pick, act = st.columns([3, 1], vertical_alignment="bottom")
        code = pick.selectbox("从谁看起", list(options), format_func=lambda one: options[one])
        if act.button("打开关联网络", width="stretch"):
            go("network", code=code, **times.params())
    with st.expander("运行了哪些查询"):
        for name in found["asked"]:
            st.caption(f"cypher/{markup.plain(name)}.cypher")


def _told(end: dict[str, Any]) -> str:
    if end["decision"] is None:
        return str(end["name"] or end["id"])
    said = end["decision"]
    listed = words.LISTS.get(said["list_type"], "")
    over = _STANDINGS[said["standing"]]
    since = said["annulled_on"] or said["ended_on"]
    gone = f"{over}（{since}）" if over and since else over
    return "　".join(one for one in (said["decided_on"], listed, said["severity"], gone) if one)
