"""The exchange package's tables: decisions and what follows on them."""

from __future__ import annotations

from graph.model.kinds import Field, FieldKind, Table
from graph.model.tables_shared import ROW_FIELDS

_K = FieldKind


def _penalty_fields(person: bool) -> tuple[Field, ...]:
    """The national CF_* fields (facts.md 1.1), for organisations or for natural persons."""
    if person:
        subject: tuple[Field, ...] = (
            Field(
                "subject_id_type",
                "证件类型",
                _K.ID_TYPE,
                "Kind of the person's document",
                aliases=("CF_XDR_ZJLX", "id_type"),
                stored="",
            ),
            Field(
                "subject_id_no",
                "证件号码",
                _K.ID_NUMBER,
                "Number of the person's document",
                key=True,
                required=True,
                aliases=("CF_XDR_ZJHM", "CF_XDR_SFZH", "id_no"),
                stored="",
            ),
        )
    else:
        subject = (
            Field(
                "subject_code",
                "代码_1",
                _K.ORG_CODE,
                "统一社会信用代码 of the subject",
                key=True,
                required=False,
                aliases=("CF_XDR_SHXYM", "CF_XDR_XYDM", "统一社会信用代码", "uscc"),
                stored="",
            ),
            Field(
                "subject_reg15",
                "代码_2",
                _K.TEXT,
                "工商注册号",
                aliases=("CF_XDR_GSZC", "CF_XDR_GSDJ"),
                stored="",
            ),
            Field(
                "subject_org9",
                "代码_3",
                _K.TEXT,
                "组织机构代码",
                aliases=("CF_XDR_ZZJG", "CF_XDR_ZDM"),
                stored="",
            ),
            Field("subject_tax", "代码_4", _K.TEXT, "税务登记号", aliases=("CF_XDR_SWDJ",), stored=""),
            Field(
                "subject_institution",
                "代码_5",
                _K.TEXT,
                "事业单位证书号",
                aliases=("CF_XDR_SYDW",),
                stored="",
            ),
            Field(
                "subject_social", "代码_6", _K.TEXT, "社会组织登记证号", aliases=("CF_XDR_SHZZ",), stored=""
            ),
            Field(
                "rep_name",
                "法定代表人",
                _K.NAME,
                "Representative named in the decision",
                aliases=("CF_FRDB", "CF_FR", "CF_FDDB"),
            ),
            Field(
                "rep_id_type",
                "法定代表人证件类型",
                _K.ID_TYPE,
                "Kind of the representative's document",
                aliases=("CF_FR_ZJLX",),
                stored="",
            ),
            Field(
                "rep_id_no",
                "法定代表人证件号码",
                _K.ID_NUMBER,
                "Number of the representative's document",
                aliases=("CF_FR_ZJHM", "CF_FR_SFZH"),
                stored="",
            ),
        )
    return (
        Field(
            "subject_name",
            "行政相对人名称",
            _K.NAME,
            "Name of the penalised subject",
            required=True,
            aliases=("CF_XDR_MC",),
        ),
        Field(
            "subject_class",
            "行政相对人类别",
            _K.CODELIST,
            "Kind of the penalised subject",
            codelist="penalty_subject_kinds",
            aliases=("CF_XDR_LB",),
        ),
        *subject,
        Field(
            "doc_no",
            "行政处罚决定书文号",
            _K.TEXT,
            "Number of the decision",
            key=True,
            required=True,
            aliases=("CF_WSH",),
        ),
        Field("conduct", "违法行为类型", _K.TEXT, "Kind of violation", aliases=("CF_WFXW",)),
        Field("facts", "违法事实", _K.TEXT, "Facts found", aliases=("CF_SY",)),
        Field("basis", "处罚依据", _K.TEXT, "Legal basis cited", aliases=("CF_YJ",)),
        Field(
            "penalty_kinds",
            "处罚类别",
            _K.CODELIST_MANY,
            "Kinds of penalty",
            codelist="penalty_kinds",
            aliases=("CF_CFLB", "CF_CFLB1"),
        ),
        Field("penalty_title", "处罚名称", _K.TEXT, "Title used before 2018", aliases=("CF_CFMC",)),
        Field("content", "处罚内容", _K.TEXT, "What was imposed", aliases=("CF_NR", "CF_JG")),
        Field(
            "fine_cny",
            "罚款金额(万元)",
            _K.AMOUNT_WAN,
            "Fine; handed in in 万元, kept in 元",
            aliases=("CF_NR_FK", "罚款金额（万元）"),
        ),
        Field(
            "confiscated_cny",
            "没收金额(万元)",
            _K.AMOUNT_WAN,
            "Confiscated; handed in in 万元, kept in 元",
            aliases=(
                "CF_NR_WFFF",
                "没收违法所得、没收非法财物的金额(万元)",
                "没收违法所得、没收非法财物的金额（万元）",
            ),
        ),
        Field(
            "licence_affected",
            "暂扣或吊销证照名称及编号",
            _K.TEXT,
            "Licence suspended or revoked",
            aliases=("CF_NR_ZKDX",),
        ),
        Field(
            "decided_on", "处罚决定日期", _K.DAY, "Day of the decision", required=True, aliases=("CF_JDRQ",)
        ),
        Field(
            "effective_until",
            "处罚有效期",
            _K.DAY,
            "End of effect; 2099-12-31 means open",
            aliases=("CF_YXQ",),
        ),
        Field("publish_until", "公示截止期", _K.DAY, "End of publication", aliases=("CF_GSJZQ",)),
        Field("authority", "处罚机关", _K.TEXT, "Deciding authority", aliases=("CF_CFJG", "CF_XZJG")),
        Field(
            "authority_code",
            "处罚机关统一社会信用代码",
            _K.TEXT,
            "Its code",
            key=True,
            required=True,
            aliases=("CF_CFJGDM",),
        ),
        Field("provider", "数据来源单位", _K.TEXT, "Unit that hands it in", aliases=("CF_SJLY",)),
        Field("provider_code", "数据来源单位统一社会信用代码", _K.TEXT, "Its code", aliases=("CF_SJLYDM",)),
        Field("remark", "备注", _K.TEXT, "Remark", aliases=("BZ",)),
        Field("procedure", "处罚程序", _K.CODELIST, "Procedure used", codelist="procedures"),
        Field("slight_remedied", "轻微并已主动消除", _K.BOOLEAN, "Slight and remedied (河南条例13)"),
        Field("severity", "失信程度", _K.CODELIST, "Severity class", codelist="severities"),
        Field("sector", "领域", _K.CODELIST, "Sector of the violation", codelist="sectors"),
        Field("violation_from", "违法行为起始日", _K.DAY, "First day of the violation"),
        Field("violation_to", "违法行为终止日", _K.DAY, "Last day of the violation"),
        Field("ban_scope", "禁止范围", _K.TEXT, "What exactly is barred"),
        Field("ban_from", "禁止起始日", _K.DAY, "First day of the ban"),
        Field("ban_until", "禁止终止日", _K.DAY_OR_LIFE, "First day after the ban; 终身 = open"),
        Field("served_on", "送达日期", _K.DAY, "Day of service"),
        Field("annulled_on", "撤销日期", _K.DAY, "Day on which it was annulled"),
        Field("annul_doc", "撤销文号", _K.TEXT, "Document of the annulment"),
        *ROW_FIELDS,
    )


