"""Parts of an evaluation that the first lists' rules do not reach, or reach only in odd data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.days import OPEN_DAY
from graph.liability.anchors import at_violation, candidates
from graph.liability.contract import (
    ComputedControl,
    GroundContext,
    GroundFacts,
    NamedPerson,
    ObjectionSpan,
    RepairDecision,
    StatusSpan,
    Tenure,
)
from graph.liability.evaluate import evaluate
from graph.liability.matching import applicable_rules, conditions_met, given_by
from graph.liability.rulebook import Rule, RuleSet, TermRange, load_rules
from graph.liability.terms import has_stated_term, term_end
from graph.liability.withdraw import repaired_on, stopped_since

TODAY = "2026-11-23"
AUTHORITY = "1141130000598765XE"
RULES = load_rules()
WAGES = GroundFacts(
    "F1", "Listing", "LISTING", "LISTING:W-1", "W-1", "L03", entity_id="E1", violation_from="2024-01-01",
    violation_to="2024-03-31", decided_on="2024-06-01", authority_code=AUTHORITY, doc_no="列1",
)  # fmt: skip
ORDER = GroundFacts(
    "F2", "CourtRecord", "COURT_ORDER", "COURT_ORDER:C-1", "C-1", "L02", situation="SPENDING",
    entity_id="E1", fields={"kind": "限制消费"}, decided_on="2025-03-01", authority_code=AUTHORITY,
)  # fmt: skip


def _rule(rule_id: str, **changes: Any) -> Rule:
    found = RULES.by_id(rule_id)[-1]
    return Rule.model_validate({**found.model_dump(), **changes})


def _rep(valid_from: str, valid_to: str = OPEN_DAY, **more: Any) -> Tenure:
    facts: dict[str, Any] = {"fact_id": "T1", **more}
    return Tenure("LEGAL_REP", "LEGAL_REP_OF", "p1", "赵测试", True, valid_from, valid_to, **facts)


def _named(**more: Any) -> NamedPerson:
    facts: dict[str, Any] = {
        "fact_id": "N1", "person_id": "p1", "person_name": "赵测试", "verified": True, "role": "LEGAL_REP",
        "decided_on": "2024-06-01", "doc_no": "认1", "authority_code": AUTHORITY, **more,
    }  # fmt: skip
    return NamedPerson(**facts)


def _only(*rules: Rule) -> RuleSet:
    return RuleSet(tuple(rules), RULES.vocabulary)


@pytest.mark.parametrize(
    ("when", "fields", "met"),
    [
        ({"kind": "甲"}, {"kind": "甲"}, True),
        ({"kind": "甲"}, {}, False),
        ({"kind": ["甲", "乙"]}, {"kind": "乙"}, True),
        ({"kind": ["甲", "乙"]}, {"kind": "丙"}, False),
        ({"doc": {"known": True}}, {"doc": "文1"}, True),
        ({"doc": {"known": True}}, {"doc": ""}, False),
        ({"articles": ["食品安全法:135"]}, {"articles": ["食品安全法:124", "食品安全法:135"]}, True),
        ({"serious": True}, {"serious": False}, False),
        ({"list_type": "L03"}, {}, True),
    ],
)
def test_a_condition_that_is_not_given_is_not_met(
    when: dict[str, Any], fields: dict[str, Any], met: bool
) -> None:
    assert conditions_met(when, given_by(replace(WAGES, fields=fields))) is met


@pytest.mark.parametrize(
    ("milder", "replaced_by", "expected", "uncertain"),
    [
        ("SAME", None, "L03_wage_arrears.legal_rep@1", ""),
        ("OLD", None, "L03_wage_arrears.legal_rep@1", ""),
        ("UNKNOWN", None, "L03_wage_arrears.legal_rep@1", "RULE_UNCERTAIN"),
        ("NEW", "L03_wage_arrears.legal_rep_new", "L03_wage_arrears.legal_rep_new@1", ""),
        ("NEW", None, "", ""),
    ],
)
def test_a_later_rule_applies_backwards_only_if_it_is_milder(
    milder: str, replaced_by: str | None, expected: str, uncertain: str
) -> None:
    old = _rule(
        "L03_wage_arrears.legal_rep", in_force_to="2024-04-30", milder=milder, replaced_by=replaced_by
    )
    new = _rule("L03_wage_arrears.legal_rep", id="L03_wage_arrears.legal_rep_new", in_force_from="2024-05-01")
    found, outcomes = applicable_rules(GroundContext(WAGES), _only(old, new), TODAY)
    assert [(one.rule.ref, one.uncertain) for one in found] == ([(expected, uncertain)] if expected else [])
    assert [one.code for one in outcomes] == ([] if expected else ["NO_RULE_IN_FORCE"])


def test_of_two_equal_rows_none_wins() -> None:
    reaches = _rule("L03_wage_arrears.legal_rep")
    none = _rule("L03_wage_arrears.actual_controller", id="L03_wage_arrears.none", role="LEGAL_REP")
    found, outcomes = applicable_rules(GroundContext(WAGES), _only(reaches, none), TODAY)
    assert found == ()
    assert [one.code for one in outcomes] == ["VETOED"]


def test_a_row_for_the_role_beats_none_for_every_role() -> None:
    reaches = _rule("L03_wage_arrears.legal_rep")
    none = _rule("L03_wage_arrears.actual_controller", id="L03_wage_arrears.none", role="ANY")
    found, _ = applicable_rules(GroundContext(WAGES), _only(reaches, none), TODAY)
    assert [one.rule.ref for one in found] == [reaches.ref]


@pytest.mark.parametrize(
    ("tenure", "reason"),
    [
        (_rep("2020-01-01", "2024-06-01", known_held_to="2024-02-01"), ""),
        (_rep("2020-01-01", "2024-06-01", known_held_to="2024-01-01"), ""),
        (_rep("2020-01-01", "2024-06-01", known_held_to="2023-12-31"), "TENURE_UNCERTAIN"),
        (_rep("2020-01-01", "2024-01-01", known_held_to="2023-06-30"), None),
        (_rep("", "2024-06-01"), "TENURE_UNCERTAIN"),
        (_rep("0001-01-01", "2024-06-01"), "TENURE_UNCERTAIN"),
        (_rep("", "2024-01-01"), None),
    ],
)
def test_an_inferred_end_or_an_unknown_start_gives_a_lead(tenure: Tenure, reason: str | None) -> None:
    assert at_violation(WAGES, tenure) == reason


@pytest.mark.parametrize(
    ("first", "last", "tenure", "reason"),
    [
        ("2024-01-10", "", _rep("2020-01-01"), ""),
        ("2024-01-10", "", _rep("2024-01-11"), "ANCHOR_UNCERTAIN"),
        ("2024-01-10", "", _rep("2024-06-02"), None),
        ("2024-01-10", "", _rep("2020-01-01", "2024-01-10"), None),
        ("", "2024-01-10", _rep("2024-01-11"), None),
        ("", "2024-01-10", _rep("2020-01-01", "2024-01-10"), "ANCHOR_UNCERTAIN"),
        ("", "", _rep("2020-01-01", "2021-01-01"), "ANCHOR_UNCERTAIN"),
        ("", "", _rep("2024-06-02"), None),
    ],
)
def test_with_one_end_given_only_that_day_is_known(
    first: str, last: str, tenure: Tenure, reason: str | None
) -> None:
    assert at_violation(replace(WAGES, violation_from=first, violation_to=last), tenure) == reason


@pytest.mark.parametrize("ground", [WAGES, replace(WAGES, violation_from="", violation_to=""), ORDER])
def test_who_held_an_office_for_no_day_did_not_hold_it(ground: GroundFacts) -> None:
    day = ground.violation_from or ground.decided_on
    context = GroundContext(ground, tenures=(_rep(day, day),))
    assert evaluate(context, RULES, TODAY).findings == ()


def test_the_surest_tenure_of_a_person_counts() -> None:
    context = GroundContext(WAGES, tenures=(_rep("", "2024-02-01", fact_id="T0"), _rep("2024-02-01")))
    found = candidates(RULES.by_id("L03_wage_arrears.legal_rep")[0], context, TODAY)
    assert [(one.reason, [held.fact_id for held in one.tenures]) for one in found] == [("", ["T1"])]


def test_a_successor_is_one_from_his_appointment_until_he_leaves() -> None:
    context = GroundContext(ORDER, tenures=(_rep("2025-09-01", "2026-01-01"),))
    (found,) = evaluate(context, RULES, TODAY).findings
    assert (found.reason, found.valid_from, found.valid_to) == ("SUCCESSOR", "2025-09-01", "2026-01-01")
    assert evaluate(context, RULES, "2025-08-31").findings == ()


def test_a_successor_named_later_is_bound_from_the_paper_that_names_him() -> None:
    named = _named(decided_on="2025-10-01")
    context = GroundContext(ORDER, tenures=(_rep("2025-09-01"),), named=(named,))
    (found,) = evaluate(context, RULES, TODAY).findings
    assert (found.base_state, found.valid_from, found.valid_to) == ("CONFIRMED", "2025-10-01", OPEN_DAY)


def test_a_finding_by_register_and_document_rests_on_both() -> None:
    context = GroundContext(WAGES, tenures=(_rep("2020-01-01"),), named=(_named(),))
    (found,) = evaluate(context, RULES, TODAY).findings
    assert found.rests_on == ("F1", "N1", "T1")
    assert [(hop.type, hop.source, hop.target) for hop in found.path] == [
        ("NAMED_BY", "p1", "LISTING:W-1"),
        ("LEGAL_REP_OF", "p1", "E1"),
        ("LISTED_BY", "E1", "LISTING:W-1"),
    ]
    assert found.basis[0]["instrument"] == "保障农民工工资支付条例"


def test_an_upheld_objection_to_the_tenure_ends_the_finding() -> None:
    objection = ObjectionSpan("O1", "T1", "2025-01-01", "2025-02-01", "UPHELD")
    other = ObjectionSpan("O2", "T9", "2025-01-01", "2025-01-02", "UPHELD")
    context = GroundContext(WAGES, tenures=(_rep("2020-01-01"),), objections=(other, objection))
    (found,) = evaluate(context, RULES, TODAY).findings
    assert (found.withdrawn_at, found.withdrawn_because) == ("2025-02-01", "OBJECTION_UPHELD")


def test_a_named_person_with_unknown_violation_days_is_a_lead_whatever_the_paper_says() -> None:
    """That he held the office at the violation does not say that the rule was in force then."""
    ground = replace(WAGES, violation_from="", violation_to="")
    (lead,) = evaluate(GroundContext(ground, named=(_named(),)), RULES, TODAY).findings
    assert (lead.base_state, lead.reason) == ("LEAD", "ANCHOR_UNCERTAIN")
    (lead,) = evaluate(GroundContext(ground, named=(_named(at_violation=True),)), RULES, TODAY).findings
    assert (lead.base_state, lead.reason) == ("LEAD", "VERSION_UNCERTAIN")
    known = replace(ground, violation_to="2024-03-31")
    (found,) = evaluate(GroundContext(known, named=(_named(at_violation=True),)), RULES, TODAY).findings
    assert (found.base_state, found.basis_unverified) == ("CONFIRMED", False)


@pytest.mark.parametrize(
    ("first", "last", "decided", "expected"),
    [
        ("2022-01-01", "", "2024-06-01", [("old", "VERSION_UNCERTAIN"), ("new", "VERSION_UNCERTAIN")]),
        ("2022-01-01", "", "2024-04-30", [("old", "")]),
        ("2024-05-01", "", "2024-06-01", [("new", "")]),
        ("2021-12-31", "", "2023-06-01", [("old", "VERSION_UNCERTAIN")]),
        ("2021-12-31", "", "2021-12-31", []),
        ("2021-12-31", "", "", [("old", "VERSION_UNCERTAIN"), ("new", "VERSION_UNCERTAIN")]),
        ("2021-12-31", "2022-01-01", "2024-06-01", [("old", "")]),
        ("", "2024-04-30", "2024-06-01", [("old", "")]),
    ],
)
def test_where_the_edition_turns_on_an_unknown_last_day_there_are_leads_only(
    first: str, last: str, decided: str, expected: list[tuple[str, str]]
) -> None:
    old = _rule("L03_wage_arrears.legal_rep", id="L03_wage_arrears.old", in_force_to="2024-04-30")
    new = _rule("L03_wage_arrears.legal_rep", id="L03_wage_arrears.new", in_force_from="2024-05-01")
    ground = replace(WAGES, violation_from=first, violation_to=last, decided_on=decided)
    found, outcomes = applicable_rules(GroundContext(ground), _only(old, new), TODAY)
    told = {(one.rule.id.rpartition(".")[2], one.uncertain) for one in found}
    assert told == set(expected)
    assert [one.code for one in outcomes] == ([] if expected else ["NO_RULE_IN_FORCE"])


def test_an_unknown_last_day_does_no_harm_where_the_milder_new_rule_applies_either_way() -> None:
    new = _rule("L03_wage_arrears.legal_rep", id="L03_wage_arrears.new", in_force_from="2024-05-01")
    old = _rule("L03_wage_arrears.legal_rep", in_force_to="2024-04-30", milder="NEW", replaced_by=new.id)
    ground = replace(WAGES, violation_from="2024-01-01", violation_to="")
    found, _ = applicable_rules(GroundContext(ground), _only(old, new), TODAY)
    assert [(one.rule.ref, one.uncertain) for one in found] == [(new.ref, "")]


def test_the_later_of_two_papers_decides() -> None:
    papers = (_named(until_day="2026-01-01"), _named(fact_id="N2", decided_on="2025-01-01", doc_no="认2"))
    (found,) = evaluate(GroundContext(WAGES, named=papers), RULES, TODAY).findings
    assert (found.valid_to, found.rests_on) == ("2027-06-01", ("F1", "N2"))


def test_a_computed_controller_counts_on_the_day_of_the_order_only() -> None:
    control = ComputedControl("p7", "李测试", True, "2025-03-01", 80.0, ("H1",))
    context = GroundContext(ORDER, computed=(control, replace(control, person_id="p8", day="2025-03-02")))
    (found,) = evaluate(context, RULES, TODAY).findings
    assert (found.person_id, found.base_state, found.rests_on) == ("p7", "LEAD", ("F2", "H1"))


def test_a_controller_declared_and_computed_is_found_once() -> None:
    control = ComputedControl("p7", "李测试", True, "2025-03-01", 80.0, ("H1",))
    declared = Tenure(
        "ACTUAL_CONTROLLER", "DECLARED_CONTROLLER_OF", "p7", "李测试", True, "2020-01-01", OPEN_DAY, "T7",
        control_state="FILED",
    )  # fmt: skip
    context = GroundContext(ORDER, tenures=(declared,), computed=(control,))
    assert [one.person_id for one in evaluate(context, RULES, TODAY).findings] == ["p7"]


def test_a_ban_runs_on_after_repair_and_ends_when_the_ground_was_wrong() -> None:
    ban = _rule("L03_wage_arrears.legal_rep", mode="BAN", lifted_by_entity_repair=False)
    context = GroundContext(WAGES, tenures=(_rep("2020-01-01"),))
    for kind, cause in (("REPAIRED", ""), ("EXPIRED", ""), ("REVOKED", "REVOKED"), ("ANNULLED", "ANNULLED")):
        ground = replace(WAGES, removed_on="2025-01-01", removal_kind=kind)
        (found,) = evaluate(replace(context, ground=ground), _only(ban), TODAY).findings
        assert (found.withdrawn_because, found.valid_to) == (cause, "2027-06-01")


def test_the_earliest_cause_is_named() -> None:
    ground = replace(WAGES, removed_on="2025-05-01", removal_kind="ANNULLED")
    repair = RepairDecision("R1", "APPROVED", "2025-03-01")
    death = StatusSpan("p1", "DECEASED", "2025-04-01")
    context = GroundContext(ground, tenures=(_rep("2020-01-01"),), repairs=(repair,), statuses=(death,))
    (found,) = evaluate(context, RULES, TODAY).findings
    assert (found.withdrawn_at, found.withdrawn_because) == ("2025-03-01", "REPAIRED")


def test_a_removal_before_the_listing_day_ends_the_finding_too() -> None:
    ground = replace(WAGES, removed_on="2024-05-01", removal_kind="REVOKED")
    (found,) = evaluate(GroundContext(ground, tenures=(_rep("2020-01-01"),)), RULES, TODAY).findings
    assert found.withdrawn_at == "2024-05-01"


@pytest.mark.parametrize(
    ("until", "end"), [("", "2040-01-01"), ("2030-01-01", "2030-01-01"), ("2099-01-01", "2040-01-01")]
)
def test_the_documents_own_end_wins_inside_the_range(until: str, end: str) -> None:
    rule = _rule("L03_wage_arrears.legal_rep", term=15, term_range={"min": 10, "max": 15})
    assert rule.term_range == TermRange(min=10, max=15)
    assert term_end(rule, "2025-01-01", until) == end


def test_a_life_ban_is_open_unless_the_document_ends_it() -> None:
    rule = _rule("L03_wage_arrears.legal_rep", term="LIFE")
    assert term_end(rule, "2025-01-01", "") == OPEN_DAY
    assert term_end(rule, "2025-01-01", "2030-01-01") == "2030-01-01"


def test_a_term_left_to_the_decision_must_be_stated() -> None:
    rule = _rule("L03_wage_arrears.legal_rep", term_source="DECISION")
    assert not has_stated_term(rule, "")
    context = GroundContext(WAGES, tenures=(_rep("2020-01-01"),), named=(_named(),))
    evaluation = evaluate(context, _only(rule), TODAY)
    assert [one.base_state for one in evaluation.findings] == ["PROPOSED"]
    assert "TERM_NOT_STATED" in {one.code for one in evaluation.outcomes}


@pytest.mark.parametrize(
    ("spans", "stop"),
    [
        ([], None),
        ([("INCAPABLE", "2025-01-01")], ("2025-01-01", "INCAPACITY")),
        ([("INCAPABLE", "2025-01-01"), ("RESTORED", "2025-06-01")], None),
        (
            [("INCAPABLE", "2024-01-01"), ("RESTORED", "2024-06-01"), ("INCAPABLE", "2025-01-01")],
            ("2025-01-01", "INCAPACITY"),
        ),
        ([("INCAPABLE", "2025-01-01"), ("RESTORED", "2027-01-01")], ("2025-01-01", "INCAPACITY")),
        ([("RESTORED", "2025-06-01"), ("DECEASED", "2026-01-01")], ("2026-01-01", "DEATH")),
        ([("DECEASED", "")], ("", "DEATH")),
    ],
)
def test_death_and_incapacity_stop(spans: list[tuple[str, str]], stop: tuple[str, str] | None) -> None:
    assert stopped_since("p1", [StatusSpan("p1", *one) for one in spans], TODAY) == stop


@pytest.mark.parametrize(
    ("decisions", "day"),
    [
        ([("APPROVED", "2025-01-01")], "2025-01-01"),
        ([("REJECTED", "2025-01-01")], ""),
        ([("APPROVED", "2025-01-01"), ("REVOKED", "2025-02-01")], ""),
        ([("APPROVED", "2025-01-01"), ("REVOKED", "2025-02-01"), ("APPROVED", "2025-03-01")], "2025-03-01"),
        ([("APPROVED", "2025-03-01"), ("APPROVED", "2025-01-01")], "2025-01-01"),
    ],
)
def test_a_repair_revoked_later_never_was_one(decisions: list[tuple[str, str]], day: str) -> None:
    repairs = [RepairDecision(f"R{n}", result, on) for n, (result, on) in enumerate(decisions)]
    assert repaired_on(repairs) == day


@pytest.mark.parametrize(
    ("overturned", "withdrawn", "rests"),
    [(("T0",), "", {"T1"}), (("T0", "T1"), "OBJECTION_UPHELD", {"T0", "T1"}), ((), "", {"T0", "T1"})],
)
def test_an_office_that_was_overturned_takes_nothing_from_what_another_shows(
    overturned: tuple[str, ...], withdrawn: str, rests: set[str]
) -> None:
    offices = (_rep("2020-01-01", "2024-02-15", fact_id="T0"), _rep("2024-02-15", fact_id="T1"))
    objections = tuple(
        ObjectionSpan(f"O{one}", one, "2026-01-01", "2026-02-01", "UPHELD") for one in overturned
    )
    (found,) = evaluate(GroundContext(WAGES, tenures=offices, objections=objections), RULES, TODAY).findings
    assert found.withdrawn_because == withdrawn
    assert {*found.rests_on} & {"T0", "T1"} == rests
