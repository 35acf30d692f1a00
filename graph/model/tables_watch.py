"""The exchange package's tables that early warning reads: complaints and commitments."""

from __future__ import annotations

from graph.model.kinds import Field, FieldKind, Table
from graph.model.tables_shared import ROW_FIELDS

_K = FieldKind

COMPLAINTS = Table(
    "complaints",
    "投诉举报",
    "Complaints and reports of the public (12315 and others); who complained is not kept",
    (
        Field("complaint_id", "投诉编号", _K.TEXT, "Key of the complaint", key=True, required=True),
        Field(
            "uscc",
            "被投诉主体代码",
            _K.ORG_CODE,
            "Code of the organisation complained of",
            required=True,
            stored="",
            aliases=("统一社会信用代码",),
        ),
        Field(
            "kind",
            "投诉种类",
            _K.CODELIST,
            "Complaint of a consumer or report of a violation",
            codelist="complaint_kinds",
            required=True,
            stored="complaint_kind",
        ),
        Field("channel", "受理渠道", _K.TEXT, "Where it was raised, as 12315"),
        Field("category", "问题类别", _K.TEXT, "What it is about, by the platform's own classes"),
        Field("received_on", "接收日期", _K.DAY, "Day on which it was raised", required=True),
        Field("accepted_on", "受理日期", _K.DAY, "Day on which it was taken up"),
        Field("decided_on", "办结日期", _K.DAY, "Day on which it was closed"),
        Field("result", "办理结果", _K.CODELIST, "How it was closed", codelist="complaint_results"),
        Field("authority", "承办机关", _K.TEXT, "Authority that handles it"),
        Field("authority_code", "承办机关代码", _K.TEXT, "Its code"),
        Field(
            "content",
            "投诉内容",
            _K.TEXT,
            "Words of the complaint; not kept: they may name people",
            stored="",
        ),
        Field("complainant", "投诉人", _K.NAME, "Who complained; not kept", stored=""),
        *ROW_FIELDS,
    ),
    ordered_days=(("received_on", "decided_on"),),
)

COMMITMENTS = Table(
    "commitments",
    "信用承诺",
    "Commitments given, and whether they were kept (the national fields)",
    (
        Field("code", "承诺编码", _K.TEXT, "Key of the commitment", key=True, required=True, max_length=40),
        Field("subject_name", "承诺人名称", _K.NAME, "Who promised"),
        Field(
            "subject_category",
            "承诺人类别",
            _K.CODELIST,
            "Kind of who promised",
            codelist="commitment_subjects",
        ),
        Field(
            "subject_code",
            "承诺人代码",
            _K.ORG_CODE,
            "Code of an organisation that promised",
            stored="",
            aliases=("uscc", "identify", "统一社会信用代码"),
        ),
        Field("id_type", "证件类型", _K.ID_TYPE, "Kind of a person's document", stored=""),
        Field("id_no", "证件号码", _K.ID_NUMBER, "Number of a person's document", stored=""),
        Field(
            "type",
            "承诺类型",
            _K.CODELIST,
            "Kind of commitment",
            codelist="commitment_types",
            required=True,
            stored="commitment_type",
        ),
        Field("reason", "承诺事由", _K.TEXT, "For what it was given", max_length=512),
        Field("content", "承诺内容", _K.TEXT, "What was promised"),
        Field("breach_liability", "违诺责任", _K.TEXT, "What a breach entails, as promised"),
        Field("made_on", "承诺作出日期", _K.DAY, "Day on which it was given", required=True),
        Field(
            "until",
            "承诺有效期",
            _K.DAY,
            "Last day of its term",
            stored="until_day",
            aliases=("valid_until",),
        ),
        Field("fulfilment", "承诺履行状态", _K.CODELIST, "Whether it was kept", codelist="fulfilments"),
        Field("unperformed", "未履行的内容", _K.TEXT, "What was not kept"),
        Field("breach_action", "违诺责任追究内容", _K.TEXT, "What followed on the breach"),
        Field("assessed_on", "履行状态认定日期", _K.DAY, "Day on which keeping or breach was found"),
        Field("assessor", "履行状态认定单位", _K.TEXT, "Unit that found it"),
        Field("assessor_code", "履行状态认定单位代码", _K.TEXT, "Its code"),
        Field("acceptor", "受理单位", _K.TEXT, "Unit to which it was given"),
        Field("acceptor_code", "受理单位代码", _K.TEXT, "Its code"),
        Field("publicity", "公开类型", _K.CODELIST, "How far it may be published", codelist="publicities"),
        Field("remark", "备注", _K.TEXT, "Remark", max_length=512),
        *ROW_FIELDS,
    ),
    ordered_days=(("made_on", "assessed_on"),),
)

WATCH_TABLES: tuple[Table, ...] = (COMPLAINTS, COMMITMENTS)