PENALTIES_ORG = Table(
    "penalties_org",
    "法人行政处罚",
    "Administrative penalties on organisations",
    _penalty_fields(False),
    ordered_days=(("violation_from", "violation_to"),),
)
PENALTIES_PERSON = Table(
    "penalties_person",
    "自然人行政处罚",
    "Administrative penalties on natural persons",
    _penalty_fields(True),
    ordered_days=(("violation_from", "violation_to"),),
)

JUDGMENTS = Table(
    "judgments",
    "司法",
    "Court records; the kinds 失信被执行人 and 限制消费 are L01 and L02",
    (
        Field("court", "法院", _K.TEXT, "Court", key=True, required=True),
        Field("case_no", "案号", _K.TEXT, "Number of the case", key=True, required=True),
        Field(
            "subject_kind",
            "对象类别",
            _K.CODELIST,
            "Organisation or person",
            codelist="subject_kinds",
            stored="",
        ),
        Field(
            "subject_code",
            "对象代码",
            _K.ORG_CODE,
            "Code of an organisation",
            key=True,
            stored="",
            aliases=("uscc",),
        ),
        Field("subject_name", "对象名称", _K.NAME, "Name of the subject", aliases=("name",)),
        Field("id_type", "证件类型", _K.ID_TYPE, "Kind of a person's document", stored=""),
        Field("id_no", "证件号码", _K.ID_NUMBER, "Number of a person's document", key=True, stored=""),
        Field(
            "kind",
            "文书种类",
            _K.CODELIST,
            "Kind of record",
            codelist="court_kinds",
            key=True,
            required=True,
            stored="court_kind",
        ),
        Field("authority_code", "法院代码", _K.TEXT, "Code of the court"),
        Field("situation", "情形", _K.CODELIST, "Situation in the rule table", codelist="situations"),
        Field("obligation", "义务种类", _K.TEXT, "MONEY or OTHER"),
        Field("offence_group", "罪名类别", _K.TEXT, "FOOD_SAFETY, SAFETY or EIA"),
        Field("sentence", "刑罚", _K.TEXT, "有期徒刑以上 or 其他"),
        Field("final", "已生效", _K.BOOLEAN, "Whether the judgment is final", stored="is_final"),
        Field("amount_cny", "金额（元）", _K.AMOUNT_CNY, "Amount in 元"),
        Field("decided_on", "作出日期", _K.DAY, "Day of the decision", required=True),
        Field("measure_from", "措施起始日", _K.DAY, "First day of the measure"),
        Field("until", "措施终止日", _K.DAY, "End stated in the document", stored="until_day"),
        Field("ended_on", "结束日期", _K.DAY, "Day on which it ended"),
        Field("end_reason", "结束原因", _K.CODELIST, "Why it ended", codelist="court_end_reasons"),
        *ROW_FIELDS,
    ),
    ordered_days=(("decided_on", "ended_on"),),
)

