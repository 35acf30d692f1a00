"""Node labels of what investigators look for: runs of patterns, saved queries, hints on entities."""

from __future__ import annotations

from graph.model.kinds import NodeType
from graph.model.properties import day, flag, number, text, whole

_SEQ = (
    whole("seq_from", "记入序号", "Commit that wrote it"),
    whole("seq_to", "失效序号", "Commit that ended it; the largest number while current"),
)

PATTERN_NODES = (
    NodeType(
        "PatternRun",
        "模式运行",
        "One run of a pattern over the whole city: parameters, versions, how far it is",
        (
            text("run_id", "运行编号", "Opaque id"),
            text("pattern", "模式", "Name of the pattern"),
            whole("version", "模式版本", "Version of the pattern"),
            text("parameters", "参数", "All parameters, JSON"),
            day("as_of", "截至日", "Day of the facts"),
            whole("known_seq", "所知序号", "Commit up to which facts were read"),
            text("data_version", "数据版本", "Commit, rule edition and calendar edition"),
            text("state", "状态", "RUNNING, DONE or FAILED"),
            whole("done", "已读页数", "Pages read"),
            whole("total", "总页数", "Pages expected so far"),
            whole("matches", "命中数", "Matches kept"),
            flag("complete", "完整", "Nothing was left out"),
            text("left_out", "未取全的原因", "Why something may be missing, or empty"),
            text("by", "运行者", "Account or local operator"),
            text("error", "错误", "Why it failed, or empty"),
            text("started_at", "开始时间", "UTC"),
            text("beat_at", "最近进展", "UTC; a run without one for a while was interrupted"),
            text("finished_at", "结束时间", "UTC, or empty"),
            whole("seq_from", "记入序号", "Commit that wrote it"),
        ),
        unique=("run_id",),
        indexed=("pattern",),
    ),
    NodeType(
        "PatternMatch",
        "模式命中",
        "One match of a run; a hint about entities, never a decision",
        (
            text("match_id", "命中编号", "Run and number"),
            text("run_id", "运行编号", "The run"),
            text("match_key", "命中键", "Same for the same occurrence in every run"),
            whole("number", "序号", "Place in the run, from 1"),
            whole("size", "主体数", "How many parties there are in all"),
            text("members", "成员", "Internal ids with their parts, JSON"),
            text("facts", "事实", "Days, kinds and counts it rests on, JSON"),
            whole("seq_from", "记入序号", "Commit that wrote it"),
        ),
        unique=("match_id",),
        indexed=("run_id",),
    ),
    NodeType(
        "SavedQuery",
        "保存的查询",
        "A read-only question that a user composed, named and may share; versioned",
        (
            text("query_id", "查询编号", "Stays across versions"),
            text("current_key", "现行键", "query_id on the current version"),
            text("name", "名称", "What its owner calls it"),
            text("note", "说明", "What it is for"),
            text("owner", "所有者", "Account or local operator"),
            text("owner_name", "所有者姓名", "Name shown"),
            flag("shared", "共享", "Whether other investigators see it"),
            text("form", "查询表单", "Labels, relations and conditions, JSON"),
            text("at", "时间", "UTC"),
            *_SEQ,
        ),
        unique=("current_key",),
        indexed=("query_id",),
    ),
    NodeType(
        "EntityHint",
        "关联提示",
        "Related-party hint of an entity; for investigators, never a decision, never of a person",
        (
            text("entity_id", "主体编号", "The entity"),
            text("current_key", "现行键", "entity_id on the current version"),
            number("value", "提示值", "0..1, from related parties only; the own record is apart"),
            number("own", "自身记录", "Weight of the entity's own record"),
            text("edition", "参数版本", "Edition of the parameters"),
            day("as_of", "截至日", "Day of the facts"),
            text("run_id", "计算批次", "Run that computed it"),
            *_SEQ,
        ),
        unique=("current_key",),
        indexed=("entity_id", "value"),
    ),
)
