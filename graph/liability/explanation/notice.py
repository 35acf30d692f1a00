"""The notice: the headings that an authority needs when it tells a person what it holds against him."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graph.days import FIRST_DAY
from graph.liability.explanation import parts
from graph.liability.explanation.data import ExplanationData, SourceLine
from graph.liability.explanation.remedies import Contact, contact_of, remedies_of, representations_of
from graph.liability.explanation.words import CAUSES, span, zh
from graph.liability.rulebook import RuleSet, load_rules
from graph.model import EDGE_TYPES
from graph.model.tables import TABLES

TITLES: Final = {
    "LEAD": "责任线索说明",
    "PROPOSED": "拟认定告知说明",
    "CONFIRMED": "责任认定说明",
    "SUSPENDED": "责任认定说明（异议处理中，暂停适用）",
    "WITHDRAWN": "责任认定说明（已撤回）",
    "EXPIRED": "责任认定说明（已期满）",
    "DISMISSED": "责任认定说明（不予认定）",
}
_DAYS: Final = (
    ("violation_from", "违法行为起始"),
    ("violation_to", "违法行为终止"),
    ("notice_on", "列入前告知"),
    ("decided_on", "作出决定"),
    ("status_on", "状态决定"),
    ("served_on", "送达"),
    ("measure_from", "措施起始"),
    ("corrected_on", "改正"),
    ("publish_until", "公示截止"),
    ("removed_on", "移出"),
    ("ended_on", "结束"),
    ("annulled_on", "撤销"),
)
_NO_OFFICE: Final = frozenset({"BRANCH_OF", "KIN_OF"})
_TENURES: Final = frozenset(one for one in EDGE_TYPES if one.endswith("_OF")) - _NO_OFFICE | {"EMPLOYED_BY"}


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with its lines."""

    heading: str
    items: tuple[str, ...]

    @property
    def text(self) -> str:
        """All lines in one text."""
        return "；".join(self.items)


@dataclass(frozen=True, slots=True)
class Notice:
    """A finding as a document: title, sections in reading order, and what it depends on.

    Parameters
    ----------
    finding_id, as_of, data_version
        What it is about, and by which day, facts, rules and calendar it was made.
    draft
        Nothing was decided on the person yet.
    numbered
        What its number is called.
    """

    title: str
    finding_id: str
    as_of: str
    state: str
    data_version: str
    sections: tuple[Section, ...]
    draft: bool = False
    numbered: str = "认定编号"


def notice_of(
    data: ExplanationData,
    data_version: str,
    ruleset: RuleSet | None = None,
    contacts: dict[str, Contact] | None = None,
) -> Notice:
    """The notice of one finding.

    Parameters
    ----------
    ruleset
        Gives words for codes and says who may confirm; the shipped rules by default.
    contacts
        How to reach authorities; those of the setting by default.
    """
    rules = ruleset or load_rules()
    sections = tuple(one for one in _sections(data, rules, contacts) if one.items)
    return Notice(
        TITLES.get(data.state, "责任认定说明"),
        data.finding["finding_id"],
        data.as_of,
        data.state,
        data_version,
        sections,
        draft=data.state in ("LEAD", "PROPOSED"),
    )


def added_sections(
    data: ExplanationData, contacts: dict[str, Contact] | None = None
) -> list[tuple[str, str]]:
    """Headings of the notice that an explanation has beside its own."""
    return [
        ("事实与时间", "；".join(dated_facts(data))),
        ("任职期间与来源", "；".join(tenures(data))),
        ("认定机关与文号", "；".join(authority(data))),
        ("陈述申辩与期限", "；".join(representations_of(data))),
        ("救济途径", "；".join(remedies_of(data))),
        ("联系方式", contact_of(data, contacts)),
    ]


def _sections(
    data: ExplanationData, rules: RuleSet, contacts: dict[str, Contact] | None
) -> Iterator[Section]:
    finding, rule = data.finding, rules.by_ref(data.finding["rule"])
    verified = "依据尚未核实：条文中关于身份和后果的文字未见原文" if parts.is_unverified(data, rule) else ""
    read = "" if verified else "条文中关于身份和后果的文字已核对"
    yield Section("当事人", (parts.subject(data), _role(data)))
    yield Section("事实与时间", tuple(dated_facts(data)))
    yield Section("认定理由", (parts.reasons(finding),))
    yield Section(
        "依据条文",
        (*parts.provisions(data), *filter(None, (verified, read)), f"适用规则 {finding['rule']}"),
    )
    yield Section("任职期间与来源", tuple(tenures(data)))
    yield Section("路径", tuple(parts.step(data, one) for one in parts.hops_of(data)))
    yield Section("认定机关与文号", tuple(authority(data)))
    yield Section("状态与影响", tuple(filter(None, (_state(data), parts.effect(data, rules.vocabulary)))))
    yield Section("认定途径", tuple(filter(None, (parts.confirmation(data, rule),))))
    yield Section("陈述申辩与期限", tuple(representations_of(data)))
    yield Section("救济途径", tuple(remedies_of(data)))
    yield Section("联系方式", (contact_of(data, contacts),))


