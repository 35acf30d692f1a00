"""Properties that many nodes and edges share."""

from __future__ import annotations

from graph.model.kinds import Property

FACT_PROPERTIES: tuple[Property, ...] = (
    Property("fact_id", "str", "事实编号", "Opaque id of this version of the fact"),
    Property(
        "record_key",
        "str",
        "记录键",
        "Same across all versions; built from internal ids, never a personal number",
    ),
    Property(
        "current_key", "str", "现行键", "Equals record_key while this version is current; removed on closing"
    ),
    Property(
        "valid_from", "day", "起始日", "First day on which the fact holds in the world; empty when unknown"
    ),
    Property("valid_to", "day", "终止日", "First day on which it no longer holds; 9999-12-31 while open"),
    Property("seq_from", "int", "记入序号", "Commit that made the platform know it"),
    Property("seq_to", "int", "失效序号", "Commit that replaced it; the largest number while current"),
    Property("truth", "str", "真实状态", "ASSERTED, DISPUTED, CORRECTED or REVOKED"),
    Property("source_record_id", "str", "来源记录", "The handed-in row that won"),
    Property("source", "str", "来源单位", "Code of the source that won"),
    Property(
        "payload_digest",
        "str",
        "内容摘要",
        "Digest of the version's content, to see whether anything changed",
    ),
    Property(
        "end_inferred", "bool", "终止日系推定", "The end comes from a snapshot that no longer has the row"
    ),
    Property(
        "known_held_to", "day", "最后确知日", "Last hand-in that still had the row, when the end is inferred"
    ),
)

PERSON_NAME = Property("person_name", "str", "姓名", "The person's name as this source gives it")

GROUND_PROPERTIES: tuple[Property, ...] = (
    Property("ground_kind", "str", "依据种类", "Which kind of ground the record is"),
    Property("ground_ref", "str", "依据引用", "The record's key with internal ids"),
    Property("ground_id", "str", "依据编号", "The record's key as users know it"),
)

DECISION_REF = Property(
    "decision_ref",
    "str",
    "决定引用",
    "Authority and number of the decision: what a ban with that number is about",
)

TARGET_PROPERTIES: tuple[Property, ...] = (
    Property("target_kind", "str", "对象种类", "Kind of the record it is about"),
    Property("target_ref", "str", "对象引用", "Key of the record it is about, with internal ids"),
)

OFFICER_PROPERTIES: tuple[Property, ...] = (
    Property("decided_by", "str", "认定方式", "OFFICER where an officer decided in a case; else a document"),
    Property("effect", "str", "认定结果", "CONFIRM or DISMISS, of an officer's decision"),
    Property("rule_id", "str", "规则编号", "The rule that an officer's decision is about"),
    Property("case_id", "str", "案件编号", "The case in which an officer decided"),
)

VIOLATION_PROPERTIES: tuple[Property, ...] = (
    Property("violation_from", "day", "违法行为起始日", "First day of the violation; empty when unknown"),
    Property("violation_to", "day", "违法行为终止日", "Last day of the violation; empty when unknown"),
)


def text(name: str, zh: str, description: str) -> Property:
    """A text property."""
    return Property(name, "str", zh, description)


def day(name: str, zh: str, description: str) -> Property:
    """A day, ISO text."""
    return Property(name, "day", zh, description)


def number(name: str, zh: str, description: str) -> Property:
    """A decimal number."""
    return Property(name, "float", zh, description)


def flag(name: str, zh: str, description: str) -> Property:
    """True or false; absent when unknown."""
    return Property(name, "bool", zh, description)


def whole(name: str, zh: str, description: str) -> Property:
    """A whole number."""
    return Property(name, "int", zh, description)


def many(name: str, zh: str, description: str) -> Property:
    """A list of texts."""
    return Property(name, "list[str]", zh, description)
