"""What ends what, from which day, until when, and what does not help."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph.errors import RuleDefinitionError
from graph.liability.contract import FindingDraft, GroundContext, GroundFacts, RepairDecision
from graph.liability.exits.answer import document_of, exit_of
from graph.liability.exits.book import ROUTES_FILE, load_exits
from graph.liability.exits.standing import (
    FINDING,
    OWN,
    Latest,
    Standing,
    follows_ground,
    is_repaired,
    latest_of,
    severity_of,
)
from graph.liability.exits.words import sections_of
from graph.liability.rulebook import Rule, load_rules
from graph.liability.withdraw import close

DAY = "2026-11-23"
BOOK = load_exits()


def listing(list_type: str = "L03", **more: Any) -> Standing:
    """A finding on a representative from a listing, unless told otherwise."""
    given: dict[str, Any] = {
        "id": f"L-{list_type}", "of": FINDING, "ground_kind": "LISTING", "ground_ref": "LISTING:W-1",
        "ground_id": "W-1", "list_type": list_type, "subject": "ENTITY", "valid_from": "2026-05-06",
        "valid_to": "2029-05-06", "role": "LEGAL_REP", "mode": "LISTED_SELF", "anchor": "AT_VIOLATION",
        "rule": "L03_wage_arrears.legal_rep@1", "basis": ("保障农民工工资支付条例 第 48 条",),
        "term": "YEARS", "facts": {"decided_on": "2026-05-06", "corrected_on": "2026-07-31"}, **more,
    }  # fmt: skip
    return Standing(**given)


def order(case: str, kind: str, list_type: str, **more: Any) -> Standing:
    """A finding of the person's own from a court paper."""
    ref = f"COURT_ORDER:某某法院|{case}|p1|{kind}"
    given: dict[str, Any] = {
        "ground_kind": "COURT_ORDER", "ground_ref": ref, "ground_id": ref.partition(":")[2],
        "subject": "PERSON", "role": "SELF", "valid_from": "2026-03-01", "valid_to": "9999-12-31",
        "facts": {"court": "某某法院", "case_no": case, "decided_on": "2026-03-01"}, "term": "WHILE_GROUND",
        "id": f"L-{case}-{kind}", "rule": "L01_court_defaulter.self_refusal@1", "anchor": "AT_DECISION",
        **more,
    }  # fmt: skip
    return listing(list_type, **given)


BAN = listing(
    "L10", id="L-ban", ground_kind="PENALTY", ground_ref="PENALTY:x", ground_id="x", mode="BAN",
    valid_to="2030-05-01", follows=False, rule="L10_food_revoked.legal_rep@1",
    facts={"decided_on": "2025-05-01"},
)  # fmt: skip


def keys(*standings: Standing) -> tuple[str, ...]:
    return exit_of(standings, DAY).cover.acts


def futile(*standings: Standing) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in document_of(exit_of(standings, DAY))["will_not_help"]}


def test_one_performance_ends_every_order_of_its_case() -> None:
    standings = (
        order("7号", "失信被执行人", "L01"),
        order("7号", "失信被执行人", "L01", id="L-office", mode="BAN"),
        order("7号", "限制消费", "L02"),
    )
    assert keys(*standings) == ("PERFORM:某某法院|7号",)


def test_security_ends_a_spending_limit_and_no_exit_ban() -> None:
    for kind, acts in (
        ("限制消费", {"PERFORM", "CREDITOR_CONSENT", "SECURITY"}),
        ("限制出境", {"PERFORM", "CREDITOR_CONSENT"}),
    ):
        one = order("7号", kind, "L02")
        one = replace(one, facts={**one.facts, "court_kind": kind})
        assert {option.act.id for option in exit_of((one,), DAY).options} == acts


def test_an_act_names_the_basis_for_the_lists_that_it_ends() -> None:
    limit = document_of(exit_of((order("7号", "限制消费", "L02"),), DAY))["acts"][0]
    assert "法释〔2010〕8号" in limit["basis"] and limit["verified"]
    both = (order("7号", "限制消费", "L02"), order("7号", "失信被执行人", "L01"))
    told = document_of(exit_of(both, DAY))["acts"][0]
    assert "法释〔2017〕7号" in told["basis"] and "法释〔2010〕8号" in told["basis"] and not told["verified"]


def test_orders_of_two_cases_take_two_performances() -> None:
    standings = (order("7号", "失信被执行人", "L01"), order("8号", "限制消费", "L02"))
    assert keys(*standings) == ("PERFORM:某某法院|7号", "PERFORM:某某法院|8号")


def test_one_repair_ends_all_that_follows_the_same_entry_and_leaves_the_ban() -> None:
    found = exit_of(
        (listing(), listing(id="L-label", mode="INFO_LABEL", rule="L24_henan35.legal_rep@1"), BAN), DAY
    )
    assert found.cover.acts == ("REPAIR:W-1",)
    assert [one.id for one in found.left] == ["L-ban"]
    smallest = document_of(found)["smallest"]
    assert (smallest["ends_all"], smallest["free_from"]) == (False, "2030-05-01")