def _role(data: ExplanationData) -> str:
    finding = data.finding
    return f"责任身份：{zh('liable_roles', finding['role'])}；方式：{zh('modes', finding['mode'])}"


def _state(data: ExplanationData) -> str:
    finding = data.finding
    told = f"{data.as_of} 的状态：{zh('finding_states', data.state)}"
    told += f"；效力期间：{span(finding['valid_from'], finding['valid_to'])}"
    if finding["withdrawn_at"]:
        cause = CAUSES.get(finding["withdrawn_because"], finding["withdrawn_because"])
        told += f"；{finding['withdrawn_at']} 撤回，原因：{cause}"
    return told


def dated_facts(data: ExplanationData) -> list[str]:
    """The decision and its days; what is unknown stays unknown and is called so."""
    lines = [parts.ground(data)]
    if data.fact("reason") and data.finding["ground_kind"] == "LISTING":
        lines.append(f"列入事由：{data.fact('reason')}")
    if data.fact("conduct"):
        lines.append(f"违法行为：{data.fact('conduct')}")
    lines += [f"{name}：{data.fact(field)}" for field, name in _DAYS if data.fact(field)]
    if not data.ground:
        lines.append("原决定已不在现行记录中")
    elif data.finding["ground_kind"] != "COURT_ORDER" and not (
        data.fact("violation_from") or data.fact("violation_to")
    ):
        lines.append("违法行为起止日期：平台没有记录")
    return lines


def _origin(one: SourceLine) -> str:
    table = TABLES.get(one.table)
    told = [one.source, f"《{table.zh}》" if table else one.table]
    if one.file:
        told.append(f"{one.file}" + (f" 第 {one.line} 行" if one.line else ""))
    if one.produced_at:
        told.append(f"{one.produced_at[:10]} 产生")
    return " ".join(part for part in told if part)


def _origins(data: ExplanationData, fact_id: str) -> str:
    told = [_origin(one) for one in data.sources_of(fact_id)]
    return "来源：" + ("；另有 ".join(told) if told else "平台没有来源记录")


def tenures(data: ExplanationData) -> list[str]:
    """Every office on the path, its days and the rows that prove it."""
    lines = []
    for hop in parts.hops_of(data):
        if hop["type"] not in _TENURES or parts.is_ground(data, hop) or hop["type"] == "NAMED_BY":
            continue
        label = EDGE_TYPES[hop["type"]].zh
        known = "" if hop["valid_from"] not in ("", FIRST_DAY) else "（起始日不详）"
        within = span(hop["valid_from"], hop["valid_to"])
        where = f"{parts.party(data, hop['target'])} {label}，{within}{known}"
        lines.append(f"{where}。{_origins(data, hop['fact_id'])}")
    if not lines and data.finding["role"] == "SELF":
        return ["决定直接指名本人，不以任职为前提"]
    return lines or ["由文书指名，登记中没有与之对应的任职"]


def authority(data: ExplanationData) -> list[str]:
    """Who decided, under which number, and which papers name the person."""
    code = f"（{data.authority_code}）" if data.authority_code not in ("", data.authority) else ""
    lines = [f"作出决定的机关：{data.authority or '平台没有记录'}{code}"]
    lines.append(f"决定文号：{data.doc_no or '平台没有记录'}")
    if data.fact("notice_doc"):
        lines.append(f"告知文号：{data.fact('notice_doc')}")
    for one in data.documents:
        fault = f"；个人责任文书 {one['fault_doc']}" if one.get("fault_doc") else ""
        lines.append(
            f"指名本人的文书：{one.get('doc_no') or '文号不详'}，{one.get('decided_on') or '日期不详'}{fault}"
        )
    if not data.documents and data.finding["role"] != "SELF":
        lines.append("指名本人的文书：没有")
    ground = [hop for hop in parts.hops_of(data) if parts.is_ground(data, hop)]
    return lines + [f"决定的{_origins(data, hop['fact_id'])}" for hop in ground[-1:]]
