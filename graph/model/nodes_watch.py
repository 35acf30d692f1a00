"""Node labels of early warning, clues and workspaces; records of the desk share one life cycle."""

from __future__ import annotations

from graph.model.kinds import NodeType, Property
from graph.model.properties import day, number, text, whole

_SEQ = (
    whole("seq_from", "记入序号", "Commit that wrote it"),
    whole("seq_to", "失效序号", "Commit that ended it; the largest number while current"),
)

RECORD_PROPERTIES: tuple[Property, ...] = (
    text("record_id", "记录编号", "Stays across versions; sorts by the commit that made it"),
    text("version_id", "版本编号", "This version"),
    text("current_key", "现行键", "Equals record_id while this version is current; removed on closing"),
    whole("version", "版本", "1, 2, …; who changes it names the one that he saw"),
    text("parent_id", "所属记录", "Record that it belongs to, or empty"),
    text("lookup_key", "检索键", "What it is looked up by besides its id, or empty"),
    text("state", "状态", "Where it stands"),
    text("created_by", "建立者", "Principal that made it"),
    text("created_at", "建立时间", "UTC"),
    text("changed_by", "变更者", "Principal that wrote this version"),
    text("changed_at", "变更时间", "UTC"),
    *_SEQ,
)
_FIGURE: tuple[Property, ...] = (
    text("signal", "预警信号", "Which signal"),
    text("scope_kind", "口径", "ENTITY, GROUP, INDUSTRY, DISTRICT, LIST or CITY"),
    text("scope_id", "口径对象", "Internal id or code of the scope"),
    day("day", "日期", "Day to which the figure belongs"),
)


def _record(label: str, zh: str, description: str, *own: Property) -> NodeType:
    return NodeType(
        label,
        zh,
        description,
        (*RECORD_PROPERTIES, *own),
        unique=("version_id", "current_key"),
        indexed=("record_id", "parent_id", "lookup_key"),
    )


RECORD_NODES: tuple[NodeType, ...] = (
    _record(
        "Clue",
        "线索",
        "Something that a person should look into; raised from a figure or by hand, never a finding",
        *_FIGURE,
        text("title", "标题", "What it is about"),
        text("level", "级别", "Level of the figure behind it, or empty"),
        number("value", "数值", "The figure's greatest value so far"),
        day("first_day", "首次日期", "First day on which it showed"),
        day("last_day", "最近日期", "Last day on which it showed"),
        whole("days_seen", "出现天数", "On how many days it showed"),
        whole("late", "补报数", "How many of the facts behind it were known late"),
        text("run_id", "计算批次", "Run that last showed it; empty when raised by hand"),
        text(
            "region_code",
            "行政区划代码",
            "District by which its readers are limited; empty for the whole city",
        ),
        text("assignee", "承办账户", "Account that works on it, or empty"),
        text("department", "移交部门", "Code of the department that has it now, or empty"),
        text("doc_no", "移交文号", "Number of the paper that handed it over"),
        text("outcome", "结果", "How it ended"),
        text("link", "来源页面", "Page and subject from which it was raised by hand"),
        text("follows", "承接线索", "The ended clue on the same figure that it follows, or empty"),
        whole("closed_seq", "办结提交", "Commit that closed or dismissed it; what came later is news"),
        day("seen_to", "办结所见日", "Last day of the figure that whoever ended it saw"),
    ),
    _record(
        "ClueNote",
        "线索记录",
        "One line in a clue's history: a step taken, or a note; never changed",
        text("step", "步骤", "Step that was taken, or NOTE"),
        text("words", "内容", "What was written"),
        text("outcome", "结果", "Outcome that the step gave, or empty"),
    ),
    _record(
        "WarningSubscription",
        "预警订阅",
        "Who wants to hear of which signal of which district, list, industry, group or entity",
        text("account_id", "账户编号", "Whose it is"),
        text("signal", "预警信号", "Which signal; empty for all"),
        text("scope_kind", "口径", "CITY, DISTRICT, INDUSTRY, LIST, GROUP or ENTITY"),
        text("scope_id", "口径对象", "Which one; of a group the member by which it was named"),
        text("level", "最低级别", "WATCH or ALERT"),
    ),
    _record(
        "WarningAlert",
        "预警通知",
        "One figure told to one subscriber; figures only, nobody is named",
        *_FIGURE,
        text("account_id", "账户编号", "Whose it is"),
        text("level", "级别", "WATCH or ALERT"),
        number("value", "数值", "Value within the window"),
        number("baseline", "基线", "What was usual before"),
        whole("late", "补报数", "How many of the facts behind it were known late"),
    ),
    _record(
        "Workspace",
        "调查工作区",
        "An investigation's workspace; no accountability case and no ground of anything",
        text("title", "标题", "What it is about"),
        text("purpose", "事由", "Why it was opened"),
        text("region_code", "行政区划代码", "District of the investigation, or empty"),
    ),
    _record(
        "WorkspaceMember",
        "工作区成员",
        "Who may open a workspace, and as what",
        text("account_id", "账户编号", "Who"),
        text("member_role", "成员角色", "OWNER, MEMBER or REVIEWER"),
    ),
    _record(
        "WorkspaceItem",
        "工作区内容",
        "A note, party, saved view, path or piece of evidence in a workspace",
        text("item_kind", "内容种类", "NOTE, PARTY, VIEW, PATH or EVIDENCE"),
        text("title", "标题", "How it is called"),
        text("body", "内容", "JSON; never a personal number"),
        whole(
            "body_size",
            "内容字符数",
            "Characters of the body; none on older ones",
        ),
    ),
)

WARNING_NODES: tuple[NodeType, ...] = (
    NodeType(
        "WarningRun",
        "预警计算",
        "One computation of a day's figures",
        (
            text("run_id", "批次编号", "Opaque id"),
            day("day", "日期", "Day as of which it was computed"),
            whole("known_seq", "所知序号", "Commit up to which facts counted"),
            text("data_version", "数据版本", "Facts, settings and calendar that it rests on"),
            text("at", "时间", "UTC"),
            whole("figures", "数值数", "How many figures it gave"),
            whole("events", "事件数", "How many events stand behind them"),
            Property("told", "bool", "已通知", "Clues were raised and subscribers told with it"),
            *_SEQ,
        ),
        unique=("run_id",),
        indexed=("day",),
    ),
    NodeType(
        "WarningValue",
        "预警数值",
        "A signal's figure for one scope and day; versioned, a later run closes what differs",
        (
            text("value_id", "数值编号", "This version"),
            text("value_key", "数值键", "Day, signal and scope"),
            text(
                "current_key", "现行键", "Equals value_key while this version is current; removed on closing"
            ),
            *_FIGURE,
            text("region_code", "行政区划代码", "District of an entity or of a group's head, for scopes"),
            whole("on_day", "当日数", "Events of the day itself"),
            whole("value", "窗口数", "Events within the signal's window"),
            whole("late", "补报数", "Those of the window that were known late"),
            number("baseline", "基线", "Mean of the windows before"),
            text("level", "级别", "NORMAL, WATCH or ALERT"),
            text("run_id", "计算批次", "Run that wrote it"),
            *_SEQ,
        ),
        unique=("value_id", "current_key"),
        indexed=("value_key", "day"),
    ),
)

WATCH_NODES: tuple[NodeType, ...] = (*WARNING_NODES, *RECORD_NODES)
RECORD_LABELS: frozenset[str] = frozenset(one.label for one in RECORD_NODES)