@pytest.mark.parametrize(
    ("list_type", "facts", "day"),
    [
        ("L03", {"decided_on": "2026-05-06", "corrected_on": "2026-07-31"}, "2027-01-31"),
        ("L03", {"decided_on": "2026-05-06"}, ""),
        ("L04", {"decided_on": "2026-05-06"}, "2027-05-06"),
        ("L05", {"decided_on": "2026-05-06"}, "2026-11-06"),
        ("L08", {"decided_on": "2026-05-06"}, "2027-05-06"),
        ("L14", {"decided_on": "2026-05-06"}, "2027-05-06"),
        ("L09", {"decided_on": "2026-05-06"}, DAY),
    ],
)
def test_a_list_says_from_which_day_or_else_its_class_does(
    list_type: str, facts: dict[str, str], day: str
) -> None:
    one = listing(list_type, of=OWN, role="SELF", facts=facts)
    assert exit_of((one,), DAY).options[0].ready.day == day


@pytest.mark.parametrize(
    ("facts", "severity", "day", "latest"),
    [
        ({"severity": "轻微"}, "轻微", "2026-09-10", "2026-12-10"),
        ({"severity": "一般"}, "一般", "2026-12-10", "2027-09-10"),
        ({"severity": "严重"}, "严重", "2027-09-10", "2029-09-10"),
        ({"penalty_kinds": ["吊销许可证件", "罚款"]}, "严重", "2027-09-10", "2029-09-10"),
        ({"penalty_kinds": "没收违法所得、没收非法财物"}, "", "2027-09-10", "2029-09-10"),
        ({"penalty_kinds": ["没收违法所得、没收非法财物"]}, "一般", "2026-12-10", "2027-09-10"),
        ({"penalty_kinds": ["警告"]}, "轻微", "2026-09-10", "2026-12-10"),
        ({"penalty_kinds": ["罚款"], "procedure": "简易"}, "轻微", "2026-09-10", "2026-12-10"),
        ({"penalty_kinds": ["警告", "罚款"]}, "", "2027-09-10", "2029-09-10"),
        ({}, "", "2027-09-10", "2029-09-10"),
    ],
)
def test_the_class_of_a_penalty_gives_the_first_and_the_last_day(
    facts: dict[str, Any], severity: str, day: str, latest: str
) -> None:
    one = listing(
        "", of=OWN, ground_kind="PENALTY", ground_ref="PENALTY:x", ground_id="x", valid_to="9999-12-31",
        term="WHILE_GROUND", facts={"decided_on": "2026-09-10", **facts},
    )  # fmt: skip
    assert severity_of(one, BOOK) == severity
    ready = exit_of((one,), DAY).options[0].ready
    assert ready.day == day
    assert latest_of(one, BOOK) == Latest(latest, "TERM")
    if not severity:
        assert "没有标明" in ready.because and "2026-12-10" in ready.because


def test_a_revoked_repair_begins_the_waiting_time_anew() -> None:
    rows = (
        {"repair_id": "1", "result": "APPROVED", "decided_on": "2026-08-01"},
        {"repair_id": "1", "result": "REVOKED", "decided_on": "2026-10-01"},
    )
    one = listing(repairs=rows)
    assert not is_repaired(one, DAY) and is_repaired(one, "2026-09-01")
    ready = exit_of((one,), DAY).options[0].ready
    assert ready.day == "2027-04-01" and "修复被撤销" in ready.because


def test_the_latest_day_is_the_earliest_of_term_list_and_publication() -> None:
    assert latest_of(listing(), BOOK) == Latest("2029-05-06", "TERM")
    label = listing("L03", valid_to="9999-12-31", term="WHILE_GROUND")
    assert latest_of(label, BOOK) == Latest("2029-05-06", "TERM")
    published = replace(label, facts={**label.facts, "publish_until": "2028-01-31"})
    assert latest_of(published, BOOK) == Latest("2028-02-01", "TERM")
    assert latest_of(order("7号", "限制消费", "L02"), BOOK) == Latest("", "WHILE_GROUND")
    conduct = order("7号", "失信被执行人", "L01")
    conduct = replace(conduct, facts={**conduct.facts, "situation": "S2_S6"})
    assert latest_of(conduct, BOOK) == Latest("2028-03-01", "TERM")
    assert latest_of(replace(BAN, valid_to="9999-12-31", term="LIFE"), BOOK) == Latest("", "LIFE")


def test_leaving_the_post_does_not_help_where_the_office_at_the_violation_counts() -> None:
    told = futile(listing())["LEAVE_POST"]
    assert told["rule"] == "L03_wage_arrears.legal_rep@1" and told["about"] == ["L-L03"]
    assert "LEAVE_POST" not in futile(order("7号", "失信被执行人", "L01"))


def test_neither_repairing_the_company_nor_paying_ends_a_ban() -> None:
    told = futile(BAN)
    assert {"REPAIR_COMPANY", "PAY_FOR_BAN", "OTHER_UNIT"} <= set(told) and "PAY_FOR_LIFE" not in told
    life = futile(replace(BAN, valid_to="9999-12-31", term="LIFE"))
    assert "PAY_FOR_LIFE" in life and "PAY_FOR_BAN" not in life
    assert keys(BAN) == ()


