"""Words for what answers say in codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

#: Of accounts and keys, as the audit trail has them.
ACCOUNT_ROLES: Final = {
    "PUBLIC": "公众", "DEPARTMENT": "部门系统", "OFFICER": "经办人员", "REVIEWER": "复核人员",
    "INVESTIGATOR": "调查人员", "LEADER": "领导", "AUDITOR": "审计人员", "ADMINISTRATOR": "系统管理员",
}  # fmt: skip
#: What was done, as the audit trail has it.
ACTIONS: Final = {
    "SEARCH_PERSONS": "搜索人员",
    "SEE_ENTITY": "查看主体",
    "SEE_PERSON": "查看人员",
    "CHECK": "核查",
    "SCREEN": "批量筛查",
    "EXPLAIN": "解释认定",
    "NOTICE": "出具文书",
    "EXIT": "查看退出办法",
    "ROSTER": "查看责任人清单",
    "UNMASK": "查看证件号码",
    "SEE_NETWORK": "查看关联网络",
    "SEE_PATHS": "查找关联路径",
    "SEE_CONTROL": "查看实际控制",
    "SEE_CONTROL_CHANGES": "查看控制变化",
    "SEE_OWNERSHIP": "查看股权穿透",
    "SEE_BENEFICIAL_OWNERS": "查看受益所有人",
    "SEE_GROUPS": "查看企业族群",
    "SEE_GROUP": "查看企业族群",
    "SEE_HINT": "查看关联提示",
    "LIST_FINDINGS": "列出认定",
    "LIST_WITHDRAWALS": "列出撤回",
    "LIST_OVERSEEN": "列出纠错",
    "LIST_SUSPENDED": "列出中止的认定",
    "LIST_CASES": "列出案件",
    "LIST_NOTICES": "列出通报",
    "LIST_RECEIPTS": "列出回执",
    "LIST_CONFLICTS": "列出来源矛盾",
    "LIST_JUDGEMENTS": "查看同一人判定",
    "BAN_LEADS": "列出禁入线索",
    "CREDIT_ENTRIES": "查看个人信用记录",
    "RUN_PATTERN": "运行关联模式",
    "SEE_PATTERN_MATCHES": "查看模式命中",
    "RUN_QUERY": "运行自编查询",
    "SAVE_QUERY": "保存查询",
    "DELETE_QUERY": "删除查询",
    "READ_WORKSPACE": "查看工作区",
    "EXPORT_WORKSPACE": "导出工作区",
    "RAISE_CLUE": "提出线索",
    "READ_AUDIT": "查看审计",
    "REPLAY": "重放答复",
    "CREATE_ACCOUNT": "新建账户",
    "DISABLE_ACCOUNT": "停用账户",
    "ENABLE_ACCOUNT": "恢复账户",
    "LINK_ACCOUNT": "关联统一身份",
    "RESCOPE_ACCOUNT": "更改账户范围",
    "RESET_PASSWORD": "重置口令",
    "UNLOCK_ACCOUNT": "解除锁定",
    "ISSUE_KEY": "签发密钥",
    "REVOKE_KEY": "撤销密钥",
    "ACKNOWLEDGE_RECEIPT": "确认回执",
    "ACKNOWLEDGE_SANCTION": "登记惩戒回执",
    "LOAD_CATALOGUE": "更新措施清单",
}
_BEIJING: Final = timezone(timedelta(hours=8))
STATES: Final = {
    "LEAD": "线索", "PROPOSED": "拟认定", "CONFIRMED": "已认定", "SUSPENDED": "暂停适用",
    "WITHDRAWN": "已撤回", "EXPIRED": "已期满", "DISMISSED": "不予认定",
}  # fmt: skip
ROLES: Final = {
    "LEGAL_REP": "法定代表人",
    "PRINCIPAL": "主要负责人",
    "ACTUAL_CONTROLLER": "实际控制人",
    "DIRECT_MANAGER": "直接负责的主管人员",
    "DIRECT_OTHER": "其他直接责任人员",
    "DEBT_DIRECT": "影响债务履行的直接责任人员",
    "ACTUAL_RESPONSIBLE": "实际责任人",
    "KEY_POST": "关键岗位人员",
    "REG_DIRECT": "虚假登记直接责任人",
    "SELF": "本人",
}
LISTS: Final = {
    "L01": "失信被执行人",
    "L02": "限制消费令（及限制出境）",
    "L03": "拖欠农民工工资失信联合惩戒对象名单",
    "L04": "安全生产严重失信主体名单",
    "L05": "重大税收违法失信主体",
    "L06": "纳税缴费信用D级",
    "L07": "欠税公告",
    "L08": "市场监督管理严重违法失信名单",
    "L09": "经营异常名录",
    "L10": "食品从业禁止",
    "L11": "药品、疫苗从业禁止",
    "L12": "安全生产任职、职业禁入",
    "L13": "环评编制禁止",
    "L14": "政府采购严重违法失信行为记录名单",
    "L15": "招标投标取消投标资格",
    "L16": "吊销执照、责令关闭的任职限制",
    "L17": "个人失信被执行人任职限制",
    "L18": "虚假登记",
    "L19": "社会组织严重违法失信名单",
    "L20": "金融领域严重失信主体名单",
    "L21": "拖欠中小企业款项",
    "L22": "政务失信",
    "L23": "公务员录用限制",
    "L24": "河南条例35条",
    "L25": "生态环境",
    "HENAN_STATUTE_LIST": "河南省地方性法规名单",
}
CONTROL: Final = {
    "CONTROLLED": "有实际控制人（推算）",
    "NO_CONTROLLER": "没有实际控制人",
    "NOT_DERIVABLE": "无法推算",
}
CONTROL_KINDS: Final = {
    "DIRECT": "自身表决权过半",
    "JOINT": "自身与所控制方合计过半",
    "INDIRECT": "经所控制方过半",
}
CONTROL_STATES: Final = {
    "COMPUTED": "登记的表决权", "COMPUTED_BY_AGREEMENT": "委托或代持",
    "COMPUTED_AS_PARTNER": "执行事务合伙人", "COMPUTED_IN_CONCERT": "一致行动",
}  # fmt: skip
CONTROLLER_KINDS: Final = {"PERSON": "自然人", "ENTITY": "单位", "STATE": "国家机关"}
STANDINGS: Final = {"SUSPECTED": "疑似", "CONFIRMED": "已认定", "COMPUTED": "推算"}
CONFIDENCE: Final = {"HIGH": "高", "MEDIUM": "中", "LOW": "低"}
DOUBTS: Final = {
    "OVER_THE_WHOLE": "持股合计超过百分之百", "UNCLEAR_AGREEMENTS": "委托或代持相互矛盾",
    "CUT_SHORT": "查找范围到限", "BY_AGREEMENT": "凭委托或代持", "AS_PARTNER": "凭合伙事务执行权",
    "IN_CONCERT": "凭一致行动", "OFFICE_LEFT_OUT": "有执行事务合伙人，但未登记为合伙企业",
    "NOMINEE_OFFICE": "执行事务合伙人为他人代持，实际控制人可能是被代持人",
    "NOT_DERIVABLE": "再往上无法推算", "RANGE": "含区间或不明的比例", "DECLARED_OTHERWISE": "申报的是他人",
}  # fmt: skip
STOPS: Final = {
    "PERSON": "自然人", "STATE": "国家机关", "LISTED_DISPERSED": "股权分散的上市公司", "RING": "相互持股的环",
    "UNRESOLVED": "再往上没有资料", "NO_MAJORITY": "再往上无人过半",
    "NOT_DERIVABLE": "再往上无法推算", "LIKELY_ABOVE": "再往上可能另有控制人",
}  # fmt: skip
NOT_DERIVABLE: Final = {
    "RANGE": "持股比例不明或为区间，可能影响结论", "UNDISCLOSED": "多数表决权未披露",
    "PARTNER_UNKNOWN": "合伙企业的执行事务合伙人不明", "CUT_SHORT": "查找范围到限",
    "OWNERS_UNKNOWN": "上层单位的股东不明，若为同一人即过半数",
    "UNCLEAR_AGREEMENTS": "委托或代持相互矛盾，可能影响结论",
}  # fmt: skip
LIKELY: Final = {"VOTES": "表决权超过百分之三十且明显最大", "BOARD": "占董事会多数席位"}
DECLARED: Final = {"SUSPECTED": "疑似", "FILED": "已申报", "CONFIRMED": "已认定"}
CHANGES: Final = {"GAINED": "取得控制", "LOST": "失去控制", "CHANGED": "控制有变"}
OWNERSHIP: Final = {"EQUITY": "股权 25% 以上", "VOTES": "表决权 25% 以上", "CONTROL": "实际控制"}
TYPES: Final = {
    "LEGAL_REP_OF": "法定代表人", "PRINCIPAL_OF": "主要负责人", "DIRECTOR_OF": "董事",
    "SUPERVISOR_OF": "监事", "MANAGER_OF": "高级管理人员", "FINANCE_HEAD_OF": "财务负责人",
    "EXECUTIVE_PARTNER_OF": "执行事务合伙人", "EMPLOYED_BY": "雇员", "HOLDS": "持股",
    "CONTROLS": "实际控制（推算）", "DECLARED_CONTROLLER_OF": "申报的实际控制人",
    "GUARANTEES": "担保", "ACTS_IN_CONCERT": "一致行动", "NOMINEE_FOR": "代持", "BRANCH_OF": "分支机构",
    "VOTES_FOR": "表决权委托", "KIN_OF": "亲属", "SAME_PERSON": "认定为同一人", "LIABLE_FOR": "责任",
}  # fmt: skip
RULES: Final = {
    "CHECK_DIGIT": "校验位不符", "REQUIRED": "缺少必填内容", "DATE_ORDER": "止日早于起日",
    "UNKNOWN_ROLE": "身份不在代码表中", "UNKNOWN_CODE": "代码不在代码表中", "BAD_DATE": "日期格式不对",
    "BAD_NUMBER": "数字或比例不对", "BAD_CODE_FORMAT": "代码格式不对", "TOO_LONG": "内容过长",
    "ROW_SHAPE": "列数不符",
}  # fmt: skip


PURPOSES: Final = {
    "LICENCE": "行政许可", "TENDER": "招标投标", "PROCUREMENT": "政府采购", "FUNDS": "财政性资金项目",
    "AWARD": "评先评优", "PREFERENCE": "优惠政策和便利措施", "HIRE": "录用", "OFFICE": "任职",
    "REGISTRATION": "登记注册", "CREDIT": "授信", "SPENDING": "消费", "EXIT": "出境",
}  # fmt: skip
WORKING: Final = {
    "INVESTIGATE": "调查核实", "ACCOUNT": "责任追究办理", "REVIEW": "审核认定", "BUSINESS": "业务办理前核查",
    "OBJECTION": "异议和信用修复办理", "SUPERVISE": "监督检查", "AUDIT": "审计", "MAINTAIN": "系统管理",
}  # fmt: skip
MEASURES: Final = {
    "M01": "限制市场或行业准入", "M02": "限制任职", "M03": "限制消费", "M04": "不准出境",
    "M05": "限制升学复学", "M06": "限制申请财政性资金项目", "M07": "限制参加评先评优",
    "M08": "限制享受优惠政策和便利措施", "M09": "纳入重点监管范围", "M10": "纳入市场化征信/评级报告",
    "M11": "从严审慎授信",
}  # fmt: skip
SCREENED: Final = {
    "HIT": "命中", "CLEAR": "未命中", "CANDIDATES": "同名待核", "UNKNOWN": "查无此主体",
    "MALFORMED": "内容有误",
}  # fmt: skip
WITHDRAWN: Final = {
    "REPAIRED": "信用修复", "ENTITY_REPAIRED": "单位已完成信用修复", "REVOKED": "原决定被撤回",
    "ANNULLED": "原决定被撤销", "RELEASED": "法院解除", "OBJECTION_UPHELD": "异议成立",
    "FACT_CORRECTED": "依据的事实已更正", "FACT_RETRACTED": "依据的事实已撤销", "RULE_ENDED": "规则已停用",
    "DEATH": "当事人死亡", "INCAPACITY": "当事人丧失民事行为能力", "IDENTITY_SPLIT": "身份拆分",
    "IDENTITY_MERGED": "身份合并",
}  # fmt: skip
NO_END: Final = {"LIFE": "终身", "WHILE_GROUND": "不会自行结束", "NOTHING": "无须办理"}
DECISIONS: Final = {"RESTRICT": "限制", "CAUTION": "审慎", "PASS": "可以通过"}
_REASONS: Final = {
    "DERIVATION_PENDING": "有变动尚未推导",
    "IDENTITY_CANDIDATES": "可能是同名的另一人",
    "DISPUTED": "认定在异议处理中",
    "FINDING": "责任认定",
    "DISPUTED_ENTRY": "自身记录在异议处理中",
    "OWN_ENTRY": "自身在列，含所问措施",
    "OWN_ENTRY_WITHOUT_MEASURE": "自身在列，不含所问措施或依据未核",
}
OFFICES: Final = {
    "OFFICER": "经办人员", "REVIEWER": "复核人员", "INVESTIGATOR": "调查人员", "LEADER": "领导",
    "AUDITOR": "审计人员", "ADMINISTRATOR": "系统管理员",
}  # fmt: skip


def reasons(text: str) -> str:
    """The reasons of a decision in words.

    Examples
    --------
    >>> reasons("OWN_ENTRY:L-1; DERIVATION_PENDING")
    '自身在列，含所问措施（L-1）；有变动尚未推导'
    >>> reasons("没有这个代码的主体")
    '没有这个代码的主体'
    """
    told = []
    for one in text.split("; "):
        code, _, what = one.partition(":")
        word = _REASONS.get(code)
        told.append(one if word is None else f"{word}（{what}）" if what else word)
    return "；".join(told)


def kind(type_name: str) -> str:
    """The word for a relation."""
    return TYPES.get(type_name, type_name)


def share(pct: float | None, most: float | None = None) -> str:
    """A share of a holding: exact, a range, or not known; percentages may be ranges.

    Examples
    --------
    >>> share(60.0), share(33.3333), share(10.0, 20.0), share(None)
    ('60%', '33.3333%', '10%–20%', '未知')
    >>> share(None, 30.0), share(25.0, 100.0), share(0.0, 100.0)
    ('不高于 30%', '不低于 25%', '未知')
    """
    if most is None:
        return "未知" if pct is None else f"{pct:.6g}%"
    low = pct or 0.0
    if low <= 0:
        return "未知" if most >= 100 else f"不高于 {most:.6g}%"
    return f"不低于 {low:.6g}%" if most >= 100 else f"{low:.6g}%–{most:.6g}%"


def held(one: Mapping[str, Any]) -> str:
    """What a relation is; of a holding, how much.

    Examples
    --------
    >>> held({"type": "HOLDS", "pct": 10.0, "max_pct": 40.0}), held({"type": "GUARANTEES", "pct": None})
    ('持股 10%–40%', '担保')
    """
    named = kind(str(one["type"]))
    return f"{named} {share(one.get('pct'), one.get('max_pct'))}" if one["type"] == "HOLDS" else named


def period(begin: str, end: str) -> str:
    """A half-open interval in words.

    Examples
    --------
    >>> period("2024-01-01", "9999-12-31")
    '2024-01-01 起'
    >>> period("0001-01-01", "2024-01-01")
    '至 2024-01-01'
    """
    start = "" if begin in ("", "0001-01-01") else begin
    if end in ("", "9999-12-31"):
        return f"{start} 起" if start else "起止不详"
    return f"{start} 至 {end}".strip()


def origin(source: Mapping[str, Any]) -> str:
    """Where a fact comes from, down to file and line."""
    place = f" {source['file']} 第 {source['line']} 行" if source.get("file") else ""
    return f"{source.get('source', '')}{place}".strip() or "不详"


def relation(hop: Mapping[str, Any]) -> str:
    """One relation of a kept chain: who, what, to whom, since when, from which source.

    Examples
    --------
    >>> relation({"from": "甲", "to": "乙", "type": "HOLDS", "pct": 40.0, "valid_from": "2020-01-01"})
    '甲 —持股 40%→ 乙　自 2020-01-01　来源：不详'
    """
    label = kind(str(hop.get("type", "")))
    if hop.get("type") == "HOLDS" and "pct" in hop:
        label += f" {share(hop['pct'], hop.get('max_pct'))}"
    arrow = f"—{label}→" if hop.get("forward", True) else f"←{label}—"
    first, last = (str(hop.get(f"{end}_name") or hop.get(end) or "") for end in ("from", "to"))
    return f"{first} {arrow} {last}　自 {hop.get('valid_from') or '不详'}　来源：{origin(hop)}"


def cited(ref: Mapping[str, Any]) -> list[str]:
    """What a piece of evidence points at, and every row that it comes from.

    Examples
    --------
    >>> cited({"about": "甲公司", "as_of": "2026-06-30", "data_version": "7", "sources": []})
    ['甲公司', '2026-06-30 的情况，数据版本 7', '来源：不详']
    """
    sources = list(dict.fromkeys(origin(one) for one in ref.get("sources", ())))
    return [
        str(ref.get("about") or ref.get("id") or ""),
        f"{ref.get('as_of') or '不详'} 的情况，数据版本 {ref.get('data_version') or '不详'}",
        f"来源：{'、'.join(sources) or '不详'}",
    ]


def moment(text: str) -> str:
    """A moment as answers give it, in Beijing time, by which every day here counts.

    Examples
    --------
    >>> moment("2026-11-28T18:32:00.000000Z"), moment("")
    ('2026-11-29 02:32:00', '')
    """
    if not text:
        return ""
    found = datetime.fromisoformat(text)
    known = found if found.tzinfo else found.replace(tzinfo=UTC)
    return known.astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M:%S")
