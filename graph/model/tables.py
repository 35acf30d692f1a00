"""The exchange package's tables: who is who, who holds what (exchange-format.md)."""

from __future__ import annotations

from graph.model.kinds import Field, FieldKind, Table
from graph.model.tables_acts import ACT_TABLES
from graph.model.tables_dealings import DEALING_TABLES
from graph.model.tables_decisions import DECISION_TABLES
from graph.model.tables_grounds import GROUND_TABLES
from graph.model.tables_shared import ROW_FIELDS
from graph.model.tables_watch import WATCH_TABLES

_K = FieldKind


def _region() -> tuple[Field, ...]:
    return (
        Field("region_code", "行政区划代码", _K.TEXT, "GB/T 2260 code of the district"),
        Field("district_ext", "功能区", _K.TEXT, "Zone without a GB/T 2260 code"),
    )


ENTITIES = Table(
    "entities",
    "市场主体",
    "Organisations and their attributes, dated by effective_on",
    (
        Field(
            "uscc",
            "统一社会信用代码",
            _K.ORG_CODE,
            "The entity's code",
            key=True,
            required=True,
            aliases=("code", "代码"),
            stored="",
        ),
        Field("code_type", "代码类型", _K.ORG_CODE_TYPE, "Kind of code, where it is no USCC", stored=""),
        Field("name", "名称", _K.NAME, "Registered name", required=True, aliases=("企业名称", "主体名称")),
        Field("subject_type", "主体类型", _K.CODELIST, "Kind of subject", codelist="subject_types"),
        Field(
            "legal_form",
            "组织形式",
            _K.CODELIST,
            "Legal form; says whether it has a legal representative",
            codelist="legal_forms",
            aliases=("企业类型",),
        ),
        Field(
            "status",
            "登记状态",
            _K.CODELIST,
            "Registration status",
            codelist="entity_statuses",
            aliases=("经营状态",),
        ),
        Field("status_on", "状态日期", _K.DAY, "Day of the status"),
        Field(
            "status_reason", "状态原因", _K.CODELIST, "Why the status came about", codelist="status_reasons"
        ),
        Field("status_authority", "状态决定机关", _K.TEXT, "Authority that decided the status"),
        Field("status_authority_code", "状态决定机关代码", _K.TEXT, "Its code"),
        Field("status_doc", "状态决定文号", _K.TEXT, "Number of the decision"),
        Field("violation_from", "违法行为起始日", _K.DAY, "First day of the violation behind the status"),
        Field("violation_to", "违法行为终止日", _K.DAY, "Last day of the violation behind the status"),
        Field("established_on", "成立日期", _K.DAY, "Day of registration"),
        Field("ended_on", "终止日期", _K.DAY, "Day of deregistration"),
        *_region(),
        Field("industry_code", "行业代码", _K.TEXT, "GB/T 4754, section letter and four digits"),
        Field("address", "住所", _K.TEXT, "Registered address", aliases=("地址",)),
        Field("phone", "联系电话", _K.PHONE, "Telephone; kept as keyed digest only", stored="phone_hmac"),
        Field("registered_capital_cny", "注册资本（元）", _K.AMOUNT_CNY, "Registered capital in 元"),
        Field("personnel_size", "人员规模", _K.INTEGER, "Number of employees"),
        Field("sme_class", "企业规模", _K.CODELIST, "Large, medium, small or micro", codelist="sme_classes"),
        Field(
            "state_capital_class",
            "国有资本类别",
            _K.CODELIST,
            "How far the state owns it",
            codelist="state_capital_classes",
        ),
        Field("listed", "上市", _K.BOOLEAN, "Whether its shares are listed"),
        Field("supervisor_code", "主管单位代码", _K.TEXT, "Code of the superior unit"),
        Field(
            "effective_on",
            "生效日期",
            _K.DAY,
            "Day from which these attributes hold; one row for each such day",
            key=True,
        ),
        *ROW_FIELDS,
    ),
    ordered_days=(("violation_from", "violation_to"), ("violation_from", "status_on")),
)

ENTITY_CHANGES = Table(
    "entity_changes",
    "变更",
    "Registered changes",
    (
        Field(
            "uscc", "统一社会信用代码", _K.ORG_CODE, "The entity's code", key=True, required=True, stored=""
        ),
        Field(
            "field", "变更事项", _K.TEXT, "What was changed", key=True, required=True, stored="changed_field"
        ),
        Field("changed_on", "变更日期", _K.DAY, "Day of the change", key=True, required=True),
        Field("old_value", "变更前内容", _K.TEXT, "Value before"),
        Field("new_value", "变更后内容", _K.TEXT, "Value after"),
        Field("source_doc", "依据文件", _K.TEXT, "Document behind it"),
        *ROW_FIELDS,
    ),
)