LISTINGS = Table(
    "listings",
    "名单",
    "Entries in a list",
    (
        Field("listing_id", "名单记录编号", _K.TEXT, "Key of the entry", key=True, required=True),
        Field("list_type", "名单类型", _K.CODELIST, "Which list", codelist="list_types", required=True),
        Field("list_scope", "名单层级", _K.CODELIST, "National, or by Henan statute", codelist="list_scopes"),
        Field("situation", "情形", _K.CODELIST, "Situation in the rule table", codelist="situations"),
        Field(
            "uscc",
            "统一社会信用代码",
            _K.ORG_CODE,
            "Code of the listed organisation, or of the unit concerned",
            stored="unit_code",
        ),
        Field("name", "名称", _K.NAME, "Name of the listed subject", stored="subject_name"),
        Field("id_type", "证件类型", _K.ID_TYPE, "Kind of a listed person's document", stored=""),
        Field("id_no", "证件号码", _K.ID_NUMBER, "Number of a listed person's document", stored=""),
        Field("violation_from", "违法行为起始日", _K.DAY, "First day of the violation"),
        Field("violation_to", "违法行为终止日", _K.DAY, "Last day of the violation"),
        Field("notice_on", "告知日期", _K.DAY, "Day of the prior notice"),
        Field("notice_doc", "告知文号", _K.TEXT, "Number of the prior notice"),
        Field("decided_on", "列入日期", _K.DAY, "Day of the decision", required=True),
        Field("measure_from", "措施起始日", _K.DAY, "First day of the measures"),
        Field("served_on", "送达日期", _K.DAY, "Day of service"),
        Field("authority", "列入机关", _K.TEXT, "Deciding authority"),
        Field("authority_code", "列入机关代码", _K.TEXT, "Its code"),
        Field("doc_no", "列入文号", _K.TEXT, "Number of the decision"),
        Field("reason", "列入事由", _K.TEXT, "Why"),
        Field("basis_article", "依据条款", _K.TEXT, "Article cited"),
        Field("ground_doc", "依据文书", _K.TEXT, "Document it rests on"),
        Field("severity", "失信程度", _K.CODELIST, "Severity class", codelist="severities"),
        Field("term_months", "期限（月）", _K.INTEGER, "Term in months"),
        Field("amount_cny", "金额（元）", _K.AMOUNT_CNY, "Amount in 元"),
        Field("industry_code", "行业代码", _K.TEXT, "Industry concerned"),
        Field("region_code", "行政区划代码", _K.TEXT, "District concerned"),
        Field("corrected_on", "改正日期", _K.DAY, "Day of correction"),
        Field("publish_until", "公示截止期", _K.DAY, "End of publication"),
        Field("henan35_elected", "选择适用河南条例35条", _K.BOOLEAN, "The authority elected 河南条例35条"),
        Field("henan35_doc_no", "河南条例35条文号", _K.TEXT, "Number of that document"),
        Field(
            "actual_responsible_by_judgment",
            "实际责任人经裁判认定",
            _K.BOOLEAN,
            "A court found the responsible person (L05)",
        ),
        Field("rep_involved", "法定代表人参与", _K.BOOLEAN, "The representative took part (L05)"),
        Field("removed_on", "移出日期", _K.DAY, "Day of removal"),
        Field("removal_kind", "移出种类", _K.CODELIST, "Why it was removed", codelist="removal_kinds"),
        Field("removal_doc", "移出文号", _K.TEXT, "Document of the removal"),
        *ROW_FIELDS,
    ),
    ordered_days=(("violation_from", "violation_to"), ("decided_on", "removed_on")),
)

