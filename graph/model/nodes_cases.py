"""Node labels of the accountability registers: cases, their steps and what follows from a confirmed finding.

Every record is versioned: a change closes the version and opens another, `record_id` stays.
"""

from __future__ import annotations

from graph.model.kinds import NodeType, Property
from graph.model.properties import PERSON_NAME, day, flag, many, text, whole

CASE_KEYS = (
    "record_id", "case_id", "finding_id", "person_id", "entity_id", "ground_ref", "basis_ref", "standing",
    "kind", "request_key",
)  # fmt: skip
"""Properties by which records are found; a label has an index for each that it is asked by."""

_VERSION: tuple[Property, ...] = (
    text("record_id", "记录编号", "Opaque id, the same across versions"),
    text("version_id", "版本编号", "This version"),
    text("current_key", "现行键", "record_id, only on the current version"),
    text("standing", "存续状态", "OPEN or ENDED"),
    day("opened_on", "开始日", "First day"),
    day("ends_on", "终止日", "First day on which it no longer holds; 9999-12-31 while open"),
    text("ended_because", "终止原因", "Cause of the end; empty while open"),
    whole("seq_from", "记入序号", "Commit that wrote it"),
    whole("seq_to", "失效序号", "Commit that ended it; the largest number while current"),
)
_ABOUT: tuple[Property, ...] = (
    text("case_id", "案件编号", "The case that it belongs to, or empty"),
    text("finding_id", "认定编号", "The finding that it rests on, or empty"),
    text("ground_kind", "依据种类", "Kind of the ground"),
    text("ground_ref", "依据引用", "Key of the ground, internal"),
    text("ground_id", "依据编号", "Key of the ground as users know it"),
    text("authority_code", "机关代码", "Authority of the ground"),
    text("entity_id", "主体编号", "Entity of the ground, or empty"),
    text("person_id", "人员编号", "The person, or empty"),
    PERSON_NAME,
)


def _record(
    label: str,
    zh: str,
    description: str,
    *extra: Property,
    found_by: tuple[str, ...],
    unique: tuple[str, ...] = (),
) -> NodeType:
    return NodeType(
        label,
        zh,
        description,
        (*_VERSION, *_ABOUT, *extra),
        unique=("version_id", "current_key", *unique),
        indexed=("record_id", *found_by),
    )


