"""The exchange package's tables: licences (national XK_* fields, facts.md 1.2), other administrative acts."""

from __future__ import annotations

from graph.model.kinds import Field, FieldKind, Table
from graph.model.tables_shared import ROW_FIELDS

_K = FieldKind

_LICENSED: tuple[Field, ...] = (
    Field("subject_name", "行政相对人名称", _K.NAME, "Name of the licensed subject", aliases=("XK_XDR_MC",)),
    Field(
        "subject_class",
        "行政相对人类别",
        _K.CODELIST,
        "Kind of the licensed subject",
        codelist="penalty_subject_kinds",
        aliases=("XK_XDR_LB",),
    ),
)
_LICENSED_ORG: tuple[Field, ...] = (
    Field(
        "subject_code",
        "代码_1",
        _K.ORG_CODE,
        "统一社会信用代码 of the subject",
        key=True,
        aliases=("XK_XDR_SHXYM", "统一社会信用代码", "uscc"),
        stored="",
    ),
    Field("subject_reg15", "代码_2", _K.TEXT, "工商注册号", aliases=("XK_XDR_GSZC",), stored=""),
    Field("subject_org9", "代码_3", _K.TEXT, "组织机构代码", aliases=("XK_XDR_ZZJG",), stored=""),
    Field("subject_tax", "代码_4", _K.TEXT, "税务登记号", aliases=("XK_XDR_SWDJ",), stored=""),
    Field("subject_institution", "代码_5", _K.TEXT, "事业单位证书号", aliases=("XK_XDR_SYDW",), stored=""),
    Field("subject_social", "代码_6", _K.TEXT, "社会组织登记证号", aliases=("XK_XDR_SHZZ",), stored=""),
    Field("rep_name", "法定代表人", _K.NAME, "Representative named in the licence", aliases=("XK_FRDB",)),
    Field(
        "rep_id_type",
        "法定代表人证件类型",
        _K.ID_TYPE,
        "Kind of the representative's document",
        aliases=("XK_FR_ZJLX",),
        stored="",
    ),
    Field(
        "rep_id_no",
        "法定代表人证件号码",
        _K.ID_NUMBER,
        "Number of the representative's document",
        aliases=("XK_FR_ZJHM", "XK_FR_SFZH"),
        stored="",
    ),
)
_LICENSED_PERSON: tuple[Field, ...] = (
    Field(
        "subject_id_type",
        "证件类型",
        _K.ID_TYPE,
        "Kind of the person's document",
        aliases=("XK_XDR_ZJLX", "id_type"),
        stored="",
    ),
    Field(
        "subject_id_no",
        "证件号码",
        _K.ID_NUMBER,
        "Number of the person's document",
        key=True,
        required=True,
        aliases=("XK_XDR_ZJHM", "XK_XDR_SFZH", "id_no"),
        stored="",
    ),
)
_LICENCE: tuple[Field, ...] = (
    Field("doc_title", "行政许可决定文书名称", _K.TEXT, "Title of the decision", aliases=("XK_XKWS",)),
    Field(
        "doc_no",
        "行政许可决定文书号",
        _K.TEXT,
        "Number of the decision",
        key=True,
        required=True,
        aliases=("XK_WSH",),
    ),
    Field(
        "licence_kind",
        "许可类别",
        _K.CODELIST,
        "Kind of licence",
        codelist="licence_kinds",
        aliases=("XK_XKLB",),
    ),
    Field("certificate", "许可证书名称", _K.TEXT, "Name of the certificate", aliases=("XK_XKZS",)),
    Field("licence_no", "许可编号", _K.TEXT, "Number of the licence", aliases=("XK_XKBH",)),
    Field("content", "许可内容", _K.TEXT, "What is licensed", aliases=("XK_NR",)),
    Field("decided_on", "许可决定日期", _K.DAY, "Day of the decision", required=True, aliases=("XK_JDRQ",)),
    Field("valid_from", "有效期自", _K.DAY, "First day of effect", aliases=("XK_YXQZ",)),
    Field(
        "valid_to",
        "有效期至",
        _K.DAY,
        "End of effect; 2099-12-31 means open",
        aliases=("XK_YXQZI",),
    ),
    Field("authority", "许可机关", _K.TEXT, "Deciding authority", aliases=("XK_XKJG",)),
    Field(
        "authority_code",
        "许可机关统一社会信用代码",
        _K.TEXT,
        "Its code",
        key=True,
        required=True,
        aliases=("XK_XKJGDM",),
    ),
    Field(
        "licence_state",
        "当前状态",
        _K.CODELIST,
        "State of the licence",
        codelist="licence_states",
        aliases=("XK_ZT",),
    ),
    Field("provider", "数据来源单位", _K.TEXT, "Unit that hands it in", aliases=("XK_LYDW",)),
    Field("provider_code", "数据来源单位代码", _K.TEXT, "Its code", aliases=("XK_LYDWDM",)),
    Field("remark", "备注", _K.TEXT, "Remark", aliases=("BZ",)),
    *ROW_FIELDS,
)

LICENCES_ORG = Table(
    "licences_org",
    "法人行政许可",
    "Licences of organisations",
    (*_LICENSED, *_LICENSED_ORG, *_LICENCE),
    ordered_days=(("valid_from", "valid_to"),),
)
LICENCES_PERSON = Table(
    "licences_person",
    "自然人行政许可",
    "Licences of natural persons",
    (*_LICENSED, *_LICENSED_PERSON, *_LICENCE),
    ordered_days=(("valid_from", "valid_to"),),
)

ADMIN_ACTS = Table(
    "admin_acts",
    "其他行政行为",
    "The eight other kinds of administrative acts on organisations",
    (
        Field(
            "authority_code", "行政机关代码", _K.TEXT, "Code of the acting authority", key=True, required=True
        ),
        Field("doc_no", "文书号", _K.TEXT, "Number of the act", key=True, required=True),
        Field(
            "subject_code",
            "行政相对人代码",
            _K.ORG_CODE,
            "Code of the organisation concerned",
            key=True,
            required=True,
            stored="",
            aliases=("uscc",),
        ),
        Field(
            "kind",
            "行政行为种类",
            _K.CODELIST,
            "Kind of act",
            codelist="admin_act_kinds",
            required=True,
            stored="act_kind",
        ),
        Field("subject_name", "行政相对人名称", _K.NAME, "Name of the organisation concerned"),
        Field("content", "内容", _K.TEXT, "What was done"),
        Field("decided_on", "作出日期", _K.DAY, "Day of the act"),
        Field("published_on", "公示日期", _K.DAY, "Day of its publication"),
        Field("authority", "行政机关", _K.TEXT, "Acting authority"),
        *ROW_FIELDS,
    ),
)

ACT_TABLES: tuple[Table, ...] = (LICENCES_ORG, LICENCES_PERSON, ADMIN_ACTS)
