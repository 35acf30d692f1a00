"""A group is asked for and subscribed to by the code of any member, whoever heads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from api.auth.principal import Kind, Principal, Role
from api.services.clues import own_subscriptions, raise_clue, subscribe_to
from api.services.desk import Desk, open_desk
from api.services.dossier import dossier_of
from api.services.relations import named_plan
from api.services.search import search_plan
from api.services.subjects import find_subject
from api.services.warning import events_answer, figures_answer, trend_answer
from creditgraph.watching import watch_day
from graph.derivation import derive
from graph.errors import AnswerRefusedError, NotFoundError, UsageError
from graph.registers.records import records_of
from graph.risk.warning import Scope, Signal, group_heads

A, B, C, D = "91411300MA00000077", "91411302MA3X00010W", "1141130000598765XE", "91411322NY00002M4F"
DAY, LATER = "2026-06-30", "2026-07-01"
FIRST = Principal("account:a1", Kind.ACCOUNT, "甲", Role.INVESTIGATOR)


def complaints(code: str, day: str, *numbers: int) -> list[dict[str, Any]]:
    return [
        {"complaint_id": str(number), "uscc": code, "kind": "举报", "received_on": day} for number in numbers
    ]


def holding(company: str, holder: str, percent: str = "80") -> dict[str, Any]:
    return {
        "uscc": company, "holder_kind": "ORG", "holder_code": holder, "holder_name": "持股单位",
        "equity_pct": percent, "valid_from": "2020-01-01",
    }  # fmt: skip


@pytest.fixture
def family(register: Any) -> Any:
    """A holds B; C and D stand alone, D in another district."""
    register.firms(A, B, C)
    register.firms(D, region_code="410102")
    register.take(holdings=[holding(B, A)])
    derive(register.store, today=DAY, full=True)
    return register


def subscribed(desk: Desk, by: Principal, code: str) -> dict[str, Any]:
    return subscribe_to(desk, by, signal="COMPLAINTS", scope="GROUP", scope_id=code, level="WATCH")


def test_who_subscribed_by_a_member_is_told_of_its_group_whoever_heads_it(
    family: Any, account: Callable[..., str]
) -> None:
    store, id_ = family.store, account("watcher", role=Role.INVESTIGATOR)
    by = Principal(f"account:{id_}", Kind.ACCOUNT, "甲", Role.INVESTIGATOR)
    made = subscribed(open_desk(store), by, B)
    assert (made["scope"], made["scope_id"], made["label"]) == ("GROUP", B, "测试010W有限公司及关联单位")
    assert own_subscriptions(open_desk(store), by) == [made]

    def told() -> list[tuple[str, str]]:
        rows = sorted(records_of(store, "WarningAlert", id_), key=lambda one: str(one["day"]))
        return [(one["day"], one["scope_id"]) for one in rows]

    family.take(complaints=[*complaints(A, "2026-06-20", 1, 2), *complaints(B, "2026-06-20", 3, 4, 5)])
    watch_day(store, DAY, today=DAY)
    assert told() == [(DAY, family.id(A))]
    # C comes to hold A: the group bears another name from then on.
    family.take(holdings=[holding(A, C)])
    derive(store, today=LATER, full=True)
    assert group_heads(store, [family.id(B)], store.head_seq()) == {family.id(B): (family.id(C),)}
    watch_day(store, LATER, today=LATER)
    assert told() == [(DAY, family.id(A)), (LATER, family.id(C))]
    assert own_subscriptions(open_desk(store), by) == [made]


def test_a_firm_in_no_group_is_refused(family: Any) -> None:
    desk = open_desk(family.store)
    asked = {"signal": "COMPLAINTS", "scope": "GROUP", "scope_id": C}
    for ask in (
        lambda: subscribed(desk, FIRST, C),
        lambda: trend_answer(desk, DAY, **asked),
        lambda: events_answer(desk, DAY, **asked),
        lambda: raise_clue(
            desk, FIRST, title="线索", words="见页面", scope="GROUP", scope_id=C, link="groups"
        ),
    ):
        with pytest.raises(NotFoundError, match="不在任何企业族群中") as refused:
            ask()
        assert refused.value.where == "scope_id"
    assert own_subscriptions(desk, FIRST) == []


def test_trend_list_and_clue_of_a_member_are_those_of_its_group(family: Any) -> None:
    family.take(complaints=[*complaints(A, "2026-06-20", 1, 2), *complaints(B, DAY, 3, 4, 5)])
    desk = open_desk(family.store)
    for code in (A, B):
        asked = {"signal": "COMPLAINTS", "scope": "GROUP", "scope_id": code}
        line = trend_answer(desk, DAY, days=3, **asked)
        assert (line["scope_id"], line["days"][-1]["value"], line["days"][0]["value"]) == (A, 5, 2)
        assert events_answer(desk, DAY, **asked)["number"] == 5
    made = raise_clue(desk, FIRST, title="线索", words="见页面", scope="GROUP", scope_id=B, link="groups")
    assert made["scope_id"] == A
    assert family.value(DAY, Signal.COMPLAINTS, Scope.GROUP, family.id(B)) == (0, "NORMAL")


def test_neither_a_member_nor_a_head_beyond_the_own_districts_is_told_of(family: Any) -> None:
    family.take(holdings=[holding(C, D)])
    derive(family.store, today=DAY, full=True)
    desk = open_desk(family.store)
    near = Principal("account:a2", Kind.ACCOUNT, "乙", Role.INVESTIGATOR, districts=("411302",))
    for code in (C, D):
        with pytest.raises(AnswerRefusedError, match="不在您的辖区"):
            subscribed(desk, near, code)
        for answer in (trend_answer, events_answer):
            with pytest.raises(AnswerRefusedError, match="不在您的辖区"):
                answer(
                    desk, DAY, signal="COMPLAINTS", scope="GROUP", scope_id=code,
                    seen=lambda region: region == "411302",
                )  # fmt: skip
    assert subscribed(desk, near, B)["scope_id"] == B


def test_who_is_in_two_groups_is_asked_which(family: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    both = {family.id(C): (family.id(A), family.id(D))}
    monkeypatch.setattr("api.services.warning_scopes.group_heads", lambda *_: both)
    desk = open_desk(family.store)
    with pytest.raises(UsageError, match="同时属于 2 个企业族群"):
        trend_answer(desk, DAY, signal="COMPLAINTS", scope="GROUP", scope_id=C)
    assert subscribed(desk, FIRST, C)["scope_id"] == C, "a subscription hears of both"


def test_a_company_from_abroad_that_heads_a_group_is_found_by_its_own_code(register: Any) -> None:
    """It has no code of a known shape; the figures of its group name it by the one that it has."""
    abroad = "HK00000123"
    register.firms(A, B)
    own = {"holder_code_type": "FOREIGN", "holder_name": "宛裕国际有限公司"}
    register.take(holdings=[{**holding(one, abroad), **own} for one in (A, B)])
    derive(register.store, today=DAY, full=True)
    register.take(complaints=complaints(A, "2026-06-20", *range(1, 8)))
    desk = open_desk(register.store)
    asked = {"signal": "COMPLAINTS", "scope": "GROUP"}
    (group,) = figures_answer(desk, DAY, limit=10, **asked)["rows"]
    assert group["scope_id"] == abroad
    (*_, last) = trend_answer(desk, DAY, scope_id=abroad, days=2, **asked)["days"]
    assert last["value"] == group["value"] == 7
    assert len(events_answer(desk, DAY, scope_id=abroad, **asked)["rows"]) == 7
    seq = desk.seq()
    head = find_subject(desk, abroad)
    assert desk.store.ask(dossier_of(desk, abroad, DAY, seq)).subject == head
    assert desk.store.ask(named_plan([abroad, A], DAY)).subjects[0] == head
    (shown,) = desk.store.ask(search_plan(desk, abroad, limit=5, persons=False))["entities"]
    assert (shown["code"], shown["name"]) == (head.code, head.name) == (abroad, abroad)
