"""Words for what answers say in codes."""

from __future__ import annotations

from typing import Any, Final

from graph.days import FIRST_DAY, OPEN_DAY

DECISIONS: Final = {"RESTRICT": "限制", "CAUTION": "慎重", "PASS": "通过", None: "不作决定"}
RESULTS: Final = {
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
    "COMPUTED": "按股权推算",
    "COMPUTED_BY_AGREEMENT": "按协议推算",
    "COMPUTED_AS_PARTNER": "执行事务合伙人",
    "COMPUTED_IN_CONCERT": "按一致行动推算",
}
STANDINGS: Final = {"SUSPECTED": "疑似", "CONFIRMED": "已认定", "COMPUTED": "推算"}
CONFIDENCE: Final = {"HIGH": "高", "MEDIUM": "中", "LOW": "低"}
LIKELY: Final = {"VOTES": "表决权明显最大", "BOARD": "占董事会多数席位"}
NOT_DERIVABLE: Final = {
    "RANGE": "持股比例不明或为区间",
    "UNDISCLOSED": "多数表决权未披露",
    "PARTNER_UNKNOWN": "执行事务合伙人不明",
    "OWNERS_UNKNOWN": "上层单位的股东不明",
    "UNCLEAR_AGREEMENTS": "委托或代持相互矛盾",
    "CUT_SHORT": "查找范围到限",
}
CHANGES: Final = {"GAINED": "取得控制", "LOST": "失去控制", "CHANGED": "控制有变"}
OWNERSHIP: Final = {"EQUITY": "股权 25% 以上", "VOTES": "表决权 25% 以上", "CONTROL": "实际控制"}
LOOPS: Final = {
    "GEOMETRIC": "环形持股按几何级数计到底",
    "OWNER_ONCE": "环中回到自身的份额不再计",
}
MISSING_PCT: Final = {"LOWER": "区间按下限，不明的比例不计", "UPPER": "区间和不明的比例按上限"}
EMPTY_INTEGRATED_PCT: Final = (
    "integrated_pct 为空：持股经过全部（或超过全部）由环内企业互相持有的环，综合持股没有确定的数值；"
    "不是零，也不因 --min-pct 略去"
)
STATUS: Final = {
    "home": "数据文件夹", "store": "图数据库地址", "keys": "密钥文件夹", "running": "正在运行",
    "pid": "进程号", "port": "端口", "secret_file": "口令文件", "engine": "引擎", "version": "引擎版本",
    "today": "今天",
    "synthetic": "仅含模拟数据", "data_version": "数据版本", "counts": "记录数", "findings": "责任认定",
    "first_password_file": "首个口令文件", "processes": "进程",
    "pending_changes": "待推导的变动", "problem": "问题", "stopped": "已停止",
}  # fmt: skip
_REASONS: Final = {
    "DERIVATION_PENDING": "有变动尚未推导",
    "DISPUTED": "异议处理中的认定",
    "FINDING": "已认定的责任",
    "DISPUTED_ENTRY": "异议处理中的自身记录",
    "OWN_ENTRY": "自身列入名单",
    "OWN_ENTRY_WITHOUT_MEASURE": "自身有记录，但措施清单未对此用途作规定",
}


def zh(listed: str, code: str) -> str:
    """The word of a code list for `code`."""
    from graph.model.codelists import codelist

    return codelist(listed).zh(code)


def reason(code: str) -> str:
    """One of a decision's reasons.

    Examples
    --------
    >>> reason("FINDING:L1")
    '已认定的责任（L1）'
    >>> reason("DERIVATION_PENDING")
    '有变动尚未推导'
    """
    kind, _, about = code.partition(":")
    return _REASONS.get(kind, kind) + (f"（{about}）" if about else "")


def period(begin: str, end: str) -> str:
    """A half-open interval in words.

    Examples
    --------
    >>> period("2024-01-01", "9999-12-31")
    '2024-01-01 起'
    >>> period("2024-01-01", "2027-01-01")
    '2024-01-01 至 2027-01-01'
    """
    start = "" if begin in ("", FIRST_DAY) else begin
    if end in ("", OPEN_DAY):
        return f"{start} 起" if start else "不详"
    return f"{start} 至 {end}".strip()


def _process(one: dict[str, Any]) -> str:
    return f"运行中（进程 {one['pid']}）{one['url']}" if one["running"] else "未运行"


def plain(value: Any) -> str:
    """A value of a status document."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict) and any(isinstance(one, dict) for one in value.values()):
        return "、".join(f"{name}：{_process(one)}" for name, one in value.items())
    if isinstance(value, dict):
        return "、".join(f"{name} {number}" for name, number in value.items()) or "无"
    if isinstance(value, list):
        return "、".join(map(str, value)) or "无"
    return "" if value is None else str(value)
