"""The exchange package's tables: who filed a registration, and who bids for public contracts together."""

from __future__ import annotations

from graph.model.kinds import Field, FieldKind, Table
from graph.model.tables_shared import ROW_FIELDS

_K = FieldKind

FILINGS = Table(
    "filings",
    "登记申报",
    "Who filed a registration for an organisation: an agency, or a person who filed it",
    (
        Field(
            "uscc",
            "统一社会信用代码",
            _K.ORG_CODE,
            "Code of the organisation registered",
            key=True,
            required=True,
            stored="",
        ),
        Field(
            "kind",
            "登记种类",
            _K.CODELIST,
            "Which registration was filed",
            codelist="filing_kinds",
            key=True,
            required=True,
            stored="filing_kind",
        ),
        Field(
            "agent_code",
            "代办机构代码",
            _K.ORG_CODE,
            "Code of the agency that filed it",
            key=True,
            stored="",
        ),
        Field("agent_name", "代办人姓名", _K.NAME, "Name of the person who filed it", stored="person_name"),
        Field("agent_id_type", "代办人证件类型", _K.ID_TYPE, "Kind of that person's document", stored=""),
        Field(
            "agent_id_no",
            "代办人证件号码",
            _K.ID_NUMBER,
            "Number of that person's document",
            key=True,
            stored="",
        ),
        Field("filed_on", "申报日期", _K.DAY, "Day of the filing", key=True, required=True),
        Field("source_doc", "依据文件", _K.TEXT, "Document behind it"),
        *ROW_FIELDS,
    ),
)

TENDER_BIDS = Table(
    "tender_bids",
    "投标",
    "Bids in tenders for public contracts; bids of one consortium share its number",
    (
        Field("tender_id", "招标项目编号", _K.TEXT, "Number of the tender", key=True, required=True),
        Field(
            "uscc",
            "投标人代码",
            _K.ORG_CODE,
            "Code of the bidder",
            key=True,
            required=True,
            stored="",
        ),
        Field("tender_name", "招标项目名称", _K.TEXT, "Name of the tender"),
        Field("consortium_no", "联合体编号", _K.TEXT, "Number of the consortium; empty for a single bidder"),
        Field(
            "consortium_role",
            "联合体身份",
            _K.CODELIST,
            "Leader or member of the consortium",
            codelist="consortium_roles",
        ),
        Field("bid_on", "投标日期", _K.DAY, "Day of the bid", required=True),
        Field("result", "结果", _K.CODELIST, "Outcome of the bid", codelist="tender_results"),
        Field("authority", "招标人", _K.TEXT, "Who puts it out to tender"),
        Field("authority_code", "招标人代码", _K.TEXT, "Its code"),
        Field("source_doc", "依据文件", _K.TEXT, "Document behind it"),
        *ROW_FIELDS,
    ),
)

DEALING_TABLES: tuple[Table, ...] = (FILINGS, TENDER_BIDS)