def test_changing_the_representative_does_not_end_a_spending_limit() -> None:
    one = order("7号", "限制消费", "L02", role="LEGAL_REP", subject="ENTITY", anchor="AT_MEASURE")
    told = futile(one)
    assert "第 17 条" in told["CHANGE_REPRESENTATIVE"]["basis"]
    assert {"WAIT", "CREDIT_PORTAL"} <= set(told) and "LEAVE_POST" not in told


def test_everything_that_does_not_help_says_its_rule() -> None:
    standings = (listing(), BAN, order("7号", "限制消费", "L02"), listing("L09", id="o", of=OWN, role="SELF"))
    assert all(one["basis"] for one in document_of(exit_of(standings, DAY))["will_not_help"])


def test_the_words_say_whether_it_is_proven_and_what_is_left() -> None:
    document = {
        **document_of(exit_of((listing(), BAN), DAY)),
        "subject": {"kind": "PERSON", "code": "p1", "name": "赵测试"}, "as_of": DAY, "complete": True,
    }  # fmt: skip
    told = {one["heading"]: one["items"] for one in sections_of(document)}
    assert "最少办 1 件事（已证明不能更少），可以结束其中能够结束的" in told["结论"][0]
    assert "最早 2027-01-31 可以办齐；另有 1 项只能等期满" in told["结论"][0]
    assert "最迟于 2030-05-01 结束" in told["只能等期满"][0]
    document["smallest"] |= {"exact": False, "at_least": 1}
    assert "未能证明最少" in sections_of(document)[0]["items"][0]


def test_nothing_against_somebody_is_said_so() -> None:
    document = {
        **document_of(exit_of((), DAY)),
        "subject": {"kind": "PERSON", "code": "p1", "name": "赵测试"}, "as_of": DAY, "complete": True,
    }  # fmt: skip
    assert not document["standing"] and document["latest"] == {"day": None, "because": "NOTHING"}
    assert [one["heading"] for one in sections_of(document)] == ["结论"]


_FOLLOWED = [
    one
    for one in load_rules().rules
    if one.mode not in ("NONE", "LEAD", "DERIVED_ENTITY") and one.ground.subject == "ENTITY"
]


@pytest.mark.parametrize("rule", _FOLLOWED, ids=lambda rule: rule.ref)
def test_what_is_said_to_end_with_the_companys_record_ends_in_the_engine_and_nothing_else(rule: Rule) -> None:
    """An approved repair of an organisation's record, or the court's release, handed to the engine itself."""
    ground = GroundFacts(
        "g", "Listing", rule.ground.kind, "G:1", "1", rule.list, entity_id="e", decided_on="2026-05-06"
    )
    draft = FindingDraft(
        "G:1", rule.ground.kind, "1", rule.list, "e", "p", "赵测试", rule.role, rule.mode, rule.ref,
        "CONFIRMED", "", "2026-05-06", "9999-12-31", rests_on=("g",),
    )  # fmt: skip
    if rule.ground.kind == "COURT_ORDER":
        context = GroundContext(replace(ground, ended_on="2026-10-01", end_reason="履行完毕"))
    else:
        context = GroundContext(ground, repairs=(RepairDecision("1", "APPROVED", "2026-10-01"),))
    ended = close(draft, rule, context, None).withdrawn_at == "2026-10-01"
    assert ended is follows_ground(rule, rule.mode, "ENTITY")


def test_a_ban_of_the_persons_own_penalty_has_no_repair_either() -> None:
    for rule in load_rules().rules:
        if rule.mode == "BAN" and rule.term != "WHILE_GROUND":
            assert not follows_ground(rule, rule.mode, "PERSON"), rule.ref


@pytest.mark.parametrize(
    ("wrong", "right", "place"),
    [
        ("grounds: [ARREARS]", "grounds: [ARREAR]", "PAY.grounds"),
        ("lists: [L07]", "lists: [L77]", "PAY.lists"),
        ("modes: [BAN], terms: [LIFE]", "modes: [BANN], terms: [LIFE]", "PAY_FOR_LIFE.when.modes"),
        ("  警告: 轻微", "  警告: 轻轻", "severity_of_kinds"),
        ("law_as_known_on:", "law_known_on:", "law"),
        ("least_months: 3,", "least_months: -3,", "severities.一般.least_months"),
    ],
)
def test_a_typo_in_the_data_is_refused_with_its_place(
    tmp_path: Path, wrong: str, right: str, place: str
) -> None:
    text = ROUTES_FILE.read_text(encoding="utf-8")
    assert wrong in text
    file = tmp_path / "routes.yaml"
    file.write_text(text.replace(wrong, right, 1), encoding="utf-8")
    with pytest.raises(RuleDefinitionError) as refused:
        load_exits(file)
    assert refused.value.where.startswith("routes.yaml#") and place in refused.value.where
