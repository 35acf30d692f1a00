"""The table of permissions, and what of a finding each role may see."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.auth.errors import NotSignedInError, PermissionDeniedError
from api.auth.masking import masking
from api.auth.permissions import (
    ALLOWED,
    Permission,
    in_scope,
    may,
    may_see_finding,
    permission_table,
    require,
    visible_states,
)
from api.auth.principal import ACCOUNT_ROLES, ANONYMOUS, Kind, Principal, Role, local_principal

ROOT = Path(__file__).resolve().parents[4]
STATES = ("LEAD", "PROPOSED", "CONFIRMED", "SUSPENDED", "WITHDRAWN", "EXPIRED", "DISMISSED")
HIDDEN_BASES = ("LEAD", "PROPOSED", "DISMISSED")


def principal(role: Role, *, authorities: tuple[str, ...] = ("A1",), must_change: bool = False) -> Principal:
    if role is Role.PUBLIC:
        return ANONYMOUS
    kind = Kind.KEY if role is Role.DEPARTMENT else Kind.ACCOUNT
    return Principal("x", kind, "某", role, authorities=authorities, must_change=must_change)


def test_the_accounts_page_prints_the_table_as_it_is() -> None:
    page = (ROOT / "docs" / "how-to" / "accounts.md").read_text(encoding="utf-8")
    assert permission_table() in page


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_is_declared_and_named(permission: Permission) -> None:
    assert permission in ALLOWED and permission.zh
    for role in Role:
        assert role.zh and may(principal(role), permission) is (role in ALLOWED[permission])


@pytest.mark.parametrize("role", Role)
def test_what_was_never_confirmed_stays_with_staff_whatever_its_state_now(role: Role) -> None:
    for base in HIDDEN_BASES:
        for state in STATES:
            seen = may_see_finding(principal(role), base_state=base, state=state, authority_code="A1")
            assert seen is (role in (Role.OFFICER, Role.REVIEWER, Role.INVESTIGATOR)), (base, state)


def test_an_officer_sees_leads_of_his_own_authority_only() -> None:
    officer = principal(Role.OFFICER)
    for authority, seen in (("A1", True), ("A2", False), ("", False)):
        known = {"base_state": "LEAD", "state": "LEAD", "authority_code": authority}
        assert may_see_finding(officer, **known) is seen
    assert may_see_finding(officer, base_state="CONFIRMED", state="CONFIRMED", authority_code="A2")
    assert not may_see_finding(
        principal(Role.OFFICER, authorities=()), base_state="LEAD", state="LEAD", authority_code=""
    )


def test_a_department_sees_confirmed_and_disputed_findings_while_they_hold() -> None:
    assert visible_states(principal(Role.DEPARTMENT)) == {"CONFIRMED", "SUSPENDED"}
    for role in (Role.PUBLIC, Role.AUDITOR, Role.ADMINISTRATOR):
        assert visible_states(principal(role)) == frozenset()


def test_a_first_password_opens_only_its_change_for_every_role() -> None:
    for role in ACCOUNT_ROLES:
        fresh = principal(role, must_change=True)
        assert [one for one in Permission if may(fresh, one)] == [Permission.CHANGE_PASSWORD]
        assert visible_states(fresh) == frozenset() and not masking(fresh).full_names


def test_a_kind_cannot_borrow_the_role_of_another() -> None:
    for kind, role in (
        (Kind.KEY, Role.INVESTIGATOR),
        (Kind.ANONYMOUS, Role.ADMINISTRATOR),
        (Kind.ACCOUNT, Role.DEPARTMENT),
    ):
        assert not any(may(Principal("x", kind, "", role), one) for one in Permission)


def test_the_local_operator_sees_what_commands_show_but_no_whole_number() -> None:
    local = local_principal("me")
    assert {one for one in Permission if not may(local, one)} == {
        Permission.UNMASK,
        Permission.CHANGE_PASSWORD,
        Permission.HANDLE_CASES,
    }
    assert may_see_finding(local, base_state="LEAD", state="LEAD")


def test_a_refusal_says_whether_to_sign_in_or_to_ask() -> None:
    with pytest.raises(NotSignedInError):
        require(ANONYMOUS, Permission.SEE_PERSON)
    with pytest.raises(PermissionDeniedError):
        require(principal(Role.LEADER), Permission.SEE_PERSON)


def test_scope_is_by_district_and_by_own_authority() -> None:
    one = Principal("x", Kind.ACCOUNT, "", Role.OFFICER, authorities=("A1",), districts=("411302", "330100"))
    assert in_scope(one, "411302") and in_scope(one, "330106")
    assert not in_scope(one, "411303") and not in_scope(one, "411300") and not in_scope(one)
    assert in_scope(one, "411303", "A1") and not in_scope(one, "411303", "A2")
    assert in_scope(principal(Role.REVIEWER), "", "")


def test_names_and_numbers_go_out_by_role() -> None:
    for role in (Role.PUBLIC, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR):
        rule = masking(principal(role))
        assert rule.name("张三丰") == "张*" and rule.masked_id("411302********0012") is None
        document = {"reason": "张三丰任法定代表人", "path": [{"who": "张三丰"}], "number": 3}
        assert rule.document(document, ["张三", "张三丰", None]) == {
            "reason": "张*任法定代表人", "path": [{"who": "张*"}], "number": 3,
        }  # fmt: skip
    for role in (Role.DEPARTMENT, Role.OFFICER, Role.REVIEWER, Role.INVESTIGATOR):
        rule = masking(principal(role))
        assert rule.name("张三丰") == "张三丰" and rule.masked_id("x") == "x"
