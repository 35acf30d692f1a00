"""The pattern library, declared in one place: adding a pattern is adding an entry here."""

from __future__ import annotations

from typing import Final

from graph.errors import NotFoundError
from graph.model.codelists import codelist
from graph.risk.patterns.declare import Parameter, Pattern

#: Offices whose holders speak for a firm or serve it; an employee is not one of them.
OFFICES: Final = (
    "DECLARED_CONTROLLER_OF",
    "DIRECTOR_OF",
    "EXECUTIVE_PARTNER_OF",
    "FINANCE_HEAD_OF",
    "LEGAL_REP_OF",
    "MANAGER_OF",
    "PRINCIPAL_OF",
    "SUPERVISOR_OF",
)
#: Offices and shares: the people of a firm.
PEOPLE: Final = (*OFFICES, "HOLDS")
REPRESENTING: Final = ("LEGAL_REP_OF", "PRINCIPAL_OF")

_HINT: Final = "这是供核实的线索，不是认定：不影响任何办理决定，不向部门系统提供，也不构成对任何人的评价。"
_ENDED: Final = "被撤销、撤回、纠正、异议成立或已准予修复的决定不计；期满移出的，当时有效，仍计。"
_HUB: Final = Parameter("hub_degree", "超过多少个关联即视为枢纽，不再由它相连", 50, 2, 100_000)
_INFERRED: Final = (
    "全量快照里不再出现的，离开日系推定：前后两次报送之间有后任开始的，以后任开始之日为变更日；"
    "没有的不判断，运行结果写明家数。"
)
_LOOK_BACK: Final = Parameter("look_back", "只看最近多少天内的决定", 1_095, 1, 36_500)


def _minimum(zh: str, default: int, low: int = 2, high: int = 10_000) -> Parameter:
    return Parameter("minimum", zh, default, low, high)


def _without_lists() -> Parameter:
    return Parameter(
        "without_lists",
        "不计入的名单",
        ("L09",),
        allowed=tuple(one.code for one in codelist("list_types").values),
    )


def _without_severities() -> Parameter:
    return Parameter(
        "without_severities",
        "不计入的失信程度",
        ("轻微",),
        allowed=tuple(one.code for one in codelist("severities").values),
    )


_ROOTS: Final = "read/ownership/entity_ids"
_STATES: Final = "read/patterns/states_range"
_EDGES: Final = "read/patterns/edges_range"
_DECISIONS: Final = "read/patterns/decisions_range"
_TENURES: Final = "read/patterns/tenures_range"
_MARKS: Final = "read/ownership/marks_of"
_PERSONS: Final = "read/patterns/person_ids"
_JUDGED: Final = "read/identity/judged_links"
_OF_MANY_FIRMS: Final = (
    _JUDGED,
    _PERSONS,
    "read/patterns/person_in_many_firms",
    "read/patterns/judged_in_many_firms",
    _MARKS,
)
_SET_ASIDE: Final = ("read/hints/repaired", "read/hints/overturned")

