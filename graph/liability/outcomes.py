"""What a decision leads to, in one word and with its reasons: above all, that nobody answers, and why."""

from __future__ import annotations

from typing import Any, Final

from graph.liability.contract import Evaluation
from graph.liability.explanation.words import zh
from graph.liability.rulebook import EVERY_LIST, RuleSet

FOUND: Final = "FOUND"
NO_RULE: Final = "NO_RULE"
NOBODY_SHOWN: Final = "NOBODY_SHOWN"

ANSWERS: Final = {
    FOUND: "有人须对此负责，或有线索",
    "NO_RULE_IN_FORCE": "当时没有施行中的规则可以适用，不追究任何人",
    "SITUATION_UNKNOWN": "没有写明属于哪种情形，不能适用任何规则",
    "VETOED": "法律明确不及于这些身份的人",
    NOBODY_SHOWN: "规则及于某些身份的人，但登记和文书没有显示当时有这样的人",
    NO_RULE: "没有任何规则把责任归到个人",
}
OUTCOMES: Final = {
    "NO_RULE_IN_FORCE": "当时没有施行中的规则",
    "VETOED": "法律明确不及于此身份",
    "SITUATION_UNKNOWN": "没有写明情形",
    "DECISION_DAY_UNKNOWN": "不知道从哪一天起算",
    "AUTHORITY_MISMATCH": "文书不是作出决定的机关所出",
    "NOT_AT_VIOLATION": "文书或登记表明违法时不在任",
    "DOCUMENT_INCOMPLETE": "文书缺少文号或日期",
    "CAPACITY_NOT_COVERED": "文书所写的具体身份不在条文之内",
    "NOT_CONFIRMABLE": "任何机关都不能据此认定",
    "OFFICER_MAY_NOT": "此项责任只能凭文书认定，经办人员不能认定",
    "FAULT_NOT_FOUND": "没有认定个人责任的文书",
    "MEASURE_NOT_NAMED": "决定没有写明对本人采取哪项措施",
    "TERM_NOT_STATED": "文书没有写明期限",
    "CONTROL_NOT_ON_FILE": "实际控制没有申报或认定",
    "FOUNDING_DAY_UNKNOWN": "不知道后来的企业何时设立",
    "DEAD": "当事人已死亡",
    "INCAPABLE": "当事人没有民事行为能力",
}
_BEFORE_NOBODY: Final = ("NO_RULE_IN_FORCE", "SITUATION_UNKNOWN")


def answer_of(evaluation: Evaluation, ruleset: RuleSet, *, reaches: bool) -> dict[str, Any]:
    """The answer for one decision, and why not more; no person is named in it.

    Parameters
    ----------
    reaches
        Some rule reaches an office, whoever held it: then a veto on other offices is not the answer, and
        without one it is not that nobody was shown.

    Returns
    -------
    dict
        ``answer`` (a key of `ANSWERS`), ``text``, and ``why``: each outcome with its rule, role and words.
    """
    every_list = {rule.ref for rule in ruleset.rules if rule.list == EVERY_LIST}
    told = {(one.code, one.rule, one.role) for one in evaluation.outcomes if one.rule not in every_list}
    codes = {code for code, _, _ in told}
    answer = FOUND if evaluation.findings else next((one for one in _BEFORE_NOBODY if one in codes), "")
    if not answer:
        reached = reaches or bool(codes - {"VETOED"})
        unreached = "VETOED" if "VETOED" in codes else NO_RULE
        answer = NOBODY_SHOWN if reached else unreached
    why = [
        {
            "code": code,
            "text": OUTCOMES.get(code, code),
            "rule": rule,
            "role": role,
            "role_text": zh("liable_roles", role) if role else "",
        }
        for code, rule, role in sorted(told)
    ]
    return {"answer": answer, "text": ANSWERS[answer], "why": why}


def no_rule() -> dict[str, Any]:
    """The answer for a decision about which no rule says anything."""
    return {"answer": NO_RULE, "text": ANSWERS[NO_RULE], "why": []}
