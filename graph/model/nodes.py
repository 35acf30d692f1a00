"""Node labels: identities, sources and the platform's own records."""

from __future__ import annotations

from graph.model.kinds import NodeType, Property
from graph.model.nodes_cases import CASE_NODES
from graph.model.nodes_facts import FACT_NODES
from graph.model.nodes_patterns import PATTERN_NODES
from graph.model.nodes_receipts import RECEIPT_NODES
from graph.model.nodes_system import SYSTEM_NODES
from graph.model.nodes_watch import WATCH_NODES
from graph.model.properties import PERSON_NAME, day, flag, many, number, text, whole

_SEQ = (
    whole("seq_from", "记入序号", "Commit that wrote it"),
    whole("seq_to", "失效序号", "Commit that ended it; the largest number while current"),
)

IDENTITY_NODES = (
    NodeType(
        "Entity",
        "市场主体",
        "An organisation: identity only; its dated attributes are EntityState nodes",
        (text("entity_id", "主体编号", "Opaque id"),),
        unique=("entity_id",),
    ),
    NodeType(
        "Identifier",
        "代码",
        "A code that identifies an organisation, dated by its IDENTIFIED_BY edge",
        (
            text("identifier_key", "代码键", "scheme:value"),
            text("scheme", "代码类型", "USCC, REG15, ORG9, FOREIGN, NAME …"),
            text("value", "代码", "The code"),
        ),
        unique=("identifier_key",),
    ),
    NodeType(
        "Person",
        "自然人",
        "A natural person under an opaque random id; names are on facts, numbers apart",
        (
            text("person_id", "人员编号", "Opaque random id"),
            text("name", "姓名", "First name seen; for search only"),
            flag("verified", "已核验", "Known by a document number"),
            text("unverified_key", "未核验键", "entity_id|name of a person known without number"),
        ),
        unique=("person_id", "unverified_key"),
        fulltext="name",
    ),
    NodeType(
        "PersonNumber",
        "证件",
        "A person's document number: keyed digest, masked form, encrypted text (A9)",
        (
            text("id_hmac", "证件摘要", "Key version and keyed digest"),
            text("id_type", "证件类型", "Kind of the document"),
            text("masked", "脱敏号码", "First 6 and last 4"),
            text("ciphertext", "密文", "AES-GCM under the person's data key"),
            text("nonce", "随机数", "Nonce of the ciphertext"),
            text(
                "wrapped_key", "数据密钥", "The person's data key, wrapped; destroying it is the one erasure"
            ),
        ),
        unique=("id_hmac",),
    ),
)