_RINGS: Final = (
    Pattern(
        name="cross_holding_ring",
        zh="交叉持股环",
        version=2,
        asks=(_ROOTS, _EDGES),
        algorithm="环要沿任意多层股权找，图查询会把每条链都走一遍；这里先把股权读成列，求强连通分量，只在分量内找环，"
        "且只走还来得及回到起点的路。读取的时间与股权条数成正比；找环的时间随环的数目和环周围的股权条数增加，"
        "超过步数上限即停止，并在结果中写明。",
        parameters=(
            Parameter("max_length", "环内最多多少家", 8, 2, 8),
            Parameter("min_pct", "每一环持股至少（%）", 5.0, 0, 100),
            _minimum("环内至少多少家", 2, 2, 8),
            _HUB,
        ),
        support="minimum",
        explanation="几家企业互相持股，首尾相接成环（不超过八家）。资本可能被重复计算，实际出资人不易看清。",
        no_meaning="交叉持股本身并不违法，集团内也常见。" + _HINT,
        truth=("RING", "CROSS_HOLDING"),
    ),
    Pattern(
        name="guarantee_ring",
        zh="互保环",
        version=1,
        asks=(_ROOTS, _EDGES),
        algorithm="与交叉持股环相同：先求担保关系的强连通分量，再在分量内找环，步数有同样的上限。",
        parameters=(
            Parameter("max_length", "环内最多多少家", 8, 2, 8),
            _minimum("环内至少多少家", 2, 2, 8),
            _HUB,
        ),
        support="minimum",
        explanation="几家企业循环担保：一家违约，担保责任可能沿环回到自身。",
        no_meaning="担保是正常的融资方式，专业担保机构按枢纽排除。" + _HINT,
        truth=("GUARANTEE_CIRCLE",),
    ),
    Pattern(
        name="guarantee_chain",
        zh="担保链",
        version=1,
        asks=(_ROOTS, _EDGES),
        algorithm="最长的链要在整张担保图上比较：把环收缩后按拓扑次序走一遍，从每个没有上家的担保人取最长的一条；"
        "查找有步数上限，超过即停止，并在结果中写明。",
        parameters=(_minimum("链上至少多少次担保", 4, 2, 50), _HUB),
        support="minimum",
        explanation="担保一家接一家，形成长链：链上任何一家出险，都可能逐级传导。",
        no_meaning="链上企业各自的经营状况不因此改变。" + _HINT,
        truth=("GUARANTEE_CHAIN",),
    ),
)

_SHARED: Final = (
    Pattern(
        name="shared_address",
        zh="多家企业同一住所",
        version=1,
        asks=(_ROOTS, _STATES),
        algorithm="每家企业取当日有效的一期登记信息后，才能比较住所；全市比较在数据库内一次做完要占用大量内存，"
        "这里分段读取，只留住所的摘要。",
        parameters=(_minimum("至少多少家", 10, 3),),
        support="minimum",
        explanation="多家存续企业登记在同一住所，超过设定的数量。",
        no_meaning="集群注册、商务楼宇都会如此，并非虚假住所的证明。" + _HINT,
        truth=("SHARED_ADDRESS",),
    ),
    Pattern(
        name="shared_phone",
        zh="多家企业同一电话",
        version=1,
        asks=(_ROOTS, _STATES),
        algorithm="与同一住所相同；电话只存有密钥的摘要，比较的是摘要。",
        parameters=(_minimum("至少多少家", 6, 3),),
        support="minimum",
        explanation="多家存续企业登记同一个联系电话，超过设定的数量。",
        no_meaning="代办机构常留自己的电话。" + _HINT,
        truth=("SHARED_PHONE",),
    ),
    Pattern(
        name="many_represented",
        zh="一人担任多家法定代表人或负责人",
        version=2,
        asks=_OF_MANY_FIRMS,
        algorithm="",
        parameters=(_minimum("至少多少家", 5, 2), Parameter("most", "列出的企业最多多少家", 200, 10, 1_000)),
        support="minimum",
        explanation="同一人当日担任多家企业的法定代表人或主要负责人，可能是挂名。",
        no_meaning="集团高管、连锁经营者也会如此；对自然人不作任何评分或排序。" + _HINT,
        truth=("MANY_REPRESENTED",),
    ),
    Pattern(
        name="many_served",
        zh="一人在多家企业任职",
        version=2,
        asks=_OF_MANY_FIRMS,
        algorithm="",
        parameters=(_minimum("至少多少家", 10, 2), Parameter("most", "列出的企业最多多少家", 200, 10, 1_000)),
        support="minimum",
        explanation="同一人当日在很多企业担任董事、监事、财务负责人等职务，常见于代办人员。",
        no_meaning="任职多不等于失信；对自然人不作任何评分或排序。" + _HINT,
        truth=("AGENT",),
    ),
    Pattern(
        name="same_day_filings",
        zh="同一代办同日设立多家",
        version=2,
        asks=(
            _ROOTS,
            _JUDGED,
            _PERSONS,
            "read/patterns/same_day_filings",
            "read/patterns/judged_same_day_filings",
        ),
        algorithm="",
        parameters=(
            _minimum("同日至少多少家", 5, 2),
            Parameter("look_back", "只看最近多少天内的申报", 1_095, 1, 36_500),
            Parameter("most", "列出的企业最多多少家", 200, 10, 1_000),
        ),
        support="minimum",
        explanation="同一代办机构或代办人在同一天申报设立多家企业。",
        no_meaning="代办设立是合法服务。" + _HINT,
        truth=("SAME_DAY_FILINGS",),
    ),
)

