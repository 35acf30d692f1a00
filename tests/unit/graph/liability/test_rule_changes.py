"""What a new edition of the rules changes."""

from __future__ import annotations

from graph.days import OPEN_DAY
from graph.liability.contract import GroundContext, GroundFacts, Tenure
from graph.liability.evaluate import evaluate
from graph.liability.rule_changes import FindingChanges, finding_changes, rule_changes
from graph.liability.rulebook import RuleSet, load_rules


def test_an_edition_compared_with_itself_changes_nothing() -> None:
    rules = load_rules()
    assert not rule_changes(rules, rules).concerned()


def test_rules_that_come_end_or_read_differently_are_named_with_the_field() -> None:
    rules = load_rules()
    first, second, *rest = rules.rules
    other = first.model_copy(update={"note": "改写的说明"})
    changes = rule_changes(rules, RuleSet((other, *rest), rules.vocabulary))
    assert (changes.added, changes.ended) == ((), (second.ref,))
    assert [(one.rule, one.field, one.new) for one in changes.changed] == [(first.ref, "note", "改写的说明")]
    assert rule_changes(RuleSet((first, *rest), rules.vocabulary), rules).added == (second.ref,)


def test_findings_are_counted_by_rule() -> None:
    changes = FindingChanges(arise=[{"rule": "b"}], fall=[{"rule": "a"}, {"rule": "a"}])
    assert changes.differ
    assert changes.by_rule() == {
        "a": {"arise": 0, "fall": 2, "change": 0},
        "b": {"arise": 1, "fall": 0, "change": 0},
    }


def _wages() -> GroundContext:
    ground = GroundFacts(
        "F1", "Listing", "LISTING", "LISTING:W-1", "W-1", "L03", entity_id="E1", violation_from="2024-01-01",
        violation_to="2024-03-31", decided_on="2024-06-01", doc_no="列1",
    )  # fmt: skip
    held = Tenure("LEGAL_REP", "LEGAL_REP_OF", "p1", "赵测试", True, "2020-01-01", OPEN_DAY, "T1")
    return GroundContext(ground, tenures=(held,))


def test_a_finding_falls_with_its_rule_arises_with_it_and_changes_with_its_measures() -> None:
    today, rules, contexts = "2026-11-23", load_rules(), [_wages()]
    (found,) = evaluate(contexts[0], rules, today).findings
    rule = rules.by_ref(found.rule)
    assert rule is not None
    others = tuple(one for one in rules.rules if one.ref != found.rule)
    without = RuleSet(others, rules.vocabulary)
    fewer = RuleSet((*others, rule.model_copy(update={"measures": ()})), rules.vocabulary)

    assert not finding_changes(contexts, rules, rules, today).differ
    assert [one["rule"] for one in finding_changes(contexts, rules, without, today).fall] == [found.rule]
    assert [one["rule"] for one in finding_changes(contexts, without, rules, today).arise] == [found.rule]
    assert [one["fields"] for one in finding_changes(contexts, rules, fewer, today).change] == [["measures"]]
