"""A finding in plain Chinese, fit for an officer to defend: who, what, when, on what basis, by which path."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph.days import FIRST_DAY, OPEN_DAY
from graph.liability.decision import purposes_of
from graph.liability.rulebook import Rule, RuleSet, Vocabulary, load_rules
from graph.model import EDGE_TYPES
from graph.model.codelists import codelist

REASONS: Final = {
    "ANCHOR_UNCERTAIN": "违法日期不明，不能确定当时由谁任职，只能作为线索",
    "TENURE_UNCERTAIN": "任职起止日期不明，只能作为线索",
    "RULE_UNCERTAIN": "新旧规定孰轻尚不明确，只能作为线索",
    "SUCCESSOR": "措施之后接任，须由法院文书指明才能采取措施",
    "FORMER_HOLDER": "已离任，但申报或认定仍为实际控制人，须由法院文书指明才能采取措施",
    "IDENTITY_UNVERIFIED": "身份未经证件号码核实，只能作为线索",
    "BASIS_UNVERIFIED": "规则条文尚未核实，只能作为线索",
    "DOCUMENT_ONLY": "只有文书指名才能认定，登记和推算只能作为线索",
    "AMOUNT_NOT_LARGE": "文书没有写明债务数额较大，法律也没有规定数额标准，只能作为线索",
    "TERM_NOT_STATED": "文书没有写明规定幅度内的期限，只能作为线索",
}
_DOCUMENTS: Final = {
    "PERSON_DECISION": "指名本人的决定书（文号和日期）",
    "FAULT_FINDING": "认定本人负有个人责任的文书（文号）",
    "GROUND_DECISION": "原决定书文号和登记上的任职证明",
}
_EVIDENCE: Final = {"P": "已核对全文", "E": "已见摘录", "GK": "未见原文"}
_MEASURED: Final = frozenset({"LISTED_SELF", "MEASURE_ONLY", "BAN"})
_REMARK: Final = re.compile(r"\s*\([a-z][^()]*\)")
CAUSES: Final = {
    "REPAIRED": "信用修复",
    "ENTITY_REPAIRED": "单位已完成信用修复",
    "REVOKED": "原决定被撤回",
    "ANNULLED": "原决定被撤销",
    "RELEASED": "法院解除",
    "OBJECTION_UPHELD": "异议成立",
    "FACT_CORRECTED": "依据的事实已更正",
    "FACT_RETRACTED": "依据的事实已撤销",
    "RULE_ENDED": "规则已停用",
    "DEATH": "当事人死亡",
    "INCAPACITY": "当事人丧失民事行为能力",
    "IDENTITY_SPLIT": "身份拆分",
    "IDENTITY_MERGED": "身份合并",
}


@dataclass(frozen=True)
class ExplanationData:
    """A finding, with the names and the state that only the store knows.

    Parameters
    ----------
    finding
        Properties of the Finding node.
    state
        Its state on the day asked.
    names, codes
        By internal id.
    masked
        The person's masked number, or empty.
    """

    finding: dict[str, Any]
    state: str
    as_of: str
    masked: str
    names: dict[str, str]
    codes: dict[str, str]


def _zh(listed: str, code: str) -> str:
    return codelist(listed).zh(code)


def _span(begin: str, end: str) -> str:
    start = f"自 {begin} 起" if begin not in ("", FIRST_DAY) else "起始日不详"
    return start if end in ("", OPEN_DAY) else f"{start}，至 {end}（不含当日）"


def _party(data: ExplanationData, party: str) -> str:
    if party == data.finding["ground_ref"]:
        return str(data.finding["ground_id"])
    name, code = data.names.get(party, ""), data.codes.get(party, "")
    if code and code != party:
        return f"{name}（{code}）"
    return name or party


def _facts(data: ExplanationData) -> str:
    """The ground, whom it concerns and since when it works."""
    finding = data.finding
    text = f"{_zh('ground_kinds', finding['ground_kind'])} {finding['ground_id']}"
    text += f"，{_zh('list_types', finding['list_type'])}"
    if finding["entity_id"]:
        text += f"，涉及单位 {_party(data, finding['entity_id'])}"
    hops = [one for one in json.loads(finding["path"]) if _is_ground(data, one)]
    return text + (f"，{_span(hops[-1]['valid_from'], hops[-1]['valid_to'])}" if hops else "")


def _is_ground(data: ExplanationData, hop: dict[str, str]) -> bool:
    return hop["target"] == data.finding["ground_ref"] and hop["type"] != "NAMED_BY"


def _hop(data: ExplanationData, hop: dict[str, str]) -> str:
    edge, note = EDGE_TYPES.get(hop["type"]), hop.get("note", "")
    label = edge.zh if edge else hop["type"]
    if _is_ground(data, hop):
        label = _zh("ground_kinds", data.finding["ground_kind"])
    if hop["type"] == "DECLARED_CONTROLLER_OF" and note:
        label += f"（{_zh('control_states', note)}）"
    elif note and hop["target"] == data.finding["ground_ref"]:
        label += f"（文号 {note}）"
    span = _span(hop["valid_from"], hop["valid_to"])
    return f"{_party(data, hop['source'])} —{label}，{span}→ {_party(data, hop['target'])}"


def _instrument(text: str) -> str:
    """Number of an order before, title within the book-title marks."""
    number, _, title = text.rpartition(" ")
    return f"{number}《{title}》"


def _basis(data: ExplanationData, rule: Rule | None) -> str:
    lines = []
    for one in json.loads(data.finding["basis"]):
        article = _REMARK.sub("", one["article"]).replace(", ", "、").replace(",", "、")
        open_point = "，条款待核" if _REMARK.search(one["article"]) else ""
        quote = f"：“{one['quote_short']}”" if one.get("quote_short") else ""
        evidence = f"（{_EVIDENCE[one['evidence']]}{open_point}）"
        lines.append(f"{_instrument(one['instrument'])}第 {article} 条{quote}{evidence}")
    unverified = data.finding["basis_unverified"] or (rule is not None and not rule.verified)
    return "；".join(lines) + ("。依据未核实" if unverified else "")


def _reasons(finding: dict[str, Any]) -> str:
    given = [one for one in finding["reason"].split(",") if one]
    if given:
        return "；".join(REASONS.get(one, one) for one in given)
    if finding["role"] == "SELF":
        return "该记录指名本人"
    if finding["base_state"] == "CONFIRMED":
        return "由有权机关的文书指名"
    return "登记或申报显示，在规定所指之时具有该身份"


def _confirmation(data: ExplanationData, rule: Rule | None) -> str:
    """Who may confirm it, and with which paper; empty where there is nothing left to confirm."""
    if data.state not in ("LEAD", "PROPOSED"):
        return ""
    if rule is None:
        return "所依规则已停用，不得认定"
    paper = _DOCUMENTS.get(rule.confirm_needs or "", "")
    if rule.confirmable_by == "NOBODY" or not paper:
        return "不得认定"
    if rule.confirmable_by == "DOCUMENT":
        return f"只能凭作出原决定的机关的文书认定，须有{paper}，经办人员不得自行确认"
    if not rule.verified:
        return f"规则条文尚未核实，经办人员不得确认，只能凭作出原决定的机关的{paper}认定"
    text = f"由作出原决定的机关的经办人员凭{paper}确认，其他部门不得确认"
    return f"线索不能直接确认，先查明所缺事项；{text}" if data.state == "LEAD" else text


def _named(codes: Sequence[str], names: Mapping[str, str]) -> str:
    return "、".join(names.get(one, one) for one in codes) or "无"


def _effect(data: ExplanationData, words: Vocabulary) -> str:
    finding = data.finding
    state = _zh("finding_states", data.state)
    counts = data.state in ("CONFIRMED", "SUSPENDED") and finding["base_state"] == "CONFIRMED"
    if not counts:
        return f"当前状态为“{state}”，不影响任何办理决定"
    if finding["mode"] not in _MEASURED:
        return "仅为信息标注，不附带措施，不影响办理决定"
    if data.as_of < finding["valid_from"]:
        return f"自 {finding['valid_from']} 起生效，此前不影响办理决定"
    measures = _named(finding["measures"], words.measures)
    reach = purposes_of(finding["measures"], finding["scope"], words)
    names = {**words.scopes, **words.purposes["codes"]}
    within = f"措施：{measures}；用途：{_named([one for one in names if one in reach], names)}"
    if data.state == "SUSPENDED":
        return f"异议处理期间不得据此限制；所办事项属于下列范围的，核查结果为“慎重”。{within}"
    return f"已认定，只在所办事项属于下列措施和用途时予以限制。{within}"


def explain_finding(data: ExplanationData, ruleset: RuleSet | None = None) -> list[tuple[str, str]]:
    """The explanation, as headings and texts in reading order.

    Parameters
    ----------
    ruleset
        Gives words for codes and says who may confirm; the shipped rules by default.
    """
    finding, rules = data.finding, ruleset or load_rules()
    rule = rules.by_ref(finding["rule"])
    number = f"（证件号码 {data.masked}）" if data.masked else "（无证件号码，身份未核实）"
    path = "；".join(_hop(data, one) for one in json.loads(finding["path"]))
    state = _zh("finding_states", data.state)
    withdrawn = ""
    if finding["withdrawn_at"]:
        cause = CAUSES.get(finding["withdrawn_because"], finding["withdrawn_because"])
        withdrawn = f"{finding['withdrawn_at']}，{cause}"
    parts = [
        ("当事人", f"{finding['person_name']}{number}"),
        ("事实与依据", _facts(data)),
        ("责任身份", f"{_zh('liable_roles', finding['role'])}，{_zh('modes', finding['mode'])}"),
        ("认定理由", _reasons(finding)),
        ("依据条文", _basis(data, rule)),
        ("适用规则", finding["rule"]),
        ("路径", path),
        ("效力期间", _span(finding["valid_from"], finding["valid_to"])),
        ("状态", f"{data.as_of}：{state}"),
        ("认定途径", _confirmation(data, rule)),
        ("撤回", withdrawn),
        ("对办理的影响", _effect(data, rules.vocabulary)),
        ("救济", "对认定有异议的，可向作出决定的机关提出异议；异议期间暂停适用"),
    ]
    return [(heading, text) for heading, text in parts if text]