IDENTIFIERS = Table(
    "identifiers",
    "代码变更",
    "Codes replaced, split, merged, deleted or kept (重错码治理)",
    (
        Field(
            "uscc_old", "原代码", _K.ORG_CODE, "The code before", key=True, required=True, stored="code_old"
        ),
        Field("uscc_new", "新代码", _K.ORG_CODE, "The code after", key=True, stored="code_new"),
        Field(
            "kind",
            "变更种类",
            _K.CODELIST,
            "What happened to the code",
            codelist="code_change_kinds",
            required=True,
        ),
        Field(
            "flag", "数据操作标识位", _K.CODELIST, "Mark of the return sheet", codelist="code_change_flags"
        ),
        Field("decided_on", "决定日期", _K.DAY, "Day of the decision"),
        Field("authority", "决定机关", _K.TEXT, "Deciding authority"),
        Field("doc_no", "决定文号", _K.TEXT, "Number of the decision"),
        *ROW_FIELDS,
    ),
)

POSITIONS = Table(
    "positions",
    "任职",
    "Offices held in an organisation",
    (
        Field(
            "uscc",
            "统一社会信用代码",
            _K.ORG_CODE,
            "Code of the organisation",
            key=True,
            required=True,
            stored="",
        ),
        Field(
            "role",
            "职务",
            _K.CODELIST,
            "Which office",
            codelist="position_roles",
            key=True,
            required=True,
            aliases=("任职",),
        ),
        Field("name", "姓名", _K.NAME, "The person's name", key=True, stored="person_name"),
        Field("id_type", "证件类型", _K.ID_TYPE, "Kind of the person's document", stored=""),
        Field(
            "id_no",
            "证件号码",
            _K.ID_NUMBER,
            "Number of the person's document",
            key=True,
            stored="",
            aliases=("身份证号",),
        ),
        Field(
            "holder_code",
            "任职单位代码",
            _K.ORG_CODE,
            "Code of an organisation that is executive partner",
            stored="",
        ),
        Field("valid_from", "任职起始日", _K.DAY, "First day in office; empty = unknown", key=True),
        Field("valid_to", "任职终止日", _K.DAY, "First day no longer in office"),
        Field(
            "control_state",
            "控制认定状态",
            _K.CODELIST,
            "Of a declared controller",
            codelist="control_states",
        ),
        Field("filed_by", "申报单位", _K.TEXT, "Who filed the declared controller"),
        Field("source_doc", "依据文件", _K.TEXT, "Document behind it"),
        *ROW_FIELDS,
    ),
    ordered_days=(("valid_from", "valid_to"),),
)

HOLDINGS = Table(
    "holdings",
    "股权",
    "Equity and votes held in a company",
    (
        Field(
            "uscc",
            "统一社会信用代码",
            _K.ORG_CODE,
            "Code of the company held",
            key=True,
            required=True,
            stored="",
        ),
        Field(
            "holder_kind",
            "股东类型",
            _K.CODELIST,
            "Kind of the holder",
            codelist="holder_kinds",
            key=True,
            required=True,
        ),
        Field(
            "holder_code",
            "股东代码",
            _K.ORG_CODE,
            "Code of a holding organisation",
            key=True,
            stored="",
            aliases=("holder_uscc",),
        ),
        Field("holder_code_type", "股东代码类型", _K.ORG_CODE_TYPE, "Kind of that code", stored=""),
        Field("holder_name", "股东名称", _K.NAME, "Name of the holder", key=True),
        Field("holder_id_type", "股东证件类型", _K.ID_TYPE, "Kind of a holder's document", stored=""),
        Field(
            "holder_id_no", "股东证件号码", _K.ID_NUMBER, "Number of a holder's document", key=True, stored=""
        ),
        Field("equity_pct", "持股比例", _K.PERCENT, "Share of equity, 0..100, within the bounds given"),
        Field("equity_min_pct", "持股比例下限", _K.PERCENT, "Lower bound of the share; itself no range"),
        Field("equity_max_pct", "持股比例上限", _K.PERCENT, "Upper bound of the share; itself no range"),
        Field(
            "vote_pct",
            "表决权比例",
            _K.PERCENT,
            "Share of votes, 0..100, no range; equity counts where it is empty",
        ),
        Field("share_class", "股份类别", _K.TEXT, "Class of the shares; where given, part of the key"),
        Field("treasury", "库存股", _K.BOOLEAN, "The company's own shares"),
        Field("valid_from", "起始日", _K.DAY, "First day held", key=True),
        Field("valid_to", "终止日", _K.DAY, "First day no longer held"),
        Field("source_doc", "依据文件", _K.TEXT, "Document behind it"),
        *ROW_FIELDS,
    ),
    ordered_days=(("valid_from", "valid_to"),),
)