_BEFORE: Final = (
    Pattern(
        name="rep_changed_before_decision",
        zh="决定前更换法定代表人",
        version=5,
        asks=(_ROOTS, _JUDGED, "read/patterns/changed_before_decision", _EDGES, *_SET_ASIDE),
        algorithm="",
        parameters=(
            Parameter("window", "决定前多少天内", 180, 1, 1_095),
            _LOOK_BACK,
            _without_lists(),
            _without_severities(),
            _minimum("至少多少次更换", 1, 1, 10),
        ),
        support="minimum",
        explanation="处罚、列入名单或司法文书作出前不久，法定代表人换了人。前任是否仍应负责，由责任规则按行为发生的日期判断。"
        + _INFERRED
        + _ENDED,
        no_meaning="换人可能另有原因；后任不因上任而对先前的行为负责。" + _HINT,
        truth=("REP_CHANGED",),
    ),
    Pattern(
        name="holder_changed_before_decision",
        zh="决定前更换主要股东",
        version=6,
        asks=(_ROOTS, _JUDGED, "read/patterns/changed_before_decision", _EDGES, *_SET_ASIDE),
        algorithm="",
        parameters=(
            Parameter("window", "决定前多少天内", 180, 1, 1_095),
            Parameter("min_pct", "变更前持股至少、变更后不足（%）", 30.0, 1, 100),
            _LOOK_BACK,
            _without_lists(),
            _without_severities(),
            _minimum("至少多少次更换", 1, 1, 10),
        ),
        support="minimum",
        explanation="处罚、列入名单或司法文书作出前不久，主要股东把股权转给了别人。" + _INFERRED + _ENDED,
        no_meaning="股权转让是正常交易，股东身份本身从不构成责任。" + _HINT,
        truth=("HOLDER_CHANGED",),
    ),
    Pattern(
        name="successor_shell",
        zh="换壳延续",
        version=8,
        asks=(_ROOTS, _JUDGED, _STATES, _DECISIONS, *_SET_ASIDE, _TENURES, "read/patterns/branches_range"),
        algorithm="要把每家被列入名单的企业与其后一年内新设的全部企业按四个方面比较；读成稀疏矩阵后一次相乘即得各对企业"
        "共有几个方面，枢纽（代办人员、集群地址）先去掉。",
        parameters=(
            _minimum("至少相同几个方面（人员、住所、电话、字号）", 2, 1, 4),
            Parameter("within", "列入后多少天内新设", 365, 1, 1_095),
            Parameter("hub_degree", "同一人员、住所、电话或字号超过多少家共有即不计", 20, 2, 1_000),
            _LOOK_BACK,
            _without_lists(),
        ),
        support="minimum",
        explanation="企业被列入名单后一年内，出现人员、住所、电话、字号中至少两项相同的新企业，可能是换壳延续经营。"
        "字号是名称去掉行政区划、行业用语和组织形式后余下的部分，换区县、换行业的仍算相同；只剩地名或行业用语的不算。"
        "事后迁址、换号、更名的仍计入：被列企业自首次列入前同样天数起、新企业自设立起用过的都算。"
        "分支机构不是独立的法律主体：本企业的分支机构、同一企业的各分支机构之间不计。" + _ENDED,
        no_meaning="新企业是独立的法律主体，不因相似而承担原企业的责任。" + _HINT,
        truth=("SUCCESSOR_SHELL",),
    ),
    Pattern(
        name="tender_consortium",
        zh="被列名企业的人员进入投标联合体",
        version=6,
        asks=(
            _ROOTS,
            _JUDGED,
            "read/patterns/listed_people_in_consortium",
            "read/patterns/judged_people_in_consortium",
            "read/patterns/judged_in_many_firms",
            *_SET_ASIDE,
            "read/patterns/consortium_members",
        ),
        algorithm="",
        parameters=(
            _minimum("联合体至少多少家", 2, 2, 50),
            Parameter("look_back", "只看最近多少天内的投标", 1_095, 1, 36_500),
            _HUB,
            _without_lists(),
        ),
        support="minimum",
        explanation="联合体成员投标当日的任职人员或股东，是当日在列企业列入时或列入后的人员：在列企业可能借联合体参与投标。"
        "列入前已离开的不计，列入后才离开的仍计；列入被撤销、撤回、异议成立或已准予修复的不计。",
        no_meaning="能否投标只看法律对投标人本身的限制，人员重合不是限制投标的依据。" + _HINT,
        truth=("TENDER_CONSORTIUM",),
    ),
)

