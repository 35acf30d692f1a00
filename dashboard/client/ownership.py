"""Ownership trees, changes of control, groups, beneficial owners."""

from __future__ import annotations

from typing import Any, Literal, TypedDict, cast

from dashboard.client.transport import Transport, safe_part

Kind = Literal["PERSON", "ENTITY", "STATE"]
Holding = TypedDict(
    "Holding",
    {
        "from": str,
        "to": str,
        "equity_pct": float,
        "max_pct": float | None,
        "vote_pct": float,
        "valid_from": str,
        "source": str,
    },
)


class TreeNode(TypedDict):
    """A party of an ownership tree; the level is negative above the subject."""

    id: str
    name: str
    kind: Kind
    level: int
    integrated_pct: float | None
    more: int


class OwnershipTree(TypedDict):
    """Holders and holdings of one subject on a day."""

    subject: str
    name: str
    as_of: str
    complete: bool
    nodes: list[TreeNode]
    edges: list[Holding]
    over_the_whole: list[str]
    loops: str
    data_version: str


class ControlChange(TypedDict):
    """One pair of controller and controlled that differs between two days."""

    change: Literal["GAINED", "LOST", "CHANGED"]
    controller: str
    controller_name: str
    controller_kind: Literal["PERSON", "ENTITY"]
    controlled: str
    controlled_name: str
    before_pct: float | None
    after_pct: float | None
    before_kind: str
    after_kind: str
    before_state: str
    after_state: str


class ControlChanges(TypedDict):
    """Who gained and who lost control, over a subject and by it."""

    subject: str
    name: str
    since: str
    as_of: str
    complete: bool
    changes: list[ControlChange]
    data_version: str


class District(TypedDict):
    """Members of a group in one district."""

    region_code: str
    name: str
    entities: int


class GroupRow(TypedDict):
    """A group in a list."""

    head: str
    name: str
    head_name: str
    kind: Kind
    core: str
    core_name: str
    size: int
    districts: list[District]


class Groups(TypedDict):
    """A page of groups, the largest first."""

    rows: list[GroupRow]
    cursor: str | None
    data_version: str


class Member(TypedDict):
    """A member of a group, with the votes that its head has there."""

    id: str
    name: str
    voting_pct: float | None
    region_code: str
    region: str


class Group(GroupRow):
    """One group: members, and the holdings inside it."""

    as_of: str
    members: list[Member]
    edges: list[Holding]
    data_version: str


class ShownParty(TypedDict):
    """Code and name of a party; of another district neither."""

    id: str
    name: str
    kind: str
    hidden: bool


class MemberDecision(ShownParty):
    """A listing or penalty of a member."""

    list_type: str
    list_type_zh: str
    severity: str
    decided_on: str


class MemberDecisions(TypedDict):
    """Decisions on the members of a group."""

    members: int
    number: int
    rows: list[MemberDecision]


class MemberHint(ShownParty):
    """The stored hint of a member."""

    value: float
    own: float
    as_of: str


class MemberGuarantee(TypedDict):
    """A guarantee that a member gives for somebody who stands in a list."""

    guarantor: ShownParty
    debtor: ShownParty
    valid_from: str
    source: str
    list_type_zh: str
    decided_on: str


class GroupRisk(TypedDict):
    """What stands against the members of a group on a day."""

    head: str
    name: str
    as_of: str
    size: int
    looked_at: int
    hidden: int
    complete: bool
    window_days: int
    first_day: str
    listed: MemberDecisions
    penalties: MemberDecisions
    hints: list[MemberHint] | None
    guarantees: list[MemberGuarantee]
    guarantees_number: int
    data_version: str


class Owner(TypedDict):
    """A beneficial owner, or who might be one."""

    id: str
    name: str
    basis: list[Literal["EQUITY", "VOTES", "CONTROL"]]
    equity_pct: float | None
    max_pct: float
    voting_pct: float
    max_voting_pct: float


class Manager(TypedDict):
    """Somebody in charge of daily business."""

    id: str
    name: str


class Owners(TypedDict):
    """Beneficial owners of an entity."""

    entity: str
    name: str
    as_of: str
    complete: bool
    owners: list[Owner]
    possible: list[Owner]
    fallback: Literal["", "MANAGEMENT", "UNKNOWN"]
    management: list[Manager]
    policy: dict[str, Any]
    data_version: str


class OwnershipCalls(Transport):
    """Who owns whom, and who hangs together."""

    def tree(
        self,
        code: str,
        *,
        up: int = 3,
        down: int = 3,
        as_of: str | None = None,
        known_at: str | None = None,
    ) -> OwnershipTree:
        """Holders and holdings of one subject, level by level."""
        params = {"up": up, "down": down, "as_of": as_of, "known_at": known_at}
        return cast(OwnershipTree, self._ask("GET", f"/ownership/{safe_part(code)}", params=params))

    def control_changes(
        self, code: str, since: str, *, as_of: str | None = None, known_at: str | None = None
    ) -> ControlChanges:
        """Who gained and who lost control since a day."""
        params = {"since": since, "as_of": as_of, "known_at": known_at}
        path = f"/ownership/{safe_part(code)}/changes"
        return cast(ControlChanges, self._ask("GET", path, params=params))

    def groups(self, *, known_at: str | None = None, cursor: str | None = None, limit: int = 50) -> Groups:
        """A page of groups, the largest first."""
        params = {"known_at": known_at, "cursor": cursor, "limit": limit}
        return cast(Groups, self._ask("GET", "/groups", params=params))

    def group_risk(self, code: str, *, as_of: str | None = None, known_at: str | None = None) -> GroupRisk:
        """What stands against the members of a group."""
        params = {"as_of": as_of, "known_at": known_at}
        return cast(GroupRisk, self._ask("GET", f"/groups/{safe_part(code)}/risk", params=params))

    def group(self, code: str, *, as_of: str | None = None, known_at: str | None = None) -> Group:
        """One group by its ultimate controller."""
        params = {"as_of": as_of, "known_at": known_at}
        return cast(Group, self._ask("GET", f"/groups/{safe_part(code)}", params=params))

    def owners(self, code: str, *, as_of: str | None = None, known_at: str | None = None) -> Owners:
        """Beneficial owners of an entity; for those with the duty."""
        path = f"/entities/{safe_part(code)}/beneficial-owners"
        return cast(Owners, self._ask("GET", path, params={"as_of": as_of, "known_at": known_at}))


SCHEMAS: dict[str, Any] = {
    "HoldingOut": Holding, "TreeNodeOut": TreeNode, "OwnershipTreeOut": OwnershipTree,
    "ControlChangeOut": ControlChange, "ControlChangesOut": ControlChanges, "DistrictOut": District,
    "GroupRowOut": GroupRow, "GroupsOut": Groups, "MemberOut": Member, "GroupOut": Group, "OwnerOut": Owner,
    "ManagerOut": Manager, "OwnersOut": Owners, "MemberDecisionOut": MemberDecision,
    "MemberDecisionsOut": MemberDecisions, "MemberHintOut": MemberHint,
    "MemberGuaranteeOut": MemberGuarantee, "GroupRiskOut": GroupRisk,
}  # fmt: skip