# Per table, what `Table` has no word for.
ORDERED_PERCENTS: dict[str, tuple[tuple[str, str], ...]] = {
    HOLDINGS.name: (
        ("equity_min_pct", "equity_max_pct"),
        ("equity_min_pct", "equity_pct"),
        ("equity_pct", "equity_max_pct"),
    )
}
"""Pairs of percentages of which the first is never above the second, as `Table.ordered_days` are of days."""

PERCENT_RANGES: dict[str, dict[str, tuple[str, str]]] = {
    HOLDINGS.name: {"equity_pct": ("equity_min_pct", "equity_max_pct")}
}
"""Percentages that may be a range, each with the columns that keep its bounds; any other is one figure."""

KEYED_WHEN_GIVEN: dict[str, tuple[str, ...]] = {HOLDINGS.name: ("share_class",)}
"""Columns that are part of the key where they are given; a row without them keeps its key of old."""

RELATIONS = Table(
    "relations",
    "其他关系",
    "Guarantees, concert, proxies, nominees, branches, kin from a named legal source",
    (
        Field(
            "kind",
            "关系种类",
            _K.CODELIST,
            "Which relation",
            codelist="relation_kinds",
            key=True,
            required=True,
        ),
        Field(
            "from_uscc",
            "主体代码",
            _K.ORG_CODE,
            "Code of the organisation it starts from",
            key=True,
            stored="",
        ),
        Field("from_name", "主体名称", _K.NAME, "Name of the party it starts from", key=True),
        Field("from_id_type", "主体证件类型", _K.ID_TYPE, "Kind of a person's document", stored=""),
        Field(
            "from_id_no", "主体证件号码", _K.ID_NUMBER, "Number of a person's document", key=True, stored=""
        ),
        Field(
            "to_uscc", "对方代码", _K.ORG_CODE, "Code of the organisation it leads to", key=True, stored=""
        ),
        Field("to_name", "对方名称", _K.NAME, "Name of the party it leads to", key=True),
        Field("to_id_type", "对方证件类型", _K.ID_TYPE, "Kind of a person's document", stored=""),
        Field("to_id_no", "对方证件号码", _K.ID_NUMBER, "Number of a person's document", key=True, stored=""),
        Field("valid_from", "起始日", _K.DAY, "First day it holds", key=True),
        Field("valid_to", "终止日", _K.DAY, "First day it no longer holds"),
        Field("amount_cny", "金额（元）", _K.AMOUNT_CNY, "Amount in 元"),
        Field("source_doc", "依据文件", _K.TEXT, "Document behind it"),
        *ROW_FIELDS,
    ),
    ordered_days=(("valid_from", "valid_to"),),
)

PERSON_STATUS = Table(
    "person_status",
    "自然人状态",
    "Death and incapacity, which stop everything",
    (
        Field("name", "姓名", _K.NAME, "The person's name", stored="person_name"),
        Field("id_type", "证件类型", _K.ID_TYPE, "Kind of the document", stored=""),
        Field(
            "id_no", "证件号码", _K.ID_NUMBER, "Number of the document", key=True, required=True, stored=""
        ),
        Field(
            "status",
            "状态",
            _K.CODELIST,
            "What happened",
            codelist="person_statuses",
            key=True,
            required=True,
        ),
        Field("since", "起始日", _K.DAY, "From which day", required=True),
        Field("source_doc", "依据文件", _K.TEXT, "Document behind it"),
        *ROW_FIELDS,
    ),
)

# In the order in which a package is read: identities first, then roles, then decisions.
TABLES: dict[str, Table] = {
    one.name: one
    for one in (
        ENTITIES,
        IDENTIFIERS,
        ENTITY_CHANGES,
        POSITIONS,
        HOLDINGS,
        RELATIONS,
        PERSON_STATUS,
        *DECISION_TABLES,
        *GROUND_TABLES,
        *ACT_TABLES,
        *WATCH_TABLES,
        *DEALING_TABLES,
    )
}

TABLE_NAMES_ZH: dict[str, str] = {one.zh: one.name for one in TABLES.values()} | {
    "listing_persons": "liable_persons"
}