_TOPS: Final = (
    Pattern(
        name="circular_top",
        zh="股权顶端成环",
        version=2,
        asks=(_ROOTS, _STATES, _EDGES),
        algorithm="沿过半数表决权一直向上走，每家企业至多一个过半数股东，整张图走一遍即可；图查询要对每家企业重复走。",
        parameters=(_minimum("环内至少多少家", 2, 1, 8),),
        support="minimum",
        explanation="沿过半数表决权向上追，又回到自己：控制链顶端没有自然人、国家机关或上市公司。",
        no_meaning="可能是登记错误或已变更未归集。" + _HINT,
        truth=("RING",),
    ),
    Pattern(
        name="missing_top",
        zh="股权顶端缺失",
        version=2,
        asks=(_ROOTS, _STATES, _EDGES),
        algorithm="与股权顶端成环同走一遍：链止于一家没有任何股东登记的本地公司。",
        parameters=(_minimum("链上至少多少层", 1, 1, 50),),
        support="minimum",
        explanation="沿过半数表决权向上追，最后一家公司没有任何股东登记，看不到出资人。",
        no_meaning="多为登记或归集缺失，先补数据再判断。" + _HINT,
        truth=("MISSING_TOP",),
    ),
    Pattern(
        name="penalised_hub",
        zh="受处罚企业围绕同一主体",
        version=4,
        asks=(
            _ROOTS,
            _JUDGED,
            _PERSONS,
            "read/patterns/penalised_around_hub",
            "read/patterns/penalised_around_judged",
            *_SET_ASIDE,
            _MARKS,
        ),
        algorithm="",
        parameters=(
            _minimum("至少多少家有处罚、名单或司法文书", 3, 2),
            Parameter("min_share", "占其关联企业的比例至少（%）", 50.0, 0, 100),
            Parameter("hub_degree", "关联超过多少家即视为枢纽，不计", 30, 2, 1_000),
            _LOOK_BACK,
            _without_lists(),
            _without_severities(),
        ),
        support="minimum",
        explanation="同一人或同一企业周围，多家企业在近年受到处罚、列入名单或被司法限制，且当日仍然有效：已移出、修复、撤销、期满的不计。",
        no_meaning="各家的处罚各有当事人；围绕的主体本身未必有过错，对自然人不作任何评分或排序。" + _HINT,
        truth=("PENALISED_HUB",),
    ),
)

PATTERNS: Final[dict[str, Pattern]] = {one.name: one for one in (*_RINGS, *_SHARED, *_BEFORE, *_TOPS)}


def pattern(name: str) -> Pattern:
    """The pattern of that name.

    Raises
    ------
    NotFoundError
        There is none.
    """
    if name not in PATTERNS:
        raise NotFoundError(f"没有这个模式：{name}", todo=f"可用的模式：{'、'.join(PATTERNS)}")
    return PATTERNS[name]
