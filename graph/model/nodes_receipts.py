"""Node labels of what was told to whom: who relied on which finding, and the receipts when it falls."""

from __future__ import annotations

from graph.model.kinds import NodeType
from graph.model.properties import day, text, whole

RECEIPT_NODES = (
    NodeType(
        "Reliance",
        "采信",
        "Somebody received an answer that showed a finding or an own entry: what he was told last",
        (
            text("reliance_key", "采信键", "finding_id|holder; of an own entry with its subject_id between"),
            text("finding_id", "认定编号", "On which finding; of an own entry the key of its record"),
            text("subject_id", "主体编号", "Whose own entry it is; empty for a finding"),
            text("holder", "持有者", "Key or account that received the answer"),
            text("answer_id", "答复编号", "The answer that told it"),
            text("told", "所告状态", "State of the finding as he knows it"),
            day("until", "自行改变之日", "Day on which that state ends by itself"),
            whole("due_seq", "待核序号", "Commit since which it has to be looked at again, or 0"),
        ),
        unique=("reliance_key",),
        indexed=("finding_id", "until", "due_seq"),
    ),
    NodeType(
        "AnswerFile",
        "答复文件",
        "How far the answers of one file are in the index of reliance",
        (
            text("token", "文件标记", "The file"),
            whole("indexed_to", "已索引行", "Lines up to here are in"),
            text("closed", "已结束", "1 when nothing follows, or empty"),
            whole("seq", "序号", "Commit that noted it"),
        ),
        unique=("token",),
    ),
    NodeType(
        "Receipt",
        "撤回回执",
        "Tells one holder of an answer that a finding in it does not stand as told",
        (
            text(
                "receipt_id", "回执编号", "Follows from finding, holder, event and its commit: written once"
            ),
            text("finding_id", "认定编号", "Which finding; empty for an own entry"),
            text("holder", "持有者", "Key or account that is told"),
            text("answer_id", "答复编号", "The answer in which it was told otherwise"),
            text("person_id", "人员编号", "Whom the finding is on; empty for an own entry"),
            text("ground_ref", "依据引用", "Ground of the finding, or the own entry"),
            text("ground_id", "依据编号", "The same as users know it"),
            text("list_type", "名单类型", "List of the rule"),
            text("told", "所告状态", "State as it was told before"),
            text("state", "现状态", "State now"),
            text("cause", "原因", "Why: cause of withdrawal, OBJECTION or TERM_OVER"),
            day(
                "cause_day",
                "原因之日",
                "Day on which the ground fell, the objection was raised, the term ended",
            ),
            text("document", "文书", "Number of the paper that brings it about, or empty"),
            text("known_at", "获知时间", "When the platform knew, UTC"),
            text("at", "回执时间", "When the receipt was written, UTC"),
            text("acknowledged_at", "确认时间", "UTC, or empty"),
            text("acknowledged_by", "确认者", "Who took note, or empty"),
            whole("seq", "序号", "Commit that wrote it"),
        ),
        unique=("receipt_id",),
        indexed=("holder", "finding_id", "at"),
    ),
)
