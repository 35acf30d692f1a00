"""Relationship types, each read from source to target as a sentence."""

from __future__ import annotations

from graph.model.kinds import EdgeType, Property
from graph.model.properties import FACT_PROPERTIES, PERSON_NAME, day, flag, many, number, text, whole

_PARTY = ("Person", "Entity")
_DOC = text("source_doc", "依据文件", "Document behind it")
_AMOUNT = number("amount_cny", "金额（元）", "Amount in 元")


def _fact(
    type_: str,
    zh: str,
    sentence: str,
    sources: tuple[str, ...],
    targets: tuple[str, ...],
    *extra: Property,
    traversable: bool = True,
) -> EdgeType:
    return EdgeType(
        type_,
        zh,
        sentence,
        sources,
        targets,
        (*FACT_PROPERTIES, PERSON_NAME, _DOC, *extra),
        traversable=traversable,
    )


POSITION_EDGES = (
    _fact(
        "LEGAL_REP_OF", "法定代表人", "PERSON is the legal representative of ENTITY", ("Person",), ("Entity",)
    ),
    _fact("PRINCIPAL_OF", "主要负责人", "PERSON is the principal of ENTITY", ("Person",), ("Entity",)),
    _fact("DIRECTOR_OF", "董事", "PERSON is a director of ENTITY", ("Person",), ("Entity",)),
    _fact("SUPERVISOR_OF", "监事", "PERSON is a supervisor of ENTITY", ("Person",), ("Entity",)),
    _fact("MANAGER_OF", "高级管理人员", "PERSON manages ENTITY", ("Person",), ("Entity",)),
    _fact("FINANCE_HEAD_OF", "财务负责人", "PERSON heads the finances of ENTITY", ("Person",), ("Entity",)),
    _fact("EMPLOYED_BY", "雇员", "PERSON is employed by ENTITY", ("Person",), ("Entity",), traversable=False),
    _fact(
        "DECLARED_CONTROLLER_OF",
        "申报的实际控制人",
        "PERSON is declared controller of ENTITY",
        ("Person",),
        ("Entity",),
        text("control_state", "控制认定状态", "SUSPECTED, FILED or CONFIRMED"),
        text("filed_by", "申报单位", "Who filed it"),
    ),
    _fact(
        "EXECUTIVE_PARTNER_OF", "执行事务合伙人", "PARTY is executive partner of ENTITY", _PARTY, ("Entity",)
    ),
)

HOLDS = _fact(
    "HOLDS",
    "股权",
    "PARTY holds shares in ENTITY",
    _PARTY,
    ("Entity",),
    text("holder_kind", "股东类型", "ORG, PERSON, STATE or OTHER"),
    text("holder_name", "股东名称", "Name of the holder as handed in"),
    number("equity_pct", "持股比例", "Share of equity, 0..100"),
    number("equity_min_pct", "持股比例下限", "Lower bound"),
    number("equity_max_pct", "持股比例上限", "Upper bound"),
    number("vote_pct", "表决权比例", "Share of votes, 0..100"),
    text("share_class", "股份类别", "Class of the shares"),
    flag("treasury", "库存股", "The company's own shares; they do not vote"),
)

FILED_FOR = _fact(
    "FILED_FOR",
    "登记代办",
    "PARTY filed a registration for ENTITY",
    _PARTY,
    ("Entity",),
    text("filing_kind", "登记种类", "设立, 变更 or 注销"),
    day("filed_on", "申报日期", "Day of the filing"),
    traversable=False,
)

RELATION_EDGES = (
    _fact("GUARANTEES", "担保", "PARTY guarantees for PARTY", _PARTY, _PARTY, _AMOUNT),
    _fact("ACTS_IN_CONCERT", "一致行动", "PARTY acts in concert with PARTY", _PARTY, _PARTY),
    _fact("VOTES_FOR", "表决权委托", "PARTY lets PARTY vote its shares", _PARTY, _PARTY),
    _fact("NOMINEE_FOR", "代持", "PARTY holds as nominee for PARTY", _PARTY, _PARTY),
    _fact("BRANCH_OF", "分支", "ENTITY is a branch of ENTITY", ("Entity",), ("Entity",)),
    _fact("KIN_OF", "亲属", "PERSON is kin of PERSON", ("Person",), ("Person",)),
)

IDENTITY_EDGES = (
    _fact(
        "IDENTIFIED_BY",
        "代码",
        "ENTITY is identified by IDENTIFIER",
        ("Entity",),
        ("Identifier",),
        traversable=False,
    ),
)


def _link(type_: str, zh: str, sentence: str, sources: tuple[str, ...], targets: tuple[str, ...]) -> EdgeType:
    return EdgeType(type_, zh, sentence, sources, targets, fact=False)


