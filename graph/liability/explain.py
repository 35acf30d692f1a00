"""A finding in plain Chinese, fit for an officer to defend: who, what, when, on what basis, by which path."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from graph.days import OPEN_DAY
from graph.model import EDGE_TYPES
from graph.model.codelists import codelist

REASONS: Final = {
    "HELD_AT_VIOLATION": "违法行为发生期间任该职务",
    "HELD_ON_DAY": "在法律关注之日任该职务",
    "ANCHOR_UNCERTAIN": "违法日期或任职日期不明，只能作为线索",
    "TENURE_UNCERTAIN": "任职起始日不明，只能作为线索",
    "SUCCESSOR": "措施之后接任，须由法院文书指明才能采取措施",
    "FORMER_HOLDER": "已离任，但申报或认定仍为实际控制人",
    "FORMER_WITH_CONTROL": "已离任，但申报或认定仍为实际控制人",
    "NAMED_BY_DOCUMENT": "由有权机关的文书指名",
    "OWN_ENTRY": "本人即为列入对象",
    "IDENTITY_UNVERIFIED": "身份未经证件号码核实",
    "BASIS_UNVERIFIED": "规则条文尚未核实",
    "DOCUMENT_ONLY": "只有文书指名才能认定",
    "CONTROL_COMPUTED": "按持股和表决权推算为实际控制人",
    "CONTROL_FILED": "申报为实际控制人",
    "CONTROL_CONFIRMED": "认定为实际控制人",
}
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


def _day(text: str) -> str:
    return "长期" if text == OPEN_DAY else text or "不详"


def _party(data: ExplanationData, party: str) -> str:
    if party == data.finding["ground_ref"]:
        return _ground_id(data)
    name, code = data.names.get(party, ""), data.codes.get(party, "")
    if code and code != party:
        return f"{name}（{code}）"
    return name or party


def _ground_id(data: ExplanationData) -> str:
    """The ground as users know it; of a person's record the number is never shown."""
    return str(data.finding["ground_id"])


def _paths(data: ExplanationData) -> str:
    lines = []
    for hop in json.loads(data.finding["path"]):
        edge = EDGE_TYPES.get(hop["type"])
        label = edge.zh if edge else _zh("ground_kinds", hop["type"])
        span = f"，自 {_day(hop['valid_from'])}" if hop["valid_from"] else "，起始日不详"
        lines.append(f"{_party(data, hop['source'])} —{label}{span}→ {_party(data, hop['target'])}")
    return "；".join(lines)


def _basis(data: ExplanationData) -> str:
    lines = []
    for one in json.loads(data.finding["basis"]):
        quote = f"：“{one['quote_short']}”" if one.get("quote_short") else ""
        evidence = {"P": "已读全文", "E": "见摘录", "GK": "未见原文"}[one["evidence"]]
        lines.append(f"《{one['instrument']}》第 {one['article']} 条{quote}（{evidence}）")
    return "；".join(lines)


def _effect(data: ExplanationData) -> str:
    finding = data.finding
    if data.state != "CONFIRMED":
        return f"当前状态为“{_zh('finding_states', data.state)}”，不影响任何办理决定"
    if finding["mode"] not in ("LISTED_SELF", "MEASURE_ONLY", "BAN"):
        return "仅为信息标注，不附带措施，不影响办理决定"
    measures, scope = "、".join(finding["measures"]) or "无", "、".join(finding["scope"]) or "无"
    return f"已认定，仅在措施 {measures}、范围 {scope} 内生效"


def explain_finding(data: ExplanationData) -> list[tuple[str, str]]:
    """The explanation, as headings and texts in reading order."""
    finding = data.finding
    reasons = "；".join(REASONS.get(one, one) for one in finding["reason"].split(",") if one)
    number = f"（证件号码 {data.masked}）" if data.masked else "（无证件号码，身份未核实）"
    parts = [
        ("当事人", f"{finding['person_name']}{number}"),
        ("事实与依据", f"{_zh('ground_kinds', finding['ground_kind'])} {finding['ground_id']}，"
         f"{_zh('list_types', finding['list_type'])}"),
        ("责任身份", f"{_zh('liable_roles', finding['role'])}，{_zh('modes', finding['mode'])}"),
        ("认定理由", reasons or "按规则认定"),
        ("依据条文", _basis(data) + ("（依据未核实）" if finding["basis_unverified"] else "")),
        ("适用规则", finding["rule"]),
        ("路径", _paths(data)),
        ("效力期间", f"{_day(finding['valid_from'])} 至 {_day(finding['valid_to'])}"),
        ("状态", f"{data.as_of}：{_zh('finding_states', data.state)}"),
    ]  # fmt: skip
    if finding["withdrawn_at"]:
        cause = CAUSES.get(finding["withdrawn_because"], finding["withdrawn_because"])
        parts.append(("撤回", f"{finding['withdrawn_at']}，{cause}"))
    parts.append(("对办理的影响", _effect(data)))
    parts.append(("救济", "对认定有异议的，可向作出决定的机关提出异议；异议期间暂停适用"))
    return parts
