"""Words that explanations share: reasons, causes, spans of days, parties."""

from __future__ import annotations

from typing import Final

from graph.days import FIRST_DAY, OPEN_DAY
from graph.model.codelists import codelist

REASONS: Final = {
    "ANCHOR_UNCERTAIN": "违法日期不明，不能确定当时由谁任职，只能作为线索",
    "TENURE_UNCERTAIN": "任职起止日期不明，只能作为线索",
    "RULE_UNCERTAIN": "新旧规定孰轻尚不明确，只能作为线索",
    "VERSION_UNCERTAIN": "违法行为何时终了不明，不能确定当时施行的是哪一版规定，只能作为线索",
    "SUCCESSOR": "措施之后接任，须由法院文书指明才能采取措施",
    "FORMER_HOLDER": "已离任，但申报或认定仍为实际控制人，须由法院文书指明才能采取措施",
    "IDENTITY_UNVERIFIED": "身份未经证件号码核实，只能作为线索",
    "BASIS_UNVERIFIED": "规则条文尚未核实，只能作为线索",
    "DOCUMENT_ONLY": "只有文书指名才能认定，登记和推算只能作为线索",
    "AMOUNT_NOT_LARGE": "文书没有写明债务数额较大，法律也没有规定数额标准，只能作为线索",
    "TERM_NOT_STATED": "文书没有写明规定幅度内的期限，只能作为线索",
}
DOCUMENTS: Final = {
    "PERSON_DECISION": "指名本人的决定书（文号和日期）",
    "FAULT_FINDING": "认定本人负有个人责任的文书（文号）",
    "GROUND_DECISION": "原决定书文号和登记上的任职证明",
}
EVIDENCE: Final = {"P": "已核对全文", "E": "已见摘录", "GK": "未见原文"}
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


def zh(listed: str, code: str) -> str:
    """The word of a code list for `code`."""
    return codelist(listed).zh(code)


def span(begin: str, end: str) -> str:
    """A half-open interval in a sentence.

    Examples
    --------
    >>> span("2024-01-01", "9999-12-31")
    '自 2024-01-01 起'
    >>> span("0001-01-01", "2025-01-01")
    '起始日不详，至 2025-01-01（不含当日）'
    """
    start = f"自 {begin} 起" if begin not in ("", FIRST_DAY) else "起始日不详"
    return start if end in ("", OPEN_DAY) else f"{start}，至 {end}（不含当日）"


def instrument(text: str) -> str:
    """An instrument's title within the book-title marks, the number of an order before it.

    Examples
    --------
    >>> instrument("人社部令45号 拖欠农民工工资失信联合惩戒对象名单管理暂行办法")
    '人社部令45号《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》'
    """
    number, _, title = text.rpartition(" ")
    return f"{number}《{title}》"


def provision(title: str, article: str, evidence: str) -> str:
    """One provision in words, with how far its wording was seen.

    Examples
    --------
    >>> provision("公司法", "178", "P")
    '《公司法》第 178 条（已核对全文）'
    """
    return f"{instrument(title)}第 {article} 条（{EVIDENCE[evidence]}）"