CASE_NODES: tuple[NodeType, ...] = (
    _record(
        "AccountabilityCase",
        "责任追究案件",
        "One case: where it stands, who has to do what until when",
        text("kind", "案件种类", "PERSON, or SOE_ARREARS for arrears of a state enterprise"),
        text("case_no", "案号", "Number that the authority gives it"),
        text("state", "办理环节", "State of the machine of its kind"),
        whole("number", "步骤序号", "How many steps have been taken"),
        text("list_type", "名单类型", "List of the rule"),
        text("role", "责任身份", "Role of the finding"),
        text("mode", "追责方式", "Mode of the finding"),
        text("rule", "规则", "Rule id and version"),
        text("fact_id", "认定事实", "The decision that the evaluation reads, once it is taken"),
        text("due_step", "下一步骤", "The step that is due"),
        day("due_on", "办理期限", "Last working day for it; empty where none is set"),
        flag("due_provisional", "期限为暂定", "The calendar does not cover the days up to it"),
        text("open_key", "在办键", "Kind and finding; only while the case is open"),
        found_by=("finding_id", "person_id", "entity_id", "ground_ref", "standing"),
        unique=("open_key",),
    ),
    NodeType(
        "CaseStep",
        "案件步骤",
        "One step taken; only its term is counted anew, as another version, when the calendar changes",
        (
            text("step_id", "步骤编号", "Opaque id of this version"),
            text("case_id", "案件编号", "Its case"),
            whole("number", "步骤序号", "Its place in the case"),
            text("step", "步骤", "Code of the step"),
            text("from_state", "办理前环节", "State before"),
            text("to_state", "办理后环节", "State after"),
            text("doc_no", "文号", "Number of the document it rests on"),
            day("doc_on", "文书日期", "Day of the document"),
            day("served_on", "送达日期", "Day on which the notice reached the person; empty where not known"),
            text("note", "说明", "What was found or answered, in words; no personal number"),
            text("heard", "陈述申辩", "STATED, WAIVED or NO_ANSWER, of a hearing"),
            text("fault_doc", "个人责任文书", "Number of the paper that finds the person responsible"),
            text("basis", "公示依据", "Lawful basis of a public notice"),
            many("persons", "责任人", "Persons whom a decision on arrears names"),
            day("due_on", "期限", "Last working day for what follows; empty where none is set"),
            flag("due_provisional", "期限为暂定", "The calendar does not cover the days up to it"),
            day("term_from", "期限起算日", "Day from which the term runs; it does not count itself"),
            whole("term_days", "期限工作日数", "Working days of the term"),
            text("acted_by", "办理人", "Account that took it"),
            text("acted_name", "办理人姓名", "Name shown"),
            text("acted_role", "办理角色", "Its role then"),
            text("at", "办理时间", "UTC"),
            text("request_key", "请求键", "Case and the id of the sender; only on the current version"),
            text("request_digest", "请求摘要", "Digest of what was asked"),
            whole("seq_from", "记入序号", "Commit that wrote it"),
            whole("seq_to", "失效序号", "Commit that ended this version; the largest number while current"),
        ),
        unique=("step_id", "request_key"),
        indexed=("case_id",),
    ),
    _record(
        "PersonCreditEntry",
        "个人信用记录",
        "What a confirmed finding puts into a person's own record; never published, ended with its root",
        text("role", "责任身份", "In which role"),
        text("mode", "追责方式", "How the rule reaches the person"),
        text("list_type", "名单类型", "List of the rule"),
        text("conduct", "失信行为", "What the organisation was listed or punished for"),
        text("doc_no", "认定文号", "Number of the decision on the person, else of the ground"),
        text(
            "publication_state",
            "公开状态",
            "AUTHORIZED while disclosed, five years at most; then ARCHIVED",
        ),
        found_by=("finding_id", "person_id", "standing"),
    ),
    _record(
        "Sanction",
        "惩戒措施实施",
        "One measure of the catalogue on one ground, carried out by one department",
        text("measure", "措施", "Code of the measure"),
        text("edition", "清单版本", "Edition of the catalogue"),
        text("executor", "执行部门", "Who carries it out"),
        text("doc_no", "文号", "Document by which it was imposed"),
        day("latest_on", "最长期限届满日", "First day after its longest term; 9999-12-31 where it has none"),
        day("acknowledged_on", "签收日", "Day on which the executor confirmed; empty before"),
        text("feedback", "反馈", "What the executor answered"),
        day("suspended_on", "暂停执行日", "Day since which an objection stops it; empty while it runs"),
        found_by=("finding_id", "case_id", "person_id", "standing"),
    ),
    _record(
        "CaseNotice",
        "通报",
        "A notice to a superior unit, an audit, discipline or personnel organ, an employer, or the public",
        text("kind", "通报种类", "SUPERIOR, AUDIT, EMPLOYER, DISCIPLINE, PERSONNEL, PUBLIC or CORRECTION"),
        text("channel", "渠道", "INTERNAL, never on the portal; or PUBLIC"),
        text("recipient", "接收单位", "Name of who receives it"),
        text("recipient_code", "接收单位代码", "Its code, or empty"),
        text("doc_no", "文号", "Number of the notice"),
        text("basis", "依据", "Lawful basis of a public notice"),
        text("note", "内容", "What it says; no personal number"),
        many("persons", "所公示人员", "Persons whom a public notice names"),
        text("basis_ref", "公示依据引用", "Key of the ground that is the basis of a public notice, or empty"),
        text("follows", "所更正的通报", "The notice that this one corrects, or empty"),
        day("received_on", "回执日", "Day on which it was received; empty before"),
        text("feedback", "反馈", "What the recipient answered"),
        found_by=("finding_id", "case_id", "ground_ref", "basis_ref", "entity_id", "kind"),
    ),
    _record(
        "CaseTask",
        "待办事项",
        "Something that a person has to find out before the law can be followed",
        text("kind", "事项种类", "SUPERIOR_MISSING or EMPLOYER_MISSING"),
        text("note", "说明", "What is missing and what to do"),
        text("done_by", "办结人", "Account that settled it"),
        text("answer", "办理结果", "How it was settled"),
        found_by=("finding_id", "case_id", "standing"),
    ),
)
