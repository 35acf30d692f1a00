"""A finding in plain Chinese, fit for an officer to defend: who, what, when, on what basis, by which path."""

from __future__ import annotations

from graph.liability.explanation import parts
from graph.liability.explanation.data import ExplanationData, SourceLine
from graph.liability.explanation.notice import Notice, Section, added_sections, notice_of
from graph.liability.explanation.words import CAUSES, REASONS, span, zh
from graph.liability.rulebook import RuleSet, load_rules

__all__ = [
    "CAUSES",
    "REASONS",
    "ExplanationData",
    "Notice",
    "Section",
    "SourceLine",
    "explain_finding",
    "notice_of",
]


def explain_finding(data: ExplanationData, ruleset: RuleSet | None = None) -> list[tuple[str, str]]:
    """The explanation, as headings and texts in reading order.

    Parameters
    ----------
    ruleset
        Gives words for codes and says who may confirm; the shipped rules by default.
    """
    finding, rules = data.finding, ruleset or load_rules()
    rule = rules.by_ref(finding["rule"])
    withdrawn = ""
    if finding["withdrawn_at"]:
        cause = CAUSES.get(finding["withdrawn_because"], finding["withdrawn_because"])
        withdrawn = f"{finding['withdrawn_at']}，{cause}"
    shown = [
        ("当事人", parts.subject(data)),
        ("事实与依据", parts.ground(data)),
        ("责任身份", f"{zh('liable_roles', finding['role'])}，{zh('modes', finding['mode'])}"),
        ("认定理由", parts.reasons(finding)),
        ("依据条文", parts.basis(data, rule)),
        ("适用规则", finding["rule"]),
        ("路径", "；".join(parts.step(data, one) for one in parts.hops_of(data))),
        ("效力期间", span(finding["valid_from"], finding["valid_to"])),
        ("状态", f"{data.as_of}：{zh('finding_states', data.state)}"),
        ("认定途径", parts.confirmation(data, rule)),
        ("撤回", withdrawn),
        ("对办理的影响", parts.effect(data, rules.vocabulary)),
        ("救济", "对认定有异议的，可向作出决定的机关提出异议；异议期间暂停适用"),
        *added_sections(data),
    ]
    return [(heading, text) for heading, text in shown if text]