PLATFORM_NODES = (
    NodeType(
        "SourceRecord",
        "来源记录",
        "One row handed in, redacted, down to file and line",
        (
            text("source_record_id", "来源记录编号", "Opaque id"),
            text("source_key", "来源键", "Source, table and record id or key digest; unique while current"),
            text("source", "来源单位", "Code of the source"),
            text("table_name", "数据表", "Table of the package"),
            text("record_id", "记录编号", "The row's own key in its source, or empty"),
            text("op", "操作", "UPSERT, END or RETRACT"),
            text("row_digest", "行摘要", "Keyed digest of the row as handed in"),
            text("file", "文件", "File it came from"),
            whole("line", "行号", "Line in that file"),
            text("record_key", "记录键", "The fact that it names"),
            text("payload_digest", "内容摘要", "Digest of the normalised columns"),
            text("fact_type", "事实种类", "Label or relationship type of the fact"),
            text("payload", "规范化内容", "Normalised columns with internal ids, JSON"),
            text("extra", "其他栏", "Unknown columns, redacted, JSON"),
            text("produced_at", "产生时间", "When its package was produced"),
            *_SEQ,
        ),
        unique=("source_record_id", "source_key"),
        indexed=("record_key",),
    ),
    NodeType(
        "QuarantinedRow",
        "隔离记录",
        "A row that was not taken: redacted, with reason and remedy; a returned one by digest only",
        (
            text("quarantine_key", "隔离键", "Source, file, line and digest"),
            text("run_id", "批次编号", "Run that first met it"),
            text("source", "来源单位", "Code of the source"),
            text("table_name", "数据表", "Table of the package"),
            text("file", "文件", "File it came from"),
            whole("line", "行号", "Line in that file"),
            text("column_name", "栏目", "Column that is wrong"),
            text("rule", "规则", "Which check it failed"),
            text("what", "问题", "What is wrong"),
            text("todo", "处理办法", "What the sender should do"),
            text("row_digest", "行摘要", "Keyed digest of the row"),
            text("redacted", "脱敏内容", "The row without personal numbers, JSON; empty on the return sheet"),
            flag("returned", "退回", "Kept off the platform by law and sent back"),
            text(
                "source_key",
                "来源记录键",
                "Key that the corrected row will have; source and table alone where it cannot be read",
            ),
            text("settled_by", "更正批次", "Run that brought the corrected row; absent while it is awaited"),
            *_SEQ,
        ),
        unique=("quarantine_key",),
        indexed=("run_id", "rule", "source_key"),
    ),
    NodeType(
        "SourceConflict",
        "来源矛盾",
        "A fact that current source records tell differently: a mark, kept with the records that make it",
        (
            text("conflict_id", "矛盾编号", "Opaque id"),
            text("record_key", "记录键", "The fact that is told differently"),
            text("current_key", "现行键", "record_key while it is; absent once the sources agree"),
            text("fact_type", "事实种类", "Label or relationship type of the fact"),
            many("sources", "来源单位", "Codes of the sources that name the fact, sorted"),
            whole("contents", "内容种数", "How many different contents they tell"),
            *_SEQ,
        ),
        unique=("conflict_id", "current_key"),
        indexed=("record_key",),
    ),
    NodeType(
        "Ground",
        "依据",
        "Pins one version of a fact that a finding or an objection refers to (A7)",
        (
            text("ground_key", "依据键", "The fact's id"),
            text("fact_id", "事实编号", "The version of the fact"),
            text("fact_type", "事实种类", "Label or relationship type of the fact"),
            text("record_key", "记录键", "The fact across its versions"),
            text("goes_on_as", "续记录键", "The fact as which it goes on, where its row moved there"),
            text("ground_ref", "依据引用", "Key of the record, for decisions"),
            text(
                "told_since",
                "内容起报日",
                "Since when sources tell its content, if an objection says to correct it",
            ),
            *_SEQ,
        ),
        unique=("ground_key",),
        indexed=("record_key", "goes_on_as", "ground_ref"),
    ),
    NodeType(
        "Commit",
        "提交",
        "One write transaction: its number and time",
        (
            whole("seq", "序号", "Commit number"),
            text("at", "时间", "When, UTC"),
            text("by", "操作者", "Who"),
            text("why", "原因", "Why"),
        ),
        unique=("seq",),
        indexed=("at",),
    ),
    NodeType(
        "Counter",
        "计数器",
        "The number of the last commit, and of the last that readers see",
        (
            text("name", "名称", "Which counter"),
            whole("seq", "序号", "Last commit number"),
            text("at", "时间", "Time of the last commit"),
        ),
        unique=("name",),
    ),
    NodeType(
        "Change",
        "变动",
        "What one commit touched, waiting for derivation",
        (
            text("change_id", "变动编号", "Opaque id"),
            whole("seq", "序号", "Commit that wrote it"),
            whole("done_seq", "推导序号", "Commit that derived it; the greatest number while it waits"),
            many("entities", "主体", "Entities touched"),
            many("persons", "人员", "Persons touched"),
            many("ground_refs", "依据", "Records touched"),
            flag("control", "控制", "Whether a holding or vote was touched"),
        ),
        unique=("change_id",),
        indexed=("done_seq",),
    ),
    NodeType(
        "IngestRun",
        "归集批次",
        "How far one package has been read, so that a killed run goes on",
        (
            text("run_id", "批次编号", "Digest of source and package"),
            text("state", "状态", "RUNNING or DONE"),
            text("progress", "进度", "Lines taken by file, JSON"),
            text("report", "报告", "Counts so far, JSON"),
            text("started_at", "开始时间", "When it began"),
        ),
        unique=("run_id",),
    ),
    NodeType(
        "Lease",
        "占用",
        "Who is the one bulk writer",
        (
            text("name", "名称", "Which lease"),
            text("holder", "持有者", "Random id of the holder"),
            text("host", "主机", "Its host"),
            whole("pid", "进程号", "Its process"),
            text("started_at", "开始时间", "When it began"),
            text("expires_at", "到期时间", "When it lapses unless renewed"),
        ),
        unique=("name",),
    ),
    NodeType(
        "Meta",
        "库信息",
        "Facts about the store itself",
        (
            text("name", "名称", "Which fact"),
            text("value", "值", "Its value"),
        ),
        unique=("name",),
    ),
)

DERIVED_NODES = (
    NodeType(
        "Finding",
        "责任认定",
        "Who answers for which ground by which rule; versioned, finding_id stays",
        (
            text("finding_id", "认定编号", "Stays across versions"),
            text("version_id", "版本编号", "This version"),
            text(
                "current_key",
                "现行键",
                "Key of ground, person, role, mode and rule; only on the current version",
            ),
            text("finding_key", "认定键", "The same key on every version"),
            text("ground_kind", "依据种类", "Kind of the ground"),
            text("ground_ref", "依据引用", "Key of the ground, internal"),
            text("ground_id", "依据编号", "Key of the ground as users know it"),
            text("authority_code", "机关代码", "Authority of the ground: its officers alone may confirm"),
            text("list_type", "名单类型", "List of the rule"),
            text("entity_id", "主体编号", "Entity of the ground, or empty"),
            text("person_id", "人员编号", "Who answers"),
            PERSON_NAME,
            text("role", "责任身份", "In which role"),
            text("mode", "追责方式", "How the rule reaches the person"),
            text("base_state", "基本状态", "State before objections, terms and withdrawal act"),
            text("reason", "原因", "Reason codes"),
            text("rule", "规则", "Rule id and version"),
            day("valid_from", "起始日", "First day of effect"),
            day("valid_to", "终止日", "First day after the effect"),
            day("withdrawn_at", "撤回日", "Day on which its ground fell away; empty while it stands"),
            text("withdrawn_because", "撤回原因", "Why it was withdrawn"),
            many("measures", "措施", "Measures of the rule"),
            many("scope", "范围", "Scopes of the rule"),
            text("basis", "依据条文", "Legal basis, JSON"),
            flag("basis_unverified", "依据未核实", "The wording was not read"),
            text("path", "路径", "Hops from the person to the ground, JSON"),
            text("digest", "摘要", "Digest of its content, to see whether anything changed"),
            *_SEQ,
        ),
        unique=("version_id", "current_key"),
        indexed=("finding_id", "ground_ref", "person_id", "entity_id"),
    ),
)

NODES: tuple[NodeType, ...] = (
    *IDENTITY_NODES,
    *FACT_NODES,
    *PLATFORM_NODES,
    *DERIVED_NODES,
    *CASE_NODES,
    *SYSTEM_NODES,
    *WATCH_NODES,
    *PATTERN_NODES,
    *RECEIPT_NODES,
)

__all__ = ["NODES", "Property", "number"]