LINKS = (
    _link("HAS_NUMBER", "证件", "PERSON has NUMBER", ("Person",), ("PersonNumber",)),
    _link("HAS_STATE", "分期属性", "ENTITY has STATE", ("Entity",), ("EntityState",)),
    _link("HAS_CHANGE", "变更记录", "ENTITY has CHANGE", ("Entity",), ("EntityChange",)),
    _link("HAS_CODE_CHANGE", "代码变更", "ENTITY has CODE CHANGE", ("Entity",), ("CodeChange",)),
    _link("HAS_STATUS", "自然人状态", "PERSON has STATUS", ("Person",), ("PersonStatus",)),
    _link("PENALISED_BY", "行政处罚", "SUBJECT is penalised by PENALTY", _PARTY, ("Penalty",)),
    _link("BOUND_BY", "司法文书", "SUBJECT is bound by COURT RECORD", _PARTY, ("CourtRecord",)),
    _link("LISTED_BY", "名单列入", "SUBJECT is listed by LISTING", _PARTY, ("Listing",)),
    _link("NAMED_BY", "责任人认定", "PERSON is named by ATTRIBUTION", ("Person",), ("Attribution",)),
    _link("GRADED_BY", "纳税信用等级", "ENTITY is graded by TAX GRADE", ("Entity",), ("TaxGrade",)),
    _link("OWES_IN", "拖欠账款", "ENTITY owes in ARREARS", ("Entity",), ("Arrears",)),
    _link("BARRED_BY", "禁入", "SUBJECT is barred by BAN", _PARTY, ("Ban",)),
    _link("EVALUATED_BY", "评价", "ENTITY is evaluated by EVALUATION", ("Entity",), ("Evaluation",)),
    _link("LICENSED_BY", "行政许可", "SUBJECT is licensed by LICENCE", _PARTY, ("Licence",)),
    _link("BIDS_BY", "投标", "ENTITY bids by TENDER BID", ("Entity",), ("TenderBid",)),
    _link("ACTED_ON_BY", "其他行政行为", "ENTITY is acted on by ADMIN ACT", ("Entity",), ("AdminAct",)),
    _link(
        "COMPLAINED_OF_IN", "投诉举报", "ENTITY is complained of in COMPLAINT", ("Entity",), ("Complaint",)
    ),
    _link("PROMISED_IN", "信用承诺", "SUBJECT promised in COMMITMENT", _PARTY, ("Commitment",)),
    _link("CONTESTS", "异议", "OBJECTION contests GROUND", ("Objection",), ("Ground",)),
    _link("RESTS_ON", "依据", "FINDING rests on GROUND", ("Finding",), ("Ground",)),
    _link("ABOUT_PERSON", "责任人", "FINDING is about PERSON", ("Finding",), ("Person",)),
    _link("ABOUT_ENTITY", "涉及主体", "FINDING is about ENTITY", ("Finding",), ("Entity",)),
)

_SEQ = (
    whole("seq_from", "记入序号", "Commit that wrote it"),
    whole("seq_to", "失效序号", "Commit that ended it; the largest number while current"),
)

JUDGED_EDGES = (
    EdgeType(
        "SAME_PERSON",
        "认定为同一人",
        "PERSON is PERSON, as somebody judged",
        ("Person",),
        ("Person",),
        (
            text("link_id", "判定编号", "Opaque id"),
            text("reason", "理由", "Why, as stated"),
            text("document", "文书", "Paper that it rests on"),
            text("judged_by", "判定人", "Account or local operator"),
            text("judged_at", "判定时间", "UTC"),
            text("ended_by", "撤销人", "Who took it back, or empty"),
            text("ended_because", "撤销理由", "Why, or empty"),
            *_SEQ,
        ),
        fact=False,
    ),
)

DERIVED_EDGES = (
    EdgeType(
        "CONTROLS",
        "实际控制（算出）",
        "PARTY controls ENTITY, as computed",
        _PARTY,
        ("Entity",),
        (
            text("control_key", "控制键", "Controller and controlled"),
            text("current_key", "现行键", "control_key while current"),
            text("kind", "控制方式", "DIRECT, JOINT or INDIRECT"),
            text("state", "状态", "COMPUTED, and how: agreement, partner, concert; never a confirmation"),
            number("voting_pct", "表决权比例", "Votes held together by the controller and all it controls"),
            text("rule", "规则", "Rule of control by which it follows"),
            many("via", "经由", "Ids of the parties whose own votes in the company count"),
            day("as_of", "计算日", "Day for which it was computed"),
            text("run_id", "计算批次", "Run that computed it"),
            *_SEQ,
        ),
        derived=True,
        fact=False,
        colour="CONTROLLED",
    ),
    EdgeType(
        "LIABLE_FOR",
        "责任认定",
        "PERSON answers for ENTITY",
        ("Person",),
        ("Entity",),
        (
            text("finding_id", "认定编号", "The finding that it shows"),
            text("version_id", "版本编号", "The finding's version"),
            text("rule", "规则", "Rule id and version"),
            text("mode", "追责方式", "How the rule reaches the person"),
            text("base_state", "基本状态", "State before objections, terms and withdrawal act"),
            day("valid_from", "起始日", "First day of effect"),
            day("valid_to", "终止日", "First day after the effect"),
            day("withdrawn_at", "撤回日", "Day on which its ground fell away"),
            *_SEQ,
        ),
        derived=True,
        fact=False,
        colour="LIABLE",
    ),
)

EDGES: tuple[EdgeType, ...] = (
    *POSITION_EDGES,
    HOLDS,
    FILED_FOR,
    *JUDGED_EDGES,
    *RELATION_EDGES,
    *IDENTITY_EDGES,
    *LINKS,
    *DERIVED_EDGES,
)
