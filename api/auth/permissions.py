"""What each role may do: one declared table, and everything that is not in it is denied.

Section 2 of the architecture decides what may be seen of a finding: leads, proposals, suspected control and
hints are for reviewers, investigators and officers of the ground's own authority, and for nobody else.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from api.auth.errors import NotSignedInError, PasswordChangeRequiredError, PermissionDeniedError
from api.auth.principal import ACCOUNT_ROLES, Kind, Principal, Role


class Permission(StrEnum):
    """One thing that can be allowed."""

    SEARCH_ENTITIES = "SEARCH_ENTITIES"
    SEARCH_PERSONS = "SEARCH_PERSONS"
    SEE_ENTITY = "SEE_ENTITY"
    SEE_PERSON = "SEE_PERSON"
    SEE_CONFIRMED_FINDINGS = "SEE_CONFIRMED_FINDINGS"
    SEE_ALL_FINDINGS = "SEE_ALL_FINDINGS"
    SEE_CONTROL = "SEE_CONTROL"
    SEE_BENEFICIAL_OWNERS = "SEE_BENEFICIAL_OWNERS"
    SEE_NETWORK = "SEE_NETWORK"
    SEE_PATHS = "SEE_PATHS"
    SEE_PATTERNS = "SEE_PATTERNS"
    RUN_PATTERNS = "RUN_PATTERNS"
    COMPOSE_QUERIES = "COMPOSE_QUERIES"
    SEE_HINTS = "SEE_HINTS"
    CHECK = "CHECK"
    SCREEN = "SCREEN"
    SEE_STATISTICS = "SEE_STATISTICS"
    SEE_QUALITY = "SEE_QUALITY"
    SEE_CASES = "SEE_CASES"
    HANDLE_CASES = "HANDLE_CASES"
    UNMASK = "UNMASK"
    JUDGE_IDENTITY = "JUDGE_IDENTITY"
    READ_AUDIT = "READ_AUDIT"
    MANAGE_ACCOUNTS = "MANAGE_ACCOUNTS"
    MANAGE_KEYS = "MANAGE_KEYS"
    SEE_STATUS = "SEE_STATUS"
    SEE_WARNING_FIGURES = "SEE_WARNING_FIGURES"
    SEE_WARNINGS = "SEE_WARNINGS"
    WORK_CLUES = "WORK_CLUES"
    RECEIVE_CLUES = "RECEIVE_CLUES"
    WORK_SPACES = "WORK_SPACES"
    CHANGE_PASSWORD = "CHANGE_PASSWORD"  # noqa: S105 - a name, not a password

    @property
    def zh(self) -> str:
        """The name that users see."""
        return _NAMES[self]


_NAMES: Final = {
    Permission.SEARCH_ENTITIES: "搜索主体",
    Permission.SEARCH_PERSONS: "搜索人员",
    Permission.SEE_ENTITY: "查看主体",
    Permission.SEE_PERSON: "查看人员",
    Permission.SEE_CONFIRMED_FINDINGS: "查看已认定的责任",
    Permission.SEE_ALL_FINDINGS: "查看线索和拟认定",
    Permission.SEE_CONTROL: "查看控制关系",
    Permission.SEE_BENEFICIAL_OWNERS: "查看受益所有人",
    Permission.SEE_NETWORK: "查看关联网络",
    Permission.SEE_PATHS: "查看关联路径",
    Permission.SEE_PATTERNS: "查看关联模式及其命中",
    Permission.RUN_PATTERNS: "运行关联模式",
    Permission.COMPOSE_QUERIES: "编写、保存和运行查询",
    Permission.SEE_HINTS: "查看关联提示",
    Permission.CHECK: "核查单个主体",
    Permission.SCREEN: "批量核查",
    Permission.SEE_STATISTICS: "查看统计",
    Permission.SEE_QUALITY: "查看数据质量",
    Permission.SEE_CASES: "查看责任追究案件",
    Permission.HANDLE_CASES: "办理责任追究案件",
    Permission.UNMASK: "查看完整证件号码（须说明理由）",
    Permission.JUDGE_IDENTITY: "判定人员是否为同一人",
    Permission.READ_AUDIT: "查看审计记录",
    Permission.MANAGE_ACCOUNTS: "管理账户",
    Permission.MANAGE_KEYS: "管理部门密钥",
    Permission.SEE_STATUS: "查看运行状态",
    Permission.SEE_WARNING_FIGURES: "查看预警数值并订阅",
    Permission.SEE_WARNINGS: "查看预警清单和单位预警",
    Permission.WORK_CLUES: "办理线索",
    Permission.RECEIVE_CLUES: "查看移交本部门的线索并反馈结果",
    Permission.WORK_SPACES: "使用调查工作区",
    Permission.CHANGE_PASSWORD: "修改自己的口令",
}

_STAFF: Final = (Role.OFFICER, Role.REVIEWER, Role.INVESTIGATOR)

#: The table. A permission that stands with no role is nobody's; a role that does not stand has nothing.
ALLOWED: Final[dict[Permission, frozenset[Role]]] = {
    Permission.SEARCH_ENTITIES: frozenset({Role.PUBLIC, Role.DEPARTMENT, *_STAFF, Role.LEADER}),
    Permission.SEARCH_PERSONS: frozenset(_STAFF),
    Permission.SEE_ENTITY: frozenset({Role.PUBLIC, Role.DEPARTMENT, *_STAFF, Role.LEADER}),
    Permission.SEE_PERSON: frozenset(_STAFF),
    Permission.SEE_CONFIRMED_FINDINGS: frozenset({Role.DEPARTMENT, *_STAFF, Role.LEADER}),
    Permission.SEE_ALL_FINDINGS: frozenset(_STAFF),
    Permission.SEE_CONTROL: frozenset(_STAFF),
    Permission.SEE_BENEFICIAL_OWNERS: frozenset({Role.OFFICER, Role.INVESTIGATOR}),
    Permission.SEE_NETWORK: frozenset(_STAFF),
    Permission.SEE_PATHS: frozenset(_STAFF),
    Permission.SEE_PATTERNS: frozenset({Role.INVESTIGATOR}),
    Permission.RUN_PATTERNS: frozenset({Role.INVESTIGATOR}),
    Permission.COMPOSE_QUERIES: frozenset({Role.INVESTIGATOR}),
    Permission.SEE_HINTS: frozenset({Role.REVIEWER, Role.INVESTIGATOR}),
    Permission.CHECK: frozenset({Role.DEPARTMENT, *_STAFF}),
    Permission.SCREEN: frozenset({Role.DEPARTMENT, *_STAFF}),
    Permission.SEE_STATISTICS: frozenset({*_STAFF, Role.LEADER, Role.AUDITOR}),
    Permission.SEE_QUALITY: frozenset({*_STAFF, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR}),
    Permission.SEE_CASES: frozenset(_STAFF),
    Permission.HANDLE_CASES: frozenset({Role.OFFICER, Role.REVIEWER}),
    Permission.UNMASK: frozenset({Role.OFFICER, Role.INVESTIGATOR}),
    Permission.JUDGE_IDENTITY: frozenset({Role.REVIEWER}),
    Permission.READ_AUDIT: frozenset({Role.AUDITOR}),
    Permission.MANAGE_ACCOUNTS: frozenset({Role.ADMINISTRATOR}),
    Permission.MANAGE_KEYS: frozenset({Role.ADMINISTRATOR}),
    Permission.SEE_STATUS: frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
    Permission.SEE_WARNING_FIGURES: frozenset({*_STAFF, Role.LEADER}),
    Permission.SEE_WARNINGS: frozenset(_STAFF),
    Permission.WORK_CLUES: frozenset(_STAFF),
    Permission.RECEIVE_CLUES: frozenset({Role.DEPARTMENT, Role.OFFICER}),
    Permission.WORK_SPACES: frozenset(_STAFF),
    Permission.CHANGE_PASSWORD: frozenset(ACCOUNT_ROLES),
}

#: Whoever sits at the machine runs the same services, under his name; full numbers and passwords stay shut,
#: and the platform's operator decides on nobody.
_LOCAL: Final = frozenset(Permission) - {
    Permission.UNMASK,
    Permission.CHANGE_PASSWORD,
    Permission.HANDLE_CASES,
}


def may(principal: Principal, permission: Permission) -> bool:
    """Whether the principal has the permission; a first password opens nothing but the change of it."""
    if principal.kind is Kind.LOCAL:
        return permission in _LOCAL
    if principal.kind is Kind.KEY and principal.role is not Role.DEPARTMENT:
        return False
    if principal.kind is Kind.ANONYMOUS and principal.role is not Role.PUBLIC:
        return False
    if principal.kind is Kind.ACCOUNT and principal.role not in ACCOUNT_ROLES:
        return False
    if principal.must_change and permission is not Permission.CHANGE_PASSWORD:
        return False
    return principal.role in ALLOWED.get(permission, frozenset())


def require(principal: Principal, permission: Permission) -> None:
    """Go on, or refuse with the reason.

    Raises
    ------
    NotSignedInError
        Nobody is signed in, and the public may not.
    PasswordChangeRequiredError
        The first password has to be changed first.
    PermissionDeniedError
        The role may not.
    """
    if may(principal, permission):
        return
    if principal.kind is Kind.ANONYMOUS:
        raise NotSignedInError(f"未登录，不能{permission.zh}", todo="登录后重试，或使用部门密钥")
    if principal.must_change:
        raise PasswordChangeRequiredError
    raise PermissionDeniedError(
        f"{principal.role.zh}没有权限：{permission.zh}", where=permission.value, todo="需要时向系统管理员申请"
    )


_OF_DEPARTMENT: Final = frozenset({"CONFIRMED", "SUSPENDED"})
_OF_CONFIRMED: Final = _OF_DEPARTMENT | {"WITHDRAWN", "EXPIRED"}
_ALL_STATES: Final = _OF_CONFIRMED | {"LEAD", "PROPOSED", "DISMISSED"}


def visible_states(principal: Principal, authority_code: str = "") -> frozenset[str]:
    """Effective states of findings that the principal may see.

    A lead that is contested or withdrawn also reads SUSPENDED or WITHDRAWN: use `may_see_finding`, which
    asks for the base state too, wherever single findings are handed out.

    Parameters
    ----------
    authority_code
        Authority of the ground: an officer sees leads and proposals of his own authority only.

    Examples
    --------
    >>> from api.auth.principal import Kind
    >>> sorted(visible_states(Principal("key:1", Kind.KEY, "", Role.DEPARTMENT)))
    ['CONFIRMED', 'SUSPENDED']
    """
    if may(principal, Permission.SEE_ALL_FINDINGS) and _is_own(principal, authority_code):
        return _ALL_STATES
    if not may(principal, Permission.SEE_CONFIRMED_FINDINGS):
        return frozenset()
    return _OF_DEPARTMENT if principal.role is Role.DEPARTMENT else _OF_CONFIRMED


def may_see_finding(principal: Principal, *, base_state: str, state: str, authority_code: str = "") -> bool:
    """Whether one finding may be handed out.

    Parameters
    ----------
    base_state
        As decided, before objection, end of term and withdrawal: what was never confirmed does not become
        visible by being suspended or withdrawn.
    state
        The effective state of the day.
    authority_code
        Authority of its ground; empty if unknown, which no officer's authority equals.
    """
    states = visible_states(principal, authority_code)
    return state in states and (base_state == "CONFIRMED" or states == _ALL_STATES)


def _is_own(principal: Principal, authority_code: str) -> bool:
    if principal.role is not Role.OFFICER or principal.kind is Kind.LOCAL:
        return True
    return bool(authority_code) and authority_code in principal.authorities


def in_scope(principal: Principal, region_code: str = "", authority_code: str = "") -> bool:
    """Whether a record of that region and authority is within the principal's scope.

    A scope names whole districts: a code that ends in zeros covers all below it. Whoever has no district
    set sees all; whoever has sees his districts and what his own authority wrote, and nothing of unknown
    region.

    Examples
    --------
    >>> one = Principal("account:1", "ACCOUNT", "", Role.OFFICER, districts=("411300",))
    >>> in_scope(one, "411302"), in_scope(one, "410100"), in_scope(one, "")
    (True, False, False)
    """
    if not principal.districts:
        return True
    if authority_code and authority_code in principal.authorities:
        return True
    return bool(region_code) and any(covers(one, region_code) for one in principal.districts)


def covers(district: str, region_code: str) -> bool:
    """Whether a region code lies in a district: 330000 covers 330106, 330100 covers it too.

    Examples
    --------
    >>> covers("330100", "330106"), covers("330106", "330100"), covers("330000", "330106")
    (True, False, True)
    """
    prefix = district
    while len(prefix) > 2 and prefix.endswith("00"):
        prefix = prefix[:-2]
    return region_code.startswith(prefix)


def permission_table() -> str:
    """The table in Markdown, as the accounts page shows it."""
    heads = ["权限", *(role.zh for role in Role)]
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    for permission in Permission:
        marks = ["是" if role in ALLOWED[permission] else "" for role in Role]
        lines.append(f"| {permission.zh} `{permission.value}` | {' | '.join(marks)} |")
    return "\n".join(lines)
