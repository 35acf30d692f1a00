"""Who asks: an account, a department's key, the local operator, or nobody in particular."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class Kind(StrEnum):
    """How a principal proved who it is."""

    ACCOUNT = "ACCOUNT"
    KEY = "KEY"
    LOCAL = "LOCAL"
    ANONYMOUS = "ANONYMOUS"


class Role(StrEnum):
    """What a principal is here for; one role each."""

    PUBLIC = "PUBLIC"
    DEPARTMENT = "DEPARTMENT"
    OFFICER = "OFFICER"
    REVIEWER = "REVIEWER"
    INVESTIGATOR = "INVESTIGATOR"
    LEADER = "LEADER"
    AUDITOR = "AUDITOR"
    ADMINISTRATOR = "ADMINISTRATOR"

    @property
    def zh(self) -> str:
        """The name that users see."""
        return _ROLE_NAMES[self]


_ROLE_NAMES: Final = {
    Role.PUBLIC: "公众",
    Role.DEPARTMENT: "部门系统",
    Role.OFFICER: "经办人员",
    Role.REVIEWER: "复核人员",
    Role.INVESTIGATOR: "调查人员",
    Role.LEADER: "领导",
    Role.AUDITOR: "审计人员",
    Role.ADMINISTRATOR: "系统管理员",
}

#: Roles of people: a key is always a department's, and nobody signs in as the public.
ACCOUNT_ROLES: Final = tuple(role for role in Role if role not in (Role.PUBLIC, Role.DEPARTMENT))


@dataclass(frozen=True)
class Principal:
    """Who asks, for one request.

    Parameters
    ----------
    principal_id
        ``account:<id>``, ``key:<id>``, ``local:<user>`` or ``anonymous``: what audit and commits name.
    authorities
        Codes of the authorities that it acts for.
    districts
        Region codes that it may see; empty for all.
    purposes
        Purposes for which a key may ask; empty for all.
    must_change
        The first password has not been changed: nothing is allowed but changing it.
    """

    principal_id: str
    kind: Kind
    name: str
    role: Role
    authorities: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    must_change: bool = False

    @property
    def account_id(self) -> str:
        """The account's opaque id; empty for other kinds."""
        return self.principal_id.removeprefix("account:") if self.kind is Kind.ACCOUNT else ""


ANONYMOUS: Final = Principal("anonymous", Kind.ANONYMOUS, "", Role.PUBLIC)


def local_principal(user: str) -> Principal:
    """The operator at this machine's command line, who is audited like anybody else (A16)."""
    return Principal(f"local:{user}", Kind.LOCAL, user, Role.ADMINISTRATOR)


def account_principal(account: Mapping[str, Any]) -> Principal:
    """The principal of a stored account."""
    return Principal(
        principal_id=f"account:{account['account_id']}",
        kind=Kind.ACCOUNT,
        name=str(account["display_name"]),
        role=Role(account["role"]),
        authorities=tuple(account.get("authorities") or ()),
        districts=tuple(account.get("districts") or ()),
        must_change=bool(account["must_change"]),
    )


def key_principal(key: Mapping[str, Any]) -> Principal:
    """The principal of a stored department key."""
    return Principal(
        principal_id=f"key:{key['key_id']}",
        kind=Kind.KEY,
        name=str(key["name"]),
        role=Role.DEPARTMENT,
        authorities=(str(key["authority"]),),
        districts=tuple(key.get("districts") or ()),
        purposes=tuple(key.get("purposes") or ()),
    )