LIABLE_PERSONS = Table(
    "liable_persons",
    "责任人认定",
    "Decisions of an authority that name a responsible person",
    (
        Field(
            "ground_kind",
            "依据种类",
            _K.CODELIST,
            "Kind of the ground",
            codelist="ground_kinds",
            key=True,
            required=True,
            stored="target_kind",
        ),
        Field(
            "ground_id",
            "依据编号",
            _K.GROUND_KEY,
            "Key of the ground",
            key=True,
            required=True,
            aliases=("listing_id",),
            stored="target_ref",
        ),
        Field("name", "姓名", _K.NAME, "The person's name", key=True, required=True, stored="person_name"),
        Field("id_type", "证件类型", _K.ID_TYPE, "Kind of the document", stored=""),
        Field("id_no", "证件号码", _K.ID_NUMBER, "Number of the document", key=True, stored=""),
        Field(
            "role", "责任身份", _K.CODELIST, "In which role", codelist="liable_roles", key=True, required=True
        ),
        Field("mode", "追责方式", _K.CODELIST, "What the document decides", codelist="modes"),
        Field("decided_on", "认定日期", _K.DAY, "Day of the document"),
        Field("doc_no", "认定文号", _K.TEXT, "Number of the document"),
        Field("authority_code", "认定机关代码", _K.TEXT, "Authority that named the person"),
        Field("from", "起始日", _K.DAY, "First day of effect stated", stored="from_day"),
        Field("until", "终止日", _K.DAY_OR_LIFE, "First day after the effect stated", stored="until_day"),
        Field("at_violation", "违法时任职", _K.BOOLEAN, "Held the role at the violation"),
        Field("fault_doc", "个人责任文书", _K.TEXT, "Paper that finds the person responsible"),
        *ROW_FIELDS,
    ),
    ordered_days=(("from", "until"),),
)

REPAIRS = Table(
    "repairs",
    "信用修复",
    "Repairs applied for and decided",
    (
        Field("repair_id", "修复编号", _K.TEXT, "Key of the repair", key=True, required=True),
        Field(
            "target_kind",
            "对象种类",
            _K.CODELIST,
            "Kind of the record repaired",
            codelist="target_kinds",
            required=True,
        ),
        Field(
            "target_key",
            "对象编号",
            _K.GROUND_KEY,
            "Key of the record repaired",
            required=True,
            stored="target_ref",
        ),
        Field("applied_on", "申请日期", _K.DAY, "Day of application"),
        Field("accepted_on", "受理日期", _K.DAY, "Day of acceptance"),
        Field("decided_on", "决定日期", _K.DAY, "Day of the decision"),
        Field("result", "结果", _K.CODELIST, "Result", codelist="repair_results"),
        Field("doc_no", "决定文号", _K.TEXT, "Number of the decision"),
        Field("authority_code", "决定机关代码", _K.TEXT, "Deciding authority"),
        Field("evidence", "材料", _K.TEXT, "Documents handed in"),
        *ROW_FIELDS,
    ),
    ordered_days=(("applied_on", "decided_on"),),
)

OBJECTIONS = Table(
    "objections",
    "异议",
    "Objections raised and decided; an open one suspends",
    (
        Field("objection_id", "异议编号", _K.TEXT, "Key of the objection", key=True, required=True),
        Field(
            "target_kind", "对象种类", _K.CODELIST, "Kind of the record contested", codelist="target_kinds"
        ),
        Field("target_key", "对象编号", _K.GROUND_KEY, "Key of the record contested", stored="target_ref"),
        Field("fact_id", "事实编号", _K.TEXT, "Fact contested", stored="target_fact_id"),
        Field("raised_on", "提出日期", _K.DAY, "Day on which it was raised", required=True),
        Field("raised_by", "提出人", _K.NAME, "Who raised it", stored=""),
        Field(
            "ground", "异议理由", _K.CODELIST, "Why", codelist="objection_grounds", stored="objection_ground"
        ),
        Field("decided_on", "决定日期", _K.DAY, "Day of the decision"),
        Field("result", "结果", _K.CODELIST, "Result", codelist="objection_results"),
        Field("doc_no", "决定文号", _K.TEXT, "Number of the decision"),
        *ROW_FIELDS,
    ),
    ordered_days=(("raised_on", "decided_on"),),
)

DECISION_TABLES: tuple[Table, ...] = (
    PENALTIES_ORG,
    PENALTIES_PERSON,
    JUDGMENTS,
    LISTINGS,
    LIABLE_PERSONS,
    REPAIRS,
    OBJECTIONS,
)
