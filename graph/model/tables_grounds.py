"""The exchange package's tables: grades, sums owed and bans: grounds of their own, or papers about one."""

from __future__ import annotations

from graph.model.kinds import Field, FieldKind, Table
from graph.model.tables_shared import ROW_FIELDS

_K = FieldKind


def _decision() -> tuple[Field, ...]:
    """What every ground may say of its decision (`ground_fields` of the rule table, ground: all)."""
    return (
        Field("violation_from", "违法行为起始日", _K.DAY, "First day of the violation"),
        Field("violation_to", "违法行为终止日", _K.DAY, "Last day of the violation"),
        Field("decided_on", "决定日期", _K.DAY, "Day of the decision"),
        Field("measure_from", "措施起始日", _K.DAY, "First day of the measures"),
        Field("served_on", "送达日期", _K.DAY, "Day of service"),
        Field("authority", "决定机关", _K.TEXT, "Deciding authority"),
        Field("authority_code", "决定机关代码", _K.TEXT, "Its code"),
        Field("doc_no", "决定文号", _K.TEXT, "Number of the decision"),
        Field("basis_article", "依据条款", _K.TEXT, "Article cited"),
    )


_GRADED: tuple[Field, ...] = (
    Field(
        "uscc",
        "统一社会信用代码",
        _K.ORG_CODE,
        "Code of the graded organisation",
        key=True,
        required=True,
        stored="",
    ),
    Field("scheme", "评价体系", _K.TEXT, "By which scheme it is graded", key=True, required=True),
    Field("period", "评价年度", _K.TEXT, "Year or period graded", key=True, required=True),
)

TAX_GRADES = Table(
    "tax_grades",
    "纳税信用等级",
    "Grades of a tax authority; a D is the ground of leads to that authority (L06)",
    (
        *_GRADED,
        Field("grade", "等级", _K.CODELIST, "The grade", codelist="tax_grade_values", required=True),
        Field(
            "direct_grade",
            "判级方式",
            _K.CODELIST,
            "How a D came about; one that follows from another firm's derives nothing further",
            codelist="direct_grades",
        ),
        Field("situation", "情形", _K.CODELIST, "Situation in the rule table", codelist="situations"),
        *_decision(),
        Field("ended_on", "结束日期", _K.DAY, "First day on which the grade holds no longer"),
        Field("end_reason", "结束原因", _K.CODELIST, "Why it ended", codelist="court_end_reasons"),
        Field("annulled_on", "撤销日期", _K.DAY, "Day on which it was annulled as wrong"),
        Field("annul_doc", "撤销文号", _K.TEXT, "Document of the annulment"),
        *ROW_FIELDS,
    ),
    ordered_days=(
        ("violation_from", "violation_to"),
        ("violation_from", "decided_on"),
        ("decided_on", "ended_on"),
    ),
)

EVALUATIONS = Table(
    "evaluations",
    "评价",
    "Grades by any other scheme; no ground of anybody's liability",
    (
        *_GRADED,
        Field("grade", "等级", _K.TEXT, "The grade, as the scheme writes it", required=True),
        Field("decided_on", "评价日期", _K.DAY, "Day of the evaluation"),
        Field("authority", "评价机关", _K.TEXT, "Evaluating authority"),
        Field("authority_code", "评价机关代码", _K.TEXT, "Its code"),
        *ROW_FIELDS,
    ),
)

ARREARS = Table(
    "arrears",
    "拖欠账款",
    "Taxes, small firms' bills or wages that are owed (L07, L21)",
    (
        Field("arrears_id", "拖欠记录编号", _K.TEXT, "Key of the record", key=True, required=True),
        Field(
            "arrears_kind", "拖欠种类", _K.CODELIST, "What is owed", codelist="arrears_kinds", required=True
        ),
        Field(
            "debtor_code",
            "拖欠主体代码",
            _K.ORG_CODE,
            "Code of the organisation that owes it",
            required=True,
            stored="",
            aliases=("uscc",),
        ),
        Field("creditor_code", "债权人代码", _K.ORG_CODE, "Code of the organisation to which it is owed"),
        Field("creditor_name", "债权人名称", _K.NAME, "Its name; not kept of natural persons"),
        Field("creditor_kind", "债权人类型", _K.CODELIST, "Kind of the creditor", codelist="creditor_kinds"),
        Field("amount_cny", "金额（元）", _K.AMOUNT_CNY, "Sum owed in 元"),
        Field("due_on", "应付日期", _K.DAY, "Last day on which it could be paid in time"),
        Field("paid_on", "付清日期", _K.DAY, "Day on which it was paid or secured"),
        Field("notice_on", "公告日期", _K.DAY, "Day of the notice or of the finding that it is owed"),
        Field("malicious_doc", "恶意拖欠认定文号", _K.TEXT, "Paper that says 恶意"),
        Field("consequence_doc", "不良后果认定文号", _K.TEXT, "Paper on 不良后果或者影响"),
        Field("exit_stop_doc", "阻止出境文号", _K.TEXT, "The tax authority's notice to stop an exit"),
        Field("refused_correction", "拒不改正", _K.BOOLEAN, "责令改正 was refused"),
        *_decision(),
        *ROW_FIELDS,
    ),
    ordered_days=(("violation_from", "violation_to"), ("violation_from", "decided_on")),
)

BANS = Table(
    "bans",
    "禁入",
    "Decisions that bar a person from offices or activities, or an organisation from licences",
    (
        Field("ban_id", "禁入编号", _K.TEXT, "Key of the ban", key=True, required=True),
        Field(
            "subject_code",
            "对象代码",
            _K.ORG_CODE,
            "Code of the barred organisation, or of the unit in whose case a person is barred",
            stored="unit_code",
            aliases=("uscc",),
        ),
        Field("name", "对象名称", _K.NAME, "Name of the barred subject", stored="person_name"),
        Field("id_type", "证件类型", _K.ID_TYPE, "Kind of a barred person's document", stored=""),
        Field("id_no", "证件号码", _K.ID_NUMBER, "Number of a barred person's document", stored=""),
        Field("role", "责任身份", _K.CODELIST, "As what the decision bars him", codelist="liable_roles"),
        Field("capacity", "具体身份", _K.TEXT, "As what within the role (编制主持人 …)"),
        Field("scope", "禁止范围", _K.TEXT, "What exactly is barred: a code of ban_scopes, or its words"),
        Field("industry_code", "行业代码", _K.TEXT, "Industry concerned"),
        Field("from", "禁止起始日", _K.DAY, "First day of the ban", required=True, stored="from_day"),
        Field(
            "until",
            "禁止终止日",
            _K.DAY_OR_LIFE,
            "First day after the ban; 终身 = open, empty = not stated",
            stored="until_day",
        ),
        Field("decided_on", "决定日期", _K.DAY, "Day of the decision"),
        Field("authority", "决定机关", _K.TEXT, "Deciding authority"),
        Field("authority_code", "决定机关代码", _K.TEXT, "Its code"),
        Field("doc_no", "决定文号", _K.TEXT, "Number of the decision"),
        Field("basis_article", "依据条款", _K.TEXT, "Article cited"),
        *ROW_FIELDS,
    ),
    ordered_days=(("from", "until"),),
)

GROUND_TABLES: tuple[Table, ...] = (TAX_GRADES, EVALUATIONS, ARREARS, BANS)
