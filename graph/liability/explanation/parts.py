"""Texts of single headings: the ground, the basis, the path, who may confirm, what follows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from graph.liability.decision import purposes_of
from graph.liability.explanation.data import ExplanationData
from graph.liability.explanation.words import DOCUMENTS, EVIDENCE, REASONS, instrument, span, zh
from graph.liability.rulebook import Rule, Vocabulary
from graph.model import EDGE_TYPES

_MEASURED: Final = frozenset({"LISTED_SELF", "MEASURE_ONLY", "BAN"})
_REMARK: Final = re.compile(r"\s*\([a-z][^()]*\)")


def hops_of(data: ExplanationData) -> list[dict[str, str]]:
    """Steps from the person to the ground."""
    return list(json.loads(data.finding["path"]))


def party(data: ExplanationData, one: str) -> str:
    """A party of the path in words: name and code, never an internal id of an organisation."""
    if one == data.finding["ground_ref"]:
        return str(data.finding["ground_id"])
    name, code = data.names.get(one, ""), data.codes.get(one, "")
    if code and code != one:
        return f"{name}（{code}）"
    return name or one


def is_ground(data: ExplanationData, hop: Mapping[str, str]) -> bool:
    """Whether a step is the decision itself and not a paper that names the person for it."""
    return hop["target"] == data.finding["ground_ref"] and hop["type"] != "NAMED_BY"


def subject(data: ExplanationData) -> str:
    """The person, by name and masked number."""
    number = f"（证件号码 {data.masked}）" if data.masked else "（无证件号码，身份未核实）"
    return f"{data.finding['person_name']}{number}"


def ground(data: ExplanationData) -> str:
    """The ground, whom it concerns and since when it works."""
    finding = data.finding
    text = f"{zh('ground_kinds', finding['ground_kind'])} {finding['ground_id']}"
    text += f"，{zh('list_types', finding['list_type'])}"
    if finding["entity_id"]:
        text += f"，涉及单位 {party(data, finding['entity_id'])}"
    hops = [one for one in hops_of(data) if is_ground(data, one)]
    return text + (f"，{span(hops[-1]['valid_from'], hops[-1]['valid_to'])}" if hops else "")


def step(data: ExplanationData, hop: Mapping[str, str]) -> str:
    """One step of the path."""
    edge, note = EDGE_TYPES.get(hop["type"]), hop.get("note", "")
    label = edge.zh if edge else hop["type"]
    if is_ground(data, hop):
        label = zh("ground_kinds", data.finding["ground_kind"])
    if hop["type"] == "DECLARED_CONTROLLER_OF" and note:
        label += f"（{zh('control_states', note)}）"
    elif note and hop["target"] == data.finding["ground_ref"]:
        label += f"（文号 {note}）"
    within = span(hop["valid_from"], hop["valid_to"])
    return f"{party(data, hop['source'])} —{label}，{within}→ {party(data, hop['target'])}"


def provisions(data: ExplanationData) -> list[str]:
    """Each provision, with the words that were seen and how far they were seen."""
    lines = []
    for one in json.loads(data.finding["basis"]):
        article = _REMARK.sub("", one["article"]).replace(", ", "、").replace(",", "、")
        open_point = "，条款待核" if _REMARK.search(one["article"]) else ""
        quote = f"：“{one['quote_short']}”" if one.get("quote_short") else ""
        evidence = f"（{EVIDENCE[one['evidence']]}{open_point}）"
        lines.append(f"{instrument(one['instrument'])}第 {article} 条{quote}{evidence}")
    return lines


def is_unverified(data: ExplanationData, rule: Rule | None) -> bool:
    """Whether the wording on role and effect was not read."""
    return bool(data.finding["basis_unverified"]) or (rule is not None and not rule.verified)


def basis(data: ExplanationData, rule: Rule | None) -> str:
    """All provisions in one text."""
    return "；".join(provisions(data)) + ("。依据未核实" if is_unverified(data, rule) else "")


def reasons(finding: Mapping[str, Any]) -> str:
    """Why this person."""
    given = [one for one in finding["reason"].split(",") if one]
    if given:
        return "；".join(REASONS.get(one, one) for one in given)
    if finding["role"] == "SELF":
        return "该记录指名本人"
    if finding["base_state"] == "CONFIRMED":
        return "由有权机关的文书指名"
    return "登记或申报显示，在规定所指之时具有该身份"


def confirmation(data: ExplanationData, rule: Rule | None) -> str:
    """Who may confirm it, and with which paper; empty where there is nothing left to confirm."""
    if data.state not in ("LEAD", "PROPOSED"):
        return ""
    if rule is None:
        return "所依规则已停用，不得认定"
    paper = DOCUMENTS.get(rule.confirm_needs or "", "")
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


def effect(data: ExplanationData, words: Vocabulary) -> str:
    """What follows for those who decide on the day."""
    finding = data.finding
    state = zh("finding_states", data.state)
    counts = data.state in ("CONFIRMED", "SUSPENDED") and finding["base_state"] == "CONFIRMED"
    if not counts:
        return f"当前状态为“{state}”，不影响任何办理决定"
    if finding["mode"] not in _MEASURED:
        return "仅为信息标注，不附带措施，不影响办理决定"
    if data.as_of < finding["valid_from"]:
        return f"自 {finding['valid_from']} 起生效，此前不影响办理决定"
    measures = _named(finding["measures"], {**words.measures, **data.catalogue.names})
    reach = purposes_of(finding["measures"], finding["scope"], data.catalogue)
    names = {**words.scopes, **data.catalogue.purposes}
    within = f"措施：{measures}；用途：{_named([one for one in names if one in reach], names)}"
    if data.state == "SUSPENDED":
        return f"异议处理期间不得据此限制；所办事项属于下列范围的，核查结果为“慎重”。{within}"
    return f"已认定，只在所办事项属于下列措施和用途时予以限制。{within}"
